/**
 * Bad input, field by field: each has its named code and field, the same in every codec and in process, and leaves the
 * state as it was. What is expected stands here, written from PROTOCOL.md and docs/rules/commands.md; the product's own table of
 * fields is only asked whether a field was forgotten.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { commandsOf, ticksOf } from "#breakwater/codec/envelope.js";
import { decodeJson } from "#breakwater/codec/json.js";
import { decodeMessagePack, encodeMessagePack } from "#breakwater/codec/msgpack.js";
import { encodeTickBatch, type TickById, writeTickBatch } from "#breakwater/codec/sbe.js";
import { commandShapes } from "#breakwater/domain/command-fields.js";
import type { CommandType } from "#breakwater/domain/commands.js";
import type { Event } from "#breakwater/domain/events.js";
import type { Engine } from "#breakwater/engine/engine.js";
import { encodeCommand } from "#breakwater/records/command-record.js";
import { createWriter } from "#breakwater/records/command-writer.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { BIG, badElsewhere, bads, breakers, policy, required } from "./unit/bad-values.js";
import { examples, smallEngine } from "./unit/examples.js";

type Json = Record<string, unknown>;
interface Case {
  readonly command: unknown;
  readonly type: string | null;
  readonly code: string;
  readonly field: string | null;
}

function casesOf(type: CommandType): Case[] {
  const { key: _key, ...good } = examples[type] as unknown as Json;
  const cases: Case[] = [
    { command: { ...good, bogus: null }, type, code: "UNKNOWN_FIELD", field: "bogus" },
    { command: { ...good, Time: 1, bogus: null }, type, code: "UNKNOWN_FIELD", field: "Time" },
  ];
  for (const field of required[type]) {
    const { [field]: _, ...without } = good;
    // Of two fields one is given: take both away.
    const either: readonly string[] = commandShapes[type].oneOf ?? [];
    if (either.includes(field)) for (const other of either) delete without[other];
    cases.push({ command: without, type, code: "MISSING_FIELD", field });
  }
  for (const [field, values] of Object.entries(bads[type])) {
    for (const [value, code, below = ""] of values) {
      cases.push({ command: placed(good, type, field, value), type, code, field: field + below });
    }
  }
  return cases;
}

/** The good command with a field changed; where one of two fields is given, as the scope of `halt`, it stands alone. */
function placed(good: Json, type: CommandType, field: string, value: unknown): Json {
  const either: readonly string[] = commandShapes[type].oneOf ?? [];
  const others = either.includes(field) ? either : [];
  return {
    ...Object.fromEntries(Object.entries(good).filter(([name]) => !others.includes(name))),
    [field]: value,
  };
}

const general: Case[] = [
  ...[
    null,
    undefined,
    true,
    7,
    "x",
    [],
    [7],
    () => 1,
    new Map(),
    new Uint8Array(4),
    new Date(0),
    Symbol("x"),
    1n,
  ].map((command) => ({ command, type: null, code: "MALFORMED", field: null })),
  { command: {}, type: null, code: "MISSING_FIELD", field: "type" },
  ...[null, true, 7, ["tick"], {}].map((type) => ({
    command: { type },
    type: null,
    code: "MALFORMED",
    field: "type",
  })),
  ...["", "Tick", "ticks", "refused", "liquidation-map", "__proto__"].map((type) => ({
    command: { type, time: -1 },
    type: null,
    code: "UNKNOWN_TYPE",
    field: "type",
  })),
  {
    command: { type: "account", account: "a", domain: "D", mode: "isolated" },
    type: "account",
    code: "MISSING_FIELD",
    field: "parent",
  },
  {
    command: { type: "halt", market: "BTC-PERP", domain: "D" },
    type: "halt",
    code: "MALFORMED",
    field: "domain",
  },
  ...badElsewhere.map(([command, code, field]) => ({ command, type: "execution", code, field })),
];

