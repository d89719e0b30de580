/**
 * What a tick and an order cost on their way from bytes to command records, and slices on their way out, codec by codec:
 * tinybench runs them, because here one call after the other is all there is to measure.
 */

import { Bench } from "tinybench";
import {
  Batch,
  type Command,
  type CommandWriter,
  commandsOf,
  createWriter,
  decodeEvents,
  decodeJson,
  decodeMessagePack,
  Engine,
  encodeCommand,
  encodeJson,
  encodeMessagePack,
  encodeSliceBatch,
  encodeTick,
  encodeTickBatch,
  ticksOf,
  writeTickBatch,
} from "#breakwater/index.js";
import { eventTypes, selectEvents } from "#breakwater/records/event-types.js";
import { type Options, type Result, type Row, showProgress } from "./harness.js";

/** Ticks, orders or slices a message. */
const BATCH = 256;
const MARKET = "BTC-PERP";

const ticks = Array.from({ length: BATCH }, (_, i) => ({
  market: MARKET,
  source: "index",
  price: (60_000 + (i % 100) / 10).toFixed(1),
  sequence: i + 2,
}));
const tickNumbers = ticks.map(({ price, sequence }) => ({
  marketId: 0,
  sourceId: 0,
  price: Math.round(Number(price) * 10),
  sequence,
}));
const tickArrays = tickNumbers.map(({ marketId, sourceId, price, sequence }) => [
  marketId,
  sourceId,
  price,
  sequence,
]);
const orders = Array.from({ length: BATCH }, (_, i) => ({
  type: "order",
  account: `trader-${i % 16}`,
  market: MARKET,
  side: i % 2 === 0 ? "buy" : "sell",
  price: (60_000 + (i % 2 === 0 ? -1 : 1) * (1 + (i % 50))).toFixed(1),
  quantity: "0.001",
}));

/** One market and sixteen traders, whom a low price ruins. */
function scene(execution: "internal" | "external" = "internal"): Engine {
  const engine = new Engine({ accounts: 512, positions: 1_024, orders: 4_096, triggerBuckets: 8_388_608 });
  const commands: Command[] = [
    { type: "domain", domain: "d", asset: "USD", settleDecimals: 6, takeover: false },
    {
      type: "market",
      market: MARKET,
      domain: "d",
      kind: "linear",
      priceDecimals: 1,
      tickSize: "0.1",
      lotSize: "0.001",
      execution,
      tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
      sources: [{ source: "index" }],
    },
    { type: "tick", market: MARKET, source: "index", price: "60000", sequence: 1 },
    ...Array.from(
      { length: 16 },
      (_, i) => ({ type: "account", account: `trader-${i}`, domain: "d", cash: "100000" }) as const,
    ),
    ...Array.from({ length: BATCH }, (_, i) => i).flatMap((i): Command[] => [
      { type: "account", account: `weak-${i}`, domain: "d", cash: "1000" },
      { type: "position", account: `weak-${i}`, market: MARKET, quantity: "0.5", entryPrice: "60000" },
    ]),
  ];
  const refused = engine.apply(commands).find((event) => event.type === "rejected");
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
  return engine;
}

/** What it takes to write the records of `BATCH` ticks or orders. */
type Intake = (writer: CommandWriter) => void;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const must = (outcome: unknown) => {
  if (outcome !== null) throw new Error(`not taken: ${JSON.stringify(outcome)}`);
};

function tickIntakes(): Record<string, Intake> {
  const json = bytesOf(encodeJson({ ticks }));
  const maps = encodeMessagePack({ ticks });
  const arrays = encodeMessagePack(tickArrays);
  const sbe = writeTickBatch(tickNumbers);
  const take = (message: unknown, writer: CommandWriter, isArrays = false) => {
    for (const tick of ticksOf(message, isArrays)) must(encodeTick(tick, writer, isArrays));
  };
  return {
    JSON: (writer) => take(decodeJson(json), writer),
    "MessagePack, maps": (writer) => take(decodeMessagePack(maps), writer),
    "MessagePack, arrays": (writer) => take(decodeMessagePack(arrays), writer, true),
    SBE: (writer) => must(encodeTickBatch(sbe, writer)),
    "records, by Batch": (writer) => {
      const batch = batchOver(writer);
      for (const { marketId, sourceId, price, sequence } of tickNumbers) {
        batch.tick(marketId, sourceId, price, sequence);
      }
    },
  };
}

function orderIntakes(): Record<string, Intake> {
  const json = bytesOf(encodeJson(orders));
  const maps = encodeMessagePack(orders);
  const take = (message: unknown, writer: CommandWriter) => {
    for (const order of commandsOf(message)) must(encodeCommand(order, writer));
  };
  return {
    JSON: (writer) => take(decodeJson(json), writer),
    MessagePack: (writer) => take(decodeMessagePack(maps), writer),
    "records, by Batch": (writer) => {
      const batch = batchOver(writer);
      for (let i = 0; i < BATCH; i++) {
        const price = 600_000 + (i % 2 === 0 ? -10 : 10) * (1 + (i % 50));
        batch.order(i % 16, 0, (i % 2) as 0 | 1, price, 1);
      }
    },
  };
}

