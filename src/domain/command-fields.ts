/**
 * The one table of every command's fields, in PROTOCOL.md's order: kind, required, default, static bounds, and the
 * values that are refused by name because they are not built yet (RULINGS A.6) or not safe (A.7). Encoding, and the
 * tables of bad input in the tests, read it; nothing else knows these numbers.
 */
import { constants } from "../abi/layout.js";
import type { CommandType } from "./commands.js";
import type { Code, Detail } from "./errors.js";

const PPM = constants.PPM;
/** Times, durations and sequence numbers are below this. */
export const INTEGER_LIMIT = 2 ** 53;
const U32_MAX = 2 ** 32 - 1;
const FREE_TEXT_MAX = 256;

/** A value that has the right form but is refused. `siblings` is the object that the field belongs to. */
export interface Ruling {
  readonly code: Code;
  readonly detail: Detail;
  readonly refuses: (value: never, siblings: Readonly<Record<string, unknown>>) => boolean;
}

interface FieldBase {
  readonly name: string;
  readonly required?: true;
  /** The record's field, where its name differs. A field that no record has is checked and dropped. */
  readonly store?: string;
  readonly rulings?: readonly Ruling[];
}

/** `own`: what the engine itself calls orders is reserved. `fund`: `@fund` is a name here. */
export interface NameField extends FieldBase {
  readonly kind: "name";
  readonly own?: true;
  readonly fund?: true;
}
export interface TextField extends FieldBase {
  readonly kind: "text";
  readonly min: number;
  readonly max: number;
}
export interface IntegerField extends FieldBase {
  readonly kind: "integer";
  readonly min: number;
  readonly max: number;
  /** Written when absent. */
  readonly default?: number;
}
export interface BooleanField extends FieldBase {
  readonly kind: "boolean";
  readonly default?: boolean;
}
/** Words in the order of their numbers. */
export interface WordField extends FieldBase {
  readonly kind: "word";
  readonly words: readonly string[];
  readonly default?: string;
}
export interface DecimalField extends FieldBase {
  readonly kind: "decimal";
  readonly signed?: true;
  readonly default?: string;
}
export interface NamesField extends FieldBase {
  readonly kind: "names";
}
/** An object with fields of its own; absent = empty. */
export interface ObjectField extends FieldBase {
  readonly kind: "object";
  readonly fields: readonly Field[];
}
/** An array of at most `max` objects that trail the record; `store` is its count. */
export interface RowsField extends FieldBase {
  readonly kind: "rows";
  readonly fields: readonly Field[];
  readonly record: "TierInput" | "SourceInput";
  readonly max: number;
  readonly empty: Code;
}
/** An array of at most `max` [price, quantity] that trail the record; `store` is its count. */
export interface LevelsField extends FieldBase {
  readonly kind: "levels";
  readonly max: number;
}

export type Field =
  | NameField
  | TextField
  | IntegerField
  | BooleanField
  | WordField
  | DecimalField
  | NamesField
  | ObjectField
  | RowsField
  | LevelsField;

type Extra = Pick<FieldBase, "required" | "store" | "rulings">;
const required = { required: true } as const;

const name = (of: string, extra: Extra & Pick<NameField, "own" | "fund"> = {}): NameField => ({
  kind: "name",
  name: of,
  ...extra,
});
const integer = (of: string, max: number, extra: Extra & { default?: number; min?: number } = {}): Field => ({
  kind: "integer",
  name: of,
  min: 0,
  max,
  ...extra,
});
const micros = (of: string, extra: Extra & { default?: number } = {}) =>
  integer(of, INTEGER_LIMIT - 1, extra);
const ppm = (of: string, extra: Extra & { default?: number } = {}) => integer(of, PPM, extra);
const decimal = (of: string, extra: Extra & { default?: string; signed?: true } = {}): Field => ({
  kind: "decimal",
  name: of,
  ...extra,
});
const flag = (of: string, byDefault: boolean, extra: Extra = {}): Field => ({
  kind: "boolean",
  name: of,
  default: byDefault,
  ...extra,
});
const word = (of: string, words: readonly string[], extra: Extra & { default?: string } = {}): Field => ({
  kind: "word",
  name: of,
  words,
  ...extra,
});

const ruling = (code: Code, detail: Detail, refuses: Ruling["refuses"]): Extra => ({
  rulings: [{ code, detail, refuses }],
});
const unbuilt = (code: Code, refuses: Ruling["refuses"] = () => true) => ruling(code, "notBuiltYet", refuses);
const unbuiltIf = (isSo: boolean) => unbuilt("SPEC_INVALID", (value: boolean) => value === isSo);
const unbuiltExcept = (code: Code, ...built: readonly string[]) =>
  unbuilt(code, (value: string) => !built.includes(value));
const unsafeZero = ruling("POLICY_INVALID", "unsafe", (value: number) => value === 0);
const unbuiltSpec = unbuilt("SPEC_INVALID");
const unbuiltPolicy = unbuilt("POLICY_INVALID");
const unbuiltAboveZero = (code: Code) => unbuilt(code, (value: number) => value > 0);

