import { describe, expect, test } from "vitest";
import * as layout from "#breakwater/abi/layout.js";
import { commandShapes } from "#breakwater/domain/command-fields.js";
import { readDecimal, readInteger } from "#breakwater/domain/units.js";
import { encodeCommand, encodeTick, isPlainObject } from "#breakwater/records/command-record.js";
import { CommandWriter, createWriter } from "#breakwater/records/command-writer.js";
import { examples } from "./examples.js";

const { Breakers, DomainCommand, DomainSettings, FeedSettings, MarketCommand, OrderCommand, Policy } = layout;
const { RefusedCommand, TickByIdCommand, TickCommand } = layout;

/** The one record that a command becomes. */
function encode(command: unknown, tickArrays = false): DataView {
  const writer = createWriter(8192);
  writer.bytes.fill(0xff); // what is left from before must not show through
  expect(encodeCommand(command, writer, tickArrays)).toBeNull();
  const view = new DataView(writer.written.slice().buffer);
  expect(view.getUint32(0, true)).toBe(view.byteLength);
  expect(view.byteLength % 8).toBe(0);
  return view;
}

function name(view: DataView, at: number): string {
  const bytes = new Uint8Array(view.buffer, at + 4, 64);
  const length = view.getUint32(at, true);
  expect(bytes.subarray(length).every((byte) => byte === 0)).toBe(true);
  return Buffer.from(bytes.subarray(0, length)).toString("latin1");
}

