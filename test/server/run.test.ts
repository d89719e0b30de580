import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EXIT_FAILURE, runUntilSignal } from "#breakwater/server/run.js";
import type { Service } from "#breakwater/server/service.js";

const signals = ["SIGTERM", "SIGINT"] as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  for (const signal of signals) process.removeAllListeners(signal);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A service that drains when it is told to, or when it is forced; and what was done to it, in order. */
function draining(when: Promise<void>) {
  const done: string[] = [];
  const close = async (force = false) => {
    done.push(force ? "forced" : "close");
    if (!force) await when;
  };
  return { service: { close } as Service, done };
}

test.each(signals)("%s: what feeds it stops first, then it drains: 0", async (signal) => {
  const { service, done } = draining(Promise.resolve());
  const code = runUntilSignal(service, async () => {
    await Promise.resolve();
    done.push("before");
  });
  process.emit(signal);
  expect(await code).toBe(0);
  expect(done).toEqual(["before", "close"]);
});

test("what is not answered in time is cut off, and the exit code says so", async () => {
  const { service, done } = draining(new Promise(() => {}));
  const code = runUntilSignal(service);
  process.emit("SIGTERM");
  await vi.runAllTimersAsync();
  expect(await code).toBe(EXIT_FAILURE);
  expect(EXIT_FAILURE).not.toBe(0);
  expect(done).toEqual(["close", "forced"]);
});
