/** Markets whose orders a venue matches, and what it says of them. */
import { type Command, domain, feed, market } from "./commands.js";
import type { Play } from "./scenario.js";

type More = Readonly<Record<string, unknown>>;

/** `cancelled` or `rejected`. */
export const ends = (order: string, status: "cancelled" | "rejected"): Command => ({
  type: "execution",
  order,
  status,
});

/** A fill that no slice has asked for. */
export const elsewhere = (
  account: string,
  side: "buy" | "sell",
  quantity: string,
  price: string,
  more: More = {},
): Command => ({
  type: "execution",
  account,
  market: "BTC",
  side,
  status: "fill",
  price,
  quantity,
  ...more,
});

export const reconcile = (
  account: string,
  quantity: string,
  entryPrice?: string,
  more: More = {},
): Command => ({
  type: "reconcile",
  account,
  market: "BTC",
  quantity,
  ...(entryPrice === undefined ? {} : { entryPrice }),
  ...more,
});

/** One external market at 50,000; a lot is 0.001, worth 50. */
export function venue(play: Play, policy: More = {}, inMarket: More = {}, inDomain: More = {}) {
  const tick = feed("BTC");
  play.given(domain(inDomain), market("BTC", { execution: "external", policy, ...inMarket }), tick("50000"));
  return tick;
}
