/** Bodies and answers of one small world, by operation; a test plays it, and gets these answers. */
import { ABSENT, type Field } from "../../domain/field.js";
import { shownSettings } from "../../readmodels/market-settings.js";

const time = 1_700_000_000_000_000;
const market = "BTC-PERP";
const account = "alice";

/** What defines the world; `played` follows, then ticks at 64,000. */
const definitions = [
  { type: "domain", domain: "main", asset: "USDC", settleDecimals: 6, insuranceFund: "100000" },
  {
    type: "market",
    market,
    domain: "main",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.5",
    lotSize: "0.001",
    execution: "external",
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
    sources: [{ source: "a" }, { source: "b" }, { source: "c" }],
    minSources: 2,
    maxAge: 10_000_000,
    jumpPpm: 50_000,
    maxPrice: "1000000",
  },
  { type: "account", account, domain: "main", cash: "1500" },
];
const ticksAt = (price: string, sequence: number) =>
  ["a", "b", "c"].map((source) => ({ market, source, price, sequence }));

/** Between the definitions and the reads; the ticks of the example come last, and cases are read behind them. */
export const played = {
  commands: [
    { type: "position", account, market, quantity: "1", entryPrice: "64000" },
    { type: "book", market, bids: [["63950", "12"]], asks: [["64050", "8"]] },
  ],
  ticks: ticksAt("64000", 1),
} as const;

export const bodyExamples: Readonly<Record<string, unknown>> = {
  postCommands: definitions,
  postTicks: ticksAt("63100", 2),
};

/** A setting as a market shows it that has not been given: its default, or null. */
function shownDefault(field: Field): unknown {
  if (!("default" in field) || field.default === undefined || field.default === ABSENT) return null;
  if (field.kind !== "decimal") return field.default;
  return field.unit === "lots" ? "0.000" : "0.000000";
}
const shown = (fields: readonly Field[]) =>
  Object.fromEntries(fields.map((field) => [field.name, shownDefault(field)]));

const marketShown = {
  market,
  marketId: 0,
  domain: "main",
  kind: "linear",
  state: "open",
  execution: "external",
  mark: "64000.00",
  index: "64000.00",
  markSources: 2,
  markTime: time,
  breakers: [],
  domainBreakers: [],
  specification: {
    ...shown(shownSettings.specification),
    priceDecimals: 2,
    tickSize: "0.50",
    minPrice: "0.01",
    maxPrice: "1000000.00",
    maxPosition: "9007.199",
    maxOpenInterest: "2305843.009",
    minOrder: "0.001",
    maxOrder: "9007.199",
    minNotional: "0.000000",
    ordersMax: 1_000,
    maxAge: 10_000_000,
    minSources: 2,
    jumpPpm: 50_000,
    lotSize: "0.001",
    tiers: [{ from: "0.000000", initialPpm: 20_000, maintenancePpm: 10_000 }],
    sources: ["a", "b", "c"].map((source, sourceId) => ({ source, sourceId, weight: 1 })),
  },
  policy: shown(shownSettings.policy),
  breakerSettings: shown(shownSettings.breakers),
};

const slice = {
  type: "slice",
  seq: 10,
  commandSeq: 14,
  time,
  order: "S1",
  case: "C1",
  account,
  market,
  side: "sell",
  quantity: "0.208",
  limitPrice: "62500.00",
  orderType: "limit",
  timeInForce: "IOC",
  postOnly: false,
  reduceOnly: true,
  algorithm: "immediate",
  remaining: "0.208",
  expires: time + 5_000_000,
};

const accepted = (seq: number, commandSeq: number, command: string, more: object) => ({
  type: "accepted",
  seq,
  commandSeq,
  time,
  command,
  ...more,
  warning: null,
});

export const answerExamples: Readonly<Record<string, unknown>> = {
  postCommands: {
    events: [
      accepted(1, 1, "domain", { domain: "main", domainId: 0 }),
      accepted(2, 2, "market", { market, marketId: 0, sourceIds: { a: 0, b: 1, c: 2 } }),
      {
        type: "breaker",
        seq: 3,
        commandSeq: 2,
        time,
        market,
        breaker: "WARMUP",
        state: "tripped",
        cause: "the market has no mark price yet",
      },
      accepted(4, 3, "account", { account, accountId: 0 }),
    ],
  },
  postTicks: {
    accepted: 3,
    rejected: [],
    marks: [
      { type: "mark", seq: 8, commandSeq: 14, time, market, index: "63100.00", mark: "63100.00", sources: 3 },
    ],
    slices: [slice],
  },
  streamEvents: `retry: 1000\n\nid: 8f14e45fceea167a:10\ndata: ${JSON.stringify(slice)}\n\n`,
  getMarkets: { markets: [marketShown] },
  getMarket: marketShown,
  getBook: { market, time, bids: [["63950.00", "12.000"]], asks: [["64050.00", "8.000"]] },
  getLiquidationMap: { market, time, longs: [["63131.31", "63131.310000"]], shorts: [] },
  getAccount: {
    time,
    account,
    domain: "main",
    mode: "cross",
    cash: "1500.000000",
    equity: "1500.000000",
    initialMargin: "1280.000000",
    maintenanceMargin: "640.000000",
    state: "healthy",
    case: null,
    positions: [
      {
        market,
        quantity: "1.000",
        cost: "64000.000000",
        mark: "64000.00",
        notional: "64000.000000",
        unrealised: "0.000000",
        maintenanceMargin: "640.000000",
        liquidationPrice: "63131.31",
        zeroPrice: "62500.00",
        adlRank: null,
        mismatch: false,
      },
    ],
    collateral: [],
  },
  explainAccount: {
    account,
    case: {
      case: "C1",
      state: "open",
      blocked: [],
      decidedOn: {
        type: "liquidationOpened",
        seq: 9,
        commandSeq: 14,
        time,
        case: "C1",
        account,
        equity: "600.000000",
        maintenanceMargin: "631.000000",
        marks: { [market]: "63100.00" },
        evidence: {
          [market]: {
            index: "63100.00",
            sources: [
              { source: "a", price: "63100.00", age: 0 },
              { source: "b", price: "63100.00", age: 0 },
              { source: "c", price: "64000.00", age: 0 },
            ],
            bids: [["63950.00", "12.000"]],
            asks: [["64050.00", "8.000"]],
          },
        },
      },
      events: [slice],
      omitted: 0,
    },
  },
  getDomain: {
    time,
    domain: "main",
    fund: "100000.000000",
    deficit: "0.000000",
    cover: "100000.000000",
    arrears: "0.000000",
    fees: "0.000000",
    rounding: "0.000000",
    deposits: "101500.000000",
    withdrawals: "0.000000",
    cashTotal: "101500.000000",
    costTotal: "0.000000",
    quantityTotal: { [market]: "0.000" },
    liquidation: { [market]: "0.000" },
    accounts: 1,
    cases: 0,
    openInterest: { [market]: "1.000" },
    seized: [],
    breakers: [],
  },
  getCases: {
    cases: [
      {
        case: "C1",
        account,
        opened: time,
        equity: "600.000000",
        maintenanceMargin: "631.000000",
        blocked: [],
      },
    ],
    next: null,
  },
  live: { status: "alive" },
  ready: { status: "ready", reasons: [] },
  healthy: { status: "ready", reasons: [] },
  getVersion: {
    name: "breakwater",
    version: "1.2.3",
    abi: "0123abcd",
    node: "v24.0.0",
    epoch: "8f14e45fceea167a",
  },
};
