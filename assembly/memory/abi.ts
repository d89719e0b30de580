// GENERATED from src/abi/schema.ts by `npm run generate`. Do not edit.

export const ABI_HASH: u32 = 0xe470ab3f;
export const NAME_MAX: u32 = 64;
export const LEGS_MAX: u32 = 16;
export const KEEP_MAX: u32 = 16;
export const TIERS_MAX: u32 = 32;
export const SOURCES_MAX: u32 = 16;
export const SENDS_MAX: u32 = 16;
export const BAND_SAMPLES_MAX: u32 = 17;
export const COLLATERALS_MAX: u32 = 8;
export const BOOK_LEVELS_MAX: u32 = 10000;
export const DEPTH_LEVELS_MAX: u32 = 1000;
export const TICKS_MAX: u32 = 10000;
export const DECIMALS_MAX: u32 = 18;
export const TRIGGER_BITS: u32 = 14;
export const ENDED_SLICES_KEPT: u32 = 65536;
export const PPM: u32 = 1000000;
export const NONE: u32 = 4294967295;
export const ACCOUNT_STREET: u32 = 4294967280;
export const ACCOUNT_LIQUIDATION: u32 = 4294967281;
export const ACCOUNT_FUND: u32 = 4294967282;
export const ACCOUNT_FEES: u32 = 4294967283;
export const ACCOUNT_ROUNDING: u32 = 4294967284;
export const LIMITS_ADDRESS: u32 = 1024;
export const INDEX_KEY_ADDRESS: u32 = 1536;
export const MAP_ADDRESS: u32 = 2048;
export const ARENA_ADDRESS: u32 = 4096;
export const COMMAND_BUFFER_BYTES: u32 = 2097152;
export const EVENT_MAX_BYTES: u32 = 65536;

export enum CommandType {
  none = 0,
  refused = 1,
  domain = 2,
  market = 3,
  account = 4,
  transfer = 5,
  position = 6,
  tick = 7,
  book = 8,
  order = 9,
  cancel = 10,
  cancelAll = 11,
  execution = 12,
  policy = 13,
  halt = 14,
  resume = 15,
  clock = 16,
  depth = 17,
  report = 18,
  domainReport = 19,
  hash = 20,
  tickById = 21,
  tickBatch = 22,
  orderById = 23,
  cancelByNumber = 24,
  unknown = 25,
  collateral = 26,
  amend = 27,
  funding = 28,
  breakers = 29,
  tiers = 30,
  domainSettings = 31,
  feedSettings = 32,
  marketState = 33,
  snapshot = 34,
  liquidationMap = 35,
  collateralSale = 36,
  reconcile = 37,
  trade = 38,
  sourceReset = 39,
}
export const COMMAND_TYPE_WORDS: u32 = 40;

export enum EventType {
  none = 0,
  accepted = 1,
  rejected = 2,
  mark = 3,
  liquidationOpened = 4,
  liquidationBlocked = 5,
  liquidationUnblocked = 6,
  liquidationWaiting = 7,
  slice = 8,
  cancelSlice = 9,
  fill = 10,
  rested = 11,
  cancelled = 12,
  position = 13,
  liquidationClosed = 14,
  takeover = 15,
  fund = 16,
  deficit = 17,
  breaker = 18,
  depth = 19,
  report = 20,
  domainReport = 21,
  hash = 22,
  marginCall = 23,
  adl = 24,
  funding = 25,
  uncrossed = 26,
  crossedInside = 27,
  jitterSeed = 28,
  liquidationMap = 29,
  executionMismatch = 30,
  unwound = 31,
  armed = 32,
  triggered = 33,
}
export const EVENT_TYPE_WORDS: u32 = 34;

export enum Code {
  OK = 0,
  MALFORMED = 1,
  UNKNOWN_TYPE = 2,
  UNKNOWN_FIELD = 3,
  MISSING_FIELD = 4,
  UNKNOWN_DOMAIN = 5,
  UNKNOWN_MARKET = 6,
  UNKNOWN_ACCOUNT = 7,
  UNKNOWN_SOURCE = 8,
  UNKNOWN_ORDER = 9,
  ALREADY_EXISTS = 10,
  OUT_OF_RANGE = 11,
  PRICE_OFF_TICK = 12,
  QUANTITY_OFF_LOT = 13,
  SPEC_INVALID = 14,
  TIERS_INVALID = 15,
  POLICY_INVALID = 16,
  INSUFFICIENT_MARGIN = 17,
  IN_LIQUIDATION = 18,
  REDUCE_ONLY = 19,
  WOULD_CROSS = 20,
  WOULD_NOT_FILL = 21,
  SELF_TRADE = 22,
  MARKET_HALTED = 23,
  DUPLICATE = 24,
  SEQUENCE_REGRESSION = 25,
  FUTURE = 26,
  STALE = 27,
  QUARANTINED = 28,
  CAPACITY = 29,
  OVERLOADED = 30,
  UNAUTHORIZED = 31,
  FORBIDDEN = 32,
  NOT_DURABLE = 33,
  POISONED = 34,
  KEY_REUSED = 35,
  PRICE_IN_DOUBT = 36,
  WOULD_TRIGGER = 37,
}
export const CODE_WORDS: u32 = 38;

export enum Detail {
  none = 0,
  notAnObject = 1,
  notAString = 2,
  notABoolean = 3,
  notAnInteger = 4,
  notAnArray = 5,
  badName = 6,
  reservedName = 7,
  badDecimal = 8,
  tooManyDecimals = 9,
  badWord = 10,
  tooLong = 11,
  tooShort = 12,
  outsideBounds = 13,
  notPositive = 14,
  unsafe = 15,
  domains = 16,
  markets = 17,
  accounts = 18,
  names = 19,
  positions = 20,
  orders = 21,
  orderNames = 22,
  levels = 23,
  slices = 24,
  triggers = 25,
  deposits = 26,
  maxPosition = 27,
  maxOpenInterest = 28,
  legs = 29,
  internalMarket = 30,
  externalMarket = 31,
  noMark = 32,
  halted = 33,
  unitNotInteger = 34,
  limitsDoNotFit = 35,
  repeatedSource = 36,
  badTier = 37,
  minimumOrder = 38,
  maximumOrder = 39,
  insufficientCash = 40,
  insufficientMargin = 41,
  sameAccount = 42,
  notJson = 43,
  trailingBytes = 44,
  badTemplate = 45,
  tooManyTicks = 46,
  emptyBatch = 47,
  collaterals = 48,
  unknownCollateral = 49,
  inverseNeedsMinPrice = 50,
  cumulativeFunding = 51,
  isolatedParent = 52,
  oneIsolatedPosition = 53,
  callBelowMaintenance = 54,
  outsideBand = 55,
  notOpen = 56,
  needsHalfLife = 57,
  nothingToAmend = 58,
  otherSources = 59,
  repeatedKey = 60,
  notUnicode = 61,
  ofSlice = 62,
  onlyFills = 63,
  internalExecution = 64,
  notOfLiquidation = 65,
  notional = 66,
  answerSize = 67,
  fewerSources = 68,
  repeated = 69,
  twoQuantities = 70,
  ordersMax = 71,
  notTimed = 72,
  timeOver = 73,
  withoutStop = 74,
  notWaiting = 75,
  stopMarket = 76,
  unwindSteps = 77,
}
export const DETAIL_WORDS: u32 = 78;

export enum Field {
  none = 0,
  type = 1,
  domain = 2,
  market = 3,
  account = 4,
  source = 5,
  order = 6,
  asset = 7,
  to = 8,
  amount = 9,
  cash = 10,
  insuranceFund = 11,
  fundFloor = 12,
  quantity = 13,
  entryPrice = 14,
  price = 15,
  sequence = 16,
  sourceTime = 17,
  bids = 18,
  asks = 19,
  side = 20,
  postOnly = 21,
  reduceOnly = 22,
  execution = 23,
  fee = 24,
  status = 25,
  tiers = 26,
  sources = 27,
  tickSize = 28,
  lotSize = 29,
  contractSize = 30,
  minPrice = 31,
  maxPrice = 32,
  maxPosition = 33,
  maxOpenInterest = 34,
  minOrder = 35,
  maxOrder = 36,
  policy = 37,
  policy_fullCloseNotional = 38,
  policy_fullDisposalQuantity = 39,
  policy_sliceNotionalMax = 40,
  marketId = 41,
  sourceId = 42,
  accountId = 43,
  parent = 44,
  unwindOrder = 45,
  decimals = 46,
  haircutPpm = 47,
  marginCallPpm = 48,
  takeoverNotionalMax = 49,
  mark = 50,
  premiumHalfLife = 51,
  policy_rateNotional = 52,
  breakers_depthMin = 53,
  ratePpb = 54,
  state = 55,
  kind = 56,
  settleDecimals = 57,
  targetPpm = 58,
  time = 59,
  triggerAtEquality = 60,
  takeover = 61,
  takeoverPpm = 62,
  caseHorizon = 63,
  surplus = 64,
  legOrder = 65,
  crossInside = 66,
  adl = 67,
  doubtPpm = 68,
  seed = 69,
  priceDecimals = 70,
  maxAge = 71,
  minSources = 72,
  skew = 73,
  jumpPpm = 74,
  confirmations = 75,
  outlierPpm = 76,
  gapAction = 77,
  graded = 78,
  premiumCapPpm = 79,
  premiumHold = 80,
  volatilityHalfLife = 81,
  volatilityPpm = 82,
  fundingInterval = 83,
  makerFeePpm = 84,
  takerFeePpm = 85,
  liquidationFeePpm = 86,
  marketBandPpm = 87,
  policy_algorithm = 88,
  policy_slippagePpm = 89,
  policy_expectedSlippagePpm = 90,
  policy_closeFactorPpm = 91,
  policy_interval = 92,
  policy_horizon = 93,
  policy_sliceLifetime = 94,
  policy_silentMax = 95,
  policy_depthSharePpm = 96,
  policy_disposalFractionPpm = 97,
  policy_rungs = 98,
  policy_riskAversionPpm = 99,
  policy_jitterPpm = 100,
  policy_branchingMaxPpm = 101,
  policy_rateWindow = 102,
  breakers_bandPpm = 103,
  breakers_bandWindow = 104,
  breakers_divergencePpm = 105,
  breakers_resumeAfter = 106,
  mode = 107,
  snapshot = 108,
  timeInForce = 109,
  selfTrade = 110,
  levels = 111,
  seizeAt = 112,
  depositMax = 113,
  floorAction = 114,
  proceeds = 115,
  minNotional = 116,
  policy_rejectMax = 117,
  keep = 118,
  confirmAfter = 119,
  confirmGap = 120,
  breakers_divergenceMax = 121,
  positions = 122,
  positions___market = 123,
  positions___quantity = 124,
  positions___entryPrice = 125,
  collateral = 126,
  collateral___asset = 127,
  collateral___amount = 128,
  open = 129,
  ordersMax = 130,
  expires = 131,
  stop = 132,
  stopBy = 133,
}
export const FIELD_WORDS: u32 = 134;

export enum Side {
  buy = 0,
  sell = 1,
}
export const SIDE_WORDS: u32 = 2;

export enum TimeInForce {
  GTC = 0,
  IOC = 1,
  FOK = 2,
  GTT = 3,
}
export const TIME_IN_FORCE_WORDS: u32 = 4;

export enum StopBy {
  mark = 0,
  last = 1,
}
export const STOP_BY_WORDS: u32 = 2;

export enum SelfTrade {
  newest = 0,
  oldest = 1,
  both = 2,
  decrement = 3,
  none = 4,
}
export const SELF_TRADE_WORDS: u32 = 5;

export enum Execution {
  internal = 0,
  external = 1,
}
export const EXECUTION_WORDS: u32 = 2;

export enum Algorithm {
  immediate = 0,
  twap = 1,
  pov = 2,
  ladder = 3,
  adaptive = 4,
}
export const ALGORITHM_WORDS: u32 = 5;

export enum Kind {
  linear = 0,
  inverse = 1,
}
export const KIND_WORDS: u32 = 2;

export enum MarkMode {
  index = 0,
  premium = 1,
  median3 = 2,
}
export const MARK_MODE_WORDS: u32 = 3;

export enum GapAction {
  ignore = 0,
  block = 1,
}
export const GAP_ACTION_WORDS: u32 = 2;

export enum LegOrder {
  largestMargin = 0,
  release = 1,
  user = 2,
}
export const LEG_ORDER_WORDS: u32 = 3;

export enum AccountMode {
  cross = 0,
  isolated = 1,
}
export const ACCOUNT_MODE_WORDS: u32 = 2;

export enum MarketPhase {
  open = 0,
  cancelOnly = 1,
  auction = 2,
}
export const MARKET_PHASE_WORDS: u32 = 3;

export enum Surplus {
  user = 0,
  fund = 1,
}
export const SURPLUS_WORDS: u32 = 2;

export enum FloorAction {
  take = 0,
  block = 1,
}
export const FLOOR_ACTION_WORDS: u32 = 2;

export enum ExecutionStatus {
  fill = 0,
  cancelled = 1,
  rejected = 2,
}
export const EXECUTION_STATUS_WORDS: u32 = 3;

export enum Outcome {
  cured = 0,
  closed = 1,
  takenOver = 2,
  deleveraged = 3,
}
export const OUTCOME_WORDS: u32 = 4;

export enum Breaker {
  none = 0,
  HALTED = 1,
  FEED_STALE = 2,
  FEED_GAP = 3,
  PRICE_BAND = 4,
  DIVERGENCE = 5,
  WARMUP = 6,
  DEPTH_LOW = 7,
  LIQUIDATION_RATE = 8,
  EXECUTION_SILENT = 9,
  EXECUTION_MISMATCH = 10,
  EXECUTION_REJECTED = 11,
  FUND_FLOOR = 12,
  CAPACITY = 13,
  UNCONFIRMED = 14,
}
export const BREAKER_WORDS: u32 = 15;

export enum BreakerState {
  tripped = 0,
  cleared = 1,
}
export const BREAKER_STATE_WORDS: u32 = 2;

export enum Cause {
  none = 0,
  noFirstMark = 1,
  resumed = 2,
  sourcesTicked = 3,
  tooFewSources = 4,
  sourcesEnough = 5,
  operator = 6,
  venueSilent = 7,
  venueReported = 8,
  fundAtFloor = 9,
  fundAboveFloor = 10,
  sequenceSkipped = 11,
  inSequenceAgain = 12,
  bandLeft = 13,
  bandInside = 14,
  diverged = 15,
  convergedAgain = 16,
  depthLow = 17,
  depthEnough = 18,
  paceUsedUp = 19,
  windowMoved = 20,
  settingChanged = 21,
  fillMismatch = 22,
  reconciled = 23,
  legClosed = 24,
  markMoved = 25,
  moveTakenBack = 26,
  moveConfirmed = 27,
  divergenceOver = 28,
}
export const CAUSE_WORDS: u32 = 29;

export enum CancelReason {
  user = 0,
  ioc = 1,
  selfTrade = 2,
  reduceOnly = 3,
  zeroPrice = 4,
  liquidation = 5,
  market = 6,
  expired = 7,
  refused = 8,
}
export const CANCEL_REASON_WORDS: u32 = 9;

export enum CancelSliceReason {
  cured = 0,
  takeover = 1,
  expired = 2,
  halted = 3,
  replaced = 4,
  reconciled = 5,
}
export const CANCEL_SLICE_REASON_WORDS: u32 = 6;

export enum MismatchReason {
  quantity = 0,
  price = 1,
  flip = 2,
}
export const MISMATCH_REASON_WORDS: u32 = 3;

export enum FundReason {
  fee = 0,
  takeover = 1,
  unwind = 2,
  shortfall = 3,
  topUp = 4,
  collateralSale = 5,
}
export const FUND_REASON_WORDS: u32 = 6;

export enum AccountState {
  healthy = 0,
  marginCall = 1,
  liquidating = 2,
  blocked = 3,
}
export const ACCOUNT_STATE_WORDS: u32 = 4;

export enum Warning {
  noMaxAge = 0,
  noJumpPpm = 1,
  oneSource = 2,
  twoSources = 3,
  outlierWithoutMajority = 4,
  premiumUncapped = 5,
  derivedMaxPrice = 6,
  onlyFullCloseCures = 7,
}
export const WARNING_WORDS: u32 = 8;

export enum Region {
  pages = 0,
  commandBuffer = 1,
  eventBuffer = 2,
  meters = 3,
  shard = 4,
  domains = 5,
  markets = 6,
  tiers = 7,
  sources = 8,
  accounts = 9,
  accountSpecs = 10,
  accountNames = 11,
  collaterals = 12,
  leafPool = 13,
}
export const REGION_WORDS: u32 = 14;

export enum OrderKind {
  none = 0,
  O = 1,
  S = 2,
  named = 3,
}
export const ORDER_KIND_WORDS: u32 = 4;

export enum Invariant {
  held = 0,
  moneyConserved = 1,
  quantitiesCancel = 2,
  openInterest = 3,
  bookNotCrossed = 4,
  levelSums = 5,
  fundFloor = 6,
  casesLinked = 7,
  sweepAgrees = 8,
  noTriggerPassed = 9,
  triggerLots = 10,
  collateralConserved = 11,
  roundingPays = 12,
  wantedCounts = 13,
  laddersLinked = 14,
  feedSettings = 15,
  marketCounters = 16,
  roomless = 17,
  depthSums = 18,
  pendingCounted = 19,
  arrearsWait = 20,
  venueLegs = 21,
  heldWait = 22,
  liquidationLots = 23,
  reduceOnlyBounded = 24,
  ordersCounted = 25,
  expiriesAhead = 26,
  stopsAhead = 27,
}
export const INVARIANT_WORDS: u32 = 28;

export enum Pair {
  quietTick = 0,
  plainRecompute = 1,
  plainPass = 2,
  quietPass = 3,
  passOrder = 4,
  plainOrder = 5,
  coversPlainly = 6,
  opensPlainly = 7,
  openSums = 8,
  inBand = 9,
  mayReduce = 10,
  plainFill = 11,
  plainTrade = 12,
  staysArmed = 13,
  shiftedLadder = 14,
  reachedLegs = 15,
  adlRank = 16,
  loneLeg = 17,
  loneCase = 18,
  cascade = 19,
  sweepColumns = 20,
  lastDeadline = 21,
  shortDivision = 22,
  shortExact = 23,
  rankTree = 24,
  offers = 25,
  slicesOut = 26,
  reportIds = 27,
  staleBound = 28,
  calmMarket = 29,
  depth = 30,
  depthReach = 31,
  legSlices = 32,
  elsewhereIds = 33,
  pendingSet = 34,
  arrearsSet = 35,
}
export const PAIR_WORDS: u32 = 36;

export const LIMIT_DOMAINS: i32 = 0;
export const LIMIT_MARKETS: i32 = 1;
export const LIMIT_ACCOUNTS: i32 = 2;
export const LIMIT_NAME_BYTES: i32 = 3;
export const LIMIT_POSITIONS: i32 = 4;
export const LIMIT_ORDERS: i32 = 5;
export const LIMIT_ORDER_NAMES: i32 = 6;
export const LIMIT_LADDER_LEAVES: i32 = 7;
export const LIMIT_LADDER_NODES: i32 = 8;
export const LIMIT_CASES: i32 = 9;
export const LIMIT_WORKS: i32 = 10;
export const LIMIT_SLICES: i32 = 11;
export const LIMIT_VENUE_REPORTS: i32 = 12;
export const LIMIT_UNWIND_STEPS: i32 = 13;
export const LIMIT_TRIGGER_BUCKETS: i32 = 14;
export const LIMIT_EVENT_BYTES: i32 = 15;
export const LIMIT_COUNT: i32 = 16;

/** A name: its length, then 64 bytes of ASCII, unused ones zero. */
@unmanaged
export class Name {
  length: u32;
}
export const NAME_BYTES: usize = 72;
if (offsetof<Name>("length") != 0) ERROR("Name.length moved");

/** ±(hi·2^64 + lo)·10^−scale. flags: 1 present, 2 negative. */
@unmanaged
export class Decimal {
  lo: u64;
  hi: u64;
  scale: u32;
  flags: u32;
}
export const DECIMAL_BYTES: usize = 24;
if (offsetof<Decimal>("lo") != 0) ERROR("Decimal.lo moved");
if (offsetof<Decimal>("hi") != 8) ERROR("Decimal.hi moved");
if (offsetof<Decimal>("scale") != 16) ERROR("Decimal.scale moved");
if (offsetof<Decimal>("flags") != 20) ERROR("Decimal.flags moved");

/** A signed 128-bit number in two's complement. */
@unmanaged
export class Wide {
  low: u64;
  high: u64;
}
export const WIDE_BYTES: usize = 16;
if (offsetof<Wide>("low") != 0) ERROR("Wide.low moved");
if (offsetof<Wide>("high") != 8) ERROR("Wide.high moved");

