/**
 * The one description of memory: limits, words, and every record that the core and the host both touch.
 * `generate.ts` writes it out twice, as `assembly/abi.ts` for the core and `src/abi/layout.ts` for the host.
 *
 * Layout rule: the scalars of a record stand in the order given, naturally aligned; the composite fields (names,
 * decimals) follow them, eight-byte aligned; the size is rounded up to eight bytes.
 */

export type Scalar = "u8" | "u16" | "u32" | "i32" | "u64" | "i64" | "f64";
export type Composite = "name" | "decimal" | "policy";
export type FieldType = Scalar | Composite;

/**
 * What a record is for. `command` and `event` cross the boundary. `state` rows are the image that the state hash covers;
 * `derived` rows can be rebuilt from state; `volatile` ones are counters and scratch.
 */
export type RecordKind = "part" | "command" | "event" | "state" | "derived" | "volatile";

export interface RecordSchema {
  readonly name: string;
  readonly kind: RecordKind;
  readonly doc: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

function record(
  name: string,
  kind: RecordKind,
  doc: string,
  fields: Readonly<Record<string, FieldType>>,
): RecordSchema {
  return { name, kind, doc, fields };
}

/** Fixed numbers of the format. Raising one changes the ABI. */
export const constants = {
  NAME_MAX: 64,
  LEGS_MAX: 16,
  TIERS_MAX: 32,
  SOURCES_MAX: 16,
  BOOK_LEVELS_MAX: 10_000,
  DEPTH_LEVELS_MAX: 1_000,
  TICKS_MAX: 10_000,
  DECIMALS_MAX: 18,
  /** Bits of a trigger bucket's key below the leading one: 2^14 buckets an octave of price. */
  TRIGGER_BITS: 14,
  ENDED_SLICES_KEPT: 65_536,
  PPM: 1_000_000,
  /** An index that points nowhere, in events. Inside the core row 0 of a pool is never used and means "none". */
  NONE: 0xffff_ffff,
  ACCOUNT_STREET: 0xffff_fff0,
  ACCOUNT_LIQUIDATION: 0xffff_fff1,
  ACCOUNT_FUND: 0xffff_fff2,
  /** Where the host writes the limits before `measure` and `init`. */
  LIMITS_ADDRESS: 1024,
  /** Where `init` writes the memory map for the host. */
  MAP_ADDRESS: 2048,
  ARENA_ADDRESS: 4096,
  COMMAND_BUFFER_BYTES: 2_097_152,
  /** The largest event; the log is drained when less than this is left. */
  EVENT_MAX_BYTES: 65_536,
} as const;

/** Words with numbers. A word's number is its place, unless `from` shifts the list. */
export const enums = {
  CommandType: [
    "none", "refused", "domain", "market", "account", "transfer", "position", "tick", "book", "order", "cancel",
    "cancelAll", "execution", "policy", "halt", "resume", "clock", "depth", "report", "domainReport", "hash",
    "tickById", "tickBatch", "orderById", "cancelByNumber", "unknown",
    // Words of the protocol that are not built yet: they occur only as `command` of a refusal.
    "collateral", "amend", "funding", "breakers", "tiers", "domainSettings", "feedSettings", "marketState", "snapshot",
  ],
  EventType: [
    "none", "accepted", "rejected", "mark", "liquidationOpened", "liquidationBlocked", "liquidationUnblocked",
    "liquidationWaiting", "slice", "cancelSlice", "fill", "rested", "cancelled", "position", "liquidationClosed",
    "takeover", "fund", "deficit", "breaker", "depth", "report", "domainReport", "hash",
  ],
  Code: [
    "OK", "MALFORMED", "UNKNOWN_TYPE", "UNKNOWN_FIELD", "MISSING_FIELD", "UNKNOWN_DOMAIN", "UNKNOWN_MARKET",
    "UNKNOWN_ACCOUNT", "UNKNOWN_SOURCE", "UNKNOWN_ORDER", "ALREADY_EXISTS", "OUT_OF_RANGE", "PRICE_OFF_TICK",
    "QUANTITY_OFF_LOT", "SPEC_INVALID", "TIERS_INVALID", "POLICY_INVALID", "INSUFFICIENT_MARGIN", "IN_LIQUIDATION",
    "REDUCE_ONLY", "WOULD_CROSS", "WOULD_NOT_FILL", "SELF_TRADE", "MARKET_HALTED", "DUPLICATE", "SEQUENCE_REGRESSION",
    "FUTURE", "STALE", "QUARANTINED", "CAPACITY", "OVERLOADED", "UNAUTHORIZED", "FORBIDDEN", "NOT_DURABLE", "POISONED",
  ],
  /** Why, more closely than the code says. Host and core share the list; `domain/errors` has the sentences. */
  Detail: [
    "none", "notAnObject", "notAString", "notABoolean", "notAnInteger", "notAnArray", "badName", "reservedName",
    "badDecimal", "tooManyDecimals", "badWord", "tooLong", "tooShort", "outsideBounds", "notPositive", "notBuiltYet",
    "unsafe", "domains", "markets", "accounts", "names", "positions", "orders", "orderNames", "levels", "slices", "venueReports",
    "triggers", "deposits", "maxPosition", "maxOpenInterest", "legs", "internalMarket", "externalMarket", "noMark",
    "halted", "unitNotInteger", "limitsDoNotFit", "repeatedSource", "badTier", "minimumOrder", "maximumOrder",
    "insufficientCash", "insufficientMargin", "sameAccount", "otherAsset", "notJson", "trailingBytes", "badTemplate",
    "tooManyTicks", "emptyBatch",
  ],
  /** Fields that the core itself can name in a refusal. */
  Field: [
    "none", "type", "domain", "market", "account", "source", "order", "asset", "to", "amount", "cash", "insuranceFund",
    "fundFloor", "quantity", "entryPrice", "price", "sequence", "sourceTime", "bids", "asks", "side", "postOnly",
    "reduceOnly", "execution", "fee", "status", "tiers", "sources", "tickSize", "lotSize", "contractSize", "minPrice",
    "maxPrice", "maxPosition", "maxOpenInterest", "minOrder", "maxOrder", "policy", "policy.fullCloseNotional",
    "policy.fullDisposalQuantity", "policy.sliceNotionalMax", "marketId", "sourceId", "accountId",
  ],
  Side: ["buy", "sell"],
  TimeInForce: ["GTC", "IOC", "FOK"],
  SelfTrade: ["newest", "oldest", "both"],
  Execution: ["internal", "external"],
  Algorithm: ["immediate", "twap", "pov"],
  Surplus: ["user", "fund"],
  ExecutionStatus: ["fill", "cancelled", "rejected"],
  Outcome: ["cured", "closed", "takenOver", "deleveraged"],
  Breaker: ["none", "HALTED", "FEED_STALE", "WARMUP", "EXECUTION_SILENT", "FUND_FLOOR"],
  BreakerState: ["tripped", "cleared"],
  Cause: [
    "none", "noFirstMark", "resumed", "sourcesTicked", "tooFewSources", "sourcesEnough", "operator", "venueSilent",
    "venueReported", "fundAtFloor", "fundAboveFloor",
  ],
  CancelReason: ["user", "ioc", "selfTrade", "reduceOnly", "zeroPrice", "liquidation", "market"],
  CancelSliceReason: ["cured", "takeover", "expired", "halted", "replaced"],
  FundReason: ["fee", "takeover", "unwind", "shortfall", "topUp"],
  AccountState: ["healthy", "marginCall", "liquidating", "blocked"],
  Warning: ["none", "adlNotBuilt", "onlyFullCloseCures"],
  /** Where things begin: the u32 at MAP_ADDRESS + 4·region, written by `init`. */
  Region: [
    "pages", "commandBuffer", "eventBuffer", "meters", "shard", "domains", "markets", "tiers", "sources", "accounts",
    "accountNames",
  ],
  /** How an event names an order: a number after a letter, or a client's name that trails the record. */
  OrderKind: ["none", "O", "S", "named"],
} as const;

/** Table sizes, all u32, fixed when the engine is made; the default suits a sidecar of moderate size. */
export const limits = {
  domains: 16,
  markets: 64,
  accounts: 131_072,
  nameBytes: 8_388_608,
  positions: 524_288,
  orders: 262_144,
  orderNames: 65_536,
  ladderLeaves: 65_536,
  ladderNodes: 16_384,
  cases: 131_072,
  works: 262_144,
  slices: 131_072,
  venueReports: 131_072,
  triggerBuckets: 33_554_432,
  eventBytes: 8_388_608,
} as const;

const commandHeader = { size: "u32", type: "u16", flags: "u16", time: "u64" } as const;
const eventHeader = { size: "u32", type: "u16", flags: "u16", seq: "u64", commandSeq: "u64", time: "u64" } as const;

export const parts: readonly RecordSchema[] = [
  record("Name", "part", "A name: its length, then 64 bytes of ASCII, unused ones zero.", { length: "u32" }),
  record("Decimal", "part", "±(hi·2^64 + lo)·10^−scale. flags: 1 present, 2 negative.", {
    lo: "u64", hi: "u64", scale: "u32", flags: "u32",
  }),
  record("Policy", "part", "How a leg is sold (PROTOCOL.md section 4), as it arrives.", {
    interval: "i64", horizon: "i64", sliceLifetime: "i64", algorithm: "u32", slippagePpm: "u32",
    expectedSlippagePpm: "u32", closeFactorPpm: "u32", silentMax: "u32", depthSharePpm: "u32",
    disposalFractionPpm: "u32", reserved: "u32",
    fullCloseNotional: "decimal", fullDisposalQuantity: "decimal", sliceNotionalMax: "decimal",
  }),
];

export const commands: readonly RecordSchema[] = [
  record("CommandHeader", "command", "Begins every command. size includes it; time 0 = engine time.", commandHeader),
  record("RefusedCommand", "command", "A command that decoding refused: it is counted, and answered by `rejected`.", {
    ...commandHeader, command: "u16", code: "u16", detail: "u16", pad: "u16", field: "name",
  }),
  record("DomainCommand", "command", "domain", {
    ...commandHeader, caseHorizon: "i64", settleDecimals: "u32", targetPpm: "u32", takeoverPpm: "u32", doubtPpm: "u32",
    takeover: "u8", surplus: "u8", adl: "u8",
    domain: "name", asset: "name", insuranceFund: "decimal", fundFloor: "decimal",
  }),
  record("MarketCommand", "command", "market; followed by tierCount TierInput and sourceCount SourceInput records.", {
    ...commandHeader, maxAge: "i64", skew: "i64", resumeAfter: "i64", premiumHold: "i64", volatilityHalfLife: "i64",
    outlierPpm: "i64", priceDecimals: "u32", minSources: "u32", confirmations: "u32", volatilityPpm: "u32",
    makerFeePpm: "u32", takerFeePpm: "u32", liquidationFeePpm: "u32", marketBandPpm: "u32", tierCount: "u32",
    sourceCount: "u32", execution: "u32",
    market: "name", domain: "name", tickSize: "decimal", lotSize: "decimal", contractSize: "decimal",
    minPrice: "decimal", maxPrice: "decimal", maxPosition: "decimal", maxOpenInterest: "decimal",
    minOrder: "decimal", maxOrder: "decimal", policy: "policy",
  }),
  record("TierInput", "part", "One tier of a market command.", {
    initialPpm: "u32", maintenancePpm: "u32", from: "decimal",
  }),
  record("SourceInput", "part", "One source of a market command.", { weight: "u32", pad: "u32", source: "name" }),
  record("AccountCommand", "command", "account", {
    ...commandHeader, account: "name", domain: "name", cash: "decimal",
  }),
  record("TransferCommand", "command", "transfer; empty `to` and `asset` when absent.", {
    ...commandHeader, account: "name", to: "name", asset: "name", amount: "decimal",
  }),
  record("PositionCommand", "command", "position", {
    ...commandHeader, account: "name", market: "name", quantity: "decimal", entryPrice: "decimal",
  }),
  record("TickCommand", "command", "tick; sourceTime −1 when absent.", {
    ...commandHeader, sequence: "u64", sourceTime: "i64", market: "name", source: "name", price: "decimal",
  }),
  record("BookCommand", "command", "book; followed by bidCount + askCount BookLevelInput records.", {
    ...commandHeader, bidCount: "u32", askCount: "u32", snapshot: "u32", market: "name",
  }),
  record("BookLevelInput", "part", "One level of a book command.", { price: "decimal", quantity: "decimal" }),
  record("OrderCommand", "command", "order; price absent = market order; empty `order` when the client gave none.", {
    ...commandHeader, side: "u8", timeInForce: "u8", postOnly: "u8", reduceOnly: "u8", selfTrade: "u8",
    account: "name", market: "name", order: "name", quantity: "decimal", price: "decimal",
  }),
  record("CancelCommand", "command", "cancel", { ...commandHeader, order: "name" }),
  record("CancelAllCommand", "command", "cancelAll; empty market = all.", {
    ...commandHeader, account: "name", market: "name",
  }),
  record("ExecutionCommand", "command", "execution", {
    ...commandHeader, status: "u32", pad: "u32", order: "name", execution: "name", price: "decimal",
    quantity: "decimal", fee: "decimal",
  }),
  record("PolicyCommand", "command", "policy", { ...commandHeader, market: "name", policy: "policy" }),
  record("ScopeCommand", "command", "halt, resume (one name set), depth, report, domainReport (one name set).", {
    ...commandHeader, levels: "u32", pad: "u32", market: "name", domain: "name", account: "name",
  }),
  record("BareCommand", "command", "clock, hash.", commandHeader),
  record("TickByIdCommand", "command", "A tick in numbers. sourceTime 0 = absent.", {
    ...commandHeader, market: "u32", source: "u32", price: "i64", sequence: "u64", sourceTime: "u64",
  }),
  record("TickBatchCommand", "command", "An SBE TickBatch message, as it came, follows; `bytes` is its length.", {
    ...commandHeader, bytes: "u32", pad: "u32",
  }),
  record("SbeTick", "part", "One entry of an SBE TickBatch.", {
    market: "u32", source: "u32", price: "i64", sequence: "u64", sourceTime: "u64",
  }),
  record("OrderByIdCommand", "command", "An order in numbers; price 0 = market order.", {
    ...commandHeader, account: "u32", market: "u32", price: "i64", quantity: "i64",
    side: "u8", timeInForce: "u8", postOnly: "u8", reduceOnly: "u8", selfTrade: "u8",
  }),
  record("CancelByNumberCommand", "command", "Cancels the order O<number>.", { ...commandHeader, number: "u64" }),
];

export const events: readonly RecordSchema[] = [
  record("EventHeader", "event", "Begins every event. seq 0 = an answer to a query.", eventHeader),
  record("AcceptedEvent", "event", "accepted; ids NONE, order 0 where nothing was defined; a client's name trails.", {
    ...eventHeader, order: "u64", command: "u16", warning: "u16", domain: "u32", market: "u32", account: "u32",
    orderKind: "u8",
  }),
  record("RejectedEvent", "event", "rejected; `field` is a name when the decoder refused, else `fieldId`.", {
    ...eventHeader, command: "u16", code: "u16", detail: "u16", fieldId: "u16", field: "name",
  }),
  record("MarkEvent", "event", "mark", { ...eventHeader, index: "i64", mark: "i64", market: "u32", sources: "u32" }),
  record("OpenedEvent", "event", "liquidationOpened; followed by legs EvidenceLeg, each with its EvidenceSource.", {
    ...eventHeader, case: "u64", equity: "i64", maintenanceMargin: "i64", account: "u32", legs: "u32",
  }),
  record("EvidenceLeg", "part", "What a leg's market looked like. Quantity 0: that side of the book is empty.", {
    index: "i64", mark: "i64", bidPrice: "i64", bidQuantity: "i64", askPrice: "i64", askQuantity: "i64",
    market: "u32", sources: "u32",
  }),
  record("EvidenceSource", "part", "A source that counted.", { price: "i64", age: "i64", source: "u32", pad: "u32" }),
  record("CaseEvent", "event", "liquidationBlocked, liquidationUnblocked, liquidationWaiting.", {
    ...eventHeader, case: "u64", account: "u32", market: "u32", breaker: "u32",
  }),
  record("SliceEvent", "event", "slice: the liquidation order.", {
    ...eventHeader, order: "u64", case: "u64", quantity: "i64", limitPrice: "i64", remaining: "i64", expires: "i64",
    account: "u32", market: "u32", side: "u8", timeInForce: "u8", postOnly: "u8", algorithm: "u8",
  }),
  record("CancelSliceEvent", "event", "cancelSlice", { ...eventHeader, order: "u64", case: "u64", reason: "u32" }),
  record("FillEvent", "event", "fill; the names of orders of kind `named` trail, the maker's first.", {
    ...eventHeader, makerOrder: "u64", takerOrder: "u64", price: "i64", quantity: "i64", makerFee: "i64",
    takerFee: "i64", liquidationFee: "i64", case: "u64", market: "u32", maker: "u32", taker: "u32",
    side: "u8", makerKind: "u8", takerKind: "u8",
  }),
  record("OrderEvent", "event", "rested, cancelled; a client's name trails.", {
    ...eventHeader, order: "u64", quantity: "i64", account: "u32", market: "u32", reason: "u8", orderKind: "u8",
  }),
  record("PositionEvent", "event", "position", {
    ...eventHeader, quantity: "i64", cost: "i64", realised: "i64", cash: "i64", account: "u32", market: "u32",
    domain: "u32",
  }),
  record("ClosedEvent", "event", "liquidationClosed; followed by `markets` MarketQuantity.", {
    ...eventHeader, case: "u64", equity: "i64", slippagePpm: "i64", duration: "i64", account: "u32", outcome: "u32",
    markets: "u32",
  }),
  record("MarketQuantity", "part", "A quantity in a market.", { quantity: "i64", market: "u32", pad: "u32" }),
  record("TakeoverEvent", "event", "takeover", {
    ...eventHeader, case: "u64", quantity: "i64", price: "i64", account: "u32", market: "u32",
  }),
  record("FundEvent", "event", "fund, deficit; case 0 = null.", {
    ...eventHeader, case: "u64", change: "i64", balance: "i64", domain: "u32", reason: "u32",
  }),
  record("BreakerEvent", "event", "breaker; one of market and domain is NONE.", {
    ...eventHeader, market: "u32", domain: "u32", breaker: "u8", state: "u8", cause: "u8",
  }),
  record("DepthEvent", "event", "depth; followed by bids + asks BookLevel, best first.", {
    ...eventHeader, market: "u32", bids: "u32", asks: "u32",
  }),
  record("BookLevel", "part", "A level.", { price: "i64", quantity: "i64" }),
  record("ReportEvent", "event", "report; `known` 0: a mark is missing; followed by `legs` ReportLeg.", {
    ...eventHeader, case: "u64", cash: "i64", equity: "i64", initialMargin: "i64", maintenanceMargin: "i64",
    account: "u32", domain: "u32", state: "u32", known: "u32", legs: "u32",
  }),
  record("ReportLeg", "part", "A position; mark 0: none yet; liquidationPrice, zeroPrice 0: null.", {
    quantity: "i64", cost: "i64", mark: "i64", notional: "i64", unrealised: "i64", maintenanceMargin: "i64",
    liquidationPrice: "i64", zeroPrice: "i64", market: "u32", pad: "u32",
  }),
  record("DomainReportEvent", "event", "domainReport; followed by `markets` DomainReportMarket.", {
    ...eventHeader, fund: "i64", deficit: "i64", fees: "i64", rounding: "i64", deposits: "i64", withdrawals: "i64",
    cashTotal: "i64", costTotal: "i64", domain: "u32", accounts: "u32", cases: "u32", markets: "u32",
  }),
  record("DomainReportMarket", "part", "A market's totals.", {
    quantityTotal: "i64", liquidation: "i64", openInterest: "i64", market: "u32", pad: "u32",
  }),
  record("HashEvent", "event", "hash", { ...eventHeader, hash: "u64" }),
];

/** Rows of the core's tables. Links are row numbers; 0 means none. */
export const rows: readonly RecordSchema[] = [
  record("Pool", "state", "A table with a free list: rows from 1; `top` is the first that was never used.", {
    base: "u32", rowBytes: "u32", capacity: "u32", top: "u32", free: "u32", used: "u32",
  }),
  record("Shard", "state", "The scalars of the state machine.", {
    now: "i64", nextOrder: "u64", nextSlice: "u64", nextCase: "u64", domains: "u32", markets: "u32", accounts: "u32",
    nameBytes: "u32", triggerBuckets: "u32", liquidationCases: "u32", casesOpen: "u32", endedHead: "u32",
    endedTail: "u32", endedCount: "u32", caseDeadlines: "u32", sliceDeadlines: "u32",
  }),
  record("Meters", "volatile", "Sequence numbers and counters: not part of the state hash.", {
    seq: "u64", commandSeq: "u64", alarms: "u64", falseAlarms: "u64", evaluations: "u64", executionMismatch: "u64",
    largestBucket: "u64", eventBytes: "u64",
  }),
  record("Domain", "state", "A margin domain with its own accounts' cash.", {
    streetCash: "i64", liquidationCash: "i64", fund: "i64", fundFloor: "i64", fees: "i64", rounding: "i64",
    deposits: "i64", withdrawals: "i64", caseHorizon: "i64", settleDecimals: "u32", targetPpm: "u32",
    takeoverPpm: "u32", doubtPpm: "u32", accounts: "u32", cases: "u32", takeover: "u8", surplus: "u8", halted: "u8",
    fundFloorTripped: "u8", name: "name", asset: "name",
  }),
  record("Market", "state", "Specification, feed, sides of the book, the domain's own positions, and policy.", {
    unit: "i64", tickSize: "i64", minPrice: "i64", maxPrice: "i64", maxPosition: "i64", maxOpenInterest: "i64",
    minOrder: "i64", maxOrder: "i64", maxAge: "i64", skew: "i64", resumeAfter: "i64", outlierPpm: "i64",
    index: "i64", mark: "i64", enoughSince: "i64", openInterest: "i64", streetQuantity: "i64", streetCost: "i64",
    liquidationQuantity: "i64", liquidationCost: "i64", bestBid: "i64", bestAsk: "i64",
    lotUnits: "i64", lotScale: "u32",
    interval: "i64", horizon: "i64", sliceLifetime: "i64", fullCloseNotional: "i64", fullDisposalQuantity: "i64",
    sliceNotionalMax: "i64", premiumHold: "i64", volatilityHalfLife: "i64",
    liquidationCase: "u64", nextLong: "i64", nextShort: "i64",
    domain: "u32", priceDecimals: "u32", quantityDecimals: "u32", minSources: "u32", confirmations: "u32",
    volatilityPpm: "u32", makerFeePpm: "u32", takerFeePpm: "u32", liquidationFeePpm: "u32", marketBandPpm: "u32",
    tierCount: "u32", sourceCount: "u32", bidRoot: "u32", askRoot: "u32", ladderHeight: "u32",
    algorithm: "u32", slippagePpm: "u32", expectedSlippagePpm: "u32", closeFactorPpm: "u32", silentMax: "u32",
    depthSharePpm: "u32", disposalFractionPpm: "u32", liquidationWork: "u32", silentLegs: "u32",
    longBuckets: "u32", shortBuckets: "u32", bucketCount: "u32", external: "u8", bookKnown: "u8", halted: "u8",
    feedStale: "u8", warmup: "u8", silent: "u8", hasMark: "u8", name: "name",
  }),
  record("Tier", "state", "D_k = deductionWhole·10^6 + deductionPpm, for maintenance and for initial margin.", {
    from: "i64", maintenanceWhole: "i64", initialWhole: "i64", maintenanceRest: "u32", initialRest: "u32",
    maintenancePpm: "u32", initialPpm: "u32",
  }),
  record("Source", "state", "A price source of one market; indexPrice and indexTime as they went into the index.", {
    price: "i64", time: "i64", indexPrice: "i64", indexTime: "i64", sequence: "u64", weight: "u32", ticked: "u8",
    seen: "u8", counted: "u8", inIndex: "u8", name: "name",
  }),
  record("Account", "state", "One cross account. Legs hang in market order, orders in order of admission.", {
    cash: "i64", nameAt: "u32", nameLength: "u32", domain: "u32", firstLeg: "u32", legs: "u32", firstOrder: "u32",
    lastOrder: "u32", caseRow: "u32", flags: "u32",
  }),
  record("Leg", "state", "A position. trigger 0: not armed; child, next, prev are its place in the bucket's heap.", {
    quantity: "i64", cost: "i64", trigger: "i64", account: "u32", market: "u32", nextLeg: "u32", child: "u32",
    next: "u32", prev: "u32",
  }),
  record("Order", "state", "A resting order: in its level's queue and in its account's list.", {
    price: "i64", quantity: "i64", number: "u64", account: "u32", market: "u32", next: "u32", prev: "u32",
    accountNext: "u32", accountPrev: "u32", level: "u32", nameRow: "u32", side: "u8", reduceOnly: "u8",
    reducing: "u8", live: "u8",
  }),
  record("OrderName", "state", "A client's name of a live order.", { order: "u32", pad: "u32", name: "name" }),
  record("LadderLeaf", "state", "64 neighbouring price levels; followed by 64 Level records.", {
    occupied: "u64", parent: "u32", slot: "u32",
  }),
  record("Level", "state", "head and tail of the queue, Σ quantity.", { quantity: "i64", head: "u32", tail: "u32" }),
  record("LadderNode", "state", "64 children of a price ladder; followed by 64 u32 row numbers.", {
    occupied: "u64", parent: "u32", slot: "u32",
  }),
  record("TriggerBucket", "state", "Legs whose triggers share a bucket: a pairing heap by trigger, count, Σ lots.", {
    lots: "i64", root: "u32", count: "u32",
  }),
  record("Case", "state", "An open liquidation case.", {
    opened: "i64", number: "u64", horizonEnd: "i64", blockedSince: "i64", deadline: "i64", lost: "i64",
    notional: "i64", evidence: "u64", account: "u32", firstWork: "u32", heapAt: "u32", suspended: "u8",
    floorBlocked: "u8", blocked: "u8", due: "u8",
  }),
  record("Work", "state", "A case's work on one leg.", {
    due: "i64", sent: "i64", end: "i64", blockedSince: "i64", closed: "i64", lastSlice: "u64", market: "u32",
    next: "u32", slice: "u32", breaker: "u8", waiting: "u8", silent: "u8", started: "u8", gone: "u8",
  }),
  record("Slice", "state", "A slice that went outside, live or among the latest ended ones.", {
    case: "u64", number: "u64", quantity: "i64", left: "i64", limit: "i64", mark: "i64", zeroValue: "i64",
    zeroQuantity: "i64", sent: "i64", deadline: "i64", older: "u64", account: "u32", market: "u32", work: "u32", caseRow: "u32",
    heapAt: "u32", nextEnded: "u32", firstReport: "u32", side: "u8", cancelSent: "u8", silent: "u8", ended: "u8", tookOver: "u8",
  }),
  record("VenueReport", "state", "A venue's id of a report, kept so that a repeat changes nothing.", {
    slice: "u32", next: "u32", id: "name",
  }),
];
