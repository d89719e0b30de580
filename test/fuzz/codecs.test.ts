/**
 * One value, one meaning: the same command as JSON, as MessagePack in every width, and as an object with bigints is the same record,
 * and a tick in numbers gets the same answer in each form. Mutated bytes of each codec go all the way to the core.
 */
import { expect, test } from "vitest";
import { commandsOf, ticksOf } from "#breakwater/codec/envelope.js";
import { decodeJson } from "#breakwater/codec/json.js";
import { decodeMessagePack } from "#breakwater/codec/msgpack.js";
import { encodeTickBatch, type TickById, writeTickBatch } from "#breakwater/codec/sbe.js";
import { BreakwaterError } from "#breakwater/domain/errors.js";
import type { Engine } from "#breakwater/engine/engine.js";
import { encodeCommand, encodeTick } from "#breakwater/records/command-record.js";
import { type CommandWriter, createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { Random } from "../property/random.js";
import { examples, smallEngine } from "../unit/examples.js";
import { FUZZ_SEED, fuzzRuns, mutateBytes, mutateValue, packAnyWidth, withBigints } from "./mutants.js";

const EPISODE = 5_000;
const commands: readonly unknown[] = Object.values(examples);
const writer = createWriter();

/** Calls `one` so often, with a small world that is made anew now and then. */
function repeat(runs: number, one: (random: Random, engine: Engine) => void): void {
  const random = new Random(FUZZ_SEED);
  let engine = smallEngine();
  for (let run = 0; run < runs; run++) {
    if (run % EPISODE === EPISODE - 1) {
      expect(engine.sweep()).toBe(0);
      engine = smallEngine();
    }
    one(random, engine);
  }
  expect(engine.sweep()).toBe(0);
}

/** What `decode` gives; undefined when it throws the typed error, which is the only one it may throw. */
function typed<Value>(decode: () => Value): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof BreakwaterError) return undefined;
    throw error;
  }
}

