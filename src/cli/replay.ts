/** `breakwater replay FILE|-`: commands as JSON Lines in, their events as JSON Lines out, the state hash last. */
import type { Writable } from "node:stream";
import { Command } from "commander";
import { Engine } from "../engine/engine.js";
import type { Limits } from "../kernel/limits.js";
import { addLimit, type Commands, commandsOf, tableHelp, withLimits } from "./command-lines.js";
import { exitCodes, NO } from "./exit-codes.js";
import { LineWriter } from "./lines.js";
import { Progress, type Terminal } from "./progress.js";

/** Lines that are written at once, roughly. */
const OUTPUT_CHARACTERS = 65_536;

/** How many of the commands were refused. */
class Refusals {
  commands = 0;
  refused = 0;
  readonly #byCode = new Map<string, number>();

  add(code: string): void {
    this.refused += 1;
    this.#byCode.set(code, (this.#byCode.get(code) ?? 0) + 1);
  }

  /** "3 of 12 commands were refused: 2 UNKNOWN_ACCOUNT, 1 MALFORMED". */
  get summary(): string {
    const codes = [...this.#byCode].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const counts = codes.map(([code, count]) => `${count} ${code}`);
    return `${this.refused} of ${this.commands} commands ${this.refused === 1 ? "was" : "were"} refused: ${counts.join(", ")}`;
  }
}

class Replay {
  readonly refusals = new Refusals();
  readonly #engine: Engine;
  readonly #writer: LineWriter;
  readonly #progress: Progress;
  /** Whether events go where the progress is shown. */
  readonly #isMixed: boolean;

  constructor(output: Writable, limits: Partial<Limits>, terminal: Terminal) {
    this.#engine = new Engine(limits, { clock: null });
    this.#writer = new LineWriter(output);
    this.#progress = new Progress(terminal);
    this.#isMixed = (output as Terminal).isTTY === true;
  }

  async run(file: string): Promise<void> {
    try {
      for await (const commands of commandsOf(file)) {
        this.refusals.commands += commands.length;
        await this.#apply(commands);
        this.#progress.show(() => this.#soFar);
      }
      await this.#apply([{ type: "hash" }]);
    } finally {
      this.#progress.clear();
    }
  }

  get #soFar(): string {
    const { commands, refused } = this.refusals;
    return `${commands.toLocaleString("en")} commands, ${refused.toLocaleString("en")} refused`;
  }

  async #apply(commands: readonly Commands[]): Promise<void> {
    let out = "";
    for (const event of this.#engine.applyParsed(commands)) {
      if (event.type === "rejected") this.refusals.add(event.code);
      out += `${JSON.stringify(event)}\n`;
      if (out.length < OUTPUT_CHARACTERS) continue;
      await this.#write(out);
      out = "";
    }
    await this.#write(out);
  }

  async #write(out: string): Promise<void> {
    if (this.#isMixed) this.#progress.clear();
    await this.#writer.write(out);
  }
}

/**
 * Replays `file` ("-": standard input) into `output`; says on `terminal` how far it is, and at the end what was refused. Resolves to
 * the number of refused commands. Throws CannotAnswer; rejects with EPIPE.
 */
export async function replay(
  file: string,
  output: Writable,
  limits: Partial<Limits> = {},
  terminal: Terminal = process.stderr,
): Promise<number> {
  const one = new Replay(output, limits, terminal);
  const { refusals } = one;
  try {
    await one.run(file);
  } finally {
    if (refusals.refused > 0) terminal.write(`breakwater: ${refusals.summary}\n`);
  }
  return refusals.refused;
}

interface Options {
  readonly limit: Record<string, number>;
  readonly strict?: true;
}

async function run(file: string, { limit, strict }: Options): Promise<void> {
  const refused = await withLimits(() => replay(file, process.stdout, limit));
  if (strict === true && refused > 0) process.exitCode = NO;
}

/** `breakwater replay FILE|-`. */
export function replayCommand(): Command {
  return new Command("replay")
    .description("apply commands (JSON Lines) and write their events (JSON Lines), the state hash last")
    .argument(
      "<file>",
      "a file of commands, gzipped or plain, or - for standard input; blank lines are skipped",
    )
    .option("--strict", "exit with 1 when a command was refused")
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .addHelpText("after", `\nTables of --limit, with their sizes by default:\n${tableHelp()}`)
    .addHelpText("after", exitCodes("all lines were read", "with --strict: a command was refused"))
    .action(run);
}
