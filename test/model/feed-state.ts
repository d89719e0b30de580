/** What is remembered of the sources of a market, and of what watches them. */

export interface Source {
  name: string;
  weight: bigint;
  /** The last number used, quarantined or not; null: the next may have any. */
  sequence: number | null;
  /** The last believed; null before the first. */
  price: bigint | null;
  sourceTime: number;
  /** Engine time at which that price was accepted. */
  acceptedAt: number;
  /** What is quarantined: price and time of the first of a run, how many counted, and the time of the last that did. */
  suspect: { price: bigint; sourceTime: number; count: number; countedTime: number } | null;
  /** Its last believed tick skipped a number. */
  gapped: boolean;
  /** It has ticked since WARMUP tripped or the last `resume`. */
  tickedInWarmup: boolean;
}

/** What a source contributed to the index when the index was made: the evidence of a case. */
export interface Counted {
  source: string;
  price: bigint;
  sourceTime: number;
}

/** Breakers of a market that its feed, its book and its pace trip. */
export type Breaker =
  | "FEED_STALE"
  | "FEED_GAP"
  | "PRICE_BAND"
  | "DIVERGENCE"
  | "WARMUP"
  | "DEPTH_LOW"
  | "LIQUIDATION_RATE"
  | "UNCONFIRMED";

/** Those that put the mark itself in doubt, in the order in which a leg names them (rules: breakers 12). */
export const DOUBTS: Breaker[] = ["FEED_STALE", "FEED_GAP", "PRICE_BAND", "DIVERGENCE", "WARMUP"];

/** PROTOCOL 5; null is off. */
export interface BreakerSettings {
  bandPpm: bigint | null;
  bandWindow: number;
  divergencePpm: bigint | null;
  divergenceMax: number;
  depthMin: bigint | null;
  resumeAfter: number;
}
