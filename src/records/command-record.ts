/**
 * A command, from whatever codec, becomes a binary record: the static checks of (rules: commands 3, 4, 5, 6, 7) in their order, the
 * defaults of PROTOCOL.md filled in. A command that fails a check becomes a record too, the refusal itself.
 */
import { BookLevelInput, CommandType, Decimal, Name, TickByIdCommand } from "../abi/layout.js";
import type { Code, Detail, Refusal } from "../domain/errors.js";
import { INTEGER_LIMIT, type Ruling } from "../domain/field.js";
import { isName, isReservedOrderName } from "../domain/names.js";
import { writeDecimal, writeInteger } from "../domain/units.js";
import { type CommandPlan, commandPlans, type FieldPlan, type ObjectPlan } from "./command-plan.js";
import type { CommandWriter } from "./command-writer.js";

type Fields = Readonly<Record<string, unknown>>;

const refusal = (code: Code, field: string | null, detail: Detail = "none"): Refusal => ({
  code,
  field,
  detail,
});
const malformed = (field: string | null, detail: Detail) => refusal("MALFORMED", field, detail);
const within = (path: string, inner: Refusal): Refusal => ({
  ...inner,
  field: inner.field === null ? path : `${path}.${inner.field}`,
});

/**
 * Writes the record of `command`, or of its refusal. Returns null (taken so far: the core may still refuse it), the
 * refusal, or "full": nothing was written, so flush the writer and call again. `tickArrays`: a tick may be the array
 * `[marketId, sourceId, price, sequence, sourceTime, time]`, as MessagePack has it. Throws CAPACITY when the record
 * does not fit into an empty writer.
 */
export function encodeCommand(
  command: unknown,
  writer: CommandWriter,
  tickArrays = false,
): Refusal | "full" | null {
  if (tickArrays && Array.isArray(command)) return encodeTickArray(command, writer);
  if (!isPlainObject(command)) return refuse(writer, CommandType.unknown, malformed(null, "notAnObject"));
  const type = command["type"];
  const plan = typeof type === "string" ? commandPlans.get(type) : undefined;
  if (plan === undefined) return refuse(writer, CommandType.unknown, unknownType(type));
  return encodePlanned(plan, command, writer);
}

/** The same for what can only be a tick: its `type` may be left out, and any other is refused. */
export function encodeTick(
  tick: unknown,
  writer: CommandWriter,
  tickArrays = false,
): Refusal | "full" | null {
  if (!isPlainObject(tick)) return encodeCommand(tick, writer, tickArrays);
  const type = tick["type"];
  if (type === undefined || type === "tick") return encodePlanned(tickPlan, tick, writer);
  return refuse(
    writer,
    CommandType.unknown,
    typeof type === "string" ? refusal("UNKNOWN_TYPE", "type") : unknownType(type),
  );
}

const tickPlan = commandPlans.get("tick") as CommandPlan;

function encodePlanned(plan: CommandPlan, command: Fields, writer: CommandWriter): Refusal | "full" | null {
  if (!writer.hasRoom(plan.bytes + plan.trailing + levelBytes(plan, command))) return "full";

  const at = writer.begin(plan.type, plan.bytes);
  const fault = writeObject(plan, command, writer, at);
  if (fault === null) {
    writer.end(at, writer.length);
    return null;
  }
  writer.length = at;
  return refuse(writer, plan.type, fault);
}

/**
 * Whether `value` is a plain object, as JSON gives them: neither null, an array, a number's wrapper, nor an instance of a
 * class (a Map, a Date, bytes, or the special objects that decoders make of what JSON has not).
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm's Object.prototype is plain too: nothing stands above it. Array.prototype has Object.prototype above.
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function unknownType(type: unknown): Refusal {
  if (type === undefined) return refusal("MISSING_FIELD", "type");
  return typeof type === "string" ? refusal("UNKNOWN_TYPE", "type") : malformed("type", "notAString");
}

function refuse(writer: CommandWriter, command: number, why: Refusal): Refusal | "full" {
  if (!writer.hasRoom(Name.BYTES + 24)) return "full";
  writer.refused(command, why);
  return why;
}

/** Room for the levels of a book; lists that are too long are refused before they are written. */
function levelBytes(plan: CommandPlan, command: Fields): number {
  if (plan.type !== CommandType.book) return 0;
  let levels = 0;
  for (const field of plan.fields) {
    const value = command[field.name];
    if (field.kind === "levels" && Array.isArray(value)) levels += Math.min(value.length, field.max);
  }
  return levels * BookLevelInput.BYTES;
}

