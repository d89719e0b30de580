/** The exports of the core: each with its contract, no logic. `docs/BOUNDARY.md` is their other side. */
import { applyRecords } from "./engine";
import { sweep as sweepAccounts } from "./margin/sweep";
import { ABI_HASH } from "./memory/abi";
import { attachArena, commandBuffer, initialise, measureArena, meters } from "./memory/arena";

/** Which layout the core was built for. Requires nothing, touches no memory. */
export function abiHash(): u32 {
  return ABI_HASH;
}

/** Requires the limits. Returns the 64 KiB pages they need, 0 when they pass 4 GiB. Writes nothing. */
export function measure(): i32 {
  return measureArena();
}

/** Requires limits, the key of indexes, and else zeroed memory of `measure()` pages. Carves it and writes the map. Called once a memory. */
export function init(): void {
  initialise();
}

/** Requires memory that `init` has carved. Sets this instance's addresses and clears its scratch. */
export function attach(): void {
  attachArena();
}

/**
 * Requires whole command records in the command buffer. Applies them in order, writes events, may call `host.drain`.
 * Returns the number of commands counted. Traps when an invariant is broken: then never call this instance again.
 */
export function apply(bytes: i32): i32 {
  return applyRecords(commandBuffer, bytes);
}

/** Bytes of events in the event buffer. */
export function eventBytes(): i32 {
  return <i32>meters.eventBytes;
}

/** The host has read the events. */
export function clearEvents(): void {
  meters.eventBytes = 0;
}

/** Examines every account; returns how many the trigger index has missed or found wrongly. Changes nothing. */
export function sweep(): i32 {
  return sweepAccounts();
}
