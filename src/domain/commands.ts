/**
 * The commands of PROTOCOL.md section 2, as JSON has them. Amounts are decimal strings, `…Ppm` parts per million, times and
 * durations microseconds.
 *
 * GENERATED from `command-fields.ts` and `field-texts.ts` by src/reference/command-types.ts: npm run generate.
 */

interface Base {
  /** Microseconds since the Unix epoch, below 2^53; absent: engine time, or the clock's where there is one. */
  readonly time?: number;
  /**
   * Idempotency key, 1 to 64 characters: the same command under it changes nothing again and answers the same; another one is
   * refused.
   */
  readonly key?: string;
}

export type Side = "buy" | "sell";
export type TimeInForce = "GTC" | "IOC" | "FOK" | "GTT";

/** Price and quantity. */
export type LevelInput = readonly [string, string];

/** `[marketId, sourceId, price, sequence, sourceTime, time]`: ids as `accepted` gave them, price in price units. */
export type TickArray = readonly [number, number, number, number, number?, number?];


/** What of a domain may change later. */
export interface DomainSettings {
  /** Money below which the insurance fund pays for nothing. Default: "0". */
  readonly fundFloor?: string;
  /** Whether an account is liquidatable already where equity equals maintenance margin. Default: false. */
  readonly triggerAtEquality?: boolean;
  /**
   * A margin call goes out where equity falls below this part of initial margin, in parts per million; 0:
   * none do. Default: 0. 0 to 10000000.
   */
  readonly marginCallPpm?: number;
  /**
   * Liquidation brings equity to this multiple of maintenance margin, in parts per million. Default:
   * 1200000. 0 to 10000000.
   */
  readonly targetPpm?: number;
  /** Whether an account that cannot be cured is taken over by `@liquidation`. Default: true. */
  readonly takeover?: boolean;
  /**
   * An account is taken over where equity is below this part of maintenance margin, in parts per million;
   * 0: below nothing. Default: 0.
   */
  readonly takeoverPpm?: number;
  /** Microseconds after which a case that is still liquidatable is taken over. Default: 600000000. */
  readonly caseHorizon?: number;
  /** To whom what is left of a taken-over account's equity goes. Default: "user". */
  readonly surplus?: "user" | "fund";
  /** Which leg of an account is sold first. Default: "largestMargin". */
  readonly legOrder?: "largestMargin" | "release" | "user";
  /**
   * Whether opposite cases trade with each other at the mark before either goes to a book. Default: false.
   */
  readonly crossInside?: boolean;
  /** Whether counterparties are deleveraged for what the fund does not pay. Default: true. */
  readonly adl?: boolean;
  /** What happens to an account that still has equity while the fund is at its floor. Default: "take". */
  readonly floorAction?: "take" | "block";
  /**
   * By how much a mark in doubt is moved in the account's favour, in parts per million. Default: 100000. 0
   * to 1000000.
   */
  readonly doubtPpm?: number;
  /** Seed of the jitter, committed to by its hash; 0: none is told. Default: 0. */
  readonly seed?: number;
}

