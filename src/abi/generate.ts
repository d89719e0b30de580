/** Writes `assembly/memory/abi.ts`, `state-rows.ts` and `src/abi/layout.ts` from the schema; `--check` only compares them. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  commands,
  constants,
  enums,
  events,
  limits,
  parts,
  type RecordSchema,
  rows,
  type Scalar,
} from "./schema.js";
import { stateRowsSource } from "./state-rows.js";

const scalarBytes: Record<Scalar, number> = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, i64: 8, f64: 8 };

interface Laid {
  readonly schema: RecordSchema;
  readonly offsets: ReadonlyMap<string, number>;
  readonly size: number;
}

const align = (at: number, to: number) => Math.ceil(at / to) * to;
const isScalar = (type: string): type is Scalar => type in scalarBytes;

function lay(schema: RecordSchema, sizes: ReadonlyMap<string, number>): Laid {
  const offsets = new Map<string, number>();
  let at = 0;
  for (const [field, type] of Object.entries(schema.fields)) {
    if (!isScalar(type)) continue;
    at = align(at, scalarBytes[type]);
    offsets.set(field, at);
    at += scalarBytes[type];
  }
  for (const [field, type] of Object.entries(schema.fields)) {
    if (isScalar(type)) continue;
    const size = sizes.get(type);
    if (size === undefined) throw new Error(`${schema.name}.${field}: ${type} is not laid out yet`);
    at = align(at, 8);
    offsets.set(field, at);
    at += size;
  }
  if (schema.name === "Name") at += constants.NAME_MAX;
  return { schema, offsets, size: align(at, 8) };
}

/** A part's name as the type of a field. */
const lower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function layAll(): Laid[] {
  const sizes = new Map<string, number>();
  return [...parts, ...commands, ...events, ...rows].map((schema) => {
    const laid = lay(schema, sizes);
    if (schema.kind === "part") sizes.set(lower(schema.name), laid.size);
    return laid;
  });
}

const shout = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
const word = (name: string) => name.replace(/[^A-Za-z0-9_]/g, "_");
const notice = "// GENERATED from src/abi/schema.ts by `npm run generate`. Do not edit.\n";

/** Identifies the layout; host and core compare it at load, and a snapshot carries it. */
export function abiHash(): number {
  const text = JSON.stringify([constants, enums, limits, parts, commands, events, rows]);
  return createHash("sha256").update(text).digest().readUInt32LE(0);
}

/** A function that takes the numbers of a part over into the row that has fields of the same names. */
function takeover(part: string, row: string): string[] {
  const [from, to] = [part, row].map((name) => [...parts, ...rows].find((schema) => schema.name === name)!);
  const both = Object.entries(from!.fields).filter(([name, type]) => isScalar(type) && name in to!.fields);
  return [
    `\n/** All numbers of ${part}; amounts, whose units it does not say, are not among them. */`,
    `export function take${part}(from: ${part}, to: ${row}): void {`,
    ...both.map(([name]) => `  to.${name} = from.${name};`),
    "}",
  ];
}

export function coreSource(): string {
  const out = [notice, `export const ABI_HASH: u32 = 0x${abiHash().toString(16)};`];
  for (const [name, value] of Object.entries(constants)) {
    out.push(`export const ${name}: u32 = ${value};`);
  }
  for (const [name, words] of Object.entries(enums)) {
    out.push(`\nexport enum ${name} {`, ...words.map((w, i) => `  ${word(w)} = ${i},`), "}");
    out.push(`export const ${shout(name)}_WORDS: u32 = ${words.length};`);
  }
  out.push("", ...Object.keys(limits).map((name, i) => `export const LIMIT_${shout(name)}: i32 = ${i};`));
  out.push(`export const LIMIT_COUNT: i32 = ${Object.keys(limits).length};`);
  for (const { schema, offsets, size } of layAll()) {
    out.push(`\n/** ${schema.doc} */`, "@unmanaged", `export class ${schema.name} {`);
    for (const [field, type] of Object.entries(schema.fields))
      if (isScalar(type)) out.push(`  ${field}: ${type};`);
    for (const [field, type] of Object.entries(schema.fields)) {
      if (isScalar(type)) continue;
      const of = type.charAt(0).toUpperCase() + type.slice(1);
      out.push(
        `  @inline get ${field}(): ${of} {`,
        `    return changetype<${of}>(changetype<usize>(this) + ${offsets.get(field)});`,
        "  }",
      );
    }
    out.push("}", `export const ${shout(schema.name)}_BYTES: usize = ${size};`);
    for (const [field, type] of Object.entries(schema.fields)) {
      if (!isScalar(type)) continue;
      out.push(
        `if (offsetof<${schema.name}>("${field}") != ${offsets.get(field)}) ERROR("${schema.name}.${field} moved");`,
      );
    }
  }
  out.push(...takeover("Policy", "Market"), ...takeover("Breakers", "Market"));
  return `${out.join("\n")}\n`;
}

export function hostSource(): string {
  const out = [notice, `export const ABI_HASH = 0x${abiHash().toString(16)};`];
  out.push(`\nexport const constants = ${JSON.stringify(constants, null, 2)} as const;`);
  out.push(`\nexport const limitNames = ${JSON.stringify(Object.keys(limits))} as const;`);
  out.push(`export const defaultLimits = ${JSON.stringify(limits, null, 2)} as const;`);
  for (const [name, words] of Object.entries(enums)) {
    out.push(
      `\nexport const ${name} = ${JSON.stringify(Object.fromEntries(words.map((w, i) => [w, i])))} as const;`,
    );
    out.push(`export const ${name}Words = ${JSON.stringify(words)} as const;`);
  }
  for (const { schema, offsets, size } of layAll()) {
    const fields = Object.fromEntries([
      ["BYTES", size],
      ...Object.keys(schema.fields).map((f) => [f, offsets.get(f)]),
    ]);
    out.push(`\n/** ${schema.doc} */`, `export const ${schema.name} = ${JSON.stringify(fields)} as const;`);
  }
  return `${out.join("\n")}\n`;
}

/** The generated files, by path from the repository's root. */
export const generated: Readonly<Record<string, () => string>> = {
  "assembly/memory/abi.ts": coreSource,
  "assembly/memory/state-rows.ts": () => stateRowsSource(notice),
  "src/abi/layout.ts": hostSource,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL("../../", import.meta.url);
  for (const [path, source] of Object.entries(generated)) {
    const url = new URL(path, root);
    if (!process.argv.includes("--check")) writeFileSync(url, source());
    else if (readFileSync(url, "utf8") !== source()) {
      console.error(`${path} is not current: run npm run generate`);
      process.exitCode = 1;
    }
  }
}
