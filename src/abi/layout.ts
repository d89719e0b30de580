// GENERATED from src/abi/schema.ts by `npm run generate`. Do not edit.

export const ABI_HASH = 0xe470ab3f;

export const constants = {
  "NAME_MAX": 64,
  "LEGS_MAX": 16,
  "KEEP_MAX": 16,
  "TIERS_MAX": 32,
  "SOURCES_MAX": 16,
  "SENDS_MAX": 16,
  "BAND_SAMPLES_MAX": 17,
  "COLLATERALS_MAX": 8,
  "BOOK_LEVELS_MAX": 10000,
  "DEPTH_LEVELS_MAX": 1000,
  "TICKS_MAX": 10000,
  "DECIMALS_MAX": 18,
  "TRIGGER_BITS": 14,
  "ENDED_SLICES_KEPT": 65536,
  "PPM": 1000000,
  "NONE": 4294967295,
  "ACCOUNT_STREET": 4294967280,
  "ACCOUNT_LIQUIDATION": 4294967281,
  "ACCOUNT_FUND": 4294967282,
  "ACCOUNT_FEES": 4294967283,
  "ACCOUNT_ROUNDING": 4294967284,
  "LIMITS_ADDRESS": 1024,
  "INDEX_KEY_ADDRESS": 1536,
  "MAP_ADDRESS": 2048,
  "ARENA_ADDRESS": 4096,
  "COMMAND_BUFFER_BYTES": 2097152,
  "EVENT_MAX_BYTES": 65536
} as const;

export const limitNames = ["domains","markets","accounts","nameBytes","positions","orders","orderNames","ladderLeaves","ladderNodes","cases","works","slices","venueReports","unwindSteps","triggerBuckets","eventBytes"] as const;
export const defaultLimits = {
  "domains": 16,
  "markets": 64,
  "accounts": 131072,
  "nameBytes": 8388608,
  "positions": 524288,
  "orders": 786432,
  "orderNames": 65536,
  "ladderLeaves": 65536,
  "ladderNodes": 1024,
  "cases": 131072,
  "works": 524288,
  "slices": 786432,
  "venueReports": 131072,
  "unwindSteps": 65536,
  "triggerBuckets": 33554432,
  "eventBytes": 8388608
} as const;

export const CommandType = {"none":0,"refused":1,"domain":2,"market":3,"account":4,"transfer":5,"position":6,"tick":7,"book":8,"order":9,"cancel":10,"cancelAll":11,"execution":12,"policy":13,"halt":14,"resume":15,"clock":16,"depth":17,"report":18,"domainReport":19,"hash":20,"tickById":21,"tickBatch":22,"orderById":23,"cancelByNumber":24,"unknown":25,"collateral":26,"amend":27,"funding":28,"breakers":29,"tiers":30,"domainSettings":31,"feedSettings":32,"marketState":33,"snapshot":34,"liquidationMap":35,"collateralSale":36,"reconcile":37,"trade":38,"sourceReset":39} as const;
export const CommandTypeWords = ["none","refused","domain","market","account","transfer","position","tick","book","order","cancel","cancelAll","execution","policy","halt","resume","clock","depth","report","domainReport","hash","tickById","tickBatch","orderById","cancelByNumber","unknown","collateral","amend","funding","breakers","tiers","domainSettings","feedSettings","marketState","snapshot","liquidationMap","collateralSale","reconcile","trade","sourceReset"] as const;

export const EventType = {"none":0,"accepted":1,"rejected":2,"mark":3,"liquidationOpened":4,"liquidationBlocked":5,"liquidationUnblocked":6,"liquidationWaiting":7,"slice":8,"cancelSlice":9,"fill":10,"rested":11,"cancelled":12,"position":13,"liquidationClosed":14,"takeover":15,"fund":16,"deficit":17,"breaker":18,"depth":19,"report":20,"domainReport":21,"hash":22,"marginCall":23,"adl":24,"funding":25,"uncrossed":26,"crossedInside":27,"jitterSeed":28,"liquidationMap":29,"executionMismatch":30,"unwound":31,"armed":32,"triggered":33} as const;
export const EventTypeWords = ["none","accepted","rejected","mark","liquidationOpened","liquidationBlocked","liquidationUnblocked","liquidationWaiting","slice","cancelSlice","fill","rested","cancelled","position","liquidationClosed","takeover","fund","deficit","breaker","depth","report","domainReport","hash","marginCall","adl","funding","uncrossed","crossedInside","jitterSeed","liquidationMap","executionMismatch","unwound","armed","triggered"] as const;

export const Code = {"OK":0,"MALFORMED":1,"UNKNOWN_TYPE":2,"UNKNOWN_FIELD":3,"MISSING_FIELD":4,"UNKNOWN_DOMAIN":5,"UNKNOWN_MARKET":6,"UNKNOWN_ACCOUNT":7,"UNKNOWN_SOURCE":8,"UNKNOWN_ORDER":9,"ALREADY_EXISTS":10,"OUT_OF_RANGE":11,"PRICE_OFF_TICK":12,"QUANTITY_OFF_LOT":13,"SPEC_INVALID":14,"TIERS_INVALID":15,"POLICY_INVALID":16,"INSUFFICIENT_MARGIN":17,"IN_LIQUIDATION":18,"REDUCE_ONLY":19,"WOULD_CROSS":20,"WOULD_NOT_FILL":21,"SELF_TRADE":22,"MARKET_HALTED":23,"DUPLICATE":24,"SEQUENCE_REGRESSION":25,"FUTURE":26,"STALE":27,"QUARANTINED":28,"CAPACITY":29,"OVERLOADED":30,"UNAUTHORIZED":31,"FORBIDDEN":32,"NOT_DURABLE":33,"POISONED":34,"KEY_REUSED":35,"PRICE_IN_DOUBT":36,"WOULD_TRIGGER":37} as const;
export const CodeWords = ["OK","MALFORMED","UNKNOWN_TYPE","UNKNOWN_FIELD","MISSING_FIELD","UNKNOWN_DOMAIN","UNKNOWN_MARKET","UNKNOWN_ACCOUNT","UNKNOWN_SOURCE","UNKNOWN_ORDER","ALREADY_EXISTS","OUT_OF_RANGE","PRICE_OFF_TICK","QUANTITY_OFF_LOT","SPEC_INVALID","TIERS_INVALID","POLICY_INVALID","INSUFFICIENT_MARGIN","IN_LIQUIDATION","REDUCE_ONLY","WOULD_CROSS","WOULD_NOT_FILL","SELF_TRADE","MARKET_HALTED","DUPLICATE","SEQUENCE_REGRESSION","FUTURE","STALE","QUARANTINED","CAPACITY","OVERLOADED","UNAUTHORIZED","FORBIDDEN","NOT_DURABLE","POISONED","KEY_REUSED","PRICE_IN_DOUBT","WOULD_TRIGGER"] as const;

