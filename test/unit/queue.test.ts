/** Whose turn it is at the engine, with a clock and an engine in the test's hands. */
import { describe, expect, test } from "vitest";
import { type Lane, QUERIES_TURN, Queue } from "#breakwater/server/queue.js";
import { type Holder, SharedBytes } from "#breakwater/server/shared-bytes.js";

const BODY = Uint8Array.of(1, 2, 3);
/** Two of them are no longer small. */
const LARGE = new Uint8Array(70_000);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let i = 0; i < 8; i++) await turn();
};

function scene(millis = 1_000, bytes = 1_000_000) {
  let time = 1_000;
  const held = new SharedBytes(bytes);
  const queue = new Queue({ millis, held, now: () => time });
  const done: string[] = [];
  const answers: (() => void)[] = [];
  const settled: Promise<unknown>[] = [];
  /** Its work is a batch that the engine answers when the test says so. */
  const submit = (lane: Lane, name: string, deadline = Number.POSITIVE_INFINITY) => {
    const body = lane === "queries" ? BODY : LARGE;
    const result = Promise.resolve(
      queue.run(lane, deadline, body, () => {
        done.push(name);
        return new Promise<string>((resolve) => answers.push(() => resolve(name)));
      }),
    ).catch((error: Error) => `${name}: ${error.message}`);
    settled.push(result);
    return result;
  };
  return {
    queue,
    held,
    done,
    submit,
    settled,
    answer: async () => {
      answers.shift()?.();
      await turns();
    },
    pass: (by: number) => {
      time += by;
    },
  };
}

