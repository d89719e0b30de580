/**
 * The events of PROTOCOL.md section 3, as JSON has them, and the words that their numbers stand for. Amounts are decimal
 * strings with exactly the decimals of their asset, price or lot; times are microseconds. Treat events as read-only.
 */
import type { BreakerWords, Cause, Warning } from "../abi/layout.js";
import type { CommandType, Query } from "./commands.js";
import type { EventType, eventHead, eventShapes, evidence, reportPosition } from "./event-fields.js";
import type { ValueOf, ValuesOf } from "./event-form.js";

export type { Level } from "./event-form.js";

/** The event of that type; of several, one whose type is any of them. `event-fields.ts` has the fields. */
type EventOf<Type extends EventType> = { readonly type: Type } & ValuesOf<typeof eventHead> &
  ValuesOf<(typeof eventShapes)[Type]["fields"]>;

export type Breaker = Exclude<(typeof BreakerWords)[number], "none">;
/** The sources that counted, in the market's order; `age` in microseconds. */
export type Evidence = ValueOf<typeof evidence>;
/** What depends on a mark is null while there is none. */
export type ReportPosition = ValueOf<typeof reportPosition>;

/** What `accepted` tells of a command that defines something, or names it. */
interface Told {
  readonly domain: { readonly domain: string; readonly domainId: number };
  readonly collateral: { readonly domain: string; readonly domainId: number };
  readonly market: {
    readonly market: string;
    readonly marketId: number;
    readonly sourceIds: Readonly<Record<string, number>>;
  };
  readonly account: { readonly account: string; readonly accountId: number };
  readonly order: { readonly order: string };
  readonly sourceReset: { readonly market: string };
}
/** Queries are answered, and these answer by their effects. */
type Unaccepted = Query["type"] | "tick" | "trade" | "book" | "clock" | "execution";
type AcceptedOf<Type extends CommandType> = ValuesOf<typeof eventHead> & {
  readonly type: "accepted";
  readonly command: Type;
  /** What is allowed and unguarded, in sentences; null: nothing. */
  readonly warning: string | null;
} & (Type extends keyof Told ? Told[Type] : unknown);

/** Told apart by `command`. */
export type AcceptedEvent = {
  readonly [Type in Exclude<CommandType, Unaccepted>]: AcceptedOf<Type>;
}[Exclude<CommandType, Unaccepted>];
export type RejectedEvent = EventOf<"rejected">;
export type MarkEvent = EventOf<"mark">;
export type LiquidationOpenedEvent = EventOf<"liquidationOpened">;
export type LiquidationBlockedEvent = EventOf<"liquidationBlocked" | "liquidationUnblocked">;
export type LiquidationWaitingEvent = EventOf<"liquidationWaiting">;
export type SliceEvent = EventOf<"slice">;
export type CancelSliceEvent = EventOf<"cancelSlice">;
export type FillEvent = EventOf<"fill">;
export type ExecutionMismatchEvent = EventOf<"executionMismatch">;
export type RestedEvent = EventOf<"rested">;
export type CancelledEvent = EventOf<"cancelled">;
export type ArmedEvent = EventOf<"armed">;
export type TriggeredEvent = EventOf<"triggered">;
export type PositionEvent = EventOf<"position">;
export type LiquidationClosedEvent = EventOf<"liquidationClosed">;
export type TakeoverEvent = EventOf<"takeover">;
export type UnwoundEvent = EventOf<"unwound">;
export type FundEvent = EventOf<"fund" | "deficit">;
export type BreakerEvent = EventOf<"breaker">;
export type MarginCallEvent = EventOf<"marginCall">;
export type AdlEvent = EventOf<"adl">;
export type FundingEvent = EventOf<"funding">;
export type UncrossedEvent = EventOf<"uncrossed">;
export type CrossedInsideEvent = EventOf<"crossedInside">;
export type JitterSeedEvent = EventOf<"jitterSeed">;
export type DepthEvent = EventOf<"depth">;
export type ReportEvent = EventOf<"report">;
export type DomainReportEvent = EventOf<"domainReport">;
export type HashEvent = EventOf<"hash">;
export type LiquidationMapEvent = EventOf<"liquidationMap">;

export type Event =
  | AcceptedEvent
  | { readonly [Type in Exclude<EventType, "accepted">]: EventOf<Type> }[Exclude<EventType, "accepted">];

/** Why a breaker tripped or cleared. */
export const causes: Readonly<Record<keyof typeof Cause, string>> = {
  none: "",
  noFirstMark: "the market has no mark price yet",
  resumed: "trading resumed; sources must tick again",
  sourcesTicked: "enough sources have ticked",
  tooFewSources: "fewer sources count than the market asks for",
  sourcesEnough: "enough sources count again",
  operator: "by the operator",
  venueSilent: "the venue does not answer",
  venueReported: "the venue has answered",
  fundAtFloor: "the insurance fund is at its floor",
  fundAboveFloor: "the insurance fund is above its floor",
  sequenceSkipped: "a source skipped sequence numbers",
  inSequenceAgain: "the sources are in sequence again",
  bandLeft: "the price has left its band",
  bandInside: "the price is inside its band again",
  diverged:
    "the book's middle has left the index: no liquidation until they are together again, or divergenceMax is over",
  convergedAgain: "the prices are together again",
  depthLow: "the book is too thin",
  depthEnough: "the book is deep enough again",
  paceUsedUp: "the pace of liquidations is used up",
  windowMoved: "the window has moved on",
  settingChanged: "a setting was changed",
  fillMismatch: "a fill does not match its slice",
  reconciled: "the position was reconciled",
  legClosed: "too few legs are left that it was for",
  markMoved: "the mark has moved farther than one price is believed",
  moveTakenBack: "the mark is back",
  moveConfirmed: "a second source, or a later tick, has confirmed the mark",
  divergenceOver: "divergenceMax is over: the index is followed from now on",
};

/** What an engine without a clock warns of (`engine/standing-time.ts`). */
export const TIME_STANDS =
  "a case is open and engine time stands, so that nothing of it falls due: give commands a time, or the engine a clock";

export const warnings: Readonly<Record<keyof typeof Warning, string>> = {
  noMaxAge: "no maxAge: a price never becomes too old",
  noJumpPpm: "no jumpPpm: a tick that jumps is believed at once",
  oneSource: "one source: nothing confirms its prices",
  twoSources: "two sources: neither outvotes the other",
  outlierWithoutMajority: "outlierPpm without a majority: no source is outvoted by the others",
  premiumUncapped: "the premium is not capped",
  derivedMaxPrice: "no maxPrice: higher prices than the derived one are refused",
  onlyFullCloseCures: "under this policy only a full close can cure an account",
};
