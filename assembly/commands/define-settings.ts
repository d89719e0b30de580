/** A market's settings that may change: feed, fees, breakers. Each record is taken whole or not at all. */
import { forgetDivergence } from "../feed/feed-breakers";
import { forgetPremium } from "../feed/mark-price";
import { forgetBand } from "../feed/price-band";
import { forgetGaps, forgetQuarantine } from "../feed/tick-gate";
import { notePlain } from "../market/plain";
import { present, toLots, toUnitsOr, units } from "../market/decimal";
import {
  Breakers,
  Code,
  Detail,
  FeedSettings,
  Field,
  GapAction,
  LIMIT_ORDERS,
  Market,
  MarkMode,
  SOURCE_INPUT_BYTES,
  SourceInput,
  takeBreakers,
} from "../memory/abi";
import { domainAt, limit, sourceAt } from "../memory/arena";
import { sameName } from "../memory/names";
import { refuse } from "../memory/refusal";

/** A bound that was not given. */
const NO_BOUND: i64 = -1;
/** Live orders of an account in a market. */
const ORDERS_MAX: u32 = 1000;

export function defineFeedSettings(row: u32, market: Market, settings: FeedSettings): i32 {
  const decimals = domainAt(market.domain).settleDecimals;
  const code = toUnitsOr(settings.takeoverNotionalMax, decimals, NO_BOUND, Field.takeoverNotionalMax);
  if (code != Code.OK) return code;
  market.takeoverNotionalMax = units;
  market.ordersMax = settings.ordersMax == 0 ? ORDERS_MAX : settings.ordersMax;
  market.maxAge = settings.maxAge;
  market.minSources = settings.minSources;
  market.skew = settings.skew;
  market.jumpPpm = settings.jumpPpm;
  market.confirmGap = settings.confirmGap;
  market.confirmations = settings.confirmations;
  market.outlierPpm = settings.outlierPpm;
  market.gapAction = settings.gapAction;
  market.graded = settings.graded;
  market.markMode = settings.mark;
  market.premiumCapPpm = settings.premiumCapPpm;
  market.premiumHalfLife = settings.premiumHalfLife;
  market.premiumHold = settings.premiumHold;
  market.volatilityHalfLife = settings.volatilityHalfLife;
  market.volatilityPpm = settings.volatilityPpm;
  market.fundingInterval = settings.fundingInterval;
  market.confirmAfter = settings.confirmAfter;
  market.makerFeePpm = settings.makerFeePpm;
  market.takerFeePpm = settings.takerFeePpm;
  market.liquidationFeePpm = settings.liquidationFeePpm;
  market.marketBandPpm = settings.marketBandPpm;
  if (market.jumpPpm < 0) forgetQuarantine(row, market);
  if (market.gapAction == GapAction.ignore) forgetGaps(row, market);
  if (market.markMode == MarkMode.index) forgetPremium(market);
  notePlain(market);
  return Code.OK;
}

/** The decimals of the one amount among the settings. */
export function judgeAmounts(market: Market, settings: FeedSettings): i32 {
  const decimals = domainAt(market.domain).settleDecimals;
  return toUnitsOr(settings.takeoverNotionalMax, decimals, NO_BOUND, Field.takeoverNotionalMax);
}

/** Nobody may have more live orders than the engine has room for (rules: commands 9, 17); 0: nothing was given. */
export function judgeOrdersMax(most: u32): i32 {
  if (most <= limit(LIMIT_ORDERS)) return Code.OK;
  return refuse(Code.OUT_OF_RANGE, Field.ordersMax, Detail.outsideBounds);
}

/** More sources than a market has will never tick: it would never have a mark (rules: marks 5). */
export function judgeMinSources(market: Market, settings: FeedSettings): i32 {
  if (settings.minSources <= market.sourceCount) return Code.OK;
  return refuse(Code.SPEC_INVALID, Field.minSources, Detail.fewerSources);
}

/** Judges a list of weights: it must name each source of the market once. */
export function judgeWeights(row: u32, market: Market, inputs: usize, count: u32): i32 {
  if (count == 0) return Code.OK;
  let named: u32 = 0;
  for (let i: u32 = 0; i < count; i++) named |= 1 << sourceOf(row, market, inputs, i);
  if (count == market.sourceCount && named == (1 << count) - 1) return Code.OK;
  return refuse(Code.SPEC_INVALID, Field.sources, Detail.otherSources);
}

/** Sets weights that have been judged. */
export function setWeights(row: u32, market: Market, inputs: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const input = changetype<SourceInput>(inputs + <usize>i * SOURCE_INPUT_BYTES);
    sourceAt(row, sourceOf(row, market, inputs, i)).weight = input.weight;
  }
}

/** The source that the i-th entry names, `sourceCount` when none. */
function sourceOf(row: u32, market: Market, inputs: usize, i: u32): u32 {
  const input = changetype<SourceInput>(inputs + <usize>i * SOURCE_INPUT_BYTES);
  let k: u32 = 0;
  while (k < market.sourceCount && !sameName(sourceAt(row, k).name, input.source)) k++;
  return k;
}

export function defineBreakers(market: Market, breakers: Breakers): i32 {
  let depthMin = NO_BOUND;
  if (present(breakers.depthMin)) {
    if (toLots(breakers.depthMin, market, Field.breakers_depthMin) != Code.OK)
      return refuse(Code.SPEC_INVALID, Field.breakers_depthMin, Detail.outsideBounds);
    depthMin = units;
  }
  if (breakers.bandPpm < 0 || breakers.bandWindow != market.bandWindow) forgetBand(market);
  takeBreakers(breakers, market);
  if (market.divergencePpm < 0) forgetDivergence(market);
  market.depthMin = depthMin;
  notePlain(market);
  return Code.OK;
}
