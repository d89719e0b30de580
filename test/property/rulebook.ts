/** Commands beyond the everyday ones: settings that change, funding, collateral, amends, auctions. */
import type { Command } from "../model/model.js";
import { format, powerOfTen } from "../model/units.js";
import { exploit } from "./doubt.js";
import type { Feature, Features } from "./features.js";
import type { Random } from "./random.js";
import {
  type AccountPlan,
  type DomainPlan,
  formatLots,
  formatPrice,
  type MarketPlan,
  planBreakers,
  planDomainSettings,
  planFeedSettings,
  planTiers,
} from "./universe.js";
import { report, type SliceSeen } from "./venue.js";
import { elsewhere, reconcile } from "./venue-truth.js";

/** What the commands are about. */
export interface World {
  readonly random: Random;
  readonly features: Features;
  readonly domains: readonly DomainPlan[];
  readonly markets: readonly MarketPlan[];
  readonly accounts: readonly AccountPlan[];
  readonly orders: ReadonlySet<string>;
  /** Assets that were defined as collateral. */
  readonly assets: AssetPlan[];
  /** Slices at venues, the latest last. */
  readonly slices: readonly SliceSeen[];
  /** Internal markets that are not open. */
  readonly closed: Set<string>;
  /** Where a stray tick came last. */
  readonly strayed: MarketPlan[];
  /** Lets so many microseconds pass. */
  readonly pass: (micros: number) => void;
}

export interface AssetPlan {
  readonly domain: DomainPlan;
  readonly name: string;
  readonly market: MarketPlan;
  readonly decimals: number;
}

/** How often each comes, and the feature that it needs. */
const EXTRAS = {
  funding: ["funding", 1.5],
  tiers: ["settings", 0.5],
  domainSettings: ["settings", 0.5],
  feedSettings: ["settings", 0.5],
  breakers: ["bands", 0.5],
  asset: ["collateral", 3],
  collateral: ["collateral", 0.3],
  amend: ["amend", 3],
  phase: ["auction", 1],
  snapshot: ["settings", 0.1],
  exploit: ["doubt", 7],
  answer: ["venue", 4],
  reconcile: ["venue", 1.5],
  elsewhere: ["venue", 1],
} as const satisfies Record<string, readonly [Feature, number]>;

export type Extra = keyof typeof EXTRAS;

export function extraMix(features: Features): Partial<Record<Extra, number>> {
  const mix: Partial<Record<Extra, number>> = {};
  for (const [name, [feature, weight]] of Object.entries(EXTRAS)) {
    if (features.has(feature)) mix[name as Extra] = weight;
  }
  return mix;
}

export const isExtra = (kind: string): kind is Extra => kind in EXTRAS;

export function makeExtra(kind: Extra, world: World): Command | null {
  const { random, features } = world;
  const market = random.pick(world.markets);
  switch (kind) {
    case "funding":
      return {
        type: "funding",
        market: market.name,
        ratePpb: random.pick([-1, 1]) * random.pick([0, 1, 10_000, 1_000_000, 30_000_000]),
      };
    case "tiers":
      return { type: "tiers", market: market.name, tiers: planTiers(random, market.domain) };
    case "domainSettings":
      return planDomainSettings(random, random.pick(world.domains), features);
    case "feedSettings":
      return planFeedSettings(random, market, features);
    case "breakers":
      return { type: "breakers", market: market.name, breakers: planBreakers(random, market, features) };
    case "asset":
      return assetTransfer(world);
    case "collateral":
      return collateral(world);
    case "amend":
      return amend(world, market);
    case "phase":
      return phase(world);
    case "snapshot":
      return { type: "snapshot" };
    case "exploit":
      return exploit(world);
    case "answer":
      return report(random, world.slices, features);
    case "reconcile":
      return reconcile(world);
    case "elsewhere":
      return elsewhere(world);
  }
}

export function query({ random, accounts, domains, markets }: World): Command {
  return random.pick<() => Command>([
    () => ({ type: "report", account: random.pick(accounts).name }),
    () => ({ type: "domainReport", domain: random.pick(domains).name }),
    () => ({ type: "depth", market: random.pick(markets).name, levels: random.int(1, 5) }),
    () => ({ type: "depth", market: random.pick(markets).name }),
  ])();
}

/** A new asset; sometimes one that is there, or priced by a market that cannot. */
export function collateral({ random, markets, assets }: World): Command {
  const market = random.pick(markets);
  const { domain } = market;
  const least = Math.max(0, domain.settleDecimals - market.priceDecimals);
  const decimals = random.chance(0.05) ? Math.max(0, least - 1) : least + random.int(0, 3);
  const asset = random.chance(0.9) ? `X${assets.length}` : random.pick(["X0", String(domain.command.asset)]);
  const fits =
    !market.inverse && decimals >= least && assets.filter((other) => other.domain === domain).length < 8;
  const known = assets.some((other) => other.domain === domain && other.name === asset);
  if (fits && !known && asset.startsWith("X")) assets.push({ domain, name: asset, market, decimals });
  const haircutPpm = random.pick([0, 50_000, 500_000, 1_000_000]);
  return { type: "collateral", domain: domain.name, asset, market: market.name, haircutPpm, decimals };
}

/** In, out, or to another account: worth up to a thousand or so of the settlement asset. */
function assetTransfer({ random, accounts, assets }: World): Command | null {
  if (assets.length === 0) return null;
  const asset = random.pick(assets);
  const holders = accounts.filter(({ domain }) => random.chance(0.03) || domain === asset.domain);
  if (holders.length === 0) return null;
  const account = random.pick(holders);
  const most =
    powerOfTen(random.int(1, 3) + asset.decimals + asset.market.priceDecimals) / asset.market.price;
  const amount = format(random.bigint(1n, most < 1n ? 1n : most), asset.decimals);
  const command: Command = { type: "transfer", account: account.name, asset: asset.name, amount };
  const kind = random.weighted({ deposit: 4, withdraw: 2, move: 1, fund: 0.1 });
  if (kind === "withdraw") command.amount = `-${amount}`;
  else if (kind === "move") command.to = random.pick(accounts).name;
  else if (kind === "fund") command.to = "@fund";
  return command;
}

/** Less, more, elsewhere, or nothing at all. */
function amend({ random, orders }: World, market: MarketPlan): Command {
  const command: Command = { type: "amend", order: random.pick([...orders, "nothing"]) };
  if (random.chance(0.7)) command.quantity = formatLots(market, random.bigint(1n, market.mostLots));
  if (random.chance(0.4)) {
    const away = random.int(-30_000, 30_000);
    const ticks = (market.price * BigInt(1_000_000 + away)) / (1_000_000n * market.tickSize);
    command.price = formatPrice(market, (ticks < 1n ? 1n : ticks) * market.tickSize);
  }
  return command;
}

/** Into an auction and soon out of it. */
function phase({ random, markets, closed }: World): Command {
  const [first] = closed;
  if (first !== undefined && random.chance(0.7)) {
    const state = random.pick(["open", "open", "open", "cancelOnly"]);
    if (state === "open") closed.delete(first);
    return { type: "marketState", market: first, state };
  }
  const market = random.pick(markets);
  const state = random.pick(["auction", "auction", "cancelOnly", "open"]);
  if (!market.external && state !== "open") closed.add(market.name);
  return { type: "marketState", market: market.name, state };
}
