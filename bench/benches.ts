/** The benches by their names, in the order in which they run. */
import { abuse } from "./abuse.js";
import { adl } from "./adl.js";
import { boundary } from "./boundary.js";
import { burst } from "./burst.js";
import { codecs } from "./codecs.js";
import { crowd } from "./crowd.js";
import { everybody } from "./everybody.js";
import type { Options, Result } from "./harness.js";
import { hovering } from "./hovering.js";
import { http } from "./http.js";
import { book, engine } from "./match.js";
import { openOrders } from "./open-orders.js";
import { peers } from "./peers.js";
import { pool } from "./pool.js";
import { ring } from "./ring.js";
import { scale } from "./scale.js";
import { sweep } from "./sweep.js";
import { tick } from "./tick.js";

type Bench = (options: Options) => Result[] | Promise<Result[]>;

export const benches = {
  book,
  engine,
  orders: openOrders,
  peers,
  tick,
  burst,
  crowd,
  adl,
  everybody,
  hovering,
  boundary,
  sweep,
  scale,
  codecs,
  ring,
  pool,
  http,
  abuse,
} as const satisfies Record<string, Bench>;
