/**
 * What the queries of a request weigh: about the bytes of their answers, or more where the engine has more to do than to
 * write them. What a request may ask for is bounded by it before anything is applied.
 */
import { isPlainObject } from "../records/command-record.js";
import { HttpError } from "./problems.js";

/** Of any query: so their number is bounded too. */
const QUERY = 512;
/** Price and quantity, both sides. */
const LEVEL = 96;
const LEVELS = 10;
/** The whole state is read. */
const HASH = 1_048_576;
/** All positions of the account's markets are looked at, for its ranks. */
const REPORT = 16_384;
const DOMAIN_REPORT = 16_384;
/** Every leg of a bucket is looked at. */
const MAP = 16_384;

const weights: Readonly<Record<string, (levels: number) => number>> = {
  depth: (levels) => QUERY + LEVEL * levels,
  liquidationMap: (levels) => MAP + LEVEL * levels,
  report: () => REPORT,
  domainReport: () => DOMAIN_REPORT,
  hash: () => HASH,
};

/** Throws 413 when the queries among `commands` weigh more than `max`, whatever else is among them. */
export function checkWeight(commands: readonly unknown[], max: number): void {
  let weight = 0;
  for (const command of commands) {
    if (!isPlainObject(command)) continue;
    const { type, levels } = command;
    if (typeof type !== "string" || !Object.hasOwn(weights, type)) continue;
    const asked = Number(levels ?? LEVELS);
    weight += weights[type]!(asked > 0 ? asked : LEVELS);
    if (weight > max)
      throw new HttpError("tooMuchAsked", `The queries of a request may weigh ${max}; ask in several.`);
  }
}