const batches = new WeakMap<CommandWriter, Batch>();

/** One an engine, as `Engine.batch` makes it. */
function batchOver(writer: CommandWriter): Batch {
  const batch = batches.get(writer) ?? new Batch(writer, () => 0, null);
  batches.set(writer, batch);
  return batch;
}

/** The state after the records of each are the same. */
function checkIntakes(intakes: Record<string, Intake>): string {
  const hashes = Object.values(intakes).map((intake) => {
    const engine = scene();
    const writer = createWriter();
    intake(writer);
    engine.applyRecords(writer.written, (events) => {
      const refused = decodeEvents(events, engine.directory).find((event) => event.type === "rejected");
      if (refused !== undefined) throw new Error(JSON.stringify(refused));
    });
    return engine.stateHash();
  });
  const [first, ...others] = hashes as [string, ...string[]];
  if (others.some((hash) => hash !== first)) throw new Error(`codecs disagree: ${hashes.join(", ")}`);
  return `state ${first}`;
}

/** The slices that a crash sends, in binary. */
function slicesOfCrash(): { engine: Engine; slices: Uint8Array; count: number } {
  const engine = scene("external");
  const chunks: Uint8Array[] = [];
  const batch = engine.batch((events) => chunks.push(events.slice()));
  batch.tick(0, 0, 585_000, 2);
  batch.flush();
  const slices = selectEvents(chunks, eventTypes(["slice"]));
  const count = decodeEvents(slices, engine.directory).length;
  if (count !== BATCH) throw new Error(`${count} slices, not ${BATCH}`);
  return { engine, slices, count };
}

function outputs({
  engine,
  slices,
}: ReturnType<typeof slicesOfCrash>): Record<string, () => { length: number }> {
  return {
    JSON: () => encodeJson({ slices: decodeEvents(slices, engine.directory) }),
    MessagePack: () => encodeMessagePack({ slices: decodeEvents(slices, engine.directory) }),
    SBE: () => encodeSliceBatch(slices),
  };
}

async function measure(
  what: string,
  checksum: string,
  tasks: Record<string, () => unknown>,
  { smoke }: Options,
): Promise<Result> {
  const sizes = smoke
    ? { time: 1, iterations: 2, warmup: false }
    : { time: 700, warmup: true, warmupTime: 200 };
  const bench = new Bench({ ...sizes, throws: true });
  for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
  showProgress(0, 1, what);
  await bench.run();
  const rows = bench.tasks.map(({ name, result }): Row => {
    if (!("latency" in result)) throw new Error(`${name}: ${result.state}`);
    const { latency } = result;
    const nanos = (millis: number) => (millis * 1e6) / BATCH;
    return {
      name,
      median: nanos(latency.p50),
      least: nanos(latency.min),
      most: nanos(latency.p99),
      ratio: null,
    };
  });
  const first = rows[0]!.median;
  return {
    bench: "codecs",
    workload: `${what}, ${BATCH} a message`,
    checksum,
    unit: "ns each",
    rounds: smoke ? 1 : Math.min(...bench.tasks.map(({ runs }) => runs)),
    rows: rows.map((row, i) => (i === 0 ? row : { ...row, ratio: row.median / first })),
    notes: smoke ? [] : ["in brackets the least and the 99th percentile"],
  };
}

/** From bytes to command records, without the engine; and from binary events to bytes. */
export async function codecs(options: Options): Promise<Result[]> {
  const results: Result[] = [];
  for (const [what, intakes] of Object.entries({ tick: tickIntakes(), order: orderIntakes() })) {
    const writer = createWriter();
    const checksum = checkIntakes(intakes);
    const tasks = Object.entries(intakes).map(([name, intake]) => [
      name,
      () => {
        writer.clear();
        intake(writer);
      },
    ]);
    results.push(await measure(`${what}s, bytes to records`, checksum, Object.fromEntries(tasks), options));
  }
  const crash = slicesOfCrash();
  const out = outputs(crash);
  const told = JSON.parse(String(out["JSON"]?.())) as unknown;
  const packed = decodeMessagePack(out["MessagePack"]?.() as Uint8Array);
  if (JSON.stringify(told) !== JSON.stringify(packed))
    throw new Error("JSON and MessagePack tell different slices");
  const bytes = Object.values(out).map((task) => task().length);
  results.push(
    await measure(
      "slices, events to bytes",
      `${crash.count} slices, ${bytes.join(" + ")} bytes`,
      out,
      options,
    ),
  );
  return results;
}
