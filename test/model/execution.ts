/** Slices at a venue: reports are facts, and silence has deadlines (rules: venue-reports 1, 3, 5, 6, 7). */
import { dueAfterInterval, dueNow } from "./due.js";
import { applyElsewhere } from "./elsewhere.js";
import { feeOf, feeRoom } from "./fees.js";
import { max, min } from "./fraction.js";
import { charge, moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import { isBeyond } from "./margin.js";
import { noteFill } from "./mark.js";
import { emitFill, noteClosed } from "./match.js";
import { refuse } from "./refusal.js";
import { countRejection, forgetRejections, workedLeg } from "./rejections.js";
import { type ReportedFill, readFill } from "./reported-fill.js";
import { emitPosition, tradeWithStreet } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { flag, unflag, watchFlag, watchFlags } from "./silence.js";
import { cancelSlice, holderOf, rungsOutOf, slicesOut } from "./slices.js";
import type { Account, CaseLeg, Command, Slice } from "./state.js";
import { direction, mostLegs, reducible } from "./state.js";
import { nearestUnit } from "./value.js";
import type { World } from "./world.js";

/** What a fill has in it that should not be; null: nothing. */
type Mismatch = "quantity" | "price" | "flip" | null;

export function applyExecution(world: World, command: Command): void {
  if (command.order === undefined) {
    applyElsewhere(world, command);
    return;
  }
  const slice = world.slices.get(command.order as string) ?? refuse("UNKNOWN_ORDER", "order");
  const { market } = slice;
  const id = command.execution as string | undefined;
  if (id !== undefined && slice.executions.has(id)) refuse("DUPLICATE", "execution");
  const fill = command.status === "fill" ? readFill(market, command) : null;
  if (!fill && slice.state === "ended") refuse("DUPLICATE", "status");
  if (id !== undefined) slice.executions.add(id);

  unflag(holderOf(slice), market, "silent");
  watchFlag(world, market, "silent");
  world.look(slice.account);
  const worked = workedLeg(holderOf(slice), market);
  if (worked && command.status === "rejected") countRejection(world, market, worked);
  else forgetRejections(worked);
  const owner = ownerOf(world, slice);
  const mismatch = fill && bookFill(world, slice, owner, fill);
  if (!fill || slice.filled >= slice.quantity) endSlice(world, slice);
  if (mismatch) tellMismatch(world, slice, owner, mismatch);
}

/** Books a fill as reported. */
function bookFill(world: World, slice: Slice, owner: Account, { price, lots, fee }: ReportedFill): Mismatch {
  const { market, side } = slice;
  const { domain } = market;
  const unwinds = owner === domain.liquidation;
  const venueFee = fee ?? (unwinds ? 0n : feeOf(market, lots, price, market.takerFeePpm));
  const room = max(0n, feeRoom(slice, lots, price) - venueFee);
  const liquidationFee = unwinds ? 0n : min(room, feeOf(market, lots, price, market.liquidationFeePpm));
  const mismatch = mismatchOf(slice, owner, { price, lots });

  slice.filled += lots;
  if (owner === slice.account) noteClosed(slice, lots, price);
  const realised = tradeWithStreet(market, owner, lots * direction(side), price);
  owner.cash -= venueFee + liquidationFee;
  domain.street.cash += venueFee;
  world.touch(owner);

  const { caseName } = slice;
  const told = nearestUnit(price);
  emitFill(world, market, {
    price: told,
    lots,
    side,
    makerOrder: null,
    takerOrder: slice.name,
    maker: domain.street.name,
    taker: owner.name,
    makerFee: 0n,
    takerFee: venueFee,
    liquidationFee,
    caseName,
  });
  noteFill(world, market, told, true);
  emitPosition(world, owner, market, realised);
  if (unwinds) {
    followLiquidation(world, market, { price: told, takenOver: null });
    moveToFund(world, domain, caseName, "unwind");
  }
  watchFlags(world, market);
  if (liquidationFee > 0n) charge(world, domain, caseName, liquidationFee, "fee");
  coverShortfall(world, owner, caseName);
  return mismatch;
}

/** More than was left; beyond the limit; or it flips the position, or there is none to reduce: the first that holds. */
function mismatchOf(
  slice: Slice,
  owner: Account,
  { price, lots }: Pick<ReportedFill, "price" | "lots">,
): Mismatch {
  const { market, side, quantity, filled, limit } = slice;
  if (lots > quantity - filled) return "quantity";
  if (isBeyond(side, price, limit)) return "price";
  return lots > reducible(owner, market, side) ? "flip" : null;
}

/** The leg is not gone on with before somebody has said what is true. */
function tellMismatch(world: World, slice: Slice, owner: Account, reason: string): void {
  const { market, name } = slice;
  world.emit("executionMismatch", { account: owner.name, market: market.name, order: name, reason });
  flag(world, owner, market, "mismatched");
}

/**
 * The account that a fill belongs to: the account's, but `@liquidation`'s once the leg was taken over or has no
 * room.
 */
function ownerOf(world: World, slice: Slice): Account {
  const { account, market } = slice;
  const held = new Set([...account.legs.keys(), ...world.ordersOf(account).map((order) => order.market)]);
  const noRoom = !held.has(market) && held.size >= mostLegs(account);
  return noRoom ? market.domain.liquidation : holderOf(slice);
}

/** The leg that the slice worked, while its case lives. */
function legOf({ account, case: of, market, takenOver }: Slice): CaseLeg | null {
  if (account === market.domain.liquidation) return market.unwinding.leg;
  if (takenOver || !of || account.openCase !== of) return null;
  return of.legs.get(market) ?? null;
}

/** The leg may send again `interval` after it last did; the round that replaces a ladder goes at once. */
function release(world: World, leg: CaseLeg, slice: Slice): void {
  if (leg.latest === slice) leg.slice = null;
  if (leg.replacing) dueNow(world, leg);
  else dueAfterInterval(world, leg, slice.market, slice.sentAt, slice.longer);
  leg.replacing = false;
}

/** Of a ladder, when none of its latest round is out any more: a silent one is not, and may still be reported on. */
function endSlice(world: World, slice: Slice): void {
  if (slice.state === "ended") return;
  slice.state = "ended";
  const leg = legOf(slice);
  if (!leg) return;
  const roundEnds = leg.rungs.includes(slice) && leg.rungs.every(({ state }) => state !== "out");
  if (leg.latest === slice || roundEnds) release(world, leg, slice);
}

/** It counts as out no longer, and its leg sends nothing more. */
function giveUp(world: World, leg: CaseLeg, slice: Slice): void {
  slice.state = "silent";
  const roundIsOver = leg.rungs.includes(slice) && rungsOutOf(leg).length === 0;
  if (leg.latest === slice || roundIsOver) release(world, leg, slice);
  flag(world, slice.account, slice.market, "silent");
}

/**
 * A taker slice that has lived its time is cancelled; one whose cancel was not answered is silent and counts no
 * longer.
 */
export function reachDeadlines(world: World): void {
  for (const slice of slicesOut(world)) {
    const leg = legOf(slice);
    if (!leg) throw new Error(`${slice.name} is out without a leg`);
    if (!slice.cancelSent && !slice.rung && slice.expires <= world.now) {
      cancelSlice(world, slice, "expired");
    } else if (slice.silentAt !== null && slice.silentAt <= world.now) {
      giveUp(world, leg, slice);
    } else continue;
    if (slice.case) slice.case.due = true;
  }
}