/** How a leg is sold (PROTOCOL.md section 4), as it arrives. */
@unmanaged
export class Policy {
  interval: i64;
  horizon: i64;
  sliceLifetime: i64;
  rateWindow: i64;
  branchingMaxPpm: i64;
  algorithm: u32;
  slippagePpm: u32;
  expectedSlippagePpm: u32;
  closeFactorPpm: u32;
  silentMax: u32;
  depthSharePpm: u32;
  disposalFractionPpm: u32;
  rungs: u32;
  riskAversionPpm: u32;
  jitterPpm: u32;
  rejectMax: u32;
  @inline get fullCloseNotional(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 88);
  }
  @inline get fullDisposalQuantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 112);
  }
  @inline get sliceNotionalMax(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 136);
  }
  @inline get rateNotional(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 160);
  }
}
export const POLICY_BYTES: usize = 184;
if (offsetof<Policy>("interval") != 0) ERROR("Policy.interval moved");
if (offsetof<Policy>("horizon") != 8) ERROR("Policy.horizon moved");
if (offsetof<Policy>("sliceLifetime") != 16) ERROR("Policy.sliceLifetime moved");
if (offsetof<Policy>("rateWindow") != 24) ERROR("Policy.rateWindow moved");
if (offsetof<Policy>("branchingMaxPpm") != 32) ERROR("Policy.branchingMaxPpm moved");
if (offsetof<Policy>("algorithm") != 40) ERROR("Policy.algorithm moved");
if (offsetof<Policy>("slippagePpm") != 44) ERROR("Policy.slippagePpm moved");
if (offsetof<Policy>("expectedSlippagePpm") != 48) ERROR("Policy.expectedSlippagePpm moved");
if (offsetof<Policy>("closeFactorPpm") != 52) ERROR("Policy.closeFactorPpm moved");
if (offsetof<Policy>("silentMax") != 56) ERROR("Policy.silentMax moved");
if (offsetof<Policy>("depthSharePpm") != 60) ERROR("Policy.depthSharePpm moved");
if (offsetof<Policy>("disposalFractionPpm") != 64) ERROR("Policy.disposalFractionPpm moved");
if (offsetof<Policy>("rungs") != 68) ERROR("Policy.rungs moved");
if (offsetof<Policy>("riskAversionPpm") != 72) ERROR("Policy.riskAversionPpm moved");
if (offsetof<Policy>("jitterPpm") != 76) ERROR("Policy.jitterPpm moved");
if (offsetof<Policy>("rejectMax") != 80) ERROR("Policy.rejectMax moved");

/** What makes a market wait (PROTOCOL.md section 5), as it arrives; −1 = off. */
@unmanaged
export class Breakers {
  bandPpm: i64;
  bandWindow: i64;
  divergencePpm: i64;
  resumeAfter: i64;
  divergenceMax: i64;
  @inline get depthMin(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 40);
  }
}
export const BREAKERS_BYTES: usize = 64;
if (offsetof<Breakers>("bandPpm") != 0) ERROR("Breakers.bandPpm moved");
if (offsetof<Breakers>("bandWindow") != 8) ERROR("Breakers.bandWindow moved");
if (offsetof<Breakers>("divergencePpm") != 16) ERROR("Breakers.divergencePpm moved");
if (offsetof<Breakers>("resumeAfter") != 24) ERROR("Breakers.resumeAfter moved");
if (offsetof<Breakers>("divergenceMax") != 32) ERROR("Breakers.divergenceMax moved");

/** What `domain` sets and `domainSettings` may change. */
@unmanaged
export class DomainSettings {
  caseHorizon: i64;
  seed: u64;
  targetPpm: u32;
  takeoverPpm: u32;
  doubtPpm: u32;
  marginCallPpm: u32;
  triggerAtEquality: u8;
  takeover: u8;
  surplus: u8;
  legOrder: u8;
  crossInside: u8;
  adl: u8;
  floorAction: u8;
  @inline get fundFloor(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 40);
  }
}
export const DOMAIN_SETTINGS_BYTES: usize = 64;
if (offsetof<DomainSettings>("caseHorizon") != 0) ERROR("DomainSettings.caseHorizon moved");
if (offsetof<DomainSettings>("seed") != 8) ERROR("DomainSettings.seed moved");
if (offsetof<DomainSettings>("targetPpm") != 16) ERROR("DomainSettings.targetPpm moved");
if (offsetof<DomainSettings>("takeoverPpm") != 20) ERROR("DomainSettings.takeoverPpm moved");
if (offsetof<DomainSettings>("doubtPpm") != 24) ERROR("DomainSettings.doubtPpm moved");
if (offsetof<DomainSettings>("marginCallPpm") != 28) ERROR("DomainSettings.marginCallPpm moved");
if (offsetof<DomainSettings>("triggerAtEquality") != 32) ERROR("DomainSettings.triggerAtEquality moved");
if (offsetof<DomainSettings>("takeover") != 33) ERROR("DomainSettings.takeover moved");
if (offsetof<DomainSettings>("surplus") != 34) ERROR("DomainSettings.surplus moved");
if (offsetof<DomainSettings>("legOrder") != 35) ERROR("DomainSettings.legOrder moved");
if (offsetof<DomainSettings>("crossInside") != 36) ERROR("DomainSettings.crossInside moved");
if (offsetof<DomainSettings>("adl") != 37) ERROR("DomainSettings.adl moved");
if (offsetof<DomainSettings>("floorAction") != 38) ERROR("DomainSettings.floorAction moved");

/** What `market` sets and `feedSettings` may change; −1 = absent, of ordersMax 0. */
@unmanaged
export class FeedSettings {
  confirmGap: i64;
  maxAge: i64;
  skew: i64;
  jumpPpm: i64;
  outlierPpm: i64;
  premiumCapPpm: i64;
  premiumHalfLife: i64;
  premiumHold: i64;
  volatilityHalfLife: i64;
  fundingInterval: i64;
  confirmAfter: i64;
  minSources: u32;
  confirmations: u32;
  volatilityPpm: u32;
  makerFeePpm: u32;
  takerFeePpm: u32;
  liquidationFeePpm: u32;
  marketBandPpm: u32;
  ordersMax: u32;
  gapAction: u8;
  graded: u8;
  mark: u8;
  @inline get takeoverNotionalMax(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 128);
  }
}
export const FEED_SETTINGS_BYTES: usize = 152;
if (offsetof<FeedSettings>("confirmGap") != 0) ERROR("FeedSettings.confirmGap moved");
if (offsetof<FeedSettings>("maxAge") != 8) ERROR("FeedSettings.maxAge moved");
if (offsetof<FeedSettings>("skew") != 16) ERROR("FeedSettings.skew moved");
if (offsetof<FeedSettings>("jumpPpm") != 24) ERROR("FeedSettings.jumpPpm moved");
if (offsetof<FeedSettings>("outlierPpm") != 32) ERROR("FeedSettings.outlierPpm moved");
if (offsetof<FeedSettings>("premiumCapPpm") != 40) ERROR("FeedSettings.premiumCapPpm moved");
if (offsetof<FeedSettings>("premiumHalfLife") != 48) ERROR("FeedSettings.premiumHalfLife moved");
if (offsetof<FeedSettings>("premiumHold") != 56) ERROR("FeedSettings.premiumHold moved");
if (offsetof<FeedSettings>("volatilityHalfLife") != 64) ERROR("FeedSettings.volatilityHalfLife moved");
if (offsetof<FeedSettings>("fundingInterval") != 72) ERROR("FeedSettings.fundingInterval moved");
if (offsetof<FeedSettings>("confirmAfter") != 80) ERROR("FeedSettings.confirmAfter moved");
if (offsetof<FeedSettings>("minSources") != 88) ERROR("FeedSettings.minSources moved");
if (offsetof<FeedSettings>("confirmations") != 92) ERROR("FeedSettings.confirmations moved");
if (offsetof<FeedSettings>("volatilityPpm") != 96) ERROR("FeedSettings.volatilityPpm moved");
if (offsetof<FeedSettings>("makerFeePpm") != 100) ERROR("FeedSettings.makerFeePpm moved");
if (offsetof<FeedSettings>("takerFeePpm") != 104) ERROR("FeedSettings.takerFeePpm moved");
if (offsetof<FeedSettings>("liquidationFeePpm") != 108) ERROR("FeedSettings.liquidationFeePpm moved");
if (offsetof<FeedSettings>("marketBandPpm") != 112) ERROR("FeedSettings.marketBandPpm moved");
if (offsetof<FeedSettings>("ordersMax") != 116) ERROR("FeedSettings.ordersMax moved");
if (offsetof<FeedSettings>("gapAction") != 120) ERROR("FeedSettings.gapAction moved");
if (offsetof<FeedSettings>("graded") != 121) ERROR("FeedSettings.graded moved");
if (offsetof<FeedSettings>("mark") != 122) ERROR("FeedSettings.mark moved");

/** Begins every command. size includes it; time 0 = engine time. */
@unmanaged
export class CommandHeader {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
}
export const COMMAND_HEADER_BYTES: usize = 16;
if (offsetof<CommandHeader>("size") != 0) ERROR("CommandHeader.size moved");
if (offsetof<CommandHeader>("type") != 4) ERROR("CommandHeader.type moved");
if (offsetof<CommandHeader>("flags") != 6) ERROR("CommandHeader.flags moved");
if (offsetof<CommandHeader>("time") != 8) ERROR("CommandHeader.time moved");

/** A command that decoding refused: it is counted, and answered by `rejected`. */
@unmanaged
export class RefusedCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  command: u16;
  code: u16;
  detail: u16;
  pad: u16;
  @inline get field(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
}
export const REFUSED_COMMAND_BYTES: usize = 96;
if (offsetof<RefusedCommand>("size") != 0) ERROR("RefusedCommand.size moved");
if (offsetof<RefusedCommand>("type") != 4) ERROR("RefusedCommand.type moved");
if (offsetof<RefusedCommand>("flags") != 6) ERROR("RefusedCommand.flags moved");
if (offsetof<RefusedCommand>("time") != 8) ERROR("RefusedCommand.time moved");
if (offsetof<RefusedCommand>("command") != 16) ERROR("RefusedCommand.command moved");
if (offsetof<RefusedCommand>("code") != 18) ERROR("RefusedCommand.code moved");
if (offsetof<RefusedCommand>("detail") != 20) ERROR("RefusedCommand.detail moved");
if (offsetof<RefusedCommand>("pad") != 22) ERROR("RefusedCommand.pad moved");

/** domain */
@unmanaged
export class DomainCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  settleDecimals: u32;
  pad: u32;
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
  @inline get insuranceFund(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 168);
  }
  @inline get settings(): DomainSettings {
    return changetype<DomainSettings>(changetype<usize>(this) + 192);
  }
}
export const DOMAIN_COMMAND_BYTES: usize = 256;
if (offsetof<DomainCommand>("size") != 0) ERROR("DomainCommand.size moved");
if (offsetof<DomainCommand>("type") != 4) ERROR("DomainCommand.type moved");
if (offsetof<DomainCommand>("flags") != 6) ERROR("DomainCommand.flags moved");
if (offsetof<DomainCommand>("time") != 8) ERROR("DomainCommand.time moved");
if (offsetof<DomainCommand>("settleDecimals") != 16) ERROR("DomainCommand.settleDecimals moved");
if (offsetof<DomainCommand>("pad") != 20) ERROR("DomainCommand.pad moved");

/** market; followed by tierCount TierInput and sourceCount SourceInput records. */
@unmanaged
export class MarketCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  priceDecimals: u32;
  tierCount: u32;
  sourceCount: u32;
  kind: u8;
  execution: u8;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 32);
  }
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 104);
  }
  @inline get tickSize(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 176);
  }
  @inline get lotSize(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 200);
  }
  @inline get contractSize(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 224);
  }
  @inline get minPrice(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 248);
  }
  @inline get maxPrice(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 272);
  }
  @inline get maxPosition(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 296);
  }
  @inline get maxOpenInterest(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 320);
  }
  @inline get minOrder(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 344);
  }
  @inline get maxOrder(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 368);
  }
  @inline get minNotional(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 392);
  }
  @inline get settings(): FeedSettings {
    return changetype<FeedSettings>(changetype<usize>(this) + 416);
  }
  @inline get policy(): Policy {
    return changetype<Policy>(changetype<usize>(this) + 568);
  }
  @inline get breakers(): Breakers {
    return changetype<Breakers>(changetype<usize>(this) + 752);
  }
}
export const MARKET_COMMAND_BYTES: usize = 816;
if (offsetof<MarketCommand>("size") != 0) ERROR("MarketCommand.size moved");
if (offsetof<MarketCommand>("type") != 4) ERROR("MarketCommand.type moved");
if (offsetof<MarketCommand>("flags") != 6) ERROR("MarketCommand.flags moved");
if (offsetof<MarketCommand>("time") != 8) ERROR("MarketCommand.time moved");
if (offsetof<MarketCommand>("priceDecimals") != 16) ERROR("MarketCommand.priceDecimals moved");
if (offsetof<MarketCommand>("tierCount") != 20) ERROR("MarketCommand.tierCount moved");
if (offsetof<MarketCommand>("sourceCount") != 24) ERROR("MarketCommand.sourceCount moved");
if (offsetof<MarketCommand>("kind") != 28) ERROR("MarketCommand.kind moved");
if (offsetof<MarketCommand>("execution") != 29) ERROR("MarketCommand.execution moved");

/** One tier of a `market` or `tiers` command. */
@unmanaged
export class TierInput {
  initialPpm: u32;
  maintenancePpm: u32;
  @inline get from(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 8);
  }
}
export const TIER_INPUT_BYTES: usize = 32;
if (offsetof<TierInput>("initialPpm") != 0) ERROR("TierInput.initialPpm moved");
if (offsetof<TierInput>("maintenancePpm") != 4) ERROR("TierInput.maintenancePpm moved");

/** One source of a `market` or `feedSettings` command. */
@unmanaged
export class SourceInput {
  weight: u32;
  pad: u32;
  @inline get source(): Name {
    return changetype<Name>(changetype<usize>(this) + 8);
  }
}
export const SOURCE_INPUT_BYTES: usize = 80;
if (offsetof<SourceInput>("weight") != 0) ERROR("SourceInput.weight moved");
if (offsetof<SourceInput>("pad") != 4) ERROR("SourceInput.pad moved");

/** account; empty `parent` and ordersMax 0 when absent; followed by unwindCount Name, positionCount PositionInput and collateralCount CollateralInput records. */
@unmanaged
export class AccountCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  unwindCount: u32;
  mode: u32;
  positionCount: u32;
  collateralCount: u32;
  ordersMax: u32;
  pad: u32;
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 40);
  }
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 112);
  }
  @inline get parent(): Name {
    return changetype<Name>(changetype<usize>(this) + 184);
  }
  @inline get cash(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 256);
  }
}
export const ACCOUNT_COMMAND_BYTES: usize = 280;
if (offsetof<AccountCommand>("size") != 0) ERROR("AccountCommand.size moved");
if (offsetof<AccountCommand>("type") != 4) ERROR("AccountCommand.type moved");
if (offsetof<AccountCommand>("flags") != 6) ERROR("AccountCommand.flags moved");
if (offsetof<AccountCommand>("time") != 8) ERROR("AccountCommand.time moved");
if (offsetof<AccountCommand>("unwindCount") != 16) ERROR("AccountCommand.unwindCount moved");
if (offsetof<AccountCommand>("mode") != 20) ERROR("AccountCommand.mode moved");
if (offsetof<AccountCommand>("positionCount") != 24) ERROR("AccountCommand.positionCount moved");
if (offsetof<AccountCommand>("collateralCount") != 28) ERROR("AccountCommand.collateralCount moved");
if (offsetof<AccountCommand>("ordersMax") != 32) ERROR("AccountCommand.ordersMax moved");
if (offsetof<AccountCommand>("pad") != 36) ERROR("AccountCommand.pad moved");

/** One position of an `account` command. */
@unmanaged
export class PositionInput {
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 0);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 72);
  }
  @inline get entryPrice(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 96);
  }
}
export const POSITION_INPUT_BYTES: usize = 120;

/** Collateral of one asset that an `account` command brings. */
@unmanaged
export class CollateralInput {
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 0);
  }
  @inline get amount(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 72);
  }
}
export const COLLATERAL_INPUT_BYTES: usize = 96;

/** transfer; empty `to` and `asset` when absent. */
@unmanaged
export class TransferCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get to(): Name {
    return changetype<Name>(changetype<usize>(this) + 88);
  }
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 160);
  }
  @inline get amount(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 232);
  }
}
export const TRANSFER_COMMAND_BYTES: usize = 256;
if (offsetof<TransferCommand>("size") != 0) ERROR("TransferCommand.size moved");
if (offsetof<TransferCommand>("type") != 4) ERROR("TransferCommand.type moved");
if (offsetof<TransferCommand>("flags") != 6) ERROR("TransferCommand.flags moved");
if (offsetof<TransferCommand>("time") != 8) ERROR("TransferCommand.time moved");

/** position */
@unmanaged
export class PositionCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 88);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 160);
  }
  @inline get entryPrice(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 184);
  }
}
export const POSITION_COMMAND_BYTES: usize = 208;
if (offsetof<PositionCommand>("size") != 0) ERROR("PositionCommand.size moved");
if (offsetof<PositionCommand>("type") != 4) ERROR("PositionCommand.type moved");
if (offsetof<PositionCommand>("flags") != 6) ERROR("PositionCommand.flags moved");
if (offsetof<PositionCommand>("time") != 8) ERROR("PositionCommand.time moved");

/** tick; sourceTime −1 when absent. */
@unmanaged
export class TickCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  sequence: u64;
  sourceTime: i64;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 32);
  }
  @inline get source(): Name {
    return changetype<Name>(changetype<usize>(this) + 104);
  }
  @inline get price(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 176);
  }
}
export const TICK_COMMAND_BYTES: usize = 200;
if (offsetof<TickCommand>("size") != 0) ERROR("TickCommand.size moved");
if (offsetof<TickCommand>("type") != 4) ERROR("TickCommand.type moved");
if (offsetof<TickCommand>("flags") != 6) ERROR("TickCommand.flags moved");
if (offsetof<TickCommand>("time") != 8) ERROR("TickCommand.time moved");
if (offsetof<TickCommand>("sequence") != 16) ERROR("TickCommand.sequence moved");
if (offsetof<TickCommand>("sourceTime") != 24) ERROR("TickCommand.sourceTime moved");

/** sourceReset */
@unmanaged
export class SourceResetCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get source(): Name {
    return changetype<Name>(changetype<usize>(this) + 88);
  }
}
export const SOURCE_RESET_COMMAND_BYTES: usize = 160;
if (offsetof<SourceResetCommand>("size") != 0) ERROR("SourceResetCommand.size moved");
if (offsetof<SourceResetCommand>("type") != 4) ERROR("SourceResetCommand.type moved");
if (offsetof<SourceResetCommand>("flags") != 6) ERROR("SourceResetCommand.flags moved");
if (offsetof<SourceResetCommand>("time") != 8) ERROR("SourceResetCommand.time moved");

/** trade: at an outside venue. */
@unmanaged
export class TradeCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get price(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 88);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 112);
  }
}
export const TRADE_COMMAND_BYTES: usize = 136;
if (offsetof<TradeCommand>("size") != 0) ERROR("TradeCommand.size moved");
if (offsetof<TradeCommand>("type") != 4) ERROR("TradeCommand.type moved");
if (offsetof<TradeCommand>("flags") != 6) ERROR("TradeCommand.flags moved");
if (offsetof<TradeCommand>("time") != 8) ERROR("TradeCommand.time moved");

/** book; followed by bidCount + askCount BookLevelInput records. */
@unmanaged
export class BookCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  bidCount: u32;
  askCount: u32;
  snapshot: u32;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 32);
  }
}
export const BOOK_COMMAND_BYTES: usize = 104;
if (offsetof<BookCommand>("size") != 0) ERROR("BookCommand.size moved");
if (offsetof<BookCommand>("type") != 4) ERROR("BookCommand.type moved");
if (offsetof<BookCommand>("flags") != 6) ERROR("BookCommand.flags moved");
if (offsetof<BookCommand>("time") != 8) ERROR("BookCommand.time moved");
if (offsetof<BookCommand>("bidCount") != 16) ERROR("BookCommand.bidCount moved");
if (offsetof<BookCommand>("askCount") != 20) ERROR("BookCommand.askCount moved");
if (offsetof<BookCommand>("snapshot") != 24) ERROR("BookCommand.snapshot moved");

/** One level of a book command. */
@unmanaged
export class BookLevelInput {
  @inline get price(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 0);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 24);
  }
}
export const BOOK_LEVEL_INPUT_BYTES: usize = 48;

/** order; price absent = market order; empty `order` when the client gave none; expires −1 and stop absent: none; stopBy 0: not said, else StopBy + 1. */
@unmanaged
export class OrderCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  expires: i64;
  side: u8;
  timeInForce: u8;
  postOnly: u8;
  reduceOnly: u8;
  selfTrade: u8;
  stopBy: u8;
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 32);
  }
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 104);
  }
  @inline get order(): Name {
    return changetype<Name>(changetype<usize>(this) + 176);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 248);
  }
  @inline get price(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 272);
  }
  @inline get stop(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 296);
  }
}
export const ORDER_COMMAND_BYTES: usize = 320;
if (offsetof<OrderCommand>("size") != 0) ERROR("OrderCommand.size moved");
if (offsetof<OrderCommand>("type") != 4) ERROR("OrderCommand.type moved");
if (offsetof<OrderCommand>("flags") != 6) ERROR("OrderCommand.flags moved");
if (offsetof<OrderCommand>("time") != 8) ERROR("OrderCommand.time moved");
if (offsetof<OrderCommand>("expires") != 16) ERROR("OrderCommand.expires moved");
if (offsetof<OrderCommand>("side") != 24) ERROR("OrderCommand.side moved");
if (offsetof<OrderCommand>("timeInForce") != 25) ERROR("OrderCommand.timeInForce moved");
if (offsetof<OrderCommand>("postOnly") != 26) ERROR("OrderCommand.postOnly moved");
if (offsetof<OrderCommand>("reduceOnly") != 27) ERROR("OrderCommand.reduceOnly moved");
if (offsetof<OrderCommand>("selfTrade") != 28) ERROR("OrderCommand.selfTrade moved");
if (offsetof<OrderCommand>("stopBy") != 29) ERROR("OrderCommand.stopBy moved");

/** cancel; empty `account` when absent. */
@unmanaged
export class CancelCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get order(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 88);
  }
}
export const CANCEL_COMMAND_BYTES: usize = 160;
if (offsetof<CancelCommand>("size") != 0) ERROR("CancelCommand.size moved");
if (offsetof<CancelCommand>("type") != 4) ERROR("CancelCommand.type moved");
if (offsetof<CancelCommand>("flags") != 6) ERROR("CancelCommand.flags moved");
if (offsetof<CancelCommand>("time") != 8) ERROR("CancelCommand.time moved");

