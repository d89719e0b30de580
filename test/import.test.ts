import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createGunzip, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { Command } from "#breakwater/domain/commands.js";
import type { DepthEvent } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { type ImportError, middle, readBinance } from "#breakwater/market-data/binance-recording.js";

const data = process.env["BREAKWATER_DATA"] ?? fileURLToPath(new URL("../../shared/data", import.meta.url));
const captures = join(data, "binance-2024-08-08");
const options = { market: "M", domain: "D" };
const NS = "1723161255030314667";

async function* lines(...messages: readonly unknown[]): AsyncGenerator<string> {
  for (const message of messages)
    yield typeof message === "string" ? message : `${NS} ${JSON.stringify(message)}`;
}
async function read(...messages: readonly unknown[]): Promise<Command[]> {
  const commands: Command[] = [];
  for await (const command of readBinance(lines(...messages), options)) commands.push(command);
  return commands;
}
const fault = (...messages: readonly unknown[]) =>
  read(...messages).then(
    () => null,
    (error: ImportError) => `${error.fault} ${error.line}`,
  );

const stream = (data: object, s = "BTCUSDT") => ({ stream: "x", data: { s, ...data } });
const diff = (U: number, u: number, pu: number, b: unknown = [], a: unknown = []) =>
  stream({ e: "depthUpdate", U, u, pu, b, a });
const ticker = (u: number, b = "61800.20", a = "61800.30") => stream({ e: "bookTicker", u, b, a });
const trade = (t: number, p: string) => stream({ e: "trade", t, p });
const snapshot = (lastUpdateId: number) => ({ lastUpdateId, bids: [["1.0", "2"]], asks: [["3.0", "4"]] });

describe("reading a Binance feed", () => {
  test("defines the domain and the market, then makes each line a command at its local time", async () => {
    const commands = await read(
      ticker(7),
      trade(9, "61800.10"),
      snapshot(20),
      diff(19, 21, 18, [["1.0", "0.000"]]),
    );
    const time = 1_723_161_255_030_314;
    expect(commands).toMatchObject([
      { type: "domain", time, domain: "D", asset: "USDT" },
      {
        type: "market",
        time,
        market: "M",
        domain: "D",
        execution: "external",
        tickSize: "0.1",
        priceDecimals: 2,
      },
      { type: "tick", time, market: "M", source: "bookTicker", price: "61800.25", sequence: 7 },
      { type: "tick", time, source: "trade", price: "61800.10", sequence: 9 },
      { type: "book", time, market: "M", bids: [["1.0", "2"]], asks: [["3.0", "4"]], snapshot: true },
      { type: "book", time, bids: [["1.0", "0.000"]], asks: [] },
    ]);
    const events = new Engine().apply(commands);
    expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
  });

  test("makes a coin-margined instrument an inverse market of contracts", async () => {
    const commands = await read(
      stream({ e: "bookTicker", u: 7, b: "61804.7", a: "61804.8", ps: "BTCUSD" }, "BTCUSD_PERP"),
    );
    expect(commands).toMatchObject([
      { type: "domain", asset: "BTC", settleDecimals: 8 },
      { type: "market", kind: "inverse", lotSize: "1", contractSize: "100", minPrice: "1000" },
      { type: "tick", price: "61804.75" },
    ]);
    // 10 contracts of 100 USD at 61,804.75 are worth 0.01617998… BTC.
    const engine = new Engine();
    engine.apply(commands);
    const events = engine.apply([
      { type: "account", account: "a", domain: "D", cash: "1" },
      { type: "position", account: "a", market: "M", quantity: "10", entryPrice: "61804.75" },
      { type: "report", account: "a" },
    ]);
    expect(events.at(-1)).toMatchObject({ positions: [{ quantity: "10", notional: "0.01617999" }] });
  });

  test("drops what the snapshot has, holds what came before it, and applies the rest in order", async () => {
    const commands = await read(
      diff(1, 4, 0, [["1.0", "1"]]),
      diff(5, 9, 4, [["1.0", "2"]]),
      diff(10, 14, 9, [["1.0", "3"]]),
      diff(15, 19, 14, [["1.0", "4"]]),
      snapshot(12),
      diff(20, 24, 19, [["1.0", "5"]]),
    );
    const books = commands.filter((command) => command.type === "book");
    expect(books.map(({ bids }) => bids[0]![1])).toEqual(["2", "3", "4", "5"]);
  });

  test.each<[string, string, readonly unknown[]]>([
    ["a gap between diffs", "DEPTH_GAP 2", [diff(1, 4, 0), diff(6, 9, 5)]],
    ["a gap behind the snapshot", "DEPTH_GAP 2", [snapshot(12), diff(14, 15, 13)]],
    ["a gap after the snapshot", "DEPTH_GAP 3", [snapshot(12), diff(12, 13, 11), diff(15, 16, 14)]],
    ["diffs without a snapshot", "SNAPSHOT_MISSING 1", [diff(1, 4, 0)]],
    [
      "an instrument we do not know",
      "UNKNOWN_INSTRUMENT 1",
      [stream({ e: "trade", t: 1, p: "1", ps: "DOGEUSD" }, "DOGEUSD_PERP")],
    ],
    ["two instruments", "SECOND_INSTRUMENT 2", [ticker(1), stream({ e: "trade", t: 1, p: "1" }, "ETHUSDT")]],
    ["no time", "BAD_LINE 1", ['{"stream":"x"}']],
    ["no JSON", "BAD_LINE 2", [ticker(1), `${NS} {`]],
    ["another message", "BAD_LINE 1", [stream({ e: "forceOrder" })]],
    ["null", "BAD_LINE 1", [null]],
  ])("names %s", async (_, expected, messages) => {
    expect(await fault(...messages)).toBe(expected);
  });

  test.each([
    ["61800.20", "61800.30", "61800.25"],
    ["2681.62", "2681.63", "2681.625"],
    ["2681.62", "2681.64", "2681.63"],
    ["0.1", "0.3", "0.2"],
    ["60000", "60001", "60000.5"],
    ["59999.9", "60000.1", "60000"],
    ["100000", "100000.0", "100000"],
  ])("puts the middle of %s and %s at %s", (bid, ask, expected) => {
    expect(middle(bid, ask)).toBe(expected);
  });
});

