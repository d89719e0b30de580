/** What scenarios are played against: the product, and the model that is written to be read. Both must do the same. */
import { Engine } from "#breakwater/engine/engine.js";
import { type Command, Model } from "../model/model.js";
import type { Limits } from "../model/state.js";
import { refusalOf } from "./refusal.js";

export interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Subject {
  apply(commands: readonly unknown[]): Event[];
}

export interface SubjectKind {
  readonly name: string;
  /** `limits`: tables so small that they fill; the model keeps to them too. */
  make(limits?: Partial<Limits>): Subject;
}

/** Small tables: a scenario has a handful of accounts, and many engines are made. */
const smallLimits = {
  accounts: 8_192,
  nameBytes: 262_144,
  positions: 8_192,
  orders: 8_192,
  orderNames: 1_024,
  ladderLeaves: 4_096,
  ladderNodes: 1_024,
  cases: 4_096,
  works: 8_192,
  slices: 8_192,
  triggerBuckets: 4_194_304,
  markets: 512,
} as const;

export const subjects: readonly SubjectKind[] = [
  { name: "engine", make: (limits) => new EngineSubject(limits) },
  { name: "model", make: (limits) => new ModelSubject(limits) },
];

/** The debug build, whose invariants of the whole state must hold after every call. */
class EngineSubject implements Subject {
  private readonly engine: Engine;

  constructor(limits: Partial<Limits> = {}) {
    this.engine = new Engine({ ...smallLimits, ...limits }, { debug: true });
  }

  apply(commands: readonly unknown[]): Event[] {
    const events = this.engine.applyParsed(commands) as unknown as Event[];
    const broken = this.engine.checkInvariants();
    if (broken !== null) throw new Error(`broken after ${JSON.stringify(commands.at(-1))}: ${broken}`);
    return events;
  }
}

class ModelSubject implements Subject {
  private readonly model: Model;

  constructor(limits: Partial<Limits> = {}) {
    this.model = new Model(limits);
  }

  apply(commands: readonly unknown[]): Event[] {
    return commands.flatMap(
      (command) => this.model.apply(command as Command, refusalOf(command)) as unknown as Event[],
    );
  }
}
