/** Slices at a venue: reports are facts, and silence has deadlines (rules: venue-reports 1, 3, 4, 6). */
import { emitBreaker, makeCasesDue } from "./breakers.js";
import { dueAfterInterval, dueNow } from "./due.js";
import { feeOf, feeRoom } from "./fees.js";
import { max, min } from "./fraction.js";
import { charge, moveToFund } from "./fund.js";
import { followLiquidation } from "./liquidation-account.js";
import { isBeyond } from "./margin.js";
import { noteFill } from "./mark.js";
import { emitFill, noteClosed } from "./match.js";
import { refuse } from "./refusal.js";
import { emitPosition, exchange } from "./settle.js";
import { coverShortfall } from "./shortfall.js";
import { cancelSlice, rungsOutOf, slicesOut } from "./slices.js";
import type { Account, CaseLeg, Command, Market, Slice } from "./state.js";
import { direction, mostLegs, reducible } from "./state.js";
import { toMoney, toPositiveLots, toTickPrice } from "./units.js";
import type { World } from "./world.js";

interface ReportedFill {
  price: bigint;
  lots: bigint;
  /** The venue's own fee; null: `takerFeePpm`. */
  fee: bigint | null;
}

export function applyExecution(world: World, command: Command): void {
  const slice = world.slices.get(command.order as string) ?? refuse("UNKNOWN_ORDER", "order");
  const id = command.execution as string | undefined;
  if (id !== undefined && slice.executions.has(id)) refuse("DUPLICATE", "execution");
  const fill = command.status === "fill" ? readFill(slice, command) : null;
  if (!fill && slice.state === "ended") refuse("DUPLICATE", "status");
  if (id !== undefined) slice.executions.add(id);

  breakSilence(world, slice.market);
  world.look(slice.account);
  const mismatch = fill !== null && bookFill(world, slice, fill);
  if (!fill || slice.filled >= slice.quantity) endSlice(world, slice);
  const leg = legOf(slice);
  if (mismatch && leg) fallSilent(world, slice.market, leg);
}

function readFill({ market }: Slice, command: Command): ReportedFill {
  for (const name of ["price", "quantity"]) if (command[name] === undefined) refuse("MISSING_FIELD", name);
  return {
    price: toTickPrice(market, command.price as string, "price"),
    lots: toPositiveLots(market, command.quantity as string, "quantity"),
    fee: command.fee === undefined ? null : toMoney(market.domain, command.fee as string, "fee"),
  };
}

/** Books a fill as reported. True if it is more than was left, beyond the limit, or flips the position. */
function bookFill(world: World, slice: Slice, { price, lots, fee }: ReportedFill): boolean {
  const { market, side } = slice;
  const { domain } = market;
  const owner = ownerOf(world, slice);
  const unwinds = owner === domain.liquidation;
  const venueFee = fee ?? (unwinds ? 0n : feeOf(market, lots, price, market.takerFeePpm));
  const room = max(0n, feeRoom(slice, lots, price) - venueFee);
  const liquidationFee = unwinds ? 0n : min(room, feeOf(market, lots, price, market.liquidationFeePpm));
  const mismatch =
    lots > slice.quantity - slice.filled ||
    isBeyond(side, price, slice.limit) ||
    lots > reducible(owner, market, side);

  slice.filled += lots;
  if (owner === slice.account) noteClosed(slice, lots, price);
  const bought = lots * direction(side);
  const { taker: realised } = exchange(market, owner, domain.street, bought, price);
  owner.cash -= venueFee + liquidationFee;
  domain.street.cash += venueFee;
  world.touch(owner);

  const { caseName } = slice;
  emitFill(world, market, {
    price,
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
  noteFill(world, market, price, true);
  emitPosition(world, owner, market, realised);
  if (unwinds) {
    followLiquidation(world, market);
    moveToFund(world, domain, caseName, "unwind");
  } else if (liquidationFee > 0n) charge(world, domain, caseName, liquidationFee, "fee");
  coverShortfall(world, owner, caseName);
  return mismatch;
}

/**
 * The account that a fill belongs to: the account's, but `@liquidation`'s once the leg was taken over or has no
 * room.
 */
function ownerOf(world: World, { account, market, takenOver }: Slice): Account {
  const held = new Set([...account.legs.keys(), ...world.ordersOf(account).map((order) => order.market)]);
  const noRoom = !held.has(market) && held.size >= mostLegs(account);
  return takenOver || noRoom ? market.domain.liquidation : account;
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

/** It counts as out no longer. */
function giveUp(world: World, leg: CaseLeg, slice: Slice): void {
  slice.state = "silent";
  const roundIsOver = leg.rungs.includes(slice) && rungsOutOf(leg).length === 0;
  if (leg.latest === slice || roundIsOver) release(world, leg, slice);
  fallSilent(world, slice.market, leg);
}

/** EXECUTION_SILENT of a leg; of the market when `silentMax` of its legs are. */
function fallSilent(world: World, market: Market, leg: CaseLeg): void {
  leg.silent = true;
  const silent = legsWorked(world, market).filter((other) => other.silent).length;
  if (market.silent || silent < market.policy.silentMax) return;
  market.silent = true;
  emitBreaker(world, market, "EXECUTION_SILENT", "tripped");
}

/** Legs of open cases in a market, `@liquidation`'s too. */
function legsWorked(world: World, market: Market): CaseLeg[] {
  const legs = world.accounts.map(({ openCase }) => openCase?.legs.get(market));
  return [...legs, market.unwinding.leg].filter((leg) => leg !== undefined);
}

/** Any report in the market, and `resume`, makes all its legs talk again. */
export function breakSilence(world: World, market: Market): void {
  market.unwinding.leg.silent = false;
  for (const { openCase } of world.accounts) {
    const leg = openCase?.legs.get(market);
    if (!openCase || !leg?.silent) continue;
    leg.silent = false;
    openCase.due = true;
  }
  if (!market.silent) return;
  market.silent = false;
  emitBreaker(world, market, "EXECUTION_SILENT", "cleared");
  makeCasesDue(world, market);
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
