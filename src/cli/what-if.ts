/** `breakwater what-if COMMANDS`: which accounts another mark, or a missing source, would have liquidated. */
import { Command, InvalidArgumentError } from "commander";
import { Unanswerable } from "../replay/change.js";
import { whatIf } from "../replay/counterfactual.js";
import { addLimit, commandsOf, withLimits } from "./command-lines.js";
import { CannotAnswer, exitCodes } from "./exit-codes.js";

interface Options {
  readonly market?: string;
  readonly set: Record<string, unknown>;
  readonly withoutSource?: string;
  readonly limit: Record<string, number>;
}

/** `mark="premium"`: a setting's value is JSON; a bare word is taken as a string. */
function addSetting(text: string, before: Record<string, unknown>): Record<string, unknown> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It is given as NAME=VALUE, such as maxAge=5000000.");
  const value = text.slice(at + 1);
  try {
    return { ...before, [text.slice(0, at)]: JSON.parse(value) as unknown };
  } catch {
    return { ...before, [text.slice(0, at)]: value };
  }
}

async function run(file: string, { market, set, withoutSource, limit }: Options): Promise<void> {
  if (Object.keys(set).length === 0 && withoutSource === undefined) {
    throw new CannotAnswer("what-if: nothing is changed; give --set or --without-source");
  }
  const change = {
    settings: set,
    ...(market === undefined ? {} : { market }),
    ...(withoutSource === undefined ? {} : { withoutSource }),
  };
  try {
    const { notes, ...comparison } = await withLimits(() => whatIf(commandsOf(file), change, limit));
    for (const note of notes) console.error(`breakwater: what-if: ${note}`);
    process.stdout.write(`${JSON.stringify(comparison)}\n`);
  } catch (error) {
    if (error instanceof Unanswerable) throw new CannotAnswer(`what-if: ${error.message}`);
    throw error;
  }
}

const help = `
The answer is one JSON object: the accounts of which a case was "opened", and those of which one "worked" (something was sent,
traded or taken over), each in both runs, only as it was, only with the change; the commands that only the changed run
"refused", by code; and how many reports on slices ("executions") found the slice in their place, of the same account, case and leg.
A slice that only the changed run sends gets no report, and stays unfilled.

Examples:
  breakwater what-if commands.jsonl --without-source venue-b
  breakwater what-if commands.jsonl --set mark=premium --set premiumHalfLife=60000000
  breakwater what-if commands.jsonl --market BTC-PERP --set 'breakers={"bandPpm":100000}'
`;

export function whatIfCommand(): Command {
  return new Command("what-if")
    .description("replay commands as they were and with a change, and compare which accounts were liquidated")
    .argument("<commands>", "the commands as JSON Lines, gzipped or plain, or - for standard input")
    .option("--market <name>", "change this market only")
    .option(
      "--set <name=value>",
      "a setting of `market`, in JSON or as a bare word, such as maxAge=5000000; may be repeated",
      addSetting,
      {},
    )
    .option("--without-source <name>", "leave out a source and its ticks")
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .addHelpText("after", help)
    .addHelpText("after", exitCodes("compared").trimStart())
    .action(run);
}
