/**
 * The queue of a price level: orders in the order in which they came, threaded through their rows.
 */
import { BookSide } from "../memory/abi";
import { levelAt, orderAt, orderPool } from "../memory/arena";
import { hasSums, noteChange } from "./depth-sums";
import { makePlace, occupy, vacate } from "./ladder";

/** A row for an order, 0 when the table is full. What it holds is left over from its last use. */
export function takeOrder(): u32 {
  const pool = orderPool;
  let row = pool.free;
  if (row != 0) pool.free = orderAt(row).next;
  else if (pool.top <= pool.capacity) row = pool.top++;
  else return 0;
  pool.used++;
  return row;
}

export function giveOrder(row: u32): void {
  const pool = orderPool;
  orderAt(row).next = pool.free;
  pool.free = row;
  pool.used--;
}

/** Puts an order at the end of the queue of its price. */
export function enqueue(book: BookSide, key: i64, row: u32): void {
  const place = makePlace(book, key);
  const level = levelAt(place);
  const order = orderAt(row);
  const last = level.tail;
  order.level = place;
  order.next = 0;
  order.prev = last;
  level.tail = row;
  level.quantity += order.quantity;
  if (hasSums()) noteChange(place, order.quantity);
  if (last != 0) {
    orderAt(last).next = row;
    return;
  }
  level.head = row;
  occupy(book, place);
}

/** Takes a part of a queued order's quantity. */
export function reduceQueued(row: u32, quantity: i64): void {
  const order = orderAt(row);
  order.quantity -= quantity;
  levelAt(order.level).quantity -= quantity;
  if (hasSums()) noteChange(order.level, -quantity);
}

/** Takes an order out of its queue. */
export function dequeue(row: u32): void {
  const order = orderAt(row);
  const place = order.level;
  const level = levelAt(place);
  const next = order.next;
  const prev = order.prev;
  level.quantity -= order.quantity;
  if (hasSums()) noteChange(place, -order.quantity);
  if (prev != 0) orderAt(prev).next = next;
  else level.head = next;
  if (next != 0) orderAt(next).prev = prev;
  else level.tail = prev;
  if ((prev | next) == 0) vacate(place);
}

/** Fills the first order of a queue, in part or whole: whether it has left the queue. */
export function fillFirst(row: u32, quantity: i64): bool {
  if (quantity != orderAt(row).quantity) {
    reduceQueued(row, quantity);
    return false;
  }
  dequeueFirst(row);
  return true;
}

function dequeueFirst(row: u32): void {
  const order = orderAt(row);
  const place = order.level;
  const level = levelAt(place);
  const next = order.next;
  assert(level.head == row, "an order is filled that is not the first of its level");
  level.quantity -= order.quantity;
  if (hasSums()) noteChange(place, -order.quantity);
  level.head = next;
  if (next != 0) {
    orderAt(next).prev = 0;
    return;
  }
  level.tail = 0;
  vacate(place);
}
