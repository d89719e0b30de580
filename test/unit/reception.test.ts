/** Who is let in to Fastify in which turn of the event loop, with a clock and an engine in the test's hands. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { Queue } from "#breakwater/server/queue.js";
import { OTHERS_IN, POSTS_IN, POSTS_IN_BYTES, Reception } from "#breakwater/server/reception.js";
import { SharedBytes } from "#breakwater/server/shared-bytes.js";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await turn();
};

function scene({ millis = 1_000, bytes = 10_000_000 } = {}) {
  let time = 1_000;
  const now = () => time;
  const held = new SharedBytes(bytes);
  const queue = new Queue({ millis, held, now });
  const letIn: string[] = [];
  const refused: string[] = [];
  const name = ({ headers }: IncomingMessage) => headers["x-name"] as string;
  const requests = new Map<string, IncomingMessage>();
  const reception = new Reception(
    { queue, held, millis, now, refuse: (request) => refused.push(name(request)) },
    (request) => letIn.push(name(request)),
  );
  return {
    queue,
    held,
    reception,
    letIn,
    refused,
    waitedOf: (what: string) => reception.waitedOf(requests.get(what) as IncomingMessage),
    come(method: string, url: string, what: string, closed = false, length = 20_000) {
      const headers = { "x-name": what, "content-length": String(length) };
      const request = { method, url, headers } as unknown as IncomingMessage;
      requests.set(what, request);
      reception.receive(request, { closed } as ServerResponse);
    },
    /** Commands that wait in the queue, the engine being behind. */
    fillQueue() {
      const work = () => new Promise<void>(() => {});
      for (let i = 0; i < 16; i++)
        Promise.resolve(queue.run("rest", Number.POSITIVE_INFINITY, new Uint8Array(3), work)).catch(() => {});
    },
    pass: (by: number) => {
      time += by;
    },
  };
}

const post = (i: number) => ["POST", "/v1/commands", `post ${i}`] as const;
const read = (i: number) => ["GET", "/v1/markets", `read ${i}`] as const;

describe("the reception before Fastify", () => {
  test("lets in at once while a turn is young, and then some a turn, in order, of either line", async () => {
    const { come, pass, letIn, reception, waitedOf, held } = scene();
    come(...post(0));
    come(...post(1));
    expect(letIn).toEqual(["post 0", "post 1"]);
    // They have taken some milliseconds.
    pass(6);
    for (let i = 2; i < 20; i++) come(...post(i));
    for (let i = 0; i < 3; i++) come(...read(i));
    come("POST", "/v1/ticks?", "tick");
    come("GET", "/livez", "livez");
    expect(letIn.slice(2)).toEqual(["tick", "livez"]);
    expect(reception.length).toBe(21);
    expect(held.sum).toBeGreaterThan(21 * 100);
    pass(4);
    await turn();
    expect(letIn.slice(4)).toEqual(["read 0", "read 1", "read 2", "post 2", "post 3", "post 4", "post 5"]);
    // Who comes now is behind those who wait, however young the turn is.
    come(...post(20));
    await turn();
    expect(letIn.slice(11)).toEqual(["post 6", "post 7", "post 8", "post 9"]);
    await turns(4);
    expect(letIn.slice(15)).toEqual(Array.from({ length: 11 }, (_, i) => `post ${10 + i}`));
    expect([reception.length, held.sum]).toEqual([0, 0]);
    // Since the turn began that brought them, and of those who did not wait: not at all.
    expect([waitedOf("post 2"), waitedOf("post 1"), waitedOf("tick")]).toEqual([10, 0, 0]);
  });

  test("never lets in more than a turn may have, in bytes and in number, however many wait", async () => {
    const { come, pass, letIn } = scene({ bytes: 100_000_000 });
    come(...post(0));
    pass(6);
    for (const [length, most] of [
      [100, POSTS_IN],
      [20_000, Math.ceil(POSTS_IN_BYTES / 20_000)],
      [POSTS_IN_BYTES, 1],
    ] as const) {
      letIn.splice(0);
      for (let i = 1; i < 100; i++) come(...post(i), false, length);
      for (let i = 1; i < 100; i++) come(...read(i));
      let [posts, reads] = [0, 0];
      while (letIn.length < 198) {
        await turn();
        const [nowPosts, nowReads] = ["post", "read"].map(
          (what) => letIn.filter((name) => name.startsWith(what)).length,
        ) as [number, number];
        expect(nowPosts - posts).toBeLessThanOrEqual(most);
        expect(nowReads - reads).toBeLessThanOrEqual(OTHERS_IN);
        [posts, reads] = [nowPosts, nowReads];
      }
      for (const what of ["post", "read"])
        expect(letIn.filter((name) => name.startsWith(what))).toEqual(
          Array.from({ length: 99 }, (_, i) => `${what} ${i + 1}`),
        );
      // The turn that is going on has worked for long enough, as each of the others will have.
      come("GET", "/v1/markets", "first");
      pass(6);
    }
  });

  test("keeps commands out while some wait for the engine, but nobody else", async () => {
    const { come, fillQueue, letIn, reception, queue } = scene();
    fillQueue();
    expect(queue.isBehind()).toBe(true);
    come(...post(0));
    come(...read(0));
    come("POST", "/v1/ticks", "tick");
    await turns(5);
    expect(letIn).toEqual(["read 0", "tick"]);
    expect(reception.length).toBe(1);
  });

  test("lets them in as the engine answers", async () => {
    const { come, letIn, queue } = scene();
    const answers: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => answers.push(resolve));
    for (let i = 0; i < 16; i++) void queue.run("rest", Number.POSITIVE_INFINITY, new Uint8Array(3), work);
    for (let i = 0; i < 10; i++) come(...post(i));
    await turns(3);
    expect(letIn).toEqual([]);
    answers.shift()?.();
    await turns(5);
    expect(letIn.length).toBeGreaterThan(0);
    expect(letIn[0]).toBe("post 0");
  });

  test("refuses what has waited for three quarters of its time, and at once whoever would", async () => {
    const { come, fillQueue, letIn, refused, pass, reception, held } = scene({ millis: 1_000 });
    fillQueue();
    const before = held.sum;
    come(...post(0));
    await turn();
    pass(560);
    come(...post(1));
    expect(refused).toEqual([]);
    pass(10);
    come(...post(2));
    expect(refused).toEqual(["post 2"]);
    pass(190);
    while (refused.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect([refused, reception.length]).toEqual([["post 2", "post 0"], 1]);
    pass(600);
    while (refused.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect([refused[2], letIn, reception.length]).toEqual(["post 1", [], 0]);
    expect(held.sum).toBeLessThanOrEqual(before);
  });

  test("holds no more bytes than it may: who has waited longest gives way", () => {
    const { come, pass, refused, reception, held } = scene({ bytes: 170_000 });
    come(...post(0));
    pass(6);
    for (let i = 1; i < 10; i++) come(...post(i));
    expect(refused).toEqual(["post 1", "post 2", "post 3"]);
    expect([reception.length, held.sum <= 170_000]).toEqual([6, true]);
  });

  test("lets nobody in whose connection is gone", async () => {
    const { come, pass, letIn } = scene();
    come(...post(0));
    pass(6);
    come("POST", "/v1/commands", "gone", true);
    come(...post(1));
    await turns(2);
    expect(letIn).toEqual(["post 0", "post 1"]);
  });
});