/** What of a market's feed and fees may change later. */
export interface FeedSettings {
  /** Microseconds after which a source's price no longer counts; absent: it never grows old. */
  readonly maxAge?: number;
  /** How many sources must count, or the feed is stale. Default: 1. 1 to 16. */
  readonly minSources?: number;
  /** Microseconds by which a tick's source time may be ahead of engine time; absent: no bound. */
  readonly skew?: number;
  /**
   * A tick that differs from the index by more than this, in parts per million, waits in quarantine;
   * absent: none does. 0 to 1000000.
   */
  readonly jumpPpm?: number;
  /** How many ticks near a quarantined price accept it: a number without a unit. Default: 2. 1 to 16. */
  readonly confirmations?: number;
  /**
   * Microseconds by source time between two ticks of one source that both confirm a jump. Default: 500000.
   */
  readonly confirmGap?: number;
  /**
   * A source that differs from the median by more than this, in parts per million, is left out of the
   * index; absent: none is. 0 to 1000000.
   */
  readonly outlierPpm?: number;
  /** What happens when a source skips a sequence number. Default: "ignore". */
  readonly gapAction?: "ignore" | "block";
  /** Whether slices are smaller while few sources count, or their prices are old. Default: false. */
  readonly graded?: boolean;
  /**
   * What the mark is made of: the index, the index and the book's premium, or a median of three. Default:
   * "index".
   */
  readonly mark?: "index" | "premium" | "median3";
  /** The most that the premium is, in parts per million of the index. Default: 10000. 0 to 1000000. */
  readonly premiumCapPpm?: number;
  /** Microseconds in which an older premium loses half of its weight. */
  readonly premiumHalfLife?: number;
  /** Microseconds after a liquidation fill in which the premium is not sampled. Default: 5000000. */
  readonly premiumHold?: number;
  /**
   * Microseconds in which older moves lose half of their weight in the measured volatility. Default:
   * 60000000.
   */
  readonly volatilityHalfLife?: number;
  /**
   * The move that is expected of the market, in parts per million: weighs its legs where an account's
   * riskiest is looked for. Default: 10000. 0 to 1000000.
   */
  readonly volatilityPpm?: number;
  /** Microseconds between two fundings, for the mark `median3`; absent: it does without. */
  readonly fundingInterval?: number;
  /** Microseconds after a large move of the mark at which a second tick confirms it. Default: 500000. */
  readonly confirmAfter?: number;
  /** Fee of the order that rested, in parts per million of the notional. Default: 0. 0 to 1000000. */
  readonly makerFeePpm?: number;
  /** Fee of the order that came, in parts per million of the notional. Default: 0. 0 to 1000000. */
  readonly takerFeePpm?: number;
  /**
   * Fee of a liquidation, for the insurance fund, in parts per million of the notional. Default: 0. 0 to
   * 1000000.
   */
  readonly liquidationFeePpm?: number;
  /** How far from the mark an order may trade, in parts per million. Default: 50000. 0 to 1000000. */
  readonly marketBandPpm?: number;
  /** The most that `@liquidation` may hold in the market, in money at the mark; absent: no bound. */
  readonly takeoverNotionalMax?: string;
  /**
   * How many live orders an account may have in the market: a number without a unit. Default: 1000. 1 to
   * 4294967295.
   */
  readonly ordersMax?: number;
}

/** How a leg is sold (PROTOCOL.md section 4). */
export interface Policy {
  /** How much of a leg goes at a time. Default: "immediate". */
  readonly algorithm?: "immediate" | "twap" | "pov" | "ladder" | "adaptive";
  /** How far from the mark a slice may trade, in parts per million. Default: 10000. 0 to 1000000. */
  readonly slippagePpm?: number;
  /**
   * What slippage the size of a close allows for, in parts per million; at most `slippagePpm`. Default: 0.
   * 0 to 1000000.
   */
  readonly expectedSlippagePpm?: number;
  /**
   * The most of a leg that a round closes, in parts per million of the position. Default: 1000000. 0 to
   * 1000000.
   */
  readonly closeFactorPpm?: number;
  /** Money: a leg worth no more than this is closed whole. Default: "0". */
  readonly fullCloseNotional?: string;
  /** Microseconds between two slices of a leg. Default: 1000000. */
  readonly interval?: number;
  /** Microseconds in which `twap` and `ladder` sell. Default: 60000000. */
  readonly horizon?: number;
  /** Microseconds after which a slice at a venue has expired. Default: 5000000. */
  readonly sliceLifetime?: number;
  /**
   * How many legs that a venue does not answer, or answers wrongly, block the market: a number without a
   * unit. Default: 3. 1 to 16.
   */
  readonly silentMax?: number;
  /**
   * After how many rejections in a row the leg is blocked: a number without a unit. Default: 3. 1 to 16.
   */
  readonly rejectMax?: number;
  /**
   * What part of the book inside the limit `pov` takes, in parts per million. Default: 1000000. 0 to
   * 1000000.
   */
  readonly depthSharePpm?: number;
  /** The most of a round that one slice is, in parts per million. Default: 1000000. 0 to 1000000. */
  readonly disposalFractionPpm?: number;
  /** A round of no more than this, as a quantity, goes in one slice. Default: "0". */
  readonly fullDisposalQuantity?: string;
  /** The most that one slice is worth at the mark, in money; absent: no bound. */
  readonly sliceNotionalMax?: string;
  /** How many resting orders a `ladder` has: a number without a unit. Default: 5. 1 to 16. */
  readonly rungs?: number;
  /**
   * How much `adaptive` weighs risk against impact, in parts per million. Default: 1000000. 0 to 10000000.
   */
  readonly riskAversionPpm?: number;
  /**
   * By how much, at random, slices are smaller and later, in parts per million. Default: 0. 0 to 1000000.
   */
  readonly jitterPpm?: number;
  /** The most that a slice may set off, in parts per million of itself; absent: no bound. 0 to 10000000. */
  readonly branchingMaxPpm?: number;
  /** The most that liquidations sell in the market within `rateWindow`, in money; absent: no bound. */
  readonly rateNotional?: string;
  /** Microseconds of the window of `rateNotional`. Default: 1000000. */
  readonly rateWindow?: number;
}

