/**
 * What a fill does to money (DESIGN.md 3, 6.6): both sides settle, fees go to `@fees` and `@fund`, and a liquidation's
 * fees are capped so that they never take what the account's zero value needs.
 */
import { otherSide } from "../book/ladder";
import { countRung } from "../cases/works";
import { chargeFund } from "../ledger/insurance-fund";
import { tradeLiquidation } from "../ledger/liquidation-account";
import { trade } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { feeRoom } from "../market/fees";
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
  Side,
} from "../memory/abi";
import { domainAt, marketAt, orderAt, sliceAt, termsAt } from "../memory/arena";
import { emit, Log } from "../memory/event-log";
import { findSlice } from "../memory/names";
import { ppmCeil } from "../numbers/fixed";
import { trailingBytes, trailName } from "./resting-orders";

/** Who takes: set once per taker by `match`, read at each of its fills. */
export let takerAccount: u32 = 0;
export let takerSide: Side = Side.buy;
/** The order row of a client's order, 0 for a slice. */
let takerRow: u32 = 0;
let takerNumber: u64 = 0;
/** The fee of a client's order: a taker's, but a maker's where an auction made the match. */
let takerPpm: u32 = 0;
/** A slice's case, 0 for a client's order; its zero value for `zeroQuantity` lots as kept at sending. */
let takerCase: u64 = 0;
let zeroValue: i64 = 0;
let zeroQuantity: i64 = 0;
/** The mark at a slice's sending; Σ of what its fills have brought or cost, and of what they were worth at that mark. */
let sendingMark: i64 = 0;
export let slicePaid: i64 = 0;
export let sliceWorth: i64 = 0;

export function takeAsOrder(row: u32, feePpm: u32): void {
  const order = orderAt(row);
  takerRow = row;
  takerAccount = order.account;
  takerSide = termsAt(row).side;
  takerNumber = order.number;
  takerPpm = feePpm;
  takerCase = 0;
}

export function takeAsSlice(
  number: u64,
  account: u32,
  side: Side,
  caseNumber: u64,
  value: i64,
  quantity: i64,
  mark: i64,
): void {
  takerRow = 0;
  takerAccount = account;
  takerSide = side;
  takerNumber = number;
  takerCase = caseNumber;
  zeroValue = value;
  zeroQuantity = quantity;
  sendingMark = mark;
  slicePaid = 0;
  sliceWorth = 0;
}

/** Fees of the taker's side, as `bookFill` uses them. */
let takerFee: i64 = 0;
let liquidationFee: i64 = 0;

function chargeTaker(market: Market, quantity: i64, notional: i64, cost: i64): void {
  takerFee = 0;
  liquidationFee = 0;
  if (takerAccount == ACCOUNT_LIQUIDATION) return;
  takerFee = ppmCeil(notional, takerCase == 0 ? takerPpm : market.takerFeePpm);
  if (takerCase == 0) return;
  const room = feeRoom(market, takerSide, quantity, cost, zeroValue, zeroQuantity);
  takerFee = min(takerFee, room);
  liquidationFee = min(ppmCeil(notional, market.liquidationFeePpm), room - takerFee);
}

/** Fees of the maker's side: a rung pays no maker fee, but the liquidation fee. */
let makerFee: i64 = 0;
let rungFee: i64 = 0;

function chargeMaker(market: Market, rung: u32, quantity: i64, notional: i64, cost: i64): void {
  makerFee = rung == 0 ? ppmCeil(notional, market.makerFeePpm) : 0;
  rungFee = 0;
  if (rung == 0 || sliceAt(rung).account == ACCOUNT_LIQUIDATION) return;
  const slice = sliceAt(rung);
  const room = feeRoom(market, slice.side, quantity, cost, slice.zeroValue, slice.zeroQuantity);
  rungFee = min(ppmCeil(notional, market.liquidationFeePpm), room);
}

/** Books one fill of the taker against a resting order, and reports it. The order itself is not yet reduced. */
export function bookFill(makerRow: u32, quantity: i64, price: i64): void {
  const terms = termsAt(makerRow);
  const market = marketAt(terms.market);
  if (takerCase == 0 && takerRow != 0 && terms.kind != <u8>OrderKind.S && market.kind == <u8>Kind.linear)
    fillPlainly(makerRow, terms, market, quantity, price);
  else fillThoroughly(makerRow, quantity, price);
}

