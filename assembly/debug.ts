/** The debug build: the core's exports, the whole-state invariants, and short ways that are followed by the long ones. */
import { checkInvariants as check } from "./invariants";
import { doubtPlainly } from "./matching/admission";

export { abiHash, apply, attach, clearEvents, eventBytes, init, measure, sweep } from "./index";

/** Requires carved memory between commands. Returns 0, or the number of the first `Invariant` that is broken. */
export function checkInvariants(): i32 {
  return check();
}

doubtPlainly();
