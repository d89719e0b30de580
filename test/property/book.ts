/** The book's own commands: whose order it is, totals and what is open, and accounts that meet themselves. */
import type { Command, Event } from "../model/model.js";
import { parseDecimal } from "../model/units.js";
import type { Random } from "./random.js";
import type { World } from "./rulebook.js";
import { noteStop } from "./stops.js";
import { formatLots, formatPrice, type MarketPlan } from "./universe.js";

const MODES = ["newest", "oldest", "both"];

/** `newest` comes by itself, too. */
export function selfTrade({ random, features }: Pick<World, "random" | "features">): string {
  return random.pick(features.has("book") ? [...MODES, "none", "decrement"] : MODES);
}

/** The order that the next of its account is to meet. */
export interface Bait {
  readonly account: string;
  readonly market: MarketPlan;
  readonly side: "buy" | "sell";
  readonly ticks: bigint;
  readonly lots: bigint;
}

/**
 * An order near the mark, and after it one of the same account that crosses it, by whatever mode: others' may have come between,
 * and the market may be in an auction or out of one by then.
 */
export function ownPair(world: World): Command | null {
  const { random, baits } = world;
  const bait = random.chance(0.7) ? baits.shift() : undefined;
  if (bait) return meet(world, bait);
  const market = random.pick(world.markets);
  const accounts = world.accounts.filter(({ domain, inCase }) => domain === market.domain && !inCase);
  if (market.external || accounts.length === 0) return null;
  const fresh: Bait = {
    account: random.pick(accounts).name,
    market,
    side: random.pick(["buy", "sell"] as const),
    ticks: (market.price * BigInt(1_000_000 + random.int(-8_000, 8_000))) / (1_000_000n * market.tickSize),
    lots: random.bigint(1n, market.mostLots),
  };
  baits.push(fresh);
  if (baits.length > 4) baits.shift();
  const command = order(fresh, fresh.side, fresh.ticks, fresh.lots);
  return dress(random, { ...command, selfTrade: selfTrade(world) });
}

function meet(world: World, bait: Bait): Command {
  const { random } = world;
  const side = bait.side === "buy" ? "sell" : "buy";
  const beyond = BigInt(random.pick([0, 0, 1, 3, 20])) * (side === "buy" ? 1n : -1n);
  const lots = random.pick([bait.lots, bait.lots * 2n, random.bigint(1n, bait.lots)]);
  const command: Command = {
    ...order(bait, side, bait.ticks + beyond, lots),
    selfTrade: selfTrade(world),
    timeInForce: random.pick(["GTC", "GTC", "GTC", "IOC", "FOK"]),
  };
  if (random.chance(0.1)) delete command.price;
  return random.chance(0.2) ? { ...command, reduceOnly: true } : command;
}

function order({ account, market }: Bait, side: string, ticks: bigint, lots: bigint): Command {
  return {
    type: "order",
    account,
    market: market.name,
    side,
    quantity: formatLots(market, lots),
    price: formatPrice(market, (ticks < 1n ? 1n : ticks) * market.tickSize),
  };
}

function dress(random: Random, command: Command): Command {
  if (random.chance(0.3)) command.postOnly = true;
  if (random.chance(0.2)) command.reduceOnly = true;
  return command;
}

/** An amendment of what is open instead of the total; now and then of both. */
export function openInstead({ random, features }: World, command: Command): Command {
  if (!features.has("book") || command.quantity === undefined || !random.chance(0.5)) return command;
  const { quantity, ...rest } = command;
  return random.chance(0.05) ? { ...command, open: quantity } : { ...rest, open: quantity };
}

/** Says whose order it is, or whose it may not be. */
export function named({ random, features, accounts }: World, command: Command): Command {
  if (!features.has("book") || !random.chance(0.3)) return command;
  const account = random.chance(0.1) ? "nobody" : random.pick(accounts).name;
  return { ...command, account };
}

export function oneSide({ random, features }: World, command: Command): Command {
  if (!features.has("book") || !random.chance(0.5)) return command;
  return { ...command, side: random.pick(["buy", "sell"]) };
}

/** An order that rested, as it was told. */
export interface Resting {
  readonly account: string;
  readonly market: MarketPlan;
  ticks: bigint;
  open: bigint;
  filled: bigint;
}

/** Learns what rests, and what of it has traded. */
export function noteOrder(world: World, event: Event): void {
  const { resting } = world;
  const market = world.markets.find(({ name }) => name === event.market);
  if (!market) return;
  noteStop(world, market, event);
  const lotsOf = (text: unknown) => parseDecimal(text as string).digits / market.lotDigits;
  const name = event.order as string;
  if (event.type === "rested") {
    const ticks = parseDecimal(event.price as string).digits / market.tickSize;
    const filled = resting.get(name)?.filled ?? 0n;
    resting.set(name, {
      account: event.account as string,
      market,
      ticks,
      open: lotsOf(event.quantity),
      filled,
    });
    world.orders.add(name);
  } else if (event.type === "cancelled") {
    const left = (resting.get(name)?.open ?? 0n) - lotsOf(event.quantity);
    const known = resting.get(name);
    if (known && left > 0n) known.open = left;
    else resting.delete(name);
    world.orders.delete(name);
  } else if (event.type === "fill") {
    for (const of of [event.makerOrder, event.takerOrder]) {
      const known = resting.get(of as string);
      if (!known) continue;
      known.filled += lotsOf(event.quantity);
      known.open -= lotsOf(event.quantity);
      if (known.open <= 0n) resting.delete(of as string);
    }
  }
  if (resting.size > 60) resting.delete([...resting.keys()][0] ?? "");
}

/** About what has traded of a live order, about what is open, or another price for it. */
export function amendKnown(world: World): Command | null {
  const { random, resting } = world;
  if (resting.size === 0) return null;
  const traded = [...resting].filter(([, { filled }]) => filled > 0n);
  const [order, known] = random.pick(traded.length > 0 && random.chance(0.5) ? traded : [...resting]);
  const { account, market, ticks, open, filled } = known;
  const command: Command = { type: "amend", order };
  if (random.chance(0.5)) command.account = account;
  const more = random.pick([0n, 0n, 1n, -1n, -(open / 2n), open, random.bigint(1n, market.mostLots)]);
  const size = random.weighted({ total: 4, open: 4, ended: 2, none: 2 });
  if (size === "open") command.open = formatLots(market, open + more > 0n ? open + more : 1n);
  else if (size === "total") command.quantity = formatLots(market, filled + open + more);
  else if (size === "ended" && filled > 0n) command.quantity = formatLots(market, random.bigint(1n, filled));
  if (command.quantity === undefined && command.open === undefined ? true : random.chance(0.3)) {
    const to = random.chance(0.5) ? ticks + BigInt(random.pick([0, 1, -1])) : market.price / market.tickSize;
    command.price = formatPrice(market, (to < 1n ? 1n : to) * market.tickSize);
  }
  return command;
}
