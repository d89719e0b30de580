/** Rows of the core's tables. Links are row numbers; 0 means none. */
import { parts } from "./command-schema.js";
import { type FieldType, type RecordSchema, record } from "./record.js";

const market: Readonly<Record<string, FieldType>> = {
  confirmGap: "i64", divergenceTime: "i64", divergenceSpent: "u8",
  unit: "i64", tickSize: "i64", minPrice: "i64", maxPrice: "i64", maxPosition: "i64", maxOpenInterest: "i64",
  minOrder: "i64", maxOrder: "i64", minNotional: "i64", plainOrder: "i64", maxAge: "i64", skew: "i64", resumeAfter: "i64", outlierPpm: "i64",
  index: "i64", mark: "i64", openInterest: "i64", streetQuantity: "i64", streetCost: "i64",
  liquidationQuantity: "i64", liquidationCost: "i64",
  lotUnits: "i64", lotScale: "u32",
  interval: "i64", horizon: "i64", sliceLifetime: "i64", fullCloseNotional: "i64", fullDisposalQuantity: "i64",
  sliceNotionalMax: "i64", premiumHold: "i64", volatilityHalfLife: "i64",
  jumpPpm: "i64", premiumCapPpm: "i64", premiumHalfLife: "i64", fundingInterval: "i64", confirmAfter: "i64", takeoverNotionalMax: "i64", unlistedLots: "i64",
  stopAbove: "i64", stopBelow: "i64", lastAbove: "i64", lastBelow: "i64", lastFill: "i64",
  bandPpm: "i64", bandWindow: "i64", divergencePpm: "i64", depthMin: "i64",
  branchingMaxPpm: "i64", rateNotional: "i64", rateWindow: "i64",
  fundingRatePpb: "i64", fundingTime: "i64", premium: "i64", premiumTime: "i64", lastTrade: "i64",
  liquidationFillTime: "i64", volatility: "i64", volatilityMark: "i64", volatilityTime: "i64",
  staleCalm: "i64", bandCalm: "i64", divergenceCalm: "i64", depthCalm: "i64",
  confirmedMark: "i64", movedMark: "i64", movedTime: "i64", quietFrom: "i64", quietTo: "i64",
  liquidationCase: "u64", nextLong: "i64", nextShort: "i64", longOffset: "i64", shortOffset: "i64",
  domain: "u32", priceDecimals: "u32", quantityDecimals: "u32", minSources: "u32", confirmations: "u32",
  volatilityPpm: "u32", makerFeePpm: "u32", takerFeePpm: "u32", liquidationFeePpm: "u32", marketBandPpm: "u32",
  tierCount: "u32", sourceCount: "u32",
  algorithm: "u32", slippagePpm: "u32", expectedSlippagePpm: "u32", closeFactorPpm: "u32", silentMax: "u32",
  depthSharePpm: "u32", disposalFractionPpm: "u32", rungs: "u32", riskAversionPpm: "u32", jitterPpm: "u32",
  liquidationWork: "u32", firstLot: "u32", lastLot: "u32", ordersMax: "u32", buyStops: "u32", sellStops: "u32", buyLastStops: "u32", sellLastStops: "u32", silentLegs: "u32", mismatchedLegs: "u32", sendCount: "u32",
  longBuckets: "u32", shortBuckets: "u32", bucketCount: "u32", tripped: "u32", bandFirst: "u32",
  bandCount: "u32", wantedLongs: "u32", wantedShorts: "u32", balanceHeap: "u32", pendingBalances: "u32", external: "u8", bookKnown: "u8", hasMark: "u8",
  plain: "u8", premiumKnown: "u8", volatilityKnown: "u8", kind: "u8", gapAction: "u8", graded: "u8",
  markMode: "u8", phase: "u8", stopsReached: "u8", quarantined: "u8", awaited: "u8", liquidationVenue: "u8", name: "name", funding: "wide", streetFunding: "wide", liquidationFunding: "wide",
  bids: "bookSide", asks: "bookSide",
};

