/** A liquidation case from its opening to its end (rules: evaluation 4, 7, 10, 12, 15, 17). */
import { balancesOf } from "./balances.js";
import { blockOf, blockOfMarket } from "./blocks.js";
import { cancelOrder, topOfBook } from "./book.js";
import { dueAfterInterval, dueNever, dueNow } from "./due.js";
import { ceilDiv, MILLION, max, min, sign } from "./fraction.js";
import { isAtFloor } from "./fund.js";
import {
  atDoubtfulMark,
  atLastMark,
  equity,
  isLiquidatable,
  maintenanceMargin,
  movableLegs,
  type Pricing,
} from "./margin.js";
import { offerLegs } from "./offer.js";
import { plan } from "./plan.js";
import { sendLeg } from "./round.js";
import { cancelSlice, outOf, replaceRungs } from "./slices.js";
import { newCaseLeg } from "./spec.js";
import type { Account, Case, CaseLeg, Event, Market } from "./state.js";
import { isDoubtful, legsOf, marketsThatValue, quantityOf } from "./state.js";
import { hasRoomToSend, worksLeft } from "./tables.js";
import { mayCostFund, takeOver } from "./takeover.js";
import { isUnconfirmed } from "./unconfirmed.js";
import { formatLots, formatMoney, formatPrice } from "./units.js";
import type { World } from "./world.js";

/** What a case can have lost or gained at most, as far as it is told. */
const MOST_PPM = 1_000_000_000n;

/** Opens a case for an account that is liquidatable at last marks, and does its first round in the same act. */
export function openCase(world: World, account: Account): void {
  world.cases += 1;
  const opened: Case = {
    name: `C${world.cases}`,
    number: world.cases,
    account,
    opened: world.now,
    horizon: account.domain.caseHorizon,
    suspended: false,
    legs: new Map(),
    due: false,
    horizonSeen: false,
    blockedSince: null,
    blockedTime: 0,
    balanceBlock: null,
    heldBack: null,
    lacksWork: false,
    below: false,
    closed: new Map(),
    lost: 0n,
    closedNotional: 0n,
    lostSinceOpening: 0n,
    notionalAtOpening: 0n,
    deleveraged: false,
  };
  account.openCase = opened;
  account.called = true;
  const { domain } = account;
  const markets = marketsThatValue(account);
  for (const [market] of legsOf(account)) {
    opened.legs.set(market, { ...newCaseLeg(world.now), openingMark: market.mark });
  }
  world.emit("liquidationOpened", {
    case: opened.name,
    account: account.name,
    equity: formatMoney(domain, equity(account, atLastMark)),
    maintenanceMargin: formatMoney(domain, maintenanceMargin(account, atLastMark)),
    marks: Object.fromEntries(markets.map((market) => [market.name, formatPrice(market, market.mark ?? 0n)])),
    evidence: Object.fromEntries(markets.map((market) => [market.name, evidence(world, market)])),
  });
  if (isLiquidatable(account, atDoubtfulMark)) {
    cancelResting(world, account);
    work(world, opened);
  } else {
    opened.suspended = true;
    updateBlocks(world, opened);
  }
  opened.horizonSeen = isHorizonOver(world, opened);
  postponeDueLegs(world, opened);
}

function evidence(world: World, market: Market): Event {
  return {
    index: formatPrice(market, market.indexPrice ?? 0n),
    sources: market.counted.map(({ source, price, sourceTime }) => ({
      source,
      price: formatPrice(market, price),
      age: world.now - sourceTime,
    })),
    ...topOfBook(market),
  };
}

/** What waits for a price, too. */
function cancelResting(world: World, account: Account): void {
  for (const order of world.liveOrdersOf(account)) cancelOrder(world, order, "liquidation");
}

/** One evaluation. `takeoverAlone`: it joined because its takeover level was crossed, and nothing of it is due. */
export function evaluateCase(world: World, of: Case, takeoverAlone: boolean): void {
  of.due = false;
  of.horizonSeen = isHorizonOver(world, of);
  if (of.suspended) {
    updateBlocks(world, of);
    if (wake(world, of)) work(world, of);
  } else if (takeoverAlone) finish(world, of);
  else work(world, of);
  postponeDueLegs(world, of);
}