/** First unknown key, then field by field. */
function writeObject(plan: ObjectPlan, source: Fields, writer: CommandWriter, at: number): Refusal | null {
  const { values, fields } = plan;
  for (let i = 0; i < values.length; i++) values[i] = undefined;
  // One pass over the object's own shape; looking each field up by its name would cost three times as much.
  for (const key in source) {
    const index = plan.index.get(key);
    if (index === undefined) return refusal("UNKNOWN_FIELD", key);
    const value = source[key];
    if (typeof value === "bigint") return writeObject(plan, withoutBigints(source), writer, at);
    values[index] = value;
  }
  const { oneOf } = plan;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    const value = values[i];
    const fault =
      value === undefined ? writeAbsent(field, writer, at) : writeValue(field, value, source, writer, at);
    if (fault !== null) return fault;
    if (oneOf !== null && field.name === oneOf[1]) {
      const [first, second] = oneOf;
      if (source[first] === undefined && value === undefined) return refusal("MISSING_FIELD", first);
      if (source[first] !== undefined && value !== undefined) return malformed(second, "tooLong");
    }
  }
  return null;
}

/**
 * One integer, one meaning: before anything is ruled, a bigint becomes the number that it is, or, beyond 2^53, one that is
 * outside all bounds too.
 */
function withoutBigints(source: Fields): Fields {
  const entries = Object.keys(source).map((key) => [key, numberOf(source[key])]);
  return Object.fromEntries(entries) as Fields;
}

function numberOf(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  if (value <= -INTEGER_LIMIT) return -INTEGER_LIMIT;
  return value < INTEGER_LIMIT ? Number(value) : INTEGER_LIMIT;
}

const nothing: Fields = {};

function writeAbsent(field: FieldPlan, writer: CommandWriter, at: number): Refusal | null {
  if (field.required) return refusal("MISSING_FIELD", field.name);
  switch (field.kind) {
    case "integer":
    case "boolean":
    case "word":
      if (field.number !== 0) store(field, field.number, writer, at);
      return null;
    case "decimal":
      if (field.text !== null) writeDecimal(writer.view, at + field.offset, field.text, false);
      return null;
    case "object":
      return writeObject(field.plan!, nothing, writer, at);
    default:
      return null;
  }
}

function store(field: FieldPlan, value: number, writer: CommandWriter, at: number): void {
  if (field.offset < 0) return;
  if (field.width === 8) writeInteger(writer.view, at + field.offset, value);
  else if (field.width === 4) writer.view.setUint32(at + field.offset, value, true);
  else writer.bytes[at + field.offset] = value;
}

function writeValue(
  field: FieldPlan,
  value: unknown,
  siblings: Fields,
  writer: CommandWriter,
  at: number,
): Refusal | null {
  const fault = writeKind(field, value, writer, at);
  if (fault !== null || field.rulings.length === 0) return fault;
  return ruled(field.rulings, field.name, value, siblings);
}

function ruled(rulings: readonly Ruling[], name: string, value: unknown, siblings: Fields): Refusal | null {
  for (const { code, detail, names = name, refuses } of rulings) {
    if (refuses(value as never, siblings)) return refusal(code, names, detail);
  }
  return null;
}

function writeKind(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  switch (field.kind) {
    case "name":
      return writeName(field, value, writer, at);
    case "decimal":
      return writeAmount(field, value, writer, at);
    case "integer":
      return writeWhole(field, value, writer, at);
    case "word":
      return writeWord(field, value, writer, at);
    case "boolean":
      if (typeof value !== "boolean") return malformed(field.name, "notABoolean");
      store(field, value ? 1 : 0, writer, at);
      return null;
    case "text":
      return checkText(field, value);
    case "names":
      return writeNames(field, value, writer, at);
    case "object": {
      if (!isPlainObject(value)) return malformed(field.name, "notAnObject");
      const fault = writeObject(field.plan!, value, writer, at);
      return fault === null ? null : within(field.name, fault);
    }
    case "rows":
      return writeRows(field, value, writer, at);
    case "levels":
      return writeLevels(field, value, writer, at);
  }
}

function nameFault(value: unknown, own: boolean, reserved: readonly string[]): Detail | null {
  if (typeof value !== "string") return "notAString";
  if (isName(value)) return own && isReservedOrderName(value) ? "reservedName" : null;
  if (reserved.includes(value)) return null;
  return value.startsWith("@") ? "reservedName" : "badName";
}

function writeName(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  const fault = nameFault(value, field.own, field.reserved);
  if (fault !== null) return malformed(field.name, fault);
  if (field.offset >= 0) writer.name(at + field.offset, value as string);
  return null;
}

/** As the engine names slices. */
const SLICE = /^S[1-9][0-9]{0,17}$/;

function writeNames(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  if (!Array.isArray(value)) return malformed(field.name, "notAnArray");
  if (value.length > field.max) return refusal("OUT_OF_RANGE", field.name, "tooLong");
  for (let i = 0; i < value.length; i++) {
    const fault =
      nameFault(value[i], false, []) ?? (field.slices && !SLICE.test(value[i]) ? "badName" : null);
    if (fault !== null) return malformed(`${field.name}[${i}]`, fault);
    writer.name(trail(writer, field.rowBytes), value[i]);
  }
  store(field, value.length, writer, at);
  return null;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function checkText(field: FieldPlan, value: unknown): Refusal | null {
  if (typeof value !== "string") return malformed(field.name, "notAString");
  if (value.length > field.max) return malformed(field.name, "tooLong");
  if (value.length < field.min) return malformed(field.name, "tooShort");
  // Half a character has no UTF-8: written down, two texts could become the same.
  return LONE_SURROGATE.test(value) ? malformed(field.name, "notUnicode") : null;
}

const scratch = new DataView(new ArrayBuffer(Decimal.BYTES));

function writeAmount(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  return field.offset < 0
    ? amountFault(field.name, value, field.signed, scratch, 0)
    : amountFault(field.name, value, field.signed, writer.view, at + field.offset);
}

function amountFault(
  path: string,
  value: unknown,
  signed: boolean,
  view: DataView,
  at: number,
): Refusal | null {
  if (typeof value !== "string") return malformed(path, "notAString");
  const fault = writeDecimal(view, at, value, signed);
  if (fault === "none") return null;
  return fault === "outsideBounds" ? refusal("OUT_OF_RANGE", path, fault) : malformed(path, fault);
}

const isWhole = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value);

