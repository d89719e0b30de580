/** `what-if` answers, or says by name why it cannot: it never compares a replay with one that the change has broken. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import type { Change, Command } from "#breakwater/replay/change.js";
import { whatIf } from "#breakwater/replay/counterfactual.js";
import { RecordedNames } from "#breakwater/replay/recorded-names.js";
import { streamOf } from "./property/streams.js";
import { lines, run } from "./support/cli.js";

const limits = { accounts: 256, positions: 1024, orders: 1024, triggerBuckets: 1_048_576 };
const nobody = { both: [], onlyActual: [], onlyChanged: [] };

async function* stream(some: readonly Command[]) {
  yield some;
}
const answer = (some: readonly Command[], change: Change) => whatIf(stream(some), change, limits);

const domain = { type: "domain", domain: "d", asset: "USD", settleDecimals: 6, insuranceFund: "1000000" };
/** A source that outvotes another. */
const heavy = (source: string) => ({ source, weight: 2 });
const market = (name: string, sources: readonly (string | object)[], more: object = {}) => ({
  type: "market",
  market: name,
  domain: "d",
  kind: "linear",
  priceDecimals: 2,
  tickSize: "0.01",
  lotSize: "0.01",
  execution: "external",
  tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
  sources: sources.map((source) => (typeof source === "string" ? { source } : source)),
  ...more,
});
let sequence = 0;
const tick = (name: string, source: string, price: string, time?: number) => ({
  type: "tick",
  market: name,
  source,
  price,
  sequence: ++sequence,
  ...(time === undefined ? {} : { time }),
});
const holder = (account: string, cash: string, name: string, quantity: string, entryPrice: string) => [
  { type: "account", account, domain: "d", cash },
  { type: "position", account, market: name, quantity, entryPrice },
];

/** A market without a half-life, in which alice is liquidated at the last tick. */
const single = [
  domain,
  market("BTC-PERP", ["index"], { tickSize: "0.5", lotSize: "0.001" }),
  tick("BTC-PERP", "index", "64000"),
  ...holder("alice", "1500", "BTC-PERP", "1", "64000"),
  tick("BTC-PERP", "index", "63100"),
];

/** A price band trips at the tick that opens alice's case, and she is cured before it ends: nothing is ever sent. */
const blocked = [
  { ...domain, time: 1_000_000 },
  market("M", [heavy("a"), "b"], { breakers: { bandPpm: 50_000, bandWindow: 60_000_000 } }),
  tick("M", "a", "100"),
  tick("M", "b", "100"),
  ...holder("alice", "8", "M", "1", "100"),
  tick("M", "a", "92", 2_000_000),
  tick("M", "a", "100", 3_000_000),
  { type: "clock", time: 9_000_000 },
];

/** `index` is M's only source, and one of N's two. */
const lastSource = [
  { ...domain, time: 1_000_000 },
  market("M", ["index"]),
  market("N", ["index", heavy("b")], { minSources: 2 }),
  tick("M", "index", "100"),
  tick("N", "index", "100"),
  tick("N", "b", "100"),
  ...holder("alice", "5", "M", "1", "90"),
  { type: "position", account: "alice", market: "N", quantity: "1", entryPrice: "100" },
  tick("N", "b", "94"),
];

