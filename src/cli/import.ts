/** `breakwater import`: turns a venue's recorded feed into commands, so that it can be replayed. */
import { Command } from "commander";
import { isName } from "../domain/names.js";
import { readBinance } from "../market-data/binance-recording.js";
import { CannotAnswer, exitCodes } from "./exit-codes.js";
import { bytesOf } from "./input.js";
import { LineWriter, linesOf } from "./lines.js";

interface Flags {
  readonly market: string;
  readonly domain: string;
}

/** Lines of a file, or of standard input. Throws what `bytesOf` throws. */
async function* readLines(file: string): AsyncGenerator<string> {
  for await (const lines of linesOf(bytesOf(file))) {
    for (const line of lines) yield line ?? NO_TEXT;
  }
}

/** Stands for a line that is no UTF-8; the reader names it. */
const NO_TEXT = "\ufffd";

async function importBinance(file: string, flags: Flags): Promise<void> {
  for (const [flag, name] of Object.entries(flags)) {
    if (!isName(name))
      throw new CannotAnswer(`--${flag} ${name}: a name is 1 to 64 of A-Z a-z 0-9 . _ : / -`);
  }
  const writer = new LineWriter(process.stdout);
  let lines = "";
  for await (const command of readBinance(readLines(file), flags)) {
    lines += `${JSON.stringify(command)}\n`;
    if (lines.length < 65_536) continue;
    await writer.write(lines);
    lines = "";
  }
  await writer.write(lines);
}

/** `breakwater import binance FILE|- --market NAME [--domain NAME]`: a recorded feed → commands as JSON Lines on stdout. */
export function importCommand(): Command {
  const command = new Command("import").description("turn a recorded market feed into commands (JSON Lines)");
  command
    .command("binance")
    .description("raw futures feed, USD- or coin-margined: `<local ns> <JSON>` lines, gzipped or plain")
    .argument("<file>", "the recording, gzipped or plain, or - for standard input")
    .requiredOption("--market <name>", "the market's name")
    .option("--domain <name>", "the domain's name", "binance")
    .addHelpText("after", exitCodes("all of it was read"))
    .action(importBinance);
  return command;
}
