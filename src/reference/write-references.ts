/**
 * Writes what is said about the protocol outside of the program, from the tables inside: the types of commands, `docs/openapi.json`, in
 * `docs/PROTOCOL.md` and `sbe/breakwater.xml` the parts between markers, and the core's checks of records. `--check` only says
 * whether they are current.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openApiDocument } from "../server/openapi/document.js";
import { commandTypesSource } from "./command-types.js";
import { limitTypesSource, tableSizes } from "./limit-types.js";
import { codeTable, commandTable, eventTable, limitTable, queryList, settingList } from "./markdown.js";
import { recordChecksSource } from "./record-checks.js";
import { sbeEnums } from "./sbe-enums.js";

/** What stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`, by name, in each file that has such parts. */
const parts: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  "docs/PROTOCOL.md": {
    commands: commandTable,
    queries: queryList,
    events: eventTable,
    policy: () => settingList("policy"),
    breakers: () => settingList("breakers"),
    codes: codeTable,
    limits: limitTable,
    tables: tableSizes,
  },
  "sbe/breakwater.xml": { enums: sbeEnums },
};

/** `text` with its generated parts made anew. Throws for a part that has no place in it. */
function withParts(path: string, text: string, of: Readonly<Record<string, () => string>>): string {
  let made = text;
  for (const [name, part] of Object.entries(of)) {
    const begin = `<!-- generated: ${name} -->\n`;
    const end = new RegExp(`\\n *<!-- end: ${name} -->`);
    const from = made.indexOf(begin) + begin.length;
    const to = made.slice(from).search(end);
    if (from < begin.length || to < 0) throw new Error(`${path} has no place for the generated part ${name}`);
    // A blank line before a table and after it: Markdown wants them.
    const space = path.endsWith(".md") ? "\n" : "";
    made = `${made.slice(0, from)}${space}${part()}${space}${made.slice(from + to)}`;
  }
  return made;
}

/** The files that are made here, by path from the repository's root: each from what it is now. */
export const references: Readonly<Record<string, (now: string) => string>> = {
  "assembly/commands/record-checks.ts": recordChecksSource,
  "src/domain/commands.ts": commandTypesSource,
  "src/kernel/limit-sizes.ts": limitTypesSource,
  "docs/openapi.json": () => `${JSON.stringify(openApiDocument(), null, 1)}\n`,
  ...Object.fromEntries(
    Object.entries(parts).map(([path, of]) => [path, (now: string) => withParts(path, now, of)]),
  ),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL("../../", import.meta.url);
  for (const [path, made] of Object.entries(references)) {
    const url = new URL(path, root);
    const now = readFileSync(url, "utf8");
    const next = made(now);
    if (!process.argv.includes("--check")) writeFileSync(url, next);
    else if (now !== next) {
      console.error(`${path} is not current: run npm run generate`);
      process.exitCode = 1;
    }
  }
}
