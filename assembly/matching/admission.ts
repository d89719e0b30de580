/**
 * Admission of a client's order: judged once, in a fixed order (rulings C.5), before anything changes; then matched, and
 * what is left rests or is cancelled. An amended order that leaves its place is admitted anew (rulings M.1).
 */
import { bestLevel, nextLevel, otherSide, priceAt, roomForLevel } from "../book/ladder";
import { opensOnlyIn } from "../book/open-sums";
import { legsDetail, legsMax, quantityIn } from "../ledger/position";
import { gatherOpen, legsWanted, openIn, openMarked } from "../margin/open-orders";
import {
  coversPlainly,
  hasPlainPosition,
  judgeOpening,
  opensPlainly,
  plainQuantity,
} from "../margin/opening";
import { measure } from "../margin/requirement";
import { isHalted } from "../market/breakers";
import { bandPrice, inside, isInBand } from "../market/price-limits";
import {
  Account,
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
} from "../memory/abi";
import {
  accountAt,
  legPool,
  levelAt,
  marketAt,
  orderAt,
  orderNamePool,
  orderPool,
  room,
  termsAt,
} from "../memory/arena";
import { DEBUGGING } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { takeAsOrder } from "./fill";
import { crosses, firstMaker, left, match, NOTHING, reducingBound, stop, UNBOUND } from "./match";
import { createOrder, dropOrder, leavePlace, orderEvent, rest } from "./orders";

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
/** It meets a maker: the market is open, and the other side's best price inside its limit. */
let crossing: bool = false;

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
  if (!passesPlainly(spec)) return judgeThoroughly(spec);
  if (DEBUGGING) confirm(spec);
  return Code.OK;
}

/** What passes plainly is judged thoroughly as well. */
function confirm(spec: Market): void {
  const wasReducing = reducing;
  const wasCrossing = crossing;
  const hadLimit = limit;
  const hadBound = bound;
  assert(judgeThoroughly(spec) == Code.OK);
  assert(wasReducing == reducing && wasCrossing == crossing && hadLimit == limit && hadBound == bound);
}

/**
 * Whether an order passes that is like most: a limit order of an account without a case, with all that it has in this linear
 * market. Each check is the thorough way's own or stricter, so what this finds is what that would; false says nothing. Each
 * leaves on its own: conditions joined by || or && are compiled to a value and a test of it.
 */
function passesPlainly(spec: Market): bool {
  if (price == 0) return false;
  if ((u32(postOnly) | u32(reduceOnly) | amended) != 0) return false;
  if (timeInForce == TimeInForce.FOK) return false;
  if (spec.phase != <u8>MarketPhase.open) return false;
  if (isHalted(spec)) return false;
  if (!spec.hasMark) return false;
  if (!isInBand(spec, side, price)) return false;
  const owner = accountAt(account);
  if (owner.caseRow != 0) return false;
  if (!opensOnlyIn(owner, market)) return false;
  if (!hasPlainPosition(owner, market, spec)) return false;
  const held = plainQuantity;
  const toward = side == Side.buy ? held : -held;
  const wanted = quantity + (side == Side.buy ? owner.bids : owner.asks);
  if (max<i64>(toward, 0) + wanted > spec.maxPosition) return false;
  if (spec.openInterest + quantity > spec.maxOpenInterest) return false;
  if (room(legPool) < 2 + orderPool.used) return false;
  if (room(orderPool) == 0) return false;
  if (name != 0 && room(orderNamePool) == 0) return false;
  if (!roomForLevel(spec)) return false;
  reducing = wanted <= -toward;
  if (!reducing && !coversPlainly(owner, market, spec, side, quantity, price)) return false;
  limit = price;
  isMarketOrder = false;
  bound = UNBOUND;
  crossing = crosses(spec, side, price);
  if (!crossing) return true;
  if (selfTrade == SelfTrade.newest && orderAt(firstMaker(spec, side)).account == account) return false;
  if (reducing) bound = reducingBound(account, market, side);
  return true;
}

