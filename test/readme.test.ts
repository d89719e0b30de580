/** What the README shows is what happens. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const shown = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";

test("the program in the README is TypeScript to the compiler", { timeout: 60_000 }, async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  mkdirSync(`${root}build/readme`, { recursive: true });
  writeFileSync(`${root}build/readme/program.ts`, `${shown}\nexport { events };\n`);
  const form = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2023"];
  const compile = promisify(execFile)(process.execPath, [
    `${root}node_modules/typescript/bin/tsc`,
    ...form,
    ...["--types", "node", "--skipLibCheck", `${root}build/readme/program.ts`],
  ]);
  expect(await compile.catch((error: { stdout: string }) => error.stdout)).toEqual({
    stdout: "",
    stderr: "",
  });
});

test("the program in the README sends the slice that it says", async () => {
  const built = new URL("../dist/index.js", import.meta.url).href;
  const program = `${shown.replace(" as const", "").replace('"breakwater"', JSON.stringify(built))}\nexport { events };`;
  const { events } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(program)}`
  )) as {
    events: readonly { type: string }[];
  };
  expect(events.map(({ type }) => type)).toEqual(["mark", "liquidationOpened", "slice"]);
  const [order, account, side, quantity, limitPrice] = [
    .../order: "(\w+)", account: "(\w+)", side: "(\w+)", quantity: "([\d.]+)", limitPrice: "([\d.]+)"/.exec(
      shown,
    )!,
  ].slice(1);
  expect(events[2]).toMatchObject({ order, account, side, quantity, limitPrice });
});
