/**
 * The life of collateral from pledge to sale: who pledges what nobody can price, who is ruined while nobody can price what he
 * has pledged, and what the operator sells of what was seized (rules: margin 18, takeover-and-fund 13, 14, 15, 16).
 */
import type { Command, Event } from "../model/model.js";
import { format, parseDecimal } from "../model/units.js";
import type { Random } from "./random.js";
import { type AccountPlan, type DomainPlan, formatLots, formatPrice, type MarketPlan } from "./universe.js";

export interface AssetPlan {
  readonly domain: DomainPlan;
  readonly name: string;
  readonly market: MarketPlan;
  readonly decimals: number;
}

export interface Pledge {
  readonly account: AccountPlan;
  readonly asset: AssetPlan;
}

/** What the commands are about. */
export interface Matter {
  readonly random: Random;
  readonly markets: readonly MarketPlan[];
  readonly domains: readonly DomainPlan[];
  readonly accounts: readonly AccountPlan[];
  readonly assets: readonly AssetPlan[];
  /** Who has pledged lately. */
  readonly pledged: Pledge[];
  /** An asset whose price has just come into doubt, until somebody makes use of it. */
  readonly dubious: AssetPlan[];
  /** Units that were seized, by domain and asset, as last told. */
  readonly seized: Map<string, bigint>;
  readonly pass: (micros: number) => void;
}

/** Two settings of an asset, mostly absent. */
export function assetSettings(random: Random, domain: DomainPlan, decimals: number): Command {
  const settings: Command = {};
  const { settleDecimals } = domain;
  if (random.chance(0.4)) {
    const most = 10n ** BigInt(settleDecimals + random.int(0, 3));
    settings.seizeAt = format(random.bigint(0n, most), settleDecimals);
  }
  if (random.chance(0.3))
    settings.depositMax = format(random.bigint(0n, 10n ** BigInt(decimals + 4)), decimals);
  return settings;
}

/** Somebody pledges; the price of what was pledged comes into doubt; somebody pledges more of it, or is ruined. */
export function pledge(matter: Matter): Command | null {
  const { random, assets } = matter;
  if (assets.length === 0) return null;
  const [dubious] = matter.dubious.splice(0);
  if (dubious && random.chance(0.85))
    return random.chance(0.6) ? ruin(matter, dubious) : deposit(matter, dubious);
  switch (random.weighted({ deposit: 4, warm: 2, silence: 2, ruin: 1, rescue: 1.5 })) {
    case "deposit":
      return deposit(matter, random.pick(assets));
    case "warm":
      return warm(matter);
    case "silence":
      return silence(matter);
    case "ruin":
      return ruin(matter, random.pick(assets));
    case "rescue":
      return rescue(matter);
  }
}

/** Money for one who may be in arrears. */
function rescue({ random, pledged }: Matter): Command | null {
  if (pledged.length === 0) return null;
  const { account } = random.pick(pledged);
  const { settleDecimals } = account.domain;
  const amount = format(random.bigint(1n, 10n ** BigInt(settleDecimals + random.int(0, 4))), settleDecimals);
  return { type: "transfer", account: account.name, amount };
}

function doubted({ random, assets, pledged, dubious }: Matter): AssetPlan {
  const asset = pledged.length > 0 && random.chance(0.8) ? random.pick(pledged).asset : random.pick(assets);
  dubious.push(asset);
  return asset;
}

/** Its market warms up: there is no trusted price until enough sources have ticked. */
function warm(matter: Matter): Command {
  return { type: "resume", market: doubted(matter).market.name };
}

/** Its feed is too old by now, and nothing but the next command says so. */
function silence(matter: Matter): Command | null {
  const asset = doubted(matter);
  if (asset.market.maxAge === null) return null;
  matter.pass(asset.market.maxAge + 1);
  matter.dubious.pop();
  return matter.random.chance(0.6) ? ruin(matter, asset) : deposit(matter, asset);
}

/** Worth up to some thousands of the settlement asset. */
function deposit(matter: Matter, asset: AssetPlan): Command | null {
  const { random, accounts, pledged } = matter;
  const own = accounts.filter(({ domain, maker }) => domain === asset.domain && !maker);
  if (own.length === 0) return null;
  const account = random.pick(own);
  pledged.push({ account, asset });
  if (pledged.length > 12) pledged.shift();
  const most = 10n ** BigInt(random.int(1, 4) + asset.decimals + asset.market.priceDecimals);
  const units = random.bigint(1n, most / asset.market.price || 1n);
  return {
    type: "transfer",
    account: account.name,
    asset: asset.name,
    amount: format(units, asset.decimals),
  };
}

/** A position from elsewhere that has lost more than its account has in cash: what it pledged is to pay. */
function ruin(matter: Matter, asset: AssetPlan): Command | null {
  const { random, markets, pledged } = matter;
  const owners = pledged.filter((pledge) => pledge.asset === asset && !pledge.account.inCase);
  const elsewhere = markets.filter(
    (market) => market.domain === asset.domain && market !== asset.market && !market.inverse,
  );
  if (owners.length === 0 || elsewhere.length === 0) return null;
  const { account } = random.pick(owners);
  const market = random.pick(elsewhere);
  const { cash, domain } = account;
  const loss = (cash > 0n ? cash : 0n) + 10n ** BigInt(domain.settleDecimals + random.int(0, 4));
  const lots = loss / ((market.price / 10n || 1n) * market.multiplier) || 1n;
  const size = lots < market.mostLots * 10n ? lots : market.mostLots * 10n;
  const long = random.chance(0.5);
  const entry = (market.price * (long ? 11n : 9n)) / 10n || 1n;
  account.quantities.set(market.name, long ? size : -size);
  return {
    type: "position",
    account: account.name,
    market: market.name,
    quantity: formatLots(market, long ? size : -size),
    entryPrice: formatPrice(market, entry),
  };
}

/** Some of what was seized, as far as is known, for something; sometimes more than there is. */
export function sale({ random, domains, assets, seized }: Matter): Command {
  const there = assets.filter(({ domain, name }) => (seized.get(keyOf(domain.name, name)) ?? 0n) > 0n);
  if (there.length === 0 || random.chance(0.1))
    return { type: "domainReport", domain: random.pick(domains).name };
  const { domain, name, decimals } = random.pick(there);
  const key = keyOf(domain.name, name);
  const units = seized.get(key) ?? 0n;
  const sold = random.chance(0.1) ? units + 1n : random.chance(0.3) ? units : random.bigint(1n, units);
  seized.set(key, units > sold ? units - sold : 0n);
  const most = 10n ** BigInt(domain.settleDecimals + random.int(0, 3));
  return {
    type: "collateralSale",
    domain: domain.name,
    asset: random.chance(0.98) ? name : String(domain.command.asset),
    quantity: format(sold, decimals),
    proceeds: format(random.chance(0.1) ? 0n : random.bigint(0n, most), domain.settleDecimals),
  };
}

const keyOf = (domain: string, asset: string) => `${domain} ${asset}`;

/** What a report of a domain tells of what was seized. */
export function noteSeized({ seized }: Pick<Matter, "seized">, { type, domain, seized: told }: Event): void {
  if (type !== "domainReport") return;
  for (const { asset, quantity } of (told ?? []) as { asset: string; quantity: string }[]) {
    seized.set(keyOf(String(domain), asset), parseDecimal(quantity).digits);
  }
}
