/**
 * A life of the server has an epoch, drawn at its start: with it an event's number means one event. After a restart numbers
 * begin anew, and who would go on behind a number of the life before would miss events, or see others, without noticing.
 */
import { randomBytes } from "node:crypto";
import { BreakwaterError } from "../domain/errors.js";
import { integerOf } from "./negotiate.js";

/** Each answer names the epoch in this header, so that the numbers in it can be kept with it. */
export const EPOCH_HEADER = "breakwater-epoch";
const EPOCH_BYTES = 8;

/** 16 hex digits that no other life has. */
export const newEpoch = (): string => randomBytes(EPOCH_BYTES).toString("hex");

/** An event, by the epoch in which it has its number; null: whichever this is. */
export interface EventId {
  readonly epoch: string | null;
  readonly seq: number;
}

/** `epoch:seq`, as the ids of the event stream are, or a number alone. Throws MALFORMED. */
export function eventIdOf(name: string, text: string): EventId {
  const colon = text.lastIndexOf(":");
  if (colon < 0) return { epoch: null, seq: integerOf(name, text) };
  const epoch = text.slice(0, colon);
  if (!/^[\w-]{1,64}$/.test(epoch)) throw new BreakwaterError("MALFORMED", name, "notAnInteger");
  return { epoch, seq: integerOf(name, text.slice(colon + 1)) };
}
