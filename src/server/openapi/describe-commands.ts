/** The schema of every command, made from the one table of fields, so that the two cannot differ. */
import { commandShapes } from "../../domain/command-fields.js";
import type { CommandType } from "../../domain/commands.js";
import type { Field } from "../../domain/field.js";
import { amount, flag, type JsonSchema, level, name } from "./json-schema.js";

/** A field that must not be given has a negative default, which means absent. */
const shown = (value: unknown): JsonSchema =>
  value === undefined || (typeof value === "number" && value < 0) ? {} : { default: value };

function schemaOf(field: Field): JsonSchema {
  switch (field.kind) {
    case "name":
      return name;
    case "text":
      return { type: "string", minLength: field.min, maxLength: field.max };
    case "integer":
      return { type: "integer", minimum: field.min, maximum: field.max, ...shown(field.default) };
    case "boolean":
      return { ...flag, ...shown(field.default) };
    case "word":
      return { type: "string", enum: [...field.words], ...shown(field.default) };
    case "decimal":
      return { ...amount, ...shown(field.default) };
    case "names":
      return { type: "array", items: name, maxItems: field.max };
    case "object":
      return objectOf(field.fields);
    case "rows":
      return {
        type: "array",
        items: objectOf(field.fields),
        ...(field.empty === null ? {} : { minItems: 1 }),
        maxItems: field.max,
      };
    case "levels":
      return { type: "array", items: level, maxItems: field.max };
  }
}

function objectOf(fields: readonly Field[], first: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const properties: Record<string, JsonSchema> = { ...first };
  for (const field of fields) {
    const described = field.about === undefined ? {} : { description: field.about };
    properties[field.name] = { ...schemaOf(field), ...described };
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
  const schema = objectOf(fields, { type: { const: type } });
  return oneOf === undefined ? schema : { ...schema, oneOf: oneOf.map((field) => ({ required: [field] })) };
}
