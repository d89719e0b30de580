/**
 * For each field of each command the values that must be refused, and how; written from PROTOCOL.md and docs/rules/commands.md, not
 * from the product's own table of fields.
 */
import type { CommandType } from "#breakwater/domain/commands.js";

/** A value, the code it must give, and where, below the field. */
type Bad = readonly [value: unknown, code: string, below?: string];

export const BIG = 2 ** 53;
const noString: Bad[] = [null, true, 7, 1.5, [7], {}, ["a"]].map((value) => [value, "MALFORMED"]);
const name: Bad[] = [
  ...noString,
  ...["", "a b", "@street", "@fund", "ä", "a\u0000", "x".repeat(65), "😀"].map(
    (value): Bad => [value, "MALFORMED"],
  ),
];
const ownName: Bad[] = [...name, ...["O1", "S12", "C3"].map((value): Bad => [value, "MALFORMED"])];
/** What the engine does not call a slice. */
const notSlices = ["x", "S", "S0", "S01", "S1x", "s1", "O1", "C1"].map((value): Bad => [value, "MALFORMED"]);
const malformedDecimals = [
  "",
  "-",
  ".5",
  "1.",
  "1e3",
  "1E-3",
  "+1",
  "01",
  "0x1",
  "1,5",
  " 1",
  "1 ",
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
  "-0.00",
  "1_0",
  "١",
  "0.0000000000000000001",
];
const signedDecimal: Bad[] = [
  ...noString,
  ...malformedDecimals.map((value): Bad => [value, "MALFORMED"]),
  ["9223372036854775808", "OUT_OF_RANGE"],
  ["9".repeat(100), "OUT_OF_RANGE"],
];
const decimal: Bad[] = [...signedDecimal, ["-1", "MALFORMED"], ["-0.01", "MALFORMED"]];
const boolean: Bad[] = [null, 0, 1, "true", "", [true], {}].map((value) => [value, "MALFORMED"]);
const word = (...more: Bad[]): Bad[] => [
  ...noString,
  ...["", "Buy", "none", "LINEAR", "constructor"].map((value): Bad => [value, "MALFORMED"]),
  ...more,
];
const integer = (min: number, max: number, ...more: Bad[]): Bad[] => [
  ...[null, true, "7", "", [7], {}, 1.5, -0.5].map((value): Bad => [value, "MALFORMED"]),
  ...[-1, min - 1, max + 1, BIG, BIG + 2, -BIG, 1e300].map((value): Bad => [value, "OUT_OF_RANGE"]),
  ...more,
];
const micros = (...more: Bad[]) => integer(0, BIG - 1, ...more);
const ppm = (...more: Bad[]) => integer(0, 1_000_000, ...more);
const widePpm = (...more: Bad[]) => integer(0, 10_000_000, ...more);
const ratePpb: Bad[] = [
  ...[null, true, "7", "", [7], {}, 1.5, -0.5].map((value): Bad => [value, "MALFORMED"]),
  ...[-1_000_000_001, 1_000_000_001, BIG, -BIG, 1e300].map((value): Bad => [value, "OUT_OF_RANGE"]),
];
const text = (max: number): Bad[] => [...noString, ["x".repeat(max + 1), "MALFORMED"]];
const inside = (below: string, bads: readonly Bad[], wrap: (value: unknown) => unknown): Bad[] =>
  bads.map(([value, code, deeper = ""]) => [wrap(value), code, below + deeper]);

const common = { time: micros(), key: [...text(64), ["", "MALFORMED"] as Bad] };

export const policy: Record<string, readonly Bad[]> = {
  algorithm: word(),
  slippagePpm: ppm([1_000_000, "POLICY_INVALID"]),
  expectedSlippagePpm: ppm([10_001, "POLICY_INVALID"]),
  closeFactorPpm: ppm([0, "POLICY_INVALID"]),
  fullCloseNotional: decimal,
  interval: micros([0, "POLICY_INVALID"]),
  horizon: micros(),
  sliceLifetime: micros([0, "POLICY_INVALID"]),
  silentMax: integer(1, 16),
  rejectMax: integer(1, 16),
  depthSharePpm: ppm([0, "POLICY_INVALID"]),
  disposalFractionPpm: ppm([0, "POLICY_INVALID"]),
  fullDisposalQuantity: decimal,
  sliceNotionalMax: decimal,
  rungs: integer(1, 16),
  riskAversionPpm: widePpm(),
  jitterPpm: ppm(),
  branchingMaxPpm: widePpm(),
  rateNotional: decimal,
  rateWindow: micros([0, "POLICY_INVALID"]),
};
export const breakers: Record<string, readonly Bad[]> = {
  bandPpm: ppm(),
  bandWindow: micros([0, "SPEC_INVALID"]),
  divergencePpm: ppm(),
  divergenceMax: micros([0, "SPEC_INVALID"]),
  depthMin: decimal,
  resumeAfter: micros(),
};
const object = (fields: Record<string, readonly Bad[]>): Bad[] => [
  ...[null, true, 7, "x", []].map((value): Bad => [value, "MALFORMED"]),
  [{ bogus: 1 }, "UNKNOWN_FIELD", ".bogus"],
  ...Object.entries(fields).flatMap(([field, bads]) =>
    inside(`.${field}`, bads, (value) => ({ [field]: value })),
  ),
];

