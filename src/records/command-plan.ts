/** Joins the table of fields (`domain/command-fields`) with the layout of records (`abi/schema`): where each field goes. */
import * as layout from "../abi/layout.js";
import { commands, parts } from "../abi/schema.js";
import { type CommandShape, commandShapes } from "../domain/command-fields.js";
import type { Code } from "../domain/errors.js";
import type { Field, Ruling } from "../domain/field.js";

/**
 * A field as the encoder reads it. All kinds have all properties, those that a kind has not with an empty value: one
 * shape of object, so that the loop over the fields of any command runs on one machine code.
 */
export interface FieldPlan {
  readonly kind: Field["kind"];
  readonly name: string;
  readonly required: boolean;
  /** From the record's beginning; −1: checked and dropped. */
  readonly offset: number;
  /** Bytes of the scalar that is stored: 1, 4 or 8. */
  readonly width: number;
  readonly rulings: readonly Ruling[];
  /** Of integers their bounds, of text and lists those of the length. */
  readonly min: number;
  readonly max: number;
  /** What an absent integer, boolean or word is; an absent decimal. */
  readonly number: number;
  readonly text: string | null;
  readonly words: readonly string[];
  /** The number of the first word: 1, where 0 is none. */
  readonly first: number;
  /** Names of slices alone. */
  readonly slices: boolean;
  /** The core keeps the name; one that the engine's own orders have is reserved; reserved ones that may stand here; a decimal may be negative. */
  readonly kept: boolean;
  readonly own: boolean;
  readonly reserved: readonly string[];
  readonly signed: boolean;
  /** The fields of an object, or of each row, and the bytes of a row or name that trails; how an empty list is refused. */
  readonly plan: ObjectPlan | null;
  readonly rowBytes: number;
  readonly rowRecord: string;
  readonly empty: Code | null;
}

export interface ObjectPlan {
  readonly fields: readonly FieldPlan[];
  /** Where a key's field stands in `fields`; `type`, which is read before, has a place behind them. */
  readonly index: ReadonlyMap<string, number>;
  /** Scratch: the values of the object at hand, in the order of `fields`. No plan occurs within itself. */
  readonly values: unknown[];
  /** Exactly one of these two is given. */
  readonly oneOf: readonly [string, string] | null;
}
export interface CommandPlan extends ObjectPlan {
  readonly type: number;
  readonly bytes: number;
  /** The most that can follow the record, save for the levels of a book. */
  readonly trailing: number;
}

const widths: Readonly<Record<string, number>> = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8 };
const records = new Map([...parts, ...commands].map((record) => [record.name, record]));
const offsets = layout as unknown as Readonly<Record<string, Readonly<Record<string, number>>>>;
const bytesOf = (record: string): number => offsets[record]!["BYTES"]!;

const isNumber = (value: unknown): value is number => typeof value === "number";

/** Where a field stands: its record or part begins at `base`. */
interface Place {
  readonly base: number;
  /** Undefined: checked and dropped. */
  readonly offset: number | undefined;
  /** The scalar's or the part's type. */
  readonly type: string;
}

const partOf = (type: string) => type.charAt(0).toUpperCase() + type.slice(1);

/** What a record does not have itself may stand in its part `settings`. */
function placeOf(stored: string, record: string, base: number): Place {
  const { fields } = records.get(record)!;
  const own = offsets[record]!;
  const settings = fields["settings"];
  if (own[stored] === undefined && settings !== undefined) {
    return placeOf(stored, partOf(settings), base + own["settings"]!);
  }
  return { base, offset: own[stored], type: fields[stored] ?? "" };
}

function planField(field: Field, record: string, base: number): FieldPlan {
  const place = placeOf(field.store ?? field.name, record, base);
  const { default: fallback, words = [] } = field as { default?: unknown; words?: readonly string[] };
  return {
    kind: field.kind,
    name: field.name,
    required: field.required === true,
    offset: place.offset === undefined ? -1 : place.base + place.offset,
    width: widths[place.type] ?? 0,
    rulings: field.rulings ?? [],
    min: "min" in field ? field.min : 0,
    max: "max" in field ? field.max : 0,
    number: isNumber(fallback) ? fallback : fallback === true ? 1 : Math.max(0, words.indexOf(`${fallback}`)),
    text: field.kind === "decimal" ? (field.default ?? null) : null,
    words,
    first: field.kind === "word" && field.optional === true ? 1 : 0,
    slices: field.kind === "names" && field.slices === true,
    kept: field.kind === "name" && field.kept === true,
    own: field.kind === "name" && field.own === true,
    reserved: (field.kind === "name" && field.reserved) || [],
    signed: field.kind === "decimal" && field.signed === true,
    plan: planInside(field, place),
    rowBytes: rowBytes(field),
    rowRecord: field.kind === "rows" ? field.record : "",
    empty: field.kind === "rows" ? field.empty : "MALFORMED",
  };
}

function rowBytes(field: Field): number {
  if (field.kind === "rows") return bytesOf(field.record);
  return field.kind === "names" ? layout.Name.BYTES : 0;
}

function planInside(field: Field, { base, offset, type }: Place): ObjectPlan | null {
  if (field.kind === "rows") return planObject(field.fields, field.record, 0);
  return field.kind === "object" ? planObject(field.fields, partOf(type), base + offset!) : null;
}

function planObject(fields: readonly Field[], record: string, base: number): ObjectPlan {
  return {
    fields: fields.map((field) => planField(field, record, base)),
    index: new Map(fields.map((field, i) => [field.name, i])),
    values: new Array(fields.length).fill(undefined),
    oneOf: null,
  };
}

function planCommand(name: keyof typeof commandShapes, shape: CommandShape): CommandPlan {
  const plan = planObject(shape.fields, shape.record, 0);
  const trailing = plan.fields.map((field) => field.max * field.rowBytes);
  return {
    fields: plan.fields,
    index: new Map([...plan.index, ["type", plan.fields.length]]),
    values: [...plan.values, undefined],
    oneOf: shape.oneOf ?? null,
    type: layout.CommandType[name],
    bytes: bytesOf(shape.record),
    trailing: trailing.reduce((sum, bytes) => sum + bytes, 0),
  };
}

export const commandPlans: ReadonlyMap<string, CommandPlan> = new Map(
  Object.entries(commandShapes).map(([name, shape]) => [
    name,
    planCommand(name as keyof typeof commandShapes, shape),
  ]),
);
