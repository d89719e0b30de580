import { connect, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { encodeTickBatch, writeTickBatch } from "#breakwater/codec/sbe.js";
import type { CommandWriter } from "#breakwater/records/command-writer.js";
import type { Service } from "#breakwater/server/service.js";
import { define, get, post, serve, tick } from "./harness.js";

interface Received {
  readonly id: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an event, it asserts
  readonly event: any;
}

/** Reads server-sent events until `count` have come, or the stream ends. */
async function receive(
  service: Service,
  path: string,
  count: number,
  headers: Record<string, string> = {},
): Promise<Received[]> {
  const leave = new AbortController();
  const response = await fetch(service.url + path, { headers, signal: leave.signal });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const received: Received[] = [];
  let text = "";
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const frames = text.split("\n\n");
      text = frames.pop() ?? "";
      for (const frame of frames) {
        const id = new RegExp(`^id: ${service.epoch}:(\\d+)$`, "m").exec(frame)?.[1];
        const data = /^data: (.*)$/m.exec(frame)?.[1];
        if (id !== undefined && data !== undefined)
          received.push({ id: Number(id), event: JSON.parse(data) });
      }
      if (received.length >= count) break;
    }
  } finally {
    leave.abort();
  }
  return received;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Moves the price `times` times, each of which is one event. */
async function move(service: Service, times: number, sequence: number): Promise<void> {
  const ticks = range(1, times).map((i) => tick(100_000 + (i % 2 === 0 ? 0 : 5), sequence + i));
  await post(service, "/v1/ticks", ticks);
}