describe("records of commands", () => {
  test("tick", () => {
    const record = encode({ ...examples.tick, time: 2 ** 53 - 1 });
    expect(record.getUint16(4, true)).toBe(layout.CommandType.tick);
    expect(record.byteLength).toBe(TickCommand.BYTES);
    expect(readInteger(record, TickCommand.time)).toBe(2 ** 53 - 1);
    expect(readInteger(record, TickCommand.sequence)).toBe(7);
    expect(readInteger(record, TickCommand.sourceTime)).toBe(999_999);
    expect(name(record, TickCommand.market)).toBe("BTC-PERP");
    expect(name(record, TickCommand.source)).toBe("s");
    expect(readDecimal(record, TickCommand.price)).toBe("100.00");
  });

  test("what is absent has its default: source time −1, no price, GTC, newest", () => {
    const { sourceTime: _, ...tick } = examples.tick;
    expect(readInteger(encode(tick), TickCommand.sourceTime)).toBe(-1);
    const order = encode({ type: "order", account: "a", market: "m", side: "buy", quantity: "1" });
    expect(readDecimal(order, OrderCommand.price)).toBeNull();
    expect(name(order, OrderCommand.order)).toBe("");
    expect(readInteger(order, OrderCommand.time)).toBe(0);
    for (const field of ["side", "timeInForce", "postOnly", "reduceOnly", "selfTrade"] as const) {
      expect(order.getUint8(OrderCommand[field])).toBe(0);
    }
  });

  test("order", () => {
    const record = encode(examples.order);
    expect(record.getUint8(OrderCommand.side)).toBe(layout.Side.sell);
    expect(record.getUint8(OrderCommand.timeInForce)).toBe(layout.TimeInForce.GTC);
    expect(record.getUint8(OrderCommand.postOnly)).toBe(1);
    expect(record.getUint8(OrderCommand.reduceOnly)).toBe(0);
    expect(record.getUint8(OrderCommand.selfTrade)).toBe(layout.SelfTrade.both);
    expect(name(record, OrderCommand.order)).toBe("my-order");
  });

  test("domain: every default of PROTOCOL.md", () => {
    const record = encode({ type: "domain", domain: "D", asset: "USD", settleDecimals: 2 });
    const settings = DomainCommand.settings;
    expect(record.getUint32(DomainCommand.settleDecimals, true)).toBe(2);
    expect(readDecimal(record, DomainCommand.insuranceFund)).toBe("0");
    expect(readInteger(record, settings + DomainSettings.caseHorizon)).toBe(600_000_000);
    expect(readInteger(record, settings + DomainSettings.seed)).toBe(0);
    const ppms = ["targetPpm", "takeoverPpm", "doubtPpm", "marginCallPpm"] as const;
    expect(ppms.map((field) => record.getUint32(settings + DomainSettings[field], true))).toEqual([
      1_200_000, 0, 100_000, 0,
    ]);
    const bytes = ["triggerAtEquality", "takeover", "surplus", "legOrder", "crossInside", "adl"] as const;
    expect(bytes.map((field) => record.getUint8(settings + DomainSettings[field]))).toEqual([
      0, 1, 0, 0, 0, 1,
    ]);
    expect(readDecimal(record, settings + DomainSettings.fundFloor)).toBe("0");
  });

  test("market: defaults of the market, its policy and its breakers", () => {
    const { type, market, domain, kind, priceDecimals, tickSize, lotSize, tiers } = examples.market;
    const record = encode({
      type,
      market,
      domain,
      kind,
      priceDecimals,
      tickSize,
      lotSize,
      tiers,
      sources: [{ source: "s" }],
    });
    const settings = MarketCommand.settings;
    for (const field of [
      "maxAge",
      "skew",
      "jumpPpm",
      "outlierPpm",
      "premiumHalfLife",
      "fundingInterval",
    ] as const) {
      expect(readInteger(record, settings + FeedSettings[field])).toBe(-1);
    }
    expect(readInteger(record, settings + FeedSettings.premiumCapPpm)).toBe(10_000);
    expect(readInteger(record, settings + FeedSettings.confirmGap)).toBe(500_000);
    expect(readInteger(record, settings + FeedSettings.premiumHold)).toBe(5_000_000);
    expect(readInteger(record, settings + FeedSettings.confirmAfter)).toBe(500_000);
    expect(readInteger(record, settings + FeedSettings.volatilityHalfLife)).toBe(60_000_000);
    expect(record.getUint32(settings + FeedSettings.minSources, true)).toBe(1);
    expect(record.getUint32(settings + FeedSettings.confirmations, true)).toBe(2);
    expect(record.getUint32(settings + FeedSettings.volatilityPpm, true)).toBe(10_000);
    expect(record.getUint32(settings + FeedSettings.marketBandPpm, true)).toBe(50_000);
    expect(readDecimal(record, settings + FeedSettings.takeoverNotionalMax)).toBeNull();
    const breakers = MarketCommand.breakers;
    const durations = ["bandPpm", "bandWindow", "divergencePpm", "divergenceMax", "resumeAfter"] as const;
    expect(durations.map((field) => readInteger(record, breakers + Breakers[field]))).toEqual([
      -1, 60_000_000, -1, 600_000_000, 5_000_000,
    ]);
    expect(readDecimal(record, breakers + Breakers.depthMin)).toBeNull();
    expect(readDecimal(record, MarketCommand.contractSize)).toBe("1");
    for (const field of [
      "minPrice",
      "maxPrice",
      "maxPosition",
      "maxOpenInterest",
      "minOrder",
      "maxOrder",
    ] as const) {
      expect(readDecimal(record, MarketCommand[field])).toBeNull();
    }
    const policy = MarketCommand.policy;
    const numbers = [
      "slippagePpm",
      "expectedSlippagePpm",
      "closeFactorPpm",
      "silentMax",
      "depthSharePpm",
      "disposalFractionPpm",
      "rungs",
      "riskAversionPpm",
      "jitterPpm",
    ] as const;
    expect(numbers.map((field) => record.getUint32(policy + Policy[field], true))).toEqual([
      10_000, 0, 1_000_000, 3, 1_000_000, 1_000_000, 5, 1_000_000, 0,
    ]);
    expect(readInteger(record, policy + Policy.interval)).toBe(1_000_000);
    expect(readInteger(record, policy + Policy.horizon)).toBe(60_000_000);
    expect(readInteger(record, policy + Policy.sliceLifetime)).toBe(5_000_000);
    expect(readDecimal(record, policy + Policy.fullCloseNotional)).toBe("0");
    expect(readDecimal(record, policy + Policy.fullDisposalQuantity)).toBe("0");
    expect(readInteger(record, policy + Policy.branchingMaxPpm)).toBe(-1);
    expect(readInteger(record, policy + Policy.rateWindow)).toBe(1_000_000);
    expect(readDecimal(record, policy + Policy.sliceNotionalMax)).toBeNull();
    expect(readDecimal(record, policy + Policy.rateNotional)).toBeNull();
  });

  test("market: tiers, then sources, trail the record", () => {
    const record = encode(examples.market);
    const { TierInput, SourceInput } = layout;
    expect(record.getUint32(MarketCommand.tierCount, true)).toBe(2);
    expect(record.getUint32(MarketCommand.sourceCount, true)).toBe(2);
    expect(record.getUint32(MarketCommand.policy + Policy.algorithm, true)).toBe(layout.Algorithm.twap);
    const second = MarketCommand.BYTES + TierInput.BYTES;
    expect(readDecimal(record, second + TierInput.from)).toBe("10000.5");
    expect(record.getUint32(second + TierInput.initialPpm, true)).toBe(200_000);
    const sources = second + TierInput.BYTES;
    expect(name(record, sources + SourceInput.source)).toBe("s");
    expect(record.getUint32(sources + SourceInput.weight, true)).toBe(3);
    expect(record.getUint32(sources + SourceInput.BYTES + SourceInput.weight, true)).toBe(1);
    expect(record.byteLength).toBe(sources + 2 * SourceInput.BYTES);
  });

  test("what may change later is read by the same rules", () => {
    const { DomainSettingsCommand, FeedSettingsCommand } = layout;
    const part = (command: unknown, at: number, bytes: number) =>
      Buffer.from(encode(command).buffer).toString("hex", at, at + bytes);
    const { domainSettings, feedSettings } = examples;
    expect(part(domainSettings, DomainSettingsCommand.settings, DomainSettings.BYTES)).toBe(
      part(examples.domain, DomainCommand.settings, DomainSettings.BYTES),
    );
    expect(part(feedSettings, FeedSettingsCommand.settings, FeedSettings.BYTES)).toBe(
      part(examples.market, MarketCommand.settings, FeedSettings.BYTES),
    );
    const { sources: _, ...kept } = feedSettings;
    expect(encode(feedSettings).getUint32(FeedSettingsCommand.sourceCount, true)).toBe(2);
    expect(encode(kept).getUint32(FeedSettingsCommand.sourceCount, true)).toBe(0);
    expect(encode(kept).byteLength).toBe(FeedSettingsCommand.BYTES);
  });

  test("account: mode, parent, and the names of its unwind order", () => {
    const { AccountCommand, Name } = layout;
    const account = { type: "account", account: "a", domain: "D", mode: "isolated", parent: "p" };
    const record = encode({ ...account, unwindOrder: ["BTC", "ETH"] });
    expect(record.getUint32(AccountCommand.mode, true)).toBe(layout.AccountMode.isolated);
    expect(record.getUint32(AccountCommand.unwindCount, true)).toBe(2);
    expect(name(record, AccountCommand.parent)).toBe("p");
    expect(name(record, AccountCommand.BYTES)).toBe("BTC");
    expect(name(record, AccountCommand.BYTES + Name.BYTES)).toBe("ETH");
    expect(record.byteLength).toBe(AccountCommand.BYTES + 2 * Name.BYTES);
  });

  test.each([-1_000_000_000, -1, 0, 1_000_000_000, -5n])("a funding rate of %d keeps its sign", (ratePpb) => {
    const record = encode({ type: "funding", market: "m", ratePpb });
    expect(readInteger(record, layout.FundingCommand.ratePpb)).toBe(Number(ratePpb));
  });

  test("a premium mark needs a half-life, and has one", () => {
    const record = encode({ ...examples.market, mark: "median3", premiumHalfLife: 5 });
    expect(record.getUint8(MarketCommand.settings + FeedSettings.mark)).toBe(layout.MarkMode.median3);
    expect(readInteger(record, MarketCommand.settings + FeedSettings.premiumHalfLife)).toBe(5);
  });

  test("book: bids, then asks", () => {
    const record = encode(examples.book);
    const { BookCommand, BookLevelInput } = layout;
    expect(record.getUint32(BookCommand.bidCount, true)).toBe(2);
    expect(record.getUint32(BookCommand.askCount, true)).toBe(1);
    expect(record.getUint32(BookCommand.snapshot, true)).toBe(1);
    const prices = [0, 1, 2].map((i) => readDecimal(record, BookCommand.BYTES + i * BookLevelInput.BYTES));
    expect(prices).toEqual(["99.95", "99.90", "100.05"]);
  });

  test("a tick in numbers", () => {
    const record = encode([3, 1, 6_400_010n, 2 ** 53 - 1, 5, 6], true);
    expect(record.getUint16(4, true)).toBe(layout.CommandType.tickById);
    expect(record.getUint32(TickByIdCommand.market, true)).toBe(3);
    expect(record.getUint32(TickByIdCommand.source, true)).toBe(1);
    expect(readInteger(record, TickByIdCommand.price)).toBe(6_400_010);
    expect(readInteger(record, TickByIdCommand.sequence)).toBe(2 ** 53 - 1);
    expect(readInteger(record, TickByIdCommand.sourceTime)).toBe(5);
    expect(readInteger(record, TickByIdCommand.time)).toBe(6);
    expect(encodeCommand([0, 0, 1, 1], createWriter(96))).toMatchObject({ code: "MALFORMED" });
  });

  test("a command without a time has the writer's stamp", () => {
    const writer = createWriter(256);
    writer.stamp = 42;
    encodeCommand({ type: "hash" }, writer);
    encodeCommand({ type: "hash", time: 7 }, writer);
    expect([8, 24].map((at) => readInteger(writer.view, at))).toEqual([42, 7]);
  });

  test.each(Object.entries(examples))("%s is taken", (_, example) => {
    encode(example);
  });

  test("undefined is absent", () => {
    encode({ ...examples.order, price: undefined, key: undefined });
    expect(encodeCommand({ type: "tick", market: undefined }, createWriter(8192))).toMatchObject({
      code: "MISSING_FIELD",
    });
  });
});

