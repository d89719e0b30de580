/**
 * Long work in steps, and only so much of it in one turn of the event loop, whoever it is for: between two turns whatever has
 * arrived is read, so that no answer of a hundred thousand events keeps a tick, or `/livez`, waiting.
 */

/** Bytes of events that are made into text in a turn: about a millisecond. The step that passes it is the turn's last. */
export const TURN_BYTES = 16_384;
/** Steps are about so many bytes of events, or one event that is larger. */
export const STEP_BYTES = 8_192;

export class Turns {
  readonly #max: number;
  #steps: (() => number)[] = [];
  #due = false;
  #longest = 0;
  #before: () => void = () => {};

  constructor(max = TURN_BYTES) {
    this.#max = max;
  }

  /** The most bytes that were worked on in one turn, so far. */
  get longest(): number {
    return this.#longest;
  }

  /** Calls this before the steps of each turn: what is done already does not wait for them. */
  before(call: () => void): void {
    this.#before = call;
  }

  /** Calls `step` in a later turn, after those that were given before; it returns how many bytes it has worked on. */
  give(step: () => number): void {
    this.#steps.push(step);
    if (this.#due) return;
    this.#due = true;
    setImmediate(this.#turn);
  }

  /** Resolves in a turn that has room for work on `bytes`, which is done as soon as it resolves. */
  room(bytes: number): Promise<void> {
    return new Promise((resolve) =>
      this.give(() => {
        resolve();
        return bytes;
      }),
    );
  }

  readonly #turn = (): void => {
    this.#before();
    const steps = this.#steps;
    let bytes = 0;
    let next = 0;
    // What a step gives is for a later turn, behind what waits already.
    const end = steps.length;
    while (next < end && bytes < this.#max) bytes += (steps[next++] as () => number)();
    this.#longest = Math.max(this.#longest, bytes);
    this.#steps = steps.slice(next);
    this.#due = this.#steps.length > 0;
    if (this.#due) setImmediate(this.#turn);
  };
}
