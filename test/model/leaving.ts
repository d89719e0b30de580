/** Who may take something out of an account at all: withdraw it, or move it away (rules: commands 12). */
import { refuse } from "./refusal.js";
import type { Account, Market } from "./state.js";
import { marketsThatValue } from "./state.js";
import { isUntrusted } from "./trust.js";
import type { World } from "./world.js";

/** There is no case, and all that the account has is priced by marks that are trusted now; the first that is not is named. */
export function checkMayLeave(world: World, account: Account): void {
  if (account.openCase) refuse("IN_LIQUIDATION");
  const doubtful = marketsOfWhatItHas(world, account).find((market) => isUntrusted(market, world.now));
  if (doubtful) refuse("PRICE_IN_DOUBT", "amount", doubtful.name);
}

/** Of its legs, its open orders and its balances, by index. */
function marketsOfWhatItHas(world: World, account: Account): Market[] {
  const ordered = world.ordersOf(account).map(({ market }) => market);
  const markets = new Set([...marketsThatValue(account), ...ordered]);
  return [...markets].sort((a, b) => a.index - b.index);
}
