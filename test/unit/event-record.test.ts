import { describe, expect, test } from "vitest";
import * as layout from "#breakwater/abi/layout.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { directory, event } from "./records.js";

const { constants, CommandType, OrderKind } = layout;
const NONE = constants.NONE;
const known = directory();
const base = { seq: 5, commandSeq: 9, time: 77 };

function decode(...bytes: Uint8Array[]): unknown[] {
  return decodeEvents(Buffer.concat(bytes), known);
}

describe("the directory", () => {
  test("names, decimals and sources of what is defined", () => {
    expect([known.domainCount, known.marketCount, known.accountCount]).toEqual([1, 2, 2]);
    expect(known.domain(0)).toEqual({ id: 0, domain: "D", asset: "USD", settleDecimals: 4 });
    expect(known.market(0)).toMatchObject({
      market: "BTC",
      lotUnits: 25,
      quantityDecimals: 3,
      sources: ["s", "t"],
    });
    expect(known.market(0)).toBe(known.market(0));
    expect([known.marketId("BTC"), known.marketId("ETH"), known.domainId("D"), known.domainId("E")]).toEqual([
      0, -1, 0, -1,
    ]);
    expect([known.accountName(0), known.accountName(1), known.accountName(0)]).toEqual([
      "alice",
      "bob",
      "alice",
    ]);
  });

  test("the domain's own accounts", () => {
    const ids = [constants.ACCOUNT_STREET, constants.ACCOUNT_LIQUIDATION, constants.ACCOUNT_FUND];
    expect(ids.map((id) => known.accountName(id))).toEqual(["@street", "@liquidation", "@fund"]);
  });

  test("an id that is not defined is unknown", () => {
    expect(() => known.domain(1)).toThrow("UNKNOWN_DOMAIN");
    expect(() => known.market(2)).toThrow("UNKNOWN_MARKET");
    expect(() => known.accountName(2)).toThrow("UNKNOWN_ACCOUNT");
    expect(() => known.accountDomain(NONE)).toThrow("UNKNOWN_ACCOUNT");
  });
});

