/**
 * `reconcile` and the slices of its leg (rules: venue-reports 13): those that it does not keep have nothing left, so that any fill of
 * them is one too many; those that are still out are called back.
 */
import { workOfLeg } from "../cases/venue-legs";
import { CancelSliceReason, Name, NAME_BYTES, Pair } from "../memory/abi";
import { meters, sliceAt, slicePool, workAt } from "../memory/arena";
import { firstOfLeg, isOfLeg, nextOfLeg } from "../memory/leg-slices";
import { numberAfter } from "../memory/names";
import { DEBUGGING, planted } from "../memory/pairs";
import { requestCancel } from "./slices-out";

export function forsakeSlices(owner: u32, market: u32, kept: usize, keptCount: u32): void {
  if (DEBUGGING) confirmSlices(owner, market);
  for (let row = firstOfLeg(owner, market); row != 0; row = nextOfLeg(row, owner, market)) {
    meters.looks++;
    if (!isKept(row, kept, keptCount)) sliceAt(row).left = 0;
  }
  const work = workOfLeg(owner, market);
  if (work == 0) return;
  // Rungs are listed by number, and a taker slice goes out alone.
  for (let row = workAt(work).firstRung; row != 0; row = sliceAt(row).nextRung)
    callBack(row, kept, keptCount);
  if (workAt(work).slice != 0) callBack(workAt(work).slice, kept, keptCount);
}

function callBack(row: u32, kept: usize, keptCount: u32): void {
  if (isKept(row, kept, keptCount)) return;
  sliceAt(row).left = 0;
  requestCancel(row, CancelSliceReason.reconciled);
}

function isKept(row: u32, kept: usize, count: u32): bool {
  const number = sliceAt(row).number;
  for (let i: u32 = 0; i < count; i++) {
    if (numberAfter(changetype<Name>(kept + <usize>i * NAME_BYTES), 0x53) == number) return true;
  }
  return false;
}

/** Debug build: as many slices of the leg are out or silent by a look at all. */
function confirmSlices(owner: u32, market: u32): void {
  let count = planted(Pair.legSlices);
  for (let row: u32 = 1; row < slicePool.top; row++) {
    const slice = sliceAt(row);
    if (slice.number != 0 && !slice.ended) count += u32(isOfLeg(row, owner, market));
  }
  for (let row = firstOfLeg(owner, market); row != 0; row = nextOfLeg(row, owner, market)) count--;
  const work = workOfLeg(owner, market);
  for (let row = work == 0 ? 0 : workAt(work).firstRung; row != 0; row = sliceAt(row).nextRung) count--;
  if (work != 0 && workAt(work).slice != 0) count--;
  assert(count == 0, "other slices of a leg are out or silent than are listed");
}
