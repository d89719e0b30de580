/** Commands that move money: `transfer`, of the domain's own asset or of collateral, and `collateralSale`. */
import {
  BALANCE_WORTH_MAX,
  balanceIn,
  balanceValue,
  countedUnits,
  DEPOSITS_WORTH_MAX,
  findBalance,
  holdBack,
  isWorthMore,
  setBalance,
} from "../ledger/collateral";
import { chargeFund } from "../ledger/insurance-fund";
import { clearShortfall } from "../ledger/shortfall";
import { judgeWithdrawal, untrustedMarket } from "../margin/initial-margin";
import { toUnits, units } from "../market/decimal";
import { adverseBalancePrice, isUntrusted } from "../market/trust";
import {
  Code,
  Collateral,
  CollateralSaleCommand,
  CommandType,
  Detail,
  Field,
  FundReason,
  NONE,
  TransferCommand,
} from "../memory/abi";
import {
  accountAt,
  collateralAt,
  domainAt,
  legAt,
  legPool,
  marketAt,
  orderPool,
  room,
} from "../memory/arena";
import { findAccount, findCollateral, findDomain, isFundName, sameName } from "../memory/names";
import { now } from "../memory/event-log";
import { refuse, refuseInDoubt } from "../memory/refusal";
import { touchMoved } from "../memory/worklist";
import { accept, finish } from "./frame";

/** Deposits of a domain, and so every sum of its money, stay below this; so do those of each collateral. */
export const DEPOSITS_MAX: i64 = 1 << 60;

/** The accounts that a transfer takes from and gives to; `NONE`: outside the domain, or the fund. */
let sender: u32 = NONE;
let receiver: u32 = NONE;

export function applyTransfer(command: TransferCommand): i32 {
  const row = findAccount(command.account);
  if (row == NONE) return refuse(Code.UNKNOWN_ACCOUNT, Field.account, Detail.none);
  const domain = accountAt(row).domain;
  const moves = command.to.length != 0;
  const toFund = moves && isFundName(command.to);
  const other = moves && !toFund ? findAccount(command.to) : NONE;
  if (moves && !toFund && (other == NONE || accountAt(other).domain != domain)) {
    return refuse(Code.UNKNOWN_ACCOUNT, Field.to, Detail.none);
  }
  if (other == row) return refuse(Code.UNKNOWN_ACCOUNT, Field.to, Detail.sameAccount);
  const own = command.asset.length == 0 || sameName(domainAt(domain).asset, command.asset);
  const k = own ? NONE : findCollateral(domain, command.asset);
  if (!own && (k == NONE || toFund)) return refuse(Code.SPEC_INVALID, Field.asset, Detail.unknownCollateral);
  const decimals = own ? domainAt(domain).settleDecimals : collateralAt(domain, k).decimals;
  const code = toUnits(command.amount, decimals, Field.amount);
  if (code != Code.OK) return code;
  if (units == 0 || (moves && units < 0)) return refuse(Code.OUT_OF_RANGE, Field.amount, Detail.notPositive);
  const amount = units < 0 ? -units : units;
  sender = moves || units < 0 ? row : NONE;
  receiver = moves ? other : units < 0 ? NONE : row;
  return own ? transferCash(domain, amount, toFund) : transferCollateral(domain, k, amount);
}

function transferCash(domain: u32, amount: i64, toFund: bool): i32 {
  const judged = sender != NONE ? judgeCash(sender, amount) : judgeDeposit(domain, amount);
  if (judged != Code.OK) return judged;
  accept(CommandType.transfer);
  if (sender == NONE) domainAt(domain).deposits += amount;
  else {
    accountAt(sender).cash -= amount;
    touchMoved(sender);
    clearShortfall(sender);
  }
  if (receiver != NONE) {
    accountAt(receiver).cash += amount;
    touchMoved(receiver);
    clearShortfall(receiver);
  } else if (toFund) chargeFund(domain, 0, amount, FundReason.topUp);
  else domainAt(domain).withdrawals += amount;
  return finish();
}

export function judgeDeposit(domain: u32, amount: i64): i32 {
  if (amount > DEPOSITS_MAX - domainAt(domain).deposits)
    return refuse(Code.CAPACITY, Field.amount, Detail.deposits);
  return Code.OK;
}

function judgeCash(row: u32, amount: i64): i32 {
  const code = judgeLeaving(row);
  if (code != Code.OK) return code;
  if (amount > accountAt(row).cash)
    return refuse(Code.INSUFFICIENT_MARGIN, Field.amount, Detail.insufficientCash);
  return judgeWithdrawal(row, amount);
}

/** Whether anything may leave the account now: no case, and every price that it depends on can be relied on. */
function judgeLeaving(row: u32): i32 {
  const account = accountAt(row);
  if (account.caseRow != 0) return refuse(Code.IN_LIQUIDATION, Field.account, Detail.none);
  const market = untrustedMarket(account);
  return market == NONE ? Code.OK : refuseInDoubt(market, Field.amount);
}

