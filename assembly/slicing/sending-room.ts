/** Room for what a leg would send: a slice at a venue, or a round of rungs (rules: slicing 26). */
import { roomForLevels } from "../book/ladder";
import { Case, LIMIT_SLICES, Market, Work } from "../memory/abi";
import { limit, marketAt, orderPool, room, shard, slicePool, workAt } from "../memory/arena";
import { onLadder } from "./rungs";

/** Of the cases that wait for room to send, room for so large a part brings all of them back. */
const PART: u32 = 16;

/** How many slices and rungs may still go out. */
export function slicesLeft(): u32 {
  return limit(LIMIT_SLICES) - (slicePool.used - shard.endedCount);
}

/** Whether there is room for what the leg would send: for a whole round, where rungs rest. */
export function hasRoomToSend(market: Market, work: Work): bool {
  if (!onLadder(market, work)) return !market.external || slicesLeft() != 0;
  if (slicesLeft() < market.rungs) return false;
  return market.external || (room(orderPool) >= market.rungs && roomForLevels(market, market.rungs));
}

/** Whether a leg of the case that was blocked for want of room has it now; leaves it to the evaluation to say so. */
export function hasSendingRoom(liquidation: Case): bool {
  if (slicesLeft() * PART < shard.roomlessCases) return false;
  for (let row = liquidation.firstWork; row != 0; row = workAt(row).next) {
    const work = workAt(row);
    if (work.roomless && hasRoomToSend(marketAt(work.market), work)) return true;
  }
  return false;
}

/** Legs that were blocked for want of room and have it now are so no more; true while one of the case is. */
export function freeRoomless(liquidation: Case): bool {
  let roomless = false;
  for (let row = liquidation.firstWork; row != 0; row = workAt(row).next) {
    const work = workAt(row);
    if (!work.roomless) continue;
    if (hasRoomToSend(marketAt(work.market), work)) work.roomless = 0;
    else roomless = true;
  }
  return roomless;
}