describe("what-if refuses, by name,", () => {
  test.each<[string, readonly Command[], Change, string]>([
    [
      "a change that the engine refuses",
      single,
      { settings: { mark: "premium" } },
      "market BTC-PERP: SPEC_INVALID (mark)",
    ],
    ["a setting that is none", single, { settings: { maxage: 5 } }, "UNKNOWN_FIELD (maxage)"],
    ["what names a market", single, { settings: { domain: "e" } }, "domain is no setting"],
    ["a market that is not there", single, { market: "ETH", settings: { maxAge: 5 } }, "UNKNOWN_MARKET"],
    ["a source that is not there", lastSource, { withoutSource: "c" }, "UNKNOWN_SOURCE"],
    ["a source of another market", lastSource, { withoutSource: "b", market: "M" }, "UNKNOWN_SOURCE"],
    ["to leave a market without a source", lastSource, { withoutSource: "index" }, "M has no source"],
    ["commands without a market", [domain], { settings: { maxAge: 5 } }, "define no market"],
    ["no commands", [], { withoutSource: "a" }, "define no market"],
    [
      "a market that takes it, when a later one does not",
      [...single, market("LATE", ["index"], { maxAge: 5_000_000, priceDecimals: 0, tickSize: "1" })],
      { settings: { tickSize: "0.5" } },
      "market LATE",
    ],
    [
      "settings that it makes impossible",
      [...single, { type: "tiers", market: "BTC-PERP", tiers: single[1]!["tiers" as never] }],
      { settings: { tiers: [] } },
      "TIERS_INVALID",
    ],
  ])("%s", async (_, commands, change, why) => {
    await expect(answer(commands, change)).rejects.toThrow(why);
  });
});

describe("what-if answers", () => {
  test("without the source that went wrong nobody is liquidated; minSources of two is one, and that is said", async () => {
    expect(await answer(lastSource, { withoutSource: "b", market: "N" })).toMatchObject({
      notes: [
        "N: minSources is 1, as many as are left, not 2",
        "with the change: market N: one source: nothing confirms its prices",
      ],
    });
    const fair = [
      ...lastSource.slice(0, 2),
      market("N", ["a", heavy("b")]),
      tick("N", "a", "100"),
      tick("N", "b", "100"),
      ...holder("bob", "5", "N", "1", "100"),
      tick("N", "b", "90"),
    ];
    const { opened, worked } = await answer(fair, { withoutSource: "b" });
    const only = { ...nobody, onlyActual: ["bob"] };
    expect([opened, worked]).toEqual([only, only]);
  });

  test("a case that sent nothing is opened, not worked", async () => {
    const { opened, worked } = await answer(blocked, { settings: { maxAge: 60_000_000 } });
    expect([opened, worked]).toEqual([{ ...nobody, both: ["alice"] }, nobody]);
    const free = await answer(blocked, { settings: { breakers: {} } });
    expect([free.opened, free.worked]).toEqual([
      { ...nobody, both: ["alice"] },
      { ...nobody, onlyChanged: ["alice"] },
    ]);
  });

  test("a case that is taken over without a slice is worked", async () => {
    const crash = [...single.slice(0, -1), tick("BTC-PERP", "index", "60000")];
    const { worked } = await answer(crash, { settings: { maxAge: 60_000_000 } });
    expect(worked).toEqual({ ...nobody, both: ["alice"] });
  });

  test("a setting holds whatever replaces it in the replay", async () => {
    const replaced = [
      ...blocked.slice(0, 2),
      { type: "breakers", market: "M", breakers: { bandPpm: 50_000, bandWindow: 60_000_000 } },
      ...blocked.slice(2),
    ];
    const { worked } = await answer(replaced, { settings: { breakers: {} } });
    expect(worked).toEqual({ ...nobody, onlyChanged: ["alice"] });
    const other = await answer(replaced, { market: "M", settings: { maxAge: 60_000_000 } });
    expect(other.worked).toEqual(nobody);
  });

  test("what the changed run alone refuses is counted, command by command", async () => {
    const orders = [
      { type: "report", account: "nobody" },
      { type: "order", account: "alice", market: "IN", side: "buy", quantity: "1", price: "100" },
    ];
    const world = [
      domain,
      market("IN", ["a"], { execution: "internal" }),
      tick("IN", "a", "100"),
      { type: "account", account: "alice", domain: "d", cash: "10" },
      ...orders,
    ];
    const dear = [{ from: "0", initialPpm: 500_000, maintenancePpm: 10_000 }];
    const { refused, notes } = await answer(world, { settings: { tiers: dear } });
    expect(refused).toEqual({ INSUFFICIENT_MARGIN: 1 });
    expect(notes).toEqual(["1 commands were refused without the change"]);
  });
});

