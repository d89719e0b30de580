/** What an operator should know of the feed settings that he has just set (rules: commands 8): what they do not guard against. */
import { Market, MarkMode, PPM, Warning } from "../memory/abi";
import { sourceAt } from "../memory/arena";

/** The warnings that hold, a bit each. */
export function feedWarnings(row: u32, market: Market): u32 {
  const uncapped = market.markMode != MarkMode.index && market.premiumCapPpm == PPM;
  return (
    (u32(market.maxAge < 0) << Warning.noMaxAge) |
    (u32(market.jumpPpm < 0) << Warning.noJumpPpm) |
    (u32(market.sourceCount == 1) << Warning.oneSource) |
    (u32(market.sourceCount == 2) << Warning.twoSources) |
    (u32(market.outlierPpm >= 0 && nobodyIsOutvoted(row, market)) << Warning.outlierWithoutMajority) |
    (u32(uncapped) << Warning.premiumUncapped)
  );
}

/** Whether the heaviest source is at least half of all: against it the others never have the majority. */
function nobodyIsOutvoted(row: u32, market: Market): bool {
  let total: u64 = 0;
  let greatest: u64 = 0;
  for (let k: u32 = 0; k < market.sourceCount; k++) {
    const weight = <u64>sourceAt(row, k).weight;
    total += weight;
    greatest = max(greatest, weight);
  }
  return 2 * greatest >= total;
}
