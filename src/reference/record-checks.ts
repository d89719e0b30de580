/**
 * Writes `assembly/commands/record-checks.ts`: what the core checks of a record before it believes it. The same table says what a
 * codec checks of a command (`domain/command-fields.ts`), so a record that no codec would have written is refused as the
 * command would have been: the same code, the same field.
 */

import * as layout from "../abi/layout.js";
import { FieldWords } from "../abi/layout.js";
import { commands, parts } from "../abi/schema.js";
import { commandShapes } from "../domain/command-fields.js";
import type { Ruling } from "../domain/field.js";
import { type CommandPlan, commandPlans, type FieldPlan, type ObjectPlan } from "../records/command-plan.js";

/** Rulings on more than a number: functions of `record-fields.ts`, by field. */
const relations: Readonly<Record<string, string>> = {
  "policy.expectedSlippagePpm": "judgeSlippage",
  mark: "judgeMark",
  mode: "judgeMode",
  parent: "judgeParent",
  account: "judgeElsewhere",
  market: "judgeSliceMarket",
  side: "judgeSliceSide",
  status: "judgeStatus",
  timeInForce: "judgeTimeInForce",
  expires: "judgeExpires",
  stopBy: "judgeStopBy",
};

const schemas = new Map([...parts, ...commands].map((schema) => [schema.name, schema]));
const offsets = layout as unknown as Readonly<Record<string, Readonly<Record<string, number>>>>;
const shout = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const composites = new Set(["policy", "breakers", "domainSettings", "feedSettings"]);

/** What stands at `offset` of a record, as the core writes it: `settings.maxAge`. */
function pathAt(record: string, offset: number): { path: string; part: string } {
  for (const [name, type] of Object.entries(schemas.get(record)!.fields).reverse()) {
    const at = offsets[record]![name]!;
    if (composites.has(type) && at <= offset) {
      const within = pathAt(upper(type), offset - at);
      return { path: `${name}.${within.path}`, part: `${name}` };
    }
    if (at === offset) return { path: name, part: "" };
  }
  throw new Error(`${record} has nothing at ${offset}`);
}

function fieldId(path: string): string {
  if (!(FieldWords as readonly string[]).includes(path)) throw new Error(`Field has no word ${path}`);
  return `Field.${path.replace(".", "_")}`;
}

/** The checks of one object's fields, which stand in `record` at `base` of it. */
class Checks {
  readonly lines: string[] = [];
  readonly #record: string;

  constructor(record: string) {
    this.#record = record;
  }

  object(plan: ObjectPlan, prefix: string, from: string, named: string | null): void {
    for (const field of plan.fields) {
      if (field.name === "time" || field.name === "key" || field.kind === "text") continue;
      this.#field(field, prefix, from, named);
      const { oneOf } = plan;
      if (oneOf !== null && field.name === oneOf[1]) {
        this.#fail(
          `oneOf(${from}.${oneOf[0]}, ${from}.${oneOf[1]}, ${fieldId(oneOf[0])}, ${fieldId(oneOf[1])})`,
        );
      }
    }
  }

  #fail(check: string): void {
    this.lines.push(`  code = ${check};`, "  if (code != Code.OK) return code;");
  }

  /** `named`: the field that stands for all of a row's. */
  #field(field: FieldPlan, prefix: string, from: string, named: string | null): void {
    if (field.kind === "object") {
      this.object(field.plan!, `${field.name}.`, from, named);
      return;
    }
    if (field.offset < 0) return;
    const id = fieldId(named ?? prefix + field.name);
    const { path, part } = pathAt(this.#record, field.offset);
    const value = `${from}.${path}`;
    switch (field.kind) {
      case "name": {
        const kept = field.own ? "orderName" : field.kept ? "keptName" : "name";
        this.#fail(`${kept}(${value}, ${field.required}, ${id})`);
        break;
      }
      case "decimal":
        this.#fail(`amount(${value}, ${field.required || field.text !== null}, ${field.signed}, ${id})`);
        break;
      case "integer":
        this.#integer(field, value, id);
        break;
      case "word":
        this.#fail(`word(${value}, ${field.words.length + field.first}, ${id})`);
        break;
      case "boolean":
        this.#fail(`flag(${value}, ${id})`);
        break;
      case "names":
        this.lines.push(
          `  code = ${field.slices ? "sliceNames" : "names"}(rows, ${value}, ${id});`,
          "  if (code != Code.OK) return code;",
          `  rows += <usize>${value} * NAME_BYTES;`,
        );
        break;
      case "levels":
        this.lines.push(
          `  code = levels(rows, ${value}, ${id});`,
          "  if (code != Code.OK) return code;",
          `  rows += <usize>${value} * BOOK_LEVEL_INPUT_BYTES;`,
        );
        break;
      case "rows":
        this.#rows(field, value, id);
        break;
    }
    const relational = field.rulings.find(({ safe }) => safe === undefined);
    for (const ruling of field.rulings) {
      // One function of the core has all that relates a field to others.
      if (ruling.safe !== undefined || ruling === relational)
        this.#ruling(ruling, field, prefix, value, part, from, id);
    }
  }

  #integer({ min, max, number, required }: FieldPlan, value: string, id: string): void {
    const check = `whole(<i64>${value}, ${min}, ${max}, ${id})`;
    this.#fail(!required && number < min ? `${value} == ${number} ? <i32>Code.OK : ${check}` : check);
  }

  #ruling(
    ruling: Ruling,
    field: FieldPlan,
    prefix: string,
    value: string,
    part: string,
    from: string,
    id: string,
  ): void {
    if (ruling.safe === undefined) {
      const relation = relations[prefix + field.name];
      if (relation === undefined) throw new Error(`${prefix}${field.name}: a ruling that the core has not`);
      this.#fail(`${relation}(${part === "" ? from : `${from}.${part}`})`);
      return;
    }
    const [least, most] = ruling.safe;
    const check = `safe(<i64>${value}, ${least}, ${most}, Code.${ruling.code}, ${id})`;
    this.#fail(field.number < field.min ? `${value} == ${field.number} ? <i32>Code.OK : ${check}` : check);
  }

  #rows(field: FieldPlan, value: string, id: string): void {
    const record = field.rowRecord;
    if (field.required) {
      this.lines.push(`  if (${value} == 0) return refuse(Code.${field.empty}, ${id}, Detail.tooShort);`);
    }
    this.lines.push(
      `  for (let i: u32 = 0; i < ${value}; i++) {`,
      `    code = check${record}(changetype<${record}>(rows));`,
      "    if (code != Code.OK) return code;",
      `    rows += ${shout(record)}_BYTES;`,
      "  }",
    );
  }
}

