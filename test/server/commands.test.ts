import { beforeEach, describe, expect, test } from "vitest";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { Engine } from "#breakwater/engine/engine.js";
import type { Service } from "#breakwater/server/service.js";
import { define, definitions, limits, post, serve, stateHash, TIME, tick } from "./harness.js";

let service: Service;
beforeEach(async () => {
  service = await serve();
});

const send = (body: unknown, query = "", headers: Record<string, string> = {}) =>
  post(service, `/v1/commands${query}`, body, headers);
const account = (name: string, more: object = {}) => ({
  type: "account",
  account: name,
  domain: "d",
  ...more,
});

describe("POST /v1/commands", () => {
  test("takes one command and answers its events", async () => {
    const { status, body } = await send(definitions[0]);
    expect(status).toBe(200);
    expect(body.events).toMatchObject([
      { type: "accepted", seq: 1, commandSeq: 1, time: TIME, command: "domain", domain: "d", domainId: 0 },
      { type: "breaker", seq: 2, commandSeq: 1, domain: "d", breaker: "FUND_FLOOR", state: "tripped" },
    ]);
  });

  test("takes an array, in order, and answers what was refused in its place", async () => {
    const { status, body } = await send([
      ...definitions,
      { type: "teleport" },
      account("alice"),
      { type: "hash" },
    ]);
    expect(status).toBe(200);
    const told = body.events.filter(({ type }: { type: string }) => type !== "breaker");
    expect(
      told.map(({ type, commandSeq, code }: Record<string, unknown>) => [type, commandSeq, code]),
    ).toEqual([
      ...definitions.map((_, i) => ["accepted", i + 1, undefined]),
      ["rejected", 7, "UNKNOWN_TYPE"],
      ["rejected", 8, "ALREADY_EXISTS"],
      ["hash", 9, undefined],
    ]);
    expect(told.at(-1)).not.toHaveProperty("seq");
  });

  test("answers the same whatever the encoding, with the same state as in process", async () => {
    const json = await send(definitions);
    const other = await serve();
    const packed = await post(other, "/v1/commands", encodeMessagePack(definitions), {
      "content-type": "application/msgpack",
      accept: "application/msgpack",
    });
    expect(packed.type).toBe("application/msgpack");
    expect(decodeMessagePack(packed.body)).toEqual(json.body);
    const engine = new Engine(limits);
    expect(engine.apply(definitions)).toEqual(json.body.events);
    expect([await stateHash(service), await stateHash(other)]).toEqual([
      engine.stateHash(),
      engine.stateHash(),
    ]);
  });

  test.each([
    ["UNKNOWN_TYPE", 400, { type: "teleport" }],
    ["MISSING_FIELD", 400, {}],
    ["MISSING_FIELD", 400, { type: "account" }],
    ["MALFORMED", 400, null],
    ["MALFORMED", 400, 7],
    ["UNKNOWN_FIELD", 400, { ...definitions[0], colour: "red" }],
    ["UNKNOWN_DOMAIN", 404, account("x", { domain: "none" })],
    ["UNKNOWN_ACCOUNT", 404, { type: "report", account: "none" }],
    ["ALREADY_EXISTS", 409, account("alice")],
    [
      "OUT_OF_RANGE",
      400,
      { type: "position", account: "alice", market: "BTC/USD:perp", quantity: "1", entryPrice: "0" },
    ],
    [
      "QUANTITY_OFF_LOT",
      422,
      { type: "position", account: "alice", market: "BTC/USD:perp", quantity: "1.0005", entryPrice: "1" },
    ],
    ["SPEC_INVALID", 422, { ...definitions[1], market: "m", mark: "premium" }],
    ["TIERS_INVALID", 422, { ...definitions[1], market: "m", tiers: [] }],
    ["POLICY_INVALID", 422, { ...definitions[1], market: "m", policy: { interval: 0 } }],
    ["INSUFFICIENT_MARGIN", 422, { type: "transfer", account: "bob", amount: "-1001" }],
    [
      "FORBIDDEN",
      403,
      { type: "order", account: "bob", market: "BTC/USD:perp", side: "buy", quantity: "1", price: "1" },
    ],
    ["UNKNOWN_ORDER", 404, { type: "cancel", order: "x" }],
  ])("refuses a single command with %s, %i", async (code, status, command) => {
    await define(service);
    const before = service.sequencer.commandSeq;
    const answer = await send(command);
    expect([answer.status, answer.body.code, answer.body.status]).toEqual([status, code, status]);
    expect(answer.type).toContain("application/problem+json");
    expect(answer.body).toMatchObject({
      title: expect.stringMatching(/\.$/),
      commandSeq: before + 1,
      time: TIME + 1,
    });
  });

  test("atomic: takes nothing when a part cannot be taken, and lists what", async () => {
    const { status, body } = await send(
      [definitions[0], { type: "teleport" }, account("a", { cash: 1 })],
      "?atomic=true",
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: "UNKNOWN_TYPE",
      field: "type",
      refusals: [
        { index: 1, code: "UNKNOWN_TYPE", field: "type" },
        { index: 2, code: "MALFORMED", field: "cash", message: expect.any(String) },
      ],
    });
    expect(service.sequencer.commandSeq).toBe(0);
    const taken = await send([definitions[0], account("a")], "?atomic=true");
    expect(taken.status).toBe(200);
    // What only the core can refuse, it refuses one by one.
    const late = await send([account("a"), account("b")], "?atomic=true");
    expect(late.body.events.map(({ type }: { type: string }) => type)).toEqual(["rejected", "accepted"]);
  });

  test.each([
    ["?atomic=1", "MALFORMED", "atomic"],
    ["?atomic=%FF", "MALFORMED", null],
    ["?atomic=true&atomic=true", "MALFORMED", "atomic"],
    ["?colour=red", "UNKNOWN_FIELD", "colour"],
  ])("refuses the query %s", async (query, code, field) => {
    const { status, body } = await send(definitions[0], query);
    expect([status, body.code, body.field]).toEqual([400, code, field]);
  });

  test("answers a redelivery the same and does nothing", async () => {
    await define(service);
    const deposit = { type: "transfer", account: "alice", amount: "5", key: "deposit-1" };
    const first = await send(deposit);
    const hash = await stateHash(service);
    const again = await send(deposit);
    expect(again.body).toEqual(first.body);
    const other = await send({ ...deposit, amount: "6" });
    expect([other.status, other.body.code, other.body.field]).toEqual([409, "KEY_REUSED", "key"]);
    expect(await stateHash(service)).toBe(hash);
    const refused = await send({ ...deposit, amount: "-9999", key: "k" });
    expect(refused.body).toMatchObject({ code: "INSUFFICIENT_MARGIN" });
    expect((await send({ ...deposit, amount: "-9999", key: "k" })).body).toEqual(refused.body);
  });

  test.each<[number, string, string | Uint8Array, Record<string, string>]>([
    [400, "empty", "", {}],
    [400, "not JSON", "[{]", {}],
    [400, "an empty array", "[]", {}],
    [
      400,
      "truncated MessagePack",
      encodeMessagePack(definitions).subarray(0, 99),
      { "content-type": "application/msgpack" },
    ],
    [415, "SBE", Uint8Array.of(1), { "content-type": "application/sbe" }],
    [415, "a form", "a=b", { "content-type": "application/x-www-form-urlencoded" }],
    [406, "to be answered in SBE", "{}", { accept: "application/sbe" }],
    [413, "too large", `[${" ".repeat(2_097_152)}]`, {}],
  ])("answers %i to a body that is %s", async (status, _, body, headers) => {
    const answer = await send(body, "", headers);
    expect([answer.status, answer.body.status]).toEqual([status, status]);
    expect(service.sequencer.commandSeq).toBe(0);
  });

  test("refuses a batch whose records are too long as a whole", async () => {
    const levels = Array.from({ length: 10_000 }, (_, i) => [`${1 + i}`, "1"]);
    const book = { type: "book", market: "m", bids: levels, asks: levels };
    const { status, body } = await send(JSON.stringify([book, book, book, book, book]));
    expect([status, body.code]).toEqual([507, "CAPACITY"]);
    expect((await send([book, book, book, book])).status).toBe(200);
  });

  test("answers hostile keys like any unknown field", async () => {
    const { body } = await send('{"type":"hash","__proto__":{"a":1}}');
    expect(body).toMatchObject({ code: "UNKNOWN_FIELD", field: "__proto__" });
    expect((await send('[{"constructor":1},{"toString":2,"type":"hash"}]')).status).toBe(200);
  });

  test("carries liquidation through: slice, report of the venue, cured", async () => {
    await define(service);
    const { body } = await post(service, "/v1/ticks", tick(90_500, 2));
    const { order, quantity } = body.slices[0];
    const report = { type: "execution", order, status: "fill", price: "9050", quantity, execution: "v1" };
    const { body: answer } = await send([report, report]);
    expect(answer.events).toMatchObject([
      { type: "fill", case: "C1", maker: "@street", taker: "alice", quantity },
      { type: "position", account: "alice" },
      { type: "liquidationClosed", case: "C1", outcome: "cured" },
      { type: "rejected", code: "DUPLICATE" },
    ]);
  });
});
