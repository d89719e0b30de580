/** Commands that open accounts and set their positions from outside: account, position. */
import { limitOrders } from "../book/live-orders";
import { followTrade } from "../cases/venue-legs";
import { findLeg, legsDetail, setPosition } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { hasLegRoom } from "../margin/open-orders";
import { present, toLots, toUnits, units } from "../market/decimal";
import { exactCost, judgeExact } from "../market/exact-price";
import {
  AccountCommand,
  AccountMode,
  Code,
  CommandType,
  Detail,
  Field,
  LIMIT_ACCOUNTS,
  NONE,
  PositionCommand,
} from "../memory/abi";
import {
  accountAt,
  accountSpecAt,
  domainAt,
  legAt,
  legPool,
  limit,
  marketAt,
  orderPool,
  room,
  shard,
  takeRow,
  unwindPool,
  unwindStepAt,
} from "../memory/arena";
import { findAccount, findDomain, findMarket, nameAccount, nameBytesLeft, sameName } from "../memory/names";
import { refuse } from "../memory/refusal";
import { judgeOrdersMax } from "./define-settings";
import { accept, findBoth, finish, foundAccount, foundMarket } from "./frame";
import { interestAfter, takeOtherSide } from "./other-side";
import { judgeDeposit } from "./transfers";
import { judgeHoldings, judgeHoldingsRoom, takeHoldings, unwindName } from "./whole-account";

export function applyAccount(command: AccountCommand): i32 {
  const domain = findDomain(command.domain);
  if (domain == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  if (findAccount(command.account) != NONE) return refuse(Code.ALREADY_EXISTS, Field.account, Detail.none);
  let parent: u32 = NONE;
  const isIsolated = command.mode == AccountMode.isolated;
  if (isIsolated) {
    parent = findAccount(command.parent);
    if (parent == NONE || accountAt(parent).domain != domain)
      return refuse(Code.UNKNOWN_ACCOUNT, Field.parent, Detail.none);
    if (accountAt(parent).mode == <u8>AccountMode.isolated)
      return refuse(Code.SPEC_INVALID, Field.parent, Detail.isolatedParent);
  }
  let code = judgeUnwindOrder(domain, command);
  if (code == Code.OK) code = toUnits(command.cash, domainAt(domain).settleDecimals, Field.cash);
  if (code != Code.OK) return code;
  const cash = units;
  code = judgeHoldings(domain, command);
  if (code == Code.OK) code = judgeOrdersMax(command.ordersMax);
  if (code != Code.OK) return code;
  if (shard.accounts == limit(LIMIT_ACCOUNTS)) return refuse(Code.CAPACITY, Field.account, Detail.accounts);
  if (nameBytesLeft() < command.account.length) return refuse(Code.CAPACITY, Field.account, Detail.names);
  if (room(unwindPool) < command.unwindCount)
    return refuse(Code.CAPACITY, Field.unwindOrder, Detail.unwindSteps);
  if (judgeDeposit(domain, cash) != Code.OK) return refuse(Code.CAPACITY, Field.cash, Detail.deposits);
  code = judgeHoldingsRoom(command);
  if (code != Code.OK) return code;
  const row = shard.accounts++;
  nameAccount(row, command.account);
  const account = accountAt(row);
  account.domain = <u16>domain;
  account.cash = cash;
  account.mode = <u8>command.mode;
  // An isolated account has one position, so it has no order of closing; its parent stands in that place.
  accountSpecAt(row).link = isIsolated ? parent : keepUnwindOrder(command);
  accountSpecAt(row).ordersMax = command.ordersMax;
  if (command.ordersMax != 0) limitOrders(row);
  domainAt(domain).deposits += cash;
  domainAt(domain).accounts++;
  accept(CommandType.account).account = row;
  takeHoldings(row, domain, command);
  return finish();
}

function judgeUnwindOrder(domain: u32, command: AccountCommand): i32 {
  for (let i: u32 = 0; i < command.unwindCount; i++) {
    const market = findMarket(unwindName(command, i));
    if (market == NONE || marketAt(market).domain != domain)
      return refuse(Code.UNKNOWN_MARKET, Field.unwindOrder, Detail.none);
    for (let other: u32 = 0; other < i; other++) {
      if (sameName(unwindName(command, other), unwindName(command, i)))
        return refuse(Code.SPEC_INVALID, Field.unwindOrder, Detail.none);
    }
  }
  return Code.OK;
}

/** The markets of the list as a chain of rows, the first first; 0 when there are none. */
function keepUnwindOrder(command: AccountCommand): u32 {
  let next: u32 = 0;
  for (let i = command.unwindCount; i > 0; i--) {
    const step = takeRow(unwindPool);
    unwindStepAt(step).market = findMarket(unwindName(command, i - 1));
    unwindStepAt(step).next = next;
    next = step;
  }
  return next;
}

export function applyPosition(command: PositionCommand): i32 {
  let code = findBoth(command.account, command.market);
  if (code != Code.OK) return code;
  const account = accountAt(foundAccount);
  const market = marketAt(foundMarket);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  const quantity = units;
  const size = quantity < 0 ? -quantity : quantity;
  if (account.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  let cost: i64 = 0;
  if (quantity != 0) {
    if (!present(command.entryPrice)) return refuse(Code.MISSING_FIELD, Field.entryPrice, Detail.none);
    code = judgeExact(command.entryPrice, market, Field.entryPrice);
    if (code != Code.OK) return code;
    // The cost of so many lots could overflow.
    if (size > market.maxPosition) return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
    cost = exactCost(command.entryPrice, market, quantity);
  }
  const leg = findLeg(account, foundMarket);
  code = judgePosition(foundMarket, leg, quantity);
  if (code != Code.OK) return code;
  accept(CommandType.position);
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  const heldCost = leg == 0 ? 0 : legAt(leg).cost;
  takeOtherSide(market, held - quantity, heldCost - cost);
  setPosition(foundAccount, foundMarket, quantity, cost);
  followTrade(foundMarket);
  clearShortfall(foundAccount);
  return finish();
}

function judgePosition(row: u32, leg: u32, quantity: i64): i32 {
  const market = marketAt(row);
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  if (interestAfter(market, held, quantity) > market.maxOpenInterest)
    return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
  if (leg != 0 || quantity == 0) return Code.OK;
  if (!hasLegRoom(accountAt(foundAccount), row))
    return refuse(Code.CAPACITY, Field.market, legsDetail(accountAt(foundAccount)));
  if (room(legPool) <= orderPool.used) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  return Code.OK;
}
