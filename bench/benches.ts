/** The benches by their names, in the order in which they run. */

import { codecs } from "./codecs.js";
import type { Options, Result } from "./harness.js";
import { http } from "./http.js";
import { book, engine } from "./match.js";
import { peers } from "./peers.js";
import { ring } from "./ring.js";
import { trigger } from "./trigger.js";

type Bench = (options: Options) => Result[] | Promise<Result[]>;

export const benches = { book, engine, trigger, peers, codecs, ring, http } as const satisfies Record<
  string,
  Bench
>;