/** What makes a market wait (PROTOCOL.md section 5). */
export interface Breakers {
  /**
   * PRICE_BAND trips where the mark moves by more than this within `bandWindow`, in parts per million;
   * absent: off. 0 to 1000000.
   */
  readonly bandPpm?: number;
  /** Microseconds of the window of `bandPpm`. Default: 60000000. */
  readonly bandWindow?: number;
  /**
   * DIVERGENCE trips where the book's middle is farther than this from the index, in parts per million;
   * absent: off. 0 to 1000000.
   */
  readonly divergencePpm?: number;
  /** Microseconds after which DIVERGENCE ends and the index is followed. Default: 600000000. */
  readonly divergenceMax?: number;
  /** DEPTH_LOW trips where less than this, as a quantity, is inside the slippage bound; absent: off. */
  readonly depthMin?: string;
  /** Microseconds that a breaker's condition must be over before it clears. Default: 5000000. */
  readonly resumeAfter?: number;
}

/** Margin from a notional on. */
export interface Tier {
  /** Money: the notional at which the tier begins. */
  readonly from: string;
  /** Initial margin, in parts per million of the notional. 0 to 1000000. */
  readonly initialPpm: number;
  /** Maintenance margin, in parts per million of the notional. 0 to 1000000. */
  readonly maintenancePpm: number;
}

/** A price source. */
export interface Source {
  /** Name of the price source. */
  readonly source: string;
  /** The source's weight in the median, a number without a unit. Default: 1. 1 to 1000000. */
  readonly weight?: number;
}

/** A position that is set with its account. */
export interface AccountPosition {
  /** Name of the market. */
  readonly market: string;
  /** Signed quantity, not 0: negative is short. */
  readonly quantity: string;
  /** The price at which the position is taken on, up to 18 decimals; not needed where it is removed. */
  readonly entryPrice: string;
}

/** Collateral that is deposited with its account. */
export interface AccountCollateral {
  /** Name of the asset. */
  readonly asset: string;
  /** Amount of the asset. */
  readonly amount: string;
}

/** Defines a domain: accounts that settle in one asset and share an insurance fund. */
export interface DomainCommand extends Base, DomainSettings {
  readonly type: "domain";
  /** Name of the domain. */
  readonly domain: string;
  /** Name of the asset that the domain settles in: all money of the domain is of it. */
  readonly asset: string;
  /** Decimals of the domain's money. 0 to 18. */
  readonly settleDecimals: number;
  /** What the insurance fund begins with, in money. Default: "0". */
  readonly insuranceFund?: string;
}

