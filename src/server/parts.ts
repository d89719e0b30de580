/** The parts of the service that the app is built over, as a type, so that routes need not import the app. */
import type { Directory } from "../kernel/directory.js";
import type { Casebook } from "../readmodels/casebook.js";
import type { MarketView } from "../readmodels/market-view.js";
import type { Sequencer } from "../sequencer/sequencer.js";
import type { EventStreams } from "./stream.js";

/** What the routes work with. */
export interface AppParts {
  readonly sequencer: Sequencer;
  readonly directory: Directory;
  readonly markets: MarketView;
  readonly casebook: Casebook;
  readonly streams: EventStreams;
  readonly status: Status;
}

/** Whether the server can do its work, and if not, why not. */
export interface Status {
  readonly draining: boolean;
  /** Sentences; empty when ready. */
  reasons(): string[];
  /** Liquidatable accounts without a case, and cases with a leg that has no room to send: blocked by CAPACITY. */
  blocked(): { readonly accounts: number; readonly cases: number };
}
