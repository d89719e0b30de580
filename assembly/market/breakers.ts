/**
 * Breakers of a market or domain: their events, what they mean for a leg, halt and resume. Those of a market are bits of
 * its `tripped`, in the order in which a leg's block is named.
 */
import {
  Breaker,
  BREAKER_EVENT_BYTES,
  BreakerEvent,
  BreakerState,
  Cause,
  EventType,
  Kind,
  Market,
  MarketPhase,
  NONE,
  PPM,
} from "../memory/abi";
import { domainAt, marketAt, sourceAt } from "../memory/arena";
import { emit } from "../memory/event-log";

export function breakerEvent(
  market: u32,
  domain: u32,
  breaker: Breaker,
  state: BreakerState,
  cause: Cause,
): void {
  const event = changetype<BreakerEvent>(emit(EventType.breaker, BREAKER_EVENT_BYTES));
  event.market = market;
  event.domain = domain;
  event.breaker = <u8>breaker;
  event.state = <u8>state;
  event.cause = <u8>cause;
}

/** Breakers in which legs of the market are valued with doubt. */
export const DOUBT: u32 =
  (1 << Breaker.FEED_STALE) |
  (1 << Breaker.FEED_GAP) |
  (1 << Breaker.PRICE_BAND) |
  (1 << Breaker.DIVERGENCE) |
  (1 << Breaker.WARMUP);

export function isTripped(market: Market, breaker: Breaker): bool {
  return (market.tripped & (1 << breaker)) != 0;
}

export function tripBreaker(row: u32, breaker: Breaker, cause: Cause): void {
  marketAt(row).tripped |= 1 << breaker;
  breakerEvent(row, NONE, breaker, BreakerState.tripped, cause);
}

/** Whether legs of the market are valued with doubt. */
export function isDoubtful(market: Market): bool {
  return (market.tripped & DOUBT) != 0;
}

/** Whether the operator has stopped the market, or its domain. */
export function isHalted(market: Market): bool {
  return isTripped(market, Breaker.HALTED) || domainAt(market.domain).halted != 0;
}

/** Whether legs of the market may neither be sold nor taken over: halted, or not open. */
export function isShut(market: Market): bool {
  return isHalted(market) || market.phase != <u8>MarketPhase.open;
}

/** Whether a leg of the market may be taken over now. */
export function isMovable(market: Market): bool {
  return !isDoubtful(market) && !isShut(market);
}

/** Breakers that block no leg: `UNCONFIRMED` holds up takeovers alone. */
const HARMLESS: u32 = 1 << Breaker.UNCONFIRMED;

/** The first breaker, in order, that blocks a leg of the market; `own`: those of the leg alone, as bits. */
export function legBreaker(market: Market, own: u32): Breaker {
  let held = (market.tripped & ~HARMLESS) | own;
  if (isShut(market)) held |= 1 << Breaker.HALTED;
  return held == 0 ? Breaker.none : ctz(held);
}

/**
 * Last mark moved by doubtPpm in the leg's favour, rounded against it (rules: evaluation 9); an inverse short's stays within the
 * market's prices, where its value is bounded.
 */
export function doubtfulPrice(market: Market, quantity: i64): i64 {
  if (!isDoubtful(market)) return market.mark;
  const doubt = <i64>domainAt(market.domain).doubtPpm;
  if (quantity > 0) return (market.mark * (PPM + doubt)) / PPM;
  const price = (market.mark * (PPM - doubt) + PPM - 1) / PPM;
  return market.kind == <u8>Kind.inverse ? max(price, market.minPrice) : price;
}

/** Begins `WARMUP`: no liquidation in the market until enough sources have ticked since. */
export function beginWarmup(row: u32, cause: Cause): void {
  const market = marketAt(row);
  for (let k: u32 = 0; k < market.sourceCount; k++) sourceAt(row, k).ticked = 0;
  if (!isTripped(market, Breaker.WARMUP)) tripBreaker(row, Breaker.WARMUP, cause);
}
