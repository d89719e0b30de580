/** The sidecar as one object: engine, sequencer, read models and HTTP server, started and ended in order. */
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { Shard as ShardRow } from "../abi/layout.js";
import { Directory } from "../kernel/directory.js";
import { Views } from "../kernel/views.js";
import { EnginePool, type PoolOptions } from "../pool/engine-pool.js";
import { Casebook } from "../readmodels/casebook.js";
import { MarketView } from "../readmodels/market-view.js";
import { decodeEvents } from "../records/event-record.js";
import { Sequencer, type SequencerOptions } from "../sequencer/sequencer.js";
import { DEFAULT_HOST, DEFAULT_PORT, isLoopback } from "./address.js";
import { type AppOptions, buildApp } from "./app.js";
import { newEpoch } from "./epoch.js";
import type { Status } from "./parts.js";
import { EventStreams, type StreamOptions } from "./stream.js";
import { Turns } from "./turns.js";

export interface ServiceOptions {
  /** Loopback; default "127.0.0.1". */
  readonly host?: string;
  /** 0 = any free one; default 7070. */
  readonly port?: number;
  readonly pool?: PoolOptions;
  readonly sequencer?: SequencerOptions;
  readonly streams?: StreamOptions;
  readonly app?: AppOptions;
  /** Names this life of the server, in which an event's number means one event; default: drawn. */
  readonly epoch?: string;
}

/** How often it is seen, while it drains, whether everything is answered, in milliseconds. */
const ANSWERED_MILLIS = 10;

/** The sidecar: an engine in its thread, the sequencer before it, and the HTTP server before that. */
export class Service implements Status {
  readonly pool: EnginePool;
  readonly sequencer: Sequencer;
  readonly directory: Directory;
  readonly app: FastifyInstance;
  /** Of this life: answers and the ids of the event stream have it. */
  readonly epoch: string;
  /** Where long work is done in steps, so that nothing else waits for it. */
  readonly turns = new Turns();
  readonly #streams: EventStreams;
  readonly #views: Views;
  #draining = false;
  #forced = false;
  #url = "";

  /**
   * Starts it all; resolves when it is listening. Throws when the host is not loopback (there is no
   * authentication yet), when the engine does not start, or what `listen` throws (EADDRINUSE).
   */
  static async start(options: ServiceOptions = {}): Promise<Service> {
    const host = options.host ?? DEFAULT_HOST;
    if (!isLoopback(host)) {
      throw new Error(
        `--host ${host}: only loopback (127.0.0.1, ::1, localhost) for now, as there are no tokens yet`,
      );
    }
    const pool = await EnginePool.start(options.pool);
    const service = new Service(pool, options);
    try {
      await service.app.listen({ host, port: options.port ?? DEFAULT_PORT });
    } catch (error) {
      await service.close(true);
      throw error;
    }
    const { address, port, family } = service.app.server.address() as AddressInfo;
    service.#url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
    service.sequencer.start();
    return service;
  }

  private constructor(pool: EnginePool, options: ServiceOptions) {
    this.pool = pool;
    this.epoch = options.epoch ?? newEpoch();
    this.directory = new Directory(pool.memory);
    this.#views = new Views(pool.memory);
    this.sequencer = new Sequencer(pool.shard, options.sequencer);
    const markets = new MarketView(pool.memory, this.directory, this.sequencer.log);
    const casebook = new Casebook();
    this.sequencer.onEvents((events, types) => {
      markets.take(events, types);
      casebook.take(events, types);
    });
    this.#streams = new EventStreams(
      this.sequencer.log,
      this.epoch,
      (events) => decodeEvents(events, this.directory),
      this.turns,
      options.streams,
    );
    this.app = buildApp(
      {
        epoch: this.epoch,
        sequencer: this.sequencer,
        directory: this.directory,
        markets,
        casebook,
        streams: this.#streams,
        turns: this.turns,
        status: this,
      },
      options.app,
    );
    // Keep-alive connections would hold the server open as long as their clients like.
    this.app.addHook("preClose", (done) => {
      const idle = setInterval(() => this.app.server.closeIdleConnections(), 50);
      this.app.server.once("close", () => clearInterval(idle));
      done();
    });
    pool.shard.holdWhile(() => this.#streams.isBehind());
    pool.shard.onPoison((reason) => {
      this.app.log.error(`the engine has stopped: ${reason}`);
      void this.#streams.finish(stopped(reason));
    });
  }

  /** Where it listens, "http://127.0.0.1:7070". */
  get url(): string {
    return this.#url;
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Event streams that are open. */
  get streams(): number {
    return this.#streams.count;
  }

  reasons(): string[] {
    const reasons: string[] = [];
    if (this.#draining) reasons.push("the server is shutting down");
    const { poison } = this.pool.shard;
    if (poison !== null) reasons.push(stopped(poison));
    const { busy } = this.pool.shard;
    if (busy !== null) {
      const what = busy.command === null ? "one command" : `the command behind ${busy.command}`;
      const since = new Date(busy.since).toISOString();
      reasons.push(
        `the engine is busy since ${since}, for ${(busy.millis / 1000).toFixed(1)} s, with ${what}; what comes meanwhile waits for it`,
      );
    }
    const clock = this.#clock();
    if (clock !== null) reasons.push(clock);
    return reasons;
  }

  blocked(): { readonly accounts: number; readonly cases: number } {
    const at = this.#views.address("shard");
    const { view } = this.#views;
    return {
      accounts: view.getUint32(at + ShardRow.roomlessAccounts, true),
      cases: view.getUint32(at + ShardRow.roomlessCases, true),
    };
  }

  /** What is to be said when the engine's clock and this machine's differ by more than a command's time may. */
  #clock(): string | null {
    const ahead = this.sequencer.ahead();
    if (Math.abs(ahead) <= this.sequencer.maxAhead) return null;
    const seconds = (Math.abs(ahead) / 1_000_000).toFixed(3);
    return ahead > 0
      ? `the engine's clock is ${seconds} s ahead of this machine's, which was set back; it goes at half its pace until they agree, and what falls due comes later`
      : `the engine's clock is ${seconds} s behind this machine's, which was set forward, or slept; it goes at one and a half times its pace until they agree, and what falls due comes sooner`;
  }

  /**
   * Ends it: no connection is taken any more, what is in flight is answered, then every stream gets its last event and a last
   * word, then the engine ends. With `force` everything is cut off.
   */
  async close(force = false): Promise<void> {
    this.#draining = true;
    if (force) {
      this.#forced = true;
      this.#streams.close();
      this.app.server.closeAllConnections();
    }
    const closed = this.app.close();
    await this.#answered();
    this.sequencer.stop();
    if (!this.#forced) {
      await this.pool.shard.idle();
      await Promise.race([this.#streams.finish("the server has shut down"), closed]);
    }
    await closed;
    this.#streams.close();
    await this.pool.close(force);
  }

  /** Resolves when only streams are connected, or by force. */
  async #answered(): Promise<void> {
    const { server } = this.app;
    while (!this.#forced) {
      const connections = await new Promise<number>((resolve) =>
        server.getConnections((_error, count) => resolve(count ?? 0)),
      );
      if (connections <= this.#streams.count) return;
      await new Promise((resolve) => setTimeout(resolve, ANSWERED_MILLIS));
    }
  }
}

const stopped = (reason: string): string => `the engine has stopped after an internal error: ${reason}`;
