import { describe, expect, test } from "vitest";
import * as layout from "#breakwater/abi/layout.js";
import { decodeEvents } from "#breakwater/records/event-record.js";
import { directory, event } from "./records.js";

const known = directory();

function decode(...bytes: Uint8Array[]): unknown[] {
  return decodeEvents(Buffer.concat(bytes), known);
}

test("answers to queries have no seq", () => {
  const query = { seq: 0 };
  const leg = {
    quantity: 4,
    cost: 5,
    mark: 100,
    notional: 10,
    unrealised: 5,
    maintenanceMargin: 1,
    liquidationPrice: 90,
    adlRank: 3,
    mismatch: 1,
    market: 0,
  };
  const money = { fund: 1, deficit: 2, cover: -3, arrears: 4 };
  const totals = { ...money, accounts: 2, cases: 1, markets: 1, collaterals: 1, domain: 0 };
  const [depth, report, unmarked, domain, hash] = decode(
    event(
      "depth",
      "DepthEvent",
      { ...query, market: 0, bids: 1, asks: 1 },
      ["BookLevel", { price: 99, quantity: 4 }],
      ["BookLevel", { price: 101, quantity: 8 }],
    ),
    event("report", "ReportEvent", { ...query, cash: 10, equity: 15, known: 1, legs: 1, state: 2, case: 7 }, [
      "ReportLeg",
      leg,
    ]),
    event("report", "ReportEvent", { ...query, legs: 1 }, ["ReportLeg", { quantity: 4, cost: 5, market: 0 }]),
    event(
      "domainReport",
      "DomainReportEvent",
      { ...query, ...totals },
      ["DomainReportMarket", { openInterest: 4, liquidation: -4, market: 0 }],
      ["DomainReportCollateral", { quantity: 5, value: 6, collateral: 0 }],
    ),
    event("hash", "HashEvent", { ...query, hash: 0xabcn }),
  );
  const answer = { commandSeq: 9, time: 77 };
  expect(depth).toEqual({
    type: "depth",
    ...answer,
    market: "BTC",
    bids: [["0.99", "0.100"]],
    asks: [["1.01", "0.200"]],
  });
  expect(report).toEqual({
    type: "report",
    ...answer,
    account: "alice",
    domain: "D",
    mode: "cross",
    cash: "0.0010",
    equity: "0.0015",
    initialMargin: "0.0000",
    maintenanceMargin: "0.0000",
    state: "liquidating",
    case: "C7",
    collateral: [],
    positions: [
      {
        market: "BTC",
        quantity: "0.100",
        cost: "0.0005",
        mark: "1.00",
        notional: "0.0010",
        unrealised: "0.0005",
        maintenanceMargin: "0.0001",
        liquidationPrice: "0.90",
        zeroPrice: null,
        adlRank: 3,
        mismatch: true,
      },
    ],
  });
  expect(unmarked).toMatchObject({
    equity: null,
    initialMargin: null,
    maintenanceMargin: null,
    case: null,
    state: "healthy",
  });
  expect((unmarked as { positions: unknown[] }).positions[0]).toEqual({
    market: "BTC",
    quantity: "0.100",
    cost: "0.0005",
    mark: null,
    notional: null,
    unrealised: null,
    maintenanceMargin: null,
    liquidationPrice: null,
    zeroPrice: null,
    adlRank: null,
    mismatch: false,
  });
  expect(domain).toEqual({
    type: "domainReport",
    ...answer,
    domain: "D",
    fund: "0.0001",
    deficit: "0.0002",
    cover: "-0.0003",
    arrears: "0.0004",
    fees: "0.0000",
    rounding: "0.0000",
    deposits: "0.0000",
    withdrawals: "0.0000",
    cashTotal: "0.0000",
    costTotal: "0.0000",
    quantityTotal: { BTC: "0.000" },
    liquidation: { BTC: "-0.100" },
    accounts: 2,
    cases: 1,
    openInterest: { BTC: "0.100" },
    seized: [{ asset: "WBTC", quantity: "0.00000005", value: "0.0006" }],
  });
  expect(hash).toEqual({ type: "hash", ...answer, stateHash: "0000000000000abc" });
});