function transferCollateral(domain: u32, k: u32, amount: i64): i32 {
  const collateral = collateralAt(domain, k);
  let code: i32 = Code.OK;
  // A balance without a mark would keep its account from being evaluated, and so from liquidation.
  if (receiver != NONE && !marketAt(collateral.market).hasMark)
    return refuse(Code.MARKET_HALTED, Field.asset, Detail.noMark);
  if (sender != NONE) code = judgeCollateral(domain, k, amount);
  if (code == Code.OK && receiver != NONE) code = judgeReceipt(domain, k, amount);
  if (code != Code.OK) return code;
  // What comes in at a price that cannot be relied on counts for nothing until one can.
  const doubted = sender == NONE && isUntrusted(collateral.market, marketAt(collateral.market), now);
  accept(CommandType.transfer);
  if (sender == NONE) collateral.deposits += amount;
  else {
    setBalance(sender, k, balanceIn(accountAt(sender), k) - amount);
    clearShortfall(sender);
  }
  if (receiver == NONE) collateral.withdrawals += amount;
  else {
    setBalance(receiver, k, balanceIn(accountAt(receiver), k) + amount);
    if (doubted) holdBack(receiver, k, amount);
    clearShortfall(receiver);
  }
  return finish();
}

/** Whether there is room for collateral that comes in. */
function judgeReceipt(domain: u32, k: u32, amount: i64): i32 {
  const account = accountAt(receiver);
  if (!fitsDomain(collateralAt(domain, k), balanceIn(account, k), amount, sender == NONE))
    return refuse(Code.CAPACITY, Field.amount, Detail.deposits);
  if (findBalance(account, k) == 0 && room(legPool) <= orderPool.used)
    return refuse(Code.CAPACITY, Field.asset, Detail.positions);
  return Code.OK;
}

/** Whether so much may be added to a balance; a deposit adds to what is in the domain, too (rules: commands 14). */
export function fitsDomain(collateral: Collateral, held: i64, amount: i64, deposit: bool): bool {
  const deposited = collateral.deposits + (deposit ? amount : 0);
  if (
    deposited > DEPOSITS_MAX ||
    isWorthMore(collateral, deposited, DEPOSITS_WORTH_MAX) ||
    isWorthMore(collateral, held + amount, BALANCE_WORTH_MAX)
  ) {
    return false;
  }
  return !deposit || collateral.depositMax < 0 || deposited - collateral.withdrawals <= collateral.depositMax;
}

/** Whether collateral may leave: enough of it, and what it counts less leaves equity at initial margin or above. */
function judgeCollateral(domain: u32, k: u32, amount: i64): i32 {
  const code = judgeLeaving(sender);
  if (code != Code.OK) return code;
  const row = findBalance(accountAt(sender), k);
  const held = balanceIn(accountAt(sender), k);
  if (amount > held) return refuse(Code.INSUFFICIENT_MARGIN, Field.amount, Detail.insufficientCash);
  const collateral = collateralAt(domain, k);
  // What it counts in equity is what is lost.
  const price = adverseBalancePrice(collateral.market, marketAt(collateral.market));
  const counted = row == 0 ? 0 : countedUnits(legAt(row));
  const kept = max<i64>(0, counted - amount);
  const lost = balanceValue(collateral, counted, price) - balanceValue(collateral, kept, price);
  return judgeWithdrawal(sender, lost);
}

/**
 * What `@liquidation` has seized is sold outside: it leaves the domain, and what it brought comes in as a charge of `@liquidation`
 * (rules: takeover-and-fund 16).
 */
export function applyCollateralSale(command: CollateralSaleCommand): i32 {
  const row = findDomain(command.domain);
  if (row == NONE) return refuse(Code.UNKNOWN_DOMAIN, Field.domain, Detail.none);
  const k = findCollateral(row, command.asset);
  if (k == NONE) return refuse(Code.SPEC_INVALID, Field.asset, Detail.unknownCollateral);
  const collateral = collateralAt(row, k);
  let code = toUnits(command.quantity, collateral.decimals, Field.quantity);
  if (code != Code.OK) return code;
  const quantity = units;
  if (quantity == 0) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  if (quantity > collateral.liquidation)
    return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.outsideBounds);
  code = toUnits(command.proceeds, domainAt(row).settleDecimals, Field.proceeds);
  if (code != Code.OK) return code;
  const proceeds = units;
  if (judgeDeposit(row, proceeds) != Code.OK) return refuse(Code.CAPACITY, Field.proceeds, Detail.deposits);
  accept(CommandType.collateralSale);
  collateral.liquidation -= quantity;
  collateral.withdrawals += quantity;
  domainAt(row).deposits += proceeds;
  chargeFund(row, 0, proceeds, FundReason.collateralSale);
  return finish();
}
