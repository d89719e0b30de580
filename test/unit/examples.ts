/** One good command of each type, with every field; and a small engine in which all of them are taken. */
import type { Command, CommandType } from "#breakwater/domain/commands.js";
import { Engine, type EngineOptions } from "#breakwater/engine/engine.js";
import type { Limits } from "#breakwater/kernel/limits.js";

export const smallLimits: Limits = {
  domains: 4,
  markets: 4,
  accounts: 64,
  nameBytes: 4096,
  positions: 256,
  orders: 256,
  orderNames: 64,
  ladderLeaves: 256,
  ladderNodes: 256,
  cases: 64,
  works: 128,
  slices: 128,
  venueReports: 128,
  unwindSteps: 64,
  triggerBuckets: 524_288,
  eventBytes: 262_144,
};

const policy = {
  algorithm: "twap",
  slippagePpm: 20_000,
  expectedSlippagePpm: 1000,
  closeFactorPpm: 500_000,
  fullCloseNotional: "100.0000",
  interval: 500_000,
  horizon: 30_000_000,
  sliceLifetime: 2_000_000,
  silentMax: 2,
  rejectMax: 4,
  depthSharePpm: 900_000,
  disposalFractionPpm: 800_000,
  fullDisposalQuantity: "1.50",
  sliceNotionalMax: "5000",
  rungs: 5,
  riskAversionPpm: 1_000_000,
  jitterPpm: 0,
  branchingMaxPpm: 500_000,
  rateNotional: "100000",
  rateWindow: 1_000_000,
} as const;

const breakers = {
  bandPpm: 900_000,
  bandWindow: 60_000_000,
  divergencePpm: 900_000,
  depthMin: "0",
  resumeAfter: 5_000_000,
};

const domainSettings = {
  fundFloor: "10",
  triggerAtEquality: false,
  marginCallPpm: 0,
  targetPpm: 1_300_000,
  takeover: true,
  takeoverPpm: 100_000,
  caseHorizon: 60_000_000,
  surplus: "fund",
  legOrder: "largestMargin",
  crossInside: false,
  adl: false,
  floorAction: "block",
  doubtPpm: 50_000,
  seed: 0,
} as const;

const tiers = [
  { from: "0", initialPpm: 100_000, maintenancePpm: 50_000 },
  { from: "10000.5", initialPpm: 200_000, maintenancePpm: 100_000 },
];
const sources = [{ source: "s", weight: 3 }, { source: "t" }];

/** All but `premiumHalfLife`, without which there is no other mark than the index. */
const feedSettings = {
  maxAge: 10_000_000,
  minSources: 1,
  skew: 1_000_000,
  jumpPpm: 900_000,
  confirmations: 2,
  outlierPpm: 50_000,
  gapAction: "ignore",
  graded: false,
  mark: "index",
  premiumCapPpm: 10_000,
  premiumHold: 5_000_000,
  volatilityHalfLife: 60_000_000,
  volatilityPpm: 10_000,
  fundingInterval: 28_800_000_000,
  makerFeePpm: 200,
  takerFeePpm: 500,
  liquidationFeePpm: 1000,
  marketBandPpm: 50_000,
  takeoverNotionalMax: "1000000",
} as const;

type ByType = { readonly [Type in CommandType]: Command & { type: Type } };

