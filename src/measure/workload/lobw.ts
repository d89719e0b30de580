/**
 * The common workload of order books (LOBW v1): a seeded stream of adds, cancels and IOCs, with the fills that
 * price-time priority gives. The generator runs a plain book of its own, because which orders can be cancelled depends
 * on what has filled; that book is the truth the fast ones are checked against.
 *
 * A record is twelve bytes, little endian:
 *
 *   0      4        8      10     11     12
 *   | id   | price  | qty  | type | side |     type 0 add, 1 cancel, 2 IOC; side 0 buy, 1 sell
 */
import { Xorshift32 } from "../../statistics/xorshift32.js";

export const RECORD_BYTES = 12;
export const MAX_PRICE = 32_768;
export const SEED = 0x9e37_79b9;
export const OPERATIONS = 2_000_000;

export const ADD = 0;
export const CANCEL = 1;
export const IOC = 2;

const MIDDLE = 16_384;
const BAND = 4_096;
const NONE = -1;

export interface WorkloadSet {
  readonly name: string;
  readonly live: number;
  readonly spread: number;
}

export const sets = [
  { name: "A", live: 20_000, spread: 50 },
  { name: "B", live: 1_000, spread: 50 },
  { name: "C", live: 20_000, spread: 2_000 },
  { name: "D", live: 1_000_000, spread: 2_000 },
] as const satisfies readonly WorkloadSet[];

/** What every book must find in the timed part. `hash` is FNV-1a over the fills, 16 bits at a time, in order. */
export interface Fills {
  readonly fills: number;
  readonly quantity: number;
  readonly notional: bigint;
  readonly hash: string;
}

export interface Workload {
  readonly set: WorkloadSet;
  readonly records: Uint8Array;
  /** Records before the timed part. */
  readonly prefill: number;
  readonly operations: number;
  readonly ids: number;
  readonly mostLive: number;
  readonly expected: Fills;
  /** taker, maker of every fill, the prefill's too. */
  readonly pairs: Uint32Array;
}

/** FNV-1a, 64 bits, fed with 16-bit words. The prime is 2^40 + 0x1b3, so a product needs no 64-bit arithmetic. */
export class FillHash {
  private high = 0x1465_0fb0;
  private low = 0x739d_0383;

  add(taker: number, maker: number, quantity: number, price: number): void {
    this.word(maker);
    this.word(taker);
    this.word(price);
    this.word(quantity);
  }

  digest(): string {
    return (this.high >>> 0).toString(16).padStart(8, "0") + (this.low >>> 0).toString(16).padStart(8, "0");
  }

  private word(value: number): void {
    this.step(value & 0xffff);
    this.step(value >>> 16);
  }

  private step(half: number): void {
    const low = (this.low ^ half) >>> 0;
    const product = low * 0x1b3;
    this.high = (this.high * 0x1b3 + Math.floor(product / 2 ** 32) + low * 0x100) % 2 ** 32;
    this.low = product >>> 0;
  }
}

/** Orders rest in one doubly linked queue a price; the best price is found by walking. */
class PlainBook {
  readonly quantity: Int32Array;
  readonly price: Int32Array;
  readonly side: Uint8Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly head = [
    new Int32Array(MAX_PRICE).fill(NONE),
    new Int32Array(MAX_PRICE).fill(NONE),
  ] as const;
  private readonly tail = [
    new Int32Array(MAX_PRICE).fill(NONE),
    new Int32Array(MAX_PRICE).fill(NONE),
  ] as const;
  /** Best price of bids and asks; −1 and MAX_PRICE when a side is empty. */
  private readonly best = [NONE, MAX_PRICE];
  private readonly liveAt: Int32Array;
  readonly live: Int32Array;
  liveCount = 0;
  fills = 0;
  filled = 0;
  notional = 0;
  hash = new FillHash();
  readonly pairs: number[] = [];

  constructor(ids: number) {
    this.quantity = new Int32Array(ids);
    this.price = new Int32Array(ids);
    this.side = new Uint8Array(ids);
    this.next = new Int32Array(ids);
    this.previous = new Int32Array(ids);
    this.liveAt = new Int32Array(ids);
    this.live = new Int32Array(ids);
  }

  restart(): void {
    this.fills = 0;
    this.filled = 0;
    this.notional = 0;
    this.hash = new FillHash();
  }

  /** Matches what crosses and returns what is left. */
  match(taker: number, side: number, limit: number, quantity: number): number {
    const other = 1 - side;
    const heads = this.head[other as 0 | 1];
    let left = quantity;
    while (left > 0) {
      const price = this.best[other]!;
      if (price === NONE || price === MAX_PRICE) break;
      if (side === 0 ? price > limit : price < limit) break;
      const maker = heads[price]!;
      const filled = Math.min(left, this.quantity[maker]!);
      this.quantity[maker]! -= filled;
      left -= filled;
      this.fills += 1;
      this.filled += filled;
      this.notional += filled * price;
      this.hash.add(taker, maker, filled, price);
      this.pairs.push(taker, maker);
      if (this.quantity[maker] === 0) this.remove(maker);
    }
    return left;
  }

  rest(id: number, side: 0 | 1, price: number, quantity: number): void {
    const tail = this.tail[side][price]!;
    this.quantity[id] = quantity;
    this.price[id] = price;
    this.side[id] = side;
    this.previous[id] = tail;
    this.next[id] = NONE;
    if (tail === NONE) this.head[side][price] = id;
    else this.next[tail] = id;
    this.tail[side][price] = id;
    if (side === 0 ? price > this.best[0]! : price < this.best[1]!) this.best[side] = price;
    this.liveAt[id] = this.liveCount;
    this.live[this.liveCount++] = id;
  }