export const Detail = {"none":0,"notAnObject":1,"notAString":2,"notABoolean":3,"notAnInteger":4,"notAnArray":5,"badName":6,"reservedName":7,"badDecimal":8,"tooManyDecimals":9,"badWord":10,"tooLong":11,"tooShort":12,"outsideBounds":13,"notPositive":14,"unsafe":15,"domains":16,"markets":17,"accounts":18,"names":19,"positions":20,"orders":21,"orderNames":22,"levels":23,"slices":24,"triggers":25,"deposits":26,"maxPosition":27,"maxOpenInterest":28,"legs":29,"internalMarket":30,"externalMarket":31,"noMark":32,"halted":33,"unitNotInteger":34,"limitsDoNotFit":35,"repeatedSource":36,"badTier":37,"minimumOrder":38,"maximumOrder":39,"insufficientCash":40,"insufficientMargin":41,"sameAccount":42,"notJson":43,"trailingBytes":44,"badTemplate":45,"tooManyTicks":46,"emptyBatch":47,"collaterals":48,"unknownCollateral":49,"inverseNeedsMinPrice":50,"cumulativeFunding":51,"isolatedParent":52,"oneIsolatedPosition":53,"callBelowMaintenance":54,"outsideBand":55,"notOpen":56,"needsHalfLife":57,"nothingToAmend":58,"otherSources":59,"repeatedKey":60,"notUnicode":61,"ofSlice":62,"onlyFills":63,"internalExecution":64,"notOfLiquidation":65,"notional":66,"answerSize":67,"fewerSources":68,"repeated":69,"twoQuantities":70,"ordersMax":71,"notTimed":72,"timeOver":73,"withoutStop":74,"notWaiting":75,"stopMarket":76,"unwindSteps":77} as const;
export const DetailWords = ["none","notAnObject","notAString","notABoolean","notAnInteger","notAnArray","badName","reservedName","badDecimal","tooManyDecimals","badWord","tooLong","tooShort","outsideBounds","notPositive","unsafe","domains","markets","accounts","names","positions","orders","orderNames","levels","slices","triggers","deposits","maxPosition","maxOpenInterest","legs","internalMarket","externalMarket","noMark","halted","unitNotInteger","limitsDoNotFit","repeatedSource","badTier","minimumOrder","maximumOrder","insufficientCash","insufficientMargin","sameAccount","notJson","trailingBytes","badTemplate","tooManyTicks","emptyBatch","collaterals","unknownCollateral","inverseNeedsMinPrice","cumulativeFunding","isolatedParent","oneIsolatedPosition","callBelowMaintenance","outsideBand","notOpen","needsHalfLife","nothingToAmend","otherSources","repeatedKey","notUnicode","ofSlice","onlyFills","internalExecution","notOfLiquidation","notional","answerSize","fewerSources","repeated","twoQuantities","ordersMax","notTimed","timeOver","withoutStop","notWaiting","stopMarket","unwindSteps"] as const;

export const Field = {"none":0,"type":1,"domain":2,"market":3,"account":4,"source":5,"order":6,"asset":7,"to":8,"amount":9,"cash":10,"insuranceFund":11,"fundFloor":12,"quantity":13,"entryPrice":14,"price":15,"sequence":16,"sourceTime":17,"bids":18,"asks":19,"side":20,"postOnly":21,"reduceOnly":22,"execution":23,"fee":24,"status":25,"tiers":26,"sources":27,"tickSize":28,"lotSize":29,"contractSize":30,"minPrice":31,"maxPrice":32,"maxPosition":33,"maxOpenInterest":34,"minOrder":35,"maxOrder":36,"policy":37,"policy.fullCloseNotional":38,"policy.fullDisposalQuantity":39,"policy.sliceNotionalMax":40,"marketId":41,"sourceId":42,"accountId":43,"parent":44,"unwindOrder":45,"decimals":46,"haircutPpm":47,"marginCallPpm":48,"takeoverNotionalMax":49,"mark":50,"premiumHalfLife":51,"policy.rateNotional":52,"breakers.depthMin":53,"ratePpb":54,"state":55,"kind":56,"settleDecimals":57,"targetPpm":58,"time":59,"triggerAtEquality":60,"takeover":61,"takeoverPpm":62,"caseHorizon":63,"surplus":64,"legOrder":65,"crossInside":66,"adl":67,"doubtPpm":68,"seed":69,"priceDecimals":70,"maxAge":71,"minSources":72,"skew":73,"jumpPpm":74,"confirmations":75,"outlierPpm":76,"gapAction":77,"graded":78,"premiumCapPpm":79,"premiumHold":80,"volatilityHalfLife":81,"volatilityPpm":82,"fundingInterval":83,"makerFeePpm":84,"takerFeePpm":85,"liquidationFeePpm":86,"marketBandPpm":87,"policy.algorithm":88,"policy.slippagePpm":89,"policy.expectedSlippagePpm":90,"policy.closeFactorPpm":91,"policy.interval":92,"policy.horizon":93,"policy.sliceLifetime":94,"policy.silentMax":95,"policy.depthSharePpm":96,"policy.disposalFractionPpm":97,"policy.rungs":98,"policy.riskAversionPpm":99,"policy.jitterPpm":100,"policy.branchingMaxPpm":101,"policy.rateWindow":102,"breakers.bandPpm":103,"breakers.bandWindow":104,"breakers.divergencePpm":105,"breakers.resumeAfter":106,"mode":107,"snapshot":108,"timeInForce":109,"selfTrade":110,"levels":111,"seizeAt":112,"depositMax":113,"floorAction":114,"proceeds":115,"minNotional":116,"policy.rejectMax":117,"keep":118,"confirmAfter":119,"confirmGap":120,"breakers.divergenceMax":121,"positions":122,"positions[].market":123,"positions[].quantity":124,"positions[].entryPrice":125,"collateral":126,"collateral[].asset":127,"collateral[].amount":128,"open":129,"ordersMax":130,"expires":131,"stop":132,"stopBy":133} as const;
export const FieldWords = ["none","type","domain","market","account","source","order","asset","to","amount","cash","insuranceFund","fundFloor","quantity","entryPrice","price","sequence","sourceTime","bids","asks","side","postOnly","reduceOnly","execution","fee","status","tiers","sources","tickSize","lotSize","contractSize","minPrice","maxPrice","maxPosition","maxOpenInterest","minOrder","maxOrder","policy","policy.fullCloseNotional","policy.fullDisposalQuantity","policy.sliceNotionalMax","marketId","sourceId","accountId","parent","unwindOrder","decimals","haircutPpm","marginCallPpm","takeoverNotionalMax","mark","premiumHalfLife","policy.rateNotional","breakers.depthMin","ratePpb","state","kind","settleDecimals","targetPpm","time","triggerAtEquality","takeover","takeoverPpm","caseHorizon","surplus","legOrder","crossInside","adl","doubtPpm","seed","priceDecimals","maxAge","minSources","skew","jumpPpm","confirmations","outlierPpm","gapAction","graded","premiumCapPpm","premiumHold","volatilityHalfLife","volatilityPpm","fundingInterval","makerFeePpm","takerFeePpm","liquidationFeePpm","marketBandPpm","policy.algorithm","policy.slippagePpm","policy.expectedSlippagePpm","policy.closeFactorPpm","policy.interval","policy.horizon","policy.sliceLifetime","policy.silentMax","policy.depthSharePpm","policy.disposalFractionPpm","policy.rungs","policy.riskAversionPpm","policy.jitterPpm","policy.branchingMaxPpm","policy.rateWindow","breakers.bandPpm","breakers.bandWindow","breakers.divergencePpm","breakers.resumeAfter","mode","snapshot","timeInForce","selfTrade","levels","seizeAt","depositMax","floorAction","proceeds","minNotional","policy.rejectMax","keep","confirmAfter","confirmGap","breakers.divergenceMax","positions","positions[].market","positions[].quantity","positions[].entryPrice","collateral","collateral[].asset","collateral[].amount","open","ordersMax","expires","stop","stopBy"] as const;

