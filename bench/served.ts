/** `breakwater serve` as a process of its own, with a world to abuse. */
import { fileURLToPath } from "node:url";
import { writeTickBatch } from "#breakwater/codec/sbe.js";
import type { Command } from "#breakwater/domain/commands.js";
import { feedWorld, jsonTemplate, MARKETS } from "#breakwater/measure/load/feed.js";
import { type Patch, postRequest, type Template } from "#breakwater/measure/load/template.js";
import { ServerProcess } from "./server-process.js";

const program = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const bareProgram = fileURLToPath(new URL("../bench/bare-server.mjs", import.meta.url));
const PRICE = 10_000;
/** A book of so many levels a side, of the market that nobody else uses. */
const LEVELS = 1_000;
export const DEEP_MARKET = `M${MARKETS - 2}`;
const FILLER_MARKET = MARKETS - 3;
/** A shard takes so many markets by default, and one of them has to match orders. */
const LEFT_OUT = `M${MARKETS - 1}`;
/** Bytes of a mark in the event log. */
const MARK_BYTES = 72;
const SBE_TICKS = 9_999;

/** The control of ours: `bare-server.ts`. */
export class Bare extends ServerProcess {
  static async start(): Promise<Bare> {
    return new Bare(...(await ServerProcess.spawn([bareProgram])));
  }
}

export class Served extends ServerProcess {
  /** Starts it with these options beside a free port, and waits until it listens. */
  static start(...options: string[]): Promise<Served> {
    return Served.startWith([], options);
  }

  /** The same, with options of Node's. */
  static async startWith(nodeOptions: readonly string[], options: readonly string[]): Promise<Served> {
    const words = [...nodeOptions, program, "serve", "--port", "0", ...options];
    return new Served(...(await ServerProcess.spawn(words)));
  }

  /** The events of commands, none of which may be refused. */
  async submit(commands: readonly Command[]): Promise<{ type: string; commandSeq: number }[]> {
    const response = await fetch(`${this.url}/v1/commands`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(commands),
    });
    const { events } = (await response.json()) as { events: { type: string; commandSeq: number }[] };
    const refused = events?.find(({ type }) => type === "rejected");
    if (response.status !== 200 || refused !== undefined)
      throw new Error(`${response.status}: ${JSON.stringify(refused)}`);
    return events;
  }

  /** Markets that tick, one with a deep book, and one that matches orders. */
  async populate(accounts: number): Promise<void> {
    const feed = feedWorld(accounts).filter(
      (command) => !("market" in command && command.market === LEFT_OUT),
    );
    const world: Command[] = [...feed, ...orderMarket];
    for (let from = 0; from < world.length; from += 4_000) await this.submit(world.slice(from, from + 4_000));
    const side = (step: number) =>
      Array.from({ length: LEVELS }, (_, i): [string, string] => [String(PRICE + step * (1 + i)), "5"]);
    await this.submit([{ type: "book", market: DEEP_MARKET, snapshot: true, bids: side(-1), asks: side(1) }]);
  }

  /** Fills the event log with about so many bytes of marks. */
  async fill(bytes: number): Promise<void> {
    for (let sent = 0; sent * MARK_BYTES < bytes; sent += SBE_TICKS) {
      const ticks = Array.from({ length: SBE_TICKS }, (_, i) => ({
        marketId: FILLER_MARKET,
        sourceId: 0,
        price: PRICE + (i % 9),
        sequence: 2 + sent + i,
      }));
      const response = await fetch(`${this.url}/v1/ticks`, {
        method: "POST",
        headers: { "content-type": "application/sbe", accept: "application/sbe" },
        body: writeTickBatch(ticks),
      });
      await response.arrayBuffer();
      if (response.status !== 200 || response.headers.get("breakwater-rejected") !== "0")
        throw new Error(`ticks were answered ${response.status}`);
    }
  }

  /** How many commands it has counted, the question included. */
  async commandSeq(): Promise<number> {
    const [event] = await this.submit([{ type: "depth", market: DEEP_MARKET, levels: 1 }]);
    return event!.commandSeq;
  }
}

export const ORDER_MARKET = "ORDERS";
export const ORDER_ACCOUNT = "maker";

const orderMarket: Command[] = [
  {
    type: "market",
    market: ORDER_MARKET,
    domain: "d",
    kind: "linear",
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
    sources: [{ source: "index" }],
  },
  { type: "tick", market: ORDER_MARKET, source: "index", price: String(PRICE), sequence: 1 },
  { type: "account", account: ORDER_ACCOUNT, domain: "d", cash: "1000000000" },
];

/**
 * Somebody who does nothing wrong: twelve connections of ticks, and four that define an account with each request. Enough for
 * an open loop: a request that waits for a free connection would count the wait of the one before it too.
 */
export function healthyTemplates(): Template[] {
  const commands = Array.from({ length: 4 }, (_, i): Template => {
    const body = `[{"type":"account","account":"healthy-${i}-##########","domain":"d"}]`;
    const type = { "content-type": "application/json" };
    const bytes = postRequest("/v1/commands", type, new TextEncoder().encode(body));
    const patch: Patch = { offset: bytes.length - body.length + body.indexOf("##"), kind: "digits" };
    return { bytes, patches: [patch] };
  });
  return [...tickTemplates(), ...commands];
}

/** The connections of ticks alone. */
export const tickTemplates = (): Template[] => Array.from({ length: 12 }, (_, i) => jsonTemplate(i));
