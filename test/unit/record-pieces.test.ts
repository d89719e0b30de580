/** Records up to the last byte that the command buffer holds, and not one more. */
import { expect, test } from "vitest";
import { CommandHeader, constants } from "#breakwater/abi/layout.js";
import { checkRecords, endOfPiece, wordsOf } from "#breakwater/engine/record-pieces.js";

const BUFFER = constants.COMMAND_BUFFER_BYTES;

/** Records of these sizes, one after the other, with nothing in them. */
function records(...sizes: readonly number[]): Uint32Array {
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const size of sizes) {
    view.setUint32(at + CommandHeader.size, size, true);
    at += size;
  }
  return wordsOf(bytes);
}
const check = (...sizes: readonly number[]) => {
  const words = records(...sizes);
  return () => checkRecords(words, 4 * words.length);
};

test("a record is as large as a header at the least, and as the command buffer at the most", () => {
  expect(check(CommandHeader.BYTES)).not.toThrow();
  expect(check(BUFFER)).not.toThrow();
  expect(check(BUFFER + 8)).toThrow("MALFORMED");
  expect(check(8, CommandHeader.BYTES)).toThrow("MALFORMED");
});

test("a piece is as full as it may be", () => {
  const half = BUFFER / 2;
  const ends = (...sizes: readonly number[]) => {
    const words = records(...sizes);
    const found = [];
    for (let at = 0; at < 4 * words.length; ) {
      at = endOfPiece(words, at, 4 * words.length);
      found.push(at);
    }
    return found;
  };
  expect(ends(half, half)).toEqual([BUFFER]);
  expect(ends(half, half, 16)).toEqual([BUFFER, BUFFER + 16]);
  expect(ends(half, half + 8, 16)).toEqual([half, BUFFER + 24]);
});