/** Values that JSON cannot say are left out of its round. */
function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null)
    return ["string", "boolean"].includes(typeof value) || value === null;
  return (
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) &&
    Object.values(value).every(isJson)
  );
}

const writer = createWriter();

/** The record that a command becomes, as hex. */
function recordOf(command: unknown): string {
  writer.clear();
  expect(encodeCommand(command, writer)).not.toBeNull();
  return Buffer.from(writer.written).toString("hex");
}

test("no field of any command is forgotten here", () => {
  for (const [type, { fields }] of Object.entries(commandShapes)) {
    expect(Object.keys(bads[type as CommandType])).toEqual(fields.map(({ name }) => name));
  }
  const [marketPolicy, marketBreakers] = commandShapes.market.fields.slice(-2);
  expect(Object.keys(policy)).toEqual(
    (marketPolicy as unknown as { fields: { name: string }[] }).fields.map(({ name }) => name),
  );
  expect(Object.keys(breakers)).toEqual(
    (marketBreakers as unknown as { fields: { name: string }[] }).fields.map(({ name }) => name),
  );
});

const groups: [string, Case[]][] = [
  ["what is no command", general],
  ...Object.keys(bads).map((type): [string, Case[]] => [type, casesOf(type as CommandType)]),
];

describe.each(groups)("%s", (_, cases) => {
  test("each is refused by name, and the state stays as it was", () => {
    const engine = smallEngine();
    const before = engine.stateHash();
    for (const { command, type, code, field } of cases) {
      const events = engine.applyParsed([command]);
      expect([command, events]).toEqual([
        command,
        [expect.objectContaining({ type: "rejected", command: type, code, field, time: 1_000_000 })],
      ]);
    }
    expect(engine.stateHash()).toBe(before);
  });

  test("JSON and MessagePack agree", () => {
    for (const { command } of cases) {
      if (!isJson(command)) continue;
      const record = recordOf(command);
      expect(recordOf(decodeJson(Buffer.from(JSON.stringify(command))))).toBe(record);
      expect(recordOf(decodeMessagePack(encodeMessagePack(command)))).toBe(record);
    }
  });
});

