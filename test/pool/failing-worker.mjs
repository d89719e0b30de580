// A shard's worker that fails in the way its limits ask for, once it has been given work.
import { RingReader } from "#breakwater/pool/ring.js";

export default function fail({ commands, port, limits }) {
  if (limits.failure === "start") throw new Error("no core");
  if (limits.failure === "silent start")
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  port.postMessage(null); // ready: the memory is not looked at
  const reader = new RingReader(commands);
  while (!reader.wait(0, 100)) {
    // nothing yet
  }
  if (limits.failure === "exit") process.exit(3);
  if (limits.failure === "throw") throw new Error("broken");
  if (limits.failure === "end") return;
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}
