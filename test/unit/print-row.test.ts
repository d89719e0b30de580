/** `scripts/print-row.mjs` shows rows as the commands of a stream leave them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, domain, feed, market, order, tier } from "../support/commands.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tick = feed("BTC");
/** Ten lots of 0.001 at 100.00 change hands, and one is bid for. */
const commands = [
  domain({ insuranceFund: "0.000007" }),
  market("BTC", { tiers: [tier("0", 100_000), tier("5000", 200_000)], maxAge: 5_000_000 }),
  account("alice", "1000"),
  account("bob", "2000"),
  tick("100"),
  order("alice", "buy", "0.011", "100"),
  order("bob", "sell", "0.010", "100"),
];

let directory: string;
let file: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "breakwater-rows-"));
  file = join(directory, "commands.jsonl");
  writeFileSync(file, commands.map((command) => `${JSON.stringify(command)}\n`).join(""));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function run(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/print-row.mjs", ...words], {
    cwd: root,
    encoding: "utf8",
  });
  const fields = stdout
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim().split(/ {2,}/));
  return {
    status,
    stderr,
    head: stdout.split("\n")[0],
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}

test.each([
  ["Shard", "0", { accounts: "2", domains: "1", markets: "1" }],
  ["Domain", "0", { fund: "7", settleDecimals: "6", name: '"main"', asset: '"USDC"' }],
  [
    "Market",
    "0",
    {
      name: '"BTC"',
      maxAge: "5000000",
      mark: "10000",
      tierCount: "2",
      skew: "-1",
      "bids.best": "-10001", // keys of bids have their bits turned over

      funding: "0",
    },
  ],
  ["Tier", "1", { maintenancePpm: "200000", initialPpm: "400000" }],
  ["Source", "0", { name: '"s"' }],
  ["Account", "1", { cash: "2000000000", domain: "0", firstOrder: "0" }],
  ["Leg", "1", { quantity: "10", account: "0", market: "0" }],
  ["Leg", "2", { quantity: "-10", account: "1", market: "0" }],
  ["Order", "1", { quantity: "1" }],
])("%s %s", (table, row, expected) => {
  const { status, head, fields } = run(file, table, row);
  expect(status).toBe(0);
  expect(head).toMatch(new RegExp(`^${table} ${row} at \\d+: .{20}`));
  expect(fields).toMatchObject(expected);
});

test.each([
  [["Leg", "0"], "they run from 1 to 2"],
  [["Leg", "3"], "they run from 1 to 2"],
  [["Boat", "1"], "no table Boat"],
  [["Leg"], "usage"],
  [["Leg", "-1"], "usage"],
])("%j is refused: %s", (words, message) => {
  const { status, stderr } = run(file, ...words);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});