/** Settings that came later than the row: they stand behind its other fields, amounts in whole units. */
function later(part: string, row: Readonly<Record<string, FieldType>>): Record<string, FieldType> {
  const settings = Object.entries(parts.find(({ name }) => name === part)!.fields);
  return Object.fromEntries(
    settings.filter(([name]) => !(name in row)).map(([name, type]) => [name, type === "decimal" ? "i64" : type]),
  );
}

export const rows: readonly RecordSchema[] = [
  record("Pool", "state", "A table with a free list: rows from 1; `top` is the first that was never used.", {
    base: "u32", rowBytes: "u32", capacity: "u32", top: "u32", free: "u32", used: "u32",
  }),
  record("Shard", "state", "The scalars of the state machine.", {
    now: "i64", wakeAt: "i64", staleAt: "i64", nextExpiry: "i64", nextOrder: "u64", nextSlice: "u64", nextCase: "u64", namedOrders: "u64",
    latestCase: "i64", latestCaseNumber: "u64", latestSlice: "i64", latestSliceNumber: "u64", endings: "u64", domains: "u32", markets: "u32", accounts: "u32",
    nameBytes: "u32", touched: "u32", roomlessAccounts: "u32", roomlessCases: "u32", liquidationCases: "u32",
    liquidationRungs: "u32", pacesTripped: "u32", caseDeadlines: "u32", sliceDeadlines: "u32", casesOpen: "u32",
    endedHead: "u32", endedTail: "u32", endedCount: "u32", cascadeMarkets: "u32", following: "u32",
    changed: "u32", followed: "u32", triggerBuckets: "u32", liquidationWorks: "u32", endedWithIds: "u32", arrearsDue: "u32",
    elsewhereHead: "u32", elsewhereTail: "u32",
    heldAccounts: "u32", heldDue: "u32", expiries: "u32", stopMarkets: "u32", waitingOrders: "u32",
  }),
  record("Meters", "volatile", "Sequence numbers and counters: not part of the state hash.", {
    seq: "u64", commandSeq: "u64", alarms: "u64", falseAlarms: "u64", evaluations: "u64", executionMismatch: "u64",
    eventBytes: "u64", looks: "u64",
  }),
  record("Domain", "state", "A margin domain with its own accounts' cash; `deficit`: as told last.", {
    streetCash: "i64", liquidationCash: "i64", fund: "i64", fundFloor: "i64", deficit: "i64", fees: "i64", rounding: "i64",
    deposits: "i64", withdrawals: "i64", caseHorizon: "i64", settleDecimals: "u32", targetPpm: "u32",
    takeoverPpm: "u32", doubtPpm: "u32", accounts: "u32", cases: "u32", marginCallPpm: "u32", collateralCount: "u32",
    seed: "u64", random: "u64", takeover: "u8", surplus: "u8", halted: "u8", fundFloorTripped: "u8",
    triggerAtEquality: "u8", legOrder: "u8", crossInside: "u8", adl: "u8", floorAction: "u8", name: "name", asset: "name",
  }),
  record("Collateral", "state", "An asset of a domain that counts as margin; its row is domain·COLLATERALS_MAX + index; depositMax −1: none.", {
    perMoney: "u64", deposits: "i64", withdrawals: "i64", liquidation: "i64", seizeAt: "i64", depositMax: "i64",
    market: "u32", haircutPpm: "u32", decimals: "u32", asset: "name",
  }),
  record("BookSide", "part", "One side of a market's book: its best level, with its key, and the tree of its levels (`book/ladder.ts`).", {
    best: "i64", level: "u32", root: "u32", shift: "u32", market: "u32", side: "u8",
  }),
  record("Market", "state", "Specification, feed, sides of the book, the domain's own positions, policy and breakers; −1 = absent. quietFrom, quietTo: between which a plain market's mark moves quietly; plainOrder: orders of fewer lots may be too small; unlistedLots: of `@liquidation`'s leg, for which there was no row of Lot; stopAbove, stopBelow: the next stops by mark, lastAbove, lastBelow: by last trade, which is lastFill.", {
    ...market, ...later("Policy", market), ...later("Breakers", market),
  }),
  record("Send", "state", "A liquidation slice lately sent, for the pace; row market·SENDS_MAX + index, the oldest first.", {
    time: "i64", notional: "i64",
  }),
  record("Refill", "state", "How fast one side of a book fills up again; row market·2 + side. `rate` in lots a second.", {
    rate: "i64", left: "i64", sized: "i64", measured: "u8", begun: "u8",
  }),
  record("Tier", "state", "D_k of either margin: maintenanceWhole·10^6 + maintenanceRest, initialWhole·10^6 + initialRest.", {
    from: "i64", maintenanceWhole: "i64", initialWhole: "i64", maintenanceRest: "u32", initialRest: "u32",
    maintenancePpm: "u32", initialPpm: "u32",
  }),
  record("Source", "state", "A price source of one market; indexPrice, indexTime: as they went into the index; believed: when the price was accepted, in a market of several; quarantined 0: nothing is; countedTime: of the last tick that its run counts; sequence 2^64 − 1: its next tick may have any.", {
    price: "i64", time: "i64", indexPrice: "i64", indexTime: "i64", believed: "i64", sequence: "u64",
    quarantined: "i64", quarantinedTime: "i64", countedTime: "i64", weight: "u32", confirmed: "u32", ticked: "u8", seen: "u8", counted: "u8",
    inIndex: "u8", gapped: "u8", name: "name",
  }),
  record("BandSample", "state", "The mark at the first recompute of a step of `bandWindow`, for PRICE_BAND.", {
    step: "i64", mark: "i64",
  }),
  record("Account", "state", "One account, a cache line. Legs hang in market order, orders in order of admission. held: back from liquidation while its domain is halted. openMarket: market + 1 of its open orders, and their sums; 0: none; with the highest bit, a row of `OpenSums`. bounded: has resting reduce-only orders.", {
    cash: "i64", bids: "i64", asks: "i64", openNotional: "i64", firstLeg: "u32", firstOrder: "u32", lastOrder: "u32",
    caseRow: "u32", firstBalance: "u32", openMarket: "u32", domain: "u16", flags: "u8", legs: "u8", mode: "u8", followed: "u8", held: "u8",
    bounded: "u8",
  }),
  record("AccountSpec", "state", "How the account of the same row was defined: where its name ends, the next one's beginning; `link`: an isolated one's parent, the first UnwindStep of any other; ordersMax 0: the market's.", {
    nameEnd: "u32", link: "u32", ordersMax: "u32",
  }),
  record("Leg", "state", "A position, a cache line; or, with an asset (index + 1), a balance of collateral, of which `cost` units are pending; funding as settled; venue: silent 1, mismatched 2. trigger 0: not armed; child, next, prev are its place in the heap.", {
    quantity: "i64", cost: "i64", trigger: "i64", account: "u32", nextLeg: "u32", child: "u32", next: "u32", prev: "u32",
    market: "u16", asset: "u8", venue: "u8", funding: "wide",
  }),
  record("Lot", "state", "Lots of a leg of `@liquidation`, in the order in which they came: the case they were taken over from (0: none), and at what price (−1: unknown).", {
    case: "u64", quantity: "i64", takenAt: "i64", next: "u32", pad: "u32",
  }),
  record("UnwindStep", "state", "One market of an account's unwindOrder.", { market: "u32", next: "u32" }),
  record("Order", "state", "An order in the queue of its level: what matching touches.", {
    quantity: "i64", number: "u64", next: "u32", prev: "u32", level: "u32", account: "u32",
  }),
  record("OrderTerms", "state", "The rest of an order, in the same row of its own table; its place in its account's list, but for rungs. total: with what has traded of it; timed: good till a time; waiting: for its stop, in no book.", {
    price: "i64", total: "i64", market: "u32", accountNext: "u32", accountPrev: "u32", nameRow: "u32",
    side: "u8", reduceOnly: "u8", reducing: "u8", kind: "u8", postOnly: "u8", selfTrade: "u8",
    timed: "u8", waiting: "u8",
  }),
  record("OrderTimer", "state", "When an order that is good till a time expires, in the same row of its own table, and its place among all of them.", {
    expires: "i64", heapAt: "u32", pad: "u32",
  }),
  record("OrderStop", "state", "The stop of an order that waits for it, in the same row of its own table: a node of a pairing heap, the next to be reached at its root.", {
    stop: "i64", child: "u32", next: "u32", prev: "u32", by: "u8", timeInForce: "u8",
  }),
  record("OrderName", "state", "A client's name of a live order, and how many named ones were accepted before it.", {
    admitted: "u64", order: "u32", pad: "u32", name: "name",
  }),
  record("LadderLeaf", "state", "64 neighbouring levels; `first` is the key of the first, `link` the child of a node that is this leaf.", {
    occupied: "u64", first: "i64", link: "u32", market: "u32", side: "u8",
  }),
  record("Level", "state", "Orders at one price: Σ quantity, first and last of the queue; all zero when there are none.", {
    quantity: "i64", head: "u32", tail: "u32",
  }),
  record("LadderNode", "state", "1024 neighbouring leaves, or nodes: 16 words of which ones there are, and which words are not 0.", {
    occupied: "u32", link: "u32",
  }),
  record("OpenSums", "derived", "Sums of an account's open orders in one of several markets; `next`: those of its next one.", {
    bids: "i64", asks: "i64", notional: "i64", market: "u32", next: "u32",
  }),
  record("OrderCount", "derived", "How many live orders an account has in a market; `next`: the row of its next one.", {
    market: "u32", count: "u32", next: "u32",
  }),
  record("ReduceOnly", "derived", "An account's resting reduce-only orders of a side in a market: their sum, the first and last of them, and the account's next such row.", {
    sum: "i64", first: "u32", last: "u32", market: "u32", next: "u32", side: "u8",
  }),
  record("TriggerBucket", "derived", "Legs whose triggers share a bucket: a pairing heap by trigger.", { root: "u32" }),
  record("Case", "state", "An open liquidation case; heldBy: the breaker that holds up its takeover.", {
    opened: "i64", number: "u64", horizonEnd: "i64", blockedSince: "i64", deadline: "i64", lost: "i64",
    notional: "i64", openingLost: "i64", openingNotional: "i64", evidence: "u64", account: "u32", firstWork: "u32", heapAt: "u32", suspended: "u8",
    heldBy: "u8", blocked: "u8", due: "u8", lacksWork: "u8", roomless: "u8", below: "u8", deleveraged: "u8", refused: "u8",
    collateralMarket: "u32", collateralBreaker: "u8",
  }),
  record("Work", "state", "A case's work on one leg; openingMark 0: neither there when the case opened, nor sliced since; offered: to the book, at a takeover.", {
    due: "i64", from: "i64", drawn: "i64", sent: "i64", pause: "i64", end: "i64", blockedSince: "i64", closed: "i64", wanted: "i64", refusedUntil: "i64",
    openingMark: "i64",
    lastSlice: "u64", market: "u32", next: "u32", slice: "u32", firstRung: "u32", rejections: "u32", breaker: "u8", replacing: "u8", waiting: "u8",
    started: "u8", gone: "u8", roomless: "u8", offered: "u8",
  }),
  record("Slice", "state", "A rung that rests inside (order: its row), or a slice that went outside, live or among the latest ended ones.", {
    case: "u64", number: "u64", quantity: "i64", left: "i64", limit: "i64", mark: "i64", zeroValue: "i64",
    zeroQuantity: "i64", sent: "i64", deadline: "i64", older: "u64", ending: "u64", account: "u32", market: "u32", work: "u32", caseRow: "u32",
    heapAt: "u32", nextEnded: "u32", lastReport: "u32", nextRung: "u32", order: "u32", rung: "u8", side: "u8", cancelSent: "u8", silent: "u8", ended: "u8", tookOver: "u8", offered: "u8",
  }),
  record("VenueReport", "state", "A venue's id of a report, kept so that a repeat changes nothing: of a slice; or (slice 0) of a fill from elsewhere, by account and market, with its place among what has ended.", {
    ending: "u64", slice: "u32", next: "u32", account: "u32", market: "u32", id: "name",
  }),
];

