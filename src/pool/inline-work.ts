/** Whether a batch may be applied by the thread that received it: only what is certain to be short may. */
import {
  CommandHeader,
  CommandType,
  constants,
  Decimal,
  Market,
  MarketPhase,
  MarkMode,
  Name,
  Pool,
  SbeTick,
  Shard,
  Source,
  TickBatchCommand,
  TickByIdCommand,
  TickCommand,
} from "../abi/layout.js";
import { Directory } from "../kernel/directory.js";
import { type SharedMemory, Views } from "../kernel/views.js";

/**
 * Rows that may be visited by the commands of a batch that is applied at once. A command may look at every account, leg and
 * order that there is, more than once; so this is some milliseconds, and deleveraging, which is slowest, stays below 100.
 */
const ROWS = 1024;
/** A command makes at most so many rows that the next may visit: an account or an order, and a leg in a market. */
const GROWTH = 2;
/** Prices are compared in floating point, where they are exact. */
const EXACT = 2 ** 52;
/** What stands before the entries of an SBE TickBatch message. */
const SBE_HEADERS_BYTES = 20;

/**
 * A look into the memory of an engine that rests. In a small world every command is short. In a large one a tick is when it
 * reaches no trigger and nothing waits for it: whatever the sources of its market say together, no account can ring. All
 * else may take long, and goes to the worker: one tick may liquidate everybody, one order take a whole book.
 */
export class InlineWork {
  readonly #views: Views;
  readonly #directory: Directory;
  readonly #shard: number;
  readonly #markets: number;
  readonly #sources: number;
  /** The table of the leaves of price ladders, which hold 64 levels each. */
  readonly #leaves: number;
  /** The name that was met last, and its market. */
  readonly #name = new Uint8Array(constants.NAME_MAX);
  #nameBytes = -1;
  #named = -1;
  /** The market that was looked at last in a batch, −1 for none, and between which prices none of its accounts rings. */
  #market = -1;
  #above = 0;
  #below = 0;

  constructor(memory: SharedMemory) {
    this.#views = new Views(memory);
    this.#directory = new Directory(memory);
    this.#shard = this.#views.address("shard");
    this.#markets = this.#views.address("markets");
    this.#sources = this.#views.address("sources");
    this.#leaves = this.#views.address("leafPool");
  }

  /** Whether these whole command records are certain to be short. */
  isShort(records: Uint8Array): boolean {
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    this.#market = -1;
    let rests = this.#rests();
    let rows = 0;
    let commands = 0;
    let visited = 0;
    for (let at = 0; at < records.length; ) {
      if (records.length - at < CommandHeader.BYTES) return false;
      const size = view.getUint32(at + CommandHeader.size, true);
      if (size < CommandHeader.BYTES || size > records.length - at) return false;
      if (!(rests && this.#expiresNothing(view, at) && this.#isQuiet(records, view, at, size))) {
        // What follows meets another state than this.
        rests = false;
        if (rows === 0) rows = this.#rows();
        // Each may make rows that those behind it visit.
        for (let count = commandsIn(view, at, size); count > 0; count--) {
          visited += rows + GROWTH * commands;
          commands += 1;
          if (visited > ROWS) return false;
        }
      }
      // A quiet one looks at every market all the same.
      if (view.getUint16(at + CommandHeader.type, true) === CommandType.clock) {
        visited += this.#directory.marketCount;
        if (visited > ROWS) return false;
      }
      at += size;
    }
    return true;
  }

  /** No less than the accounts, legs, orders, slices and cases that there are, and the markets and leaves of levels. */
  #rows(): number {
    const { view } = this.#views;
    const count = (field: number) => view.getUint32(this.#shard + field, true);
    const number = (field: number) => integerAt(view, this.#shard + field);
    const legs = count(Shard.accounts) * count(Shard.markets);
    const numbered = number(Shard.nextOrder) + number(Shard.nextSlice) + number(Shard.nextCase);
    const leaves = view.getUint32(this.#leaves + Pool.used, true);
    const named = number(Shard.namedOrders);
    return 1 + count(Shard.accounts) + count(Shard.markets) + legs + numbered + named + leaves;
  }

  /** Nothing waits for the next command: no case, no deadline, no account, nothing of `@liquidation`. */
  #rests(): boolean {
    const { view } = this.#views;
    for (const field of waiting) if (view.getUint32(this.#shard + field, true) !== 0) return false;
    return true;
  }

  /** Whether no order is over at the command's time. */
  #expiresNothing(view: DataView, at: number): boolean {
    return (
      integerAt(view, at + CommandHeader.time) < integerAt(this.#views.view, this.#shard + Shard.nextExpiry)
    );
  }

  #isQuiet(records: Uint8Array, view: DataView, at: number, size: number): boolean {
    switch (view.getUint16(at + CommandHeader.type, true)) {
      case CommandType.tick:
        return size >= TickCommand.BYTES && this.#isQuietByName(records, view, at);
      case CommandType.tickById:
        return (
          size >= TickByIdCommand.BYTES &&
          this.#reachesNothing(
            view.getUint32(at + TickByIdCommand.market, true),
            integerAt(view, at + TickByIdCommand.price),
          )
        );
      case CommandType.tickBatch:
        return this.#areQuiet(view, at + TickBatchCommand.BYTES + SBE_HEADERS_BYTES, at + size);
      case CommandType.clock:
        return this.#isQuietClock();
      default:
        return false;
    }
  }

  #areQuiet(view: DataView, from: number, end: number): boolean {
    for (let at = from; at + SbeTick.BYTES <= end; at += SbeTick.BYTES) {
      const market = view.getUint32(at + SbeTick.market, true);
      if (!this.#reachesNothing(market, integerAt(view, at + SbeTick.price))) return false;
    }
    return true;
  }

  #isQuietByName(records: Uint8Array, view: DataView, at: number): boolean {
    const market = this.#marketOf(records, view, at + TickCommand.market);
    // What is not known is refused.
    if (market < 0) return true;
    const price = at + TickCommand.price;
    if (integerAt(view, price + Decimal.hi) !== 0) return false;
    const decimals =
      this.#directory.market(market).priceDecimals - view.getUint32(price + Decimal.scale, true);
    return this.#reachesNothing(market, integerAt(view, price + Decimal.lo) * 10 ** decimals);
  }

  /** The market that a `Name` in a record names, mostly the same as the last time; −1 if there is none. */
  #marketOf(records: Uint8Array, view: DataView, at: number): number {
    const length = Math.min(view.getUint32(at + Name.length, true), constants.NAME_MAX);
    const from = at + Name.length + 4;
    let isSame = length === this.#nameBytes;
    for (let i = 0; isSame && i < length; i++) isSame = records[from + i] === this.#name[i];
    if (isSame) return this.#named;
    const name = Buffer.from(records.subarray(from, from + length));
    const market = this.#directory.marketId(name.toString("latin1"));
    // One that is not there may be defined later.
    this.#nameBytes = market < 0 ? -1 : length;
    this.#named = market;
    this.#name.set(name);
    return market;
  }

