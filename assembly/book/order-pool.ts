/** Resting orders: each stands in the queue of its level and in its account's list, in order of admission. */
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
  takeRow,
} from "../arena";
import { emit } from "../event-log";
import { forgetOrderName, forgetOrderNumber, indexOrderName, indexOrderNumber } from "../names";
import { bestTick, closeLevel, findLevel, levelAt, openLevel } from "./ladder";

const NAME_SLOT_BYTES: usize = 72;

export function otherSide(side: Side): Side {
  return side == Side.buy ? Side.sell : Side.buy;
}

export function tickOf(market: Market, price: i64): i64 {
  return market.tickSize == 1 ? price : price / market.tickSize;
}

/** Takes a row for an order that is being admitted, and gives it its name; it does not rest yet. */
export function createOrder(number: u64, name: usize): u32 {
  const row = takeRow(orderPool);
  assert(row != 0);
  const order = orderAt(row);
  order.live = 1;
  if (name == 0) {
    order.number = number;
    indexOrderNumber(row);
    return row;
  }
  const nameRow = takeRow(orderNamePool);
  assert(nameRow != 0);
  order.nameRow = nameRow;
  orderNameAt(nameRow).order = row;
  memory.copy(changetype<usize>(orderNameAt(nameRow).name), name, 68);
  indexOrderName(nameRow);
  return row;
}

/** Gives back an order that neither rests nor stands in its account's list. */
export function dropOrder(row: u32): void {
  const order = orderAt(row);
  if (order.nameRow != 0) {
    forgetOrderName(order.nameRow);
    giveRow(orderNamePool, order.nameRow, ORDER_NAME_BYTES);
  } else forgetOrderNumber(row);
  giveRow(orderPool, row, ORDER_BYTES);
}

/** Puts an order at the end of its level's queue and of its account's list. */
export function rest(row: u32): void {
  const order = orderAt(row);
  const market = marketAt(order.market);
  const tick = tickOf(market, order.price);
  let level = findLevel(market, order.side, tick);
  if (level == 0) level = openLevel(market, order.side, tick);
  const queue = levelAt(level);
  order.level = level;
  order.prev = queue.tail;
  if (queue.tail != 0) orderAt(queue.tail).next = row;
  else queue.head = row;
  queue.tail = row;
  queue.quantity += order.quantity;
  const account = accountAt(order.account);
  order.accountPrev = account.lastOrder;
  if (account.lastOrder != 0) orderAt(account.lastOrder).accountNext = row;
  else account.firstOrder = row;
  account.lastOrder = row;
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
  leaveAccount(accountAt(order.account), order);
}

function leaveAccount(account: Account, order: Order): void {
  if (order.accountPrev != 0) orderAt(order.accountPrev).accountNext = order.accountNext;
  else account.firstOrder = order.accountNext;
  if (order.accountNext != 0) orderAt(order.accountNext).accountPrev = order.accountPrev;
  else account.lastOrder = order.accountPrev;
}

/** Fills part of a resting order; it leaves the book when nothing is left. */
export function reduceResting(row: u32, quantity: i64): void {
  const order = orderAt(row);
  if (quantity == order.quantity) {
    unrest(row);
    dropOrder(row);
    return;
  }
  order.quantity -= quantity;
  levelAt(order.level).quantity -= quantity;
}

export function kindOf(order: Order): u8 {
  return <u8>(order.nameRow != 0 ? OrderKind.named : OrderKind.O);
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
  const bytes = ORDER_EVENT_BYTES + trailingBytes(order);
  const event = changetype<OrderEvent>(emit(type, bytes));
  event.order = order.number;
  event.orderKind = kindOf(order);
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
