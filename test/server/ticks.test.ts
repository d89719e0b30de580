import { beforeEach, describe, expect, test } from "vitest";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { writeTickBatch } from "#breakwater/codec/sbe.js";
import { Engine } from "#breakwater/engine/engine.js";
import type { Service } from "#breakwater/server/service.js";
import { define, definitions, limits, post, serve, stateHash, TIME, tick } from "./harness.js";

const MSGPACK = { "content-type": "application/msgpack" };
const SBE = { "content-type": "application/sbe" };
const crash = tick(90_500, 2, { time: TIME + 2 });

let service: Service;
beforeEach(async () => {
  service = await serve();
  await define(service);
});

const ticks = (body: unknown, headers?: Record<string, string>) => post(service, "/v1/ticks", body, headers);

describe("POST /v1/ticks", () => {
  test("answers the slices that the ticks caused", async () => {
    const { status, type, body } = await ticks(crash);
    expect([status, type]).toEqual([200, "application/json; charset=utf-8"]);
    expect(body).toMatchObject({
      accepted: 1,
      rejected: [],
      marks: [{ type: "mark", mark: "9050.0", sources: 1 }],
    });
    expect(body.slices).toMatchObject([
      {
        type: "slice",
        order: "S1",
        case: "C1",
        account: "alice",
        side: "sell",
        reduceOnly: true,
        timeInForce: "IOC",
      },
    ]);
  });

  test.each([
    ["one", crash],
    ["an array", [tick(99_000, 2, { type: "tick", time: TIME + 2 }), tick(90_500, 3)]],
    ["ticks", { ticks: [tick(99_000, 2), tick(90_500, 3)] }],
  ])("takes %s", async (_, message) => {
    const { status, body } = await ticks(message);
    expect(status).toBe(200);
    expect(body.slices).toHaveLength(1);
  });

  test("answers what was refused among others, in order, with the others applied", async () => {
    const { status, body } = await ticks([
      tick(100_000, 1),
      tick(100_001, 2, { price: "10000.05" }),
      tick(100_002, 2, { colour: "red" }),
      7,
      { ...tick(100_003, 2), type: "order" },
      { ...tick(100_003, 2), market: "none" },
      tick(100_004, 2),
    ]);
    expect(status).toBe(200);
    expect(body.accepted).toBe(1);
    expect(body.rejected.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ["DUPLICATE", expect.anything()],
      ["MALFORMED", "price"],
      ["UNKNOWN_FIELD", "colour"],
      ["MALFORMED", null],
      ["UNKNOWN_TYPE", "type"],
      ["UNKNOWN_MARKET", "market"],
    ]);
    expect(body.marks).toMatchObject([{ mark: "10000.4" }]);
  });

  test.each([
    ["UNKNOWN_MARKET", 404, { ...crash, market: "none" }],
    ["DUPLICATE", 409, tick(90_500, 1)],
    ["SEQUENCE_REGRESSION", 409, tick(90_500, 0)],
    ["MALFORMED", 400, { ...crash, price: 9050 }],
    ["MISSING_FIELD", 400, { market: "m" }],
    ["OUT_OF_RANGE", 400, { ...crash, price: "0" }],
  ])("refuses a single tick with %s and its status", async (code, status, message) => {
    const answer = await ticks(message);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe("application/problem+json; charset=utf-8");
    expect(answer.body).toMatchObject({ code, status, command: "tick" });
  });

  test.each(["application/json", "application/msgpack", "application/sbe"])(
    "refuses a single tick with its status, whatever the answer was to be: %s",
    async (accept) => {
      const { status, type, body } = await ticks(tick(90_500, 1), { accept });
      expect([status, type, body.code]).toEqual([
        409,
        "application/problem+json; charset=utf-8",
        "DUPLICATE",
      ]);
    },
  );

  test.each([
    ["application/msgpack", crash, "application/json"],
    ["application/msgpack", [0, 0, 90_500, 2, 0, TIME + 2], "application/msgpack"],
    ["application/msgpack", [[0, 0, 99_000, 2], { ...crash, sequence: 3 }], "application/sbe"],
  ])("takes %s (%j) and answers %s", async (type, message, accept) => {
    const {
      status,
      body,
      type: answered,
    } = await ticks(encodeMessagePack(message), { "content-type": type, accept });
    expect(status).toBe(200);
    if (accept === "application/sbe") {
      expectSliceBatch(body, 1);
    } else {
      const decoded = accept === "application/json" ? body : decodeMessagePack(body);
      expect(answered).toContain(accept);
      expect(decoded.slices).toMatchObject([
        { order: "S1", account: "alice", limitPrice: expect.any(String) },
      ]);
    }
  });

  test("takes SBE and answers SBE, with the counts in headers", async () => {
    const batch = writeTickBatch(
      [
        { marketId: 0, sourceId: 0, price: 100_000, sequence: 1 },
        { marketId: 9, sourceId: 0, price: 100_000, sequence: 1 },
        { marketId: 0, sourceId: 0, price: 90_500, sequence: 2 },
      ],
      TIME + 2,
    );
    const { status, body, headers } = await ticks(batch, { ...SBE, accept: "application/sbe" });
    expect(status).toBe(200);
    expect([headers.get("breakwater-accepted"), headers.get("breakwater-rejected")]).toEqual(["1", "2"]);
    const view = expectSliceBatch(body, 1);
    expect([view.getBigUint64(12, true), view.getUint32(20, true), view.getUint32(24, true)]).toEqual([
      1n,
      1,
      0,
    ]);
    expect(view.getBigUint64(12 + 48, true)).toBe(BigInt(TIME + 2));
    const none = writeTickBatch([{ marketId: 0, sourceId: 0, price: 90_501, sequence: 3 }]);
    expectSliceBatch((await ticks(none, { ...SBE, accept: "application/sbe" })).body, 0);
    const json = await ticks(writeTickBatch([{ marketId: 0, sourceId: 0, price: 90_502, sequence: 4 }]), SBE);
    expect(json.body).toMatchObject({ accepted: 1, marks: [{ mark: "9050.2" }], slices: [] });
  });

  function expectSliceBatch(body: Uint8Array, slices: number): DataView {
    expect(body).toBeInstanceOf(Uint8Array);
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    expect([0, 2, 4, 6, 8, 10].map((at) => view.getUint16(at, true))).toEqual([0, 2, 1, 1, 64, slices]);
    expect(body.length).toBe(12 + 64 * slices);
    return view;
  }

  test("gives the same state in every encoding, and as a replay does", async () => {
    const walk = Array.from({ length: 50 }, (_, i) => ({
      price: 100_000 - 200 * i,
      sequence: i + 2,
      time: TIME + 10 * i,
    }));
    const engine = new Engine(limits);
    engine.apply(definitions);
    engine.applyParsed([tick(100_000, 1, { type: "tick", time: TIME + 1 })]);
    engine.applyParsed(
      walk.map(({ price, sequence, time }) => tick(price, sequence, { type: "tick", time })),
    );
    const expected = engine.stateHash();

    const send: Record<string, (one: Service) => Promise<unknown>> = {
      json: async (one) =>
        post(
          one,
          "/v1/ticks",
          walk.map(({ price, sequence, time }) => tick(price, sequence, { time })),
        ),
      maps: async (one) => {
        const message = { ticks: walk.map(({ price, sequence, time }) => tick(price, sequence, { time })) };
        return post(one, "/v1/ticks", encodeMessagePack(message), MSGPACK);
      },
      arrays: async (one) => {
        const message = walk.map(({ price, sequence, time }) => [0, 0, price, sequence, 0, time]);
        return post(one, "/v1/ticks", encodeMessagePack(message), MSGPACK);
      },
      sbe: async (one) => {
        for (const { price, sequence, time } of walk) {
          const batch = writeTickBatch([{ marketId: 0, sourceId: 0, price, sequence }], time);
          await post(one, "/v1/ticks", batch, SBE);
        }
      },
    };
    for (const [codec, sendTo] of Object.entries(send)) {
      const one = await serve();
      await define(one);
      await sendTo(one);
      expect([codec, await stateHash(one)]).toEqual([codec, expected]);
    }
  });

  test("takes 10,000 ticks, and no more", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => tick(100_000 + (i % 2), i + 2));
    const full = await ticks(many(10_000));
    expect([full.status, full.body.accepted]).toEqual([200, 10_000]);
    const { status, body } = await ticks(many(10_001));
    expect([status, body.code]).toEqual([400, "MALFORMED"]);
    const batch = writeTickBatch(
      many(10_000).map(({ sequence }) => ({ marketId: 0, sourceId: 0, price: 9, sequence })),
    );
    expect((await ticks(batch, SBE)).status).toBe(200);
  });
});

