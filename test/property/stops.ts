/** Orders that wait for a price a little away, in all their kinds, and amendments of them. */
import type { Command, Event } from "../model/model.js";
import { soon } from "./expiry.js";
import type { Random } from "./random.js";
import type { World } from "./rulebook.js";
import { formatLots, formatPrice, type MarketPlan } from "./universe.js";

/** An order that waits, as it was told. */
export interface Waiting {
  readonly account: string;
  readonly market: MarketPlan;
}

/** Some thousandths or hundredths of the price away, up for a buy; now and then on the wrong side. */
function away({ price, tickSize }: MarketPlan, random: Random, up: boolean): bigint {
  const ppm = random.pick([0, 300, 2_000, 10_000, 40_000]) * (up === random.chance(0.93) ? 1 : -1);
  const ticks = (price * BigInt(1_000_000 + ppm)) / (1_000_000n * tickSize) + BigInt(random.int(-1, 1));
  return (ticks < 1n ? 1n : ticks) * tickSize;
}

export function stop(world: World): Command | null {
  const { random, features } = world;
  const market = random.pick(world.markets.filter(({ external }) => !external || random.chance(0.02)));
  const accounts = world.accounts.filter(({ domain, inCase }) => domain === market?.domain && !inCase);
  if (!market || accounts.length === 0) return null;
  const account = random.pick(accounts);
  const held = account.quantities.get(market.name) ?? 0n;
  const closes = held !== 0n && random.chance(0.5);
  const side = (closes ? held < 0n : random.chance(0.5)) ? "buy" : "sell";
  const whole = held < 0n ? -held : held;
  const lots = closes && random.chance(0.5) ? whole : random.bigint(1n, market.mostLots);
  const command: Command = {
    ...{
      type: "order",
      account: account.name,
      market: market.name,
      side,
      quantity: formatLots(market, lots),
    },
    stop: formatPrice(market, away(market, random, side === "buy")),
    timeInForce: random.pick(["GTC", "GTC", "GTC", "IOC", "FOK"]),
  };
  if (random.chance(0.7)) command.stopBy = random.pick(["mark", "last", "last"]);
  if (random.chance(0.5)) command.price = formatPrice(market, away(market, random, side === "buy"));
  if (closes ? random.chance(0.7) : random.chance(0.05)) command.reduceOnly = true;
  if (command.price !== undefined && random.chance(0.15)) command.postOnly = true;
  if (random.chance(0.3)) command.selfTrade = random.pick(["oldest", "both", "none", "decrement"]);
  if (features.has("expiry") && random.chance(0.25)) {
    Object.assign(command, { timeInForce: "GTT", expires: soon(world) });
  }
  return command;
}

/** Another stop, price, size or time for one that waits, whether or not it has that; now and then for one that rests. */
export function amendStop(world: World): Command | null {
  const { random, waiting, resting, features } = world;
  const known = [...waiting, ...(random.chance(0.1) ? resting : [])];
  if (known.length === 0) return null;
  const [order, { market, account }] = random.pick(known);
  const command: Command = { type: "amend", order };
  if (random.chance(0.3)) command.account = account;
  const up = random.chance(0.5);
  if (random.chance(0.6)) command.stop = formatPrice(market, away(market, random, up));
  if (random.chance(0.3)) command.price = formatPrice(market, away(market, random, up));
  if (random.chance(0.4))
    command[random.pick(["quantity", "open"])] = formatLots(market, random.bigint(1n, market.mostLots));
  if (features.has("expiry") && random.chance(0.3)) command.expires = soon(world);
  return command;
}

/** Learns what waits. */
export function noteStop(world: World, market: MarketPlan, event: Event): void {
  const { waiting, orders } = world;
  const name = event.order as string;
  if (event.type === "armed") {
    waiting.set(name, { account: event.account as string, market });
    orders.add(name);
  } else if (event.type === "triggered" || event.type === "cancelled") waiting.delete(name);
  if (waiting.size > 60) waiting.delete([...waiting.keys()][0] ?? "");
}
