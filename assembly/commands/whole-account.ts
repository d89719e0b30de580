/**
 * What an `account` command brings with it: collateral and positions, judged before anything changes, so that the account is whole
 * when it is first looked at (rules: commands 21). Loaded leg by leg, a hedged account is liquidated in between.
 */
import { holdBack, setBalance } from "../ledger/collateral";
import { setPosition } from "../ledger/position";
import { isZero, toLots, toUnits, units } from "../market/decimal";
import { exactCost, judgeExact } from "../market/exact-price";
import { isUntrusted } from "../market/trust";
import {
  ACCOUNT_COMMAND_BYTES,
  AccountCommand,
  AccountMode,
  Code,
  COLLATERAL_INPUT_BYTES,
  CollateralInput,
  Detail,
  Field,
  Name,
  NAME_BYTES,
  NONE,
  POSITION_INPUT_BYTES,
  PositionInput,
} from "../memory/abi";
import { collateralAt, legPool, marketAt, orderPool, room } from "../memory/arena";
import { now } from "../memory/event-log";
import { findCollateral, findMarket, sameName } from "../memory/names";
import { refuse, refusedIn } from "../memory/refusal";
import { magnitude } from "../numbers/fixed";
import { interestAfter, takeOtherSide } from "./other-side";
import { fitsDomain } from "./transfers";

/** The i-th name of `unwindOrder`, position and collateral of the command, which follow it in that order. */
export function unwindName(command: AccountCommand, i: u32): Name {
  return changetype<Name>(changetype<usize>(command) + ACCOUNT_COMMAND_BYTES + <usize>i * NAME_BYTES);
}

function positionOf(command: AccountCommand, i: u32): PositionInput {
  const first = changetype<usize>(unwindName(command, command.unwindCount));
  return changetype<PositionInput>(first + <usize>i * POSITION_INPUT_BYTES);
}

function collateralOf(command: AccountCommand, i: u32): CollateralInput {
  const first = changetype<usize>(positionOf(command, command.positionCount));
  return changetype<CollateralInput>(first + <usize>i * COLLATERAL_INPUT_BYTES);
}

/** All of it, but for the room in the table of positions. */
export function judgeHoldings(domain: u32, command: AccountCommand): i32 {
  for (let i: u32 = 0; i < command.collateralCount; i++) {
    const code = judgeCollateral(domain, command, i);
    if (code != Code.OK) return refusedIn(code, i);
  }
  for (let i: u32 = 0; i < command.positionCount; i++) {
    const code = judgePosition(domain, command, i);
    if (code != Code.OK) return refusedIn(code, i);
  }
  return Code.OK;
}

function judgeCollateral(domain: u32, command: AccountCommand, i: u32): i32 {
  const input = collateralOf(command, i);
  const k = findCollateral(domain, input.asset);
  if (k == NONE) return refuse(Code.SPEC_INVALID, Field.collateral___asset, Detail.unknownCollateral);
  for (let other: u32 = 0; other < i; other++) {
    if (sameName(collateralOf(command, other).asset, input.asset))
      return refuse(Code.SPEC_INVALID, Field.collateral___asset, Detail.repeated);
  }
  const collateral = collateralAt(domain, k);
  const code = toUnits(input.amount, collateral.decimals, Field.collateral___amount);
  if (code != Code.OK) return code;
  if (units == 0) return refuse(Code.OUT_OF_RANGE, Field.collateral___amount, Detail.notPositive);
  // As a transfer: without a mark it would keep its account from being evaluated.
  if (!marketAt(collateral.market).hasMark)
    return refuse(Code.MARKET_HALTED, Field.collateral___asset, Detail.noMark);
  if (fitsDomain(collateral, 0, units, true)) return Code.OK;
  return refuse(Code.CAPACITY, Field.collateral___amount, Detail.deposits);
}

function judgePosition(domain: u32, command: AccountCommand, i: u32): i32 {
  const input = positionOf(command, i);
  const row = findMarket(input.market);
  if (row == NONE || marketAt(row).domain != domain)
    return refuse(Code.UNKNOWN_MARKET, Field.positions___market, Detail.none);
  for (let other: u32 = 0; other < i; other++) {
    if (sameName(positionOf(command, other).market, input.market))
      return refuse(Code.SPEC_INVALID, Field.positions___market, Detail.repeated);
  }
  const market = marketAt(row);
  if (isZero(input.quantity))
    return refuse(Code.OUT_OF_RANGE, Field.positions___quantity, Detail.outsideBounds);
  let code = toLots(input.quantity, market, Field.positions___quantity);
  if (code != Code.OK) return code;
  const quantity = units;
  code = judgeExact(input.entryPrice, market, Field.positions___entryPrice);
  if (code != Code.OK) return code;
  if (magnitude(quantity) > market.maxPosition)
    return refuse(Code.CAPACITY, Field.positions___quantity, Detail.maxPosition);
  if (interestAfter(market, 0, quantity) > market.maxOpenInterest)
    return refuse(Code.CAPACITY, Field.positions___quantity, Detail.maxOpenInterest);
  // Sixteen others are more than a list may have.
  if (i == 0 || command.mode == AccountMode.cross) return Code.OK;
  return refuse(Code.CAPACITY, Field.positions___quantity, Detail.oneIsolatedPosition);
}

/** Whether there are rows for its legs and balances, beside those that open orders may need. */
export function judgeHoldingsRoom(command: AccountCommand): i32 {
  const rows = command.positionCount + command.collateralCount;
  if (rows == 0 || room(legPool) >= orderPool.used + rows) return Code.OK;
  return refuse(Code.CAPACITY, Field.positions, Detail.positions);
}

/** Collateral comes in, pending where its price cannot be relied on; then positions come, whose other side is `@street`. */
export function takeHoldings(row: u32, domain: u32, command: AccountCommand): void {
  for (let i: u32 = 0; i < command.collateralCount; i++) {
    const input = collateralOf(command, i);
    const k = findCollateral(domain, input.asset);
    const collateral = collateralAt(domain, k);
    toUnits(input.amount, collateral.decimals, Field.none);
    const amount = units;
    collateral.deposits += amount;
    setBalance(row, k, amount);
    if (isUntrusted(collateral.market, marketAt(collateral.market), now)) holdBack(row, k, amount);
  }
  for (let i: u32 = 0; i < command.positionCount; i++) {
    const input = positionOf(command, i);
    const marketRow = findMarket(input.market);
    const market = marketAt(marketRow);
    toLots(input.quantity, market, Field.none);
    const quantity = units;
    const cost = exactCost(input.entryPrice, market, quantity);
    takeOtherSide(market, -quantity, -cost);
    setPosition(row, marketRow, quantity, cost);
  }
}
