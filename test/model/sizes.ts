/** Sizes and limits of a market (rules: units 5, commands 10). Limits that are absent are the largest that fit. */
import { Fraction, min, squareRoot } from "./fraction.js";
import { Refusal, refuse } from "./refusal.js";
import type { Command, Domain, Market } from "./state.js";
import { parseDecimal, powerOfTen, toFraction, toLots, toMoney, toUnits, trimmed } from "./units.js";

/** Prices and positions stay at or below 2^40; a position is worth at most 2^53, all longs together 2^61. */
export const MOST_UNITS = 2n ** 40n;
const MOST_POSITION_VALUE = 2n ** 53n;
const MOST_INTEREST_VALUE = 2n ** 61n;
const MOST_INTEREST = 2n ** 53n;
const MOST_INVERSE_SIZE = 2n ** 62n;
const MOST_MIN_NOTIONAL = 2n ** 62n;

/**
 * Linear: `M = lotSize·contractSize·10^(settleDecimals − priceDecimals)`. Inverse: `C = lotSize·contractSize·
 * 10^(settleDecimals + priceDecimals)`. A positive integer.
 */
function readMultiplier(
  domain: Domain,
  priceDecimals: number,
  inverse: boolean,
  size: Fraction, // lotSize·contractSize
): bigint {
  const price = new Fraction(powerOfTen(priceDecimals));
  const scale = new Fraction(powerOfTen(domain.settleDecimals)).times(inverse ? price : price.reciprocal());
  const { numerator, denominator } = size.times(scale);
  const multiplier = numerator / denominator;
  const most = inverse ? MOST_INVERSE_SIZE : MOST_POSITION_VALUE;
  if (numerator % denominator !== 0n || multiplier > most) {
    refuse("SPEC_INVALID", inverse ? "lotSize" : "contractSize");
  }
  return multiplier;
}

/** A size of the specification: whatever is wrong with it is SPEC_INVALID. */
function specified(name: string, read: () => bigint): bigint {
  const value = orSpecInvalid(name, read);
  return value > 0n ? value : refuse("SPEC_INVALID", name);
}

export function orSpecInvalid(name: string, read: () => bigint): bigint {
  try {
    return read();
  } catch (refusal) {
    throw refusal instanceof Refusal ? new Refusal("SPEC_INVALID", name) : refusal;
  }
}

type Limits = Pick<Market, "maxPrice" | "maxPosition" | "maxOpenInterest">;
type Sizes = Limits &
  Pick<Market, "tickSize" | "lotSize" | "multiplier" | "minPrice" | "minOrder" | "maxOrder" | "minNotional">;

/** A limit as specified; null: none. */
type Given = (name: keyof Limits) => bigint | null;

export function readSizes(command: Command, domain: Domain, priceDecimals: number, inverse: boolean): Sizes {
  const price = (name: string) =>
    specified(name, () => toUnits(command[name] as string, priceDecimals, name));
  const positive = (name: string, absent: string) => {
    const value = trimmed(parseDecimal((command[name] ?? absent) as string));
    return value.digits > 0n ? value : refuse("SPEC_INVALID", name);
  };
  const tickSize = price("tickSize");
  const lotSize = positive("lotSize", "0");
  const size = toFraction(lotSize).times(toFraction(positive("contractSize", "1")));
  const multiplier = readMultiplier(domain, priceDecimals, inverse, size);
  const lots = (name: string) => specified(name, () => toLots({ lotSize }, command[name] as string, name));

  if (inverse && command.minPrice === undefined) refuse("MISSING_FIELD", "minPrice");
  const minPrice = command.minPrice === undefined ? 1n : price("minPrice");
  const given: Given = (name) => {
    if (command[name] === undefined) return null;
    return name === "maxPrice" ? price(name) : lots(name);
  };
  const limits = inverse ? inverseLimits(given, multiplier, minPrice) : linearLimits(given, multiplier);
  const { maxPrice, maxPosition, maxOpenInterest } = limits;
  if (maxPrice < 1n || maxPrice > MOST_UNITS || minPrice > maxPrice) refuse("SPEC_INVALID", "maxPrice");
  if (maxPosition < 1n || maxPosition > MOST_UNITS) refuse("SPEC_INVALID", "maxPosition");
  if (maxOpenInterest < maxPosition) refuse("SPEC_INVALID", "maxOpenInterest");

  const minOrder = command.minOrder === undefined ? 1n : lots("minOrder");
  const maxOrder = command.maxOrder === undefined ? maxPosition : lots("maxOrder");
  if (minOrder > maxOrder) refuse("SPEC_INVALID", "maxOrder");
  const minNotional = orSpecInvalid("minNotional", () =>
    toMoney(domain, (command.minNotional ?? "0") as string, "minNotional"),
  );
  if (minNotional > MOST_MIN_NOTIONAL) refuse("SPEC_INVALID", "minNotional");
  return { tickSize, lotSize, multiplier, minPrice, ...limits, minOrder, maxOrder, minNotional };
}

/** `maxPosition·maxPrice·M ≤ 2^53`, `maxOpenInterest·maxPrice·M ≤ 2^61`; without either limit both are the same number. */
function linearLimits(given: Given, multiplier: bigint): Limits {
  const room = MOST_POSITION_VALUE / multiplier;
  let maxPrice = given("maxPrice");
  let maxPosition = given("maxPosition");
  if (maxPrice === null && maxPosition === null) {
    maxPrice = min(MOST_UNITS, squareRoot(room));
    maxPosition = maxPrice;
  }
  maxPrice ??= min(MOST_UNITS, room / (maxPosition ?? 1n));
  maxPosition ??= min(MOST_UNITS, room / maxPrice);
  if (maxPrice < 1n) refuse("SPEC_INVALID", "maxPrice");
  if (maxPosition * maxPrice > room) refuse("SPEC_INVALID", "maxPosition");
  const interestRoom = MOST_INTEREST_VALUE / (maxPrice * multiplier);
  const maxOpenInterest = given("maxOpenInterest") ?? min(MOST_INTEREST, interestRoom);
  if (maxOpenInterest > interestRoom) refuse("SPEC_INVALID", "maxOpenInterest");
  return { maxPrice, maxPosition, maxOpenInterest };
}

/** `maxPosition·C ≤ 2^53·minPrice`, `maxOpenInterest·C ≤ 2^61·minPrice`: a position is worth most at the lowest price. */
function inverseLimits(given: Given, multiplier: bigint, minPrice: bigint): Limits {
  const maxPrice = given("maxPrice") ?? MOST_UNITS;
  const room = (MOST_POSITION_VALUE * minPrice) / multiplier;
  const maxPosition = given("maxPosition") ?? min(MOST_UNITS, room);
  if (maxPosition > room) refuse("SPEC_INVALID", "maxPosition");
  const interestRoom = (MOST_INTEREST_VALUE * minPrice) / multiplier;
  const maxOpenInterest = given("maxOpenInterest") ?? min(MOST_INTEREST, interestRoom);
  if (maxOpenInterest > interestRoom) refuse("SPEC_INVALID", "maxOpenInterest");
  return { maxPrice, maxPosition, maxOpenInterest };
}
