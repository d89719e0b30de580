/**
 * Whether anything follows a command besides its own effects. Nothing does after most, so the shard's counters of what waits
 * stand one behind the other, and are read two at a time.
 */
import { Shard } from "./abi";
import { shard } from "./arena";

const WAITING: usize = offsetof<Shard>("touched");
const DEADLINES: usize = offsetof<Shard>("caseDeadlines");

if (offsetof<Shard>("roomlessAccounts") != WAITING + 4) ERROR("what waits does not stand together");
if (offsetof<Shard>("roomlessCases") != WAITING + 8) ERROR("what waits does not stand together");
if (offsetof<Shard>("liquidationCases") != WAITING + 12) ERROR("what waits does not stand together");
if (offsetof<Shard>("liquidationRungs") != WAITING + 16) ERROR("what waits does not stand together");
if (offsetof<Shard>("pacesTripped") != WAITING + 20) ERROR("what waits does not stand together");
if (offsetof<Shard>("sliceDeadlines") != DEADLINES + 4) ERROR("deadlines do not stand together");

export class Pending {
  /** Accounts that were touched or wait for room, cases or rungs of `@liquidation`, breakers that the pace has tripped. */
  @inline
  static waits(): bool {
    const counters = changetype<usize>(shard) + WAITING;
    return (load<u64>(counters) | load<u64>(counters, 8) | load<u64>(counters, 16)) != 0;
  }

  /** Cases or slices with a deadline, whenever that is. */
  @inline
  static hasDeadlines(): bool {
    return load<u64>(changetype<usize>(shard) + DEADLINES) != 0;
  }
}
