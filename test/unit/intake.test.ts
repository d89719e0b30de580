/** How much of large bodies is read in a turn of the event loop, with connections that bring all that they are asked for. */
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { INTAKE_BYTES, Intake } from "#breakwater/server/intake.js";

const PIECE = 65_536;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** When the ticks that follow this one, and theirs, are over. */
const ticks = () =>
  new Promise<void>((resolve) => process.nextTick(() => process.nextTick(() => process.nextTick(resolve))));

/** A connection, and the request on it whose body it brings. */
class Sender {
  reads = true;
  pieces = 0;
  readonly socket = {
    pause: () => {
      this.reads = false;
    },
    resume: () => {
      this.reads = true;
    },
  };
  pause() {}
  resume() {}
  get request() {
    return this as unknown as IncomingMessage;
  }
}

test("a hundred bodies bring a quarter of a megabyte a turn, each in its turn", async () => {
  const intake = new Intake();
  const senders = Array.from({ length: 100 }, () => new Sender());
  const bring = (sender: Sender) => {
    sender.pieces += 1;
    intake.took(sender.request, PIECE);
  };
  // What is there at once comes at once, and then nobody may go on who has gone beyond.
  senders.forEach(bring);
  await turn();
  for (let i = 0; i < 200; i++) {
    const before = senders.reduce((sum, { pieces }) => sum + pieces, 0);
    for (const sender of senders) if (sender.reads) bring(sender);
    const brought = senders.reduce((sum, { pieces }) => sum + pieces, 0) - before;
    if (i > 2) expect(brought * PIECE).toBeLessThanOrEqual(INTAKE_BYTES);
    await turn();
  }
  expect(intake.longest).toBe(100 * PIECE);
  const counts = senders.map(({ pieces }) => pieces);
  expect(Math.min(...counts)).toBeGreaterThan(5);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(3);
});

test("one alone is never stopped, and a body in many pieces waits once", async () => {
  const intake = new Intake();
  const alone = new Sender();
  for (let i = 0; i < 100; i++) {
    intake.took(alone.request, PIECE);
    await turn();
    expect(alone.reads).toBe(true);
  }
  const [crumbs, other] = [new Sender(), new Sender()];
  for (let i = 0; i < 1_000; i++) intake.took(crumbs.request, PIECE);
  intake.took(other.request, 1);
  await ticks();
  expect([crumbs.reads, other.reads]).toEqual([false, false]);
  await turn();
  expect([crumbs.reads, other.reads]).toEqual([true, true]);
});

test("what is thrown away is read up to a rate, and no further", async () => {
  const intake = new Intake();
  const refused = Array.from({ length: 40 }, () => new Sender());
  for (const sender of refused) {
    intake.threwAway(sender.request, PIECE);
    await turn();
  }
  // A megabyte of 64 KiB pieces, unless the test has taken longer than the tenth of a second that the megabyte is for.
  expect(refused.slice(0, 16).every(({ reads }) => reads)).toBe(true);
  expect(refused.filter(({ reads }) => !reads).length).toBeGreaterThan(0);
  await turn();
  const still = refused.filter(({ reads }) => reads).length;
  await turn();
  expect(refused.filter(({ reads }) => reads).length).toBe(still);
});
