import { afterEach, describe, expect, test, vi } from "vitest";
import { CommandHeader, RejectedEvent, Shard as ShardRow } from "#breakwater/abi/layout.js";
import { encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import { Engine } from "#breakwater/engine/engine.js";
import { Directory } from "#breakwater/kernel/directory.js";
import { Views } from "#breakwater/kernel/views.js";
import { EnginePool, type PoolOptions } from "#breakwater/pool/engine-pool.js";
import { RingWriter } from "#breakwater/pool/ring.js";
import { Shard } from "#breakwater/pool/shard.js";
import { DONE, EVENTS } from "#breakwater/pool/shard-task.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { eventTypes } from "#breakwater/records/event-types.js";
import type { Applied } from "#breakwater/sequencer/applier.js";
import { definitions, limits, TIME, tick } from "../server/harness.js";

const pools: EnginePool[] = [];
async function start(options: PoolOptions = {}): Promise<EnginePool> {
  const pool = await EnginePool.start({ limits, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(pools.splice(0).map((pool) => pool.close(true)));
});

/** The records of some commands. */
function records(commands: readonly unknown[], bytes = 4_194_304): Uint8Array {
  const writer = createWriter(bytes);
  for (const command of commands) {
    if (encodeCommand(command, writer) === "full") throw new Error("too many commands for the writer");
  }
  return writer.written;
}

const walk = (length: number, sequence = 1) =>
  Array.from({ length }, (_, i) =>
    tick(100_000 + ((i * 7919) % 500), sequence + i, { type: "tick", time: TIME + i }),
  );

const bytesOf = (pieces: readonly Uint8Array[]) => pieces.reduce((sum, { length }) => sum + length, 0);

describe("a shard", () => {
  test("answers batches in order, with the events that the engine has in process", async () => {
    const { shard, memory } = await start();
    const engine = new Engine(limits);
    const batches = [
      definitions,
      ...Array.from({ length: 50 }, (_, i) => walk(100, 1 + 100 * i)),
      [{ type: "hash" }],
    ];
    const applied = await Promise.all(batches.map((batch) => shard.send(records(batch))));
    const directory = new Directory(memory);
    for (const [i, batch] of batches.entries()) {
      expect(applied[i]?.commands).toBe(batch.length);
      expect(decodeEvents(Buffer.concat(applied[i]!.events), directory)).toEqual(engine.applyParsed(batch));
    }
  });

  test("applies small batches in this thread while the worker rests: the state is one", async () => {
    const { shard, memory } = await start({ inlineBytes: 4_096 });
    const engine = new Engine(limits);
    const directory = new Directory(memory);
    const hash = { type: "hash" };
    // What was applied here is good until the next batch.
    const lasting = ({ events, commands }: Applied) => ({
      events: events.map((piece) => new Uint8Array(piece)),
      commands,
    });
    let here = 0;
    for (const [i, batch] of [
      definitions,
      ...Array.from({ length: 40 }, (_, i) => [...walk(i % 4 === 3 ? 100 : 5, 1 + 100 * i), hash]),
    ].entries()) {
      const answer = shard.submit(records(batch));
      const applied = answer instanceof Promise ? answer : lasting(answer);
      // What comes while the worker is busy waits for its turn.
      const behind = shard.submit(records([hash]));
      if (!(applied instanceof Promise)) here += 1;
      expect(behind instanceof Promise).toBe(applied instanceof Promise);
      expect(decodeEvents(Buffer.concat((await applied).events), directory), `batch ${i}`).toEqual(
        engine.applyParsed(batch),
      );
      expect(decodeEvents(Buffer.concat((await behind).events), directory)).toEqual(
        engine.applyParsed([hash]),
      );
      expect(shard.outstanding).toBe(0);
    }
    expect(here).toBe(31);
  });

  test("applies in this thread only what is certain to be short", async () => {
    const { shard } = await start();
    const accounts = 3000;
    const world = [
      ...definitions,
      ...Array.from({ length: accounts }, (_, i) => [
        { type: "account", account: `long${i}`, domain: "d", cash: "100" },
        {
          type: "position",
          account: `long${i}`,
          market: "BTC/USD:perp",
          quantity: "0.1",
          entryPrice: "10000",
        },
        { type: "account", account: `short${i}`, domain: "d", cash: "1000" },
        {
          type: "position",
          account: `short${i}`,
          market: "BTC/USD:perp",
          quantity: "-0.1",
          entryPrice: "10000",
        },
      ])
        .flat()
        .slice(0, 4 * 1000),
      tick(100_000, 1, { type: "tick", time: TIME }),
    ];
    await shard.send(records(world));
    const tickById = (price: number, sequence: number) => {
      const writer = createWriter();
      const message = writeTickBatch([{ marketId: 0, sourceId: 0, price, sequence }]);
      expect(encodeTickBatch(message, writer)).toBeNull();
      return new Uint8Array(writer.written);
    };
    const isHere = async (batch: Uint8Array) => {
      const answer = shard.submit(batch);
      await answer;
      return !(answer instanceof Promise);
    };
    const byName = (tenths: number, sequence: number) =>
      records([tick(tenths, sequence, { type: "tick", time: TIME + sequence })]);
    expect(await isHere(tickById(100_005, 2))).toBe(true);
    expect(await isHere(byName(99_995, 3))).toBe(true);
    expect(await isHere(records([{ type: "clock", time: TIME + 4 }]))).toBe(true);
    for (const command of [{ type: "hash" }, { type: "liquidationMap", market: "BTC/USD:perp" }]) {
      expect(await isHere(records([command]))).toBe(false);
    }
    expect(await isHere(records([...walk(2, 4), { type: "report", account: "alice" }]))).toBe(false);
    // The mark that liquidates a thousand, by name and by number; then they are open.
    expect(await isHere(byName(90_500, 10))).toBe(false);
    expect(await isHere(tickById(90_505, 11))).toBe(false);
    expect(await isHere(records([{ type: "clock", time: TIME + 20 }]))).toBe(false);
  });

  test("hands events over while the batch that causes them is applied", async () => {
    const { shard, memory } = await start();
    await shard.send(records(definitions));
    const writer = createWriter(4_194_304);
    for (let i = 0; i < 10; i++) {
      const ticks = Array.from({ length: 10_000 }, (_, k) => ({
        marketId: 0,
        sourceId: 0,
        price: 100_000 + (k % 2),
        sequence: 1 + 10_000 * i + k,
      }));
      expect(encodeTickBatch(writeTickBatch(ticks), writer)).toBeNull();
    }
    const pieces: Uint8Array[] = [];
    let held = false;
    shard.holdWhile(() => held);
    const answer = shard.send(writer.written, (events) => {
      pieces.push(events);
      held = true;
    });
    let isDone = false;
    void answer.then(() => {
      isDone = true;
    });
    // What is held is not lost, and no more of it comes.
    while (pieces.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const taken = pieces.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([pieces.length, isDone]).toEqual([taken, false]);
    shard.holdWhile(() => false);
    const { events, commands } = await answer;
    expect(commands).toBe(100_000);
    expect(Buffer.concat(pieces).equals(Buffer.concat(events))).toBe(true);
    const directory = new Directory(memory);
    for (const piece of pieces) expect(decodeEvents(piece, directory).length).toBeGreaterThan(0);
  });

  test("keeps for an answer only the types that are asked for, and shows all", async () => {
    const { shard, memory } = await start({ inlineBytes: 0 });
    const directory = new Directory(memory);
    await shard.send(records(definitions));
    const shown: Uint8Array[] = [];
    const take = (events: Uint8Array) => void shown.push(Uint8Array.from(events));
    const { events } = await shard.send(records(walk(100, 1)), take, eventTypes(["breaker"]));
    const all = decodeEvents(Buffer.concat(shown), directory);
    expect(decodeEvents(Buffer.concat(events), directory)).toEqual(
      all.filter(({ type }) => type === "breaker"),
    );
    expect([events.length, all.filter(({ type }) => type === "mark").length]).toEqual([1, 100]);
  });

  test("carries a batch that is larger than a piece, and events that are larger than the ring", async () => {
    // A tick of 32 bytes that is refused is answered by 112 bytes of event.
    const { shard } = await start({ ringBytes: 1_048_576 });
    const batch = writeTickBatch(
      Array.from({ length: 10_000 }, (_, sequence) => ({ marketId: 9, sourceId: 9, price: 1, sequence })),
    );
    const writer = createWriter();
    expect(encodeTickBatch(batch, writer)).toBeNull();
    for (let i = 0; i < 20; i++) {
      const { events, commands } = await shard.send(writer.written);
      expect([commands, bytesOf(events)]).toEqual([10_000, 10_000 * RejectedEvent.BYTES]);
    }
    const small = records(walk(1000, 1));
    expect(small.length).toBeGreaterThan(100_000);
    const answers = await Promise.all([shard.send(small), shard.submit(small)]);
    expect(answers.map(({ commands }) => commands)).toEqual([1000, 1000]);
  });

  test("refuses a batch that would never fit, and takes nothing of it", async () => {
    const { shard } = await start({ ringBytes: 4_194_304 });
    expect(shard.batchMax).toBe(2_097_152);
    await expect(shard.send(new Uint8Array(shard.batchMax + 8))).rejects.toMatchObject({
      code: "CAPACITY",
    });
    expect(shard.outstanding).toBe(0);
  });

  test("takes a batch of half a ring, the largest that it takes", async () => {
    const shard = new Shard({ ringBytes: 65_536 });
    const batch = new Uint8Array(shard.batchMax);
    for (const at of [0, shard.batchMax / 2])
      new DataView(batch.buffer).setUint32(at + CommandHeader.size, shard.batchMax / 2, true);
    const answer = shard.send(batch).catch(({ code }) => code);
    expect(shard.outstanding).toBe(1);
    shard.poisoned("test");
    expect(await answer).toBe("POISONED");
  });

  test("is OVERLOADED when the ring is full, takes all or nothing, and hangs nobody when it dies", async () => {
    // No worker takes anything out of this one's ring.
    const shard = new Shard({ ringBytes: 65_536 });
    const batch = records(walk(10));
    const answers: Promise<unknown>[] = [];
    let refused = 0;
    while (refused === 0) {
      const answer = shard.send(batch).catch((error) => error);
      answers.push(answer);
      const settled = await Promise.race([answer, new Promise((resolve) => setImmediate(resolve, null))]);
      if (settled !== null) {
        expect(settled).toMatchObject({ code: "OVERLOADED", status: 503 });
        refused += 1;
      }
    }
    expect(answers.length).toBeGreaterThan(20);
    expect(shard.outstanding).toBe(answers.length - 1);
    shard.poisoned("test");
    for (const error of (await Promise.all(answers)).slice(0, -1))
      expect(error).toMatchObject({ code: "POISONED" });
    await expect(shard.send(batch)).rejects.toMatchObject({ code: "POISONED" });
  });

  test("finishes what is outstanding before it closes", async () => {
    const pool = await EnginePool.start({ limits });
    const answers = [definitions, walk(1000)].map((batch) => pool.shard.send(records(batch)));
    await pool.close();
    expect((await Promise.all(answers)).map(({ commands }) => commands)).toEqual([definitions.length, 1000]);
    await expect(pool.shard.send(records(walk(1)))).rejects.toMatchObject({ code: "POISONED" });
  });

  test("closes when idle, whether the worker spins or sleeps", async () => {
    for (const spins of [0, 100_000_000]) await (await EnginePool.start({ limits, spins })).close();
  });
});

describe("a shard's end", () => {
  test("comes with a trap in the core", async () => {
    const { shard, memory } = await start();
    await shard.send(records(definitions));
    const reasons: string[] = [];
    shard.onPoison((reason) => reasons.push(reason));
    // The engine's own scalars overwritten: it believes in more domains and markets than there is memory for.
    const views = new Views(memory);
    views.bytes.fill(0xff, views.address("shard"), views.address("shard") + ShardRow.BYTES);
    const answers = [
      records([{ type: "clock", time: TIME }]),
      records(walk(10)),
      records([{ type: "hash" }]),
    ].map((batch) =>
      shard.send(batch).then(
        () => "applied",
        (error) => error.code,
      ),
    );
    expect(await Promise.all(answers)).toContain("POISONED");
    expect(reasons).toHaveLength(1);
    await expect(shard.send(records(walk(1)))).rejects.toMatchObject({ code: "POISONED", status: 500 });
  });

  test("comes with a trap in this thread", async () => {
    const { shard, memory } = await start();
    shard.submit(records(definitions));
    const reasons: string[] = [];
    shard.onPoison((reason) => reasons.push(reason));
    const views = new Views(memory);
    // Its domains overwritten: it believes in more than there is memory for.
    views.view.setUint32(views.address("shard") + ShardRow.domains, 0xffff_ffff, true);
    expect(() => shard.submit(records([{ type: "hash" }, { type: "clock", time: TIME }]))).toThrow(
      "POISONED",
    );
    expect(reasons).toHaveLength(1);
    expect(() => shard.submit(records(walk(1)))).toThrow("POISONED");
    await expect(shard.send(records(walk(1)))).rejects.toMatchObject({ code: "POISONED" });
  });

  test("comes with records that are none", async () => {
    const { shard } = await start();
    await expect(shard.send(new Uint8Array(64))).rejects.toMatchObject({ code: "POISONED" });
    expect(shard.poison).toMatch(/MALFORMED/);
  });

  const worker = new URL("./failing-worker.mjs", import.meta.url);
  const failing = (failure: string) => ({
    worker,
    inlineBytes: 0, // there is no engine
    limits: { failure } as unknown as NonNullable<PoolOptions["limits"]>,
  });

  test.each(["exit", "throw", "end"])("comes with a worker that fails: %s", async (failure) => {
    const { shard } = await start(failing(failure));
    const answers = await Promise.allSettled([1, 2, 3].map(() => shard.send(records(walk(1)))));
    for (const answer of answers) expect(answer).toMatchObject({ reason: { code: "POISONED" } });
  });

  test("does not come with a worker that takes long: it is named", async () => {
    const { shard } = await start(failing("hang"));
    expect(shard.busy).toBeNull();
    shard.send(records(walk(1))).catch(() => {});
    while (shard.busy === null) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(shard.busy).toMatchObject({ command: null });
    expect([shard.poison, shard.outstanding]).toEqual([null, 1]);
  });

  test("does not come with time alone, however long a command takes", () => {
    vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval", "Date"] });
    const shard = new Shard({ ringBytes: 65_536 });
    shard.send(records(walk(1))).catch(() => {});
    vi.advanceTimersByTime(3_600_000);
    expect(shard.busy).toMatchObject({ millis: 3_600_000 });
    expect([shard.poison, shard.outstanding]).toEqual([null, 1]);
    shard.poisoned("test");
  });

  test("comes with a worker that does not answer, when that was asked for", async () => {
    const { shard } = await start({ ...failing("hang"), stallMillis: 1 });
    await expect(shard.send(records(walk(1)))).rejects.toMatchObject({ code: "POISONED" });
    expect(shard.poison).toBe("the worker does not answer");
  });

  test("throws nothing away that the worker had finished", async () => {
    const shard = new Shard({ ringBytes: 65_536 });
    const answers = [1, 2].map((sequence) => shard.send(records(walk(1, sequence))));
    const [settled, events] = [Promise.allSettled(answers), Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1)];
    const worker = new RingWriter(shard.eventRing);
    worker.tryWrite(EVENTS, events);
    worker.tryWrite(DONE, Uint8Array.of(1, 0, 0, 0));
    worker.tryWrite(EVENTS, events); // of the second, which it did not finish
    shard.poisoned("test");
    expect(await settled).toMatchObject([
      { status: "fulfilled", value: { events: [events], commands: 1 } },
      { status: "rejected", reason: { code: "POISONED" } },
    ]);
  });

  test("comes once, is told once, and lets whoever waits for it go on", async () => {
    const shard = new Shard({ ringBytes: 65_536 });
    const reasons: string[] = [];
    shard.onPoison((reason) => reasons.push(reason));
    const answer = shard.send(records(walk(1))).catch(({ code }) => code);
    const finished = shard.finish();
    shard.poisoned("first");
    shard.poisoned("second");
    shard.onPoison((reason) => reasons.push(`late: ${reason}`));
    expect(await answer).toBe("POISONED");
    await finished;
    expect([shard.poison, reasons]).toEqual(["first", ["first", "late: first"]]);
  });

  test("that was asked for is not told", async () => {
    const shard = new Shard({ ringBytes: 65_536 });
    const reasons: string[] = [];
    shard.onPoison((reason) => reasons.push(reason));
    await shard.finish();
    shard.poisoned("it ended");
    expect([shard.poison, reasons]).toEqual(["it ended", []]);
  });

  test.each(["start", "silent start"])("comes before it begins: %s", async (failure) => {
    await expect(EnginePool.start({ ...failing(failure), startMillis: 200 })).rejects.toThrow(
      /no core|not ready in time/,
    );
  });

  test("comes before it begins when the limits cannot be", async () => {
    await expect(EnginePool.start({ limits: { markets: 0 } })).rejects.toThrow("OUT_OF_RANGE (markets)");
  });
});
