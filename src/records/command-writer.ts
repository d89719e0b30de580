/** A byte buffer that command records are written into, one after the other; each begins on a multiple of eight. */
import { Code, CommandHeader, CommandType, constants, Detail, Name, RefusedCommand } from "../abi/layout.js";
import { BreakwaterError, type Refusal } from "../domain/errors.js";
import { asciiField } from "../domain/names.js";
import { writeInteger } from "../domain/units.js";

export class CommandWriter {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Bytes written; the next record begins here. */
  length = 0;
  /** Microseconds for commands that have no time of their own; 0 = engine time. */
  stamp = 0;
  /** The latest time that a command may bring, where there is a clock to say so (`records/future.ts`). */
  latest = Number.POSITIVE_INFINITY;
  /** The latest one that any has brought since the last `clear`. */
  reached = 0;

  /** `bytes` must begin on a multiple of eight of its buffer. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** What has been written: a view that stands until the next `clear`. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
    this.reached = 0;
  }

  /** Nothing has room until the next `clear`: what was written is being read. */
  close(): void {
    this.length = this.bytes.length;
  }

  /** Whether `bytes` more fit. Throws CAPACITY when they would not fit even into the empty buffer. */
  hasRoom(bytes: number): boolean {
    if (this.length + bytes <= this.bytes.length) return true;
    if (this.length === 0) throw new BreakwaterError("CAPACITY", null, "tooLong");
    return false;
  }

  /**
   * Takes the room of a record (a multiple of eight) and writes its header; it must fit. The first `zeroed`
   * bytes are zero, and the caller writes all others.
   */
  begin(type: number, bytes: number, zeroed = bytes): number {
    const at = this.length;
    this.bytes.fill(0, at, at + zeroed);
    this.view.setUint32(at + CommandHeader.size, bytes, true);
    this.view.setUint16(at + CommandHeader.type, type, true);
    writeInteger(this.view, at + CommandHeader.time, this.stamp);
    this.length = at + bytes;
    return at;
  }

  /** Makes the record at `at`, the last one, end at `end`. */
  end(at: number, end: number): void {
    this.view.setUint32(at + CommandHeader.size, end - at, true);
    this.length = end;
  }

  /** Writes ASCII of at most 64 characters as a `Name`, into zeroed room. */
  name(at: number, text: string): void {
    const start = at + Name.length + 4;
    for (let i = 0; i < text.length; i++) this.bytes[start + i] = text.charCodeAt(i);
    this.view.setUint32(at + Name.length, text.length, true);
  }

  /**
   * Puts in place of the last record, from `at` on, its refusal. Returns it, or "full": then the record is taken out, and there
   * is no room for its refusal.
   */
  refuse(at: number, refusal: Refusal): Refusal | "full" {
    const type = this.view.getUint16(at + CommandHeader.type, true);
    const command =
      type === CommandType.refused ? this.view.getUint16(at + RefusedCommand.command, true) : type;
    this.length = at;
    if (!this.hasRoom(RefusedCommand.BYTES)) return "full";
    this.refused(command, refusal);
    return refusal;
  }

  /** Writes a refused command, so that it is counted and answered in its turn. */
  refused(command: number, refusal: Refusal): void {
    const at = this.begin(CommandType.refused, RefusedCommand.BYTES);
    this.view.setUint16(at + RefusedCommand.command, command, true);
    this.view.setUint16(at + RefusedCommand.code, Code[refusal.code], true);
    this.view.setUint16(at + RefusedCommand.detail, Detail[refusal.detail], true);
    if (refusal.field !== null) this.name(at + RefusedCommand.field, asciiField(refusal.field));
  }
}

/** A writer over memory of its own, by default as large as the core's command buffer. */
export function createWriter(bytes: number = constants.COMMAND_BUFFER_BYTES): CommandWriter {
  return new CommandWriter(new Uint8Array(bytes));
}