export const examples: ByType = {
  domain: {
    type: "domain",
    time: 1_000_000,
    key: "domain-1",
    domain: "D",
    asset: "USD",
    settleDecimals: 4,
    insuranceFund: "1000.0000",
    ...domainSettings,
  },
  collateral: {
    type: "collateral",
    domain: "D",
    asset: "BTC",
    market: "BTC-PERP",
    haircutPpm: 100_000,
    decimals: 8,
    seizeAt: "1.5",
    depositMax: "1000",
  },
  market: {
    type: "market",
    market: "BTC-PERP",
    domain: "D",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.05",
    lotSize: "0.01",
    contractSize: "1",
    minPrice: "1.00",
    maxPrice: "1000.00",
    maxPosition: "1000.00",
    maxOpenInterest: "5000.00",
    minOrder: "0.02",
    maxOrder: "500",
    minNotional: "0.5",
    tiers,
    sources,
    ...feedSettings,
    execution: "internal",
    policy,
    breakers,
  },
  account: {
    type: "account",
    account: "alice",
    domain: "D",
    cash: "10000",
    mode: "cross",
    unwindOrder: ["BTC-PERP"],
  },
  transfer: { type: "transfer", account: "alice", amount: "-1.5", asset: "USD", to: "@fund" },
  collateralSale: {
    type: "collateralSale",
    domain: "D",
    asset: "BTC",
    quantity: "0.00000001",
    proceeds: "1.5",
  },
  position: {
    type: "position",
    account: "alice",
    market: "BTC-PERP",
    quantity: "-1.00",
    entryPrice: "99.123456789",
  },
  tick: { type: "tick", market: "BTC-PERP", source: "s", price: "100.00", sequence: 7, sourceTime: 999_999 },
  book: {
    type: "book",
    market: "BTC-PERP",
    bids: [
      ["99.95", "1.00"],
      ["99.90", "0"],
    ],
    asks: [["100.05", "2"]],
    snapshot: true,
  },
  order: {
    type: "order",
    account: "alice",
    market: "BTC-PERP",
    side: "sell",
    quantity: "0.10",
    price: "100.05",
    timeInForce: "GTC",
    postOnly: true,
    reduceOnly: false,
    selfTrade: "both",
    order: "my-order",
  },
  amend: { type: "amend", order: "my-order", quantity: "0.20", price: "100.10" },
  cancel: { type: "cancel", order: "my-order" },
  cancelAll: { type: "cancelAll", account: "alice", market: "BTC-PERP" },
  reconcile: {
    type: "reconcile",
    account: "alice",
    market: "EXT",
    quantity: "-1.00",
    entryPrice: "99.123456789",
    cash: "9000",
    keep: [],
  },
  execution: {
    type: "execution",
    order: "S1",
    status: "fill",
    price: "99.95",
    quantity: "0.10",
    fee: "-0.0100",
    execution: "venue-77",
  },
  funding: { type: "funding", market: "BTC-PERP", ratePpb: -100_000 },
  policy: { type: "policy", market: "BTC-PERP", policy },
  breakers: { type: "breakers", market: "BTC-PERP", breakers },
  tiers: { type: "tiers", market: "BTC-PERP", tiers },
  domainSettings: { type: "domainSettings", domain: "D", ...domainSettings },
  feedSettings: { type: "feedSettings", market: "BTC-PERP", sources, ...feedSettings },
  marketState: { type: "marketState", market: "BTC-PERP", state: "cancelOnly" },
  halt: { type: "halt", market: "BTC-PERP", reason: "an operator's note" },
  resume: { type: "resume", domain: "D", reason: "restart" },
  clock: { type: "clock", time: 2_000_000 },
  snapshot: { type: "snapshot" },
  depth: { type: "depth", market: "BTC-PERP", levels: 5 },
  liquidationMap: { type: "liquidationMap", market: "BTC-PERP", levels: 5 },
  report: { type: "report", account: "alice", domain: "D" },
  domainReport: { type: "domainReport", domain: "D" },
  hash: { type: "hash" },
};

/** A domain, two markets (the second external), two accounts and a first mark at 100.00. */
export function smallEngine(debug = false, options: EngineOptions = {}): Engine {
  const engine = new Engine(smallLimits, { debug, ...options });
  const events = engine.apply([
    { ...examples.domain, key: "setting" },
    examples.market,
    { ...examples.market, market: "EXT", execution: "external" },
    examples.account,
    { ...examples.account, account: "bob" },
    { ...examples.tick, sequence: 1, time: 1_000_000 },
  ]);
  const refused = events.find(({ type }) => type === "rejected");
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
  return engine;
}