/** A suspended case is closed, stays, or (true) is worked from now on. */
function wake(world: World, of: Case): boolean {
  const { account } = of;
  const legs = legsOf(account);
  if (legs.length === 0) return close(world, of, "closed");
  if (marketsThatValue(account).some(isDoubtful)) {
    if (!isLiquidatable(account, atDoubtfulMark)) return false;
  } else if (!isLiquidatable(account, atLastMark)) return close(world, of, "cured");
  of.suspended = false;
  cancelResting(world, account);
  return true;
}

/** Blocks, then the end if there is one, else a round. */
function work(world: World, of: Case): void {
  updateBlocks(world, of);
  if (finish(world, of)) return;
  replaceDueRungs(world, of);
  const planned = plan(of);
  for (const leg of of.legs.values()) leg.wanted = 0n;
  for (const { market, remaining } of planned) {
    const leg = caseLeg(of, market);
    leg.wanted = remaining;
    leg.wantedSign = sign(quantityOf(of.account, market));
  }
  for (const leg of planned) {
    const sent = sendLeg(world, of, caseLeg(of, leg.market), leg);
    if (sent === "pace") blockNow(world, of, leg.market, "LIQUIDATION_RATE");
    if (sent === "room") blockNow(world, of, leg.market, "CAPACITY");
  }
}

function updateBlocks(world: World, of: Case): void {
  keepLegs(world, of);
  for (const [market, leg] of of.legs) if (leg.noRoom) leg.noRoom = !hasRoomToSend(world, market, leg);
  for (const [market] of legsOf(of.account)) if (of.legs.has(market)) updateBlock(world, of, market);
  updateBalanceBlock(world, of);
  countBlockedTime(world, of);
}

/** Each position is worked, while there is room in the table of works; a case with one that is not says so. */
function keepLegs(world: World, of: Case): void {
  let lacksWork = false;
  for (const [market] of legsOf(of.account)) {
    if (of.legs.has(market)) continue;
    if (worksLeft(world) > 0) of.legs.set(market, newCaseLeg(world.now));
    else lacksWork = true;
  }
  if (lacksWork === of.lacksWork) return;
  of.lacksWork = lacksWork;
  emitBlock(world, lacksWork ? "liquidationBlocked" : "liquidationUnblocked", of, null, "CAPACITY");
}

function caseLeg(of: Case, market: Market): CaseLeg {
  const leg = of.legs.get(market);
  if (!leg) throw new Error(`${of.name} has no work in ${market.name}`);
  return leg;
}

/** Names what blocks the leg now where that differs from what did; a block that ends makes the leg due at once. */
function updateBlock(world: World, of: Case, market: Market): void {
  const leg = caseLeg(of, market);
  if (leg.gone) {
    leg.gone = false;
    if (!leg.slice) dueNow(world, leg);
  }
  const block = blockOf(world, of.account, market, leg) ?? (leg.noRoom ? "CAPACITY" : null);
  setBlock(world, of, market, block);
}

function setBlock(world: World, of: Case, market: Market, block: string | null): void {
  const leg = caseLeg(of, market);
  if (block === leg.block) return;
  if (leg.block !== null) emitBlock(world, "liquidationUnblocked", of, market, leg.block);
  if (block !== null) emitBlock(world, "liquidationBlocked", of, market, block);
  leg.block = block;
  if (block !== null) {
    leg.blockedSince ??= world.now;
    return;
  }
  if (leg.twapEnd !== null && leg.blockedSince !== null) leg.twapEnd += world.now - leg.blockedSince;
  leg.blockedSince = null;
  if (!leg.slice) dueNow(world, leg);
}

