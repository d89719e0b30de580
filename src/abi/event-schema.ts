/** Records of events. */
import { type RecordSchema, record } from "./record.js";
import type { enums } from "./words.js";

const eventHeader = { size: "u32", type: "u16", flags: "u16", seq: "u64", commandSeq: "u64", time: "u64" } as const;

export const events: readonly RecordSchema[] = [
  record("EventHeader", "event", "Begins every event. seq 0 = an answer to a query.", eventHeader),
  record("AcceptedEvent", "event", "accepted; ids NONE, order 0 where nothing was defined; a client's name trails.", {
    ...eventHeader, order: "u64", command: "u16", warning: "u16", domain: "u32", market: "u32", account: "u32",
    orderKind: "u8",
  }),
  record("RejectedEvent", "event", "rejected; `field` is a name when the decoder refused, else `fieldId`, of row `place` − 1 of a list; `market` with PRICE_IN_DOUBT.", {
    ...eventHeader, command: "u16", code: "u16", detail: "u16", fieldId: "u16", field: "name", market: "u32", place: "u32",
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
  record("FillEvent", "event", "fill; mark 0: there is none yet; the names of orders of kind `named` trail, the maker's first.", {
    ...eventHeader, makerOrder: "u64", takerOrder: "u64", price: "i64", quantity: "i64", makerFee: "i64",
    takerFee: "i64", liquidationFee: "i64", case: "u64", mark: "i64", market: "u32", maker: "u32", taker: "u32",
    side: "u8", makerKind: "u8", takerKind: "u8",
  }),
  record("MismatchEvent", "event", "executionMismatch; case 0: none. The case is for its file, and is not told.", {
    ...eventHeader, order: "u64", case: "u64", account: "u32", market: "u32", reason: "u8",
  }),
  record("OrderEvent", "event", "rested, cancelled; price 0: a market order; a client's name trails.", {
    ...eventHeader, order: "u64", quantity: "i64", price: "i64", account: "u32", market: "u32", reason: "u8", orderKind: "u8",
    side: "u8",
  }),
  record("ArmedEvent", "event", "armed; price 0: a stop-market order; a client's name trails.", {
    ...eventHeader, order: "u64", quantity: "i64", price: "i64", stop: "i64", account: "u32", market: "u32", side: "u8", stopBy: "u8",
    orderKind: "u8",
  }),
  record("TriggeredEvent", "event", "triggered; code 0: it was taken; a client's name trails.", {
    ...eventHeader, order: "u64", stop: "i64", at: "i64", account: "u32", market: "u32", code: "u16", side: "u8", stopBy: "u8",
    orderKind: "u8",
  }),
  record("PositionEvent", "event", "position", {
    ...eventHeader, quantity: "i64", cost: "i64", realised: "i64", cash: "i64", account: "u32", market: "u32",
    domain: "u32",
  }),
  record("ClosedEvent", "event", "liquidationClosed; followed by `markets` MarketQuantity.", {
    ...eventHeader, case: "u64", equity: "i64", slippagePpm: "i64", openingLossPpm: "i64", duration: "i64", account: "u32", outcome: "u32",
    markets: "u32",
  }),
  record("MarketQuantity", "part", "A quantity in a market.", { quantity: "i64", market: "u32", pad: "u32" }),
  record("TakeoverEvent", "event", "takeover", {
    ...eventHeader, case: "u64", quantity: "i64", price: "i64", account: "u32", market: "u32",
  }),
  record("UnwoundEvent", "event", "unwound; case 0, price −1, takenAt −1: null.", {
    ...eventHeader, case: "u64", quantity: "i64", price: "i64", takenAt: "i64", market: "u32", side: "u8",
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
  record("ReportEvent", "event", "report; `known` 0: equity is not; `own` 1: an account of the domain itself; followed by `legs` ReportLeg, `collaterals` ReportCollateral.", {
    ...eventHeader, case: "u64", cash: "i64", equity: "i64", initialMargin: "i64", maintenanceMargin: "i64",
    account: "u32", domain: "u32", state: "u32", known: "u32", legs: "u32",
    collaterals: "u32", mode: "u32", own: "u32",
  }),
  record("ReportLeg", "part", "A position; mark 0: none yet; liquidationPrice, zeroPrice, adlRank 0: null.", {
    quantity: "i64", cost: "i64", mark: "i64", notional: "i64", unrealised: "i64", maintenanceMargin: "i64",
    liquidationPrice: "i64", zeroPrice: "i64", market: "u32", adlRank: "u32", mismatch: "u32", pad: "u32",
  }),
  record("ReportCollateral", "part", "A balance in the collateral's decimals, and what of it is pending; the value of the rest in money.", {
    balance: "i64", pending: "i64", value: "i64", collateral: "u32", pad: "u32",
  }),
  record("DomainReportEvent", "event", "domainReport; followed by `markets` DomainReportMarket, `collaterals` DomainReportCollateral.", {
    ...eventHeader, fund: "i64", deficit: "i64", cover: "i64", arrears: "i64", fees: "i64", rounding: "i64", deposits: "i64",
    withdrawals: "i64", cashTotal: "i64", costTotal: "i64", domain: "u32", accounts: "u32", cases: "u32", markets: "u32",
    collaterals: "u32",
  }),
  record("DomainReportMarket", "part", "A market's totals.", {
    quantityTotal: "i64", liquidation: "i64", openInterest: "i64", market: "u32", pad: "u32",
  }),
  record("DomainReportCollateral", "part", "What `@liquidation` has seized of an asset, its value in money.", {
    quantity: "i64", value: "i64", collateral: "u32", pad: "u32",
  }),
  record("MarginCallEvent", "event", "marginCall", {
    ...eventHeader, equity: "i64", initialMargin: "i64", maintenanceMargin: "i64", account: "u32",
  }),
  record("AdlEvent", "event", "adl", {
    ...eventHeader, case: "u64", quantity: "i64", price: "i64", overshoot: "i64", account: "u32", loser: "u32", market: "u32",
    rank: "u32",
  }),
  record("FundingEvent", "event", "funding; the rate in 10^-9.", {
    ...eventHeader, rate: "i64", mark: "i64", market: "u32",
  }),
  record("UncrossedEvent", "event", "uncrossed", { ...eventHeader, price: "i64", quantity: "i64", market: "u32" }),
  record("CrossedInsideEvent", "event", "crossedInside", {
    ...eventHeader, price: "i64", quantity: "i64", firstCase: "u64", secondCase: "u64", market: "u32",
  }),
  record("JitterSeedEvent", "event", "jitterSeed; the host makes the commitment of the seed, and keeps back the rest.", {
    ...eventHeader, seed: "u64", domain: "u32", revealed: "u8",
  }),
  record("LiquidationMapEvent", "event", "liquidationMap; followed by longs + shorts BookLevel, nearest the mark first, their quantity in money.", {
    ...eventHeader, market: "u32", longs: "u32", shorts: "u32",
  }),
  record("HashEvent", "event", "hash", { ...eventHeader, hash: "u64" }),
];

/** The record of each type of event. A field that names a case is called `case`, or ends in `Case`. */
export const eventRecords = {
  accepted: "AcceptedEvent", rejected: "RejectedEvent", mark: "MarkEvent", liquidationOpened: "OpenedEvent",
  liquidationBlocked: "CaseEvent", liquidationUnblocked: "CaseEvent", liquidationWaiting: "CaseEvent",
  slice: "SliceEvent", cancelSlice: "CancelSliceEvent", fill: "FillEvent", rested: "OrderEvent",
  cancelled: "OrderEvent", position: "PositionEvent", liquidationClosed: "ClosedEvent", takeover: "TakeoverEvent",
  fund: "FundEvent", deficit: "FundEvent", breaker: "BreakerEvent", depth: "DepthEvent", report: "ReportEvent",
  domainReport: "DomainReportEvent", hash: "HashEvent", marginCall: "MarginCallEvent", adl: "AdlEvent",
  funding: "FundingEvent", uncrossed: "UncrossedEvent", crossedInside: "CrossedInsideEvent",
  jitterSeed: "JitterSeedEvent", liquidationMap: "LiquidationMapEvent", executionMismatch: "MismatchEvent",
  unwound: "UnwoundEvent", armed: "ArmedEvent", triggered: "TriggeredEvent",
} as const satisfies Readonly<Record<Exclude<(typeof enums.EventType)[number], "none">, string>>;
