/** Words of the protocol and of the boundary. */

/** Words with numbers. A word's number is its place, unless `from` shifts the list. */
export const enums = {
  CommandType: [
    "none", "refused", "domain", "market", "account", "transfer", "position", "tick", "book", "order", "cancel",
    "cancelAll", "execution", "policy", "halt", "resume", "clock", "depth", "report", "domainReport", "hash",
    "tickById", "tickBatch", "orderById", "cancelByNumber", "unknown",
    "collateral", "amend", "funding", "breakers", "tiers", "domainSettings", "feedSettings", "marketState", "snapshot",
    "liquidationMap", "collateralSale", "reconcile",
    "trade", "sourceReset",
  ],
  EventType: [
    "none", "accepted", "rejected", "mark", "liquidationOpened", "liquidationBlocked", "liquidationUnblocked",
    "liquidationWaiting", "slice", "cancelSlice", "fill", "rested", "cancelled", "position", "liquidationClosed",
    "takeover", "fund", "deficit", "breaker", "depth", "report", "domainReport", "hash", "marginCall", "adl",
    "funding", "uncrossed", "crossedInside", "jitterSeed", "liquidationMap", "executionMismatch", "unwound",
    "armed", "triggered",
  ],
  Code: [
    "OK", "MALFORMED", "UNKNOWN_TYPE", "UNKNOWN_FIELD", "MISSING_FIELD", "UNKNOWN_DOMAIN", "UNKNOWN_MARKET",
    "UNKNOWN_ACCOUNT", "UNKNOWN_SOURCE", "UNKNOWN_ORDER", "ALREADY_EXISTS", "OUT_OF_RANGE", "PRICE_OFF_TICK",
    "QUANTITY_OFF_LOT", "SPEC_INVALID", "TIERS_INVALID", "POLICY_INVALID", "INSUFFICIENT_MARGIN", "IN_LIQUIDATION",
    "REDUCE_ONLY", "WOULD_CROSS", "WOULD_NOT_FILL", "SELF_TRADE", "MARKET_HALTED", "DUPLICATE", "SEQUENCE_REGRESSION",
    "FUTURE", "STALE", "QUARANTINED", "CAPACITY", "OVERLOADED", "UNAUTHORIZED", "FORBIDDEN", "NOT_DURABLE", "POISONED",
    "KEY_REUSED", "PRICE_IN_DOUBT", "WOULD_TRIGGER",
  ],
  /** The closer reason of a refusal, beside its code. `domain/errors` has the sentences. */
  Detail: [
    "none", "notAnObject", "notAString", "notABoolean", "notAnInteger", "notAnArray", "badName", "reservedName",
    "badDecimal", "tooManyDecimals", "badWord", "tooLong", "tooShort", "outsideBounds", "notPositive",
    "unsafe", "domains", "markets", "accounts", "names", "positions", "orders", "orderNames", "levels", "slices",
    "triggers", "deposits", "maxPosition", "maxOpenInterest", "legs", "internalMarket", "externalMarket", "noMark",
    "halted", "unitNotInteger", "limitsDoNotFit", "repeatedSource", "badTier", "minimumOrder", "maximumOrder",
    "insufficientCash", "insufficientMargin", "sameAccount", "notJson", "trailingBytes", "badTemplate",
    "tooManyTicks", "emptyBatch", "collaterals", "unknownCollateral", "inverseNeedsMinPrice", "cumulativeFunding", "isolatedParent",
    "oneIsolatedPosition", "callBelowMaintenance", "outsideBand", "notOpen", "needsHalfLife",
    "nothingToAmend", "otherSources", "repeatedKey", "notUnicode", "ofSlice", "onlyFills", "internalExecution",
    "notOfLiquidation", "notional", "answerSize",
    "fewerSources", "repeated", "twoQuantities", "ordersMax", "notTimed", "timeOver", "withoutStop", "notWaiting",
    "stopMarket", "unwindSteps",
  ],
  /** Fields that the core itself can name in a refusal. */
  Field: [
    "none", "type", "domain", "market", "account", "source", "order", "asset", "to", "amount", "cash", "insuranceFund",
    "fundFloor", "quantity", "entryPrice", "price", "sequence", "sourceTime", "bids", "asks", "side", "postOnly",
    "reduceOnly", "execution", "fee", "status", "tiers", "sources", "tickSize", "lotSize", "contractSize", "minPrice",
    "maxPrice", "maxPosition", "maxOpenInterest", "minOrder", "maxOrder", "policy", "policy.fullCloseNotional",
    "policy.fullDisposalQuantity", "policy.sliceNotionalMax", "marketId", "sourceId", "accountId",
    "parent", "unwindOrder", "decimals", "haircutPpm", "marginCallPpm", "takeoverNotionalMax", "mark",
    "premiumHalfLife", "policy.rateNotional", "breakers.depthMin", "ratePpb", "state", "kind",
    "settleDecimals", "targetPpm",
    "time", "triggerAtEquality", "takeover", "takeoverPpm", "caseHorizon", "surplus", "legOrder", "crossInside",
    "adl", "doubtPpm", "seed", "priceDecimals", "maxAge", "minSources", "skew", "jumpPpm", "confirmations",
    "outlierPpm", "gapAction", "graded", "premiumCapPpm", "premiumHold", "volatilityHalfLife", "volatilityPpm",
    "fundingInterval", "makerFeePpm", "takerFeePpm", "liquidationFeePpm", "marketBandPpm", "policy.algorithm",
    "policy.slippagePpm", "policy.expectedSlippagePpm", "policy.closeFactorPpm", "policy.interval",
    "policy.horizon", "policy.sliceLifetime", "policy.silentMax", "policy.depthSharePpm",
    "policy.disposalFractionPpm", "policy.rungs", "policy.riskAversionPpm", "policy.jitterPpm",
    "policy.branchingMaxPpm", "policy.rateWindow", "breakers.bandPpm", "breakers.bandWindow",
    "breakers.divergencePpm", "breakers.resumeAfter", "mode", "snapshot", "timeInForce", "selfTrade", "levels",
    "seizeAt", "depositMax", "floorAction", "proceeds",
    "minNotional", "policy.rejectMax", "keep", "confirmAfter",
    "confirmGap", "breakers.divergenceMax",
    "positions", "positions[].market", "positions[].quantity", "positions[].entryPrice",
    "collateral", "collateral[].asset", "collateral[].amount",
    "open", "ordersMax", "expires", "stop", "stopBy",
  ],
  Side: ["buy", "sell"],
  TimeInForce: ["GTC", "IOC", "FOK", "GTT"],
  /** What a stop watches: the mark, or the last trade. */
  StopBy: ["mark", "last"],
  SelfTrade: ["newest", "oldest", "both", "decrement", "none"],
  Execution: ["internal", "external"],
  Algorithm: ["immediate", "twap", "pov", "ladder", "adaptive"],
  Kind: ["linear", "inverse"],
  MarkMode: ["index", "premium", "median3"],
  GapAction: ["ignore", "block"],
  LegOrder: ["largestMargin", "release", "user"],
  AccountMode: ["cross", "isolated"],
  MarketPhase: ["open", "cancelOnly", "auction"],
  Surplus: ["user", "fund"],
  FloorAction: ["take", "block"],
  ExecutionStatus: ["fill", "cancelled", "rejected"],
  Outcome: ["cured", "closed", "takenOver", "deleveraged"],
  /** In the order in which a leg's block is named. */
  Breaker: [
    "none", "HALTED", "FEED_STALE", "FEED_GAP", "PRICE_BAND", "DIVERGENCE", "WARMUP", "DEPTH_LOW", "LIQUIDATION_RATE",
    "EXECUTION_SILENT", "EXECUTION_MISMATCH", "EXECUTION_REJECTED", "FUND_FLOOR", "CAPACITY", "UNCONFIRMED",
  ],
  BreakerState: ["tripped", "cleared"],
  Cause: [
    "none", "noFirstMark", "resumed", "sourcesTicked", "tooFewSources", "sourcesEnough", "operator", "venueSilent",
    "venueReported", "fundAtFloor", "fundAboveFloor", "sequenceSkipped", "inSequenceAgain", "bandLeft", "bandInside",
    "diverged", "convergedAgain", "depthLow", "depthEnough", "paceUsedUp", "windowMoved", "settingChanged",
    "fillMismatch", "reconciled", "legClosed", "markMoved", "moveTakenBack", "moveConfirmed",
    "divergenceOver",
  ],
  CancelReason: ["user", "ioc", "selfTrade", "reduceOnly", "zeroPrice", "liquidation", "market", "expired", "refused"],
  CancelSliceReason: ["cured", "takeover", "expired", "halted", "replaced", "reconciled"],
  /** What is wrong with a fill that should not be; the first that holds. */
  MismatchReason: ["quantity", "price", "flip"],
  FundReason: ["fee", "takeover", "unwind", "shortfall", "topUp", "collateralSale"],
  AccountState: ["healthy", "marginCall", "liquidating", "blocked"],
  /** Several may hold: `accepted` has a set of them, a bit each, told in this order. */
  Warning: [
    "noMaxAge", "noJumpPpm", "oneSource", "twoSources", "outlierWithoutMajority", "premiumUncapped", "derivedMaxPrice",
    "onlyFullCloseCures",
  ],
  /** Where things begin: the u32 at MAP_ADDRESS + 4·region, written by `init`. */
  Region: [
    "pages", "commandBuffer", "eventBuffer", "meters", "shard", "domains", "markets", "tiers", "sources", "accounts",
    "accountSpecs",
    "accountNames", "collaterals", "leafPool",
  ],
  /** How an event names an order: a number after a letter, or a client's name that trails the record. */
  OrderKind: ["none", "O", "S", "named"],
  /** What the debug build finds broken in the whole state (assembly/invariants). */
  Invariant: [
    "held", "moneyConserved", "quantitiesCancel", "openInterest", "bookNotCrossed", "levelSums", "fundFloor", "casesLinked",
    "sweepAgrees", "noTriggerPassed", "triggerLots", "collateralConserved", "roundingPays", "wantedCounts", "laddersLinked",
    "feedSettings", "marketCounters", "roomless", "depthSums", "pendingCounted",
    "arrearsWait", "venueLegs",
    "heldWait", "liquidationLots", "reduceOnlyBounded", "ordersCounted", "expiriesAhead", "stopsAhead",
  ],
  /** Rules that are written twice, as a fast path and a slow path, which the debug build compares. */
  Pair: [
    "quietTick", "plainRecompute", "plainPass", "quietPass", "passOrder", "plainOrder", "coversPlainly", "opensPlainly",
    "openSums", "inBand", "mayReduce", "plainFill", "plainTrade", "staysArmed", "shiftedLadder", "reachedLegs", "adlRank",
    "loneLeg", "loneCase", "cascade", "sweepColumns", "lastDeadline", "shortDivision", "shortExact",
    "rankTree", "offers", "slicesOut", "reportIds", "staleBound", "calmMarket", "depth", "depthReach",
    "legSlices", "elsewhereIds", "pendingSet", "arrearsSet",
  ],
} as const;

