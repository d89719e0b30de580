/**
 * Which accounts the command being applied has touched, and which have acted in it (rules: evaluation 3).
 *
 * Accounts of the next pass are listed, and those that have acted. An account that has acted and is touched
 * again joins no pass of this command; `finishCommand` arms it anew, and lets it begin the next command when
 * that finds it unhealthy.
 *
 * What is left of the pass that is going on stands at the end of the same memory, eight bytes a place
 * (liquidation/pass-order):
 *
 *   | touched, acted | touched, acted | …        … | place | place |      u32 each; a place: u64
 *
 * An account stands in at most one of the three lists, so there is room for all however long each of them is.
 *
 * `changedList` holds accounts whose triggers may be those of what they were: kept only where the trigger
 * index is read within a command (slicing/cascade). Their legs leave the trees of prices when they are listed. Beyond `CHANGED_MAX` they are only counted, and known by
 * their flag.
 *
 * `followedList` holds accounts changed since somebody within this command began to follow changes, who keeps legs in order by
 * what accounts are worth (liquidation/adl-tree); `followedLegs` their legs that were in a tree before. An account is listed
 * before it loses a leg.
 *
 * Accounts left for the next command are touched and changed, so the lengths of these lists are the shard's:
 * another instance of the core over the same memory may apply it.
 */
import { Account, Shard } from "./abi";
import {
  accountAt,
  BLOCK_BITS,
  blockCurrent,
  caseAt,
  CHANGED_MAX,
  changedList,
  legAt,
  passList,
  shard,
} from "./arena";
import { followedLegs, followedList, rankNodeOf } from "./derived";
import { DEBUGGING } from "./pairs";
import { leavePrices, sidesPriced } from "./price-tree";

/** Is to be looked at: in the next pass, or in what is left of this one. */
export const TOUCHED: u8 = 1;
/** Touched by more than a takeover alarm: all of the evaluation is done. */
export const FULL: u8 = 2;
/** Has acted in this command. */
export const ACTED: u8 = 4;
/** Has acted, and was touched afterwards. */
export const STALE: u8 = 8;
/** Its cash, collateral or a position has moved in this command: it may be margin-called again. */
export const MOVED: u8 = 64;
/** Has been margin-called, and not been at or above the level by its own doing since (margin/margin-call). */
export const CALLED: u8 = 32;

/** Liquidatable, and blocked by `CAPACITY` because there was no room for a case (cases/room). It is not armed. */
export const NO_ROOM: u8 = 128;

/** Is among the changed. */
const LISTED: u8 = 16;

export let actedCount: u32 = 0;

/** How many legs of the accounts followed are listed. `shard` counts the accounts. */
export let followedLegCount: u32 = 0;

/** From here on accounts that change are listed, until `stopFollowing`. */
export function follow(): void {
  shard.following = 1;
}

/** Both readers of lists of changed accounts in one load, because each trade asks for them. */
if (offsetof<Shard>("following") != offsetof<Shard>("cascadeMarkets") + 4)
  ERROR("the readers do not stand together");

/** Whether accounts that change are listed, for the cascade or for those who follow changes. */
function areListed(): bool {
  return load<u64>(changetype<usize>(shard) + offsetof<Shard>("cascadeMarkets")) != 0;
}

function list(row: u32, account: Account): void {
  if (shard.following) listFollowed(row, account);
  if (shard.cascadeMarkets == 0 || account.flags & LISTED) return;
  account.flags |= LISTED;
  if (sidesPriced != 0) leavePrices(account);
  if (shard.changed < CHANGED_MAX) store<u32>(changedList + ((<usize>shard.changed) << 2), row);
  shard.changed++;
}

/**
 * Another fact of the account has changed than what `touch` tells of: it has a case now or has none any more, or waits
 * for room for one.
 */
export function noteChange(row: u32): void {
  if (areListed()) list(row, accountAt(row));
}

function listFollowed(row: u32, account: Account): void {
  if (account.followed) return;
  account.followed = 1;
  store<u32>(followedList + ((<usize>shard.followed) << 2), row);
  shard.followed++;
  for (let leg = account.firstLeg; leg != 0; leg = legAt(leg).nextLeg) {
    if (rankNodeOf(leg) == 0) continue;
    store<u32>(followedLegs + ((<usize>followedLegCount) << 2), leg);
    followedLegCount++;
  }
}

export function followedAt(i: u32): u32 {
  return load<u32>(followedList + ((<usize>i) << 2));
}

