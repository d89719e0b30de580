/** `reconcile`: what the venue says of a position becomes true, at any time (rules: venue-reports 13). */
import { endByReconcile } from "../cases/venue-legs";
import { owedByLeg, owedFunding } from "../ledger/funding";
import { replaceLiquidation } from "../ledger/liquidation-account";
import { findLeg, setPosition } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { present, toLots, toUnits, units } from "../market/decimal";
import { exactCost, judgeExact } from "../market/exact-price";
import {
  ACCOUNT_LIQUIDATION,
  Code,
  CommandType,
  Detail,
  EventType,
  Field,
  Market,
  Name,
  NAME_BYTES,
  POSITION_EVENT_BYTES,
  PositionEvent,
  RECONCILE_COMMAND_BYTES,
  ReconcileCommand,
} from "../memory/abi";
import { accountAt, domainAt, legAt, marketAt, sliceAt } from "../memory/arena";
import { emit } from "../memory/event-log";
import { isOfLeg } from "../memory/leg-slices";
import { findSlice, numberAfter } from "../memory/names";
import { refuse } from "../memory/refusal";
import { touch } from "../memory/worklist";
import { magnitude } from "../numbers/fixed";
import { forsakeSlices } from "../slicing/forsake";
import { accept, findAtVenue, finish, foundAccount, foundMarket } from "./frame";
import { interestAfter, judgeLegRoom, takeOtherSide } from "./other-side";
import { DEPOSITS_MAX } from "./transfers";

export function applyReconcile(command: ReconcileCommand): i32 {
  let code = findAtVenue(command.account, command.market);
  if (code != Code.OK) return code;
  const owner = foundAccount;
  const row = foundMarket;
  const market = marketAt(row);
  const own = owner == ACCOUNT_LIQUIDATION;
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  const quantity = units;
  let cash: i64 = 0;
  if (present(command.cash)) {
    if (own) return refuse(Code.SPEC_INVALID, Field.cash, Detail.notOfLiquidation);
    code = toUnits(command.cash, domainAt(market.domain).settleDecimals, Field.cash);
    if (code != Code.OK) return code;
    cash = units;
  }
  if (quantity != 0) {
    if (!present(command.entryPrice)) return refuse(Code.MISSING_FIELD, Field.entryPrice, Detail.none);
    code = judgeExact(command.entryPrice, market, Field.entryPrice);
    if (code != Code.OK) return code;
  }
  code = judgeKept(command, owner, row);
  if (code != Code.OK) return code;
  const leg = own ? 0 : findLeg(accountAt(owner), row);
  const held = own ? market.liquidationQuantity : leg == 0 ? 0 : legAt(leg).quantity;
  if (magnitude(quantity) > market.maxPosition)
    return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
  if (interestAfter(market, held, quantity) > market.maxOpenInterest)
    return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
  if (!own && leg == 0 && quantity != 0) {
    code = judgeLegRoom(owner, row);
    if (code != Code.OK) return code;
  }
  if (present(command.cash)) {
    code = judgeCash(market, owner, leg, cash);
    if (code != Code.OK) return code;
  }
  const cost = quantity == 0 ? 0 : exactCost(command.entryPrice, market, quantity);
  const heldCost = own ? market.liquidationCost : leg == 0 ? 0 : legAt(leg).cost;
  accept(CommandType.reconcile);
  takeOtherSide(market, held - quantity, heldCost - cost);
  if (own) replaceLiquidation(row, quantity, cost);
  else {
    setPosition(owner, row, quantity, cost);
    if (present(command.cash)) setCash(owner, market, cash);
    positionEvent(owner, row, quantity, cost);
  }
  forsakeSlices(owner, row, names(command), command.keepCount);
  endByReconcile(row, owner);
  if (!own) {
    clearShortfall(owner);
    touch(owner);
  }
  return finish();
}

/** The names of the slices to keep. */
function names(command: ReconcileCommand): usize {
  return changetype<usize>(command) + RECONCILE_COMMAND_BYTES;
}

/** Each slice to keep is the leg's, out or silent, and named once. */
function judgeKept(command: ReconcileCommand, owner: u32, market: u32): i32 {
  for (let i: u32 = 0; i < command.keepCount; i++) {
    const number = numberAfter(changetype<Name>(names(command) + <usize>i * NAME_BYTES), 0x53);
    const row = findSlice(number);
    let known = row != 0 && !sliceAt(row).ended && isOfLeg(row, owner, market);
    for (let other: u32 = 0; known && other < i; other++)
      known = numberAfter(changetype<Name>(names(command) + <usize>other * NAME_BYTES), 0x53) != number;
    if (!known) return refuse(Code.UNKNOWN_ORDER, Field.keep, Detail.none);
  }
  return Code.OK;
}

/** The account's cash, and that of `@street` which takes the other side of its change, stay within bounds. */
function judgeCash(market: Market, owner: u32, leg: u32, cash: i64): i32 {
  const account = accountAt(owner);
  const settled = account.cash - (leg == 0 ? 0 : owedByLeg(market, legAt(leg)));
  const owed = owedFunding(market, market.streetQuantity, market.streetFunding);
  const street = domainAt(market.domain).streetCash - owed - (cash - settled);
  if (magnitude(cash) <= DEPOSITS_MAX && magnitude(street) <= DEPOSITS_MAX) return Code.OK;
  return refuse(Code.CAPACITY, Field.cash, Detail.deposits);
}

function setCash(owner: u32, market: Market, cash: i64): void {
  const account = accountAt(owner);
  domainAt(market.domain).streetCash -= cash - account.cash;
  account.cash = cash;
}

function positionEvent(owner: u32, market: u32, quantity: i64, cost: i64): void {
  const event = changetype<PositionEvent>(emit(EventType.position, POSITION_EVENT_BYTES));
  event.account = owner;
  event.domain = marketAt(market).domain;
  event.market = market;
  event.quantity = quantity;
  event.cost = cost;
  event.cash = accountAt(owner).cash;
}
