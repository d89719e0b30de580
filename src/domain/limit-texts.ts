/** What each limit bounds, with its unit: the docstrings of `Limits` and the options of `serve` and `replay` are made of it. */
import type { defaultLimits } from "../abi/layout.js";

export const limitTexts: Readonly<Record<keyof typeof defaultLimits, string>> = {
  domains: "domains",
  markets: "markets",
  accounts: "accounts",
  nameBytes: "bytes of all names of accounts together",
  positions: "positions, of all accounts together",
  orders: "orders that rest in books, rungs included",
  orderNames: "orders that rest under a client's own name",
  ladderLeaves: "leaves of price ladders, 64 neighbouring levels each",
  ladderNodes: "inner nodes of price ladders",
  cases: "liquidation cases at a time",
  works: "legs that are being liquidated at a time",
  slices: "slices that are out, at a time",
  venueReports: "ids of venues' reports that are known again",
  unwindSteps: "markets in the unwind orders of all accounts together",
  triggerBuckets: "buckets of the trigger ladders of all markets together",
  eventBytes: "bytes of the event buffer",
};
