/**
 * The commands of PROTOCOL.md section 2, as JSON has them. Amounts are decimal strings, `…Ppm` parts per
 * million, times and durations microseconds. `command-fields.ts` has their bounds and defaults; the table
 * that follows the types marks the queries.
 */

import type { SettingsOf } from "./field.js";
import type {
  breakerFields,
  domainSettings,
  feedSettings,
  feeSettings,
  policyFields,
} from "./setting-fields.js";

interface Base {
  /** Microseconds since the Unix epoch, below 2^53; absent: engine time. */
  readonly time?: number;
  /** Idempotency key, 1-64 characters: a command with a key that was seen before changes nothing and answers the same. */
  readonly key?: string;
}

export type Side = "buy" | "sell";
export type TimeInForce = "GTC" | "IOC" | "FOK" | "GTT";

/** What of a domain may change later. */
export type DomainSettings = SettingsOf<typeof domainSettings>;

export interface DomainCommand extends Base, DomainSettings {
  readonly type: "domain";
  readonly domain: string;
  readonly asset: string;
  readonly settleDecimals: number;
  readonly insuranceFund?: string;
}

/** The whole set: what is left out gets its default. */
export interface DomainSettingsCommand extends Base, DomainSettings {
  readonly type: "domainSettings";
  readonly domain: string;
}

export interface CollateralCommand extends Base {
  readonly type: "collateral";
  readonly domain: string;
  readonly asset: string;
  /** Its mark prices the asset. */
  readonly market: string;
  readonly haircutPpm: number;
  readonly decimals: number;
  /** Money, default "0": nothing is seized of it for what is owed up to this. */
  readonly seizeAt?: string;
  /** Of the asset: the most that a deposit may bring what is in the domain to. */
  readonly depositMax?: string;
}

/** What `@liquidation` has seized is sold outside: it leaves the domain, and its proceeds are the fund's. */
export interface CollateralSaleCommand extends Base {
  readonly type: "collateralSale";
  readonly domain: string;
  readonly asset: string;
  readonly quantity: string;
  /** Money of the domain. */
  readonly proceeds: string;
}

export interface Tier {
  /** Money: the notional at which the tier begins. */
  readonly from: string;
  readonly initialPpm: number;
  readonly maintenancePpm: number;
}

export interface Source {
  readonly source: string;
  readonly weight?: number;
}

/** How a leg is sold (PROTOCOL.md section 4). */
export type Policy = SettingsOf<typeof policyFields>;

/** PROTOCOL.md section 5. */
export type Breakers = SettingsOf<typeof breakerFields>;

/** What of a market's feed and fees may change later. */
export type FeedSettings = SettingsOf<typeof feedSettings> & SettingsOf<typeof feeSettings>;

export interface MarketCommand extends Base, FeedSettings {
  readonly type: "market";
  readonly market: string;
  readonly domain: string;
  readonly kind: "linear" | "inverse";
  readonly priceDecimals: number;
  readonly tickSize: string;
  readonly lotSize: string;
  readonly contractSize?: string;
  readonly minPrice?: string;
  readonly maxPrice?: string;
  readonly maxPosition?: string;
  readonly maxOpenInterest?: string;
  readonly minOrder?: string;
  readonly maxOrder?: string;
  readonly minNotional?: string;
  readonly tiers: readonly Tier[];
  readonly sources: readonly Source[];
  readonly execution?: "internal" | "external";
  readonly policy?: Policy;
  readonly breakers?: Breakers;
}

/** The whole set: what is left out gets its default; `sources` left out: their weights stay. */
export interface FeedSettingsCommand extends Base, FeedSettings {
  readonly type: "feedSettings";
  readonly market: string;
  readonly sources?: readonly Source[];
}

export interface TiersCommand extends Base {
  readonly type: "tiers";
  readonly market: string;
  readonly tiers: readonly Tier[];
}

export interface BreakersCommand extends Base {
  readonly type: "breakers";
  readonly market: string;
  readonly breakers: Breakers;
}

export interface MarketStateCommand extends Base {
  readonly type: "marketState";
  readonly market: string;
  /** Leaving "auction" uncrosses. */
  readonly state: "open" | "cancelOnly" | "auction";
}

export interface AccountCommand extends Base {
  readonly type: "account";
  readonly account: string;
  readonly domain: string;
  readonly cash?: string;
  readonly mode?: "cross" | "isolated";
  /** Of an isolated account, which must have one. */
  readonly parent?: string;
  /** Markets, at most 16. */
  readonly unwindOrder?: readonly string[];
  /** Its live orders in each market; absent: as the market says. */
  readonly ordersMax?: number;
  /** Set with the account, at most 16, and evaluated once all are there. */
  readonly positions?: readonly AccountPosition[];
  /** Deposited with it, at most 8. */
  readonly collateral?: readonly AccountCollateral[];
}

export interface AccountPosition {
  readonly market: string;
  /** Signed, not "0". */
  readonly quantity: string;
  readonly entryPrice: string;
}

export interface AccountCollateral {
  readonly asset: string;
  readonly amount: string;
}

export interface TransferCommand extends Base {
  readonly type: "transfer";
  readonly account: string;
  /** Negative withdraws. */
  readonly amount: string;
  readonly asset?: string;
  /** Another account of the domain, or `@fund`. */
  readonly to?: string;
}

export interface PositionCommand extends Base {
  readonly type: "position";
  readonly account: string;
  readonly market: string;
  /** Signed; "0" removes. */
  readonly quantity: string;
  readonly entryPrice?: string;
}

export interface TickCommand extends Base {
  readonly type: "tick";
  readonly market: string;
  readonly source: string;
  readonly price: string;
  readonly sequence: number;
  readonly sourceTime?: number;
}

