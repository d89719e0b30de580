/** Commands of traders: order, amend, cancel, cancelAll. Each is judged whole before anything changes. */
import { setExpiry } from "../book/expiries";
import { quantityIn } from "../ledger/position";
import { checkPrice, isZero, present, toLots, toPrice, units } from "../market/decimal";
import { leastWorth } from "../market/value";
import { judgeOrder, nameOrder, placeOrder } from "../matching/admission";
import {
  cancelAccountOrders,
  cancelOrder,
  nameOrNone,
  orderEvent,
  shrinkResting,
  trailingBytes,
  trailName,
} from "../matching/resting-orders";
import { describeWaiting, judgeStop } from "../matching/stop-orders";
import { describeAmended, describeOrder, TAKER } from "../matching/taker";
import {
  ACCEPTED_EVENT_BYTES,
  AmendCommand,
  CancelAllCommand,
  CancelCommand,
  CancelReason,
  Code,
  CommandType,
  Decimal,
  Detail,
  EventType,
  Field,
  Name,
  NONE,
  OrderByIdCommand,
  OrderCommand,
  Side,
} from "../memory/abi";
import { accountAt, marketAt, orderAt, shard, stopAt, termsAt, timerAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { findAccount, findOrder } from "../memory/names";
import { refuse } from "../memory/refusal";
import { accept, acceptNaming, findBoth, finish, foundAccount, foundMarket } from "./frame";
import { armOrder, rearm, watched } from "./arm-order";

export function applyOrder(command: OrderCommand): i32 {
  let code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  const market = marketAt(foundMarket);
  if (market.external) return refuse(Code.FORBIDDEN, Field.market, Detail.externalMarket);
  if (command.order.length != 0 && findOrder(command.order) != 0) {
    return refuse(Code.ALREADY_EXISTS, Field.order, Detail.none);
  }
  code = readSize(
    foundAccount,
    foundMarket,
    command.side,
    command.reduceOnly,
    command.quantity,
    Field.quantity,
    0,
  );
  if (code != Code.OK) return code;
  const lots = units;
  let price: i64 = 0;
  if (present(command.price)) {
    code = toPrice(command.price, market, true, Field.price);
    if (code != Code.OK) return code;
    price = units;
  }
  let stop: i64 = 0;
  if (present(command.stop)) {
    code = toPrice(command.stop, market, true, Field.stop);
    if (code != Code.OK) return code;
    stop = units;
  }
  if (market.minNotional != 0) {
    code = checkWorth(
      foundAccount,
      foundMarket,
      command.side,
      command.reduceOnly,
      lots,
      price,
      Field.quantity,
      0,
    );
    if (code != Code.OK) return code;
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
  TAKER.expires = command.expires;
  return admitOrder(stop, command.stopBy);
}

/**
 * An order's quantity, of which `filled` lots have traded; its lots are left in `units`. A given size is judged, but whether an order
 * closes is asked of what is to be open of it (rules: book 3, 15).
 */
function readSize(
  account: u32,
  row: u32,
  side: u32,
  reduceOnly: u32,
  quantity: Decimal,
  field: Field,
  filled: i64,
): i32 {
  if (isZero(quantity)) return refuse(Code.OUT_OF_RANGE, field, Detail.notPositive);
  const code = toLots(quantity, marketAt(row), field);
  return code == Code.OK ? checkSize(account, row, side, reduceOnly, units, field, filled) : code;
}

function checkSize(
  account: u32,
  row: u32,
  side: u32,
  reduceOnly: u32,
  lots: i64,
  field: Field,
  filled: i64,
): i32 {
  const market = marketAt(row);
  if (lots < market.minOrder) {
    if (!closesWhole(account, row, side, reduceOnly, lots - filled))
      return refuse(Code.OUT_OF_RANGE, field, Detail.minimumOrder);
  }
  if (lots > market.maxOrder) return refuse(Code.OUT_OF_RANGE, field, Detail.maximumOrder);
  return Code.OK;
}

/** Whether a reduce-only order is of exactly the position that it reduces: then it may be smaller than others. */
function closesWhole(account: u32, row: u32, side: u32, reduceOnly: u32, lots: i64): bool {
  if (!reduceOnly || lots <= 0) return false;
  return quantityIn(accountAt(account), row) == (side == <u32>Side.sell ? lots : -lots);
}

/** Whether an order is worth `minNotional` at its price, a market order (price 0) at the mark, if there is one. */
function checkWorth(
  account: u32,
  row: u32,
  side: u32,
  reduceOnly: u32,
  lots: i64,
  price: i64,
  field: Field,
  filled: i64,
): i32 {
  const market = marketAt(row);
  const at = price == 0 ? market.mark : price;
  if (at == 0 || lots >= leastWorth(market, market.minNotional, at)) return Code.OK;
  if (closesWhole(account, row, side, reduceOnly, lots - filled)) return Code.OK;
  return refuse(Code.OUT_OF_RANGE, field, Detail.notional);
}

/** An order in numbers that may be too small: its size, its price, then what it is worth. */
function judgeSmall(order: OrderByIdCommand): i32 {
  const market = marketAt(order.market);
  const price = order.price;
  let code = checkSize(
    order.account,
    order.market,
    order.side,
    order.reduceOnly,
    order.quantity,
    Field.quantity,
    0,
  );
  if (code == Code.OK && price != 0) code = checkPrice(price, market, true, Field.price);
  if (code != Code.OK || market.minNotional == 0) return code;
  return checkWorth(
    order.account,
    order.market,
    order.side,
    order.reduceOnly,
    order.quantity,
    price,
    Field.quantity,
    0,
  );
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
  if (lots < market.plainOrder) {
    const code = judgeSmall(command);
    if (code != Code.OK) return code;
  }
  if (lots > market.maxOrder) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.maximumOrder);
  if (price != 0) {
    const code = checkPrice(price, market, true, Field.price);
    if (code != Code.OK) return code;
  }
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
  return admitOrder(0, 0);
}

/** `stop` 0: at once. */
function admitOrder(stop: i64, stopBy: u8): i32 {
  const owner = accountAt(TAKER.account);
  const spec = marketAt(TAKER.market);
  const code =
    stop == 0 ? judgeOrder(TAKER, spec, owner) : judgeStop(TAKER, spec, owner, stop, watched(stopBy));
  if (code != Code.OK) return code;
  const row = nameOrder(TAKER);
  const terms = termsAt(row);
  const accepted = acceptNaming(CommandType.order, trailingBytes(terms));
  accepted.order = orderAt(row).number;
  accepted.orderKind = terms.kind;
  trailName(changetype<usize>(accepted) + ACCEPTED_EVENT_BYTES, terms);
  if (stop == 0) placeOrder(TAKER, row);
  else armOrder(row, stop, watched(stopBy));
  return finish();
}

/**
 * Less at the same price keeps its place; anything else is a new order under the old name. `quantity` is the total, with what has
 * traded; one that has traded already ends the order (rules: book 15).
 */
export function applyAmend(command: AmendCommand): i32 {
  const row = findOwned(command.order, command.account);
  if (row == 0) return refusal;
  const ofTotal = present(command.quantity);
  const ofOpen = present(command.open);
  if (ofTotal && ofOpen) return refuse(Code.MALFORMED, Field.open, Detail.twoQuantities);
  const isSized = ofTotal || ofOpen;
  if (!isSized && !present(command.price) && command.expires < 0 && !present(command.stop))
    return refuse(Code.MISSING_FIELD, Field.quantity, Detail.nothingToAmend);
  const terms = termsAt(row);
  if (command.expires >= 0 && !terms.timed) return refuse(Code.FORBIDDEN, Field.expires, Detail.notTimed);
  if (present(command.stop) && !terms.waiting) return refuse(Code.FORBIDDEN, Field.stop, Detail.notWaiting);
  if (present(command.price) && terms.waiting && terms.price == 0)
    return refuse(Code.FORBIDDEN, Field.price, Detail.stopMarket);
  const owner = orderAt(row).account;
  const resting = orderAt(row).quantity;
  const field = ofOpen ? Field.open : Field.quantity;
  const filled = ofTotal ? terms.total - resting : 0;
  let code: i32 = Code.OK;
  let lots = resting;
  let price = terms.price;
  if (isSized) {
    const size = ofOpen ? command.open : command.quantity;
    code = readSize(owner, terms.market, terms.side, terms.reduceOnly, size, field, filled);
    if (code != Code.OK) return code;
    lots = units;
  }
  if (present(command.price)) {
    code = toPrice(command.price, marketAt(terms.market), true, Field.price);
    if (code != Code.OK) return code;
    price = units;
  }
  let stop = terms.waiting ? stopAt(row).stop : 0;
  if (present(command.stop)) {
    code = toPrice(command.stop, marketAt(terms.market), true, Field.stop);
    if (code != Code.OK) return code;
    stop = units;
  }
  if (isSized && marketAt(terms.market).minNotional != 0) {
    code = checkWorth(owner, terms.market, terms.side, terms.reduceOnly, lots, price, field, filled);
    if (code != Code.OK) return code;
  }
  if (command.expires >= 0 && command.expires <= now)
    return refuse(Code.OUT_OF_RANGE, Field.expires, Detail.timeOver);
  if (stop != 0) {
    describeWaiting(TAKER, row, lots, price, command.expires);
    return rearm(row, stop);
  }
  const open = lots - filled;
  if (open <= 0 || (price == terms.price && open <= resting)) return keepPlace(row, open, command.expires);
  describeAmended(TAKER, row, open, price, command.expires >= 0 ? command.expires : timerAt(row).expires);
  code = judgeOrder(TAKER, marketAt(TAKER.market), accountAt(TAKER.account));
  if (code != Code.OK) return code;
  accept(CommandType.amend);
  placeOrder(TAKER, row);
  return finish();
}

/** An order with so much open, and no more than before; with nothing open it is at its end. `expires` −1: as it is. */
function keepPlace(row: u32, open: i64, expires: i64): i32 {
  const order = orderAt(row);
  if (accountAt(order.account).caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  accept(CommandType.amend);
  if (open <= 0) cancelOrder(row, CancelReason.user);
  else {
    if (open < order.quantity) shrinkResting(row, order.quantity - open);
    if (expires >= 0) setExpiry(row, expires);
    orderEvent(EventType.rested, row, open, CancelReason.user);
  }
  return finish();
}

/** Why `findOwned` found nothing. */
let refusal: i32 = Code.OK;

/** The row of a resting order, which must be the account's, where one is named; 0 with `refusal`: there is none. */
function findOwned(name: Name, account: Name): u32 {
  let owner: u32 = NONE;
  if (account.length != 0) {
    owner = findAccount(account);
    if (owner == NONE) {
      refusal = refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
      return 0;
    }
  }
  const row = findOrder(name);
  if (row != 0 && (owner == NONE || orderAt(row).account == owner)) return row;
  refusal = refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  return 0;
}

export function applyCancel(command: CancelCommand): i32 {
  const row = findOwned(command.order, command.account);
  return row == 0 ? refusal : cancelByRow(row);
}

export function cancelByRow(row: u32): i32 {
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
  cancelAccountOrders(account, everywhere, foundMarket, command.side, CancelReason.user);
  return finish();
}
