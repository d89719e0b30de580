// GENERATED from src/domain/command-fields.ts by `npm run generate`. Do not edit.
import { Code, CommandHeader, CommandType, Detail, Field, TierInput, SourceInput, PositionInput, CollateralInput, DomainCommand, DOMAIN_COMMAND_BYTES, CollateralCommand, COLLATERAL_COMMAND_BYTES, MarketCommand, MARKET_COMMAND_BYTES, TIER_INPUT_BYTES, SOURCE_INPUT_BYTES, AccountCommand, ACCOUNT_COMMAND_BYTES, NAME_BYTES, POSITION_INPUT_BYTES, COLLATERAL_INPUT_BYTES, TransferCommand, TRANSFER_COMMAND_BYTES, CollateralSaleCommand, COLLATERAL_SALE_COMMAND_BYTES, PositionCommand, POSITION_COMMAND_BYTES, TickCommand, TICK_COMMAND_BYTES, SourceResetCommand, SOURCE_RESET_COMMAND_BYTES, TradeCommand, TRADE_COMMAND_BYTES, BookCommand, BOOK_COMMAND_BYTES, BOOK_LEVEL_INPUT_BYTES, OrderCommand, ORDER_COMMAND_BYTES, AmendCommand, AMEND_COMMAND_BYTES, CancelCommand, CANCEL_COMMAND_BYTES, CancelAllCommand, CANCEL_ALL_COMMAND_BYTES, ReconcileCommand, RECONCILE_COMMAND_BYTES, ExecutionCommand, EXECUTION_COMMAND_BYTES, FundingCommand, FUNDING_COMMAND_BYTES, PolicyCommand, POLICY_COMMAND_BYTES, BreakersCommand, BREAKERS_COMMAND_BYTES, TiersCommand, TIERS_COMMAND_BYTES, DomainSettingsCommand, DOMAIN_SETTINGS_COMMAND_BYTES, FeedSettingsCommand, FEED_SETTINGS_COMMAND_BYTES, MarketStateCommand, MARKET_STATE_COMMAND_BYTES, ScopeCommand, SCOPE_COMMAND_BYTES, BareCommand, BARE_COMMAND_BYTES } from "../memory/abi";
import { refuse } from "../memory/refusal";
import { amount, flag, keptName, levels, name, names, oneOf, orderName, safe, sliceNames, whole, word, wrongSize, judgeSlippage, judgeMark, judgeMode, judgeParent, judgeElsewhere, judgeSliceMarket, judgeSliceSide, judgeStatus, judgeTimeInForce, judgeExpires, judgeStopBy } from "./record-fields";

