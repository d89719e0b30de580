/** How large the core's tables are. They never grow, so an engine is given their sizes when it is made. */
import { constants, defaultLimits } from "../abi/layout.js";
import { BreakwaterError } from "../domain/errors.js";
import type { Limits } from "./limit-sizes.js";

export type { Limits };

const U32_MAX = 2 ** 32 - 1;
/** Rows name a market, or a domain, in 16 bits. */
const U16_MAX = 65_535;
/** The event buffer holds at least the largest event and what is left when it is drained. */
const EVENT_BYTES_MIN = 2 * constants.EVENT_MAX_BYTES;

/**
 * The given limits, the others at their defaults. Throws UNKNOWN_FIELD for a name that is none, MALFORMED for
 * what is no integer, OUT_OF_RANGE for what is not positive, too large, or (`eventBytes`) too small.
 */
export function checkLimits(given: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (!Object.hasOwn(defaultLimits, name)) throw new BreakwaterError("UNKNOWN_FIELD", name);
    if (!Number.isInteger(value)) throw new BreakwaterError("MALFORMED", name, "notAnInteger");
    const least = name === "eventBytes" ? EVENT_BYTES_MIN : 1;
    const most = name === "markets" || name === "domains" ? U16_MAX : U32_MAX;
    if ((value as number) < least || (value as number) > most) {
      throw new BreakwaterError("OUT_OF_RANGE", name, "outsideBounds");
    }
  }
  return { ...defaultLimits, ...given };
}
