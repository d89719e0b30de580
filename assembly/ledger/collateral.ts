/**
 * Collateral in other assets (rules: margin 9): a balance b at price p counts as
 * V = floor(b·p·(10^6 − haircutPpm) / (perMoney·10^6)), perMoney = 10^(decimals + priceDecimals − settleDecimals).
 *
 * A balance is a row like a leg, with the asset's index + 1, in the account's own list in order of definition. It is armed
 * like a long, in a heap of its market: it pays no funding, so the ladder of longs, which funding shifts, is not its place.
 */
import { doubtfulPrice, isDoubtful } from "../market/breakers";
import { notePlain } from "../market/plain";
import { isUntrusted } from "../market/trust";
import { Account, Collateral, Leg, LEG_BYTES, Market, NONE, Pair, PPM } from "../memory/abi";
import { nextAccount, putAccount, takeAccount } from "../memory/account-sets";
import {
  accountAt,
  collateralAt,
  domainAt,
  giveRow,
  legAt,
  legPool,
  marketAt,
  meters,
  shard,
  takeRow,
} from "../memory/arena";
import { pendingBits } from "../memory/derived";
import { pledge, redeem } from "../memory/case-lists";
import { now } from "../memory/event-log";
import { DEBUGGING, planted } from "../memory/pairs";
import { touch, touchByAlarm, touchMoved } from "../memory/worklist";
import { divide, high, mulDivFloor, multiply, remainder } from "../numbers/fixed";
import { meld, takeOut } from "../triggers/trigger-heap";
import { findLeg } from "./position";

/** Bounds of what one balance, and all deposits of an asset, are worth at its market's highest price, before the haircut. */
export const BALANCE_WORTH_MAX: u64 = 1 << 53;
export const DEPOSITS_WORTH_MAX: u64 = 1 << 58;
/** Farther than any two prices are apart. */
const FAR: u64 = 1 << 41;

export function collateralOf(balance: Leg): Collateral {
  return collateralAt(accountAt(balance.account).domain, balance.asset - 1);
}

/** V. Split so that each step fits: b·p = whole·perMoney + rest, and the nested floors are one floor. */
export function balanceValue(collateral: Collateral, amount: i64, price: i64): i64 {
  const kept = PPM - <u64>collateral.haircutPpm;
  const low = multiply(amount, price);
  const whole = divide(high, low, collateral.perMoney);
  const rest = mulDivFloor(remainder, kept, collateral.perMoney);
  return (whole / PPM) * kept + ((whole % PPM) * kept + <u64>rest) / PPM;
}

/** Whether the amount would be worth more than `most` at the market's highest price. */
export function isWorthMore(collateral: Collateral, amount: i64, most: u64): bool {
  const low = multiply(amount, marketAt(collateral.market).maxPrice);
  return high >= collateral.perMoney || divide(high, low, collateral.perMoney) > most;
}

/** Price of a balance: its market's mark, or the doubtful price of a long. */
export function balancePrice(market: Market, doubtful: bool): i64 {
  return doubtful ? doubtfulPrice(market, 1) : market.mark;
}

/** Units of a balance that count: what was deposited in doubt is pending until its market's next trusted price (rules: margin 18). */
export function countedUnits(balance: Leg): i64 {
  return balance.quantity - balance.cost;
}

/** Σ V of what counts of an account's balances. Their markets have marks: nothing is taken in before (rules: commands 14). */
export function worthOfCollateral(account: Account, doubtful: bool): i64 {
  let sum: i64 = 0;
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    const balance = legAt(row);
    const price = balancePrice(marketAt(balance.market), doubtful);
    sum += balanceValue(collateralOf(balance), countedUnits(balance), price);
  }
  return sum;
}

/** Σ V of what `@liquidation` of a domain has taken over, at last marks. */
export function liquidationCollateral(domain: u32): i64 {
  let sum: i64 = 0;
  for (let k: u32 = 0; k < domainAt(domain).collateralCount; k++) {
    const collateral = collateralAt(domain, k);
    sum += balanceValue(collateral, collateral.liquidation, marketAt(collateral.market).mark);
  }
  return sum;
}

/** The same of those whose markets are trusted now: what can be sold for it is known. */
export function trustedSeized(domain: u32): i64 {
  let sum: i64 = 0;
  for (let k: u32 = 0; k < domainAt(domain).collateralCount; k++)
    sum += trustedValue(collateralAt(domain, k));
  return sum;
}

/** V of what `@liquidation` has of an asset, 0 where its price is not trusted now. */
export function trustedValue(collateral: Collateral): i64 {
  if (collateral.liquidation == 0) return 0;
  const market = marketAt(collateral.market);
  if (isUntrusted(collateral.market, market, now)) return 0;
  return balanceValue(collateral, collateral.liquidation, market.mark);
}

/** The account's first balance that is valued with doubt, 0 if none is. */
export function doubtfulBalance(account: Account): u32 {
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    if (isDoubtful(marketAt(legAt(row).market))) return row;
  }
  return 0;
}

/** The first doubtful balance that is priced by a market in which the account has no leg, 0 if there is none. */
export function doubtfulWithoutLeg(account: Account): u32 {
  for (let row = account.firstBalance; row != 0; row = legAt(row).nextLeg) {
    const market = legAt(row).market;
    if (isDoubtful(marketAt(market)) && findLeg(account, market) == 0) return row;
  }
  return 0;
}

/** The account's balance of the k-th asset, 0 if it has none. */
export function findBalance(account: Account, k: u32): u32 {
  let row = account.firstBalance;
  while (row != 0 && legAt(row).asset <= k) row = legAt(row).nextLeg;
  return row != 0 && legAt(row).asset == k + 1 ? row : 0;
}

