/**
 * The table of abuse at its sizes, against a server of its own process: somebody who does nothing wrong is answered meanwhile,
 * it takes no more memory than it may, and it lives.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { table } from "../../bench/abusers.js";
import { Served } from "../../bench/served.js";

const MIB = 2 ** 20;
/** What a row may take more, in MiB, garbage aside: that is collected all the time, and what is left is held. */
const MORE = 64;
const PATIENCE_MILLIS = 5_000;
const collector = fileURLToPath(new URL("../support/collect-garbage.cjs", import.meta.url));
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

let sequence = 1;
/** Somebody else, for so long: all that they send is done. */
async function others(served: Served, millis: number): Promise<number> {
  const end = performance.now() + millis;
  let answered = 0;
  do {
    sequence += 1;
    const market = sequence % 2 === 0 ? "M00" : "M01";
    const tick = { market, source: "index", price: String(10_000 + (sequence % 7)), sequence };
    const account = [{ type: "account", account: `other-${sequence}`, domain: "d" }];
    for (const [path, body] of [
      ["ticks", tick],
      ["commands", account],
    ] as const) {
      const response = await fetch(`${served.url}/v1/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      expect([response.status, text.includes('"type":"rejected"')], text).toEqual([200, false]);
      answered += 1;
    }
    await pause(5);
  } while (performance.now() < end);
  return answered;
}

describe("the table of abuse", () => {
  test.each(table(false).map((abuse) => [abuse.name, abuse] as const))("%s", async (_, abuse) => {
    const served = await Served.startWith(
      ["--require", collector],
      [
        "--clock-interval",
        "0",
        // A machine that does other things, too, is no overload.
        "--queue-millis",
        "10000",
      ],
    );
    try {
      await served.populate(640);
      await served.fill(16 * MIB);
      await others(served, 500);
      const before = served.memory;
      const abusers = abuse.start(served.port);
      await abusers.ready;
      expect(await others(served, 1_500)).toBeGreaterThan(1);
      if (before !== null) {
        // Still beside the abuse.
        const end = performance.now() + PATIENCE_MILLIS;
        while ((served.memory as number) - before > MORE * MIB && performance.now() < end)
          await others(served, 200);
        expect(Math.round(((served.memory as number) - before) / MIB)).toBeLessThanOrEqual(MORE);
      }
      abusers.stop();
      await others(served, 100);
      expect(served.alive).toBe(true);
    } finally {
      await served.stop();
    }
  });
});