/** Defines an asset of a domain, other than its own, that counts as margin at a haircut. */
export interface CollateralCommand extends Base {
  readonly type: "collateral";
  /** Name of the domain. */
  readonly domain: string;
  /** Name of the asset. */
  readonly asset: string;
  /** Name of the market whose mark prices the asset. */
  readonly market: string;
  /** What part of the asset's value does not count as margin, in parts per million. 0 to 1000000. */
  readonly haircutPpm: number;
  /** Decimals of the asset. 0 to 18. */
  readonly decimals: number;
  /** Money: of an account that owes no more than this, nothing of the asset is seized. Default: "0". */
  readonly seizeAt?: string;
  /** Of the asset: the most that a deposit may bring what is in the domain to; absent: no bound. */
  readonly depositMax?: string;
}

/** Defines a market of a domain, with its feed, fees, policy and breakers. */
export interface MarketCommand extends Base, FeedSettings {
  readonly type: "market";
  /** Name of the market. */
  readonly market: string;
  /** Name of the domain. */
  readonly domain: string;
  /**
   * `linear`: a contract is worth its price; `inverse`: coin-margined, worth a sum of the quote currency.
   */
  readonly kind: "linear" | "inverse";
  /** Decimals of a price: a price unit is 10^-priceDecimals. 0 to 18. */
  readonly priceDecimals: number;
  /** The step of prices of orders, as a price. */
  readonly tickSize: string;
  /** The step of quantities. */
  readonly lotSize: string;
  /** What one contract is of: a factor of its value. Default: "1". */
  readonly contractSize?: string;
  /** The least price; absent: one price unit, or what keeps an inverse market's values in bounds. */
  readonly minPrice?: string;
  /** The greatest price; absent: derived from the market's other bounds. */
  readonly maxPrice?: string;
  /** The largest position of an account, as a quantity; absent: what keeps values in bounds. */
  readonly maxPosition?: string;
  /** The most that all longs may be together, as a quantity; absent: what keeps values in bounds. */
  readonly maxOpenInterest?: string;
  /** The smallest order, as a quantity, but for one that closes the whole position; absent: a lot. */
  readonly minOrder?: string;
  /** The largest order, as a quantity; absent: `maxPosition`. */
  readonly maxOrder?: string;
  /** The least that an order may be worth, in money; absent: no bound. */
  readonly minNotional?: string;
  /** Margin tiers by notional, the first from 0. */
  readonly tiers: readonly Tier[];
  /** Price sources, in the order of their ids. */
  readonly sources: readonly Source[];
  /** Whether orders and slices are matched here or sent to a venue. Default: "internal". */
  readonly execution?: "internal" | "external";
  /** How a leg is sold. */
  readonly policy?: Policy;
  /** What makes a market wait. */
  readonly breakers?: Breakers;
}

/** Defines an account, with its cash and, where it is loaded whole, its positions and collateral. */
export interface AccountCommand extends Base {
  readonly type: "account";
  /** Name of the account. */
  readonly account: string;
  /** Name of the domain. */
  readonly domain: string;
  /** Money that the account begins with. Default: "0". */
  readonly cash?: string;
  /** `cross`: all positions share the margin; `isolated`: one position with its own. Default: "cross". */
  readonly mode?: "cross" | "isolated";
  /** Name of the cross account that an isolated one belongs to. */
  readonly parent?: string;
  /** Names of markets, at most 16: the order in which legs are sold where `legOrder` is `user`. */
  readonly unwindOrder?: readonly string[];
  /**
   * How many live orders it may have in each market; absent: as many as the market says. 1 to 4294967295.
   */
  readonly ordersMax?: number;
  /** Positions that are set with the account, at most 16; it is looked at once all are there. */
  readonly positions?: readonly AccountPosition[];
  /** Collateral that is deposited with the account, at most 8 assets. */
  readonly collateral?: readonly AccountCollateral[];
}

/** Deposits, withdraws, moves between accounts of a domain, or tops the insurance fund up. */
export interface TransferCommand extends Base {
  readonly type: "transfer";
  /** Name of the account. */
  readonly account: string;
  /** Signed amount of the asset, or money: negative withdraws. */
  readonly amount: string;
  /** Name of the asset; absent: the domain's own, cash. */
  readonly asset?: string;
  /** Name of another account of the domain, or `@fund`: where a positive `amount` goes. */
  readonly to?: string;
}