export const Side = {"buy":0,"sell":1} as const;
export const SideWords = ["buy","sell"] as const;

export const TimeInForce = {"GTC":0,"IOC":1,"FOK":2,"GTT":3} as const;
export const TimeInForceWords = ["GTC","IOC","FOK","GTT"] as const;

export const StopBy = {"mark":0,"last":1} as const;
export const StopByWords = ["mark","last"] as const;

export const SelfTrade = {"newest":0,"oldest":1,"both":2,"decrement":3,"none":4} as const;
export const SelfTradeWords = ["newest","oldest","both","decrement","none"] as const;

export const Execution = {"internal":0,"external":1} as const;
export const ExecutionWords = ["internal","external"] as const;

export const Algorithm = {"immediate":0,"twap":1,"pov":2,"ladder":3,"adaptive":4} as const;
export const AlgorithmWords = ["immediate","twap","pov","ladder","adaptive"] as const;

export const Kind = {"linear":0,"inverse":1} as const;
export const KindWords = ["linear","inverse"] as const;

export const MarkMode = {"index":0,"premium":1,"median3":2} as const;
export const MarkModeWords = ["index","premium","median3"] as const;

export const GapAction = {"ignore":0,"block":1} as const;
export const GapActionWords = ["ignore","block"] as const;

export const LegOrder = {"largestMargin":0,"release":1,"user":2} as const;
export const LegOrderWords = ["largestMargin","release","user"] as const;

export const AccountMode = {"cross":0,"isolated":1} as const;
export const AccountModeWords = ["cross","isolated"] as const;

export const MarketPhase = {"open":0,"cancelOnly":1,"auction":2} as const;
export const MarketPhaseWords = ["open","cancelOnly","auction"] as const;

export const Surplus = {"user":0,"fund":1} as const;
export const SurplusWords = ["user","fund"] as const;

export const FloorAction = {"take":0,"block":1} as const;
export const FloorActionWords = ["take","block"] as const;

export const ExecutionStatus = {"fill":0,"cancelled":1,"rejected":2} as const;
export const ExecutionStatusWords = ["fill","cancelled","rejected"] as const;

export const Outcome = {"cured":0,"closed":1,"takenOver":2,"deleveraged":3} as const;
export const OutcomeWords = ["cured","closed","takenOver","deleveraged"] as const;

export const Breaker = {"none":0,"HALTED":1,"FEED_STALE":2,"FEED_GAP":3,"PRICE_BAND":4,"DIVERGENCE":5,"WARMUP":6,"DEPTH_LOW":7,"LIQUIDATION_RATE":8,"EXECUTION_SILENT":9,"EXECUTION_MISMATCH":10,"EXECUTION_REJECTED":11,"FUND_FLOOR":12,"CAPACITY":13,"UNCONFIRMED":14} as const;
export const BreakerWords = ["none","HALTED","FEED_STALE","FEED_GAP","PRICE_BAND","DIVERGENCE","WARMUP","DEPTH_LOW","LIQUIDATION_RATE","EXECUTION_SILENT","EXECUTION_MISMATCH","EXECUTION_REJECTED","FUND_FLOOR","CAPACITY","UNCONFIRMED"] as const;

export const BreakerState = {"tripped":0,"cleared":1} as const;
export const BreakerStateWords = ["tripped","cleared"] as const;

export const Cause = {"none":0,"noFirstMark":1,"resumed":2,"sourcesTicked":3,"tooFewSources":4,"sourcesEnough":5,"operator":6,"venueSilent":7,"venueReported":8,"fundAtFloor":9,"fundAboveFloor":10,"sequenceSkipped":11,"inSequenceAgain":12,"bandLeft":13,"bandInside":14,"diverged":15,"convergedAgain":16,"depthLow":17,"depthEnough":18,"paceUsedUp":19,"windowMoved":20,"settingChanged":21,"fillMismatch":22,"reconciled":23,"legClosed":24,"markMoved":25,"moveTakenBack":26,"moveConfirmed":27,"divergenceOver":28} as const;
export const CauseWords = ["none","noFirstMark","resumed","sourcesTicked","tooFewSources","sourcesEnough","operator","venueSilent","venueReported","fundAtFloor","fundAboveFloor","sequenceSkipped","inSequenceAgain","bandLeft","bandInside","diverged","convergedAgain","depthLow","depthEnough","paceUsedUp","windowMoved","settingChanged","fillMismatch","reconciled","legClosed","markMoved","moveTakenBack","moveConfirmed","divergenceOver"] as const;

export const CancelReason = {"user":0,"ioc":1,"selfTrade":2,"reduceOnly":3,"zeroPrice":4,"liquidation":5,"market":6,"expired":7,"refused":8} as const;
export const CancelReasonWords = ["user","ioc","selfTrade","reduceOnly","zeroPrice","liquidation","market","expired","refused"] as const;

export const CancelSliceReason = {"cured":0,"takeover":1,"expired":2,"halted":3,"replaced":4,"reconciled":5} as const;
export const CancelSliceReasonWords = ["cured","takeover","expired","halted","replaced","reconciled"] as const;

export const MismatchReason = {"quantity":0,"price":1,"flip":2} as const;
export const MismatchReasonWords = ["quantity","price","flip"] as const;

export const FundReason = {"fee":0,"takeover":1,"unwind":2,"shortfall":3,"topUp":4,"collateralSale":5} as const;
export const FundReasonWords = ["fee","takeover","unwind","shortfall","topUp","collateralSale"] as const;

export const AccountState = {"healthy":0,"marginCall":1,"liquidating":2,"blocked":3} as const;
export const AccountStateWords = ["healthy","marginCall","liquidating","blocked"] as const;

export const Warning = {"noMaxAge":0,"noJumpPpm":1,"oneSource":2,"twoSources":3,"outlierWithoutMajority":4,"premiumUncapped":5,"derivedMaxPrice":6,"onlyFullCloseCures":7} as const;
export const WarningWords = ["noMaxAge","noJumpPpm","oneSource","twoSources","outlierWithoutMajority","premiumUncapped","derivedMaxPrice","onlyFullCloseCures"] as const;

export const Region = {"pages":0,"commandBuffer":1,"eventBuffer":2,"meters":3,"shard":4,"domains":5,"markets":6,"tiers":7,"sources":8,"accounts":9,"accountSpecs":10,"accountNames":11,"collaterals":12,"leafPool":13} as const;
export const RegionWords = ["pages","commandBuffer","eventBuffer","meters","shard","domains","markets","tiers","sources","accounts","accountSpecs","accountNames","collaterals","leafPool"] as const;

export const OrderKind = {"none":0,"O":1,"S":2,"named":3} as const;
export const OrderKindWords = ["none","O","S","named"] as const;

