/**
 * Resting orders: each stands in the queue of its level and in its account's list, in order of admission. Rungs stand in the
 * queue alone: they are the liquidation's, not the account's to cancel.
 */
import {
  Account,
  CancelReason,
  EventType,
  Market,
  Name,
  Order,
  ORDER_EVENT_BYTES,
  ORDER_BYTES,
  ORDER_NAME_BYTES,
  OrderEvent,
  OrderKind,
  Side,
} from "../abi";
import {
  accountAt,
  giveRow,
  marketAt,
  orderAt,
  orderNameAt,
  orderNamePool,
  orderPool,
  shard,
  takeRow,
} from "../arena";
import { emit, emitFull } from "../event-log";
import { forgetRung } from "../liquidation/rungs";
import { changeOpen, countOpen } from "../margin/open-orders";
import { forgetOrderName, forgetOrderNumber, indexOrderName, indexOrderNumber } from "../names";
import { bestTick, closeLevel, findLevel, levelAt, openLevel } from "./ladder";

const NAME_SLOT_BYTES: usize = 72;

export function otherSide(side: Side): Side {
  return side == Side.buy ? Side.sell : Side.buy;
}

export function tickOf(market: Market, price: i64): i64 {
  return market.tickSize == 1 ? price : price / market.tickSize;
}

/**
 * Takes a row for an order that is being admitted, and gives it its name or, without one, the next number; it does not rest
 * yet. A named order has the number of the last unnamed one before it: with `admitted` it tells which of two is younger.
 */
export function createOrder(name: usize): u32 {
  const row = takeRow(orderPool);
  assert(row != 0);
  const order = orderAt(row);
  if (name == 0) {
    order.kind = <u8>OrderKind.O;
    order.number = ++shard.nextOrder;
    indexOrderNumber(row);
    return row;
  }
  order.kind = <u8>OrderKind.named;
  order.number = shard.nextOrder;
  const nameRow = takeRow(orderNamePool);
  assert(nameRow != 0);
  order.nameRow = nameRow;
  orderNameAt(nameRow).order = row;
  orderNameAt(nameRow).admitted = ++shard.namedOrders;
  memory.copy(changetype<usize>(orderNameAt(nameRow).name), name, 68);
  indexOrderName(nameRow);
  return row;
}

/** Whether the first of two clients' orders was accepted later than the second. */
export function isYounger(row: u32, other: u32): bool {
  const a = orderAt(row);
  const b = orderAt(other);
  if (a.number != b.number) return a.number > b.number;
  if (a.nameRow == 0 || b.nameRow == 0) return b.nameRow == 0;
  return orderNameAt(a.nameRow).admitted > orderNameAt(b.nameRow).admitted;
}

/** Gives back an order that neither rests nor stands in its account's list. */
export function dropOrder(row: u32): void {
  const order = orderAt(row);
  if (order.kind == <u8>OrderKind.named) {
    forgetOrderName(order.nameRow);
    giveRow(orderNamePool, order.nameRow, ORDER_NAME_BYTES);
  } else if (order.kind == <u8>OrderKind.S) forgetRung(order.number);
  else forgetOrderNumber(row);
  giveRow(orderPool, row, ORDER_BYTES);
}

/** Puts an order at the end of its level's queue and of its account's list. */
export function rest(row: u32): void {
  queue(row);
  const order = orderAt(row);
  const account = accountAt(order.account);
  order.accountPrev = account.lastOrder;
  if (account.lastOrder != 0) orderAt(account.lastOrder).accountNext = row;
  else account.firstOrder = row;
  account.lastOrder = row;
  countOpen(account, order);
}

/** Puts an order at the end of its level's queue. */
export function queue(row: u32): void {
  const order = orderAt(row);
  const market = marketAt(order.market);
  const tick = tickOf(market, order.price);
  let level = findLevel(market, order.side, tick);
  if (level == 0) level = openLevel(market, order.side, tick);
  const at = levelAt(level);
  order.level = level;
  order.prev = at.tail;
  if (at.tail != 0) orderAt(at.tail).next = row;
  else at.head = row;
  at.tail = row;
  at.quantity += order.quantity;
}

