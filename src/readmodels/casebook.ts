/**
 * The events of each liquidation case, from its opening to its end: the evidence that `explain` returns.
 * Events are kept as they came, binary; only the case that is requested is decoded.
 */
import {
  CancelSliceEvent,
  CaseEvent,
  ClosedEvent,
  EventHeader,
  EventType,
  FillEvent,
  FundEvent,
  OpenedEvent,
  SliceEvent,
  TakeoverEvent,
} from "../abi/layout.js";
import { ANY_TYPE, type EventTypes } from "../records/event-types.js";

/** Where an event of that type names its case; 0, which is the header's, for one that has none. */
let ofCases: EventTypes = 0;
const caseOffsets = new Uint32Array(Object.keys(EventType).length);
for (const [type, offset] of [
  [EventType.liquidationOpened, OpenedEvent.case],
  [EventType.liquidationBlocked, CaseEvent.case],
  [EventType.liquidationUnblocked, CaseEvent.case],
  [EventType.liquidationWaiting, CaseEvent.case],
  [EventType.slice, SliceEvent.case],
  [EventType.cancelSlice, CancelSliceEvent.case],
  [EventType.fill, FillEvent.case],
  [EventType.takeover, TakeoverEvent.case],
  [EventType.fund, FundEvent.case],
  [EventType.deficit, FundEvent.case],
  [EventType.liquidationClosed, ClosedEvent.case],
] as const) {
  caseOffsets[type] = offset;
  ofCases |= 1 << type;
}

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
  readonly #closedMax: number;
  readonly #caseBytes: number;

  constructor(options: CasebookOptions = {}) {
    this.#closedMax = options.closedCases ?? 4096;
    this.#caseBytes = options.caseBytes ?? 65_536;
  }

  /** Takes a batch's events, in order; `types`: of what types they are. */
  take(events: Uint8Array, types: EventTypes = ANY_TYPE): void {
    if ((types & ofCases) === 0) return;
    const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
    for (let at = 0; at < events.length; ) {
      const size = view.getUint32(at + EventHeader.size, true);
      const type = view.getUint16(at + EventHeader.type, true);
      const offset = caseOffsets[type] as number;
      if (offset > 0) this.#keep(type, view.getBigUint64(at + offset, true), view, at, size);
      at += size;
    }
  }

  #keep(type: number, number: bigint, view: DataView, at: number, size: number): void {
    if (type === EventType.liquidationOpened)
      this.#open(number, view.getUint32(at + OpenedEvent.account, true));
    // Cases of @liquidation are never opened; what they do is in the event log alone.
    const record = this.#byNumber.get(number);
    if (record === undefined) return;
    if (record.bytes + size > this.#caseBytes && type !== EventType.liquidationClosed) record.omitted += 1;
    else {
      record.events.push(new Uint8Array(view.buffer, view.byteOffset + at, size).slice());
      record.bytes += size;
    }
    if (type === EventType.liquidationClosed) this.#close(record);
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

  /** Cases that are open, the oldest first. */
  open(): CaseRecord[] {
    return [...this.#byNumber.values()].filter(({ closed }) => !closed);
  }
}
