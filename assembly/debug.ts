/** The debug build: the core's exports, the whole-state invariants, and rules that are written twice compared (memory/pairs). */
import { checkInvariants as check } from "./invariants";
import { plant as plantIn } from "./memory/pairs";

export { abiHash, apply, attach, clearEvents, eventBytes, init, measure, sweep } from "./index";

/** Requires carved memory between commands. Returns 0, or the number of the first `Invariant` that is broken. */
export function checkInvariants(): i32 {
  return check();
}

/** From now on the fast way of a `Pair` is wrong by one unit, for tests of the comparison; −1: none is. */
export function plant(pair: i32): void {
  plantIn(pair);
}
