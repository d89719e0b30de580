/**
 * Simple Binary Encoding, little endian, schema id 1, version 1: `sbe/breakwater.xml` describes the two messages.
 *
 * ```
 *  0  blockLength u16 │ templateId u16 │ schemaId u16 │ version u16      message header
 *  8  time u64                                                           TickBatch's root block; SliceBatch has none
 *  …  blockLength u16 │ numInGroup u16 │ entries                         the one group
 * ```
 */
import {
  CommandType,
  constants,
  EventType,
  RefusedCommand,
  SbeTick,
  SliceEvent,
  TickBatchCommand,
  TickByIdCommand,
} from "../abi/layout.js";
import { BreakwaterError, type Detail, type Refusal } from "../domain/errors.js";
import { INTEGER_LIMIT } from "../domain/field.js";
import { readInteger, writeInteger } from "../domain/units.js";
import type { CommandWriter } from "../records/command-writer.js";
import { walkEvents } from "../records/event-walk.js";
import { futureOf, refuseFuture } from "../records/future.js";

const SCHEMA_ID = 1;
const VERSION = 1;
const TICK_BATCH = 1;
const SLICE_BATCH = 2;
const HEADER_BYTES = 8;
const GROUP_HEADER_BYTES = 4;
const TICK_ROOT_BYTES = 8;
const TICK_GROUP = HEADER_BYTES + TICK_ROOT_BYTES;
const TICK_ENTRIES = TICK_GROUP + GROUP_HEADER_BYTES;
export const SLICE_BYTES = 64;
const SLICE_ENTRIES = HEADER_BYTES + GROUP_HEADER_BYTES;
/** numInGroup is a u16 whose greatest value SBE keeps for "null". */
export const SLICES_MAX = 65_534;
/** Upper word of the first integer that is too large: 2^53. */
const HIGH_LIMIT = 2 ** 21;
const TWO_32 = 2 ** 32;
/** Where the upper halves of an entry's integers stand, in words of 32 bits. */
const SEQUENCE_UPPER = (SbeTick.sequence + 4) / 4;
const SOURCE_TIME_UPPER = (SbeTick.sourceTime + 4) / 4;

