/** The tables of PROTOCOL.md, from the tables that the program itself works with. */
import { type CommandShape, commandShapes, isQuery } from "../domain/command-fields.js";
import { codes } from "../domain/errors.js";
import { eventTypeNames, shapeOf } from "../domain/event-fields.js";
import type { EventField, Form } from "../domain/event-form.js";
import { ABSENT, type Field } from "../domain/field.js";
import { type HttpLimits, httpLimits, limitBounds, limitFlag } from "../server/http-limits.js";

/** A bar would end the cell of a table. */
const wordsOf = (words: readonly string[]) => words.map((word) => `"${word}"`).join("\\|");
const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, value > 9999 ? " " : "");
const joined = (parts: readonly string[]) => parts.filter((part) => part !== "").join(" ");

/** What stands behind the name: words to choose from, the default first; else the default. */
function valuesOf(field: Field): string {
  switch (field.kind) {
    case "word": {
      const first = field.default;
      return wordsOf(
        first === undefined ? field.words : [first, ...field.words.filter((one) => one !== first)],
      );
    }
    case "integer":
      return field.default === undefined || field.default === ABSENT ? "" : grouped(field.default);
    case "boolean":
      return field.default === undefined ? "" : String(field.default);
    case "decimal":
      return field.default === undefined ? "" : `"${field.default}"`;
    case "rows":
      return `[{${fieldList(field.fields)}}]`;
    case "names":
      return "[name…]";
    case "levels":
      return "[[price, quantity]…]";
    default:
      return "";
  }
}

/** `sets`: what is said in place of the fields of an object, by its name. */
function fieldList(fields: readonly Field[], sets: Readonly<Record<string, string>> = {}): string {
  const shown = fields.map((field) => {
    const name = `${field.required ? "•" : ""}\`${field.name}\``;
    const about = field.about === undefined ? "" : `(${field.about})`;
    return joined([name, valuesOf(field), sets[field.name] ?? "", about]);
  });
  return shown.join(" ");
}

/** The fields of this command alone: `key`, and a `time` that may be left out, every one has. */
const besides = ({ fields }: CommandShape) =>
  fields.filter(({ name, required }) => name !== "key" && (name !== "time" || required));

const sections = { policy: "{} (section 4)", breakers: "{} (section 5)" };

export function commandTable(): string {
  const rows = Object.entries(commandShapes)
    .filter(([type]) => !isQuery(type))
    .map(([type, shape]) => {
      const one =
        shape.oneOf === undefined
          ? ""
          : ` — exactly one of ${shape.oneOf.map((name) => `\`${name}\``).join(" and ")}`;
      return `| \`${type}\` | ${fieldList(besides(shape), sections)}${one} |`;
    });
  return ["| type | fields (• required; default after the name) |", "|---|---|", ...rows].join("\n");
}

export function queryList(): string {
  const queries = Object.entries(commandShapes).filter(([type]) => isQuery(type));
  const shown = queries.map(([type, shape]) => {
    const fields = fieldList(besides(shape));
    return fields === "" ? `\`${type}\`` : `\`${type}\` (${fields})`;
  });
  return `${shown.join(", ")}.`;
}

function formOf(form: Form): string {
  switch (form.kind) {
    case "word":
      return form.listed === null ? wordsOf(form.words) : `(${form.listed})`;
    case "true":
      return "true";
    case "orNull":
      return `${formOf(form.of)}\\|null`;
    case "list":
      return form.of.kind === "level" ? "[[price, quantity]…]" : `[${formOf(form.of)}]`;
    case "pair":
      return "[two]";
    case "byName":
      return `{${form.key}: ${formOf(form.of) || form.of.kind}}`;
    case "object":
      return `{${eventFieldList(form.fields)}}`;
    default:
      return "";
  }
}

function eventFieldList(fields: Readonly<Record<string, EventField>>): string {
  return Object.entries(fields)
    .map(([name, { form, optional, about }]) => {
      const values = formOf(form);
      // A name alone and what it may be instead stand together; words stand apart from it.
      const separate = values === "" || values.startsWith("\\|") ? "" : " ";
      const shown = `\`${name}\`${optional ? "?" : ""}${separate}${values}`;
      return joined([shown, about === undefined ? "" : `(${about})`]);
    })
    .join(" ");
}

export function eventTable(): string {
  const rows = eventTypeNames.map((type) => {
    const { summary, fields, note } = shapeOf(type);
    const more = note === undefined ? "" : ` ${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
    return `| \`${type}\` | ${eventFieldList(fields)} | ${summary}${more} |`;
  });
  return ["| type | fields (? may be left out) | |", "|---|---|---|", ...rows].join("\n");
}

/** The settings of `policy`, or of `breakers`, one a line. */
export function settingList(of: "policy" | "breakers"): string {
  const record = commandShapes[of].fields.find(({ name }) => name === of);
  if (record?.kind !== "object") throw new Error(`${of} has no settings`);
  return record.fields.map((field) => `- ${fieldList([field])}`).join("\n");
}

export function codeTable(): string {
  const rows = Object.entries(codes).map(
    ([code, { number, status, sentence }]) => `| \`${code}\` | ${number} | ${status} | ${sentence} |`,
  );
  return ["| code | number | HTTP status | |", "|---|---|---|---|", ...rows].join("\n");
}

export function limitTable(): string {
  const rows = Object.entries(limitBounds).map(
    ([limit, [about]]) =>
      `| \`${limitFlag(limit)}\` | ${grouped(httpLimits[limit as keyof HttpLimits])} | ${about} |`,
  );
  return ["| option | default | |", "|---|---|---|", ...rows].join("\n");
}