/** Takes a resting order out of queue and list; its row stays until `dropOrder`. */
function unrest(row: u32): void {
  const order = orderAt(row);
  const queue = levelAt(order.level);
  queue.quantity -= order.quantity;
  if (order.prev != 0) orderAt(order.prev).next = order.next;
  else queue.head = order.next;
  if (order.next != 0) orderAt(order.next).prev = order.prev;
  else queue.tail = order.prev;
  if (queue.head == 0) {
    assert(queue.quantity == 0);
    const market = marketAt(order.market);
    closeLevel(market, order.side, tickOf(market, order.price), order.level);
  }
  if (order.kind != <u8>OrderKind.S) leaveAccount(accountAt(order.account), order);
}

/** Takes a resting order out of queue and list, so that it may rest elsewhere. */
export function leavePlace(row: u32): void {
  unrest(row);
  orderAt(row).next = 0;
  orderAt(row).accountNext = 0;
}

function leaveAccount(account: Account, order: Order): void {
  if (order.accountPrev != 0) orderAt(order.accountPrev).accountNext = order.accountNext;
  else account.firstOrder = order.accountNext;
  if (order.accountNext != 0) orderAt(order.accountNext).accountPrev = order.accountPrev;
  else account.lastOrder = order.accountPrev;
  changeOpen(account, order, order.quantity, 0);
}

/** Takes from a resting order what was filled, or given up; it leaves the book when nothing is left. */
export function reduceResting(row: u32, quantity: i64): void {
  const order = orderAt(row);
  if (quantity == order.quantity) {
    unrest(row);
    dropOrder(row);
    return;
  }
  order.quantity -= quantity;
  levelAt(order.level).quantity -= quantity;
  if (order.kind != <u8>OrderKind.S)
    changeOpen(accountAt(order.account), order, order.quantity + quantity, order.quantity);
}

/** Bytes that a client's name takes behind an event. */
export function trailingBytes(order: Order): usize {
  return order.nameRow != 0 ? NAME_SLOT_BYTES : 0;
}

/** Copies a client's name behind an event. */
export function trailName(at: usize, order: Order): void {
  if (order.nameRow != 0) memory.copy(at, changetype<usize>(orderNameAt(order.nameRow).name), 68);
}

/** `rested` or `cancelled` of an order row. */
export function orderEvent(type: EventType, row: u32, quantity: i64, reason: CancelReason): void {
  const order = orderAt(row);
  const named = trailingBytes(order);
  const at = named == 0 ? emitFull(type, ORDER_EVENT_BYTES) : emit(type, ORDER_EVENT_BYTES + named);
  const event = changetype<OrderEvent>(at);
  event.order = order.number;
  event.orderKind = order.kind;
  event.account = order.account;
  event.market = order.market;
  event.quantity = quantity;
  event.reason = <u8>reason;
  trailName(changetype<usize>(event) + ORDER_EVENT_BYTES, order);
}

export function cancelOrder(row: u32, reason: CancelReason): void {
  orderEvent(EventType.cancelled, row, orderAt(row).quantity, reason);
  unrest(row);
  dropOrder(row);
}

/** Cancels an account's resting orders in order of admission, in one market or (`NONE`-less) in `anyMarket`. */
export function cancelAccountOrders(account: u32, anyMarket: bool, market: u32, reason: CancelReason): void {
  let row = accountAt(account).firstOrder;
  while (row != 0) {
    const next = orderAt(row).accountNext;
    if (anyMarket || orderAt(row).market == market) cancelOrder(row, reason);
    row = next;
  }
}

/** Cancels all of a market's resting orders: bids from the best, then asks. */
export function cancelMarketOrders(row: u32): void {
  const market = marketAt(row);
  if (market.external) return;
  for (let side: i32 = Side.buy; side <= Side.sell; side++) {
    for (let tick = bestTick(market, side); tick != 0; tick = bestTick(market, side)) {
      cancelOrder(levelAt(findLevel(market, side, tick)).head, CancelReason.market);
    }
  }
}

/** A client's name as the address of a `Name`, 0 when it gave none. */
export function nameOrNone(name: Name): usize {
  return name.length == 0 ? 0 : changetype<usize>(name);
}
