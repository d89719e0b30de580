/**
 * Positions and how a trade settles. Reducing r of |q| lots realises their value less cost·r/|q|, truncated toward zero
 * (all of the cost when r = |q|); crossing zero closes, then opens. So cash − cost changes by exactly the value traded.
 */
import { noteBounded } from "../book/reduce-only-sums";
import { costAt } from "../market/exact-price";
import {
  ACCOUNT_LIQUIDATION,
  Account,
  ACCOUNT_BYTES,
  AccountMode,
  Detail,
  DOMAIN_BYTES,
  EventType,
  Leg,
  LEG_BYTES,
  LEGS_MAX,
  Market,
  MARKET_BYTES,
  Pair,
  POSITION_EVENT_BYTES,
  PositionEvent,
  SHARD_BYTES,
  Side,
} from "../memory/abi";
import {
  accountAt,
  domainAt,
  giveRow,
  legAt,
  legPool,
  marketAt,
  SETTLED_AT,
  shard,
  takeRow,
} from "../memory/arena";
import { offerAgain } from "../memory/offer-heaps";
import { Log } from "../memory/event-log";
import { beginKeeping, DEBUGGING, forget, keep, planted, printOf, restore } from "../memory/pairs";
import { touchMoved } from "../memory/worklist";
import { magnitude, mulDivTruncate } from "../numbers/fixed";
import { disarmLeg } from "../triggers/trigger-ladder";
import { isSettled, owedByLeg, settleFunding } from "./funding";

/** What `settle` makes of a position: its quantity and cost after the trade, and what was realised, before fees. */
@unmanaged
export class Settled {
  quantity: i64;
  cost: i64;
  realised: i64;
}

const SETTLED = changetype<Settled>(SETTLED_AT);

/**
 * Trades `lots` (signed) into a position, whose cost they change by `value`. When they cross zero, the part that opens costs
 * what it does at `price`, the part that closes the rest; without a price each has its part of the value.
 */
export function settle(market: Market, quantity: i64, cost: i64, lots: i64, value: i64, price: i64): Settled {
  SETTLED.quantity = quantity + lots;
  if (quantity == 0 || (quantity ^ lots) >= 0) {
    SETTLED.cost = cost + value;
    SETTLED.realised = 0;
    if (DEBUGGING) confirmSettled(cost, value, lots);
    return SETTLED;
  }
  const size = magnitude(quantity);
  const traded = magnitude(lots);
  const closed = min(size, traded);
  let closedValue = value;
  if (closed != traded) {
    const side: Side = lots > 0 ? Side.buy : Side.sell;
    if (price == 0) closedValue = mulDivTruncate(value, closed, traded);
    else closedValue = value - costAt(market, side, traded - closed, price);
  }
  const closedCost = closed == size ? cost : mulDivTruncate(cost, closed, size);
  SETTLED.cost = cost - closedCost + (value - closedValue);
  SETTLED.realised = -closedValue - closedCost;
  if (DEBUGGING) confirmSettled(cost, value, lots);
  return SETTLED;
}

/** Cash less cost changes by exactly the value traded, and what is closed costs nothing more. */
function confirmSettled(cost: i64, value: i64, lots: i64): void {
  assert(lots != 0, "no lots are traded");
  assert(SETTLED.realised - SETTLED.cost == -value - cost, "a trade makes or loses money");
  assert(SETTLED.quantity != 0 || SETTLED.cost == 0, "a closed position keeps a cost");
}

/** Keeps open interest, Σ of positive quantities, when one quantity changes. */
export function countInterest(market: Market, before: i64, after: i64): void {
  market.openInterest += max<i64>(after, 0) - max<i64>(before, 0);
}

/** The account's leg in a market, 0 if it has none. */
export function findLeg(account: Account, market: u32): u32 {
  for (let row = account.firstLeg; row != 0; row = legAt(row).nextLeg) {
    const at = <u32>legAt(row).market;
    if (at >= market) return at == market ? row : 0;
  }
  return 0;
}

/** The account's signed quantity in a market. */
export function quantityIn(account: Account, market: u32): i64 {
  const row = findLeg(account, market);
  return row == 0 ? 0 : legAt(row).quantity;
}

/** Signed lots of an account, or of `@liquidation`, in a market. */
export function lotsHeld(owner: u32, market: u32): i64 {
  return owner == ACCOUNT_LIQUIDATION
    ? marketAt(market).liquidationQuantity
    : quantityIn(accountAt(owner), market);
}

/** An isolated account has one position: its loss stops at its cash, and touches no other. */
export function legsMax(account: Account): u32 {
  return account.mode == <u8>AccountMode.isolated ? 1 : LEGS_MAX;
}

/** Why an account has no room for another leg. */
export function legsDetail(account: Account): Detail {
  return account.mode == <u8>AccountMode.isolated ? Detail.oneIsolatedPosition : Detail.legs;
}

function insertLeg(row: u32, account: Account, market: u32): u32 {
  const leg = takeRow(legPool);
  assert(leg != 0, "no row for a leg");
  legAt(leg).account = row;
  legAt(leg).market = <u16>market;
  let before: u32 = 0;
  let after = account.firstLeg;
  while (after != 0 && legAt(after).market < market) {
    before = after;
    after = legAt(after).nextLeg;
  }
  legAt(leg).nextLeg = after;
  if (before == 0) account.firstLeg = leg;
  else legAt(before).nextLeg = leg;
  account.legs++;
  return leg;
}

