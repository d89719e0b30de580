/** Reports of an outside venue on slices (rules: venue-reports 6, 7): facts, booked as reported even when they should not be. */
import { countRejection, endSilence, forgetRejections, markMismatched } from "../cases/venue-legs";
import { countClosed, workOf, worthAtOpening } from "../cases/works";
import { chargeFund } from "../ledger/insurance-fund";
import { findLeg, lotsHeld } from "../ledger/position";
import { clearShortfallFor } from "../ledger/shortfall";
import { hasLegRoom } from "../margin/open-orders";
import { compareExact, exactNotional } from "../market/exact-price";
import { feeRoom, liquidationFeeWithin } from "../market/fees";
import { noteFill } from "../market/last-trade";
import { notionalOfLots } from "../market/value";
import {
  ACCOUNT_LIQUIDATION,
  Cause,
  Code,
  Decimal,
  Detail,
  EventType,
  Field,
  FundReason,
  Kind,
  Market,
  MISMATCH_EVENT_BYTES,
  MismatchEvent,
  MismatchReason,
  Name,
  OrderKind,
  Pair,
  Side,
  Slice,
} from "../memory/abi";
import { accountAt, caseAt, marketAt, meters, reportAt, sliceAt, workAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { ownerOf } from "../memory/leg-slices";
import { findReport, sameName } from "../memory/names";
import { DEBUGGING, isPlanted } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { touch } from "../memory/worklist";
import { magnitude, ppmCeil } from "../numbers/fixed";
import { endSlice } from "./slices-out";
import { bookVenueFill, priceVenueFill, venueFillEvent, venueValue } from "./venue-fill";
import { keepId } from "./venue-ids";

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

/** What any report brings about: the silence of its leg is over, and the account is evaluated. */
export function followReport(row: u32): void {
  const slice = sliceAt(row);
  endSilence(slice.market, ownerOf(slice), Cause.venueReported);
  if (slice.account != ACCOUNT_LIQUIDATION) touch(slice.account);
}

/** `cancelled` or `rejected`: the slice is over. Slices that are rejected in a row make their leg pause (rules: venue-reports 12). */
export function bookEnd(row: u32, rejected: bool): void {
  const slice = sliceAt(row);
  endSlice(row);
  if (rejected) countRejection(slice.market, ownerOf(slice));
  else forgetRejections(slice.market, ownerOf(slice));
}

/** Whether late fills of the slice belong to `@liquidation`. */
function isOwn(slice: Slice): bool {
  if (ownerOf(slice) == ACCOUNT_LIQUIDATION) return true;
  const account = accountAt(slice.account);
  return findLeg(account, slice.market) == 0 && !hasLegRoom(account, slice.market);
}

/** A fill: the account against `@street`, with the venue's fee and the liquidation fee. `fee` is used when `hasFee`. */
export function bookReport(row: u32, price: Decimal, quantity: i64, hasFee: bool, fee: i64): void {
  const slice = sliceAt(row);
  const market = marketAt(slice.market);
  const own = isOwn(slice);
  const holder: u32 = own ? <u32>ACCOUNT_LIQUIDATION : slice.account;
  const side: Side = slice.side;
  const lots = side == Side.buy ? quantity : -quantity;
  const nearest = priceVenueFill(market, price, lots);
  const value = venueValue;
  const notional = exactNotional(price, market, quantity);
  const mismatch = mismatchOf(slice, market, holder, price, lots);
  const venueFee = hasFee ? fee : own ? 0 : ppmCeil(notional, market.takerFeePpm);
  let liquidationFee: i64 = 0;
  if (!own) {
    const room = feeRoom(market, side, quantity, value, slice.zeroValue, slice.zeroQuantity);
    liquidationFee = liquidationFeeWithin(market, notional, room - venueFee);
  }
  const event = venueFillEvent(slice.market, holder, side, quantity, nearest, venueFee);
  event.takerOrder = slice.number;
  event.takerKind = <u8>OrderKind.S;
  event.liquidationFee = liquidationFee;
  event.case = slice.case;
  noteFill(market, nearest, true);
  bookVenueFill(slice.market, holder, lots, venueFee, liquidationFee, slice.case);
  if (!own) {
    if (liquidationFee > 0)
      chargeFund(accountAt(slice.account).domain, slice.case, liquidationFee, FundReason.fee);
    clearShortfallFor(slice.account, slice.case);
    countReport(slice, market, side, quantity, value, notional);
  }
  forgetRejections(slice.market, ownerOf(slice));
  slice.left -= min(slice.left, quantity);
  if (slice.left == 0 && !slice.ended) endSlice(row);
  if (mismatch != NO_MISMATCH) tellMismatch(slice, holder, mismatch);
}

/** Why a fill should not be, the first reason that holds: of too many lots, beyond the limit, or it does not reduce. */
function mismatchOf(slice: Slice, market: Market, holder: u32, price: Decimal, lots: i64): i32 {
  const quantity = magnitude(lots);
  if (quantity > slice.left) return MismatchReason.quantity;
  const beyond = slice.limit < 0 ? 1 : compareExact(price, market, slice.limit);
  if (lots > 0 ? beyond > 0 : beyond < 0) return MismatchReason.price;
  const held = lotsHeld(holder, slice.market);
  if (held == 0 || held < 0 == lots < 0 || quantity > magnitude(held)) return MismatchReason.flip;
  return NO_MISMATCH;
}

/** It stops further slices of the leg that it was booked to. */
function tellMismatch(slice: Slice, holder: u32, reason: i32): void {
  meters.executionMismatch++;
  const event = changetype<MismatchEvent>(emit(EventType.executionMismatch, MISMATCH_EVENT_BYTES));
  event.order = slice.number;
  event.case = slice.case;
  event.account = holder;
  event.market = slice.market;
  event.reason = <u8>reason;
  markMismatched(slice.market, holder);
}

/** What `liquidationClosed` tells: what a linear fill has brought or cost is its own value, an inverse one's notional is rounded up. */
function countReport(
  slice: Slice,
  market: Market,
  side: Side,
  quantity: i64,
  value: i64,
  notional: i64,
): void {
  const row = workOf(slice);
  if (row == 0) return;
  const work = workAt(row);
  const paid = market.kind == <u8>Kind.linear ? magnitude(value) : notional;
  const worth = notionalOfLots(market, quantity, slice.mark);
  const atOpening = worthAtOpening(work, market, quantity);
  countClosed(caseAt(slice.caseRow), work, market, side, quantity, paid, worth, atOpening);
}
