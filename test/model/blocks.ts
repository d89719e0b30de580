/** What blocks a leg (rules: breakers 12). */
import { isPaused } from "./due.js";
import type { Account, CaseLeg, Market } from "./state.js";
import { DOUBTS, isShut } from "./state.js";
import type { World } from "./world.js";

/** The first that holds of what the market is blocked by, whoever has a leg there; without what its venue does. */
export function blockOfMarket(market: Market): string | null {
  if (isShut(market)) return "HALTED";
  for (const breaker of DOUBTS) if (market.tripped.has(breaker)) return breaker;
  if (market.tripped.has("DEPTH_LOW")) return "DEPTH_LOW";
  if (market.tripped.has("LIQUIDATION_RATE")) return "LIQUIDATION_RATE";
  return null;
}

/** Of a leg, but for want of room. */
export function blockOf(world: World, account: Account, market: Market, leg: CaseLeg): string | null {
  const block = blockOfMarket(market);
  if (block !== null) return block;
  if (market.silent || account.silent.has(market)) return "EXECUTION_SILENT";
  if (market.mismatched || account.mismatched.has(market)) return "EXECUTION_MISMATCH";
  return isPaused(world, leg) ? "EXECUTION_REJECTED" : null;
}