const goodTier = { from: "0", initialPpm: 100_000, maintenancePpm: 50_000 };
const tiers: Bad[] = [
  ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
  [[], "TIERS_INVALID"],
  [Array(33).fill(goodTier), "OUT_OF_RANGE"],
  [[goodTier, 7], "MALFORMED", "[1]"],
  [[null], "MALFORMED", "[0]"],
  [[{ ...goodTier, bogus: 1 }], "UNKNOWN_FIELD", "[0].bogus"],
  [[{ initialPpm: 1, maintenancePpm: 1 }], "MISSING_FIELD", "[0].from"],
  [[{ from: "0", maintenancePpm: 1 }], "MISSING_FIELD", "[0].initialPpm"],
  [[{ from: "0", initialPpm: 1 }], "MISSING_FIELD", "[0].maintenancePpm"],
  ...inside("[0].from", decimal, (from) => [{ ...goodTier, from }]),
  ...inside("[0].initialPpm", ppm(), (initialPpm) => [{ ...goodTier, initialPpm }]),
  ...inside("[0].maintenancePpm", ppm(), (maintenancePpm) => [{ ...goodTier, maintenancePpm }]),
];
const sources: Bad[] = [
  ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
  [[], "SPEC_INVALID"],
  [Array.from({ length: 17 }, (_, i) => ({ source: `s${i}` })), "OUT_OF_RANGE"],
  [["s"], "MALFORMED", "[0]"],
  [[{ source: "s", name: 1 }], "UNKNOWN_FIELD", "[0].name"],
  [[{ weight: 1 }], "MISSING_FIELD", "[0].source"],
  ...inside("[0].source", name, (source) => [{ source }]),
  ...inside("[0].weight", integer(1, 1_000_000), (weight) => [{ source: "s", weight }]),
];
const goodPosition = { market: "BTC-PERP", quantity: "1", entryPrice: "100" };
const positions: Bad[] = [
  ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
  [Array(17).fill(goodPosition), "OUT_OF_RANGE"],
  [[goodPosition, "BTC-PERP"], "MALFORMED", "[1]"],
  [[{ ...goodPosition, cash: "1" }], "UNKNOWN_FIELD", "[0].cash"],
  [[{ quantity: "1", entryPrice: "100" }], "MISSING_FIELD", "[0].market"],
  [[{ market: "BTC-PERP", entryPrice: "100" }], "MISSING_FIELD", "[0].quantity"],
  [[{ market: "BTC-PERP", quantity: "1" }], "MISSING_FIELD", "[0].entryPrice"],
  ...inside("[0].market", name, (market) => [{ ...goodPosition, market }]),
  ...inside("[0].quantity", signedDecimal, (quantity) => [{ ...goodPosition, quantity }]),
  ...inside("[0].entryPrice", decimal, (entryPrice) => [{ ...goodPosition, entryPrice }]),
];
const collateral: Bad[] = [
  ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
  [Array(9).fill({ asset: "X", amount: "1" }), "OUT_OF_RANGE"],
  [[["X", "1"]], "MALFORMED", "[0]"],
  [[{ asset: "X", amount: "1", to: "bob" }], "UNKNOWN_FIELD", "[0].to"],
  [[{ amount: "1" }], "MISSING_FIELD", "[0].asset"],
  [[{ asset: "X" }], "MISSING_FIELD", "[0].amount"],
  ...inside("[0].asset", name, (asset) => [{ asset, amount: "1" }]),
  ...inside("[0].amount", decimal, (amount) => [{ asset: "X", amount }]),
];
const levels: Bad[] = [
  ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
  [Array(10_001).fill(["1", "1"]), "OUT_OF_RANGE"],
  ...[null, "1", {}, [], ["1"], ["1", "1", "1"]].map(
    (value): Bad => [[["1", "1"], value], "MALFORMED", "[1]"],
  ),
  ...inside("[0][0]", decimal, (value) => [[value, "1"]]),
  ...inside("[0][1]", decimal, (value) => [["1", value]]),
];

