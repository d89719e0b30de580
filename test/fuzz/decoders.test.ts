/**
 * Random bytes into every decoder: nothing comes out but a value or the one typed error. Bounded by number, not by time,
 * so that a seed says everything; `FUZZ_SEED` and `FUZZ_RUNS` change it.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TickCommand } from "#breakwater/abi/layout.js";
import { commandsOf, ticksOf } from "#breakwater/codec/envelope.js";
import { decodeJson } from "#breakwater/codec/json.js";
import { jsonFaultAt } from "#breakwater/codec/json-fault.js";
import { encodeJsonTick } from "#breakwater/codec/json-tick.js";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { encodeSliceBatch, encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import { BreakwaterError } from "#breakwater/domain/errors.js";
import type { Event } from "#breakwater/domain/events.js";
import { encodeCommand, encodeTick } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { examples, smallEngine } from "../unit/examples.js";

const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_122);
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 3000);
const settings = { seed, numRuns };

/** What `decode` gives; undefined when it throws the typed error, which is the only one it may throw. */
function typed<Value>(decode: () => Value): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof BreakwaterError) return undefined;
    throw error;
  }
}

/** Good bytes with a few of them changed, cut out or put in: what gets past the first check. */
function mutated(goods: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 4 }) });
  return fc.tuple(fc.constantFrom(...goods), fc.array(edit, { maxLength: 4 })).map(([good, edits]) => {
    let bytes = good;
    for (const { at, remove, insert } of edits) {
      const place = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
    }
    return bytes;
  });
}

const anyBytes = (goods: readonly Uint8Array[]) =>
  fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated(goods));
const commands = Object.values(examples);
const writer = createWriter();

/** Whatever a decoder gives is encoded, as a command and as a message of ticks. */
function encodeAll(value: unknown, tickArrays: boolean): void {
  writer.clear();
  encodeCommand(value, writer, tickArrays);
  for (const list of [typed(() => commandsOf(value)), typed(() => ticksOf(value, tickArrays))]) {
    for (const command of list ?? [])
      if (encodeCommand(command, writer, tickArrays) === "full") writer.clear();
  }
}

describe("random bytes", () => {
  test("into JSON", () => {
    const goods = commands.map((command) => Buffer.from(JSON.stringify(command)));
    fc.assert(
      fc.property(anyBytes(goods), (bytes) => {
        const value = typed(() => decodeJson(bytes));
        if (value === undefined) jsonFaultAt(Buffer.from(bytes).toString("utf8"));
        else encodeAll(value, false);
      }),
      settings,
    );
  });

  test("into MessagePack", () => {
    const goods = [...commands, commands, [0, 1, 6_400_010, 7, 8, 9], { ticks: [[0, 1, 2, 3]] }].map(
      encodeMessagePack,
    );
    fc.assert(
      fc.property(anyBytes(goods), (bytes) => {
        const value = typed(() => decodeMessagePack(bytes));
        if (value !== undefined) encodeAll(value, true);
      }),
      settings,
    );
  });

  test("into SBE: the message is taken whole or refused whole", () => {
    const tick = { marketId: 0, sourceId: 1, price: 10_000, sequence: 2 };
    const goods = [[tick], [tick, tick, tick]].map((ticks) => writeTickBatch(ticks, 5));
    fc.assert(
      fc.property(anyBytes(goods), (bytes) => {
        writer.clear();
        const refusal = encodeTickBatch(bytes, writer);
        expect(refusal === null).toBe(writer.length > 0);
      }),
      settings,
    );
  });

  test("into events", () => {
    const engine = smallEngine();
    const raw: Buffer[] = [];
    writer.clear();
    const crash = [
      {
        type: "order",
        account: "bob",
        market: "BTC-PERP",
        side: "buy",
        price: "99",
        quantity: "1",
        order: "bid",
      },
      { type: "order", account: "alice", market: "BTC-PERP", side: "sell", price: "99", quantity: "0.5" },
      ...[examples.report, examples.domainReport, examples.depth, examples.hash, null],
    ];
    for (const command of crash) encodeCommand(command, writer);
    engine.applyRecords(writer.written, (bytes) => void raw.push(Buffer.from(bytes)));
    const good = Buffer.concat(raw);
    fc.assert(
      fc.property(anyBytes([good]), (bytes) => {
        typed(() => decodeEvents(bytes, engine.directory, []));
        typed(() => encodeSliceBatch(bytes));
      }),
      settings,
    );
  });

  test("into records: whole ones or none are applied", () => {
    const engine = smallEngine();
    const before = engine.stateHash();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        // A record of a type that is none would trap, as it should: only what is no record at all is tried here.
        const size = new DataView(Uint8Array.from([...bytes, 0, 0, 0, 0]).buffer).getUint32(0, true);
        fc.pre(size < 16 || size > bytes.length || size % 8 !== 0);
        expect(typed(() => engine.applyRecords(bytes, () => {}))).toBeUndefined();
      }),
      settings,
    );
    expect(engine.poisoned).toBe(false);
    expect(engine.stateHash()).toBe(before);
  });
});

