/** Reports of an outside venue on slices (rules: venue-reports 6, 7): facts, booked as reported even when they should not be. */
import { otherSide } from "../book/ladder";
import { endSilence, followTrade, markMismatched } from "../cases/venue-legs";
import { countClosed, workOf } from "../cases/works";
import { settleFunding } from "../ledger/funding";
import { chargeFund } from "../ledger/insurance-fund";
import { tradeLiquidation } from "../ledger/liquidation-account";
import { countInterest, findLeg, quantityIn, settle, trade } from "../ledger/position";
import { clearShortfallFor } from "../ledger/shortfall";
import { hasLegRoom } from "../margin/open-orders";
import { feeRoom, liquidationFeeWithin } from "../market/fees";
import { noteFill } from "../market/last-trade";
import { inside } from "../market/price-limits";
import { fillCost, notionalOfLots } from "../market/value";
import {
  ACCOUNT_LIQUIDATION,
  ACCOUNT_STREET,
  Cause,
  Code,
  Detail,
  EventType,
  Field,
  FILL_EVENT_BYTES,
  FillEvent,
  FundReason,
  MISMATCH_EVENT_BYTES,
  MismatchEvent,
  MismatchReason,
  Name,
  OrderKind,
  Pair,
  Side,
  Slice,
} from "../memory/abi";
import { accountAt, caseAt, domainAt, marketAt, meters, reportAt, sliceAt, workAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { findReport, sameName } from "../memory/names";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { touch } from "../memory/worklist";
import { ppmCeil } from "../numbers/fixed";
import { endSlice, keepId } from "./slices-out";

const NO_MISMATCH: i32 = -1;

/** Refuses a report that was booked before. */
export function admitReport(row: u32, id: Name, ends: bool): i32 {
  const slice = sliceAt(row);
  if (ends && slice.ended) return refuse(Code.DUPLICATE, Field.order, Detail.none);
  if (id.length == 0) return Code.OK;
  const known = findReport(row, id) != 0;
  if (DEBUGGING)
    assert(
      (known != isPlanted(Pair.reportIds)) == isAmong(slice, id),
      "an id of a report is known otherwise than by its slice",
    );
  return known ? refuse(Code.DUPLICATE, Field.execution, Detail.none) : Code.OK;
}

/** Debug build: whether the id is among those of the slice, one by one. */
function isAmong(slice: Slice, id: Name): bool {
  let report = slice.lastReport;
  if (report == 0) return false;
  do {
    report = reportAt(report).next;
    if (sameName(reportAt(report).id, id)) return true;
  } while (report != slice.lastReport);
  return false;
}

export function keepReport(row: u32, id: Name): void {
  if (id.length != 0) keepId(row, id);
}

/** Whose a slice is: what was taken over is `@liquidation`'s. */
export function ownerOf(slice: Slice): u32 {
  return slice.tookOver ? <u32>ACCOUNT_LIQUIDATION : slice.account;
}

/** What any report brings about: the silence of its leg is over, and the account is evaluated. */
export function followReport(row: u32): void {
  const slice = sliceAt(row);
  endSilence(slice.market, ownerOf(slice), Cause.venueReported);
  if (slice.account != ACCOUNT_LIQUIDATION) touch(slice.account);
}

/** `cancelled` or `rejected`: the slice is over. */
export function bookEnd(row: u32): void {
  endSlice(row);
}

/** Whether late fills of the slice belong to `@liquidation`. */
function isOwn(slice: Slice): bool {
  if (slice.account == ACCOUNT_LIQUIDATION || slice.tookOver) return true;
  const account = accountAt(slice.account);
  return findLeg(account, slice.market) == 0 && !hasLegRoom(account, slice.market);
}

/** A fill: the account against `@street`, with the venue's fee and the liquidation fee. `fee` is used when `hasFee`. */
export function bookReport(row: u32, price: i64, quantity: i64, hasFee: bool, fee: i64): void {
  const slice = sliceAt(row);
  const market = marketAt(slice.market);
  const own = isOwn(slice);
  const side: Side = slice.side;
  const lots = side == Side.buy ? quantity : -quantity;
  const notional = notionalOfLots(market, quantity, price);
  const value = fillCost(market, side, quantity, price);
  const streetValue = fillCost(market, otherSide(side), quantity, price);
  const held = own ? market.liquidationQuantity : quantityIn(accountAt(slice.account), slice.market);
  const flips = held == 0 || held < 0 == lots < 0 || quantity > (held < 0 ? -held : held);
  let mismatch = NO_MISMATCH;
  if (quantity > slice.left) mismatch = MismatchReason.quantity;
  else if (!inside(otherSide(side), price, slice.limit)) mismatch = MismatchReason.price;
  else if (flips) mismatch = MismatchReason.flip;
  const venueFee = hasFee ? fee : own ? 0 : ppmCeil(notional, market.takerFeePpm);
  let liquidationFee: i64 = 0;
  if (!own) {
    const room = feeRoom(market, side, quantity, value, slice.zeroValue, slice.zeroQuantity);
    liquidationFee = liquidationFeeWithin(market, notional, room - venueFee);
  }
  reportEvent(slice, own, price, quantity, venueFee, liquidationFee);
  noteFill(market, price, true);
  domainAt(market.domain).rounding += value + streetValue;
  bookStreet(slice.market, -lots, streetValue, venueFee, price);
  if (own) {
    tradeLiquidation(slice.market, lots, value, slice.case, venueFee, FundReason.unwind, price);
    followTrade(slice.market, ACCOUNT_LIQUIDATION);
  } else bookAccount(slice, lots, value, venueFee + liquidationFee, liquidationFee, price);
  countReport(slice, side, quantity, price, own);
  slice.left -= min(slice.left, quantity);
  if (slice.left == 0 && !slice.ended) endSlice(row);
  if (mismatch != NO_MISMATCH) tellMismatch(slice, own ? <u32>ACCOUNT_LIQUIDATION : slice.account, mismatch);
}

/** A fill that should not be stops further slices of the leg that it was booked to. */
function tellMismatch(slice: Slice, account: u32, reason: i32): void {
  meters.executionMismatch++;
  const event = changetype<MismatchEvent>(emit(EventType.executionMismatch, MISMATCH_EVENT_BYTES));
  event.order = slice.number;
  event.case = slice.case;
  event.account = account;
  event.market = slice.market;
  event.reason = <u8>reason;
  markMismatched(slice.market, account);
}

function countReport(slice: Slice, side: Side, quantity: i64, price: i64, own: bool): void {
  const work = workOf(slice);
  if (own || work == 0) return;
  const market = marketAt(slice.market);
  const paid = notionalOfLots(market, quantity, price);
  const worth = notionalOfLots(market, quantity, slice.mark);
  countClosed(caseAt(slice.caseRow), workAt(work), market, side, quantity, paid, worth);
}

function reportEvent(
  slice: Slice,
  own: bool,
  price: i64,
  quantity: i64,
  venueFee: i64,
  liquidationFee: i64,
): void {
  const event = changetype<FillEvent>(emit(EventType.fill, FILL_EVENT_BYTES));
  event.market = slice.market;
  event.price = price;
  event.quantity = quantity;
  event.side = slice.side;
  event.makerKind = <u8>OrderKind.none;
  event.takerOrder = slice.number;
  event.takerKind = <u8>OrderKind.S;
  event.maker = ACCOUNT_STREET;
  event.taker = own ? ACCOUNT_LIQUIDATION : slice.account;
  event.takerFee = venueFee;
  event.liquidationFee = liquidationFee;
  event.case = slice.case;
}

/** The venue's side settles like any account's, and takes the venue's fee. */
function bookStreet(row: u32, lots: i64, value: i64, fee: i64, price: i64): void {
  const market = marketAt(row);
  const owed = settleFunding(market, market.streetQuantity, market.streetFunding);
  const settled = settle(market, market.streetQuantity, market.streetCost, lots, value, price);
  countInterest(market, market.streetQuantity, settled.quantity);
  market.streetQuantity = settled.quantity;
  market.streetCost = settled.cost;
  domainAt(market.domain).streetCash += settled.realised + fee - owed;
}

function bookAccount(slice: Slice, lots: i64, value: i64, fees: i64, liquidationFee: i64, price: i64): void {
  trade(slice.account, slice.market, lots, value, price, fees);
  followTrade(slice.market, slice.account);
  if (liquidationFee > 0)
    chargeFund(accountAt(slice.account).domain, slice.case, liquidationFee, FundReason.fee);
  clearShortfallFor(slice.account, slice.case);
}
