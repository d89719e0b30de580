/** The description in other hands: a linter finds nothing, and a client that is generated of it compiles and runs. */
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { served } from "./support/served.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}build/openapi-client`;
const tsc = `${root}node_modules/typescript/bin/tsc`;
const redocly = `${root}node_modules/@redocly/cli/bin/cli.js`;
const run = promisify(execFile);
/** Compilers and linters take their time on a machine with neighbours. */
const PATIENCE_MILLIS = 120_000;

/** Compiles the client beside what was generated; what the compiler says. */
async function compiled(program: string): Promise<string> {
  writeFileSync(`${folder}/client.ts`, program);
  const options = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--ignoreConfig"];
  const form = ["--module", "nodenext", "--target", "es2023", "--lib", "es2023,dom", "--types", "node"];
  try {
    await run(process.execPath, [tsc, ...options, ...form, "client.ts"], { cwd: folder });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test("redocly lint has nothing to say", { timeout: PATIENCE_MILLIS }, async () => {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const lint = ["lint", "docs/openapi.json", "--extends", "recommended", "--format", "json"];
  const { stdout } = await run(process.execPath, [redocly, ...lint], { cwd: root, env });
  const { problems, totals } = JSON.parse(stdout.slice(stdout.indexOf("{")));
  expect(problems).toEqual([]);
  expect(totals).toMatchObject({ errors: 0, warnings: 0 });
});

describe("a client that openapi-typescript makes", () => {
  const example = readFileSync(`${root}examples/openapi-client.ts`, "utf8");

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    copyFileSync(`${root}docs/openapi.json`, `${folder}/openapi.json`);
    writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
    const types = await openapiTS(new URL(`file://${folder}/openapi.json`));
    writeFileSync(`${folder}/breakwater.ts`, astToString(types));
  }, PATIENCE_MILLIS);

  test("compiles, and runs against a server", { timeout: PATIENCE_MILLIS }, async () => {
    expect(await compiled(example)).toBe("");
    const { stdout } = await run(process.execPath, [`${folder}/client.js`, await served()]);
    expect(stdout.replace(/\d{13}/g, "N").split("\n")).toEqual([
      "market: one source: nothing confirms its prices",
      expect.stringMatching(/^S1: sell [\d.]+ of long-N, limit \d+\.\d\d$/),
      expect.stringMatching(/^long-N is liquidating, equity 5\.000000$/),
      "nobody: UNKNOWN_ACCOUNT",
      "",
    ]);
  });

  test.each([
    ["a field that there is not", "takeover: false", "takeOver: false"],
    ["a field that must be there", 'asset: "USDT", ', ""],
    ["a word that there is not", 'kind: "linear"', 'kind: "quanto"'],
    ["a number for an amount", 'cash: "100"', "cash: 100"],
    ["a type that there is not", 'type: "account"', 'type: "teleport"'],
    ["another event's field", "event.index", "event.slippagePpm"],
    ["another route", '"/v1/ticks"', '"/v1/tick"'],
  ])("does not compile with %s", { timeout: PATIENCE_MILLIS }, async (_, right, wrong) => {
    expect(example).toContain(right);
    expect(await compiled(example.replace(right, wrong))).toContain("error TS");
  });
});
