import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import type { Applied, Applier } from "#breakwater/sequencer/applier.js";
import {
  type Answer,
  AtomicRefusal,
  Sequencer,
  type SequencerOptions,
} from "#breakwater/sequencer/sequencer.js";
import { definitions, limits, machineAt, TIME, tick } from "../server/harness.js";

/** An engine in this thread; answers come when it is let go. */
class InProcess implements Applier {
  readonly engine = new Engine(limits);
  submits = 0;
  refuseWith: Error | null = null;
  gate: Promise<void> = Promise.resolve();

  async submit(records: Uint8Array): Promise<Applied> {
    if (this.refuseWith !== null) throw this.refuseWith;
    this.submits += 1;
    const chunks: Uint8Array[] = [];
    const commands = this.engine.applyRecords(records, (bytes) => chunks.push(Uint8Array.from(bytes)));
    await this.gate;
    return { events: chunks, commands };
  }
}

let core: InProcess;
const make = (options: SequencerOptions = {}) =>
  new Sequencer(core, { clockInterval: 0, machine: machineAt(() => TIME), ...options });
const eventsOf = ({ events }: Answer): Event[] => decodeEvents(Buffer.concat(events), core.engine.directory);
const types = (answer: Answer) => eventsOf(answer).map(({ type }) => type);

