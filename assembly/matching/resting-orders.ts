/**
 * Resting orders: each stands in the queue of its level and in its account's list, in order of admission. Rungs stand in the
 * queue alone: they are the liquidation's, not the account's to cancel.
 */
import { dropExpiry } from "../book/expiries";
import { bestLevel, bookSide, keyOf, tickOf } from "../book/ladder";
import { countLive, uncountLive } from "../book/live-orders";
import { changeOpen, countOpen } from "../book/open-sums";
import { dequeue, enqueue, fillFirst, giveOrder, reduceQueued, takeOrder } from "../book/queue";
import { addReduceOnly, dropReduceOnly, reduceReduceOnly } from "../book/reduce-only-sums";
import { disarmStop } from "../book/stops";
import { forgetRung } from "../cases/works";
import {
  Account,
  CancelReason,
  EventType,
  Name,
  ORDER_EVENT_BYTES,
  ORDER_NAME_BYTES,
  OrderEvent,
  OrderKind,
  OrderTerms,
  Side,
} from "../memory/abi";
import {
  accountAt,
  giveRow,
  levelAt,
  marketAt,
  orderAt,
  orderNameAt,
  orderNamePool,
  shard,
  takeRow,
  termsAt,
} from "../memory/arena";
import { emit, Log } from "../memory/event-log";
import { forgetOrderName, forgetOrderNumber, indexOrderName, indexOrderNumber } from "../memory/names";

const NAME_SLOT_BYTES: usize = 72;

/**
 * Takes a row for an order that is being admitted, and gives it its name or, without one, the next number; it
 * does not rest yet. A named order has the number of the last unnamed one before it: with `admitted` it
 * decides which of two is younger.
 */
export function createOrder(name: usize): u32 {
  const row = takeOrder();
  assert(row != 0, "an admitted order has no row");
  const order = orderAt(row);
  const terms = termsAt(row);
  terms.accountNext = 0;
  if (name == 0) {
    order.number = ++shard.nextOrder;
    terms.kind = <u8>OrderKind.O;
    terms.nameRow = 0;
    indexOrderNumber(row);
    return row;
  }
  order.number = shard.nextOrder;
  terms.kind = <u8>OrderKind.named;
  const nameRow = takeRow(orderNamePool);
  assert(nameRow != 0, "an admitted order's name has no row");
  terms.nameRow = nameRow;
  orderNameAt(nameRow).order = row;
  orderNameAt(nameRow).admitted = ++shard.namedOrders;
  memory.copy(changetype<usize>(orderNameAt(nameRow).name), name, 68);
  indexOrderName(nameRow);
  return row;
}

/** Gives back an order that neither rests nor stands in its account's list. */
export function dropOrder(row: u32): void {
  const terms = termsAt(row);
  if (terms.timed) dropExpiry(row);
  if (terms.kind == <u8>OrderKind.named) {
    forgetOrderName(terms.nameRow);
    giveRow(orderNamePool, terms.nameRow, ORDER_NAME_BYTES);
  } else if (terms.kind == <u8>OrderKind.S) forgetRung(orderAt(row).number);
  else forgetOrderNumber(row);
  giveOrder(row);
}

/** Puts an order at the end of its level's queue and of its account's list. */
export function rest(row: u32): void {
  queue(row);
  const account = accountAt(orderAt(row).account);
  joinAccount(row, account);
  countOpen(account, termsAt(row), orderAt(row).quantity);
  if (termsAt(row).reduceOnly) addReduceOnly(row);
}

/** Puts an order at the end of its account's list. */
export function joinAccount(row: u32, account: Account): void {
  termsAt(row).accountPrev = account.lastOrder;
  if (account.lastOrder != 0) termsAt(account.lastOrder).accountNext = row;
  else account.firstOrder = row;
  account.lastOrder = row;
  countLive(row, orderAt(row).account);
}

/** Puts an order at the end of its level's queue. */
export function queue(row: u32): void {
  const terms = termsAt(row);
  const market = marketAt(terms.market);
  enqueue(bookSide(market, terms.side), keyOf(terms.side, tickOf(market, terms.price)), row);
}

/** Takes a resting order out of queue and list; its row stays until `dropOrder`. */
function unrest(row: u32): void {
  dequeue(row);
  leaveAccount(row);
}

/** Takes a resting order out of queue and list, so that it may rest elsewhere. */
export function leavePlace(row: u32): void {
  unrest(row);
  termsAt(row).accountNext = 0;
}

