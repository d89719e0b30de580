/** The last trade of a market and when a liquidation last filled in it, as the mark needs them. */
import { Market } from "../memory/abi";
import { now } from "../memory/event-log";

/** Before any time: no liquidation has traded yet. */
export const NO_FILL: i64 = -(1 << 62);

/** Counts a fill for the mark: a liquidation fill holds the premium back, any other is the last trade. */
export function noteFill(market: Market, price: i64, liquidation: bool): void {
  if (liquidation) market.liquidationFillTime = now;
  else market.lastTrade = price;
}
