/**
 * The state hash: every row of kind `state` in the schema, as far as they have been used, so that it does not depend on how
 * large the tables were made. Derived rows (indexes, buckets) and volatile ones (counters) stay outside.
 */
import { beginHash, endHash } from "./hash";
import { addState } from "./state-rows";

export function stateHash(): u64 {
  beginHash();
  addState();
  return endHash();
}
