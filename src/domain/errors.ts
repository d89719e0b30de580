/**
 * Every refusal has a name, and this is the one table of them: number, HTTP status, sentence. A code names
 * what is wrong for a program, a detail the closer reason for a person, the field the place.
 */
import { Code as codeNumbers, type Detail as detailNumbers } from "../abi/layout.js";

export type Code = Exclude<keyof typeof codeNumbers, "OK">;
export type Detail = keyof typeof detailNumbers;

/** A command or request that is refused: its code, the path of the field (null = the whole), and a closer reason. */
export interface Refusal {
  readonly code: Code;
  readonly field: string | null;
  readonly detail: Detail;
}

export interface CodeEntry {
  /** The number in binary records. */
  readonly number: number;
  /** The HTTP status of a request that is refused with this code. */
  readonly status: number;
  /** A sentence without its full stop. */
  readonly sentence: string;
}

const entry = (code: Code, status: number, sentence: string): CodeEntry => ({
  number: codeNumbers[code],
  status,
  sentence,
});

export const codes: Readonly<Record<Code, CodeEntry>> = {
  MALFORMED: entry("MALFORMED", 400, "This does not have the form that it must have"),
  UNKNOWN_TYPE: entry("UNKNOWN_TYPE", 400, "There is no such type of command"),
  UNKNOWN_FIELD: entry("UNKNOWN_FIELD", 400, "There is no such field"),
  MISSING_FIELD: entry("MISSING_FIELD", 400, "A required field is missing"),
  UNKNOWN_DOMAIN: entry("UNKNOWN_DOMAIN", 404, "There is no such domain"),
  UNKNOWN_MARKET: entry("UNKNOWN_MARKET", 404, "There is no such market, or not in this account's domain"),
  UNKNOWN_ACCOUNT: entry("UNKNOWN_ACCOUNT", 404, "There is no such account, or not in this domain"),
  UNKNOWN_SOURCE: entry("UNKNOWN_SOURCE", 404, "The market has no such price source"),
  UNKNOWN_ORDER: entry("UNKNOWN_ORDER", 404, "There is no such order"),
  ALREADY_EXISTS: entry("ALREADY_EXISTS", 409, "The name is taken"),
  OUT_OF_RANGE: entry("OUT_OF_RANGE", 400, "The value is outside its bounds"),
  PRICE_OFF_TICK: entry("PRICE_OFF_TICK", 422, "The price is no multiple of the market's tick size"),
  QUANTITY_OFF_LOT: entry("QUANTITY_OFF_LOT", 422, "The quantity is no multiple of the market's lot size"),
  SPEC_INVALID: entry("SPEC_INVALID", 422, "The specification cannot be used"),
  TIERS_INVALID: entry("TIERS_INVALID", 422, "The margin tiers cannot be used"),
  POLICY_INVALID: entry("POLICY_INVALID", 422, "The liquidation policy cannot be used"),
  INSUFFICIENT_MARGIN: entry("INSUFFICIENT_MARGIN", 422, "The account's margin does not allow it"),
  IN_LIQUIDATION: entry("IN_LIQUIDATION", 409, "The account is being liquidated"),
  REDUCE_ONLY: entry("REDUCE_ONLY", 422, "There is no opposite position to reduce"),
  WOULD_CROSS: entry("WOULD_CROSS", 422, "A post-only order may not trade at once"),
  WOULD_NOT_FILL: entry("WOULD_NOT_FILL", 422, "A fill-or-kill order cannot be filled whole"),
  SELF_TRADE: entry("SELF_TRADE", 422, "The order would trade with the same account's order"),
  MARKET_HALTED: entry("MARKET_HALTED", 409, "The market takes no such command now"),
  DUPLICATE: entry("DUPLICATE", 409, "This was received before"),
  SEQUENCE_REGRESSION: entry(
    "SEQUENCE_REGRESSION",
    409,
    "The source has sent a later sequence number already; if it counts anew, sourceReset",
  ),
  FUTURE: entry("FUTURE", 422, "The time is too far ahead"),
  STALE: entry("STALE", 422, "The price is too old"),
  QUARANTINED: entry("QUARANTINED", 422, "The price jumped and waits for confirmation"),
  CAPACITY: entry("CAPACITY", 507, "A table or a limit is full"),
  OVERLOADED: entry("OVERLOADED", 503, "There is more to do than can be done now; try again later"),
  UNAUTHORIZED: entry("UNAUTHORIZED", 401, "A valid token is needed"),
  FORBIDDEN: entry("FORBIDDEN", 403, "This is not allowed"),
  NOT_DURABLE: entry("NOT_DURABLE", 503, "The journal cannot be written; nothing is acknowledged"),
  POISONED: entry("POISONED", 500, "The engine has stopped after an internal error and must be rebuilt"),
  KEY_REUSED: entry("KEY_REUSED", 409, "The idempotency key belongs to another command"),
  PRICE_IN_DOUBT: entry("PRICE_IN_DOUBT", 409, "A price that the account depends on is in doubt"),
  WOULD_TRIGGER: entry("WOULD_TRIGGER", 422, "The stop has been reached already"),
};

