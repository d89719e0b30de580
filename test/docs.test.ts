/** What the pages of docs/ show is what happens, and what they and the code cite exists. */
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { commandShapes } from "#breakwater/domain/command-fields.js";
import { eventShapes } from "#breakwater/domain/event-fields.js";
import { firstDifference } from "./property/pair.js";
import {
  anchorOf,
  type Block,
  blocksOf,
  citedRules,
  citedTests,
  type Example,
  examplesOf,
  filesUnder,
  headingsOf,
  type Line,
  proseOf,
  read,
  root,
} from "./support/document.js";
import { refusalOf } from "./support/refusal.js";
import { type Event, subjects } from "./support/subject.js";

const pages = filesUnder(["docs"], ".md");
const [engine, model] = subjects as [(typeof subjects)[number], (typeof subjects)[number]];

/** Drawings, programs and shell lines are for people; the others are checked here. */
const shown = ["", "text", "ts", "sh", "xml"];
const checked = ["json", "jsonl", "jsonl world", "jsonl commands", "jsonl events"];

const isObject = (value: unknown): value is Line =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What is wrong with a command, an event, or what holds some of them; several words name both a command and an event. */
function faultOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.map(faultOf).find((fault) => fault !== null) ?? null;
  if (!isObject(value)) return null;
  const type = value["type"];
  if (type === undefined) return faultOf(Object.values(value));
  if (typeof type !== "string") return `a type must be a word: ${JSON.stringify(type)}`;
  if (type.startsWith("urn:breakwater:problem:")) return null;
  const isCommand = Object.hasOwn(commandShapes, type);
  const refusal = isCommand ? refusalOf(value) : null;
  if (isCommand && refusal === null) return null;
  if (Object.hasOwn(eventShapes, type)) return eventFaultOf(value, type as Event["type"]);
  if (refusal !== null) return `${type}: ${refusal.code} ${refusal.field}`;
  return `neither a command nor an event: ${type}`;
}

function eventFaultOf(event: Line, type: string): string | null {
  const known = ["type", "seq", "commandSeq", "time"];
  const { fields } = eventShapes[type as keyof typeof eventShapes];
  const strange = Object.keys(event).find((key) => !known.includes(key) && !Object.hasOwn(fields, key));
  return strange === undefined ? null : `${type} has no field ${strange}`;
}

function valuesOf({ info, body }: Block): unknown[] {
  if (info === "json") return [JSON.parse(body) as unknown];
  const lines = body.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** The map of liquidations is an estimate of the core alone: the model is asked something that it can answer. */
const forModel = (command: Line): Line => (command["type"] === "liquidationMap" ? { type: "hash" } : command);
const known = (events: readonly Event[]) =>
  events.filter(({ type }) => type !== "liquidationMap" && type !== "hash");

/** Plays an example on both subjects, which must agree; the engine's events, the world's left out. */
function play({ world, commands }: Example): Event[] {
  const one = engine.make();
  const other = model.make();
  return [...world, ...commands].flatMap((command, index) => {
    const events = one.apply([command]);
    const expected = other.apply([forModel(command)]);
    const told = JSON.stringify(command);
    expect(firstDifference(known(expected), known(events))?.message, told).toBeUndefined();
    if (index >= world.length) return events;
    expect(
      events.filter(({ type }) => type === "rejected"),
      `world: ${told}`,
    ).toEqual([]);
    return [];
  });
}

describe.each(pages)("%s", (path) => {
  const page = read(path);
  const blocks = blocksOf(page);

  test("every block says what it is", () => {
    const strange = blocks.filter(({ info }) => ![...shown, ...checked].includes(info));
    expect(strange.map(({ info, line }) => `line ${line}: ${info}`)).toEqual([]);
  });

  test("JSON that is shown is a command that decodes, or an event", () => {
    const faults = blocks
      .filter(({ info }) => info.startsWith("json") && info !== "jsonl commands")
      .map((block) => [block.line, faultOf(valuesOf(block))] as const)
      .filter(([, fault]) => fault !== null)
      .map(([line, fault]) => `line ${line}: ${fault}`);
    expect(faults).toEqual([]);
  });

  for (const example of examplesOf(path, blocks)) {
    test(`the commands of line ${example.line} give the events that are shown`, () => {
      const types = new Set(example.events.map(({ type }) => type));
      const events = play(example).filter(({ type }) => types.has(type));
      expect(events.map(({ type }) => type)).toEqual(example.events.map(({ type }) => type));
      expect(events).toMatchObject(example.events);
    });
  }

  test("the tests that it cites exist", () => {
    const lost = citedTests(page).flatMap(({ path: file, names }) => {
      if (!existsSync(new URL(file, root))) return [file];
      const source = read(file);
      const isTitle = (name: string) => source.includes(`"${name}"`) || source.includes(`\`${name}\``);
      return names.filter((name) => !isTitle(name)).map((name) => `${file}: "${name}"`);
    });
    expect(lost).toEqual([]);
  });

  test("its links lead to headings", () => {
    const lost = [...proseOf(page).matchAll(/\]\(([^)\s#]*)#([^)\s]+)\)/g)]
      .map(([, file = "", anchor = ""]) => ({ file, anchor }))
      .filter(({ file }) => file === "" || (file.endsWith(".md") && !file.includes(":")))
      .filter(({ file, anchor }) => {
        const target = file === "" ? path : normalize(join(dirname(path), file));
        if (!existsSync(new URL(target, root))) return true;
        return !headingsOf(read(target)).some(({ text }) => anchorOf(text) === anchor);
      });
    expect(lost).toEqual([]);
  });
});

const rulePages = pages.filter((path) => path.startsWith("docs/rules/") && !path.endsWith("/README.md"));
const numbersOf = (path: string) => headingsOf(read(path)).flatMap(({ number }) => number ?? []);

test.each(rulePages)("%s numbers its rules from 1 on", (path) => {
  const numbers = numbersOf(path);
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test("every rule that is cited exists", () => {
  const nameOf = (path: string) => path.slice("docs/rules/".length, -".md".length);
  const rules = new Set(
    rulePages.flatMap((path) => numbersOf(path).map((number) => `${nameOf(path)} ${number}`)),
  );
  const files = [...filesUnder(["assembly", "src", "test", "bench"], ".ts"), ...pages];
  const lost = files.flatMap((path) =>
    citedRules(read(path))
      .filter(({ rules: cited }) => cited === null || cited.some((rule) => !rules.has(rule)))
      .map(({ text }) => `${path}: ${text}`),
  );
  expect(lost).toEqual([]);
});