/** A suspended case names the first doubtful collateral in a market where it has no leg (rules: evaluation 8). */
function updateBalanceBlock(world: World, of: Case): void {
  const { account, balanceBlock: before } = of;
  const doubtful = balancesOf(account)
    .map(([{ market }]) => market)
    .find((market) => isDoubtful(market) && !account.legs.has(market));
  const breaker = of.suspended && doubtful ? blockOfMarket(doubtful) : null;
  const now = doubtful && breaker ? { market: doubtful, breaker } : null;
  if (before?.market === now?.market && before?.breaker === now?.breaker) return;
  if (before) emitBlock(world, "liquidationUnblocked", of, before.market, before.breaker);
  if (now) emitBlock(world, "liquidationBlocked", of, now.market, now.breaker);
  of.balanceBlock = now;
}

function emitBlock(
  world: World,
  type: "liquidationBlocked" | "liquidationUnblocked",
  of: Case,
  market: Market | null,
  breaker: string,
): void {
  world.emit(type, {
    case: of.name,
    account: of.account.name,
    market: market?.name ?? null,
    breaker,
  });
}

/** Time during which every leg is blocked does not count toward the horizon. */
function countBlockedTime(world: World, of: Case): void {
  const legs = legsOf(of.account);
  const allBlocked = legs.length > 0 && legs.every(([market]) => of.legs.get(market)?.block);
  if (allBlocked || of.balanceBlock) of.blockedSince ??= world.now;
  else if (of.blockedSince !== null) {
    of.blockedTime += world.now - of.blockedSince;
    of.blockedSince = null;
  }
}

/** A deadline is reached, or a breaker cleared. */
export function isDue(world: World, of: Case): boolean {
  const legDue = [...of.legs.values()].some(
    ({ slice, dueAt }) => !slice && dueAt !== null && dueAt <= world.now,
  );
  const appeared = [...of.account.legs.keys()].some((market) => of.legs.get(market)?.gone ?? true);
  return of.due || legDue || appeared || (!of.horizonSeen && isHorizonOver(world, of));
}

function isHorizonOver(world: World, of: Case): boolean {
  const worked = (of.blockedSince ?? world.now) - of.opened - of.blockedTime;
  return of.account.domain.takeover && worked >= of.horizon;
}

/** `E < ceil(takeoverPpm·MM/10^6)` at doubtful marks; for a suspended case: liquidatable at them. */
export function isBelowLevel(of: Case): boolean {
  const { account, suspended } = of;
  if (suspended) return isLiquidatable(account, atDoubtfulMark);
  const { takeover, takeoverPpm } = account.domain;
  if (!takeover || account.legs.size === 0) return false;
  const level = ceilDiv(takeoverPpm * maintenanceMargin(account, atDoubtfulMark), MILLION);
  return equity(account, atDoubtfulMark) < level;
}

/**
 * Closed, takeover, cured, in this order. True: the evaluation ends here. What offers at zero prices have changed is
 * looked at from the beginning, without more of them.
 */
function finish(world: World, of: Case, mayOffer = true): boolean {
  const { account } = of;
  const { domain } = account;
  if (account.legs.size === 0) {
    if (!cancelOut(world, of, "cured")) close(world, of, "closed");
    return true;
  }
  if (domain.takeover) {
    const wanted = isTakeoverWanted(world, of);
    holdBack(world, of, wanted ? whatHoldsBack(of) : null);
    if (wanted && of.heldBack === null && movableLegs(account).length > 0) {
      if (cancelOut(world, of, "takeover")) return true;
      const offered = mayOffer && equity(account, atDoubtfulMark) < 0n && offerLegs(world, of);
      if (offered) return isOut(of) || finish(world, of, false);
      takeOver(world, of);
      if (account.legs.size === 0) close(world, of, of.deleveraged ? "deleveraged" : "takenOver");
      return true;
    }
    const healthy = !isLiquidatable(account, atDoubtfulMark) && !isLiquidatable(account, atLastMark);
    if (isHorizonOver(world, of) && healthy) return cure(world, of);
  } else holdBack(world, of, null);
  if (meetsTarget(account, atDoubtfulMark) && meetsTarget(account, atLastMark)) return cure(world, of);
  return false;
}

function isTakeoverWanted(world: World, of: Case): boolean {
  const { account } = of;
  if (equity(account, atDoubtfulMark) < 0n || isBelowLevel(of)) return true;
  return isHorizonOver(world, of) && isLiquidatable(account, atDoubtfulMark);
}