/** The source's next tick may have any sequence number: its feed handler has begun to count anew. */
export interface SourceResetCommand extends Base {
  readonly type: "sourceReset";
  readonly market: string;
  readonly source: string;
}

/** A trade at an outside venue, as its feed tells it: the last trade of the mark `median3`. */
export interface TradeCommand extends Base {
  readonly type: "trade";
  readonly market: string;
  readonly price: string;
  readonly quantity: string;
}

/** `[marketId, sourceId, price, sequence, sourceTime, time]`: ids as `accepted` gave them, price in price units. */
export type TickArray = readonly [number, number, number, number, number?, number?];

/** Price and quantity. */
export type LevelInput = readonly [string, string];

export interface BookCommand extends Base {
  readonly type: "book";
  readonly market: string;
  readonly bids: readonly LevelInput[];
  readonly asks: readonly LevelInput[];
  readonly snapshot?: boolean;
}

export interface OrderCommand extends Base {
  readonly type: "order";
  readonly account: string;
  readonly market: string;
  readonly side: Side;
  readonly quantity: string;
  /** Absent: a market order. */
  readonly price?: string;
  readonly timeInForce?: TimeInForce;
  /** When an order that is `GTT` is over, in microseconds. */
  readonly expires?: number;
  /** It waits until the mark, or the last trade, has come to this price. */
  readonly stop?: string;
  readonly stopBy?: "mark" | "last";
  readonly postOnly?: boolean;
  readonly reduceOnly?: boolean;
  /** What happens where it meets an order of its own account. */
  readonly selfTrade?: "newest" | "oldest" | "both" | "decrement" | "none";
  readonly order?: string;
}

export interface AmendCommand extends Base {
  readonly type: "amend";
  readonly order: string;
  /** Whose order it must be. */
  readonly account?: string;
  /** The new total, with what has traded of it. */
  readonly quantity?: string;
  /** The new open quantity, instead of the total. */
  readonly open?: string;
  readonly price?: string;
  /** Of an order that is `GTT`. */
  readonly expires?: number;
  /** Of an order that waits for its stop. */
  readonly stop?: string;
}

export interface CancelCommand extends Base {
  readonly type: "cancel";
  readonly order: string;
  /** Whose order it must be. */
  readonly account?: string;
}

export interface CancelAllCommand extends Base {
  readonly type: "cancelAll";
  readonly account: string;
  readonly market?: string;
  /** Absent: of both sides. */
  readonly side?: Side;
}

/** What the venue says becomes true, at any time. */
export interface ReconcileCommand extends Base {
  readonly type: "reconcile";
  /** Or `@liquidation`. */
  readonly account: string;
  readonly market: string;
  /** Signed. */
  readonly quantity: string;
  readonly entryPrice?: string;
  readonly cash?: string;
  /** Slices that are still out there, at most 16: all others of the leg have nothing left. */
  readonly keep?: readonly string[];
}

/** A report on a slice (`order`), or a fill from elsewhere (`account`, `market`, `side`). */
export interface ExecutionCommand extends Base {
  readonly type: "execution";
  /** A slice's name. */
  readonly order?: string;
  readonly account?: string;
  readonly market?: string;
  readonly side?: Side;
  readonly status: "fill" | "cancelled" | "rejected";
  readonly price?: string;
  readonly quantity?: string;
  /** Signed: a rebate is negative. */
  readonly fee?: string;
  /** The venue's id. */
  readonly execution?: string;
}

export interface FundingCommand extends Base {
  readonly type: "funding";
  readonly market: string;
  /** Signed, 10^-9 of mark notional; positive: longs pay shorts. */
  readonly ratePpb: number;
}

export interface PolicyCommand extends Base {
  readonly type: "policy";
  readonly market: string;
  readonly policy: Policy;
}

/** Exactly one of `market` and `domain`. */
export interface HaltCommand extends Base {
  readonly type: "halt" | "resume";
  readonly market?: string;
  readonly domain?: string;
  readonly reason?: string;
}

export interface ClockCommand extends Base {
  readonly type: "clock";
  readonly time: number;
}

export interface SnapshotCommand extends Base {
  readonly type: "snapshot";
}

export interface DepthQuery extends Base {
  readonly type: "depth";
  readonly market: string;
  readonly levels?: number;
}

export interface ReportQuery extends Base {
  readonly type: "report";
  /** One of the domain itself, too: `@liquidation`, `@fund`, `@fees`, `@street`, `@rounding`. */
  readonly account: string;
  /** Needed for those where there are several domains. */
  readonly domain?: string;
}

export interface DomainReportQuery extends Base {
  readonly type: "domainReport";
  readonly domain: string;
}

export interface LiquidationMapQuery extends Base {
  readonly type: "liquidationMap";
  readonly market: string;
  readonly levels?: number;
}

export interface HashQuery extends Base {
  readonly type: "hash";
}

/** Answered in order; change nothing; not journaled. */
export type Query = DepthQuery | ReportQuery | DomainReportQuery | LiquidationMapQuery | HashQuery;

export type Command =
  | DomainCommand
  | CollateralCommand
  | MarketCommand
  | AccountCommand
  | TransferCommand
  | CollateralSaleCommand
  | PositionCommand
  | TickCommand
  | SourceResetCommand
  | TradeCommand
  | BookCommand
  | OrderCommand
  | AmendCommand
  | CancelCommand
  | CancelAllCommand
  | ReconcileCommand
  | ExecutionCommand
  | FundingCommand
  | PolicyCommand
  | BreakersCommand
  | TiersCommand
  | DomainSettingsCommand
  | FeedSettingsCommand
  | MarketStateCommand
  | HaltCommand
  | ClockCommand
  | SnapshotCommand
  | Query;

export type CommandType = Command["type"];
