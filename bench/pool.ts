/**
 * A batch of commands from the main thread to the engine and back: applied here, while the worker rests; through the rings
 * to Piscina's endless task, which looks for work for a while before it sleeps; and to one that sleeps at once.
 */
import {
  Batch,
  type Command,
  createWriter,
  Directory,
  decodeEvents,
  encodeCommand,
} from "#breakwater/index.js";
import { feedLimits, feedWorld } from "#breakwater/measure/load/feed.js";
import { EnginePool } from "#breakwater/pool/engine-pool.js";
import { type AsyncContender, competeAsync, type Options, type Result } from "./harness.js";

const ACCOUNTS = 256;
const PRICE = 10_000;

function recordsOf(commands: readonly Command[]): Uint8Array {
  const writer = createWriter();
  for (const command of commands) {
    if (encodeCommand(command, writer) === "full") throw new Error("the writer is full");
  }
  return writer.written;
}

async function start(spins: number): Promise<EnginePool> {
  const pool = await EnginePool.start({ limits: feedLimits(ACCOUNTS), spins });
  const { events } = await pool.shard.send(recordsOf(feedWorld(ACCOUNTS)));
  const refused = decodeEvents(Buffer.concat(events), new Directory(pool.memory)).find(
    ({ type }) => type === "rejected",
  );
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
  return pool;
}

/** Ticks of one market; a batch is answered before the next one goes. */
class Feed {
  readonly #pool: EnginePool;
  readonly #isHere: boolean;
  #sequence = 1;
  readonly #writer = createWriter();
  readonly #batch = new Batch(this.#writer, () => 0, null);

  constructor(pool: EnginePool, isHere: boolean) {
    this.#pool = pool;
    this.#isHere = isHere;
  }

  /** Microseconds a batch. */
  async run(batches: number, ticks: number): Promise<number> {
    const { shard } = this.#pool;
    let counted = 0;
    let bytes = 0;
    const began = performance.now();
    for (let i = 0; i < batches; i++) {
      this.#writer.clear();
      for (let j = 0; j < ticks; j++) {
        this.#batch.tick(0, 0, PRICE + (++this.#sequence % 7), this.#sequence);
      }
      const written = this.#writer.written;
      const applied = this.#isHere ? shard.submit(written) : shard.send(written);
      const { commands, events } = applied instanceof Promise ? await applied : applied;
      counted += commands;
      bytes += events.length;
    }
    const micros = ((performance.now() - began) * 1000) / batches;
    if (counted !== batches * ticks) throw new Error(`${counted} ticks counted, not ${batches * ticks}`);
    if (bytes === 0) throw new Error("no marks came back");
    return micros;
  }
}

export async function pool({ smoke }: Options): Promise<Result[]> {
  const rounds = smoke ? 1 : 5;
  const awake = await start(2_000);
  const asleep = await start(0);
  try {
    const ways = [
      ["here, while the worker rests", new Feed(awake, true)],
      ["through the rings, the worker spins, then sleeps", new Feed(awake, false)],
      ["through the rings, the worker sleeps at once", new Feed(asleep, false)],
    ] as const;
    const results: Result[] = [];
    for (const [ticks, batches] of smoke
      ? ([
          [1, 20],
          [40, 5],
        ] as const)
      : ([
          [1, 5_000],
          [40, 5_000],
          [4_096, 200],
        ] as const)) {
      const contenders = ways.map(
        ([name, feed]): AsyncContender => ({ name, run: () => feed.run(batches, ticks) }),
      );
      results.push({
        bench: "pool",
        workload: `${ticks} ticks a batch, ${batches} batches, one after the other, marks read back`,
        checksum: `${batches * ticks} ticks counted`,
        unit: "µs/batch",
        rounds,
        rows: await competeAsync(contenders, rounds),
        notes: [],
      });
    }
    return results;
  } finally {
    await awake.close();
    await asleep.close();
  }
}
