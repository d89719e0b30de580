/**
 * The events of each liquidation case, from its opening to its end: the evidence that `explain` returns.
 * Events are kept as they came, binary; only the case that is requested is decoded.
 */
import * as layout from "../abi/layout.js";
import { eventRecords, events as eventSchema } from "../abi/schema.js";
import { ANY_TYPE, type EventTypes, type EventWord, eventTypes } from "../records/event-types.js";
import { walkEvents } from "../records/event-walk.js";

const { CaseEvent, EventHeader, EventType, OpenedEvent } = layout;
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

export interface CasebookOptions {
  /** Closed cases kept, the latest ones; default 4 096. */
  readonly closedCases?: number;
  /** Bytes of events kept a case; default 64 KiB. */
  readonly caseBytes?: number;
}

/** A case of an account. */
export interface CaseRecord {
  readonly number: bigint;
  readonly account: number;
  readonly events: Uint8Array[];
  bytes: number;
  /** Events that did not fit. */
  omitted: number;
  closed: boolean;
}

export class Casebook {
  readonly #byNumber = new Map<bigint, CaseRecord>();
  readonly #latest = new Map<number, CaseRecord>();
  readonly #closed: CaseRecord[] = [];
  /** Accounts that are liquidatable and have no case, for which there is no room: how they were blocked. */
  readonly #blocked = new Map<number, Uint8Array>();
  readonly #closedMax: number;
  readonly #caseBytes: number;

  constructor(options: CasebookOptions = {}) {
    this.#closedMax = options.closedCases ?? 4096;
    this.#caseBytes = options.caseBytes ?? 65_536;
  }

  /** Takes a batch's events, in order; `types`: of what types they are. */
  take(events: Uint8Array, types: EventTypes = ANY_TYPE): void {
    if ((types & ofCases) === 0) return;
    walkEvents(events, (view, at, type, size) => {
      for (const offset of caseOffsets[type] as readonly number[]) {
        this.#keep(type, view.getBigUint64(at + offset, true), view, at, size);
      }
    });
  }

  #keep(type: number, number: bigint, view: DataView, at: number, size: number): void {
    if (number === 0n) {
      this.#block(type, view, at, size);
      return;
    }
    if (type === EventType.liquidationOpened)
      this.#open(number, view.getUint32(at + OpenedEvent.account, true));
    // Cases of @liquidation are never opened; what they do is in the event log alone.
    const record = this.#byNumber.get(number);
    // Answers to queries, which have no `seq`, name a case and are none of it.
    if (record === undefined || view.getBigUint64(at + EventHeader.seq, true) === 0n) return;
    if (record.bytes + size > this.#caseBytes && type !== EventType.liquidationClosed) record.omitted += 1;
    else {
      record.events.push(new Uint8Array(view.buffer, view.byteOffset + at, size).slice());
      record.bytes += size;
    }
    if (type === EventType.liquidationClosed) this.#close(record);
  }

  /** A block that names no case is an account's. */
  #block(type: number, view: DataView, at: number, size: number): void {
    if (type !== EventType.liquidationBlocked && type !== EventType.liquidationUnblocked) return;
    const account = view.getUint32(at + CaseEvent.account, true);
    if (type === EventType.liquidationUnblocked) this.#blocked.delete(account);
    else this.#blocked.set(account, new Uint8Array(view.buffer, view.byteOffset + at, size).slice());
  }

  #open(number: bigint, account: number): void {
    const record: CaseRecord = { number, account, events: [], bytes: 0, omitted: 0, closed: false };
    this.#byNumber.set(number, record);
    this.#latest.set(account, record);
  }

  #close(record: CaseRecord): void {
    record.closed = true;
    this.#closed.push(record);
    if (this.#closed.length <= this.#closedMax) return;
    const oldest = this.#closed.shift() as CaseRecord;
    this.#byNumber.delete(oldest.number);
    if (this.#latest.get(oldest.account) === oldest) this.#latest.delete(oldest.account);
  }

  /** The account's case, the latest one; null when it never had one, or it is no longer kept. */
  ofAccount(account: number): CaseRecord | null {
    return this.#latest.get(account) ?? null;
  }

  /** Of accounts that are liquidatable and have no case: the events that blocked them, the oldest first. */
  blocked(): Uint8Array[] {
    return [...this.#blocked.values()];
  }

  /** Cases that are open, the oldest first. */
  open(): CaseRecord[] {
    return [...this.#byNumber.values()].filter(({ closed }) => !closed);
  }
}
