/** What somebody does who knows that a price is wrong before the engine does: takes money out, opens, or waits until nobody looks. */
import type { Command } from "../model/model.js";
import { format } from "../model/units.js";
import type { Random } from "./random.js";
import { type AccountPlan, formatLots, formatPrice, lotValue, type MarketPlan } from "./universe.js";

/** What the commands are about. */
export interface Matter {
  readonly random: Random;
  readonly markets: readonly MarketPlan[];
  readonly accounts: readonly AccountPlan[];
  readonly assets: readonly {
    readonly name: string;
    readonly market: MarketPlan;
    readonly decimals: number;
  }[];
  /** Where a stray tick came last, until somebody makes use of it. */
  readonly strayed: MarketPlan[];
  /** Lets microseconds pass in which nothing is said, least of all `clock`. */
  readonly pass: (micros: number) => void;
}

/** A wrong price or its beginning, or somebody who makes use of it. */
export function exploit(matter: Matter): Command | null {
  const { random } = matter;
  const [wrong] = matter.strayed.splice(0);
  if (wrong && random.chance(0.8)) return random.chance(0.6) ? leave(matter, wrong) : open(matter, wrong);
  switch (random.weighted({ stray: 4, silence: 3, warm: 1, leave: 3, pledge: 1, open: 3 })) {
    case "stray":
      return stray(matter);
    case "silence":
      return silence(matter);
    case "warm":
      return { type: "resume", market: random.pick(matter.markets).name };
    case "leave":
      return leave(matter);
    case "pledge":
      return takeCollateral(matter);
    case "open":
      return open(matter);
  }
}

/** A price so far away that whoever sets `jumpPpm` does not believe it yet. The walk of the market goes on as if it had not been. */
function stray({ random, markets, strayed }: Matter): Command {
  const market = random.pick(markets);
  strayed.push(market);
  const source = random.pick(market.sources);
  const away = random.pick([-1, 1]) * random.int(110_000, 450_000);
  source.sequence += 1;
  return {
    type: "tick",
    market: market.name,
    source: source.name,
    price: formatPrice(market, (market.price * BigInt(1_000_000 + away)) / 1_000_000n || 1n),
    sequence: source.sequence,
  };
}

/** A feed has just become too old, by a microsecond or a while, and the next command is the first to know. */
function silence(matter: Matter): Command | null {
  const { random, markets, pass } = matter;
  const ages = markets.flatMap(({ maxAge }) => maxAge ?? []);
  if (ages.length > 0) pass(random.pick(ages) + random.pick([0, 1, 1_000_000]));
  return random.chance(0.5) ? leave(matter) : open(matter);
}

/** Mostly one who has a position, in that market if one is named, so that there is a price to be wrong. */
function holder({ random, accounts }: Matter, wrong?: MarketPlan): AccountPlan {
  const holders = accounts.filter(
    ({ inCase, quantities }) =>
      !inCase &&
      [...quantities].some(([name, lots]) => lots !== 0n && (wrong === undefined || name === wrong.name)),
  );
  return random.pick(holders.length > 0 && random.chance(0.9) ? holders : accounts);
}

/** Any part of the cash: near what margin leaves, often enough. */
function leave(matter: Matter, wrong?: MarketPlan): Command {
  const { random, accounts } = matter;
  const account = holder(matter, wrong);
  const most = account.cash > 0n ? account.cash : 1n;
  const amount = format(random.bigint(1n, most), account.domain.settleDecimals);
  const own = accounts.filter(({ domain, name }) => domain === account.domain && name !== account.name);
  const way = random.weighted({ withdraw: 4, move: 3, fund: 0.5 });
  const command = { type: "transfer", account: account.name, amount };
  if (way === "withdraw" || own.length === 0) return { ...command, amount: `-${amount}` };
  return { ...command, to: way === "fund" ? "@fund" : random.pick(own).name };
}

/** In rather more than out: what is pledged may be opened on when its price dies. */
function takeCollateral({ random, accounts, assets }: Matter): Command | null {
  if (assets.length === 0) return null;
  const { name, market, decimals } = random.pick(assets);
  const owners = accounts.filter(({ domain }) => domain === market.domain);
  if (owners.length === 0) return null;
  const most = 10n ** BigInt(random.int(2, 3) + decimals + market.priceDecimals);
  const amount = format(random.bigint(1n, most / market.price || 1n), decimals);
  const sign = random.chance(0.6) ? "" : "-";
  return { type: "transfer", account: random.pick(owners).name, asset: name, amount: `${sign}${amount}` };
}

/** An order of a few times the cash, near the mark, in a market that may or may not be the wrong one. */
export function open(matter: Matter, wrong?: MarketPlan): Command | null {
  const { random, markets } = matter;
  const account = holder(matter, wrong);
  const inside = markets.filter(({ external, domain }) => !external && domain === account.domain);
  if (inside.length === 0) return null;
  const market = random.pick(inside);
  const side = random.pick(["buy", "sell"]);
  const worth = (account.cash > 0n ? account.cash : 1n) * random.bigint(1n, 40n);
  const lots = worth / (4n * lotValue(market)) || 1n;
  const away = random.int(-40_000, 40_000);
  const ticks = (market.price * BigInt(1_000_000 + away)) / (1_000_000n * market.tickSize) || 1n;
  return {
    type: "order",
    account: account.name,
    market: market.name,
    side,
    quantity: formatLots(market, lots > market.mostLots * 20n ? market.mostLots : lots),
    price: formatPrice(market, ticks * market.tickSize),
  };
}
