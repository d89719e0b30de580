/** The debug build: the core's exports and the whole-state invariants. */
import { checkInvariants as check } from "./invariants";

export { abiHash, apply, attach, clearEvents, eventBytes, init, measure, sweep } from "./index";

/** Requires carved memory between commands. Returns 0, or the number of the first `Invariant` that is broken. */
export function checkInvariants(): i32 {
  return check();
}
