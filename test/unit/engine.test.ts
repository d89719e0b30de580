import { describe, expect, test } from "vitest";
import { constants, Region } from "#breakwater/abi/layout.js";
import { encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { checkLimits, type Limits } from "#breakwater/kernel/limits.js";
import { BUY, OrderFlags, SELL } from "#breakwater/records/batch.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { examples, smallEngine, smallLimits } from "./examples.js";

const BTC = 0;
const EXT = 1;
const ALICE = 0;
const BOB = 1;
const order = (account: string, side: string, price: string, quantity: string) =>
  ({ type: "order", account, market: "BTC-PERP", side, price, quantity }) as const;
const types = (events: readonly Event[]) => events.map(({ type }) => type);

/** Decodes whatever a sink is given. */
function collect(engine: Engine): { events: Event[]; sink: (bytes: Uint8Array) => void } {
  const events: Event[] = [];
  return { events, sink: (bytes) => void decodeEvents(bytes, engine.directory, events) };
}

describe("limits", () => {
  test.each([
    [{ account: 1 }, "UNKNOWN_FIELD (account)"],
    [{ constructor: 1 }, "UNKNOWN_FIELD (constructor)"],
    [{ accounts: 1.5 }, "MALFORMED (accounts)"],
    [{ accounts: "7" }, "MALFORMED (accounts)"],
    [{ accounts: null }, "MALFORMED (accounts)"],
    [{ accounts: Number.NaN }, "MALFORMED (accounts)"],
    [{ accounts: 0 }, "OUT_OF_RANGE (accounts)"],
    [{ accounts: -1 }, "OUT_OF_RANGE (accounts)"],
    [{ accounts: 2 ** 32 }, "OUT_OF_RANGE (accounts)"],
    [{ eventBytes: 65_536 }, "OUT_OF_RANGE (eventBytes)"],
  ])("%j: %s", (limits, message) => {
    expect(() => new Engine(limits as unknown as Partial<Limits>)).toThrow(message);
  });

  test("more than 4 GiB is refused", () => {
    expect(() => new Engine({ accounts: 2 ** 32 - 1 })).toThrow("CAPACITY");
    expect(() => new Engine({ triggerBuckets: 2 ** 31 })).toThrow("CAPACITY");
  });

  test("what is not asked for has its default", () => {
    expect(checkLimits({ accounts: 5 })).toMatchObject({ accounts: 5, markets: 64 });
    expect(smallEngine().limits).toEqual(smallLimits);
  });
});

describe("apply", () => {
  test("gives the events of PROTOCOL.md, in order, across commands", () => {
    const engine = smallEngine(true);
    const events = engine.applyParsed([
      order("bob", "buy", "99.95", "1"),
      order("alice", "sell", "99.95", "0.5"),
      { type: "report", account: "alice" },
      7,
    ]);
    expect(types(events)).toEqual(
      ["accepted", "rested", "accepted", "fill", "position", "position", "fund", "report", "rejected"].filter(
        (type) => type !== "fund",
      ),
    );
    expect(events.map(({ commandSeq }) => commandSeq)).toEqual([7, 7, 8, 8, 8, 8, 9, 10]);
    const seqs = events.flatMap(({ seq }) => seq ?? []);
    expect(seqs).toEqual(seqs.map((_, i) => seqs[0]! + i));
    expect(events.find(({ type }) => type === "fill")).toMatchObject({
      makerOrder: "O1",
      takerOrder: "O2",
      quantity: "0.50",
    });
    expect(engine.sweep()).toBe(0);
    expect(engine.checkInvariants()).toBeNull();
  });

  test("a batch is only an envelope", () => {
    const commands = Array.from({ length: 40 }, (_, i) =>
      order(i % 2 ? "alice" : "bob", i % 3 ? "buy" : "sell", `${98 + (i % 5)}`, "0.1"),
    );
    const [one, many] = [smallEngine(), smallEngine()];
    expect(many.applyParsed(commands)).toEqual(commands.flatMap((command) => one.applyParsed([command])));
    expect(many.stateHash()).toBe(one.stateHash());
  });

  test("more than the command buffer holds is applied in pieces", () => {
    const engine = smallEngine();
    const levels = Array.from({ length: 9000 }, (_, i) => [
      `${100 + i / 20}`.includes(".") ? `${(100 + i / 20).toFixed(2)}` : `${100 + i / 20}`,
      "0",
    ]);
    const books = Array.from({ length: 8 }, () => ({
      type: "book",
      market: "EXT",
      bids: [],
      asks: levels,
      snapshot: false,
    }));
    const events = engine.applyParsed([...books, { type: "hash" }]);
    expect(types(events)).toEqual(["hash"]);
    expect(events[0]?.commandSeq).toBe(6 + 8 + 1);
  });

  test("more events than the event buffer holds are drained in order", () => {
    const engine = smallEngine();
    const commands = Array.from({ length: 3000 }, () => ({ type: "nothing" }));
    const events = engine.applyParsed(commands);
    expect(events).toHaveLength(3000);
    expect(events.map(({ commandSeq }) => commandSeq)).toEqual(commands.map((_, i) => i + 7));
  });

  test("a query and a refused command leave the hash as it was", () => {
    const engine = smallEngine();
    const before = engine.stateHash();
    engine.applyParsed([
      examples.report,
      examples.domainReport,
      examples.depth,
      examples.liquidationMap,
      { type: "nothing" },
      null,
      examples.cancel,
    ]);
    expect(engine.stateHash()).toBe(before);
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    engine.apply([{ type: "clock", time: 1_000_001 }]);
    expect(engine.stateHash()).not.toBe(before);
  });

  test("an object that throws when it is read leaves nothing behind", () => {
    const engine = smallEngine();
    const before = engine.stateHash();
    const trap = {
      type: "clock",
      get time(): number {
        throw new Error("not today");
      },
    };
    expect(() => engine.applyParsed([order("bob", "buy", "99", "1"), trap])).toThrow("not today");
    expect(engine.poisoned).toBe(false);
    expect(engine.stateHash()).toBe(before);
  });
});

describe("idempotency keys", () => {
  test("a redelivered command changes nothing and answers the same", () => {
    const engine = smallEngine();
    const command = { ...order("bob", "buy", "99", "1"), key: "k" };
    const first = engine.applyParsed([command]);
    const hash = engine.stateHash();
    const again = engine.applyParsed([{ type: "hash" }, command, { type: "hash" }]);
    expect(again.slice(1, -1)).toEqual(first);
    expect(again.map(({ commandSeq }) => commandSeq)).toEqual([9, 7, 7, 10]);
    expect(engine.stateHash()).toBe(hash);
  });

  test("also within a batch, and for a command that was refused", () => {
    const engine = smallEngine();
    const bad = { type: "cancel", order: "none", key: "bad" };
    const good = { ...order("bob", "buy", "99", "1"), key: "good" };
    const events = engine.applyParsed([bad, good, good, bad]);
    expect(types(events)).toEqual(["rejected", "accepted", "rested", "accepted", "rested", "rejected"]);
    expect(events[5]).toEqual(events[0]);
    expect(types(engine.apply([{ type: "depth", market: "BTC-PERP" }]))).toEqual(["depth"]);
    expect(engine.apply([{ type: "depth", market: "BTC-PERP" }])[0]).toMatchObject({
      bids: [["99.00", "1.00"]],
    });
  });

  test("belongs to one command: another under it is refused, and what it had stays", () => {
    const engine = smallEngine();
    const command = { ...order("bob", "buy", "99", "1"), key: "k" };
    const first = engine.applyParsed([command]);
    const other = { ...order("bob", "buy", "99", "2"), key: "k" };
    const hash = engine.stateHash();
    const events = engine.applyParsed([
      other,
      { ...command, time: 5n },
      { type: "hash", key: "k" },
      { ...command },
    ]);
    expect(events.slice(0, 3)).toMatchObject([
      { type: "rejected", command: "order", code: "KEY_REUSED", field: "key" },
      { type: "rejected", command: "order", code: "KEY_REUSED", field: "key" },
      { type: "rejected", command: "hash", code: "KEY_REUSED", field: "key" },
    ]);
    expect(events.slice(3)).toEqual(first);
    expect(engine.stateHash()).toBe(hash);
  });

  test("a bad key is refused each time", () => {
    const engine = smallEngine();
    const events = engine.applyParsed(["", "x".repeat(65), 7, null].map((key) => ({ type: "hash", key })));
    expect(events).toMatchObject(Array(4).fill({ type: "rejected", code: "MALFORMED", field: "key" }));
    expect(new Set(events.map(({ commandSeq }) => commandSeq)).size).toBe(4);
  });
});

describe("records", () => {
  test("commands, binary ticks and a TickBatch give the same as apply", () => {
    const [byRecords, byObjects] = [smallEngine(), smallEngine()];
    const writer = createWriter(4096);
    const commands = [order("bob", "buy", "99.95", "1"), { ...examples.tick, sequence: 2, time: 1_000_001 }];
    for (const command of commands) encodeCommand(command, writer);
    encodeCommand([BTC, 0, 10_005, 3, 1_000_000, 1_000_002], writer, true);
    encodeTickBatch(
      writeTickBatch(
        [
          { marketId: BTC, sourceId: 0, price: 10_010, sequence: 4 },
          { marketId: EXT, sourceId: 9, price: 1, sequence: 1 },
        ],
        1_000_003,
      ),
      writer,
    );
    const { events, sink } = collect(byRecords);
    expect(byRecords.applyRecords(writer.written, sink)).toBe(5);
    const ticks = [
      { ...examples.tick, price: "100.05", sequence: 3, sourceTime: 1_000_000, time: 1_000_002 },
      { type: "tick", market: "BTC-PERP", source: "s", price: "100.10", sequence: 4, time: 1_000_003 },
      { type: "tick", market: "EXT", source: "nobody", price: "0.01", sequence: 1, time: 1_000_003 },
    ];
    expect(events).toEqual(byObjects.applyParsed([...commands, ...ticks]));
    expect(byRecords.stateHash()).toBe(byObjects.stateHash());
  });

  test("records may lie at any address, in a Buffer too, whose slices are views", () => {
    const engine = smallEngine();
    const writer = createWriter(1_024);
    encodeCommand({ type: "tick", market: "BTC-PERP", source: "s", price: "100", sequence: 2 }, writer);
    const { written } = writer;
    for (const moved of [Buffer.alloc(written.length + 1), new Uint8Array(written.length + 1)]) {
      moved.set(written, 1);
      expect(engine.applyRecords(moved.subarray(1), () => {})).toBe(1);
    }
  });

  test("more than the command buffer holds is applied in pieces of whole records", () => {
    const engine = smallEngine();
    const writer = createWriter(6_000_000);
    let written = 0;
    while (writer.length < 5_000_000) {
      encodeCommand(
        { type: "tick", market: "BTC-PERP", source: "s", price: "100", sequence: ++written + 1 },
        writer,
      );
    }
    expect(engine.applyRecords(writer.written, () => {})).toBe(written);
  });

  test.each([
    ["half a header", 8, (view: DataView) => view.setUint32(0, 8, true)],
    ["a size of 0", 16, () => {}],
    ["a size beyond the end", 16, (view: DataView) => view.setUint32(0, 24, true)],
    ["a size that is no multiple of 8", 24, (view: DataView) => view.setUint32(0, 20, true)],
    [
      "two sizes that are multiples of 8 only together",
      40,
      (view: DataView) => {
        for (const at of [0, 20]) view.setUint32(at, 20, true);
      },
    ],
  ])("%s is malformed, and nothing is applied", (_, length, write) => {
    const engine = smallEngine();
    const before = engine.stateHash();
    const writer = createWriter(64);
    encodeCommand({ type: "clock", time: 9_000_000 }, writer);
    writer.length = 16 + length;
    write(new DataView(writer.bytes.buffer, 16));
    expect(() => engine.applyRecords(writer.written, () => {})).toThrow("MALFORMED");
    expect(engine.stateHash()).toBe(before);
  });
});

describe("the batch of commands in numbers", () => {
  test("does what the same commands in JSON do", () => {
    const [numbers, json] = [smallEngine(), smallEngine()];
    const { events, sink } = collect(numbers);
    const batch = numbers.batch(sink);
    batch.order(BOB, BTC, BUY, 9995, 100);
    batch.order(ALICE, BTC, SELL, 9995n, 50n, OrderFlags.IOC + OrderFlags.CANCEL_OLDEST);
    batch.order(ALICE, BTC, SELL, 0, 10);
    batch.order(ALICE, BTC, SELL, 10_500, 10, OrderFlags.POST_ONLY);
    batch.order(ALICE, BTC, BUY, 9000, 10, OrderFlags.REDUCE_ONLY);
    batch.order(ALICE, BTC, SELL, 10_500, 10, OrderFlags.FOK + OrderFlags.CANCEL_BOTH);
    batch.cancel(1);
    batch.cancel(99);
    batch.tick(BTC, 0, 10_050, 2, 999_000, 1_000_500);
    expect(batch.flush()).toBe(9);
    const expected = json.applyParsed([
      order("bob", "buy", "99.95", "1"),
      { ...order("alice", "sell", "99.95", "0.5"), timeInForce: "IOC", selfTrade: "oldest" },
      { type: "order", account: "alice", market: "BTC-PERP", side: "sell", quantity: "0.1" },
      { ...order("alice", "sell", "105", "0.1"), postOnly: true },
      { ...order("alice", "buy", "90", "0.1"), reduceOnly: true },
      { ...order("alice", "sell", "105", "0.1"), timeInForce: "FOK", selfTrade: "both" },
      { type: "cancel", order: "O1" },
      { type: "cancel", order: "O99" },
      {
        type: "tick",
        market: "BTC-PERP",
        source: "s",
        price: "100.50",
        sequence: 2,
        sourceTime: 999_000,
        time: 1_000_500,
      },
    ]);
    expect(events).toEqual(expected);
    expect(numbers.stateHash()).toBe(json.stateHash());
  });

  test("what it holds is applied before anything else, and when the buffer is full", () => {
    const engine = smallEngine();
    const { events, sink } = collect(engine);
    const batch = engine.batch(sink);
    batch.cancel(7);
    const [hash] = engine.apply([{ type: "hash" }]);
    expect(events).toMatchObject([{ type: "rejected", commandSeq: 7 }]);
    expect(hash).toMatchObject({ commandSeq: 8 });
    const records = 100_000; // of 24 bytes: more than 2 MiB
    for (let i = 0; i < records; i++) batch.cancel(1);
    expect(batch.flush()).toBe(1 + records);
    expect(events).toHaveLength(1 + records);
    expect(batch.flush()).toBe(0);
  });
});

describe("poison", () => {
  /** An engine whose next report on alice traps. */
  function broken(): Engine {
    const engine = smallEngine();
    const place = constants.MAP_ADDRESS + 4 * Region.accounts;
    const accounts = new DataView(engine.memory.buffer).getUint32(place, true);
    new Uint8Array(engine.memory.buffer, accounts, 64).fill(0xff); // no account has 255 positions
    return engine;
  }
  const report = { type: "report", account: "alice" };

  test("whatever is thrown inside the core ends the engine; the first cause is kept", () => {
    const engine = broken();
    const batch = engine.batch();
    expect(() => engine.applyParsed([report])).toThrow("POISONED");
    expect(engine.poisoned).toBe(true);
    expect(() => engine.apply([])).toThrow("POISONED");
    expect(() => engine.stateHash()).toThrow("POISONED");
    expect(() => engine.sweep()).toThrow("POISONED");
    expect(() => engine.batch()).toThrow("POISONED");
    expect(() => batch.cancel(1)).toThrow("POISONED");
    expect(() => engine.applyRecords(new Uint8Array(0), () => {})).toThrow(
      expect.objectContaining({ cause: expect.any(WebAssembly.RuntimeError) }),
    );
  });

  test("a trap ends it too", () => {
    const engine = broken();
    expect(() => engine.applyParsed([report])).toThrow(
      expect.objectContaining({ code: "POISONED", status: 500 }),
    );
    expect(() => engine.apply([{ type: "hash" }])).toThrow("POISONED");
  });
});

test("another thread's directory reads the same names", async () => {
  const { Directory } = await import("#breakwater/kernel/directory.js");
  const engine = smallEngine();
  const other = new Directory(engine.memory);
  expect(other.market(EXT)).toEqual(engine.directory.market(EXT));
  expect(other.accountName(BOB)).toBe("bob");
  expect(other.accountDomain(BOB).domain).toBe("D");
  expect(engine.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("only the debug build checks invariants", () => {
  expect(() => new Engine(smallLimits).checkInvariants()).toThrow("debug");
});

test("touching all memory beforehand changes nothing", () => {
  const [touched, plain] = [new Engine(smallLimits, { touch: true }), new Engine(smallLimits)];
  expect(touched.stateHash()).toBe(plain.stateHash());
});
