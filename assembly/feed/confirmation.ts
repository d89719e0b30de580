/**
 * `UNCONFIRMED` (rules: breakers 17): a mark that has moved farther than one price is believed takes nobody's position, until the
 * move is taken back, or two sources have said it since, or ticks of two moments have.
 *
 *   confirmedMark ── mark not near it ──► UNCONFIRMED: movedMark since movedTime ── near confirmedMark again ─► cleared
 *                                                 ▲            │                 ── confirmed ────────────────► cleared
 *                                                 └── moved on ┘
 */
import { clearBreaker } from "../cases/clear-breaker";
import { isTripped, tripBreaker } from "../market/breakers";
import { isNear } from "../market/near";
import { Breaker, Cause, Market } from "../memory/abi";
import { marketAt, sourceAt } from "../memory/arena";
import { now } from "../memory/event-log";

/** A recompute that no tick has caused. */
export const NO_TICK: i32 = -1;

/** Judges the mark just made of an index, after one that was `before` (0: none); `ticked`: the source whose tick caused it. */
export function judgeConfirmation(row: u32, market: Market, before: i64, ticked: i32): void {
  if (isTripped(market, Breaker.UNCONFIRMED)) judgeMoved(row, market, ticked);
  else if (before != 0 && !isNear(market, market.mark, before)) noteMove(row, market, before);
}

/** Two sources may have made the move in one moment: then it is none. */
function noteMove(row: u32, market: Market, before: i64): void {
  if (hasSecondSource(row, market, now)) return;
  market.confirmedMark = before;
  market.movedMark = market.mark;
  market.movedTime = now;
  tripBreaker(row, Breaker.UNCONFIRMED, Cause.markMoved);
}

function judgeMoved(row: u32, market: Market, ticked: i32): void {
  const mark = market.mark;
  if (isNear(market, mark, market.confirmedMark)) {
    confirm(row, Cause.moveTakenBack);
    return;
  }
  const stays = isNear(market, mark, market.movedMark);
  if (hasSecondSource(row, market, market.movedTime) || (stays && isSecondMoment(row, market, ticked))) {
    confirm(row, Cause.moveConfirmed);
    return;
  }
  if (stays) return;
  market.movedMark = mark;
  market.movedTime = now;
}

/** Whether two sources that count are near the mark, by prices that have been accepted since. */
function hasSecondSource(row: u32, market: Market, since: i64): bool {
  if (market.sourceCount < 2) return false;
  let near: u32 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const source = sourceAt(row, k);
    if (source.counted && source.believed >= since && isNear(market, source.price, market.mark)) near++;
  }
  return near >= 2;
}

/** Whether a tick says the same again, late enough: of a source that is near the index, not of one that the median passes over. */
function isSecondMoment(row: u32, market: Market, ticked: i32): bool {
  if (ticked == NO_TICK || now < market.movedTime + market.confirmAfter) return false;
  return isNear(market, sourceAt(row, ticked).price, market.index);
}

function confirm(row: u32, cause: Cause): void {
  const market = marketAt(row);
  market.confirmedMark = 0;
  market.movedMark = 0;
  market.movedTime = 0;
  clearBreaker(row, Breaker.UNCONFIRMED, cause);
}

/** `resume`: whatever moved the mark is forgotten. */
export function forgetMove(row: u32): void {
  if (isTripped(marketAt(row), Breaker.UNCONFIRMED)) confirm(row, Cause.operator);
}