beforeEach(() => {
  core = new InProcess();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("sequencer", () => {
  test("answers each call with its own commands' events, in order", async () => {
    const sequencer = make();
    const [first, second, third] = await Promise.all([
      sequencer.submit([definitions[0]]),
      sequencer.submit(definitions.slice(1)),
      sequencer.submitTicks([{ ...tick(100_000, 1), type: "tick" }]),
    ]);
    expect(types(first)).toEqual(["accepted", "breaker"]);
    expect(types(second)).toEqual(["accepted", "breaker", "accepted", "accepted", "accepted", "accepted"]);
    expect(types(third)).toEqual(["mark", "breaker"]);
    expect(sequencer.commandSeq).toBe(7);
    expect(sequencer.log.nextSeq).toBe(11);
  });

  test("stamps what came without a time, and leaves the others", async () => {
    let now = TIME + 5;
    const sequencer = make({ machine: machineAt(() => now) });
    const [own, stamped] = await Promise.all([
      sequencer.submit([{ ...definitions[0], time: TIME + 3 }]),
      sequencer.submit([definitions[1]]),
    ]);
    expect(eventsOf(own)[0]?.time).toBe(TIME + 3);
    expect(eventsOf(stamped)[0]?.time).toBe(TIME + 5);
    now = TIME + 9;
    expect(eventsOf(await sequencer.submit([definitions[2]]))[0]?.time).toBe(TIME + 9);
  });

  test("counts a refused command and answers it in its turn", async () => {
    const answer = await make().submit([{ type: "nonsense" }, definitions[0], null]);
    expect(eventsOf(answer).map(({ type, commandSeq }) => [type, commandSeq])).toEqual([
      ["rejected", 1],
      ["accepted", 2],
      ["breaker", 2],
      ["rejected", 3],
    ]);
  });

  test("takes nothing of an atomic batch of which a part fails the static checks", async () => {
    const sequencer = make();
    const batch = [definitions[0], { type: "nonsense" }, { ...definitions[2], key: "k", cash: 7 }];
    const refusal = await sequencer.submit(batch, true).catch((error) => error);
    expect(refusal).toBeInstanceOf(AtomicRefusal);
    expect(refusal.refusals).toMatchObject([
      { index: 1, code: "UNKNOWN_TYPE" },
      { index: 2, code: "MALFORMED", field: "cash" },
    ]);
    expect([core.submits, sequencer.commandSeq]).toEqual([0, 0]);
    // The key of what was not taken is free.
    const again = await sequencer.submit([definitions[0], { ...definitions[2], key: "k" }], true);
    expect(types(again)).toEqual(["accepted", "breaker", "accepted"]);
  });

  test("refuses other commands among ticks", async () => {
    const sequencer = make();
    await sequencer.submit(definitions);
    const answer = await sequencer.submitTicks(
      [{ type: "account", account: "x", domain: "d" }, [0, 0, 100_000, 1]],
      true,
    );
    expect(eventsOf(answer)).toMatchObject([
      { type: "rejected", command: null, code: "UNKNOWN_TYPE", field: "type" },
      { type: "mark", mark: "10000.0" },
      { type: "breaker", state: "cleared" },
    ]);
  });

  test("sends clock commands, one at a time, until it is stopped", async () => {
    vi.useFakeTimers();
    let now = TIME;
    const sequencer = make({ clockInterval: 100_000, machine: machineAt(() => (now += 1)) });
    sequencer.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(core.submits).toBe(10);
    let open = () => {};
    core.gate = new Promise((resolve) => {
      open = resolve;
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(core.submits).toBe(11);
    open();
    await vi.advanceTimersByTimeAsync(100);
    expect(core.submits).toBe(12);
    sequencer.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(core.submits).toBe(12);
    expect(sequencer.commandSeq).toBe(12);
  });
});

describe("idempotency keys", () => {
  const keyed = { ...definitions[0], key: "k-1" };

  test("answer a redelivery the same, and change nothing", async () => {
    const sequencer = make();
    const first = await sequencer.submit([keyed]);
    const hash = core.engine.stateHash();
    const again = await sequencer.submit([keyed]);
    expect(eventsOf(again)).toEqual(eventsOf(first));
    expect(again.commands).toBe(0);
    expect(core.engine.stateHash()).toBe(hash);
    expect(sequencer.log.nextSeq).toBe(3);
  });

  test("hold within one batch, in order", async () => {
    const sequencer = make();
    const answer = await sequencer.submit([keyed, definitions[1], keyed, { type: "hash" }]);
    expect(types(answer)).toEqual([
      "accepted",
      "breaker",
      "accepted",
      "breaker",
      "accepted",
      "breaker",
      "hash",
    ]);
    expect(eventsOf(answer).map(({ commandSeq }) => commandSeq)).toEqual([1, 1, 2, 2, 1, 1, 3]);
  });

  test("a redelivered command whose answer was too large to keep has its first event", async () => {
    const sequencer = make({ keyBytes: 4_096 });
    await sequencer.submit(definitions);
    // 0.1 more at 10,000: a tick that liquidates alice has some events.
    const crash = { type: "tick", ...tick(80_000, 1), key: "crash", time: TIME + 1 };
    const first = await sequencer.submit([crash, { type: "hash" }]);
    expect(types(first).length).toBeGreaterThan(3);
    const again = await sequencer.submit([{ type: "hash" }, crash]);
    expect(types(again)).toEqual(["hash", types(first)[0]]);
    expect(eventsOf(again)[1]).toEqual(eventsOf(first)[0]);
    expect(again.commands).toBe(1);
  });

  test("hold for a redelivery that overtakes the answer", async () => {
    const sequencer = make();
    let open = () => {};
    core.gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = sequencer.submit([keyed]);
    const again = sequencer.submit([keyed]);
    open();
    expect(eventsOf(await again)).toEqual(eventsOf(await first));
    expect(core.submits).toBe(1);
  });

  test("hold for refused commands and for ticks", async () => {
    const sequencer = make();
    const refused = await sequencer.submit([{ type: "account", key: "r", account: "a", domain: "none" }]);
    expect(eventsOf(refused)).toMatchObject([{ type: "rejected", code: "UNKNOWN_DOMAIN" }]);
    await sequencer.submit(definitions);
    const again = await sequencer.submit([{ type: "account", key: "r", account: "a", domain: "none" }]);
    expect(eventsOf(again)).toEqual(eventsOf(refused));
    const ticks = [{ ...tick(100_000, 1), type: "tick", key: "t" }];
    const marked = await sequencer.submitTicks(ticks);
    expect(types(marked)).toEqual(["mark", "breaker"]);
    expect(eventsOf(await sequencer.submitTicks(ticks))).toEqual(eventsOf(marked));
  });

  test("belong to one command, whatever its codec and whenever it came", async () => {
    let now = TIME;
    const sequencer = make({ machine: machineAt(() => (now += 1)) });
    const first = await sequencer.submit([keyed]);
    const packed = encodeMessagePack({ ...keyed, triggerAtEquality: false, caseHorizon: 600_000_000 });
    expect(eventsOf(await sequencer.submit([decodeMessagePack(packed)]))).toEqual(eventsOf(first));
    const other = { ...keyed, domain: "e" };
    for (const command of [
      other,
      { ...keyed, time: 5 },
      { ...keyed, time: -1 },
      { type: "hash", key: "k-1" },
    ]) {
      const answer = await sequencer.submit([command]);
      expect(eventsOf(answer)).toMatchObject([{ type: "rejected", code: "KEY_REUSED", field: "key" }]);
      expect(answer.commands).toBe(1);
    }
    expect(eventsOf(await sequencer.submit([keyed]))).toEqual(eventsOf(first));
    expect(types(await sequencer.submit([{ ...other, key: "k-2" }]))).toEqual(["accepted", "breaker"]);
  });

  test("with another command within one batch: that one is refused in its place, an atomic batch as a whole", async () => {
    const sequencer = make();
    const other = { ...keyed, domain: "e" };
    await expect(sequencer.submit([keyed, other], true)).rejects.toMatchObject({
      refusals: [{ index: 1, code: "KEY_REUSED", field: "key" }],
    });
    expect(sequencer.commandSeq).toBe(0);
    const answer = await sequencer.submit([keyed, other, keyed, { type: "hash" }]);
    expect(types(answer)).toEqual(["accepted", "breaker", "rejected", "accepted", "breaker", "hash"]);
    expect(eventsOf(answer).map(({ commandSeq }) => commandSeq)).toEqual([1, 1, 2, 1, 1, 3]);
  });

  test("of a malformed command belong to it, and a stamped time is no part of it", async () => {
    let now = TIME;
    const sequencer = make({ machine: machineAt(() => (now += 1)) });
    const bad = { ...keyed, time: -1 };
    const first = await sequencer.submit([bad]);
    expect(eventsOf(first)).toMatchObject([{ code: "OUT_OF_RANGE", field: "time" }]);
    expect(eventsOf(await sequencer.submit([bad]))).toEqual(eventsOf(first));
    expect(eventsOf(await sequencer.submit([keyed]))).toMatchObject([{ code: "KEY_REUSED" }]);
  });

  test("are free again when the batch was not taken", async () => {
    const sequencer = make();
    core.refuseWith = new Error("full");
    await expect(sequencer.submit([keyed])).rejects.toThrow("full");
    core.refuseWith = null;
    expect(types(await sequencer.submit([keyed]))).toEqual(["accepted", "breaker"]);
    expect(sequencer.commandSeq).toBe(1);
  });

  test("are forgotten least recently used first", async () => {
    const sequencer = make({ keys: 2 });
    const account = (name: string) => ({ type: "account", account: name, domain: "d", key: name });
    await sequencer.submit([definitions[0], account("a"), account("b")]);
    await sequencer.submit([account("a")]);
    await sequencer.submit([account("c")]);
    expect(types(await sequencer.submit([account("a")]))).toEqual(["accepted"]);
    expect(eventsOf(await sequencer.submit([account("b")]))).toMatchObject([{ code: "ALREADY_EXISTS" }]);
  });

  test("that are malformed are refused like any field", async () => {
    const sequencer = make();
    for (const key of ["", "k".repeat(65), 7, null]) {
      expect(eventsOf(await sequencer.submit([{ ...keyed, key }]))).toMatchObject([
        { type: "rejected", field: "key" },
      ]);
    }
  });
});
