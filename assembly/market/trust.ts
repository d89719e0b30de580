/**
 * What may be believed of a market by those who take money out or add risk (rules: margin 17): liquidation moves a
 * doubtful mark in the account's favour (`doubtfulPrice`), this moves it against.
 */
import { Breaker, Kind, Market, Pair, PPM } from "../memory/abi";
import { domainAt, shard, sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { DOUBT, isDoubtful, isHalted, isTripped } from "./breakers";
import { isStaleAt } from "./fresh-sources";

/** Breakers in which the mark is no price to rely on. */
export const UNTRUSTED: u32 = DOUBT | (1 << Breaker.HALTED);

/**
 * Whether the last mark is no price to rely on at that time: there is none, the operator has stopped the market, it is in doubt,
 * or a recompute at that time would find too few sources.
 */
export function isUntrusted(row: u32, market: Market, time: i64): bool {
  return !market.hasMark || isHalted(market) || isDoubtful(market) || isStaleAt(row, market, time);
}

/** Breakers in which adverse prices may be others than the mark. */
const WARY: u32 = UNTRUSTED | (1 << Breaker.UNCONFIRMED);

/**
 * Fast path of `isUntrusted` and of what is quarantined: whether the market's adverse prices are certain to be its mark now. False:
 * not certain. Requires a mark. Each condition returns by itself: conditions joined by || or && are compiled to a value and a
 * test of it.
 */
export function isCalm(row: u32, market: Market): bool {
  let held = market.tripped & WARY;
  if (DEBUGGING) held = isPlanted(Pair.calmMarket) ? 0 : held;
  if (held != 0) return false;
  if (market.quarantined != 0) return false;
  // Before this moment no market has lost its sources without a breaker that says so.
  if (now >= shard.staleAt) return false;
  if (domainAt(market.domain).halted) return false;
  if (DEBUGGING) confirmCalm(row, market);
  return true;
}

/** Debug build: a calm market is trusted when looked at thoroughly, and none of its sources has a price in quarantine. */
function confirmCalm(row: u32, market: Market): void {
  let quarantined: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) quarantined += u32(sourceAt(row, k).quarantined != 0);
  assert(quarantined == 0, "a calm market has prices in quarantine");
  assert(!isUntrusted(row, market, now), "a calm market cannot be trusted");
  assert(!isTripped(market, Breaker.UNCONFIRMED), "a calm market's mark is unconfirmed");
}

/**
 * The last mark moved by doubtPpm against the side where it is untrusted, rounded against it; and as far as any price in
 * quarantine, and the mark before a move that nothing has confirmed. A long's in an inverse market is at least `minPrice`, where its value is bounded, a short's at most `maxPrice`.
 */
export function adversePrice(row: u32, market: Market, long: bool): i64 {
  if (isCalm(row, market)) return market.mark;
  let price = isUntrusted(row, market, now) ? movedAgainst(market, long) : market.mark;
  if (isTripped(market, Breaker.UNCONFIRMED)) {
    price = long ? min(price, market.confirmedMark) : max(price, market.confirmedMark);
  }
  if (market.quarantined == 0) return price;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const other = sourceAt(row, k).quarantined;
    if (other != 0) price = long ? min(price, other) : max(price, other);
  }
  return price;
}

function movedAgainst(market: Market, long: bool): i64 {
  const doubt = <i64>domainAt(market.domain).doubtPpm;
  if (!long) return min(market.maxPrice, (market.mark * (PPM + doubt) + PPM - 1) / PPM);
  const price = (market.mark * (PPM - doubt)) / PPM;
  return market.kind == <u8>Kind.inverse ? max(price, market.minPrice) : price;
}

/** At what price a balance of collateral counts then: at none in an untrusted market, else at a long's. */
export function adverseBalancePrice(row: u32, market: Market): i64 {
  if (isCalm(row, market)) return market.mark;
  return isUntrusted(row, market, now) ? 0 : adversePrice(row, market, true);
}
