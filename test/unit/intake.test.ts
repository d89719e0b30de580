/** How much of large bodies is read in a turn of the event loop, with connections that bring all that they are asked for. */
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { Intake } from "#breakwater/server/intake.js";

const PIECE = 65_536;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

class Sender {
  reads = true;
  pieces = 0;
  pause() {
    this.reads = false;
  }
  resume() {
    this.reads = true;
  }
}

test("a hundred bodies bring a megabyte a turn and a little, each in its turn", async () => {
  const intake = new Intake();
  const senders = Array.from({ length: 100 }, () => new Sender());
  const bring = (sender: Sender) => {
    sender.pieces += 1;
    return intake.took(sender as unknown as IncomingMessage, PIECE, true);
  };
  // What is there at once comes at once, and then nobody may go on who has gone beyond the megabyte.
  expect(senders.filter(bring).length).toBe(84);
  await turn();
  for (let i = 0; i < 200; i++) {
    const before = senders.reduce((sum, { pieces }) => sum + pieces, 0);
    for (const sender of senders) if (sender.reads) bring(sender);
    const brought = senders.reduce((sum, { pieces }) => sum + pieces, 0) - before;
    if (i > 2) expect(brought * PIECE).toBeLessThanOrEqual(1_048_576);
    await turn();
  }
  expect(intake.longest).toBe(100 * PIECE);
  const counts = senders.map(({ pieces }) => pieces);
  expect(Math.min(...counts)).toBeGreaterThan(5);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(3);
});

test("one alone is never stopped, and one that does not go on is not waited for", async () => {
  const intake = new Intake();
  const alone = new Sender() as unknown as IncomingMessage;
  for (let i = 0; i < 100; i++) {
    expect(intake.took(alone, PIECE, true)).toBe(false);
    await turn();
  }
  const refused = new Sender();
  expect(intake.took(refused as unknown as IncomingMessage, 2_000_000, false)).toBe(true);
  await turn();
  await turn();
  expect(refused.reads).toBe(false);
});
