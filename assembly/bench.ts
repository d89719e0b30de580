/**
 * The bare book for benchmarks: the engine's ladder and queues (`book/ladder.ts`, `book/queue.ts`) without accounts, so that
 * matching alone can be measured beside a native book. Names are LOBW ids, resolved by a table; fills are written one after
 * the other, as events are, and summed after each batch.
 *
 *   record  0 id u32 · 4 price i32 · 8 quantity u16 · 10 type u8 · 11 side u8      a fill  0 taker · 4 maker · 8 quantity · 12 price
 */
import { bookSide, keyOf, openBook, otherSide } from "./book/ladder";
import { dequeue, enqueue, fillFirst, giveOrder, takeOrder } from "./book/queue";
import {
  LIMIT_COUNT,
  LIMIT_EVENT_BYTES,
  LIMIT_LADDER_LEAVES,
  LIMIT_LADDER_NODES,
  LIMIT_ORDERS,
  LIMITS_ADDRESS,
  Market,
  Side,
} from "./memory/abi";
import { eventBuffer, initialise, levelAt, marketAt, measureArena, orderAt, scratch } from "./memory/arena";

const ADD: u8 = 0;
const CANCEL: u8 = 1;
const RECORD_BYTES: usize = 12;
const FILL_BYTES: usize = 16;
/** Room for the fills of a batch. */
const FILLS_BYTES: u32 = 8_388_608;

let market = changetype<Market>(<usize>0);
/** Rows by id, u32 each. */
let rows: usize = 0;
let records: usize = 0;
/** Where the next fill is written. */
let filled: usize = 0;
let fills: u64 = 0;
let quantities: u64 = 0;
let notional: u64 = 0;
let isHashing: bool = true;
let hash: u64 = 0;

function setLimit(which: i32, value: u32): void {
  store<u32>(<usize>LIMITS_ADDRESS + ((<usize>which) << 2), value);
}

function setLimits(maxLive: i32): i32 {
  for (let i = 0; i < LIMIT_COUNT; i++) setLimit(i, 16);
  setLimit(LIMIT_ORDERS, maxLive);
  setLimit(LIMIT_LADDER_LEAVES, 4096);
  setLimit(LIMIT_LADDER_NODES, 4096);
  setLimit(LIMIT_EVENT_BYTES, FILLS_BYTES);
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
  const bytes = (<usize>maxIds) << 2;
  // Written, so that the system does not hand out its pages one by one while the clock runs.
  memory.fill(rows, 0, bytes);
  records = (rows + bytes + 63) & ~63;
}

/** Pages for the book, its id table, and `count` records. */
export function bookPages(maxLive: i32, maxIds: i32, count: i32): i32 {
  return setLimits(maxLive) + ((maxIds * 4 + count * 12 + 65536 * 2) >> 16);
}

/** Where the host puts records. */
export function bookRecords(): i32 {
  return <i32>records;
}

/** Begins the timed part. */
export function bookReset(): void {
  fills = 0;
  quantities = 0;
  notional = 0;
  hash = 1469598103934665603;
}

/** Whether fills are hashed: on to prove the result, off to measure. */
export function bookHashing(on: i32): void {
  isHashing = on != 0;
}

/** Applies `count` records at `address`. */
export function bookApply(address: i32, count: i32): void {
  filled = eventBuffer;
  let at = <usize>address;
  const end = at + <usize>count * RECORD_BYTES;
  for (; at < end; at += RECORD_BYTES) {
    const id = load<u32>(at);
    const type = load<u8>(at, 10);
    if (type == CANCEL) cancel(id);
    else take(id, load<u8>(at, 11), load<i32>(at, 4), load<u16>(at, 8), type == ADD);
  }
  sumFills();
}

/** Address of fills, Σ quantity, Σ quantity·price and FNV hash, u64 each. */
export function bookResult(): i32 {
  store<u64>(scratch, fills);
  store<u64>(scratch, quantities, 8);
  store<u64>(scratch, notional, 16);
  store<u64>(scratch, hash, 24);
  return <i32>scratch;
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

/** Matches against a side down to the key `limit`; returns what is left. */
function match(taker: u32, side: Side, limit: i64, lots: i64): i64 {
  const book = bookSide(market, side);
  let left = lots;
  do {
    const row = levelAt(book.level).head;
    const maker = orderAt(row);
    const id = <u32>maker.number;
    const quantity = min(maker.quantity, left);
    left -= quantity;
    writeFill(taker, id, quantity, keyOf(side, book.best));
    if (fillFirst(row, quantity)) forget(id, row);
  } while (left != 0 && book.best <= limit);
  return left;
}

function rest(id: u32, side: Side, price: i64, lots: i64): void {
  const row = takeOrder();
  const order = orderAt(row);
  order.number = id;
  order.quantity = lots;
  store<u32>(rows + ((<usize>id) << 2), row);
  enqueue(bookSide(market, side), keyOf(side, price), row);
}

function cancel(id: u32): void {
  const row = load<u32>(rows + ((<usize>id) << 2));
  if (row == 0) return;
  dequeue(row);
  forget(id, row);
}

function forget(id: u32, row: u32): void {
  store<u32>(rows + ((<usize>id) << 2), 0);
  giveOrder(row);
}

function writeFill(taker: u32, maker: u32, quantity: i64, price: i64): void {
  const at = filled;
  store<u32>(at, taker);
  store<u32>(at, maker, 4);
  store<u32>(at, <u32>quantity, 8);
  store<u32>(at, <u32>price, 12);
  filled = at + FILL_BYTES;
}

function sumFills(): void {
  for (let at = eventBuffer; at < filled; at += FILL_BYTES) {
    const quantity: u64 = load<u32>(at, 8);
    const price: u64 = load<u32>(at, 12);
    fills++;
    quantities += quantity;
    notional += quantity * price;
    if (!isHashing) continue;
    mix(((<u64>load<u32>(at)) << 32) | load<u32>(at, 4));
    mix((quantity << 32) | price);
  }
}

function mix(value: u64): void {
  for (let i = 0; i < 4; i++) hash = (hash ^ ((value >> (16 * i)) & 0xffff)) * 1099511628211;
}

/** Requires three arrays of `bytes`, a multiple of 16: a[i] = b[i] + 3·c[i] over their doubles. */
export function triad(a: i32, b: i32, c: i32, bytes: i32): void {
  const three = f64x2.splat(3);
  for (let at: usize = 0; at < <usize>bytes; at += 16) {
    const sum = f64x2.add(v128.load(<usize>b + at), f64x2.mul(three, v128.load(<usize>c + at)));
    v128.store(<usize>a + at, sum);
  }
}
