/** What holds after every command (docs/rules/invariants.md), by the number that the core gives: this is the one table. */
import { Invariant, InvariantWords } from "../abi/layout.js";

type Word = Exclude<keyof typeof Invariant, "held">;

/** Sentences without their full stops. */
const sentences: Readonly<Record<Word, string>> = {
  moneyConserved: "In each domain, cash less cost of all accounts is deposits less withdrawals",
  quantitiesCancel: "The quantities of a market's positions sum up to zero",
  openInterest: "A market's open interest is the sum of its long positions",
  bookNotCrossed: "A book is crossed only during an auction",
  levelSums: "The quantity of a level is the sum of its orders, which have its price and side",
  fundFloor: "Gains never stay with @liquidation",
  casesLinked: "Each open case is its account's, has its works in market order, and is counted",
  sweepAgrees: "The sweep finds exactly those accounts that the trigger index has found",
  noTriggerPassed: "The mark has reached no armed trigger",
  triggerLots: "The lots of a market's trigger ladders are those of its armed legs",
  collateralConserved: "The balances of a collateral sum up to what came in less what went out",
  roundingPays: "@rounding, with all funding settled, is never negative",
  wantedCounts: "A market counts the legs of open cases that want to close something",
  laddersLinked:
    "Each rung stands in its leg's list and, inside, in the book as the same quantity at the same price",
  feedSettings: "What is switched off in a market's feed has left nothing behind",
  marketCounters: "The shard counts the markets with a bound on cascades, and those whose pace is used up",
  depthSums: "Sums over the price ladder are those of its levels",
  pendingCounted: "What of a balance is pending is part of it, and a market counts such balances",
  arrearsWait: "An account without positions owes nothing, unless a balance of it waits to be seized",
  venueLegs:
    "A market counts its silent and its mismatched legs, and no breaker of theirs is tripped for fewer",
  heldWait:
    "Who is held back while a domain is halted is counted, has no case, is not armed, and waits for something",
  liquidationLots:
    "The lots queued of a leg of @liquidation, and those for which there was no row, are its lots",
  reduceOnlyBounded:
    "An account's resting reduce-only orders of a side sum to no more than the opposite position, and are listed",
  ordersCounted: "An account's live orders are counted",
  expiriesAhead: "An order that is good till a time stands among those that expire, and none has expired",
  stopsAhead:
    "An order that waits for its stop stands in its market's heap, and the next to be reached is known",
  roomless: "Who waits for room in a table is counted, and found when there is some",
};

/** The sentence of an invariant that does not hold; null where all do. */
export function invariantSentence(invariant: number): string | null {
  return invariant === Invariant.held ? null : sentences[InvariantWords[invariant] as Word];
}
