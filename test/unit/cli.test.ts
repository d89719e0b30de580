/** What every subcommand has in common: its exit codes, and that it says them. */
import { describe, expect, test } from "vitest";
import { profiles } from "#breakwater/profiles/all.js";
import { run } from "../support/cli.js";

const subcommands = [
  ["serve"],
  ["replay"],
  ["import", "binance"],
  ["verify-case"],
  ["what-if"],
  ["bench"],
  ["openapi"],
  ["profiles"],
];

describe("help", () => {
  test("lists the subcommands that are tested here", async () => {
    const { stdout } = await run(["--help"]);
    const listed = stdout
      .split("Commands:")[1]!
      .split("\n")
      .map((line) => line.match(/^ {2}([a-z][a-z-]*)/)?.[1]);
    expect(listed.filter((name) => name !== undefined && name !== "help").sort()).toEqual(
      subcommands.map(([name]) => name).sort(),
    );
    expect(stdout).toContain("Exit codes: 0 answered; 1");
  });

  test.each(subcommands)("%s %s says its exit codes", async (...words) => {
    const { code, stdout } = await run([...words.filter(Boolean), "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\nExit codes: 0 [^;]+; 1 [^;]+; 2 the input or the options are wrong, or/);
  });
});

describe("exit code 2, with a sentence on standard error and nothing on standard output:", () => {
  test.each([
    [["replay", "/nonexistent"]],
    [["import", "binance", "/nonexistent", "--market", "BTC"]],
    [["import", "binance", "-", "--market", "no name"]],
    [["import", "binance", "-"]],
    [["verify-case", "C1", "/nonexistent"]],
    [["verify-case", "C1", "-", "--events", "/nonexistent"]],
    [["verify-case", "C1", "-", "--events", "-"]],
    [["verify-case", "--all", "-"]],
    [["what-if", "/nonexistent", "--set", "maxAge=5"]],
    [["profiles", "nobody"]],
    [["profiles", "constructor"]],
    [["profiles", "bitmex", "--all"]],
    [["serve", "--port", "70000"]],
    [["serve", "--durability", "sync"]],
    [["serve", "--limit", "acounts=5"]],
    [["serve", "--limit", "accounts=0"]],
    [["serve", "--limit", "markets=65536"]],
    [["serve", "--limit", "eventBytes=7"]],
    [["serve", "--limit", "accounts"]],
    [["bench", "--seconds", "0"]],
    [["openapi", "more"]],
    [["import"]],
    [[]],
  ])("%j", async (words) => {
    const { code, stdout, stderr } = await run(words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
    expect(stderr).not.toContain("    at ");
  });
});

describe("profiles", () => {
  test.each([...Object.keys(profiles).map((name) => [name, 2] as const), ["--all", 20] as const])(
    "%s is taken whole by replay",
    async (name, commands) => {
      const { code, stdout } = await run(["profiles", name]);
      expect([code, stdout.split("\n").length - 1]).toEqual([0, commands]);
      const { code: replayed, stdout: events, stderr } = await run(["replay", "-", "--strict"], stdout);
      expect([replayed, stderr]).toEqual([0, ""]);
      expect(events.match(/"type":"accepted"/g)).toHaveLength(commands);
    },
  );

  test("each one in the list can be asked for", async () => {
    const { stdout } = await run(["profiles"]);
    const listed = stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { profile: string }).profile);
    expect(listed).toEqual(Object.keys(profiles));
  });
});