/** cancelAll; empty market = all; side 0: both, else Side + 1. */
@unmanaged
export class CancelAllCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  side: u32;
  pad: u32;
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
}
export const CANCEL_ALL_COMMAND_BYTES: usize = 168;
if (offsetof<CancelAllCommand>("size") != 0) ERROR("CancelAllCommand.size moved");
if (offsetof<CancelAllCommand>("type") != 4) ERROR("CancelAllCommand.type moved");
if (offsetof<CancelAllCommand>("flags") != 6) ERROR("CancelAllCommand.flags moved");
if (offsetof<CancelAllCommand>("time") != 8) ERROR("CancelAllCommand.time moved");
if (offsetof<CancelAllCommand>("side") != 16) ERROR("CancelAllCommand.side moved");
if (offsetof<CancelAllCommand>("pad") != 20) ERROR("CancelAllCommand.pad moved");

/** reconcile; cash may be absent; followed by keepCount Name records. */
@unmanaged
export class ReconcileCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  keepCount: u32;
  pad: u32;
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 168);
  }
  @inline get entryPrice(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 192);
  }
  @inline get cash(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 216);
  }
}
export const RECONCILE_COMMAND_BYTES: usize = 240;
if (offsetof<ReconcileCommand>("size") != 0) ERROR("ReconcileCommand.size moved");
if (offsetof<ReconcileCommand>("type") != 4) ERROR("ReconcileCommand.type moved");
if (offsetof<ReconcileCommand>("flags") != 6) ERROR("ReconcileCommand.flags moved");
if (offsetof<ReconcileCommand>("time") != 8) ERROR("ReconcileCommand.time moved");
if (offsetof<ReconcileCommand>("keepCount") != 16) ERROR("ReconcileCommand.keepCount moved");
if (offsetof<ReconcileCommand>("pad") != 20) ERROR("ReconcileCommand.pad moved");

/** execution: on a slice (order), or from elsewhere (account, market, side); side 0: none, else Side + 1. */
@unmanaged
export class ExecutionCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  status: u32;
  side: u32;
  @inline get order(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 168);
  }
  @inline get execution(): Name {
    return changetype<Name>(changetype<usize>(this) + 240);
  }
  @inline get price(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 312);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 336);
  }
  @inline get fee(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 360);
  }
}
export const EXECUTION_COMMAND_BYTES: usize = 384;
if (offsetof<ExecutionCommand>("size") != 0) ERROR("ExecutionCommand.size moved");
if (offsetof<ExecutionCommand>("type") != 4) ERROR("ExecutionCommand.type moved");
if (offsetof<ExecutionCommand>("flags") != 6) ERROR("ExecutionCommand.flags moved");
if (offsetof<ExecutionCommand>("time") != 8) ERROR("ExecutionCommand.time moved");
if (offsetof<ExecutionCommand>("status") != 16) ERROR("ExecutionCommand.status moved");
if (offsetof<ExecutionCommand>("side") != 20) ERROR("ExecutionCommand.side moved");

/** policy */
@unmanaged
export class PolicyCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get policy(): Policy {
    return changetype<Policy>(changetype<usize>(this) + 88);
  }
}
export const POLICY_COMMAND_BYTES: usize = 272;
if (offsetof<PolicyCommand>("size") != 0) ERROR("PolicyCommand.size moved");
if (offsetof<PolicyCommand>("type") != 4) ERROR("PolicyCommand.type moved");
if (offsetof<PolicyCommand>("flags") != 6) ERROR("PolicyCommand.flags moved");
if (offsetof<PolicyCommand>("time") != 8) ERROR("PolicyCommand.time moved");

/** halt, resume, depth, report, domainReport, liquidationMap: one name set; of report two. */
@unmanaged
export class ScopeCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  levels: u32;
  pad: u32;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 168);
  }
}
export const SCOPE_COMMAND_BYTES: usize = 240;
if (offsetof<ScopeCommand>("size") != 0) ERROR("ScopeCommand.size moved");
if (offsetof<ScopeCommand>("type") != 4) ERROR("ScopeCommand.type moved");
if (offsetof<ScopeCommand>("flags") != 6) ERROR("ScopeCommand.flags moved");
if (offsetof<ScopeCommand>("time") != 8) ERROR("ScopeCommand.time moved");
if (offsetof<ScopeCommand>("levels") != 16) ERROR("ScopeCommand.levels moved");
if (offsetof<ScopeCommand>("pad") != 20) ERROR("ScopeCommand.pad moved");

/** collateral */
@unmanaged
export class CollateralCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  haircutPpm: u32;
  decimals: u32;
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 168);
  }
  @inline get seizeAt(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 240);
  }
  @inline get depositMax(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 264);
  }
}
export const COLLATERAL_COMMAND_BYTES: usize = 288;
if (offsetof<CollateralCommand>("size") != 0) ERROR("CollateralCommand.size moved");
if (offsetof<CollateralCommand>("type") != 4) ERROR("CollateralCommand.type moved");
if (offsetof<CollateralCommand>("flags") != 6) ERROR("CollateralCommand.flags moved");
if (offsetof<CollateralCommand>("time") != 8) ERROR("CollateralCommand.time moved");
if (offsetof<CollateralCommand>("haircutPpm") != 16) ERROR("CollateralCommand.haircutPpm moved");
if (offsetof<CollateralCommand>("decimals") != 20) ERROR("CollateralCommand.decimals moved");

/** collateralSale */
@unmanaged
export class CollateralSaleCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 88);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 160);
  }
  @inline get proceeds(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 184);
  }
}
export const COLLATERAL_SALE_COMMAND_BYTES: usize = 208;
if (offsetof<CollateralSaleCommand>("size") != 0) ERROR("CollateralSaleCommand.size moved");
if (offsetof<CollateralSaleCommand>("type") != 4) ERROR("CollateralSaleCommand.type moved");
if (offsetof<CollateralSaleCommand>("flags") != 6) ERROR("CollateralSaleCommand.flags moved");
if (offsetof<CollateralSaleCommand>("time") != 8) ERROR("CollateralSaleCommand.time moved");

/** amend; quantity (the total), open, price and stop may be absent; expires −1, empty `account` when absent. */
@unmanaged
export class AmendCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  expires: i64;
  @inline get order(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get account(): Name {
    return changetype<Name>(changetype<usize>(this) + 96);
  }
  @inline get quantity(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 168);
  }
  @inline get open(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 192);
  }
  @inline get price(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 216);
  }
  @inline get stop(): Decimal {
    return changetype<Decimal>(changetype<usize>(this) + 240);
  }
}
export const AMEND_COMMAND_BYTES: usize = 264;
if (offsetof<AmendCommand>("size") != 0) ERROR("AmendCommand.size moved");
if (offsetof<AmendCommand>("type") != 4) ERROR("AmendCommand.type moved");
if (offsetof<AmendCommand>("flags") != 6) ERROR("AmendCommand.flags moved");
if (offsetof<AmendCommand>("time") != 8) ERROR("AmendCommand.time moved");
if (offsetof<AmendCommand>("expires") != 16) ERROR("AmendCommand.expires moved");

/** funding */
@unmanaged
export class FundingCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  ratePpb: i64;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
}
export const FUNDING_COMMAND_BYTES: usize = 96;
if (offsetof<FundingCommand>("size") != 0) ERROR("FundingCommand.size moved");
if (offsetof<FundingCommand>("type") != 4) ERROR("FundingCommand.type moved");
if (offsetof<FundingCommand>("flags") != 6) ERROR("FundingCommand.flags moved");
if (offsetof<FundingCommand>("time") != 8) ERROR("FundingCommand.time moved");
if (offsetof<FundingCommand>("ratePpb") != 16) ERROR("FundingCommand.ratePpb moved");

/** breakers */
@unmanaged
export class BreakersCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get breakers(): Breakers {
    return changetype<Breakers>(changetype<usize>(this) + 88);
  }
}
export const BREAKERS_COMMAND_BYTES: usize = 152;
if (offsetof<BreakersCommand>("size") != 0) ERROR("BreakersCommand.size moved");
if (offsetof<BreakersCommand>("type") != 4) ERROR("BreakersCommand.type moved");
if (offsetof<BreakersCommand>("flags") != 6) ERROR("BreakersCommand.flags moved");
if (offsetof<BreakersCommand>("time") != 8) ERROR("BreakersCommand.time moved");

/** tiers; followed by tierCount TierInput records. */
@unmanaged
export class TiersCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  tierCount: u32;
  pad: u32;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
}
export const TIERS_COMMAND_BYTES: usize = 96;
if (offsetof<TiersCommand>("size") != 0) ERROR("TiersCommand.size moved");
if (offsetof<TiersCommand>("type") != 4) ERROR("TiersCommand.type moved");
if (offsetof<TiersCommand>("flags") != 6) ERROR("TiersCommand.flags moved");
if (offsetof<TiersCommand>("time") != 8) ERROR("TiersCommand.time moved");
if (offsetof<TiersCommand>("tierCount") != 16) ERROR("TiersCommand.tierCount moved");
if (offsetof<TiersCommand>("pad") != 20) ERROR("TiersCommand.pad moved");

/** domainSettings */
@unmanaged
export class DomainSettingsCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  @inline get domain(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
  @inline get settings(): DomainSettings {
    return changetype<DomainSettings>(changetype<usize>(this) + 88);
  }
}
export const DOMAIN_SETTINGS_COMMAND_BYTES: usize = 152;
if (offsetof<DomainSettingsCommand>("size") != 0) ERROR("DomainSettingsCommand.size moved");
if (offsetof<DomainSettingsCommand>("type") != 4) ERROR("DomainSettingsCommand.type moved");
if (offsetof<DomainSettingsCommand>("flags") != 6) ERROR("DomainSettingsCommand.flags moved");
if (offsetof<DomainSettingsCommand>("time") != 8) ERROR("DomainSettingsCommand.time moved");

/** feedSettings; followed by sourceCount SourceInput; 0: weights stay. */
@unmanaged
export class FeedSettingsCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  sourceCount: u32;
  pad: u32;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
  @inline get settings(): FeedSettings {
    return changetype<FeedSettings>(changetype<usize>(this) + 96);
  }
}
export const FEED_SETTINGS_COMMAND_BYTES: usize = 248;
if (offsetof<FeedSettingsCommand>("size") != 0) ERROR("FeedSettingsCommand.size moved");
if (offsetof<FeedSettingsCommand>("type") != 4) ERROR("FeedSettingsCommand.type moved");
if (offsetof<FeedSettingsCommand>("flags") != 6) ERROR("FeedSettingsCommand.flags moved");
if (offsetof<FeedSettingsCommand>("time") != 8) ERROR("FeedSettingsCommand.time moved");
if (offsetof<FeedSettingsCommand>("sourceCount") != 16) ERROR("FeedSettingsCommand.sourceCount moved");
if (offsetof<FeedSettingsCommand>("pad") != 20) ERROR("FeedSettingsCommand.pad moved");

/** marketState */
@unmanaged
export class MarketStateCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  state: u32;
  pad: u32;
  @inline get market(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
}
export const MARKET_STATE_COMMAND_BYTES: usize = 96;
if (offsetof<MarketStateCommand>("size") != 0) ERROR("MarketStateCommand.size moved");
if (offsetof<MarketStateCommand>("type") != 4) ERROR("MarketStateCommand.type moved");
if (offsetof<MarketStateCommand>("flags") != 6) ERROR("MarketStateCommand.flags moved");
if (offsetof<MarketStateCommand>("time") != 8) ERROR("MarketStateCommand.time moved");
if (offsetof<MarketStateCommand>("state") != 16) ERROR("MarketStateCommand.state moved");
if (offsetof<MarketStateCommand>("pad") != 20) ERROR("MarketStateCommand.pad moved");

/** clock, snapshot, hash. */
@unmanaged
export class BareCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
}
export const BARE_COMMAND_BYTES: usize = 16;
if (offsetof<BareCommand>("size") != 0) ERROR("BareCommand.size moved");
if (offsetof<BareCommand>("type") != 4) ERROR("BareCommand.type moved");
if (offsetof<BareCommand>("flags") != 6) ERROR("BareCommand.flags moved");
if (offsetof<BareCommand>("time") != 8) ERROR("BareCommand.time moved");

/** A tick in numbers. sourceTime 0 = absent. */
@unmanaged
export class TickByIdCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  market: u32;
  source: u32;
  price: i64;
  sequence: u64;
  sourceTime: u64;
}
export const TICK_BY_ID_COMMAND_BYTES: usize = 48;
if (offsetof<TickByIdCommand>("size") != 0) ERROR("TickByIdCommand.size moved");
if (offsetof<TickByIdCommand>("type") != 4) ERROR("TickByIdCommand.type moved");
if (offsetof<TickByIdCommand>("flags") != 6) ERROR("TickByIdCommand.flags moved");
if (offsetof<TickByIdCommand>("time") != 8) ERROR("TickByIdCommand.time moved");
if (offsetof<TickByIdCommand>("market") != 16) ERROR("TickByIdCommand.market moved");
if (offsetof<TickByIdCommand>("source") != 20) ERROR("TickByIdCommand.source moved");
if (offsetof<TickByIdCommand>("price") != 24) ERROR("TickByIdCommand.price moved");
if (offsetof<TickByIdCommand>("sequence") != 32) ERROR("TickByIdCommand.sequence moved");
if (offsetof<TickByIdCommand>("sourceTime") != 40) ERROR("TickByIdCommand.sourceTime moved");

/** An SBE TickBatch message, as it came, follows; `bytes` is its length. */
@unmanaged
export class TickBatchCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  bytes: u32;
  pad: u32;
}
export const TICK_BATCH_COMMAND_BYTES: usize = 24;
if (offsetof<TickBatchCommand>("size") != 0) ERROR("TickBatchCommand.size moved");
if (offsetof<TickBatchCommand>("type") != 4) ERROR("TickBatchCommand.type moved");
if (offsetof<TickBatchCommand>("flags") != 6) ERROR("TickBatchCommand.flags moved");
if (offsetof<TickBatchCommand>("time") != 8) ERROR("TickBatchCommand.time moved");
if (offsetof<TickBatchCommand>("bytes") != 16) ERROR("TickBatchCommand.bytes moved");
if (offsetof<TickBatchCommand>("pad") != 20) ERROR("TickBatchCommand.pad moved");

/** One entry of an SBE TickBatch. */
@unmanaged
export class SbeTick {
  market: u32;
  source: u32;
  price: i64;
  sequence: u64;
  sourceTime: u64;
}
export const SBE_TICK_BYTES: usize = 32;
if (offsetof<SbeTick>("market") != 0) ERROR("SbeTick.market moved");
if (offsetof<SbeTick>("source") != 4) ERROR("SbeTick.source moved");
if (offsetof<SbeTick>("price") != 8) ERROR("SbeTick.price moved");
if (offsetof<SbeTick>("sequence") != 16) ERROR("SbeTick.sequence moved");
if (offsetof<SbeTick>("sourceTime") != 24) ERROR("SbeTick.sourceTime moved");

/** An order in numbers; price 0 = market order. */
@unmanaged
export class OrderByIdCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  account: u32;
  market: u32;
  price: i64;
  quantity: i64;
  side: u8;
  timeInForce: u8;
  postOnly: u8;
  reduceOnly: u8;
  selfTrade: u8;
}
export const ORDER_BY_ID_COMMAND_BYTES: usize = 48;
if (offsetof<OrderByIdCommand>("size") != 0) ERROR("OrderByIdCommand.size moved");
if (offsetof<OrderByIdCommand>("type") != 4) ERROR("OrderByIdCommand.type moved");
if (offsetof<OrderByIdCommand>("flags") != 6) ERROR("OrderByIdCommand.flags moved");
if (offsetof<OrderByIdCommand>("time") != 8) ERROR("OrderByIdCommand.time moved");
if (offsetof<OrderByIdCommand>("account") != 16) ERROR("OrderByIdCommand.account moved");
if (offsetof<OrderByIdCommand>("market") != 20) ERROR("OrderByIdCommand.market moved");
if (offsetof<OrderByIdCommand>("price") != 24) ERROR("OrderByIdCommand.price moved");
if (offsetof<OrderByIdCommand>("quantity") != 32) ERROR("OrderByIdCommand.quantity moved");
if (offsetof<OrderByIdCommand>("side") != 40) ERROR("OrderByIdCommand.side moved");
if (offsetof<OrderByIdCommand>("timeInForce") != 41) ERROR("OrderByIdCommand.timeInForce moved");
if (offsetof<OrderByIdCommand>("postOnly") != 42) ERROR("OrderByIdCommand.postOnly moved");
if (offsetof<OrderByIdCommand>("reduceOnly") != 43) ERROR("OrderByIdCommand.reduceOnly moved");
if (offsetof<OrderByIdCommand>("selfTrade") != 44) ERROR("OrderByIdCommand.selfTrade moved");

/** Cancels the order O<number>. */
@unmanaged
export class CancelByNumberCommand {
  size: u32;
  type: u16;
  flags: u16;
  time: u64;
  number: u64;
}
export const CANCEL_BY_NUMBER_COMMAND_BYTES: usize = 24;
if (offsetof<CancelByNumberCommand>("size") != 0) ERROR("CancelByNumberCommand.size moved");
if (offsetof<CancelByNumberCommand>("type") != 4) ERROR("CancelByNumberCommand.type moved");
if (offsetof<CancelByNumberCommand>("flags") != 6) ERROR("CancelByNumberCommand.flags moved");
if (offsetof<CancelByNumberCommand>("time") != 8) ERROR("CancelByNumberCommand.time moved");
if (offsetof<CancelByNumberCommand>("number") != 16) ERROR("CancelByNumberCommand.number moved");

/** Begins every event. seq 0 = an answer to a query. */
@unmanaged
export class EventHeader {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
}
export const EVENT_HEADER_BYTES: usize = 32;
if (offsetof<EventHeader>("size") != 0) ERROR("EventHeader.size moved");
if (offsetof<EventHeader>("type") != 4) ERROR("EventHeader.type moved");
if (offsetof<EventHeader>("flags") != 6) ERROR("EventHeader.flags moved");
if (offsetof<EventHeader>("seq") != 8) ERROR("EventHeader.seq moved");
if (offsetof<EventHeader>("commandSeq") != 16) ERROR("EventHeader.commandSeq moved");
if (offsetof<EventHeader>("time") != 24) ERROR("EventHeader.time moved");

/** accepted; ids NONE, order 0 where nothing was defined; a client's name trails. */
@unmanaged
export class AcceptedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  command: u16;
  warning: u16;
  domain: u32;
  market: u32;
  account: u32;
  orderKind: u8;
}
export const ACCEPTED_EVENT_BYTES: usize = 64;
if (offsetof<AcceptedEvent>("size") != 0) ERROR("AcceptedEvent.size moved");
if (offsetof<AcceptedEvent>("type") != 4) ERROR("AcceptedEvent.type moved");
if (offsetof<AcceptedEvent>("flags") != 6) ERROR("AcceptedEvent.flags moved");
if (offsetof<AcceptedEvent>("seq") != 8) ERROR("AcceptedEvent.seq moved");
if (offsetof<AcceptedEvent>("commandSeq") != 16) ERROR("AcceptedEvent.commandSeq moved");
if (offsetof<AcceptedEvent>("time") != 24) ERROR("AcceptedEvent.time moved");
if (offsetof<AcceptedEvent>("order") != 32) ERROR("AcceptedEvent.order moved");
if (offsetof<AcceptedEvent>("command") != 40) ERROR("AcceptedEvent.command moved");
if (offsetof<AcceptedEvent>("warning") != 42) ERROR("AcceptedEvent.warning moved");
if (offsetof<AcceptedEvent>("domain") != 44) ERROR("AcceptedEvent.domain moved");
if (offsetof<AcceptedEvent>("market") != 48) ERROR("AcceptedEvent.market moved");
if (offsetof<AcceptedEvent>("account") != 52) ERROR("AcceptedEvent.account moved");
if (offsetof<AcceptedEvent>("orderKind") != 56) ERROR("AcceptedEvent.orderKind moved");

/** rejected; `field` is a name when the decoder refused, else `fieldId`, of row `place` − 1 of a list; `market` with PRICE_IN_DOUBT. */
@unmanaged
export class RejectedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  command: u16;
  code: u16;
  detail: u16;
  fieldId: u16;
  market: u32;
  place: u32;
  @inline get field(): Name {
    return changetype<Name>(changetype<usize>(this) + 48);
  }
}
export const REJECTED_EVENT_BYTES: usize = 120;
if (offsetof<RejectedEvent>("size") != 0) ERROR("RejectedEvent.size moved");
if (offsetof<RejectedEvent>("type") != 4) ERROR("RejectedEvent.type moved");
if (offsetof<RejectedEvent>("flags") != 6) ERROR("RejectedEvent.flags moved");
if (offsetof<RejectedEvent>("seq") != 8) ERROR("RejectedEvent.seq moved");
if (offsetof<RejectedEvent>("commandSeq") != 16) ERROR("RejectedEvent.commandSeq moved");
if (offsetof<RejectedEvent>("time") != 24) ERROR("RejectedEvent.time moved");
if (offsetof<RejectedEvent>("command") != 32) ERROR("RejectedEvent.command moved");
if (offsetof<RejectedEvent>("code") != 34) ERROR("RejectedEvent.code moved");
if (offsetof<RejectedEvent>("detail") != 36) ERROR("RejectedEvent.detail moved");
if (offsetof<RejectedEvent>("fieldId") != 38) ERROR("RejectedEvent.fieldId moved");
if (offsetof<RejectedEvent>("market") != 40) ERROR("RejectedEvent.market moved");
if (offsetof<RejectedEvent>("place") != 44) ERROR("RejectedEvent.place moved");

