/**
 * What may be given to a `Batch`. Its numbers are written as words of 32 bits, which would make account 0 of NaN, another account
 * of 2^32 + 1, and of −1 a sequence number that no tick ever comes after; so whatever is no number of its field's kind is refused
 * by an error, before anything is written.
 */
import { BreakwaterError } from "../domain/errors.js";

const UNITS_MAX = 2n ** 63n - 1n;
const FLAGS_MAX = 63;
/** `IOC` with `FOK`, `CANCEL_OLDEST` with `CANCEL_BOTH`: two words where one can be meant. */
const TIMES_IN_FORCE = 3;
const SELF_TRADES = 48;

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
  if (side !== 0 && side !== 1) throw new BreakwaterError("MALFORMED", "side", "badWord");
  if (!isUnits(price)) refuse("price", price);
  if (!isUnits(quantity)) refuse("quantity", quantity);
  if (!areFlags(flags)) throw new BreakwaterError("MALFORMED", "flags", "badWord");
  if (!isWhole(time)) refuse("time", time);
}

/** Throws what `Batch.cancel` throws. */
export function checkCancel(number: number, time: number): void {
  if (!isWhole(number)) refuse("number", number);
  if (!isWhole(time)) refuse("time", time);
}

/** The row of a market, source or account; whether there is such a one, the core says. */
function isId(value: unknown): boolean {
  return typeof value === "number" && value >>> 0 === value;
}

/** A time, a sequence number, the number of an order. */
function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Price units or lots. */
function isUnits(value: unknown): boolean {
  return isWhole(value) || (typeof value === "bigint" && value >= 0n && value <= UNITS_MAX);
}

function areFlags(value: unknown): boolean {
  if (!isId(value) || (value as number) > FLAGS_MAX) return false;
  const flags = value as number;
  return (flags & TIMES_IN_FORCE) !== TIMES_IN_FORCE && (flags & SELF_TRADES) !== SELF_TRADES;
}

/** OUT_OF_RANGE for a whole number, MALFORMED for whatever is none. */
function refuse(field: string, value: unknown): never {
  const isInteger = typeof value === "bigint" || Number.isInteger(value);
  throw isInteger
    ? new BreakwaterError("OUT_OF_RANGE", field, "outsideBounds")
    : new BreakwaterError("MALFORMED", field, "notAnInteger");
}
