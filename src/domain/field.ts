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
  /** Of a ruling on a number alone: the least and the greatest that it lets through. */
  readonly safe?: readonly [number, number];
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

/** `own`: what the engine itself calls orders is reserved. `reserved`: names that are reserved elsewhere, and may stand here. */
export interface NameField extends FieldBase {
  readonly kind: "name";
  /** The core keeps it, and does not only look for it. */
  readonly kept?: true;
  readonly own?: true;
  readonly reserved?: readonly string[];
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
/** Words in the order of their numbers; `optional`: where there is no default the record has 0, and numbers from 1 on. */
export interface WordField extends FieldBase {
  readonly kind: "word";
  readonly words: readonly string[];
  readonly default?: string;
  readonly optional?: true;
}
/** `unit`: what the core keeps it in, where that is one of a market's own units. */
export interface DecimalField extends FieldBase {
  readonly kind: "decimal";
  readonly unit?: "price" | "lots" | "money";
  readonly signed?: true;
  readonly default?: string;
}
/** An array of at most `max` names that trail the record; `store` is its count. `slices`: each is a slice's (`S12`). */
export interface NamesField extends FieldBase {
  readonly kind: "names";
  readonly max: number;
  readonly slices?: true;
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
  readonly record: "TierInput" | "SourceInput" | "PositionInput" | "CollateralInput";
  readonly max: number;
  /** How an empty list is refused; null: it is not. */
  readonly empty: Code | null;
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
export const kept = { kept: true } as const;

/** A field under a name that TypeScript knows, so that what is made of many has a type. */
type Named<Kind extends Field, Name extends string> = Kind & { readonly name: Name };

export const name = <Name extends string>(
  of: Name,
  extra: Extra & Pick<NameField, "kept" | "own" | "reserved"> = {},
): Named<NameField, Name> => ({ kind: "name", name: of, ...extra });
export const integer = <Name extends string>(
  of: Name,
  max: number,
  extra: Extra & { default?: number; min?: number } = {},
): Named<IntegerField, Name> => ({ kind: "integer", name: of, min: 0, max, ...extra });
type Whole = Extra & { default?: number };
export const micros = <Name extends string>(of: Name, extra: Whole = {}) =>
  integer(of, INTEGER_LIMIT - 1, extra);
const COUNT_MAX = 2 ** 32 - 1;
/** The record has 0 where it was not given; how many the core has room for, it knows itself. */
export const ordersMax = (note: string) => integer("ordersMax", COUNT_MAX, { min: 1, about: note });
export const ppm = <Name extends string>(of: Name, extra: Whole = {}) => integer(of, PPM, extra);
export const decimal = <Name extends string>(
  of: Name,
  extra: Extra & Pick<DecimalField, "default" | "signed" | "unit"> = {},
): Named<DecimalField, Name> => ({ kind: "decimal", name: of, ...extra });
type Amount = Extra & { default?: string };
export const price = <Name extends string>(of: Name, extra: Amount = {}) =>
  decimal(of, { ...extra, unit: "price" });
export const lots = <Name extends string>(of: Name, extra: Amount = {}) =>
  decimal(of, { ...extra, unit: "lots" });
export const money = <Name extends string>(of: Name, extra: Amount = {}) =>
  decimal(of, { ...extra, unit: "money" });
export const flag = <Name extends string>(
  of: Name,
  byDefault: boolean,
  extra: Extra = {},
): Named<BooleanField, Name> => ({ kind: "boolean", name: of, default: byDefault, ...extra });
export const word = <Name extends string, const Words extends readonly string[]>(
  of: Name,
  words: Words,
  extra: Extra & { default?: string; optional?: true } = {},
): Named<WordField, Name> & { readonly words: Words } => ({ kind: "word", name: of, words, ...extra });

export const rows = (
  of: string,
  store: string,
  record: RowsField["record"],
  fields: readonly Field[],
  max: number,
  empty: Code | null,
): Field => ({ kind: "rows", name: of, store, record, fields, max, empty });

export const ruling = (code: Code, detail: Detail, refuses: Ruling["refuses"]): Extra => ({
  rulings: [{ code, detail, refuses }],
});
export const unsafe = (code: Code, refuses: Ruling["refuses"]) => ruling(code, "unsafe", refuses);
/** Numbers below `least` or above `most` have the right form but are not safe. */
export const safe = (code: Code, least: number, most: number = INTEGER_LIMIT - 1): Extra => ({
  rulings: [
    {
      code,
      detail: "unsafe",
      safe: [least, most],
      refuses: (value: number) => value < least || value > most,
    },
  ],
});
export const unsafeZero = safe("POLICY_INVALID", 1);
export const unsafeZeroSpec = safe("SPEC_INVALID", 1);
