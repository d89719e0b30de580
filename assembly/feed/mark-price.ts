/**
 * The mark (rules: marks 6, 7): the index, the index with the book's smoothed premium, or the median of three prices. Fills of
 * liquidations move none of them. Every change of a mark goes through `setMark`, whatever caused it.
 */
import { bestPrice } from "../book/depth";
import { noteMark } from "../book/stops";
import { noteReady } from "../cases/held";
import { ringMark } from "../margin/trigger-index";
import { EventType, MARK_EVENT_BYTES, Market, MarkEvent, MarkMode, PPM, Side } from "../memory/abi";
import { emit, now } from "../memory/event-log";
import { blend } from "../numbers/decay";
import { divide, high, magnitude, multiply, ppmFloor } from "../numbers/fixed";
import { noteVolatility } from "./volatility";

/** The premium is kept in 2^−16 of a price unit. */
const PREMIUM_BITS: i64 = 16;
const BILLION: u64 = 1_000_000_000;

/** The one place where a mark changes: emits `mark`, and touches the accounts whose triggers it reaches. */
export function setMark(row: u32, market: Market, index: i64, mark: i64, sources: u32): void {
  const moved = mark != market.mark;
  market.index = index;
  market.mark = mark;
  if (!market.hasMark) noteReady();
  market.hasMark = 1;
  const event = changetype<MarkEvent>(emit(EventType.mark, MARK_EVENT_BYTES));
  event.market = row;
  event.index = index;
  event.mark = mark;
  event.sources = sources;
  if (!moved) return;
  if (!market.plain) noteVolatility(market);
  ringMark(row, mark);
  noteMark(row, market, mark);
}

/** What the mark is at this index and now, within the market's prices. */
export function markAtIndex(market: Market, index: i64): i64 {
  if (market.markMode == MarkMode.index) return index;
  let mark = index + premium(market, index);
  if (market.markMode == MarkMode.median3) {
    const traded = market.lastTrade == 0 ? index : market.lastTrade;
    mark = middle(index + fundingLeft(market, index), mark, traded);
  }
  return max(market.minPrice, min(market.maxPrice, mark));
}

function middle(a: i64, b: i64, c: i64): i64 {
  return max(min(a, b), min(max(a, b), c));
}

/** Samples mid − index, unless a side of the book is empty or a liquidation has just traded into it. */
export function samplePremium(market: Market, index: i64): void {
  if (market.markMode == MarkMode.index) return;
  const bid = bestPrice(market, Side.buy);
  const ask = bestPrice(market, Side.sell);
  if (bid == 0 || ask == 0 || now - market.liquidationFillTime < market.premiumHold) return;
  const sample = (bid + ask - 2 * index) << (PREMIUM_BITS - 1);
  // The first counts like any other: none has stood for any time yet.
  if (market.premiumKnown)
    market.premium = blend(market.premium, sample, now - market.premiumTime, market.premiumHalfLife);
  market.premiumTime = now;
  market.premiumKnown = 1;
}

export function forgetPremium(market: Market): void {
  market.premium = 0;
  market.premiumTime = 0;
  market.premiumKnown = 0;
}

/** The smoothed premium in price units, toward zero, within premiumCapPpm of the index; 10^6: not capped. */
function premium(market: Market, index: i64): i64 {
  const whole = market.premium / (1 << PREMIUM_BITS);
  if (market.premiumCapPpm == PPM) return whole;
  const cap = ppmFloor(index, market.premiumCapPpm);
  return max(-cap, min(cap, whole));
}

/**
 * trunc(index·rate·left/(10^9·interval)): the part of the last funding's rate that its interval still has to run. Divided
 * twice, which for rounding toward zero is the same as once.
 */
function fundingLeft(market: Market, index: i64): i64 {
  const interval = market.fundingInterval;
  const left = market.fundingTime + interval - now;
  if (market.fundingRatePpb == 0 || interval <= 0 || left <= 0) return 0;
  const low = multiply(index, magnitude(market.fundingRatePpb));
  const top = high * left;
  const product = multiply(low, left);
  const productTop = high + top;
  const perInterval = divide(productTop % interval, product, interval);
  const part: i64 = divide(productTop / interval, perInterval, BILLION);
  return market.fundingRatePpb < 0 ? -part : part;
}
