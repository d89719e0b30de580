/**
 * The events of each liquidation case, from its opening to its end: the evidence that `explain` returns.
 * Events are kept as they came, binary, in one bounded memory; only the case that is requested is decoded.
 */
import * as layout from "../abi/layout.js";
import { eventRecords, events as eventSchema } from "../abi/schema.js";
import { ANY_TYPE, type EventTypes, type EventWord, eventTypes } from "../records/event-types.js";
import { sizeOfEvent, walkEvents } from "../records/event-walk.js";
import { BlockPool, type Chain, emptyChain } from "./block-pool.js";

const { CaseEvent, ClosedEvent, EventHeader, EventType, OpenedEvent } = layout;
const offsets = layout as unknown as Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Where an event of each type names its cases: by the schema, so that none is forgotten. */
const caseOffsets: readonly (readonly number[])[] = layout.EventTypeWords.map((word) => {
  if (word === "none") return [];
  const record = eventRecords[word];
  const { fields } = eventSchema.find(({ name }) => name === record)!;
  return Object.keys(fields)
    .filter((field) => /^case$|Case$/.test(field))
    .map((field) => offsets[record]![field]!);
});
const ofCases = eventTypes(
  (Object.keys(eventRecords) as EventWord[]).filter((word) => caseOffsets[EventType[word]]!.length > 0),
);

/** What of the memory the events between a case's opening and its end may fill, and what openings with their evidence may. */
const FOLLOWING_SHARE = 0.5;
const OPENING_SHARE = 0.75;

export interface CasebookOptions {
  /** Closed cases kept, the latest ones; default 4 096. */
  readonly closedCases?: number;
  /** Bytes of events kept a case; default 64 KiB. */
  readonly caseBytes?: number;
  /** Bytes of events kept of all cases together; default 64 MiB. */
  readonly bytes?: number;
}

/** What stops a case: a market (`NONE`: the takeover) and a breaker. */
export interface Block {
  readonly market: number;
  readonly breaker: number;
}

/** A case of an account. */
export interface CaseRecord {
  readonly number: bigint;
  readonly account: number;
  readonly chain: Chain;
  /** Events that are kept, the opening first where it is. */
  kept: number;
  /** Events that did not fit, or whose details did not. */
  omitted: number;
  /** The blocks that were named and have not ended. */
  blocks: readonly Block[];
  closed: boolean;
}

const NO_BLOCKS: readonly Block[] = [];

/**
 * When the memory is full, the cases that closed first make room; when all that is kept is open, what follows in a case is
 * counted and left out. Half of the memory is for openings and ends alone, and the last quarter for openings without their
 * evidence, so that a crash in which nothing can be sold does not leave its late cases without a word.
 */
export class Casebook {
  readonly #byNumber = new Map<bigint, CaseRecord>();
  readonly #latest = new Map<number, CaseRecord>();
  /** The oldest first. */
  readonly #closed = new Set<CaseRecord>();
  /** Accounts that are liquidatable and have no case, for which there is no room: the event that blocked each. */
  readonly #blocked = new Map<number, Uint8Array>();
  readonly #closedMax: number;
  readonly #caseBytes: number;
  readonly #pool: BlockPool;

  constructor(options: CasebookOptions = {}) {
    this.#closedMax = options.closedCases ?? 4096;
    this.#caseBytes = options.caseBytes ?? 65_536;
    this.#pool = new BlockPool(options.bytes ?? 67_108_864);
  }

  /** Bytes of memory that events take. */
  get bytes(): number {
    return this.#pool.bytes;
  }

  /** Takes a batch's events, in order; `types`: of what types they are. */
  take(events: Uint8Array, types: EventTypes = ANY_TYPE): void {
    if ((types & ofCases) === 0) return;
    walkEvents(events, (view, at, type, size) => {
      for (const offset of caseOffsets[type] as readonly number[]) {
        const event = events.subarray(at, at + size);
        this.#take(type, view.getBigUint64(at + offset, true), event, view, at);
      }
    });
  }