describe("refused commands", () => {
  test("become a record that names command, code, detail and field", () => {
    const writer = createWriter(256);
    const refusal = encodeCommand({ ...examples.tick, prîce: 1 }, writer);
    expect(refusal).toEqual({ code: "UNKNOWN_FIELD", field: "prîce", detail: "none" });
    expect(writer.length).toBe(RefusedCommand.BYTES);
    expect(writer.view.getUint16(RefusedCommand.command, true)).toBe(layout.CommandType.tick);
    expect(writer.view.getUint16(RefusedCommand.code, true)).toBe(layout.Code.UNKNOWN_FIELD);
    expect(name(new DataView(writer.written.slice().buffer), RefusedCommand.field)).toBe("pr?ce");
  });

  test("leave what was written before them as it was", () => {
    const writer = createWriter(8192);
    encodeCommand(examples.clock, writer);
    const before = writer.written.slice();
    encodeCommand({ ...examples.market, breakers: { resumeAfter: "1" } }, writer);
    expect(writer.length).toBe(before.length + RefusedCommand.BYTES);
    expect(writer.bytes.slice(0, before.length)).toEqual(before);
  });

  test.each([
    "constructor",
    "__proto__",
    "toString",
    "",
    "Tick",
    "refused",
    "tickById",
    "liquidation-map",
    "unknown",
  ])("the type %j is unknown", (type) => {
    const writer = createWriter(256);
    expect(encodeCommand(JSON.parse(`{"type":${JSON.stringify(type)}}`), writer)).toMatchObject({
      code: "UNKNOWN_TYPE",
    });
    expect(writer.view.getUint16(RefusedCommand.command, true)).toBe(layout.CommandType.unknown);
  });

  test("the first unknown key comes before any field, in the object's order", () => {
    const command = JSON.parse('{"type":"tick","zeta":1,"alpha":2,"market":7,"__proto__":1}');
    expect(encodeCommand(command, createWriter(256))).toMatchObject({ code: "UNKNOWN_FIELD", field: "zeta" });
    const hidden = JSON.parse('{"type":"hash","__proto__":{"time":1}}');
    expect(encodeCommand(hidden, createWriter(256))).toMatchObject({
      code: "UNKNOWN_FIELD",
      field: "__proto__",
    });
  });

  test("time and key come before the type's own fields", () => {
    const writer = createWriter(8192);
    expect(encodeCommand({ type: "tick", market: 7, key: "" }, writer)).toMatchObject({
      code: "MALFORMED",
      field: "key",
    });
    expect(encodeCommand({ type: "tick", key: "x".repeat(65), time: -1 }, writer)).toMatchObject({
      code: "OUT_OF_RANGE",
      field: "time",
    });
  });
});

