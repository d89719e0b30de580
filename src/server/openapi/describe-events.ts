/** The schema of every event (PROTOCOL.md 3). A test compares it with the events that the engine gives. */
import {
  AccountStateWords,
  AlgorithmWords,
  BreakerStateWords,
  BreakerWords,
  CancelReasonWords,
  CancelSliceReasonWords,
  FundReasonWords,
  OutcomeWords,
  SideWords,
  TimeInForceWords,
} from "../../abi/layout.js";
import { codes } from "../../domain/errors.js";
import type { Event } from "../../domain/events.js";
import {
  amount,
  byName,
  count,
  flag,
  integer,
  type JsonSchema,
  level,
  listOf,
  name,
  object,
  orNull,
  text,
  words,
} from "./json-schema.js";

const breaker = words(BreakerWords.filter((word) => word !== "none"));
const evidence = object({
  index: amount,
  sources: listOf(object({ source: name, price: amount, age: integer })),
  bids: listOf(level),
  asks: listOf(level),
});
const block = { case: name, account: name, market: orNull(name), breaker };
const fund = {
  domain: name,
  case: orNull(name),
  change: amount,
  balance: amount,
  reason: words(FundReasonWords),
};
const orderOf = { order: name, account: name, market: name, quantity: amount };
const reportPosition = object({
  market: name,
  quantity: amount,
  cost: amount,
  mark: orNull(amount),
  notional: orNull(amount),
  unrealised: orNull(amount),
  maintenanceMargin: orNull(amount),
  liquidationPrice: orNull(amount),
  zeroPrice: orNull(amount),
  adlRank: orNull(count),
});

interface EventShape {
  readonly summary: string;
  readonly fields: Readonly<Record<string, JsonSchema>>;
  readonly optional?: readonly string[];
}

