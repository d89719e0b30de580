/**
 * The one table of every command's fields, in PROTOCOL.md's order: kind, required, default, static bounds,
 * and the values that have the right form but are refused (rules: commands 7). Encoding, and the tables of
 * bad input in the tests, read it; these numbers stand nowhere else.
 */
import {
  AccountModeWords,
  constants,
  KindWords,
  MarketPhaseWords,
  SelfTradeWords,
  StopByWords,
  TimeInForceWords,
} from "../abi/layout.js";
import type { CommandType, Query } from "./commands.js";
import {
  ABSENT,
  decimal,
  type Field,
  flag,
  integer,
  kept,
  lots,
  micros,
  money,
  name,
  ordersMax,
  PPM,
  ppm,
  price,
  type Ruling,
  required,
  rows,
  ruling,
  word,
} from "./field.js";
import { ownAccounts } from "./names.js";
import { breakerFields, domainSettings, feedSettings, feeSettings, policyFields } from "./setting-fields.js";

const PPB = 1_000_000_000;
const FREE_TEXT_MAX = 256;

const tierFields: readonly Field[] = [
  decimal("from", required),
  ppm("initialPpm", required),
  ppm("maintenancePpm", required),
];

const sourceFields: readonly Field[] = [
  name("source", { ...required, ...kept }),
  integer("weight", PPM, { min: 1, default: 1 }),
];

const tierRows = rows("tiers", "tierCount", "TierInput", tierFields, constants.TIERS_MAX, "TIERS_INVALID");
const sourceRows = rows(
  "sources",
  "sourceCount",
  "SourceInput",
  sourceFields,
  constants.SOURCES_MAX,
  "SPEC_INVALID",
);

const positionRows = rows(
  "positions",
  "positionCount",
  "PositionInput",
  [
    name("market", required),
    decimal("quantity", { ...required, signed: true, about: "signed" }),
    decimal("entryPrice", { ...required, about: "> 0, up to 18 decimals" }),
  ],
  constants.LEGS_MAX,
  null,
);
const collateralRows = rows(
  "collateral",
  "collateralCount",
  "CollateralInput",
  [name("asset", required), decimal("amount", required)],
  constants.COLLATERALS_MAX,
  null,
);

const marketFields: readonly Field[] = [
  name("market", { ...required, ...kept }),
  name("domain", required),
  word("kind", KindWords, required),
  integer("priceDecimals", constants.DECIMALS_MAX, required),
  price("tickSize", required),
  decimal("lotSize", required),
  decimal("contractSize", { default: "1" }),
  price("minPrice"),
  price("maxPrice"),
  lots("maxPosition"),
  lots("maxOpenInterest"),
  lots("minOrder"),
  lots("maxOrder"),
  money("minNotional", { about: "the least an order may be worth" }),
  { ...tierRows, ...required },
  { ...sourceRows, ...required },
  ...feedSettings,
  word("execution", ["internal", "external"], { default: "internal" }),
  ...feeSettings,
  { kind: "object", name: "policy", fields: policyFields },
  { kind: "object", name: "breakers", fields: breakerFields },
];

/** Levels a side. */
const levelFields: readonly Field[] = [
  name("market", required),
  integer("levels", constants.DEPTH_LEVELS_MAX, { min: 1, default: 10 }),
];

type Siblings = Readonly<Record<string, unknown>>;
/** A fill from elsewhere must have the field. */
const elsewhereNeeds = (of: string) => ({
  code: "MISSING_FIELD" as const,
  detail: "none" as const,
  names: of,
  refuses: (_value: string, siblings: Siblings) =>
    siblings["order"] === undefined && siblings[of] === undefined,
});
/** A slice has its own. */
const notOfSlice = ruling(
  "MALFORMED",
  "ofSlice",
  (_value: string, { order }: Siblings) => order !== undefined,
);