function judgeThoroughly(spec: Market): i32 {
  isMarketOrder = price == 0;
  if (postOnly && (isMarketOrder || timeInForce != TimeInForce.GTC)) {
    return refuse(Code.MALFORMED, Field.postOnly, Detail.badWord);
  }
  let code = judgePhase(spec);
  if (code != Code.OK) return code;
  const owner = accountAt(account);
  // An amended order is not counted, so the account's other ones have to be looked at.
  const gathered = amended != 0 || !opensOnlyIn(owner, market);
  if (gathered) gatherOpen(owner, amended);
  if (!spec.hasMark || !measure(owner, false) || (gathered && !openMarked()))
    return refuse(Code.MARKET_HALTED, Field.market, Detail.noMark);
  if (isMarketOrder) limit = bandPrice(spec, spec.mark, side, spec.marketBandPpm);
  else {
    if (!isInBand(spec, side, price)) return refuse(Code.OUT_OF_RANGE, Field.price, Detail.outsideBand);
    limit = price;
  }
  if (owner.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  const held = quantityIn(owner, market);
  const opposite = side == Side.sell ? max<i64>(held, 0) : max<i64>(-held, 0);
  if (reduceOnly && opposite == 0) return refuse(Code.REDUCE_ONLY, Field.reduceOnly, Detail.none);
  const open = gathered ? openIn(market, side) : side == Side.buy ? owner.bids : owner.asks;
  reducing = reduceOnly || quantity + open <= opposite;
  code = judgeCapacity(spec, owner, held, open, gathered);
  if (code != Code.OK) return code;
  if (!reducing && (gathered || !opensPlainly(owner, market, side, quantity, limit))) {
    if (!gathered) gatherOpen(owner);
    code = judgeOpening(account, market, side, quantity, limit);
    if (code != Code.OK) return code;
  }
  crossing = spec.phase == <u8>MarketPhase.open && crosses(spec, side, limit);
  bound = reducing && crossing ? reducingBound(account, market, side) : UNBOUND;
  return judgeMatch(spec, opposite);
}

/** A halt; and a market that is not open takes, in an auction, only what may rest (rulings M.2). */
function judgePhase(spec: Market): i32 {
  if (isHalted(spec)) return refuse(Code.MARKET_HALTED, Field.market, Detail.halted);
  if (spec.phase == <u8>MarketPhase.open) return Code.OK;
  const rests = spec.phase == <u8>MarketPhase.auction && !isMarketOrder && timeInForce == TimeInForce.GTC;
  return rests ? Code.OK : refuse(Code.MARKET_HALTED, Field.market, Detail.notOpen);
}

function judgeCapacity(spec: Market, owner: Account, held: i64, open: i64, gathered: bool): i32 {
  if (!reduceOnly) {
    const same = side == Side.buy ? max<i64>(held, 0) : max<i64>(-held, 0);
    if (same + open + quantity > spec.maxPosition)
      return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
    if (spec.openInterest + quantity > spec.maxOpenInterest) {
      return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
    }
    const wanted = gathered ? legsWanted(owner, market) : owner.legs + u32(held == 0);
    if (wanted > legsMax(owner)) return refuse(Code.CAPACITY, Field.market, legsDetail(owner));
    if (room(legPool) < 2 + orderPool.used) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  }
  if (amended == 0 && room(orderPool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orders);
  if (name != 0 && room(orderNamePool) == 0) return refuse(Code.CAPACITY, Field.order, Detail.orderNames);
  if (!roomForLevel(spec)) return refuse(Code.CAPACITY, Field.market, Detail.levels);
  return Code.OK;
}

function judgeMatch(spec: Market, opposite: i64): i32 {
  if (crossing) {
    if (postOnly) return refuse(Code.WOULD_CROSS, Field.price, Detail.none);
    if (selfTrade == SelfTrade.newest && orderAt(firstMaker(spec, side)).account == account) {
      return refuse(Code.SELF_TRADE, Field.order, Detail.none);
    }
  }
  if (timeInForce != TimeInForce.FOK) return Code.OK;
  if (!crossing || (reduceOnly && quantity > opposite) || certain(spec) < quantity) {
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
  if (crossing) {
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
