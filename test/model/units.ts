/** Decimal strings to integers in their unit and back (rules: commands 5, units 11). */
import { abs, Fraction } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Domain, Market } from "./state.js";

/** `digits · 10^-decimals`, as it was written: "1.50" has two decimals. */
export interface Decimal {
  digits: bigint;
  decimals: number;
}

export function parseDecimal(text: string): Decimal {
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), decimals: fraction.length };
}

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Amounts are 64-bit integers in their unit, with room to add two. */
const MOST_AMOUNT = 2n ** 62n;

function fits(units: bigint): boolean {
  return abs(units) <= MOST_AMOUNT;
}

export function toFraction({ digits, decimals }: Decimal): Fraction {
  return new Fraction(digits, powerOfTen(decimals));
}

/** Without the zeros at its end, (rules: units 11). */
export function trimmed(decimal: Decimal): Decimal {
  let { digits, decimals } = decimal;
  while (decimals > 0 && digits % 10n === 0n) {
    digits /= 10n;
    decimals -= 1;
  }
  return { digits, decimals };
}

/** A decimal in units of 10^-decimals; `code` where it was written with more decimals than that. */
export function toUnits(text: string, decimals: number, field: string, code = "MALFORMED"): bigint {
  const value = parseDecimal(text);
  if (value.decimals > decimals) refuse(code, field);
  const units = value.digits * powerOfTen(decimals - value.decimals);
  return fits(units) ? units : refuse(code === "MALFORMED" ? "OUT_OF_RANGE" : code, field);
}

export function toMoney(
  domain: Pick<Domain, "settleDecimals">,
  text: string,
  field: string,
  code = "MALFORMED",
): bigint {
  return toUnits(text, domain.settleDecimals, field, code);
}

/** Lots, or null where the quantity is no multiple of `lotSize`. */
function lotsOf(value: Decimal, lotSize: Decimal): bigint | null {
  const numerator = value.digits * powerOfTen(lotSize.decimals);
  const denominator = lotSize.digits * powerOfTen(value.decimals);
  return numerator % denominator === 0n ? numerator / denominator : null;
}

/** A quantity in lots (signed where the sign has passed the static checks). */
export function toLots(market: { lotSize: Decimal }, text: string, field: string): bigint {
  const value = parseDecimal(text);
  const lots = lotsOf(value, market.lotSize);
  if (lots === null) refuse("QUANTITY_OFF_LOT", field);
  if (value.decimals > market.lotSize.decimals) refuse("MALFORMED", field);
  return fits(lots) ? lots : refuse("OUT_OF_RANGE", field);
}

/** The quantity of an order or fill: zero is out of range whatever its decimals (rules: commands 5). */
export function toPositiveLots(market: Market, text: string, field: string): bigint {
  if (parseDecimal(text).digits === 0n) refuse("OUT_OF_RANGE", field);
  return toLots(market, text, field);
}

export function toPriceUnits(market: Market, text: string, field: string): bigint {
  return toUnits(text, market.priceDecimals, field);
}

export function checkPriceRange(market: Market, price: bigint, field: string): void {
  if (price < market.minPrice || price > market.maxPrice) refuse("OUT_OF_RANGE", field);
}

/** The price of an order, a report or a book level: in range and on tick. */
export function toTickPrice(market: Market, text: string, field: string): bigint {
  const price = toPriceUnits(market, text, field);
  checkPriceRange(market, price, field);
  if (price % market.tickSize !== 0n) refuse("PRICE_OFF_TICK", field);
  return price;
}

export function format(units: bigint, decimals: number): string {
  const digits = abs(units)
    .toString()
    .padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return units < 0n ? `-${text}` : text;
}

export function formatMoney(domain: Domain, money: bigint): string {
  return format(money, domain.settleDecimals);
}

export function formatPrice(market: Market, price: bigint): string {
  return format(price, market.priceDecimals);
}

export function formatLots(market: Market, lots: bigint): string {
  return format(lots * market.lotSize.digits, market.lotSize.decimals);
}