export const Invariant = {"held":0,"moneyConserved":1,"quantitiesCancel":2,"openInterest":3,"bookNotCrossed":4,"levelSums":5,"fundFloor":6,"casesLinked":7,"sweepAgrees":8,"noTriggerPassed":9,"triggerLots":10,"collateralConserved":11,"roundingPays":12,"wantedCounts":13,"laddersLinked":14,"feedSettings":15,"marketCounters":16,"roomless":17,"depthSums":18,"pendingCounted":19,"arrearsWait":20,"venueLegs":21,"heldWait":22,"liquidationLots":23,"reduceOnlyBounded":24,"ordersCounted":25,"expiriesAhead":26,"stopsAhead":27} as const;
export const InvariantWords = ["held","moneyConserved","quantitiesCancel","openInterest","bookNotCrossed","levelSums","fundFloor","casesLinked","sweepAgrees","noTriggerPassed","triggerLots","collateralConserved","roundingPays","wantedCounts","laddersLinked","feedSettings","marketCounters","roomless","depthSums","pendingCounted","arrearsWait","venueLegs","heldWait","liquidationLots","reduceOnlyBounded","ordersCounted","expiriesAhead","stopsAhead"] as const;

export const Pair = {"quietTick":0,"plainRecompute":1,"plainPass":2,"quietPass":3,"passOrder":4,"plainOrder":5,"coversPlainly":6,"opensPlainly":7,"openSums":8,"inBand":9,"mayReduce":10,"plainFill":11,"plainTrade":12,"staysArmed":13,"shiftedLadder":14,"reachedLegs":15,"adlRank":16,"loneLeg":17,"loneCase":18,"cascade":19,"sweepColumns":20,"lastDeadline":21,"shortDivision":22,"shortExact":23,"rankTree":24,"offers":25,"slicesOut":26,"reportIds":27,"staleBound":28,"calmMarket":29,"depth":30,"depthReach":31,"legSlices":32,"elsewhereIds":33,"pendingSet":34,"arrearsSet":35} as const;
export const PairWords = ["quietTick","plainRecompute","plainPass","quietPass","passOrder","plainOrder","coversPlainly","opensPlainly","openSums","inBand","mayReduce","plainFill","plainTrade","staysArmed","shiftedLadder","reachedLegs","adlRank","loneLeg","loneCase","cascade","sweepColumns","lastDeadline","shortDivision","shortExact","rankTree","offers","slicesOut","reportIds","staleBound","calmMarket","depth","depthReach","legSlices","elsewhereIds","pendingSet","arrearsSet"] as const;

/** A name: its length, then 64 bytes of ASCII, unused ones zero. */
export const Name = {"BYTES":72,"length":0} as const;

/** ±(hi·2^64 + lo)·10^−scale. flags: 1 present, 2 negative. */
export const Decimal = {"BYTES":24,"lo":0,"hi":8,"scale":16,"flags":20} as const;

/** A signed 128-bit number in two's complement. */
export const Wide = {"BYTES":16,"low":0,"high":8} as const;

/** How a leg is sold (PROTOCOL.md section 4), as it arrives. */
export const Policy = {"BYTES":184,"interval":0,"horizon":8,"sliceLifetime":16,"rateWindow":24,"branchingMaxPpm":32,"algorithm":40,"slippagePpm":44,"expectedSlippagePpm":48,"closeFactorPpm":52,"silentMax":56,"depthSharePpm":60,"disposalFractionPpm":64,"rungs":68,"riskAversionPpm":72,"jitterPpm":76,"rejectMax":80,"fullCloseNotional":88,"fullDisposalQuantity":112,"sliceNotionalMax":136,"rateNotional":160} as const;

/** What makes a market wait (PROTOCOL.md section 5), as it arrives; −1 = off. */
export const Breakers = {"BYTES":64,"bandPpm":0,"bandWindow":8,"divergencePpm":16,"resumeAfter":24,"depthMin":40,"divergenceMax":32} as const;

/** What `domain` sets and `domainSettings` may change. */
export const DomainSettings = {"BYTES":64,"caseHorizon":0,"seed":8,"targetPpm":16,"takeoverPpm":20,"doubtPpm":24,"marginCallPpm":28,"triggerAtEquality":32,"takeover":33,"surplus":34,"legOrder":35,"crossInside":36,"adl":37,"floorAction":38,"fundFloor":40} as const;

/** What `market` sets and `feedSettings` may change; −1 = absent, of ordersMax 0. */
export const FeedSettings = {"BYTES":152,"confirmGap":0,"maxAge":8,"skew":16,"jumpPpm":24,"outlierPpm":32,"premiumCapPpm":40,"premiumHalfLife":48,"premiumHold":56,"volatilityHalfLife":64,"fundingInterval":72,"confirmAfter":80,"minSources":88,"confirmations":92,"volatilityPpm":96,"makerFeePpm":100,"takerFeePpm":104,"liquidationFeePpm":108,"marketBandPpm":112,"ordersMax":116,"gapAction":120,"graded":121,"mark":122,"takeoverNotionalMax":128} as const;

/** Begins every command. size includes it; time 0 = engine time. */
export const CommandHeader = {"BYTES":16,"size":0,"type":4,"flags":6,"time":8} as const;

/** A command that decoding refused: it is counted, and answered by `rejected`. */
export const RefusedCommand = {"BYTES":96,"size":0,"type":4,"flags":6,"time":8,"command":16,"code":18,"detail":20,"pad":22,"field":24} as const;

/** domain */
export const DomainCommand = {"BYTES":256,"size":0,"type":4,"flags":6,"time":8,"settleDecimals":16,"pad":20,"domain":24,"asset":96,"insuranceFund":168,"settings":192} as const;

/** market; followed by tierCount TierInput and sourceCount SourceInput records. */
export const MarketCommand = {"BYTES":816,"size":0,"type":4,"flags":6,"time":8,"priceDecimals":16,"tierCount":20,"sourceCount":24,"kind":28,"execution":29,"market":32,"domain":104,"tickSize":176,"lotSize":200,"contractSize":224,"minPrice":248,"maxPrice":272,"maxPosition":296,"maxOpenInterest":320,"minOrder":344,"maxOrder":368,"minNotional":392,"settings":416,"policy":568,"breakers":752} as const;

/** One tier of a `market` or `tiers` command. */
export const TierInput = {"BYTES":32,"initialPpm":0,"maintenancePpm":4,"from":8} as const;

/** One source of a `market` or `feedSettings` command. */
export const SourceInput = {"BYTES":80,"weight":0,"pad":4,"source":8} as const;

/** account; empty `parent` and ordersMax 0 when absent; followed by unwindCount Name, positionCount PositionInput and collateralCount CollateralInput records. */
export const AccountCommand = {"BYTES":280,"size":0,"type":4,"flags":6,"time":8,"unwindCount":16,"mode":20,"positionCount":24,"collateralCount":28,"ordersMax":32,"pad":36,"account":40,"domain":112,"parent":184,"cash":256} as const;

/** One position of an `account` command. */
export const PositionInput = {"BYTES":120,"market":0,"quantity":72,"entryPrice":96} as const;

