/**
 * What a field of an event may be: how it looks in JSON, and with it its type in TypeScript. `event-fields.ts` is written in
 * these words; types, OpenAPI and the table of PROTOCOL.md are made from them.
 */

/** How a value looks. */
export type Form =
  | { readonly kind: "name" | "text" | "amount" | "integer" | "count" | "flag" | "true" | "hash" | "level" }
  /** `listed`: where a reader finds the words, when there are too many to repeat. */
  | { readonly kind: "word"; readonly words: readonly string[]; readonly listed: string | null }
  | { readonly kind: "orNull" | "list" | "pair"; readonly of: Form }
  /** An object by names of `key`. */
  | { readonly kind: "byName"; readonly key: string; readonly of: Form }
  | { readonly kind: "object"; readonly fields: EventFields };

declare const carried: unique symbol;

/** A field whose value is a `Value`. `about`: what a reader cannot guess from its name. */
export interface EventField<Value = unknown> {
  readonly form: Form;
  readonly about?: string;
  readonly optional?: true;
  /** Never there: it carries the type. */
  readonly [carried]?: Value;
}
export type EventFields = Readonly<Record<string, EventField>>;
type Optional = { readonly optional: true };

export type ValueOf<Field> = Field extends EventField<infer Value> ? Value : never;
export type ValuesOf<Fields> = {
  readonly [Name in keyof Fields as Fields[Name] extends Optional ? never : Name]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as Fields[Name] extends Optional ? Name : never]?: ValueOf<Fields[Name]>;
};

/** Price and quantity, or price and notional. */
export type Level = readonly [string, string];

export const name: EventField<string> = { form: { kind: "name" } };
export const text: EventField<string> = { form: { kind: "text" } };
/** A decimal string with exactly the decimals of its asset, price or lot. */
export const amount: EventField<string> = { form: { kind: "amount" } };
export const integer: EventField<number> = { form: { kind: "integer" } };
/** Microseconds, sequence numbers and counts: never negative. */
export const count: EventField<number> = { form: { kind: "count" } };
export const flag: EventField<boolean> = { form: { kind: "flag" } };
export const always: EventField<true> = { form: { kind: "true" } };
/** 16 hex digits. */
export const hash: EventField<string> = { form: { kind: "hash" } };
export const level: EventField<Level> = { form: { kind: "level" } };

export const word = <const Words extends readonly string[]>(
  words: Words,
  listed: string | null = null,
): EventField<Words[number]> => ({ form: { kind: "word", words, listed } });
export const orNull = <Value>({ form }: EventField<Value>): EventField<Value | null> => ({
  form: { kind: "orNull", of: form },
});
export const listOf = <Value>({ form }: EventField<Value>): EventField<readonly Value[]> => ({
  form: { kind: "list", of: form },
});
export const pairOf = <Value>({ form }: EventField<Value>): EventField<readonly [Value, Value]> => ({
  form: { kind: "pair", of: form },
});
export const byName = <Value>(
  key: string,
  { form }: EventField<Value>,
): EventField<Readonly<Record<string, Value>>> => ({ form: { kind: "byName", key, of: form } });
export const object = <const Fields extends EventFields>(fields: Fields): EventField<ValuesOf<Fields>> => ({
  form: { kind: "object", fields },
});
export const optional = <Value>(field: EventField<Value>): EventField<Value> & Optional => ({
  ...field,
  optional: true,
});
export const about = <Value>(field: EventField<Value>, note: string): EventField<Value> => ({
  ...field,
  about: note,
});