/** What the account holds of the k-th asset. */
export function balanceIn(account: Account, k: u32): i64 {
  const row = findBalance(account, k);
  return row == 0 ? 0 : legAt(row).quantity;
}

/** Sets what an account holds of the k-th asset; the row appears or goes as needed, and the account is touched. */
export function setBalance(accountRow: u32, k: u32, amount: i64): void {
  const account = accountAt(accountRow);
  let row = findBalance(account, k);
  if (row != 0) disarmBalance(row);
  touchMoved(accountRow);
  if (amount == 0) {
    if (row == 0) return;
    if (legAt(row).cost != 0) countAll(legAt(row));
    removeBalance(account, row);
    return;
  }
  if (row == 0) row = insertBalance(accountRow, account, k);
  if (account.caseRow != 0) pledge(row);
  legAt(row).quantity = amount;
  // Units that count go first.
  if (legAt(row).cost > amount) legAt(row).cost = amount;
}

/** Makes units that were just added to a balance pending. */
export function holdBack(accountRow: u32, k: u32, units: i64): void {
  const balance = legAt(findBalance(accountAt(accountRow), k));
  const market = marketAt(balance.market);
  if (balance.cost == 0) {
    market.pendingBalances++;
    notePlain(market);
    putAccount(pendingBits, accountRow);
  }
  balance.cost += units;
}

/** All of a balance counts from now on. */
function countAll(balance: Leg): void {
  const market = marketAt(balance.market);
  balance.cost = 0;
  market.pendingBalances--;
  notePlain(market);
  for (let row = accountAt(balance.account).firstBalance; row != 0; row = legAt(row).nextLeg) {
    if (legAt(row).cost != 0) return;
  }
  takeAccount(pendingBits, balance.account);
}

/**
 * After a recompute of a market: if its mark is trusted, what was pending of balances that it prices counts. Accounts with a case are
 * looked at; nobody else is better off but for what he may do next.
 */
export function countPending(row: u32, market: Market): void {
  if (isUntrusted(row, market, now)) return;
  let account = nextAccount(pendingBits, 0);
  const least: u32 = DEBUGGING ? <u32>planted(Pair.pendingSet) : 0;
  for (; market.pendingBalances > least; account = nextAccount(pendingBits, account + 1)) {
    meters.looks++;
    assert(account != NONE, "a balance is pending that no account has");
    for (let at = accountAt(account).firstBalance; at != 0; at = legAt(at).nextLeg) {
      if (legAt(at).market != <u16>row || legAt(at).cost == 0) continue;
      countAll(legAt(at));
      if (accountAt(account).caseRow != 0) touch(account);
    }
  }
  if (DEBUGGING) confirmCounted(row);
}

/** Debug build: by a look at every account nothing is pending any more of balances that the market prices. */
function confirmCounted(row: u32): void {
  for (let account: u32 = 0; account < shard.accounts; account++) {
    for (let at = accountAt(account).firstBalance; at != 0; at = legAt(at).nextLeg) {
      assert(
        legAt(at).market != <u16>row || legAt(at).cost == 0,
        "a balance stays pending at a trusted price",
      );
    }
  }
}

function insertBalance(accountRow: u32, account: Account, k: u32): u32 {
  const row = takeRow(legPool);
  assert(row != 0, "no row for a balance");
  const balance = legAt(row);
  balance.account = accountRow;
  balance.market = <u16>collateralAt(account.domain, k).market;
  balance.asset = <u8>(k + 1);
  let before: u32 = 0;
  let after = account.firstBalance;
  while (after != 0 && legAt(after).asset <= k) {
    before = after;
    after = legAt(after).nextLeg;
  }
  balance.nextLeg = after;
  if (before == 0) account.firstBalance = row;
  else legAt(before).nextLeg = row;
  return row;
}

function removeBalance(account: Account, row: u32): void {
  if (account.caseRow != 0) redeem(row);
  if (account.firstBalance == row) account.firstBalance = legAt(row).nextLeg;
  else {
    let before = account.firstBalance;
    while (legAt(before).nextLeg != row) before = legAt(before).nextLeg;
    legAt(before).nextLeg = legAt(row).nextLeg;
  }
  giveRow(legPool, row, LEG_BYTES);
}

/** Price units by which the mark may fall before the balance has lost more than `share`; `FAR` when it never does. */
export function roomOfBalance(balance: Leg, share: i64): i64 {
  const collateral = collateralOf(balance);
  const kept = PPM - <u64>collateral.haircutPpm;
  if (kept == 0) return FAR;
  const low = multiply(share, collateral.perMoney);
  const counted = <u64>countedUnits(balance);
  if (high >= counted) return FAR;
  const whole = min<u64>(FAR, divide(high, low, counted));
  return min<u64>(FAR, (whole * PPM) / kept);
}

/** Arms a balance: it rings when the mark falls to the trigger. */
export function armBalance(row: u32, trigger: i64): void {
  const balance = legAt(row);
  assert(balance.trigger == 0, "a balance is armed twice");
  assert(trigger > 0, "a balance is armed at no price");
  balance.trigger = trigger;
  const market = marketAt(balance.market);
  market.balanceHeap = meld(market.balanceHeap, row, false);
}

export function disarmBalance(row: u32): void {
  const balance = legAt(row);
  if (balance.trigger == 0) return;
  const market = marketAt(balance.market);
  market.balanceHeap = takeOut(market.balanceHeap, row, false);
}

/** Disarms every balance whose trigger the mark has reached, and touches its account. */
export function ringBalances(market: Market, mark: i64): void {
  while (market.balanceHeap != 0 && legAt(market.balanceHeap).trigger >= mark) {
    const row = market.balanceHeap;
    market.balanceHeap = takeOut(row, row, false);
    meters.alarms++;
    touchByAlarm(legAt(row).account);
  }
}