/** Collateral of one asset that an `account` command brings. */
export const CollateralInput = {"BYTES":96,"asset":0,"amount":72} as const;

/** transfer; empty `to` and `asset` when absent. */
export const TransferCommand = {"BYTES":256,"size":0,"type":4,"flags":6,"time":8,"account":16,"to":88,"asset":160,"amount":232} as const;

/** position */
export const PositionCommand = {"BYTES":208,"size":0,"type":4,"flags":6,"time":8,"account":16,"market":88,"quantity":160,"entryPrice":184} as const;

/** tick; sourceTime −1 when absent. */
export const TickCommand = {"BYTES":200,"size":0,"type":4,"flags":6,"time":8,"sequence":16,"sourceTime":24,"market":32,"source":104,"price":176} as const;

/** sourceReset */
export const SourceResetCommand = {"BYTES":160,"size":0,"type":4,"flags":6,"time":8,"market":16,"source":88} as const;

/** trade: at an outside venue. */
export const TradeCommand = {"BYTES":136,"size":0,"type":4,"flags":6,"time":8,"market":16,"price":88,"quantity":112} as const;

/** book; followed by bidCount + askCount BookLevelInput records. */
export const BookCommand = {"BYTES":104,"size":0,"type":4,"flags":6,"time":8,"bidCount":16,"askCount":20,"snapshot":24,"market":32} as const;

/** One level of a book command. */
export const BookLevelInput = {"BYTES":48,"price":0,"quantity":24} as const;

/** order; price absent = market order; empty `order` when the client gave none; expires −1 and stop absent: none; stopBy 0: not said, else StopBy + 1. */
export const OrderCommand = {"BYTES":320,"size":0,"type":4,"flags":6,"time":8,"expires":16,"side":24,"timeInForce":25,"postOnly":26,"reduceOnly":27,"selfTrade":28,"stopBy":29,"account":32,"market":104,"order":176,"quantity":248,"price":272,"stop":296} as const;

/** cancel; empty `account` when absent. */
export const CancelCommand = {"BYTES":160,"size":0,"type":4,"flags":6,"time":8,"order":16,"account":88} as const;

/** cancelAll; empty market = all; side 0: both, else Side + 1. */
export const CancelAllCommand = {"BYTES":168,"size":0,"type":4,"flags":6,"time":8,"side":16,"pad":20,"account":24,"market":96} as const;

/** reconcile; cash may be absent; followed by keepCount Name records. */
export const ReconcileCommand = {"BYTES":240,"size":0,"type":4,"flags":6,"time":8,"keepCount":16,"pad":20,"account":24,"market":96,"quantity":168,"entryPrice":192,"cash":216} as const;

/** execution: on a slice (order), or from elsewhere (account, market, side); side 0: none, else Side + 1. */
export const ExecutionCommand = {"BYTES":384,"size":0,"type":4,"flags":6,"time":8,"status":16,"side":20,"order":24,"account":96,"market":168,"execution":240,"price":312,"quantity":336,"fee":360} as const;

/** policy */
export const PolicyCommand = {"BYTES":272,"size":0,"type":4,"flags":6,"time":8,"market":16,"policy":88} as const;

/** halt, resume, depth, report, domainReport, liquidationMap: one name set; of report two. */
export const ScopeCommand = {"BYTES":240,"size":0,"type":4,"flags":6,"time":8,"levels":16,"pad":20,"market":24,"domain":96,"account":168} as const;

/** collateral */
export const CollateralCommand = {"BYTES":288,"size":0,"type":4,"flags":6,"time":8,"haircutPpm":16,"decimals":20,"domain":24,"asset":96,"market":168,"seizeAt":240,"depositMax":264} as const;

/** collateralSale */
export const CollateralSaleCommand = {"BYTES":208,"size":0,"type":4,"flags":6,"time":8,"domain":16,"asset":88,"quantity":160,"proceeds":184} as const;

/** amend; quantity (the total), open, price and stop may be absent; expires −1, empty `account` when absent. */
export const AmendCommand = {"BYTES":264,"size":0,"type":4,"flags":6,"time":8,"expires":16,"order":24,"account":96,"quantity":168,"open":192,"price":216,"stop":240} as const;

/** funding */
export const FundingCommand = {"BYTES":96,"size":0,"type":4,"flags":6,"time":8,"ratePpb":16,"market":24} as const;

/** breakers */
export const BreakersCommand = {"BYTES":152,"size":0,"type":4,"flags":6,"time":8,"market":16,"breakers":88} as const;

/** tiers; followed by tierCount TierInput records. */
export const TiersCommand = {"BYTES":96,"size":0,"type":4,"flags":6,"time":8,"tierCount":16,"pad":20,"market":24} as const;

/** domainSettings */
export const DomainSettingsCommand = {"BYTES":152,"size":0,"type":4,"flags":6,"time":8,"domain":16,"settings":88} as const;

/** feedSettings; followed by sourceCount SourceInput; 0: weights stay. */
export const FeedSettingsCommand = {"BYTES":248,"size":0,"type":4,"flags":6,"time":8,"sourceCount":16,"pad":20,"market":24,"settings":96} as const;

/** marketState */
export const MarketStateCommand = {"BYTES":96,"size":0,"type":4,"flags":6,"time":8,"state":16,"pad":20,"market":24} as const;

/** clock, snapshot, hash. */
export const BareCommand = {"BYTES":16,"size":0,"type":4,"flags":6,"time":8} as const;

/** A tick in numbers. sourceTime 0 = absent. */
export const TickByIdCommand = {"BYTES":48,"size":0,"type":4,"flags":6,"time":8,"market":16,"source":20,"price":24,"sequence":32,"sourceTime":40} as const;

/** An SBE TickBatch message, as it came, follows; `bytes` is its length. */
export const TickBatchCommand = {"BYTES":24,"size":0,"type":4,"flags":6,"time":8,"bytes":16,"pad":20} as const;

/** One entry of an SBE TickBatch. */
export const SbeTick = {"BYTES":32,"market":0,"source":4,"price":8,"sequence":16,"sourceTime":24} as const;

/** An order in numbers; price 0 = market order. */
export const OrderByIdCommand = {"BYTES":48,"size":0,"type":4,"flags":6,"time":8,"account":16,"market":20,"price":24,"quantity":32,"side":40,"timeInForce":41,"postOnly":42,"reduceOnly":43,"selfTrade":44} as const;

/** Cancels the order O<number>. */
export const CancelByNumberCommand = {"BYTES":24,"size":0,"type":4,"flags":6,"time":8,"number":16} as const;

/** Begins every event. seq 0 = an answer to a query. */
export const EventHeader = {"BYTES":32,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24} as const;

/** accepted; ids NONE, order 0 where nothing was defined; a client's name trails. */
export const AcceptedEvent = {"BYTES":64,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"command":40,"warning":42,"domain":44,"market":48,"account":52,"orderKind":56} as const;

/** rejected; `field` is a name when the decoder refused, else `fieldId`, of row `place` − 1 of a list; `market` with PRICE_IN_DOUBT. */
export const RejectedEvent = {"BYTES":120,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"command":32,"code":34,"detail":36,"fieldId":38,"field":48,"market":40,"place":44} as const;

