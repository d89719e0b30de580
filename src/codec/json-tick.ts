/**
 * Fast path of a JSON tick, from bytes to record without text and objects in between. It is taken for one
 * flat object with the fields of a tick, none twice, names and decimals without escapes, integers without
 * fractions. Anything else, valid or not, is left to the slow path (`decodeJson`, then `encodeTick`), which
 * alone refuses.
 */
import { CommandType, constants, Decimal, Name, TickCommand } from "../abi/layout.js";
import { isNameByte } from "../domain/names.js";
import { writeInteger } from "../domain/units.js";
import type { CommandWriter } from "../records/command-writer.js";

const QUOTE = 0x22;
const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

const DECIMAL_PRESENT = 1;

const keys = ["market", "source", "price", "sequence", "sourceTime", "time", "type"].map((key) =>
  Uint8Array.from(key, (letter) => letter.charCodeAt(0)),
);
const MARKET = 0;
const SOURCE = 1;
const PRICE = 2;
const SEQUENCE = 3;
const SOURCE_TIME = 4;
const TIME = 5;
const REQUIRED = (1 << MARKET) | (1 << SOURCE) | (1 << PRICE) | (1 << SEQUENCE);
const TICK = Uint8Array.from("tick", (letter) => letter.charCodeAt(0));

/** The message that is being read, and how far. */
let bytes: Uint8Array = new Uint8Array(0);
let at = 0;

/** Writes the record of a plain tick message. False: nothing is written, and the slow path has to read it. */
export function encodeJsonTick(message: Uint8Array, writer: CommandWriter): boolean {
  if (!writer.hasRoom(TickCommand.BYTES)) return false;
  const record = writer.begin(CommandType.tick, TickCommand.BYTES);
  writeInteger(writer.view, record + TickCommand.sourceTime, -1);
  bytes = message;
  at = 0;
  const isPlain = object(writer, record);
  bytes = TICK; // keeps no caller's message alive
  if (!isPlain) writer.length = record;
  return isPlain;
}

function object(writer: CommandWriter, record: number): boolean {
  let seen = 0;
  if (!take(OPEN)) return false;
  do {
    const key = takeKey();
    if (key < 0 || (seen & (1 << key)) !== 0 || !take(COLON) || !value(key, writer, record)) return false;
    seen |= 1 << key;
  } while (take(COMMA));
  if (!take(CLOSE) || (seen & REQUIRED) !== REQUIRED) return false;
  skip();
  return at === bytes.length;
}

function value(key: number, writer: CommandWriter, record: number): boolean {
  switch (key) {
    case MARKET:
      return name(writer, record + TickCommand.market);
    case SOURCE:
      return name(writer, record + TickCommand.source);
    case PRICE:
      return decimal(writer.view, record + TickCommand.price);
    case SEQUENCE:
      return integer(writer.view, record + TickCommand.sequence);
    case SOURCE_TIME:
      return integer(writer.view, record + TickCommand.sourceTime);
    case TIME:
      return integer(writer.view, record + TickCommand.time);
    default: // type
      return take(QUOTE) && matches(TICK) && takeQuote();
  }
}

function skip(): void {
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
}

/** Goes past `byte`, and the space before it; false where there is another. */
function take(byte: number): boolean {
  skip();
  if (bytes[at] !== byte) return false;
  at += 1;
  return true;
}

/** Goes past a quote that ends a string: no space before it is meant. */
function takeQuote(): boolean {
  if (bytes[at] !== QUOTE) return false;
  at += 1;
  return true;
}

/** Goes past `text`, if it stands here. */
function matches(text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  at += text.length;
  return true;
}

/** The number of the key that stands here in quotes; −1 for none of ours. */
function takeKey(): number {
  if (!take(QUOTE)) return -1;
  for (let key = 0; key < keys.length; key++) {
    const text = keys[key] as Uint8Array;
    if (bytes[at + text.length] !== QUOTE || !matches(text)) continue;
    at += 1;
    return key;
  }
  return -1;
}

function name(writer: CommandWriter, to: number): boolean {
  if (!take(QUOTE)) return false;
  const begin = to + Name.length + 4;
  let length = 0;
  for (; length <= constants.NAME_MAX; length++) {
    const byte = bytes[at + length] as number;
    if (!isNameByte(byte)) break;
    if (length < constants.NAME_MAX) writer.bytes[begin + length] = byte;
  }
  if (length === 0 || length > constants.NAME_MAX) return false;
  writer.view.setUint32(to + Name.length, length, true);
  at += length;
  return takeQuote();
}

/** Digits without a needless zero before them: the safe integer that they are, or −1. */
function digits(): number {
  const begin = at;
  let read = 0;
  for (;;) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    read = read * 10 + digit;
    at += 1;
  }
  const count = at - begin;
  return count === 0 || read > Number.MAX_SAFE_INTEGER || (count > 1 && bytes[begin] === ZERO) ? -1 : read;
}

function integer(view: DataView, to: number): boolean {
  skip();
  const read = digits();
  if (read < 0) return false;
  writeInteger(view, to, read);
  return true;
}

/** A decimal in quotes keeps its scale: "1.50" has two. */
function decimal(view: DataView, to: number): boolean {
  if (!take(QUOTE)) return false;
  let whole = digits();
  let scale = 0;
  if (whole < 0) return false;
  if (bytes[at] === POINT) {
    at += 1;
    for (; ; scale++) {
      const digit = (bytes[at] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      whole = whole * 10 + digit;
      at += 1;
    }
    if (scale === 0 || scale > constants.DECIMALS_MAX || whole > Number.MAX_SAFE_INTEGER) return false;
  }
  writeInteger(view, to + Decimal.lo, whole);
  view.setUint32(to + Decimal.scale, scale, true);
  view.setUint32(to + Decimal.flags, DECIMAL_PRESENT, true);
  return takeQuote();
}
