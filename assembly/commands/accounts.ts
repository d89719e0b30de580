/** Commands that move money and positions from outside: position, transfer. */
import {
  Code,
  CommandType,
  Detail,
  Field,
  FundReason,
  Name,
  NONE,
  PositionCommand,
  TransferCommand,
} from "../abi";
import { accountAt, domainAt, legAt, legPool, marketAt, orderPool, room } from "../arena";
import { judgeMargin } from "../book/admission";
import { entryCost, present, toLots, toUnits, units } from "../decimal";
import { chargeFund, clearShortfall } from "../liquidation/insurance-fund";
import { allMarked, gatherOpen } from "../margin/open-orders";
import { countInterest, findLeg, hasLegRoom, setPosition } from "../margin/position";
import { touch } from "../margin/touched";
import { findAccount, isFundName } from "../names";
import { refuse } from "../refusal";
import { accept, findBoth, finish, foundAccount, foundMarket } from "./frame";

/** Deposits of a domain, and so every sum of its money, stay below this. */
export const DEPOSITS_MAX: i64 = 1 << 60;

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
    if (size > market.maxPosition) {
      // Too large to multiply; only its price could be worse.
      return judgeEntry(command, foundMarket, 1) != Code.OK ? Code.OUT_OF_RANGE : tooLarge();
    }
    code = judgeEntry(command, foundMarket, quantity);
    if (code != Code.OK) return code;
    cost = units;
  }
  const leg = findLeg(account, foundMarket);
  code = judgePosition(foundMarket, leg, quantity);
  if (code != Code.OK) return code;
  accept(CommandType.position);
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  const heldCost = leg == 0 ? 0 : legAt(leg).cost;
  countInterest(market, market.streetQuantity, market.streetQuantity + held - quantity);
  market.streetQuantity += held - quantity;
  market.streetCost += heldCost - cost;
  setPosition(foundAccount, foundMarket, quantity, cost);
  clearShortfall(foundAccount);
  return finish();
}

function judgeEntry(command: PositionCommand, market: u32, quantity: i64): i32 {
  return entryCost(command.entryPrice, marketAt(market), quantity);
}

function tooLarge(): i32 {
  return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
}

function judgePosition(row: u32, leg: u32, quantity: i64): i32 {
  const market = marketAt(row);
  const held = leg == 0 ? 0 : legAt(leg).quantity;
  const street = market.streetQuantity;
  const interest =
    market.openInterest -
    max<i64>(held, 0) -
    max<i64>(street, 0) +
    max<i64>(quantity, 0) +
    max<i64>(street + held - quantity, 0);
  if (interest > market.maxOpenInterest) return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
  if (leg != 0 || quantity == 0) return Code.OK;
  if (!hasLegRoom(accountAt(foundAccount))) return refuse(Code.CAPACITY, Field.market, Detail.legs);
  if (room(legPool) <= orderPool.used) return refuse(Code.CAPACITY, Field.market, Detail.positions);
  return Code.OK;
}

export function applyTransfer(command: TransferCommand): i32 {
  const row = findAccount(command.account);
  if (row == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  const account = accountAt(row);
  const moves = command.to.length != 0;
  const toFund = moves && isFundName(command.to);
  const receiver = moves && !toFund ? findAccount(command.to) : NONE;
  if (moves && !toFund && (receiver == NONE || accountAt(receiver).domain != account.domain)) {
    return refuse(Code.UNKNOWN_ACCOUNT, Field.to, Detail.none);
  }
  if (receiver == row) return refuse(Code.UNKNOWN_ACCOUNT, Field.to, Detail.sameAccount);
  const domain = domainAt(account.domain);
  const code = toUnits(command.amount, domain.settleDecimals, Field.amount);
  if (code != Code.OK) return code;
  const amount = units;
  if (amount == 0 || (moves && amount < 0))
    return refuse(Code.OUT_OF_RANGE, Field.amount, Detail.notPositive);
  if (command.asset.length != 0 && !isDomainAsset(account.domain, command.asset)) {
    return refuse(Code.SPEC_INVALID, Field.asset, Detail.otherAsset);
  }
  const leaves = moves ? amount : -amount;
  const judged = leaves > 0 ? judgeWithdrawal(row, leaves) : judgeDeposit(account.domain, amount);
  if (judged != Code.OK) return judged;
  accept(CommandType.transfer);
  account.cash -= leaves;
  touch(row);
  if (!moves) {
    if (amount > 0) domain.deposits += amount;
    else domain.withdrawals -= amount;
  } else if (toFund) chargeFund(account.domain, 0, amount, FundReason.topUp);
  else {
    accountAt(receiver).cash += amount;
    touch(receiver);
  }
  return finish();
}

function isDomainAsset(domain: u32, asset: Name): bool {
  const own = domainAt(domain).asset;
  return (
    own.length == asset.length && memory.compare(changetype<usize>(own), changetype<usize>(asset), 68) == 0
  );
}

export function judgeDeposit(domain: u32, amount: i64): i32 {
  if (amount > DEPOSITS_MAX - domainAt(domain).deposits)
    return refuse(Code.CAPACITY, Field.amount, Detail.deposits);
  return Code.OK;
}

function judgeWithdrawal(row: u32, amount: i64): i32 {
  const account = accountAt(row);
  if (account.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  gatherOpen(account);
  if (!allMarked(account)) return refuse(Code.MARKET_HALTED, Field.account, Detail.noMark);
  if (amount > account.cash) return refuse(Code.INSUFFICIENT_MARGIN, Field.amount, Detail.insufficientCash);
  return judgeMargin(row, 0, 0, 0, 0, amount);
}
