/** `serve --limit NAME=N`, for each of the engine's tables. */
import { describe, expect, test } from "vitest";
import { run } from "./support/cli.js";
import { served } from "./support/served.js";
import { smallLimits } from "./unit/examples.js";

const options = (limits: object) =>
  Object.entries(limits).flatMap(([name, size]) => ["--limit", `${name}=${size}`]);

describe("serve --limit", () => {
  test("sets every table", async () => {
    const url = await served(...options({ ...smallLimits, accounts: 2 }));
    const commands = [
      { type: "domain", domain: "d", asset: "USDT", settleDecimals: 6 },
      ...["a", "b", "c"].map((account) => ({ type: "account", account, domain: "d" })),
    ];
    const answer = await fetch(`${url}/v1/commands`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(commands),
    });
    const { events } = (await answer.json()) as { events: { type: string; code?: string; index?: number }[] };
    expect(events.filter(({ type }) => type === "rejected")).toMatchObject([
      { code: "CAPACITY", index: 3, message: expect.stringContaining("accounts") },
    ]);
  });

  test.each(["serve", "replay"])("%s --help names each, with its default", async (command) => {
    const { stdout } = await run([command, "--help"]);
    for (const name of Object.keys(smallLimits))
      expect(stdout).toMatch(new RegExp(`^ {2}${name}=\\d+ +\\w`, "m"));
  });
});
