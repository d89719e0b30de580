/** Records of commands, and the parts that they share with the core's own rows. */
import { type RecordSchema, record } from "./record.js";

const commandHeader = { size: "u32", type: "u16", flags: "u16", time: "u64" } as const;

export const parts: readonly RecordSchema[] = [
  record("Name", "part", "A name: its length, then 64 bytes of ASCII, unused ones zero.", { length: "u32" }),
  record("Decimal", "part", "±(hi·2^64 + lo)·10^−scale. flags: 1 present, 2 negative.", {
    lo: "u64", hi: "u64", scale: "u32", flags: "u32",
  }),
  record("Wide", "part", "A signed 128-bit number in two's complement.", { low: "u64", high: "u64" }),
  record("Policy", "part", "How a leg is sold (PROTOCOL.md section 4), as it arrives.", {
    interval: "i64", horizon: "i64", sliceLifetime: "i64", rateWindow: "i64", branchingMaxPpm: "i64",
    algorithm: "u32", slippagePpm: "u32",
    expectedSlippagePpm: "u32", closeFactorPpm: "u32", silentMax: "u32", depthSharePpm: "u32",
    disposalFractionPpm: "u32", rungs: "u32", riskAversionPpm: "u32", jitterPpm: "u32",
    rejectMax: "u32", fullCloseNotional: "decimal", fullDisposalQuantity: "decimal", sliceNotionalMax: "decimal",
    rateNotional: "decimal",
  }),
  record("Breakers", "part", "What makes a market wait (PROTOCOL.md section 5), as it arrives; −1 = off.", {
    bandPpm: "i64", bandWindow: "i64", divergencePpm: "i64", resumeAfter: "i64", depthMin: "decimal",
    divergenceMax: "i64",
  }),
  record("DomainSettings", "part", "What `domain` sets and `domainSettings` may change.", {
    caseHorizon: "i64", seed: "u64", targetPpm: "u32", takeoverPpm: "u32", doubtPpm: "u32", marginCallPpm: "u32",
    triggerAtEquality: "u8", takeover: "u8", surplus: "u8", legOrder: "u8", crossInside: "u8", adl: "u8",
    floorAction: "u8", fundFloor: "decimal",
  }),
  record("FeedSettings", "part", "What `market` sets and `feedSettings` may change; −1 = absent, of ordersMax 0.", {
    confirmGap: "i64",
    maxAge: "i64", skew: "i64", jumpPpm: "i64", outlierPpm: "i64", premiumCapPpm: "i64", premiumHalfLife: "i64",
    premiumHold: "i64", volatilityHalfLife: "i64", fundingInterval: "i64", confirmAfter: "i64", minSources: "u32", confirmations: "u32",
    volatilityPpm: "u32", makerFeePpm: "u32", takerFeePpm: "u32", liquidationFeePpm: "u32", marketBandPpm: "u32",
    ordersMax: "u32", gapAction: "u8", graded: "u8", mark: "u8", takeoverNotionalMax: "decimal",
  }),
];

