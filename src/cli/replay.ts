/** `breakwater replay FILE|-`: commands as JSON Lines in, their events as JSON Lines out, the state hash last. */
import type { Writable } from "node:stream";
import { Command } from "commander";
import { Engine } from "../engine/engine.js";
import type { Limits } from "../kernel/limits.js";
import { addLimit, type Commands, commandsOf, withLimits } from "./command-lines.js";
import { LineWriter } from "./lines.js";

/** Lines that are written at once, roughly. */
const OUTPUT_CHARACTERS = 65_536;

/** Replays `file` ("-": standard input) into `output`. Throws ReplayFailure; rejects with EPIPE. */
export async function replay(file: string, output: Writable, limits: Partial<Limits> = {}): Promise<void> {
  const writer = new LineWriter(output);
  const engine = new Engine(limits, { clock: null });
  for await (const commands of commandsOf(file)) await writeEvents(engine, commands, writer);
  await writeEvents(engine, [{ type: "hash" }], writer);
}

async function writeEvents(engine: Engine, commands: readonly Commands[], writer: LineWriter): Promise<void> {
  let out = "";
  for (const event of engine.apply(commands)) {
    out += `${JSON.stringify(event)}\n`;
    if (out.length < OUTPUT_CHARACTERS) continue;
    await writer.write(out);
    out = "";
  }
  await writer.write(out);
}

/** `breakwater replay FILE|-`. */
export function replayCommand(): Command {
  return new Command("replay")
    .description("apply commands (JSON Lines) and write their events (JSON Lines), the state hash last")
    .argument("<file>", "a file of commands, or - for standard input")
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .addHelpText(
      "after",
      "\nExit codes: 0 all lines were read; 1 failure; 2 usage, a file that cannot be read, a line that is no JSON object.",
    )
    .action((file: string, options: { readonly limit: Record<string, number> }) =>
      withLimits(() => replay(file, process.stdout, options.limit)),
    );
}