describe("a bad body of /v1/ticks", () => {
  const good = writeTickBatch([{ marketId: 0, sourceId: 0, price: 100_000, sequence: 2 }]);
  const patched = (at: number, value: number) => {
    const bytes = Uint8Array.from(good);
    new DataView(bytes.buffer).setUint16(at, value, true);
    return bytes;
  };
  const packed = encodeMessagePack(crash);
  const noTicks = new Uint8Array(good.subarray(0, 20));
  new DataView(noTicks.buffer).setUint16(18, 0, true);

  test.each<[string, string | Uint8Array, Record<string, string>]>([
    ["empty", "", {}],
    ["not JSON", "{", {}],
    ["not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), {}],
    ["a string", '"tick"', {}],
    ["null", "null", {}],
    ["an empty array", "[]", {}],
    ["no ticks", '{"ticks":[]}', {}],
    ["ticks that are no array", '{"ticks":{}}', {}],
    ["empty MessagePack", new Uint8Array(0), MSGPACK],
    ["truncated MessagePack", packed.subarray(0, packed.length - 1), MSGPACK],
    ["MessagePack and more", Buffer.concat([packed, Uint8Array.of(0)]), MSGPACK],
    ["MessagePack's unused byte", Uint8Array.of(0xc1), MSGPACK],
    ["empty SBE", new Uint8Array(0), SBE],
    ["truncated SBE", good.subarray(0, good.length - 1), SBE],
    ["SBE without its group", good.subarray(0, 16), SBE],
    ["SBE and more", Buffer.concat([good, Uint8Array.of(0)]), SBE],
    ["another block length", patched(0, 16), SBE],
    ["another template", patched(2, 2), SBE],
    ["another schema", patched(4, 2), SBE],
    ["another version", patched(6, 2), SBE],
    ["another entry length", patched(16, 24), SBE],
    ["more entries than bytes", patched(18, 2), SBE],
    ["SBE without ticks", noTicks, SBE],
  ])("%s is refused, and changes nothing", async (_, body, headers) => {
    const before = service.sequencer.commandSeq;
    const answer = await ticks(body, headers);
    expect(answer.status).toBe(400);
    expect(answer.type).toContain("application/problem+json");
    expect(answer.body).toMatchObject({
      code: "MALFORMED",
      status: 400,
      type: "urn:breakwater:problem:MALFORMED",
    });
    expect(service.sequencer.commandSeq).toBe(before);
  });

  test("with an unknown field beside ticks is refused", async () => {
    const { status, body } = await ticks({ ticks: [crash], colour: "red" });
    expect([status, body.code, body.field]).toEqual([400, "UNKNOWN_FIELD", "colour"]);
  });

  test.each([
    ["text/plain", {}],
    ["application/xml", {}],
    ["application/jsonx", {}],
    ["application/json", { "content-encoding": "gzip" }],
    ["application/sbe", { "content-encoding": "br" }],
  ])("of type %s %j is 415", async (type, more) => {
    const { status, body } = await ticks(crash, { "content-type": type, ...more });
    expect([status, body.code]).toEqual([415, "MALFORMED"]);
  });

  test("of identity encoding, and with a charset, is taken", async () => {
    const headers = { "content-type": "application/json; charset=utf-8", "content-encoding": "identity" };
    expect((await ticks(crash, headers)).status).toBe(200);
  });

  test.each(["text/html", "application/json;q=0", "image/*"])("that accepts %s is 406", async (accept) => {
    const { status, body } = await ticks(crash, { accept });
    expect([status, body.code]).toEqual([406, "MALFORMED"]);
  });

  test.each([
    ["application/sbe, application/json;q=0.9", "application/sbe"],
    ["application/*;q=0.5, application/msgpack;q=0.8", "application/msgpack"],
    ["text/html, */*;q=0.1", "application/json"],
  ])("that accepts %s is answered in %s", async (accept, expected) => {
    expect((await ticks(tick(100_001, 2), { accept })).type).toContain(expected);
  });

  test("that is too large is 413", async () => {
    const { status, body } = await ticks(`[${" ".repeat(4_194_304)}]`);
    expect([status, body.code]).toEqual([413, "CAPACITY"]);
  });
});
