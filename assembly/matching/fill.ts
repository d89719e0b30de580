/**
 * What a fill does to money (rules: margin 2, takeover-and-fund 1): both sides settle, fees go to `@fees` and `@fund`, and a liquidation's
 * fees are capped so that they never take what the account's zero value needs.
 */
import { otherSide } from "../book/ladder";
import { noteTrade } from "../book/stops";
import { countRung } from "../cases/works";
import { chargeFund } from "../ledger/insurance-fund";
import { tradeLiquidation } from "../ledger/liquidation-account";
import { trade } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { feeRoom, liquidationFeeWithin } from "../market/fees";
import { noteFill } from "../market/last-trade";
import { fillCost, notionalOfLots } from "../market/value";
import {
  ACCOUNT_LIQUIDATION,
  EventType,
  FILL_EVENT_BYTES,
  FillEvent,
  FundReason,
  Kind,
  Market,
  OrderKind,
  OrderTerms,
  Pair,
  Side,
  Slice,
} from "../memory/abi";
import { domainAt, marketAt, orderAt, sliceAt, termsAt } from "../memory/arena";
import { emit, Log } from "../memory/event-log";
import { findSlice } from "../memory/names";
import { DEBUGGING, planted } from "../memory/pairs";
import { ppmCeil } from "../numbers/fixed";
import { trailingBytes, trailName } from "./resting-orders";
import { Taker } from "./taker";

/** Books one fill of the taker against a resting order, and reports it. The order itself is not yet reduced. */
export function bookFill(taker: Taker, makerRow: u32, quantity: i64, price: i64): void {
  const terms = termsAt(makerRow);
  const market = marketAt(terms.market);
  if (taker.case == 0 && taker.row != 0 && terms.kind != <u8>OrderKind.S && market.kind == <u8>Kind.linear)
    fillPlainly(taker, makerRow, terms, market, quantity, price);
  else fillThoroughly(taker, makerRow, quantity, price);
}

/**
 * Fast path of `fillThoroughly`, for two clients' orders in a linear market: neither pays a liquidation fee,
 * and both sides settle the same value, so nothing is left over for `@rounding`.
 */
function fillPlainly(
  taker: Taker,
  makerRow: u32,
  terms: OrderTerms,
  market: Market,
  quantity: i64,
  price: i64,
): void {
  const row = terms.market;
  const makerAccount = orderAt(makerRow).account;
  let notional = quantity * price * market.unit;
  if (DEBUGGING) notional += planted(Pair.plainFill);
  const makerFee = ppmCeil(notional, market.makerFeePpm);
  const takerFee = ppmCeil(notional, taker.feePpm);
  fillEvent(taker, makerRow, quantity, price, makerFee, takerFee, 0, 0);
  const takerAccount = taker.account;
  // Nobody prints a price alone (rules: book 10).
  if (takerAccount != makerAccount) {
    noteFill(market, price, false);
    noteTrade(row, market, price);
  }
  if ((makerFee | takerFee) != 0) domainAt(market.domain).fees += makerFee + takerFee;
  const buys = taker.side == <u8>Side.buy;
  const lots = buys ? quantity : -quantity;
  const value = buys ? notional : -notional;
  if (DEBUGGING) confirmFill(taker, market, quantity, price, value, makerFee, takerFee);
  trade(makerAccount, row, -lots, -value, price, makerFee);
  trade(takerAccount, row, lots, value, price, takerFee);
  clearShortfall(makerAccount);
  clearShortfall(takerAccount);
}

/** The way of any other fill finds the same: nothing is rounded, and no fee is a liquidation's. */
function confirmFill(
  taker: Taker,
  market: Market,
  quantity: i64,
  price: i64,
  value: i64,
  makerFee: i64,
  takerFee: i64,
): void {
  const notional = notionalOfLots(market, quantity, price);
  const makerValue = fillCost(market, otherSide(taker.side), quantity, price);
  assert(fillCost(market, taker.side, quantity, price) == value, "a plain fill costs something else");
  assert(makerValue == -value, "a plain fill leaves a rounding");
  assert(ppmCeil(notional, market.makerFeePpm) == makerFee, "a plain fill has another maker fee");
  assert(
    takerFeeOf(taker, market, quantity, notional, value) == takerFee,
    "a plain fill has another taker fee",
  );
  const liquidationFee = liquidationFeeOf(taker, market, quantity, notional, value, takerFee);
  assert(liquidationFee == 0, "a plain fill has a liquidation fee");
}