/**
 * What `@liquidation` has seized is sold outside: it leaves the domain, and its proceeds are the fund's.
 */
export interface CollateralSaleCommand extends Base {
  readonly type: "collateralSale";
  /** Name of the domain. */
  readonly domain: string;
  /** Name of the asset. */
  readonly asset: string;
  /** Of the asset, what `@liquidation` has sold. */
  readonly quantity: string;
  /** Money that came in for it. */
  readonly proceeds: string;
}

/** Sets a position, against `@street`. */
export interface PositionCommand extends Base {
  readonly type: "position";
  /** Name of the account. */
  readonly account: string;
  /** Name of the market. */
  readonly market: string;
  /** Signed quantity: negative is short, 0 removes the position. */
  readonly quantity: string;
  /** The price at which the position is taken on, up to 18 decimals; not needed where it is removed. */
  readonly entryPrice?: string;
}

/** A price of a source. */
export interface TickCommand extends Base {
  readonly type: "tick";
  /** Name of the market. */
  readonly market: string;
  /** Name of the price source. */
  readonly source: string;
  /** Price, with at most the decimals of the market. */
  readonly price: string;
  /** The source's own number of the tick, below 2^53: each is greater than the one before. */
  readonly sequence: number;
  /** When the source made the price, in microseconds since the Unix epoch; absent: `time`. */
  readonly sourceTime?: number;
}

/** The source's next tick may have any sequence number: its feed handler has begun to count anew. */
export interface SourceResetCommand extends Base {
  readonly type: "sourceReset";
  /** Name of the market. */
  readonly market: string;
  /** Name of the price source. */
  readonly source: string;
}

/** A trade at an outside venue, as its feed tells it: the last trade of the mark `median3`. */
export interface TradeCommand extends Base {
  readonly type: "trade";
  /** Name of the market. */
  readonly market: string;
  /** Price, with at most the decimals of the market. */
  readonly price: string;
  /** Quantity, with at most the decimals of `lotSize`. */
  readonly quantity: string;
}

/** Depth of an outside venue's book: changes of levels, or all of them. */
export interface BookCommand extends Base {
  readonly type: "book";
  /** Name of the market. */
  readonly market: string;
  /** Levels of who buys, as price and quantity, at most 10,000; quantity 0 removes one. */
  readonly bids: readonly LevelInput[];
  /** Levels of who sells, as price and quantity, at most 10,000; quantity 0 removes one. */
  readonly asks: readonly LevelInput[];
  /** Whether the levels are all that there are. Default: false. */
  readonly snapshot?: boolean;
}

/** An order for the market's own book. */
export interface OrderCommand extends Base {
  readonly type: "order";
  /** Name of the account. */
  readonly account: string;
  /** Name of the market. */
  readonly market: string;
  /** Whether it buys or sells. */
  readonly side: Side;
  /** Quantity, with at most the decimals of `lotSize`. */
  readonly quantity: string;
  /** Price at which it trades at the worst; absent: a market order. */
  readonly price?: string;
  /**
   * `GTC`: the rest stays in the book; `GTT`: till `expires`; `IOC`: it is cancelled; `FOK`: all of it
   * trades, or nothing. Default: "GTC".
   */
  readonly timeInForce?: TimeInForce;
  /** When a `GTT` order is over, in microseconds since the Unix epoch. */
  readonly expires?: number;
  /** Price for which the order waits: a buy until the reference is as high, a sell until it is as low. */
  readonly stop?: string;
  /** Which price a `stop` watches: the `mark`, or the `last` trade. Default: `mark`. */
  readonly stopBy?: "mark" | "last";
  /** Whether it is refused where it would trade at once. Default: false. */
  readonly postOnly?: boolean;
  /** Whether it may only make a position smaller. Default: false. */
  readonly reduceOnly?: boolean;
  /** What happens where it meets an order of its own account. Default: "newest". */
  readonly selfTrade?: "newest" | "oldest" | "both" | "decrement" | "none";
  /** The client's own name of the order; absent: the engine names it `O1`, `O2` … */
  readonly order?: string;
}

