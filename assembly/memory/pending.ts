/**
 * Whether anything follows a command besides its own effects. Nothing does after most, so the shard's counters of what waits
 * stand one behind the other, and are read two at a time; and one time stands for all that becomes due by itself.
 */
import { Shard } from "./abi";
import { shard } from "./arena";

const WAITING: usize = offsetof<Shard>("touched");

if (offsetof<Shard>("roomlessAccounts") != WAITING + 4) ERROR("what waits does not stand together");
if (offsetof<Shard>("roomlessCases") != WAITING + 8) ERROR("what waits does not stand together");
if (offsetof<Shard>("liquidationCases") != WAITING + 12) ERROR("what waits does not stand together");
if (offsetof<Shard>("liquidationRungs") != WAITING + 16) ERROR("what waits does not stand together");
if (offsetof<Shard>("pacesTripped") != WAITING + 20) ERROR("what waits does not stand together");

export class Pending {
  /** Accounts that were touched or wait for room, cases or rungs of `@liquidation`, breakers that the pace has tripped. */
  @inline
  static waits(): bool {
    const counters = changetype<usize>(shard) + WAITING;
    return (load<u64>(counters) | load<u64>(counters, 8) | load<u64>(counters, 16)) != 0;
  }

  /** Whether a deadline of a case or a slice may be over at that time, or a feed have fallen silent. */
  @inline
  static isDue(time: i64): bool {
    return time >= shard.wakeAt;
  }
}