const SLIPPAGE_DEFAULT = 10_000;

const policyFields: readonly Field[] = [
  word("algorithm", ["immediate", "twap", "pov", "ladder", "adaptive"], {
    default: "immediate",
    ...unbuiltExcept("POLICY_INVALID", "immediate", "twap", "pov"),
  }),
  ppm("slippagePpm", {
    default: SLIPPAGE_DEFAULT,
    ...ruling("POLICY_INVALID", "unsafe", (value: number) => value === PPM),
  }),
  ppm("expectedSlippagePpm", {
    default: 0,
    ...ruling("POLICY_INVALID", "unsafe", (value: number, policy) => {
      return value > ((policy["slippagePpm"] as number | undefined) ?? SLIPPAGE_DEFAULT);
    }),
  }),
  ppm("closeFactorPpm", { default: PPM, ...unsafeZero }),
  decimal("fullCloseNotional", { default: "0" }),
  micros("interval", { default: 1_000_000, ...unsafeZero }),
  micros("horizon", { default: 60_000_000 }),
  micros("sliceLifetime", { default: 5_000_000, ...unsafeZero }),
  integer("silentMax", 16, { min: 1, default: 3 }),
  ppm("depthSharePpm", { default: PPM, ...unsafeZero }),
  ppm("disposalFractionPpm", { default: PPM, ...unsafeZero }),
  decimal("fullDisposalQuantity", { default: "0" }),
  decimal("sliceNotionalMax"),
  micros("rungs"),
  integer("riskAversionPpm", 10 * PPM),
  ppm("jitterPpm", unbuiltAboveZero("POLICY_INVALID")),
  integer("branchingMaxPpm", 10 * PPM, unbuiltPolicy),
  decimal("rateNotional", unbuiltPolicy),
  micros("rateWindow"),
];

const breakerFields: readonly Field[] = [
  ppm("bandPpm", unbuiltSpec),
  micros("bandWindow"),
  ppm("divergencePpm", unbuiltSpec),
  decimal("depthMin", unbuiltSpec),
  micros("resumeAfter", { default: 5_000_000 }),
];

const domainFields: readonly Field[] = [
  name("domain", required),
  name("asset", required),
  integer("settleDecimals", constants.DECIMALS_MAX, required),
  decimal("insuranceFund", { default: "0" }),
  decimal("fundFloor", { default: "0" }),
  flag("triggerAtEquality", false, unbuiltIf(true)),
  integer("marginCallPpm", 10 * PPM, unbuiltAboveZero("SPEC_INVALID")),
  integer("targetPpm", 10 * PPM, {
    default: 1_200_000,
    ...ruling("SPEC_INVALID", "unsafe", (value: number) => value <= PPM),
  }),
  flag("takeover", true),
  micros("takeoverPpm", {
    default: 0,
    ...ruling("SPEC_INVALID", "unsafe", (value: number) => value > PPM),
  }),
  micros("caseHorizon", { default: 600_000_000 }),
  word("surplus", ["user", "fund"], { default: "user" }),
  word("legOrder", ["largestMargin", "release", "user"], unbuiltExcept("SPEC_INVALID", "largestMargin")),
  flag("crossInside", false, unbuiltIf(true)),
  flag("adl", true),
  ppm("doubtPpm", { default: 100_000 }),
  micros("seed", unbuiltAboveZero("SPEC_INVALID")),
];

const tierFields: readonly Field[] = [
  decimal("from", required),
  ppm("initialPpm", required),
  ppm("maintenancePpm", required),
];

const sourceFields: readonly Field[] = [
  name("source", required),
  integer("weight", PPM, { min: 1, default: 1 }),
];

const marketFields: readonly Field[] = [
  name("market", required),
  name("domain", required),
  word("kind", ["linear", "inverse"], { ...required, ...unbuiltExcept("SPEC_INVALID", "linear") }),
  integer("priceDecimals", constants.DECIMALS_MAX, required),
  decimal("tickSize", required),
  decimal("lotSize", required),
  decimal("contractSize", { default: "1" }),
  decimal("minPrice"),
  decimal("maxPrice"),
  decimal("maxPosition"),
  decimal("maxOpenInterest"),
  decimal("minOrder"),
  decimal("maxOrder"),
  {
    kind: "rows",
    name: "tiers",
    store: "tierCount",
    ...required,
    fields: tierFields,
    record: "TierInput",
    max: constants.TIERS_MAX,
    empty: "TIERS_INVALID",
  },
  {
    kind: "rows",
    name: "sources",
    store: "sourceCount",
    ...required,
    fields: sourceFields,
    record: "SourceInput",
    max: constants.SOURCES_MAX,
    empty: "SPEC_INVALID",
  },
  micros("maxAge", { default: -1 }),
  integer("minSources", constants.SOURCES_MAX, { min: 1, default: 1 }),
  micros("skew", { default: -1 }),
  ppm("jumpPpm", unbuiltSpec),
  integer("confirmations", U32_MAX, { default: 2 }),
  ppm("outlierPpm", { default: -1 }),
  word("gapAction", ["ignore", "block"], unbuiltExcept("SPEC_INVALID", "ignore")),
  flag("graded", false, unbuiltIf(true)),
  word("mark", ["index", "premium", "median3"], unbuiltExcept("SPEC_INVALID", "index")),
  ppm("premiumCapPpm", unbuiltSpec),
  micros("premiumHalfLife", unbuiltSpec),
  micros("premiumHold", { default: 5_000_000 }),
  micros("volatilityHalfLife", { default: 60_000_000 }),
  ppm("volatilityPpm", { default: 10_000 }),
  micros("fundingInterval", unbuiltSpec),
  word("execution", ["internal", "external"], { default: "internal" }),
  ppm("makerFeePpm", { default: 0 }),
  ppm("takerFeePpm", { default: 0 }),
  ppm("liquidationFeePpm", { default: 0 }),
  ppm("marketBandPpm", { default: 50_000 }),
  decimal("takeoverNotionalMax", unbuiltSpec),
  { kind: "object", name: "policy", fields: policyFields },
  { kind: "object", name: "breakers", fields: breakerFields },
];

