import type { EventTypes } from "../records/event-types.js";

/** What a batch of records did. */
export interface Applied {
  /** The binary events, in order, in pieces of whole records: good until the next batch is submitted. */
  readonly events: readonly Uint8Array[];
  /** How many commands were counted (a tick batch counts its entries). */
  readonly commands: number;
}

/** Sees whole binary events as they come. They are good until it returns. */
export type EventTaker = (events: Uint8Array) => void;

/**
 * Whatever applies command records in order: a shard behind its rings, or an engine in this thread. Batches are applied,
 * and their promises settle, in the order of the calls; what has been applied at once is returned at once.
 */
export interface Applier {
  /**
   * Takes whole command records, all or none. The bytes are copied before it returns. Throws, or rejects with, the typed
   * error OVERLOADED when there is no room now, CAPACITY when there never is, POISONED when the core is gone.
   *
   * What is not applied at once may take long, and have more events than anybody keeps: an applier that can hands them to
   * `take` piece by piece, as they come, before the promise settles; also those of a batch that is never finished. Of such
   * it need keep for the answer only those of the types `answered`; default: all.
   */
  submit(records: Uint8Array, take?: EventTaker, answered?: EventTypes): Applied | Promise<Applied>;
}