describe("recorded executions", () => {
  const play = (commands: readonly Command[]) => new Engine(limits, { clock: null }).applyParsed(commands);
  const slicesOf = (events: readonly Event[]) => events.filter((event) => event.type === "slice");
  const fill = (order: string, quantity: string, execution: string, price = "98.5") => ({
    type: "execution",
    order,
    status: "fill",
    price,
    quantity,
    execution,
    time: 3_000_000,
  });

  test("go to the slice of the same account and leg, whatever its number", async () => {
    // Alice has a long of M, which only source b brings down; bob's is of N, which source a does.
    const world = [
      { ...domain, time: 1_000_000 },
      market("M", [heavy("b"), "c"]),
      market("N", ["a"]),
      tick("M", "b", "100"),
      tick("M", "c", "100"),
      tick("N", "a", "100"),
      ...holder("alice", "2", "M", "1", "100"),
      ...holder("bob", "2", "N", "1", "100"),
      tick("M", "b", "98.5", 2_000_000),
      tick("N", "a", "98.5", 2_000_000),
    ];
    const slices = slicesOf(play(world));
    expect(slices.map(({ order, account }) => [order, account])).toEqual([
      ["S1", "alice"],
      ["S2", "bob"],
    ]);
    const [ofAlice, ofBob] = slices.map(({ quantity }) => quantity) as [string, string];
    const recorded = [...world, fill("S1", ofAlice, "e1"), fill("S2", ofBob, "e2")];
    const { worked, executions, refused } = await answer(recorded, { withoutSource: "b" });
    expect(worked).toEqual({ both: ["bob"], onlyActual: ["alice"], onlyChanged: [] });
    expect([executions, refused]).toEqual([{ matched: 1, leftOut: 1 }, {}]);
  });

  /** Bob is liquidated as he is loaded: 0.76 of his two lots, not below 99.25. */
  const loaded = (more: object = {}) => [
    { ...domain, time: 1_000_000 },
    market("M", ["a"], more),
    { ...tick("M", "a", "100"), sequence: 1 },
    ...holder("bob", "1.5", "M", "2", "100"),
  ];
  const immediate = (more: object) => ({ policy: { algorithm: "immediate", ...more } });

  test.each([
    ["as they were, where the slice is the same", {}, "0.76", "99.50", "0.76"],
    ["what the slice there has left", immediate({ closeFactorPpm: 200_000 }), "0.76", "99.50", "0.40"],
    ["less than that as it was", immediate({ closeFactorPpm: 200_000 }), "0.10", "99.50", "0.10"],
    ["nothing beyond its limit", immediate({ slippagePpm: 1_000 }), "0.76", "99.50", null],
    ["what went too far anyway", immediate({ slippagePpm: 1_000 }), "0.76", "99.00", "0.76"],
    ["what was too much anyway", immediate({ closeFactorPpm: 200_000 }), "0.90", "99.50", "0.90"],
  ])("give %s", async (_, settings, quantity, price, given) => {
    const names = new RecordedNames();
    names.take(play(loaded()), play(loaded(settings)));
    const report = fill("S1", quantity, "e1", price);
    expect(names.of(report)).toEqual(given === null ? null : { ...report, quantity: given });
    const { executions } = await answer([...loaded(), report], { settings: { ...settings, maxAge: 9e9 } });
    expect(executions).toEqual(given === null ? { matched: 0, leftOut: 1 } : { matched: 1, leftOut: 0 });
  });

  test("orders are found by the number that they have in the other run", () => {
    const accepted = (order: string) =>
      ({ type: "accepted", command: "order", order, warning: null }) as unknown as Event;
    const rejected = { type: "rejected", command: "order" } as unknown as Event;
    const names = new RecordedNames();
    names.take([accepted("O1")], [rejected]);
    names.take([accepted("O2")], [accepted("O1")]);
    expect(names.of({ type: "cancel", order: "O1" })).toBeNull();
    expect(names.of({ type: "amend", order: "O2", price: "1" })).toMatchObject({ order: "O1", price: "1" });
    expect(names.of({ type: "cancel", order: "mine" })).toEqual({ type: "cancel", order: "mine" });
  });

  test("slices that a correction keeps are those of the other run", () => {
    const names = new RecordedNames();
    const [slice] = slicesOf(play(loaded()));
    names.take([slice!], [{ ...slice!, order: "S7" }]);
    const reconcile = { type: "reconcile", account: "bob", market: "M", quantity: "1", keep: ["S1", "S2"] };
    expect(names.of(reconcile)).toEqual({ ...reconcile, keep: ["S7"] });
  });

  test.each([1, 2])("a change that changes nothing changes nothing, in hostile stream %i", async (seed) => {
    const hostile = streamOf(seed, 1_500) as readonly Command[];
    const markets = hostile.filter(({ type }) => type === "market");
    expect(markets.length).toBeGreaterThan(0);
    const { opened, worked, refused, executions } = await whatIf(stream(hostile), {
      market: String(markets[0]!["market"]),
    });
    for (const { onlyActual, onlyChanged } of [opened, worked])
      expect([onlyActual, onlyChanged]).toEqual([[], []]);
    expect([refused, executions.leftOut]).toEqual([{}, 0]);
    expect(executions.matched).toBeGreaterThan(10);
  });
});

