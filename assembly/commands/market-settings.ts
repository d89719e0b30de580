/** Commands that replace a market's settings whole: breakers, feedSettings. A breaker that is switched off clears at once. */
import { clearBreaker } from "../cases/clear-breaker";
import { isTripped } from "../market/breakers";
import {
  Breaker,
  BreakersCommand,
  Cause,
  Code,
  CommandType,
  Detail,
  FEED_SETTINGS_COMMAND_BYTES,
  FeedSettingsCommand,
  Field,
  GapAction,
  NONE,
} from "../memory/abi";
import { marketAt } from "../memory/arena";
import { wakeForFeeds } from "../memory/deadlines";
import { findMarket } from "../memory/names";
import { refuse } from "../memory/refusal";
import {
  defineBreakers,
  defineFeedSettings,
  judgeAmounts,
  judgeMinSources,
  judgeOrdersMax,
  judgeWeights,
  setWeights,
} from "./define-settings";
import { feedWarnings } from "./feed-warnings";
import { accept, finish } from "./frame";

export function applyBreakers(command: BreakersCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const market = marketAt(row);
  const code = defineBreakers(market, command.breakers);
  if (code != Code.OK) return code;
  accept(CommandType.breakers);
  switchOff(row, Breaker.PRICE_BAND, market.bandPpm < 0);
  switchOff(row, Breaker.DIVERGENCE, market.divergencePpm < 0);
  switchOff(row, Breaker.DEPTH_LOW, market.depthMin < 0);
  return finish();
}

/** Nothing of the feed is judged anew, but whether it is stale: the next tick or clock uses the settings. */
export function applyFeedSettings(command: FeedSettingsCommand): i32 {
  const row = findMarket(command.market);
  if (row == NONE) return refuse(Code.UNKNOWN_MARKET, Field.market, Detail.none);
  const market = marketAt(row);
  const weights = changetype<usize>(command) + FEED_SETTINGS_COMMAND_BYTES;
  let code = judgeWeights(row, market, weights, command.sourceCount);
  if (code == Code.OK) code = judgeMinSources(market, command.settings);
  if (code == Code.OK) code = judgeAmounts(market, command.settings);
  if (code == Code.OK) code = judgeOrdersMax(command.settings.ordersMax);
  if (code == Code.OK) code = defineFeedSettings(row, market, command.settings);
  if (code != Code.OK) return code;
  setWeights(row, market, weights, command.sourceCount);
  // Other sources may count than before, or for a shorter time: whatever is stale by now is found when the command is done.
  wakeForFeeds(0);
  accept(CommandType.feedSettings).warning = <u16>feedWarnings(row, market);
  switchOff(row, Breaker.FEED_GAP, market.gapAction == GapAction.ignore);
  return finish();
}

function switchOff(row: u32, breaker: Breaker, off: bool): void {
  if (off && isTripped(marketAt(row), breaker)) clearBreaker(row, breaker, Cause.settingChanged);
}