describe("room", () => {
  test("full is said before anything is written, and only while something else is there", () => {
    const writer = createWriter(512);
    expect(encodeCommand(examples.order, writer)).toBeNull();
    const length = writer.length;
    expect(encodeCommand(examples.order, writer)).toBe("full");
    expect(encodeCommand(7, createWriter(96))).toMatchObject({ code: "MALFORMED" });
    expect(writer.length).toBe(length);
    writer.clear();
    expect(() => encodeCommand(examples.book, createWriter(64))).toThrow("CAPACITY");
  });

  test("a book of 10,000 levels a side fits the core's buffer", () => {
    const levels = Array.from({ length: 10_000 }, () => ["1", "1"]);
    const writer = createWriter();
    expect(encodeCommand({ type: "book", market: "m", bids: levels, asks: levels }, writer)).toBeNull();
    expect(
      encodeCommand({ type: "book", market: "m", bids: [...levels, ["1", "1"]], asks: [] }, writer),
    ).toEqual({
      code: "OUT_OF_RANGE",
      field: "bids",
      detail: "tooLong",
    });
  });

  test("a writer may stand anywhere in its buffer", () => {
    const buffer = new Uint8Array(1024);
    const writer = new CommandWriter(buffer.subarray(512, 1024));
    encodeCommand(examples.clock, writer);
    expect(buffer[512]).toBe(16);
  });
});

