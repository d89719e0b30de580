/**
 * The bare book for benchmarks: ladder, levels and queues of the engine without accounts, so that matching alone can be
 * measured beside a native book. Reads LOBW records of 12 bytes: id u32, price i32, quantity u16, type u8, side u8.
 */
import {
  LIMIT_COUNT,
  LIMIT_LADDER_LEAVES,
  LIMIT_LADDER_NODES,
  LIMIT_ORDERS,
  LIMITS_ADDRESS,
  Market,
  Side,
} from "./abi";
import { giveRow, initialise, marketAt, measureArena, orderAt, orderPool, scratch, takeRow } from "./arena";
import { bestTick, chooseHeight, closeLevel, findLevel, levelAt, openLevel } from "./book/ladder";
import { otherSide } from "./book/order-pool";

const ADD: u8 = 0;
const CANCEL: u8 = 1;
const RECORD_BYTES: usize = 12;

let market = changetype<Market>(<usize>0);
let rows: usize = 0;
let records: usize = 0;
let fills: u64 = 0;
let quantities: u64 = 0;
let notional: u64 = 0;
let hash: u64 = 0;

function setLimits(maxLive: i32): i32 {
  for (let i: u32 = 0; i < <u32>LIMIT_COUNT; i++) store<u32>(<usize>LIMITS_ADDRESS + (i << 2), 16);
  store<u32>(<usize>LIMITS_ADDRESS + (LIMIT_ORDERS << 2), maxLive);
  store<u32>(<usize>LIMITS_ADDRESS + (LIMIT_LADDER_LEAVES << 2), 4096);
  store<u32>(<usize>LIMITS_ADDRESS + (LIMIT_LADDER_NODES << 2), 4096);
  return measureArena();
}

/** Requires zeroed memory of `bookPages` pages. Prepares a book; ids index a table behind the arena. */
export function bookInit(maxPrice: i32, maxLive: i32, maxIds: i32): void {
  const pages = setLimits(maxLive);
  initialise();
  market = marketAt(0);
  market.tickSize = 1;
  market.ladderHeight = chooseHeight(maxPrice);
  rows = (<usize>pages) << 16;
  records = (rows + (((<usize>maxIds) << 2) + 63)) & ~63;
}

/** Pages for the book, its id table, and `count` records. */
export function bookPages(maxLive: i32, maxIds: i32, count: i32): i32 {
  return setLimits(maxLive) + ((maxIds * 4 + count * 12 + 65536 * 2) >> 16);
}

/** Where the host puts records. */
export function bookRecords(): i32 {
  return <i32>records;
}

/** Applies `count` records at `address`. */
export function bookApply(address: i32, count: i32): void {
  let at = <usize>address;
  for (let i = 0; i < count; i++) {
    const id = load<u32>(at);
    const type = load<u8>(at, 10);
    if (type == CANCEL) cancel(id);
    else take(id, load<u8>(at, 11), load<i32>(at, 4), load<u16>(at, 8), type == ADD);
    at += RECORD_BYTES;
  }
}

/** Address of fills, Σ quantity, Σ quantity·price and FNV hash, u64 each. */
export function bookResult(): i32 {
  store<u64>(scratch, fills);
  store<u64>(scratch, quantities, 8);
  store<u64>(scratch, notional, 16);
  store<u64>(scratch, hash, 24);
  return <i32>scratch;
}

/** Begins the timed part. */
export function bookReset(): void {
  fills = 0;
  quantities = 0;
  notional = 0;
  hash = 1469598103934665603;
}

function mix(value: u64): void {
  for (let i = 0; i < 4; i++) hash = (hash ^ ((value >> (16 * i)) & 0xffff)) * 1099511628211;
}

function take(id: u32, side: Side, price: i64, lots: i64, rests: bool): void {
  const bookSide = otherSide(side);
  let left = lots;
  while (left > 0) {
    const tick = bestTick(market, bookSide);
    if (tick == 0 || (side == Side.buy ? tick > price : tick < price)) break;
    const level = findLevel(market, bookSide, tick);
    left = takeLevel(id, bookSide, tick, level, left);
  }
  if (left > 0 && rests) rest(id, side, price, left);
}

function takeLevel(id: u32, bookSide: Side, tick: i64, level: u32, lots: i64): i64 {
  const queue = levelAt(level);
  let left = lots;
  let row = queue.head;
  while (row != 0 && left > 0) {
    const maker = orderAt(row);
    const filled = min(maker.quantity, left);
    maker.quantity -= filled;
    left -= filled;
    queue.quantity -= filled;
    count(id, <u32>maker.number, filled, tick);
    if (maker.quantity != 0) break;
    const next = maker.next;
    forget(<u32>maker.number, row);
    row = next;
  }
  queue.head = row;
  if (row != 0) orderAt(row).prev = 0;
  else {
    queue.tail = 0;
    closeLevel(market, bookSide, tick, level);
  }
  return left;
}

function count(taker: u32, maker: u32, filled: i64, price: i64): void {
  fills++;
  quantities += filled;
  notional += filled * price;
  if (hashing) {
    mix(((<u64>taker) << 32) | maker);
    mix(((<u64>filled) << 32) | <u64>price);
  }
}

let hashing: bool = true;

/** Whether fills are hashed: on to prove the result, off to measure. */
export function bookHashing(on: i32): void {
  hashing = on != 0;
}

function forget(id: u32, row: u32): void {
  store<u32>(rows + ((<usize>id) << 2), 0);
  const order = orderAt(row);
  order.next = 0;
  giveRow(orderPool, row, 0);
}

function rest(id: u32, side: Side, price: i64, lots: i64): void {
  let level = findLevel(market, side, price);
  if (level == 0) level = openLevel(market, side, price);
  const row = takeRow(orderPool);
  const order = orderAt(row);
  const queue = levelAt(level);
  order.number = id;
  order.price = price;
  order.quantity = lots;
  order.side = <u8>side;
  order.level = level;
  order.next = 0;
  order.prev = queue.tail;
  if (queue.tail != 0) orderAt(queue.tail).next = row;
  else queue.head = row;
  queue.tail = row;
  queue.quantity += lots;
  store<u32>(rows + ((<usize>id) << 2), row);
}

function cancel(id: u32): void {
  const row = load<u32>(rows + ((<usize>id) << 2));
  if (row == 0) return;
  const order = orderAt(row);
  const queue = levelAt(order.level);
  queue.quantity -= order.quantity;
  if (order.prev != 0) orderAt(order.prev).next = order.next;
  else queue.head = order.next;
  if (order.next != 0) orderAt(order.next).prev = order.prev;
  else queue.tail = order.prev;
  if (queue.head == 0) closeLevel(market, order.side, order.price, order.level);
  forget(id, row);
}

/** Requires three arrays of `bytes`, a multiple of 16: a[i] = b[i] + 3·c[i] over their doubles. */
export function triad(a: i32, b: i32, c: i32, bytes: i32): void {
  const three = f64x2.splat(3);
  for (let at: usize = 0; at < <usize>bytes; at += 16) {
    const sum = f64x2.add(v128.load(<usize>b + at), f64x2.mul(three, v128.load(<usize>c + at)));
    v128.store(<usize>a + at, sum);
  }
}
