import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WallClock } from "#breakwater/sequencer/wall-clock.js";

const NOON = 1_700_000_000_000;
let clock: WallClock;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON });
  clock = new WallClock();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Milliseconds after noon, by the clock. */
const read = () => clock.now() / 1000 - NOON;

test("goes with the day", () => {
  expect(read()).toBe(0);
  vi.advanceTimersByTime(7);
  expect(read()).toBe(7);
});

test("stands while the day is set back, until it has caught up", () => {
  vi.advanceTimersByTime(1_000);
  expect(read()).toBe(1_000);
  vi.setSystemTime(NOON);
  expect(read()).toBe(1_000);
  vi.advanceTimersByTime(999);
  expect(read()).toBe(1_000);
  vi.advanceTimersByTime(2);
  expect(read()).toBe(1_001);
});

test("follows a day that is set on by more than two milliseconds, and is steady within them", () => {
  vi.setSystemTime(NOON + 2);
  expect(read()).toBe(0);
  vi.setSystemTime(NOON + 3);
  expect(read()).toBe(3);
});
