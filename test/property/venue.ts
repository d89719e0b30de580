/** The venue of external markets: its book, and what it reports about the slices it was sent. */
import type { Command } from "../model/model.js";
import { format } from "../model/units.js";
import type { Features } from "./features.js";
import type { Random } from "./random.js";
import type { MarketPlan } from "./universe.js";
import { formatLots, formatPrice } from "./universe.js";

export interface SliceSeen {
  name: string;
  account: string;
  market: MarketPlan;
  side: "buy" | "sell";
  left: bigint;
  limit: bigint;
  cancelled: boolean;
  executions: number;
}

/** Levels around the price, sometimes crossing what stood there, sometimes removing. */
export function bookUpdate(random: Random, market: MarketPlan): Command {
  const side = (sign: number) =>
    Array.from({ length: random.int(0, 4) }, () => {
      const away = sign * random.int(-200, 25_000);
      const ticks = (market.price * BigInt(1_000_000 + away)) / (1_000_000n * market.tickSize);
      const price = (ticks < 1n ? 1n : ticks) * market.tickSize;
      const lots = random.chance(0.25) ? 0n : random.bigint(1n, market.mostLots);
      return [formatPrice(market, price), formatLots(market, lots)];
    });
  const command: Command = { type: "book", market: market.name, bids: side(-1), asks: side(1) };
  if (random.chance(0.3)) command.snapshot = true;
  return command;
}

/** A venue's average of several trades lies anywhere: off the tick, between units. */
export function finer(random: Random, features: Features, price: string): string {
  if (!features.has("venue") || !random.chance(0.4)) return price;
  const more = random.pick(["5", "333333", "00000001", "49999999", "999999"]);
  return `${price}${price.includes(".") ? "" : "."}${more}`;
}

/** A report about one of the slices seen: mostly a decent one, sometimes late, twice, too much or too bad. */
export function report(random: Random, slices: readonly SliceSeen[], features: Features): Command | null {
  if (slices.length === 0) return null;
  const open = slices.filter(({ left, market }) => left > 0n && market.external);
  const old = open.length === 0 || random.chance(0.05);
  if (old && random.chance(0.7)) return null;
  const slice = random.pick(old ? slices : open.slice(-4));
  const { market } = slice;
  const command: Command = { type: "execution", order: slice.name };
  slice.executions += 1;
  if (random.chance(0.7)) {
    command.execution = `${slice.name}-${random.chance(0.95) ? slice.executions : slice.executions - 1}`;
  }
  if (market.refuses && random.chance(0.75)) {
    slice.left = 0n;
    return { ...command, status: "rejected" };
  }
  const ends = random.chance(slice.cancelled ? 0.6 : 0.12);
  if (ends) {
    slice.left = 0n;
    return { ...command, status: random.pick(["cancelled", "rejected"]) };
  }
  const most = slice.left < 1n ? 1n : slice.left;
  const lots = random.chance(0.02) ? most * 2n + 1n : random.chance(0.5) ? most : random.bigint(1n, most);
  slice.left -= lots;
  const worsePpm = random.chance(0.03) ? random.int(1, 30_000) : -random.int(0, 3_000);
  const sign = slice.side === "buy" ? 1 : -1;
  const ticks = (slice.limit * BigInt(1_000_000 + sign * worsePpm)) / (1_000_000n * market.tickSize);
  const price = (ticks < 1n ? 1n : ticks) * market.tickSize;
  const inside = random.chance(0.5) ? slice.limit : price;
  if (random.chance(0.25)) {
    const { settleDecimals } = market.domain;
    const fee = random.bigint(0n, 10n ** BigInt(settleDecimals));
    command.fee = fee === 0n ? "0" : `${random.chance(0.3) ? "-" : ""}${format(fee, settleDecimals)}`;
  }
  return {
    ...command,
    status: "fill",
    price: finer(
      random,
      features,
      formatPrice(
        market,
        inside < market.maxPrice ? inside : market.maxPrice - (market.maxPrice % market.tickSize),
      ),
    ),
    quantity: formatLots(market, lots),
  };
}
