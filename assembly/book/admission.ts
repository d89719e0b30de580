/**
 * Admission of a client's order: judged once, in a fixed order (rulings C.5), before anything changes; then matched, and
 * what is left rests or is cancelled. An amended order that leaves its place is admitted anew (rulings M.1).
 */
import {
  CancelReason,
  Code,
  Detail,
  EventType,
  Field,
  Market,
  MarketPhase,
  SelfTrade,
  Side,
  TimeInForce,
} from "../abi";
import {
  accountAt,
  legAt,
  legPool,
  levelAt,
  marketAt,
  orderAt,
  orderNamePool,
  orderPool,
  room,
  termsAt,
} from "../arena";
import {
  allMarked,
  gatherOpen,
  legsWanted,
  openIn,
  openLoss,
  openMarketAt,
  openMarketCount,
  orderLoss,
} from "../margin/open-orders";
import { equity, measure } from "../margin/requirement";
import { findLeg, legsDetail, legsMax, quantityIn } from "../margin/position";
import { isHalted } from "../market/breakers";
import { initialMargin } from "../market/tiers";
import { notionalOf } from "../market/value";
import { refuse } from "../refusal";
import { inside } from "./depth";
import { takeAsOrder } from "./fill";
import { bestLevel, nextLevel, otherSide, priceAt, roomForLevel } from "./ladder";
import {
  bandPrice,
  crosses,
  firstMaker,
  left,
  match,
  NOTHING,
  reducible,
  reducingBound,
  stop,
  UNBOUND,
} from "./match";
import { createOrder, dropOrder, leavePlace, orderEvent, rest } from "./order-pool";

/** An order on its way in: decoded and resolved by the engine, judged here. price 0 = market order. */
export let account: u32 = 0;
export let market: u32 = 0;
let side: Side = Side.buy;
let quantity: i64 = 0;
let price: i64 = 0;
let timeInForce: TimeInForce = TimeInForce.GTC;
let postOnly: bool = false;
let reduceOnly: bool = false;
let selfTrade: SelfTrade = SelfTrade.newest;
let name: usize = 0;
/** The resting order that is amended, 0 for a new one. */
let amended: u32 = 0;
/** Found while judging. */
let isMarketOrder: bool = false;
let limit: i64 = 0;
let reducing: bool = false;
let bound: i64 = 0;

export function prepareOrder(
  accountRow: u32,
  marketRow: u32,
  orderSide: u8,
  lots: i64,
  limitPrice: i64,
  force: u8,
  post: u8,
  reduce: u8,
  stp: u8,
  clientName: usize,
): void {
  account = accountRow;
  market = marketRow;
  side = orderSide;
  quantity = lots;
  price = limitPrice;
  timeInForce = force;
  postOnly = post != 0;
  reduceOnly = reduce != 0;
  selfTrade = stp;
  name = clientName;
  amended = 0;
}

/** The same for a resting order that wants another place: its own quantity, as it rests, is not counted. */
export function prepareAmended(row: u32, lots: i64, limitPrice: i64): void {
  const terms = termsAt(row);
  account = orderAt(row).account;
  market = terms.market;
  side = terms.side;
  quantity = lots;
  price = limitPrice;
  timeInForce = TimeInForce.GTC;
  postOnly = false;
  reduceOnly = terms.reduceOnly != 0;
  selfTrade = SelfTrade.newest;
  name = 0;
  amended = row;
}

