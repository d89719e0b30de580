/**
 * The silent slices of a leg, of whatever case, on which a venue may yet report: what is out hangs at the leg's work. They are found by
 * whose they are, what was taken over is `@liquidation`'s, and by market: lists by a hash of both, in which other legs' slices may
 * stand too.
 */
import { ACCOUNT_LIQUIDATION, Slice } from "./abi";
import { sliceAt } from "./arena";
import { legSliceLinks, legSliceLists, legSliceMask } from "./derived";
import { firstOf, nextOf, putIn, takeFrom } from "./row-list";

/** Whose a slice is: its fills go there. */
export function ownerOf(slice: Slice): u32 {
  return slice.tookOver ? <u32>ACCOUNT_LIQUIDATION : slice.account;
}

function listOf(owner: u32, market: u32): usize {
  const hash = (owner * 0x9e37_79b1) ^ (market * 0x85eb_ca6b);
  return legSliceLists + ((<usize>((hash ^ (hash >> 15)) & legSliceMask)) << 2);
}

/** A slice has fallen silent, or now belongs to another. */
export function listOfLeg(row: u32): void {
  putIn(listOf(ownerOf(sliceAt(row)), sliceAt(row).market), legSliceLinks, row);
}

/** A silent slice has ended, is forgotten, or is about to belong to another. */
export function unlistOfLeg(row: u32): void {
  takeFrom(listOf(ownerOf(sliceAt(row)), sliceAt(row).market), legSliceLinks, row);
}

export function isOfLeg(row: u32, owner: u32, market: u32): bool {
  return sliceAt(row).market == market && ownerOf(sliceAt(row)) == owner;
}

/** The first silent slice of a leg, 0 when it has none. */
export function firstOfLeg(owner: u32, market: u32): u32 {
  const row = firstOf(listOf(owner, market));
  return row == 0 || isOfLeg(row, owner, market) ? row : nextOfLeg(row, owner, market);
}

export function nextOfLeg(row: u32, owner: u32, market: u32): u32 {
  const list = listOf(owner, market);
  let next = nextOf(list, legSliceLinks, row);
  while (next != 0 && !isOfLeg(next, owner, market)) next = nextOf(list, legSliceLinks, next);
  return next;
}
