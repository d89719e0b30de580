/** What a venue says that it traded (rules: venue-reports 5, 15). */
import { Fraction } from "./fraction.js";
import { refuse } from "./refusal.js";
import type { Command, Market } from "./state.js";
import { parseDecimal, powerOfTen, toFraction, toMoney, toPositiveLots } from "./units.js";

export interface ReportedFill {
  /** In price units, and between them where the venue says so. */
  price: Fraction;
  lots: bigint;
  /** The venue's own fee; null: `takerFeePpm`. */
  fee: bigint | null;
}

export function readFill(market: Market, command: Command): ReportedFill {
  for (const name of ["price", "quantity"]) if (command[name] === undefined) refuse("MISSING_FIELD", name);
  const price = toExactPrice(market, command.price as string, "price");
  const lots = toPositiveLots(market, command.quantity as string, "quantity");
  if (lots > market.maxPosition) refuse("CAPACITY", "quantity");
  const fee = command.fee === undefined ? null : toMoney(market.domain, command.fee as string, "fee");
  return { price, lots, fee };
}

/** With as many decimals as it has; in range before any rounding. */
export function toExactPrice(market: Market, text: string, field: string): Fraction {
  const price = toFraction(parseDecimal(text)).times(new Fraction(powerOfTen(market.priceDecimals)));
  const tooLow = price.compare(new Fraction(market.minPrice)) < 0n;
  const tooHigh = price.compare(new Fraction(market.maxPrice)) > 0n;
  return tooLow || tooHigh ? refuse("OUT_OF_RANGE", field) : price;
}
