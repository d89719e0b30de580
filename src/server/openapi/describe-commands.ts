/** The schema of every command, made from the one table of fields, so that the two cannot differ. */
import { commandShapes } from "../../domain/command-fields.js";
import type { CommandType } from "../../domain/commands.js";
import type { Field } from "../../domain/field.js";
import { commandTexts, shownDefault, textOf, withDefault } from "../../domain/field-texts.js";
import { amount, count, flag, type JsonSchema, level, name, orNull, words } from "./json-schema.js";

/**
 * What the server takes for a field that is left out. Not the keyword `default`: generators of clients make a field with one
 * of those that must be given.
 */
function defaultOf(field: Field): JsonSchema {
  const value = shownDefault(field);
  return value === undefined ? {} : { "x-default": value };
}

/** `owners`: the command, and the fields that lead there. */
function schemaOf(field: Field, owners: readonly string[]): JsonSchema {
  switch (field.kind) {
    case "name":
      return name;
    case "text":
      return { type: "string", minLength: field.min, maxLength: field.max };
    case "integer":
      return { type: "integer", minimum: field.min, maximum: field.max };
    case "boolean":
      return { ...flag };
    case "word":
      return { type: "string", enum: [...field.words] };
    case "decimal":
      return { ...amount };
    case "names":
      return { type: "array", items: name, maxItems: field.max };
    case "object":
      return objectOf(field.fields, [...owners, field.name]);
    case "rows":
      return {
        type: "array",
        items: objectOf(field.fields, [...owners, field.name]),
        ...(field.empty === null ? {} : { minItems: 1 }),
        maxItems: field.max,
      };
    case "levels":
      return { type: "array", items: level, maxItems: field.max };
  }
}

function objectOf(
  fields: readonly Field[],
  owners: readonly string[],
  first: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const properties: Record<string, JsonSchema> = { ...first };
  for (const field of fields) {
    const description = withDefault(textOf(owners, field.name), field);
    properties[field.name] = { ...schemaOf(field, owners), description, ...defaultOf(field) };
  }
  const required = [
    ...Object.keys(first),
    ...fields.filter((field) => field.required).map((field) => field.name),
  ];
  return { type: "object", properties, required, additionalProperties: false };
}

export const commandTypes = Object.keys(commandShapes) as CommandType[];

export function commandSchema(type: CommandType): JsonSchema {
  const { fields, oneOf } = commandShapes[type];
  const first = { type: { type: "string", const: type, description: commandTexts[type] } };
  const schema = { description: commandTexts[type], ...objectOf(fields, [type], first) };
  if (oneOf === undefined) return schema;
  const { properties } = schema as unknown as { properties: Readonly<Record<string, JsonSchema>> };
  const given = (field: string) => ({
    type: "object",
    properties: { [field]: properties[field] },
    required: [field],
  });
  return { ...schema, oneOf: oneOf.map(given) };
}

/** Settings as a market shows them: null where one sets no bound. */
export function shownSchema(fields: readonly Field[], owners: readonly string[]): Record<string, JsonSchema> {
  return Object.fromEntries(
    fields.map((field) => {
      const description = textOf(owners, field.name);
      if (field.kind === "word" || field.kind === "boolean")
        return [field.name, { ...(field.kind === "word" ? words(field.words) : flag), description }];
      return [field.name, { ...orNull(field.kind === "decimal" ? amount : count), description }];
    }),
  );
}