/** Of a report on a slice, or of a fill from elsewhere, which has an account, market and side instead. */
const executionFields: readonly Field[] = [
  name("order", { about: "a slice's name" }),
  name("account", {
    reserved: ["@liquidation"],
    about: "a fill from elsewhere, with `market` and `side`",
    rulings: ["market", "side", "price", "quantity"].map(elsewhereNeeds),
  }),
  name("market", notOfSlice),
  word("side", ["buy", "sell"], { optional: true, ...notOfSlice }),
  word("status", ["fill", "cancelled", "rejected"], {
    ...required,
    ...ruling("SPEC_INVALID", "onlyFills", (value: string, { account }: Siblings) => {
      return account !== undefined && value !== "fill";
    }),
  }),
  decimal("price", { about: "up to 18 decimals" }),
  decimal("quantity"),
  decimal("fee", { signed: true, about: "absent: `takerFeePpm`" }),
  name("execution", { ...kept, about: "venue's id" }),
];

/** An order that is good till a time must have the field, or one in its place. */
const timedNeeds = (of: string, instead = of): Ruling => ({
  code: "MISSING_FIELD",
  detail: "none",
  names: of,
  refuses: (value: string, siblings: Siblings) =>
    value === "GTT" && siblings[of] === undefined && siblings[instead] === undefined,
});

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
  domain: shape("DomainCommand", [
    name("domain", { ...required, ...kept }),
    name("asset", { ...required, ...kept }),
    integer("settleDecimals", constants.DECIMALS_MAX, required),
    decimal("insuranceFund", { default: "0" }),
    ...domainSettings,
  ]),
  collateral: shape("CollateralCommand", [
    name("domain", required),
    name("asset", { ...required, ...kept }),
    name("market", { ...required, about: "whose mark prices it" }),
    ppm("haircutPpm", required),
    integer("decimals", constants.DECIMALS_MAX, required),
    decimal("seizeAt", { default: "0", about: "money: of what owes no more, nothing is seized" }),
    decimal("depositMax", { about: "of the asset, what may be in the domain after a deposit" }),
  ]),
  market: shape("MarketCommand", marketFields),
  account: shape("AccountCommand", [
    name("account", { ...required, ...kept }),
    name("domain", required),
    decimal("cash", { default: "0" }),
    word("mode", AccountModeWords, {
      default: "cross",
      rulings: [
        {
          code: "MISSING_FIELD",
          detail: "none",
          names: "parent",
          refuses: (value: string, { parent }) => value === "isolated" && parent === undefined,
        },
      ],
    }),
    name(
      "parent",
      ruling("SPEC_INVALID", "isolatedParent", (_value: string, { mode }) => mode !== "isolated"),
    ),
    { kind: "names", name: "unwindOrder", store: "unwindCount", max: constants.LEGS_MAX },
    ordersMax("its live orders in each market; absent: the market's"),
    positionRows,
    collateralRows,
  ]),
  transfer: shape("TransferCommand", [
    name("account", required),
    decimal("amount", { ...required, signed: true, about: "negative withdraws" }),
    name("asset", { about: "default the domain's" }),
    name("to", {
      reserved: ["@fund"],
      about: "moves a positive `amount` to another account of the domain; `@fund` tops up the fund",
    }),
  ]),
  collateralSale: shape("CollateralSaleCommand", [
    name("domain", required),
    name("asset", required),
    decimal("quantity", { ...required, about: "of what `@liquidation` has, which leaves" }),
    decimal("proceeds", { ...required, about: "money that came in for it" }),
  ]),
  position: shape("PositionCommand", [
    name("account", required),
    name("market", required),
    decimal("quantity", { ...required, signed: true, about: 'signed; "0" removes' }),
    decimal("entryPrice", { about: '> 0, up to 18 decimals; not needed with "0"' }),
  ]),
  tick: shape("TickCommand", [
    name("market", required),
    name("source", required),
    decimal("price", required),
    micros("sequence", required),
    micros("sourceTime", { default: -1, about: "default `time`" }),
  ]),
  sourceReset: shape("SourceResetCommand", [name("market", required), name("source", required)]),
  trade: shape("TradeCommand", [
    name("market", required),
    decimal("price", required),
    decimal("quantity", required),
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
    decimal("price", { about: "absent = market order" }),
    word("timeInForce", TimeInForceWords, {
      default: "GTC",
      about: "`GTT`: till `expires`, with a `price` or a `stop`",
      rulings: [timedNeeds("expires"), timedNeeds("price", "stop")],
    }),
    micros("expires", {
      default: ABSENT,
      ...ruling("MALFORMED", "notTimed", (_value: number, { timeInForce }) => timeInForce !== "GTT"),
    }),
    decimal("stop", { about: "it waits for this price; without `price` it is a market order then" }),
    word("stopBy", StopByWords, {
      optional: true,
      about: "which price: default `mark`",
      ...ruling("MALFORMED", "withoutStop", (_value: string, { stop }) => stop === undefined),
    }),
    flag("postOnly", false),
    flag("reduceOnly", false),
    word("selfTrade", SelfTradeWords, { default: "newest" }),
    name("order", { ...kept, own: true, about: "client's name; default `O1`, `O2`…" }),
  ]),
  amend: shape("AmendCommand", [
    name("order", required),
    name("account", { about: "whose it must be" }),
    decimal("quantity", { about: "the new total, with what has traded" }),
    decimal("open", { about: "instead: the new open quantity" }),
    decimal("price"),
    micros("expires", { default: ABSENT, about: "of a `GTT` order" }),
    decimal("stop", { about: "of an order that waits for it" }),
  ]),
  cancel: shape("CancelCommand", [name("order", required), name("account", { about: "whose it must be" })]),
  cancelAll: shape("CancelAllCommand", [
    name("account", required),
    name("market"),
    word("side", ["buy", "sell"], { optional: true, about: "absent: both" }),
  ]),
  reconcile: shape("ReconcileCommand", [
    name("account", { ...required, reserved: ["@liquidation"], about: "or `@liquidation`" }),
    name("market", required),
    decimal("quantity", { ...required, signed: true, about: "signed; what the venue says" }),
    decimal("entryPrice", { about: '> 0, up to 18 decimals; not needed with "0"' }),
    decimal("cash", { signed: true, about: "absent: as it is; not of `@liquidation`" }),
    {
      kind: "names",
      name: "keep",
      store: "keepCount",
      max: constants.KEEP_MAX,
      slices: true,
      about: "slices that are still out there",
    },
  ]),
  execution: shape("ExecutionCommand", executionFields, { oneOf: ["order", "account"] }),
  funding: shape("FundingCommand", [
    name("market", required),
    integer("ratePpb", PPB, {
      ...required,
      min: -PPB,
      about: "10^-9 of mark notional; positive: longs pay shorts",
    }),
  ]),
  policy: shape("PolicyCommand", [
    name("market", required),
    { kind: "object", name: "policy", ...required, fields: policyFields },
  ]),
  breakers: shape("BreakersCommand", [
    name("market", required),
    { kind: "object", name: "breakers", ...required, fields: breakerFields },
  ]),
  tiers: shape("TiersCommand", [name("market", required), { ...tierRows, ...required }]),
  domainSettings: shape("DomainSettingsCommand", [name("domain", required), ...domainSettings]),
  feedSettings: shape("FeedSettingsCommand", [
    name("market", required),
    sourceRows,
    ...feedSettings,
    ...feeSettings,
  ]),
  marketState: shape("MarketStateCommand", [
    name("market", required),
    word("state", MarketPhaseWords, required),
  ]),
  halt: shape("ScopeCommand", haltFields, { oneOf: ["market", "domain"] }),
  resume: shape("ScopeCommand", haltFields, { oneOf: ["market", "domain"] }),
  clock: { record: "BareCommand", fields: [{ ...timeField, ...required }, keyField] },
  snapshot: shape("BareCommand", []),
  depth: shape("ScopeCommand", levelFields),
  report: shape("ScopeCommand", [
    name("account", { ...required, reserved: ownAccounts, about: "one of the domain itself, too" }),
    name("domain", { about: "of an `@` account needed where there are several" }),
  ]),
  domainReport: shape("ScopeCommand", [name("domain", required)]),
  liquidationMap: shape("ScopeCommand", levelFields),
  hash: shape("BareCommand", []),
};

/** Answered in order; changes nothing. */
const queries: ReadonlySet<string> = new Set<Query["type"]>([
  "depth",
  "report",
  "domainReport",
  "hash",
  "liquidationMap",
]);
export const isQuery = (type: string): boolean => queries.has(type);
