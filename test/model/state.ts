/** What the model remembers. Money, prices and lots are integers in their unit (rules: units 1); times are microseconds. */
import { type Breaker, type BreakerSettings, type Counted, DOUBTS, type Source } from "./feed-state.js";
import type { Parcel, Refill, Send } from "./selling.js";
import type { readPolicy } from "./spec.js";
import type { Tier } from "./tiers.js";
import type { Decimal } from "./units.js";

export { type Breaker, type BreakerSettings, type Counted, DOUBTS, type Source } from "./feed-state.js";
export type { Parcel } from "./selling.js";

export type Command = Record<string, unknown>;
export type Event = Record<string, unknown>;

export type Side = "buy" | "sell";
export type SelfTrade = "newest" | "oldest" | "both" | "none" | "decrement";

export interface Limits {
  domains: number;
  markets: number;
  accounts: number;
  orders: number;
  positions: number;
  /** Open cases, the legs that they have had, and slices and rungs that are out (rules: evaluation 18, slicing 26). */
  cases: number;
  works: number;
  slices: number;
}

export interface Leg {
  /** Signed lots: positive is long. Never 0: a closed leg is removed. */
  quantity: bigint;
  /** Signed cost basis in money. */
  cost: bigint;
  /** The market's cumulative funding when this leg last settled its own. */
  funding: bigint;
}

/** What stands for a leg where there is none. */
export const NO_LEG: Leg = { quantity: 0n, cost: 0n, funding: 0n };

/** An asset beside the domain's own that counts in equity (rules: margin 9). */
export interface Collateral {
  asset: string;
  /** The market whose mark prices it. */
  market: Market;
  haircutPpm: bigint;
  decimals: number;
  /** Up to so much owed money a balance is not seized for (rules: takeover-and-fund 15). */
  seizeAt: bigint;
  /** What the domain may hold of it after a deposit; null: whatever (rules: commands 14). */
  depositMax: bigint | null;
  deposits: bigint;
  /** What was sold of what was seized, too. */
  withdrawals: bigint;
}

export interface Account {
  name: string;
  /** -1 for the domain's own accounts. */
  index: number;
  domain: Domain;
  cash: bigint;
  legs: Map<Market, Leg>;
  /** Balances of collateral; none is 0. */
  balances: Map<Collateral, bigint>;
  /** What of a balance was deposited in doubt and counts for nothing yet; none is 0 (rules: margin 18). */
  pending: Map<Collateral, bigint>;
  /** Of which legs the venue has not answered, and where what it told should not be (rules: venue-reports 4, 7). */
  silent: Set<Market>;
  mismatched: Set<Market>;
  /** Venue ids of fills from elsewhere (rules: venue-reports 14). */
  elsewhere: Map<Market, Set<string>>;
  /** Of an isolated account; null: a cross account. */
  parent: Account | null;
  unwindOrder: Market[];
  /** In the place of each market's own; null: that. */
  ordersMax: number | null;
  openCase: Case | null;
  /** Liquidatable without a case, for which there was no room: blocked by CAPACITY (rules: evaluation 18). */
  noRoom: boolean;
  /** That, and since then it had a position or collateral in a market without a mark: the mark brings it back. */
  unmarked: boolean;
  /** Liquidatable without a case, touched while its domain was halted: it waits for `resume` (rules: evaluation 19). */
  held: boolean;
  /** It has been warned (rules: margin 6). */
  called: boolean;
}

