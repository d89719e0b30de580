/**
 * An account's open orders: what admission checks count besides its legs. Their sums are kept (book/open-sums); where these do not
 * decide, and each order has to be looked at, they are gathered by market in one walk over
 * its list: totals are kept in scratch rows, one a market; those of the account gathered before are cleared first.
 */
import { firstSums, openLots, sumsOf } from "../book/open-sums";
import { findLeg, legsMax } from "../ledger/position";
import { adversePrice } from "../market/trust";
import { fillCost, notionalOfLots, valueOf } from "../market/value";
import { Account, Side } from "../memory/abi";
import {
  GATHERED_AT,
  legPool,
  marketAt,
  meters,
  openMarkets,
  openTotals,
  orderAt,
  room,
  termsAt,
} from "../memory/arena";
import { DEBUGGING } from "../memory/pairs";
import { ppmCeil } from "../numbers/fixed";

/**
 * The open orders of the account gathered last: in how many markets, and Σ `orderLoss` of those that are not reducing. It
 * outlives a command, whichever instance of the core gathered, because the totals it counts do.
 */
@unmanaged
export class Gathered {
  loss: i64;
  markets: u32;
  account: u32;
}

const GATHERED = changetype<Gathered>(GATHERED_AT);

/** The gathered orders of an account: it must have been the last. */
export function gatheredOf(account: Account): Gathered {
  if (DEBUGGING)
    assert(GATHERED.account == <u32>changetype<usize>(account), "another account's orders were gathered");
  return GATHERED;
}

function totalAt(market: u32, side: Side): usize {
  return openTotals + ((<usize>market) << 4) + ((<usize>side) << 3);
}

/** Σ quantity of the gathered account's open orders of a side in a market. */
export function openIn(market: u32, side: Side): i64 {
  return load<i64>(totalAt(market, side));
}

export function openMarketAt(i: u32): u32 {
  return load<u32>(openMarkets + ((<usize>i) << 2));
}

/** Gathers the account's orders, but for the one that is being amended. */
export function gatherOpen(account: Account, amended: u32 = 0): void {
  for (let i: u32 = 0; i < GATHERED.markets; i++) {
    store<i64>(totalAt(openMarketAt(i), Side.buy), 0);
    store<i64>(totalAt(openMarketAt(i), Side.sell), 0);
  }
  let markets: u32 = 0;
  let loss: i64 = 0;
  for (let row = account.firstOrder; row != 0; row = termsAt(row).accountNext) {
    meters.looks++;
    const terms = termsAt(row);
    if (row == amended || terms.waiting) continue;
    const quantity = orderAt(row).quantity;
    const market = terms.market;
    if (openIn(market, Side.buy) == 0 && openIn(market, Side.sell) == 0) {
      store<u32>(openMarkets + ((<usize>markets) << 2), market);
      markets++;
    }
    store<i64>(totalAt(market, terms.side), openIn(market, terms.side) + quantity);
    if (!terms.reducing) loss += orderLoss(market, terms.side, quantity, terms.price);
  }
  GATHERED.markets = markets;
  GATHERED.loss = loss;
  GATHERED.account = <u32>changetype<usize>(account);
}

/** What filling at its own price loses against the adverse price of what it makes, and the taker fee; both up. */
export function orderLoss(row: u32, side: Side, lots: i64, price: i64): i64 {
  const market = marketAt(row);
  const buys = side == Side.buy;
  // Lots bought or sold at the order's price and valued at the other lose the difference.
  const value = valueOf(market, buys ? lots : -lots, adversePrice(row, market, buys));
  const lost = fillCost(market, side, lots, price) - value;
  return max<i64>(0, lost) + ppmCeil(notionalOfLots(market, lots, price), market.takerFeePpm);
}

/** Whether every market in which the account has an order has a mark. */
export function openMarked(account: Account): bool {
  const row = firstSums(account);
  if (row == 0) return account.openMarket == 0 || marketAt(account.openMarket - 1).hasMark != 0;
  for (let k = row; k != 0; k = sumsOf(k).next) if (!marketAt(sumsOf(k).market).hasMark) return false;
  return true;
}

/** Whether the account may have a leg in a market where it has none: its open orders keep their places. */
export function hasLegRoom(account: Account, market: u32): bool {
  return legsWanted(account, market) <= legsMax(account) && room(legPool) != 0;
}

/** Legs of the account, and markets in which only its open orders, or a new one in `market`, could make one. */
export function legsWanted(account: Account, market: u32): u32 {
  let wanted: u32 = account.legs;
  if (findLeg(account, market) == 0) wanted++;
  const row = firstSums(account);
  if (row == 0)
    return account.openMarket == 0 ? wanted : wanted + placeIn(account, account.openMarket - 1, market);
  for (let k = row; k != 0; k = sumsOf(k).next) wanted += placeIn(account, sumsOf(k).market, market);
  return wanted;
}

/** 1 where open orders in another market than `market` keep the place of a leg; none that has been set aside does. */
function placeIn(account: Account, other: u32, market: u32): u32 {
  if (other == market || findLeg(account, other) != 0) return 0;
  return u32((openLots(account, other, Side.buy) | openLots(account, other, Side.sell)) != 0);
}