/** mark */
@unmanaged
export class MarkEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  index: i64;
  mark: i64;
  market: u32;
  sources: u32;
}
export const MARK_EVENT_BYTES: usize = 56;
if (offsetof<MarkEvent>("size") != 0) ERROR("MarkEvent.size moved");
if (offsetof<MarkEvent>("type") != 4) ERROR("MarkEvent.type moved");
if (offsetof<MarkEvent>("flags") != 6) ERROR("MarkEvent.flags moved");
if (offsetof<MarkEvent>("seq") != 8) ERROR("MarkEvent.seq moved");
if (offsetof<MarkEvent>("commandSeq") != 16) ERROR("MarkEvent.commandSeq moved");
if (offsetof<MarkEvent>("time") != 24) ERROR("MarkEvent.time moved");
if (offsetof<MarkEvent>("index") != 32) ERROR("MarkEvent.index moved");
if (offsetof<MarkEvent>("mark") != 40) ERROR("MarkEvent.mark moved");
if (offsetof<MarkEvent>("market") != 48) ERROR("MarkEvent.market moved");
if (offsetof<MarkEvent>("sources") != 52) ERROR("MarkEvent.sources moved");

/** liquidationOpened; followed by legs EvidenceLeg, each with its EvidenceSource. */
@unmanaged
export class OpenedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  equity: i64;
  maintenanceMargin: i64;
  account: u32;
  legs: u32;
}
export const OPENED_EVENT_BYTES: usize = 64;
if (offsetof<OpenedEvent>("size") != 0) ERROR("OpenedEvent.size moved");
if (offsetof<OpenedEvent>("type") != 4) ERROR("OpenedEvent.type moved");
if (offsetof<OpenedEvent>("flags") != 6) ERROR("OpenedEvent.flags moved");
if (offsetof<OpenedEvent>("seq") != 8) ERROR("OpenedEvent.seq moved");
if (offsetof<OpenedEvent>("commandSeq") != 16) ERROR("OpenedEvent.commandSeq moved");
if (offsetof<OpenedEvent>("time") != 24) ERROR("OpenedEvent.time moved");
if (offsetof<OpenedEvent>("case") != 32) ERROR("OpenedEvent.case moved");
if (offsetof<OpenedEvent>("equity") != 40) ERROR("OpenedEvent.equity moved");
if (offsetof<OpenedEvent>("maintenanceMargin") != 48) ERROR("OpenedEvent.maintenanceMargin moved");
if (offsetof<OpenedEvent>("account") != 56) ERROR("OpenedEvent.account moved");
if (offsetof<OpenedEvent>("legs") != 60) ERROR("OpenedEvent.legs moved");

/** What a leg's market looked like. Quantity 0: that side of the book is empty. */
@unmanaged
export class EvidenceLeg {
  index: i64;
  mark: i64;
  bidPrice: i64;
  bidQuantity: i64;
  askPrice: i64;
  askQuantity: i64;
  market: u32;
  sources: u32;
}
export const EVIDENCE_LEG_BYTES: usize = 56;
if (offsetof<EvidenceLeg>("index") != 0) ERROR("EvidenceLeg.index moved");
if (offsetof<EvidenceLeg>("mark") != 8) ERROR("EvidenceLeg.mark moved");
if (offsetof<EvidenceLeg>("bidPrice") != 16) ERROR("EvidenceLeg.bidPrice moved");
if (offsetof<EvidenceLeg>("bidQuantity") != 24) ERROR("EvidenceLeg.bidQuantity moved");
if (offsetof<EvidenceLeg>("askPrice") != 32) ERROR("EvidenceLeg.askPrice moved");
if (offsetof<EvidenceLeg>("askQuantity") != 40) ERROR("EvidenceLeg.askQuantity moved");
if (offsetof<EvidenceLeg>("market") != 48) ERROR("EvidenceLeg.market moved");
if (offsetof<EvidenceLeg>("sources") != 52) ERROR("EvidenceLeg.sources moved");

/** A source that counted. */
@unmanaged
export class EvidenceSource {
  price: i64;
  age: i64;
  source: u32;
  pad: u32;
}
export const EVIDENCE_SOURCE_BYTES: usize = 24;
if (offsetof<EvidenceSource>("price") != 0) ERROR("EvidenceSource.price moved");
if (offsetof<EvidenceSource>("age") != 8) ERROR("EvidenceSource.age moved");
if (offsetof<EvidenceSource>("source") != 16) ERROR("EvidenceSource.source moved");
if (offsetof<EvidenceSource>("pad") != 20) ERROR("EvidenceSource.pad moved");

/** liquidationBlocked, liquidationUnblocked, liquidationWaiting. */
@unmanaged
export class CaseEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  account: u32;
  market: u32;
  breaker: u32;
}
export const CASE_EVENT_BYTES: usize = 56;
if (offsetof<CaseEvent>("size") != 0) ERROR("CaseEvent.size moved");
if (offsetof<CaseEvent>("type") != 4) ERROR("CaseEvent.type moved");
if (offsetof<CaseEvent>("flags") != 6) ERROR("CaseEvent.flags moved");
if (offsetof<CaseEvent>("seq") != 8) ERROR("CaseEvent.seq moved");
if (offsetof<CaseEvent>("commandSeq") != 16) ERROR("CaseEvent.commandSeq moved");
if (offsetof<CaseEvent>("time") != 24) ERROR("CaseEvent.time moved");
if (offsetof<CaseEvent>("case") != 32) ERROR("CaseEvent.case moved");
if (offsetof<CaseEvent>("account") != 40) ERROR("CaseEvent.account moved");
if (offsetof<CaseEvent>("market") != 44) ERROR("CaseEvent.market moved");
if (offsetof<CaseEvent>("breaker") != 48) ERROR("CaseEvent.breaker moved");

/** slice: the liquidation order. */
@unmanaged
export class SliceEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  case: u64;
  quantity: i64;
  limitPrice: i64;
  remaining: i64;
  expires: i64;
  account: u32;
  market: u32;
  side: u8;
  timeInForce: u8;
  postOnly: u8;
  algorithm: u8;
}
export const SLICE_EVENT_BYTES: usize = 96;
if (offsetof<SliceEvent>("size") != 0) ERROR("SliceEvent.size moved");
if (offsetof<SliceEvent>("type") != 4) ERROR("SliceEvent.type moved");
if (offsetof<SliceEvent>("flags") != 6) ERROR("SliceEvent.flags moved");
if (offsetof<SliceEvent>("seq") != 8) ERROR("SliceEvent.seq moved");
if (offsetof<SliceEvent>("commandSeq") != 16) ERROR("SliceEvent.commandSeq moved");
if (offsetof<SliceEvent>("time") != 24) ERROR("SliceEvent.time moved");
if (offsetof<SliceEvent>("order") != 32) ERROR("SliceEvent.order moved");
if (offsetof<SliceEvent>("case") != 40) ERROR("SliceEvent.case moved");
if (offsetof<SliceEvent>("quantity") != 48) ERROR("SliceEvent.quantity moved");
if (offsetof<SliceEvent>("limitPrice") != 56) ERROR("SliceEvent.limitPrice moved");
if (offsetof<SliceEvent>("remaining") != 64) ERROR("SliceEvent.remaining moved");
if (offsetof<SliceEvent>("expires") != 72) ERROR("SliceEvent.expires moved");
if (offsetof<SliceEvent>("account") != 80) ERROR("SliceEvent.account moved");
if (offsetof<SliceEvent>("market") != 84) ERROR("SliceEvent.market moved");
if (offsetof<SliceEvent>("side") != 88) ERROR("SliceEvent.side moved");
if (offsetof<SliceEvent>("timeInForce") != 89) ERROR("SliceEvent.timeInForce moved");
if (offsetof<SliceEvent>("postOnly") != 90) ERROR("SliceEvent.postOnly moved");
if (offsetof<SliceEvent>("algorithm") != 91) ERROR("SliceEvent.algorithm moved");

/** cancelSlice */
@unmanaged
export class CancelSliceEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  case: u64;
  reason: u32;
}
export const CANCEL_SLICE_EVENT_BYTES: usize = 56;
if (offsetof<CancelSliceEvent>("size") != 0) ERROR("CancelSliceEvent.size moved");
if (offsetof<CancelSliceEvent>("type") != 4) ERROR("CancelSliceEvent.type moved");
if (offsetof<CancelSliceEvent>("flags") != 6) ERROR("CancelSliceEvent.flags moved");
if (offsetof<CancelSliceEvent>("seq") != 8) ERROR("CancelSliceEvent.seq moved");
if (offsetof<CancelSliceEvent>("commandSeq") != 16) ERROR("CancelSliceEvent.commandSeq moved");
if (offsetof<CancelSliceEvent>("time") != 24) ERROR("CancelSliceEvent.time moved");
if (offsetof<CancelSliceEvent>("order") != 32) ERROR("CancelSliceEvent.order moved");
if (offsetof<CancelSliceEvent>("case") != 40) ERROR("CancelSliceEvent.case moved");
if (offsetof<CancelSliceEvent>("reason") != 48) ERROR("CancelSliceEvent.reason moved");

/** fill; mark 0: there is none yet; the names of orders of kind `named` trail, the maker's first. */
@unmanaged
export class FillEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  makerOrder: u64;
  takerOrder: u64;
  price: i64;
  quantity: i64;
  makerFee: i64;
  takerFee: i64;
  liquidationFee: i64;
  case: u64;
  mark: i64;
  market: u32;
  maker: u32;
  taker: u32;
  side: u8;
  makerKind: u8;
  takerKind: u8;
}
export const FILL_EVENT_BYTES: usize = 120;
if (offsetof<FillEvent>("size") != 0) ERROR("FillEvent.size moved");
if (offsetof<FillEvent>("type") != 4) ERROR("FillEvent.type moved");
if (offsetof<FillEvent>("flags") != 6) ERROR("FillEvent.flags moved");
if (offsetof<FillEvent>("seq") != 8) ERROR("FillEvent.seq moved");
if (offsetof<FillEvent>("commandSeq") != 16) ERROR("FillEvent.commandSeq moved");
if (offsetof<FillEvent>("time") != 24) ERROR("FillEvent.time moved");
if (offsetof<FillEvent>("makerOrder") != 32) ERROR("FillEvent.makerOrder moved");
if (offsetof<FillEvent>("takerOrder") != 40) ERROR("FillEvent.takerOrder moved");
if (offsetof<FillEvent>("price") != 48) ERROR("FillEvent.price moved");
if (offsetof<FillEvent>("quantity") != 56) ERROR("FillEvent.quantity moved");
if (offsetof<FillEvent>("makerFee") != 64) ERROR("FillEvent.makerFee moved");
if (offsetof<FillEvent>("takerFee") != 72) ERROR("FillEvent.takerFee moved");
if (offsetof<FillEvent>("liquidationFee") != 80) ERROR("FillEvent.liquidationFee moved");
if (offsetof<FillEvent>("case") != 88) ERROR("FillEvent.case moved");
if (offsetof<FillEvent>("mark") != 96) ERROR("FillEvent.mark moved");
if (offsetof<FillEvent>("market") != 104) ERROR("FillEvent.market moved");
if (offsetof<FillEvent>("maker") != 108) ERROR("FillEvent.maker moved");
if (offsetof<FillEvent>("taker") != 112) ERROR("FillEvent.taker moved");
if (offsetof<FillEvent>("side") != 116) ERROR("FillEvent.side moved");
if (offsetof<FillEvent>("makerKind") != 117) ERROR("FillEvent.makerKind moved");
if (offsetof<FillEvent>("takerKind") != 118) ERROR("FillEvent.takerKind moved");

/** executionMismatch; case 0: none. The case is for its file, and is not told. */
@unmanaged
export class MismatchEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  case: u64;
  account: u32;
  market: u32;
  reason: u8;
}
export const MISMATCH_EVENT_BYTES: usize = 64;
if (offsetof<MismatchEvent>("size") != 0) ERROR("MismatchEvent.size moved");
if (offsetof<MismatchEvent>("type") != 4) ERROR("MismatchEvent.type moved");
if (offsetof<MismatchEvent>("flags") != 6) ERROR("MismatchEvent.flags moved");
if (offsetof<MismatchEvent>("seq") != 8) ERROR("MismatchEvent.seq moved");
if (offsetof<MismatchEvent>("commandSeq") != 16) ERROR("MismatchEvent.commandSeq moved");
if (offsetof<MismatchEvent>("time") != 24) ERROR("MismatchEvent.time moved");
if (offsetof<MismatchEvent>("order") != 32) ERROR("MismatchEvent.order moved");
if (offsetof<MismatchEvent>("case") != 40) ERROR("MismatchEvent.case moved");
if (offsetof<MismatchEvent>("account") != 48) ERROR("MismatchEvent.account moved");
if (offsetof<MismatchEvent>("market") != 52) ERROR("MismatchEvent.market moved");
if (offsetof<MismatchEvent>("reason") != 56) ERROR("MismatchEvent.reason moved");

/** rested, cancelled; price 0: a market order; a client's name trails. */
@unmanaged
export class OrderEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  quantity: i64;
  price: i64;
  account: u32;
  market: u32;
  reason: u8;
  orderKind: u8;
  side: u8;
}
export const ORDER_EVENT_BYTES: usize = 72;
if (offsetof<OrderEvent>("size") != 0) ERROR("OrderEvent.size moved");
if (offsetof<OrderEvent>("type") != 4) ERROR("OrderEvent.type moved");
if (offsetof<OrderEvent>("flags") != 6) ERROR("OrderEvent.flags moved");
if (offsetof<OrderEvent>("seq") != 8) ERROR("OrderEvent.seq moved");
if (offsetof<OrderEvent>("commandSeq") != 16) ERROR("OrderEvent.commandSeq moved");
if (offsetof<OrderEvent>("time") != 24) ERROR("OrderEvent.time moved");
if (offsetof<OrderEvent>("order") != 32) ERROR("OrderEvent.order moved");
if (offsetof<OrderEvent>("quantity") != 40) ERROR("OrderEvent.quantity moved");
if (offsetof<OrderEvent>("price") != 48) ERROR("OrderEvent.price moved");
if (offsetof<OrderEvent>("account") != 56) ERROR("OrderEvent.account moved");
if (offsetof<OrderEvent>("market") != 60) ERROR("OrderEvent.market moved");
if (offsetof<OrderEvent>("reason") != 64) ERROR("OrderEvent.reason moved");
if (offsetof<OrderEvent>("orderKind") != 65) ERROR("OrderEvent.orderKind moved");
if (offsetof<OrderEvent>("side") != 66) ERROR("OrderEvent.side moved");

/** armed; price 0: a stop-market order; a client's name trails. */
@unmanaged
export class ArmedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  quantity: i64;
  price: i64;
  stop: i64;
  account: u32;
  market: u32;
  side: u8;
  stopBy: u8;
  orderKind: u8;
}
export const ARMED_EVENT_BYTES: usize = 80;
if (offsetof<ArmedEvent>("size") != 0) ERROR("ArmedEvent.size moved");
if (offsetof<ArmedEvent>("type") != 4) ERROR("ArmedEvent.type moved");
if (offsetof<ArmedEvent>("flags") != 6) ERROR("ArmedEvent.flags moved");
if (offsetof<ArmedEvent>("seq") != 8) ERROR("ArmedEvent.seq moved");
if (offsetof<ArmedEvent>("commandSeq") != 16) ERROR("ArmedEvent.commandSeq moved");
if (offsetof<ArmedEvent>("time") != 24) ERROR("ArmedEvent.time moved");
if (offsetof<ArmedEvent>("order") != 32) ERROR("ArmedEvent.order moved");
if (offsetof<ArmedEvent>("quantity") != 40) ERROR("ArmedEvent.quantity moved");
if (offsetof<ArmedEvent>("price") != 48) ERROR("ArmedEvent.price moved");
if (offsetof<ArmedEvent>("stop") != 56) ERROR("ArmedEvent.stop moved");
if (offsetof<ArmedEvent>("account") != 64) ERROR("ArmedEvent.account moved");
if (offsetof<ArmedEvent>("market") != 68) ERROR("ArmedEvent.market moved");
if (offsetof<ArmedEvent>("side") != 72) ERROR("ArmedEvent.side moved");
if (offsetof<ArmedEvent>("stopBy") != 73) ERROR("ArmedEvent.stopBy moved");
if (offsetof<ArmedEvent>("orderKind") != 74) ERROR("ArmedEvent.orderKind moved");

/** triggered; code 0: it was taken; a client's name trails. */
@unmanaged
export class TriggeredEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  order: u64;
  stop: i64;
  at: i64;
  account: u32;
  market: u32;
  code: u16;
  side: u8;
  stopBy: u8;
  orderKind: u8;
}
export const TRIGGERED_EVENT_BYTES: usize = 72;
if (offsetof<TriggeredEvent>("size") != 0) ERROR("TriggeredEvent.size moved");
if (offsetof<TriggeredEvent>("type") != 4) ERROR("TriggeredEvent.type moved");
if (offsetof<TriggeredEvent>("flags") != 6) ERROR("TriggeredEvent.flags moved");
if (offsetof<TriggeredEvent>("seq") != 8) ERROR("TriggeredEvent.seq moved");
if (offsetof<TriggeredEvent>("commandSeq") != 16) ERROR("TriggeredEvent.commandSeq moved");
if (offsetof<TriggeredEvent>("time") != 24) ERROR("TriggeredEvent.time moved");
if (offsetof<TriggeredEvent>("order") != 32) ERROR("TriggeredEvent.order moved");
if (offsetof<TriggeredEvent>("stop") != 40) ERROR("TriggeredEvent.stop moved");
if (offsetof<TriggeredEvent>("at") != 48) ERROR("TriggeredEvent.at moved");
if (offsetof<TriggeredEvent>("account") != 56) ERROR("TriggeredEvent.account moved");
if (offsetof<TriggeredEvent>("market") != 60) ERROR("TriggeredEvent.market moved");
if (offsetof<TriggeredEvent>("code") != 64) ERROR("TriggeredEvent.code moved");
if (offsetof<TriggeredEvent>("side") != 66) ERROR("TriggeredEvent.side moved");
if (offsetof<TriggeredEvent>("stopBy") != 67) ERROR("TriggeredEvent.stopBy moved");
if (offsetof<TriggeredEvent>("orderKind") != 68) ERROR("TriggeredEvent.orderKind moved");

/** position */
@unmanaged
export class PositionEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  quantity: i64;
  cost: i64;
  realised: i64;
  cash: i64;
  account: u32;
  market: u32;
  domain: u32;
}
export const POSITION_EVENT_BYTES: usize = 80;
if (offsetof<PositionEvent>("size") != 0) ERROR("PositionEvent.size moved");
if (offsetof<PositionEvent>("type") != 4) ERROR("PositionEvent.type moved");
if (offsetof<PositionEvent>("flags") != 6) ERROR("PositionEvent.flags moved");
if (offsetof<PositionEvent>("seq") != 8) ERROR("PositionEvent.seq moved");
if (offsetof<PositionEvent>("commandSeq") != 16) ERROR("PositionEvent.commandSeq moved");
if (offsetof<PositionEvent>("time") != 24) ERROR("PositionEvent.time moved");
if (offsetof<PositionEvent>("quantity") != 32) ERROR("PositionEvent.quantity moved");
if (offsetof<PositionEvent>("cost") != 40) ERROR("PositionEvent.cost moved");
if (offsetof<PositionEvent>("realised") != 48) ERROR("PositionEvent.realised moved");
if (offsetof<PositionEvent>("cash") != 56) ERROR("PositionEvent.cash moved");
if (offsetof<PositionEvent>("account") != 64) ERROR("PositionEvent.account moved");
if (offsetof<PositionEvent>("market") != 68) ERROR("PositionEvent.market moved");
if (offsetof<PositionEvent>("domain") != 72) ERROR("PositionEvent.domain moved");

/** liquidationClosed; followed by `markets` MarketQuantity. */
@unmanaged
export class ClosedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  equity: i64;
  slippagePpm: i64;
  openingLossPpm: i64;
  duration: i64;
  account: u32;
  outcome: u32;
  markets: u32;
}
export const CLOSED_EVENT_BYTES: usize = 88;
if (offsetof<ClosedEvent>("size") != 0) ERROR("ClosedEvent.size moved");
if (offsetof<ClosedEvent>("type") != 4) ERROR("ClosedEvent.type moved");
if (offsetof<ClosedEvent>("flags") != 6) ERROR("ClosedEvent.flags moved");
if (offsetof<ClosedEvent>("seq") != 8) ERROR("ClosedEvent.seq moved");
if (offsetof<ClosedEvent>("commandSeq") != 16) ERROR("ClosedEvent.commandSeq moved");
if (offsetof<ClosedEvent>("time") != 24) ERROR("ClosedEvent.time moved");
if (offsetof<ClosedEvent>("case") != 32) ERROR("ClosedEvent.case moved");
if (offsetof<ClosedEvent>("equity") != 40) ERROR("ClosedEvent.equity moved");
if (offsetof<ClosedEvent>("slippagePpm") != 48) ERROR("ClosedEvent.slippagePpm moved");
if (offsetof<ClosedEvent>("openingLossPpm") != 56) ERROR("ClosedEvent.openingLossPpm moved");
if (offsetof<ClosedEvent>("duration") != 64) ERROR("ClosedEvent.duration moved");
if (offsetof<ClosedEvent>("account") != 72) ERROR("ClosedEvent.account moved");
if (offsetof<ClosedEvent>("outcome") != 76) ERROR("ClosedEvent.outcome moved");
if (offsetof<ClosedEvent>("markets") != 80) ERROR("ClosedEvent.markets moved");