function removeLeg(account: Account, row: u32): void {
  if (account.firstLeg == row) account.firstLeg = legAt(row).nextLeg;
  else {
    let before = account.firstLeg;
    while (legAt(before).nextLeg != row) before = legAt(before).nextLeg;
    legAt(before).nextLeg = legAt(row).nextLeg;
  }
  account.legs--;
  giveRow(legPool, row, LEG_BYTES);
}

/** Sets an account's position, its funding settled before; the leg appears or goes as needed, the account is touched. */
export function setPosition(row: u32, market: u32, quantity: i64, cost: i64): void {
  setLeg(row, market, findLeg(accountAt(row), market), quantity, cost);
}

/** What a venue has done to a leg: a slice of it is not answered for, a fill should not have been (rules: venue-reports 4, 7). */
export const SILENT: u8 = 1;
export const MISMATCHED: u8 = 2;

/** A leg with these flags has them no more. */
export function forgetVenue(market: Market, flags: u8): void {
  market.silentLegs -= flags & SILENT;
  market.mismatchedLegs -= (flags & MISMATCHED) >> 1;
}

/** The same where the leg, 0 if there is none, has been found. */
function setLeg(row: u32, marketRow: u32, found: u32, quantity: i64, cost: i64): void {
  const account = accountAt(row);
  const market = marketAt(marketRow);
  touchMoved(row);
  if (account.bounded) noteBounded(row, account);
  if (found == 0) {
    countInterest(market, 0, quantity);
    if (quantity == 0) return;
    const leg = legAt(insertLeg(row, account, marketRow));
    settleFunding(market, 0, leg.funding);
    leg.quantity = quantity;
    leg.cost = cost;
    offerAgain(account, marketRow);
    return;
  }
  const leg = legAt(found);
  const before = leg.quantity;
  countInterest(market, before, quantity);
  account.cash -= settleFunding(market, before, leg.funding);
  if (quantity == 0) {
    assert(cost == 0, "a position is closed, but not its cost");
    if (leg.venue) forgetVenue(market, leg.venue);
    disarmLeg(found);
    removeLeg(account, found);
    return;
  }
  // On the same side it stays where it is armed, until the account is armed anew.
  if ((quantity ^ before) < 0) {
    disarmLeg(found);
    offerAgain(account, marketRow);
  }
  leg.quantity = quantity;
  leg.cost = cost;
}

/** The leg is what was settled, its funding too; the account has what it gained less what it owed. */
function confirmTraded(account: Account, market: u32, quantity: i64, cost: i64, due: i64): void {
  const row = findLeg(account, market);
  assert((row == 0) == (quantity == 0), "a leg without lots, or lots without a leg");
  assert(account.cash == due, "a trade leaves other cash than gain, fees and funding make");
  assert(marketAt(market).openInterest >= max<i64>(0, quantity), "open interest is less than one position");
  if (row == 0) return;
  assert(legAt(row).quantity == quantity && legAt(row).cost == cost, "a leg is not what was settled");
  assert(isSettled(marketAt(market), legAt(row)), "a leg owes funding after a trade");
}

function keepTrade(account: Account, market: Market, leg: Leg): usize {
  const kept = beginKeeping();
  keep(changetype<usize>(account), ACCOUNT_BYTES);
  keep(changetype<usize>(market), MARKET_BYTES);
  keep(changetype<usize>(leg), LEG_BYTES);
  keep(changetype<usize>(domainAt(market.domain)), DOMAIN_BYTES);
  keep(changetype<usize>(shard), SHARD_BYTES);
  return kept;
}

/** `setLeg` leaves the same rows. */
function confirmTrade(kept: usize, row: u32, market: u32, found: u32, quantity: i64, cost: i64): void {
  legAt(found).cost += planted(Pair.plainTrade);
  const print = printOf(kept);
  restore(kept);
  setLeg(row, market, found, quantity, cost);
  assert(printOf(kept) == print, "a trade on the same side leaves other rows than setLeg");
  forget(kept);
}

/**
 * Trades into an account's position (price 0: at a value agreed for the lots as a whole), and reports it. What was realised
 * goes to the account's cash, from which the fees are taken.
 */
export function trade(row: u32, market: u32, lots: i64, value: i64, price: i64, fees: i64): void {
  const account = accountAt(row);
  const found = findLeg(account, market);
  const spec = marketAt(market);
  const leg = legAt(found);
  const before = found == 0 ? 0 : leg.quantity;
  const settled = settle(spec, before, found == 0 ? 0 : leg.cost, lots, value, price);
  const after = settled.quantity;
  const cost = settled.cost;
  const gain = settled.realised;
  let due: i64 = 0;
  if (DEBUGGING) due = account.cash + gain - fees - (found == 0 ? 0 : owedByLeg(spec, leg));
  account.cash += gain - fees;
  if (before != 0 && after != 0 && (before ^ after) >= 0 && isSettled(spec, leg)) {
    // Fast path of `setLeg`, for most trades: the position stays on its side and has no funding to settle.
    if (account.bounded) noteBounded(row, account);
    let kept: usize = 0;
    if (DEBUGGING) kept = keepTrade(account, spec, leg);
    if (before > 0) spec.openInterest += lots;
    leg.quantity = after;
    leg.cost = cost;
    touchMoved(row);
    if (DEBUGGING) confirmTrade(kept, row, market, found, after, cost);
  } else setLeg(row, market, found, after, cost);
  if (DEBUGGING) confirmTraded(account, market, after, cost, due);
  const event = changetype<PositionEvent>(Log.full(EventType.position, POSITION_EVENT_BYTES));
  event.quantity = after;
  event.cost = cost;
  event.realised = gain;
  event.cash = account.cash;
  event.account = row;
  event.market = market;
  event.domain = account.domain;
}
