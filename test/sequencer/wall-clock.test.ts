import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Machine, type MachineClock, WallClock, wallClock } from "#breakwater/sequencer/wall-clock.js";

const NOON = 1_700_000_000_000_000;
const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;

/** A machine whose day can be set. */
class Settable implements MachineClock {
  read = 0;
  offset = NOON;
  day = () => Math.floor(this.read + this.offset);
  monotonic = () => this.read;
  set(by: number): void {
    this.offset += by;
  }
}

describe("this machine's", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"], now: NOON / 1000 }));
  afterEach(() => void vi.useRealTimers());

  test("day goes on between two milliseconds, and follows once it differs by more than two", () => {
    const machine = new Machine();
    expect(machine.day()).toBe(NOON);
    vi.advanceTimersByTime(7);
    expect(machine.day()).toBe(NOON + 7_000);
    vi.setSystemTime(NOON / 1000 + 9);
    expect(machine.day()).toBe(NOON + 7_000);
    vi.setSystemTime(NOON / 1000 + 10);
    expect(machine.day()).toBe(NOON + 10_000);
  });

  test("clock for programs goes with it, and not back", () => {
    const clock = wallClock();
    expect(clock()).toBe(NOON);
    vi.advanceTimersByTime(2_000);
    expect(clock()).toBe(NOON + 2_000_000);
    vi.setSystemTime(NOON / 1000 - 3_600_000);
    vi.advanceTimersByTime(1_000);
    expect(clock()).toBe(NOON + 2_500_000);
  });
});

describe("a clock", () => {
  test("goes with the day", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    for (let i = 0; i < 10; i++) {
      expect([clock.now(), clock.ahead()]).toEqual([NOON + i * 777, 0]);
      machine.read += 777;
    }
  });

  test("goes on at half the pace when the day is set back by an hour, and agrees with it two hours later", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    machine.set(-HOUR);
    expect(clock.now()).toBe(NOON);
    machine.read += 2;
    expect(clock.now()).toBe(NOON + 1);
    machine.read = HOUR;
    expect([clock.now(), clock.ahead()]).toEqual([NOON + HOUR / 2, HOUR / 2]);
    machine.read = 2 * HOUR;
    expect([clock.now(), clock.ahead()]).toEqual([NOON + HOUR, 0]);
    machine.read += SECOND;
    expect(clock.now()).toBe(NOON + HOUR + SECOND);
  });

  test("gains half a second a second when the day is set forward by an hour, and no more", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    machine.set(HOUR);
    expect([clock.now(), clock.ahead()]).toEqual([NOON, -HOUR]);
    machine.read = 10 * SECOND;
    expect(clock.now()).toBe(NOON + 15 * SECOND);
    machine.read = 2 * HOUR;
    expect([clock.now(), clock.ahead()]).toEqual([NOON + 3 * HOUR, 0]);
  });

  test("a fault of an hour that lasts ten seconds makes it five seconds wrong", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    machine.set(HOUR);
    machine.read = 10 * SECOND;
    clock.now();
    machine.set(-HOUR);
    expect(clock.ahead()).toBe(5 * SECOND);
    machine.read = 20 * SECOND;
    expect(clock.ahead()).toBe(0);
  });

  test("begins at the engine's time when the day is behind it, and goes on from there", () => {
    const machine = new Settable();
    const clock = new WallClock(machine, NOON + HOUR);
    expect(clock.now()).toBe(NOON + HOUR);
    machine.read = SECOND;
    expect([clock.now(), clock.earliest()]).toEqual([NOON + HOUR + SECOND / 2, NOON + SECOND]);
    expect(new WallClock(machine, NOON - HOUR).now()).toBe(NOON + SECOND);
  });

  test("goes on from where a command has brought the engine, at half the pace; what may come is not moved by it", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    clock.reach(NOON + SECOND);
    expect([clock.now(), clock.earliest()]).toEqual([NOON + SECOND, NOON]);
    clock.reach(NOON + SECOND / 2);
    machine.read = SECOND;
    expect([clock.now(), clock.earliest()]).toEqual([NOON + 1.5 * SECOND, NOON + SECOND]);
    machine.read = 2 * SECOND;
    expect([clock.now(), clock.ahead()]).toEqual([NOON + 2 * SECOND, 0]);
  });

  test("takes no time that a faulty day alone has: the earliest is where it is itself", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    machine.set(HOUR);
    machine.read = SECOND;
    expect(clock.earliest()).toBe(NOON + 1.5 * SECOND);
  });

  test("loses no part of a microsecond, however often it is read", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    machine.set(-HOUR);
    for (let i = 1; i <= 100_000; i++) {
      machine.read = i / 50;
      clock.now();
    }
    expect(clock.now()).toBe(NOON + 1_000);
  });

  test("never goes back, also by what its sums are rounded, when it is read many times a microsecond", () => {
    const machine = new Settable();
    const clock = new WallClock(machine);
    clock.reach(NOON + SECOND);
    let last = clock.now();
    for (let i = 1; i <= 10_000; i++) {
      machine.read += (i % 11) / 23;
      const now = clock.now();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  test("never reaches what no time may be", () => {
    const machine = new Settable();
    const clock = new WallClock(machine, Number.MAX_SAFE_INTEGER);
    machine.read = SECOND;
    expect(clock.now()).toBe(Number.MAX_SAFE_INTEGER);
  });

  test("whatever happens to the day: never back, on whenever time passes, at half to one and a half the pace, and right in the end", () => {
    const step = fc.record({
      passed: fc.oneof(fc.integer({ min: 0, max: 10 * SECOND }), fc.integer({ min: 0, max: 3 * HOUR })),
      set: fc.oneof(
        fc.constant(0),
        fc.constant(HOUR),
        fc.constant(-HOUR),
        fc.integer({ min: -HOUR, max: HOUR }),
      ),
      reached: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: SECOND })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const machine = new Settable();
        const clock = new WallClock(machine);
        let last = clock.now();
        for (const { passed, set, reached } of steps) {
          machine.set(set);
          machine.read += passed;
          const now = clock.now();
          expect(now).toBeGreaterThanOrEqual(last + Math.floor(passed / 4));
          expect(now).toBeLessThanOrEqual(last + Math.ceil(passed * 1.5));
          // What a command may bring, at most a second ahead, moves what the next one may bring by nothing.
          if (reached > 0) clock.reach(clock.earliest() + reached);
          expect(clock.now() - clock.earliest()).toBeLessThanOrEqual(Math.max(SECOND, clock.ahead()) + 1);
          last = clock.now();
        }
        machine.read += 400 * HOUR;
        expect(Math.abs(clock.ahead())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