describe("ticks, in all four forms", () => {
  /** A tick in numbers and the same in words; what it gives, and the field as words and as numbers have it. */
  const ticks: [string, TickById, Json, string, string][] = [
    [
      "an unknown market",
      { marketId: 9, sourceId: 0, price: 10_000, sequence: 5 },
      { market: "ETH", price: "100.00", sequence: 5 },
      "UNKNOWN_MARKET",
      "market",
    ],
    [
      "an unknown source",
      { marketId: 0, sourceId: 9, price: 10_000, sequence: 5 },
      { source: "zz", price: "100.00", sequence: 5 },
      "UNKNOWN_SOURCE",
      "source",
    ],
    [
      "the same sequence",
      { marketId: 0, sourceId: 0, price: 10_000, sequence: 1 },
      { price: "100.00", sequence: 1 },
      "DUPLICATE",
      "sequence",
    ],
    [
      "a lower sequence",
      { marketId: 0, sourceId: 0, price: 10_000, sequence: 0 },
      { price: "100.00", sequence: 0 },
      "SEQUENCE_REGRESSION",
      "sequence",
    ],
    [
      "a price of zero",
      { marketId: 0, sourceId: 0, price: 0, sequence: 5 },
      { price: "0", sequence: 5 },
      "OUT_OF_RANGE",
      "price",
    ],
    [
      "a price below minPrice",
      { marketId: 0, sourceId: 0, price: 99, sequence: 5 },
      { price: "0.99", sequence: 5 },
      "OUT_OF_RANGE",
      "price",
    ],
    [
      "a price above maxPrice",
      { marketId: 0, sourceId: 0, price: 100_001, sequence: 5 },
      { price: "1000.01", sequence: 5 },
      "OUT_OF_RANGE",
      "price",
    ],
    [
      "a huge price",
      { marketId: 0, sourceId: 0, price: 2 ** 53 - 1, sequence: 5 },
      { price: "90071992547409.91", sequence: 5 },
      "OUT_OF_RANGE",
      "price",
    ],
    [
      "a sequence of 2^53",
      { marketId: 0, sourceId: 0, price: 10_000, sequence: BIG },
      { price: "100.00", sequence: BIG },
      "OUT_OF_RANGE",
      "sequence",
    ],
    [
      "a source time of 2^53",
      { marketId: 0, sourceId: 0, price: 10_000, sequence: 5, sourceTime: BIG },
      { price: "100.00", sequence: 5, sourceTime: BIG },
      "OUT_OF_RANGE",
      "sourceTime",
    ],
    [
      "the future",
      { marketId: 0, sourceId: 0, price: 10_000, sequence: 5, sourceTime: 2_000_001 },
      { price: "100.00", sequence: 5, sourceTime: 2_000_001 },
      "FUTURE",
      "sourceTime",
    ],
  ];
  let engine: Engine;
  let hash: string;
  beforeAll(() => {
    engine = smallEngine();
    hash = engine.stateHash();
  });

  function applyBytes(write: (writer: ReturnType<typeof createWriter>) => unknown): Event[] {
    const writer = createWriter();
    write(writer);
    const events: Event[] = [];
    engine.applyRecords(writer.written, (bytes) => void decodeEvents(bytes, engine.directory, events));
    return events;
  }

  test.each(ticks)("%s", (_, numbers, words, code, field) => {
    const tick = { type: "tick", market: "BTC-PERP", source: "s", ...words };
    const { marketId, sourceId, price, sequence, sourceTime } = numbers;
    const array = [marketId, sourceId, price, sequence, ...(sourceTime === undefined ? [] : [sourceTime])];
    const forms = [
      engine.applyParsed([decodeJson(JSON.stringify(tick))]),
      applyBytes((writer) => encodeCommand(decodeMessagePack(encodeMessagePack(tick)), writer)),
      applyBytes((writer) => encodeCommand(decodeMessagePack(encodeMessagePack(array)), writer, true)),
      applyBytes((writer) => encodeTickBatch(writeTickBatch([numbers]), writer)),
    ];
    for (const events of forms)
      expect(events).toMatchObject([{ type: "rejected", command: "tick", code, field }]);
    expect(engine.stateHash()).toBe(hash);
  });

  test("a negative price is out of range in numbers, and malformed in words", () => {
    const numbers = { marketId: 0, sourceId: 0, price: -1n, sequence: 5 };
    expect(applyBytes((writer) => encodeTickBatch(writeTickBatch([numbers]), writer))).toMatchObject([
      { code: "OUT_OF_RANGE", field: "price" },
    ]);
    expect(applyBytes((writer) => encodeCommand([0, 0, -1, 5], writer, true))).toMatchObject([
      { code: "OUT_OF_RANGE", field: "price" },
    ]);
    expect(engine.apply([{ ...examples.tick, price: "-0.01" }])).toMatchObject([
      { code: "MALFORMED", field: "price" },
    ]);
    expect(engine.stateHash()).toBe(hash);
  });

  test("too many decimals", () => {
    expect(engine.apply([{ ...examples.tick, price: "100.000" }])).toMatchObject([
      { code: "MALFORMED", field: "price" },
    ]);
    expect(engine.stateHash()).toBe(hash);
  });

  test("one bad tick of a batch is refused, the others are taken", () => {
    const own = smallEngine();
    const events: Event[] = [];
    const writer = createWriter();
    const good = { marketId: 0, sourceId: 0, price: 10_010 };
    encodeTickBatch(
      writeTickBatch([
        { ...good, sequence: 2 },
        { ...good, sequence: BIG },
        { ...good, price: 10_020, sequence: 3 },
      ]),
      writer,
    );
    expect(own.applyRecords(writer.written, (bytes) => void decodeEvents(bytes, own.directory, events))).toBe(
      3,
    );
    expect(events.map(({ type, commandSeq }) => [type, commandSeq])).toEqual([
      ["mark", 7],
      ["rejected", 8],
      ["mark", 9],
    ]);
  });
});