function checkTierInput(row: TierInput): i32 {
  let code: i32 = Code.OK;
  code = amount(row.from, true, false, Field.tiers);
  if (code != Code.OK) return code;
  code = whole(<i64>row.initialPpm, 0, 1000000, Field.tiers);
  if (code != Code.OK) return code;
  code = whole(<i64>row.maintenancePpm, 0, 1000000, Field.tiers);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkSourceInput(row: SourceInput): i32 {
  let code: i32 = Code.OK;
  code = keptName(row.source, true, Field.sources);
  if (code != Code.OK) return code;
  code = whole(<i64>row.weight, 1, 1000000, Field.sources);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkPositionInput(row: PositionInput): i32 {
  let code: i32 = Code.OK;
  code = name(row.market, true, Field.positions);
  if (code != Code.OK) return code;
  code = amount(row.quantity, true, true, Field.positions);
  if (code != Code.OK) return code;
  code = amount(row.entryPrice, true, false, Field.positions);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkCollateralInput(row: CollateralInput): i32 {
  let code: i32 = Code.OK;
  code = name(row.asset, true, Field.collateral);
  if (code != Code.OK) return code;
  code = amount(row.amount, true, false, Field.collateral);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkDomain(command: DomainCommand): i32 {
  if (command.size < <u32>DOMAIN_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>DOMAIN_COMMAND_BYTES) return wrongSize(command.size < <u32>DOMAIN_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = keptName(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  code = keptName(command.asset, true, Field.asset);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settleDecimals, 0, 18, Field.settleDecimals);
  if (code != Code.OK) return code;
  code = amount(command.insuranceFund, true, false, Field.insuranceFund);
  if (code != Code.OK) return code;
  code = amount(command.settings.fundFloor, true, false, Field.fundFloor);
  if (code != Code.OK) return code;
  code = flag(command.settings.triggerAtEquality, Field.triggerAtEquality);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.marginCallPpm, 0, 10000000, Field.marginCallPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.targetPpm, 0, 10000000, Field.targetPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.settings.targetPpm, 1000001, 9007199254740991, Code.SPEC_INVALID, Field.targetPpm);
  if (code != Code.OK) return code;
  code = flag(command.settings.takeover, Field.takeover);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.takeoverPpm, 0, 9007199254740991, Field.takeoverPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.settings.takeoverPpm, 0, 1000000, Code.SPEC_INVALID, Field.takeoverPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.caseHorizon, 0, 9007199254740991, Field.caseHorizon);
  if (code != Code.OK) return code;
  code = word(command.settings.surplus, 2, Field.surplus);
  if (code != Code.OK) return code;
  code = word(command.settings.legOrder, 3, Field.legOrder);
  if (code != Code.OK) return code;
  code = flag(command.settings.crossInside, Field.crossInside);
  if (code != Code.OK) return code;
  code = flag(command.settings.adl, Field.adl);
  if (code != Code.OK) return code;
  code = word(command.settings.floorAction, 2, Field.floorAction);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.doubtPpm, 0, 1000000, Field.doubtPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.seed, 0, 9007199254740991, Field.seed);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkCollateral(command: CollateralCommand): i32 {
  if (command.size < <u32>COLLATERAL_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>COLLATERAL_COMMAND_BYTES) return wrongSize(command.size < <u32>COLLATERAL_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  code = keptName(command.asset, true, Field.asset);
  if (code != Code.OK) return code;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = whole(<i64>command.haircutPpm, 0, 1000000, Field.haircutPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.decimals, 0, 18, Field.decimals);
  if (code != Code.OK) return code;
  code = amount(command.seizeAt, true, false, Field.seizeAt);
  if (code != Code.OK) return code;
  code = amount(command.depositMax, false, false, Field.depositMax);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkMarket(command: MarketCommand): i32 {
  if (command.size < <u32>MARKET_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.tierCount > 32) return refuse(Code.OUT_OF_RANGE, Field.tiers, Detail.tooLong);
  if (command.sourceCount > 16) return refuse(Code.OUT_OF_RANGE, Field.sources, Detail.tooLong);
  if (command.size != <u32>MARKET_COMMAND_BYTES + command.tierCount * 32 + command.sourceCount * 80) return wrongSize(command.size < <u32>MARKET_COMMAND_BYTES + command.tierCount * 32 + command.sourceCount * 80 ? Detail.tooShort : Detail.tooLong);
  let rows = changetype<usize>(command) + MARKET_COMMAND_BYTES;
  let code: i32 = Code.OK;
  code = keptName(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = name(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  code = word(command.kind, 2, Field.kind);
  if (code != Code.OK) return code;
  code = whole(<i64>command.priceDecimals, 0, 18, Field.priceDecimals);
  if (code != Code.OK) return code;
  code = amount(command.tickSize, true, false, Field.tickSize);
  if (code != Code.OK) return code;
  code = amount(command.lotSize, true, false, Field.lotSize);
  if (code != Code.OK) return code;
  code = amount(command.contractSize, true, false, Field.contractSize);
  if (code != Code.OK) return code;
  code = amount(command.minPrice, false, false, Field.minPrice);
  if (code != Code.OK) return code;
  code = amount(command.maxPrice, false, false, Field.maxPrice);
  if (code != Code.OK) return code;
  code = amount(command.maxPosition, false, false, Field.maxPosition);
  if (code != Code.OK) return code;
  code = amount(command.maxOpenInterest, false, false, Field.maxOpenInterest);
  if (code != Code.OK) return code;
  code = amount(command.minOrder, false, false, Field.minOrder);
  if (code != Code.OK) return code;
  code = amount(command.maxOrder, false, false, Field.maxOrder);
  if (code != Code.OK) return code;
  code = amount(command.minNotional, false, false, Field.minNotional);
  if (code != Code.OK) return code;
  if (command.tierCount == 0) return refuse(Code.TIERS_INVALID, Field.tiers, Detail.tooShort);
  for (let i: u32 = 0; i < command.tierCount; i++) {
    code = checkTierInput(changetype<TierInput>(rows));
    if (code != Code.OK) return code;
    rows += TIER_INPUT_BYTES;
  }
  if (command.sourceCount == 0) return refuse(Code.SPEC_INVALID, Field.sources, Detail.tooShort);
  for (let i: u32 = 0; i < command.sourceCount; i++) {
    code = checkSourceInput(changetype<SourceInput>(rows));
    if (code != Code.OK) return code;
    rows += SOURCE_INPUT_BYTES;
  }
  code = command.settings.maxAge == -1 ? <i32>Code.OK : whole(<i64>command.settings.maxAge, 0, 9007199254740991, Field.maxAge);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.minSources, 1, 16, Field.minSources);
  if (code != Code.OK) return code;
  code = command.settings.skew == -1 ? <i32>Code.OK : whole(<i64>command.settings.skew, 0, 9007199254740991, Field.skew);
  if (code != Code.OK) return code;
  code = command.settings.jumpPpm == -1 ? <i32>Code.OK : whole(<i64>command.settings.jumpPpm, 0, 1000000, Field.jumpPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.confirmations, 1, 16, Field.confirmations);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.confirmGap, 0, 9007199254740991, Field.confirmGap);
  if (code != Code.OK) return code;
  code = command.settings.outlierPpm == -1 ? <i32>Code.OK : whole(<i64>command.settings.outlierPpm, 0, 1000000, Field.outlierPpm);
  if (code != Code.OK) return code;
  code = word(command.settings.gapAction, 2, Field.gapAction);
  if (code != Code.OK) return code;
  code = flag(command.settings.graded, Field.graded);
  if (code != Code.OK) return code;
  code = word(command.settings.mark, 3, Field.mark);
  if (code != Code.OK) return code;
  code = judgeMark(command.settings);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.premiumCapPpm, 0, 1000000, Field.premiumCapPpm);
  if (code != Code.OK) return code;
  code = command.settings.premiumHalfLife == -1 ? <i32>Code.OK : whole(<i64>command.settings.premiumHalfLife, 0, 9007199254740991, Field.premiumHalfLife);
  if (code != Code.OK) return code;
  code = command.settings.premiumHalfLife == -1 ? <i32>Code.OK : safe(<i64>command.settings.premiumHalfLife, 1, 9007199254740991, Code.SPEC_INVALID, Field.premiumHalfLife);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.premiumHold, 0, 9007199254740991, Field.premiumHold);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.volatilityHalfLife, 0, 9007199254740991, Field.volatilityHalfLife);
  if (code != Code.OK) return code;
  code = safe(<i64>command.settings.volatilityHalfLife, 1, 9007199254740991, Code.SPEC_INVALID, Field.volatilityHalfLife);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.volatilityPpm, 0, 1000000, Field.volatilityPpm);
  if (code != Code.OK) return code;
  code = command.settings.fundingInterval == -1 ? <i32>Code.OK : whole(<i64>command.settings.fundingInterval, 0, 9007199254740991, Field.fundingInterval);
  if (code != Code.OK) return code;
  code = command.settings.fundingInterval == -1 ? <i32>Code.OK : safe(<i64>command.settings.fundingInterval, 1, 9007199254740991, Code.SPEC_INVALID, Field.fundingInterval);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.confirmAfter, 0, 9007199254740991, Field.confirmAfter);
  if (code != Code.OK) return code;
  code = word(command.execution, 2, Field.execution);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.makerFeePpm, 0, 1000000, Field.makerFeePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.takerFeePpm, 0, 1000000, Field.takerFeePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.liquidationFeePpm, 0, 1000000, Field.liquidationFeePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.marketBandPpm, 0, 1000000, Field.marketBandPpm);
  if (code != Code.OK) return code;
  code = amount(command.settings.takeoverNotionalMax, false, false, Field.takeoverNotionalMax);
  if (code != Code.OK) return code;
  code = command.settings.ordersMax == 0 ? <i32>Code.OK : whole(<i64>command.settings.ordersMax, 1, 4294967295, Field.ordersMax);
  if (code != Code.OK) return code;
  code = word(command.policy.algorithm, 5, Field.policy_algorithm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.slippagePpm, 0, 1000000, Field.policy_slippagePpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.slippagePpm, 0, 999999, Code.POLICY_INVALID, Field.policy_slippagePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.expectedSlippagePpm, 0, 1000000, Field.policy_expectedSlippagePpm);
  if (code != Code.OK) return code;
  code = judgeSlippage(command.policy);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.closeFactorPpm, 0, 1000000, Field.policy_closeFactorPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.closeFactorPpm, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_closeFactorPpm);
  if (code != Code.OK) return code;
  code = amount(command.policy.fullCloseNotional, true, false, Field.policy_fullCloseNotional);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.interval, 0, 9007199254740991, Field.policy_interval);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.interval, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_interval);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.horizon, 0, 9007199254740991, Field.policy_horizon);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.sliceLifetime, 0, 9007199254740991, Field.policy_sliceLifetime);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.sliceLifetime, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_sliceLifetime);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.silentMax, 1, 16, Field.policy_silentMax);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.rejectMax, 1, 16, Field.policy_rejectMax);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.depthSharePpm, 0, 1000000, Field.policy_depthSharePpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.depthSharePpm, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_depthSharePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.disposalFractionPpm, 0, 1000000, Field.policy_disposalFractionPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.disposalFractionPpm, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_disposalFractionPpm);
  if (code != Code.OK) return code;
  code = amount(command.policy.fullDisposalQuantity, true, false, Field.policy_fullDisposalQuantity);
  if (code != Code.OK) return code;
  code = amount(command.policy.sliceNotionalMax, false, false, Field.policy_sliceNotionalMax);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.rungs, 1, 16, Field.policy_rungs);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.riskAversionPpm, 0, 10000000, Field.policy_riskAversionPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.jitterPpm, 0, 1000000, Field.policy_jitterPpm);
  if (code != Code.OK) return code;
  code = command.policy.branchingMaxPpm == -1 ? <i32>Code.OK : whole(<i64>command.policy.branchingMaxPpm, 0, 10000000, Field.policy_branchingMaxPpm);
  if (code != Code.OK) return code;
  code = amount(command.policy.rateNotional, false, false, Field.policy_rateNotional);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.rateWindow, 0, 9007199254740991, Field.policy_rateWindow);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.rateWindow, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_rateWindow);
  if (code != Code.OK) return code;
  code = command.breakers.bandPpm == -1 ? <i32>Code.OK : whole(<i64>command.breakers.bandPpm, 0, 1000000, Field.breakers_bandPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.breakers.bandWindow, 0, 9007199254740991, Field.breakers_bandWindow);
  if (code != Code.OK) return code;
  code = safe(<i64>command.breakers.bandWindow, 1, 9007199254740991, Code.SPEC_INVALID, Field.breakers_bandWindow);
  if (code != Code.OK) return code;
  code = command.breakers.divergencePpm == -1 ? <i32>Code.OK : whole(<i64>command.breakers.divergencePpm, 0, 1000000, Field.breakers_divergencePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.breakers.divergenceMax, 0, 9007199254740991, Field.breakers_divergenceMax);
  if (code != Code.OK) return code;
  code = safe(<i64>command.breakers.divergenceMax, 1, 9007199254740991, Code.SPEC_INVALID, Field.breakers_divergenceMax);
  if (code != Code.OK) return code;
  code = amount(command.breakers.depthMin, false, false, Field.breakers_depthMin);
  if (code != Code.OK) return code;
  code = whole(<i64>command.breakers.resumeAfter, 0, 9007199254740991, Field.breakers_resumeAfter);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkAccount(command: AccountCommand): i32 {
  if (command.size < <u32>ACCOUNT_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.unwindCount > 16) return refuse(Code.OUT_OF_RANGE, Field.unwindOrder, Detail.tooLong);
  if (command.positionCount > 16) return refuse(Code.OUT_OF_RANGE, Field.positions, Detail.tooLong);
  if (command.collateralCount > 8) return refuse(Code.OUT_OF_RANGE, Field.collateral, Detail.tooLong);
  if (command.size != <u32>ACCOUNT_COMMAND_BYTES + command.unwindCount * 72 + command.positionCount * 120 + command.collateralCount * 96) return wrongSize(command.size < <u32>ACCOUNT_COMMAND_BYTES + command.unwindCount * 72 + command.positionCount * 120 + command.collateralCount * 96 ? Detail.tooShort : Detail.tooLong);
  let rows = changetype<usize>(command) + ACCOUNT_COMMAND_BYTES;
  let code: i32 = Code.OK;
  code = keptName(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = name(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  code = amount(command.cash, true, false, Field.cash);
  if (code != Code.OK) return code;
  code = word(command.mode, 2, Field.mode);
  if (code != Code.OK) return code;
  code = judgeMode(command);
  if (code != Code.OK) return code;
  code = name(command.parent, false, Field.parent);
  if (code != Code.OK) return code;
  code = judgeParent(command);
  if (code != Code.OK) return code;
  code = names(rows, command.unwindCount, Field.unwindOrder);
  if (code != Code.OK) return code;
  rows += <usize>command.unwindCount * NAME_BYTES;
  code = command.ordersMax == 0 ? <i32>Code.OK : whole(<i64>command.ordersMax, 1, 4294967295, Field.ordersMax);
  if (code != Code.OK) return code;
  for (let i: u32 = 0; i < command.positionCount; i++) {
    code = checkPositionInput(changetype<PositionInput>(rows));
    if (code != Code.OK) return code;
    rows += POSITION_INPUT_BYTES;
  }
  for (let i: u32 = 0; i < command.collateralCount; i++) {
    code = checkCollateralInput(changetype<CollateralInput>(rows));
    if (code != Code.OK) return code;
    rows += COLLATERAL_INPUT_BYTES;
  }
  return Code.OK;
}

function checkTransfer(command: TransferCommand): i32 {
  if (command.size < <u32>TRANSFER_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>TRANSFER_COMMAND_BYTES) return wrongSize(command.size < <u32>TRANSFER_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = amount(command.amount, true, true, Field.amount);
  if (code != Code.OK) return code;
  code = name(command.asset, false, Field.asset);
  if (code != Code.OK) return code;
  code = name(command.to, false, Field.to);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkCollateralSale(command: CollateralSaleCommand): i32 {
  if (command.size < <u32>COLLATERAL_SALE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>COLLATERAL_SALE_COMMAND_BYTES) return wrongSize(command.size < <u32>COLLATERAL_SALE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  code = name(command.asset, true, Field.asset);
  if (code != Code.OK) return code;
  code = amount(command.quantity, true, false, Field.quantity);
  if (code != Code.OK) return code;
  code = amount(command.proceeds, true, false, Field.proceeds);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkPosition(command: PositionCommand): i32 {
  if (command.size < <u32>POSITION_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>POSITION_COMMAND_BYTES) return wrongSize(command.size < <u32>POSITION_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = amount(command.quantity, true, true, Field.quantity);
  if (code != Code.OK) return code;
  code = amount(command.entryPrice, false, false, Field.entryPrice);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkTick(command: TickCommand): i32 {
  if (command.size < <u32>TICK_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>TICK_COMMAND_BYTES) return wrongSize(command.size < <u32>TICK_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = name(command.source, true, Field.source);
  if (code != Code.OK) return code;
  code = amount(command.price, true, false, Field.price);
  if (code != Code.OK) return code;
  code = whole(<i64>command.sequence, 0, 9007199254740991, Field.sequence);
  if (code != Code.OK) return code;
  code = command.sourceTime == -1 ? <i32>Code.OK : whole(<i64>command.sourceTime, 0, 9007199254740991, Field.sourceTime);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkSourceReset(command: SourceResetCommand): i32 {
  if (command.size < <u32>SOURCE_RESET_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SOURCE_RESET_COMMAND_BYTES) return wrongSize(command.size < <u32>SOURCE_RESET_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = name(command.source, true, Field.source);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkTrade(command: TradeCommand): i32 {
  if (command.size < <u32>TRADE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>TRADE_COMMAND_BYTES) return wrongSize(command.size < <u32>TRADE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = amount(command.price, true, false, Field.price);
  if (code != Code.OK) return code;
  code = amount(command.quantity, true, false, Field.quantity);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkBook(command: BookCommand): i32 {
  if (command.size < <u32>BOOK_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.bidCount > 10000) return refuse(Code.OUT_OF_RANGE, Field.bids, Detail.tooLong);
  if (command.askCount > 10000) return refuse(Code.OUT_OF_RANGE, Field.asks, Detail.tooLong);
  if (command.size != <u32>BOOK_COMMAND_BYTES + command.bidCount * 48 + command.askCount * 48) return wrongSize(command.size < <u32>BOOK_COMMAND_BYTES + command.bidCount * 48 + command.askCount * 48 ? Detail.tooShort : Detail.tooLong);
  let rows = changetype<usize>(command) + BOOK_COMMAND_BYTES;
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = levels(rows, command.bidCount, Field.bids);
  if (code != Code.OK) return code;
  rows += <usize>command.bidCount * BOOK_LEVEL_INPUT_BYTES;
  code = levels(rows, command.askCount, Field.asks);
  if (code != Code.OK) return code;
  rows += <usize>command.askCount * BOOK_LEVEL_INPUT_BYTES;
  code = flag(command.snapshot, Field.snapshot);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkOrder(command: OrderCommand): i32 {
  if (command.size < <u32>ORDER_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>ORDER_COMMAND_BYTES) return wrongSize(command.size < <u32>ORDER_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = word(command.side, 2, Field.side);
  if (code != Code.OK) return code;
  code = amount(command.quantity, true, false, Field.quantity);
  if (code != Code.OK) return code;
  code = amount(command.price, false, false, Field.price);
  if (code != Code.OK) return code;
  code = word(command.timeInForce, 4, Field.timeInForce);
  if (code != Code.OK) return code;
  code = judgeTimeInForce(command);
  if (code != Code.OK) return code;
  code = command.expires == -1 ? <i32>Code.OK : whole(<i64>command.expires, 0, 9007199254740991, Field.expires);
  if (code != Code.OK) return code;
  code = judgeExpires(command);
  if (code != Code.OK) return code;
  code = amount(command.stop, false, false, Field.stop);
  if (code != Code.OK) return code;
  code = word(command.stopBy, 3, Field.stopBy);
  if (code != Code.OK) return code;
  code = judgeStopBy(command);
  if (code != Code.OK) return code;
  code = flag(command.postOnly, Field.postOnly);
  if (code != Code.OK) return code;
  code = flag(command.reduceOnly, Field.reduceOnly);
  if (code != Code.OK) return code;
  code = word(command.selfTrade, 5, Field.selfTrade);
  if (code != Code.OK) return code;
  code = orderName(command.order, false, Field.order);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkAmend(command: AmendCommand): i32 {
  if (command.size < <u32>AMEND_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>AMEND_COMMAND_BYTES) return wrongSize(command.size < <u32>AMEND_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.order, true, Field.order);
  if (code != Code.OK) return code;
  code = name(command.account, false, Field.account);
  if (code != Code.OK) return code;
  code = amount(command.quantity, false, false, Field.quantity);
  if (code != Code.OK) return code;
  code = amount(command.open, false, false, Field.open);
  if (code != Code.OK) return code;
  code = amount(command.price, false, false, Field.price);
  if (code != Code.OK) return code;
  code = command.expires == -1 ? <i32>Code.OK : whole(<i64>command.expires, 0, 9007199254740991, Field.expires);
  if (code != Code.OK) return code;
  code = amount(command.stop, false, false, Field.stop);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkCancel(command: CancelCommand): i32 {
  if (command.size < <u32>CANCEL_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>CANCEL_COMMAND_BYTES) return wrongSize(command.size < <u32>CANCEL_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.order, true, Field.order);
  if (code != Code.OK) return code;
  code = name(command.account, false, Field.account);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkCancelAll(command: CancelAllCommand): i32 {
  if (command.size < <u32>CANCEL_ALL_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>CANCEL_ALL_COMMAND_BYTES) return wrongSize(command.size < <u32>CANCEL_ALL_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = name(command.market, false, Field.market);
  if (code != Code.OK) return code;
  code = word(command.side, 3, Field.side);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkReconcile(command: ReconcileCommand): i32 {
  if (command.size < <u32>RECONCILE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.keepCount > 16) return refuse(Code.OUT_OF_RANGE, Field.keep, Detail.tooLong);
  if (command.size != <u32>RECONCILE_COMMAND_BYTES + command.keepCount * 72) return wrongSize(command.size < <u32>RECONCILE_COMMAND_BYTES + command.keepCount * 72 ? Detail.tooShort : Detail.tooLong);
  let rows = changetype<usize>(command) + RECONCILE_COMMAND_BYTES;
  let code: i32 = Code.OK;
  code = name(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = amount(command.quantity, true, true, Field.quantity);
  if (code != Code.OK) return code;
  code = amount(command.entryPrice, false, false, Field.entryPrice);
  if (code != Code.OK) return code;
  code = amount(command.cash, false, true, Field.cash);
  if (code != Code.OK) return code;
  code = sliceNames(rows, command.keepCount, Field.keep);
  if (code != Code.OK) return code;
  rows += <usize>command.keepCount * NAME_BYTES;
  return Code.OK;
}

function checkExecution(command: ExecutionCommand): i32 {
  if (command.size < <u32>EXECUTION_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>EXECUTION_COMMAND_BYTES) return wrongSize(command.size < <u32>EXECUTION_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.order, false, Field.order);
  if (code != Code.OK) return code;
  code = name(command.account, false, Field.account);
  if (code != Code.OK) return code;
  code = judgeElsewhere(command);
  if (code != Code.OK) return code;
  code = oneOf(command.order, command.account, Field.order, Field.account);
  if (code != Code.OK) return code;
  code = name(command.market, false, Field.market);
  if (code != Code.OK) return code;
  code = judgeSliceMarket(command);
  if (code != Code.OK) return code;
  code = word(command.side, 3, Field.side);
  if (code != Code.OK) return code;
  code = judgeSliceSide(command);
  if (code != Code.OK) return code;
  code = word(command.status, 3, Field.status);
  if (code != Code.OK) return code;
  code = judgeStatus(command);
  if (code != Code.OK) return code;
  code = amount(command.price, false, false, Field.price);
  if (code != Code.OK) return code;
  code = amount(command.quantity, false, false, Field.quantity);
  if (code != Code.OK) return code;
  code = amount(command.fee, false, true, Field.fee);
  if (code != Code.OK) return code;
  code = keptName(command.execution, false, Field.execution);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkFunding(command: FundingCommand): i32 {
  if (command.size < <u32>FUNDING_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>FUNDING_COMMAND_BYTES) return wrongSize(command.size < <u32>FUNDING_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = whole(<i64>command.ratePpb, -1000000000, 1000000000, Field.ratePpb);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkPolicy(command: PolicyCommand): i32 {
  if (command.size < <u32>POLICY_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>POLICY_COMMAND_BYTES) return wrongSize(command.size < <u32>POLICY_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = word(command.policy.algorithm, 5, Field.policy_algorithm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.slippagePpm, 0, 1000000, Field.policy_slippagePpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.slippagePpm, 0, 999999, Code.POLICY_INVALID, Field.policy_slippagePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.expectedSlippagePpm, 0, 1000000, Field.policy_expectedSlippagePpm);
  if (code != Code.OK) return code;
  code = judgeSlippage(command.policy);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.closeFactorPpm, 0, 1000000, Field.policy_closeFactorPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.closeFactorPpm, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_closeFactorPpm);
  if (code != Code.OK) return code;
  code = amount(command.policy.fullCloseNotional, true, false, Field.policy_fullCloseNotional);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.interval, 0, 9007199254740991, Field.policy_interval);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.interval, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_interval);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.horizon, 0, 9007199254740991, Field.policy_horizon);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.sliceLifetime, 0, 9007199254740991, Field.policy_sliceLifetime);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.sliceLifetime, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_sliceLifetime);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.silentMax, 1, 16, Field.policy_silentMax);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.rejectMax, 1, 16, Field.policy_rejectMax);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.depthSharePpm, 0, 1000000, Field.policy_depthSharePpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.depthSharePpm, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_depthSharePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.disposalFractionPpm, 0, 1000000, Field.policy_disposalFractionPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.disposalFractionPpm, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_disposalFractionPpm);
  if (code != Code.OK) return code;
  code = amount(command.policy.fullDisposalQuantity, true, false, Field.policy_fullDisposalQuantity);
  if (code != Code.OK) return code;
  code = amount(command.policy.sliceNotionalMax, false, false, Field.policy_sliceNotionalMax);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.rungs, 1, 16, Field.policy_rungs);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.riskAversionPpm, 0, 10000000, Field.policy_riskAversionPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.jitterPpm, 0, 1000000, Field.policy_jitterPpm);
  if (code != Code.OK) return code;
  code = command.policy.branchingMaxPpm == -1 ? <i32>Code.OK : whole(<i64>command.policy.branchingMaxPpm, 0, 10000000, Field.policy_branchingMaxPpm);
  if (code != Code.OK) return code;
  code = amount(command.policy.rateNotional, false, false, Field.policy_rateNotional);
  if (code != Code.OK) return code;
  code = whole(<i64>command.policy.rateWindow, 0, 9007199254740991, Field.policy_rateWindow);
  if (code != Code.OK) return code;
  code = safe(<i64>command.policy.rateWindow, 1, 9007199254740991, Code.POLICY_INVALID, Field.policy_rateWindow);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkBreakers(command: BreakersCommand): i32 {
  if (command.size < <u32>BREAKERS_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>BREAKERS_COMMAND_BYTES) return wrongSize(command.size < <u32>BREAKERS_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = command.breakers.bandPpm == -1 ? <i32>Code.OK : whole(<i64>command.breakers.bandPpm, 0, 1000000, Field.breakers_bandPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.breakers.bandWindow, 0, 9007199254740991, Field.breakers_bandWindow);
  if (code != Code.OK) return code;
  code = safe(<i64>command.breakers.bandWindow, 1, 9007199254740991, Code.SPEC_INVALID, Field.breakers_bandWindow);
  if (code != Code.OK) return code;
  code = command.breakers.divergencePpm == -1 ? <i32>Code.OK : whole(<i64>command.breakers.divergencePpm, 0, 1000000, Field.breakers_divergencePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.breakers.divergenceMax, 0, 9007199254740991, Field.breakers_divergenceMax);
  if (code != Code.OK) return code;
  code = safe(<i64>command.breakers.divergenceMax, 1, 9007199254740991, Code.SPEC_INVALID, Field.breakers_divergenceMax);
  if (code != Code.OK) return code;
  code = amount(command.breakers.depthMin, false, false, Field.breakers_depthMin);
  if (code != Code.OK) return code;
  code = whole(<i64>command.breakers.resumeAfter, 0, 9007199254740991, Field.breakers_resumeAfter);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkTiers(command: TiersCommand): i32 {
  if (command.size < <u32>TIERS_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.tierCount > 32) return refuse(Code.OUT_OF_RANGE, Field.tiers, Detail.tooLong);
  if (command.size != <u32>TIERS_COMMAND_BYTES + command.tierCount * 32) return wrongSize(command.size < <u32>TIERS_COMMAND_BYTES + command.tierCount * 32 ? Detail.tooShort : Detail.tooLong);
  let rows = changetype<usize>(command) + TIERS_COMMAND_BYTES;
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  if (command.tierCount == 0) return refuse(Code.TIERS_INVALID, Field.tiers, Detail.tooShort);
  for (let i: u32 = 0; i < command.tierCount; i++) {
    code = checkTierInput(changetype<TierInput>(rows));
    if (code != Code.OK) return code;
    rows += TIER_INPUT_BYTES;
  }
  return Code.OK;
}

function checkDomainSettings(command: DomainSettingsCommand): i32 {
  if (command.size < <u32>DOMAIN_SETTINGS_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>DOMAIN_SETTINGS_COMMAND_BYTES) return wrongSize(command.size < <u32>DOMAIN_SETTINGS_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  code = amount(command.settings.fundFloor, true, false, Field.fundFloor);
  if (code != Code.OK) return code;
  code = flag(command.settings.triggerAtEquality, Field.triggerAtEquality);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.marginCallPpm, 0, 10000000, Field.marginCallPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.targetPpm, 0, 10000000, Field.targetPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.settings.targetPpm, 1000001, 9007199254740991, Code.SPEC_INVALID, Field.targetPpm);
  if (code != Code.OK) return code;
  code = flag(command.settings.takeover, Field.takeover);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.takeoverPpm, 0, 9007199254740991, Field.takeoverPpm);
  if (code != Code.OK) return code;
  code = safe(<i64>command.settings.takeoverPpm, 0, 1000000, Code.SPEC_INVALID, Field.takeoverPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.caseHorizon, 0, 9007199254740991, Field.caseHorizon);
  if (code != Code.OK) return code;
  code = word(command.settings.surplus, 2, Field.surplus);
  if (code != Code.OK) return code;
  code = word(command.settings.legOrder, 3, Field.legOrder);
  if (code != Code.OK) return code;
  code = flag(command.settings.crossInside, Field.crossInside);
  if (code != Code.OK) return code;
  code = flag(command.settings.adl, Field.adl);
  if (code != Code.OK) return code;
  code = word(command.settings.floorAction, 2, Field.floorAction);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.doubtPpm, 0, 1000000, Field.doubtPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.seed, 0, 9007199254740991, Field.seed);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkFeedSettings(command: FeedSettingsCommand): i32 {
  if (command.size < <u32>FEED_SETTINGS_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.sourceCount > 16) return refuse(Code.OUT_OF_RANGE, Field.sources, Detail.tooLong);
  if (command.size != <u32>FEED_SETTINGS_COMMAND_BYTES + command.sourceCount * 80) return wrongSize(command.size < <u32>FEED_SETTINGS_COMMAND_BYTES + command.sourceCount * 80 ? Detail.tooShort : Detail.tooLong);
  let rows = changetype<usize>(command) + FEED_SETTINGS_COMMAND_BYTES;
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  for (let i: u32 = 0; i < command.sourceCount; i++) {
    code = checkSourceInput(changetype<SourceInput>(rows));
    if (code != Code.OK) return code;
    rows += SOURCE_INPUT_BYTES;
  }
  code = command.settings.maxAge == -1 ? <i32>Code.OK : whole(<i64>command.settings.maxAge, 0, 9007199254740991, Field.maxAge);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.minSources, 1, 16, Field.minSources);
  if (code != Code.OK) return code;
  code = command.settings.skew == -1 ? <i32>Code.OK : whole(<i64>command.settings.skew, 0, 9007199254740991, Field.skew);
  if (code != Code.OK) return code;
  code = command.settings.jumpPpm == -1 ? <i32>Code.OK : whole(<i64>command.settings.jumpPpm, 0, 1000000, Field.jumpPpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.confirmations, 1, 16, Field.confirmations);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.confirmGap, 0, 9007199254740991, Field.confirmGap);
  if (code != Code.OK) return code;
  code = command.settings.outlierPpm == -1 ? <i32>Code.OK : whole(<i64>command.settings.outlierPpm, 0, 1000000, Field.outlierPpm);
  if (code != Code.OK) return code;
  code = word(command.settings.gapAction, 2, Field.gapAction);
  if (code != Code.OK) return code;
  code = flag(command.settings.graded, Field.graded);
  if (code != Code.OK) return code;
  code = word(command.settings.mark, 3, Field.mark);
  if (code != Code.OK) return code;
  code = judgeMark(command.settings);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.premiumCapPpm, 0, 1000000, Field.premiumCapPpm);
  if (code != Code.OK) return code;
  code = command.settings.premiumHalfLife == -1 ? <i32>Code.OK : whole(<i64>command.settings.premiumHalfLife, 0, 9007199254740991, Field.premiumHalfLife);
  if (code != Code.OK) return code;
  code = command.settings.premiumHalfLife == -1 ? <i32>Code.OK : safe(<i64>command.settings.premiumHalfLife, 1, 9007199254740991, Code.SPEC_INVALID, Field.premiumHalfLife);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.premiumHold, 0, 9007199254740991, Field.premiumHold);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.volatilityHalfLife, 0, 9007199254740991, Field.volatilityHalfLife);
  if (code != Code.OK) return code;
  code = safe(<i64>command.settings.volatilityHalfLife, 1, 9007199254740991, Code.SPEC_INVALID, Field.volatilityHalfLife);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.volatilityPpm, 0, 1000000, Field.volatilityPpm);
  if (code != Code.OK) return code;
  code = command.settings.fundingInterval == -1 ? <i32>Code.OK : whole(<i64>command.settings.fundingInterval, 0, 9007199254740991, Field.fundingInterval);
  if (code != Code.OK) return code;
  code = command.settings.fundingInterval == -1 ? <i32>Code.OK : safe(<i64>command.settings.fundingInterval, 1, 9007199254740991, Code.SPEC_INVALID, Field.fundingInterval);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.confirmAfter, 0, 9007199254740991, Field.confirmAfter);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.makerFeePpm, 0, 1000000, Field.makerFeePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.takerFeePpm, 0, 1000000, Field.takerFeePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.liquidationFeePpm, 0, 1000000, Field.liquidationFeePpm);
  if (code != Code.OK) return code;
  code = whole(<i64>command.settings.marketBandPpm, 0, 1000000, Field.marketBandPpm);
  if (code != Code.OK) return code;
  code = amount(command.settings.takeoverNotionalMax, false, false, Field.takeoverNotionalMax);
  if (code != Code.OK) return code;
  code = command.settings.ordersMax == 0 ? <i32>Code.OK : whole(<i64>command.settings.ordersMax, 1, 4294967295, Field.ordersMax);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkMarketState(command: MarketStateCommand): i32 {
  if (command.size < <u32>MARKET_STATE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>MARKET_STATE_COMMAND_BYTES) return wrongSize(command.size < <u32>MARKET_STATE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = word(command.state, 3, Field.state);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkHalt(command: ScopeCommand): i32 {
  if (command.size < <u32>SCOPE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SCOPE_COMMAND_BYTES) return wrongSize(command.size < <u32>SCOPE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, false, Field.market);
  if (code != Code.OK) return code;
  code = name(command.domain, false, Field.domain);
  if (code != Code.OK) return code;
  code = oneOf(command.market, command.domain, Field.market, Field.domain);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkResume(command: ScopeCommand): i32 {
  if (command.size < <u32>SCOPE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SCOPE_COMMAND_BYTES) return wrongSize(command.size < <u32>SCOPE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, false, Field.market);
  if (code != Code.OK) return code;
  code = name(command.domain, false, Field.domain);
  if (code != Code.OK) return code;
  code = oneOf(command.market, command.domain, Field.market, Field.domain);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkClock(command: BareCommand): i32 {
  if (command.size < <u32>BARE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>BARE_COMMAND_BYTES) return wrongSize(command.size < <u32>BARE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  return Code.OK;
}

function checkSnapshot(command: BareCommand): i32 {
  if (command.size < <u32>BARE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>BARE_COMMAND_BYTES) return wrongSize(command.size < <u32>BARE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  return Code.OK;
}

function checkDepth(command: ScopeCommand): i32 {
  if (command.size < <u32>SCOPE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SCOPE_COMMAND_BYTES) return wrongSize(command.size < <u32>SCOPE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = whole(<i64>command.levels, 1, 1000, Field.levels);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkReport(command: ScopeCommand): i32 {
  if (command.size < <u32>SCOPE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SCOPE_COMMAND_BYTES) return wrongSize(command.size < <u32>SCOPE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.account, true, Field.account);
  if (code != Code.OK) return code;
  code = name(command.domain, false, Field.domain);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkDomainReport(command: ScopeCommand): i32 {
  if (command.size < <u32>SCOPE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SCOPE_COMMAND_BYTES) return wrongSize(command.size < <u32>SCOPE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.domain, true, Field.domain);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkLiquidationMap(command: ScopeCommand): i32 {
  if (command.size < <u32>SCOPE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>SCOPE_COMMAND_BYTES) return wrongSize(command.size < <u32>SCOPE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  let code: i32 = Code.OK;
  code = name(command.market, true, Field.market);
  if (code != Code.OK) return code;
  code = whole(<i64>command.levels, 1, 1000, Field.levels);
  if (code != Code.OK) return code;
  return Code.OK;
}

function checkHash(command: BareCommand): i32 {
  if (command.size < <u32>BARE_COMMAND_BYTES) return wrongSize(Detail.tooShort);
  if (command.size != <u32>BARE_COMMAND_BYTES) return wrongSize(command.size < <u32>BARE_COMMAND_BYTES ? Detail.tooShort : Detail.tooLong);
  return Code.OK;
}

/** What is wrong with a record of a command in words: its size, or the first of its fields. Changes nothing. */
export function checkRecord(header: CommandHeader): i32 {
  switch (header.type) {
    case <u16>CommandType.domain:
      return checkDomain(changetype<DomainCommand>(header));
    case <u16>CommandType.collateral:
      return checkCollateral(changetype<CollateralCommand>(header));
    case <u16>CommandType.market:
      return checkMarket(changetype<MarketCommand>(header));
    case <u16>CommandType.account:
      return checkAccount(changetype<AccountCommand>(header));
    case <u16>CommandType.transfer:
      return checkTransfer(changetype<TransferCommand>(header));
    case <u16>CommandType.collateralSale:
      return checkCollateralSale(changetype<CollateralSaleCommand>(header));
    case <u16>CommandType.position:
      return checkPosition(changetype<PositionCommand>(header));
    case <u16>CommandType.tick:
      return checkTick(changetype<TickCommand>(header));
    case <u16>CommandType.sourceReset:
      return checkSourceReset(changetype<SourceResetCommand>(header));
    case <u16>CommandType.trade:
      return checkTrade(changetype<TradeCommand>(header));
    case <u16>CommandType.book:
      return checkBook(changetype<BookCommand>(header));
    case <u16>CommandType.order:
      return checkOrder(changetype<OrderCommand>(header));
    case <u16>CommandType.amend:
      return checkAmend(changetype<AmendCommand>(header));
    case <u16>CommandType.cancel:
      return checkCancel(changetype<CancelCommand>(header));
    case <u16>CommandType.cancelAll:
      return checkCancelAll(changetype<CancelAllCommand>(header));
    case <u16>CommandType.reconcile:
      return checkReconcile(changetype<ReconcileCommand>(header));
    case <u16>CommandType.execution:
      return checkExecution(changetype<ExecutionCommand>(header));
    case <u16>CommandType.funding:
      return checkFunding(changetype<FundingCommand>(header));
    case <u16>CommandType.policy:
      return checkPolicy(changetype<PolicyCommand>(header));
    case <u16>CommandType.breakers:
      return checkBreakers(changetype<BreakersCommand>(header));
    case <u16>CommandType.tiers:
      return checkTiers(changetype<TiersCommand>(header));
    case <u16>CommandType.domainSettings:
      return checkDomainSettings(changetype<DomainSettingsCommand>(header));
    case <u16>CommandType.feedSettings:
      return checkFeedSettings(changetype<FeedSettingsCommand>(header));
    case <u16>CommandType.marketState:
      return checkMarketState(changetype<MarketStateCommand>(header));
    case <u16>CommandType.halt:
      return checkHalt(changetype<ScopeCommand>(header));
    case <u16>CommandType.resume:
      return checkResume(changetype<ScopeCommand>(header));
    case <u16>CommandType.clock:
      return checkClock(changetype<BareCommand>(header));
    case <u16>CommandType.snapshot:
      return checkSnapshot(changetype<BareCommand>(header));
    case <u16>CommandType.depth:
      return checkDepth(changetype<ScopeCommand>(header));
    case <u16>CommandType.report:
      return checkReport(changetype<ScopeCommand>(header));
    case <u16>CommandType.domainReport:
      return checkDomainReport(changetype<ScopeCommand>(header));
    case <u16>CommandType.liquidationMap:
      return checkLiquidationMap(changetype<ScopeCommand>(header));
    case <u16>CommandType.hash:
      return checkHash(changetype<BareCommand>(header));
    default:
      return refuse(Code.UNKNOWN_TYPE, Field.type, Detail.none);
  }
}
