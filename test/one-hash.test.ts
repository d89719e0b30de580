/** One stream of commands, every way in: in process, `replay`, and HTTP with JSON, MessagePack and SBE: one state hash. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { writeTickBatch } from "#breakwater/codec/sbe.js";
import { Engine } from "#breakwater/index.js";
import type { Service } from "#breakwater/server/service.js";
import { Generator } from "./property/generate.js";
import { limits, post, serve, stateHash } from "./server/harness.js";

type Command = Record<string, unknown>;

const COMMANDS = 1_500;
const BATCH = 100;

/** A random world, good and bad commands alike; each has a time, since what a clock would stamp differs. */
function makeStream(): { commands: Command[]; hash: string; kinds: Set<string> } {
  const engine = new Engine(limits);
  const generator = new Generator(41);
  const commands: Command[] = [];
  const kinds = new Set<string>();
  let latest = 1;
  while (commands.length < COMMANDS) {
    const { command: made } = generator.next();
    const command: Command = { time: latest, ...(JSON.parse(JSON.stringify(made)) as Command) };
    if (Number.isSafeInteger(command["time"])) latest = command["time"] as number;
    const events = engine.applyParsed([command]);
    for (const { type } of events) kinds.add(type);
    generator.observe(events as never);
    commands.push(command);
  }
  return { commands, hash: engine.stateHash(), kinds };
}

const { commands, hash, kinds } = makeStream();
const folder = mkdtempSync(join(tmpdir(), "breakwater-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Its times go where no day is: a replay may, and what is served only when it is told to. */
const served = () => serve({ sequencer: { maxAhead: Number.MAX_SAFE_INTEGER } });

async function sendBatches(service: Service, encode: (batch: Command[]) => [unknown, string]): Promise<void> {
  for (let from = 0; from < commands.length; from += BATCH) {
    const [body, type] = encode(commands.slice(from, from + BATCH));
    const { status } = await post(service, "/v1/commands", body, { "content-type": type });
    expect(status).toBe(200);
  }
}

/** Ticks that SBE can say go as SBE, in price units and ids; everything else as JSON. */
class SbeSender {
  readonly markets = new Map<string, { id: number; decimals: number; sources: Record<string, number> }>();
  sent = 0;

  async send(service: Service, command: Command): Promise<void> {
    const batch = this.encode(command);
    if (batch) {
      this.sent += 1;
      await post(service, "/v1/ticks", batch, { "content-type": "application/sbe" });
      return;
    }
    const { body } = await post(service, "/v1/commands", [command]);
    for (const event of body.events) {
      if (event.type !== "accepted" || event.command !== "market") continue;
      const decimals = command["priceDecimals"] as number;
      this.markets.set(event.market, { id: event.marketId, decimals, sources: event.sourceIds });
    }
  }

  private encode(command: Command): Uint8Array | null {
    const { type, market, source, price, sequence, sourceTime, time, ...rest } = command;
    const spec = this.markets.get(String(market));
    const sourceId = spec?.sources[String(source)];
    if (type !== "tick" || !spec || sourceId === undefined || Object.keys(rest).length > 0) return null;
    const [, whole, fraction = ""] = /^(\d{1,12})(?:\.(\d+))?$/.exec(String(price)) ?? [];
    if (whole === undefined || fraction.length > spec.decimals || !Number.isSafeInteger(sequence))
      return null;
    if ((sequence as number) < 0 || sourceTime === 0 || !/^(undefined|\d+)$/.test(String(sourceTime)))
      return null;
    const units = Number(whole + fraction.padEnd(spec.decimals, "0"));
    const tick = { marketId: spec.id, sourceId, price: units, sequence: sequence as number };
    const withTime = sourceTime === undefined ? tick : { ...tick, sourceTime: sourceTime as number };
    return writeTickBatch([withTime], time as number);
  }
}

describe(`${COMMANDS} commands, good and bad, end in one state`, () => {
  test("which liquidations have shaped", () => {
    expect([...kinds]).toEqual(expect.arrayContaining(["slice", "fill", "liquidationClosed", "rejected"]));
  });

  test("through replay", () => {
    const file = join(folder, "commands.jsonl");
    writeFileSync(file, commands.map((command) => `${JSON.stringify(command)}\n`).join(""));
    const cli = resolve("dist/cli/main.js");
    const output = execFileSync(process.execPath, [cli, "replay", file], {
      stdio: "pipe",
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    expect(JSON.parse(output.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      type: "hash",
      stateHash: hash,
    });
  });

  test("over HTTP in JSON", async () => {
    const service = await served();
    await sendBatches(service, (batch) => [batch, "application/json"]);
    expect(await stateHash(service)).toBe(hash);
  });

  test("over HTTP in MessagePack", async () => {
    const service = await served();
    await sendBatches(service, (batch) => [encodeMessagePack(batch), "application/msgpack"]);
    expect(await stateHash(service)).toBe(hash);
  });

  test("over HTTP with ticks in SBE", async () => {
    const service = await served();
    const sender = new SbeSender();
    for (const command of commands) await sender.send(service, command);
    expect(sender.sent).toBeGreaterThan(COMMANDS / 10);
    expect(await stateHash(service)).toBe(hash);
  });
});