/** Changes an order that rests. */
export interface AmendCommand extends Base {
  readonly type: "amend";
  /** Name of the order. */
  readonly order: string;
  /** Name of the account whose order it must be. */
  readonly account?: string;
  /** The order's new total, as a quantity, with what has traded of it. */
  readonly quantity?: string;
  /** The order's new open quantity, instead of the total. */
  readonly open?: string;
  /** New price; absent: it stays. */
  readonly price?: string;
  /** When a `GTT` order is over, in microseconds since the Unix epoch. */
  readonly expires?: number;
  /** New price for which the order waits; absent: it stays. */
  readonly stop?: string;
}

/** Takes an order out of the book. */
export interface CancelCommand extends Base {
  readonly type: "cancel";
  /** Name of the order. */
  readonly order: string;
  /** Name of the account whose order it must be. */
  readonly account?: string;
}

/** Takes all orders of an account out of the book, or those of a market, or of a side. */
export interface CancelAllCommand extends Base {
  readonly type: "cancelAll";
  /** Name of the account. */
  readonly account: string;
  /** Name of the market; absent: in all. */
  readonly market?: string;
  /** Of which side; absent: of both. */
  readonly side?: Side;
}

/** What the venue says becomes true, at any time. */
export interface ReconcileCommand extends Base {
  readonly type: "reconcile";
  /** Name of the account, or `@liquidation`. */
  readonly account: string;
  /** Name of the market. */
  readonly market: string;
  /** Signed quantity that the venue says the position has; 0: none. */
  readonly quantity: string;
  /** The price at which the position is taken on, up to 18 decimals; not needed where it is removed. */
  readonly entryPrice?: string;
  /** The account's cash, in money, signed; absent: it stays. Not of `@liquidation`. */
  readonly cash?: string;
  /** Names of slices that are still out, at most 16; all others of the leg have nothing left. */
  readonly keep?: readonly string[];
}

/**
 * A venue's report on a slice (`order`), or a fill from elsewhere (`account`, `market`, `side`). Exactly
 * one of `order` and `account` is given.
 */
export interface ExecutionCommand extends Base {
  readonly type: "execution";
  /** Name of the slice that is reported on. */
  readonly order?: string;
  /** Name of the account, or `@liquidation`, of a fill from elsewhere. */
  readonly account?: string;
  /** Name of the market of a fill from elsewhere. */
  readonly market?: string;
  /** Side of a fill from elsewhere. */
  readonly side?: Side;
  /** What became of the slice. */
  readonly status: "fill" | "cancelled" | "rejected";
  /** Price of a fill, up to 18 decimals. */
  readonly price?: string;
  /** Quantity of a fill. */
  readonly quantity?: string;
  /** Fee in money, signed: a rebate is negative; absent: by `takerFeePpm`. */
  readonly fee?: string;
  /** The venue's id of the report: one that comes again changes nothing. */
  readonly execution?: string;
}

/** Charges funding: longs pay shorts, or shorts longs. */
export interface FundingCommand extends Base {
  readonly type: "funding";
  /** Name of the market. */
  readonly market: string;
  /** Signed, in 10^-9 of notional at the mark; positive: longs pay shorts. -1000000000 to 1000000000. */
  readonly ratePpb: number;
}

/** Replaces a market's policy as a whole: what is left out gets its default. */
export interface PolicyCommand extends Base {
  readonly type: "policy";
  /** Name of the market. */
  readonly market: string;
  /** How a leg is sold. */
  readonly policy: Policy;
}

/** Replaces a market's breakers as a whole: what is left out is off, or has its default. */
export interface BreakersCommand extends Base {
  readonly type: "breakers";
  /** Name of the market. */
  readonly market: string;
  /** What makes a market wait. */
  readonly breakers: Breakers;
}

