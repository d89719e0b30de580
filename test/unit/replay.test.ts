import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { examples, smallLimits } from "./examples.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const { key: _, ...domain } = examples.domain;
const setting = [domain, examples.market, examples.account, { ...examples.tick, sequence: 1 }];
const limits = Object.entries(smallLimits).flatMap(([name, value]) => ["--limit", `${name}=${value}`]);

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `breakwater …` with `input` on standard input. */
function run(args: readonly string[], input: string | Uint8Array = ""): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...args],
      { maxBuffer: 2 ** 28 },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
const replay = (input: string | Uint8Array) => run(["replay", "-", ...limits], input);
const lines = (commands: readonly unknown[]) =>
  commands.map((command) => `${JSON.stringify(command)}\n`).join("");
const events = (stdout: string) =>
  stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "breakwater-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe("breakwater replay", () => {
  test("writes the events of the engine, in order, and the hash last", async () => {
    const commands = [...setting, { type: "nothing" }, examples.report];
    const expected = new Engine(smallLimits).apply([...commands, { type: "hash" }]);
    const { code, stdout, stderr } = await replay(
      lines(commands.map((command) => ({ ...command, time: 1_000_000 }))),
    );
    expect(events(stdout)).toEqual(expected.map((event) => expect.objectContaining({ type: event.type })));
    expect(events(stdout).at(-1)).toMatchObject({
      type: "hash",
      stateHash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("a command that comes again under its key is the same one, at whatever time; another is refused", async () => {
    const keyed = { type: "transfer", account: "alice", amount: "1", key: "k" };
    const { stdout } = await replay(
      lines([
        ...setting,
        { type: "clock", time: 2_000_000 },
        keyed,
        { type: "clock", time: 3_000_000 },
        keyed,
      ]),
    );
    const accepted = events(stdout).filter(
      (event) => event.type === "accepted" && event.command === "transfer",
    );
    expect(accepted).toHaveLength(2);
    expect(accepted[1]).toEqual(accepted[0]);
    const other = await replay(lines([...setting, keyed, { ...keyed, amount: "2" }]));
    expect(events(other.stdout)).toContainEqual(
      expect.objectContaining({ code: "KEY_REUSED", field: "key" }),
    );
  });

  test("a key that stands twice in a line ends it, by its line", async () => {
    const { code, stderr } = await replay(`${lines(setting)}{"type":"hash","type":"hash"}\n`);
    expect([code, stderr]).toEqual([2, expect.stringContaining("line 5 has a key twice")]);
  });

  test("a file gives the same as standard input, and twice the same", async () => {
    const file = join(directory, "commands.jsonl");
    writeFileSync(file, lines(setting));
    const [first, again, piped] = await Promise.all([
      run(["replay", file, ...limits]),
      run(["replay", file, ...limits]),
      replay(lines(setting)),
    ]);
    expect(first.code).toBe(0);
    expect(again.stdout).toBe(first.stdout);
    expect(piped.stdout).toBe(first.stdout);
  });

  test("a command without a time has the time of the one before, refused or not", async () => {
    const { stdout } = await replay(
      lines([
        ...setting,
        { type: "clock", time: 2_000_000 },
        { type: "cancel", order: "none", time: 3_000_000 },
        { type: "account", account: "late", domain: "D" },
        { type: "clock", time: -1 },
        { type: "clock" },
        { type: "account", account: "later", domain: "D" },
      ]),
    );
    const times = events(stdout)
      .filter(({ type }) => type !== "breaker" && type !== "mark")
      .slice(-6)
      .map(({ type, time }) => [type, time]);
    expect(times).toEqual([
      ["rejected", 2_000_000],
      ["accepted", 3_000_000],
      ["rejected", 3_000_000],
      ["rejected", 3_000_000],
      ["accepted", 3_000_000],
      ["hash", 3_000_000],
    ]);
  });

  test("nothing to replay is the hash of nothing", async () => {
    const { code, stdout } = await replay("");
    expect(code).toBe(0);
    expect(events(stdout)).toMatchObject([{ type: "hash", commandSeq: 1, time: 0 }]);
  });

  test.each([
    ['{"type":"hash"}\n{"type": nonsense}\n', 2, 11],
    ['{"type":"hash"}\n\n', 2, 1],
    ['{"type":"hash"', 1, 15],
    ["[]\n", 1, 1],
    ["  7\n", 1, 3],
    ["null\n", 1, 1],
    [Uint8Array.of(0x7b, 0xff, 0x7d, 0x0a), 1, 1],
  ])("%j ends it with exit code 2 at its line and column", async (input, line, column) => {
    const { code, stdout, stderr } = await replay(input);
    expect(code).toBe(2);
    expect(stderr).toContain(`stdin:${line}:${column}`);
    expect(events(stdout).map(({ type }) => type)).toEqual(Array(line - 1).fill("hash"));
  });

  test.each([
    [["replay"], "missing required argument"],
    [["replay", "/nonexistent/file"], "cannot read /nonexistent/file: ENOENT"],
    [["replay", "/"], "cannot read /: EISDIR"],
    [["replay", "-", "--limit", "accounts"], "NAME=NUMBER"],
    [["replay", "-", "--limit", "accounts=0"], "NAME=NUMBER"],
    [["replay", "-", "--limit", "accounts=1e3"], "NAME=NUMBER"],
    [["replay", "-", "--limit", "nothing=7"], "UNKNOWN_FIELD (nothing)"],
    [["replay", "-", "--limit", "accounts=4294967295"], "CAPACITY"],
    [["replay", "-", "--bogus"], "unknown option"],
    [["bogus"], "unknown command"],
  ])("%j is a usage error", async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  test("more than a pipe holds goes through, and a reader that leaves ends it quietly", async () => {
    const many = lines([...setting, ...Array(20_000).fill({ type: "report", account: "alice" })]);
    const all = await replay(many);
    expect(events(all.stdout).filter(({ type }) => type === "report")).toHaveLength(20_000);

    const child = spawn(process.execPath, [main, "replay", "-", ...limits], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let complaint = "";
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    child.stdin.on("error", () => {});
    child.stdin.end(many);
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, complaint]).toEqual([0, ""]);
  });
});
