/** What a built module asks of its host's memory, and what it must not bring along. `abi.test.ts` looks at the names. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readBinary } from "./support/wasm.js";

const modules = ["core.wasm", "core.debug.wasm", "book.wasm"];
const load = (name: string) => readBinary(readFileSync(new URL(`../build/${name}`, import.meta.url)));

test.each(modules)("%s takes any shared memory from one page up to the whole address space", (name) => {
  const memory = { module: "env", name: "memory", kind: "memory", flags: 3, pages: [1, 65_536] };
  expect(load(name).imports).toContainEqual(memory);
});

test.each(modules)(
  "%s has no data segments: a second instance over the same memory would reset them",
  (name) => {
    expect(load(name).dataSegments).toBe(0);
  },
);