/** What `domain` sets and `domainSettings` may change. */
const domainSettings: Record<string, readonly Bad[]> = {
  fundFloor: decimal,
  triggerAtEquality: boolean,
  marginCallPpm: widePpm(),
  targetPpm: widePpm([1_000_000, "SPEC_INVALID"], [0, "SPEC_INVALID"]),
  takeover: boolean,
  takeoverPpm: micros([1_000_001, "SPEC_INVALID"]),
  caseHorizon: micros(),
  surplus: word(),
  legOrder: word(),
  crossInside: boolean,
  adl: boolean,
  floorAction: word(),
  doubtPpm: ppm(),
  seed: micros(),
};

/** How many there is room for only the core knows. */
const ordersMax = integer(1, 2 ** 32 - 1);
/** What `market` sets and `feedSettings` may change: prices, then fees. */
const feedSettings: Record<string, readonly Bad[]> = {
  maxAge: micros(),
  minSources: integer(1, 16),
  skew: micros(),
  jumpPpm: ppm(),
  confirmations: integer(1, 16),
  confirmGap: micros(),
  outlierPpm: ppm(),
  gapAction: word(),
  graded: boolean,
  // The examples have no `premiumHalfLife`.
  mark: word(["premium", "SPEC_INVALID"], ["median3", "SPEC_INVALID"]),
  premiumCapPpm: ppm(),
  premiumHalfLife: micros([0, "SPEC_INVALID"]),
  premiumHold: micros(),
  volatilityHalfLife: micros([0, "SPEC_INVALID"]),
  volatilityPpm: ppm(),
  fundingInterval: micros([0, "SPEC_INVALID"]),
  confirmAfter: micros(),
};
const feeSettings: Record<string, readonly Bad[]> = {
  makerFeePpm: ppm(),
  takerFeePpm: ppm(),
  liquidationFeePpm: ppm(),
  marketBandPpm: ppm(),
  takeoverNotionalMax: decimal,
  ordersMax,
};

