/** Positions of `@liquidation`: taken over from accounts, unwound by the same slicer, one case a market. */
import { isTripped } from "../market/breakers";
import { valueOf } from "../market/value";
import {
  ACCOUNT_LIQUIDATION,
  Breaker,
  EventType,
  FundReason,
  Market,
  POSITION_EVENT_BYTES,
  PositionEvent,
} from "../memory/abi";
import { collateralAt, domainAt, marketAt, shard, takeRow, workAt, workPool } from "../memory/arena";
import { liquidationWorths } from "../memory/derived";
import { emit, now } from "../memory/event-log";
import { DEBUGGING } from "../memory/pairs";
import { liquidationCollateral } from "./collateral";
import { owedFunding, settleFunding } from "./funding";
import { chargeFund } from "./insurance-fund";
import { NO_PRICE, queueLots } from "./liquidation-lots";
import { countInterest, forgetVenue, settle } from "./position";

/**
 * The equity of a domain's `@liquidation` at last marks: its cash (a deficit where it is negative), its
 * positions, the funding that they owe, and the collateral it has seized.
 */
export function equityOfLiquidation(row: u32): i64 {
  return domainAt(row).liquidationCash + liquidationCollateral(row) + worthOfPositions(row);
}

function worthOfPositions(row: u32): i64 {
  let sum: i64 = 0;
  for (let m: u32 = 0; m < shard.markets; m++) if (marketAt(m).domain == row) sum += worthOf(marketAt(m));
  return sum;
}

/** What the position in a market is worth, at its last mark. */
function worthOf(market: Market): i64 {
  if (!market.hasMark) return 0;
  const quantity = market.liquidationQuantity;
  const owed = owedFunding(market, quantity, market.liquidationFunding);
  return valueOf(market, quantity, market.mark) - market.liquidationCost - owed;
}

/**
 * What a domain's positions are worth, and in how many markets with an unconfirmed mark it has one, kept while a command is
 * evaluated: no mark moves then, only trades change them.
 */
@unmanaged
class Worth {
  sum: i64;
  unconfirmed: u32;
  known: u32;
}

function worthAt(domain: u32): Worth {
  return changetype<Worth>(liquidationWorths + ((<usize>domain) << 4));
}

let worthsKnown: u32 = 0;

function keptWorth(row: u32): Worth {
  const worth = worthAt(row);
  if (worth.known) return worth;
  worth.sum = worthOfPositions(row);
  worth.unconfirmed = unconfirmedPositions(row);
  worth.known = 1;
  worthsKnown++;
  return worth;
}

function unconfirmedPositions(row: u32): u32 {
  let count: u32 = 0;
  for (let m: u32 = 0; m < shard.markets; m++) {
    if (marketAt(m).domain == row) count += u32(isUnconfirmedIn(marketAt(m)));
  }
  return count;
}

function isUnconfirmedIn(market: Market): bool {
  return market.liquidationQuantity != 0 && isTripped(market, Breaker.UNCONFIRMED);
}

/** Whether `@liquidation` has a position, or a balance, whose mark is unconfirmed. */
export function isLiquidationUnconfirmed(row: u32): bool {
  const unconfirmed = keptWorth(row).unconfirmed;
  if (DEBUGGING)
    assert(
      unconfirmed == unconfirmedPositions(row),
      "other marks of @liquidation are unconfirmed than was kept",
    );
  if (unconfirmed != 0) return true;
  for (let k: u32 = 0; k < domainAt(row).collateralCount; k++) {
    const collateral = collateralAt(row, k);
    if (collateral.liquidation != 0 && isTripped(marketAt(collateral.market), Breaker.UNCONFIRMED))
      return true;
  }
  return false;
}

/** `equityOfLiquidation` within an evaluation, where each takeover asks for it: markets are gone through once. */
export function keptEquityOfLiquidation(row: u32): i64 {
  const worth = keptWorth(row);
  const equity = domainAt(row).liquidationCash + liquidationCollateral(row) + worth.sum;
  if (DEBUGGING) assert(equity == equityOfLiquidation(row), "@liquidation is worth other than was kept");
  return equity;
}

