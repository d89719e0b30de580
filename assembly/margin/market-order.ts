/**
 * The margin of a market order by what the book would make it pay (rules: margin 13, 14). At its limit, the band's bound, it may
 * lose far more than the book can cost it: lots for which resting orders are certain to trade are judged at their prices.
 */
import { bestLevel, nextLevel, otherSide, priceAt } from "../book/ladder";
import { inside } from "../market/price-limits";
import { Side } from "../memory/abi";
import { accountAt, levelAt, marketAt, orderAt, termsAt } from "../memory/arena";
import { marginLeft } from "./initial-margin";
import { orderLoss } from "./open-orders";

/**
 * Whether the account's equity covers a market order that opens, with loss and fee of each resting order that it would certainly
 * trade with (another account's, not reducing) at that order's price, the best first, and of what is left at the limit. No fill
 * makes it pay more: whoever else trades before those is no dearer than the last of them. Requires that its open orders have been
 * gathered.
 */
export function coversByBook(account: u32, market: u32, side: Side, quantity: i64, limit: i64): bool {
  const spec = marketAt(market);
  const bookSide = otherSide(side);
  let spare =
    marginLeft(accountAt(account), market, side, quantity, limit) + orderLoss(market, side, quantity, limit);
  let left = quantity;
  for (let level = bestLevel(spec, bookSide); level != 0; level = nextLevel(level)) {
    const price = priceAt(spec, level);
    if (!inside(bookSide, price, limit)) break;
    for (let row = levelAt(level).head; row != 0; row = orderAt(row).next) {
      const maker = orderAt(row);
      if (maker.account == account || termsAt(row).reducing) continue;
      const taken = min(left, maker.quantity);
      spare -= orderLoss(market, side, taken, price);
      left -= taken;
      if (spare < 0 || left == 0) return spare >= 0;
    }
  }
  return spare >= orderLoss(market, side, left, limit);
}