export const bads: Record<CommandType, Record<string, readonly Bad[]>> = {
  domain: {
    ...common,
    domain: name,
    asset: name,
    settleDecimals: integer(0, 18),
    insuranceFund: decimal,
    ...domainSettings,
  },
  collateral: {
    ...common,
    domain: name,
    asset: name,
    market: name,
    haircutPpm: ppm(),
    decimals: integer(0, 18),
    seizeAt: decimal,
    depositMax: decimal,
  },
  market: {
    ...common,
    market: name,
    domain: name,
    kind: word(),
    priceDecimals: integer(0, 18),
    tickSize: decimal,
    lotSize: decimal,
    contractSize: decimal,
    minPrice: decimal,
    maxPrice: decimal,
    maxPosition: decimal,
    maxOpenInterest: decimal,
    minOrder: decimal,
    maxOrder: decimal,
    minNotional: decimal,
    tiers,
    sources,
    ...feedSettings,
    execution: word(),
    ...feeSettings,
    policy: object(policy),
    breakers: object(breakers),
  },
  account: {
    ...common,
    account: name,
    domain: name,
    cash: decimal,
    mode: word(),
    // The example is a cross account.
    parent: [...name, ["someone", "SPEC_INVALID"]],
    unwindOrder: [
      ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
      ...inside("[0]", name, (value) => [value]),
      [Array.from({ length: 17 }, (_, i) => `m${i}`), "OUT_OF_RANGE"],
    ],
    ordersMax,
    positions,
    collateral,
  },
  transfer: {
    ...common,
    account: name,
    amount: signedDecimal,
    asset: name,
    to: name.filter(([value]) => value !== "@fund"),
  },
  collateralSale: { ...common, domain: name, asset: name, quantity: decimal, proceeds: decimal },
  position: { ...common, account: name, market: name, quantity: signedDecimal, entryPrice: decimal },
  tick: { ...common, market: name, source: name, price: decimal, sequence: micros(), sourceTime: micros() },
  sourceReset: { ...common, market: name, source: name },
  trade: { ...common, market: name, price: decimal, quantity: decimal },
  book: { ...common, market: name, bids: levels, asks: levels, snapshot: boolean },
  order: {
    ...common,
    account: name,
    market: name,
    side: word(),
    quantity: decimal,
    price: decimal,
    timeInForce: word(),
    // Of an order that is not GTT.
    expires: micros([7, "MALFORMED"]),
    stop: decimal,
    // Of an order without a stop.
    stopBy: word(["mark", "MALFORMED"]),
    postOnly: boolean,
    reduceOnly: boolean,
    selfTrade: word().filter(([value]) => value !== "none"),
    order: ownName,
  },
  amend: {
    ...common,
    order: name,
    account: name,
    quantity: decimal,
    open: decimal,
    price: decimal,
    expires: micros(),
    stop: decimal,
  },
  cancel: { ...common, order: name, account: name },
  cancelAll: { ...common, account: name, market: name, side: word() },
  reconcile: {
    ...common,
    account: name,
    market: name,
    quantity: signedDecimal,
    entryPrice: decimal,
    cash: signedDecimal,
    keep: [
      ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
      ...inside("[0]", [...name, ...notSlices], (value) => [value]),
      [Array.from({ length: 17 }, (_, i) => `S${i + 1}`), "OUT_OF_RANGE"],
    ],
  },
  // The example reports on a slice.
  execution: {
    ...common,
    order: name,
    account: name,
    market: [...name, ["BTC-PERP", "MALFORMED"]],
    side: word(["buy", "MALFORMED"]),
    status: word(),
    price: decimal,
    quantity: decimal,
    fee: signedDecimal,
    execution: name,
  },
  funding: { ...common, market: name, ratePpb },
  policy: { ...common, market: name, policy: object(policy) },
  breakers: { ...common, market: name, breakers: object(breakers) },
  tiers: { ...common, market: name, tiers },
  domainSettings: { ...common, domain: name, ...domainSettings },
  feedSettings: { ...common, market: name, sources, ...feedSettings, ...feeSettings },
  marketState: { ...common, market: name, state: word() },
  halt: { ...common, market: name, domain: name, reason: text(256) },
  resume: { ...common, market: name, domain: name, reason: text(256) },
  clock: common,
  snapshot: common,
  depth: { ...common, market: name, levels: integer(1, 1000) },
  liquidationMap: { ...common, market: name, levels: integer(1, 1000) },
  report: {
    ...common,
    account: name.filter(([value]) => value !== "@street" && value !== "@fund"),
    domain: name,
  },
  domainReport: { ...common, domain: name },
  hash: common,
};
export const required: Record<CommandType, readonly string[]> = {
  domain: ["domain", "asset", "settleDecimals"],
  collateral: ["domain", "asset", "market", "haircutPpm", "decimals"],
  market: ["market", "domain", "kind", "priceDecimals", "tickSize", "lotSize", "tiers", "sources"],
  account: ["account", "domain"],
  transfer: ["account", "amount"],
  collateralSale: ["domain", "asset", "quantity", "proceeds"],
  position: ["account", "market", "quantity"],
  tick: ["market", "source", "price", "sequence"],
  sourceReset: ["market", "source"],
  trade: ["market", "price", "quantity"],
  book: ["market", "bids", "asks"],
  order: ["account", "market", "side", "quantity"],
  amend: ["order"],
  cancel: ["order"],
  cancelAll: ["account"],
  reconcile: ["account", "market", "quantity"],
  execution: ["order", "status"],
  funding: ["market", "ratePpb"],
  policy: ["market", "policy"],
  breakers: ["market", "breakers"],
  tiers: ["market", "tiers"],
  domainSettings: ["domain"],
  feedSettings: ["market"],
  marketState: ["market", "state"],
  halt: ["market"],
  resume: ["market"],
  clock: ["time"],
  snapshot: [],
  depth: ["market"],
  liquidationMap: ["market"],
  report: ["account"],
  domainReport: ["domain"],
  hash: [],
};

/** A fill that no slice has asked for. */
const elsewhere = {
  type: "execution",
  account: "alice",
  market: "EXT",
  side: "buy",
  status: "fill",
  price: "100",
  quantity: "1",
};
/** What is wrong of one, beside its own fields. */
export const badElsewhere: readonly (readonly [command: object, code: string, field: string])[] = (
  [
    [{ order: "S1" }, "MALFORMED", "account"],
    [{ market: undefined }, "MISSING_FIELD", "market"],
    [{ side: undefined }, "MISSING_FIELD", "side"],
    [{ price: undefined }, "MISSING_FIELD", "price"],
    [{ quantity: undefined }, "MISSING_FIELD", "quantity"],
    [{ side: "Buy" }, "MALFORMED", "side"],
    [{ status: "cancelled" }, "SPEC_INVALID", "status"],
    [{ status: "rejected" }, "SPEC_INVALID", "status"],
    [{ account: "@street" }, "MALFORMED", "account"],
  ] as const
).map(([change, code, field]) => [{ ...elsewhere, ...change }, code, field]);
