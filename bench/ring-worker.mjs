// The other side of the ring bench: answers each message with itself, or adds them up and tells the sum. JavaScript,
// because a worker cannot load TypeScript, and the benches run both compiled and in tests.
import { parentPort, workerData } from "node:worker_threads";
import { RingReader, RingWriter } from "#breakwater/pool/ring.js";

const { out, back, spins, echoes } = workerData;
const reader = new RingReader(out);
const writer = new RingWriter(back);
const sum = new Float64Array(1);
let going = true;

function take(kind, payload) {
  if (payload.length === 0) {
    going = false;
    return;
  }
  if (echoes) {
    writer.write(kind, payload, () => false);
    return;
  }
  // Numbers begin at 1: zero ends a stream.
  const number = new DataView(payload.buffer, payload.byteOffset).getUint32(0, true);
  sum[0] += number;
  if (number === 0) writer.write(kind, new Uint8Array(sum.buffer), () => false);
}

parentPort.postMessage("ready");
while (going) if (reader.read(take) === 0) reader.wait(spins, 1_000);
