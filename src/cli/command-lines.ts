/** Commands from a file of JSON Lines, or from standard input: what `replay`, `verify-case` and `what-if` read. */
import { InvalidArgumentError } from "commander";
import { defaultLimits } from "../abi/layout.js";
import { decodeJson } from "../codec/json.js";
import { jsonFaultAt } from "../codec/json-fault.js";
import { BreakwaterError } from "../domain/errors.js";
import { limitTexts } from "../domain/limit-texts.js";
import { isPlainObject } from "../records/command-record.js";
import { CannotAnswer } from "./exit-codes.js";
import { bytesOf, nameOf } from "./input.js";
import { type Line, linesOf } from "./lines.js";

export type Commands = Record<string, unknown>;

/** Reads commands from lines, and gives a command without a time the one of the command before it. */
class CommandReader {
  readonly #name: string;
  #line = 0;
  #time: unknown = undefined;
  /** The time that a command with an idempotency key was given: a redelivery gets the same, or it would be another command. */
  readonly #given = new Map<unknown, unknown>();

  constructor(name: string) {
    this.#name = name;
  }

  /** Null for a blank line. Throws CannotAnswer for what is not JSON or not an object. */
  read(line: Line): Commands | null {
    this.#line++;
    if (line !== null && !/\S/.test(line)) return null;
    if (line === null) throw this.#failure(1, "is not UTF-8");
    const command = this.#parse(line);
    if (!isPlainObject(command)) throw this.#failure(line.search(/\S/) + 1, "is not a JSON object");
    return this.#timed({ ...command });
  }

  #parse(line: string): unknown {
    try {
      return decodeJson(line);
    } catch (error) {
      if ((error as BreakwaterError).detail === "repeatedKey") throw this.#failure(1, "has a key twice");
      throw this.#failure(jsonFaultAt(line) + 1, "is not JSON");
    }
  }

  /** Gives a command, but no `clock`, the time of the one before it. A bad time is not passed on. */
  #timed(command: Commands): Commands {
    const time = command["time"];
    if (time === undefined) {
      if (this.#time !== undefined && command["type"] !== "clock")
        command["time"] = this.#timeFor(command["key"]);
    } else if (Number.isSafeInteger(time) && (time as number) >= 0) {
      this.#time = time;
    }
    return command;
  }

  #timeFor(key: unknown): unknown {
    if (key === undefined) return this.#time;
    if (!this.#given.has(key)) this.#given.set(key, this.#time);
    return this.#given.get(key);
  }

  #failure(column: number, why: string): CannotAnswer {
    return new CannotAnswer(
      `${this.#name}:${this.#line}:${column}: line ${this.#line} ${why} (column ${column})`,
    );
  }
}

/**
 * The commands of `file` (as `bytesOf` reads it), those of one chunk together, without blank lines. Throws CannotAnswer for a file
 * that cannot be read and for a line that is no JSON object, after what stands before it has been given out.
 */
export async function* commandsOf(file: string): AsyncGenerator<Commands[]> {
  const reader = new CommandReader(nameOf(file));
  for await (const lines of linesOf(bytesOf(file))) {
    const commands: Commands[] = [];
    const failure = readAll(lines, reader, commands);
    yield commands;
    if (failure !== null) throw failure;
  }
}

/** Reads lines until one cannot be read: what stands before it is still applied. */
function readAll(lines: readonly Line[], reader: CommandReader, into: Commands[]): CannotAnswer | null {
  try {
    for (const line of lines) {
      const command = reader.read(line);
      if (command !== null) into.push(command);
    }
    return null;
  } catch (error) {
    if (error instanceof CannotAnswer) return error;
    throw error;
  }
}

/** `accounts=1000000` on top of what was given before. */
export function addLimit(text: string, before: Record<string, number>): Record<string, number> {
  const [name = "", value = "", ...rest] = text.split("=");
  if (rest.length > 0 || !/^[1-9][0-9]*$/.test(value)) {
    throw new InvalidArgumentError("It is given as NAME=NUMBER, such as accounts=1000000.");
  }
  return { ...before, [name]: Number(value) };
}

/** The tables that there are, for a person, a line each. */
export function tableHelp(): string {
  return Object.entries(limitTexts)
    .map(([name, text]) => {
      const size = defaultLimits[name as keyof typeof defaultLimits];
      return `  ${`${name}=${size}`.padEnd(26)} ${text}`;
    })
    .join("\n");
}

/** Runs what reads commands; a limit that is none, or memory that cannot be had, is the caller's to mend. */
export async function withLimits<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BreakwaterError && error.code !== "POISONED") {
      throw new CannotAnswer(`--limit: ${error.message}`);
    }
    throw error;
  }
}
