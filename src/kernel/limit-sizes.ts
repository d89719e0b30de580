/** Sizes of the core's tables. GENERATED from `limit-texts.ts` by src/reference/limit-types.ts: npm run generate. */

/** Sizes of the core's tables, fixed when it is made: positive integers. */
export interface Limits {
  /** Domains. Default: 16. */
  readonly domains: number;
  /** Markets. Default: 64. */
  readonly markets: number;
  /** Accounts. Default: 131072. */
  readonly accounts: number;
  /** Bytes of all names of accounts together. Default: 8388608. */
  readonly nameBytes: number;
  /** Positions, of all accounts together. Default: 524288. */
  readonly positions: number;
  /** Orders that rest in books, rungs included. Default: 786432. */
  readonly orders: number;
  /** Orders that rest under a client's own name. Default: 65536. */
  readonly orderNames: number;
  /** Leaves of price ladders, 64 neighbouring levels each. Default: 65536. */
  readonly ladderLeaves: number;
  /** Inner nodes of price ladders. Default: 1024. */
  readonly ladderNodes: number;
  /** Liquidation cases at a time. Default: 131072. */
  readonly cases: number;
  /** Legs that are being liquidated at a time. Default: 524288. */
  readonly works: number;
  /** Slices that are out, at a time. Default: 786432. */
  readonly slices: number;
  /** Ids of venues' reports that are known again. Default: 131072. */
  readonly venueReports: number;
  /** Markets in the unwind orders of all accounts together. Default: 65536. */
  readonly unwindSteps: number;
  /** Buckets of the trigger ladders of all markets together. Default: 33554432. */
  readonly triggerBuckets: number;
  /** Bytes of the event buffer. Default: 8388608. */
  readonly eventBytes: number;
}
