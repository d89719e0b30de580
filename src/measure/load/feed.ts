/**
 * A world to feed over HTTP, and the requests that feed it: 64 markets, one for each connection, because a source's ticks
 * come in order; traders who are liquidated a third of the price away; prices that move a mark with every tick.
 */
import { writeTickBatch } from "../../codec/sbe.js";
import type { Command } from "../../domain/commands.js";
import type { Limits } from "../../kernel/limits.js";
import { COUNTER_START, type Patch, postRequest, type Template } from "./template.js";

export const MARKETS = 64;
/** Of an SBE batch that is 64 KiB with its headers. */
export const BATCH_TICKS = 2_047;
const PRICE = 10_000;
const JSON_TYPE = "application/json";
const SBE_TYPE = "application/sbe";

const nameOf = (market: number) => `M${String(market).padStart(2, "0")}`;

export const feedLimits = (accounts: number): Partial<Limits> => ({
  accounts: accounts + 64,
  positions: 2 * accounts + 64,
  markets: MARKETS,
});

export function feedWorld(accounts: number): Command[] {
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