function writeWhole(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  if (!isWhole(value)) return malformed(field.name, "notAnInteger");
  if (value < field.min || value > field.max) return refusal("OUT_OF_RANGE", field.name, "outsideBounds");
  store(field, value, writer, at);
  return null;
}

function writeWord(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  if (typeof value !== "string") return malformed(field.name, "notAString");
  const number = field.words.indexOf(value);
  if (number < 0) return malformed(field.name, "badWord");
  store(field, number + field.first, writer, at);
  return null;
}

function writeRows(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  if (!Array.isArray(value)) return malformed(field.name, "notAnArray");
  if (value.length > field.max) return refusal("OUT_OF_RANGE", field.name, "tooLong");
  if (value.length === 0 && field.empty !== null) return refusal(field.empty, field.name, "tooShort");
  for (let i = 0; i < value.length; i++) {
    const row: unknown = value[i];
    const path = `${field.name}[${i}]`;
    if (!isPlainObject(row)) return malformed(path, "notAnObject");
    const fault = writeObject(field.plan!, row, writer, trail(writer, field.rowBytes));
    if (fault !== null) return within(path, fault);
  }
  store(field, value.length, writer, at);
  return null;
}

/** Zeroed room after what has been written of this record. */
function trail(writer: CommandWriter, bytes: number): number {
  const at = writer.length;
  writer.bytes.fill(0, at, at + bytes);
  writer.length = at + bytes;
  return at;
}

function writeLevels(field: FieldPlan, value: unknown, writer: CommandWriter, at: number): Refusal | null {
  if (!Array.isArray(value)) return malformed(field.name, "notAnArray");
  if (value.length > field.max) return refusal("OUT_OF_RANGE", field.name, "tooLong");
  for (let i = 0; i < value.length; i++) {
    const fault = writeLevel(value[i], writer, trail(writer, BookLevelInput.BYTES));
    if (fault !== null) return { ...fault, field: `${field.name}[${i}]${fault.field ?? ""}` };
  }
  store(field, value.length, writer, at);
  return null;
}

function writeLevel(level: unknown, writer: CommandWriter, at: number): Refusal | null {
  if (!Array.isArray(level)) return malformed(null, "notAnArray");
  if (level.length !== 2) return malformed(null, level.length < 2 ? "tooShort" : "tooLong");
  return (
    amountFault("[0]", level[0], false, writer.view, at + BookLevelInput.price) ??
    amountFault("[1]", level[1], false, writer.view, at + BookLevelInput.quantity)
  );
}

/** The time first, as in every form. */
const arrayFields = ["time", "marketId", "sourceId", "price", "sequence", "sourceTime"] as const;
const arrayPlaces = [5, 0, 1, 2, 3, 4] as const;
const arrayOffsets = [
  TickByIdCommand.time,
  TickByIdCommand.market,
  TickByIdCommand.source,
  TickByIdCommand.price,
  TickByIdCommand.sequence,
  TickByIdCommand.sourceTime,
] as const;
const U32_LIMIT = 2 ** 32;

function encodeTickArray(tick: readonly unknown[], writer: CommandWriter): Refusal | "full" | null {
  if (!writer.hasRoom(TickByIdCommand.BYTES)) return "full";
  if (tick.length < 4 || tick.length > arrayFields.length) {
    return refuse(writer, CommandType.tick, malformed(null, tick.length < 4 ? "tooShort" : "tooLong"));
  }
  const at = writer.begin(CommandType.tickById, TickByIdCommand.BYTES);
  for (let i = 0; i < arrayFields.length; i++) {
    const place = arrayPlaces[i]!;
    if (place >= tick.length) continue;
    const value = numberOf(tick[place]);
    const isId = place < 2;
    if (isWhole(value) && value >= 0 && value < (isId ? U32_LIMIT : INTEGER_LIMIT)) {
      if (isId) writer.view.setUint32(at + arrayOffsets[i]!, value, true);
      else writeInteger(writer.view, at + arrayOffsets[i]!, value);
      continue;
    }
    writer.length = at;
    const field = arrayFields[i]!;
    const fault = isWhole(value)
      ? refusal("OUT_OF_RANGE", field, "outsideBounds")
      : malformed(field, "notAnInteger");
    return refuse(writer, CommandType.tick, fault);
  }
  return null;
}
