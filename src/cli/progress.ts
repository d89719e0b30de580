/** How far a long command is, on a terminal, in a line that the next output replaces. */
import type { Writable } from "node:stream";

/** Between two looks at the clock of a reader. */
const INTERVAL_MILLIS = 100;

/** What progress needs of standard error. */
export type Terminal = Pick<Writable, "write"> & { readonly isTTY?: boolean };

export class Progress {
  readonly #terminal: Terminal | null;
  #shown = Number.NEGATIVE_INFINITY;

  /** Where `terminal` is none, nothing is written to it. */
  constructor(terminal: Terminal) {
    this.#terminal = terminal.isTTY === true ? terminal : null;
  }

  /** Shows `what` when nothing was shown for a tenth of a second. */
  show(what: () => string): void {
    if (this.#terminal === null) return;
    const now = performance.now();
    if (now - this.#shown < INTERVAL_MILLIS) return;
    this.#shown = now;
    this.#terminal.write(`\r\x1b[K${what()}`);
  }

  /** Takes away what is shown. */
  clear(): void {
    if (this.#shown === Number.NEGATIVE_INFINITY) return;
    this.#shown = Number.NEGATIVE_INFINITY;
    this.#terminal?.write("\r\x1b[K");
  }
}
