/**
 * What may be given to a `Batch`. Its numbers are written as words of 32 bits, which would make account 0 of NaN, another account
 * of 2^32 + 1, and of −1 a sequence number that no tick ever comes after; so whatever is no number of its field's kind is refused
 * by an error, before anything is written.
 */
import { BreakwaterError } from "../domain/errors.js";

const UNITS_MAX = 2n ** 63n - 1n;
const TWO_32 = 4_294_967_296;
const FLAGS_MAX = 255;
/** `IOC` with `FOK`, two of what is done about a trade with itself: two words where one can be meant. */
const TIMES_IN_FORCE = 3;
const SELF_TRADES = 4;

/** Throws what `Batch.tick` throws. */
export function checkTick(
  marketId: number,
  sourceId: number,
  price: number | bigint,
  sequence: number,
  sourceTime: number,
  time: number,
): void {
  if (!isId(marketId)) refuse("marketId", marketId);
  if (!isId(sourceId)) refuse("sourceId", sourceId);
  if (!isUnits(price)) refuse("price", price);
  if (!isWhole(sequence)) refuse("sequence", sequence);
  if (!isWhole(sourceTime)) refuse("sourceTime", sourceTime);
  if (!isWhole(time)) refuse("time", time);
}

/** Throws what `Batch.order` throws. */
export function checkOrder(
  accountId: number,
  marketId: number,
  side: number,
  price: number | bigint,
  quantity: number | bigint,
  flags: number,
  time: number,
): void {
  if (!isId(accountId)) refuse("accountId", accountId);
  if (!isId(marketId)) refuse("marketId", marketId);
  checkWords(side, flags);
  if (!isUnits(price)) refuse("price", price);
  if (!isUnits(quantity)) refuse("quantity", quantity);
  if (!isWhole(time)) refuse("time", time);
}

/** Throws what `Batch.cancel` throws. */
export function checkCancel(number: number, time: number): void {
  if (!isWhole(number)) refuse("number", number);
  if (!isWhole(time)) refuse("time", time);
}

/** The row of a market, source or account; whether there is such a one, the core says. */
function isId(value: unknown): value is number {
  return typeof value === "number" && value >>> 0 === value;
}

/** A time, a sequence number, the number of an order. */
function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Price units or lots. */
function isUnits(value: unknown): boolean {
  return isWhole(value) || (typeof value === "bigint" && value >= 0n && value <= UNITS_MAX);
}

function areFlags(value: unknown): boolean {
  if (!isId(value) || value > FLAGS_MAX) return false;
  const selfTrade = value >> SELF_TRADES;
  return (value & TIMES_IN_FORCE) !== TIMES_IN_FORCE && (selfTrade & (selfTrade - 1)) === 0;
}

/** Writes an id into the word at `at`, or throws. */
export function putId(words: Uint32Array, at: number, value: number, field: string): void {
  if (!isId(value)) refuse(field, value);
  words[at] = value;
}

/** Writes a whole number into two words, the lower first, or throws. What fits one, as most do, takes a third of the time. */
export function putWhole(words: Uint32Array, at: number, value: number, field: string): void {
  if (isId(value)) {
    words[at] = value;
    words[at + 1] = 0;
  } else {
    if (!isWhole(value)) refuse(field, value);
    putLarge(words, at, value);
  }
}

/** The same for price units or lots. */
export function putUnits(words: Uint32Array, at: number, value: number | bigint, field: string): void {
  if (isId(value)) {
    words[at] = value;
    words[at + 1] = 0;
  } else {
    if (!isUnits(value)) refuse(field, value);
    putLarge(words, at, value);
  }
}

function putLarge(words: Uint32Array, at: number, value: number | bigint): void {
  if (typeof value === "number") {
    words[at] = value;
    words[at + 1] = Math.floor(value / TWO_32);
  } else {
    words[at] = Number(BigInt.asUintN(32, value));
    words[at + 1] = Number(value >> 32n);
  }
}

/** OUT_OF_RANGE for a whole number, MALFORMED for whatever is none. */
function refuse(field: string, value: unknown): never {
  const isInteger = typeof value === "bigint" || Number.isInteger(value);
  throw isInteger
    ? new BreakwaterError("OUT_OF_RANGE", field, "outsideBounds")
    : new BreakwaterError("MALFORMED", field, "notAnInteger");
}

/** Throws for what is neither BUY nor SELL, or no sum of flags. */
export function checkWords(side: number, flags: number): void {
  if (side !== 0 && side !== 1) throw new BreakwaterError("MALFORMED", "side", "badWord");
  if (!areFlags(flags)) throw new BreakwaterError("MALFORMED", "flags", "badWord");
}
