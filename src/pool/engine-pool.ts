/** The threads of the engines, owned by Piscina: starts the worker, waits for its engine, ends both. */
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import type { Limits } from "../kernel/limits.js";
import { Shard, type ShardOptions } from "./shard.js";
import type { ShardTask } from "./shard-task.js";

export interface PoolOptions extends ShardOptions {
  /** Table sizes of the engine; absent ones have their defaults. */
  readonly limits?: Partial<Limits>;
  /** How often a worker looks at its empty ring before it sleeps; default 2 000. */
  readonly spins?: number;
  /** The engine must be ready within this time, in milliseconds; default 30 000. */
  readonly startMillis?: number;
  /** The file of the worker's task; default `shard-worker.js`. */
  readonly worker?: URL;
}

/**
 * The threads of the engines, owned by Piscina. One shard for now: its endless task takes the one thread, because the
 * machines this is made for have few cores and a second engine thread would only take turns with the first.
 */
export class EnginePool {
  readonly shard: Shard;
  /** The engine's memory, shared: for names, sizes and decimals that never change. */
  readonly memory: WebAssembly.Memory;
  readonly #piscina: Piscina;
  readonly #task: Promise<void>;

  private constructor(piscina: Piscina, shard: Shard, memory: WebAssembly.Memory, task: Promise<void>) {
    this.#piscina = piscina;
    this.shard = shard;
    this.memory = memory;
    this.#task = task;
  }

  /** Starts the worker and waits until its engine is ready. Throws what the engine threw, or when it takes too long. */
  static async start(options: PoolOptions = {}): Promise<EnginePool> {
    const shard = new Shard(options);
    const piscina = new Piscina({
      filename: (options.worker ?? new URL("./shard-worker.js", import.meta.url)).href,
      minThreads: 1,
      maxThreads: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
    });
    // Piscina reports a worker that dies idle as an event; without a listener that would end the process.
    piscina.on("error", (error: Error) => shard.poisoned(error.message));

    const { port1: news, port2: port } = new MessageChannel();
    const task: ShardTask = {
      commands: shard.commandRing,
      events: shard.eventRing,
      control: shard.control,
      port,
      limits: options.limits ?? {},
      spins: options.spins ?? 2000,
    };
    const ready = new Promise<WebAssembly.Memory>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error("the engine was not ready in time")),
        options.startMillis ?? 30_000,
      );
      news.on("message", (memory: WebAssembly.Memory) => {
        clearTimeout(late);
        resolve(memory);
      });
      shard.onPoison((reason) => {
        clearTimeout(late);
        reject(new Error(reason));
      });
    });
    const ended = piscina.run(task, { transferList: [port] }).then(
      () => shard.poisoned("the worker has ended"),
      (error: Error) => shard.poisoned(error.message),
    );
    try {
      const memory = await ready;
      shard.attach(memory);
      return new EnginePool(piscina, shard, memory, ended);
    } catch (error) {
      await piscina.destroy();
      throw error;
    } finally {
      news.close();
    }
  }

  /** Answers what is outstanding, then ends the thread. With `force`, or a dead worker, ends it at once. */
  async close(force = false): Promise<void> {
    if (!force) await this.shard.finish();
    // The flag first, then close: Piscina would otherwise wait for a loop that does not end.
    if (!force && this.shard.poison === null) {
      await this.#task;
      await this.#piscina.close();
    } else {
      this.shard.poisoned("the pool was closed by force");
      await this.#piscina.destroy();
    }
  }
}