export interface Domain {
  name: string;
  index: number;
  asset: string;
  settleDecimals: number;
  /** In order of definition. */
  collaterals: Collateral[];
  fundFloor: bigint;
  triggerAtEquality: boolean;
  marginCallPpm: bigint;
  targetPpm: bigint;
  takeover: boolean;
  takeoverPpm: bigint;
  caseHorizon: number;
  surplus: "user" | "fund";
  /** What a fund at its floor does with takeovers that cannot cost it (rules: takeover-and-fund 11). */
  floorAction: "take" | "block";
  legOrder: "largestMargin" | "release" | "user";
  crossInside: boolean;
  adl: boolean;
  doubtPpm: bigint;
  seed: bigint;
  /** State of the generator that jitter is drawn from. */
  random: bigint;
  halted: boolean;
  /** Breaker FUND_FLOOR. */
  fundFloorReached: boolean;
  /** The deficit as last told, and the floor at which it was left. */
  deficitTold: bigint;
  floorAtLastCharge: bigint;
  deposits: bigint;
  withdrawals: bigint;
  street: Account;
  liquidation: Account;
  fund: Account;
  fees: Account;
  rounding: Account;
}

/** As it was read: `spec.ts` has the settings and their defaults. */
export type Policy = ReturnType<typeof readPolicy>;

export interface Market {
  name: string;
  index: number;
  domain: Domain;
  priceDecimals: number;
  lotSize: Decimal;
  tickSize: bigint;
  inverse: boolean;
  /** Linear: `M`, money per price unit and lot. Inverse: `C`. What it is worth stands in value.ts alone. */
  multiplier: bigint;
  minPrice: bigint;
  maxPrice: bigint;
  maxPosition: bigint;
  maxOpenInterest: bigint;
  minOrder: bigint;
  maxOrder: bigint;
  /** The least money that an order is worth. */
  minNotional: bigint;
  tiers: Tier[];
  sources: Source[];
  maxAge: number | null;
  minSources: number;
  skew: number | null;
  outlierPpm: bigint | null;
  jumpPpm: bigint | null;
  confirmations: number;
  confirmGap: number;
  confirmAfter: number;
  gapAction: "ignore" | "block";
  markMode: "index" | "premium" | "median3";
  premiumCapPpm: bigint;
  premiumHalfLife: number | null;
  premiumHold: number;
  volatilityHalfLife: number;
  fundingInterval: number | null;
  external: boolean;
  makerFeePpm: bigint;
  takerFeePpm: bigint;
  liquidationFeePpm: bigint;
  marketBandPpm: bigint;
  /** Live orders that one account may have here (rules: book 3). */
  ordersMax: number;
  takeoverNotionalMax: bigint | null;
  /** Slices shrink with what is wrong with the feed. */
  graded: boolean;
  policy: Policy;
  breakers: BreakerSettings;
  /** Null before the first. */
  indexPrice: bigint | null;
  mark: bigint | null;
  /** While UNCONFIRMED: the mark before the move, the mark that it moved to, and when (rules: breakers 17). */
  moved: { from: bigint; to: bigint; at: number } | null;
  /** Smoothed (book mid − index), in 2^-16 price units, as of its last sample. */
  premium: { value: bigint; at: number } | null;
  /** Price of the latest fill that was no liquidation's, or trade at its venue; time of the latest that was one. */
  lastTrade: bigint | null;
  liquidationFillAt: number | null;
  /** Price of the latest fill in the book between two accounts, liquidations' too (rules: book 21). */
  lastFill: bigint | null;
  /** Smoothed squared moves of the mark a second, in 10^-12, and from where the next is measured (rules: marks 11). */
  variance: bigint | null;
  volatilityFrom: { mark: bigint; at: number } | null;
  counted: Counted[];
  /** Cumulative funding of one lot, in 10^-9 of money. */
  funding: bigint;
  lastFunding: { ratePpb: bigint; at: number } | null;
  /** Breakers. */
  halted: boolean;
  state: "open" | "cancelOnly" | "auction";
  tripped: Set<Breaker>;
  /** EXECUTION_SILENT and EXECUTION_MISMATCH of the market. */
  silent: boolean;
  mismatched: boolean;
  /** What LIQUIDATION_RATE counts, oldest first. */
  sends: Send[];
  /** What `adaptive` has measured, by the side of the slice. */
  refills: Record<Side, Refill>;
  /** Of a tripped one: the first of the unbroken run of recomputes at which its condition was false. */
  calmSince: Map<Breaker, number>;
  /** When DIVERGENCE tripped; and whether it was given up, and its condition has held ever since (rules: breakers 7). */
  divergentSince: number;
  divergenceSpent: boolean;
  /** Marks by sixteenths of `bandWindow`, oldest first. */
  samples: { step: number; mark: bigint }[];
  /** Internal execution: resting orders, the next to match first. */
  bids: Order[];
  asks: Order[];
  /** External execution: lots at each price; known after the first `book`. */
  bidLevels: Map<bigint, bigint>;
  askLevels: Map<bigint, bigint>;
  bookKnown: boolean;
  /** The case of `@liquidation` in this market, and what its position is made of. */
  unwinding: Unwinding;
}

