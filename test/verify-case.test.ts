import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Event, LiquidationOpenedEvent } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { casesOf } from "#breakwater/replay/recompute.js";
import { verifyCase, verifyCases } from "#breakwater/replay/verify.js";

const limits = { accounts: 256, positions: 1024, orders: 1024, triggerBuckets: 1_048_576 };

import { streamOf } from "./property/streams.js";

/**
 * Source a outvotes b, so it alone can liquidate. At 79 alice has E = 30 − 21 = 9 < MM = 79·15 % − 50·5 %
 * = 9.35; with the lowest tier's 10 % alone it would be 7.9.
 */
const commands = [
  { type: "domain", domain: "d", asset: "USDT", settleDecimals: 6, insuranceFund: "1000" },
  {
    type: "market",
    market: "BTC",
    domain: "d",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "0.001",
    tiers: [
      { from: "0", initialPpm: 200_000, maintenancePpm: 100_000 },
      { from: "50", initialPpm: 300_000, maintenancePpm: 150_000 },
    ],
    sources: [{ source: "a", weight: 2 }, { source: "b" }],
    jumpPpm: 1_000_000,
    minSources: 1,
  },
  { type: "account", account: "alice", domain: "d", cash: "30" },
  { type: "account", account: "bob", domain: "d", cash: "52" },
  { type: "account", account: "maker", domain: "d", cash: "10000" },
  { type: "tick", market: "BTC", source: "a", price: "100", sequence: 1 },
  { type: "tick", market: "BTC", source: "b", price: "100", sequence: 1 },
  { type: "position", account: "alice", market: "BTC", quantity: "1", entryPrice: "100" },
  { type: "position", account: "bob", market: "BTC", quantity: "1", entryPrice: "100" },
  { type: "order", account: "maker", market: "BTC", side: "buy", quantity: "5", price: "96" },
  { type: "tick", market: "BTC", source: "a", price: "79", sequence: 2 },
  { type: "tick", market: "BTC", source: "a", price: "99", sequence: 3 },
  { type: "tick", market: "BTC", source: "a", price: "50", sequence: 4 },
];

async function* stream(some: readonly Record<string, unknown>[] = commands) {
  yield some;
}
const eventsOf = (some: readonly unknown[] = commands): Event[] => new Engine(limits).applyParsed(some);

describe("verify-case", () => {
  test("a case that was as its events say is verified, the opening computed again", async () => {
    const verdict = await verifyCase("C1", stream(), eventsOf(), limits);
    expect(verdict).toMatchObject({ verified: true, recomputed: true, account: "alice", differences: [] });
    expect(verdict.events).toBeGreaterThan(2);
  });

  test("a published event that was tampered with is found", async () => {
    const events = eventsOf().map((event) =>
      event.type === "liquidationOpened" ? { ...event, equity: "1.000000" } : event,
    );
    const verdict = await verifyCase("C1", stream(), events, limits);
    expect(verdict.verified).toBe(false);
    expect(verdict.differences[0]).toContain('"equity":"1.000000"');
  });

  test("an event that was left out is found, and a case that never was", async () => {
    const events = eventsOf().filter(({ type }) => type !== "slice");
    expect((await verifyCase("C1", stream(), events, limits)).verified).toBe(false);
    expect(await verifyCase("C99", stream(), null, limits)).toMatchObject({
      answered: false,
      verified: false,
      differences: ["the replay opens no case C99"],
    });
  });

  test("an event of two cases is of both, an answer to a query of none", () => {
    const crossed = {
      type: "crossedInside",
      seq: 9,
      commandSeq: 5,
      time: 0,
      cases: ["C1", "C2"],
    } as unknown as Event;
    expect(casesOf(crossed)).toEqual(["C1", "C2"]);
    const report = { type: "report", commandSeq: 6, time: 0, case: "C1" } as unknown as Event;
    expect(casesOf(report)).toEqual([]);
    expect(casesOf({ ...report, seq: 3, case: null } as unknown as Event)).toEqual([]);
  });

  test("the recomputation does not lean on the core: with other tiers it disagrees", async () => {
    const others = commands.map((command) =>
      command.type === "market"
        ? { ...command, tiers: [{ from: "0", initialPpm: 200_000, maintenancePpm: 100_000 }] }
        : command,
    );
    const verdict = await verifyCase("C1", stream(others), eventsOf(), limits);
    expect(verdict.verified).toBe(false);
  });
});

