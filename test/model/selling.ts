/** What a market remembers of its slices: how much was sent of late, and how fast its book fills again. */

/** A slice, or a round of rungs, as LIQUIDATION_RATE counts it. */
export interface Send {
  time: number;
  notional: bigint;
}

/** How fast one side of a book fills again, as `adaptive` has measured it. */
export interface Refill {
  /** Lots a second; null before the first measurement. */
  rate: bigint | null;
  /** Depth that the last slice left behind, and when it was sized; null: none was sent. */
  left: bigint;
  sizedAt: number | null;
}

/** Lots of `@liquidation`: the case that they came from and the price at which they came; null: unknown. */
export interface Parcel {
  caseName: string | null;
  quantity: bigint;
  takenAt: bigint | null;
}
