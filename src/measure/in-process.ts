/**
 * What the engine does on this machine for a program that holds it: orders, ticks and a crash through the public interface,
 * in this thread. No network, no codec, no other thread is in these figures.
 */
import { EventType } from "../abi/layout.js";
import type { Command } from "../domain/commands.js";
import { Engine } from "../engine/engine.js";
import { bitcoinTiers } from "../market-data/venue-tiers.js";
import { population } from "../population/population.js";
import { walkEvents } from "../records/event-walk.js";
import { Xorshift32 } from "../statistics/xorshift32.js";
import { type Measurement, Stopwatch } from "./measurement.js";
import { assignAccounts, checksumOf, describe, generate, sets } from "./workload/lobw.js";
import { FillReader, stage, writeRecords } from "./workload/through-engine.js";

const BATCH = 4_096;
const TICK_BATCH = 64;

/** LOBW B: orders, cancels and IOCs of a thousand traders, each checked for margin, matched and settled. */
export function measureOrders(operations: number): Measurement[] {
  const workload = generate(sets[1], operations);
  const accounts = 1_000;
  const owner = assignAccounts(workload, accounts);
  const end = workload.prefill + workload.operations;
  const name = `orders: ${describe(workload)}, ${accounts} accounts`;

  const engine = stage(workload, accounts);
  const reader = new FillReader();
  const quiet = engine.batch();
  writeRecords(workload, owner, quiet, 0, workload.prefill);
  quiet.flush();
  const batch = engine.batch((events) => reader.take(events));
  const began = performance.now();
  for (let at = workload.prefill; at < end; at += BATCH) {
    writeRecords(workload, owner, batch, at, Math.min(end, at + BATCH));
    batch.flush();
  }
  const seconds = (performance.now() - began) / 1000;
  reader.check(name, workload);

  const single = stage(workload, accounts);
  const one = single.batch();
  writeRecords(workload, owner, one, 0, workload.prefill);
  one.flush();
  const watch = new Stopwatch(operations);
  const singly = performance.now();
  for (let at = workload.prefill; at < end; at++) {
    watch.time(() => {
      writeRecords(workload, owner, one, at, at + 1);
      one.flush();
    });
  }
  const singleSeconds = (performance.now() - singly) / 1000;
  if (single.stateHash() !== engine.stateHash()) throw new Error("orders one at a time led to another state");
  return [
    {
      where: "in process",
      what: name,
      perCall: BATCH,
      samples: Math.ceil(operations / BATCH),
      perSecond: operations / seconds,
      nanos: null,
      checksum: checksumOf(workload),
    },
    {
      where: "in process",
      what: name,
      perCall: 1,
      samples: watch.count,
      perSecond: operations / singleSeconds,
      nanos: watch.quantiles,
      checksum: checksumOf(workload),
    },
  ];
}

const PRICE = 60_000;
const UNITS = 10;

/** Traders of a venue, heavy-tailed, at two to a hundred times leverage, whose slices go to a venue outside. */
function venue(accounts: number): Engine {
  const engine = new Engine({
    domains: 1,
    markets: 1,
    accounts: accounts + 16,
    nameBytes: accounts * 16 + 1_024,
    positions: accounts + 64,
    cases: accounts + 64,
    works: accounts + 64,
    slices: accounts + 64,
    triggerBuckets: 8_388_608,
  });
  const market = {
    market: "BTC-PERP",
    price: PRICE,
    priceDecimals: 1,
    lotSize: 0.001,
    quantityDecimals: 3,
    tiers: bitcoinTiers,
  };
  demand(engine, [
    { type: "domain", domain: "d", asset: "USDT", settleDecimals: 6, takeover: false },
    {
      type: "market",
      market: market.market,
      domain: "d",
      kind: "linear",
      priceDecimals: 1,
      tickSize: "0.1",
      lotSize: "0.001",
      execution: "external",
      tiers: bitcoinTiers,
      sources: [{ source: "index" }],
    },
    { type: "tick", market: market.market, source: "index", price: String(PRICE), sequence: 1 },
  ]);
  let commands: Command[] = [];
  for (const { account, cash, holdings } of population({ seed: 7, accounts, markets: [market] })) {
    commands.push({ type: "account", account, domain: "d", cash });
    for (const holding of holdings) commands.push({ type: "position", account, ...holding });
    if (commands.length < 10_000) continue;
    demand(engine, commands);
    commands = [];
  }
  demand(engine, commands);
  return engine;
}

function demand(engine: Engine, commands: readonly Command[]): void {
  const refused = engine.apply(commands).find((event) => event.type === "rejected");
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
}

function countOf(events: Uint8Array, type: number): number {
  let count = 0;
  walkEvents(events, (_view, _at, found) => {
    if (found === type) count += 1;
  });
  return count;
}

/** Ticks that move the mark by a few ticks and liquidate no account; then a crash by a tenth in one tick. */
export function measureTicks(accounts: number, ticks: number): Measurement[] {
  const engine = venue(accounts);
  const random = new Xorshift32(11);
  let sequence = 1;
  let opened = 0;
  const batch = engine.batch((events) => {
    opened += countOf(events, EventType.liquidationOpened);
  });
  // Accounts that even these few ticks liquidate go first, untimed.
  for (let price = PRICE * UNITS; price < PRICE * UNITS + 5; price++) batch.tick(0, 0, price, ++sequence);
  batch.flush();
  const weak = opened;
  const next = () => batch.tick(0, 0, PRICE * UNITS + random.below(5), ++sequence);
  const began = performance.now();
  const batches = Math.ceil(ticks / TICK_BATCH);
  for (let i = 0; i < batches; i++) {
    for (let j = 0; j < TICK_BATCH; j++) next();
    batch.flush();
  }
  const seconds = (performance.now() - began) / 1000;
  const watch = new Stopwatch(ticks);
  const singly = performance.now();
  while (watch.hasRoom) {
    watch.time(() => {
      next();
      batch.flush();
    });
  }
  const singleSeconds = (performance.now() - singly) / 1000;
  if (opened !== weak) throw new Error(`quiet ticks liquidated ${opened - weak}`);
  const armed = accounts.toLocaleString("en");

  let found = 0;
  let slices = 0;
  const crash = engine.batch((events) => {
    found += countOf(events, EventType.liquidationOpened);
    slices += countOf(events, EventType.slice);
  });
  const before = performance.now();
  crash.tick(0, 0, (PRICE * UNITS * 9) / 10, ++sequence);
  crash.flush();
  const crashSeconds = (performance.now() - before) / 1000;
  if (engine.sweep() !== 0) throw new Error("the sweep disagrees with the cases");
  const each = (crashSeconds * 1e9) / found;
  return [
    {
      where: "in process",
      what: `ticks that liquidate nobody, ${armed} accounts armed`,
      perCall: TICK_BATCH,
      samples: batches,
      perSecond: (TICK_BATCH * batches) / seconds,
      nanos: null,
      checksum: "0 liquidated",
    },
    {
      where: "in process",
      what: `ticks that liquidate nobody, ${armed} accounts armed`,
      perCall: 1,
      samples: watch.count,
      perSecond: ticks / singleSeconds,
      nanos: watch.quantiles,
      checksum: "0 liquidated",
    },
    {
      where: "in process",
      what: `a crash of 10 % in one tick, ${(crashSeconds * 1000).toFixed(1)} ms: ${Math.round(each)} ns a liquidation`,
      perCall: 1,
      samples: 1,
      perSecond: found / crashSeconds,
      nanos: null,
      checksum: `${found} liquidated, ${slices} slices, sweep agrees`,
    },
  ];
}