/** A tick in numbers: ids as `accepted` gave them, price in price units, times in microseconds (0 = absent). */
export interface TickById {
  readonly marketId: number;
  readonly sourceId: number;
  readonly price: number | bigint;
  readonly sequence: number;
  readonly sourceTime?: number;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What is wrong with a TickBatch message as a whole; its ticks are checked by the core, one by one. */
export function checkTickBatch(message: Uint8Array): Refusal | null {
  const malformed = (detail: Detail): Refusal => ({ code: "MALFORMED", field: null, detail });
  const view = viewOf(message);
  if (message.length < HEADER_BYTES) return malformed("tooShort");
  const isTickBatch =
    view.getUint16(0, true) === TICK_ROOT_BYTES &&
    view.getUint16(2, true) === TICK_BATCH &&
    view.getUint16(4, true) === SCHEMA_ID &&
    view.getUint16(6, true) === VERSION;
  if (!isTickBatch) return malformed("badTemplate");
  if (message.length < TICK_ENTRIES) return malformed("tooShort");
  if (view.getUint16(TICK_GROUP, true) !== SbeTick.BYTES) return malformed("badTemplate");
  const ticks = view.getUint16(TICK_GROUP + 2, true);
  if (ticks === 0) return malformed("emptyBatch");
  if (ticks > constants.TICKS_MAX) return malformed("tooManyTicks");
  const bytes = TICK_ENTRIES + ticks * SbeTick.BYTES;
  if (message.length < bytes) return malformed("tooShort");
  if (message.length > bytes) return malformed("trailingBytes");
  const time = readInteger(view, HEADER_BYTES);
  if (time < 0 || time >= INTEGER_LIMIT)
    return { code: "OUT_OF_RANGE", field: "time", detail: "outsideBounds" };
  return null;
}

/** The entries of a TickBatch message that was taken. */
export const entriesOf = (message: Uint8Array): DataView => viewOf(message.subarray(TICK_ENTRIES));

/**
 * Writes the record of a TickBatch message, the message in it as it came; each of its ticks counts as a command. Returns
 * null, "full" (nothing was written: flush and call again), or the refusal of the whole message, which then counts as no
 * command at all.
 */
export function encodeTickBatch(message: Uint8Array, writer: CommandWriter): Refusal | "full" | null {
  const fault = checkTickBatch(message);
  if (fault !== null) return fault;
  const time = readInteger(viewOf(message), HEADER_BYTES);
  if (time > writer.latest) return futureOf("time");
  if (time > writer.reached) writer.reached = time;
  const bytes = (TickBatchCommand.BYTES + message.length + 7) & ~7;
  if (!writer.hasRoom(bytes)) return "full";
  const at = writer.begin(CommandType.tickBatch, bytes, TickBatchCommand.BYTES);
  if (time > 0) writeInteger(writer.view, at + TickBatchCommand.time, time);
  writer.view.setUint32(at + TickBatchCommand.bytes, message.length, true);
  const begin = at + TickBatchCommand.BYTES;
  writer.bytes.set(message, begin);
  writer.bytes.fill(0, begin + message.length, at + bytes);
  const entries = writer.bytes.subarray(begin + TICK_ENTRIES, begin + message.length);
  if (!hasWideEntry(entries, writer.latest)) return null;
  writer.length = at;
  return encodeOneByOne(message, time, writer);
}

/** What the entry at `at` is refused for when its sequence or source time is 2^53 or more: a bad price first, as the core does. */
function wideField(view: DataView, at: number): "price" | "sequence" | "sourceTime" | null {
  const isWide = (field: number) => view.getUint32(at + field + 4, true) >= HIGH_LIMIT;
  const wide = isWide(SbeTick.sequence) ? "sequence" : isWide(SbeTick.sourceTime) ? "sourceTime" : null;
  return wide !== null && isWide(SbeTick.price) ? "price" : wide;
}

/**
 * Whether any of the `entries`, which begin on a multiple of four, has such a field, or a source time beyond `latest`.
 * WebAssembly is little endian.
 */
function hasWideEntry(entries: Uint8Array, latest: number): boolean {
  const words = new Uint32Array(entries.buffer, entries.byteOffset, entries.length / 4);
  let upper = 0;
  let source = 0;
  for (let at = 0; at < words.length; at += SbeTick.BYTES / 4) {
    const sourceUpper = words[at + SOURCE_TIME_UPPER] as number;
    upper |= (words[at + SEQUENCE_UPPER] as number) | sourceUpper;
    source = Math.max(source, sourceUpper * TWO_32 + (words[at + SOURCE_TIME_UPPER - 1] as number));
  }
  return upper >>> 0 >= HIGH_LIMIT || source > latest;
}

/** What the clock or 2^53 forbids is refused tick by tick, as in any other codec; so such a message is taken apart. */
function encodeOneByOne(message: Uint8Array, time: number, writer: CommandWriter): "full" | null {
  const view = viewOf(message);
  const most = Math.max(RefusedCommand.BYTES, TickByIdCommand.BYTES);
  if (!writer.hasRoom(most * view.getUint16(TICK_GROUP + 2, true))) return "full";
  for (let from = TICK_ENTRIES; from < message.length; from += SbeTick.BYTES) {
    const field = wideField(view, from);
    if (field !== null) {
      writer.refused(CommandType.tick, { code: "OUT_OF_RANGE", field, detail: "outsideBounds" });
      continue;
    }
    const at = writer.begin(CommandType.tickById, TickByIdCommand.BYTES);
    if (time > 0) writeInteger(writer.view, at + TickByIdCommand.time, time);
    writer.bytes.set(message.subarray(from, from + SbeTick.BYTES), at + TickByIdCommand.market);
    refuseFuture(writer, at);
  }
  return null;
}

/** A TickBatch message, as a client writes it; `time` 0 is stamped at ingress. Throws MALFORMED beyond 10,000 ticks. */
export function writeTickBatch(ticks: readonly TickById[], time = 0): Uint8Array {
  if (ticks.length > constants.TICKS_MAX) throw new BreakwaterError("MALFORMED", null, "tooManyTicks");
  const message = new Uint8Array(TICK_ENTRIES + ticks.length * SbeTick.BYTES);
  const view = viewOf(message);
  writeHeader(view, TICK_ROOT_BYTES, TICK_BATCH);
  writeInteger(view, HEADER_BYTES, time);
  writeGroup(view, TICK_GROUP, SbeTick.BYTES, ticks.length);
  ticks.forEach((tick, i) => {
    const at = TICK_ENTRIES + i * SbeTick.BYTES;
    view.setUint32(at + SbeTick.market, tick.marketId, true);
    view.setUint32(at + SbeTick.source, tick.sourceId, true);
    view.setBigInt64(at + SbeTick.price, BigInt(tick.price), true);
    writeInteger(view, at + SbeTick.sequence, tick.sequence);
    writeInteger(view, at + SbeTick.sourceTime, tick.sourceTime ?? 0);
  });
  return message;
}

function writeHeader(view: DataView, blockLength: number, template: number, at = 0): void {
  view.setUint16(at, blockLength, true);
  view.setUint16(at + 2, template, true);
  view.setUint16(at + 4, SCHEMA_ID, true);
  view.setUint16(at + 6, VERSION, true);
}

function writeGroup(view: DataView, at: number, blockLength: number, count: number): void {
  view.setUint16(at, blockLength, true);
  view.setUint16(at + 2, count, true);
}

/**
 * SliceBatch messages with the `slice` events among binary events: one message (empty when there are none), and further
 * ones behind it when a group would pass 65,534 entries.
 */
export function encodeSliceBatch(events: Uint8Array): Uint8Array {
  const entries = encodeSlices(events);
  const slices = entries.length / SLICE_BYTES;
  if (slices <= SLICES_MAX) return Buffer.concat([sliceHeader(slices), entries]);
  const parts: Uint8Array[] = [];
  for (let first = 0; first < slices; first += SLICES_MAX) {
    const last = Math.min(slices, first + SLICES_MAX);
    parts.push(sliceHeader(last - first), entries.subarray(first * SLICE_BYTES, last * SLICE_BYTES));
  }
  return Buffer.concat(parts);
}

/** What a SliceBatch message of `count` entries begins with. */
export function sliceHeader(count: number): Uint8Array {
  const header = new Uint8Array(SLICE_ENTRIES);
  const view = viewOf(header);
  writeHeader(view, 0, SLICE_BATCH);
  writeGroup(view, HEADER_BYTES, SLICE_BYTES, count);
  return header;
}

/** The entries of the `slice` events among binary events, one behind the other. */
export function encodeSlices(events: Uint8Array): Uint8Array {
  const slices = slicesIn(events);
  const out = new Uint8Array(slices.length * SLICE_BYTES);
  const from = viewOf(events);
  const to = viewOf(out);
  for (const [i, slice] of slices.entries()) writeSlice(from, slice, to, i * SLICE_BYTES);
  return out;
}

/** Where the slice events begin. Throws MALFORMED for what is no sequence of events. */
function slicesIn(events: Uint8Array): number[] {
  const slices: number[] = [];
  walkEvents(events, (_, at, type, size) => {
    if (type !== EventType.slice) return;
    if (size < SliceEvent.BYTES) throw new BreakwaterError("MALFORMED", null, "tooShort");
    slices.push(at);
  });
  return slices;
}

function writeSlice(from: DataView, event: number, to: DataView, at: number): void {
  const copy = (offset: number, target: number) => {
    to.setUint32(at + target, from.getUint32(event + offset, true), true);
  };
  const copy64 = (offset: number, target: number) => {
    copy(offset, target);
    copy(offset + 4, target + 4);
  };
  copy64(SliceEvent.order, 0);
  copy(SliceEvent.case, 8); // the number in C…, its lower 32 bits
  copy(SliceEvent.account, 12);
  copy(SliceEvent.market, 16);
  copy(SliceEvent.side, 20); // side, timeInForce, postOnly, algorithm: four bytes in a row in both
  copy64(SliceEvent.quantity, 24);
  copy64(SliceEvent.limitPrice, 32);
  copy64(SliceEvent.remaining, 40);
  copy64(SliceEvent.time, 48);
  copy64(SliceEvent.expires, 56);
}
