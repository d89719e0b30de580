/** Commands of traders: order, amend, cancel, cancelAll. Each is judged whole before anything changes. */
import { quantityIn } from "../ledger/position";
import { checkPrice, isZero, present, toLots, toPrice, units } from "../market/decimal";
import { leastWorth } from "../market/value";
import { judgeOrder, nameOrder, placeOrder } from "../matching/admission";
import {
  cancelAccountOrders,
  cancelOrder,
  nameOrNone,
  orderEvent,
  reduceResting,
  trailingBytes,
  trailName,
} from "../matching/resting-orders";
import { describeAmended, describeOrder, TAKER } from "../matching/taker";
import {
  ACCEPTED_EVENT_BYTES,
  AmendCommand,
  CancelAllCommand,
  CancelReason,
  Code,
  CommandType,
  Decimal,
  Detail,
  EventType,
  Field,
  NONE,
  OrderByIdCommand,
  OrderCommand,
  Side,
} from "../memory/abi";
import { accountAt, marketAt, orderAt, shard, termsAt } from "../memory/arena";
import { findAccount, findOrder } from "../memory/names";
import { refuse } from "../memory/refusal";
import { accept, acceptNaming, findBoth, finish, foundAccount, foundMarket } from "./frame";

export function applyOrder(command: OrderCommand): i32 {
  let code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  const market = marketAt(foundMarket);
  if (market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  if (command.order.length != 0 && findOrder(command.order) != 0) {
    return refuse(Code.ALREADY_EXISTS, Field.order, Detail.none);
  }
  const opposite = command.reduceOnly ? oppositeHeld(foundAccount, foundMarket, command.side) : 0;
  code = readSize(foundMarket, command.quantity, opposite);
  if (code != Code.OK) return code;
  const lots = units;
  let price: i64 = 0;
  if (present(command.price)) {
    code = toPrice(command.price, market, true, Field.price);
    if (code != Code.OK) return code;
    price = units;
  }
  code = checkWorth(foundMarket, lots, price, opposite);
  if (code != Code.OK) return code;
  describeOrder(
    TAKER,
    foundAccount,
    foundMarket,
    command.side,
    lots,
    price,
    command.timeInForce,
    command.postOnly,
    command.reduceOnly,
    command.selfTrade,
    nameOrNone(command.order),
  );
  return admitOrder();
}

/** Lots of the position that an order of that side reduces. */
function oppositeHeld(account: u32, market: u32, side: u32): i64 {
  const held = quantityIn(accountAt(account), market);
  return side == <u32>Side.sell ? max<i64>(0, held) : max<i64>(0, -held);
}

/** An order's quantity; its lots are left in `units`. `whole`: the lots with which it closes a position, which may be few. */
function readSize(row: u32, quantity: Decimal, whole: i64): i32 {
  if (isZero(quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  const code = toLots(quantity, marketAt(row), Field.quantity);
  return code == Code.OK ? checkSize(row, units, whole) : code;
}

function checkSize(row: u32, lots: i64, whole: i64): i32 {
  const market = marketAt(row);
  if (lots < market.minOrder) {
    if (lots != whole) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.minimumOrder);
  }
  if (lots > market.maxOrder) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.maximumOrder);
  return Code.OK;
}

/** Whether an order is worth `minNotional` at its price, a market order (price 0) at the mark, if there is one. */
function checkWorth(row: u32, lots: i64, price: i64, whole: i64): i32 {
  const market = marketAt(row);
  if (market.minNotional == 0) return Code.OK;
  const at = price == 0 ? market.mark : price;
  if (at == 0 || lots == whole || lots >= leastWorth(market, market.minNotional, at)) return Code.OK;
  return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notional);
}