export function followedLegAt(i: u32): u32 {
  return load<u32>(followedLegs + ((<usize>i) << 2));
}

/** What has changed so far is known: only what changes from here on is listed. */
export function forgetFollowed(): void {
  for (let i: u32 = 0; i < shard.followed; i++) accountAt(followedAt(i)).followed = 0;
  shard.followed = 0;
  followedLegCount = 0;
}

/** Ends with the command. */
export function stopFollowing(): void {
  forgetFollowed();
  shard.following = 0;
}

/** Inlined: most trades touch an account for the first time, where a call costs as much as the list does. */
class Pass {
  /** The account's flags once it has joined the pass, which the caller stores. */
  @inline
  static joined(row: u32, account: Account, flags: u8): u8 {
    outdateBlockOf(row);
    if (areListed()) list(row, account);
    const own = account.flags;
    if (own & ACTED) return own | STALE;
    if (!(own & TOUCHED)) {
      const count = shard.touched;
      store<u32>(passList + ((<usize>count) << 3), row);
      shard.touched = count + 1;
    }
    return own | flags;
  }
}

/** Tiers or settings of the account changed, or its case is to be looked at. */
export function touch(row: u32): void {
  const account = accountAt(row);
  account.flags = Pass.joined(row, account, TOUCHED | FULL);
}

/** Cash, a position or collateral of the account changed. */
export function touchMoved(row: u32): void {
  const account = accountAt(row);
  if ((account.flags & (ACTED | TOUCHED | FULL | MOVED)) == (TOUCHED | FULL | MOVED) && !areListed()) {
    if (DEBUGGING) assert(load<u8>(blockCurrent + (row >> BLOCK_BITS)) == 0, "touched, but drawn since");
    return;
  }
  account.flags = Pass.joined(row, account, TOUCHED | FULL) | MOVED;
}

/** An alarm of the trigger index rang for the account. */
export function touchByAlarm(row: u32): void {
  const account = accountAt(row);
  account.flags = Pass.joined(row, account, TOUCHED);
}

/** Accounts without a case that an alarm has touched were touched by the command itself: no recompute has rung for them. */
export function touchFully(): void {
  for (let i: u32 = 0; i < shard.touched; i++) {
    const account = accountAt(touchedAt(i));
    if (account.caseRow == 0) account.flags |= FULL;
  }
}

/** A deadline of the case is reached, or a breaker that blocked it cleared; if it has acted, it is due next time. */
export function touchCase(row: u32): void {
  caseAt(row).due = 1;
  touch(caseAt(row).account);
}

export function takeTouched(): u32 {
  const count = shard.touched;
  shard.touched = 0;
  return count;
}

export function touchedAt(i: u32): u32 {
  return load<u32>(passList + ((<usize>i) << 3));
}

export function actedAt(i: u32): u32 {
  return load<u32>(passList + ((<usize>i) << 3), 4);
}

export function markActed(row: u32): void {
  const account = accountAt(row);
  if (account.flags & ACTED) return;
  account.flags |= ACTED;
  store<u32>(passList + ((<usize>actedCount) << 3), row, 4);
  actedCount++;
}

export function forgetActed(): void {
  actedCount = 0;
}

/** How many accounts `changedAt` has to be called for to see all whose triggers may be wrong. */
export function countChanged(): u32 {
  return shard.changed <= CHANGED_MAX ? shard.changed : shard.accounts;
}

/** One of them, or another account when too many were changed to be listed. */
export function changedAt(i: u32): u32 {
  return shard.changed <= CHANGED_MAX ? load<u32>(changedList + ((<usize>i) << 2)) : i;
}

export function isChanged(account: Account): bool {
  return (account.flags & LISTED) != 0;
}

/** Empties the list of changed accounts: all triggers are right. */
export function forgetChanged(): void {
  const count = countChanged();
  for (let i: u32 = 0; i < count; i++) accountAt(changedAt(i)).flags &= ~LISTED;
  shard.changed = 0;
}

export const BLOCK: u32 = 1 << BLOCK_BITS;

/** How many blocks hold accounts. */
export function blocks(): u32 {
  return (shard.accounts + BLOCK - 1) >> BLOCK_BITS;
}

/** The account has been touched or armed anew: the sweep must draw its block again. */
export function outdateBlockOf(account: u32): void {
  store<u8>(blockCurrent + (account >> BLOCK_BITS), 0);
}

/** The worth of all accounts may have changed: the sweep must draw all blocks again. */
export function outdateBlocks(): void {
  memory.fill(blockCurrent, 0, blocks());
}
