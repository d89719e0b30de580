/** Where prices go. */
import type { Random } from "./random.js";
import type { MarketPlan } from "./universe.js";

/** A wandering price that sometimes falls or rises for a while, and returns to where it began. */
export function walk(random: Random, market: MarketPlan): void {
  if (market.driftLeft === 0) {
    const regime = random.weighted({ calm: 90, crash: 4, rally: 3, home: 3 });
    const homePpm = Number(((market.base - market.price) * 1_000_000n) / market.price);
    market.driftLeft = random.int(3, 20);
    market.driftPpm = {
      calm: 0,
      crash: -random.int(2_000, 40_000),
      rally: random.int(2_000, 40_000),
      home: Math.trunc(homePpm / market.driftLeft),
    }[regime];
  }
  market.driftLeft -= 1;
  const change = market.driftPpm + random.int(-1_000, 1_000);
  const moved = (market.price * BigInt(1_000_000 + change)) / 1_000_000n;
  // A coarse price would never move by a thousandth: give it a whole unit now and then.
  const unit = moved === market.price && random.chance(0.3) ? BigInt(random.int(-1, 1)) : 0n;
  market.price = within(market, moved + unit);
}

/** Kept between an eighth and six times of where it began, on the tick at least and in range. */
export function within(market: MarketPlan, price: bigint): bigint {
  const least = market.base / 8n > market.tickSize ? market.base / 8n : market.tickSize;
  const most = market.base * 6n < market.maxPrice ? market.base * 6n : market.maxPrice;
  return price < least ? least : price > most ? most : price;
}
