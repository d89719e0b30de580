/** The table of abuse: what each does is refused or bounded, and somebody else's ticks are taken meanwhile. */
import type { Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Service } from "#breakwater/server/service.js";
import { define, get, post, serve, TIME, tick } from "./harness.js";
import { head, jsonHead, rawConnection } from "./raw.js";

type Raw = ReturnType<typeof rawConnection>;
const raws: Raw[] = [];
afterEach(() => {
  for (const raw of raws.splice(0)) raw.destroy();
});

function open(service: Service, count: number, reads = true): Raw[] {
  const opened = Array.from({ length: count }, () => rawConnection(service, reads));
  raws.push(...opened);
  return opened;
}

const connections = (service: Service) =>
  new Promise<number>((resolve) => service.app.server.getConnections((_, count) => resolve(count)));

let sequence = 10;
/** Somebody else: all of their ticks are applied. */
async function others(service: Service, ticks = 20): Promise<void> {
  for (let i = 0; i < ticks; i++) {
    const { status } = await post(service, "/v1/ticks", tick(100_000 + (i % 2), ++sequence));
    expect(status).toBe(200);
  }
}

/** A book of a thousand levels a side, and a request whose answer shows it twenty times: about a megabyte. */
const DEPTHS = JSON.stringify(Array(20).fill({ type: "depth", market: "BTC/USD:perp", levels: 1000 }));
async function deepBook(service: Service): Promise<void> {
  const side = (from: number, step: number) =>
    Array.from({ length: 1000 }, (_, i) => [((from + step * i) / 10).toFixed(1), "1.25"]);
  const book = { type: "book", market: "BTC/USD:perp", snapshot: true };
  const answer = await post(service, "/v1/commands", {
    ...book,
    bids: side(99_999, -1),
    asks: side(100_001, 1),
  });
  expect([answer.status, answer.body.events]).toEqual([200, []]);
}