function leaveAccount(row: u32): void {
  const terms = termsAt(row);
  if (terms.kind == <u8>OrderKind.S) return;
  const account = accountAt(orderAt(row).account);
  partAccount(row, account);
  changeOpen(account, terms, orderAt(row).quantity, 0);
  if (terms.reduceOnly) dropReduceOnly(row);
}

/** Takes an order out of its account's list. */
export function partAccount(row: u32, account: Account): void {
  const terms = termsAt(row);
  if (terms.accountPrev != 0) termsAt(terms.accountPrev).accountNext = terms.accountNext;
  else account.firstOrder = terms.accountNext;
  if (terms.accountNext != 0) termsAt(terms.accountNext).accountPrev = terms.accountPrev;
  else account.lastOrder = terms.accountPrev;
  uncountLive(row, orderAt(row).account);
}

/** Takes a part of what a resting order still wants, which it gives up unfilled: it keeps its place, and its total is less. */
export function shrinkResting(row: u32, quantity: i64): void {
  termsAt(row).total -= quantity;
  reduceQueued(row, quantity);
  countReduced(row, quantity);
}

/** The account's sums after its order has been reduced. */
function countReduced(row: u32, quantity: i64): void {
  const terms = termsAt(row);
  if (terms.kind == <u8>OrderKind.S) return;
  const left = orderAt(row).quantity;
  changeOpen(accountAt(orderAt(row).account), terms, left + quantity, left);
  if (terms.reduceOnly) reduceReduceOnly(row, quantity);
}

/** Takes what was filled from the first order of a queue; it leaves the book when nothing is left. */
export function reduceFilled(row: u32, quantity: i64): void {
  if (!fillFirst(row, quantity)) {
    countReduced(row, quantity);
    return;
  }
  leaveAccount(row);
  dropOrder(row);
}

/** Bytes that a client's name takes behind an event. */
export function trailingBytes(terms: OrderTerms): usize {
  return terms.nameRow != 0 ? NAME_SLOT_BYTES : 0;
}

/** Copies a client's name behind an event. */
export function trailName(at: usize, terms: OrderTerms): void {
  if (terms.nameRow != 0) memory.copy(at, changetype<usize>(orderNameAt(terms.nameRow).name), 68);
}

/** `rested` or `cancelled` of an order row. */
export function orderEvent(type: EventType, row: u32, quantity: i64, reason: CancelReason): void {
  const order = orderAt(row);
  const terms = termsAt(row);
  const named = trailingBytes(terms);
  const at = named == 0 ? Log.full(type, ORDER_EVENT_BYTES) : emit(type, ORDER_EVENT_BYTES + named);
  const event = changetype<OrderEvent>(at);
  event.order = order.number;
  event.orderKind = terms.kind;
  event.account = order.account;
  event.market = terms.market;
  event.quantity = quantity;
  event.price = terms.price;
  event.side = terms.side;
  event.reason = <u8>reason;
  trailName(changetype<usize>(event) + ORDER_EVENT_BYTES, terms);
}

export function cancelOrder(row: u32, reason: CancelReason): void {
  orderEvent(EventType.cancelled, row, orderAt(row).quantity, reason);
  if (termsAt(row).waiting) stopWaiting(row);
  else unrest(row);
  dropOrder(row);
}

/** An order waits no more for its stop, nor stands in its account's list. */
export function stopWaiting(row: u32): void {
  disarmStop(row);
  partAccount(row, accountAt(orderAt(row).account));
  termsAt(row).accountNext = 0;
}

/** Cancels an account's live orders in order of admission, in one market or in any; `side` 0: of both, else of `Side` + 1. */
export function cancelAccountOrders(
  account: u32,
  anyMarket: bool,
  market: u32,
  side: u32,
  reason: CancelReason,
): void {
  let row = accountAt(account).firstOrder;
  while (row != 0) {
    const terms = termsAt(row);
    const next = terms.accountNext;
    if ((anyMarket || terms.market == market) && (side == 0 || <u32>terms.side == side - 1))
      cancelOrder(row, reason);
    row = next;
  }
}

/** Cancels all of a market's resting orders: bids from the best, then asks. */
export function cancelMarketOrders(row: u32): void {
  const market = marketAt(row);
  if (market.external) return;
  for (let side: i32 = Side.buy; side <= Side.sell; side++) {
    for (let level = bestLevel(market, side); level != 0; level = bestLevel(market, side)) {
      cancelOrder(levelAt(level).head, CancelReason.market);
    }
  }
}

/** A client's name as the address of a `Name`, 0 when it gave none. */
export function nameOrNone(name: Name): usize {
  return name.length == 0 ? 0 : changetype<usize>(name);
}
