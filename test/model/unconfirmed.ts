/** A mark that moved at once is taken over at by nobody until something confirms it (rules: breakers 17). */
import { clear, trip } from "./breakers.js";
import { abs, MILLION } from "./fraction.js";
import type { Account, Market, Source } from "./state.js";
import { marketsThatValue } from "./state.js";
import type { World } from "./world.js";

/** How far a mark may move at once where the market has no `jumpPpm`. */
const USUAL_JUMP = 50_000n;

type Priced = Source & { price: bigint };

/** What a recompute that gave an index has to go by. */
export interface Heard {
  counted: Priced[];
  index: bigint;
  /** Whose accepted tick caused it; null: a `clock`, or another command that noticed a stale feed. */
  ticked: Source | null;
}

/** `|price − reference|·10^6 ≤ B·reference`. */
function isNear({ jumpPpm }: Market, price: bigint, reference: bigint): boolean {
  return abs(price - reference) * MILLION <= (jumpPpm ?? USUAL_JUMP) * reference;
}

/** Right after the mark: it moves too far at once, is taken back, is confirmed, or moves on. */
export function judgeMove(
  world: World,
  market: Market,
  before: bigint | null,
  mark: bigint,
  heard: Heard,
): void {
  const { moved } = market;
  if (moved === null) {
    if (before === null || isNear(market, mark, before)) return;
    if (isSecondSource(market, mark, heard, world.now)) return;
    market.moved = { from: before, to: mark, at: world.now };
    trip(world, market, "UNCONFIRMED");
    return;
  }
  const isTakenBack = isNear(market, mark, moved.from);
  if (
    isTakenBack ||
    isSecondSource(market, mark, heard, moved.at) ||
    isSecondMoment(world, market, mark, heard)
  ) {
    forgetMove(world, market);
  } else if (!isNear(market, mark, moved.to)) {
    market.moved = { from: moved.from, to: mark, at: world.now };
  }
}

/** Two sources that count say so, and both have said it since the move. */
function isSecondSource(market: Market, mark: bigint, { counted }: Heard, since: number): boolean {
  return (
    counted.filter(({ price, acceptedAt }) => isNear(market, price, mark) && acceptedAt >= since).length >= 2
  );
}

/** Some time after the move a source says so again: one that the index is near to, lest who contradicts the move confirms it. */
function isSecondMoment(world: World, market: Market, mark: bigint, { index, ticked }: Heard): boolean {
  const { moved, confirmAfter } = market;
  if (moved === null || ticked === null || ticked.price === null) return false;
  if (world.now < moved.at + confirmAfter) return false;
  return isNear(market, ticked.price, index) && isNear(market, mark, moved.to);
}

/** Whoever was held back by it is looked at again, for a leg or a balance there. */
export function forgetMove(world: World, market: Market): void {
  market.moved = null;
  if (!market.tripped.has("UNCONFIRMED")) return;
  clear(world, market, "UNCONFIRMED");
  for (const account of world.accounts) {
    if (account.openCase && marketsThatValue(account).includes(market)) account.openCase.due = true;
  }
}

/** A mark that values it has moved, and nothing has confirmed that. */
export function isUnconfirmed(account: Account): boolean {
  return marketsThatValue(account).some(({ tripped }) => tripped.has("UNCONFIRMED"));
}