/** mark */
export const MarkEvent = {"BYTES":56,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"index":32,"mark":40,"market":48,"sources":52} as const;

/** liquidationOpened; followed by legs EvidenceLeg, each with its EvidenceSource. */
export const OpenedEvent = {"BYTES":64,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"equity":40,"maintenanceMargin":48,"account":56,"legs":60} as const;

/** What a leg's market looked like. Quantity 0: that side of the book is empty. */
export const EvidenceLeg = {"BYTES":56,"index":0,"mark":8,"bidPrice":16,"bidQuantity":24,"askPrice":32,"askQuantity":40,"market":48,"sources":52} as const;

/** A source that counted. */
export const EvidenceSource = {"BYTES":24,"price":0,"age":8,"source":16,"pad":20} as const;

/** liquidationBlocked, liquidationUnblocked, liquidationWaiting. */
export const CaseEvent = {"BYTES":56,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"account":40,"market":44,"breaker":48} as const;

/** slice: the liquidation order. */
export const SliceEvent = {"BYTES":96,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"case":40,"quantity":48,"limitPrice":56,"remaining":64,"expires":72,"account":80,"market":84,"side":88,"timeInForce":89,"postOnly":90,"algorithm":91} as const;

/** cancelSlice */
export const CancelSliceEvent = {"BYTES":56,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"case":40,"reason":48} as const;

/** fill; mark 0: there is none yet; the names of orders of kind `named` trail, the maker's first. */
export const FillEvent = {"BYTES":120,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"makerOrder":32,"takerOrder":40,"price":48,"quantity":56,"makerFee":64,"takerFee":72,"liquidationFee":80,"case":88,"mark":96,"market":104,"maker":108,"taker":112,"side":116,"makerKind":117,"takerKind":118} as const;

/** executionMismatch; case 0: none. The case is for its file, and is not told. */
export const MismatchEvent = {"BYTES":64,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"case":40,"account":48,"market":52,"reason":56} as const;

/** rested, cancelled; price 0: a market order; a client's name trails. */
export const OrderEvent = {"BYTES":72,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"quantity":40,"price":48,"account":56,"market":60,"reason":64,"orderKind":65,"side":66} as const;

/** armed; price 0: a stop-market order; a client's name trails. */
export const ArmedEvent = {"BYTES":80,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"quantity":40,"price":48,"stop":56,"account":64,"market":68,"side":72,"stopBy":73,"orderKind":74} as const;

/** triggered; code 0: it was taken; a client's name trails. */
export const TriggeredEvent = {"BYTES":72,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"order":32,"stop":40,"at":48,"account":56,"market":60,"code":64,"side":66,"stopBy":67,"orderKind":68} as const;

/** position */
export const PositionEvent = {"BYTES":80,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"quantity":32,"cost":40,"realised":48,"cash":56,"account":64,"market":68,"domain":72} as const;

/** liquidationClosed; followed by `markets` MarketQuantity. */
export const ClosedEvent = {"BYTES":88,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"equity":40,"slippagePpm":48,"openingLossPpm":56,"duration":64,"account":72,"outcome":76,"markets":80} as const;

/** A quantity in a market. */
export const MarketQuantity = {"BYTES":16,"quantity":0,"market":8,"pad":12} as const;

/** takeover */
export const TakeoverEvent = {"BYTES":64,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"quantity":40,"price":48,"account":56,"market":60} as const;

/** unwound; case 0, price −1, takenAt −1: null. */
export const UnwoundEvent = {"BYTES":72,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"quantity":40,"price":48,"takenAt":56,"market":64,"side":68} as const;

/** fund, deficit; case 0 = null. */
export const FundEvent = {"BYTES":64,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"change":40,"balance":48,"domain":56,"reason":60} as const;

/** breaker; one of market and domain is NONE. */
export const BreakerEvent = {"BYTES":48,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"market":32,"domain":36,"breaker":40,"state":41,"cause":42} as const;

/** depth; followed by bids + asks BookLevel, best first. */
export const DepthEvent = {"BYTES":48,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"market":32,"bids":36,"asks":40} as const;

/** A level. */
export const BookLevel = {"BYTES":16,"price":0,"quantity":8} as const;

/** report; `known` 0: equity is not; `own` 1: an account of the domain itself; followed by `legs` ReportLeg, `collaterals` ReportCollateral. */
export const ReportEvent = {"BYTES":104,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"cash":40,"equity":48,"initialMargin":56,"maintenanceMargin":64,"account":72,"domain":76,"state":80,"known":84,"legs":88,"collaterals":92,"mode":96,"own":100} as const;

/** A position; mark 0: none yet; liquidationPrice, zeroPrice, adlRank 0: null. */
export const ReportLeg = {"BYTES":80,"quantity":0,"cost":8,"mark":16,"notional":24,"unrealised":32,"maintenanceMargin":40,"liquidationPrice":48,"zeroPrice":56,"market":64,"adlRank":68,"mismatch":72,"pad":76} as const;

/** A balance in the collateral's decimals, and what of it is pending; the value of the rest in money. */
export const ReportCollateral = {"BYTES":32,"balance":0,"pending":8,"value":16,"collateral":24,"pad":28} as const;

/** domainReport; followed by `markets` DomainReportMarket, `collaterals` DomainReportCollateral. */
export const DomainReportEvent = {"BYTES":136,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"fund":32,"deficit":40,"cover":48,"arrears":56,"fees":64,"rounding":72,"deposits":80,"withdrawals":88,"cashTotal":96,"costTotal":104,"domain":112,"accounts":116,"cases":120,"markets":124,"collaterals":128} as const;

/** A market's totals. */
export const DomainReportMarket = {"BYTES":32,"quantityTotal":0,"liquidation":8,"openInterest":16,"market":24,"pad":28} as const;

/** What `@liquidation` has seized of an asset, its value in money. */
export const DomainReportCollateral = {"BYTES":24,"quantity":0,"value":8,"collateral":16,"pad":20} as const;

/** marginCall */
export const MarginCallEvent = {"BYTES":64,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"equity":32,"initialMargin":40,"maintenanceMargin":48,"account":56} as const;

/** adl */
export const AdlEvent = {"BYTES":80,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"case":32,"quantity":40,"price":48,"overshoot":56,"account":64,"loser":68,"market":72,"rank":76} as const;

/** funding; the rate in 10^-9. */
export const FundingEvent = {"BYTES":56,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"rate":32,"mark":40,"market":48} as const;

/** uncrossed */
export const UncrossedEvent = {"BYTES":56,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"price":32,"quantity":40,"market":48} as const;

/** crossedInside */
export const CrossedInsideEvent = {"BYTES":72,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"price":32,"quantity":40,"firstCase":48,"secondCase":56,"market":64} as const;

/** jitterSeed; the host makes the commitment of the seed, and keeps back the rest. */
export const JitterSeedEvent = {"BYTES":48,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"seed":32,"domain":40,"revealed":44} as const;

/** liquidationMap; followed by longs + shorts BookLevel, nearest the mark first, their quantity in money. */
export const LiquidationMapEvent = {"BYTES":48,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"market":32,"longs":36,"shorts":40} as const;

