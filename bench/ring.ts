/** The ring between two threads: a message there and its answer back, and how many messages one side can send. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { createRing, RingReader, RingWriter } from "#breakwater/pool/ring.js";
import { type AsyncContender, competeAsync, type Options, type Result } from "./harness.js";

const RING_BYTES = 1_048_576;
/** A command record of a tick, roughly. */
const MESSAGE_BYTES = 64;
const STOP = 0;
const MESSAGE = 1;
/** A side that spins looks so often before it sleeps: hardly ever, unless another thread has its core. */
const LONG = 100_000;

/** What `ring-worker.mjs` is started with. */
interface Echo {
  /** How often it looks before it sleeps. */
  readonly spins: number;
  /** Whether it answers each message, or only adds them up. */
  readonly echoes: boolean;
}

interface Ends {
  readonly out: RingWriter;
  readonly back: RingReader;
}

/** Runs `play` against an echoing thread. `spins` is how often each side looks before it sleeps. */
async function withEcho(task: Echo, play: (ends: Ends) => number): Promise<number> {
  const rings = { out: createRing(RING_BYTES), back: createRing(RING_BYTES) };
  const worker = new Worker(new URL("../bench/ring-worker.mjs", import.meta.url), {
    workerData: { ...task, ...rings },
  });
  await once(worker, "message");
  const out = new RingWriter(rings.out);
  const nanos = play({ out, back: new RingReader(rings.back) });
  out.write(STOP, new Uint8Array(0), () => false);
  const [code] = await once(worker, "exit");
  if (code !== 0) throw new Error(`the echo ended with ${code}`);
  return nanos;
}

/** Sends messages one at a time and looks that what comes back is what was sent. */
function roundTrips(name: string, millis: number, spins: number): AsyncContender {
  return {
    name,
    run: () =>
      withEcho({ spins, echoes: true }, ({ out, back }) => {
        const payload = new Uint8Array(MESSAGE_BYTES);
        const number = new Uint32Array(payload.buffer);
        let sum = 0;
        const take = (_kind: number, bytes: Uint8Array) => {
          sum += new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
        };
        const trip = (i: number) => {
          number[0] = i;
          out.write(MESSAGE, payload, () => false);
          // The main thread of a server must not block: here nothing else is to be done.
          while (back.read(take) === 0) back.wait(spins, 1_000);
        };
        const started = performance.now();
        let count = 0;
        while (performance.now() - started < millis) for (let i = 0; i < 100; i++) trip(++count);
        const nanos = ((performance.now() - started) * 1e6) / count;
        if (sum !== (count * (count + 1)) / 2) throw new Error(`${name}: ${sum} came back`);
        return nanos;
      }),
  };
}

/** Sends as fast as there is room; the other side adds up what it gets and reports at the end. */
function stream(name: string, count: number): AsyncContender {
  return {
    name,
    run: () =>
      withEcho({ spins: LONG, echoes: false }, ({ out, back }) => {
        const payload = new Uint8Array(MESSAGE_BYTES);
        const number = new Uint32Array(payload.buffer);
        const started = process.hrtime.bigint();
        for (let i = 1; i <= count; i++) {
          number[0] = i;
          while (!out.tryWrite(MESSAGE, payload));
        }
        out.write(MESSAGE, new Uint8Array(MESSAGE_BYTES), () => false);
        let sum = 0;
        while (
          back.read((_kind, bytes) => {
            sum = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
          }) === 0
        );
        const nanos = Number(process.hrtime.bigint() - started) / count;
        if (sum !== (count * (count + 1)) / 2) throw new Error(`${name}: the other side counted ${sum}`);
        return nanos;
      }),
  };
}

export async function ring({ smoke }: Options): Promise<Result[]> {
  const rounds = smoke ? 1 : 5;
  const millis = smoke ? 1 : 1_000;
  const sent = smoke ? 2_000 : 2_000_000;
  const there = await competeAsync(
    [
      roundTrips("both sides spinning", millis, LONG),
      roundTrips("both sides asleep at every turn", millis, 0),
    ],
    rounds,
  );
  const through = await competeAsync([stream("one way, both spinning", sent)], rounds);
  return [
    {
      bench: "ring, round trip",
      workload: `${MESSAGE_BYTES} bytes there and back, one at a time, for ${millis} ms`,
      checksum: "Σ of the numbers sent",
      unit: "ns",
      rounds,
      rows: there,
      notes: [],
    },
    {
      bench: "ring, throughput",
      workload: `${sent} messages of ${MESSAGE_BYTES} bytes`,
      checksum: `Σ of the numbers sent, ${(sent * (sent + 1)) / 2}`,
      unit: "ns/message",
      rounds,
      rows: through,
      notes: [`${(1_000 / through[0]!.median).toFixed(1)} million messages a second`],
    },
  ];
}
