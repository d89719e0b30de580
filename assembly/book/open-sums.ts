/**
 * Sums of an account's open orders while they are in one market: lots a side and notional, so that most orders are judged
 * without a walk over the others.
 */
import { notionalOfLots } from "../market/value";
import { Account, Kind, NONE, OrderTerms, Pair, Side } from "../memory/abi";
import { marketAt, orderAt, termsAt } from "../memory/arena";
import { DEBUGGING, planted } from "../memory/pairs";

/** `openMarket` of an account with open orders in several markets: from then on, until it has none, its sums mean nothing. */
const SEVERAL: u32 = NONE;

/** Whether the account has no open orders but in that market, so that its own sums are those of the market. */
export function opensOnlyIn(account: Account, market: u32): bool {
  if (DEBUGGING) confirmSums(account);
  return account.openMarket == 0 || account.openMarket == market + 1;
}

/** A walk over the account's orders finds the same sums. */
function confirmSums(account: Account): void {
  if (account.openMarket == SEVERAL) return;
  let bids: i64 = 0;
  let asks: i64 = 0;
  let notional: i64 = 0;
  for (let row = account.firstOrder; row != 0; row = termsAt(row).accountNext) {
    const terms = termsAt(row);
    const quantity = orderAt(row).quantity;
    assert(terms.market + 1 == account.openMarket, "an open order lies in another market than the sums");
    if (terms.side == <u8>Side.buy) bids += quantity;
    else asks += quantity;
    if (!terms.reducing) notional += notionalOfLots(marketAt(terms.market), quantity, terms.price);
  }
  assert(bids == account.bids && asks == account.asks, "the lots of open orders are not their sum");
  assert(notional == account.openNotional, "the notional of open orders is not their sum");
}

/** Counts an order that rests from now on. */
export function countOpen(account: Account, order: OrderTerms, quantity: i64): void {
  const here = order.market + 1;
  if (account.openMarket != here) {
    account.openMarket = account.openMarket == 0 ? here : SEVERAL;
  }
  changeOpen(account, order, 0, quantity);
}

/** Counts a change of an order's open quantity; one left with 0 has left the account's list before. */
export function changeOpen(account: Account, order: OrderTerms, before: i64, after: i64): void {
  if (account.firstOrder == 0) {
    account.openMarket = 0;
    account.bids = 0;
    account.asks = 0;
    account.openNotional = 0;
  }
  if (account.openMarket != order.market + 1) return;
  const change = after - before;
  if (DEBUGGING) account.bids += planted(Pair.openSums);
  if (order.side == <u8>Side.buy) account.bids += change;
  else account.asks += change;
  if (order.reducing) return;
  const market = marketAt(order.market);
  account.openNotional +=
    market.kind == <u8>Kind.linear
      ? change * order.price * market.unit
      : notionalOfLots(market, after, order.price) - notionalOfLots(market, before, order.price);
}
