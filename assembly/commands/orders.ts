/** Commands of traders and venues: order, cancel, cancelAll, execution. Each is judged whole before anything changes. */
import { checkPrice, isZero, present, toLots, toPrice, toUnits, units } from "../market/decimal";
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
  ExecutionCommand,
  ExecutionStatus,
  Field,
  NONE,
  OrderByIdCommand,
  OrderCommand,
} from "../memory/abi";
import { accountAt, domainAt, marketAt, orderAt, shard, sliceAt, termsAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { findAccount, findOrder, findSlice, numberAfter } from "../memory/names";
import { refuse } from "../memory/refusal";
import { admitReport, bookEnd, bookReport, followReport, keepReport } from "../slicing/venue-reports";
import { accept, acceptNaming, findBoth, finish, foundAccount, foundMarket } from "./frame";

export function applyOrder(command: OrderCommand): i32 {
  let code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  const market = marketAt(foundMarket);
  if (market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  if (command.order.length != 0 && findOrder(command.order) != 0) {
    return refuse(Code.ALREADY_EXISTS, Field.order, Detail.none);
  }
  code = readSize(foundMarket, command.quantity);
  if (code != Code.OK) return code;
  const lots = units;
  let price: i64 = 0;
  if (present(command.price)) {
    code = toPrice(command.price, market, true, Field.price);
    if (code != Code.OK) return code;
    price = units;
  }
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

/** An order's quantity; its lots are left in `units`. */
function readSize(row: u32, quantity: Decimal): i32 {
  if (isZero(quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  const code = toLots(quantity, marketAt(row), Field.quantity);
  return code == Code.OK ? checkSize(row, units) : code;
}

function checkSize(row: u32, lots: i64): i32 {
  const market = marketAt(row);
  if (lots < market.minOrder) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.minimumOrder);
  if (lots > market.maxOrder) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.maximumOrder);
  return Code.OK;
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
  let code = checkSize(row, lots);
  if (code == Code.OK && price != 0) code = checkPrice(price, market, true, Field.price);
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
  if (present(command.quantity)) {
    code = readSize(terms.market, command.quantity);
    if (code != Code.OK) return code;
    lots = units;
  }
  if (present(command.price)) {
    code = toPrice(command.price, marketAt(terms.market), true, Field.price);
    if (code != Code.OK) return code;
    price = units;
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

export function applyExecution(command: ExecutionCommand): i32 {
  const row = findSlice(numberAfter(command.order, 0x53));
  // A rung that rests in the internal book is at no venue that could report on it.
  if (row == 0 || sliceAt(row).order != 0) return refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  const fills = command.status == ExecutionStatus.fill;
  let code = admitReport(row, command.execution, !fills);
  if (code != Code.OK) return code;
  if (!fills) {
    shard.now = now;
    keepReport(row, command.execution);
    followReport(row);
    bookEnd(row);
    return finish();
  }
  return applyFill(command, row);
}

function applyFill(command: ExecutionCommand, row: u32): i32 {
  const market = marketAt(sliceAt(row).market);
  if (!present(command.price)) return refuse(Code.MISSING_FIELD, Field.price, Detail.none);
  if (!present(command.quantity)) return refuse(Code.MISSING_FIELD, Field.quantity, Detail.none);
  let code = toPrice(command.price, market, true, Field.price);
  if (code != Code.OK) return code;
  const price = units;
  if (isZero(command.quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  const lots = units;
  if (lots > market.maxPosition) return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
  let fee: i64 = 0;
  if (present(command.fee)) {
    code = toUnits(command.fee, domainAt(market.domain).settleDecimals, Field.fee);
    if (code != Code.OK) return code;
    fee = units;
  }
  shard.now = now;
  keepReport(row, command.execution);
  followReport(row);
  bookReport(row, price, lots, present(command.fee), fee);
  return finish();
}
