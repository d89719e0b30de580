/** What the heartbeat of a worker tells. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Meters } from "#breakwater/abi/layout.js";
import { Engine } from "#breakwater/engine/engine.js";
import { Views } from "#breakwater/kernel/views.js";
import { BEAT, CONTROL_BYTES } from "#breakwater/pool/shard-task.js";
import { Watchdog } from "#breakwater/pool/watchdog.js";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance", "Date"] }));
afterEach(() => vi.useRealTimers());

function watched() {
  const control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
  return { control, watchdog: new Watchdog(control) };
}

test("names what takes long, from its beginning", () => {
  const { watchdog } = watched();
  vi.advanceTimersByTime(10_000);
  watchdog.begin();
  expect(watchdog.busy()).toBeNull();
  const began = Date.now();
  vi.advanceTimersByTime(900);
  expect(watchdog.busy()).toEqual({ command: null, since: began, millis: 900 });
});

test("a heartbeat begins anew, whether a piece of a batch or a command makes it", () => {
  const { control, watchdog } = watched();
  const engine = new Engine({ accounts: 16, positions: 16, orders: 16, triggerBuckets: 65_536 });
  const views = new Views(engine.memory);
  watchdog.attach(engine.memory);
  watchdog.begin();
  for (const beat of [
    () => Atomics.add(control, BEAT, 1),
    () => views.view.setBigUint64(views.address("meters") + Meters.commandSeq, 41n, true),
  ]) {
    vi.advanceTimersByTime(900);
    expect(watchdog.busy()).not.toBeNull();
    beat();
    expect(watchdog.busy()).toBeNull();
  }
  vi.advanceTimersByTime(60_000);
  expect(watchdog.busy()).toMatchObject({ command: 41, millis: 60_000 });
});
