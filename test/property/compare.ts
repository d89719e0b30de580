/** A world from its definitions on, played by the model and by the product; how many worlds on end. */
import type { Command, Event } from "../model/model.js";
import { Coverage } from "./coverage.js";
import { report } from "./failing.js";
import type { Features } from "./features.js";
import { Generator } from "./generate.js";
import type { Step } from "./hostile.js";
import { Difference, Pair, type Product } from "./pair.js";

export interface EpisodeOptions {
  seed: number;
  commands: number;
  /** Null: the model checks itself by its invariants. Made again and again where a failing stream is made smaller. */
  product: (() => Product) | null;
  coverage: Coverage;
  /** What the stream makes use of; absent: as the environment says. */
  features?: Features;
  /** Reports of accounts and domains are compared after every so many commands. */
  reportEvery?: number;
  /** Invariants are examined after every so many commands. */
  invariantsEvery?: number;
  /** How long a failing stream may be shrunk. */
  seconds?: number;
}

/** One universe from its definitions on. Throws at the first difference, with a stream of fewer commands that shows it. */
export class Episode {
  private readonly pair: Pair;
  private readonly generator: Generator;
  private readonly touched = new Set<string>();
  private readonly commands: Command[] = [];
  private readonly options: EpisodeOptions;

  constructor(options: EpisodeOptions) {
    const { seed, features, product, invariantsEvery } = options;
    this.options = options;
    this.pair = new Pair(product?.() ?? null, invariantsEvery);
    this.generator = new Generator(seed, features);
  }

  run(): void {
    const { commands, reportEvery = 50 } = this.options;
    while (this.commands.length < commands) {
      const events = this.both(this.generator.next());
      this.generator.observe(events);
      for (const { account, maker, taker } of events) {
        for (const name of [account, maker, taker]) {
          if (typeof name === "string" && !name.startsWith("@")) this.touched.add(name);
        }
      }
      if (this.commands.length % reportEvery === 0) this.compareReports();
    }
  }

  /** Applies a command to both; the model's events. */
  private both(step: Step): Event[] {
    this.commands.push(structuredClone(step.command));
    try {
      const events = this.pair.apply(step);
      this.options.coverage.note(events);
      return events;
    } catch (error) {
      throw error instanceof Difference ? this.failure(error) : error;
    }
  }

  /** Queries count as commands, on both sides alike. */
  private compareReports(): void {
    for (const account of this.touched) this.both({ command: { type: "report", account } });
    for (const { name } of this.generator.domains)
      this.both({ command: { type: "domainReport", domain: name } });
    this.touched.clear();
  }

  private failure(difference: Difference): Difference {
    const { seed, product, seconds } = this.options;
    const { commands } = this;
    const what = report(String(seed), { difference, commands }, product, seconds);
    return new Difference(difference.kind, `seed ${seed}, command ${commands.length}\n${what}`);
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
      product: product ?? null,
      coverage,
      invariantsEvery: options.invariantsEvery ?? 1,
    }).run();
  }
  return coverage;
}