describe("the queue before the engine", () => {
  test("gives what can be done at once to the engine at once, without a promise", () => {
    const { queue } = scene();
    expect(queue.run("rest", Number.POSITIVE_INFINITY, BODY, (body) => body.length)).toBe(3);
    expect(queue.length).toBe(0);
  });

  test("lets ticks go before all others once the engine is behind", async () => {
    const { submit, done, answer } = scene();
    submit("rest", "a");
    submit("rest", "b");
    submit("rest", "c");
    submit("rest", "d");
    submit("ticks", "t1");
    submit("ticks", "t2");
    submit("ticks", "t3");
    submit("ticks", "t4");
    expect(done).toEqual(["a", "b", "t1", "t2"]);
    await answer();
    await answer();
    expect(done).toEqual(["a", "b", "t1", "t2", "t3", "t4"]);
    await answer();
    await answer();
    await answer();
    expect(done.slice(6)).toEqual(["c"]);
    await answer();
    expect(done.slice(6)).toEqual(["c", "d"]);
  });

  test("gives more of them to the engine while all are small, and ticks all the same", () => {
    const { queue } = scene();
    let out = 0;
    const work = () => new Promise<void>(() => (out += 1));
    for (let i = 0; i < 20; i++) queue.run("rest", Number.POSITIVE_INFINITY, BODY, work);
    expect([out, queue.length]).toEqual([8, 12]);
    for (let i = 0; i < 20; i++) queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work);
    expect([out, queue.length]).toEqual([28, 12]);
    for (let i = 0; i < 20; i++) queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work);
    expect([out, queue.length]).toEqual([40, 20]);
  });

  test("refuses at once whoever would wait too long, because the first in line has nearly", async () => {
    const { submit, done, pass } = scene(1_000);
    for (const name of ["a", "b", "c"]) submit("rest", name);
    await turns();
    pass(749);
    const last = submit("rest", "d");
    pass(2);
    expect(() => submit("rest", "e")).toThrow("OVERLOADED");
    await turns();
    // Ticks have a line of their own.
    submit("ticks", "t");
    expect(done).toEqual(["a", "b", "t"]);
    pass(1_000);
    expect(await last).toMatch(/^d: OVERLOADED/);
  });

  test("refuses what has waited too long, and never does it", async () => {
    const { submit, done, answer, pass, queue, held } = scene(1_000);
    submit("rest", "a");
    submit("rest", "b");
    const late = submit("rest", "late");
    pass(600);
    const later = submit("rest", "later");
    pass(500);
    expect(await late).toMatch(/^late: OVERLOADED/);
    expect([queue.length, done]).toEqual([1, ["a", "b"]]);
    await answer();
    expect(done).toEqual(["a", "b", "later"]);
    await answer();
    await answer();
    expect(await later).toBe("later");
    expect(held.sum).toBe(0);
  });

  test("refuses what its sender no longer wants, before its time in the queue is over", async () => {
    const { submit, done, pass, queue } = scene(1_000);
    expect(() => queue.run("ticks", 999, BODY, () => done.push("old"))).toThrow("breakwater-max-age-ms");
    submit("rest", "a");
    submit("rest", "b");
    const wanted = submit("rest", "wanted", 1_010);
    pass(20);
    expect(await wanted).toMatch(/^wanted: OVERLOADED/);
    expect(done).toEqual(["a", "b"]);
  });

  test("keeps a turn of the event loop short: who waits in it longer than the queue is long is refused", async () => {
    const { queue, pass, done } = scene(1_000);
    const work = (name: string) => () => done.push(name);
    queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work("first"));
    pass(20);
    queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work("tick"));
    const rest = queue.run("rest", Number.POSITIVE_INFINITY, BODY, work("rest"));
    expect(done).toEqual(["first", "tick"]);
    pass(1_000);
    expect(() => queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work("last"))).toThrow("OVERLOADED");
    await expect(rest).rejects.toThrow("OVERLOADED");
    await turns();
    queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work("next"));
    expect(done).toEqual(["first", "tick", "next"]);
  });

  test("leaves the rest of a long turn's ticks to the next one, and their results stay as they are", async () => {
    const { queue, pass } = scene(1_000);
    const shared = { value: 0 };
    const work = (value: number) => (_: Uint8Array, waited: boolean) => {
      shared.value = value;
      return waited ? { ...shared } : shared;
    };
    queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work(1));
    pass(60);
    const waiting = [2, 3, 4].map((value) => queue.run("ticks", Number.POSITIVE_INFINITY, BODY, work(value)));
    expect([queue.length, shared.value]).toEqual([3, 1]);
    expect(await Promise.all(waiting)).toEqual([{ value: 2 }, { value: 3 }, { value: 4 }]);
  });

  describe("of 20,000 queries", () => {
    const QUERIES = 20_000;

    test("that are done at once, no more than a budget goes before a tick that comes after them", async () => {
      const { queue } = scene(1_000, 1_000_000_000);
      let asked = 0;
      const ask = () => queue.run("queries", Number.POSITIVE_INFINITY, BODY, () => (asked += 1));
      const all = Array.from({ length: QUERIES }, ask);
      expect([asked, queue.length]).toEqual([QUERIES_TURN, QUERIES - QUERIES_TURN]);
      // A tick comes in each of the turns that follow: between two of them is no more than a budget.
      for (let i = 0; i < 20; i++) {
        const before = asked;
        await turn();
        expect(queue.run("ticks", Number.POSITIVE_INFINITY, BODY, () => asked)).toBe(asked);
        expect(asked - before).toBeLessThanOrEqual(QUERIES_TURN);
      }
      expect(asked).toBeGreaterThan(5 * QUERIES_TURN);
      await Promise.all(all);
      expect([asked, queue.length]).toEqual([QUERIES, 0]);
    });

    test("that wait for the engine, one batch is with it when a tick comes, which goes next", async () => {
      const { submit, queue, done, answer } = scene(1_000, 1_000_000_000);
      for (let i = 0; i < QUERIES; i++) submit("queries", `q${i}`);
      submit("rest", "order");
      submit("ticks", "tick");
      expect(done).toEqual(["q0", "order", "tick"]);
      expect(queue.length).toBe(QUERIES - 1);
      submit("rest", "another");
      await answer();
      await answer();
      // Commands go before queries too; what goes on with a request that has begun before those that have not.
      const more = { queries: 1, bytes: 1, goesOn: true };
      void queue.run("queries", Number.POSITIVE_INFINITY, BODY, () => done.push("more"), more);
      await answer();
      expect(done.slice(3, 6)).toEqual(["another", "more", "q1"]);
    });
  });

  test("holds no more bytes than it may: who has waited longest gives way", async () => {
    const { submit, done, held, answer } = scene(1_000, 150_000);
    submit("rest", "a");
    submit("rest", "b");
    const waiting = [submit("rest", "c"), submit("rest", "d"), submit("rest", "e")];
    expect(await waiting[0]).toMatch(/^c: OVERLOADED/);
    expect(held.sum).toBeLessThanOrEqual(150_000);
    await answer();
    await answer();
    expect(done).toEqual(["a", "b", "d", "e"]);
  });
});

test("of what is shared, whoever has stood still the longest gives way", () => {
  const shared = new SharedBytes(100);
  const gave: string[] = [];
  const holder = (name: string): Holder => ({ giveWay: () => gave.push(name) });
  const [a, b, c, d] = [holder("a"), holder("b"), holder("c"), holder("d")];
  shared.hold(a, 40);
  shared.hold(b, 40);
  shared.touch(a);
  shared.hold(c, 40);
  expect([gave, shared.sum]).toEqual([["b"], 80]);
  shared.touch(b);
  shared.release(a);
  shared.release(a);
  shared.hold(d, 120);
  expect([gave, shared.sum]).toEqual([["b", "c", "d"], 0]);
  // Who waits for us gives way only when nobody else is left to.
  const readied = { isReady: true, giveWay: () => gave.push("ready") };
  shared.hold(readied, 60);
  shared.hold(a, 30);
  shared.hold(b, 30);
  expect([gave.slice(3), shared.sum]).toEqual([["a"], 90]);
  shared.hold({ ...readied }, 41);
  expect([gave.slice(4), shared.sum]).toEqual([["b", "ready"], 41]);
  gave.splice(3);
  // Or, where that was asked for, whoever is alone stays.
  const kind = new SharedBytes(100, true);
  kind.hold(a, 120);
  kind.hold(b, 1);
  kind.hold(c, 200);
  expect([gave.slice(3), kind.sum]).toEqual([["a", "b"], 200]);
});