/** Sends the rest again and again until the connection is closed. */
async function flood(one: Raw, begin: string, rest: string): Promise<void> {
  await one.send(begin);
  while (one.open()) {
    await Promise.race([one.send(rest), one.ended]);
    // What is written at once must not keep the server, which is in this process, from its turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a client that abuses the server", () => {
  test("by bodies that are held back: none has room from its headers, and who stands still gives way", async () => {
    const service = await serve({ app: { limits: { bodyBytes: 4_194_304 } } });
    await define(service);
    const holding = open(service, 100);
    const part = "x".repeat(100_000);
    for (const one of holding) await one.send(jsonHead("/v1/ticks", 4_000_000) + part);
    // Room for one of them: the first, or who came when that had stood still for its time. All others are refused.
    const isRefused = (one: Raw) => /^HTTP\/1.1 503 [\s\S]*retry-after: 1[\s\S]*OVERLOADED/i.test(one.text());
    while (holding.filter(isRefused).length < 99) await new Promise((resolve) => setTimeout(resolve, 5));
    const held = holding.find((one) => !isRefused(one)) as Raw;
    expect([held.text(), held.open()]).toEqual(["", true]);
    await others(service);
    // As soon as it has stood still for its time it gives way to another, whose body is taken.
    const ticks = { ticks: [tick(100_000, ++sequence)] };
    const body = JSON.stringify(ticks) + " ".repeat(3_000_000);
    let status = 503;
    while (status === 503) ({ status } = await post(service, "/v1/ticks", body));
    expect(status).toBe(200);
    expect(isRefused(held)).toBe(true);
    await others(service);
  });

  test("by bodies in pieces without a length: who stands still the longest gives way", async () => {
    const service = await serve({ app: { limits: { bodyBytes: 4_194_304 } } });
    await define(service);
    const holding = open(service, 100);
    const begin = head("POST", "/v1/ticks", "content-type: application/json", "transfer-encoding: chunked");
    for (const one of holding) await one.send(`${begin}186a0\r\n${"x".repeat(100_000)}\r\n`);
    // At most 41 of them fit.
    const refused = await Promise.all(holding.slice(0, 55).map((one) => one.says(/OVERLOADED/)));
    expect(refused.filter(Boolean).length).toBeGreaterThanOrEqual(50);
    await others(service);
  });

  test("by large bodies to where they are not taken: answered, read no further, and cut off", async () => {
    const service = await serve();
    await define(service);
    const sockets: Socket[] = [];
    service.app.server.on("connection", (socket) => sockets.push(socket));
    const body = Buffer.alloc(4_194_303, "x");
    const kinds = [
      ["/none", 4_194_304, 413, "CAPACITY"],
      ["/v1/ticks", 4_194_305, 413, "CAPACITY"],
      ["/v1/commands", 4_194_304, 413, "CAPACITY"],
      ["/v1/events", 4_194_304, 405, "UNKNOWN_TYPE"],
    ] as const;
    const sending = open(service, 40);
    for (const [i, one] of sending.entries()) {
      const [path, length] = kinds[i % kinds.length] as (typeof kinds)[number];
      void one.send(jsonHead(path, length));
      void one.send(body);
    }
    for (const [i, one] of sending.entries()) {
      const [, , status, code] = kinds[i % kinds.length] as (typeof kinds)[number];
      await one.says(new RegExp(`"code":"${code}"`));
      expect(one.text()).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*connection: close`, "i"));
    }
    await others(service);
    // 168 megabytes are on their way, of which little has been read.
    expect(sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0)).toBeLessThan(60_000_000);
    await Promise.all(sending.map(({ ended }) => ended));
    await others(service);
  });

  test("by posts whose answers it never reads: they are cut off when others need the room", async () => {
    const service = await serve({ app: { limits: { answerBytes: 1_048_576 } } });
    await define(service);
    await deepBook(service);
    const deaf = open(service, 20, false);
    for (const one of deaf)
      for (let i = 0; i < 12; i++) void one.send(jsonHead("/v1/commands", DEPTHS.length) + DEPTHS);
    // A client that does not read does not see that it was cut off: the server has to be asked.
    while ((await connections(service)) > 10) await new Promise((resolve) => setTimeout(resolve, 5));
    await others(service);
  });

  test("by pipelining what it never reads: none is looked at before the answer to the last is on its way", async () => {
    const service = await serve();
    await define(service);
    await deepBook(service);
    const before = service.sequencer.commandSeq;
    const [one] = open(service, 1, false) as [Raw];
    void one.send((jsonHead("/v1/commands", DEPTHS.length) + DEPTHS).repeat(100));
    await others(service, 60);
    // Sixty ticks, and as many of the 2,000 queries as the system's own buffers have room for the answers of.
    expect(service.sequencer.commandSeq - before).toBeGreaterThan(60);
    expect(service.sequencer.commandSeq - before).toBeLessThan(1_000);
    expect(one.open()).toBe(true);
  });

  test("by pipelining without an end: it is cut off", async () => {
    const service = await serve();
    const [one] = open(service, 1) as [Raw];
    await one.send(head("GET", "/openapi.json").repeat(1_000));
    await one.ended;
    expect((await get(service, "/livez")).status).toBe(200);
  });

  test("by pipelining and reading: it has every answer, in order", async () => {
    const service = await serve();
    const [one] = open(service, 1) as [Raw];
    const paths = Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? "/version" : `/none-${i}`));
    await one.send(paths.map((path) => head("GET", path)).join("") + head("GET", "/livez"));
    expect(await one.says(/"alive"/)).toBe(true);
    const statuses = [...one.text().matchAll(/HTTP\/1.1 (\d+) /g)].map(([, status]) => Number(status));
    expect(statuses).toEqual([...paths.map((path) => (path === "/version" ? 200 : 404)), 200]);
  });

  test("by a body in chunks without an end, or in crumbs: refused, and the connection closed", async () => {
    const service = await serve();
    await define(service);
    const chunked = head("POST", "/v1/ticks", "content-type: application/json", "transfer-encoding: chunked");
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const [endless, crumbs] = open(service, 2) as [Raw, Raw];
    await flood(endless, chunked, chunk);
    expect(endless.text()).toMatch(/^HTTP\/1.1 413 /);
    await flood(crumbs, chunked, "1\r\nx\r\n".repeat(1_000));
    expect(crumbs.text()).toMatch(/^HTTP\/1.1 400 /);
    await others(service);
  });

  test("by sixty-four streams from the log's beginning: each has it all, and others are served", async () => {
    const service = await serve();
    await define(service);
    await others(service, 50);
    const streams = open(service, 64);
    const last = service.sequencer.log.nextSeq - 1;
    for (const one of streams) await one.send(head("GET", "/v1/events?from=1"));
    await others(service);
    for (const one of streams) expect(await one.says(new RegExp(`^id: \\w+:${last}$`, "m"))).toBe(true);
  });

  test("by connecting without an end: there are so many connections and no more", async () => {
    const service = await serve({ app: { limits: { connections: 40 } } });
    await define(service);
    const storm = open(service, 200);
    await Promise.race(storm.slice(100).map(({ ended }) => ended));
    while (storm.filter((one) => one.open()).length > 40)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await others(service);
  });

  test("by headers, or a body, that do not come: refused when their time is over", async () => {
    const service = await serve({ app: { limits: { headersMillis: 100, requestMillis: 200 } } });
    const [headers, body, nothing] = open(service, 3) as [Raw, Raw, Raw];
    await headers.send("GET /livez HTTP/1.1\r\nhost: loc");
    await body.send(`${jsonHead("/v1/ticks", 100)}{`);
    await Promise.all([headers.ended, body.ended, nothing.ended]);
    for (const one of [headers, body]) expect(one.text()).toMatch(/^HTTP\/1.1 408 /);
  });
});

describe("a request that asks for too much", () => {
  const query = { type: "depth", market: "BTC/USD:perp" };
  test.each([
    ["15 000 depths", Array(15_000).fill(query)],
    ["as many whose levels are no number", Array(15_000).fill({ ...query, levels: "many" })],
    ["depths of all levels", Array(60).fill({ ...query, levels: 1000 })],
    ["reports", Array(1_000).fill({ type: "report", account: "alice" })],
    ["hashes", Array(20_000).fill({ type: "hash" })],
    ["hashes behind a command", [{ type: "clock", time: TIME + 5 }, ...Array(10).fill({ type: "hash" })]],
  ])("%s: refused before anything is applied", async (_, commands) => {
    const service = await serve();
    await define(service);
    const before = service.sequencer.commandSeq;
    const { status, body } = await post(service, "/v1/commands", commands);
    expect([status, body.code]).toEqual([413, "CAPACITY"]);
    expect(service.sequencer.commandSeq).toBe(before);
  });
});

describe("a large answer", () => {
  test("is the same as a small one's parts, in JSON and in MessagePack", async () => {
    const service = await serve();
    await define(service);
    await deepBook(service);
    const [depth] = JSON.parse(DEPTHS);
    const one = (await post(service, "/v1/commands", depth)).body.events[0];
    const json = await post(service, "/v1/commands", DEPTHS);
    expect(json.headers.get("transfer-encoding")).toBe("chunked");
    const { decodeMessagePack } = await import("#breakwater/codec/msgpack.js");
    const packed = await post(service, "/v1/commands", DEPTHS, { accept: "application/msgpack" });
    for (const { events } of [json.body, decodeMessagePack(packed.body) as typeof json.body]) {
      expect(events.length).toBe(20);
      for (const event of events) expect({ ...event, commandSeq: 0 }).toEqual({ ...one, commandSeq: 0 });
    }
  });

  test("of ticks has its three lists", async () => {
    const service = await serve();
    await define(service);
    const ticks = Array.from({ length: 6_000 }, (_, i) =>
      i % 2 === 0 ? tick(100_000 + (i % 4), 100 + i) : { ...tick(100_000, 1), market: "none" },
    );
    const { status, headers, body } = await post(service, "/v1/ticks", { ticks });
    expect([status, headers.get("transfer-encoding")]).toEqual([200, "chunked"]);
    expect([body.accepted, body.rejected.length, body.slices]).toEqual([3_000, 3_000, []]);
    expect(body.rejected[2_999]).toMatchObject({ type: "rejected", code: "UNKNOWN_MARKET" });
    expect(body.marks.at(-1)).toMatchObject({ type: "mark", market: "BTC/USD:perp" });
    expect(Object.keys(body)).toEqual(["accepted", "rejected", "marks", "slices"]);
  });
});
