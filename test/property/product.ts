/**
 * The product behind the harness's interface: an engine in this thread, with tables that fit an episode. It is the debug
 * build, whose whole-state invariants (the sweep that must agree with the trigger index among them) follow each command. Two
 * instances over its memory take commands in turn, as the server's two threads may: what one kept to itself the other would miss.
 */
import { Engine } from "#breakwater/engine/engine.js";
import type { Command, Event } from "../model/model.js";
import type { Limits } from "../model/state.js";
import { refusalOf } from "../support/refusal.js";
import { Difference, type Product } from "./pair.js";

/** Far above what an episode needs, far below the defaults: an engine is made for each. */
export const LIMITS = {
  accounts: 256,
  nameBytes: 16_384,
  positions: 1_024,
  orders: 8_192,
  orderNames: 8_192,
  ladderLeaves: 65_536,
  ladderNodes: 16_384,
  cases: 1_024,
  works: 1_024,
  slices: 65_536,
  triggerBuckets: 8_388_608,
  markets: 32,
} as const;

export function makeProduct(): Product {
  return makeSmaller({});
}

/** With tables of these sizes, which the model has too. */
export function makeSmaller(limits: Partial<Limits>): Product {
  const first = new Engine({ ...LIMITS, ...limits }, { debug: true });
  return { ...productOver([first, new Engine({}, { debug: true, memory: first.memory })]), limits };
}

/** The product over instances of one memory, in turn. */
export function productOver(engines: readonly Engine[]): Product {
  let turn = 0;
  return {
    apply: (command: Command) => {
      const engine = engines[turn]!;
      turn = (turn + 1) % engines.length;
      const events = engine.applyParsed([command]) as unknown as Event[];
      const broken = engine.checkInvariants();
      if (broken !== null) throw new Difference(`invariant: ${broken}`, `broken: ${broken}`);
      return events;
    },
    decode: refusalOf,
  };
}
