/**
 * The events of PROTOCOL.md section 3, as JSON has them, and the words that their numbers stand for. Amounts are decimal
 * strings with exactly the decimals of their asset, price or lot; times are microseconds. Treat events as read-only.
 */
import type {
  AccountModeWords,
  AccountStateWords,
  BreakerStateWords,
  BreakerWords,
  CancelReasonWords,
  CancelSliceReasonWords,
  Cause,
  FundReasonWords,
  OutcomeWords,
  Warning,
} from "../abi/layout.js";
import type { Side, TimeInForce } from "./commands.js";
import type { Code } from "./errors.js";

type Word<Words extends readonly string[]> = Words[number];
type ByMarket<Value> = Readonly<Record<string, Value>>;

interface Base {
  /** +1 per event and shard; an answer to a query has none. */
  readonly seq?: number;
  /** Counts every submitted command, from 1. */
  readonly commandSeq: number;
  readonly time: number;
}

/** Price and quantity. */
export type Level = readonly [string, string];
export type Breaker = Exclude<Word<typeof BreakerWords>, "none">;

export interface AcceptedEvent extends Base {
  readonly type: "accepted";
  readonly command: string | null;
  readonly domain?: string;
  readonly domainId?: number;
  readonly market?: string;
  readonly marketId?: number;
  /** The index of each source in the market's list: `sourceId` in binary ticks. */
  readonly sourceIds?: Readonly<Record<string, number>>;
  readonly account?: string;
  readonly accountId?: number;
  readonly order?: string;
  readonly warning: string | null;
}

export interface RejectedEvent extends Base {
  readonly type: "rejected";
  readonly command: string | null;
  readonly code: Code;
  readonly field: string | null;
  readonly message: string;
}

/** When it changed; `sources` is how many counted. */
export interface MarkEvent extends Base {
  readonly type: "mark";
  readonly market: string;
  readonly index: string;
  readonly mark: string;
  readonly sources: number;
}