describe("GET /v1/events", () => {
  test("streams every event from any seq, without a gap, then what happens next", async () => {
    const service = await serve();
    await define(service);
    await move(service, 200, 1);
    const last = service.sequencer.log.nextSeq - 1;
    for (const from of [1, 2, 7, last - 1, last, last + 1]) {
      const stream = receive(service, `/v1/events?from=${from}`, last - from + 11);
      // What happens while the stream is open follows what happened before.
      const next = service.sequencer.log.nextSeq;
      await move(service, 10, 1000 * from);
      const received = await stream;
      expect(received.map(({ id }) => id)).toEqual(range(from, next + 9).slice(0, received.length));
      expect(received.every(({ id, event }) => event.seq === id)).toBe(true);
      expect(received.length).toBeGreaterThanOrEqual(last - from + 11);
    }
  });

  test("has the events that commands answered, and no answers to queries", async () => {
    const service = await serve();
    await define(service);
    const answer = await post(service, "/v1/commands", [
      { type: "hash" },
      { type: "account", account: "x", domain: "d" },
      { type: "hash" },
    ]);
    const expected = answer.body.events.filter(({ seq }: { seq?: number }) => seq !== undefined);
    const received = await receive(service, `/v1/events?from=${expected[0].seq}`, 1);
    expect(received.map(({ event }) => event)).toEqual(expected);
  });

  test("resumes behind Last-Event-ID, which counts more than from", async () => {
    const service = await serve();
    await define(service);
    const last = `${service.epoch}:4`;
    const received = await receive(service, "/v1/events?from=1", 3, { "last-event-id": last });
    expect(received[0]?.id).toBe(5);
    expect((await receive(service, `/v1/events?from=${last}`, 1))[0]?.id).toBe(4);
  });

  test("does not go on behind what another life has told", async () => {
    const [before, after] = [await serve(), await serve()];
    await Promise.all([define(before), define(after)]);
    const answer = await get(before, "/version");
    const { epoch } = answer.body;
    expect(epoch).toMatch(/^[0-9a-f]{16}$/);
    expect(answer.headers.get("breakwater-epoch")).toBe(epoch);
    expect(after.epoch).not.toBe(epoch);
    const old = `${epoch}:4`;
    for (const [query, headers] of [
      ["", { "last-event-id": old }],
      [`?from=${old}`, {}],
      ["", { "last-event-id": `${epoch}:999999` }],
      // No id of the stream is a number alone: whose it is cannot be known.
      ["", { "last-event-id": "4" }],
      ["?from=1", { "last-event-id": "4" }],
    ] as const) {
      const { status, type, headers: answered, body } = await get(after, `/v1/events${query}`, headers);
      expect([status, type]).toEqual([410, "application/problem+json; charset=utf-8"]);
      expect([body.code, body.title]).toEqual(["OUT_OF_RANGE", expect.stringContaining("another life")]);
      expect(answered.get("breakwater-epoch")).toBe(after.epoch);
    }
    // A number alone is of whichever life this is.
    expect((await receive(after, "/v1/events?from=4", 1))[0]?.id).toBe(4);
  });

  test.each([
    ["a stream", "GET", "/v1/events?from=1", undefined],
    ["a tick", "POST", "/v1/ticks", tick(100_001, 2)],
    ["a tick that is refused", "POST", "/v1/ticks", tick(100_001, 1)],
    ["commands", "POST", "/v1/commands", [{ type: "hash" }]],
    ["no route", "GET", "/v2", undefined],
    ["a report", "GET", "/v1/accounts/alice", undefined],
  ])("names its epoch to %s", async (_, method, path, body) => {
    const service = await serve();
    await define(service);
    const leave = new AbortController();
    const response = await fetch(service.url + path, {
      method,
      signal: leave.signal,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.headers.get("breakwater-epoch")).toBe(service.epoch);
    leave.abort();
  });

  test("begins with what happens next when nothing is asked for", async () => {
    const service = await serve();
    await define(service);
    const next = service.sequencer.log.nextSeq;
    const stream = receive(service, "/v1/events", 1);
    while (service.streams !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await move(service, 1, 1);
    expect((await stream)[0]?.id).toBe(next);
  });

  test.each([
    ["?from=0", {}, 400, "OUT_OF_RANGE"],
    ["?from=999999", {}, 400, "OUT_OF_RANGE"],
    ["?from=-1", {}, 400, "MALFORMED"],
    ["?from=one", {}, 400, "MALFORMED"],
    ["?from=1&from=2", {}, 400, "MALFORMED"],
    ["?since=1", {}, 400, "UNKNOWN_FIELD"],
    ["", { "last-event-id": "x" }, 400, "MALFORMED"],
    ["", { "last-event-id": "a b:1" }, 400, "MALFORMED"],
    ["?from=:1", {}, 400, "MALFORMED"],
    ["?from=0123456789abcdef:", {}, 400, "MALFORMED"],
    ["", { accept: "application/json" }, 406, "MALFORMED"],
  ])("refuses %s %j", async (query, headers, status, code) => {
    const service = await serve();
    const answer = await get(service, `/v1/events${query}`, headers as Record<string, string>);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test("says 410 for what is no longer kept", async () => {
    const service = await serve({ sequencer: { eventLogBytes: 262_144 } });
    await define(service);
    for (let i = 0; i < 4; i++) await move(service, 4000, 1 + 4000 * i);
    const { status, body } = await get(service, "/v1/events?from=1");
    expect([status, body.code]).toEqual([410, "OUT_OF_RANGE"]);
    const oldest = Number(/(\d+)\.$/.exec(body.detail)?.[1]);
    const last = service.sequencer.log.nextSeq - 1;
    const received = await receive(service, `/v1/events?from=${oldest}`, last - oldest + 1);
    expect(received.map(({ id }) => id)).toEqual(range(oldest, last));
  });

  test("has every event of a burst that is larger than the log, for who reads", async () => {
    const service = await serve({ sequencer: { eventLogBytes: 1_048_576 } });
    await define(service);
    const messages = 6;
    const first = service.sequencer.log.nextSeq;
    // Marks that move with each tick, in one batch: 3.4 MB of events.
    const burst = (writer: CommandWriter) => {
      for (let i = 0; i < messages; i++) {
        const ticks = range(1, 10_000).map((k) => ({
          marketId: 0,
          sourceId: 0,
          price: 100_000 + (k % 2),
          sequence: 10_000 * i + k + 1,
        }));
        if (encodeTickBatch(writeTickBatch(ticks), writer) !== null) throw new Error("not written");
      }
    };
    const streams = range(1, 2).map(() => receive(service, "/v1/events", 10_000 * messages));
    while (service.streams !== 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const { commands } = await service.sequencer.submitRecords(burst);
    expect(commands).toBe(10_000 * messages);
    expect(service.sequencer.log.firstSeq).toBeGreaterThan(first);
    for (const received of await Promise.all(streams)) {
      expect(received.map(({ id }) => id)).toEqual(range(first, first + 10_000 * messages - 1));
    }
  });

  test("takes so many streams and no more", async () => {
    const service = await serve({ streams: { max: 1 } });
    await define(service);
    const leave = new AbortController();
    await fetch(`${service.url}/v1/events`, { signal: leave.signal });
    const { status, body, headers } = await get(service, "/v1/events");
    expect([status, body.code, headers.get("retry-after")]).toEqual([503, "OVERLOADED", "1"]);
    leave.abort();
  });

  test("sends a heartbeat", async () => {
    const service = await serve({ streams: { heartbeatMillis: 10 } });
    const response = await fetch(`${service.url}/v1/events`);
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(": heartbeat\n\n")) break;
    }
    expect(text).toMatch(/^retry: 1000\n\n/);
  });

  test("disconnects who does not read, instead of holding events for them", async () => {
    const service = await serve({
      sequencer: { eventLogBytes: 1_048_576 },
      streams: { heartbeatMillis: 20, stallMillis: 50 },
    });
    await define(service);
    const { port } = new URL(service.url);
    const socket: Socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => {});
    socket.pause();
    socket.write("GET /v1/events?from=1 HTTP/1.1\r\nhost: localhost\r\n\r\n");
    while (service.streams === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // More than the socket's buffers and the log hold, so that the reader must fall behind.
    for (let i = 0; i < 30 && service.streams === 1; i++) await move(service, 4000, 1 + 4000 * i);
    while (service.streams === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(service.streams).toBe(0);
    expect(service.sequencer.log.bytes).toBeLessThanOrEqual(1_048_576);
    socket.destroy();
  });
});