/** Where rows of the state stand: a name of `assembly/memory/arena.ts`, and how many of them have been used. */
export type StateTable =
  /** One row. */
  | { readonly record: string; readonly one: string }
  /** As many as a counter of the shard says. */
  | { readonly record: string; readonly at: string; readonly count: string }
  /** So many for each domain, or market. */
  | { readonly record: string; readonly at: string; readonly per: "domains" | "markets"; readonly each: string }
  /** Of a pool, its header with them. */
  | { readonly record: string; readonly pool: string }
  /** `bytes` beside each row of a pool, from `first` on, which is row 1's. */
  | { readonly record: string | null; readonly beside: string; readonly first: string; readonly bytes: string }
  /** Bytes that are no rows. */
  | { readonly record: null; readonly from: string; readonly length: string };

/** What the state hash covers, in its order: every row of kind `state`, which the generator holds it to. */
export const stateTables: readonly StateTable[] = [
  { record: "Shard", one: "shard" },
  { record: "Domain", at: "domainAt", count: "domains" },
  { record: "Collateral", at: "collateralAt", per: "domains", each: "COLLATERALS_MAX" },
  { record: "Market", at: "marketAt", count: "markets" },
  { record: "Tier", at: "tierAt", per: "markets", each: "TIERS_MAX" },
  { record: "Source", at: "sourceAt", per: "markets", each: "SOURCES_MAX" },
  { record: "Send", at: "sendAt", per: "markets", each: "SENDS_MAX" },
  { record: "Refill", at: "refillAt", per: "markets", each: "2" },
  { record: "BandSample", at: "bandSampleAt", per: "markets", each: "BAND_SAMPLES_MAX" },
  { record: "Account", at: "accountAt", count: "accounts" },
  { record: "AccountSpec", at: "accountSpecAt", count: "accounts" },
  { record: null, from: "accountNames", length: "nameBytes" },
  { record: "Leg", pool: "legPool" },
  { record: "Order", pool: "orderPool" },
  { record: "OrderTerms", beside: "orderPool", first: "changetype<usize>(termsAt(1))", bytes: "ORDER_TERMS_BYTES" },
  { record: "OrderTimer", beside: "orderPool", first: "changetype<usize>(timerAt(1))", bytes: "ORDER_TIMER_BYTES" },
  { record: "OrderStop", beside: "orderPool", first: "changetype<usize>(stopAt(1))", bytes: "ORDER_STOP_BYTES" },
  { record: "OrderName", pool: "orderNamePool" },
  { record: "LadderLeaf", pool: "leafPool" },
  { record: "Level", beside: "leafPool", first: "changetype<usize>(levelAt(<u32>LEAF_LEVELS))", bytes: "LEVELS_BYTES" },
  { record: "LadderNode", pool: "nodePool" },
  { record: null, beside: "nodePool", first: "childAt(<u32>NODE_CHILDREN)", bytes: "CHILDREN_BYTES" },
  { record: "Case", pool: "casePool" },
  { record: "Work", pool: "workPool" },
  { record: "Slice", pool: "slicePool" },
  { record: "VenueReport", pool: "reportPool" },
  { record: "UnwindStep", pool: "unwindPool" },
  { record: "Lot", pool: "lotPool" },
];
