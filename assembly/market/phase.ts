/** The state of a market's trading: open, cancel-only, auction (DESIGN.md 8, rulings M.2). */
import { CancelSliceReason, MarketPhase } from "../abi";
import { marketAt } from "../arena";
import { uncross } from "../book/auction";
import { wakeCases } from "../cases/wake";
import { cancelMarketSlices } from "../liquidation/slices";

/** Rungs do not wait for an auction; what an auction gathered is traded when it ends; legs are worked while it is open. */
export function setPhase(row: u32, phase: MarketPhase): void {
  const market = marketAt(row);
  const before = market.phase;
  if (before == <u8>phase) return;
  market.phase = <u8>phase;
  if (before == <u8>MarketPhase.open) cancelMarketSlices(row, CancelSliceReason.halted);
  if (before == <u8>MarketPhase.auction) uncross(row);
  if (phase == MarketPhase.open) wakeCases(row);
}
