/**
 * The fields of settings: what of a domain, of a market's feed and fees, its policy and its breakers a command sets as a whole,
 * and another may replace. Their types in TypeScript (`commands.ts`) are made from these tables.
 */
import {
  AlgorithmWords,
  constants,
  FloorActionWords,
  GapActionWords,
  LegOrderWords,
  MarkModeWords,
  SurplusWords,
} from "../abi/layout.js";
import {
  ABSENT,
  decimal,
  type Field,
  flag,
  integer,
  lots,
  micros,
  money,
  ordersMax,
  PPM,
  ppm,
  ruling,
  safe,
  unsafe,
  unsafeZero,
  unsafeZeroSpec,
  word,
} from "./field.js";

const SLIPPAGE_DEFAULT = 10_000;

/** How a leg is sold (PROTOCOL.md section 4). */
export const policyFields = [
  word("algorithm", AlgorithmWords, { default: "immediate" }),
  ppm("slippagePpm", {
    default: SLIPPAGE_DEFAULT,
    ...safe("POLICY_INVALID", 0, PPM - 1),
  }),
  ppm("expectedSlippagePpm", {
    default: 0,
    ...unsafe("POLICY_INVALID", (value: number, policy) => {
      return value > ((policy["slippagePpm"] as number | undefined) ?? SLIPPAGE_DEFAULT);
    }),
  }),
  ppm("closeFactorPpm", { default: PPM, ...unsafeZero }),
  money("fullCloseNotional", { default: "0" }),
  micros("interval", { default: 1_000_000, ...unsafeZero }),
  micros("horizon", { default: 60_000_000 }),
  micros("sliceLifetime", { default: 5_000_000, ...unsafeZero }),
  integer("silentMax", 16, { min: 1, default: 3 }),
  integer("rejectMax", 16, { min: 1, default: 3 }),
  ppm("depthSharePpm", { default: PPM, ...unsafeZero }),
  ppm("disposalFractionPpm", { default: PPM, ...unsafeZero }),
  lots("fullDisposalQuantity", { default: "0" }),
  money("sliceNotionalMax"),
  integer("rungs", 16, { min: 1, default: 5 }),
  integer("riskAversionPpm", 10 * PPM, { default: PPM }),
  ppm("jitterPpm", { default: 0 }),
  integer("branchingMaxPpm", 10 * PPM, { default: ABSENT }),
  money("rateNotional"),
  micros("rateWindow", { default: 1_000_000, ...unsafeZero }),
] as const satisfies readonly Field[];

/** PROTOCOL.md section 5. */
export const breakerFields = [
  ppm("bandPpm", { default: ABSENT }),
  micros("bandWindow", { default: 60_000_000, ...unsafeZeroSpec }),
  ppm("divergencePpm", { default: ABSENT }),
  micros("divergenceMax", { default: 600_000_000, ...unsafeZeroSpec }),
  lots("depthMin"),
  micros("resumeAfter", { default: 5_000_000 }),
] as const satisfies readonly Field[];

/** What `domain` sets and `domainSettings` may change. */
export const domainSettings = [
  decimal("fundFloor", { default: "0" }),
  flag("triggerAtEquality", false),
  integer("marginCallPpm", 10 * PPM, { default: 0 }),
  integer("targetPpm", 10 * PPM, {
    default: 1_200_000,
    about: "> 10^6",
    ...safe("SPEC_INVALID", PPM + 1),
  }),
  flag("takeover", true),
  micros("takeoverPpm", {
    default: 0,
    about: "≤ 10^6",
    ...safe("SPEC_INVALID", 0, PPM),
  }),
  micros("caseHorizon", { default: 600_000_000 }),
  word("surplus", SurplusWords, { default: "user" }),
  word("legOrder", LegOrderWords, { default: "largestMargin" }),
  flag("crossInside", false),
  flag("adl", true),
  word("floorAction", FloorActionWords, {
    default: "take",
    about: "with the fund at its floor, an account that still has equity",
  }),
  ppm("doubtPpm", { default: 100_000 }),
  micros("seed", { default: 0 }),
] as const satisfies readonly Field[];

/** What `market` sets and `feedSettings` may change: on prices, then, after `execution`, on fees. */
export const feedSettings = [
  micros("maxAge", { default: ABSENT }),
  integer("minSources", constants.SOURCES_MAX, { min: 1, default: 1 }),
  micros("skew", { default: ABSENT }),
  ppm("jumpPpm", { default: ABSENT }),
  integer("confirmations", constants.SOURCES_MAX, { min: 1, default: 2 }),
  micros("confirmGap", { default: 500_000 }),
  ppm("outlierPpm", { default: ABSENT }),
  word("gapAction", GapActionWords, { default: "ignore" }),
  flag("graded", false),
  word("mark", MarkModeWords, {
    default: "index",
    about: "the others need a `premiumHalfLife`",
    ...ruling("SPEC_INVALID", "needsHalfLife", (value: string, { premiumHalfLife }) => {
      return value !== "index" && premiumHalfLife === undefined;
    }),
  }),
  ppm("premiumCapPpm", { default: 10_000, about: "10^6: not capped" }),
  micros("premiumHalfLife", { default: ABSENT, ...unsafeZeroSpec }),
  micros("premiumHold", { default: 5_000_000 }),
  micros("volatilityHalfLife", { default: 60_000_000, ...unsafeZeroSpec }),
  ppm("volatilityPpm", { default: 10_000 }),
  micros("fundingInterval", { default: ABSENT, ...unsafeZeroSpec }),
  micros("confirmAfter", { default: 500_000 }),
] as const satisfies readonly Field[];
export const feeSettings = [
  ppm("makerFeePpm", { default: 0 }),
  ppm("takerFeePpm", { default: 0 }),
  ppm("liquidationFeePpm", { default: 0 }),
  ppm("marketBandPpm", { default: 50_000 }),
  money("takeoverNotionalMax"),
  ordersMax("live orders of an account in the market; default 1000"),
] as const satisfies readonly Field[];
