/** The command of venues: `execution`, a report on a slice, or a fill from elsewhere. Judged whole before anything changes. */
import { lotsHeld } from "../ledger/position";
import { clearShortfall } from "../ledger/shortfall";
import { isZero, present, toLots, toUnits, units } from "../market/decimal";
import { exactNotional, judgeExact } from "../market/exact-price";
import {
  ACCOUNT_LIQUIDATION,
  Code,
  Detail,
  ExecutionCommand,
  ExecutionStatus,
  Field,
  Market,
  Side,
} from "../memory/abi";
import { domainAt, marketAt, shard, sliceAt } from "../memory/arena";
import { now } from "../memory/event-log";
import { findSlice, numberAfter } from "../memory/names";
import { refuse } from "../memory/refusal";
import { touch } from "../memory/worklist";
import { magnitude, ppmCeil } from "../numbers/fixed";
import { bookVenueFill, priceVenueFill, venueFillEvent } from "../slicing/venue-fill";
import { isKnownElsewhere, keepElsewhere } from "../slicing/venue-ids";
import { admitReport, bookEnd, bookReport, followReport, keepReport } from "../slicing/venue-reports";
import { findAtVenue, finish, foundAccount, foundMarket } from "./frame";
import { interestAfter, judgeLegRoom } from "./other-side";

export function applyExecution(command: ExecutionCommand): i32 {
  if (command.account.length != 0) return applyElsewhere(command);
  const row = findSlice(numberAfter(command.order, 0x53));
  // A rung that rests in the internal book is at no venue that could report on it.
  if (row == 0 || sliceAt(row).order != 0) return refuse(Code.UNKNOWN_ORDER, Field.order, Detail.none);
  const fills = command.status == ExecutionStatus.fill;
  let code = admitReport(row, command.execution, !fills);
  if (code != Code.OK) return code;
  if (fills) {
    code = judgeFill(command, marketAt(sliceAt(row).market));
    if (code != Code.OK) return code;
  }
  shard.now = now;
  keepReport(row, command.execution);
  followReport(row);
  if (fills) bookReport(row, command.price, filled, present(command.fee), feeOfFill);
  else bookEnd(row, command.status == ExecutionStatus.rejected);
  return finish();
}

/** Lots and fee of the fill last judged. */
let filled: i64 = 0;
let feeOfFill: i64 = 0;

/** Price, quantity and fee of a fill; what they are is left in `filled` and `feeOfFill`. */
function judgeFill(command: ExecutionCommand, market: Market): i32 {
  if (!present(command.price)) return refuse(Code.MISSING_FIELD, Field.price, Detail.none);
  if (!present(command.quantity)) return refuse(Code.MISSING_FIELD, Field.quantity, Detail.none);
  let code = judgeExact(command.price, market, Field.price);
  if (code != Code.OK) return code;
  if (isZero(command.quantity)) return refuse(Code.OUT_OF_RANGE, Field.quantity, Detail.notPositive);
  code = toLots(command.quantity, market, Field.quantity);
  if (code != Code.OK) return code;
  filled = units;
  if (filled > market.maxPosition) return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
  feeOfFill = 0;
  if (!present(command.fee)) return Code.OK;
  code = toUnits(command.fee, domainAt(market.domain).settleDecimals, Field.fee);
  feeOfFill = units;
  return code;
}

/** A fill that no slice has asked for: somebody has traded at the venue itself. */
function applyElsewhere(command: ExecutionCommand): i32 {
  let code = findAtVenue(command.account, command.market);
  if (code != Code.OK) return code;
  const owner = foundAccount;
  const row = foundMarket;
  const market = marketAt(row);
  const id = command.execution;
  if (id.length != 0 && isKnownElsewhere(owner, row, id))
    return refuse(Code.DUPLICATE, Field.execution, Detail.none);
  code = judgeFill(command, market);
  if (code != Code.OK) return code;
  const side: Side = command.side - 1;
  const lots = side == Side.buy ? filled : -filled;
  code = judgeRoom(owner, row, market, lots);
  if (code != Code.OK) return code;
  const own = owner == ACCOUNT_LIQUIDATION;
  shard.now = now;
  if (id.length != 0) keepElsewhere(owner, row, id);
  const nearest = priceVenueFill(market, command.price, lots);
  let fee = feeOfFill;
  if (!own && !present(command.fee))
    fee = ppmCeil(exactNotional(command.price, market, filled), market.takerFeePpm);
  venueFillEvent(row, owner, side, filled, nearest, fee);
  bookVenueFill(row, owner, lots, fee, 0, own ? market.liquidationCase : 0);
  if (!own) {
    clearShortfall(owner);
    touch(owner);
  }
  return finish();
}

/** Whether there is room for what the fill opens; what it closes is booked whatever there is. */
function judgeRoom(owner: u32, row: u32, market: Market, lots: i64): i32 {
  const held = lotsHeld(owner, row);
  const after = held + lots;
  if (magnitude(after) > market.maxPosition && magnitude(after) > magnitude(held))
    return refuse(Code.CAPACITY, Field.quantity, Detail.maxPosition);
  const more = interestAfter(market, held, after) - market.openInterest;
  if (more > 0 && market.openInterest + more > market.maxOpenInterest)
    return refuse(Code.CAPACITY, Field.quantity, Detail.maxOpenInterest);
  return held != 0 || owner == ACCOUNT_LIQUIDATION ? Code.OK : judgeLegRoom(owner, row);
}
