/**
 * The one table of every event's fields, in PROTOCOL.md's order. The types of `events.ts`, the schemas of OpenAPI and the
 * table of PROTOCOL.md are made from it; decoders are held to it by their types.
 */
import {
  AccountModeWords,
  AccountStateWords,
  AlgorithmWords,
  BreakerStateWords,
  BreakerWords,
  CancelReasonWords,
  CancelSliceReasonWords,
  type EventTypeWords,
  FundReasonWords,
  MismatchReasonWords,
  OutcomeWords,
  SideWords,
  StopByWords,
} from "../abi/layout.js";
import type { Code } from "./errors.js";
import { codes } from "./errors.js";
import {
  about,
  always,
  amount,
  byName,
  count,
  type EventField,
  type EventFields,
  flag,
  hash,
  integer,
  level,
  listOf,
  name,
  object,
  optional,
  orNull,
  pairOf,
  text,
  word,
} from "./event-form.js";

type BreakerWord = Exclude<(typeof BreakerWords)[number], "none">;

/** One kind of event. */
interface EventShape {
  /** What has happened, in a sentence. */
  readonly summary: string;
  readonly fields: EventFields;
  /** What a reader cannot guess, behind the fields. */
  readonly note?: string;
}

/** What every event begins with. Answers to queries have no `seq`. */
export const eventHead = {
  seq: optional(about(count, "+1 per event, per shard")),
  commandSeq: about(count, "1-based, counts every submitted command"),
  time: count,
} as const;

const breakers = BreakerWords.filter((one): one is BreakerWord => one !== "none");
const byMarket = <Value>(of: EventField<Value>) => byName("market", of);

export const evidence = object({
  index: amount,
  sources: listOf(object({ source: name, price: amount, age: integer })),
  bids: listOf(level),
  asks: listOf(level),
});
const block = {
  case: orNull(name),
  account: name,
  market: orNull(name),
  breaker: word(breakers, "the words of `breaker`"),
};
const fund = {
  domain: name,
  case: orNull(name),
  change: amount,
  balance: amount,
  reason: word(FundReasonWords),
};
const order = {
  order: name,
  account: name,
  market: name,
  side: word(SideWords),
  price: about(orNull(amount), "null: a market order"),
  quantity: amount,
};
/** What depends on a mark is null while there is none. */
export const reportPosition = object({
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
  mismatch: flag,
});

