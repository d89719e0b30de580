/**
 * Admission of a client's order: judged once, in a fixed order (rules: book 3), before anything changes; then matched, and
 * what is left rests or is cancelled. An amended order that leaves its place is admitted anew (rules: book 15).
 */
import { setExpiry } from "../book/expiries";
import { roomForLevel } from "../book/ladder";
import { hasFewOrders, mayHaveMore } from "../book/live-orders";
import { confirmSums, openLots, opensOnlyIn, setAside, takeBack } from "../book/open-sums";
import { legsDetail, legsMax, quantityIn } from "../ledger/position";
import {
  confirmOpening,
  coversPlainly,
  judgeOpening,
  NOT_PLAIN,
  opensPlainly,
  plainLeg,
} from "../margin/initial-margin";
import { coversByBook } from "../margin/market-order";
import { gatherOpen, legsWanted, openMarked } from "../margin/open-orders";
import { measure } from "../margin/requirement";
import { isHalted } from "../market/breakers";
import { bandPrice, isInBand } from "../market/price-limits";
import { isCalm } from "../market/trust";
import {
  Account,
  CancelReason,
  Code,
  Detail,
  EventType,
  Field,
  Market,
  MarketPhase,
  Pair,
  SelfTrade,
  Side,
  TimeInForce,
} from "../memory/abi";
import {
  legAt,
  legPool,
  marketAt,
  orderAt,
  orderNamePool,
  orderPool,
  room,
  shard,
  termsAt,
} from "../memory/arena";
import { now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";
import { refuse } from "../memory/refusal";
import { fillsWhole } from "./fill-or-kill";
import { crosses, firstMaker, match, NOTHING, reducingBound } from "./match";
import { lotsBeyond } from "./reduce-only";
import { createOrder, dropOrder, leavePlace, orderEvent, rest } from "./resting-orders";
import { nameTaker, oppositeOf, Taker, UNBOUND } from "./taker";

/**
 * Every check that needs the state, in order (rules: book 3), from `postOnly` on. The rows of the taker's market and account are
 * parameters, because compilers keep a parameter's address where they compute another anew for each use.
 */
export function judgeOrder(taker: Taker, spec: Market, owner: Account): i32 {
  if (!passesPlainly(taker, spec, owner)) return judgeThoroughly(taker, spec, owner);
  if (DEBUGGING) confirm(taker, spec, owner);
  return Code.OK;
}

/** Debug build: what passes plainly passes `judgeThoroughly`, with the same limit, bound and flags. */
function confirm(taker: Taker, spec: Market, owner: Account): void {
  const wasReducing = taker.reducing;
  const wasCrossing = taker.crossing;
  const hadLimit = taker.limit;
  const hadBound = taker.bound;
  assert(
    judgeThoroughly(taker, spec, owner) == Code.OK,
    "a plain order that is refused when looked at thoroughly",
  );
  assert(wasReducing == taker.reducing && wasCrossing == taker.crossing, "a plain order is another kind");
  assert(hadLimit == taker.limit && hadBound == taker.bound, "a plain order has another limit or bound");
}

/**
 * Fast path of `judgeThoroughly`, for most orders: a new limit order, neither post-only nor reduce-only nor
 * FOK, in an open, calm and linear market, of an account without a case, collateral, or legs and open orders in other
 * markets. Each check is the slow path's own or a stricter one, so an order that passes here passes there.
 * False: not certain, and `judgeThoroughly` decides. Each condition returns by itself: conditions joined by
 * || or && are compiled to a value and a test of it.
 */
function passesPlainly(taker: Taker, spec: Market, owner: Account): bool {
  const price = taker.price;
  if (price == 0) return false;
  if ((u32(taker.postOnly) | u32(taker.reduceOnly) | taker.amended) != 0) return false;
  // Neither FOK nor good till a time.
  if (taker.timeInForce >= <u8>TimeInForce.FOK) return false;
  const market = taker.market;
  if (spec.phase != <u8>MarketPhase.open) return false;
  if (!spec.hasMark) return false;
  if (!isCalm(market, spec)) return false;
  const side: Side = taker.side;
  if (!isInBand(spec, side, price)) return false;
  const account = taker.account;
  const quantity = taker.quantity;
  if (owner.caseRow != 0) return false;
  if (DEBUGGING) confirmSums(owner);
  if (!opensOnlyIn(owner, market)) return false;
  const leg = plainLeg(owner, market, spec);
  if (leg == NOT_PLAIN) return false;
  let held: i64 = 0;
  let equity = owner.cash;
  if (leg != 0) {
    held = legAt(leg).quantity;
    equity += held * spec.mark * spec.unit - legAt(leg).cost;
  }
  const toward = side == Side.buy ? held : -held;
  const wanted = quantity + (side == Side.buy ? owner.bids : owner.asks);
  if (max<i64>(toward, 0) + wanted > spec.maxPosition) return false;
  if (spec.openInterest + quantity > spec.maxOpenInterest) return false;
  if (room(legPool) < 2 + orderPool.used) return false;
  if (!hasFewOrders(account, spec)) return false;
  if (room(orderPool) == 0) return false;
  if (taker.name != 0 && room(orderNamePool) == 0) return false;
  if (!roomForLevel(spec)) return false;
  const reducing = wanted <= -toward;
  if (!reducing && !coversPlainly(owner, held, equity, market, spec, side, quantity, price)) return false;
  if (DEBUGGING && !reducing) confirmOpening(owner, 0, market, side, quantity, price);
  taker.reducing = reducing;
  taker.limit = price;
  taker.isMarketOrder = false;
  taker.bound = UNBOUND;
  if (DEBUGGING) taker.limit += planted(Pair.plainOrder);
  taker.crossing = crosses(spec, side, price);
  if (!taker.crossing) return true;
  if (taker.selfTrade == <u8>SelfTrade.newest && orderAt(firstMaker(spec, side)).account == account)
    return false;
  if (reducing) taker.bound = reducingBound(account, market, side);
  return true;
}

/** An amended order is not counted while it is judged anew. */
function judgeThoroughly(taker: Taker, spec: Market, owner: Account): i32 {
  if (DEBUGGING) confirmSums(owner);
  if (taker.amended == 0) return judgeAgainst(taker, spec, owner);
  setAside(owner, taker.amended);
  const code = judgeAgainst(taker, spec, owner);
  takeBack(owner, taker.amended);
  return code;
}

function judgeAgainst(taker: Taker, spec: Market, owner: Account): i32 {
  const market = taker.market;
  const side: Side = taker.side;
  const quantity = taker.quantity;
  taker.isMarketOrder = taker.price == 0;
  let code = judgeForm(taker);
  if (code == Code.OK) code = judgePhase(taker, spec);
  if (code != Code.OK) return code;
  if (!spec.hasMark || !measure(owner, false) || !openMarked(owner))
    return refuse(Code.MARKET_HALTED, Field.market, Detail.noMark);
  if (taker.isMarketOrder) taker.limit = bandPrice(spec, spec.mark, side, spec.marketBandPpm);
  else {
    if (!isInBand(spec, side, taker.price)) return refuse(Code.OUT_OF_RANGE, Field.price, Detail.outsideBand);
    taker.limit = taker.price;
  }
  if (owner.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  const held = quantityIn(owner, market);
  const opposite = oppositeOf(held, side);
  if (taker.reduceOnly && opposite == 0) return refuse(Code.REDUCE_ONLY, Field.reduceOnly, Detail.none);
  const open = openLots(owner, market, side);
  taker.reducing = taker.reduceOnly || quantity + open <= opposite;
  code = judgeCapacity(taker, spec, owner, held, open);
  if (code != Code.OK) return code;
  if (!taker.reducing && !opensPlainly(owner, market, side, quantity, taker.limit)) {
    gatherOpen(owner, taker.amended);
    code = judgeOpening(taker.account, market, side, quantity, taker.limit);
    if (code != Code.OK) {
      if (!taker.isMarketOrder) return code;
      if (!coversByBook(taker.account, market, side, quantity, taker.limit)) return code;
    }
  } else if (DEBUGGING && !taker.reducing)
    confirmOpening(owner, taker.amended, market, side, quantity, taker.limit);
  taker.crossing = spec.phase == <u8>MarketPhase.open && crosses(spec, side, taker.limit);
  taker.bound = taker.reducing && taker.crossing ? reducingBound(taker.account, market, side) : UNBOUND;
  return judgeMatch(taker, spec, opposite);
}

/** What an order is by itself: post-only, and good till a time, in a way that makes sense (rules: book 3, 20). */
export function judgeForm(taker: Taker): i32 {
  if (taker.postOnly && (taker.price == 0 || !mayRest(taker)))
    return refuse(Code.MALFORMED, Field.postOnly, Detail.badWord);
  return taker.timeInForce == <u8>TimeInForce.GTT && taker.expires <= now
    ? refuse(Code.OUT_OF_RANGE, Field.expires, Detail.timeOver)
    : <i32>Code.OK;
}

/** Whether what is left of it rests. */
function mayRest(taker: Taker): bool {
  return taker.timeInForce == <u8>TimeInForce.GTC || taker.timeInForce == <u8>TimeInForce.GTT;
}

/** A halt; and a market that is not open takes, in an auction, only what may rest (rules: book 16). */
function judgePhase(taker: Taker, spec: Market): i32 {
  if (isHalted(spec)) return refuse(Code.MARKET_HALTED, Field.market, Detail.halted);
  if (spec.phase == <u8>MarketPhase.open) return Code.OK;
  return spec.phase == <u8>MarketPhase.auction && !taker.isMarketOrder && mayRest(taker)
    ? Code.OK
    : refuse(Code.MARKET_HALTED, Field.market, Detail.notOpen);
}

/** How many orders may need rows of legs: not those that wait for their stops. */
function ordersToFill(taker: Taker): u32 {
  return orderPool.used - shard.waitingOrders - u32(taker.triggered);
}

/** So many more than others may be that reduce, so that whoever has all his orders out can still get out. */
export const MORE_REDUCING: u32 = 16;

function judgeCapacity(taker: Taker, spec: Market, owner: Account, held: i64, open: i64): i32 {
  if (!taker.reduceOnly) {
    const same = taker.side == <u8>Side.buy ? max<i64>(held, 0) : max<i64>(-held, 0);
    if (same + open + taker.quantity > spec.maxPosition)
      return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
    if (spec.openInterest + taker.quantity > spec.maxOpenInterest) {
      return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
    }
    if (legsWanted(owner, taker.market) > legsMax(owner))
      return refuse(Code.CAPACITY, Field.market, legsDetail(owner));
    if (room(legPool) < 2 + ordersToFill(taker)) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  }
  if (!mayHaveMore(taker.account, taker.market, spec, taker.reducing ? MORE_REDUCING : 0, taker.amended)) {
    if (!taker.reduceOnly || taker.quantity != oppositeOf(held, taker.side))
      return refuse(Code.CAPACITY, Field.order, Detail.ordersMax);
  }
  if (taker.amended == 0 && !taker.triggered && room(orderPool) == 0)
    return refuse(Code.CAPACITY, Field.order, Detail.orders);
  if (taker.name != 0 && room(orderNamePool) == 0)
    return refuse(Code.CAPACITY, Field.order, Detail.orderNames);
  if (!roomForLevel(spec)) return refuse(Code.CAPACITY, Field.market, Detail.levels);
  return Code.OK;
}

function judgeMatch(taker: Taker, spec: Market, opposite: i64): i32 {
  if (taker.crossing) {
    if (taker.postOnly) return refuse(Code.WOULD_CROSS, Field.price, Detail.none);
    if (
      taker.selfTrade == <u8>SelfTrade.newest &&
      orderAt(firstMaker(spec, taker.side)).account == taker.account
    ) {
      return refuse(Code.SELF_TRADE, Field.order, Detail.none);
    }
  }
  if (taker.timeInForce != <u8>TimeInForce.FOK) return Code.OK;
  const capped = taker.reduceOnly && taker.quantity > opposite;
  if (!taker.crossing || capped || !fillsWhole(taker, spec)) {
    return refuse(Code.WOULD_NOT_FILL, Field.quantity, Detail.none);
  }
  return Code.OK;
}

/** Carries out a judged and accepted order: its fills, then `rested` or `cancelled`. */
export function placeOrder(taker: Taker, row: u32): void {
  const order = orderAt(row);
  const terms = termsAt(row);
  let filled: i64 = 0;
  if (taker.amended != 0) {
    filled = terms.total - order.quantity;
    leavePlace(row);
  }
  const market = taker.market;
  order.account = taker.account;
  order.quantity = taker.quantity;
  terms.market = market;
  terms.side = taker.side;
  terms.price = taker.price;
  terms.total = filled + taker.quantity;
  terms.reducing = u8(taker.reducing);
  terms.reduceOnly = u8(taker.reduceOnly);
  terms.postOnly = u8(taker.postOnly);
  terms.selfTrade = taker.selfTrade;
  let reason = NOTHING;
  if (taker.crossing) {
    nameTaker(taker, row, marketAt(market).takerFeePpm);
    reason = match(taker);
    order.quantity = taker.left;
  }
  if (order.quantity == 0) {
    dropOrder(row);
    return;
  }
  let over: i64 = 0;
  // Most are good till cancelled, and may be of any size.
  if (reason == NOTHING && (u32(taker.isMarketOrder) | taker.timeInForce | terms.reduceOnly) != 0) {
    if (taker.isMarketOrder || !mayRest(taker)) reason = CancelReason.ioc;
    else {
      if (taker.timeInForce == <u8>TimeInForce.GTT) setExpiry(row, taker.expires);
      // More than may rest (rules: book 19).
      if (terms.reduceOnly) over = lotsBeyond(row);
      if (over == order.quantity) reason = CancelReason.reduceOnly;
    }
  }
  if (reason == NOTHING) {
    order.quantity -= over;
    terms.total -= over;
    rest(row);
    orderEvent(EventType.rested, row, order.quantity, CancelReason.user);
    if (over != 0) orderEvent(EventType.cancelled, row, over, CancelReason.reduceOnly);
    return;
  }
  orderEvent(EventType.cancelled, row, order.quantity, reason);
  dropOrder(row);
}

/** The row of the order about to be accepted, with its name or the next number. */
export function nameOrder(taker: Taker): u32 {
  return createOrder(taker.name);
}