/** Every check that needs the state, in the order of rulings C.5 from `postOnly` on. */
export function judgeOrder(): i32 {
  const spec = marketAt(market);
  isMarketOrder = price == 0;
  if (postOnly && (isMarketOrder || timeInForce != TimeInForce.GTC)) {
    return refuse(Code.MALFORMED, Field.postOnly, Detail.badWord);
  }
  let code = judgePhase(spec);
  if (code != Code.OK) return code;
  gatherOpen(accountAt(account), amended);
  if (!spec.hasMark || !allMarked(accountAt(account)))
    return refuse(Code.MARKET_HALTED, Field.market, Detail.noMark);
  limit = bandPrice(spec, spec.mark, side, spec.marketBandPpm);
  if (!isMarketOrder) {
    if (!inside(otherSide(side), price, limit))
      return refuse(Code.OUT_OF_RANGE, Field.price, Detail.outsideBand);
    limit = price;
  }
  if (accountAt(account).caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  const opposite = reducible(account, market, side);
  if (reduceOnly && opposite == 0) return refuse(Code.REDUCE_ONLY, Field.reduceOnly, Detail.none);
  const open = openIn(market, side);
  reducing = reduceOnly || quantity + open <= opposite;
  code = judgeCapacity(spec, open);
  if (code != Code.OK) return code;
  if (!reducing) {
    code = judgeMargin(account, market, side, quantity, limit, 0);
    if (code != Code.OK) return code;
  }
  bound = reducing ? reducingBound(account, market, side) : UNBOUND;
  return judgeMatch(spec, opposite);
}

/** A halt; and a market that is not open takes, in an auction, only what may rest (rulings M.2). */
function judgePhase(spec: Market): i32 {
  if (isHalted(spec)) return refuse(Code.MARKET_HALTED, Field.market, Detail.halted);
  if (spec.phase == <u8>MarketPhase.open) return Code.OK;
  const rests = spec.phase == <u8>MarketPhase.auction && !isMarketOrder && timeInForce == TimeInForce.GTC;
  return rests ? Code.OK : refuse(Code.MARKET_HALTED, Field.market, Detail.notOpen);
}

function judgeCapacity(spec: Market, open: i64): i32 {
  if (!reduceOnly) {
    const held = quantityIn(accountAt(account), market);
    const same = side == Side.buy ? max<i64>(held, 0) : max<i64>(-held, 0);
    if (same + open + quantity > spec.maxPosition)
      return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
    if (spec.openInterest + quantity > spec.maxOpenInterest) {
      return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
    }
    if (legsWanted(accountAt(account), market) > legsMax(accountAt(account)))
      return refuse(Code.CAPACITY, Field.market, legsDetail(accountAt(account)));
    if (room(legPool) < 2 + orderPool.used) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  }
  if (amended == 0 && room(orderPool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orders);
  if (name != 0 && room(orderNamePool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orderNames);
  if (!roomForLevel(spec)) return refuse(Code.CAPACITY, Field.market, Detail.levels);
  return Code.OK;
}

/**
 * E − withdrawn − loss ≥ IM, with the new order (quantity 0: none) and all open ones (DESIGN.md 3, rulings C.7). Per
 * market the worse of "all buys filled" and "all sells filled" counts. Requires the account's orders gathered.
 */
export function judgeMargin(
  row: u32,
  inMarket: u32,
  ofSide: Side,
  lots: i64,
  atPrice: i64,
  withdrawn: i64,
): i32 {
  const owner = accountAt(row);
  measure(owner, false);
  let free = equity - withdrawn - openLoss;
  if (lots != 0) free -= orderLoss(marketAt(inMarket), ofSide, lots, atPrice);
  const buying = ofSide == Side.buy ? lots : 0;
  const selling = lots - buying;
  let counted = lots == 0;
  for (let leg = owner.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    const at = legAt(leg).market;
    const here = at == inMarket;
    counted = counted || here;
    free -= worstMargin(at, legAt(leg).quantity, here ? buying : 0, here ? selling : 0);
  }
  for (let i: u32 = 0; i < openMarketCount; i++) {
    const at = openMarketAt(i);
    if (findLeg(owner, at) != 0 || (at == inMarket && !counted)) continue;
    free -= worstMargin(at, 0, 0, 0);
  }
  if (!counted) free -= worstMargin(inMarket, 0, buying, selling);
  if (free >= 0) return Code.OK;
  return refuse(
    Code.INSUFFICIENT_MARGIN,
    lots == 0 ? Field.amount : Field.quantity,
    Detail.insufficientMargin,
  );
}

/** IM of a market, the worse of all buys filled and all sells filled, at its mark. */
function worstMargin(row: u32, held: i64, buying: i64, selling: i64): i64 {
  const spec = marketAt(row);
  const bought = notionalOf(spec, held + openIn(row, Side.buy) + buying, spec.mark);
  const sold = notionalOf(spec, held - openIn(row, Side.sell) - selling, spec.mark);
  return initialMargin(row, spec, max(bought, sold));
}

function judgeMatch(spec: Market, opposite: i64): i32 {
  if (spec.phase == <u8>MarketPhase.open && crosses(spec, side, limit)) {
    if (postOnly) return refuse(Code.WOULD_CROSS, Field.price, Detail.none);
    if (selfTrade == SelfTrade.newest && orderAt(firstMaker(spec, side)).account == account) {
      return refuse(Code.SELF_TRADE, Field.order, Detail.none);
    }
  }
  if (timeInForce != TimeInForce.FOK) return Code.OK;
  if ((reduceOnly && quantity > opposite) || certain(spec) < quantity) {
    return refuse(Code.WOULD_NOT_FILL, Field.quantity, Detail.none);
  }
  return Code.OK;
}

/** Quantity that is certain to fill: makers that are not reducing, within limit and bound, up to an own order. */
function certain(spec: Market): i64 {
  const bookSide = otherSide(side);
  let sum: i64 = 0;
  for (let level = bestLevel(spec, bookSide); level != 0 && sum < quantity; level = nextLevel(level)) {
    const atPrice = priceAt(spec, level);
    if (!inside(bookSide, atPrice, limit) || (bound != UNBOUND && !inside(bookSide, atPrice, bound))) break;
    for (let row = levelAt(level).head; row != 0; row = orderAt(row).next) {
      const maker = orderAt(row);
      if (maker.account == account) {
        if (selfTrade != SelfTrade.oldest) return sum;
      } else if (!termsAt(row).reducing) sum += maker.quantity;
    }
  }
  return sum;
}

/** Carries out a judged and accepted order: its fills, then `rested` or `cancelled`. */
export function placeOrder(row: u32): void {
  if (amended != 0) leavePlace(row);
  const order = orderAt(row);
  const terms = termsAt(row);
  const spec = marketAt(market);
  order.account = account;
  order.quantity = quantity;
  terms.market = market;
  terms.side = <u8>side;
  terms.price = limit;
  terms.reducing = u8(reducing);
  terms.reduceOnly = u8(reduceOnly);
  let reason = NOTHING;
  if (spec.phase == <u8>MarketPhase.open) {
    takeAsOrder(row, spec.takerFeePpm);
    match(market, quantity, limit, bound, reduceOnly, selfTrade);
    order.quantity = left;
    reason = stop;
  }
  if (order.quantity == 0) {
    dropOrder(row);
    return;
  }
  if (reason == NOTHING && (isMarketOrder || timeInForce != TimeInForce.GTC)) reason = CancelReason.ioc;
  if (reason == NOTHING) {
    rest(row);
    orderEvent(EventType.rested, row, order.quantity, CancelReason.user);
    return;
  }
  orderEvent(EventType.cancelled, row, order.quantity, reason);
  dropOrder(row);
}

/** The row of the order about to be accepted, with its name or the next number. */
export function nameOrder(): u32 {
  return createOrder(name);
}
