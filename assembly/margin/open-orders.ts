/**
 * An account's open orders: what admission checks count besides its legs. While they are all in one market, the account
 * itself keeps their sums. Otherwise, and where each order has to be looked at, they are gathered by market in one walk over
 * its list: totals are kept in scratch rows, one a market; those of the account gathered before are cleared first.
 */
import { findLeg, legsMax } from "../ledger/position";
import { fillCost, notionalOfLots, valueOf } from "../market/value";
import { Account, Market, Side } from "../memory/abi";
import { legPool, marketAt, openMarkets, openTotals, orderAt, room, termsAt } from "../memory/arena";
import { ppmCeil } from "../numbers/fixed";
import { lacksMark } from "./requirement";

/** How many markets the account has open orders in, and Σ `orderLoss` of those that are not reducing. */
export let openMarketCount: u32 = 0;
export let openLoss: i64 = 0;

function totalAt(market: u32, side: Side): usize {
  return openTotals + ((<usize>market) << 4) + ((<usize>side) << 3);
}

/** Σ quantity of the gathered account's open orders of a side in a market. */
export function openIn(market: u32, side: Side): i64 {
  return load<i64>(totalAt(market, side));
}

export function openMarketAt(i: u32): u32 {
  return load<u32>(openMarkets + ((<usize>i + 1) << 2));
}

/** Gathers the account's orders, but for the one that is being amended. */
export function gatherOpen(account: Account, amended: u32 = 0): void {
  // Gathered by whichever instance of the core: how many there were stands before the list.
  for (let i: u32 = 0; i < load<u32>(openMarkets); i++) {
    store<i64>(totalAt(openMarketAt(i), Side.buy), 0);
    store<i64>(totalAt(openMarketAt(i), Side.sell), 0);
  }
  openMarketCount = 0;
  openLoss = 0;
  for (let row = account.firstOrder; row != 0; row = termsAt(row).accountNext) {
    if (row == amended) continue;
    const terms = termsAt(row);
    const quantity = orderAt(row).quantity;
    const market = terms.market;
    if (openIn(market, Side.buy) == 0 && openIn(market, Side.sell) == 0) {
      openMarketCount++;
      store<u32>(openMarkets + ((<usize>openMarketCount) << 2), market);
    }
    store<i64>(totalAt(market, terms.side), openIn(market, terms.side) + quantity);
    if (!terms.reducing) openLoss += orderLoss(marketAt(market), terms.side, quantity, terms.price);
  }
  store<u32>(openMarkets, openMarketCount);
}

/** What filling at its own price loses against the mark, and the taker fee; both up. */
export function orderLoss(market: Market, side: Side, lots: i64, price: i64): i64 {
  const sign: i64 = side == Side.buy ? 1 : -1;
  // A position opened at its own price costs what it does, and is worth what it is at the mark.
  const lost = fillCost(market, side, lots, price) - valueOf(market, sign * lots, market.mark);
  return max<i64>(0, lost) + ppmCeil(notionalOfLots(market, lots, price), market.takerFeePpm);
}

/** Whether every market in which the gathered account has a leg or an order has a mark. */
export function allMarked(account: Account): bool {
  return !lacksMark(account) && openMarked();
}

/** The same of its orders alone. */
export function openMarked(): bool {
  for (let i: u32 = 0; i < openMarketCount; i++) if (!marketAt(openMarketAt(i)).hasMark) return false;
  return true;
}

/** Whether the account may have a leg in a market where it has none: its open orders keep their places. */
export function hasLegRoom(account: Account, market: u32): bool {
  gatherOpen(account);
  return legsWanted(account, market) <= legsMax(account) && room(legPool) != 0;
}

/** Legs of the gathered account, and markets in which only its open orders, or a new one in `market`, could make one. */
export function legsWanted(account: Account, market: u32): u32 {
  let wanted = account.legs;
  if (findLeg(account, market) == 0) wanted++;
  for (let i: u32 = 0; i < openMarketCount; i++) {
    const other = openMarketAt(i);
    if (other != market && findLeg(account, other) == 0) wanted++;
  }
  return wanted;
}
