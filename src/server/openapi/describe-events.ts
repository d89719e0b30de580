/** The schema of every event, made from the one table of their fields, so that the two cannot differ. */
import { type EventType, eventHead, shapeOf } from "../../domain/event-fields.js";
import type { EventFields, Form } from "../../domain/event-form.js";
import {
  amount,
  byName,
  count,
  flag,
  integer,
  type JsonSchema,
  level,
  listOf,
  name,
  object,
  orNull,
  text,
  words,
} from "./json-schema.js";

const plain = {
  name,
  text,
  amount,
  integer,
  count,
  flag,
  level,
  true: { const: true },
  hash: { type: "string", pattern: "^[0-9a-f]{16,}$" },
} as const;

function schemaOf(form: Form): JsonSchema {
  switch (form.kind) {
    case "word":
      return words(form.words);
    case "orNull":
      return orNull(schemaOf(form.of));
    case "list":
      return listOf(schemaOf(form.of));
    case "pair":
      return { ...listOf(schemaOf(form.of)), minItems: 2, maxItems: 2 };
    case "byName":
      return byName(schemaOf(form.of));
    case "object":
      return objectOf(form.fields);
    default:
      return plain[form.kind];
  }
}

function objectOf(fields: EventFields, first: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const schemas = Object.entries(fields).map(([field, { form, about }]) => {
    const schema = schemaOf(form);
    return [field, about === undefined ? schema : { ...schema, description: about }] as const;
  });
  const optional = Object.keys(fields).filter((field) => fields[field]!.optional);
  return object({ ...first, ...Object.fromEntries(schemas) }, optional);
}

export function eventSchema(type: EventType): JsonSchema {
  const { summary, note, fields } = shapeOf(type);
  const description =
    note === undefined ? summary : `${summary} ${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
  return { description, ...objectOf({ ...eventHead, ...fields }, { type: { const: type } }) };
}
