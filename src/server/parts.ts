/** The parts of the service that the app is built over, as a type, so that routes need not import the app. */
import type { IncomingMessage } from "node:http";
import type { Directory } from "../kernel/directory.js";
import type { Casebook } from "../readmodels/casebook.js";
import type { MarketView } from "../readmodels/market-view.js";
import type { Sequencer } from "../sequencer/sequencer.js";
import type { Queue } from "./queue.js";
import type { EventStreams } from "./stream.js";
import type { Turns } from "./turns.js";
import type { Unread } from "./unread.js";

/** What the routes work with. */
export interface AppParts {
  /** Of this life of the server. */
  readonly epoch: string;
  readonly sequencer: Sequencer;
  readonly directory: Directory;
  readonly markets: MarketView;
  readonly casebook: Casebook;
  readonly streams: EventStreams;
  /** Where long work is done in steps. */
  readonly turns: Turns;
  readonly status: Status;
}

/** What the routes work with, over one server's limits. */
export interface RouteParts extends AppParts {
  readonly queue: Queue;
  readonly unread: Unread;
  /** What the queries of a request may weigh. */
  readonly queryWeight: number;
  /** When a request is no longer wanted. */
  deadlineOf(request: IncomingMessage): number;
  /** How long a request has waited before it came to its route, in milliseconds. */
  waitedOf(request: IncomingMessage): number;
}

/** Whether the server can do its work, and if not, why not. */
export interface Status {
  readonly draining: boolean;
  /** Sentences; empty when ready. */
  reasons(): string[];
  /** Liquidatable accounts without a case, and cases with a leg that has no room to send: blocked by CAPACITY. */
  blocked(): { readonly accounts: number; readonly cases: number };
}
