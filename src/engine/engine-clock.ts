/** A clock beside an engine in a program: it stamps what comes without a time, and says which times nobody can have yet. */
import {
  CommandHeader,
  CommandType,
  constants,
  RefusedCommand,
  SbeTick,
  TickBatchCommand,
  TickByIdCommand,
} from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import { readInteger, writeInteger } from "../domain/units.js";
import { type CommandWriter, createWriter } from "../records/command-writer.js";
import { MAX_AHEAD, refuseFuture } from "../records/future.js";

/** What stands in a TickBatch message before the number of its entries, and before them. */
const COUNT_AT = TickBatchCommand.BYTES + 18;
const ENTRIES_AT = TickBatchCommand.BYTES + 20;

export class EngineClock {
  readonly #now: () => number;
  readonly #maxAhead: number;

  /** `now`: microseconds since the Unix epoch; `maxAhead`: by how many a command's time may be ahead of that. */
  constructor(now: () => number, maxAhead = MAX_AHEAD) {
    if (!Number.isSafeInteger(maxAhead) || maxAhead < 0)
      throw new BreakwaterError("OUT_OF_RANGE", "maxAhead", "outsideBounds");
    this.#now = now;
    this.#maxAhead = maxAhead;
  }

  /** What is written from now on has this moment's time. Throws OUT_OF_RANGE when the clock gives none. */
  mark(writer: CommandWriter): void {
    const now = this.#now();
    if (!Number.isSafeInteger(now) || now < 0)
      throw new BreakwaterError("OUT_OF_RANGE", "clock", "outsideBounds");
    writer.stamp = now;
    writer.latest = now + this.#maxAhead;
  }

  /** Whole records, stamped where they have no time, and refused in their places where theirs is too far ahead. */
  timed(records: Uint8Array): Uint8Array {
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    const out = createWriter(roomFor(view));
    this.mark(out);
    for (let at = 0; at < records.length; at += view.getUint32(at + CommandHeader.size, true)) {
      const record = records.subarray(at, at + view.getUint32(at + CommandHeader.size, true));
      if (!this.#takeApart(record, out)) this.#take(record, out);
    }
    return out.written;
  }

  #take(record: Uint8Array, out: CommandWriter): void {
    const at = out.length;
    out.bytes.set(record, at);
    out.length = at + record.length;
    const time = at + CommandHeader.time;
    if (readInteger(out.view, time) === 0) writeInteger(out.view, time, out.stamp);
    refuseFuture(out, at);
  }

  /** A batch of ticks that has such a time, tick by tick. False: it has none, or is no such batch. */
  #takeApart(record: Uint8Array, out: CommandWriter): boolean {
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
    const ticks = ticksIn(view, 0);
    const time = readInteger(view, CommandHeader.time);
    const entries = Array.from({ length: ticks }, (_, i) => ENTRIES_AT + i * SbeTick.BYTES);
    const isFuture = (at: number) => readInteger(view, at + SbeTick.sourceTime) > out.latest;
    if (ticks === 0 || !(time > out.latest || entries.some(isFuture))) return false;
    for (const entry of entries) {
      const at = out.begin(CommandType.tickById, TickByIdCommand.BYTES);
      if (time !== 0) writeInteger(out.view, at + CommandHeader.time, time);
      out.bytes.set(record.subarray(entry, entry + SbeTick.BYTES), at + TickByIdCommand.market);
      refuseFuture(out, at);
    }
    return true;
  }
}

/** The ticks of the record at `at`; 0 when it is no batch of ticks, or not as long as it says. */
function ticksIn(view: DataView, at: number): number {
  if (view.getUint16(at + CommandHeader.type, true) !== CommandType.tickBatch) return 0;
  const size = view.getUint32(at + CommandHeader.size, true);
  if (size < ENTRIES_AT) return 0;
  const ticks = view.getUint16(at + COUNT_AT, true);
  const bytes = (ENTRIES_AT + ticks * SbeTick.BYTES + 7) & ~7;
  return bytes === size && ticks <= constants.TICKS_MAX ? ticks : 0;
}

/** What records take at most when some of them are refused. */
function roomFor(view: DataView): number {
  let room = 0;
  for (let at = 0; at < view.byteLength; ) {
    const size = view.getUint32(at + CommandHeader.size, true);
    room += Math.max(size, RefusedCommand.BYTES * Math.max(1, ticksIn(view, at)));
    at += size;
  }
  return room;
}