/** A quantity in a market. */
@unmanaged
export class MarketQuantity {
  quantity: i64;
  market: u32;
  pad: u32;
}
export const MARKET_QUANTITY_BYTES: usize = 16;
if (offsetof<MarketQuantity>("quantity") != 0) ERROR("MarketQuantity.quantity moved");
if (offsetof<MarketQuantity>("market") != 8) ERROR("MarketQuantity.market moved");
if (offsetof<MarketQuantity>("pad") != 12) ERROR("MarketQuantity.pad moved");

/** takeover */
@unmanaged
export class TakeoverEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  quantity: i64;
  price: i64;
  account: u32;
  market: u32;
}
export const TAKEOVER_EVENT_BYTES: usize = 64;
if (offsetof<TakeoverEvent>("size") != 0) ERROR("TakeoverEvent.size moved");
if (offsetof<TakeoverEvent>("type") != 4) ERROR("TakeoverEvent.type moved");
if (offsetof<TakeoverEvent>("flags") != 6) ERROR("TakeoverEvent.flags moved");
if (offsetof<TakeoverEvent>("seq") != 8) ERROR("TakeoverEvent.seq moved");
if (offsetof<TakeoverEvent>("commandSeq") != 16) ERROR("TakeoverEvent.commandSeq moved");
if (offsetof<TakeoverEvent>("time") != 24) ERROR("TakeoverEvent.time moved");
if (offsetof<TakeoverEvent>("case") != 32) ERROR("TakeoverEvent.case moved");
if (offsetof<TakeoverEvent>("quantity") != 40) ERROR("TakeoverEvent.quantity moved");
if (offsetof<TakeoverEvent>("price") != 48) ERROR("TakeoverEvent.price moved");
if (offsetof<TakeoverEvent>("account") != 56) ERROR("TakeoverEvent.account moved");
if (offsetof<TakeoverEvent>("market") != 60) ERROR("TakeoverEvent.market moved");

/** unwound; case 0, price −1, takenAt −1: null. */
@unmanaged
export class UnwoundEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  quantity: i64;
  price: i64;
  takenAt: i64;
  market: u32;
  side: u8;
}
export const UNWOUND_EVENT_BYTES: usize = 72;
if (offsetof<UnwoundEvent>("size") != 0) ERROR("UnwoundEvent.size moved");
if (offsetof<UnwoundEvent>("type") != 4) ERROR("UnwoundEvent.type moved");
if (offsetof<UnwoundEvent>("flags") != 6) ERROR("UnwoundEvent.flags moved");
if (offsetof<UnwoundEvent>("seq") != 8) ERROR("UnwoundEvent.seq moved");
if (offsetof<UnwoundEvent>("commandSeq") != 16) ERROR("UnwoundEvent.commandSeq moved");
if (offsetof<UnwoundEvent>("time") != 24) ERROR("UnwoundEvent.time moved");
if (offsetof<UnwoundEvent>("case") != 32) ERROR("UnwoundEvent.case moved");
if (offsetof<UnwoundEvent>("quantity") != 40) ERROR("UnwoundEvent.quantity moved");
if (offsetof<UnwoundEvent>("price") != 48) ERROR("UnwoundEvent.price moved");
if (offsetof<UnwoundEvent>("takenAt") != 56) ERROR("UnwoundEvent.takenAt moved");
if (offsetof<UnwoundEvent>("market") != 64) ERROR("UnwoundEvent.market moved");
if (offsetof<UnwoundEvent>("side") != 68) ERROR("UnwoundEvent.side moved");

/** fund, deficit; case 0 = null. */
@unmanaged
export class FundEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  change: i64;
  balance: i64;
  domain: u32;
  reason: u32;
}
export const FUND_EVENT_BYTES: usize = 64;
if (offsetof<FundEvent>("size") != 0) ERROR("FundEvent.size moved");
if (offsetof<FundEvent>("type") != 4) ERROR("FundEvent.type moved");
if (offsetof<FundEvent>("flags") != 6) ERROR("FundEvent.flags moved");
if (offsetof<FundEvent>("seq") != 8) ERROR("FundEvent.seq moved");
if (offsetof<FundEvent>("commandSeq") != 16) ERROR("FundEvent.commandSeq moved");
if (offsetof<FundEvent>("time") != 24) ERROR("FundEvent.time moved");
if (offsetof<FundEvent>("case") != 32) ERROR("FundEvent.case moved");
if (offsetof<FundEvent>("change") != 40) ERROR("FundEvent.change moved");
if (offsetof<FundEvent>("balance") != 48) ERROR("FundEvent.balance moved");
if (offsetof<FundEvent>("domain") != 56) ERROR("FundEvent.domain moved");
if (offsetof<FundEvent>("reason") != 60) ERROR("FundEvent.reason moved");

/** breaker; one of market and domain is NONE. */
@unmanaged
export class BreakerEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  market: u32;
  domain: u32;
  breaker: u8;
  state: u8;
  cause: u8;
}
export const BREAKER_EVENT_BYTES: usize = 48;
if (offsetof<BreakerEvent>("size") != 0) ERROR("BreakerEvent.size moved");
if (offsetof<BreakerEvent>("type") != 4) ERROR("BreakerEvent.type moved");
if (offsetof<BreakerEvent>("flags") != 6) ERROR("BreakerEvent.flags moved");
if (offsetof<BreakerEvent>("seq") != 8) ERROR("BreakerEvent.seq moved");
if (offsetof<BreakerEvent>("commandSeq") != 16) ERROR("BreakerEvent.commandSeq moved");
if (offsetof<BreakerEvent>("time") != 24) ERROR("BreakerEvent.time moved");
if (offsetof<BreakerEvent>("market") != 32) ERROR("BreakerEvent.market moved");
if (offsetof<BreakerEvent>("domain") != 36) ERROR("BreakerEvent.domain moved");
if (offsetof<BreakerEvent>("breaker") != 40) ERROR("BreakerEvent.breaker moved");
if (offsetof<BreakerEvent>("state") != 41) ERROR("BreakerEvent.state moved");
if (offsetof<BreakerEvent>("cause") != 42) ERROR("BreakerEvent.cause moved");

/** depth; followed by bids + asks BookLevel, best first. */
@unmanaged
export class DepthEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  market: u32;
  bids: u32;
  asks: u32;
}
export const DEPTH_EVENT_BYTES: usize = 48;
if (offsetof<DepthEvent>("size") != 0) ERROR("DepthEvent.size moved");
if (offsetof<DepthEvent>("type") != 4) ERROR("DepthEvent.type moved");
if (offsetof<DepthEvent>("flags") != 6) ERROR("DepthEvent.flags moved");
if (offsetof<DepthEvent>("seq") != 8) ERROR("DepthEvent.seq moved");
if (offsetof<DepthEvent>("commandSeq") != 16) ERROR("DepthEvent.commandSeq moved");
if (offsetof<DepthEvent>("time") != 24) ERROR("DepthEvent.time moved");
if (offsetof<DepthEvent>("market") != 32) ERROR("DepthEvent.market moved");
if (offsetof<DepthEvent>("bids") != 36) ERROR("DepthEvent.bids moved");
if (offsetof<DepthEvent>("asks") != 40) ERROR("DepthEvent.asks moved");

/** A level. */
@unmanaged
export class BookLevel {
  price: i64;
  quantity: i64;
}
export const BOOK_LEVEL_BYTES: usize = 16;
if (offsetof<BookLevel>("price") != 0) ERROR("BookLevel.price moved");
if (offsetof<BookLevel>("quantity") != 8) ERROR("BookLevel.quantity moved");

/** report; `known` 0: equity is not; `own` 1: an account of the domain itself; followed by `legs` ReportLeg, `collaterals` ReportCollateral. */
@unmanaged
export class ReportEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  cash: i64;
  equity: i64;
  initialMargin: i64;
  maintenanceMargin: i64;
  account: u32;
  domain: u32;
  state: u32;
  known: u32;
  legs: u32;
  collaterals: u32;
  mode: u32;
  own: u32;
}
export const REPORT_EVENT_BYTES: usize = 104;
if (offsetof<ReportEvent>("size") != 0) ERROR("ReportEvent.size moved");
if (offsetof<ReportEvent>("type") != 4) ERROR("ReportEvent.type moved");
if (offsetof<ReportEvent>("flags") != 6) ERROR("ReportEvent.flags moved");
if (offsetof<ReportEvent>("seq") != 8) ERROR("ReportEvent.seq moved");
if (offsetof<ReportEvent>("commandSeq") != 16) ERROR("ReportEvent.commandSeq moved");
if (offsetof<ReportEvent>("time") != 24) ERROR("ReportEvent.time moved");
if (offsetof<ReportEvent>("case") != 32) ERROR("ReportEvent.case moved");
if (offsetof<ReportEvent>("cash") != 40) ERROR("ReportEvent.cash moved");
if (offsetof<ReportEvent>("equity") != 48) ERROR("ReportEvent.equity moved");
if (offsetof<ReportEvent>("initialMargin") != 56) ERROR("ReportEvent.initialMargin moved");
if (offsetof<ReportEvent>("maintenanceMargin") != 64) ERROR("ReportEvent.maintenanceMargin moved");
if (offsetof<ReportEvent>("account") != 72) ERROR("ReportEvent.account moved");
if (offsetof<ReportEvent>("domain") != 76) ERROR("ReportEvent.domain moved");
if (offsetof<ReportEvent>("state") != 80) ERROR("ReportEvent.state moved");
if (offsetof<ReportEvent>("known") != 84) ERROR("ReportEvent.known moved");
if (offsetof<ReportEvent>("legs") != 88) ERROR("ReportEvent.legs moved");
if (offsetof<ReportEvent>("collaterals") != 92) ERROR("ReportEvent.collaterals moved");
if (offsetof<ReportEvent>("mode") != 96) ERROR("ReportEvent.mode moved");
if (offsetof<ReportEvent>("own") != 100) ERROR("ReportEvent.own moved");

/** A position; mark 0: none yet; liquidationPrice, zeroPrice, adlRank 0: null. */
@unmanaged
export class ReportLeg {
  quantity: i64;
  cost: i64;
  mark: i64;
  notional: i64;
  unrealised: i64;
  maintenanceMargin: i64;
  liquidationPrice: i64;
  zeroPrice: i64;
  market: u32;
  adlRank: u32;
  mismatch: u32;
  pad: u32;
}
export const REPORT_LEG_BYTES: usize = 80;
if (offsetof<ReportLeg>("quantity") != 0) ERROR("ReportLeg.quantity moved");
if (offsetof<ReportLeg>("cost") != 8) ERROR("ReportLeg.cost moved");
if (offsetof<ReportLeg>("mark") != 16) ERROR("ReportLeg.mark moved");
if (offsetof<ReportLeg>("notional") != 24) ERROR("ReportLeg.notional moved");
if (offsetof<ReportLeg>("unrealised") != 32) ERROR("ReportLeg.unrealised moved");
if (offsetof<ReportLeg>("maintenanceMargin") != 40) ERROR("ReportLeg.maintenanceMargin moved");
if (offsetof<ReportLeg>("liquidationPrice") != 48) ERROR("ReportLeg.liquidationPrice moved");
if (offsetof<ReportLeg>("zeroPrice") != 56) ERROR("ReportLeg.zeroPrice moved");
if (offsetof<ReportLeg>("market") != 64) ERROR("ReportLeg.market moved");
if (offsetof<ReportLeg>("adlRank") != 68) ERROR("ReportLeg.adlRank moved");
if (offsetof<ReportLeg>("mismatch") != 72) ERROR("ReportLeg.mismatch moved");
if (offsetof<ReportLeg>("pad") != 76) ERROR("ReportLeg.pad moved");

/** A balance in the collateral's decimals, and what of it is pending; the value of the rest in money. */
@unmanaged
export class ReportCollateral {
  balance: i64;
  pending: i64;
  value: i64;
  collateral: u32;
  pad: u32;
}
export const REPORT_COLLATERAL_BYTES: usize = 32;
if (offsetof<ReportCollateral>("balance") != 0) ERROR("ReportCollateral.balance moved");
if (offsetof<ReportCollateral>("pending") != 8) ERROR("ReportCollateral.pending moved");
if (offsetof<ReportCollateral>("value") != 16) ERROR("ReportCollateral.value moved");
if (offsetof<ReportCollateral>("collateral") != 24) ERROR("ReportCollateral.collateral moved");
if (offsetof<ReportCollateral>("pad") != 28) ERROR("ReportCollateral.pad moved");

/** domainReport; followed by `markets` DomainReportMarket, `collaterals` DomainReportCollateral. */
@unmanaged
export class DomainReportEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  fund: i64;
  deficit: i64;
  cover: i64;
  arrears: i64;
  fees: i64;
  rounding: i64;
  deposits: i64;
  withdrawals: i64;
  cashTotal: i64;
  costTotal: i64;
  domain: u32;
  accounts: u32;
  cases: u32;
  markets: u32;
  collaterals: u32;
}
export const DOMAIN_REPORT_EVENT_BYTES: usize = 136;
if (offsetof<DomainReportEvent>("size") != 0) ERROR("DomainReportEvent.size moved");
if (offsetof<DomainReportEvent>("type") != 4) ERROR("DomainReportEvent.type moved");
if (offsetof<DomainReportEvent>("flags") != 6) ERROR("DomainReportEvent.flags moved");
if (offsetof<DomainReportEvent>("seq") != 8) ERROR("DomainReportEvent.seq moved");
if (offsetof<DomainReportEvent>("commandSeq") != 16) ERROR("DomainReportEvent.commandSeq moved");
if (offsetof<DomainReportEvent>("time") != 24) ERROR("DomainReportEvent.time moved");
if (offsetof<DomainReportEvent>("fund") != 32) ERROR("DomainReportEvent.fund moved");
if (offsetof<DomainReportEvent>("deficit") != 40) ERROR("DomainReportEvent.deficit moved");
if (offsetof<DomainReportEvent>("cover") != 48) ERROR("DomainReportEvent.cover moved");
if (offsetof<DomainReportEvent>("arrears") != 56) ERROR("DomainReportEvent.arrears moved");
if (offsetof<DomainReportEvent>("fees") != 64) ERROR("DomainReportEvent.fees moved");
if (offsetof<DomainReportEvent>("rounding") != 72) ERROR("DomainReportEvent.rounding moved");
if (offsetof<DomainReportEvent>("deposits") != 80) ERROR("DomainReportEvent.deposits moved");
if (offsetof<DomainReportEvent>("withdrawals") != 88) ERROR("DomainReportEvent.withdrawals moved");
if (offsetof<DomainReportEvent>("cashTotal") != 96) ERROR("DomainReportEvent.cashTotal moved");
if (offsetof<DomainReportEvent>("costTotal") != 104) ERROR("DomainReportEvent.costTotal moved");
if (offsetof<DomainReportEvent>("domain") != 112) ERROR("DomainReportEvent.domain moved");
if (offsetof<DomainReportEvent>("accounts") != 116) ERROR("DomainReportEvent.accounts moved");
if (offsetof<DomainReportEvent>("cases") != 120) ERROR("DomainReportEvent.cases moved");
if (offsetof<DomainReportEvent>("markets") != 124) ERROR("DomainReportEvent.markets moved");
if (offsetof<DomainReportEvent>("collaterals") != 128) ERROR("DomainReportEvent.collaterals moved");

/** A market's totals. */
@unmanaged
export class DomainReportMarket {
  quantityTotal: i64;
  liquidation: i64;
  openInterest: i64;
  market: u32;
  pad: u32;
}
export const DOMAIN_REPORT_MARKET_BYTES: usize = 32;
if (offsetof<DomainReportMarket>("quantityTotal") != 0) ERROR("DomainReportMarket.quantityTotal moved");
if (offsetof<DomainReportMarket>("liquidation") != 8) ERROR("DomainReportMarket.liquidation moved");
if (offsetof<DomainReportMarket>("openInterest") != 16) ERROR("DomainReportMarket.openInterest moved");
if (offsetof<DomainReportMarket>("market") != 24) ERROR("DomainReportMarket.market moved");
if (offsetof<DomainReportMarket>("pad") != 28) ERROR("DomainReportMarket.pad moved");

/** What `@liquidation` has seized of an asset, its value in money. */
@unmanaged
export class DomainReportCollateral {
  quantity: i64;
  value: i64;
  collateral: u32;
  pad: u32;
}
export const DOMAIN_REPORT_COLLATERAL_BYTES: usize = 24;
if (offsetof<DomainReportCollateral>("quantity") != 0) ERROR("DomainReportCollateral.quantity moved");
if (offsetof<DomainReportCollateral>("value") != 8) ERROR("DomainReportCollateral.value moved");
if (offsetof<DomainReportCollateral>("collateral") != 16) ERROR("DomainReportCollateral.collateral moved");
if (offsetof<DomainReportCollateral>("pad") != 20) ERROR("DomainReportCollateral.pad moved");

/** marginCall */
@unmanaged
export class MarginCallEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  equity: i64;
  initialMargin: i64;
  maintenanceMargin: i64;
  account: u32;
}
export const MARGIN_CALL_EVENT_BYTES: usize = 64;
if (offsetof<MarginCallEvent>("size") != 0) ERROR("MarginCallEvent.size moved");
if (offsetof<MarginCallEvent>("type") != 4) ERROR("MarginCallEvent.type moved");
if (offsetof<MarginCallEvent>("flags") != 6) ERROR("MarginCallEvent.flags moved");
if (offsetof<MarginCallEvent>("seq") != 8) ERROR("MarginCallEvent.seq moved");
if (offsetof<MarginCallEvent>("commandSeq") != 16) ERROR("MarginCallEvent.commandSeq moved");
if (offsetof<MarginCallEvent>("time") != 24) ERROR("MarginCallEvent.time moved");
if (offsetof<MarginCallEvent>("equity") != 32) ERROR("MarginCallEvent.equity moved");
if (offsetof<MarginCallEvent>("initialMargin") != 40) ERROR("MarginCallEvent.initialMargin moved");
if (offsetof<MarginCallEvent>("maintenanceMargin") != 48) ERROR("MarginCallEvent.maintenanceMargin moved");
if (offsetof<MarginCallEvent>("account") != 56) ERROR("MarginCallEvent.account moved");

/** adl */
@unmanaged
export class AdlEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  case: u64;
  quantity: i64;
  price: i64;
  overshoot: i64;
  account: u32;
  loser: u32;
  market: u32;
  rank: u32;
}
export const ADL_EVENT_BYTES: usize = 80;
if (offsetof<AdlEvent>("size") != 0) ERROR("AdlEvent.size moved");
if (offsetof<AdlEvent>("type") != 4) ERROR("AdlEvent.type moved");
if (offsetof<AdlEvent>("flags") != 6) ERROR("AdlEvent.flags moved");
if (offsetof<AdlEvent>("seq") != 8) ERROR("AdlEvent.seq moved");
if (offsetof<AdlEvent>("commandSeq") != 16) ERROR("AdlEvent.commandSeq moved");
if (offsetof<AdlEvent>("time") != 24) ERROR("AdlEvent.time moved");
if (offsetof<AdlEvent>("case") != 32) ERROR("AdlEvent.case moved");
if (offsetof<AdlEvent>("quantity") != 40) ERROR("AdlEvent.quantity moved");
if (offsetof<AdlEvent>("price") != 48) ERROR("AdlEvent.price moved");
if (offsetof<AdlEvent>("overshoot") != 56) ERROR("AdlEvent.overshoot moved");
if (offsetof<AdlEvent>("account") != 64) ERROR("AdlEvent.account moved");
if (offsetof<AdlEvent>("loser") != 68) ERROR("AdlEvent.loser moved");
if (offsetof<AdlEvent>("market") != 72) ERROR("AdlEvent.market moved");
if (offsetof<AdlEvent>("rank") != 76) ERROR("AdlEvent.rank moved");

/** funding; the rate in 10^-9. */
@unmanaged
export class FundingEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  rate: i64;
  mark: i64;
  market: u32;
}
export const FUNDING_EVENT_BYTES: usize = 56;
if (offsetof<FundingEvent>("size") != 0) ERROR("FundingEvent.size moved");
if (offsetof<FundingEvent>("type") != 4) ERROR("FundingEvent.type moved");
if (offsetof<FundingEvent>("flags") != 6) ERROR("FundingEvent.flags moved");
if (offsetof<FundingEvent>("seq") != 8) ERROR("FundingEvent.seq moved");
if (offsetof<FundingEvent>("commandSeq") != 16) ERROR("FundingEvent.commandSeq moved");
if (offsetof<FundingEvent>("time") != 24) ERROR("FundingEvent.time moved");
if (offsetof<FundingEvent>("rate") != 32) ERROR("FundingEvent.rate moved");
if (offsetof<FundingEvent>("mark") != 40) ERROR("FundingEvent.mark moved");
if (offsetof<FundingEvent>("market") != 48) ERROR("FundingEvent.market moved");

/** uncrossed */
@unmanaged
export class UncrossedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  price: i64;
  quantity: i64;
  market: u32;
}
export const UNCROSSED_EVENT_BYTES: usize = 56;
if (offsetof<UncrossedEvent>("size") != 0) ERROR("UncrossedEvent.size moved");
if (offsetof<UncrossedEvent>("type") != 4) ERROR("UncrossedEvent.type moved");
if (offsetof<UncrossedEvent>("flags") != 6) ERROR("UncrossedEvent.flags moved");
if (offsetof<UncrossedEvent>("seq") != 8) ERROR("UncrossedEvent.seq moved");
if (offsetof<UncrossedEvent>("commandSeq") != 16) ERROR("UncrossedEvent.commandSeq moved");
if (offsetof<UncrossedEvent>("time") != 24) ERROR("UncrossedEvent.time moved");
if (offsetof<UncrossedEvent>("price") != 32) ERROR("UncrossedEvent.price moved");
if (offsetof<UncrossedEvent>("quantity") != 40) ERROR("UncrossedEvent.quantity moved");
if (offsetof<UncrossedEvent>("market") != 48) ERROR("UncrossedEvent.market moved");

