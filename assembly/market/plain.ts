/** Which markets are plain: most are, and take the short way of a tick (feed/quiet-tick, feed/recompute). */
import { forgetQuiet } from "./near";
import { Algorithm, GapAction, Market, MarkMode } from "../memory/abi";

/**
 * Notes whether the market is plain: the price of its one source is its index and mark, with no jump, gap,
 * premium, volatility, band, divergence or depth to consider, and no collateral waits for its first trusted price. `QuietTick` and `recomputePlain` are taken for
 * such markets alone.
 */
export function notePlain(market: Market): void {
  forgetQuiet(market);
  market.plain = u8(
    market.sourceCount == 1 &&
      market.minSources == 1 &&
      market.jumpPpm < 0 &&
      market.gapAction == GapAction.ignore &&
      market.markMode == MarkMode.index &&
      market.algorithm != <u32>Algorithm.adaptive &&
      market.bandPpm < 0 &&
      market.divergencePpm < 0 &&
      market.depthMin < 0 &&
      market.pendingBalances == 0,
  );
}