export const eventShapes = {
  accepted: {
    summary: "A command was taken; with the ids that it defined.",
    fields: {
      command: orNull(text),
      domain: optional(name),
      domainId: optional(count),
      market: optional(name),
      marketId: optional(count),
      sourceIds: optional(byName("source", count)),
      account: optional(name),
      accountId: optional(count),
      order: optional(name),
      warning: orNull(text),
    },
    note: "not for `tick`, `trade`, `book`, `clock`, `execution`: they answer by their effects",
  },
  rejected: {
    summary: "A command was refused, and has changed nothing.",
    fields: {
      command: orNull(text),
      code: word(Object.keys(codes) as Code[], "section 6"),
      field: orNull(text),
      message: text,
      market: optional(about(name, "with `PRICE_IN_DOUBT`; of a refused tick in an answer")),
      index: optional(about(count, "in an answer to several commands: which of them, from 0")),
      source: optional(about(name, "of a refused tick in such an answer")),
      sequence: optional(about(count, "likewise")),
    },
  },
  mark: {
    summary: "Index or mark changed.",
    fields: { market: name, index: amount, mark: amount, sources: about(count, "how many counted") },
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
      marks: byMarket(amount),
      evidence: byMarket(evidence),
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
      side: word(SideWords),
      quantity: amount,
      limitPrice: amount,
      orderType: word(["limit"]),
      timeInForce: word(["GTC", "IOC", "FOK"]),
      postOnly: flag,
      reduceOnly: always,
      algorithm: word(AlgorithmWords),
      remaining: about(amount, "of this round, this slice included"),
      expires: count,
    },
  },
  cancelSlice: {
    summary: "A slice that is out is no longer wanted.",
    fields: { order: name, case: name, reason: word(CancelSliceReasonWords) },
  },
  fill: {
    summary: "A trade; side is the taker's.",
    fields: {
      market: name,
      price: amount,
      quantity: amount,
      side: about(word(SideWords), "the taker's"),
      makerOrder: orNull(name),
      takerOrder: orNull(name),
      maker: name,
      taker: name,
      makerFee: amount,
      takerFee: amount,
      liquidationFee: amount,
      case: orNull(name),
      mark: about(orNull(amount), "the market's last one; null where there is none"),
    },
  },
  executionMismatch: {
    summary: "A fill that should not be: its leg sends no more until it is reconciled or resumed.",
    fields: { account: name, market: name, order: name, reason: word(MismatchReasonWords) },
    note: "`quantity`: of more lots than the slice had left; `price`: beyond its limit; `flip`: it turns the position round, or there was none to reduce",
  },
  rested: { summary: "An order rests in the book with this quantity.", fields: order },
  cancelled: {
    summary: "An order, or what was left of it, is gone.",
    fields: {
      ...order,
      reason: about(
        word(CancelReasonWords),
        "`market`: its market was halted or closed; `refused`: at its stop",
      ),
    },
    note: "what is wrong at admission is `rejected` (`WOULD_NOT_FILL`, `WOULD_CROSS`, `REDUCE_ONLY` with nothing to reduce, `SELF_TRADE` when all of it would); what ends later is `cancelled`",
  },
  armed: {
    summary: "An order waits for its stop.",
    fields: {
      order: name,
      account: name,
      market: name,
      side: word(SideWords),
      price: about(orNull(amount), "null: a stop-market order"),
      stop: amount,
      stopBy: word(StopByWords),
      quantity: amount,
    },
  },
  triggered: {
    summary: "An order's stop was reached: it is judged as a new one now.",
    fields: {
      order: name,
      account: name,
      market: name,
      side: word(SideWords),
      stop: amount,
      stopBy: word(StopByWords),
      at: about(amount, "the mark, or the last trade, that reached it"),
      code: orNull(word(Object.keys(codes) as Code[], "section 6")),
    },
    note: "`code` null: it was taken, and the events of an order follow; else `cancelled` (`refused`)",
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
      outcome: word(OutcomeWords),
      equity: amount,
      closed: byMarket(amount),
      slippagePpm: about(integer, "Σ of money lost against mark at sending ÷ Σ notional closed, up"),
      openingLossPpm: about(integer, "the same against the marks at the opening; below 0: a gain"),
      duration: count,
    },
  },
  takeover: {
    summary: "A leg went to @liquidation.",
    fields: {
      case: name,
      account: name,
      market: name,
      quantity: amount,
      price: about(amount, "value per lot to the nearest price unit, for information"),
    },
  },
  unwound: {
    summary: "Lots of `@liquidation` have gone; with the case that they were taken over from.",
    fields: {
      case: about(orNull(name), "whose lots they were; null: of no takeover that is known"),
      market: name,
      side: about(word(SideWords), "of what reduced the position"),
      quantity: amount,
      price: about(orNull(amount), "at which they went; null: a `reconcile`"),
      takenAt: about(orNull(amount), "the `price` of their takeover"),
    },
    note: "after the `position` of `@liquidation`, the oldest lots first; also of a case that has ended",
  },
  fund: { summary: "The insurance fund changed.", fields: fund },
  deficit: { summary: "What neither the fund nor what was seized covers changed.", fields: fund },
  adl: {
    summary: "A counterparty was deleveraged.",
    fields: {
      case: name,
      market: name,
      account: name,
      loser: about(name, "whose leg goes"),
      quantity: amount,
      price: amount,
      rank: count,
      overshoot: amount,
    },
  },
  funding: {
    summary: "Funding was charged.",
    fields: {
      market: name,
      rate: about(integer, "in 10^-9 of mark notional; positive: longs paid shorts"),
      mark: amount,
    },
  },
  uncrossed: {
    summary: "An auction ended at one price.",
    fields: { market: name, price: amount, quantity: amount },
  },
  crossedInside: {
    summary: "Opposite cases traded with each other at mark.",
    fields: { market: name, price: amount, quantity: amount, cases: pairOf(name) },
  },
  breaker: {
    summary: "A breaker of a market or domain tripped or cleared.",
    fields: {
      market: optional(name),
      domain: optional(name),
      breaker: word(breakers),
      state: word(BreakerStateWords),
      cause: text,
    },
    note: "one of `market` and `domain`",
  },
  jitterSeed: {
    summary: "The hash of a jitter seed, before; the seed itself, later.",
    fields: {
      domain: name,
      commitment: about(text, "SHA-256 of the seed's eight bytes, little endian, in hex"),
      revealed: orNull(count),
    },
  },
  depth: {
    summary: "The best levels of a book, best first.",
    fields: { market: name, bids: listOf(level), asks: listOf(level) },
  },
  report: {
    summary: "An account; `GET /v1/accounts/{account}` too.",
    fields: {
      account: name,
      domain: name,
      mode: word(AccountModeWords),
      cash: amount,
      equity: orNull(amount),
      initialMargin: orNull(amount),
      maintenanceMargin: orNull(amount),
      state: word(AccountStateWords),
      case: orNull(name),
      positions: listOf(reportPosition),
      collateral: listOf(
        object({
          asset: name,
          balance: amount,
          pending: about(amount, "of the balance, deposited in doubt: not counted yet"),
          value: about(amount, "of what counts"),
        }),
      ),
    },
    note: "an account of the domain itself (`@…`) has no margin, and `@street` no equity: they are null",
  },
  domainReport: {
    summary: "A domain's totals.",
    fields: {
      domain: name,
      fund: amount,
      deficit: about(amount, "what is owed beyond the value of what was seized"),
      cover: about(amount, "fund − owed + the value of what was seized"),
      arrears: about(amount, "owed by accounts without positions whose collateral cannot be seized yet"),
      fees: amount,
      rounding: amount,
      deposits: amount,
      withdrawals: amount,
      cashTotal: amount,
      costTotal: amount,
      quantityTotal: byMarket(amount),
      liquidation: byMarket(amount),
      accounts: count,
      cases: count,
      openInterest: byMarket(amount),
      seized: listOf(object({ asset: name, quantity: amount, value: amount })),
    },
    note: "`cashTotal` and `costTotal` over all accounts, `@` included: `cashTotal − costTotal = deposits − withdrawals`; `quantityTotal` is 0 in every market",
  },
  hash: {
    summary: "The hash of the state.",
    fields: { stateHash: hash },
    note: "for `hash`, after `snapshot`, at the end of a `replay`; a refused command leaves it as it was, but for orders that expired at its time",
  },
  liquidationMap: {
    summary:
      "How much would be force-sold (longs) or bought back (shorts) from which price on, nearest the mark first.",
    fields: { market: name, longs: listOf(level), shorts: listOf(level) },
    note: "an estimate: triggers may lie nearer the mark than the price that liquidates",
  },
} as const satisfies Readonly<Record<Exclude<(typeof EventTypeWords)[number], "none">, EventShape>>;

export type EventType = keyof typeof eventShapes;
export const eventTypeNames = Object.keys(eventShapes) as EventType[];
export const shapeOf = (type: EventType): EventShape => eventShapes[type];
