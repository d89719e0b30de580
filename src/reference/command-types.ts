/**
 * Writes `src/domain/commands.ts`: the types of commands with a docstring for each field, made of the table of fields and of what
 * `field-texts.ts` says of them, so that an editor tells meaning, unit, bounds and default as `/docs` does.
 */
import { type CommandShape, commandShapes, isQuery } from "../domain/command-fields.js";
import type { CommandType } from "../domain/commands.js";
import type { Field } from "../domain/field.js";
import { commandTexts, textOf, withDefault } from "../domain/field-texts.js";
import {
  breakerFields,
  domainSettings,
  feedSettings,
  feeSettings,
  policyFields,
} from "../domain/setting-fields.js";

const WIDTH = 108;

/** A docstring, on one line where it fits. */
function doc(text: string, indent: string): string {
  const line = `${indent}/** ${text} */`;
  if (line.length <= WIDTH) return line;
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    if (current !== "" && `${indent} * ${current} ${word}`.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [`${indent}/**`, ...[...lines, current].map((one) => `${indent} * ${one}`), `${indent} */`].join(
    "\n",
  );
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const rowTypes: Readonly<Record<string, string>> = {
  TierInput: "Tier",
  SourceInput: "Source",
  PositionInput: "AccountPosition",
  CollateralInput: "AccountCollateral",
};
const objectTypes: Readonly<Record<string, string>> = { policy: "Policy", breakers: "Breakers" };
/** Words that have a type of their own, by all of them. */
const wordTypes: Readonly<Record<string, string>> = { "buy|sell": "Side", "GTC|IOC|FOK|GTT": "TimeInForce" };

function typeOf(field: Field): string {
  switch (field.kind) {
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "word":
      return wordTypes[field.words.join("|")] ?? field.words.map((word) => JSON.stringify(word)).join(" | ");
    case "names":
      return "readonly string[]";
    case "object":
      return objectTypes[field.name] as string;
    case "rows":
      return `readonly ${rowTypes[field.record]}[]`;
    case "levels":
      return "readonly LevelInput[]";
    default:
      return "string";
  }
}

/** Its unit, meaning and default, and what an integer may be. */
function textFor(field: Field, owners: readonly string[]): string {
  const text = withDefault(textOf(owners, field.name), field);
  if (field.kind !== "integer" || field.max === Number.MAX_SAFE_INTEGER) return text;
  return `${text} ${field.min} to ${field.max}.`;
}

function member(field: Field, owners: readonly string[]): string {
  const optional = field.required === true ? "" : "?";
  return `${doc(textFor(field, owners), "  ")}\n  readonly ${field.name}${optional}: ${typeOf(field)};`;
}

const members = (fields: readonly Field[], owners: readonly string[]) =>
  fields.map((field) => member(field, owners)).join("\n");

function settings(name: string, about: string, fields: readonly Field[], owners: readonly string[]): string {
  return `${doc(about, "")}\nexport interface ${name} {\n${members(fields, owners)}\n}`;
}

/** Sets of settings that several commands have, the first one as which they are found. */
const sets: readonly (readonly [string, readonly Field[]])[] = [
  ["DomainSettings", domainSettings],
  ["FeedSettings", [...feedSettings, ...feeSettings]],
];

const nameOf = (type: CommandType) =>
  isQuery(type)
    ? `${upper(type)}Query`
    : type === "halt" || type === "resume"
      ? "HaltCommand"
      : `${upper(type)}Command`;

function commandInterface(type: CommandType, { fields, oneOf }: CommandShape): string {
  const own = fields.filter(({ name, required }) => name !== "key" && (name !== "time" || required === true));
  const bases = ["Base"];
  let left = own;
  for (const [name, of] of sets) {
    if (!of.every(({ name }) => own.some((field) => field.name === name))) continue;
    bases.push(name);
    left = left.filter((field) => !of.some(({ name }) => name === field.name));
  }
  const types = nameOf(type) === "HaltCommand" ? '"halt" | "resume"' : JSON.stringify(type);
  const exactly = oneOf === undefined ? "" : ` Exactly one of \`${oneOf[0]}\` and \`${oneOf[1]}\` is given.`;
  const text =
    nameOf(type) === "HaltCommand"
      ? `${commandTexts.halt} Or, \`resume\`: ${commandTexts.resume}`
      : commandTexts[type];
  const body = [`  readonly type: ${types};`, ...(left.length === 0 ? [] : [members(left, [type])])].join(
    "\n",
  );
  return `${doc(text + exactly, "")}\nexport interface ${nameOf(type)} extends ${bases.join(", ")} {\n${body}\n}`;
}

/** The rows of a command's list, as a type. */
function rowInterface(command: CommandType, name: string, about: string): string {
  const field = commandShapes[command].fields.find((one) => one.name === name);
  if (field?.kind !== "rows") throw new Error(`${command} has no list ${name}`);
  return settings(rowTypes[field.record] as string, about, field.fields, [command, name]);
}

const HEAD = `/**
 * The commands of PROTOCOL.md section 2, as JSON has them. Amounts are decimal strings, \`…Ppm\` parts per million, times and
 * durations microseconds.
 *
 * GENERATED from \`command-fields.ts\` and \`field-texts.ts\` by src/reference/command-types.ts: npm run generate.
 */

interface Base {
  /** Microseconds since the Unix epoch, below 2^53; absent: engine time, or the clock's where there is one. */
  readonly time?: number;
  /**
   * Idempotency key, 1 to 64 characters: the same command under it changes nothing again and answers the same; another one is
   * refused.
   */
  readonly key?: string;
}

export type Side = "buy" | "sell";
export type TimeInForce = "GTC" | "IOC" | "FOK" | "GTT";

/** Price and quantity. */
export type LevelInput = readonly [string, string];

/** \`[marketId, sourceId, price, sequence, sourceTime, time]\`: ids as \`accepted\` gave them, price in price units. */
export type TickArray = readonly [number, number, number, number, number?, number?];
`;

export function commandTypesSource(): string {
  const types = Object.keys(commandShapes) as CommandType[];
  const shown = types.filter((type) => type !== "resume");
  const commands = shown.filter((type) => !isQuery(type)).map(nameOf);
  const queries = shown.filter(isQuery).map(nameOf);
  return `${[
    HEAD,
    settings("DomainSettings", "What of a domain may change later.", domainSettings, ["domainSettings"]),
    settings(
      "FeedSettings",
      "What of a market's feed and fees may change later.",
      [...feedSettings, ...feeSettings],
      ["market"],
    ),
    settings("Policy", "How a leg is sold (PROTOCOL.md section 4).", policyFields, ["market", "policy"]),
    settings("Breakers", "What makes a market wait (PROTOCOL.md section 5).", breakerFields, [
      "market",
      "breakers",
    ]),
    rowInterface("market", "tiers", "Margin from a notional on."),
    rowInterface("market", "sources", "A price source."),
    rowInterface("account", "positions", "A position that is set with its account."),
    rowInterface("account", "collateral", "Collateral that is deposited with its account."),
    ...shown.map((type) => commandInterface(type, commandShapes[type])),
    `/** Answered in order; change nothing; not journaled. */\nexport type Query = ${queries.join(" | ")};`,
    `export type Command = ${[...commands, "Query"].join(" | ")};`,
    'export type CommandType = Command["type"];',
  ].join("\n\n")}\n`;
}