/** Slow path of a fill: a side is a slice or a rung, or both sides' values round (inverse markets). */
function fillThoroughly(taker: Taker, makerRow: u32, quantity: i64, price: i64): void {
  const maker = orderAt(makerRow);
  const terms = termsAt(makerRow);
  const row = terms.market;
  const market = marketAt(row);
  const makerAccount = maker.account;
  const takerAccount = taker.account;
  const takerCase = taker.case;
  const rung = terms.kind == <u8>OrderKind.S ? findSlice(maker.number) : 0;
  const rungCase = rung == 0 ? 0 : sliceAt(rung).case;
  const notional = notionalOfLots(market, quantity, price);
  const value = fillCost(market, taker.side, quantity, price);
  const makerValue = fillCost(market, otherSide(taker.side), quantity, price);
  const takerFee = takerFeeOf(taker, market, quantity, notional, value);
  const liquidationFee = liquidationFeeOf(taker, market, quantity, notional, value, takerFee);
  // A rung pays no maker fee, but the liquidation fee.
  const makerFee = rung == 0 ? ppmCeil(notional, market.makerFeePpm) : 0;
  const rungFee = rung == 0 ? 0 : rungFeeOf(sliceAt(rung), market, quantity, notional, makerValue);
  const caseNumber = takerCase != 0 ? takerCase : rungCase;
  fillEvent(taker, makerRow, quantity, price, makerFee, takerFee, liquidationFee + rungFee, caseNumber);
  if (takerAccount != makerAccount) {
    noteFill(market, price, taker.row == 0 || rung != 0);
    noteTrade(row, market, price);
  }
  domainAt(market.domain).fees += makerFee + takerFee;
  domainAt(market.domain).rounding += value + makerValue;
  if (takerCase != 0) {
    taker.paid += notional;
    taker.worth += notionalOfLots(market, quantity, taker.mark);
    taker.atOpening += notionalOfLots(market, quantity, taker.openingMark);
  }
  const lots = taker.side == <u8>Side.buy ? quantity : -quantity;
  settleSide(makerAccount, row, -lots, makerValue, price, makerFee + rungFee, rungCase);
  settleSide(takerAccount, row, lots, value, price, takerFee + liquidationFee, takerCase);
  if (rungFee > 0) chargeFund(market.domain, rungCase, rungFee, FundReason.fee);
  if (liquidationFee > 0) chargeFund(market.domain, takerCase, liquidationFee, FundReason.fee);
  if (rung != 0) countRung(rung, quantity, notional);
  if (makerAccount != ACCOUNT_LIQUIDATION) clearShortfall(makerAccount);
  if (takerAccount != ACCOUNT_LIQUIDATION) clearShortfall(takerAccount);
}

/** What the fees of a slice's fill may take, of a fill that changes the position's cost by `cost`. */
function roomOf(taker: Taker, market: Market, quantity: i64, cost: i64): i64 {
  return feeRoom(market, taker.side, quantity, cost, taker.zeroValue, taker.zeroQuantity);
}

/** `@liquidation` pays no fees, a slice the market's within its room, a client's order its own. */
function takerFeeOf(taker: Taker, market: Market, quantity: i64, notional: i64, cost: i64): i64 {
  if (taker.account == ACCOUNT_LIQUIDATION) return 0;
  if (taker.case == 0) return ppmCeil(notional, taker.feePpm);
  return min(ppmCeil(notional, market.takerFeePpm), roomOf(taker, market, quantity, cost));
}

function liquidationFeeOf(
  taker: Taker,
  market: Market,
  quantity: i64,
  notional: i64,
  cost: i64,
  takerFee: i64,
): i64 {
  if (taker.account == ACCOUNT_LIQUIDATION || taker.case == 0) return 0;
  return liquidationFeeWithin(market, notional, roomOf(taker, market, quantity, cost) - takerFee);
}

function rungFeeOf(slice: Slice, market: Market, quantity: i64, notional: i64, cost: i64): i64 {
  if (slice.account == ACCOUNT_LIQUIDATION) return 0;
  const room = feeRoom(market, slice.side, quantity, cost, slice.zeroValue, slice.zeroQuantity);
  return liquidationFeeWithin(market, notional, room);
}

/** One side of a fill: its position, and cash after fees. What `@liquidation` gains or loses is charged at once. */
function settleSide(
  account: u32,
  row: u32,
  lots: i64,
  value: i64,
  price: i64,
  fees: i64,
  caseNumber: u64,
): void {
  if (account == ACCOUNT_LIQUIDATION)
    tradeLiquidation(row, lots, value, caseNumber, fees, FundReason.unwind, price, price);
  else trade(account, row, lots, value, price, fees);
}

function fillEvent(
  taker: Taker,
  makerRow: u32,
  quantity: i64,
  price: i64,
  makerFee: i64,
  takerFee: i64,
  liquidationFee: i64,
  caseNumber: u64,
): void {
  const maker = orderAt(makerRow);
  const terms = termsAt(makerRow);
  const takerRow = taker.row;
  const takerTerms = termsAt(takerRow);
  const takerNamed = takerRow != 0 && takerTerms.nameRow != 0;
  const makerBytes = trailingBytes(terms);
  const takerBytes = takerNamed ? trailingBytes(takerTerms) : 0;
  const named = makerBytes + takerBytes;
  const at =
    named == 0 ? Log.full(EventType.fill, FILL_EVENT_BYTES) : emit(EventType.fill, FILL_EVENT_BYTES + named);
  const event = changetype<FillEvent>(at);
  event.market = terms.market;
  event.price = price;
  event.quantity = quantity;
  event.side = taker.side;
  event.makerOrder = maker.number;
  event.makerKind = terms.kind;
  event.takerOrder = taker.number;
  event.takerKind = takerRow == 0 ? <u8>OrderKind.S : takerTerms.kind;
  event.maker = maker.account;
  event.taker = taker.account;
  event.makerFee = makerFee;
  event.takerFee = takerFee;
  event.liquidationFee = liquidationFee;
  event.case = caseNumber;
  event.mark = marketAt(terms.market).mark;
  const names = changetype<usize>(event) + FILL_EVENT_BYTES;
  trailName(names, terms);
  if (takerNamed) trailName(names + makerBytes, takerTerms);
}
