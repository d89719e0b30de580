/** `breakwater verify-case CASE COMMANDS`: replays a case and compares its events: exit code 0 or 1. */
import { Command } from "commander";
import type { Event } from "../domain/events.js";
import { verifyCase } from "../replay/verify.js";
import { addLimit, commandsOf, ReplayFailure, withLimits } from "./command-lines.js";

interface Options {
  readonly events?: string;
  readonly limit: Record<string, number>;
}

async function eventsOf(file: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const some of commandsOf(file)) events.push(...(some as unknown as Event[]));
  return events;
}

async function run(name: string, file: string, { events, limit }: Options): Promise<void> {
  if (!/^C[1-9][0-9]*$/.test(name))
    throw new ReplayFailure(`${name} is no case: cases are named C1, C2, …`, 2);
  const claimed = events === undefined ? null : await eventsOf(events);
  const verdict = await withLimits(() => verifyCase(name, commandsOf(file), claimed, limit));
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  if (!verdict.verified) process.exitCode = 1;
}

export function verifyCaseCommand(): Command {
  return new Command("verify-case")
    .description("recompute a liquidation case from a replay of its commands, and say yes or no")
    .argument("<case>", "the case, such as C12")
    .argument("<commands>", "the commands as JSON Lines, or - for standard input")
    .option(
      "--events <file>",
      "the events that were published, as JSON Lines: each one of the case is compared",
    )
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .addHelpText("after", "\nExit codes: 0 verified; 1 not; 2 usage, or a file that cannot be read.")
    .action(run);
}
