/**
 * Times that no clock can have yet. Time goes forward only (rules: commands 2), so one command with a time far ahead would
 * end every deadline and every feed until the day has come; where there is a clock, it is refused: `FUTURE`.
 */
import { CommandHeader, CommandType, TickByIdCommand, TickCommand } from "../abi/layout.js";
import type { Refusal } from "../domain/errors.js";
import { INTEGER_LIMIT } from "../domain/field.js";
import { readInteger } from "../domain/units.js";
import type { CommandWriter } from "./command-writer.js";

/** By default a time may be so far ahead of the clock, in microseconds: clocks of machines differ. */
export const MAX_AHEAD = 1_000_000;

export const futureOf = (field: "time" | "sourceTime"): Refusal => ({
  code: "FUTURE",
  field,
  detail: "none",
});

/**
 * Judges the writer's last record, from `at` on, by the latest time that its clock allows: the command's own, then the source
 * time of a tick. Returns null, or the refusal that has been put in its place, or "full" (as `CommandWriter.refuse`). What the
 * writer itself has stamped is never refused; what is no time at all is left to the core.
 */
export function refuseFuture(writer: CommandWriter, at: number): Refusal | "full" | null {
  const time = readInteger(writer.view, at + CommandHeader.time);
  if (time > writer.latest && time < INTEGER_LIMIT && time !== writer.stamp)
    return writer.refuse(at, futureOf("time"));
  const source = sourceTimeAt(writer, at);
  if (source > writer.latest && source < INTEGER_LIMIT) return writer.refuse(at, futureOf("sourceTime"));
  if (time > writer.reached) writer.reached = time;
  return null;
}

function sourceTimeAt({ view }: CommandWriter, at: number): number {
  const type = view.getUint16(at + CommandHeader.type, true);
  if (type === CommandType.tick) return readInteger(view, at + TickCommand.sourceTime);
  if (type === CommandType.tickById) return readInteger(view, at + TickByIdCommand.sourceTime);
  return 0;
}
