/**
 * Lots of the legs of `@liquidation` keep the case that they came from, in a queue a leg (rules: takeover-and-fund 17): what
 * reduces the leg takes the oldest first, and `unwound` says of whom they were.
 */
import { EventType, LOT_BYTES, Market, Side, UNWOUND_EVENT_BYTES, UnwoundEvent } from "../memory/abi";
import { giveRow, lotAt, lotPool, marketAt, takeRow } from "../memory/arena";
import { emit } from "../memory/event-log";
import { magnitude } from "../numbers/fixed";

/** No price: nobody knows one. */
export const NO_PRICE: i64 = -1;

/**
 * A leg of `before` lots gets `lots` more, signed, at a price: what they reduce is unwound, the rest joins the queue. `origin`: the
 * case of which they are taken over, 0 for what comes from elsewhere. Lots of such a case that only reduce have come and gone.
 */
export function queueLots(row: u32, before: i64, lots: i64, price: i64, origin: u64): void {
  const market = marketAt(row);
  const size = magnitude(lots);
  const reduced = before != 0 && before < 0 != lots < 0 ? min(size, magnitude(before)) : 0;
  if (reduced != 0) {
    takeOldest(row, market, reduced, lots < 0 ? Side.sell : Side.buy, price);
    if (origin != 0) unwoundEvent(row, origin, lots < 0 ? Side.buy : Side.sell, reduced, price, price);
  }
  if (size != reduced) append(market, size - reduced, origin, origin == 0 ? NO_PRICE : price);
}

/** Where there is no row, the youngest lot takes the quantity, and is of nobody from then on. */
function append(market: Market, quantity: i64, origin: u64, price: i64): void {
  const row = takeRow(lotPool);
  if (row != 0) {
    const lot = lotAt(row);
    lot.case = origin;
    lot.quantity = quantity;
    lot.takenAt = price;
    if (market.lastLot == 0) market.firstLot = row;
    else lotAt(market.lastLot).next = row;
    market.lastLot = row;
  } else if (market.lastLot != 0) {
    const lot = lotAt(market.lastLot);
    lot.case = 0;
    lot.takenAt = NO_PRICE;
    lot.quantity += quantity;
  } else market.unlistedLots += quantity;
}

function takeOldest(row: u32, market: Market, quantity: i64, side: Side, price: i64): void {
  let left = quantity;
  while (left != 0 && market.firstLot != 0) {
    const at = market.firstLot;
    const lot = lotAt(at);
    const taken = min(left, lot.quantity);
    unwoundEvent(row, lot.case, side, taken, price, lot.takenAt);
    left -= taken;
    lot.quantity -= taken;
    if (lot.quantity != 0) break;
    market.firstLot = lot.next;
    if (market.firstLot == 0) market.lastLot = 0;
    giveRow(lotPool, at, LOT_BYTES);
  }
  if (left == 0) return;
  unwoundEvent(row, 0, side, left, price, NO_PRICE);
  market.unlistedLots -= left;
}

function unwoundEvent(row: u32, origin: u64, side: Side, quantity: i64, price: i64, takenAt: i64): void {
  const event = changetype<UnwoundEvent>(emit(EventType.unwound, UNWOUND_EVENT_BYTES));
  event.case = origin;
  event.market = row;
  event.side = <u8>side;
  event.quantity = quantity;
  event.price = price;
  event.takenAt = takenAt;
}

/** What is queued, and what there was no row for, are the lots of the leg. */
export function lotsQueued(market: Market): bool {
  let sum = market.unlistedLots;
  let last: u32 = 0;
  for (let row = market.firstLot; row != 0; row = lotAt(row).next) {
    if (lotAt(row).quantity <= 0) return false;
    sum += lotAt(row).quantity;
    last = row;
  }
  return market.unlistedLots >= 0 && last == market.lastLot && sum == magnitude(market.liquidationQuantity);
}