test("random values in random fields never do worse than a rejection", () => {
  const engine = smallEngine();
  const value = fc.oneof(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withTypedArray: true,
      withNullPrototype: true,
    }),
    fc.constantFrom("0", "-1", "1.00", "99.95", "O1", "S1", "alice", "BTC-PERP", 0, 1, 2 ** 53 - 1, 2 ** 53),
  );
  const command = fc
    .tuple(fc.constantFrom(...commands), fc.array(fc.tuple(fc.nat(), value), { maxLength: 3 }))
    .map(([good, changes]) => {
      const { key: _, ...changed } = { ...good } as Record<string, unknown>;
      const names = Object.keys(changed);
      for (const [place, to] of changes) changed[names[place % names.length] as string] = to;
      return changed;
    });
  fc.assert(
    fc.property(command, (changed) => {
      const events: Event[] = engine.applyParsed([changed]);
      for (const event of events) expect(JSON.parse(JSON.stringify(event))).toEqual(event);
    }),
    settings,
  );
  expect(engine.poisoned).toBe(false);
  expect(engine.sweep()).toBe(0);
});

describe("a plain tick in JSON", () => {
  const tick = { market: "BTC-PERP", source: "s", price: "64000.10", sequence: 7 };
  const plain = [
    tick,
    { type: "tick", ...tick, sourceTime: 0, time: 1_700_000_000_000_000 },
    { sequence: 0, price: "0", market: "a", source: "x".repeat(64) },
    { ...tick, price: "9007199254740991", sequence: Number.MAX_SAFE_INTEGER },
    { ...tick, price: "0.1000000000000000" },
    { ...tick, price: "0.000000000000000001" },
    { ...tick, price: "9007199254740.991" },
  ].map((one) => Buffer.from(JSON.stringify(one)));
  const spaced = Buffer.from(JSON.stringify(tick, null, 2));
  const others = [
    { ...tick, price: "9007199254740992" },
    { ...tick, price: "9007199254740.992" },
    { ...tick, price: "0.0000000000000000001" },
    { ...tick, sequence: 2 ** 53 },
    { ...tick, price: "01" },
    { ...tick, price: "1." },
    { ...tick, price: "-1" },
    { ...tick, sequence: 1e21 },
    { ...tick, sequence: -1 },
    { ...tick, market: "x".repeat(65) },
    { ...tick, market: "" },
    { ...tick, market: "\u00e9" },
    { ...tick, key: "k" },
    { ...tick, type: "ticks" },
    { ticks: [tick] },
    [tick],
    {},
  ].map((one) => Buffer.from(JSON.stringify(one)));
  const missing = Object.keys(tick).map((key) =>
    Buffer.from(JSON.stringify(tick, (name, value) => (name === key ? undefined : value))),
  );
  const whole = { type: "tick", ...tick, sourceTime: 1, time: 2 };
  const repeated = Object.entries(whole).map(([key, value]) =>
    Buffer.from(`{${JSON.stringify({ [key]: value }).slice(1, -1)},${JSON.stringify(whole).slice(1)}`),
  );

  /** The record that the general way writes; null when it refuses, or throws. */
  function general(message: Uint8Array): Uint8Array | null {
    const writer = createWriter(8192);
    const taken = typed(() => {
      const [one, ...more] = ticksOf(decodeJson(message));
      return more.length === 0 && encodeTick(one, writer) === null;
    });
    return taken === true ? writer.written : null;
  }

  function quick(message: Uint8Array): Uint8Array | null {
    const writer = createWriter(8192);
    writer.bytes.fill(0xff); // what is left from before must not show through
    const taken = encodeJsonTick(message, writer);
    expect(writer.length > 0).toBe(taken);
    return taken ? writer.written : null;
  }

  test("is taken at once", () => {
    for (const message of [...plain, spaced]) {
      expect(quick(message)).toEqual(general(message));
      expect(quick(message)).not.toBeNull();
    }
  });

  test("is left to the general way when it is not so plain", () => {
    for (const message of [...others, ...missing, ...repeated]) expect(quick(message)).toBeNull();
  });

  /** Whatever a reader takes is the record that the general way gives. */
  const agreement = (read: typeof quick) =>
    fc.property(anyBytes([...plain, spaced, ...others]), (message) => {
      const record = read(message);
      if (record !== null) expect(record).toEqual(general(message));
    });

  test("gives the record that the general way gives, or none", () => {
    fc.assert(agreement(quick), { ...settings, numRuns: numRuns * 5 });
  });

  test.each(["sequence", "price", "time"] as const)(
    "whose %s is wrong by one unit would be found",
    (field) => {
      const wrong = (message: Uint8Array) => {
        const record = quick(message);
        if (record !== null) (record[TickCommand[field]] as number) += 1;
        return record;
      };
      expect(fc.check(agreement(wrong), settings).failed).toBe(true);
    },
  );
});
