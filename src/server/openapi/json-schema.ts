/** The few forms of JSON Schema (2020-12, as OpenAPI 3.1 has it) that commands, events and answers are made of. */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Amounts are decimal strings, never JSON numbers (PROTOCOL.md 1). */
export const amount: JsonSchema = { type: "string", pattern: "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$" };
export const name: JsonSchema = { type: "string", minLength: 1, maxLength: 64 };
export const integer: JsonSchema = { type: "integer" };
/** Microseconds, sequence numbers and counts. */
export const count: JsonSchema = { type: "integer", minimum: 0 };
export const flag: JsonSchema = { type: "boolean" };
export const text: JsonSchema = { type: "string" };
export const level: JsonSchema = { type: "array", prefixItems: [amount, amount], minItems: 2, maxItems: 2 };

export const words = (of: readonly string[]): JsonSchema => ({ type: "string", enum: [...of] });
export const orNull = (of: JsonSchema): JsonSchema => ({ anyOf: [of, { type: "null" }] });
export const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });
export const byName = (of: JsonSchema): JsonSchema => ({ type: "object", additionalProperties: of });

/** An object with exactly these fields; those of `optional` may be left out. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((field) => !optional.includes(field));
  return { type: "object", properties, required, additionalProperties: false };
}
