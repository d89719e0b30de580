/** What a field of a command may be: its kinds, what refuses a value of the right form, and short ways to write them. */
import { constants } from "../abi/layout.js";
import type { Code, Detail } from "./errors.js";

export const PPM = constants.PPM;
/** Times, durations and sequence numbers are below this. */
export const INTEGER_LIMIT = 2 ** 53;
/** An integer that was not given, where 0 means something. */
export const ABSENT = -1;

/** A value that has the right form but is refused. `siblings` is the object that the field belongs to. */
export interface Ruling {
  readonly code: Code;
  readonly detail: Detail;
  /** The field that is at fault, where it is another one that is absent. */
  readonly names?: string;
  readonly refuses: (value: never, siblings: Readonly<Record<string, unknown>>) => boolean;
}

interface FieldBase {
  readonly name: string;
  readonly required?: true;
  /** What a reader cannot guess from the name. */
  readonly about?: string;
  /**
   * The record's field, where its name differs. What the record itself does not have stands in its part `settings`; what
   * neither has is checked and dropped.
   */
  readonly store?: string;
  readonly rulings?: readonly Ruling[];
}

/** `own`: what the engine itself calls orders is reserved. `fund`: `@fund` is a name here. */
export interface NameField extends FieldBase {
  readonly kind: "name";
  readonly own?: true;
  readonly fund?: true;
}
export interface TextField extends FieldBase {
  readonly kind: "text";
  readonly min: number;
  readonly max: number;
}
export interface IntegerField extends FieldBase {
  readonly kind: "integer";
  readonly min: number;
  readonly max: number;
  /** Written when absent. */
  readonly default?: number;
}
export interface BooleanField extends FieldBase {
  readonly kind: "boolean";
  readonly default?: boolean;
}
/** Words in the order of their numbers. */
export interface WordField extends FieldBase {
  readonly kind: "word";
  readonly words: readonly string[];
  readonly default?: string;
}
/** `unit`: what the core keeps it in, where that is one of a market's own units. */
export interface DecimalField extends FieldBase {
  readonly kind: "decimal";
  readonly unit?: "price" | "lots" | "money";
  readonly signed?: true;
  readonly default?: string;
}
/** An array of at most `max` names that trail the record; `store` is its count. */
export interface NamesField extends FieldBase {
  readonly kind: "names";
  readonly max: number;
}
/** An object with fields of its own, a part of the record; absent = empty. */
export interface ObjectField extends FieldBase {
  readonly kind: "object";
  readonly fields: readonly Field[];
}
/** An array of at most `max` objects that trail the record; `store` is its count. */
export interface RowsField extends FieldBase {
  readonly kind: "rows";
  readonly fields: readonly Field[];
  readonly record: "TierInput" | "SourceInput";
  readonly max: number;
  readonly empty: Code;
}
/** An array of at most `max` [price, quantity] that trail the record; `store` is its count. */
export interface LevelsField extends FieldBase {
  readonly kind: "levels";
  readonly max: number;
}

export type Field =
  | NameField
  | TextField
  | IntegerField
  | BooleanField
  | WordField
  | DecimalField
  | NamesField
  | ObjectField
  | RowsField
  | LevelsField;

type Extra = Pick<FieldBase, "required" | "about" | "store" | "rulings">;
export const required = { required: true } as const;

export const name = (of: string, extra: Extra & Pick<NameField, "own" | "fund"> = {}): NameField => ({
  kind: "name",
  name: of,
  ...extra,
});
export const integer = (
  of: string,
  max: number,
  extra: Extra & { default?: number; min?: number } = {},
): Field => ({
  kind: "integer",
  name: of,
  min: 0,
  max,
  ...extra,
});
export const micros = (of: string, extra: Extra & { default?: number } = {}) =>
  integer(of, INTEGER_LIMIT - 1, extra);
export const ppm = (of: string, extra: Extra & { default?: number } = {}) => integer(of, PPM, extra);
export const decimal = (
  of: string,
  extra: Extra & Pick<DecimalField, "default" | "signed" | "unit"> = {},
): Field => ({
  kind: "decimal",
  name: of,
  ...extra,
});
type Bound = Extra & { default?: string };
export const price = (of: string, extra: Bound = {}) => decimal(of, { ...extra, unit: "price" });
export const lots = (of: string, extra: Bound = {}) => decimal(of, { ...extra, unit: "lots" });
export const money = (of: string, extra: Bound = {}) => decimal(of, { ...extra, unit: "money" });
export const flag = (of: string, byDefault: boolean, extra: Extra = {}): Field => ({
  kind: "boolean",
  name: of,
  default: byDefault,
  ...extra,
});
export const word = (
  of: string,
  words: readonly string[],
  extra: Extra & { default?: string } = {},
): Field => ({
  kind: "word",
  name: of,
  words,
  ...extra,
});

export const rows = (
  of: string,
  store: string,
  record: RowsField["record"],
  fields: readonly Field[],
  max: number,
  empty: Code,
): Field => ({ kind: "rows", name: of, store, record, fields, max, empty });

export const ruling = (code: Code, detail: Detail, refuses: Ruling["refuses"]): Extra => ({
  rulings: [{ code, detail, refuses }],
});
export const unsafe = (code: Code, refuses: Ruling["refuses"]) => ruling(code, "unsafe", refuses);
export const unsafeZero = unsafe("POLICY_INVALID", (value: number) => value === 0);
export const unsafeZeroSpec = unsafe("SPEC_INVALID", (value: number) => value === 0);
