/** What scenarios are played against: the product, and the model that is written to be read. Both must do the same. */
import { Engine } from "#breakwater/engine/engine.js";
import { type Command, Model } from "../model/model.js";
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
  make(): Subject;
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
  { name: "engine", make: () => new EngineSubject() },
  { name: "model", make: () => new ModelSubject() },
];

/** The debug build, whose invariants of the whole state must hold after every call. */
class EngineSubject implements Subject {
  private readonly engine = new Engine(smallLimits, { debug: true });

  apply(commands: readonly unknown[]): Event[] {
    const events = this.engine.apply(commands) as unknown as Event[];
    const broken = this.engine.checkInvariants();
    if (broken !== null) throw new Error(`broken after ${JSON.stringify(commands.at(-1))}: ${broken}`);
    return events;
  }
}

class ModelSubject implements Subject {
  private readonly model = new Model();

  apply(commands: readonly unknown[]): Event[] {
    return commands.flatMap(
      (command) => this.model.apply(command as Command, refusalOf(command)) as unknown as Event[],
    );
  }
}
