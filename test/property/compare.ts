/** Two engines side by side: every event equal, every touched account's report, the domains now and then. */
import { isDeepStrictEqual } from "node:util";
import type { Command, Event, StaticRefusal } from "../model/model.js";
import { Model } from "../model/model.js";
import { Coverage } from "./coverage.js";
import type { Features } from "./features.js";
import { Generator, type Step } from "./generate.js";

/** The product, adapted: one command in, its events out, static checks included. */
export interface Product {
  apply(command: Command): Event[];
  /** The static decoder alone: its refusal, or null. */
  decode(command: Command): StaticRefusal | null;
}

export interface EpisodeOptions {
  seed: number;
  commands: number;
  /** Null: the model checks itself by its invariants. */
  product: Product | null;
  coverage: Coverage;
  /** What the stream makes use of; absent: as the environment says. */
  features?: Features;
  /** Reports of accounts and domains are compared after every so many commands. */
  reportEvery?: number;
  /** Invariants are examined after every so many commands. */
  invariantsEvery?: number;
}

/** Sentences for people are not compared; of a warning only whether there is one. */
function comparable(event: Event): Event {
  const { message, cause, warning, stateHash, ...rest } = event;
  return "warning" in event ? { ...rest, warning: warning !== null } : rest;
}

/** Of a refusal the code counts; which field it names is the decoder's business, compared apart, and the table tests'. */
function isSameEvent(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [left, right] = [comparable(a), comparable(b)];
  if (left["type"] === "rejected") right["field"] = left["field"];
  return isDeepStrictEqual(left, right);
}

function lines(events: Event[]): string {
  return events.map((event) => `    ${JSON.stringify(event)}`).join("\n");
}

/** The first event that differs, or null. */
export function firstDifference(expected: Event[], actual: Event[]): string | null {
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [expected[at], actual[at]];
    if (isSameEvent(left, right)) continue;
    return `  event ${at}\n    model   ${JSON.stringify(left)}\n    product ${JSON.stringify(right)}`;
  }
  return null;
}

/** One universe from its definitions on. Throws at the first difference; nothing is shrunk, the seed tells all. */
export class Episode {
  private readonly model = new Model();
  private readonly generator: Generator;
  private readonly touched = new Set<string>();
  private number = 0;
  private readonly options: EpisodeOptions;

  constructor(options: EpisodeOptions) {
    this.options = options;
    this.generator = new Generator(options.seed, options.features);
  }

  run(): void {
    const { commands, reportEvery = 50 } = this.options;
    while (this.number < commands) {
      const step = this.generator.next();
      const events = this.both(step.command, step);
      this.generator.observe(events);
      this.options.coverage.note(events);
      for (const { account, maker, taker } of events) {
        for (const name of [account, maker, taker]) {
          if (typeof name === "string" && !name.startsWith("@")) this.touched.add(name);
        }
      }
      if (this.number % reportEvery === 0) this.compareReports();
    }
  }

  /** Applies a command to both; the model's events. */
  private both(command: Command, step: Step): Event[] {
    const { product, invariantsEvery = 1 } = this.options;
    this.number += 1;
    const refusal = product ? product.decode(command) : (step.refusal ?? null);
    if (!isDeepStrictEqual(refusal, step.refusal ?? null)) {
      this.fail(
        command,
        `static checks give ${JSON.stringify(refusal)}, not ${JSON.stringify(step.refusal)}`,
      );
    }
    const expected = this.guarded(command, () => this.model.apply(command, refusal));
    if (product) {
      const actual = this.guarded(command, () => product.apply(command));
      const difference = firstDifference(expected, actual);
      if (difference !== null) {
        this.fail(command, `${difference}\n  model\n${lines(expected)}\n  product\n${lines(actual)}`);
      }
    }
    if (this.number % invariantsEvery === 0) {
      const broken = this.model.invariants();
      if (broken.length > 0) this.fail(command, `${broken.join("\n")}\n${lines(expected)}`);
    }
    return expected;
  }

  private guarded(command: Command, apply: () => Event[]): Event[] {
    try {
      return apply();
    } catch (error) {
      return this.fail(command, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  /** Queries count as commands, on both sides alike. */
  private compareReports(): void {
    for (const account of this.touched) this.query({ type: "report", account });
    for (const { name } of this.generator.domains) this.query({ type: "domainReport", domain: name });
    this.touched.clear();
  }

  private query(command: Command): void {
    this.options.coverage.note(this.both(command, { command }));
  }

  private fail(command: Command, what: string): never {
    const { seed } = this.options;
    throw new Error(`seed ${seed}, command ${this.number}\n  ${JSON.stringify(command)}\n${what}`);
  }
}

export interface StreamOptions {
  seed: number;
  commands: number;
  commandsPerEpisode?: number;
  product?: () => Product;
  invariantsEvery?: number;
}

/** Episodes with seeds `seed`, `seed + 1`, … until so many commands have run. */
export function runStream(options: StreamOptions): Coverage {
  const { seed, commands, commandsPerEpisode = 2_000, product } = options;
  const coverage = new Coverage();
  for (let at = 0; at * commandsPerEpisode < commands; at += 1) {
    new Episode({
      seed: seed + at,
      commands: Math.min(commandsPerEpisode, commands - at * commandsPerEpisode),
      product: product ? product() : null,
      coverage,
      invariantsEvery: options.invariantsEvery ?? 1,
    }).run();
  }
  return coverage;
}
