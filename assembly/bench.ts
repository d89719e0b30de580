/**
 * The bare book for benchmarks: ladder, levels and queues of the engine without accounts, so that matching alone can be
 * measured beside a native book. Reads LOBW records of 12 bytes: id u32, price i32, quantity u16, type u8, side u8.
 */
import {
  LIMIT_COUNT,
  LIMIT_LADDER_LEAVES,
  LIMIT_LADDER_NODES,
  LIMIT_ORDERS,
  LIMIT_EVENT_BYTES,
  LIMITS_ADDRESS,
  Market,
  Side,
} from "./abi";
import { eventBuffer, initialise, levelAt, marketAt, measureArena, orderAt, scratch } from "./arena";
import { bookSide, keyOf, openBook, otherSide } from "./book/ladder";
import { dequeue, dequeueFirst, enqueue, giveOrder, takeOrder } from "./book/queue";

const ADD: u8 = 0;
const CANCEL: u8 = 1;
const RECORD_BYTES: usize = 12;
const FILL_BYTES: usize = 16;

let market = changetype<Market>(<usize>0);
let rows: usize = 0;
let records: usize = 0;
let fills: usize = 0;
let filled: usize = 0;
let count: u64 = 0;
let quantities: u64 = 0;
let notional: u64 = 0;
let hash: u64 = 0;

function setLimits(maxLive: i32): i32 {
  for (let i: u32 = 0; i < <u32>LIMIT_COUNT; i++) store<u32>(<usize>LIMITS_ADDRESS + (i << 2), 16);
  store<u32>(<usize>LIMITS_ADDRESS + (LIMIT_EVENT_BYTES << 2), 8388608);
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
  openBook(0, market, maxPrice);
  rows = (<usize>pages) << 16;
  memory.fill(rows, 0, (<usize>maxIds) << 2);
  fills = eventBuffer;
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
  filled = fills;
  let at = <usize>address;
  const end = at + <usize>count * RECORD_BYTES;
  for (; at < end; at += RECORD_BYTES) {
    const id = load<u32>(at);
    const type = load<u8>(at, 10);
    if (type == CANCEL) cancel(id);
    else take(id, load<u8>(at, 11), load<i32>(at, 4), load<u16>(at, 8), type == ADD);
  }
  sum();
}

/** Address of fills, Σ quantity, Σ quantity·price and FNV hash, u64 each. */
export function bookResult(): i32 {
  store<u64>(scratch, count);
  store<u64>(scratch, quantities, 8);
  store<u64>(scratch, notional, 16);
  store<u64>(scratch, hash, 24);
  return <i32>scratch;
}

/** Begins the timed part. */
export function bookReset(): void {
  count = 0;
  quantities = 0;
  notional = 0;
  hash = 1469598103934665603;
}

function mix(value: u64): void {
  for (let i = 0; i < 4; i++) hash = (hash ^ ((value >> (16 * i)) & 0xffff)) * 1099511628211;
}

function take(id: u32, side: Side, price: i64, lots: i64, rests: bool): void {
  const other = otherSide(side);
  const limit = keyOf(other, price);
  let left = lots;
  if (bookSide(market, other).best <= limit) {
    left = match(id, other, limit, lots);
    if (left == 0) return;
  }
  if (rests) rest(id, side, price, left);
}

function match(id: u32, side: Side, limit: i64, lots: i64): i64 {
  const book = bookSide(market, side);
  let left = lots;
  do {
    const row = levelAt(book.level).head;
    const maker = orderAt(row);
    const quantity = min(maker.quantity, left);
    left -= quantity;
    fill(id, <u32>maker.number, quantity, keyOf(side, book.best));
    if (maker.quantity == quantity) {
      dequeueFirst(row);
      forget(<u32>maker.number, row);
    } else {
      maker.quantity -= quantity;
      levelAt(maker.level).quantity -= quantity;
    }
  } while (left != 0 && book.best <= limit);
  return left;
}

function fill(taker: u32, maker: u32, quantity: i64, price: i64): void {
  store<u32>(filled, taker);
  store<u32>(filled, maker, 4);
  store<u32>(filled, <u32>quantity, 8);
  store<u32>(filled, <u32>price, 12);
  filled += FILL_BYTES;
}

function sum(): void {
  for (let at = fills; at < filled; at += FILL_BYTES) {
    count++;
    quantities += load<u32>(at, 8);
    notional += <u64>load<u32>(at, 8) * load<u32>(at, 12);
    if (hashing) {
      mix(((<u64>load<u32>(at)) << 32) | load<u32>(at, 4));
      mix(((<u64>load<u32>(at, 8)) << 32) | load<u32>(at, 12));
    }
  }
}

let hashing: bool = true;

/** Whether fills are hashed: on to prove the result, off to measure. */
export function bookHashing(on: i32): void {
  hashing = on != 0;
}

function forget(id: u32, row: u32): void {
  store<u32>(rows + ((<usize>id) << 2), 0);
  giveOrder(row);
}

function rest(id: u32, side: Side, price: i64, lots: i64): void {
  const row = takeOrder();
  const order = orderAt(row);
  order.number = id;
  order.quantity = lots;
  store<u32>(rows + ((<usize>id) << 2), row);
  const book = bookSide(market, side);
  enqueue(book, keyOf(side, price), row);
}

function cancel(id: u32): void {
  const row = load<u32>(rows + ((<usize>id) << 2));
  if (row == 0) return;
  dequeue(row);
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