export interface Unwinding {
  caseName: string | null;
  leg: CaseLeg;
  /** The oldest first, and the position that they were last brought up to. */
  parcels: Parcel[];
  quantity: bigint;
  /** There was no room for some of them: the position has more lots than its parcels (rules: takeover-and-fund 17). */
  forgotten: boolean;
}

export interface Terms {
  timeInForce: "GTC" | "GTT" | "IOC" | "FOK";
  isMarketOrder: boolean;
}

/** What an order waits for before it is one, and what it is then (rules: book 21). */
export interface Stop {
  price: bigint;
  by: "mark" | "last";
  terms: Terms;
}

export interface Order {
  name: string;
  /** Order of admission. */
  number: number;
  account: Account;
  market: Market;
  side: Side;
  price: bigint;
  remaining: bigint;
  /** Lots that it traded since its admission, as taker and as maker (rules: book 15). */
  filled: bigint;
  reduceOnly: boolean;
  postOnly: boolean;
  selfTrade: SelfTrade;
  /** Engine time at which it goes; null: never (rules: book 20). */
  expires: number | null;
  /** While it waits, and is in no book; its price is nothing if it will be a market order. */
  stop: Stop | null;
  /** Needed no margin at admission (rules: book 6). */
  reducing: boolean;
  /** The rung of a ladder that rests as this order (rules: slicing 18). */
  rung: Slice | null;
}

export interface CaseLeg {
  /** When this leg may send again; null: nothing is due. */
  dueAt: number | null;
  /** What `interval` was added to for it, and what jitter drew; null: it does not come from an interval (rules: slicing 2). */
  paced: { from: number; longer: number } | null;
  block: string | null;
  blockedSince: number | null;
  waiting: boolean;
  /** Reports `rejected` since the venue last took a slice, and until when it is not asked again (rules: venue-reports 12). */
  rejections: number;
  refusedUntil: number | null;
  /** The taker slice that is out, and the one that was sent last. */
  slice: Slice | null;
  latest: Slice | null;
  /** The rungs of the latest round of a ladder; some may be out. */
  rungs: Slice[];
  /** Rungs are being called back for a new round, which goes as soon as the last of them has. */
  replacing: boolean;
  /** What the latest plan of its case would close, less what was closed since (rules: slicing 24). */
  wanted: bigint;
  /** Of a long, or of a short: a leg that has turned round since wants nothing. */
  wantedSign: bigint;
  /** There was no room for what it would send (rules: slicing 26). */
  noRoom: boolean;
  /** It had no position at the end of the last evaluation. */
  gone: boolean;
  /** Its case has offered it at its zero price, which it does once (rules: adl 12). */
  offered: boolean;
  /** The mark when its case opened; of a leg that came later, that of its first slice or crossing (rules: evaluation 17). */
  openingMark: bigint | null;
  /** First slice + policy horizon, moved by blocked time. */
  twapEnd: number | null;
}

