/**
 * Nothing keeps the receiving thread for long: what is large is done in steps, and a turn of the event loop has no more than a
 * few of them. Counted in bytes of events, which no machine's speed changes.
 */
import { describe, expect, test } from "vitest";
import { decodeMessagePack } from "#breakwater/codec/msgpack.js";
import { encodeSliceBatch } from "#breakwater/codec/sbe.js";
import { eventTypes, selectEvents } from "#breakwater/records/event-types.js";
import type { Service } from "#breakwater/server/service.js";
import { STEP_BYTES, TURN_BYTES, Turns } from "#breakwater/server/turns.js";
import { definitions, get, post, serve, TIME, tick } from "./harness.js";
import { head, rawConnection } from "./raw.js";

const ACCOUNTS = 20_000;
/** The step that passes the mark is the last, and ends with a whole event. */
const MOST = TURN_BYTES + STEP_BYTES + 1_024;

/** Longs that are all bankrupt below 9,000, and nobody who is not. */
async function crowd(): Promise<Service> {
  const service = await serve({
    pool: { limits: { accounts: ACCOUNTS + 8, positions: 2 * ACCOUNTS + 8, orders: 8_192 } },
  });
  const people = Array.from({ length: ACCOUNTS }, (_, i) => [
    { type: "account", account: `trader-${i}`, domain: "d", cash: "100" },
    {
      type: "position",
      account: `trader-${i}`,
      market: "BTC/USD:perp",
      quantity: "0.1",
      entryPrice: "10000",
    },
  ]).flat();
  const first = { type: "tick", ...tick(100_000, 1) };
  const commands = [...definitions.slice(0, 2), first, ...people];
  for (let from = 0; from < commands.length; from += 4_000)
    await service.sequencer.submit(commands.slice(from, from + 4_000));
  expect(service.directory.accountCount).toBe(ACCOUNTS);
  return service;
}

const crash = { ...tick(80_000, 2), time: TIME + 5 };

describe("a tick that bankrupts everybody", () => {
  test.each(["application/json", "application/msgpack", "application/sbe"])(
    "answered in %s, beside streams, is no long turn of the event loop",
    async (accept) => {
      const service = await crowd();
      let events = 0;
      const kept: Uint8Array[] = [];
      service.sequencer.onEvents((some) => {
        events += some.length;
        kept.push(selectEvents([some], eventTypes(["slice"])));
      });
      const from = service.sequencer.log.nextSeq;
      const streams = Array.from({ length: 8 }, () => rawConnection(service));
      for (const one of streams) await one.send(head("GET", `/v1/events?from=${from}`));
      const { status, body } = await post(service, "/v1/ticks", crash, { accept });
      expect(status).toBe(200);
      const slices = encodeSliceBatch(Buffer.concat(kept));
      expect(slices.length).toBe(12 + 64 * ACCOUNTS);
      if (accept === "application/sbe") expect(Buffer.compare(body, slices)).toBe(0);
      else {
        const answer = (accept === "application/json" ? body : decodeMessagePack(body)) as typeof body;
        expect(answer.slices.length).toBe(ACCOUNTS);
        expect([answer.accepted, answer.rejected, answer.marks.length]).toEqual([1, [], 1]);
      }
      const last = service.sequencer.log.nextSeq - 1;
      // Those that come later begin elsewhere each: nothing that is encoded for one is of use to another at first.
      for (let i = 0; i < 8; i++) {
        const one = rawConnection(service);
        await one.send(head("GET", `/v1/events?from=${from + Math.floor((i * (last - from)) / 8)}`));
        streams.push(one);
      }
      for (const one of streams) {
        expect(await one.says(new RegExp(`^id: \\w+:${last}$`, "m"))).toBe(true);
        one.destroy();
      }
      // Very much has been done, and little of it at a time.
      expect(events).toBeGreaterThan(30 * MOST);
      expect(service.turns.longest).toBeGreaterThan(STEP_BYTES);
      expect(service.turns.longest).toBeLessThanOrEqual(MOST);

      // The casebook has them all; a page is shown in steps too.
      const page = await get(service, "/v1/cases?limit=1000&after=C100");
      expect(page.body.cases.map((row: { case: string }) => row.case)).toEqual(
        Array.from({ length: 1_000 }, (_, i) => `C${101 + i}`),
      );
      expect([page.body.next, page.body.cases[999].opened]).toEqual(["C1100", TIME + 5]);
      expect(service.turns.longest).toBeLessThanOrEqual(MOST);
    },
  );
});

describe("turns", () => {
  test("do no more than a turn may have, in the order in which it was given, with others between", async () => {
    const turns = new Turns(100);
    const done: number[] = [];
    for (let i = 0; i < 10; i++)
      turns.give(() => {
        done.push(i);
        return 40;
      });
    const seen: number[] = [];
    while (done.length < 10) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(done.length);
    }
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(seen.filter((count, i) => count !== seen[i - 1])).toEqual([3, 6, 9, 10]);
    expect(turns.longest).toBe(120);
  });

  test("go on behind a step that gives another one", async () => {
    const turns = new Turns(100);
    let left = 5;
    const step = (): number => {
      left -= 1;
      if (left > 0) turns.give(step);
      return 1;
    };
    turns.give(step);
    await turns.room(1);
    expect(left).toBe(4);
    while (left > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(turns.longest).toBeLessThanOrEqual(2);
  });
});
