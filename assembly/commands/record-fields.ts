/**
 * What the core checks of a field before it believes a record, by the field's kind; `record-checks.ts`, which is made of the table
 * of fields, says which field is what. Records may come from anywhere (`Engine.applyRecords`): a number in one is bounded
 * here before it divides, counts rows, or chooses among words.
 */
import { isZero, negative, present } from "../market/decimal";
import {
  AccountCommand,
  AccountMode,
  BOOK_LEVEL_INPUT_BYTES,
  BookLevelInput,
  Code,
  Decimal,
  DECIMALS_MAX,
  Detail,
  ExecutionCommand,
  ExecutionStatus,
  FeedSettings,
  Field,
  MarkMode,
  Name,
  NAME_BYTES,
  NAME_MAX,
  OrderCommand,
  Policy,
  TimeInForce,
} from "../memory/abi";
import { numberAfter } from "../memory/names";
import { refuse } from "../memory/refusal";
import { high, multiply, powerOfTen } from "../numbers/fixed";

export function wrongSize(detail: Detail): i32 {
  return refuse(Code.MALFORMED, Field.none, detail);
}

export function whole(value: i64, least: i64, most: i64, field: Field): i32 {
  if (value >= least && value <= most) return Code.OK;
  return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
}

export function safe(value: i64, least: i64, most: i64, code: Code, field: Field): i32 {
  return value >= least && value <= most ? <i32>Code.OK : refuse(code, field, Detail.unsafe);
}

export function word(value: u32, words: u32, field: Field): i32 {
  return value < words ? <i32>Code.OK : refuse(Code.MALFORMED, field, Detail.badWord);
}

export function flag(value: u32, field: Field): i32 {
  return value < 2 ? <i32>Code.OK : refuse(Code.MALFORMED, field, Detail.notABoolean);
}

/** A name that is looked for: one that cannot be will not be found, so that its length is all that matters. */
export function name(name: Name, required: bool, field: Field): i32 {
  if (name.length > NAME_MAX) return refuse(Code.MALFORMED, field, Detail.badName);
  if (required && name.length == 0) return refuse(Code.MISSING_FIELD, field, Detail.none);
  return Code.OK;
}

/** A name that is kept: of the right characters, and zeros behind them, since rows are compared whole. */
export function keptName(text: Name, required: bool, field: Field): i32 {
  const code = name(text, required, field);
  if (code != Code.OK) return code;
  const at = changetype<usize>(text) + 4;
  for (let i: u32 = 0; i < NAME_MAX; i++) {
    const byte = load<u8>(at + i);
    if (i < text.length ? !isNameByte(byte) : byte != 0) return refuse(Code.MALFORMED, field, Detail.badName);
  }
  return Code.OK;
}

/** A-Z a-z 0-9 . _ : / - */
function isNameByte(byte: u8): bool {
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x7a) return true;
  return (byte >= 0x2d && byte <= 0x3a) || byte == 0x5f;
}

/** What a refusal names may be anything a client has made up, in ASCII. */
export function isAscii(text: Name): bool {
  if (text.length > NAME_MAX) return false;
  for (let i: u32 = 0; i < NAME_MAX; i++) {
    const byte = load<u8>(changetype<usize>(text) + 4 + i);
    if (i < text.length ? byte > 0x7f : byte != 0) return false;
  }
  return true;
}

/** What a client calls an order must not be what the engine calls one: O, S or C and digits alone. */
export function orderName(name: Name, required: bool, field: Field): i32 {
  const code = keptName(name, required, field);
  if (code != Code.OK || name.length < 2) return code;
  const at = changetype<usize>(name) + 4;
  const first = load<u8>(at);
  if (first != 0x4f && first != 0x53 && first != 0x43) return Code.OK;
  for (let i: u32 = 1; i < name.length; i++) {
    const byte = load<u8>(at + i);
    if (byte < 0x30 || byte > 0x39) return Code.OK;
  }
  return refuse(Code.MALFORMED, field, Detail.reservedName);
}

export function names(at: usize, count: u32, field: Field): i32 {
  for (let i: u32 = 0; i < count; i++) {
    const code = name(changetype<Name>(at + <usize>i * NAME_BYTES), true, field);
    if (code != Code.OK) return code;
  }
  return Code.OK;
}

/** Names of slices: S and a number. */
export function sliceNames(at: usize, count: u32, field: Field): i32 {
  const code = names(at, count, field);
  if (code != Code.OK) return code;
  for (let i: u32 = 0; i < count; i++) {
    if (numberAfter(changetype<Name>(at + <usize>i * NAME_BYTES), 0x53) == 0)
      return refuse(Code.MALFORMED, field, Detail.badName);
  }
  return Code.OK;
}