export interface Evidence {
  readonly index: string;
  /** The sources that counted, in the market's order; `age` in microseconds. */
  readonly sources: readonly { readonly source: string; readonly price: string; readonly age: number }[];
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

export interface LiquidationOpenedEvent extends Base {
  readonly type: "liquidationOpened";
  readonly case: string;
  readonly account: string;
  readonly equity: string;
  readonly maintenanceMargin: string;
  readonly marks: ByMarket<string>;
  readonly evidence: ByMarket<Evidence>;
}

export interface LiquidationBlockedEvent extends Base {
  readonly type: "liquidationBlocked" | "liquidationUnblocked";
  readonly case: string;
  readonly account: string;
  readonly market: string | null;
  readonly breaker: Breaker;
}

export interface LiquidationWaitingEvent extends Base {
  readonly type: "liquidationWaiting";
  readonly case: string;
  readonly account: string;
  readonly market: string | null;
}

/** The liquidation order. */
export interface SliceEvent extends Base {
  readonly type: "slice";
  readonly order: string;
  readonly case: string;
  readonly account: string;
  readonly market: string;
  readonly side: Side;
  readonly quantity: string;
  readonly limitPrice: string;
  readonly orderType: "limit";
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: true;
  readonly algorithm: string;
  /** Of this round, this slice included. */
  readonly remaining: string;
  readonly expires: number;
}

export interface CancelSliceEvent extends Base {
  readonly type: "cancelSlice";
  readonly order: string;
  readonly case: string;
  readonly reason: Word<typeof CancelSliceReasonWords>;
}

export interface FillEvent extends Base {
  readonly type: "fill";
  readonly market: string;
  readonly price: string;
  readonly quantity: string;
  /** The taker's. */
  readonly side: Side;
  readonly makerOrder: string | null;
  readonly takerOrder: string | null;
  readonly maker: string;
  readonly taker: string;
  readonly makerFee: string;
  readonly takerFee: string;
  readonly liquidationFee: string;
  readonly case: string | null;
}

export interface RestedEvent extends Base {
  readonly type: "rested";
  readonly order: string;
  readonly account: string;
  readonly market: string;
  readonly quantity: string;
}

export interface CancelledEvent extends Base {
  readonly type: "cancelled";
  readonly order: string;
  readonly account: string;
  readonly market: string;
  readonly quantity: string;
  readonly reason: Word<typeof CancelReasonWords>;
}

export interface PositionEvent extends Base {
  readonly type: "position";
  readonly account: string;
  readonly market: string;
  readonly quantity: string;
  readonly cost: string;
  readonly realised: string;
  readonly cash: string;
}

export interface LiquidationClosedEvent extends Base {
  readonly type: "liquidationClosed";
  readonly case: string;
  readonly account: string;
  readonly outcome: Word<typeof OutcomeWords>;
  readonly equity: string;
  readonly closed: ByMarket<string>;
  readonly slippagePpm: number;
  readonly duration: number;
}

export interface TakeoverEvent extends Base {
  readonly type: "takeover";
  readonly case: string;
  readonly account: string;
  readonly market: string;
  readonly quantity: string;
  readonly price: string;
}

export interface FundEvent extends Base {
  readonly type: "fund" | "deficit";
  readonly domain: string;
  readonly case: string | null;
  readonly change: string;
  readonly balance: string;
  readonly reason: Word<typeof FundReasonWords>;
}

/** One of `market` and `domain`. */
export interface BreakerEvent extends Base {
  readonly type: "breaker";
  readonly market?: string;
  readonly domain?: string;
  readonly breaker: Breaker;
  readonly state: Word<typeof BreakerStateWords>;
  readonly cause: string;
}

export interface MarginCallEvent extends Base {
  readonly type: "marginCall";
  readonly account: string;
  readonly equity: string;
  readonly initialMargin: string;
  readonly maintenanceMargin: string;
}

export interface AdlEvent extends Base {
  readonly type: "adl";
  readonly case: string;
  readonly market: string;
  readonly account: string;
  readonly quantity: string;
  readonly price: string;
  readonly rank: number;
  readonly overshoot: string;
}

export interface FundingEvent extends Base {
  readonly type: "funding";
  readonly market: string;
  /** In 10^-9 of mark notional; positive: longs paid shorts. */
  readonly rate: number;
  readonly mark: string;
}

export interface UncrossedEvent extends Base {
  readonly type: "uncrossed";
  readonly market: string;
  readonly price: string;
  readonly quantity: string;
}

export interface CrossedInsideEvent extends Base {
  readonly type: "crossedInside";
  readonly market: string;
  readonly price: string;
  readonly quantity: string;
  readonly cases: readonly [string, string];
}

export interface JitterSeedEvent extends Base {
  readonly type: "jitterSeed";
  readonly domain: string;
  /** SHA-256 of the seed's eight bytes, little endian, in hex. */
  readonly commitment: string;
  readonly revealed: number | null;
}

/** Best first. */
export interface DepthEvent extends Base {
  readonly type: "depth";
  readonly market: string;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** What depends on a mark is null while there is none. */
export interface ReportPosition {
  readonly market: string;
  readonly quantity: string;
  readonly cost: string;
  readonly mark: string | null;
  readonly notional: string | null;
  readonly unrealised: string | null;
  readonly maintenanceMargin: string | null;
  readonly liquidationPrice: string | null;
  readonly zeroPrice: string | null;
  readonly adlRank: number | null;
}

export interface ReportEvent extends Base {
  readonly type: "report";
  readonly account: string;
  readonly domain: string;
  readonly mode: Word<typeof AccountModeWords>;
  readonly cash: string;
  readonly equity: string | null;
  readonly initialMargin: string | null;
  readonly maintenanceMargin: string | null;
  readonly state: Word<typeof AccountStateWords>;
  readonly case: string | null;
  readonly positions: readonly ReportPosition[];
  readonly collateral: readonly {
    readonly asset: string;
    readonly balance: string;
    readonly value: string;
  }[];
}

export interface DomainReportEvent extends Base {
  readonly type: "domainReport";
  readonly domain: string;
  readonly fund: string;
  readonly deficit: string;
  readonly fees: string;
  readonly rounding: string;
  readonly deposits: string;
  readonly withdrawals: string;
  readonly cashTotal: string;
  readonly costTotal: string;
  readonly quantityTotal: ByMarket<string>;
  readonly liquidation: ByMarket<string>;
  readonly accounts: number;
  readonly cases: number;
  readonly openInterest: ByMarket<string>;
}

export interface HashEvent extends Base {
  readonly type: "hash";
  /** 16 hex digits. */
  readonly stateHash: string;
}

/**
 * How much would be force-sold (longs) or bought back (shorts) from which price on: trigger price and notional, nearest the
 * mark first. An estimate: triggers may lie nearer the mark than the price that liquidates.
 */
export interface LiquidationMapEvent extends Base {
  readonly type: "liquidationMap";
  readonly market: string;
  readonly longs: readonly Level[];
  readonly shorts: readonly Level[];
}

export type Event =
  | AcceptedEvent
  | RejectedEvent
  | MarkEvent
  | LiquidationOpenedEvent
  | LiquidationBlockedEvent
  | LiquidationWaitingEvent
  | SliceEvent
  | CancelSliceEvent
  | FillEvent
  | RestedEvent
  | CancelledEvent
  | PositionEvent
  | LiquidationClosedEvent
  | TakeoverEvent
  | FundEvent
  | BreakerEvent
  | MarginCallEvent
  | AdlEvent
  | FundingEvent
  | UncrossedEvent
  | CrossedInsideEvent
  | JitterSeedEvent
  | DepthEvent
  | ReportEvent
  | DomainReportEvent
  | HashEvent
  | LiquidationMapEvent;

/** Why a breaker tripped or cleared. */
export const causes: Readonly<Record<keyof typeof Cause, string>> = {
  none: "",
  noFirstMark: "the market has no mark price yet",
  resumed: "trading resumed; sources must tick again",
  sourcesTicked: "enough sources have ticked",
  tooFewSources: "fewer sources count than the market asks for",
  sourcesEnough: "enough sources count again",
  operator: "by the operator",
  venueSilent: "the venue does not answer",
  venueReported: "the venue has answered",
  fundAtFloor: "the insurance fund is at its floor",
  fundAboveFloor: "the insurance fund is above its floor",
  sequenceSkipped: "a source skipped sequence numbers",
  inSequenceAgain: "the sources are in sequence again",
  bandLeft: "the price has left its band",
  bandInside: "the price is inside its band again",
  diverged: "the prices have drifted apart",
  convergedAgain: "the prices are together again",
  depthLow: "the book is too thin",
  depthEnough: "the book is deep enough again",
  paceUsedUp: "the pace of liquidations is used up",
  windowMoved: "the window has moved on",
  settingChanged: "a setting was changed",
};

export const warnings: Readonly<Record<keyof typeof Warning, string | null>> = {
  none: null,
  onlyFullCloseCures: "under this policy only a full close can cure an account",
};
