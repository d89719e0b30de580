/**
 * Pace (rules: slicing 10): at most `rateNotional` is sent in a market in any `rateWindow`. When not a lot is left,
 * `LIQUIDATION_RATE` trips, and it clears when the oldest of the sends has left the window.
 *
 * Sends are kept oldest first, at most SENDS_MAX; one more is added to the newest, which only makes the pace slower.
 */
import { clearBreaker } from "../cases/clear-breaker";
import { isTripped, tripBreaker } from "../market/breakers";
import { lotsWithin } from "../market/value";
import { Breaker, Cause, Market, SEND_BYTES, SENDS_MAX } from "../memory/abi";
import { marketAt, sendAt, shard } from "../memory/arena";
import { now } from "../memory/event-log";

function hasPace(market: Market): bool {
  return market.rateNotional >= 0;
}

/** Forgets sends that have left the window. */
function dropOld(row: u32, market: Market): void {
  let old: u32 = 0;
  while (old < market.sendCount && now - sendAt(row, old).time >= market.rateWindow) old++;
  if (old == 0) return;
  market.sendCount -= old;
  memory.copy(
    changetype<usize>(sendAt(row, 0)),
    changetype<usize>(sendAt(row, old)),
    <usize>market.sendCount * SEND_BYTES,
  );
}

/** How many of `quantity` lots may go at `price`; 0 when the pace has no room for the least that an order may have. */
export function withinPace(row: u32, quantity: i64, price: i64, least: i64): i64 {
  const market = marketAt(row);
  if (!hasPace(market)) return quantity;
  dropOld(row, market);
  let left = market.rateNotional;
  for (let i: u32 = 0; i < market.sendCount; i++) left -= sendAt(row, i).notional;
  const lots = lotsWithin(market, max<i64>(0, left), price);
  return lots >= quantity ? quantity : lots < least ? 0 : lots;
}

/** What is sent, a slice or a round of rungs, counts against the pace. */
export function recordSend(row: u32, notional: i64): void {
  const market = marketAt(row);
  if (!hasPace(market)) return;
  dropOld(row, market);
  if (market.sendCount == <u32>SENDS_MAX) sendAt(row, market.sendCount - 1).notional += notional;
  else sendAt(row, market.sendCount++).notional = notional;
  sendAt(row, market.sendCount - 1).time = now;
}

/** The pace is used up. Where a single lot passes it, nothing was sent: then the window begins now. */
export function tripPace(row: u32): void {
  const market = marketAt(row);
  if (isTripped(market, Breaker.LIQUIDATION_RATE)) return;
  if (market.sendCount == 0) recordSend(row, 0);
  shard.pacesTripped++;
  tripBreaker(row, Breaker.LIQUIDATION_RATE, Cause.paceUsedUp);
}

function clearPace(row: u32, cause: Cause): void {
  shard.pacesTripped--;
  clearBreaker(row, Breaker.LIQUIDATION_RATE, cause);
}

/** Clears the breaker where the window has moved on. */
export function processPaceDeadlines(): void {
  if (shard.pacesTripped == 0) return;
  for (let row: u32 = 0; row < shard.markets; row++) {
    const market = marketAt(row);
    if (!isTripped(market, Breaker.LIQUIDATION_RATE)) continue;
    if (now - sendAt(row, 0).time >= market.rateWindow) clearPace(row, Cause.windowMoved);
  }
}

/** A new policy is in force: without a pace, nothing is remembered of the old one. */
export function reviewPace(row: u32): void {
  const market = marketAt(row);
  if (hasPace(market)) return;
  market.sendCount = 0;
  if (isTripped(market, Breaker.LIQUIDATION_RATE)) clearPace(row, Cause.settingChanged);
}