function recordOf(command: unknown, arrays = false): Buffer {
  writer.clear();
  encodeCommand(command, writer, arrays);
  return Buffer.from(writer.written);
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Fails with what is needed to try it again. */
function same(one: Buffer, other: Buffer, what: string, value: unknown): void {
  if (!one.equals(other)) throw new Error(`${what}: ${JSON.stringify(value)}\n${hex(one)}\n${hex(other)}`);
}

/** The value in the other forms is the same record. */
function agree(random: Random, value: unknown, record: Buffer, arrays = false): void {
  const packed = packAnyWidth(random, value);
  same(record, recordOf(decodeMessagePack(packed), arrays), hex(packed), value);
  same(record, recordOf(withBigints(random, value), arrays), "bigints", value);
}

test("JSON, MessagePack in every width, and objects with bigints are the same record", { timeout: 0 }, () => {
  repeat(fuzzRuns(20_000), (random, engine) => {
    const value = mutateValue(random, random.pick(commands));
    const text = JSON.stringify(value);
    const record = recordOf(decodeJson(text));
    agree(random, JSON.parse(text), record);
    engine.applyRecords(record, () => {});
  });
});

test("mutated JSON", { timeout: 0 }, () => {
  const goods = [...commands, commands.slice(0, 3)].map((one) => Buffer.from(JSON.stringify(one)));
  repeat(fuzzRuns(10_000), (random, engine) => {
    const bytes = mutateBytes(random, random.pick(goods));
    const value = typed(() => decodeJson(bytes));
    if (value === undefined) return;
    for (const command of typed(() => commandsOf(value)) ?? []) {
      const record = recordOf(command);
      if (isUnicode(command) && isBounded(command)) agree(random, command, record);
      engine.applyRecords(record, () => {});
    }
    applyTicks(value, engine, false);
  });
});

test("mutated MessagePack", { timeout: 0 }, () => {
  const random = new Random(FUZZ_SEED + 1);
  const arrays = [[0, 1, 6_400_010, 7, 8, 9], { ticks: [[0, 1, 2, 3]] }, commands.slice(0, 3)];
  const goods = [...commands, ...commands, ...arrays].map((one) => packAnyWidth(random, one));
  repeat(fuzzRuns(10_000), (random, engine) => {
    const bytes = mutateBytes(random, random.pick(goods));
    const value = typed(() => decodeMessagePack(bytes));
    if (value === undefined) return;
    for (const command of typed(() => commandsOf(value)) ?? []) {
      const record = recordOf(command);
      same(record, recordOf(decodeJson(JSON.stringify(command) ?? "null")), hex(bytes), command);
      engine.applyRecords(record, () => {});
    }
    applyTicks(value, engine, true);
  });
});

function applyTicks(message: unknown, engine: Engine, arrays: boolean): void {
  writer.clear();
  for (const tick of typed(() => ticksOf(message, arrays)) ?? []) encodeTick(tick, writer, arrays);
  engine.applyRecords(writer.written, () => {});
}

test("mutated SBE", { timeout: 0 }, () => {
  const tick = { marketId: 0, sourceId: 1, price: 10_000, sequence: 2 };
  const goods = [[tick], [tick, { ...tick, sequence: 3 }, tick]].map((ticks) => writeTickBatch(ticks, 5));
  repeat(fuzzRuns(10_000), (random, engine) => {
    writer.clear();
    const refusal = encodeTickBatch(mutateBytes(random, random.pick(goods)), writer);
    if ((refusal === null) !== writer.length > 0)
      throw new Error(`taken in part: ${JSON.stringify(refusal)}`);
    engine.applyRecords(writer.written, () => {});
  });
});

/** The events of what `write` writes. */
function eventsOf(engine: Engine, write: (writer: CommandWriter) => unknown): Buffer {
  writer.clear();
  write(writer);
  const pieces: Buffer[] = [];
  engine.applyRecords(writer.written, (bytes) => void pieces.push(Buffer.from(bytes)));
  return Buffer.concat(pieces);
}

test("a tick in numbers gets the same answer from SBE as from MessagePack", { timeout: 0 }, () => {
  const LARGE = [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 52, 2 ** 53 - 1, 2 ** 53, 2 ** 60];
  let twin = smallEngine();
  let last: Engine | null = null;
  repeat(fuzzRuns(10_000), (random, engine) => {
    if (engine !== last) twin = smallEngine();
    last = engine;
    const large = (usual: number) => (random.chance(0.15) ? random.pick(LARGE) : usual);
    const tick: TickById = {
      marketId: random.chance(0.1) ? random.int(2, 5) : random.int(0, 1),
      sourceId: random.chance(0.1) ? random.int(2, 5) : random.int(0, 1),
      price: random.chance(0.05) ? -random.pick(LARGE) : large(random.int(9_500, 10_500)),
      sequence: large(random.int(0, 2_000)),
      sourceTime: large(0),
    };
    const sbe = eventsOf(engine, (to) => encodeTickBatch(writeTickBatch([tick]), to));
    const array = [tick.marketId, tick.sourceId, tick.price, tick.sequence, tick.sourceTime];
    const packed = packAnyWidth(random, array);
    const other = eventsOf(twin, (to) => encodeCommand(decodeMessagePack(packed), to, true));
    sameAnswer(engine, sbe, twin, other, array);
  });
});

/** A refusal of decoding spells its field, one of the core numbers it: they are compared as they are read. */
function sameAnswer(engine: Engine, one: Buffer, twin: Engine, other: Buffer, value: unknown): void {
  if (one.equals(other)) return;
  const [first, second] = [decodeEvents(one, engine.directory), decodeEvents(other, twin.directory)];
  if (JSON.stringify(first) !== JSON.stringify(second)) {
    throw new Error(`${JSON.stringify(value)}\n${JSON.stringify(first)}\n${JSON.stringify(second)}`);
  }
}

/** Whether every text in it has a UTF-8: JSON can escape half a character, which MessagePack cannot write. */
function isUnicode(value: unknown): boolean {
  return !/\\ud[89a-f]/.test(JSON.stringify(value));
}

/** Whether no number in it is infinite: JSON can write 1e999. */
function isBounded(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isBounded);
}
