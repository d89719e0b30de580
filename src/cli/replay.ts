/** `breakwater replay FILE|-`: commands as JSON Lines in, their events as JSON Lines out, the state hash last. */
import { createReadStream } from "node:fs";
import type { Writable } from "node:stream";
import { Command, InvalidArgumentError } from "commander";
import { jsonFaultAt } from "../codec/json-fault.js";
import { BreakwaterError } from "../domain/errors.js";
import { isPlainObject } from "../kernel/command-record.js";
import { Engine } from "../kernel/engine.js";
import type { Limits } from "../kernel/limits.js";
import { type Line, LineWriter, linesOf } from "./lines.js";

/** A replay that cannot go on: what to say on standard error, and the exit code. */
export class ReplayFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Lines that are written at once, roughly. */
const OUTPUT_CHARACTERS = 65_536;

type Commands = Record<string, unknown>;

/** Reads commands from lines, and gives a command without a time the one of the command before it. */
class CommandReader {
  readonly #name: string;
  #line = 0;
  #time: unknown = undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** Throws ReplayFailure, exit code 2, for what is not JSON or not an object. */
  read(line: Line): Commands {
    this.#line++;
    if (line === null) throw this.#failure(1, "is not UTF-8");
    const command = this.#parse(line);
    if (!isPlainObject(command)) throw this.#failure(line.search(/\S/) + 1, "is not a JSON object");
    return this.#timed({ ...command });
  }

  #parse(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch {
      throw this.#failure(jsonFaultAt(line) + 1, "is not JSON");
    }
  }

  /** A time that will be refused is nobody's time; `clock` has to bring its own. */
  #timed(command: Commands): Commands {
    const time = command["time"];
    if (time === undefined) {
      if (this.#time !== undefined && command["type"] !== "clock") command["time"] = this.#time;
    } else if (Number.isSafeInteger(time) && (time as number) >= 0) {
      this.#time = time;
    }
    return command;
  }

  #failure(column: number, why: string): ReplayFailure {
    return new ReplayFailure(
      `${this.#name}:${this.#line}:${column}: line ${this.#line} ${why} (column ${column})`,
      2,
    );
  }
}

/** Replays `file` ("-": standard input) into `output`. Throws ReplayFailure; rejects with EPIPE when nobody reads. */
export async function replay(file: string, output: Writable, limits: Partial<Limits> = {}): Promise<void> {
  const writer = new LineWriter(output);
  const engine = new Engine(limits);
  const reader = new CommandReader(file === "-" ? "stdin" : file);
  const input = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: OUTPUT_CHARACTERS });
  let failure: ReplayFailure | null = null;
  try {
    for await (const lines of linesOf(input)) {
      const commands: Commands[] = [];
      failure = readAll(lines, reader, commands);
      await writeEvents(engine, commands, writer);
      if (failure !== null) throw failure;
    }
  } catch (error) {
    throw isFileError(error, file) ? new ReplayFailure(`cannot read ${file}: ${error.code}`, 2) : error;
  }
  await writeEvents(engine, [{ type: "hash" }], writer);
}

/** Reads lines until one cannot be read: what stands before it is still applied. */
function readAll(lines: readonly Line[], reader: CommandReader, into: Commands[]): ReplayFailure | null {
  try {
    for (const line of lines) into.push(reader.read(line));
    return null;
  } catch (error) {
    if (error instanceof ReplayFailure) return error;
    throw error;
  }
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

function isFileError(error: unknown, file: string): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { syscall, path } = error as NodeJS.ErrnoException;
  return syscall === "read" || path === file;
}

/** `accounts=1000000` on top of what was given before. */
function addLimit(text: string, before: Record<string, number>): Record<string, number> {
  const [name = "", value = "", ...rest] = text.split("=");
  if (rest.length > 0 || !/^[1-9][0-9]*$/.test(value)) {
    throw new InvalidArgumentError("It is given as NAME=NUMBER, such as accounts=1000000.");
  }
  return { ...before, [name]: Number(value) };
}

async function run(file: string, options: { readonly limit: Record<string, number> }): Promise<void> {
  try {
    await replay(file, process.stdout, options.limit);
  } catch (error) {
    // A named limit that is none, or memory that cannot be had, is the caller's to mend.
    if (error instanceof BreakwaterError && error.code !== "POISONED") {
      throw new ReplayFailure(`--limit: ${error.message}`, 2);
    }
    throw error;
  }
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
    .action(run);
}