describe("events", () => {
  test("accepted: what was defined, with its ids", () => {
    const ids = { domain: NONE, market: NONE, account: NONE };
    const accepted = (values: object) => event("accepted", "AcceptedEvent", { ...ids, ...values });
    const named = { ...ids, command: CommandType.order, orderKind: OrderKind.named };
    expect(
      decode(
        accepted({ command: CommandType.domain, domain: 0, warning: 1 }),
        accepted({ command: CommandType.market, market: 0 }),
        accepted({ command: CommandType.account, account: 1 }),
        accepted({ command: CommandType.order, order: 12, orderKind: OrderKind.O }),
        accepted({ command: CommandType.orderById, order: 13, orderKind: OrderKind.O }),
        event("accepted", "AcceptedEvent", named, ["Name", { text: "mine" }]),
        accepted({ command: CommandType.cancelByNumber }),
      ),
    ).toEqual([
      { type: "accepted", ...base, command: "domain", domain: "D", domainId: 0, warning: expect.any(String) },
      {
        type: "accepted",
        ...base,
        command: "market",
        market: "BTC",
        marketId: 0,
        sourceIds: { s: 0, t: 1 },
        warning: null,
      },
      { type: "accepted", ...base, command: "account", account: "bob", accountId: 1, warning: null },
      { type: "accepted", ...base, command: "order", order: "O12", warning: null },
      { type: "accepted", ...base, command: "order", order: "O13", warning: null },
      { type: "accepted", ...base, command: "order", order: "mine", warning: null },
      { type: "accepted", ...base, command: "cancel", warning: null },
    ]);
  });

  test("rejected: the decoder's field, the core's field, or none", () => {
    const rejected = (values: object) =>
      event("rejected", "RejectedEvent", { code: layout.Code.MALFORMED, ...values });
    const [host, core, none] = decode(
      rejected({ command: CommandType.amend, field: "policy.interval" }),
      rejected({
        command: CommandType.tickById,
        fieldId: layout.Field["policy.fullCloseNotional"],
        detail: layout.Detail.badDecimal,
      }),
      rejected({ command: CommandType.unknown, seq: 0 }),
    );
    expect(host).toEqual({
      type: "rejected",
      ...base,
      command: "amend",
      code: "MALFORMED",
      field: "policy.interval",
      message: "This does not have the form that it must have.",
    });
    expect(core).toMatchObject({
      command: "tick",
      field: "policy.fullCloseNotional",
      message: expect.stringContaining("decimal string"),
    });
    expect(none).toMatchObject({ command: null, field: null });
    expect(none).not.toHaveProperty("seq");
  });

  test("mark", () => {
    expect(decode(event("mark", "MarkEvent", { index: 6_400_010, mark: 5, market: 0, sources: 2 }))).toEqual([
      { type: "mark", ...base, market: "BTC", index: "64000.10", mark: "0.05", sources: 2 },
    ]);
  });

  test("liquidationOpened: marks and evidence by market, whatever its name", () => {
    const bytes = event(
      "liquidationOpened",
      "OpenedEvent",
      { case: 3, equity: -15_000, maintenanceMargin: 2n ** 62n, account: 0, legs: 2 },
      ["EvidenceLeg", { index: 100, mark: 101, bidPrice: 99, bidQuantity: 4, market: 0, sources: 1 }],
      ["EvidenceSource", { price: 98, age: 1234, source: 1 }],
      ["EvidenceLeg", { index: 7, mark: 7, askPrice: 8, askQuantity: 1, market: 1 }],
    );
    const [opened] = decode(bytes, event("mark", "MarkEvent", { mark: 1, index: 1 })) as [
      Record<string, never>,
    ];
    expect(opened).toMatchObject({
      type: "liquidationOpened",
      ...base,
      case: "C3",
      account: "alice",
      equity: "-1.5000",
      maintenanceMargin: "461168601842738.7904",
    });
    expect(Object.entries(opened["marks"]!)).toEqual([
      ["BTC", "1.01"],
      ["__proto__", "7"],
    ]);
    expect(Object.entries(opened["evidence"]!)).toEqual([
      [
        "BTC",
        {
          index: "1.00",
          sources: [{ source: "t", price: "0.98", age: 1234 }],
          bids: [["0.99", "0.100"]],
          asks: [],
        },
      ],
      ["__proto__", { index: "7", sources: [], bids: [], asks: [["8", "100"]] }],
    ]);
    expect(JSON.stringify(opened)).toContain('"__proto__":"7"');
  });

  test("blocked, unblocked and waiting", () => {
    const values = { case: 1, account: 0, market: NONE, breaker: layout.Breaker.FUND_FLOOR };
    expect(
      decode(
        event("liquidationBlocked", "CaseEvent", values),
        event("liquidationUnblocked", "CaseEvent", { ...values, market: 0, breaker: layout.Breaker.WARMUP }),
        event("liquidationWaiting", "CaseEvent", { ...values, market: 0, breaker: 0 }),
      ),
    ).toEqual([
      {
        type: "liquidationBlocked",
        ...base,
        case: "C1",
        account: "alice",
        market: null,
        breaker: "FUND_FLOOR",
      },
      {
        type: "liquidationUnblocked",
        ...base,
        case: "C1",
        account: "alice",
        market: "BTC",
        breaker: "WARMUP",
      },
      { type: "liquidationWaiting", ...base, case: "C1", account: "alice", market: "BTC" },
    ]);
  });

  test("slice and cancelSlice", () => {
    const slice = {
      order: 8,
      case: 2,
      quantity: 3,
      limitPrice: 9950,
      remaining: 40,
      expires: 5_000_077,
      account: 1,
      market: 0,
      side: 1,
      timeInForce: 1,
      algorithm: 2,
    };
    expect(
      decode(
        event("slice", "SliceEvent", slice),
        event("cancelSlice", "CancelSliceEvent", { order: 8, case: 2, reason: 2 }),
      ),
    ).toEqual([
      {
        type: "slice",
        ...base,
        order: "S8",
        case: "C2",
        account: "bob",
        market: "BTC",
        side: "sell",
        quantity: "0.075",
        limitPrice: "99.50",
        orderType: "limit",
        timeInForce: "IOC",
        postOnly: false,
        reduceOnly: true,
        algorithm: "pov",
        remaining: "1.000",
        expires: 5_000_077,
      },
      { type: "cancelSlice", ...base, order: "S8", case: "C2", reason: "expired" },
    ]);
  });

  test("fill: clients' names trail, the maker's first", () => {
    const fill = {
      price: 100,
      quantity: 2,
      makerFee: -1,
      takerFee: 25,
      liquidationFee: 0,
      market: 0,
      maker: 0,
      taker: 1,
    };
    const both = event(
      "fill",
      "FillEvent",
      { ...fill, makerKind: OrderKind.named, takerKind: OrderKind.named },
      ["Name", { text: "m" }],
      ["Name", { text: "t" }],
    );
    const taker = event(
      "fill",
      "FillEvent",
      { ...fill, makerOrder: 4, makerKind: OrderKind.O, takerKind: OrderKind.named },
      ["Name", { text: "t" }],
    );
    const slice = event("fill", "FillEvent", {
      ...fill,
      takerOrder: 6,
      takerKind: OrderKind.S,
      case: 2,
      maker: constants.ACCOUNT_STREET,
      mark: 101,
    });
    const [first, second, third] = decode(both, taker, slice);
    expect(first).toEqual({
      type: "fill",
      ...base,
      market: "BTC",
      price: "1.00",
      quantity: "0.050",
      side: "buy",
      makerOrder: "m",
      takerOrder: "t",
      maker: "alice",
      taker: "bob",
      makerFee: "-0.0001",
      takerFee: "0.0025",
      liquidationFee: "0.0000",
      case: null,
      mark: null,
    });
    expect(second).toMatchObject({ makerOrder: "O4", takerOrder: "t" });
    expect(third).toMatchObject({
      makerOrder: null,
      takerOrder: "S6",
      maker: "@street",
      case: "C2",
      mark: "1.01",
    });
  });

  test("rested and cancelled", () => {
    const order = { order: 4, quantity: 40, price: 10_005, account: 0, market: 0, orderKind: OrderKind.O };
    expect(
      decode(
        event("rested", "OrderEvent", order),
        event(
          "cancelled",
          "OrderEvent",
          {
            ...order,
            price: 0,
            side: layout.Side.sell,
            reason: layout.CancelReason.zeroPrice,
            orderKind: OrderKind.named,
          },
          ["Name", { text: "x" }],
        ),
      ),
    ).toEqual([
      {
        type: "rested",
        ...base,
        order: "O4",
        account: "alice",
        market: "BTC",
        side: "buy",
        price: "100.05",
        quantity: "1.000",
      },
      {
        type: "cancelled",
        ...base,
        order: "x",
        account: "alice",
        market: "BTC",
        side: "sell",
        price: null,
        quantity: "1.000",
        reason: "zeroPrice",
      },
    ]);
  });

  test("position, liquidationClosed and takeover", () => {
    const position = {
      quantity: -4,
      cost: -40_000,
      realised: 5,
      cash: -1,
      account: constants.ACCOUNT_LIQUIDATION,
      market: 0,
    };
    const closed = {
      case: 2,
      equity: 0,
      slippagePpm: 13,
      openingLossPpm: -7,
      duration: 500,
      account: 0,
      outcome: layout.Outcome.takenOver,
      markets: 1,
    };
    expect(
      decode(
        event("position", "PositionEvent", position),
        event("liquidationClosed", "ClosedEvent", closed, ["MarketQuantity", { quantity: 4, market: 1 }]),
        event("takeover", "TakeoverEvent", { case: 2, quantity: 4, price: 101, account: 0, market: 0 }),
      ),
    ).toEqual([
      {
        type: "position",
        ...base,
        account: "@liquidation",
        market: "BTC",
        quantity: "-0.100",
        cost: "-4.0000",
        realised: "0.0005",
        cash: "-0.0001",
      },
      {
        type: "liquidationClosed",
        ...base,
        case: "C2",
        account: "alice",
        outcome: "takenOver",
        equity: "0.0000",
        closed: { ["__proto__"]: "400" },
        slippagePpm: 13,
        openingLossPpm: -7,
        duration: 500,
      },
      {
        type: "takeover",
        ...base,
        case: "C2",
        account: "alice",
        market: "BTC",
        quantity: "0.100",
        price: "1.01",
      },
    ]);
  });

  test("fund, deficit and breaker", () => {
    const fund = { change: -10_000, balance: 20_000, domain: 0, reason: layout.FundReason.shortfall };
    const breaker = {
      market: 0,
      domain: NONE,
      breaker: layout.Breaker.FEED_STALE,
      cause: layout.Cause.tooFewSources,
    };
    const halted = {
      market: NONE,
      domain: 0,
      breaker: layout.Breaker.HALTED,
      state: 1,
      cause: layout.Cause.operator,
    };
    expect(
      decode(
        event("fund", "FundEvent", fund),
        event("deficit", "FundEvent", { ...fund, case: 2 }),
        event("breaker", "BreakerEvent", breaker),
        event("breaker", "BreakerEvent", halted),
      ),
    ).toEqual([
      {
        type: "fund",
        ...base,
        domain: "D",
        case: null,
        change: "-1.0000",
        balance: "2.0000",
        reason: "shortfall",
      },
      {
        type: "deficit",
        ...base,
        domain: "D",
        case: "C2",
        change: "-1.0000",
        balance: "2.0000",
        reason: "shortfall",
      },
      {
        type: "breaker",
        ...base,
        market: "BTC",
        breaker: "FEED_STALE",
        state: "tripped",
        cause: expect.stringContaining("sources"),
      },
      {
        type: "breaker",
        ...base,
        domain: "D",
        breaker: "HALTED",
        state: "cleared",
        cause: "by the operator",
      },
    ]);
  });
});
