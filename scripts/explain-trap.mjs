// Where in assembly/ the debug build trapped: names file and line in a stack of WebAssembly frames, and shows the
// statement, which of an assertion is the reason too.
//   node scripts/explain-trap.mjs < STACK
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const at = (path) => new URL(`../${path}`, import.meta.url);
const FRAME = /^( +at assembly\/\S+ )\(wasm:\/\/\S+:0x([0-9a-f]+)\)$/gm;

/** Code between a condition's last known place and its trap. */
const CONDITION_BYTES = 16;

/** Enough for an assertion with a message. */
const STATEMENT_LINES = 6;

/** The stack with a place in the sources for each frame of the debug build; as it was where there is none. */
export function explainTrap(stack) {
  if (stack.search(FRAME) < 0 || !existsSync(at("build/core.debug.wasm.map"))) return stack;
  const map = new SourceMap(JSON.parse(readFileSync(at("build/core.debug.wasm.map"), "utf8")));
  let isInnermost = true;
  return stack.replace(FRAME, (frame, begin, offset) => {
    const { originalSource: file, originalLine: line, originalColumn: column } = placeOf(map, offset);
    if (file === undefined) return frame;
    const place = `${begin}(${file}:${line + 1}:${column + 1})`;
    if (!isInnermost) return place;
    isInnermost = false;
    return `${place}\n      > ${sourceFrom(file, line)}`;
  });
}

/** What an assertion traps with has no place of its own: the place is that of the condition, right before it. */
function placeOf(map, offset) {
  const from = Number.parseInt(offset, 16);
  for (let byte = from; byte > from - CONDITION_BYTES; byte--) {
    const entry = map.findEntry(0, byte);
    if (entry.originalSource !== undefined) return entry;
  }
  return {};
}

/** From that line to the end of the statement: of an assertion, the message too. */
function sourceFrom(file, line) {
  if (!existsSync(at(file))) return "(no such file)"; // AssemblyScript's own library
  const lines = readFileSync(at(file), "utf8")
    .split("\n")
    .slice(line, line + STATEMENT_LINES);
  const last = lines.findIndex((text) => /[;{}]$/.test(text));
  return lines
    .slice(0, last + 1)
    .map((text) => text.trim())
    .join(" ");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(explainTrap(readFileSync(0, "utf8")));
}
