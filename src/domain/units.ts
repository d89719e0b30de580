/**
 * Decimal strings and integers. Nothing here rounds: a decimal travels to the core with all its digits, and an integer
 * of the core is printed with a fixed number of decimals.
 */
import { constants, Decimal, type Detail } from "../abi/layout.js";

const PRESENT = 1;
const NEGATIVE = 2;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const TWO_32 = 4_294_967_296;
const INTEGER_LIMIT = 2n ** 63n;
const LOW_32 = 0xffff_ffffn;

/** Why a text is no decimal; "none" when it is one. */
export type DecimalFault = Extract<
  keyof typeof Detail,
  "none" | "badDecimal" | "tooManyDecimals" | "outsideBounds"
>;

/**
 * Writes the `Decimal` record of `text` at `at`: grammar `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, no negative zero, at most 18
 * decimals, integer part below 2^63. The scale is kept as written. Nothing is written when there is a fault.
 */
export function writeDecimal(view: DataView, at: number, text: string, signed: boolean): DecimalFault {
  const length = text.length;
  const negative = text.charCodeAt(0) === MINUS;
  if (negative && !signed) return "badDecimal";
  const start = negative ? 1 : 0;
  let point = -1;
  let value = 0;
  for (let i = start; i < length; i++) {
    const character = text.charCodeAt(i);
    if (character === POINT) {
      if (point >= 0) return "badDecimal";
      point = i;
      continue;
    }
    const digit = character - ZERO;
    if (!(digit >= 0 && digit <= 9)) return "badDecimal";
    value = value * 10 + digit; // exact below 2^53; what is beyond is read again
  }
  const wholeEnd = point < 0 ? length : point;
  if (wholeEnd === start || point === length - 1) return "badDecimal";
  if (wholeEnd - start > 1 && text.charCodeAt(start) === ZERO) return "badDecimal";
  if (negative && value === 0) return "badDecimal";
  const scale = point < 0 ? 0 : length - point - 1;
  if (scale > constants.DECIMALS_MAX) return "tooManyDecimals";
  if (value <= Number.MAX_SAFE_INTEGER) {
    view.setUint32(at + Decimal.lo, value >>> 0, true);
    view.setUint32(at + Decimal.lo + 4, value / TWO_32, true);
    view.setUint32(at + Decimal.hi, 0, true);
    view.setUint32(at + Decimal.hi + 4, 0, true);
  } else if (!writeLong(view, at, text.slice(start, wholeEnd), text.slice(wholeEnd + 1))) {
    return "outsideBounds";
  }
  view.setUint32(at + Decimal.scale, scale, true);
  view.setUint32(at + Decimal.flags, negative ? PRESENT + NEGATIVE : PRESENT, true);
  return "none";
}

function writeLong(view: DataView, at: number, whole: string, decimals: string): boolean {
  if (whole.length > 19 || BigInt(whole) >= INTEGER_LIMIT) return false;
  let value = BigInt(whole + decimals);
  for (let word = 0; word < 4; word++) {
    view.setUint32(at + 4 * word, Number(value & LOW_32), true);
    value >>= 32n;
  }
  return true;
}

/** The text of the `Decimal` record at `at`; null when it is absent. The inverse of `writeDecimal`. */
export function readDecimal(view: DataView, at: number): string | null {
  const flags = view.getUint32(at + Decimal.flags, true);
  if ((flags & PRESENT) === 0) return null;
  const value = (view.getBigUint64(at + Decimal.hi, true) << 64n) | view.getBigUint64(at + Decimal.lo, true);
  return formatBigInt((flags & NEGATIVE) === 0 ? value : -value, view.getUint32(at + Decimal.scale, true));
}

/** `value`·10^−`decimals`, with exactly that many decimals. */
export function formatBigInt(value: bigint, decimals: number): string {
  const negative = value < 0n;
  return withPoint((negative ? -value : value).toString(), negative, decimals);
}

/** The same for a safe integer. */
export function formatInteger(value: number, decimals: number): string {
  const negative = value < 0;
  return withPoint(`${negative ? -value : value}`, negative, decimals);
}

/**
 * What was printed lately of a kind of number that comes again: many events name the same price or quantity, and each print
 * leaves several strings behind. A direct-mapped cache, so that it cannot grow.
 */
const PRINTS = 4096;
const printedValues = new Float64Array(PRINTS).fill(Number.NaN);
const printedDecimals = new Uint8Array(PRINTS);
const prints: string[] = new Array(PRINTS).fill("");

/** As `formatI64`, for prices and quantities. */
export function formatAgain(
  view: DataView,
  at: number,
  decimals: number,
  factor: number | bigint = 1,
): string {
  const value = readInteger(view, at) * Number(factor);
  if (!Number.isSafeInteger(value)) return formatI64(view, at, decimals, factor);
  const slot = (value + 997 * decimals) & (PRINTS - 1);
  if (printedValues[slot] === value && printedDecimals[slot] === decimals) return prints[slot]!;
  const print = formatInteger(value, decimals);
  printedValues[slot] = value;
  printedDecimals[slot] = decimals;
  prints[slot] = print;
  return print;
}

function withPoint(digits: string, negative: boolean, decimals: number): string {
  const sign = negative ? "-" : "";
  if (decimals === 0) return sign + digits;
  const padded = digits.length > decimals ? digits : digits.padStart(decimals + 1, "0");
  const whole = padded.length - decimals;
  return `${sign}${padded.slice(0, whole)}.${padded.slice(whole)}`;
}

const HIGH_SAFE = 2 ** 21;

/** The i64 at `at`, times `factor` (a bigint when unsafe as a number), printed with `decimals` decimals. */
export function formatI64(view: DataView, at: number, decimals: number, factor: number | bigint = 1): string {
  const high = view.getInt32(at + 4, true);
  if (typeof factor === "number" && high >= -HIGH_SAFE && high < HIGH_SAFE) {
    const value = (high * TWO_32 + view.getUint32(at, true)) * factor;
    if (Number.isSafeInteger(value)) return formatInteger(value, decimals);
  }
  return formatBigInt(view.getBigInt64(at, true) * BigInt(factor), decimals);
}

/** The i64 or u64 at `at` as a number: exact within ±2^53, where times, sequence numbers and counters live. */
export function readInteger(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * TWO_32 + view.getUint32(at, true);
}

/** Writes a safe integer as i64 or u64. */
export function writeInteger(view: DataView, at: number, value: number): void {
  view.setUint32(at, value, true);
  view.setUint32(at + 4, Math.floor(value / TWO_32), true);
}
