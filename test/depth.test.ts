/** How deep a book is, is asked by each slice: an answer costs no walk along the levels. */
import { expect, test } from "vitest";
import { metersOf } from "../bench/armed.js";
import { type Crowd, looksOf } from "../bench/crowd.js";
import {
  adaptiveDepth,
  changingDepth,
  farReaches,
  measuredDepth,
  pricesOfAuction,
  sharesOfDepth,
  tooMuchToFill,
} from "./support/deep-books.js";

const books: Readonly<Record<string, (size: number, debug?: boolean) => Crowd>> = {
  "slices by a share of the depth": sharesOfDepth,
  "slices by depth and refill": adaptiveDepth,
  "slices that reach through all levels": farReaches,
  "slices that take from a book which cases leave": changingDepth,
  "ticks that ask for depth": measuredDepth,
  "an auction whose bids go one by one": pricesOfAuction,
};

test.each(Object.entries(books))("%s: four times the levels, at most five times the looks", (_, book) => {
  const [few, many] = [looksOf(book(1_000)), looksOf(book(4_000))];
  expect(few).toBeGreaterThanOrEqual(1_000);
  expect(many).toBeLessThanOrEqual(5 * few);
});

test.each(Object.entries(books))("%s: both ways of the debug build do the same", (_, book) => {
  const [debug, release] = [true, false].map((how) => {
    const { engine, last } = book(60, how);
    return [engine.apply([...last]), engine.stateHash()];
  });
  expect(debug).toEqual(release);
});

test("what the sums of a book tell is refused without a walk", () => {
  const looks = [1_000, 4_000].map((size) => {
    const { engine, last } = tooMuchToFill(size);
    const refused = () => expect(engine.apply([...last])).toMatchObject([{ code: "WOULD_NOT_FILL" }]);
    refused(); // makes the sums
    const before = metersOf(engine).looks;
    refused();
    return metersOf(engine).looks - before;
  });
  expect(Math.max(...looks)).toBeLessThan(400);
});
