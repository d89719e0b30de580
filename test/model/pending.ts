/** What was deposited while its price was in doubt begins to count when it is trusted (rules: margin 18). */
import type { Market } from "./state.js";
import { isUntrusted } from "./trust.js";
import type { World } from "./world.js";

/** After a recompute: everyone's units that this market prices count from now on; who has a case may be cured by them. */
export function countPending(world: World, market: Market): void {
  if (isUntrusted(market, world.now)) return;
  for (const account of world.accounts) {
    const before = account.pending.size;
    for (const collateral of [...account.pending.keys()]) {
      if (collateral.market === market) account.pending.delete(collateral);
    }
    if (account.pending.size < before && account.openCase) world.look(account);
  }
}