  remove(id: number): void {
    const side = this.side[id] as 0 | 1;
    const price = this.price[id]!;
    const next = this.next[id]!;
    const previous = this.previous[id]!;
    if (previous === NONE) this.head[side][price] = next;
    else this.next[previous] = next;
    if (next === NONE) this.tail[side][price] = previous;
    else this.previous[next] = previous;
    if (this.head[side][price] === NONE && this.best[side] === price) this.walk(side);
    const last = this.live[--this.liveCount]!;
    this.live[this.liveAt[id]!] = last;
    this.liveAt[last] = this.liveAt[id]!;
  }

  private walk(side: 0 | 1): void {
    const heads = this.head[side];
    const step = side === 0 ? -1 : 1;
    let price = this.best[side]! + step;
    while (price >= 0 && price < MAX_PRICE && heads[price] === NONE) price += step;
    this.best[side] = price;
  }
}

/** The stream of one set, and what it must fill. `operations` below the standard number gives a smoke size. */
export function generate(set: WorkloadSet, operations: number = OPERATIONS, seed: number = SEED): Workload {
  const random = new Xorshift32(seed);
  const room = set.live * 2 + operations + 1_024;
  const book = new PlainBook(room);
  const bytes = new Uint8Array(room * RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  let mid = MIDDLE;
  let count = 0;
  let ids = 0;
  let mostLive = 0;

  const write = (id: number, price: number, quantity: number, type: number, side: number) => {
    const at = count++ * RECORD_BYTES;
    view.setUint32(at, id, true);
    view.setInt32(at + 4, price, true);
    view.setUint16(at + 8, quantity, true);
    bytes[at + 10] = type;
    bytes[at + 11] = side;
  };
  const add = () => {
    const side = random.below(2) as 0 | 1;
    const distance = random.below(set.spread);
    const quantity = 1 + random.below(100);
    const price = side === 0 ? mid - distance : mid + 1 + distance;
    const id = ids++;
    write(id, price, quantity, ADD, side);
    const left = book.match(id, side, price, quantity);
    if (left > 0) book.rest(id, side, price, left);
  };
  const cancel = () => {
    const id = book.live[random.below(book.liveCount)]!;
    write(id, book.price[id]!, 0, CANCEL, book.side[id]!);
    book.remove(id);
  };
  const takeNow = () => {
    const side = random.below(2);
    const quantity = 1 + random.below(100);
    const limit = side === 0 ? mid + 2 * set.spread : mid - 2 * set.spread;
    const price = Math.min(Math.max(limit, 1), MAX_PRICE - 1);
    const id = ids++;
    write(id, price, quantity, IOC, side);
    book.match(id, side, price, quantity);
  };

  while (book.liveCount < set.live) add();
  const prefill = count;
  book.restart();
  mostLive = book.liveCount;
  for (let i = 0; i < operations; i++) {
    if (random.below(64) === 0) {
      mid += random.below(2) === 1 ? 1 : -1;
      mid = Math.min(Math.max(mid, MIDDLE - BAND), MIDDLE + BAND);
    }
    const roll = random.below(100);
    if (roll < 45) add();
    else if (roll >= 90) takeNow();
    else if (book.liveCount < set.live) add();
    else cancel();
    if (book.liveCount > mostLive) mostLive = book.liveCount;
  }
  const expected = {
    fills: book.fills,
    quantity: book.filled,
    notional: BigInt(book.notional),
    hash: book.hash.digest(),
  };
  const records = bytes.subarray(0, count * RECORD_BYTES);
  return { set, records, prefill, operations, ids, mostLive, expected, pairs: Uint32Array.from(book.pairs) };
}

/**
 * An account for every order, of `accounts`, such that no order meets one of the same account: then
 * self-trade prevention has nothing to prevent, and an engine with accounts must give the same fills as a
 * bare book.
 */
export function assignAccounts(workload: Workload, accounts: number): Uint32Array {
  const owner = new Uint32Array(workload.ids);
  const { pairs } = workload;
  let at = 0;
  for (let id = 0; id < workload.ids; id++) {
    const first = at;
    while (at < pairs.length && pairs[at] === id) at += 2;
    let mine = spread(id, accounts);
    for (let i = first; i < at; i += 2) {
      if (owner[pairs[i + 1]!] !== mine) continue;
      mine = (mine + 1) % accounts;
      i = first - 2; // the next account has to be looked at against all makers again
    }
    owner[id] = mine;
  }
  return owner;
}

/** Scatters consecutive ids over the accounts, so that neighbours in time are not neighbours in memory. */
function spread(id: number, accounts: number): number {
  const mixed = Math.imul(id, 0x9e37_79b1) >>> 0;
  return Math.floor(((mixed ^ (mixed >>> 15)) >>> 0) * (accounts / 2 ** 32));
}

/** Throws when `name` has not filled what the workload asks for. */
export function expectFills(name: string, found: Fills, expected: Fills): void {
  const summary = ({ fills, quantity, notional, hash }: Fills) => `${fills} ${quantity} ${notional} ${hash}`;
  if (summary(found) !== summary(expected))
    throw new Error(`${name}: ${summary(found)}, not ${summary(expected)}`);
}

/** What it was, for people. */
export function describe({ set, operations }: Workload): string {
  return `LOBW v1 ${set.name}, ${set.live} live, spread ${set.spread}, ${operations} operations`;
}

/** What every pass over it has to give, for people. */
export const checksumOf = ({ expected }: Workload): string => `${expected.fills} fills, ${expected.hash}`;