  /** Each market's sources are where they cannot make anybody ring. */
  #isQuietClock(): boolean {
    const { view } = this.#views;
    if (this.#directory.marketCount > ROWS) return false;
    for (let market = 0; market < this.#directory.marketCount; market++) {
      const row = this.#markets + market * Market.BYTES;
      // Only a tick can give it its first mark.
      if (view.getUint8(row + Market.hasMark) === 0) continue;
      if (!this.#reachesNothing(market, integerAt(view, row + Market.index))) return false;
    }
    return true;
  }

  /** Whether no account of the market can ring when one of its sources says `price`. */
  #reachesNothing(market: number, price: number): boolean {
    if (market !== this.#market) this.#look(market);
    return price > this.#above && price < this.#below;
  }

  /** Notes between which prices none of its accounts rings; none, where that is not certain. */
  #look(market: number): void {
    this.#market = market;
    this.#above = Number.NEGATIVE_INFINITY;
    this.#below = Number.POSITIVE_INFINITY;
    // What is not known is refused.
    if (market >= this.#directory.marketCount) return;
    const { view } = this.#views;
    const row = this.#markets + market * Market.BYTES;
    this.#above = integerAt(view, row + Market.nextLong) - integerAt(view, row + Market.longOffset);
    const shortest = integerAt(view, row + Market.nextShort) - integerAt(view, row + Market.shortOffset);
    this.#below = Math.min(EXACT, shortest);
    // Nor does an order wait there for its stop.
    this.#above = Math.max(this.#above, integerAt(view, row + Market.stopBelow));
    this.#below = Math.min(this.#below, integerAt(view, row + Market.stopAbove));
    const isKnown =
      view.getUint8(row + Market.hasMark) !== 0 &&
      view.getUint32(row + Market.tripped, true) === 0 &&
      view.getUint32(row + Market.balanceHeap, true) === 0 &&
      view.getUint32(row + Market.pendingBalances, true) === 0 &&
      (view.getUint8(row + Market.plain) !== 0 || this.#isMedianInside(market, row));
    if (!isKnown) this.#below = this.#above;
  }

  /** Whether the mark is a median of what sources say, and nobody rings at what any of them has said. */
  #isMedianInside(market: number, row: number): boolean {
    const { view } = this.#views;
    if (view.getUint8(row + Market.markMode) !== MarkMode.index) return false;
    if (view.getUint8(row + Market.phase) !== MarketPhase.open) return false;
    const sources = view.getUint32(row + Market.sourceCount, true);
    for (let k = 0; k < sources; k++) {
      const source = this.#sources + (market * constants.SOURCES_MAX + k) * Source.BYTES;
      if (view.getUint8(source + Source.seen) === 0) continue;
      const price = integerAt(view, source + Source.price);
      if (!(price > this.#above && price < this.#below)) return false;
    }
    return true;
  }
}

/** How many commands a record is: a batch has as many as it says, in the bytes that it has. */
function commandsIn(view: DataView, at: number, size: number): number {
  const entries = at + TickBatchCommand.BYTES + SBE_HEADERS_BYTES;
  if (view.getUint16(at + CommandHeader.type, true) !== CommandType.tickBatch) return 1;
  return Math.max(1, Math.floor((at + size - entries) / SbeTick.BYTES));
}

const waiting = [
  Shard.casesOpen,
  Shard.liquidationCases,
  Shard.liquidationRungs,
  Shard.pacesTripped,
  Shard.touched,
  Shard.caseDeadlines,
  Shard.sliceDeadlines,
];

/** A signed integer of 64 bits, as near as a number is to it. */
const integerAt = (view: DataView, at: number): number =>
  view.getInt32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true);