/** A mark that nothing confirms, whatever E; and the floor, where the account is still solvent and may cost the fund. */
function whatHoldsBack(of: Case): Case["heldBack"] {
  const { account } = of;
  if (isUnconfirmed(account)) return "UNCONFIRMED";
  const solvent = equity(account, atDoubtfulMark) >= 0n;
  return solvent && isAtFloor(account.domain) && mayCostFund(of) ? "FUND_FLOOR" : null;
}

function holdBack(world: World, of: Case, by: Case["heldBack"]): void {
  if (by === of.heldBack) return;
  if (of.heldBack !== null) emitBlock(world, "liquidationUnblocked", of, null, of.heldBack);
  if (by !== null) emitBlock(world, "liquidationBlocked", of, null, by);
  of.heldBack = by;
}

/** `E ≥ ceil(target·MM/10^6)`. */
function meetsTarget(account: Account, pricing: Pricing): boolean {
  const target = ceilDiv(account.domain.targetPpm * maintenanceMargin(account, pricing), MILLION);
  return equity(account, pricing) >= target;
}

function cure(world: World, of: Case): true {
  if (!cancelOut(world, of, "cured")) close(world, of, "cured");
  return true;
}

/** Cancels what is out, each slice once; not for a takeover what was offered before it. True while anything is out. */
function cancelOut(world: World, of: Case, reason: "cured" | "takeover"): boolean {
  for (const [, leg] of legsByMarket(of)) {
    for (const slice of outOf(leg)) if (reason === "cured" || !slice.offer) cancelSlice(world, slice, reason);
  }
  return isOut(of);
}

function isOut(of: Case): boolean {
  return legsByMarket(of).some(([, leg]) => outOf(leg).length > 0);
}

/** Legs of the case, those that are gone too. */
function legsByMarket(of: Case): [Market, CaseLeg][] {
  return [...of.legs].sort(([a], [b]) => a.index - b.index);
}

/** A ladder stands until its leg is due, blocked or not; then it is put up anew. */
function replaceDueRungs(world: World, of: Case): void {
  for (const [, leg] of legsByMarket(of)) {
    if (leg.dueAt !== null && leg.dueAt <= world.now) replaceRungs(world, leg);
  }
}

/** Ends the case. Returns false, so that the caller does not go on with it. */
function close(world: World, of: Case, outcome: "cured" | "closed" | "takenOver" | "deleveraged"): false {
  const { account } = of;
  const closed = [...of.closed].sort(([a], [b]) => a.index - b.index);
  world.emit("liquidationClosed", {
    case: of.name,
    account: account.name,
    outcome,
    equity: formatMoney(account.domain, equity(account, atLastMark)),
    closed: Object.fromEntries(closed.map(([market, lots]) => [market.name, formatLots(market, lots)])),
    slippagePpm: Number(share(of.lost, of.closedNotional)),
    openingLossPpm: Number(openingLoss(of)),
    duration: world.now - of.opened,
  });
  account.openCase = null;
  return false;
}

/** In millionths, up; 0 of nothing. */
function share(part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : ceilDiv(part * MILLION, whole);
}

function openingLoss(of: Case): bigint {
  return max(-MOST_PPM, min(MOST_PPM, share(of.lostSinceOpening, of.notionalAtOpening)));
}

/** Pace, or want of room, stops the leg in the middle of its evaluation: it is blocked from here on. */
function blockNow(world: World, of: Case, market: Market, breaker: "LIQUIDATION_RATE" | "CAPACITY"): void {
  if (breaker === "CAPACITY") caseLeg(of, market).noRoom = true;
  setBlock(world, of, market, breaker);
  countBlockedTime(world, of);
}

/** A due leg that sent nothing is due again `interval` later; a leg that is gone is due no more. */
function postponeDueLegs(world: World, of: Case): void {
  for (const [market, leg] of of.legs) {
    leg.gone = !of.account.legs.has(market);
    if (leg.slice || leg.dueAt === null || leg.dueAt > world.now) continue;
    if (leg.gone) dueNever(leg);
    else dueAfterInterval(world, leg, market);
  }
}
