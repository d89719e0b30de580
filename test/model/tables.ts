/** Room in tables that may be full: for cases, for the works of their legs, for what goes out (rules: evaluation 18, slicing 26). */
import { isLadderTime } from "./ladder.js";
import { slicesOut } from "./slices.js";
import type { Account, Case, CaseLeg, Market } from "./state.js";
import type { World } from "./world.js";

function openCases(world: World): Case[] {
  return world.accounts.flatMap(({ openCase }) => openCase ?? []);
}

/** Each leg that a case has had takes one until the case closes. */
export function worksLeft(world: World): number {
  return world.limits.works - openCases(world).reduce((sum, { legs }) => sum + legs.size, 0);
}

export function hasCaseRoom(world: World, account: Account): boolean {
  return openCases(world).length < world.limits.cases && worksLeft(world) >= account.legs.size;
}

/** A slice at a venue takes a row, and so does each rung, inside an order too; a round goes whole or not at all. */
export function hasRoomToSend(world: World, market: Market, caseLeg: CaseLeg): boolean {
  const { slices, orders } = world.limits;
  const left = () => slices - slicesOut(world).length;
  if (!isLadderTime(world, { market, caseLeg })) return !market.external || left() > 0;
  const rungs = Number(market.policy.rungs);
  return left() >= rungs && (market.external || orders - liveOrders(world) >= rungs);
}

/** Orders in books, rungs with them, and those that wait for a price. */
export function liveOrders(world: World): number {
  const waiting = [...world.orders.values()].filter(({ stop }) => stop !== null).length;
  return world.markets.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, waiting);
}

/** Cases that wait come back together, as soon as there is room for a sixteenth of them. */
export function mayComeBack(world: World, of: Case): boolean {
  const waits = ({ legs }: Case) => [...legs.values()].some(({ noRoom }) => noRoom);
  if (!waits(of)) return false;
  const waiting = openCases(world).filter(waits).length;
  if ((world.limits.slices - slicesOut(world).length) * 16 < waiting) return false;
  return [...of.legs].some(([market, leg]) => leg.noRoom && hasRoomToSend(world, market, leg));
}
