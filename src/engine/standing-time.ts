/**
 * Time comes in with commands. In a program that gives none, no deadline of a case ever comes, and nothing says so: the slices
 * that were sent stay out, the rest is never sent. So an engine without a clock says it, in `accepted`, as a warning.
 */
import { Meters, Shard } from "../abi/layout.js";
import { type Event, TIME_STANDS } from "../domain/events.js";
import type { Views } from "../kernel/views.js";

/** So many commands may come at one engine time while a case is open. */
const STANDING_COMMANDS = 100;

export class StandingTime {
  readonly #views: Views;
  readonly #shard: number;
  readonly #meters: number;
  #time = -1n;
  #since = 0n;
  #said = false;

  constructor(views: Views) {
    this.#views = views;
    this.#shard = views.address("shard");
    this.#meters = views.address("meters");
  }

  /**
   * At the end of a call: when a case was open at the end of an earlier one, and a hundred commands since then have not moved
   * engine time, the first `accepted` of `events` that has no warning gets this one. Once, until time moves or no case is open.
   */
  look(events: readonly Event[]): void {
    const { view } = this.#views;
    const time = view.getBigInt64(this.#shard + Shard.now, true);
    const commands = view.getBigUint64(this.#meters + Meters.commandSeq, true);
    if (time !== this.#time || view.getUint32(this.#shard + Shard.casesOpen, true) === 0) {
      this.#time = time;
      this.#since = commands;
      this.#said = false;
      return;
    }
    if (this.#said || commands - this.#since < STANDING_COMMANDS) return;
    const accepted = events.find((event) => event.type === "accepted" && event.warning === null);
    if (accepted === undefined) return;
    // The same object is the answer under its key.
    (accepted as { warning: string | null }).warning = TIME_STANDS;
    this.#said = true;
  }
}