/** Replaces a market's margin tiers. */
export interface TiersCommand extends Base {
  readonly type: "tiers";
  /** Name of the market. */
  readonly market: string;
  /** Margin tiers by notional, the first from 0. */
  readonly tiers: readonly Tier[];
}

/** Replaces what of a domain may change, as a whole: what is left out gets its default. */
export interface DomainSettingsCommand extends Base, DomainSettings {
  readonly type: "domainSettings";
  /** Name of the domain. */
  readonly domain: string;
}

/** Replaces what of a market's feed and fees may change, as a whole: what is left out gets its default. */
export interface FeedSettingsCommand extends Base, FeedSettings {
  readonly type: "feedSettings";
  /** Name of the market. */
  readonly market: string;
  /** The market's sources with new weights; absent: the weights stay. */
  readonly sources?: readonly Source[];
}

/** Opens a market, lets it take cancels only, or begins an auction; leaving the auction uncrosses. */
export interface MarketStateCommand extends Base {
  readonly type: "marketState";
  /** Name of the market. */
  readonly market: string;
  /** The market's new state. */
  readonly state: "open" | "cancelOnly" | "auction";
}

/**
 * Halts a market, or a domain with all its markets. Or, `resume`: Ends a halt; sources must tick again
 * before anybody is liquidated. Exactly one of `market` and `domain` is given.
 */
export interface HaltCommand extends Base {
  readonly type: "halt" | "resume";
  /** Name of the market that is halted, instead of a domain. */
  readonly market?: string;
  /** Name of the domain that is halted, with all its markets, instead of a market. */
  readonly domain?: string;
  /** For the record, at most 256 characters. */
  readonly reason?: string;
}

/** Only time passes, so that what falls due is noticed. */
export interface ClockCommand extends Base {
  readonly type: "clock";
  /** Microseconds since the Unix epoch. */
  readonly time: number;
}

/** Marks a place in the stream, and tells the hash of the state there. */
export interface SnapshotCommand extends Base {
  readonly type: "snapshot";
}

/** Asks for the best levels of a book. */
export interface DepthQuery extends Base {
  readonly type: "depth";
  /** Name of the market. */
  readonly market: string;
  /** How many levels a side: a number without a unit. Default: 10. 1 to 1000. */
  readonly levels?: number;
}

/** Asks for an account's report. */
export interface ReportQuery extends Base {
  readonly type: "report";
  /**
   * Name of the account, or of one of the domain itself: `@liquidation`, `@fund`, `@fees`, `@street`,
   * `@rounding`.
   */
  readonly account: string;
  /** Name of the domain: an `@` account needs it where there are several. */
  readonly domain?: string;
}

/** Asks for a domain's totals. */
export interface DomainReportQuery extends Base {
  readonly type: "domainReport";
  /** Name of the domain. */
  readonly domain: string;
}

/** Asks how much would be force-sold, or bought back, from which price on: an estimate. */
export interface LiquidationMapQuery extends Base {
  readonly type: "liquidationMap";
  /** Name of the market. */
  readonly market: string;
  /** How many levels a side: a number without a unit. Default: 10. 1 to 1000. */
  readonly levels?: number;
}

/** Asks for the hash of the state. */
export interface HashQuery extends Base {
  readonly type: "hash";
}

/** Answered in order; change nothing; not journaled. */
export type Query = DepthQuery | ReportQuery | DomainReportQuery | LiquidationMapQuery | HashQuery;

export type Command = DomainCommand | CollateralCommand | MarketCommand | AccountCommand | TransferCommand | CollateralSaleCommand | PositionCommand | TickCommand | SourceResetCommand | TradeCommand | BookCommand | OrderCommand | AmendCommand | CancelCommand | CancelAllCommand | ReconcileCommand | ExecutionCommand | FundingCommand | PolicyCommand | BreakersCommand | TiersCommand | DomainSettingsCommand | FeedSettingsCommand | MarketStateCommand | HaltCommand | ClockCommand | SnapshotCommand | Query;

export type CommandType = Command["type"];
