/**
 * Writes MessagePack as any language reads it: integers are integers, whatever their size (times are beyond 2^32, and floats of
 * them no integers in Python, C++ or Java), each thing in its shortest form; maps have string keys.
 */
import { isPlainObject } from "../records/command-record.js";

const U32 = 0x1_0000_0000;
const FIRST_BYTES = 4096;
/** A type, and a number or a length behind it. */
const HEAD_BYTES = 9;
/** A letter is at most so many bytes of UTF-8 for each of its units of UTF-16. */
const UTF8_MAX = 3;

export class MessagePackWriter {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #at = 0;

  /** The bytes of a value, which are the caller's own. Throws TypeError for what MessagePack has not. */
  pack(value: unknown): Uint8Array {
    this.#at = 0;
    this.#value(value);
    return Uint8Array.prototype.slice.call(this.#bytes, 0, this.#at);
  }

  /** Makes room for `bytes` bytes. */
  #ensure(bytes: number): void {
    const at = this.#at;
    if (at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, at + bytes));
    larger.set(this.#bytes.subarray(0, at));
    this.#bytes = larger;
  }

  /** Goes on by `bytes` bytes, for which there is room; where they begin. */
  #take(bytes: number): number {
    const at = this.#at;
    this.#at = at + bytes;
    return at;
  }

  #byte(byte: number): void {
    this.#bytes[this.#take(1)] = byte;
  }

  #value(value: unknown): void {
    this.#ensure(HEAD_BYTES);
    switch (typeof value) {
      case "string":
        return this.#string(value);
      case "number":
        return this.#number(value);
      case "boolean":
        return this.#byte(value ? 0xc3 : 0xc2);
      case "bigint":
        return this.#wide(value);
      case "undefined":
        return this.#byte(0xc0);
      case "object":
        if (value === null) return this.#byte(0xc0);
        if (Array.isArray(value)) return this.#array(value);
        if (isPlainObject(value)) return this.#map(value);
        break;
      default:
    }
    throw new TypeError(
      "MessagePack has no such value: null, booleans, numbers, strings, arrays, plain objects",
    );
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value)) {
      this.#bytes.writeDoubleBE(value, this.#head(0xcb, 8));
    } else if (value >= 0) this.#unsigned(value);
    else this.#negative(value);
  }

  #unsigned(value: number): void {
    if (value < 0x80) this.#byte(value);
    else if (value < 0x100) this.#bytes[this.#head(0xcc, 1)] = value;
    else if (value < 0x1_0000) this.#bytes.writeUInt16BE(value, this.#head(0xcd, 2));
    else if (value < U32) this.#bytes.writeUInt32BE(value, this.#head(0xce, 4));
    else {
      const at = this.#head(0xcf, 8);
      this.#bytes.writeUInt32BE(Math.floor(value / U32), at);
      this.#bytes.writeUInt32BE(value % U32, at + 4);
    }
  }

  #negative(value: number): void {
    if (value >= -0x20) this.#byte(value & 0xff);
    else if (value >= -0x80) this.#bytes[this.#head(0xd0, 1)] = value & 0xff;
    else if (value >= -0x8000) this.#bytes.writeInt16BE(value, this.#head(0xd1, 2));
    else if (value >= -0x8000_0000) this.#bytes.writeInt32BE(value, this.#head(0xd2, 4));
    else this.#bytes.writeBigInt64BE(BigInt(value), this.#head(0xd3, 8));
  }

  #wide(value: bigint): void {
    if (BigInt.asIntN(53, value) === value) return this.#number(Number(value));
    if (BigInt.asUintN(64, value) === value) this.#bytes.writeBigUInt64BE(value, this.#head(0xcf, 8));
    else if (BigInt.asIntN(64, value) === value) this.#bytes.writeBigInt64BE(value, this.#head(0xd3, 8));
    else throw new TypeError("MessagePack has integers of 64 bits");
  }

  /** Writes a type's byte; where its `bytes` bytes begin. */
  #head(type: number, bytes: number): number {
    this.#byte(type);
    return this.#take(bytes);
  }

  #string(text: string): void {
    const { length } = text;
    this.#ensure(HEAD_BYTES + UTF8_MAX * length);
    if (length < 0x20 && this.#ascii(text)) return;
    const bytes = Buffer.byteLength(text);
    if (bytes < 0x20) this.#byte(0xa0 | bytes);
    else if (bytes < 0x100) this.#bytes[this.#head(0xd9, 1)] = bytes;
    else if (bytes < 0x1_0000) this.#bytes.writeUInt16BE(bytes, this.#head(0xda, 2));
    else this.#bytes.writeUInt32BE(bytes, this.#head(0xdb, 4));
    this.#bytes.write(text, this.#take(bytes), "utf8");
  }

  /** Short strings, as names and amounts are; nothing is written of others than ASCII. */
  #ascii(text: string): boolean {
    const at = this.#at;
    const bytes = this.#bytes;
    bytes[at] = 0xa0 | text.length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) return false;
      bytes[at + 1 + i] = unit;
    }
    this.#at = at + 1 + text.length;
    return true;
  }

  #array(values: readonly unknown[]): void {
    this.#count(values.length, 0x90, 0xdc);
    for (const value of values) this.#value(value);
  }

  /** What is undefined is left out, as JSON does. */
  #map(fields: Readonly<Record<string, unknown>>): void {
    let count = 0;
    for (const key of Object.keys(fields)) if (fields[key] !== undefined) count += 1;
    this.#count(count, 0x80, 0xde);
    for (const key of Object.keys(fields)) {
      const value = fields[key];
      if (value === undefined) continue;
      this.#string(key);
      this.#value(value);
    }
  }

  /** Of fewer than sixteen things the byte `few` has the count; others have it behind `many`, or the type after that. */
  #count(count: number, few: number, many: number): void {
    if (count < 0x10) this.#byte(few | count);
    else if (count < 0x1_0000) this.#bytes.writeUInt16BE(count, this.#head(many, 2));
    else this.#bytes.writeUInt32BE(count, this.#head(many + 1, 4));
  }
}
