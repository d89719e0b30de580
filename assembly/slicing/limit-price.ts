/**
 * The limit price of slices (rules: plan 4): a slice never trades beyond the market's slippage bound, nor, while the account
 * has equity, beyond the zero price of its leg.
 */
import { zeroPrice } from "../margin/liquidation-price";
import { bandPrice } from "../market/price-limits";
import { Market, Side } from "../memory/abi";

/** The side that closes a position of that signed quantity. */
export function closingSide(quantity: i64): Side {
  return quantity > 0 ? Side.sell : Side.buy;
}

/** The slippage bound alone: as far as `slippagePpm` from a price; the limit of `@liquidation`, which has no zero price. */
export function slippageBound(market: Market, quantity: i64, price: i64): i64 {
  return bandPrice(market, price, closingSide(quantity), market.slippagePpm);
}

/** The limit of an account's leg, worth `zeroValue` at its zero price: slippage bound or zero price, whichever is stricter. */
export function limitPrice(market: Market, quantity: i64, price: i64, equity: i64, zeroValue: i64): i64 {
  const bound = slippageBound(market, quantity, price);
  if (equity < 0) return bound;
  const zero = zeroPrice(market, quantity, zeroValue);
  if (zero == 0) return bound;
  return quantity > 0 ? max(bound, zero) : min(bound, zero);
}