/** crossedInside */
@unmanaged
export class CrossedInsideEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  price: i64;
  quantity: i64;
  firstCase: u64;
  secondCase: u64;
  market: u32;
}
export const CROSSED_INSIDE_EVENT_BYTES: usize = 72;
if (offsetof<CrossedInsideEvent>("size") != 0) ERROR("CrossedInsideEvent.size moved");
if (offsetof<CrossedInsideEvent>("type") != 4) ERROR("CrossedInsideEvent.type moved");
if (offsetof<CrossedInsideEvent>("flags") != 6) ERROR("CrossedInsideEvent.flags moved");
if (offsetof<CrossedInsideEvent>("seq") != 8) ERROR("CrossedInsideEvent.seq moved");
if (offsetof<CrossedInsideEvent>("commandSeq") != 16) ERROR("CrossedInsideEvent.commandSeq moved");
if (offsetof<CrossedInsideEvent>("time") != 24) ERROR("CrossedInsideEvent.time moved");
if (offsetof<CrossedInsideEvent>("price") != 32) ERROR("CrossedInsideEvent.price moved");
if (offsetof<CrossedInsideEvent>("quantity") != 40) ERROR("CrossedInsideEvent.quantity moved");
if (offsetof<CrossedInsideEvent>("firstCase") != 48) ERROR("CrossedInsideEvent.firstCase moved");
if (offsetof<CrossedInsideEvent>("secondCase") != 56) ERROR("CrossedInsideEvent.secondCase moved");
if (offsetof<CrossedInsideEvent>("market") != 64) ERROR("CrossedInsideEvent.market moved");

/** jitterSeed; the host makes the commitment of the seed, and keeps back the rest. */
@unmanaged
export class JitterSeedEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  seed: u64;
  domain: u32;
  revealed: u8;
}
export const JITTER_SEED_EVENT_BYTES: usize = 48;
if (offsetof<JitterSeedEvent>("size") != 0) ERROR("JitterSeedEvent.size moved");
if (offsetof<JitterSeedEvent>("type") != 4) ERROR("JitterSeedEvent.type moved");
if (offsetof<JitterSeedEvent>("flags") != 6) ERROR("JitterSeedEvent.flags moved");
if (offsetof<JitterSeedEvent>("seq") != 8) ERROR("JitterSeedEvent.seq moved");
if (offsetof<JitterSeedEvent>("commandSeq") != 16) ERROR("JitterSeedEvent.commandSeq moved");
if (offsetof<JitterSeedEvent>("time") != 24) ERROR("JitterSeedEvent.time moved");
if (offsetof<JitterSeedEvent>("seed") != 32) ERROR("JitterSeedEvent.seed moved");
if (offsetof<JitterSeedEvent>("domain") != 40) ERROR("JitterSeedEvent.domain moved");
if (offsetof<JitterSeedEvent>("revealed") != 44) ERROR("JitterSeedEvent.revealed moved");

/** liquidationMap; followed by longs + shorts BookLevel, nearest the mark first, their quantity in money. */
@unmanaged
export class LiquidationMapEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  market: u32;
  longs: u32;
  shorts: u32;
}
export const LIQUIDATION_MAP_EVENT_BYTES: usize = 48;
if (offsetof<LiquidationMapEvent>("size") != 0) ERROR("LiquidationMapEvent.size moved");
if (offsetof<LiquidationMapEvent>("type") != 4) ERROR("LiquidationMapEvent.type moved");
if (offsetof<LiquidationMapEvent>("flags") != 6) ERROR("LiquidationMapEvent.flags moved");
if (offsetof<LiquidationMapEvent>("seq") != 8) ERROR("LiquidationMapEvent.seq moved");
if (offsetof<LiquidationMapEvent>("commandSeq") != 16) ERROR("LiquidationMapEvent.commandSeq moved");
if (offsetof<LiquidationMapEvent>("time") != 24) ERROR("LiquidationMapEvent.time moved");
if (offsetof<LiquidationMapEvent>("market") != 32) ERROR("LiquidationMapEvent.market moved");
if (offsetof<LiquidationMapEvent>("longs") != 36) ERROR("LiquidationMapEvent.longs moved");
if (offsetof<LiquidationMapEvent>("shorts") != 40) ERROR("LiquidationMapEvent.shorts moved");

/** hash */
@unmanaged
export class HashEvent {
  size: u32;
  type: u16;
  flags: u16;
  seq: u64;
  commandSeq: u64;
  time: u64;
  hash: u64;
}
export const HASH_EVENT_BYTES: usize = 40;
if (offsetof<HashEvent>("size") != 0) ERROR("HashEvent.size moved");
if (offsetof<HashEvent>("type") != 4) ERROR("HashEvent.type moved");
if (offsetof<HashEvent>("flags") != 6) ERROR("HashEvent.flags moved");
if (offsetof<HashEvent>("seq") != 8) ERROR("HashEvent.seq moved");
if (offsetof<HashEvent>("commandSeq") != 16) ERROR("HashEvent.commandSeq moved");
if (offsetof<HashEvent>("time") != 24) ERROR("HashEvent.time moved");
if (offsetof<HashEvent>("hash") != 32) ERROR("HashEvent.hash moved");

/** A table with a free list: rows from 1; `top` is the first that was never used. */
@unmanaged
export class Pool {
  base: u32;
  rowBytes: u32;
  capacity: u32;
  top: u32;
  free: u32;
  used: u32;
}
export const POOL_BYTES: usize = 24;
if (offsetof<Pool>("base") != 0) ERROR("Pool.base moved");
if (offsetof<Pool>("rowBytes") != 4) ERROR("Pool.rowBytes moved");
if (offsetof<Pool>("capacity") != 8) ERROR("Pool.capacity moved");
if (offsetof<Pool>("top") != 12) ERROR("Pool.top moved");
if (offsetof<Pool>("free") != 16) ERROR("Pool.free moved");
if (offsetof<Pool>("used") != 20) ERROR("Pool.used moved");

/** The scalars of the state machine. */
@unmanaged
export class Shard {
  now: i64;
  wakeAt: i64;
  staleAt: i64;
  nextExpiry: i64;
  nextOrder: u64;
  nextSlice: u64;
  nextCase: u64;
  namedOrders: u64;
  latestCase: i64;
  latestCaseNumber: u64;
  latestSlice: i64;
  latestSliceNumber: u64;
  endings: u64;
  domains: u32;
  markets: u32;
  accounts: u32;
  nameBytes: u32;
  touched: u32;
  roomlessAccounts: u32;
  roomlessCases: u32;
  liquidationCases: u32;
  liquidationRungs: u32;
  pacesTripped: u32;
  caseDeadlines: u32;
  sliceDeadlines: u32;
  casesOpen: u32;
  endedHead: u32;
  endedTail: u32;
  endedCount: u32;
  cascadeMarkets: u32;
  following: u32;
  changed: u32;
  followed: u32;
  triggerBuckets: u32;
  liquidationWorks: u32;
  endedWithIds: u32;
  arrearsDue: u32;
  elsewhereHead: u32;
  elsewhereTail: u32;
  heldAccounts: u32;
  heldDue: u32;
  expiries: u32;
  stopMarkets: u32;
  waitingOrders: u32;
}
export const SHARD_BYTES: usize = 232;
if (offsetof<Shard>("now") != 0) ERROR("Shard.now moved");
if (offsetof<Shard>("wakeAt") != 8) ERROR("Shard.wakeAt moved");
if (offsetof<Shard>("staleAt") != 16) ERROR("Shard.staleAt moved");
if (offsetof<Shard>("nextExpiry") != 24) ERROR("Shard.nextExpiry moved");
if (offsetof<Shard>("nextOrder") != 32) ERROR("Shard.nextOrder moved");
if (offsetof<Shard>("nextSlice") != 40) ERROR("Shard.nextSlice moved");
if (offsetof<Shard>("nextCase") != 48) ERROR("Shard.nextCase moved");
if (offsetof<Shard>("namedOrders") != 56) ERROR("Shard.namedOrders moved");
if (offsetof<Shard>("latestCase") != 64) ERROR("Shard.latestCase moved");
if (offsetof<Shard>("latestCaseNumber") != 72) ERROR("Shard.latestCaseNumber moved");
if (offsetof<Shard>("latestSlice") != 80) ERROR("Shard.latestSlice moved");
if (offsetof<Shard>("latestSliceNumber") != 88) ERROR("Shard.latestSliceNumber moved");
if (offsetof<Shard>("endings") != 96) ERROR("Shard.endings moved");
if (offsetof<Shard>("domains") != 104) ERROR("Shard.domains moved");
if (offsetof<Shard>("markets") != 108) ERROR("Shard.markets moved");
if (offsetof<Shard>("accounts") != 112) ERROR("Shard.accounts moved");
if (offsetof<Shard>("nameBytes") != 116) ERROR("Shard.nameBytes moved");
if (offsetof<Shard>("touched") != 120) ERROR("Shard.touched moved");
if (offsetof<Shard>("roomlessAccounts") != 124) ERROR("Shard.roomlessAccounts moved");
if (offsetof<Shard>("roomlessCases") != 128) ERROR("Shard.roomlessCases moved");
if (offsetof<Shard>("liquidationCases") != 132) ERROR("Shard.liquidationCases moved");
if (offsetof<Shard>("liquidationRungs") != 136) ERROR("Shard.liquidationRungs moved");
if (offsetof<Shard>("pacesTripped") != 140) ERROR("Shard.pacesTripped moved");
if (offsetof<Shard>("caseDeadlines") != 144) ERROR("Shard.caseDeadlines moved");
if (offsetof<Shard>("sliceDeadlines") != 148) ERROR("Shard.sliceDeadlines moved");
if (offsetof<Shard>("casesOpen") != 152) ERROR("Shard.casesOpen moved");
if (offsetof<Shard>("endedHead") != 156) ERROR("Shard.endedHead moved");
if (offsetof<Shard>("endedTail") != 160) ERROR("Shard.endedTail moved");
if (offsetof<Shard>("endedCount") != 164) ERROR("Shard.endedCount moved");
if (offsetof<Shard>("cascadeMarkets") != 168) ERROR("Shard.cascadeMarkets moved");
if (offsetof<Shard>("following") != 172) ERROR("Shard.following moved");
if (offsetof<Shard>("changed") != 176) ERROR("Shard.changed moved");
if (offsetof<Shard>("followed") != 180) ERROR("Shard.followed moved");
if (offsetof<Shard>("triggerBuckets") != 184) ERROR("Shard.triggerBuckets moved");
if (offsetof<Shard>("liquidationWorks") != 188) ERROR("Shard.liquidationWorks moved");
if (offsetof<Shard>("endedWithIds") != 192) ERROR("Shard.endedWithIds moved");
if (offsetof<Shard>("arrearsDue") != 196) ERROR("Shard.arrearsDue moved");
if (offsetof<Shard>("elsewhereHead") != 200) ERROR("Shard.elsewhereHead moved");
if (offsetof<Shard>("elsewhereTail") != 204) ERROR("Shard.elsewhereTail moved");
if (offsetof<Shard>("heldAccounts") != 208) ERROR("Shard.heldAccounts moved");
if (offsetof<Shard>("heldDue") != 212) ERROR("Shard.heldDue moved");
if (offsetof<Shard>("expiries") != 216) ERROR("Shard.expiries moved");
if (offsetof<Shard>("stopMarkets") != 220) ERROR("Shard.stopMarkets moved");
if (offsetof<Shard>("waitingOrders") != 224) ERROR("Shard.waitingOrders moved");

/** Sequence numbers and counters: not part of the state hash. */
@unmanaged
export class Meters {
  seq: u64;
  commandSeq: u64;
  alarms: u64;
  falseAlarms: u64;
  evaluations: u64;
  executionMismatch: u64;
  eventBytes: u64;
  looks: u64;
}
export const METERS_BYTES: usize = 64;
if (offsetof<Meters>("seq") != 0) ERROR("Meters.seq moved");
if (offsetof<Meters>("commandSeq") != 8) ERROR("Meters.commandSeq moved");
if (offsetof<Meters>("alarms") != 16) ERROR("Meters.alarms moved");
if (offsetof<Meters>("falseAlarms") != 24) ERROR("Meters.falseAlarms moved");
if (offsetof<Meters>("evaluations") != 32) ERROR("Meters.evaluations moved");
if (offsetof<Meters>("executionMismatch") != 40) ERROR("Meters.executionMismatch moved");
if (offsetof<Meters>("eventBytes") != 48) ERROR("Meters.eventBytes moved");
if (offsetof<Meters>("looks") != 56) ERROR("Meters.looks moved");

/** A margin domain with its own accounts' cash; `deficit`: as told last. */
@unmanaged
export class Domain {
  streetCash: i64;
  liquidationCash: i64;
  fund: i64;
  fundFloor: i64;
  deficit: i64;
  fees: i64;
  rounding: i64;
  deposits: i64;
  withdrawals: i64;
  caseHorizon: i64;
  settleDecimals: u32;
  targetPpm: u32;
  takeoverPpm: u32;
  doubtPpm: u32;
  accounts: u32;
  cases: u32;
  marginCallPpm: u32;
  collateralCount: u32;
  seed: u64;
  random: u64;
  takeover: u8;
  surplus: u8;
  halted: u8;
  fundFloorTripped: u8;
  triggerAtEquality: u8;
  legOrder: u8;
  crossInside: u8;
  adl: u8;
  floorAction: u8;
  @inline get name(): Name {
    return changetype<Name>(changetype<usize>(this) + 144);
  }
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 216);
  }
}
export const DOMAIN_BYTES: usize = 288;
if (offsetof<Domain>("streetCash") != 0) ERROR("Domain.streetCash moved");
if (offsetof<Domain>("liquidationCash") != 8) ERROR("Domain.liquidationCash moved");
if (offsetof<Domain>("fund") != 16) ERROR("Domain.fund moved");
if (offsetof<Domain>("fundFloor") != 24) ERROR("Domain.fundFloor moved");
if (offsetof<Domain>("deficit") != 32) ERROR("Domain.deficit moved");
if (offsetof<Domain>("fees") != 40) ERROR("Domain.fees moved");
if (offsetof<Domain>("rounding") != 48) ERROR("Domain.rounding moved");
if (offsetof<Domain>("deposits") != 56) ERROR("Domain.deposits moved");
if (offsetof<Domain>("withdrawals") != 64) ERROR("Domain.withdrawals moved");
if (offsetof<Domain>("caseHorizon") != 72) ERROR("Domain.caseHorizon moved");
if (offsetof<Domain>("settleDecimals") != 80) ERROR("Domain.settleDecimals moved");
if (offsetof<Domain>("targetPpm") != 84) ERROR("Domain.targetPpm moved");
if (offsetof<Domain>("takeoverPpm") != 88) ERROR("Domain.takeoverPpm moved");
if (offsetof<Domain>("doubtPpm") != 92) ERROR("Domain.doubtPpm moved");
if (offsetof<Domain>("accounts") != 96) ERROR("Domain.accounts moved");
if (offsetof<Domain>("cases") != 100) ERROR("Domain.cases moved");
if (offsetof<Domain>("marginCallPpm") != 104) ERROR("Domain.marginCallPpm moved");
if (offsetof<Domain>("collateralCount") != 108) ERROR("Domain.collateralCount moved");
if (offsetof<Domain>("seed") != 112) ERROR("Domain.seed moved");
if (offsetof<Domain>("random") != 120) ERROR("Domain.random moved");
if (offsetof<Domain>("takeover") != 128) ERROR("Domain.takeover moved");
if (offsetof<Domain>("surplus") != 129) ERROR("Domain.surplus moved");
if (offsetof<Domain>("halted") != 130) ERROR("Domain.halted moved");
if (offsetof<Domain>("fundFloorTripped") != 131) ERROR("Domain.fundFloorTripped moved");
if (offsetof<Domain>("triggerAtEquality") != 132) ERROR("Domain.triggerAtEquality moved");
if (offsetof<Domain>("legOrder") != 133) ERROR("Domain.legOrder moved");
if (offsetof<Domain>("crossInside") != 134) ERROR("Domain.crossInside moved");
if (offsetof<Domain>("adl") != 135) ERROR("Domain.adl moved");
if (offsetof<Domain>("floorAction") != 136) ERROR("Domain.floorAction moved");

/** An asset of a domain that counts as margin; its row is domain·COLLATERALS_MAX + index; depositMax −1: none. */
@unmanaged
export class Collateral {
  perMoney: u64;
  deposits: i64;
  withdrawals: i64;
  liquidation: i64;
  seizeAt: i64;
  depositMax: i64;
  market: u32;
  haircutPpm: u32;
  decimals: u32;
  @inline get asset(): Name {
    return changetype<Name>(changetype<usize>(this) + 64);
  }
}
export const COLLATERAL_BYTES: usize = 136;
if (offsetof<Collateral>("perMoney") != 0) ERROR("Collateral.perMoney moved");
if (offsetof<Collateral>("deposits") != 8) ERROR("Collateral.deposits moved");
if (offsetof<Collateral>("withdrawals") != 16) ERROR("Collateral.withdrawals moved");
if (offsetof<Collateral>("liquidation") != 24) ERROR("Collateral.liquidation moved");
if (offsetof<Collateral>("seizeAt") != 32) ERROR("Collateral.seizeAt moved");
if (offsetof<Collateral>("depositMax") != 40) ERROR("Collateral.depositMax moved");
if (offsetof<Collateral>("market") != 48) ERROR("Collateral.market moved");
if (offsetof<Collateral>("haircutPpm") != 52) ERROR("Collateral.haircutPpm moved");
if (offsetof<Collateral>("decimals") != 56) ERROR("Collateral.decimals moved");

/** One side of a market's book: its best level, with its key, and the tree of its levels (`book/ladder.ts`). */
@unmanaged
export class BookSide {
  best: i64;
  level: u32;
  root: u32;
  shift: u32;
  market: u32;
  side: u8;
}
export const BOOK_SIDE_BYTES: usize = 32;
if (offsetof<BookSide>("best") != 0) ERROR("BookSide.best moved");
if (offsetof<BookSide>("level") != 8) ERROR("BookSide.level moved");
if (offsetof<BookSide>("root") != 12) ERROR("BookSide.root moved");
if (offsetof<BookSide>("shift") != 16) ERROR("BookSide.shift moved");
if (offsetof<BookSide>("market") != 20) ERROR("BookSide.market moved");
if (offsetof<BookSide>("side") != 24) ERROR("BookSide.side moved");

