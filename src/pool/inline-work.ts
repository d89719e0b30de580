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
  /** Names that were met, and their markets. */
  readonly #ids = new Map<string, number>();

  constructor(memory: SharedMemory) {
    this.#views = new Views(memory);
    this.#directory = new Directory(memory);
    this.#shard = this.#views.address("shard");
    this.#markets = this.#views.address("markets");
    this.#sources = this.#views.address("sources");
  }

  /** Whether these whole command records are certain to be short. */
  isShort(records: Uint8Array): boolean {
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    const rows = this.#rows();
    const rests = this.#rests();
    let visited = 0;
    for (let at = 0; at < records.length; ) {
      if (records.length - at < CommandHeader.BYTES) return false;
      const size = view.getUint32(at + CommandHeader.size, true);
      if (size < CommandHeader.BYTES || size > records.length - at) return false;
      if (!(rests && this.#isQuiet(records, view, at, size))) {
        visited += rows;
        if (visited > ROWS) return false;
      }
      at += size;
    }
    return true;
  }

  /** No less than the accounts, legs, orders, slices and cases that there are. */
  #rows(): number {
    const { view } = this.#views;
    const count = (field: number) => view.getUint32(this.#shard + field, true);
    const number = (field: number) => Number(view.getBigUint64(this.#shard + field, true));
    const legs = count(Shard.accounts) * count(Shard.markets);
    const numbered = number(Shard.nextOrder) + number(Shard.nextSlice) + number(Shard.nextCase);
    return 1 + count(Shard.accounts) + legs + numbered + number(Shard.namedOrders);
  }

  /** Nothing waits for the next command: no case, no deadline, no account, nothing of `@liquidation`. */
  #rests(): boolean {
    const { view } = this.#views;
    for (const field of waiting) if (view.getUint32(this.#shard + field, true) !== 0) return false;
    return true;
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
    const name = at + TickCommand.market;
    const length = view.getUint32(name + Name.length, true);
    if (length > constants.NAME_MAX) return false;
    const bytes = Buffer.from(records.buffer, records.byteOffset + name + Name.length + 4, length);
    const market = this.#marketOf(bytes.toString("latin1"));
    // What is not known is refused.
    if (market < 0) return true;
    const price = at + TickCommand.price;
    if (view.getBigUint64(price + Decimal.hi, true) !== 0n) return false;
    const decimals =
      this.#directory.market(market).priceDecimals - view.getUint32(price + Decimal.scale, true);
    return this.#reachesNothing(market, integerAt(view, price + Decimal.lo) * 10 ** decimals);
  }

  #marketOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#directory.marketId(name);
    if (id >= 0) this.#ids.set(name, id);
    return id;
  }

  /** Each market's sources are where they cannot make anybody ring. */
  #isQuietClock(): boolean {
    const { view } = this.#views;
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
    // What is not known is refused.
    if (market >= this.#directory.marketCount) return true;
    const { view } = this.#views;
    const row = this.#markets + market * Market.BYTES;
    if (view.getUint8(row + Market.hasMark) === 0) return false;
    if (
      view.getUint32(row + Market.tripped, true) !== 0 ||
      view.getUint32(row + Market.balanceHeap, true) !== 0
    )
      return false;
    const longest = integerAt(view, row + Market.nextLong) - integerAt(view, row + Market.longOffset);
    const shortest = integerAt(view, row + Market.nextShort) - integerAt(view, row + Market.shortOffset);
    const isInside = (mark: number) => mark < EXACT && mark > longest && mark < shortest;
    if (!isInside(price)) return false;
    if (view.getUint8(row + Market.plain) !== 0) return true;
    // The mark is a median of what its sources say.
    if (view.getUint8(row + Market.markMode) !== MarkMode.index) return false;
    if (view.getUint8(row + Market.phase) !== MarketPhase.open) return false;
    const sources = view.getUint32(row + Market.sourceCount, true);
    for (let k = 0; k < sources; k++) {
      const source = this.#sources + (market * constants.SOURCES_MAX + k) * Source.BYTES;
      const isSeen = view.getUint8(source + Source.seen) !== 0;
      if (isSeen && !isInside(integerAt(view, source + Source.price))) return false;
    }
    return true;
  }
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
