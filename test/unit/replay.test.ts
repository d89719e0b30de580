import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Progress, type Terminal } from "#breakwater/cli/progress.js";
import { replay as replayInto } from "#breakwater/cli/replay.js";
import type { Event } from "#breakwater/domain/events.js";
import { Engine } from "#breakwater/engine/engine.js";
import { lines, main, run } from "../support/cli.js";
import { examples, smallLimits } from "./examples.js";

const { key: _, ...domain } = examples.domain;
const setting = [domain, examples.market, examples.account, { ...examples.tick, sequence: 1 }];
const limits = Object.entries(smallLimits).flatMap(([name, value]) => ["--limit", `${name}=${value}`]);

const replay = (input: string | Uint8Array) => run(["replay", "-", ...limits], input);
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
    const expected = new Engine(smallLimits).applyParsed([...commands, { type: "hash" }]);
    const { code, stdout, stderr } = await replay(
      lines(commands.map((command) => ({ ...command, time: 1_000_000 }))),
    );
    expect(events(stdout)).toEqual(expected.map((event) => expect.objectContaining({ type: event.type })));
    expect(events(stdout).at(-1)).toMatchObject({
      type: "hash",
      stateHash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect([code, stderr]).toEqual([0, "breakwater: 1 of 6 commands was refused: 1 UNKNOWN_TYPE\n"]);
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

  test.each<[string | Uint8Array, number, number, number?]>([
    ['{"type":"hash"}\n{"type": nonsense}\n', 2, 11],
    ['\n \r\n{"type":"hash"}\n\t\n{"type":"hash"}x\n', 5, 16, 1],
    ['{"type":"hash"', 1, 15],
    ["[]\n", 1, 1],
    ["  7\n", 1, 3],
    ["null\n", 1, 1],
    [Uint8Array.of(0x7b, 0xff, 0x7d, 0x0a), 1, 1],
  ])("%j ends it with exit code 2 at its line and column", async (input, line, column, hashes = line - 1) => {
    const { code, stdout, stderr } = await replay(input);
    expect(code).toBe(2);
    expect(stderr).toContain(`stdin:${line}:${column}`);
    expect(events(stdout).map(({ type }) => type)).toEqual(Array(hashes).fill("hash"));
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

  test("blank lines are no commands", async () => {
    const plain = lines(setting);
    const spaced = plain.replaceAll("\n", "\n\n \t\r\n");
    const [one, other] = [await replay(plain), await replay(`\ufeff\n${spaced}`)];
    expect(other).toEqual(one);
    expect(await replay("\n\n \n")).toEqual(await replay(""));
  });

  test("gzip is unpacked, from a file and from standard input, in several members, whatever the name", async () => {
    const plain = await replay(lines(setting));
    const [first, second] = [gzipSync(lines(setting.slice(0, 2))), gzipSync(lines(setting.slice(2)))];
    const packed = Buffer.concat([first, second]);
    const [named, unnamed] = [join(directory, "commands.jsonl.gz"), join(directory, "packed")];
    for (const file of [named, unnamed]) writeFileSync(file, packed);
    const fake = join(directory, "plain.gz");
    writeFileSync(fake, lines(setting));
    for (const file of [named, unnamed, fake]) expect(await run(["replay", file, ...limits])).toEqual(plain);
    expect(await replay(packed)).toEqual(plain);
  });

  test("gzip that ends early, or is none behind its first bytes, is an input that cannot be read", async () => {
    const packed = gzipSync(lines(Array(2_000).fill(examples.report)));
    const cut = await replay(packed.subarray(0, packed.length - 9));
    expect([cut.code, cut.stderr]).toEqual([2, expect.stringContaining("cannot read stdin: Z_BUF_ERROR")]);
    const wrong = await replay(Uint8Array.of(0x1f, 0x8b, 1, 2, 3));
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("cannot read stdin: Z_")]);
  });

  test("what was refused is summed up by code at the end, and with --strict the answer is 1", async () => {
    const wrong = [{ type: "nothing" }, { ...examples.report, account: "nobody" }, { type: "none" }];
    const summary = "breakwater: 3 of 7 commands were refused: 2 UNKNOWN_TYPE, 1 UNKNOWN_ACCOUNT\n";
    const input = lines([...setting, ...wrong]);
    const [loose, strict] = [await replay(input), await run(["replay", "-", "--strict", ...limits], input)];
    expect(loose).toMatchObject({ code: 0, stderr: summary });
    expect(strict).toEqual({ ...loose, code: 1 });
    expect(await run(["replay", "--strict", "-", ...limits], lines(setting))).toMatchObject({
      code: 0,
      stderr: "",
    });
    const broken = await run(["replay", "--strict", "-", ...limits], `${input}x\n`);
    expect([broken.code, broken.stderr.startsWith(summary)]).toEqual([2, true]);
  });

  test("how far it is stands on a terminal, and is gone at the end", async () => {
    const file = join(directory, "progress.jsonl");
    writeFileSync(file, lines([...setting, ...Array(5_000).fill(examples.report), { type: "nothing" }]));
    const shown = async (isTTY: boolean) => {
      const written: string[] = [];
      const terminal = { isTTY, write: (text: string) => written.push(text) > 0 } as Terminal;
      const output = new Writable({ write: (_chunk, _encoding, done) => done() });
      await replayInto(file, output, smallLimits, terminal);
      return written;
    };
    const summary = "breakwater: 1 of 5005 commands was refused: 1 UNKNOWN_TYPE\n";
    expect(await shown(false)).toEqual([summary]);
    const onTerminal = await shown(true);
    expect(onTerminal[0]?.replace("\r\x1b[K", "")).toMatch(/^[0-9,]+ commands, [01] refused$/);
    expect(onTerminal.slice(-2)).toEqual(["\r\x1b[K", summary]);
    expect((await replay(lines(setting))).stderr).toBe("");
  });

  test("progress is shown ten times a second at most, and not cleared where none is shown", () => {
    const written: string[] = [];
    const progress = new Progress({
      isTTY: true,
      write: (text: string) => written.push(text) > 0,
    } as Terminal);
    progress.clear();
    for (let i = 0; i < 100; i++) progress.show(() => `${i}`);
    expect(written).toEqual(["\r\x1b[K0"]);
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
