/**
 * Admission of a client's order: judged once, in a fixed order (rulings C.5), before anything changes; then matched, and
 * what is left rests or is cancelled.
 */
import {
  Account,
  CancelReason,
  Code,
  Detail,
  EventType,
  Field,
  LEGS_MAX,
  Market,
  Order,
  SelfTrade,
  Side,
  TimeInForce,
} from "../abi";
import {
  accountAt,
  domainAt,
  legAt,
  legPool,
  marketAt,
  orderAt,
  orderNamePool,
  orderPool,
  room,
  shard,
} from "../arena";
import { magnitude, ppmCeil } from "../fixed";
import { equity, measure } from "../margin/requirement";
import { findLeg, quantityIn } from "../margin/position";
import { initialMargin } from "../market/tiers";
import { refuse } from "../refusal";
import { inside } from "./depth";
import { takeAsOrder } from "./fill";
import { bestTick, findLevel, levelAt, nextTick, roomForLevel } from "./ladder";
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
import { createOrder, dropOrder, orderEvent, otherSide, rest } from "./order-pool";

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
}

/** Every check that needs the state, in the order of rulings C.5 from `postOnly` on. */
export function judgeOrder(): i32 {
  const spec = marketAt(market);
  isMarketOrder = price == 0;
  if (postOnly && (isMarketOrder || timeInForce != TimeInForce.GTC)) {
    return refuse(Code.MALFORMED, Field.postOnly, Detail.badWord);
  }
  if (spec.halted || domainAt(spec.domain).halted)
    return refuse(Code.MARKET_HALTED, Field.market, Detail.halted);
  if (!spec.hasMark || !allMarked(accountAt(account)))
    return refuse(Code.MARKET_HALTED, Field.market, Detail.noMark);
  if (accountAt(account).caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  limit = isMarketOrder ? bandPrice(spec, spec.mark, side, spec.marketBandPpm) : price;
  const opposite = reducible(account, market, side);
  if (reduceOnly && opposite == 0) return refuse(Code.REDUCE_ONLY, Field.reduceOnly, Detail.none);
  const open = openQuantity(accountAt(account), market, side);
  reducing = reduceOnly || quantity + open <= opposite;
  let code = judgeCapacity(spec, open);
  if (code != Code.OK) return code;
  if (!reducing) {
    code = judgeMargin(account, market, side, quantity, limit, 0);
    if (code != Code.OK) return code;
  }
  bound = reducing ? reducingBound(account, market, side) : UNBOUND;
  return judgeMatch(spec, opposite);
}

/** Whether every market in which the account has a leg or an order has a mark. */
export function allMarked(owner: Account): bool {
  for (let row = owner.firstLeg; row != 0; row = legAt(row).nextLeg)
    if (!marketAt(legAt(row).market).hasMark) return false;
  for (let row = owner.firstOrder; row != 0; row = orderAt(row).accountNext) {
    if (!marketAt(orderAt(row).market).hasMark) return false;
  }
  return true;
}

/** Σ quantity of the account's open orders of a side in a market. */
function openQuantity(owner: Account, inMarket: u32, ofSide: Side): i64 {
  let sum: i64 = 0;
  for (let row = owner.firstOrder; row != 0; row = orderAt(row).accountNext) {
    const order = orderAt(row);
    if (order.market == inMarket && order.side == ofSide) sum += order.quantity;
  }
  return sum;
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
    if (legsWanted(accountAt(account)) > LEGS_MAX) return refuse(Code.CAPACITY, Field.market, Detail.legs);
    if (room(legPool) < 2 + orderPool.used) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  }
  if (room(orderPool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orders);
  if (name != 0 && room(orderNamePool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orderNames);
  if (!roomForLevel(spec)) return refuse(Code.CAPACITY, Field.market, Detail.levels);
  return Code.OK;
}

/** Legs, and markets with open orders but no leg, the new order's market included. */
function legsWanted(owner: Account): u32 {
  let wanted = owner.legs;
  let counted = findLeg(owner, market) != 0;
  if (!counted) wanted++;
  for (let row = owner.firstOrder; row != 0; row = orderAt(row).accountNext) {
    const at = orderAt(row).market;
    if (at == market || findLeg(owner, at) != 0 || seenBefore(owner, row)) continue;
    wanted++;
  }
  return wanted;
}

/** Whether an earlier order of the account stands in the same market. */
function seenBefore(owner: Account, row: u32): bool {
  for (let earlier = owner.firstOrder; earlier != row; earlier = orderAt(earlier).accountNext) {
    if (orderAt(earlier).market == orderAt(row).market) return true;
  }
  return false;
}

/**
 * E − withdrawn − loss ≥ IM, with the new order (quantity 0: none) and all open ones (DESIGN.md 3, rulings C.7). Per
 * market the worse of "all buys filled" and "all sells filled" counts.
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
  const available = equity - withdrawn;
  let loss: i64 = 0;
  let required: i64 = 0;
  if (lots != 0) loss += orderLoss(marketAt(inMarket), ofSide, lots, atPrice);
  for (let order = owner.firstOrder; order != 0; order = orderAt(order).accountNext) {
    const resting = orderAt(order);
    if (!resting.reducing)
      loss += orderLoss(marketAt(resting.market), resting.side, resting.quantity, resting.price);
    const counted =
      (lots != 0 && resting.market == inMarket) ||
      findLeg(owner, resting.market) != 0 ||
      seenBefore(owner, order);
    if (!counted) required += worstMargin(owner, resting.market, 0, 0);
  }
  for (let leg = owner.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (lots == 0 || legAt(leg).market != inMarket) required += worstMargin(owner, legAt(leg).market, 0, 0);
  }
  if (lots != 0) {
    required += worstMargin(owner, inMarket, ofSide == Side.buy ? lots : 0, ofSide == Side.sell ? lots : 0);
  }
  if (available - loss < required) {
    return refuse(
      Code.INSUFFICIENT_MARGIN,
      withdrawn != 0 ? Field.amount : Field.quantity,
      Detail.insufficientMargin,
    );
  }
  return Code.OK;
}

/** What filling at its own price loses against the mark, and the taker fee; both up. */
function orderLoss(spec: Market, ofSide: Side, lots: i64, atPrice: i64): i64 {
  const adverse = ofSide == Side.buy ? atPrice - spec.mark : spec.mark - atPrice;
  return max<i64>(0, adverse) * lots * spec.unit + ppmCeil(lots * atPrice * spec.unit, spec.takerFeePpm);
}

function worstMargin(owner: Account, row: u32, buying: i64, selling: i64): i64 {
  const spec = marketAt(row);
  const held = quantityIn(owner, row);
  const perLot = spec.mark * spec.unit;
  const bought = magnitude(held + openQuantity(owner, row, Side.buy) + buying) * perLot;
  const sold = magnitude(held - openQuantity(owner, row, Side.sell) - selling) * perLot;
  return max(initialMargin(row, spec, bought), initialMargin(row, spec, sold));
}

function judgeMatch(spec: Market, opposite: i64): i32 {
  if (crosses(spec, side, limit)) {
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
  let tick = bestTick(spec, bookSide);
  while (tick != 0 && sum < quantity) {
    const atPrice = tick * spec.tickSize;
    if (!inside(bookSide, atPrice, limit) || (bound != UNBOUND && !inside(bookSide, atPrice, bound))) break;
    const level = findLevel(spec, bookSide, tick);
    for (let row = levelAt(level).head; row != 0; row = orderAt(row).next) {
      const maker: Order = orderAt(row);
      if (maker.account == account) {
        if (selfTrade != SelfTrade.oldest) return sum;
      } else if (!maker.reducing) sum += maker.quantity;
    }
    tick = nextTick(spec, bookSide, tick, level);
  }
  return sum;
}

/** Carries out a judged and accepted order: its fills, then `rested` or `cancelled`. */
export function placeOrder(row: u32): void {
  const order = orderAt(row);
  order.account = account;
  order.market = market;
  order.side = <u8>side;
  order.price = limit;
  order.quantity = quantity;
  order.reducing = u8(reducing);
  order.reduceOnly = u8(reduceOnly);
  takeAsOrder(row, account, side);
  match(market, quantity, limit, bound, reduceOnly, selfTrade);
  order.quantity = left;
  let reason = stop;
  if (left == 0) {
    dropOrder(row);
    return;
  }
  if (reason == NOTHING && (isMarketOrder || timeInForce != TimeInForce.GTC)) reason = CancelReason.ioc;
  if (reason == NOTHING) {
    rest(row);
    orderEvent(EventType.rested, row, left, CancelReason.user);
    return;
  }
  orderEvent(EventType.cancelled, row, left, reason);
  dropOrder(row);
}

/** The row of the order about to be accepted, with its name or the next number. */
export function nameOrder(): u32 {
  return createOrder(name == 0 ? ++shard.nextOrder : 0, name);
}