/** The command is over. */
export function forgetWorths(): void {
  if (worthsKnown == 0) return;
  for (let row: u32 = 0; row < shard.domains; row++) worthAt(row).known = 0;
  worthsKnown = 0;
}

/**
 * Trades into `@liquidation`'s position at the price told (price 0: at a value agreed for the lots as a whole): `position` event,
 * `unwound` of the lots that go; then its gain or loss and the funding that it owed are charged to the fund. Its case begins when the position leaves zero and ends when
 * it is back.
 */
export function tradeLiquidation(
  row: u32,
  lots: i64,
  value: i64,
  caseNumber: u64,
  fee: i64,
  reason: FundReason,
  told: i64,
  price: i64 = 0,
): void {
  const market = marketAt(row);
  const before = market.liquidationQuantity;
  const worth = worthAt(market.domain);
  if (worth.known) {
    worth.sum -= worthOf(market);
    worth.unconfirmed -= u32(isUnconfirmedIn(market));
  }
  const settled = settle(market, market.liquidationQuantity, market.liquidationCost, lots, value, price);
  const gain = settled.realised;
  const spent = fee + settleFunding(market, market.liquidationQuantity, market.liquidationFunding);
  countInterest(market, market.liquidationQuantity, settled.quantity);
  market.liquidationQuantity = settled.quantity;
  market.liquidationCost = settled.cost;
  if (worth.known) {
    worth.sum += worthOf(market);
    worth.unconfirmed += u32(isUnconfirmedIn(market));
  }
  positionEvent(row, market, gain, gain - spent);
  queueLots(row, before, lots, told, reason == FundReason.takeover ? caseNumber : 0);
  chargeFund(market.domain, caseNumber, gain - spent, reason);
  keepCase(row, market);
}

/**
 * The position becomes what it is said to be, nothing realised: `position` event, and the funding that it owed is charged to the
 * fund. The caller has moved the other side.
 */
export function replaceLiquidation(row: u32, quantity: i64, cost: i64): void {
  const market = marketAt(row);
  const caseNumber = market.liquidationCase;
  const before = market.liquidationQuantity;
  const owed = settleFunding(market, market.liquidationQuantity, market.liquidationFunding);
  countInterest(market, market.liquidationQuantity, quantity);
  market.liquidationQuantity = quantity;
  market.liquidationCost = cost;
  positionEvent(row, market, 0, -owed);
  if (quantity != before) queueLots(row, before, quantity - before, NO_PRICE, 0);
  chargeFund(market.domain, caseNumber, -owed, FundReason.unwind);
  keepCase(row, market);
}

function positionEvent(row: u32, market: Market, gain: i64, charged: i64): void {
  const event = changetype<PositionEvent>(emit(EventType.position, POSITION_EVENT_BYTES));
  event.account = ACCOUNT_LIQUIDATION;
  event.domain = market.domain;
  event.market = row;
  event.quantity = market.liquidationQuantity;
  event.cost = market.liquidationCost;
  event.realised = gain;
  event.cash = domainAt(market.domain).liquidationCash + charged;
}

/**
 * Begins a case when there is something to unwind, and ends it when there is nothing left. The work on the leg outlives
 * the case: a slice that is out stays out. A leg that is gone is neither silent nor mismatched.
 */
function keepCase(row: u32, market: Market): void {
  if ((market.liquidationQuantity != 0) == (market.liquidationCase != 0)) return;
  if (market.liquidationCase != 0) {
    market.liquidationCase = 0;
    shard.liquidationCases--;
    forgetVenue(market, market.liquidationVenue);
    market.liquidationVenue = 0;
    return;
  }
  market.liquidationCase = ++shard.nextCase;
  shard.liquidationCases++;
  if (market.liquidationWork == 0) {
    market.liquidationWork = takeRow(workPool);
    shard.liquidationWorks++;
  }
  assert(market.liquidationWork != 0, "no row for the work on a leg of @liquidation");
  const work = workAt(market.liquidationWork);
  work.market = row;
  work.due = now;
  work.started = 0;
  work.rejections = 0;
  work.refusedUntil = 0;
}