export const commands: readonly RecordSchema[] = [
  record("CommandHeader", "command", "Begins every command. size includes it; time 0 = engine time.", commandHeader),
  record("RefusedCommand", "command", "A command that decoding refused: it is counted, and answered by `rejected`.", {
    ...commandHeader, command: "u16", code: "u16", detail: "u16", pad: "u16", field: "name",
  }),
  record("DomainCommand", "command", "domain", {
    ...commandHeader, settleDecimals: "u32", pad: "u32",
    domain: "name", asset: "name", insuranceFund: "decimal", settings: "domainSettings",
  }),
  record("MarketCommand", "command", "market; followed by tierCount TierInput and sourceCount SourceInput records.", {
    ...commandHeader, priceDecimals: "u32", tierCount: "u32", sourceCount: "u32", kind: "u8", execution: "u8",
    market: "name", domain: "name", tickSize: "decimal", lotSize: "decimal", contractSize: "decimal",
    minPrice: "decimal", maxPrice: "decimal", maxPosition: "decimal", maxOpenInterest: "decimal",
    minOrder: "decimal", maxOrder: "decimal", minNotional: "decimal", settings: "feedSettings", policy: "policy", breakers: "breakers",
  }),
  record("TierInput", "part", "One tier of a `market` or `tiers` command.", {
    initialPpm: "u32", maintenancePpm: "u32", from: "decimal",
  }),
  record("SourceInput", "part", "One source of a `market` or `feedSettings` command.", { weight: "u32", pad: "u32", source: "name" }),
  record("AccountCommand", "command", "account; empty `parent` and ordersMax 0 when absent; followed by unwindCount Name, positionCount PositionInput and collateralCount CollateralInput records.", {
    ...commandHeader, unwindCount: "u32", mode: "u32", positionCount: "u32", collateralCount: "u32", ordersMax: "u32", pad: "u32", account: "name", domain: "name", parent: "name", cash: "decimal",
  }),
  record("PositionInput", "part", "One position of an `account` command.", {
    market: "name", quantity: "decimal", entryPrice: "decimal",
  }),
  record("CollateralInput", "part", "Collateral of one asset that an `account` command brings.", {
    asset: "name", amount: "decimal",
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
  record("SourceResetCommand", "command", "sourceReset", { ...commandHeader, market: "name", source: "name" }),
  record("TradeCommand", "command", "trade: at an outside venue.", {
    ...commandHeader, market: "name", price: "decimal", quantity: "decimal",
  }),
  record("BookCommand", "command", "book; followed by bidCount + askCount BookLevelInput records.", {
    ...commandHeader, bidCount: "u32", askCount: "u32", snapshot: "u32", market: "name",
  }),
  record("BookLevelInput", "part", "One level of a book command.", { price: "decimal", quantity: "decimal" }),
  record("OrderCommand", "command", "order; price absent = market order; empty `order` when the client gave none; expires −1 and stop absent: none; stopBy 0: not said, else StopBy + 1.", {
    ...commandHeader, expires: "i64", side: "u8", timeInForce: "u8", postOnly: "u8", reduceOnly: "u8", selfTrade: "u8", stopBy: "u8",
    account: "name", market: "name", order: "name", quantity: "decimal", price: "decimal", stop: "decimal",
  }),
  record("CancelCommand", "command", "cancel; empty `account` when absent.", { ...commandHeader, order: "name", account: "name" }),
  record("CancelAllCommand", "command", "cancelAll; empty market = all; side 0: both, else Side + 1.", {
    ...commandHeader, side: "u32", pad: "u32", account: "name", market: "name",
  }),
  record("ReconcileCommand", "command", "reconcile; cash may be absent; followed by keepCount Name records.", {
    ...commandHeader, keepCount: "u32", pad: "u32", account: "name", market: "name", quantity: "decimal",
    entryPrice: "decimal", cash: "decimal",
  }),
  record("ExecutionCommand", "command", "execution: on a slice (order), or from elsewhere (account, market, side); side 0: none, else Side + 1.", {
    ...commandHeader, status: "u32", side: "u32", order: "name", account: "name", market: "name",
    execution: "name", price: "decimal", quantity: "decimal", fee: "decimal",
  }),
  record("PolicyCommand", "command", "policy", { ...commandHeader, market: "name", policy: "policy" }),
  record("ScopeCommand", "command", "halt, resume, depth, report, domainReport, liquidationMap: one name set; of report two.", {
    ...commandHeader, levels: "u32", pad: "u32", market: "name", domain: "name", account: "name",
  }),
  record("CollateralCommand", "command", "collateral", {
    ...commandHeader, haircutPpm: "u32", decimals: "u32", domain: "name", asset: "name", market: "name",
    seizeAt: "decimal", depositMax: "decimal",
  }),
  record("CollateralSaleCommand", "command", "collateralSale", {
    ...commandHeader, domain: "name", asset: "name", quantity: "decimal", proceeds: "decimal",
  }),
  record("AmendCommand", "command", "amend; quantity (the total), open, price and stop may be absent; expires −1, empty `account` when absent.", {
    ...commandHeader, expires: "i64", order: "name", account: "name", quantity: "decimal", open: "decimal", price: "decimal",
    stop: "decimal",
  }),
  record("FundingCommand", "command", "funding", { ...commandHeader, ratePpb: "i64", market: "name" }),
  record("BreakersCommand", "command", "breakers", { ...commandHeader, market: "name", breakers: "breakers" }),
  record("TiersCommand", "command", "tiers; followed by tierCount TierInput records.", {
    ...commandHeader, tierCount: "u32", pad: "u32", market: "name",
  }),
  record("DomainSettingsCommand", "command", "domainSettings", {
    ...commandHeader, domain: "name", settings: "domainSettings",
  }),
  record("FeedSettingsCommand", "command", "feedSettings; followed by sourceCount SourceInput; 0: weights stay.", {
    ...commandHeader, sourceCount: "u32", pad: "u32", market: "name", settings: "feedSettings",
  }),
  record("MarketStateCommand", "command", "marketState", { ...commandHeader, state: "u32", pad: "u32", market: "name" }),
  record("BareCommand", "command", "clock, snapshot, hash.", commandHeader),
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