  #take(type: number, number: bigint, event: Uint8Array, view: DataView, at: number): void {
    if (number === 0n) {
      this.#block(type, event, view, at);
      return;
    }
    if (type === EventType.liquidationOpened)
      this.#open(number, view.getUint32(at + OpenedEvent.account, true));
    // Cases of @liquidation are never opened; what they do is in the event log alone.
    const record = this.#byNumber.get(number);
    // Answers to queries, which have no `seq`, name a case and are none of it.
    if (record === undefined || view.getBigUint64(at + EventHeader.seq, true) === 0n) return;
    if (type === EventType.liquidationBlocked || type === EventType.liquidationUnblocked) {
      const block = {
        market: view.getUint32(at + CaseEvent.market, true),
        breaker: view.getUint32(at + CaseEvent.breaker, true),
      };
      const others = record.blocks.filter((one) => !isSame(one, block));
      record.blocks = type === EventType.liquidationBlocked ? [...others, block] : others;
    }
    this.#keep(record, type, event);
    if (type === EventType.liquidationClosed) this.#close(record);
  }

  #keep(record: CaseRecord, type: number, event: Uint8Array): void {
    const isOpening = type === EventType.liquidationOpened;
    const isEnd = type === EventType.liquidationClosed;
    const isMore = !isEnd && record.chain.bytes + event.length > this.#caseBytes;
    if (!isMore && this.#store(record, event, isOpening ? OPENING_SHARE : isEnd ? 1 : FOLLOWING_SHARE))
      return;
    record.omitted += 1;
    if (isOpening) this.#store(record, headOf(event, OpenedEvent.BYTES, OpenedEvent.legs), 1);
    if (isEnd) this.#store(record, headOf(event, ClosedEvent.BYTES, ClosedEvent.markets), 1);
  }

  /** Keeps an event, if it fits into that share of the memory; closed cases make room for it, the oldest first. */
  #store(record: CaseRecord, event: Uint8Array, share: number): boolean {
    const most = Math.floor(this.#pool.capacity * share) - this.#pool.need(record.chain, event.length);
    while (this.#pool.used > most) {
      const [oldest] = this.#closed;
      // A case of which @liquidation still holds lots goes on after its end, and makes no room for itself.
      if (oldest === undefined || oldest === record) return false;
      this.#forget(oldest);
    }
    this.#pool.append(record.chain, event);
    record.kept += 1;
    return true;
  }

  /** A block that names no case is an account's. */
  #block(type: number, event: Uint8Array, view: DataView, at: number): void {
    if (type !== EventType.liquidationBlocked && type !== EventType.liquidationUnblocked) return;
    const account = view.getUint32(at + CaseEvent.account, true);
    if (type === EventType.liquidationUnblocked) this.#blocked.delete(account);
    else this.#blocked.set(account, event.slice());
  }

  #open(number: bigint, account: number): void {
    const record: CaseRecord = {
      number,
      account,
      chain: emptyChain(),
      kept: 0,
      omitted: 0,
      blocks: NO_BLOCKS,
      closed: false,
    };
    this.#byNumber.set(number, record);
    this.#latest.set(account, record);
  }

  #close(record: CaseRecord): void {
    record.closed = true;
    record.blocks = NO_BLOCKS;
    this.#closed.add(record);
    const [oldest] = this.#closed;
    if (this.#closed.size > this.#closedMax) this.#forget(oldest as CaseRecord);
  }

  #forget(record: CaseRecord): void {
    this.#closed.delete(record);
    this.#pool.free(record.chain);
    this.#byNumber.delete(record.number);
    if (this.#latest.get(record.account) === record) this.#latest.delete(record.account);
  }

  /** The account's case, the latest one; null when it never had one, or it is no longer kept. */
  ofAccount(account: number): CaseRecord | null {
    return this.#latest.get(account) ?? null;
  }

  /**
   * Of accounts that are liquidatable and have no case: the events that blocked them, by their indexes, those above `after`,
   * `most` of them.
   */
  blocked(after = -1, most = Number.POSITIVE_INFINITY): { account: number; event: Uint8Array }[] {
    const accounts: number[] = [];
    for (const account of this.#blocked.keys()) if (account > after) accounts.push(account);
    const first = Int32Array.from(accounts).sort();
    return Array.from(first.subarray(0, most), (account) => ({
      account,
      event: this.#blocked.get(account) as Uint8Array,
    }));
  }

  /** A case's events, as they came. */
  eventsOf(record: CaseRecord): Uint8Array {
    return this.#pool.read(record.chain);
  }

  /** What opened a case, as it came; null where there was no room to keep it. */
  openingOf({ chain }: CaseRecord): Uint8Array | null {
    if (chain.bytes === 0) return null;
    const view = viewOf(this.#pool.read(chain, EventHeader.BYTES));
    if (view.getUint16(EventHeader.type, true) !== EventType.liquidationOpened) return null;
    return this.#pool.read(chain, sizeOfEvent(view, 0));
  }

  /** Cases that are open and have a number above `after`, the oldest first, `most` of them. */
  open(after = 0n, most = Number.POSITIVE_INFINITY): CaseRecord[] {
    const found: CaseRecord[] = [];
    for (const record of this.#byNumber.values()) {
      if (found.length >= most) break;
      if (record.number > after && !record.closed) found.push(record);
    }
    return found;
  }
}

const isSame = (one: Block, other: Block): boolean =>
  one.market === other.market && one.breaker === other.breaker;

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** An event without the records that trail it, of which it counts none then. */
function headOf(event: Uint8Array, bytes: number, count: number): Uint8Array {
  const head = event.slice(0, bytes);
  const view = new DataView(head.buffer);
  view.setUint32(EventHeader.size, bytes, true);
  view.setUint32(count, 0, true);
  return head;
}