describe("breakwater import", () => {
  const folder = mkdtempSync(join(tmpdir(), "breakwater-import-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const main = fileURLToPath(import.meta.resolve("#breakwater/cli/main.js"));
  const runOn = (input: string | Buffer, ...args: string[]) =>
    spawnSync(process.execPath, [main, "import", ...args], { encoding: "utf8", input });
  const run = (...args: string[]) => runOn("", ...args);
  const file = (name: string, bytes: string | Buffer) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const text = `${NS} ${JSON.stringify(ticker(7))}\n${NS} ${JSON.stringify(trade(9, "61800.10"))}\n`;

  test("writes JSON Lines from a gzipped or a plain file", () => {
    for (const path of [file("a.gz", gzipSync(text)), file("a.txt", text)]) {
      const { status, stdout, stderr } = run("binance", path, "--market", "BTC-PERP", "--domain", "D");
      expect([status, stderr]).toEqual([0, ""]);
      const written = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(written.map(({ type }) => type)).toEqual(["domain", "market", "tick", "tick"]);
      expect(written[1]).toMatchObject({ market: "BTC-PERP", domain: "D" });
    }
  });

  test("reads standard input, gzipped or plain, as a file", () => {
    const args = ["--market", "BTC-PERP", "--domain", "D"];
    const { stdout } = run("binance", file("f.txt", text), ...args);
    for (const input of [text, gzipSync(text)]) {
      const piped = runOn(input, "binance", "-", ...args);
      expect([piped.status, piped.stderr, piped.stdout]).toEqual([0, "", stdout]);
    }
  });

  test.each<[string, RegExp, () => string[]]>([
    [
      "a feed that it cannot read",
      /BAD_LINE in line 1/,
      () => ["binance", file("bad", "hello\n"), "--market", "M"],
    ],
    [
      "bytes that are no text",
      /BAD_LINE in line 1/,
      () => ["binance", file("raw", Buffer.of(0xff, 10)), "--market", "M"],
    ],
    [
      "what is no gzip behind its first bytes",
      /Z_DATA_ERROR/,
      () => ["binance", file("b.gz", Buffer.of(0x1f, 0x8b, 1, 2)), "--market", "M"],
    ],
    [
      "a truncated file",
      /unexpected end of file/,
      () => ["binance", file("c.gz", gzipSync(text).subarray(0, 60)), "--market", "M"],
    ],
    ["a missing file", /ENOENT/, () => ["binance", join(folder, "none.gz"), "--market", "M"]],
    ["a bad name", /--market @x: a name/, () => ["binance", file("d.gz", gzipSync(text)), "--market", "@x"]],
    ["no market", /--market/, () => ["binance", "x.gz"]],
    ["another venue", /unknown command/, () => ["nasdaq", "x.gz"]],
  ])("says what is wrong with %s", (_, message, args) => {
    const { status, stderr } = run(...args());
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

/** What the test reads of a message: a snapshot's id, or a best bid and ask with their quantities. */
interface Captured {
  readonly lastUpdateId?: number;
  readonly data?: { readonly e: string; readonly u: number } & Readonly<
    Record<"a" | "A" | "b" | "B", string>
  >;
}

interface Best {
  readonly u: number;
  readonly bid: string;
  readonly bidQuantity: string;
  readonly ask: string;
  readonly askQuantity: string;
}

/** Lines of a capture; each kind of message is looked at by `see`. */
async function* captured(path: string, see: (message: Captured) => void): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    see(JSON.parse(line.slice(line.indexOf(" ") + 1)));
    yield line;
  }
}

/**
 * The venue's own best bid and ask decide. bookTicker numbers its states with the update ids of depth, and sends every
 * change of price or quantity, so the state behind a depth diff that ends at `u` is the last bookTicker of at most `u`.
 */
describe.each([
  ["usdm_btcusdt_20240808.gz", 6547],
  ["usdm_ethusdt_20240808.gz", 6581],
  ["cm_btcusd_perp_20240808.gz", 26_824],
])("the book of %s", (name, states) => {
  const path = join(captures, name);

  test.skipIf(!existsSync(path))(
    `equals the venue's best bid and ask in all ${states} states [needs BREAKWATER_DATA]`,
    async () => {
      const truth: Best[] = [];
      const diffs: number[] = [];
      let snapshotAt = 0;
      const see = (message: Captured) => {
        const { data, lastUpdateId } = message;
        if (lastUpdateId !== undefined) snapshotAt = lastUpdateId;
        if (data?.e === "depthUpdate") diffs.push(data.u);
        if (data?.e !== "bookTicker") return;
        truth.push({ u: data.u, bid: data.b, bidQuantity: data.B, ask: data.a, askQuantity: data.A });
      };

      const engine = new Engine();
      const books: { time: number; bid: number[]; ask: number[] }[] = [];
      const rejected: unknown[] = [];
      for await (const command of readBinance(captured(path, see), { market: "M", domain: "D" })) {
        const events = engine.apply(
          command.type === "book" ? [command, { type: "depth", market: "M", levels: 1 }] : [command],
        );
        for (const event of events) {
          if (event.type === "rejected") rejected.push(event);
          else if (event.type === "depth")
            books.push({ time: event.time, bid: level(event, "bids"), ask: level(event, "asks") });
        }
      }
      expect(rejected).toEqual([]);
      // The first book is the snapshot; each other one the diff that ends at its `u`.
      const applied = diffs.filter((u) => u >= snapshotAt);
      expect(books).toHaveLength(1 + applied.length);

      let equal = 0;
      let at = 0;
      for (const [i, u] of applied.entries()) {
        while (at + 1 < truth.length && truth[at + 1]!.u <= u) at += 1;
        const best = truth[at]!;
        if (best.u > u) continue; // the capture's first diff ends before its first bookTicker
        const { bid, ask } = books[i + 1]!;
        expect({ u, bid, ask }).toEqual({
          u,
          bid: [Number(best.bid), Number(best.bidQuantity)],
          ask: [Number(best.ask), Number(best.askQuantity)],
        });
        equal += 1;
      }
      expect(equal).toBe(states);
    },
  );
});

function level(event: DepthEvent, side: "bids" | "asks"): number[] {
  return (event[side][0] ?? []).map(Number);
}