describe("verify-case --all", () => {
  const stream1 = streamOf(2, 2_000) as readonly Record<string, unknown>[];
  const events1 = new Engine({}, { clock: null }).applyParsed(stream1);
  const names = [...new Set(events1.flatMap(casesOf))];
  const all = (some = stream1, claimed: readonly Event[] | null = events1) =>
    verifyCases(stream(some), claimed);

  test("answers for each case what it is answered alone, in one replay", async () => {
    const verdicts = await all();
    expect(verdicts.length).toBeGreaterThan(20);
    expect(new Set(verdicts.map((verdict) => verdict.case))).toEqual(new Set(names));
    expect(verdicts.filter(({ verified }) => !verified)).toEqual([]);
    expect(verdicts.filter(({ recomputed }) => recomputed).length).toBeGreaterThan(5);
    const numbers = verdicts.map((verdict) => Number(verdict.case.slice(1)));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    for (const verdict of verdicts.filter((_, i) => i % 5 === 0)) {
      expect(await verifyCase(verdict.case, stream(stream1), events1)).toEqual(verdict);
    }
  });

  test("answers the same of events that were tampered with, left out, or made up", async () => {
    const opened = events1.filter(({ type }) => type === "liquidationOpened") as LiquidationOpenedEvent[];
    const [first, second, third] = opened as [
      LiquidationOpenedEvent,
      LiquidationOpenedEvent,
      LiquidationOpenedEvent,
    ];
    const wrong = events1
      .filter((event) => event !== second)
      .map((event) => (event === first ? { ...first, equity: "1.000000" } : event));
    const madeUp = { ...third, case: "C999999" };
    const verdicts = await all(stream1, [...wrong, madeUp]);
    const failed = verdicts.filter(({ verified }) => !verified);
    expect(failed.map((verdict) => verdict.case)).toEqual([first.case, second.case, "C999999"]);
    expect(failed[2]?.differences[0]).toBe("the replay opens no case C999999");
    expect(verdicts.every(({ answered }) => answered)).toBe(true);
    for (const verdict of failed)
      expect(await verifyCase(verdict.case, stream(stream1), [...wrong, madeUp])).toEqual(verdict);
  });

  test("says of what nothing can be checked: a case of @liquidation, or one that is not computed again, without events", async () => {
    const verdicts = await all(stream1, null);
    const street = verdicts.filter(({ account }) => account === "@liquidation");
    expect(street.length).toBeGreaterThan(0);
    for (const { case: name, answered, verified, recomputed, differences } of verdicts) {
      expect(answered, name).toBe(recomputed);
      expect(verified, name).toBe(recomputed && differences.length === 0);
      if (!recomputed) expect(differences[0]).toMatch(/^nothing can be checked/);
    }
    expect(street.every(({ opened, recomputed }) => opened === null && !recomputed)).toBe(true);
  });

  test("replays the commands once, whatever the number of cases", async () => {
    let read = 0;
    async function* counted() {
      for (const command of stream1) {
        read += 1;
        yield [command];
      }
    }
    const verdicts = await verifyCases(counted(), null);
    expect([read, verdicts.length]).toEqual([stream1.length, names.length]);
  });

  test("on the command line: an answer a line, and whether all are verified", () => {
    const folder = mkdtempSync(join(tmpdir(), "breakwater-verify-"));
    const lines = (some: readonly object[]) => some.map((one) => `${JSON.stringify(one)}\n`).join("");
    const [commandsFile, eventsFile] = [join(folder, "commands"), join(folder, "events")];
    writeFileSync(commandsFile, lines(commands));
    writeFileSync(eventsFile, lines(eventsOf()));
    const main = fileURLToPath(import.meta.resolve("#breakwater/cli/main.js"));
    const run = (...words: string[]) => {
      const { status, stdout } = spawnSync(process.execPath, [main, "verify-case", ...words], {
        encoding: "utf8",
      });
      return {
        status,
        cases: stdout
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line).case),
      };
    };
    const good = run("--all", commandsFile, "--events", eventsFile);
    expect(good).toEqual({ status: 0, cases: casesIn(eventsOf()) });
    expect(good.cases.length).toBeGreaterThan(1);
    writeFileSync(eventsFile, lines(eventsOf()).replace('"case":"C2"', '"case":"C3"'));
    expect(run("--all", commandsFile, "--events", eventsFile).status).toBe(1);
    expect(run("C1", commandsFile)).toEqual({ status: 0, cases: ["C1"] });
    for (const words of [["--all"], ["C1"], ["--all", "C1", commandsFile], ["@C1", commandsFile]])
      expect(run(...words).status, words.join(" ")).toBe(2);
    expect(run("C99", commandsFile)).toEqual({ status: 2, cases: ["C99"] });
    expect(run("C99", commandsFile, "--events", eventsFile).status).toBe(2);
    writeFileSync(commandsFile, lines(commands.slice(0, 5)));
    expect(run("C1", commandsFile, "--events", eventsFile).status).toBe(1);
    expect(run("--all", commandsFile).status).toBe(2);
    rmSync(folder, { recursive: true });
  });

  const casesIn = (events: readonly Event[]) => [...new Set(events.flatMap(casesOf))];
});
