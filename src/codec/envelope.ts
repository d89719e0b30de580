/** What a message of ticks or commands may look like once its bytes are decoded (PROTOCOL.md section 7). */
import { constants } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import { isPlainObject } from "../records/command-record.js";

/**
 * The ticks of a message: one, an array, or `{"ticks": […]}`; `type` may be left out, which `encodeTick`
 * allows. With `tickArrays` (MessagePack) a tick may be an array of integers. Throws MALFORMED for none or
 * more than 10,000, MALFORMED or UNKNOWN_FIELD for another shape. The ticks themselves are checked when they
 * are encoded.
 */
export function ticksOf(message: unknown, tickArrays = false): readonly unknown[] {
  const ticks = listOfTicks(message, tickArrays);
  if (ticks.length === 0) throw new BreakwaterError("MALFORMED", null, "emptyBatch");
  if (ticks.length > constants.TICKS_MAX) throw new BreakwaterError("MALFORMED", null, "tooManyTicks");
  return ticks;
}

function listOfTicks(message: unknown, tickArrays: boolean): readonly unknown[] {
  if (Array.isArray(message)) {
    return tickArrays && typeof message[0] !== "object" && message.length > 0 ? [message] : message;
  }
  if (!isPlainObject(message)) throw new BreakwaterError("MALFORMED", null, "notAnObject");
  const { ticks } = message;
  if (ticks === undefined) return [message];
  const other = Object.keys(message).find((key) => key !== "ticks");
  if (other !== undefined) throw new BreakwaterError("UNKNOWN_FIELD", other);
  if (!Array.isArray(ticks)) throw new BreakwaterError("MALFORMED", "ticks", "notAnArray");
  return ticks;
}

/** The commands of a message: one, or an array. Throws MALFORMED for an empty array. */
export function commandsOf(message: unknown): readonly unknown[] {
  if (!Array.isArray(message)) return [message];
  if (message.length === 0) throw new BreakwaterError("MALFORMED", null, "emptyBatch");
  return message;
}
