/** `breakwater verify-case CASE|--all COMMANDS`: replays, and compares the events of a case, or of all: exit code 0, 1 or 2. */
import { Command } from "commander";
import type { Event } from "../domain/events.js";
import { type Verdict, verifyCase, verifyCases } from "../replay/verify.js";
import { addLimit, commandsOf, withLimits } from "./command-lines.js";
import { ANSWERED, CANNOT, CannotAnswer, exitCodes, NO } from "./exit-codes.js";

interface Options {
  readonly all?: true;
  readonly events?: string;
  readonly limit: Record<string, number>;
}

async function eventsOf(file: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const some of commandsOf(file)) events.push(...(some as unknown as Event[]));
  return events;
}

async function run(first: string, second: string | undefined, options: Options): Promise<void> {
  // With --all there is no case: what comes first are the commands.
  if (options.all === undefined && second === undefined)
    throw new CannotAnswer("give a case and the commands, or --all and the commands");
  if (options.all === true && second !== undefined)
    throw new CannotAnswer("--all takes no case, only the commands");
  const [name, file] = second === undefined ? [null, first] : [first, second];
  if (name !== null && !/^C[1-9][0-9]*$/.test(name))
    throw new CannotAnswer(`${name} is no case: cases are named C1, C2, …`);
  if (file === "-" && options.events === "-")
    throw new CannotAnswer("commands and events cannot both come from standard input");
  const claimed = options.events === undefined ? null : await eventsOf(options.events);
  const verdicts = await withLimits(() => verdictsOf(name, file, claimed, options.limit));
  if (verdicts.length === 0) throw new CannotAnswer("verify-case: the replay opens no case");
  for (const verdict of verdicts) {
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
    if (!verdict.answered)
      console.error(`breakwater: verify-case: ${verdict.case}: ${verdict.differences[0]}`);
  }
  process.exitCode = exitCodeOf(verdicts);
}

/** A "no" outweighs what cannot be answered. */
function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.some(({ answered, verified }) => answered && !verified)) return NO;
  return verdicts.every(({ answered }) => answered) ? ANSWERED : CANNOT;
}

async function verdictsOf(
  name: string | null,
  file: string,
  claimed: readonly Event[] | null,
  limits: Options["limit"],
): Promise<Verdict[]> {
  if (name === null) return verifyCases(commandsOf(file), claimed, limits);
  return [await verifyCase(name, commandsOf(file), claimed, limits)];
}

export function verifyCaseCommand(): Command {
  return new Command("verify-case")
    .description("recompute a liquidation case, or all, from a replay of their commands, and say yes or no")
    .usage("[options] <case> <commands>\n       breakwater verify-case --all [options] <commands>")
    .argument("<case>", "the case, such as C12; with --all left out")
    .argument("[commands]", "the commands as JSON Lines, or - for standard input")
    .option("--all", "all cases, in one replay: an answer a line, in the order of their numbers")
    .option(
      "--events <file>",
      "the events that were published, as JSON Lines: each one of the case is compared",
    )
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .addHelpText("after", exitCodes("verified, with --all every case", "not, with --all one of them"))
    .action(run);
}