/** A count that a record brings: bounded, and then so many rows must follow. */
function sizeLines(record: string, plan: CommandPlan): string[] {
  const trailing = plan.fields.filter(({ kind }) => ["rows", "names", "levels"].includes(kind));
  const lines = [`  if (command.size < <u32>${shout(record)}_BYTES) return wrongSize(Detail.tooShort);`];
  let rows = "0";
  for (const field of trailing) {
    const { path } = pathAt(record, field.offset);
    const bytes = field.kind === "levels" ? layout.BookLevelInput.BYTES : field.rowBytes;
    lines.push(
      `  if (command.${path} > ${field.max}) return refuse(Code.OUT_OF_RANGE, ${fieldId(field.name)}, Detail.tooLong);`,
    );
    rows = rows === "0" ? `command.${path} * ${bytes}` : `${rows} + command.${path} * ${bytes}`;
  }
  const whole = trailing.length === 0 ? "" : ` + ${rows}`;
  lines.push(
    `  if (command.size != <u32>${shout(record)}_BYTES${whole}) return wrongSize(command.size < <u32>${shout(record)}_BYTES${whole} ? Detail.tooShort : Detail.tooLong);`,
  );
  if (trailing.length > 0) lines.push(`  let rows = changetype<usize>(command) + ${shout(record)}_BYTES;`);
  return lines;
}

function checkOf(name: string, record: string, plan: CommandPlan): string[] {
  const checks = new Checks(record);
  checks.object(plan, "", "command", null);
  return [
    `\nfunction ${name}(command: ${record}): i32 {`,
    ...sizeLines(record, plan),
    ...(checks.lines.length > 0 ? ["  let code: i32 = Code.OK;"] : []),
    ...checks.lines,
    "  return Code.OK;",
    "}",
  ];
}

/** The function of a row type; all that is wrong in it is named after the list. */
function rowCheck(field: FieldPlan, record: string): string[] {
  const checks = new Checks(record);
  checks.object(field.plan!, "", "row", field.name);
  return [
    `\nfunction check${record}(row: ${record}): i32 {`,
    "  let code: i32 = Code.OK;",
    ...checks.lines,
    "  return Code.OK;",
    "}",
  ];
}

/** The source of the core's checks. */
export function recordChecksSource(): string {
  const body: string[] = [];
  const cases: string[] = [];
  for (const type of ["market", "account"]) {
    for (const field of commandPlans.get(type)!.fields)
      if (field.kind === "rows") body.push(...rowCheck(field, field.rowRecord));
  }
  for (const [type, { record }] of Object.entries(commandShapes)) {
    const name = `check${upper(type)}`;
    body.push(...checkOf(name, record, commandPlans.get(type)!));
    cases.push(`    case <u16>CommandType.${type}:`, `      return ${name}(changetype<${record}>(header));`);
  }
  const switched = [
    "\n/** What is wrong with a record of a command in words: its size, or the first of its fields. Changes nothing. */",
    "export function checkRecord(header: CommandHeader): i32 {",
    "  switch (header.type) {",
    ...cases,
    "    default:",
    "      return refuse(Code.UNKNOWN_TYPE, Field.type, Detail.none);",
    "  }",
    "}",
  ];
  const used = [
    ...new Set(
      [...body, ...cases].join("\n").match(/\b[A-Z][A-Za-z]+(?:Command|Input)\b|\b[A-Z_]+_BYTES\b/g),
    ),
  ];
  const imported = ["Code", "CommandHeader", "CommandType", "Detail", "Field", ...used];
  const helpers = [
    "amount",
    "flag",
    "keptName",
    "levels",
    "name",
    "names",
    "oneOf",
    "orderName",
    "safe",
    "sliceNames",
    "whole",
    "word",
    "wrongSize",
  ];
  return [
    "// GENERATED from src/domain/command-fields.ts by `npm run generate`. Do not edit.",
    `import { ${imported.join(", ")} } from "../memory/abi";`,
    'import { refuse } from "../memory/refusal";',
    `import { ${[...helpers, ...Object.values(relations)].join(", ")} } from "./record-fields";`,
    ...body,
    ...switched,
    "",
  ].join("\n");
}