/** Specification, feed, sides of the book, the domain's own positions, policy and breakers; −1 = absent. quietFrom, quietTo: between which a plain market's mark moves quietly; plainOrder: orders of fewer lots may be too small; unlistedLots: of `@liquidation`'s leg, for which there was no row of Lot; stopAbove, stopBelow: the next stops by mark, lastAbove, lastBelow: by last trade, which is lastFill. */
@unmanaged
export class Market {
  confirmGap: i64;
  divergenceTime: i64;
  divergenceSpent: u8;
  unit: i64;
  tickSize: i64;
  minPrice: i64;
  maxPrice: i64;
  maxPosition: i64;
  maxOpenInterest: i64;
  minOrder: i64;
  maxOrder: i64;
  minNotional: i64;
  plainOrder: i64;
  maxAge: i64;
  skew: i64;
  resumeAfter: i64;
  outlierPpm: i64;
  index: i64;
  mark: i64;
  openInterest: i64;
  streetQuantity: i64;
  streetCost: i64;
  liquidationQuantity: i64;
  liquidationCost: i64;
  lotUnits: i64;
  lotScale: u32;
  interval: i64;
  horizon: i64;
  sliceLifetime: i64;
  fullCloseNotional: i64;
  fullDisposalQuantity: i64;
  sliceNotionalMax: i64;
  premiumHold: i64;
  volatilityHalfLife: i64;
  jumpPpm: i64;
  premiumCapPpm: i64;
  premiumHalfLife: i64;
  fundingInterval: i64;
  confirmAfter: i64;
  takeoverNotionalMax: i64;
  unlistedLots: i64;
  stopAbove: i64;
  stopBelow: i64;
  lastAbove: i64;
  lastBelow: i64;
  lastFill: i64;
  bandPpm: i64;
  bandWindow: i64;
  divergencePpm: i64;
  depthMin: i64;
  branchingMaxPpm: i64;
  rateNotional: i64;
  rateWindow: i64;
  fundingRatePpb: i64;
  fundingTime: i64;
  premium: i64;
  premiumTime: i64;
  lastTrade: i64;
  liquidationFillTime: i64;
  volatility: i64;
  volatilityMark: i64;
  volatilityTime: i64;
  staleCalm: i64;
  bandCalm: i64;
  divergenceCalm: i64;
  depthCalm: i64;
  confirmedMark: i64;
  movedMark: i64;
  movedTime: i64;
  quietFrom: i64;
  quietTo: i64;
  liquidationCase: u64;
  nextLong: i64;
  nextShort: i64;
  longOffset: i64;
  shortOffset: i64;
  domain: u32;
  priceDecimals: u32;
  quantityDecimals: u32;
  minSources: u32;
  confirmations: u32;
  volatilityPpm: u32;
  makerFeePpm: u32;
  takerFeePpm: u32;
  liquidationFeePpm: u32;
  marketBandPpm: u32;
  tierCount: u32;
  sourceCount: u32;
  algorithm: u32;
  slippagePpm: u32;
  expectedSlippagePpm: u32;
  closeFactorPpm: u32;
  silentMax: u32;
  depthSharePpm: u32;
  disposalFractionPpm: u32;
  rungs: u32;
  riskAversionPpm: u32;
  jitterPpm: u32;
  liquidationWork: u32;
  firstLot: u32;
  lastLot: u32;
  ordersMax: u32;
  buyStops: u32;
  sellStops: u32;
  buyLastStops: u32;
  sellLastStops: u32;
  silentLegs: u32;
  mismatchedLegs: u32;
  sendCount: u32;
  longBuckets: u32;
  shortBuckets: u32;
  bucketCount: u32;
  tripped: u32;
  bandFirst: u32;
  bandCount: u32;
  wantedLongs: u32;
  wantedShorts: u32;
  balanceHeap: u32;
  pendingBalances: u32;
  external: u8;
  bookKnown: u8;
  hasMark: u8;
  plain: u8;
  premiumKnown: u8;
  volatilityKnown: u8;
  kind: u8;
  gapAction: u8;
  graded: u8;
  markMode: u8;
  phase: u8;
  stopsReached: u8;
  quarantined: u8;
  awaited: u8;
  liquidationVenue: u8;
  rejectMax: u32;
  divergenceMax: i64;
  @inline get name(): Name {
    return changetype<Name>(changetype<usize>(this) + 808);
  }
  @inline get funding(): Wide {
    return changetype<Wide>(changetype<usize>(this) + 880);
  }
  @inline get streetFunding(): Wide {
    return changetype<Wide>(changetype<usize>(this) + 896);
  }
  @inline get liquidationFunding(): Wide {
    return changetype<Wide>(changetype<usize>(this) + 912);
  }
  @inline get bids(): BookSide {
    return changetype<BookSide>(changetype<usize>(this) + 928);
  }
  @inline get asks(): BookSide {
    return changetype<BookSide>(changetype<usize>(this) + 960);
  }
}
export const MARKET_BYTES: usize = 992;
if (offsetof<Market>("confirmGap") != 0) ERROR("Market.confirmGap moved");
if (offsetof<Market>("divergenceTime") != 8) ERROR("Market.divergenceTime moved");
if (offsetof<Market>("divergenceSpent") != 16) ERROR("Market.divergenceSpent moved");
if (offsetof<Market>("unit") != 24) ERROR("Market.unit moved");
if (offsetof<Market>("tickSize") != 32) ERROR("Market.tickSize moved");
if (offsetof<Market>("minPrice") != 40) ERROR("Market.minPrice moved");
if (offsetof<Market>("maxPrice") != 48) ERROR("Market.maxPrice moved");
if (offsetof<Market>("maxPosition") != 56) ERROR("Market.maxPosition moved");
if (offsetof<Market>("maxOpenInterest") != 64) ERROR("Market.maxOpenInterest moved");
if (offsetof<Market>("minOrder") != 72) ERROR("Market.minOrder moved");
if (offsetof<Market>("maxOrder") != 80) ERROR("Market.maxOrder moved");
if (offsetof<Market>("minNotional") != 88) ERROR("Market.minNotional moved");
if (offsetof<Market>("plainOrder") != 96) ERROR("Market.plainOrder moved");
if (offsetof<Market>("maxAge") != 104) ERROR("Market.maxAge moved");
if (offsetof<Market>("skew") != 112) ERROR("Market.skew moved");
if (offsetof<Market>("resumeAfter") != 120) ERROR("Market.resumeAfter moved");
if (offsetof<Market>("outlierPpm") != 128) ERROR("Market.outlierPpm moved");
if (offsetof<Market>("index") != 136) ERROR("Market.index moved");
if (offsetof<Market>("mark") != 144) ERROR("Market.mark moved");
if (offsetof<Market>("openInterest") != 152) ERROR("Market.openInterest moved");
if (offsetof<Market>("streetQuantity") != 160) ERROR("Market.streetQuantity moved");
if (offsetof<Market>("streetCost") != 168) ERROR("Market.streetCost moved");
if (offsetof<Market>("liquidationQuantity") != 176) ERROR("Market.liquidationQuantity moved");
if (offsetof<Market>("liquidationCost") != 184) ERROR("Market.liquidationCost moved");
if (offsetof<Market>("lotUnits") != 192) ERROR("Market.lotUnits moved");
if (offsetof<Market>("lotScale") != 200) ERROR("Market.lotScale moved");
if (offsetof<Market>("interval") != 208) ERROR("Market.interval moved");
if (offsetof<Market>("horizon") != 216) ERROR("Market.horizon moved");
if (offsetof<Market>("sliceLifetime") != 224) ERROR("Market.sliceLifetime moved");
if (offsetof<Market>("fullCloseNotional") != 232) ERROR("Market.fullCloseNotional moved");
if (offsetof<Market>("fullDisposalQuantity") != 240) ERROR("Market.fullDisposalQuantity moved");
if (offsetof<Market>("sliceNotionalMax") != 248) ERROR("Market.sliceNotionalMax moved");
if (offsetof<Market>("premiumHold") != 256) ERROR("Market.premiumHold moved");
if (offsetof<Market>("volatilityHalfLife") != 264) ERROR("Market.volatilityHalfLife moved");
if (offsetof<Market>("jumpPpm") != 272) ERROR("Market.jumpPpm moved");
if (offsetof<Market>("premiumCapPpm") != 280) ERROR("Market.premiumCapPpm moved");
if (offsetof<Market>("premiumHalfLife") != 288) ERROR("Market.premiumHalfLife moved");
if (offsetof<Market>("fundingInterval") != 296) ERROR("Market.fundingInterval moved");
if (offsetof<Market>("confirmAfter") != 304) ERROR("Market.confirmAfter moved");
if (offsetof<Market>("takeoverNotionalMax") != 312) ERROR("Market.takeoverNotionalMax moved");
if (offsetof<Market>("unlistedLots") != 320) ERROR("Market.unlistedLots moved");
if (offsetof<Market>("stopAbove") != 328) ERROR("Market.stopAbove moved");
if (offsetof<Market>("stopBelow") != 336) ERROR("Market.stopBelow moved");
if (offsetof<Market>("lastAbove") != 344) ERROR("Market.lastAbove moved");
if (offsetof<Market>("lastBelow") != 352) ERROR("Market.lastBelow moved");
if (offsetof<Market>("lastFill") != 360) ERROR("Market.lastFill moved");
if (offsetof<Market>("bandPpm") != 368) ERROR("Market.bandPpm moved");
if (offsetof<Market>("bandWindow") != 376) ERROR("Market.bandWindow moved");
if (offsetof<Market>("divergencePpm") != 384) ERROR("Market.divergencePpm moved");
if (offsetof<Market>("depthMin") != 392) ERROR("Market.depthMin moved");
if (offsetof<Market>("branchingMaxPpm") != 400) ERROR("Market.branchingMaxPpm moved");
if (offsetof<Market>("rateNotional") != 408) ERROR("Market.rateNotional moved");
if (offsetof<Market>("rateWindow") != 416) ERROR("Market.rateWindow moved");
if (offsetof<Market>("fundingRatePpb") != 424) ERROR("Market.fundingRatePpb moved");
if (offsetof<Market>("fundingTime") != 432) ERROR("Market.fundingTime moved");
if (offsetof<Market>("premium") != 440) ERROR("Market.premium moved");
if (offsetof<Market>("premiumTime") != 448) ERROR("Market.premiumTime moved");
if (offsetof<Market>("lastTrade") != 456) ERROR("Market.lastTrade moved");
if (offsetof<Market>("liquidationFillTime") != 464) ERROR("Market.liquidationFillTime moved");
if (offsetof<Market>("volatility") != 472) ERROR("Market.volatility moved");
if (offsetof<Market>("volatilityMark") != 480) ERROR("Market.volatilityMark moved");
if (offsetof<Market>("volatilityTime") != 488) ERROR("Market.volatilityTime moved");
if (offsetof<Market>("staleCalm") != 496) ERROR("Market.staleCalm moved");
if (offsetof<Market>("bandCalm") != 504) ERROR("Market.bandCalm moved");
if (offsetof<Market>("divergenceCalm") != 512) ERROR("Market.divergenceCalm moved");
if (offsetof<Market>("depthCalm") != 520) ERROR("Market.depthCalm moved");
if (offsetof<Market>("confirmedMark") != 528) ERROR("Market.confirmedMark moved");
if (offsetof<Market>("movedMark") != 536) ERROR("Market.movedMark moved");
if (offsetof<Market>("movedTime") != 544) ERROR("Market.movedTime moved");
if (offsetof<Market>("quietFrom") != 552) ERROR("Market.quietFrom moved");
if (offsetof<Market>("quietTo") != 560) ERROR("Market.quietTo moved");
if (offsetof<Market>("liquidationCase") != 568) ERROR("Market.liquidationCase moved");
if (offsetof<Market>("nextLong") != 576) ERROR("Market.nextLong moved");
if (offsetof<Market>("nextShort") != 584) ERROR("Market.nextShort moved");
if (offsetof<Market>("longOffset") != 592) ERROR("Market.longOffset moved");
if (offsetof<Market>("shortOffset") != 600) ERROR("Market.shortOffset moved");
if (offsetof<Market>("domain") != 608) ERROR("Market.domain moved");
if (offsetof<Market>("priceDecimals") != 612) ERROR("Market.priceDecimals moved");
if (offsetof<Market>("quantityDecimals") != 616) ERROR("Market.quantityDecimals moved");
if (offsetof<Market>("minSources") != 620) ERROR("Market.minSources moved");
if (offsetof<Market>("confirmations") != 624) ERROR("Market.confirmations moved");
if (offsetof<Market>("volatilityPpm") != 628) ERROR("Market.volatilityPpm moved");
if (offsetof<Market>("makerFeePpm") != 632) ERROR("Market.makerFeePpm moved");
if (offsetof<Market>("takerFeePpm") != 636) ERROR("Market.takerFeePpm moved");
if (offsetof<Market>("liquidationFeePpm") != 640) ERROR("Market.liquidationFeePpm moved");
if (offsetof<Market>("marketBandPpm") != 644) ERROR("Market.marketBandPpm moved");
if (offsetof<Market>("tierCount") != 648) ERROR("Market.tierCount moved");
if (offsetof<Market>("sourceCount") != 652) ERROR("Market.sourceCount moved");
if (offsetof<Market>("algorithm") != 656) ERROR("Market.algorithm moved");
if (offsetof<Market>("slippagePpm") != 660) ERROR("Market.slippagePpm moved");
if (offsetof<Market>("expectedSlippagePpm") != 664) ERROR("Market.expectedSlippagePpm moved");
if (offsetof<Market>("closeFactorPpm") != 668) ERROR("Market.closeFactorPpm moved");
if (offsetof<Market>("silentMax") != 672) ERROR("Market.silentMax moved");
if (offsetof<Market>("depthSharePpm") != 676) ERROR("Market.depthSharePpm moved");
if (offsetof<Market>("disposalFractionPpm") != 680) ERROR("Market.disposalFractionPpm moved");
if (offsetof<Market>("rungs") != 684) ERROR("Market.rungs moved");
if (offsetof<Market>("riskAversionPpm") != 688) ERROR("Market.riskAversionPpm moved");
if (offsetof<Market>("jitterPpm") != 692) ERROR("Market.jitterPpm moved");
if (offsetof<Market>("liquidationWork") != 696) ERROR("Market.liquidationWork moved");
if (offsetof<Market>("firstLot") != 700) ERROR("Market.firstLot moved");
if (offsetof<Market>("lastLot") != 704) ERROR("Market.lastLot moved");
if (offsetof<Market>("ordersMax") != 708) ERROR("Market.ordersMax moved");
if (offsetof<Market>("buyStops") != 712) ERROR("Market.buyStops moved");
if (offsetof<Market>("sellStops") != 716) ERROR("Market.sellStops moved");
if (offsetof<Market>("buyLastStops") != 720) ERROR("Market.buyLastStops moved");
if (offsetof<Market>("sellLastStops") != 724) ERROR("Market.sellLastStops moved");
if (offsetof<Market>("silentLegs") != 728) ERROR("Market.silentLegs moved");
if (offsetof<Market>("mismatchedLegs") != 732) ERROR("Market.mismatchedLegs moved");
if (offsetof<Market>("sendCount") != 736) ERROR("Market.sendCount moved");
if (offsetof<Market>("longBuckets") != 740) ERROR("Market.longBuckets moved");
if (offsetof<Market>("shortBuckets") != 744) ERROR("Market.shortBuckets moved");
if (offsetof<Market>("bucketCount") != 748) ERROR("Market.bucketCount moved");
if (offsetof<Market>("tripped") != 752) ERROR("Market.tripped moved");
if (offsetof<Market>("bandFirst") != 756) ERROR("Market.bandFirst moved");
if (offsetof<Market>("bandCount") != 760) ERROR("Market.bandCount moved");
if (offsetof<Market>("wantedLongs") != 764) ERROR("Market.wantedLongs moved");
if (offsetof<Market>("wantedShorts") != 768) ERROR("Market.wantedShorts moved");
if (offsetof<Market>("balanceHeap") != 772) ERROR("Market.balanceHeap moved");
if (offsetof<Market>("pendingBalances") != 776) ERROR("Market.pendingBalances moved");
if (offsetof<Market>("external") != 780) ERROR("Market.external moved");
if (offsetof<Market>("bookKnown") != 781) ERROR("Market.bookKnown moved");
if (offsetof<Market>("hasMark") != 782) ERROR("Market.hasMark moved");
if (offsetof<Market>("plain") != 783) ERROR("Market.plain moved");
if (offsetof<Market>("premiumKnown") != 784) ERROR("Market.premiumKnown moved");
if (offsetof<Market>("volatilityKnown") != 785) ERROR("Market.volatilityKnown moved");
if (offsetof<Market>("kind") != 786) ERROR("Market.kind moved");
if (offsetof<Market>("gapAction") != 787) ERROR("Market.gapAction moved");
if (offsetof<Market>("graded") != 788) ERROR("Market.graded moved");
if (offsetof<Market>("markMode") != 789) ERROR("Market.markMode moved");
if (offsetof<Market>("phase") != 790) ERROR("Market.phase moved");
if (offsetof<Market>("stopsReached") != 791) ERROR("Market.stopsReached moved");
if (offsetof<Market>("quarantined") != 792) ERROR("Market.quarantined moved");
if (offsetof<Market>("awaited") != 793) ERROR("Market.awaited moved");
if (offsetof<Market>("liquidationVenue") != 794) ERROR("Market.liquidationVenue moved");
if (offsetof<Market>("rejectMax") != 796) ERROR("Market.rejectMax moved");
if (offsetof<Market>("divergenceMax") != 800) ERROR("Market.divergenceMax moved");

/** A liquidation slice lately sent, for the pace; row market·SENDS_MAX + index, the oldest first. */
@unmanaged
export class Send {
  time: i64;
  notional: i64;
}
export const SEND_BYTES: usize = 16;
if (offsetof<Send>("time") != 0) ERROR("Send.time moved");
if (offsetof<Send>("notional") != 8) ERROR("Send.notional moved");

/** How fast one side of a book fills up again; row market·2 + side. `rate` in lots a second. */
@unmanaged
export class Refill {
  rate: i64;
  left: i64;
  sized: i64;
  measured: u8;
  begun: u8;
}
export const REFILL_BYTES: usize = 32;
if (offsetof<Refill>("rate") != 0) ERROR("Refill.rate moved");
if (offsetof<Refill>("left") != 8) ERROR("Refill.left moved");
if (offsetof<Refill>("sized") != 16) ERROR("Refill.sized moved");
if (offsetof<Refill>("measured") != 24) ERROR("Refill.measured moved");
if (offsetof<Refill>("begun") != 25) ERROR("Refill.begun moved");

/** D_k of either margin: maintenanceWhole·10^6 + maintenanceRest, initialWhole·10^6 + initialRest. */
@unmanaged
export class Tier {
  from: i64;
  maintenanceWhole: i64;
  initialWhole: i64;
  maintenanceRest: u32;
  initialRest: u32;
  maintenancePpm: u32;
  initialPpm: u32;
}
export const TIER_BYTES: usize = 40;
if (offsetof<Tier>("from") != 0) ERROR("Tier.from moved");
if (offsetof<Tier>("maintenanceWhole") != 8) ERROR("Tier.maintenanceWhole moved");
if (offsetof<Tier>("initialWhole") != 16) ERROR("Tier.initialWhole moved");
if (offsetof<Tier>("maintenanceRest") != 24) ERROR("Tier.maintenanceRest moved");
if (offsetof<Tier>("initialRest") != 28) ERROR("Tier.initialRest moved");
if (offsetof<Tier>("maintenancePpm") != 32) ERROR("Tier.maintenancePpm moved");
if (offsetof<Tier>("initialPpm") != 36) ERROR("Tier.initialPpm moved");

/** A price source of one market; indexPrice, indexTime: as they went into the index; believed: when the price was accepted, in a market of several; quarantined 0: nothing is; countedTime: of the last tick that its run counts; sequence 2^64 − 1: its next tick may have any. */
@unmanaged
export class Source {
  price: i64;
  time: i64;
  indexPrice: i64;
  indexTime: i64;
  believed: i64;
  sequence: u64;
  quarantined: i64;
  quarantinedTime: i64;
  countedTime: i64;
  weight: u32;
  confirmed: u32;
  ticked: u8;
  seen: u8;
  counted: u8;
  inIndex: u8;
  gapped: u8;
  @inline get name(): Name {
    return changetype<Name>(changetype<usize>(this) + 88);
  }
}
export const SOURCE_BYTES: usize = 160;
if (offsetof<Source>("price") != 0) ERROR("Source.price moved");
if (offsetof<Source>("time") != 8) ERROR("Source.time moved");
if (offsetof<Source>("indexPrice") != 16) ERROR("Source.indexPrice moved");
if (offsetof<Source>("indexTime") != 24) ERROR("Source.indexTime moved");
if (offsetof<Source>("believed") != 32) ERROR("Source.believed moved");
if (offsetof<Source>("sequence") != 40) ERROR("Source.sequence moved");
if (offsetof<Source>("quarantined") != 48) ERROR("Source.quarantined moved");
if (offsetof<Source>("quarantinedTime") != 56) ERROR("Source.quarantinedTime moved");
if (offsetof<Source>("countedTime") != 64) ERROR("Source.countedTime moved");
if (offsetof<Source>("weight") != 72) ERROR("Source.weight moved");
if (offsetof<Source>("confirmed") != 76) ERROR("Source.confirmed moved");
if (offsetof<Source>("ticked") != 80) ERROR("Source.ticked moved");
if (offsetof<Source>("seen") != 81) ERROR("Source.seen moved");
if (offsetof<Source>("counted") != 82) ERROR("Source.counted moved");
if (offsetof<Source>("inIndex") != 83) ERROR("Source.inIndex moved");
if (offsetof<Source>("gapped") != 84) ERROR("Source.gapped moved");

/** The mark at the first recompute of a step of `bandWindow`, for PRICE_BAND. */
@unmanaged
export class BandSample {
  step: i64;
  mark: i64;
}
export const BAND_SAMPLE_BYTES: usize = 16;
if (offsetof<BandSample>("step") != 0) ERROR("BandSample.step moved");
if (offsetof<BandSample>("mark") != 8) ERROR("BandSample.mark moved");

/** One account, a cache line. Legs hang in market order, orders in order of admission. held: back from liquidation while its domain is halted. openMarket: market + 1 of its open orders, and their sums; 0: none; with the highest bit, a row of `OpenSums`. bounded: has resting reduce-only orders. */
@unmanaged
export class Account {
  cash: i64;
  bids: i64;
  asks: i64;
  openNotional: i64;
  firstLeg: u32;
  firstOrder: u32;
  lastOrder: u32;
  caseRow: u32;
  firstBalance: u32;
  openMarket: u32;
  domain: u16;
  flags: u8;
  legs: u8;
  mode: u8;
  followed: u8;
  held: u8;
  bounded: u8;
}
export const ACCOUNT_BYTES: usize = 64;
if (offsetof<Account>("cash") != 0) ERROR("Account.cash moved");
if (offsetof<Account>("bids") != 8) ERROR("Account.bids moved");
if (offsetof<Account>("asks") != 16) ERROR("Account.asks moved");
if (offsetof<Account>("openNotional") != 24) ERROR("Account.openNotional moved");
if (offsetof<Account>("firstLeg") != 32) ERROR("Account.firstLeg moved");
if (offsetof<Account>("firstOrder") != 36) ERROR("Account.firstOrder moved");
if (offsetof<Account>("lastOrder") != 40) ERROR("Account.lastOrder moved");
if (offsetof<Account>("caseRow") != 44) ERROR("Account.caseRow moved");
if (offsetof<Account>("firstBalance") != 48) ERROR("Account.firstBalance moved");
if (offsetof<Account>("openMarket") != 52) ERROR("Account.openMarket moved");
if (offsetof<Account>("domain") != 56) ERROR("Account.domain moved");
if (offsetof<Account>("flags") != 58) ERROR("Account.flags moved");
if (offsetof<Account>("legs") != 59) ERROR("Account.legs moved");
if (offsetof<Account>("mode") != 60) ERROR("Account.mode moved");
if (offsetof<Account>("followed") != 61) ERROR("Account.followed moved");
if (offsetof<Account>("held") != 62) ERROR("Account.held moved");
if (offsetof<Account>("bounded") != 63) ERROR("Account.bounded moved");

/** How the account of the same row was defined: where its name ends, the next one's beginning; `link`: an isolated one's parent, the first UnwindStep of any other; ordersMax 0: the market's. */
@unmanaged
export class AccountSpec {
  nameEnd: u32;
  link: u32;
  ordersMax: u32;
}
export const ACCOUNT_SPEC_BYTES: usize = 16;
if (offsetof<AccountSpec>("nameEnd") != 0) ERROR("AccountSpec.nameEnd moved");
if (offsetof<AccountSpec>("link") != 4) ERROR("AccountSpec.link moved");
if (offsetof<AccountSpec>("ordersMax") != 8) ERROR("AccountSpec.ordersMax moved");

