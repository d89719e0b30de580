/** A market's settings that may change: feed, fees, breakers. Each record is taken whole or not at all. */
import { Breakers, Code, FeedSettings, Field, Market } from "../abi";
import { domainAt } from "../arena";
import { toUnitsOr, units } from "../decimal";

/** A bound that was not given. */
const NO_BOUND: i64 = -1;

export function defineFeedSettings(market: Market, settings: FeedSettings): i32 {
  const decimals = domainAt(market.domain).settleDecimals;
  const code = toUnitsOr(settings.takeoverNotionalMax, decimals, NO_BOUND, Field.takeoverNotionalMax);
  if (code != Code.OK) return code;
  market.takeoverNotionalMax = units;
  market.maxAge = settings.maxAge;
  market.minSources = settings.minSources;
  market.skew = settings.skew;
  market.jumpPpm = settings.jumpPpm;
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
  market.makerFeePpm = settings.makerFeePpm;
  market.takerFeePpm = settings.takerFeePpm;
  market.liquidationFeePpm = settings.liquidationFeePpm;
  market.marketBandPpm = settings.marketBandPpm;
  return Code.OK;
}

export function defineBreakers(market: Market, breakers: Breakers): i32 {
  const decimals = domainAt(market.domain).settleDecimals;
  const code = toUnitsOr(breakers.depthMin, decimals, NO_BOUND, Field.breakers_depthMin);
  if (code != Code.OK) return code;
  market.bandPpm = breakers.bandPpm;
  market.bandWindow = breakers.bandWindow;
  market.divergencePpm = breakers.divergencePpm;
  market.depthMin = units;
  market.resumeAfter = breakers.resumeAfter;
  return Code.OK;
}
