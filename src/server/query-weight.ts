/**
 * What the queries of a request weigh: about the bytes of their answers, or more where the engine has more to do than to
 * write them. What a request may ask for is bounded by it before anything is applied.
 */
import { isPlainObject } from "../records/command-record.js";
import { HttpError } from "./problems.js";
import { QUERIES_TURN } from "./queue.js";

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

/** What a batch of queries may weigh that the engine works on without a look at anything else: a hash and a little. */
const BATCH = HASH + 16 * REPORT;

const weights: Readonly<Record<string, (levels: number) => number>> = {
  depth: (levels) => QUERY + LEVEL * levels,
  liquidationMap: (levels) => MAP + LEVEL * levels,
  report: () => REPORT,
  domainReport: () => DOMAIN_REPORT,
  hash: () => HASH,
};

/** What a command weighs; 0: it is no query. */
function weightOf(command: unknown): number {
  if (!isPlainObject(command)) return 0;
  const { type, levels } = command;
  if (typeof type !== "string" || !Object.hasOwn(weights, type)) return 0;
  const asked = Number(levels ?? LEVELS);
  return weights[type]!(asked > 0 ? asked : LEVELS);
}

/**
 * The batches in which a request's commands go to the engine: of queries alone, as many as it takes, because they change
 * nothing and others may have their turn between them; all commands of any other request, and of an atomic one, at once.
 * Throws 413 when its queries weigh more than `max`.
 */
export function batchesOf(commands: readonly unknown[], atomic: boolean, max: number): Batches {
  const batches: unknown[][] = [];
  let weight = 0;
  let queries = 0;
  // Of the last batch.
  let left = 0;
  for (const command of commands) {
    const own = weightOf(command);
    if (own === 0) continue;
    weight += own;
    queries += 1;
    if (weight > max)
      throw new HttpError("tooMuchAsked", `The queries of a request may weigh ${max}; ask in several.`);
    let last = batches.at(-1);
    if (last === undefined || own > left || last.length === QUERIES_TURN) {
      last = [];
      batches.push(last);
      left = BATCH;
    }
    last.push(command);
    left -= own;
  }
  const areAll = queries === commands.length && queries > 0;
  return areAll && !atomic ? { queries: true, batches } : { queries: false, batches: [commands] };
}

/** Commands in the batches in which they go to the engine. */
export interface Batches {
  /** There is nothing but queries in them. */
  readonly queries: boolean;
  readonly batches: readonly (readonly unknown[])[];
}