/** A position, a cache line; or, with an asset (index + 1), a balance of collateral, of which `cost` units are pending; funding as settled; venue: silent 1, mismatched 2. trigger 0: not armed; child, next, prev are its place in the heap. */
@unmanaged
export class Leg {
  quantity: i64;
  cost: i64;
  trigger: i64;
  account: u32;
  nextLeg: u32;
  child: u32;
  next: u32;
  prev: u32;
  market: u16;
  asset: u8;
  venue: u8;
  @inline get funding(): Wide {
    return changetype<Wide>(changetype<usize>(this) + 48);
  }
}
export const LEG_BYTES: usize = 64;
if (offsetof<Leg>("quantity") != 0) ERROR("Leg.quantity moved");
if (offsetof<Leg>("cost") != 8) ERROR("Leg.cost moved");
if (offsetof<Leg>("trigger") != 16) ERROR("Leg.trigger moved");
if (offsetof<Leg>("account") != 24) ERROR("Leg.account moved");
if (offsetof<Leg>("nextLeg") != 28) ERROR("Leg.nextLeg moved");
if (offsetof<Leg>("child") != 32) ERROR("Leg.child moved");
if (offsetof<Leg>("next") != 36) ERROR("Leg.next moved");
if (offsetof<Leg>("prev") != 40) ERROR("Leg.prev moved");
if (offsetof<Leg>("market") != 44) ERROR("Leg.market moved");
if (offsetof<Leg>("asset") != 46) ERROR("Leg.asset moved");
if (offsetof<Leg>("venue") != 47) ERROR("Leg.venue moved");

/** Lots of a leg of `@liquidation`, in the order in which they came: the case they were taken over from (0: none), and at what price (−1: unknown). */
@unmanaged
export class Lot {
  case: u64;
  quantity: i64;
  takenAt: i64;
  next: u32;
  pad: u32;
}
export const LOT_BYTES: usize = 32;
if (offsetof<Lot>("case") != 0) ERROR("Lot.case moved");
if (offsetof<Lot>("quantity") != 8) ERROR("Lot.quantity moved");
if (offsetof<Lot>("takenAt") != 16) ERROR("Lot.takenAt moved");
if (offsetof<Lot>("next") != 24) ERROR("Lot.next moved");
if (offsetof<Lot>("pad") != 28) ERROR("Lot.pad moved");

/** One market of an account's unwindOrder. */
@unmanaged
export class UnwindStep {
  market: u32;
  next: u32;
}
export const UNWIND_STEP_BYTES: usize = 8;
if (offsetof<UnwindStep>("market") != 0) ERROR("UnwindStep.market moved");
if (offsetof<UnwindStep>("next") != 4) ERROR("UnwindStep.next moved");

/** An order in the queue of its level: what matching touches. */
@unmanaged
export class Order {
  quantity: i64;
  number: u64;
  next: u32;
  prev: u32;
  level: u32;
  account: u32;
}
export const ORDER_BYTES: usize = 32;
if (offsetof<Order>("quantity") != 0) ERROR("Order.quantity moved");
if (offsetof<Order>("number") != 8) ERROR("Order.number moved");
if (offsetof<Order>("next") != 16) ERROR("Order.next moved");
if (offsetof<Order>("prev") != 20) ERROR("Order.prev moved");
if (offsetof<Order>("level") != 24) ERROR("Order.level moved");
if (offsetof<Order>("account") != 28) ERROR("Order.account moved");

/** The rest of an order, in the same row of its own table; its place in its account's list, but for rungs. total: with what has traded of it; timed: good till a time; waiting: for its stop, in no book. */
@unmanaged
export class OrderTerms {
  price: i64;
  total: i64;
  market: u32;
  accountNext: u32;
  accountPrev: u32;
  nameRow: u32;
  side: u8;
  reduceOnly: u8;
  reducing: u8;
  kind: u8;
  postOnly: u8;
  selfTrade: u8;
  timed: u8;
  waiting: u8;
}
export const ORDER_TERMS_BYTES: usize = 40;
if (offsetof<OrderTerms>("price") != 0) ERROR("OrderTerms.price moved");
if (offsetof<OrderTerms>("total") != 8) ERROR("OrderTerms.total moved");
if (offsetof<OrderTerms>("market") != 16) ERROR("OrderTerms.market moved");
if (offsetof<OrderTerms>("accountNext") != 20) ERROR("OrderTerms.accountNext moved");
if (offsetof<OrderTerms>("accountPrev") != 24) ERROR("OrderTerms.accountPrev moved");
if (offsetof<OrderTerms>("nameRow") != 28) ERROR("OrderTerms.nameRow moved");
if (offsetof<OrderTerms>("side") != 32) ERROR("OrderTerms.side moved");
if (offsetof<OrderTerms>("reduceOnly") != 33) ERROR("OrderTerms.reduceOnly moved");
if (offsetof<OrderTerms>("reducing") != 34) ERROR("OrderTerms.reducing moved");
if (offsetof<OrderTerms>("kind") != 35) ERROR("OrderTerms.kind moved");
if (offsetof<OrderTerms>("postOnly") != 36) ERROR("OrderTerms.postOnly moved");
if (offsetof<OrderTerms>("selfTrade") != 37) ERROR("OrderTerms.selfTrade moved");
if (offsetof<OrderTerms>("timed") != 38) ERROR("OrderTerms.timed moved");
if (offsetof<OrderTerms>("waiting") != 39) ERROR("OrderTerms.waiting moved");

/** When an order that is good till a time expires, in the same row of its own table, and its place among all of them. */
@unmanaged
export class OrderTimer {
  expires: i64;
  heapAt: u32;
  pad: u32;
}
export const ORDER_TIMER_BYTES: usize = 16;
if (offsetof<OrderTimer>("expires") != 0) ERROR("OrderTimer.expires moved");
if (offsetof<OrderTimer>("heapAt") != 8) ERROR("OrderTimer.heapAt moved");
if (offsetof<OrderTimer>("pad") != 12) ERROR("OrderTimer.pad moved");

/** The stop of an order that waits for it, in the same row of its own table: a node of a pairing heap, the next to be reached at its root. */
@unmanaged
export class OrderStop {
  stop: i64;
  child: u32;
  next: u32;
  prev: u32;
  by: u8;
  timeInForce: u8;
}
export const ORDER_STOP_BYTES: usize = 24;
if (offsetof<OrderStop>("stop") != 0) ERROR("OrderStop.stop moved");
if (offsetof<OrderStop>("child") != 8) ERROR("OrderStop.child moved");
if (offsetof<OrderStop>("next") != 12) ERROR("OrderStop.next moved");
if (offsetof<OrderStop>("prev") != 16) ERROR("OrderStop.prev moved");
if (offsetof<OrderStop>("by") != 20) ERROR("OrderStop.by moved");
if (offsetof<OrderStop>("timeInForce") != 21) ERROR("OrderStop.timeInForce moved");

/** A client's name of a live order, and how many named ones were accepted before it. */
@unmanaged
export class OrderName {
  admitted: u64;
  order: u32;
  pad: u32;
  @inline get name(): Name {
    return changetype<Name>(changetype<usize>(this) + 16);
  }
}
export const ORDER_NAME_BYTES: usize = 88;
if (offsetof<OrderName>("admitted") != 0) ERROR("OrderName.admitted moved");
if (offsetof<OrderName>("order") != 8) ERROR("OrderName.order moved");
if (offsetof<OrderName>("pad") != 12) ERROR("OrderName.pad moved");

/** 64 neighbouring levels; `first` is the key of the first, `link` the child of a node that is this leaf. */
@unmanaged
export class LadderLeaf {
  occupied: u64;
  first: i64;
  link: u32;
  market: u32;
  side: u8;
}
export const LADDER_LEAF_BYTES: usize = 32;
if (offsetof<LadderLeaf>("occupied") != 0) ERROR("LadderLeaf.occupied moved");
if (offsetof<LadderLeaf>("first") != 8) ERROR("LadderLeaf.first moved");
if (offsetof<LadderLeaf>("link") != 16) ERROR("LadderLeaf.link moved");
if (offsetof<LadderLeaf>("market") != 20) ERROR("LadderLeaf.market moved");
if (offsetof<LadderLeaf>("side") != 24) ERROR("LadderLeaf.side moved");

/** Orders at one price: Σ quantity, first and last of the queue; all zero when there are none. */
@unmanaged
export class Level {
  quantity: i64;
  head: u32;
  tail: u32;
}
export const LEVEL_BYTES: usize = 16;
if (offsetof<Level>("quantity") != 0) ERROR("Level.quantity moved");
if (offsetof<Level>("head") != 8) ERROR("Level.head moved");
if (offsetof<Level>("tail") != 12) ERROR("Level.tail moved");

/** 1024 neighbouring leaves, or nodes: 16 words of which ones there are, and which words are not 0. */
@unmanaged
export class LadderNode {
  occupied: u32;
  link: u32;
}
export const LADDER_NODE_BYTES: usize = 8;
if (offsetof<LadderNode>("occupied") != 0) ERROR("LadderNode.occupied moved");
if (offsetof<LadderNode>("link") != 4) ERROR("LadderNode.link moved");

/** Sums of an account's open orders in one of several markets; `next`: those of its next one. */
@unmanaged
export class OpenSums {
  bids: i64;
  asks: i64;
  notional: i64;
  market: u32;
  next: u32;
}
export const OPEN_SUMS_BYTES: usize = 32;
if (offsetof<OpenSums>("bids") != 0) ERROR("OpenSums.bids moved");
if (offsetof<OpenSums>("asks") != 8) ERROR("OpenSums.asks moved");
if (offsetof<OpenSums>("notional") != 16) ERROR("OpenSums.notional moved");
if (offsetof<OpenSums>("market") != 24) ERROR("OpenSums.market moved");
if (offsetof<OpenSums>("next") != 28) ERROR("OpenSums.next moved");

/** How many live orders an account has in a market; `next`: the row of its next one. */
@unmanaged
export class OrderCount {
  market: u32;
  count: u32;
  next: u32;
}
export const ORDER_COUNT_BYTES: usize = 16;
if (offsetof<OrderCount>("market") != 0) ERROR("OrderCount.market moved");
if (offsetof<OrderCount>("count") != 4) ERROR("OrderCount.count moved");
if (offsetof<OrderCount>("next") != 8) ERROR("OrderCount.next moved");

/** An account's resting reduce-only orders of a side in a market: their sum, the first and last of them, and the account's next such row. */
@unmanaged
export class ReduceOnly {
  sum: i64;
  first: u32;
  last: u32;
  market: u32;
  next: u32;
  side: u8;
}
export const REDUCE_ONLY_BYTES: usize = 32;
if (offsetof<ReduceOnly>("sum") != 0) ERROR("ReduceOnly.sum moved");
if (offsetof<ReduceOnly>("first") != 8) ERROR("ReduceOnly.first moved");
if (offsetof<ReduceOnly>("last") != 12) ERROR("ReduceOnly.last moved");
if (offsetof<ReduceOnly>("market") != 16) ERROR("ReduceOnly.market moved");
if (offsetof<ReduceOnly>("next") != 20) ERROR("ReduceOnly.next moved");
if (offsetof<ReduceOnly>("side") != 24) ERROR("ReduceOnly.side moved");

/** Legs whose triggers share a bucket: a pairing heap by trigger. */
@unmanaged
export class TriggerBucket {
  root: u32;
}
export const TRIGGER_BUCKET_BYTES: usize = 8;
if (offsetof<TriggerBucket>("root") != 0) ERROR("TriggerBucket.root moved");

/** An open liquidation case; heldBy: the breaker that holds up its takeover. */
@unmanaged
export class Case {
  opened: i64;
  number: u64;
  horizonEnd: i64;
  blockedSince: i64;
  deadline: i64;
  lost: i64;
  notional: i64;
  openingLost: i64;
  openingNotional: i64;
  evidence: u64;
  account: u32;
  firstWork: u32;
  heapAt: u32;
  suspended: u8;
  heldBy: u8;
  blocked: u8;
  due: u8;
  lacksWork: u8;
  roomless: u8;
  below: u8;
  deleveraged: u8;
  refused: u8;
  collateralMarket: u32;
  collateralBreaker: u8;
}
export const CASE_BYTES: usize = 112;
if (offsetof<Case>("opened") != 0) ERROR("Case.opened moved");
if (offsetof<Case>("number") != 8) ERROR("Case.number moved");
if (offsetof<Case>("horizonEnd") != 16) ERROR("Case.horizonEnd moved");
if (offsetof<Case>("blockedSince") != 24) ERROR("Case.blockedSince moved");
if (offsetof<Case>("deadline") != 32) ERROR("Case.deadline moved");
if (offsetof<Case>("lost") != 40) ERROR("Case.lost moved");
if (offsetof<Case>("notional") != 48) ERROR("Case.notional moved");
if (offsetof<Case>("openingLost") != 56) ERROR("Case.openingLost moved");
if (offsetof<Case>("openingNotional") != 64) ERROR("Case.openingNotional moved");
if (offsetof<Case>("evidence") != 72) ERROR("Case.evidence moved");
if (offsetof<Case>("account") != 80) ERROR("Case.account moved");
if (offsetof<Case>("firstWork") != 84) ERROR("Case.firstWork moved");
if (offsetof<Case>("heapAt") != 88) ERROR("Case.heapAt moved");
if (offsetof<Case>("suspended") != 92) ERROR("Case.suspended moved");
if (offsetof<Case>("heldBy") != 93) ERROR("Case.heldBy moved");
if (offsetof<Case>("blocked") != 94) ERROR("Case.blocked moved");
if (offsetof<Case>("due") != 95) ERROR("Case.due moved");
if (offsetof<Case>("lacksWork") != 96) ERROR("Case.lacksWork moved");
if (offsetof<Case>("roomless") != 97) ERROR("Case.roomless moved");
if (offsetof<Case>("below") != 98) ERROR("Case.below moved");
if (offsetof<Case>("deleveraged") != 99) ERROR("Case.deleveraged moved");
if (offsetof<Case>("refused") != 100) ERROR("Case.refused moved");
if (offsetof<Case>("collateralMarket") != 104) ERROR("Case.collateralMarket moved");
if (offsetof<Case>("collateralBreaker") != 108) ERROR("Case.collateralBreaker moved");

/** A case's work on one leg; openingMark 0: neither there when the case opened, nor sliced since; offered: to the book, at a takeover. */
@unmanaged
export class Work {
  due: i64;
  from: i64;
  drawn: i64;
  sent: i64;
  pause: i64;
  end: i64;
  blockedSince: i64;
  closed: i64;
  wanted: i64;
  refusedUntil: i64;
  openingMark: i64;
  lastSlice: u64;
  market: u32;
  next: u32;
  slice: u32;
  firstRung: u32;
  rejections: u32;
  breaker: u8;
  replacing: u8;
  waiting: u8;
  started: u8;
  gone: u8;
  roomless: u8;
  offered: u8;
}
export const WORK_BYTES: usize = 128;
if (offsetof<Work>("due") != 0) ERROR("Work.due moved");
if (offsetof<Work>("from") != 8) ERROR("Work.from moved");
if (offsetof<Work>("drawn") != 16) ERROR("Work.drawn moved");
if (offsetof<Work>("sent") != 24) ERROR("Work.sent moved");
if (offsetof<Work>("pause") != 32) ERROR("Work.pause moved");
if (offsetof<Work>("end") != 40) ERROR("Work.end moved");
if (offsetof<Work>("blockedSince") != 48) ERROR("Work.blockedSince moved");
if (offsetof<Work>("closed") != 56) ERROR("Work.closed moved");
if (offsetof<Work>("wanted") != 64) ERROR("Work.wanted moved");
if (offsetof<Work>("refusedUntil") != 72) ERROR("Work.refusedUntil moved");
if (offsetof<Work>("openingMark") != 80) ERROR("Work.openingMark moved");
if (offsetof<Work>("lastSlice") != 88) ERROR("Work.lastSlice moved");
if (offsetof<Work>("market") != 96) ERROR("Work.market moved");
if (offsetof<Work>("next") != 100) ERROR("Work.next moved");
if (offsetof<Work>("slice") != 104) ERROR("Work.slice moved");
if (offsetof<Work>("firstRung") != 108) ERROR("Work.firstRung moved");
if (offsetof<Work>("rejections") != 112) ERROR("Work.rejections moved");
if (offsetof<Work>("breaker") != 116) ERROR("Work.breaker moved");
if (offsetof<Work>("replacing") != 117) ERROR("Work.replacing moved");
if (offsetof<Work>("waiting") != 118) ERROR("Work.waiting moved");
if (offsetof<Work>("started") != 119) ERROR("Work.started moved");
if (offsetof<Work>("gone") != 120) ERROR("Work.gone moved");
if (offsetof<Work>("roomless") != 121) ERROR("Work.roomless moved");
if (offsetof<Work>("offered") != 122) ERROR("Work.offered moved");

/** A rung that rests inside (order: its row), or a slice that went outside, live or among the latest ended ones. */
@unmanaged
export class Slice {
  case: u64;
  number: u64;
  quantity: i64;
  left: i64;
  limit: i64;
  mark: i64;
  zeroValue: i64;
  zeroQuantity: i64;
  sent: i64;
  deadline: i64;
  older: u64;
  ending: u64;
  account: u32;
  market: u32;
  work: u32;
  caseRow: u32;
  heapAt: u32;
  nextEnded: u32;
  lastReport: u32;
  nextRung: u32;
  order: u32;
  rung: u8;
  side: u8;
  cancelSent: u8;
  silent: u8;
  ended: u8;
  tookOver: u8;
  offered: u8;
}
export const SLICE_BYTES: usize = 144;
if (offsetof<Slice>("case") != 0) ERROR("Slice.case moved");
if (offsetof<Slice>("number") != 8) ERROR("Slice.number moved");
if (offsetof<Slice>("quantity") != 16) ERROR("Slice.quantity moved");
if (offsetof<Slice>("left") != 24) ERROR("Slice.left moved");
if (offsetof<Slice>("limit") != 32) ERROR("Slice.limit moved");
if (offsetof<Slice>("mark") != 40) ERROR("Slice.mark moved");
if (offsetof<Slice>("zeroValue") != 48) ERROR("Slice.zeroValue moved");
if (offsetof<Slice>("zeroQuantity") != 56) ERROR("Slice.zeroQuantity moved");
if (offsetof<Slice>("sent") != 64) ERROR("Slice.sent moved");
if (offsetof<Slice>("deadline") != 72) ERROR("Slice.deadline moved");
if (offsetof<Slice>("older") != 80) ERROR("Slice.older moved");
if (offsetof<Slice>("ending") != 88) ERROR("Slice.ending moved");
if (offsetof<Slice>("account") != 96) ERROR("Slice.account moved");
if (offsetof<Slice>("market") != 100) ERROR("Slice.market moved");
if (offsetof<Slice>("work") != 104) ERROR("Slice.work moved");
if (offsetof<Slice>("caseRow") != 108) ERROR("Slice.caseRow moved");
if (offsetof<Slice>("heapAt") != 112) ERROR("Slice.heapAt moved");
if (offsetof<Slice>("nextEnded") != 116) ERROR("Slice.nextEnded moved");
if (offsetof<Slice>("lastReport") != 120) ERROR("Slice.lastReport moved");
if (offsetof<Slice>("nextRung") != 124) ERROR("Slice.nextRung moved");
if (offsetof<Slice>("order") != 128) ERROR("Slice.order moved");
if (offsetof<Slice>("rung") != 132) ERROR("Slice.rung moved");
if (offsetof<Slice>("side") != 133) ERROR("Slice.side moved");
if (offsetof<Slice>("cancelSent") != 134) ERROR("Slice.cancelSent moved");
if (offsetof<Slice>("silent") != 135) ERROR("Slice.silent moved");
if (offsetof<Slice>("ended") != 136) ERROR("Slice.ended moved");
if (offsetof<Slice>("tookOver") != 137) ERROR("Slice.tookOver moved");
if (offsetof<Slice>("offered") != 138) ERROR("Slice.offered moved");

/** A venue's id of a report, kept so that a repeat changes nothing: of a slice; or (slice 0) of a fill from elsewhere, by account and market, with its place among what has ended. */
@unmanaged
export class VenueReport {
  ending: u64;
  slice: u32;
  next: u32;
  account: u32;
  market: u32;
  @inline get id(): Name {
    return changetype<Name>(changetype<usize>(this) + 24);
  }
}
export const VENUE_REPORT_BYTES: usize = 96;
if (offsetof<VenueReport>("ending") != 0) ERROR("VenueReport.ending moved");
if (offsetof<VenueReport>("slice") != 8) ERROR("VenueReport.slice moved");
if (offsetof<VenueReport>("next") != 12) ERROR("VenueReport.next moved");
if (offsetof<VenueReport>("account") != 16) ERROR("VenueReport.account moved");
if (offsetof<VenueReport>("market") != 20) ERROR("VenueReport.market moved");

/** All numbers of Policy; amounts, whose units it does not say, are not among them. */
export function takePolicy(from: Policy, to: Market): void {
  to.interval = from.interval;
  to.horizon = from.horizon;
  to.sliceLifetime = from.sliceLifetime;
  to.rateWindow = from.rateWindow;
  to.branchingMaxPpm = from.branchingMaxPpm;
  to.algorithm = from.algorithm;
  to.slippagePpm = from.slippagePpm;
  to.expectedSlippagePpm = from.expectedSlippagePpm;
  to.closeFactorPpm = from.closeFactorPpm;
  to.silentMax = from.silentMax;
  to.depthSharePpm = from.depthSharePpm;
  to.disposalFractionPpm = from.disposalFractionPpm;
  to.rungs = from.rungs;
  to.riskAversionPpm = from.riskAversionPpm;
  to.jitterPpm = from.jitterPpm;
  to.rejectMax = from.rejectMax;
}

/** All numbers of Breakers; amounts, whose units it does not say, are not among them. */
export function takeBreakers(from: Breakers, to: Market): void {
  to.bandPpm = from.bandPpm;
  to.bandWindow = from.bandWindow;
  to.divergencePpm = from.divergencePpm;
  to.resumeAfter = from.resumeAfter;
  to.divergenceMax = from.divergenceMax;
}
