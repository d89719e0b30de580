/** `breakwater what-if COMMANDS`: which accounts another mark, or a missing source, would have liquidated. */
import { Command, InvalidArgumentError } from "commander";
import { whatIf } from "../replay/counterfactual.js";
import { addLimit, commandsOf, ReplayFailure, withLimits } from "./command-lines.js";

interface Options {
  readonly market?: string;
  readonly set: Record<string, unknown>;
  readonly withoutSource?: string;
  readonly limit: Record<string, number>;
}

/** `mark="premium"`: a setting's value is JSON; a bare word is taken as a string. */
function addSetting(text: string, before: Record<string, unknown>): Record<string, unknown> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It is given as NAME=VALUE, such as mark=premium.");
  const value = text.slice(at + 1);
  try {
    return { ...before, [text.slice(0, at)]: JSON.parse(value) as unknown };
  } catch {
    return { ...before, [text.slice(0, at)]: value };
  }
}

async function run(file: string, { market, set, withoutSource, limit }: Options): Promise<void> {
  if (Object.keys(set).length === 0 && withoutSource === undefined) {
    throw new ReplayFailure("what-if: nothing is changed; give --set or --without-source", 2);
  }
  const change = {
    settings: set,
    ...(market === undefined ? {} : { market }),
    ...(withoutSource === undefined ? {} : { withoutSource }),
  };
  const comparison = await withLimits(() => whatIf(commandsOf(file), change, limit));
  process.stdout.write(`${JSON.stringify(comparison)}\n`);
}

export function whatIfCommand(): Command {
  return new Command("what-if")
    .description("replay commands as they were and with a change, and compare which accounts were liquidated")
    .argument("<commands>", "the commands as JSON Lines, or - for standard input")
    .option("--market <name>", "change this market only")
    .option(
      "--set <name=value>",
      "a setting of `market`, such as mark=premium; may be repeated",
      addSetting,
      {},
    )
    .option("--without-source <name>", "leave out a source and its ticks")
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .action(run);
}