test("every field of the table has a place in its record, or is one of those that are only checked", () => {
  const offsets = layout as unknown as Record<string, Record<string, number>>;
  const settings: Record<string, string> = {
    DomainCommand: "DomainSettings",
    DomainSettingsCommand: "DomainSettings",
    MarketCommand: "FeedSettings",
    FeedSettingsCommand: "FeedSettings",
  };
  const dropped = Object.entries(commandShapes).flatMap(([type, { record, fields }]) =>
    fields
      .map(({ name, store }) => [name, store ?? name] as const)
      .filter(([, stored]) => !(stored in offsets[record]!))
      .filter(([, stored]) => !(stored in (offsets[settings[record] ?? ""] ?? {})))
      .map(([name]) => `${type}.${name}`),
  );
  expect(dropped.filter((path) => !path.endsWith(".key"))).toEqual(["halt.reason", "resume.reason"]);
});

test("a plain object is what JSON makes, from whatever realm", async () => {
  const { runInNewContext } = await import("node:vm");
  for (const value of [{}, Object.create(null), JSON.parse("{}"), runInNewContext("({})")]) {
    expect(isPlainObject(value)).toBe(true);
  }
  class Command {}
  for (const value of [
    null,
    undefined,
    [],
    new Map(),
    new Date(0),
    new Uint8Array(1),
    new Command(),
    () => 1,
    runInNewContext("[]"),
  ]) {
    expect(isPlainObject(value)).toBe(false);
  }
});

test("what can only be a tick needs no type, and has no other", () => {
  const { type: _, ...tick } = examples.tick;
  const one = createWriter(8192);
  const other = createWriter(8192);
  expect(encodeTick(tick, one)).toBeNull();
  expect(encodeCommand(examples.tick, other)).toBeNull();
  expect(one.written).toEqual(other.written);
  expect(encodeTick(examples.cancel, one)).toMatchObject({ code: "UNKNOWN_TYPE", field: "type" });
  expect(encodeTick({ ...tick, type: 7 }, one)).toMatchObject({ code: "MALFORMED", field: "type" });
});