describe("on the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-what-if-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "commands.jsonl");
  const ask = async (commands: readonly Command[], ...words: string[]) => {
    const { code, stdout, stderr } = await run(["what-if", "-", ...words], lines(commands));
    return { code, answer: stdout === "" ? null : (JSON.parse(stdout) as unknown), stderr };
  };

  test.each<[string, readonly Command[], readonly string[], string]>([
    ["a change that is refused", single, ["--set", "mark=premium"], "SPEC_INVALID (mark)"],
    ["a source that is the last", lastSource, ["--without-source", "index"], "M has no source"],
    ["an unknown source", lastSource, ["--without-source", "x"], "UNKNOWN_SOURCE: there is no source x"],
    [
      "an unknown market",
      single,
      ["--market", "x", "--set", "maxAge=5"],
      "UNKNOWN_MARKET: there is no market x",
    ],
    ["no change", single, [], "nothing is changed"],
    ["no input", [], ["--set", "maxAge=5"], "define no market"],
  ])("%s: exit code 2, why on standard error, and no answer", async (_, commands, words, why) => {
    const { code, answer, stderr } = await ask(commands, ...words);
    expect([code, answer]).toEqual([2, null]);
    expect(stderr).toContain(`breakwater: what-if: `);
    expect(stderr).toContain(why);
  });

  test("an answer is one line; what a reader must know is on standard error", async () => {
    const { code, answer, stderr } = await ask(lastSource, "--without-source", "b");
    expect(code).toBe(0);
    expect(answer).toEqual({
      opened: expect.objectContaining({ both: [] }),
      worked: expect.anything(),
      refused: {},
      executions: { matched: 0, leftOut: 0 },
    });
    expect(stderr.split("\n")).toEqual([
      "breakwater: what-if: N: minSources is 1, as many as are left, not 2",
      "breakwater: what-if: with the change: market N: one source: nothing confirms its prices",
      "",
    ]);
  });

  test("the examples of its help work", async () => {
    writeFileSync(
      file,
      lines([
        domain,
        market("BTC-PERP", ["venue-a", "venue-b"], { execution: "internal" }),
        tick("BTC-PERP", "venue-a", "100"),
        ...holder("alice", "5", "BTC-PERP", "1", "100"),
      ]),
    );
    const oneSource = "with the change: market BTC-PERP: one source: nothing confirms its prices";
    const { stdout } = await run(["what-if", "--help"]);
    const examples = stdout.split("\n").filter((line) => line.startsWith("  breakwater what-if "));
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const example of examples) {
      const words = example
        .trim()
        .split(/ (?=(?:[^']*'[^']*')*[^']*$)/)
        .slice(1)
        .map((word) => (word === "commands.jsonl" ? file : word.replaceAll("'", "")));
      const { code, stderr } = await run(words);
      expect([example, code]).toEqual([example, 0]);
      expect(["", `breakwater: what-if: ${oneSource}\n`]).toContain(stderr);
    }
  });
});