export const eventShapes: Readonly<Record<Event["type"], EventShape>> = {
  accepted: {
    summary: "A command was taken; with the ids that it defined.",
    fields: {
      command: text,
      domain: name,
      domainId: count,
      market: name,
      marketId: count,
      sourceIds: byName(count),
      account: name,
      accountId: count,
      order: name,
      warning: orNull(text),
    },
    optional: ["domain", "domainId", "market", "marketId", "sourceIds", "account", "accountId", "order"],
  },
  rejected: {
    summary: "A command was refused; nothing has changed.",
    fields: { command: orNull(text), code: words(Object.keys(codes)), field: orNull(text), message: text },
  },
  mark: {
    summary: "Index or mark changed.",
    fields: { market: name, index: amount, mark: amount, sources: count },
  },
  marginCall: {
    summary: "Equity fell below the call level.",
    fields: { account: name, equity: amount, initialMargin: amount, maintenanceMargin: amount },
  },
  liquidationOpened: {
    summary: "An account is liquidatable; with what that was decided on.",
    fields: {
      case: name,
      account: name,
      equity: amount,
      maintenanceMargin: amount,
      marks: byName(amount),
      evidence: byName(evidence),
    },
  },
  liquidationBlocked: { summary: "A leg, or the takeover, is blocked by the breaker named.", fields: block },
  liquidationUnblocked: { summary: "That block has ended.", fields: block },
  liquidationWaiting: {
    summary: "Nothing can be sent now: the known book holds nothing inside the limit.",
    fields: { case: name, account: name, market: orNull(name) },
  },
  slice: {
    summary: "The liquidation order.",
    fields: {
      order: name,
      case: name,
      account: name,
      market: name,
      side: words(SideWords),
      quantity: amount,
      limitPrice: amount,
      orderType: words(["limit"]),
      timeInForce: words(TimeInForceWords),
      postOnly: flag,
      reduceOnly: { const: true },
      algorithm: words(AlgorithmWords),
      remaining: amount,
      expires: count,
    },
  },
  cancelSlice: {
    summary: "A slice that is out is no longer wanted.",
    fields: { order: name, case: name, reason: words(CancelSliceReasonWords) },
  },
  fill: {
    summary: "A trade; side is the taker's.",
    fields: {
      market: name,
      price: amount,
      quantity: amount,
      side: words(SideWords),
      makerOrder: orNull(name),
      takerOrder: orNull(name),
      maker: name,
      taker: name,
      makerFee: amount,
      takerFee: amount,
      liquidationFee: amount,
      case: orNull(name),
    },
  },
  rested: { summary: "An order rests in the book with this quantity.", fields: orderOf },
  cancelled: {
    summary: "An order, or what was left of it, is gone.",
    fields: { ...orderOf, reason: words(CancelReasonWords) },
  },
  position: {
    summary: "A position after a fill, execution, takeover, crossing or ADL.",
    fields: { account: name, market: name, quantity: amount, cost: amount, realised: amount, cash: amount },
  },
  liquidationClosed: {
    summary: "A case has ended.",
    fields: {
      case: name,
      account: name,
      outcome: words(OutcomeWords),
      equity: amount,
      closed: byName(amount),
      slippagePpm: integer,
      duration: count,
    },
  },
  takeover: {
    summary: "A leg went to @liquidation; price is its value a lot.",
    fields: { case: name, account: name, market: name, quantity: amount, price: amount },
  },
  fund: { summary: "The insurance fund changed.", fields: fund },
  deficit: { summary: "What the fund could not carry changed.", fields: fund },
  adl: {
    summary: "A counterparty was deleveraged.",
    fields: {
      case: name,
      market: name,
      account: name,
      quantity: amount,
      price: amount,
      rank: count,
      overshoot: amount,
    },
  },
  funding: {
    summary: "Funding was charged; rate in 10^-9 of notional.",
    fields: { market: name, rate: integer, mark: amount },
  },
  uncrossed: {
    summary: "An auction ended at one price.",
    fields: { market: name, price: amount, quantity: amount },
  },
  crossedInside: {
    summary: "Opposite cases traded with each other at mark.",
    fields: { market: name, price: amount, quantity: amount, cases: listOf(name) },
  },
  breaker: {
    summary: "A breaker of a market or domain tripped or cleared.",
    fields: { market: name, domain: name, breaker, state: words(BreakerStateWords), cause: text },
    optional: ["market", "domain"],
  },
  jitterSeed: {
    summary: "The hash of a jitter seed, before; the seed itself, later.",
    fields: { domain: name, commitment: text, revealed: orNull(count) },
  },
  depth: {
    summary: "The best levels of a book.",
    fields: { market: name, bids: listOf(level), asks: listOf(level) },
  },
  report: {
    summary: "An account.",
    fields: {
      account: name,
      domain: name,
      mode: words(["cross", "isolated"]),
      cash: amount,
      equity: orNull(amount),
      initialMargin: orNull(amount),
      maintenanceMargin: orNull(amount),
      state: words(AccountStateWords),
      case: orNull(name),
      positions: listOf(reportPosition),
      collateral: listOf(object({ asset: name, balance: amount, value: orNull(amount) })),
    },
  },
  domainReport: {
    summary: "A domain's totals.",
    fields: {
      domain: name,
      fund: amount,
      deficit: amount,
      fees: amount,
      rounding: amount,
      deposits: amount,
      withdrawals: amount,
      cashTotal: amount,
      costTotal: amount,
      quantityTotal: byName(amount),
      liquidation: byName(amount),
      accounts: count,
      cases: count,
      openInterest: byName(amount),
    },
  },
  liquidationMap: {
    summary: "How much would be force-sold at each trigger price; the answer of its route.",
    fields: { market: name, longs: listOf(level), shorts: listOf(level) },
  },
  hash: {
    summary: "The hash of the state.",
    fields: { stateHash: { type: "string", pattern: "^[0-9a-f]{16,}$" } },
  },
};

/** Answers to queries have no `seq`. */
export function eventSchema(type: Event["type"]): JsonSchema {
  const { fields, optional = [] } = eventShapes[type];
  const head = { type: { const: type }, seq: count, commandSeq: count, time: count };
  return object({ ...head, ...fields }, ["seq", ...optional]);
}
