/**
 * For each field of each command the values that must be refused, and how; written from PROTOCOL.md and RULINGS.md, not
 * from the product's own table of fields.
 */
import type { CommandType } from "../../src/domain/commands.js";

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
const word = (...unbuilt: Bad[]): Bad[] => [
  ...noString,
  ...["", "Buy", "none", "LINEAR", "constructor"].map((value): Bad => [value, "MALFORMED"]),
  ...unbuilt,
];
const integer = (min: number, max: number, ...more: Bad[]): Bad[] => [
  ...[null, true, "7", "", [7], {}, 1.5, -0.5].map((value): Bad => [value, "MALFORMED"]),
  ...[-1, min - 1, max + 1, BIG, BIG + 2, -BIG, 1e300].map((value): Bad => [value, "OUT_OF_RANGE"]),
  ...more,
];
const micros = (...more: Bad[]) => integer(0, BIG - 1, ...more);
const ppm = (...more: Bad[]) => integer(0, 1_000_000, ...more);
const widePpm = (...more: Bad[]) => integer(0, 10_000_000, ...more);
const unbuilt = (code: string, ...values: unknown[]): Bad[] => values.map((value) => [value, code]);
const text = (max: number): Bad[] => [...noString, ["x".repeat(max + 1), "MALFORMED"]];
const inside = (below: string, bads: readonly Bad[], wrap: (value: unknown) => unknown): Bad[] =>
  bads.map(([value, code, deeper = ""]) => [wrap(value), code, below + deeper]);

const common = { time: micros(), key: [...text(64), ["", "MALFORMED"] as Bad] };

