/** Clients in another language, with that language's own MessagePack, and with nothing but the published SBE schema. */
import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { served } from "./support/served.js";

const run = promisify(execFile);
const example = (name: string) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));

/** The first Python here that has these modules; the machine's own may have what an environment's has not. */
function pythonWith(...modules: readonly string[]): string | null {
  for (const python of ["python3", "/usr/bin/python3"]) {
    try {
      execFileSync(python, ["-c", `import sys, ${modules.join(", ")}; assert sys.version_info >= (3, 9)`], {
        stdio: "ignore",
      });
      return python;
    } catch {
      // The next one.
    }
  }
  return null;
}

const plain = pythonWith("struct", "xml.etree.ElementTree");
const packing = pythonWith("msgpack");

describe("clients in Python", () => {
  test.skipIf(packing === null)(
    `MessagePack, with Python's msgpack${packing === null ? ": skipped, there is no python3 with msgpack here (Debian: python3-msgpack)" : ""}`,
    async () => {
      const { stdout } = await run(packing as string, [example("msgpack_client.py"), await served()]);
      expect(stdout.split("\n")).toEqual([
        "2 accepted, refused: [(2, 'DUPLICATE')]",
        expect.stringMatching(/^S1: sell \d+\.\d, for 5000000 microseconds$/),
        "floats: []",
        "",
      ]);
    },
  );

  test.skipIf(plain === null)(
    `SBE, by the published schema${plain === null ? ": skipped, there is no python3 here" : ""}`,
    async () => {
      const { stdout } = await run(plain as string, [example("sbe_client.py"), await served()]);
      expect(stdout.split("\n")).toEqual([
        "accepted 2, rejected 1",
        expect.stringMatching(/^SliceBatch: S1 of C1, ours: Sell \d+ lots$/),
        expect.stringMatching(/^limit \d+, ImmediateOrCancel, Limit, reduceOnly Yes, Immediate$/),
        "for 5000000 microseconds",
        "",
      ]);
    },
  );
});