const haltFields: readonly Field[] = [
  name("market"),
  name("domain"),
  { kind: "text", name: "reason", min: 0, max: FREE_TEXT_MAX },
];

/** A command type's fields and the record that carries them. */
export interface CommandShape {
  readonly record: string;
  readonly fields: readonly Field[];
  /** Exactly one of these is given. */
  readonly oneOf?: readonly [string, string];
}

const timeField = micros("time");
const keyField: Field = { kind: "text", name: "key", min: 1, max: constants.NAME_MAX };
const shape = (
  record: string,
  fields: readonly Field[],
  extra: Partial<CommandShape> = {},
): CommandShape => ({
  record,
  fields: [timeField, keyField, ...fields],
  ...extra,
});

export const commandShapes: Readonly<Record<CommandType, CommandShape>> = {
  domain: shape("DomainCommand", domainFields),
  market: shape("MarketCommand", marketFields),
  account: shape("AccountCommand", [
    name("account", required),
    name("domain", required),
    decimal("cash", { default: "0" }),
    word("mode", ["cross", "isolated"], unbuiltExcept("SPEC_INVALID", "cross")),
    name("parent", unbuiltSpec),
    { kind: "names", name: "unwindOrder", ...unbuiltSpec },
  ]),
  transfer: shape("TransferCommand", [
    name("account", required),
    decimal("amount", { ...required, signed: true }),
    name("asset"),
    name("to", { fund: true }),
  ]),
  position: shape("PositionCommand", [
    name("account", required),
    name("market", required),
    decimal("quantity", { ...required, signed: true }),
    decimal("entryPrice"),
  ]),
  tick: shape("TickCommand", [
    name("market", required),
    name("source", required),
    decimal("price", required),
    micros("sequence", required),
    micros("sourceTime", { default: -1 }),
  ]),
  book: shape("BookCommand", [
    name("market", required),
    { kind: "levels", name: "bids", store: "bidCount", ...required, max: constants.BOOK_LEVELS_MAX },
    { kind: "levels", name: "asks", store: "askCount", ...required, max: constants.BOOK_LEVELS_MAX },
    flag("snapshot", false),
  ]),
  order: shape("OrderCommand", [
    name("account", required),
    name("market", required),
    word("side", ["buy", "sell"], required),
    decimal("quantity", required),
    decimal("price"),
    word("timeInForce", ["GTC", "IOC", "FOK"], { default: "GTC" }),
    flag("postOnly", false),
    flag("reduceOnly", false),
    word("selfTrade", ["newest", "oldest", "both"], { default: "newest" }),
    name("order", { own: true }),
  ]),
  cancel: shape("CancelCommand", [name("order", required)]),
  cancelAll: shape("CancelAllCommand", [name("account", required), name("market")]),
  execution: shape("ExecutionCommand", [
    name("order", required),
    word("status", ["fill", "cancelled", "rejected"], required),
    decimal("price"),
    decimal("quantity"),
    decimal("fee", { signed: true }),
    name("execution"),
  ]),
  policy: shape("PolicyCommand", [
    name("market", required),
    { kind: "object", name: "policy", ...required, fields: policyFields },
  ]),
  halt: shape("ScopeCommand", haltFields, { oneOf: ["market", "domain"] }),
  resume: shape("ScopeCommand", haltFields, { oneOf: ["market", "domain"] }),
  clock: { record: "BareCommand", fields: [{ ...timeField, ...required }, keyField] },
  depth: shape("ScopeCommand", [
    name("market", required),
    integer("levels", constants.DEPTH_LEVELS_MAX, { min: 1, default: 10 }),
  ]),
  report: shape("ScopeCommand", [name("account", required)]),
  domainReport: shape("ScopeCommand", [name("domain", required)]),
  hash: shape("BareCommand", []),
};