/** At most 18 decimals, an integer part below 2^63, a sign only where one belongs; where absent, nothing. */
export function amount(decimal: Decimal, required: bool, signed: bool, field: Field): i32 {
  if (!present(decimal)) {
    if (required) return refuse(Code.MISSING_FIELD, field, Detail.none);
    if (decimal.flags == 0 && isZero(decimal)) return Code.OK;
    return refuse(Code.MALFORMED, field, Detail.badDecimal);
  }
  if (decimal.flags > 3 || (negative(decimal) && (!signed || isZero(decimal))))
    return refuse(Code.MALFORMED, field, Detail.badDecimal);
  if (decimal.scale > DECIMALS_MAX) return refuse(Code.MALFORMED, field, Detail.tooManyDecimals);
  if ((decimal.hi | (decimal.lo >> 63)) == 0) return Code.OK;
  const low = multiply(1 << 63, powerOfTen(decimal.scale));
  if (decimal.hi < high || (decimal.hi == high && decimal.lo < low)) return Code.OK;
  return refuse(Code.OUT_OF_RANGE, field, Detail.outsideBounds);
}

export function levels(at: usize, count: u32, field: Field): i32 {
  for (let i: u32 = 0; i < count; i++) {
    const level = changetype<BookLevelInput>(at + <usize>i * BOOK_LEVEL_INPUT_BYTES);
    let code = amount(level.price, true, false, field);
    if (code == Code.OK) code = amount(level.quantity, true, false, field);
    if (code != Code.OK) return code;
  }
  return Code.OK;
}

/** Exactly one of two names is given. */
export function oneOf(first: Name, second: Name, firstField: Field, secondField: Field): i32 {
  if (first.length == 0 && second.length == 0) return refuse(Code.MISSING_FIELD, firstField, Detail.none);
  if (first.length != 0 && second.length != 0) return refuse(Code.MALFORMED, secondField, Detail.tooLong);
  return Code.OK;
}

export function judgeSlippage(policy: Policy): i32 {
  if (policy.expectedSlippagePpm <= policy.slippagePpm) return Code.OK;
  return refuse(Code.POLICY_INVALID, Field.policy_expectedSlippagePpm, Detail.unsafe);
}

export function judgeMark(settings: FeedSettings): i32 {
  if (settings.mark == MarkMode.index || settings.premiumHalfLife >= 0) return Code.OK;
  return refuse(Code.SPEC_INVALID, Field.mark, Detail.needsHalfLife);
}

/** A fill from elsewhere says where it was, on which side, at what price and how much. */
export function judgeElsewhere(command: ExecutionCommand): i32 {
  if (command.account.length == 0 || command.order.length != 0) return Code.OK;
  if (command.market.length == 0) return refuse(Code.MISSING_FIELD, Field.market, Detail.none);
  if (command.side == 0) return refuse(Code.MISSING_FIELD, Field.side, Detail.none);
  if (!present(command.price)) return refuse(Code.MISSING_FIELD, Field.price, Detail.none);
  if (!present(command.quantity)) return refuse(Code.MISSING_FIELD, Field.quantity, Detail.none);
  return Code.OK;
}

export function judgeSliceMarket(command: ExecutionCommand): i32 {
  if (command.market.length == 0 || command.order.length == 0) return Code.OK;
  return refuse(Code.MALFORMED, Field.market, Detail.ofSlice);
}

export function judgeSliceSide(command: ExecutionCommand): i32 {
  if (command.side == 0 || command.order.length == 0) return Code.OK;
  return refuse(Code.MALFORMED, Field.side, Detail.ofSlice);
}

export function judgeStatus(command: ExecutionCommand): i32 {
  if (command.account.length == 0 || command.status == ExecutionStatus.fill) return Code.OK;
  return refuse(Code.SPEC_INVALID, Field.status, Detail.onlyFills);
}

export function judgeMode(command: AccountCommand): i32 {
  if (command.mode != AccountMode.isolated || command.parent.length != 0) return Code.OK;
  return refuse(Code.MISSING_FIELD, Field.parent, Detail.none);
}

export function judgeParent(command: AccountCommand): i32 {
  if (command.mode == AccountMode.isolated || command.parent.length == 0) return Code.OK;
  return refuse(Code.SPEC_INVALID, Field.parent, Detail.isolatedParent);
}

/** An order that is good till a time says till when, and at what price it rests or for what stop it waits. */
export function judgeTimeInForce(command: OrderCommand): i32 {
  if (command.timeInForce != <u8>TimeInForce.GTT) return Code.OK;
  if (command.expires < 0) return refuse(Code.MISSING_FIELD, Field.expires, Detail.none);
  if (present(command.price) || present(command.stop)) return Code.OK;
  return refuse(Code.MISSING_FIELD, Field.price, Detail.none);
}

export function judgeExpires(command: OrderCommand): i32 {
  if (command.expires < 0 || command.timeInForce == <u8>TimeInForce.GTT) return Code.OK;
  return refuse(Code.MALFORMED, Field.expires, Detail.notTimed);
}

export function judgeStopBy(command: OrderCommand): i32 {
  if (command.stopBy == 0 || present(command.stop)) return Code.OK;
  return refuse(Code.MALFORMED, Field.stopBy, Detail.withoutStop);
}
