import { Readable, Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineWriter, linesOf } from "#breakwater/cli/lines.js";

async function read(chunks: readonly Uint8Array[]): Promise<(string | null)[]> {
  const out: (string | null)[] = [];
  for await (const lines of linesOf(Readable.from(chunks))) out.push(...lines);
  return out;
}
const bytes = (text: string) => Buffer.from(text);

describe("lines", () => {
  test.each([
    ["", []],
    ["a", ["a"]],
    ["a\n", ["a"]],
    ["a\nb", ["a", "b"]],
    ["a\n\nb\n", ["a", "", "b"]],
    ["\n", [""]],
    ["a\r\nb", ["a\r", "b"]],
    ["\ufeffa\n\ufeffb", ["a", "\ufeffb"]],
    ["\ufffd\n", ["\ufffd"]],
  ])("%j", async (text, lines) => {
    expect(await read([bytes(text)])).toEqual(lines);
  });

  test("however the bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", maxLength: 20 })),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        async (lines, cuts) => {
          const clean = lines.map((line) =>
            line
              .replaceAll("\n", "")
              .replace(/\p{Surrogate}/gu, "")
              .replace(/^\ufeff+/, ""),
          );
          const all = bytes(clean.map((line) => `${line}\n`).join(""));
          const chunks: Buffer[] = [];
          for (let at = 0, i = 0; at < all.length; i++) {
            const to = at + (cuts[i % cuts.length] as number);
            chunks.push(all.subarray(at, to));
            at = to;
          }
          expect(await read(chunks)).toEqual(clean);
        },
      ),
    );
  });

  test("a line that is no UTF-8 is null, and the others are read", async () => {
    expect(await read([bytes("a\n"), Buffer.of(0xff, 0x0a), bytes("b")])).toEqual(["a", null, "b"]);
  });
});

test("a slow reader is waited for", async () => {
  let held: (() => void) | undefined;
  const slow = new Writable({
    highWaterMark: 4,
    write: (_chunk, _encoding, done) => {
      held = done;
    },
  });
  let written = false;
  const writing = new LineWriter(slow).write("more than four\n").then(() => {
    written = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(written).toBe(false);
  held?.();
  await writing;
  expect(written).toBe(true);
});