describe("values against their unit", () => {
  const order = {
    type: "order",
    account: "alice",
    market: "BTC-PERP",
    side: "buy",
    quantity: "1",
    price: "100",
  };
  const position = {
    type: "position",
    account: "alice",
    market: "BTC-PERP",
    quantity: "1",
    entryPrice: "100",
  };
  const book = { type: "book", market: "EXT", bids: [["99.95", "1"]], asks: [] };
  const { key: _, ...domain } = examples.domain;
  test.each([
    [{ ...order, price: "100.01" }, "PRICE_OFF_TICK", "price"],
    [{ ...order, price: "100.001" }, "MALFORMED", "price"],
    [{ ...order, price: "100.000" }, "MALFORMED", "price"],
    [{ ...order, price: "0" }, "OUT_OF_RANGE", "price"],
    [{ ...order, price: "0.01" }, "OUT_OF_RANGE", "price"],
    [{ ...order, price: "1000.05" }, "OUT_OF_RANGE", "price"],
    [{ ...order, price: "92233720368547758.07" }, "OUT_OF_RANGE", "price"],
    [{ ...order, quantity: "0" }, "OUT_OF_RANGE", "quantity"],
    [{ ...order, quantity: "0.000" }, "OUT_OF_RANGE", "quantity"],
    [{ ...order, quantity: "0.025" }, "QUANTITY_OFF_LOT", "quantity"],
    [{ ...order, quantity: "0.020" }, "MALFORMED", "quantity"],
    [{ ...order, quantity: "0.01" }, "OUT_OF_RANGE", "quantity"],
    [{ ...order, quantity: "500.01" }, "OUT_OF_RANGE", "quantity"],
    [{ ...order, quantity: "9223372036854775807" }, "OUT_OF_RANGE", "quantity"],
    [{ ...order, account: "nobody" }, "UNKNOWN_ACCOUNT", "account"],
    [{ ...order, market: "nothing" }, "UNKNOWN_MARKET", "market"],
    [{ ...order, market: "EXT" }, "FORBIDDEN", "market"],
    [{ ...order, postOnly: true, timeInForce: "IOC" }, "MALFORMED", "postOnly"],
    [{ ...position, quantity: "0.001" }, "QUANTITY_OFF_LOT", "quantity"],
    [{ ...position, quantity: "1.000" }, "MALFORMED", "quantity"],
    [{ ...position, entryPrice: "0" }, "OUT_OF_RANGE", "entryPrice"],
    [{ ...position, entryPrice: "1000.000000000000000001" }, "OUT_OF_RANGE", "entryPrice"],
    [
      { type: "position", account: "alice", market: "BTC-PERP", quantity: "1" },
      "MISSING_FIELD",
      "entryPrice",
    ],
    [{ ...position, quantity: "1000.01" }, "CAPACITY", undefined],
    [{ ...book, bids: [["99.96", "1"]] }, "PRICE_OFF_TICK", undefined],
    [{ ...book, bids: [["99.95", "0.001"]] }, "QUANTITY_OFF_LOT", undefined],
    [{ ...book, market: "BTC-PERP" }, "FORBIDDEN", "market"],
    [{ type: "transfer", account: "alice", amount: "0" }, "OUT_OF_RANGE", "amount"],
    [{ type: "transfer", account: "alice", amount: "1.00000" }, "MALFORMED", "amount"],
    [{ type: "transfer", account: "alice", amount: "-10000.0001" }, "INSUFFICIENT_MARGIN", undefined],
    [{ type: "account", account: "carol", domain: "D", cash: "0.00001" }, "MALFORMED", "cash"],
    [{ type: "account", account: "alice", domain: "D" }, "ALREADY_EXISTS", "account"],
    [{ type: "account", account: "carol", domain: "E" }, "UNKNOWN_DOMAIN", "domain"],
    [domain, "ALREADY_EXISTS", "domain"],
    [{ ...domain, domain: "E", insuranceFund: "1.00001" }, "MALFORMED", "insuranceFund"],
    [{ ...examples.market, market: "M2", tickSize: "0.001" }, "SPEC_INVALID", "tickSize"],
    [{ ...examples.market, market: "M2", lotSize: "0" }, "SPEC_INVALID", "lotSize"],
    [{ ...examples.market, market: "M2", minPrice: "2000" }, "SPEC_INVALID", undefined],
    [
      { ...examples.market, market: "M2", sources: [{ source: "s" }, { source: "s" }] },
      "SPEC_INVALID",
      undefined,
    ],
    [
      { ...examples.market, market: "M2", tiers: [{ from: "1", initialPpm: 2, maintenancePpm: 1 }] },
      "TIERS_INVALID",
      undefined,
    ],
    [
      { ...examples.market, market: "M2", tiers: [{ from: "0", initialPpm: 1, maintenancePpm: 2 }] },
      "TIERS_INVALID",
      undefined,
    ],
    [
      { ...examples.market, market: "M2", tiers: [{ from: "0", initialPpm: 1, maintenancePpm: 0 }] },
      "TIERS_INVALID",
      undefined,
    ],
    [{ type: "cancel", order: "O1" }, "UNKNOWN_ORDER", "order"],
    [{ type: "execution", order: "S1", status: "fill", price: "1", quantity: "1" }, "UNKNOWN_ORDER", "order"],
    [{ type: "depth", market: "nothing" }, "UNKNOWN_MARKET", "market"],
  ])("%j is %s", (command, code, field) => {
    const engine = smallEngine();
    const before = engine.stateHash();
    const [event, ...others] = engine.applyParsed([command]);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: "rejected",
      command: command.type,
      code,
      ...(field === undefined ? {} : { field }),
    });
    expect(engine.stateHash()).toBe(before);
  });
});