test("a report of an isolated account, and of its collateral", () => {
  const report = { seq: 0, legs: 1, collaterals: 2, mode: layout.AccountMode.isolated };
  const [told] = decode(
    event(
      "report",
      "ReportEvent",
      report,
      ["ReportLeg", { quantity: 4, market: 0 }],
      ["ReportCollateral", { balance: 150_000_000, pending: 7, value: 25_000, collateral: 0 }],
      ["ReportCollateral", { balance: 1, value: 0, collateral: 0 }],
    ),
  );
  expect(told).toMatchObject({
    mode: "isolated",
    collateral: [
      { asset: "WBTC", balance: "1.50000000", pending: "0.00000007", value: "2.5000" },
      { asset: "WBTC", balance: "0.00000001", pending: "0.00000000", value: "0.0000" },
    ],
  });
  const unknown = event("report", "ReportEvent", { collaterals: 1 }, ["ReportCollateral", { collateral: 1 }]);
  expect(() => decode(unknown)).toThrow("UNKNOWN_DOMAIN");
});

test("a report of a domain's own account: no margin, whatever its positions", () => {
  const leg = { quantity: 4, cost: 5, mark: 100, notional: 10, unrealised: 5, market: 0 };
  const own = { seq: 0, known: 1, own: 1, legs: 1, equity: 7, account: layout.constants.ACCOUNT_LIQUIDATION };
  const [liquidation, street] = decode(
    event("report", "ReportEvent", own, ["ReportLeg", leg]),
    event("report", "ReportEvent", { ...own, known: 0, account: layout.constants.ACCOUNT_STREET }, [
      "ReportLeg",
      leg,
    ]),
  );
  const position = { unrealised: "0.0005", maintenanceMargin: null, liquidationPrice: null, adlRank: null };
  const bare = { initialMargin: null, maintenanceMargin: null, positions: [position] };
  expect(liquidation).toMatchObject({ ...bare, account: "@liquidation", equity: "0.0007" });
  expect(street).toMatchObject({ ...bare, account: "@street", equity: null });
});

test("trigger prices with the notional that hangs on them", () => {
  expect(
    decode(
      event(
        "liquidationMap",
        "LiquidationMapEvent",
        { seq: 0, market: 0, longs: 1, shorts: 1 },
        ["BookLevel", { price: 99, quantity: 10_000 }],
        ["BookLevel", { price: 101, quantity: 5 }],
      ),
    ),
  ).toEqual([
    {
      type: "liquidationMap",
      commandSeq: 9,
      time: 77,
      market: "BTC",
      longs: [["0.99", "1.0000"]],
      shorts: [["1.01", "0.0005"]],
    },
  ]);
});

test("the hash after a snapshot is an event like any other", () => {
  expect(decode(event("hash", "HashEvent", { hash: 1 }))).toEqual([
    { type: "hash", seq: 5, commandSeq: 9, time: 77, stateHash: "0000000000000001" },
  ]);
});

describe("what is no sequence of events", () => {
  const mark = event("mark", "MarkEvent", { mark: 1, index: 1 });
  test.each([
    ["cut", mark.subarray(0, mark.length - 1)],
    ["shorter than a header", mark.subarray(0, 8)],
    ["of an unknown type", event("mark", "MarkEvent", { type: 200 })],
    ["of type 0", event("none", "MarkEvent", {})],
    ["of size 0", event("mark", "MarkEvent", { size: 0 })],
    ["with more rows than bytes", event("depth", "DepthEvent", { bids: 1 })],
    ["rejected with the code OK", event("rejected", "RejectedEvent", {})],
    ["with a word that is none", event("cancelSlice", "CancelSliceEvent", { reason: 99 })],
  ])("%s is malformed", (_, bytes) => {
    expect(() => decode(bytes)).toThrow("MALFORMED");
  });

  test("an id that is not defined", () => {
    expect(() => decode(event("mark", "MarkEvent", { market: 9 }))).toThrow("UNKNOWN_MARKET");
  });
});
