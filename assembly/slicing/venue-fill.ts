/**
 * What a fill at a venue does, of a slice or from elsewhere (rules: venue-reports 6, 14, 15): its owner trades with `@street`, which
 * settles like any account and takes the venue's fee. The value is that at the exact price, rounded against the owner.
 */
import { followTrade } from "../cases/venue-legs";
import { settleFunding } from "../ledger/funding";
import { tradeLiquidation } from "../ledger/liquidation-account";
import { countInterest, settle, trade } from "../ledger/position";
import { beginReport, exactCost, nearestPrice, REPORTED } from "../market/exact-price";
import {
  ACCOUNT_LIQUIDATION,
  ACCOUNT_STREET,
  Decimal,
  EventType,
  FILL_EVENT_BYTES,
  FillEvent,
  FundReason,
  Kind,
  Market,
  OrderKind,
  Side,
} from "../memory/abi";
import { domainAt, marketAt } from "../memory/arena";
import { emit } from "../memory/event-log";

/** By how much the fill last priced changes the cost of its owner, and of `@street`. */
export let venueValue: i64 = 0;
let streetValue: i64 = 0;
/** Its price as it is told. */
let told: i64 = 0;

/** Prices a fill of signed lots, for `venueValue` and `bookVenueFill`; returns the price told, to the nearest price unit. */
export function priceVenueFill(market: Market, price: Decimal, lots: i64): i64 {
  beginReport(price);
  venueValue = exactCost(price, market, lots);
  streetValue = market.kind == <u8>Kind.linear ? -venueValue : exactCost(price, market, -lots);
  told = nearestPrice(price, market);
  return told;
}

/** `fill` of an owner against `@street`; whose order it was, and the liquidation fee, are the caller's. */
export function venueFillEvent(
  market: u32,
  owner: u32,
  side: Side,
  quantity: i64,
  price: i64,
  fee: i64,
): FillEvent {
  const event = changetype<FillEvent>(emit(EventType.fill, FILL_EVENT_BYTES));
  event.market = market;
  event.price = price;
  event.quantity = quantity;
  event.side = <u8>side;
  event.makerKind = <u8>OrderKind.none;
  event.takerKind = <u8>OrderKind.none;
  event.maker = ACCOUNT_STREET;
  event.taker = owner;
  event.takerFee = fee;
  event.mark = marketAt(market).mark;
  return event;
}

/** Books the fill just priced: what the owner pays besides the venue's fee is `more`; the case is that of `@liquidation`'s charge. */
export function bookVenueFill(row: u32, owner: u32, lots: i64, fee: i64, more: i64, caseNumber: u64): void {
  domainAt(marketAt(row).domain).rounding += venueValue + streetValue;
  bookStreet(row, -lots, fee);
  if (owner == ACCOUNT_LIQUIDATION)
    tradeLiquidation(row, lots, venueValue, caseNumber, fee, FundReason.unwind, told, REPORTED);
  else trade(owner, row, lots, venueValue, REPORTED, fee + more);
  followTrade(row);
}

/** The venue's side settles like any account's, and takes the venue's fee. */
function bookStreet(row: u32, lots: i64, fee: i64): void {
  const market = marketAt(row);
  const owed = settleFunding(market, market.streetQuantity, market.streetFunding);
  const settled = settle(market, market.streetQuantity, market.streetCost, lots, streetValue, REPORTED);
  countInterest(market, market.streetQuantity, settled.quantity);
  market.streetQuantity = settled.quantity;
  market.streetCost = settled.cost;
  domainAt(market.domain).streetCash += settled.realised + fee - owed;
}