export interface Case {
  name: string;
  number: number;
  account: Account;
  opened: number;
  /** `caseHorizon` when it was opened. */
  horizon: number;
  /** Liquidatable only at last marks when last looked at: nothing is done but to name the blocks (rules: evaluation 7). */
  suspended: boolean;
  legs: Map<Market, CaseLeg>;
  /** A breaker cleared or a slice's deadline was reached. */
  due: boolean;
  horizonSeen: boolean;
  blockedSince: number | null;
  blockedTime: number;
  /** Of a suspended case: doubtful collateral where it has no leg (rules: evaluation 8). */
  balanceBlock: { market: Market; breaker: string } | null;
  /** What holds its takeover back; null: nothing, or it is not wanted. */
  heldBack: "UNCONFIRMED" | "FUND_FLOOR" | null;
  /** A leg of it is not worked, because the table of works is full: blocked by CAPACITY. */
  lacksWork: boolean;
  /** Below its takeover level (suspended: liquidatable at doubtful marks) when last evaluated or touched. */
  below: boolean;
  /** Lots filled by slices, and what they lost against the mark at sending, of which notional. */
  closed: Map<Market, bigint>;
  lost: bigint;
  closedNotional: bigint;
  /** The same against the marks at its opening. */
  lostSinceOpening: bigint;
  notionalAtOpening: bigint;
  /** Lots of it went to counterparties by ADL. */
  deleveraged: boolean;
}

export interface Slice {
  name: string;
  number: number;
  caseName: string;
  /** Null for a slice of `@liquidation`. */
  case: Case | null;
  account: Account;
  market: Market;
  side: Side;
  quantity: bigint;
  filled: bigint;
  limit: bigint;
  /** Last mark, zero value of the leg and its lots when the slice was sent. */
  markAtSending: bigint;
  zeroValue: bigint;
  lotsAtSending: bigint;
  /** E and MM of its account when it was planned; null for a slice of `@liquidation`. */
  standing: { equity: bigint; required: bigint } | null;
  sentAt: number;
  /** By which jitter makes the leg's interval after it longer. */
  longer: number;
  expires: number;
  /** One of a ladder; inside, the order that rests for it. */
  rung: boolean;
  /** At the zero price, before a takeover, which waits for it. */
  offer: boolean;
  resting: Order | null;
  cancelSent: boolean;
  silentAt: number | null;
  state: "out" | "silent" | "ended";
  /** Venue ids seen. */
  executions: Set<string>;
  /** The leg was taken over: what still fills belongs to `@liquidation`. */
  takenOver: boolean;
}

/** The legs of an account by market index. */
export function legsOf(account: Account): [Market, Leg][] {
  return [...account.legs].sort(([a], [b]) => a.index - b.index);
}

/** An account holds at most this many legs (rules: margin 8). */
export function mostLegs({ parent }: Account): number {
  return parent ? 1 : 16;
}

export function quantityOf(account: Account, market: Market): bigint {
  return account.legs.get(market)?.quantity ?? 0n;
}

export function opposite(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}

/** +1 to buy, -1 to sell. */
export function direction(side: Side): bigint {
  return side === "buy" ? 1n : -1n;
}

/** Lots that an order of this side could trade before the position would pass zero. */
export function reducible(account: Account, market: Market, side: Side): bigint {
  const quantity = -quantityOf(account, market) * direction(side);
  return quantity > 0n ? quantity : 0n;
}

export function isHalted(market: Market): boolean {
  return market.halted || market.domain.halted;
}

/** Nothing is liquidated in a market that is halted or not open; but that is no doubt (rules: book 16). */
export function isShut(market: Market): boolean {
  return isHalted(market) || market.state !== "open";
}

/** Breakers that put the mark itself in doubt (rules: evaluation 6). */
export function isDoubtful(market: Market): boolean {
  return DOUBTS.some((breaker) => market.tripped.has(breaker));
}

/** The markets whose marks value an account: of its legs and of its collateral, each once, by index. */
export function marketsThatValue({ legs, balances }: Account): Market[] {
  const markets = new Set([...legs.keys(), ...[...balances.keys()].map(({ market }) => market)]);
  return [...markets].sort((a, b) => a.index - b.index);
}

/** An account with a position, or collateral, in a market that never had a mark is not evaluated. */
export function isEvaluable({ legs, balances }: Account): boolean {
  for (const { mark } of legs.keys()) if (mark === null) return false;
  for (const { market } of balances.keys()) if (market.mark === null) return false;
  return true;
}
