/** What a record of the schema is made of. */

export type Scalar = "u8" | "u16" | "u32" | "i32" | "u64" | "i64" | "f64";
export type Composite =
  | "name"
  | "decimal"
  | "wide"
  | "bookSide"
  | "policy"
  | "breakers"
  | "domainSettings"
  | "feedSettings";
export type FieldType = Scalar | Composite;

/**
 * What a record is for. `command` and `event` cross the boundary. `state` rows are the image that the state hash covers;
 * `derived` rows can be rebuilt from state; `volatile` ones are counters and scratch.
 */
export type RecordKind = "part" | "command" | "event" | "state" | "derived" | "volatile";

export interface RecordSchema {
  readonly name: string;
  readonly kind: RecordKind;
  readonly doc: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

export function record(
  name: string,
  kind: RecordKind,
  doc: string,
  fields: Readonly<Record<string, FieldType>>,
): RecordSchema {
  return { name, kind, doc, fields };
}