/** A closer reason, without a full stop; the empty one adds nothing to its code. */
export const details: Readonly<Record<Detail, string>> = {
  none: "",
  notAnObject: "it is not an object",
  notAString: "it is not a string",
  notABoolean: "it is not true or false",
  notAnInteger: "it is not an integer",
  notAnArray: "it is not an array",
  badName: "a name is 1 to 64 of A-Z a-z 0-9 . _ : / -",
  reservedName: "the name is reserved",
  badDecimal: "it is not a decimal string such as 64000.10, or has a sign where none belongs",
  tooManyDecimals: "it has too many decimals",
  badWord: "it is not one of the words allowed here",
  tooLong: "it is too long",
  tooShort: "it is too short",
  outsideBounds: "it is below the least or above the greatest value",
  notPositive: "it must be above zero",
  unsafe: "this setting is not safe",
  domains: "the table of domains is full",
  markets: "the table of markets is full",
  accounts: "the table of accounts is full",
  names: "the memory for names is full",
  positions: "the table of positions is full",
  orders: "the table of orders is full",
  orderNames: "the table of order names is full",
  levels: "the table of price levels is full",
  slices: "the table of slices is full",
  triggers: "the table of triggers is full",
  deposits: "the domain's deposits are at their limit",
  maxPosition: "the position could exceed the market's maxPosition",
  maxOpenInterest: "open interest could exceed the market's maxOpenInterest",
  legs: "an account has at most 16 positions",
  internalMarket: "the market has its own book",
  externalMarket: "the market's orders belong to its venue",
  noMark: "a market has no mark price yet",
  halted: "it is halted",
  unitNotInteger: "lotSize, contractSize and tickSize give no whole unit of money",
  limitsDoNotFit: "the market's limits do not fit together",
  repeatedSource: "a source is named twice",
  badTier: "rates and floors must rise, maintenance must not exceed initial margin",
  minimumOrder: "it is below the market's smallest order",
  maximumOrder: "it is above the market's largest order",
  insufficientCash: "the cash does not suffice",
  insufficientMargin: "equity would fall below initial margin",
  sameAccount: "it is the same account",
  notJson: "it cannot be decoded",
  trailingBytes: "bytes follow the end of the message",
  badTemplate: "it is not a message of this schema",
  tooManyTicks: "a batch has at most 10000 ticks",
  emptyBatch: "the batch is empty",
  collaterals: "a domain has at most 8 collateral assets",
  unknownCollateral: "the domain has no such asset",
  cumulativeFunding: "the market's funding since its beginning is at its limit",
  inverseNeedsMinPrice: "an inverse market needs a minPrice that keeps its values in bounds",
  isolatedParent: "only an isolated account has a parent",
  oneIsolatedPosition: "an isolated account has one position",
  callBelowMaintenance: "the margin call would come after liquidation",
  outsideBand: "it is outside the market's price band",
  notOpen: "the market does not trade now",
  needsHalfLife: "this mark needs a premiumHalfLife",
  nothingToAmend: "nothing is given that could be amended",
  otherSources: "the list does not name exactly the market's sources",
  repeatedKey: "an object has the same key twice",
  notUnicode: "it is not well-formed Unicode",
  ofSlice: "a report on a slice has no such field",
  onlyFills: "from elsewhere only fills are reported",
  internalExecution: "the market's orders are matched here, not at a venue",
  notOfLiquidation: "@liquidation's cash is not set",
  notional: "it is worth less than the market's minNotional",
  answerSize: "the answer would be larger than an event may be",
  fewerSources: "the market has fewer sources",
  repeated: "it is named twice",
  twoQuantities: "quantity and open are both given",
  ordersMax: "the account has as many live orders in the market as it may have",
  notTimed: "only an order that is good till a time expires",
  timeOver: "that time has come",
  withoutStop: "there is no stop",
  notWaiting: "the order does not wait for a stop",
  unwindSteps: "the table of steps of unwindOrder is full",
  stopMarket: "a stop-market order has no price",
};

/** The sentence for a person: the code's, and the closer reason if there is one. */
export function sentenceOf(code: Code, detail: Detail): string {
  const closer = details[detail];
  return closer === "" ? `${codes[code].sentence}.` : `${codes[code].sentence}: ${closer}.`;
}

/** `application/problem+json` of RFC 9457, with `code` and `field`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: Code;
  readonly field: string | null;
}

export function problemOf(refusal: Refusal): Problem {
  const { code, field, detail } = refusal;
  const { status, sentence } = codes[code];
  return {
    type: `urn:breakwater:problem:${code}`,
    title: `${sentence}.`,
    status,
    detail: field === null ? sentenceOf(code, detail) : `${field}: ${sentenceOf(code, detail)}`,
    code,
    field,
  };
}

/** The one error that bad input gives, at every edge. */
export class BreakwaterError extends Error implements Refusal {
  readonly code: Code;
  readonly field: string | null;
  readonly detail: Detail;

  constructor(code: Code, field: string | null = null, detail: Detail = "none", options?: ErrorOptions) {
    super(`${code}${field === null ? "" : ` (${field})`}: ${sentenceOf(code, detail)}`, options);
    this.name = "BreakwaterError";
    this.code = code;
    this.field = field;
    this.detail = detail;
  }

  get status(): number {
    return codes[this.code].status;
  }

  toProblem(): Problem {
    return problemOf(this);
  }
}