test.each([
  ["an empty array of ticks", () => ticksOf([])],
  ["10,001 ticks", () => ticksOf(Array(10_001).fill(examples.tick))],
  [
    "10,001 ticks in MessagePack",
    () => ticksOf(decodeMessagePack(encodeMessagePack(Array(10_001).fill([0, 0, 1, 1]))), true),
  ],
  ["an empty array of commands", () => commandsOf([])],
  ["truncated JSON", () => decodeJson(JSON.stringify(examples.tick).slice(0, -1))],
  ["JSON with trailing bytes", () => decodeJson(`${JSON.stringify(examples.tick)}]`)],
  ["truncated MessagePack", () => decodeMessagePack(encodeMessagePack(examples.tick).subarray(0, -1))],
  [
    "MessagePack with trailing bytes",
    () => decodeMessagePack(Buffer.concat([encodeMessagePack(examples.tick), Buffer.from([0xc0])])),
  ],
  ["byte 0xc1", () => decodeMessagePack(Uint8Array.of(0xc1))],
  ["JSON with a key twice", () => decodeJson('{"type":"hash","type":"hash"}')],
  ["JSON with a key twice, once escaped", () => decodeJson('{"a":":","b":[{"k":1,"\\u006b":1}]}')],
  ["MessagePack with a key twice", () => decodeMessagePack(Buffer.from("82a16b01a16b01", "hex"))],
  ["JSON that is not UTF-8", () => decodeJson(Buffer.from('{"key":"\xff"}', "latin1"))],
  ["MessagePack with a text that is not UTF-8", () => decodeMessagePack(Buffer.from("81a16ba1ff", "hex"))],
  ["MessagePack with a key that is not UTF-8", () => decodeMessagePack(Buffer.from("81a1ff01", "hex"))],
])("%s is malformed as a whole", (_, decode) => {
  expect(decode).toThrow(expect.objectContaining({ name: "BreakwaterError", code: "MALFORMED" }));
});
