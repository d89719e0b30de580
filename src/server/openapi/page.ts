/** The OpenAPI description as one page without scripts: routes, commands, events, codes. */
import { commandShapes } from "../../domain/command-fields.js";
import { codes } from "../../domain/errors.js";
import { eventTypeNames, shapeOf } from "../../domain/event-fields.js";
import type { Field } from "../../domain/field.js";
import { commandTexts, shownDefault, textOf } from "../../domain/field-texts.js";
import { version } from "../version.js";
import { commandTypes } from "./describe-commands.js";
import { routes } from "./routes.js";

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const row = (...cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
const table = (head: readonly string[], rows: readonly string[]) =>
  `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
const code = (text: string) => `<code>${escaped(text)}</code>`;

function kindOf(field: Field): string {
  if (field.kind === "word") return field.words.map(code).join(" | ");
  if (field.kind === "integer") return `integer ${field.min} … ${field.max}`;
  if (field.kind === "object" || field.kind === "rows") {
    return `${field.kind === "rows" ? "list of " : ""}{${field.fields.map(({ name }) => code(name)).join(", ")}}`;
  }
  return field.kind;
}

function defaultOf(field: Field): string {
  if (field.required) return "required";
  const value = shownDefault(field);
  return value === undefined ? "" : code(String(value));
}

/** A field, and behind it those of the objects that it holds. */
function fieldRows(fields: readonly Field[], owners: readonly string[]): string[] {
  return fields.flatMap((field) => {
    const path = [...owners.slice(1), field.name].join(".");
    const text = escaped(textOf(owners, field.name));
    const own = row(code(path), kindOf(field), defaultOf(field), text);
    const inner = field.kind === "object" || field.kind === "rows" ? field.fields : [];
    return [own, ...fieldRows(inner, [...owners, field.name])];
  });
}

function commandSection(): string {
  return commandTypes
    .map((type) => {
      const fields = fieldRows(commandShapes[type].fields, [type]);
      return `<h3 id="command-${type}">${type}</h3><p>${escaped(commandTexts[type])}</p>${table(["field", "kind", "default", ""], fields)}`;
    })
    .join("");
}

function routeRows(): string[] {
  return Object.entries(routes).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary }]) =>
      row(code(`${method.toUpperCase()} ${path}`), escaped(summary)),
    ),
  );
}

const eventRows = () =>
  eventTypeNames.map((type) => {
    const { summary, fields } = shapeOf(type);
    return row(code(type), escaped(summary), Object.keys(fields).map(code).join(" "));
  });

const codeRows = () =>
  Object.entries(codes).map(([of, { status, sentence }]) => row(code(of), String(status), escaped(sentence)));

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b2733;background:#fff}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid #ccd5dd}h3{margin-bottom:.3rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #e4e9ee}
code{font:13px ui-monospace,monospace;background:#f1f4f7;padding:0 .2rem;border-radius:3px;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{color:#dbe4ec;background:#10161c}code{background:#1d2730}h2{border-color:#344350}th,td{border-color:#26323d}}`;

export function documentationPage(): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Breakwater ${escaped(version)}: HTTP interface</title><style>${STYLE}</style></head><body>
<h1>Breakwater ${escaped(version)}</h1><p>Price ticks in, sliced liquidation orders out. The same as a machine reads it: <a href="/openapi.json">openapi.json</a>.</p>
<h2>Routes</h2>${table(["route", "what it does"], routeRows())}
<h2>Commands</h2><p>Each has <code>type</code>. Amounts are decimal strings; times are microseconds.</p>${commandSection()}
<h2>Events</h2>${table(["type", "when", "fields"], eventRows())}
<h2>Refusal codes</h2>${table(["code", "status", "sentence"], codeRows())}
</body></html>`;
}