/** hash */
export const HashEvent = {"BYTES":40,"size":0,"type":4,"flags":6,"seq":8,"commandSeq":16,"time":24,"hash":32} as const;

/** A table with a free list: rows from 1; `top` is the first that was never used. */
export const Pool = {"BYTES":24,"base":0,"rowBytes":4,"capacity":8,"top":12,"free":16,"used":20} as const;

/** The scalars of the state machine. */
export const Shard = {"BYTES":232,"now":0,"wakeAt":8,"staleAt":16,"nextExpiry":24,"nextOrder":32,"nextSlice":40,"nextCase":48,"namedOrders":56,"latestCase":64,"latestCaseNumber":72,"latestSlice":80,"latestSliceNumber":88,"endings":96,"domains":104,"markets":108,"accounts":112,"nameBytes":116,"touched":120,"roomlessAccounts":124,"roomlessCases":128,"liquidationCases":132,"liquidationRungs":136,"pacesTripped":140,"caseDeadlines":144,"sliceDeadlines":148,"casesOpen":152,"endedHead":156,"endedTail":160,"endedCount":164,"cascadeMarkets":168,"following":172,"changed":176,"followed":180,"triggerBuckets":184,"liquidationWorks":188,"endedWithIds":192,"arrearsDue":196,"elsewhereHead":200,"elsewhereTail":204,"heldAccounts":208,"heldDue":212,"expiries":216,"stopMarkets":220,"waitingOrders":224} as const;

/** Sequence numbers and counters: not part of the state hash. */
export const Meters = {"BYTES":64,"seq":0,"commandSeq":8,"alarms":16,"falseAlarms":24,"evaluations":32,"executionMismatch":40,"eventBytes":48,"looks":56} as const;

/** A margin domain with its own accounts' cash; `deficit`: as told last. */
export const Domain = {"BYTES":288,"streetCash":0,"liquidationCash":8,"fund":16,"fundFloor":24,"deficit":32,"fees":40,"rounding":48,"deposits":56,"withdrawals":64,"caseHorizon":72,"settleDecimals":80,"targetPpm":84,"takeoverPpm":88,"doubtPpm":92,"accounts":96,"cases":100,"marginCallPpm":104,"collateralCount":108,"seed":112,"random":120,"takeover":128,"surplus":129,"halted":130,"fundFloorTripped":131,"triggerAtEquality":132,"legOrder":133,"crossInside":134,"adl":135,"floorAction":136,"name":144,"asset":216} as const;

/** An asset of a domain that counts as margin; its row is domain·COLLATERALS_MAX + index; depositMax −1: none. */
export const Collateral = {"BYTES":136,"perMoney":0,"deposits":8,"withdrawals":16,"liquidation":24,"seizeAt":32,"depositMax":40,"market":48,"haircutPpm":52,"decimals":56,"asset":64} as const;

/** One side of a market's book: its best level, with its key, and the tree of its levels (`book/ladder.ts`). */
export const BookSide = {"BYTES":32,"best":0,"level":8,"root":12,"shift":16,"market":20,"side":24} as const;

/** Specification, feed, sides of the book, the domain's own positions, policy and breakers; −1 = absent. quietFrom, quietTo: between which a plain market's mark moves quietly; plainOrder: orders of fewer lots may be too small; unlistedLots: of `@liquidation`'s leg, for which there was no row of Lot; stopAbove, stopBelow: the next stops by mark, lastAbove, lastBelow: by last trade, which is lastFill. */
export const Market = {"BYTES":992,"confirmGap":0,"divergenceTime":8,"divergenceSpent":16,"unit":24,"tickSize":32,"minPrice":40,"maxPrice":48,"maxPosition":56,"maxOpenInterest":64,"minOrder":72,"maxOrder":80,"minNotional":88,"plainOrder":96,"maxAge":104,"skew":112,"resumeAfter":120,"outlierPpm":128,"index":136,"mark":144,"openInterest":152,"streetQuantity":160,"streetCost":168,"liquidationQuantity":176,"liquidationCost":184,"lotUnits":192,"lotScale":200,"interval":208,"horizon":216,"sliceLifetime":224,"fullCloseNotional":232,"fullDisposalQuantity":240,"sliceNotionalMax":248,"premiumHold":256,"volatilityHalfLife":264,"jumpPpm":272,"premiumCapPpm":280,"premiumHalfLife":288,"fundingInterval":296,"confirmAfter":304,"takeoverNotionalMax":312,"unlistedLots":320,"stopAbove":328,"stopBelow":336,"lastAbove":344,"lastBelow":352,"lastFill":360,"bandPpm":368,"bandWindow":376,"divergencePpm":384,"depthMin":392,"branchingMaxPpm":400,"rateNotional":408,"rateWindow":416,"fundingRatePpb":424,"fundingTime":432,"premium":440,"premiumTime":448,"lastTrade":456,"liquidationFillTime":464,"volatility":472,"volatilityMark":480,"volatilityTime":488,"staleCalm":496,"bandCalm":504,"divergenceCalm":512,"depthCalm":520,"confirmedMark":528,"movedMark":536,"movedTime":544,"quietFrom":552,"quietTo":560,"liquidationCase":568,"nextLong":576,"nextShort":584,"longOffset":592,"shortOffset":600,"domain":608,"priceDecimals":612,"quantityDecimals":616,"minSources":620,"confirmations":624,"volatilityPpm":628,"makerFeePpm":632,"takerFeePpm":636,"liquidationFeePpm":640,"marketBandPpm":644,"tierCount":648,"sourceCount":652,"algorithm":656,"slippagePpm":660,"expectedSlippagePpm":664,"closeFactorPpm":668,"silentMax":672,"depthSharePpm":676,"disposalFractionPpm":680,"rungs":684,"riskAversionPpm":688,"jitterPpm":692,"liquidationWork":696,"firstLot":700,"lastLot":704,"ordersMax":708,"buyStops":712,"sellStops":716,"buyLastStops":720,"sellLastStops":724,"silentLegs":728,"mismatchedLegs":732,"sendCount":736,"longBuckets":740,"shortBuckets":744,"bucketCount":748,"tripped":752,"bandFirst":756,"bandCount":760,"wantedLongs":764,"wantedShorts":768,"balanceHeap":772,"pendingBalances":776,"external":780,"bookKnown":781,"hasMark":782,"plain":783,"premiumKnown":784,"volatilityKnown":785,"kind":786,"gapAction":787,"graded":788,"markMode":789,"phase":790,"stopsReached":791,"quarantined":792,"awaited":793,"liquidationVenue":794,"name":808,"funding":880,"streetFunding":896,"liquidationFunding":912,"bids":928,"asks":960,"rejectMax":796,"divergenceMax":800} as const;

/** A liquidation slice lately sent, for the pace; row market·SENDS_MAX + index, the oldest first. */
export const Send = {"BYTES":16,"time":0,"notional":8} as const;

/** How fast one side of a book fills up again; row market·2 + side. `rate` in lots a second. */
export const Refill = {"BYTES":32,"rate":0,"left":8,"sized":16,"measured":24,"begun":25} as const;

/** D_k of either margin: maintenanceWhole·10^6 + maintenanceRest, initialWhole·10^6 + initialRest. */
export const Tier = {"BYTES":40,"from":0,"maintenanceWhole":8,"initialWhole":16,"maintenanceRest":24,"initialRest":28,"maintenancePpm":32,"initialPpm":36} as const;

