/** The servers of the HTTP bench: an empty Fastify route, and ours with an engine and its traders behind it. */
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import type { Command } from "#breakwater/index.js";
import { writeTickBatch } from "#breakwater/index.js";
import { COUNTER_START, type Patch, postRequest, type Template } from "#breakwater/lab/load/template.js";
import { Service } from "#breakwater/server/service.js";

const MARKETS = 64;
const PRICE = 10_000;
const JSON_TYPE = "application/json";
const SBE_TYPE = "application/sbe";

const nameOf = (market: number) => `M${String(market).padStart(2, "0")}`;

/** One source a market: a connection feeds a market of its own, because a source's ticks come in order. */
function world(accounts: number): Command[] {
  const markets = Array.from(
    { length: MARKETS },
    (_, i): Command => ({
      type: "market",
      market: nameOf(i),
      domain: "d",
      kind: "linear",
      priceDecimals: 0,
      tickSize: "1",
      lotSize: "1",
      maxPrice: "16000",
      execution: "external",
      tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
      sources: [{ source: "index" }],
    }),
  );
  const ticks = markets.map(
    (_, i): Command => ({
      type: "tick",
      market: nameOf(i),
      source: "index",
      price: String(PRICE),
      sequence: 1,
    }),
  );
  const people = Array.from({ length: accounts }, (_, i): Command[] => [
    { type: "account", account: `trader-${i}`, domain: "d", cash: "100000" },
    {
      type: "position",
      account: `trader-${i}`,
      market: nameOf(i % MARKETS),
      quantity: i % 2 === 0 ? "30" : "-30",
      entryPrice: String(PRICE),
    },
  ]);
  return [
    { type: "domain", domain: "d", asset: "USD", settleDecimals: 2 },
    ...markets,
    ...ticks,
    ...people.flat(),
  ];
}

/** Ours, with people who are liquidated a third of the price away. */
export async function startOurs(accounts: number): Promise<Service> {
  const service = await Service.start({
    port: 0,
    pool: { limits: { accounts: accounts + 64, positions: 2 * accounts + 64, markets: MARKETS } },
  });
  const commands = world(accounts);
  for (let from = 0; from < commands.length; from += 2_000) {
    await service.sequencer.submit(commands.slice(from, from + 2_000));
  }
  const defined = service.directory.accountCount;
  if (defined !== accounts) throw new Error(`${defined} accounts, not ${accounts}`);
  return service;
}

/** A route that takes the body and answers at once with as many bytes as ours does. */
export async function startEmpty(answer: string): Promise<{ port: number; close(): Promise<void> }> {
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([JSON_TYPE, SBE_TYPE], { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  app.post("/v1/ticks", { bodyLimit: 4_194_304 }, (request, reply) => {
    reply.type(JSON_TYPE).send((request.body as Buffer).length > 0 ? answer : "");
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}

/** One tick in JSON a request; every one moves the mark of the connection's market. */
export function jsonTemplate(connection: number): Template {
  const body = `{"market":"${nameOf(connection)}","source":"index","price":"1000_","sequence":##########}`;
  const bytes = postRequest("/v1/ticks", { "content-type": JSON_TYPE }, new TextEncoder().encode(body));
  const head = bytes.length - body.length;
  const patches: Patch[] = [
    { offset: head + body.indexOf("##"), kind: "digits" },
    { offset: head + body.indexOf("_"), kind: "digit" },
  ];
  return { bytes, patches };
}

/** `ticks` of one market in SBE a request, answered in SBE. */
export function sbeTemplate(connection: number, ticks: number): Template {
  const body = writeTickBatch(
    Array.from({ length: ticks }, (_, i) => ({
      marketId: connection,
      sourceId: 0,
      price: PRICE + (i % 9),
      sequence: COUNTER_START,
    })),
  );
  const bytes = postRequest("/v1/ticks", { "content-type": SBE_TYPE, accept: SBE_TYPE }, body);
  const entries = bytes.length - body.length + 20;
  const sequences = Array.from({ length: ticks }, (_, i) => entries + 32 * i + 16);
  const patches = sequences.map((offset): Patch => ({ offset, kind: "u64" }));
  return { bytes, patches };
}