export const policy: Record<string, readonly Bad[]> = {
  algorithm: word(...unbuilt("POLICY_INVALID", "ladder", "adaptive")),
  slippagePpm: ppm([1_000_000, "POLICY_INVALID"]),
  expectedSlippagePpm: ppm([10_001, "POLICY_INVALID"]),
  closeFactorPpm: ppm([0, "POLICY_INVALID"]),
  fullCloseNotional: decimal,
  interval: micros([0, "POLICY_INVALID"]),
  horizon: micros(),
  sliceLifetime: micros([0, "POLICY_INVALID"]),
  silentMax: integer(1, 16),
  depthSharePpm: ppm([0, "POLICY_INVALID"]),
  disposalFractionPpm: ppm([0, "POLICY_INVALID"]),
  fullDisposalQuantity: decimal,
  sliceNotionalMax: decimal,
  rungs: micros(),
  riskAversionPpm: widePpm(),
  jitterPpm: ppm([1, "POLICY_INVALID"]),
  branchingMaxPpm: widePpm(...unbuilt("POLICY_INVALID", 0, 1)),
  rateNotional: [...decimal, ...unbuilt("POLICY_INVALID", "0", "5")],
  rateWindow: micros(),
};
export const breakers: Record<string, readonly Bad[]> = {
  bandPpm: ppm([1, "SPEC_INVALID"]),
  bandWindow: micros(),
  divergencePpm: ppm([1, "SPEC_INVALID"]),
  depthMin: [...decimal, ["1", "SPEC_INVALID"]],
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
const levels: Bad[] = [
  ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
  [Array(10_001).fill(["1", "1"]), "OUT_OF_RANGE"],
  ...[null, "1", {}, [], ["1"], ["1", "1", "1"]].map(
    (value): Bad => [[["1", "1"], value], "MALFORMED", "[1]"],
  ),
  ...inside("[0][0]", decimal, (value) => [[value, "1"]]),
  ...inside("[0][1]", decimal, (value) => [["1", value]]),
];

export const bads: Record<CommandType, Record<string, readonly Bad[]>> = {
  domain: {
    ...common,
    domain: name,
    asset: name,
    settleDecimals: integer(0, 18),
    insuranceFund: decimal,
    fundFloor: decimal,
    triggerAtEquality: [...boolean, [true, "SPEC_INVALID"]],
    marginCallPpm: widePpm([1, "SPEC_INVALID"]),
    targetPpm: widePpm([1_000_000, "SPEC_INVALID"], [0, "SPEC_INVALID"]),
    takeover: boolean,
    takeoverPpm: micros([1_000_001, "SPEC_INVALID"]),
    caseHorizon: micros(),
    surplus: word(),
    legOrder: word(...unbuilt("SPEC_INVALID", "release", "user")),
    crossInside: [...boolean, [true, "SPEC_INVALID"]],
    adl: boolean,
    doubtPpm: ppm(),
    seed: micros([1, "SPEC_INVALID"]),
  },
  market: {
    ...common,
    market: name,
    domain: name,
    kind: word(["inverse", "SPEC_INVALID"]),
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
    tiers,
    sources,
    maxAge: micros(),
    minSources: integer(1, 16),
    skew: micros(),
    jumpPpm: ppm(...unbuilt("SPEC_INVALID", 0, 1)),
    confirmations: integer(0, 2 ** 32 - 1),
    outlierPpm: ppm(),
    gapAction: word(["block", "SPEC_INVALID"]),
    graded: [...boolean, [true, "SPEC_INVALID"]],
    mark: word(...unbuilt("SPEC_INVALID", "premium", "median3")),
    premiumCapPpm: ppm([1, "SPEC_INVALID"]),
    premiumHalfLife: micros([1, "SPEC_INVALID"]),
    premiumHold: micros(),
    volatilityHalfLife: micros(),
    volatilityPpm: ppm(),
    fundingInterval: micros([1, "SPEC_INVALID"]),
    execution: word(),
    makerFeePpm: ppm(),
    takerFeePpm: ppm(),
    liquidationFeePpm: ppm(),
    marketBandPpm: ppm(),
    takeoverNotionalMax: [...decimal, ["1", "SPEC_INVALID"]],
    policy: object(policy),
    breakers: object(breakers),
  },
  account: {
    ...common,
    account: name,
    domain: name,
    cash: decimal,
    mode: word(["isolated", "SPEC_INVALID"]),
    parent: [...name, ["someone", "SPEC_INVALID"]],
    unwindOrder: [
      ...[null, true, 7, "x", {}].map((value): Bad => [value, "MALFORMED"]),
      ...inside("[0]", name, (value) => [value]),
      ...unbuilt("SPEC_INVALID", [], ["BTC-PERP"]),
    ],
  },
  transfer: {
    ...common,
    account: name,
    amount: signedDecimal,
    asset: name,
    to: name.filter(([value]) => value !== "@fund"),
  },
  position: { ...common, account: name, market: name, quantity: signedDecimal, entryPrice: decimal },
  tick: { ...common, market: name, source: name, price: decimal, sequence: micros(), sourceTime: micros() },
  book: { ...common, market: name, bids: levels, asks: levels, snapshot: boolean },
  order: {
    ...common,
    account: name,
    market: name,
    side: word(),
    quantity: decimal,
    price: decimal,
    timeInForce: word(),
    postOnly: boolean,
    reduceOnly: boolean,
    selfTrade: word(),
    order: ownName,
  },
  cancel: { ...common, order: name },
  cancelAll: { ...common, account: name, market: name },
  execution: {
    ...common,
    order: name,
    status: word(),
    price: decimal,
    quantity: decimal,
    fee: signedDecimal,
    execution: name,
  },
  policy: { ...common, market: name, policy: object(policy) },
  halt: { ...common, market: name, domain: name, reason: text(256) },
  resume: { ...common, market: name, domain: name, reason: text(256) },
  clock: common,
  depth: { ...common, market: name, levels: integer(1, 1000) },
  report: { ...common, account: name },
  domainReport: { ...common, domain: name },
  hash: common,
};
export const required: Record<CommandType, readonly string[]> = {
  domain: ["domain", "asset", "settleDecimals"],
  market: ["market", "domain", "kind", "priceDecimals", "tickSize", "lotSize", "tiers", "sources"],
  account: ["account", "domain"],
  transfer: ["account", "amount"],
  position: ["account", "market", "quantity"],
  tick: ["market", "source", "price", "sequence"],
  book: ["market", "bids", "asks"],
  order: ["account", "market", "side", "quantity"],
  cancel: ["order"],
  cancelAll: ["account"],
  execution: ["order", "status"],
  policy: ["market", "policy"],
  halt: ["market"],
  resume: ["market"],
  clock: ["time"],
  depth: ["market"],
  report: ["account"],
  domainReport: ["domain"],
  hash: [],
};