/** A price source of one market; indexPrice, indexTime: as they went into the index; believed: when the price was accepted, in a market of several; quarantined 0: nothing is; countedTime: of the last tick that its run counts; sequence 2^64 − 1: its next tick may have any. */
export const Source = {"BYTES":160,"price":0,"time":8,"indexPrice":16,"indexTime":24,"believed":32,"sequence":40,"quarantined":48,"quarantinedTime":56,"countedTime":64,"weight":72,"confirmed":76,"ticked":80,"seen":81,"counted":82,"inIndex":83,"gapped":84,"name":88} as const;

/** The mark at the first recompute of a step of `bandWindow`, for PRICE_BAND. */
export const BandSample = {"BYTES":16,"step":0,"mark":8} as const;

/** One account, a cache line. Legs hang in market order, orders in order of admission. held: back from liquidation while its domain is halted. openMarket: market + 1 of its open orders, and their sums; 0: none; with the highest bit, a row of `OpenSums`. bounded: has resting reduce-only orders. */
export const Account = {"BYTES":64,"cash":0,"bids":8,"asks":16,"openNotional":24,"firstLeg":32,"firstOrder":36,"lastOrder":40,"caseRow":44,"firstBalance":48,"openMarket":52,"domain":56,"flags":58,"legs":59,"mode":60,"followed":61,"held":62,"bounded":63} as const;

/** How the account of the same row was defined: where its name ends, the next one's beginning; `link`: an isolated one's parent, the first UnwindStep of any other; ordersMax 0: the market's. */
export const AccountSpec = {"BYTES":16,"nameEnd":0,"link":4,"ordersMax":8} as const;

/** A position, a cache line; or, with an asset (index + 1), a balance of collateral, of which `cost` units are pending; funding as settled; venue: silent 1, mismatched 2. trigger 0: not armed; child, next, prev are its place in the heap. */
export const Leg = {"BYTES":64,"quantity":0,"cost":8,"trigger":16,"account":24,"nextLeg":28,"child":32,"next":36,"prev":40,"market":44,"asset":46,"venue":47,"funding":48} as const;

/** Lots of a leg of `@liquidation`, in the order in which they came: the case they were taken over from (0: none), and at what price (−1: unknown). */
export const Lot = {"BYTES":32,"case":0,"quantity":8,"takenAt":16,"next":24,"pad":28} as const;

/** One market of an account's unwindOrder. */
export const UnwindStep = {"BYTES":8,"market":0,"next":4} as const;

/** An order in the queue of its level: what matching touches. */
export const Order = {"BYTES":32,"quantity":0,"number":8,"next":16,"prev":20,"level":24,"account":28} as const;

/** The rest of an order, in the same row of its own table; its place in its account's list, but for rungs. total: with what has traded of it; timed: good till a time; waiting: for its stop, in no book. */
export const OrderTerms = {"BYTES":40,"price":0,"total":8,"market":16,"accountNext":20,"accountPrev":24,"nameRow":28,"side":32,"reduceOnly":33,"reducing":34,"kind":35,"postOnly":36,"selfTrade":37,"timed":38,"waiting":39} as const;

/** When an order that is good till a time expires, in the same row of its own table, and its place among all of them. */
export const OrderTimer = {"BYTES":16,"expires":0,"heapAt":8,"pad":12} as const;

/** The stop of an order that waits for it, in the same row of its own table: a node of a pairing heap, the next to be reached at its root. */
export const OrderStop = {"BYTES":24,"stop":0,"child":8,"next":12,"prev":16,"by":20,"timeInForce":21} as const;

/** A client's name of a live order, and how many named ones were accepted before it. */
export const OrderName = {"BYTES":88,"admitted":0,"order":8,"pad":12,"name":16} as const;

/** 64 neighbouring levels; `first` is the key of the first, `link` the child of a node that is this leaf. */
export const LadderLeaf = {"BYTES":32,"occupied":0,"first":8,"link":16,"market":20,"side":24} as const;

/** Orders at one price: Σ quantity, first and last of the queue; all zero when there are none. */
export const Level = {"BYTES":16,"quantity":0,"head":8,"tail":12} as const;

/** 1024 neighbouring leaves, or nodes: 16 words of which ones there are, and which words are not 0. */
export const LadderNode = {"BYTES":8,"occupied":0,"link":4} as const;

/** Sums of an account's open orders in one of several markets; `next`: those of its next one. */
export const OpenSums = {"BYTES":32,"bids":0,"asks":8,"notional":16,"market":24,"next":28} as const;

/** How many live orders an account has in a market; `next`: the row of its next one. */
export const OrderCount = {"BYTES":16,"market":0,"count":4,"next":8} as const;

/** An account's resting reduce-only orders of a side in a market: their sum, the first and last of them, and the account's next such row. */
export const ReduceOnly = {"BYTES":32,"sum":0,"first":8,"last":12,"market":16,"next":20,"side":24} as const;

/** Legs whose triggers share a bucket: a pairing heap by trigger. */
export const TriggerBucket = {"BYTES":8,"root":0} as const;

/** An open liquidation case; heldBy: the breaker that holds up its takeover. */
export const Case = {"BYTES":112,"opened":0,"number":8,"horizonEnd":16,"blockedSince":24,"deadline":32,"lost":40,"notional":48,"openingLost":56,"openingNotional":64,"evidence":72,"account":80,"firstWork":84,"heapAt":88,"suspended":92,"heldBy":93,"blocked":94,"due":95,"lacksWork":96,"roomless":97,"below":98,"deleveraged":99,"refused":100,"collateralMarket":104,"collateralBreaker":108} as const;

/** A case's work on one leg; openingMark 0: neither there when the case opened, nor sliced since; offered: to the book, at a takeover. */
export const Work = {"BYTES":128,"due":0,"from":8,"drawn":16,"sent":24,"pause":32,"end":40,"blockedSince":48,"closed":56,"wanted":64,"refusedUntil":72,"openingMark":80,"lastSlice":88,"market":96,"next":100,"slice":104,"firstRung":108,"rejections":112,"breaker":116,"replacing":117,"waiting":118,"started":119,"gone":120,"roomless":121,"offered":122} as const;

/** A rung that rests inside (order: its row), or a slice that went outside, live or among the latest ended ones. */
export const Slice = {"BYTES":144,"case":0,"number":8,"quantity":16,"left":24,"limit":32,"mark":40,"zeroValue":48,"zeroQuantity":56,"sent":64,"deadline":72,"older":80,"ending":88,"account":96,"market":100,"work":104,"caseRow":108,"heapAt":112,"nextEnded":116,"lastReport":120,"nextRung":124,"order":128,"rung":132,"side":133,"cancelSent":134,"silent":135,"ended":136,"tookOver":137,"offered":138} as const;

/** A venue's id of a report, kept so that a repeat changes nothing: of a slice; or (slice 0) of a fill from elsewhere, by account and market, with its place among what has ended. */
export const VenueReport = {"BYTES":96,"ending":0,"slice":8,"next":12,"account":16,"market":20,"id":24} as const;
