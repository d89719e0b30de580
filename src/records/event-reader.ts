/** Reads the fields of one binary event after the other, in the form that JSON has them. */

import { EventHeader, Name, OrderKind } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import type { Level } from "../domain/events.js";
import { formatAgain, formatI64, readInteger } from "../domain/units.js";
import type { Directory, DomainEntry, MarketEntry } from "../kernel/directory.js";

export class EventReader {
  readonly directory: Directory;
  readonly #view: DataView;
  readonly #bytes: Buffer;
  /** Where the event, or the part of it that is being read, begins. */
  #at = 0;

  constructor(bytes: Uint8Array, directory: Directory) {
    this.directory = directory;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes to `at`. */
  seek(at: number): void {
    this.#at = at;
  }

  /** Goes on by `bytes`. */
  skip(bytes: number): void {
    this.#at += bytes;
  }

  get seq(): number {
    return this.integer(EventHeader.seq);
  }

  get commandSeq(): number {
    return this.integer(EventHeader.commandSeq);
  }

  get time(): number {
    return this.integer(EventHeader.time);
  }

  u8(offset: number): number {
    return this.#view.getUint8(this.#at + offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(this.#at + offset, true);
  }

  u32(offset: number): number {
    return this.#view.getUint32(this.#at + offset, true);
  }

  /** An i64 or u64 within ±2^53. */
  integer(offset: number): number {
    return readInteger(this.#view, this.#at + offset);
  }

  isZero(offset: number): boolean {
    return this.u32(offset) === 0 && this.u32(offset + 4) === 0;
  }

  /** −1, where a number is none. */
  isNone(offset: number): boolean {
    return this.u32(offset) === 0xffff_ffff && this.u32(offset + 4) === 0xffff_ffff;
  }

  /** A view of the bytes themselves. */
  raw(offset: number, bytes: number): Uint8Array {
    return this.#bytes.subarray(this.#at + offset, this.#at + offset + bytes);
  }

  hex64(offset: number): string {
    return this.#view
      .getBigUint64(this.#at + offset, true)
      .toString(16)
      .padStart(16, "0");
  }

  /** The word with the number in that byte; unknown numbers are MALFORMED. */
  word<Word extends string>(words: readonly (Word | undefined)[], number: number): Word {
    const word = words[number];
    if (word === undefined) throw new BreakwaterError("MALFORMED", null, "badWord");
    return word;
  }

  market(offset: number): MarketEntry {
    return this.directory.market(this.u32(offset));
  }

  account(offset: number): string {
    return this.directory.accountName(this.u32(offset));
  }

  money(offset: number, domain: DomainEntry): string {
    return formatI64(this.#view, this.#at + offset, domain.settleDecimals);
  }

  /** Of an asset with so many decimals. */
  amount(offset: number, decimals: number): string {
    return formatI64(this.#view, this.#at + offset, decimals);
  }

  price(offset: number, market: MarketEntry): string {
    return formatAgain(this.#view, this.#at + offset, market.priceDecimals);
  }

  /** A price of 0 is none. */
  priceOrNull(offset: number, market: MarketEntry): string | null {
    return this.isZero(offset) ? null : this.price(offset, market);
  }

  quantity(offset: number, market: MarketEntry): string {
    return formatAgain(this.#view, this.#at + offset, market.quantityDecimals, market.lotUnits);
  }

  /** A list of one level, or of none when its quantity is 0. */
  top(price: number, quantity: number, market: MarketEntry): Level[] {
    return this.isZero(quantity) ? [] : [[this.price(price, market), this.quantity(quantity, market)]];
  }

  caseName(offset: number): string {
    return `C${this.integer(offset)}`;
  }

  caseOrNull(offset: number): string | null {
    return this.isZero(offset) ? null : this.caseName(offset);
  }

  name(offset: number): string {
    const start = this.#at + offset + Name.length + 4;
    return this.#bytes.toString("latin1", start, start + this.u32(offset + Name.length));
  }

  nameOrNull(offset: number): string | null {
    return this.u32(offset + Name.length) === 0 ? null : this.name(offset);
  }

  /** An order by its number, or by the client's name that trails the event at `trailing`. */
  order(number: number, kind: number, trailing: number): string | null {
    if (kind === OrderKind.none) return null;
    if (kind === OrderKind.named) return this.name(trailing);
    return `${kind === OrderKind.S ? "S" : "O"}${this.integer(number)}`;
  }
}

/** Sets `record[name]`, whatever the name: `__proto__` is a good name of a market too. */
export function put<Value>(record: Record<string, Value>, name: string, value: Value): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
