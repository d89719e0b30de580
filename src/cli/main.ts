#!/usr/bin/env node
/** The command line. Standard output is data, standard error is for people. Exit codes: `exit-codes.ts`. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { benchCommand } from "./bench.js";
import { ANSWERED, CANNOT, exitCodes } from "./exit-codes.js";
import { importCommand } from "./import.js";
import { openApiCommand } from "./openapi.js";
import { profilesCommand } from "./profiles.js";
import { replayCommand } from "./replay.js";
import { serveCommand } from "./serve.js";
import { verifyCaseCommand } from "./verify-case.js";
import { whatIfCommand } from "./what-if.js";

function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function createProgram(): Command {
  const program = new Command("breakwater")
    .description(
      "A liquidation core for leveraged crypto-derivatives: ticks in, sliced liquidation orders out.",
    )
    .version(version())
    .addHelpText("after", exitCodes("answered", 'the answer is "no"'))
    .addCommand(serveCommand())
    .addCommand(replayCommand())
    .addCommand(importCommand())
    .addCommand(verifyCaseCommand())
    .addCommand(whatIfCommand())
    .addCommand(benchCommand())
    .addCommand(openApiCommand())
    .addCommand(profilesCommand());
  throwErrors(program);
  return program;
}

/** Usage errors are thrown, so that they end with our exit code; a command does not hand this on to its own commands. */
function throwErrors(command: Command): void {
  command.exitOverride().showHelpAfterError("(add --help for usage)");
  for (const sub of command.commands) throwErrors(sub);
}

/** What an error means for the shell; commander has already printed its own. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ANSWERED : CANNOT;
  // The reader of our output has gone: that is how a pipe ends, not a failure.
  if ((error as NodeJS.ErrnoException).code === "EPIPE") return ANSWERED;
  console.error(`breakwater: ${error instanceof Error ? error.message : String(error)}`);
  return CANNOT;
}

// An 'error' without a listener would end the process with a stack trace; the write that failed rejects as well.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(exitCodeOf(error));
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
