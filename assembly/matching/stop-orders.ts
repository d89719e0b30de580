/**
 * Orders with a stop (rules: book 21): judged for what they are when they come, armed, and judged as new ones once their stop is
 * reached in a market that trades at a price to rely on.
 */
import { mayHaveMore } from "../book/live-orders";
import { armStop, firstNoted, firstReached, forgetReached, reaches, referenceOf } from "../book/stops";
import { isHalted, isTripped } from "../market/breakers";
import { isUntrusted } from "../market/trust";
import {
  Account,
  ARMED_EVENT_BYTES,
  ArmedEvent,
  Breaker,
  CancelReason,
  Code,
  Detail,
  EventType,
  Field,
  Market,
  MarketPhase,
  TimeInForce,
  TRIGGERED_EVENT_BYTES,
  TriggeredEvent,
} from "../memory/abi";
import {
  accountAt,
  marketAt,
  orderAt,
  orderNamePool,
  orderPool,
  room,
  shard,
  stopAt,
  termsAt,
  timerAt,
} from "../memory/arena";
import { emit, now } from "../memory/event-log";
import { refuse } from "../memory/refusal";
import { judgeForm, judgeOrder, MORE_REDUCING, placeOrder } from "./admission";
import { dropOrder, orderEvent, stopWaiting, trailingBytes, trailName } from "./resting-orders";
import { describeOrder, Taker, TAKER } from "./taker";

/** What is looked at of an order that is to wait, also of one amended; the rest is when it is triggered. */
export function judgeStop(taker: Taker, spec: Market, owner: Account, stop: i64, by: u8): i32 {
  const code = judgeForm(taker);
  if (code != Code.OK) return code;
  if (isHalted(spec)) return refuse(Code.MARKET_HALTED, Field.market, Detail.halted);
  if (!spec.hasMark) return refuse(Code.MARKET_HALTED, Field.market, Detail.noMark);
  if (owner.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  const more = taker.reduceOnly ? MORE_REDUCING : 0;
  if (!mayHaveMore(taker.account, taker.market, spec, more, taker.amended))
    return refuse(Code.CAPACITY, Field.order, Detail.ordersMax);
  if (taker.amended == 0 && room(orderPool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orders);
  if (taker.name != 0 && room(orderNamePool) == 0)
    return refuse(Code.CAPACITY, Field.order, Detail.orderNames);
  if (reaches(referenceOf(spec, by), taker.side, stop))
    return refuse(Code.WOULD_TRIGGER, Field.stop, Detail.none);
  return Code.OK;
}

/** The order waits from now on: `armed`. */
export function arm(row: u32, stop: i64, by: u8): void {
  armStop(row, stop, by);
  const order = orderAt(row);
  const terms = termsAt(row);
  const event = changetype<ArmedEvent>(emit(EventType.armed, ARMED_EVENT_BYTES + trailingBytes(terms)));
  event.order = order.number;
  event.orderKind = terms.kind;
  event.account = order.account;
  event.market = terms.market;
  event.side = terms.side;
  event.price = terms.price;
  event.stop = stop;
  event.stopBy = by;
  event.quantity = order.quantity;
  trailName(changetype<usize>(event) + ARMED_EVENT_BYTES, terms);
}

/** Whether orders of the market may be triggered: it trades, at a price that may be relied on. */
function mayGo(row: u32, market: Market, time: i64): bool {
  return market.phase == <u8>MarketPhase.open && !isHalted(market) && !isUntrusted(row, market, time);
}

function firstToGo(row: u32, market: Market, time: i64): u32 {
  if (!mayGo(row, market, time)) return 0;
  return firstReached(market, !isTripped(market, Breaker.UNCONFIRMED));
}

/** Triggers the first order whose stop is reached and which may go: false when there is none. */
export function triggerNext(): bool {
  while (shard.stopMarkets != 0) {
    const row = firstNoted();
    const market = marketAt(row);
    const order = firstToGo(row, market, now);
    if (order != 0) {
      trigger(order, market);
      return true;
    }
    forgetReached(market);
  }
  return false;
}

/** It leaves its place, and is judged as a new order under its old name. */
function trigger(row: u32, market: Market): void {
  const order = orderAt(row);
  const terms = termsAt(row);
  const own = stopAt(row);
  const at = referenceOf(market, own.by);
  stopWaiting(row);
  describeOrder(
    TAKER,
    order.account,
    terms.market,
    terms.side,
    order.quantity,
    terms.price,
    own.timeInForce,
    terms.postOnly,
    terms.reduceOnly,
    terms.selfTrade,
    0,
  );
  TAKER.expires = terms.timed ? timerAt(row).expires : 0;
  TAKER.triggered = true;
  const code = judgeOrder(TAKER, market, accountAt(order.account));
  TAKER.triggered = false;
  triggeredEvent(row, at, code);
  if (code == Code.OK) placeOrder(TAKER, row);
  else {
    orderEvent(EventType.cancelled, row, order.quantity, CancelReason.refused);
    dropOrder(row);
  }
}

function triggeredEvent(row: u32, at: i64, code: i32): void {
  const terms = termsAt(row);
  const event = changetype<TriggeredEvent>(
    emit(EventType.triggered, TRIGGERED_EVENT_BYTES + trailingBytes(terms)),
  );
  event.order = orderAt(row).number;
  event.orderKind = terms.kind;
  event.account = orderAt(row).account;
  event.market = terms.market;
  event.side = terms.side;
  event.stop = stopAt(row).stop;
  event.stopBy = stopAt(row).by;
  event.at = at;
  event.code = <u16>code;
  trailName(changetype<usize>(event) + TRIGGERED_EVENT_BYTES, terms);
}

/** No stop is reached where it may go. */
export function noneToGo(row: u32, market: Market): bool {
  return !market.stopsReached && firstToGo(row, market, shard.now) == 0;
}

/** What kind of order it is once it is triggered. */
export function keepStopTerms(row: u32, taker: Taker): void {
  const order = orderAt(row);
  const terms = termsAt(row);
  order.account = taker.account;
  order.quantity = taker.quantity;
  terms.market = taker.market;
  terms.side = taker.side;
  terms.price = taker.price;
  terms.total = taker.quantity;
  terms.reducing = u8(taker.reduceOnly);
  terms.reduceOnly = u8(taker.reduceOnly);
  terms.postOnly = u8(taker.postOnly);
  terms.selfTrade = taker.selfTrade;
  stopAt(row).timeInForce = taker.timeInForce;
}

/** The same of an order that waits already. */
export function describeWaiting(taker: Taker, row: u32, quantity: i64, price: i64, expires: i64): void {
  const terms = termsAt(row);
  describeOrder(
    taker,
    orderAt(row).account,
    terms.market,
    terms.side,
    quantity,
    price,
    stopAt(row).timeInForce,
    terms.postOnly,
    terms.reduceOnly,
    terms.selfTrade,
    0,
  );
  taker.expires = terms.timed && expires < 0 ? timerAt(row).expires : expires;
  taker.amended = row;
}

/** Whether the order is over at a time. */
export function isTimed(taker: Taker): bool {
  return taker.timeInForce == <u8>TimeInForce.GTT;
}
