/** The schema of every event, made from the one table of their fields, so that the two cannot differ. */
import { type EventType, eventHead, shapeOf } from "../../domain/event-fields.js";
import type { EventFields, Form } from "../../domain/event-form.js";
import { eventTextOf } from "../../domain/event-texts.js";
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
  true: { type: "boolean", const: true },
  hash: { type: "string", pattern: "^[0-9a-f]{16,}$" },
} as const;

/** `owner`: the event, or the field that holds the value. */
function schemaOf(form: Form, owner: string): JsonSchema {
  switch (form.kind) {
    case "word":
      return words(form.words);
    case "orNull":
      return orNull(schemaOf(form.of, owner));
    case "list":
      return listOf(schemaOf(form.of, owner));
    case "pair":
      return { ...listOf(schemaOf(form.of, owner)), minItems: 2, maxItems: 2 };
    case "byName":
      return byName(schemaOf(form.of, owner));
    case "object":
      return fieldsOf(form.fields, owner);
    default:
      return plain[form.kind];
  }
}

/** The schema of an object of these fields, which an event is, or the value of its field `owner`. */
export function fieldsOf(
  fields: EventFields,
  owner: string,
  first: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const schemas = Object.entries(fields).map(
    ([field, { form }]) =>
      [field, { ...schemaOf(form, field), description: eventTextOf(owner, field) }] as const,
  );
  const optional = Object.keys(fields).filter((field) => fields[field]!.optional);
  return object({ ...first, ...Object.fromEntries(schemas) }, optional);
}

export function eventSchema(type: EventType): JsonSchema {
  const { summary, note, fields } = shapeOf(type);
  const description =
    note === undefined ? summary : `${summary} ${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
  const first = { type: { type: "string", const: type, description: summary } };
  return { description, ...fieldsOf({ ...eventHead, ...fields }, type, first) };
}