/** A client's order meets a client's in a linear market: what the one side pays the other is paid, without a rounding. */
function fillPlainly(makerRow: u32, terms: OrderTerms, market: Market, quantity: i64, price: i64): void {
  const row = terms.market;
  const makerAccount = orderAt(makerRow).account;
  const notional = quantity * price * market.unit;
  makerFee = ppmCeil(notional, market.makerFeePpm);
  takerFee = ppmCeil(notional, takerPpm);
  liquidationFee = 0;
  rungFee = 0;
  fillEvent(row, makerRow, quantity, price, 0);
  noteFill(market, price, false);
  if ((makerFee | takerFee) != 0) domainAt(market.domain).fees += makerFee + takerFee;
  const buys = takerSide == Side.buy;
  const lots = buys ? quantity : -quantity;
  const value = buys ? notional : -notional;
  trade(makerAccount, row, -lots, -value, price, makerFee);
  trade(takerAccount, row, lots, value, price, takerFee);
  clearShortfall(makerAccount);
  clearShortfall(takerAccount);
}

/** Any other fill: a slice's, a rung's, or in a market where both sides round. */
function fillThoroughly(makerRow: u32, quantity: i64, price: i64): void {
  const maker = orderAt(makerRow);
  const terms = termsAt(makerRow);
  const row = terms.market;
  const market = marketAt(row);
  const makerAccount = maker.account;
  const rung = terms.kind == <u8>OrderKind.S ? findSlice(maker.number) : 0;
  const notional = notionalOfLots(market, quantity, price);
  const value = fillCost(market, takerSide, quantity, price);
  const makerValue = fillCost(market, otherSide(takerSide), quantity, price);
  chargeMaker(market, rung, quantity, notional, makerValue);
  chargeTaker(market, quantity, notional, value);
  fillEvent(row, makerRow, quantity, price, rung);
  noteFill(market, price, takerRow == 0 || rung != 0);
  domainAt(market.domain).fees += makerFee + takerFee;
  domainAt(market.domain).rounding += value + makerValue;
  if (takerCase != 0) {
    slicePaid += notional;
    sliceWorth += notionalOfLots(market, quantity, sendingMark);
  }
  const lots = takerSide == Side.buy ? quantity : -quantity;
  const rungCase = rung == 0 ? 0 : sliceAt(rung).case;
  settleSide(makerAccount, row, -lots, makerValue, price, makerFee + rungFee, rungCase);
  settleSide(takerAccount, row, lots, value, price, takerFee + liquidationFee, takerCase);
  if (rungFee > 0) chargeFund(market.domain, rungCase, rungFee, FundReason.fee);
  if (liquidationFee > 0) chargeFund(market.domain, takerCase, liquidationFee, FundReason.fee);
  if (rung != 0) countRung(rung, quantity, notional);
  if (makerAccount != ACCOUNT_LIQUIDATION) clearShortfall(makerAccount);
  if (takerAccount != ACCOUNT_LIQUIDATION) clearShortfall(takerAccount);
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
    tradeLiquidation(row, lots, value, caseNumber, fees, FundReason.unwind, price);
  else trade(account, row, lots, value, price, fees);
}

function fillEvent(row: u32, makerRow: u32, quantity: i64, price: i64, rung: u32): void {
  const maker = orderAt(makerRow);
  const terms = termsAt(makerRow);
  const taker = termsAt(takerRow);
  const takerNamed = takerRow != 0 && taker.nameRow != 0;
  const makerBytes = trailingBytes(terms);
  const takerBytes = takerNamed ? trailingBytes(taker) : 0;
  const named = makerBytes + takerBytes;
  const at =
    named == 0 ? Log.full(EventType.fill, FILL_EVENT_BYTES) : emit(EventType.fill, FILL_EVENT_BYTES + named);
  const event = changetype<FillEvent>(at);
  event.market = row;
  event.price = price;
  event.quantity = quantity;
  event.side = <u8>takerSide;
  event.makerOrder = maker.number;
  event.makerKind = terms.kind;
  event.takerOrder = takerNumber;
  event.takerKind = takerRow == 0 ? <u8>OrderKind.S : taker.kind;
  event.maker = maker.account;
  event.taker = takerAccount;
  event.makerFee = makerFee;
  event.takerFee = takerFee;
  event.liquidationFee = liquidationFee + rungFee;
  event.case = takerCase != 0 || rung == 0 ? takerCase : sliceAt(rung).case;
  const names = changetype<usize>(event) + FILL_EVENT_BYTES;
  trailName(names, terms);
  if (takerNamed) trailName(names + makerBytes, taker);
}