export function applyOrderById(command: OrderByIdCommand): i32 {
  const account = command.account;
  const row = command.market;
  if (account >= shard.accounts) return refuse(Code.UNKNOWN_ACCOUNT, Field.accountId, Detail.none);
  if (row >= shard.markets) return refuse(Code.UNKNOWN_MARKET, Field.marketId, Detail.none);
  const market = marketAt(row);
  if (market.domain != accountAt(account).domain)
    return refuse(Code.UNKNOWN_MARKET, Field.marketId, Detail.none);
  if (market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  const lots = command.quantity;
  const price = command.price;
  let opposite: i64 = 0;
  // An order may be smaller than others only if it closes a position whole.
  if (command.reduceOnly) opposite = oppositeHeld(account, row, command.side);
  let code = checkSize(row, lots, opposite);
  if (code == Code.OK && price != 0) code = checkPrice(price, market, true, Field.price);
  if (code == Code.OK) code = checkWorth(row, lots, price, opposite);
  if (code != Code.OK) return code;
  describeOrder(
    TAKER,
    account,
    row,
    command.side,
    lots,
    price,
    command.timeInForce,
    command.postOnly,
    command.reduceOnly,
    command.selfTrade,
    0,
  );
  return admitOrder();
}

function admitOrder(): i32 {
  const code = judgeOrder(TAKER, marketAt(TAKER.market), accountAt(TAKER.account));
  if (code != Code.OK) return code;
  const row = nameOrder(TAKER);
  const terms = termsAt(row);
  const accepted = acceptNaming(CommandType.order, trailingBytes(terms));
  accepted.order = orderAt(row).number;
  accepted.orderKind = terms.kind;
  trailName(changetype<usize>(accepted) + ACCEPTED_EVENT_BYTES, terms);
  placeOrder(TAKER, row);
  return finish();
}

/** Less at the same price keeps its place; anything else is a new order under the old name (rules: book 15). */
export function applyAmend(command: AmendCommand): i32 {
  const row = findOrder(command.order);
  if (row == 0) return refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  if (!present(command.quantity) && !present(command.price))
    return refuse(Code.MISSING_FIELD, Field.quantity, Detail.nothingToAmend);
  const terms = termsAt(row);
  const resting = orderAt(row).quantity;
  let code: i32 = Code.OK;
  let lots = resting;
  let price = terms.price;
  const owner = orderAt(row).account;
  const opposite = terms.reduceOnly ? oppositeHeld(owner, terms.market, terms.side) : 0;
  if (present(command.quantity)) {
    code = readSize(terms.market, command.quantity, opposite);
    if (code != Code.OK) return code;
    lots = units;
  }
  if (present(command.price)) {
    code = toPrice(command.price, marketAt(terms.market), true, Field.price);
    if (code != Code.OK) return code;
    price = units;
  }
  if (present(command.quantity)) {
    code = checkWorth(terms.market, lots, price, opposite);
    if (code != Code.OK) return code;
  }
  if (price == terms.price && lots <= resting) return keepPlace(row, lots);
  describeAmended(TAKER, row, lots, price);
  code = judgeOrder(TAKER, marketAt(TAKER.market), accountAt(TAKER.account));
  if (code != Code.OK) return code;
  accept(CommandType.amend);
  placeOrder(TAKER, row);
  return finish();
}

function keepPlace(row: u32, lots: i64): i32 {
  const order = orderAt(row);
  if (accountAt(order.account).caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  accept(CommandType.amend);
  if (lots < order.quantity) reduceResting(row, order.quantity - lots);
  orderEvent(EventType.rested, row, lots, CancelReason.user);
  return finish();
}

export function applyCancel(row: u32): i32 {
  if (row == 0) return refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  accept(CommandType.cancel);
  cancelOrder(row, CancelReason.user);
  return finish();
}

export function applyCancelAll(command: CancelAllCommand): i32 {
  const everywhere = command.market.length == 0;
  const account = findAccount(command.account);
  if (account == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  if (!everywhere) {
    const code = findBoth(command.account, command.market);
    if (code != Code.OK) return code;
  }
  accept(CommandType.cancelAll);
  cancelAccountOrders(account, everywhere, foundMarket, CancelReason.user);
  return finish();
}
