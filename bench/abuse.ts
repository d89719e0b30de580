/**
 * Clients that abuse a server of its own process, and one beside them that does nothing wrong: how long its answers take
 * alone and beside each, and how much memory the abuse costs, of ours and of a bare Fastify server. Then more orders than the
 * engine can do; and whether `/livez` answers while a tick bankrupts a hundred thousand accounts.
 */
import type { Command } from "#breakwater/domain/commands.js";
import { runLoad } from "#breakwater/measure/load/run-load.js";
import type { Template } from "#breakwater/measure/load/template.js";
import { quantile } from "#breakwater/statistics/quantiles.js";
import { type Abuse, table } from "./abusers.js";
import { COMMANDS, Flood, type Flooded } from "./flood.js";
import { clearProgress, type Goal, type Options, type Result, type Row, showProgress } from "./harness.js";
import { Bare, healthyTemplates, Served, tickTemplates } from "./served.js";
import type { ServerProcess } from "./server-process.js";

/** Requests a second of the healthy client, and for how long, in seconds. */
const RATE = 200;
const MIB = 2 ** 20;
/** What requests may wait for the engine in the rows of overload, in milliseconds. */
const QUEUE_MILLIS = 200;
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

interface Heard {
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
}

/** A client that does nothing wrong; its numbers go on. Rejects when one of its requests is not answered 200. */
class Healthy {
  readonly #port: number;
  readonly #templates: readonly Template[];
  #start = 0;

  constructor(port: number, templates = healthyTemplates()) {
    this.#port = port;
    this.#templates = templates;
  }

  /** p50 and p99 of its answers, in microseconds, and how many of them were refusals, where that may be. */
  async run(requests: number, mayBeRefused = false): Promise<Heard> {
    const load = { port: this.#port, templates: this.#templates, rate: RATE, requests, mayBeRefused };
    const { micros, statuses } = await runLoad({ ...load, start: this.#start });
    this.#start += requests;
    const refused = statuses["503"] ?? 0;
    return { p50: quantile(micros, 0.5), p99: quantile(micros, 0.99), refused };
  }
}

/** The most memory that a server takes while it is watched. */
function watch(served: ServerProcess): () => number | null {
  let most = served.memory;
  const looking = setInterval(() => {
    most = Math.max(most ?? 0, served.memory ?? 0);
  }, 50);
  return () => {
    clearInterval(looking);
    return most === null ? null : Math.max(most, served.memory ?? 0);
  };
}

const row = (name: string, value: number, ratio: number | null = null): Row => ({
  name,
  median: value,
  least: value,
  most: value,
  ratio,
});

/** What a healthy client heard of a server alone and beside an abuse, and the server's memory meanwhile. */
interface Beside {
  readonly alone: Heard;
  readonly beside: Heard;
  /** Bytes before, the most meanwhile, and a second after; null where the system does not tell. */
  readonly memory: readonly [before: number, peak: number, after: number] | null;
}

async function besides(abuse: Abuse, server: ServerProcess, { smoke }: Options): Promise<Beside> {
  const healthy = new Healthy(server.port);
  const requests = smoke ? 20 : 5 * RATE;
  await healthy.run(requests);
  const alone = await healthy.run(requests);
  const before = server.memory;
  const most = watch(server);
  const abusers = abuse.start(server.port);
  await abusers.ready;
  const beside = await healthy.run(requests);
  abusers.stop();
  const peak = most();
  await pause(smoke ? 0 : 1_000);
  await healthy.run(20);
  if (!server.alive) throw new Error(`the server has not survived ${abuse.name}`);
  const after = server.memory;
  const isTold = before !== null && peak !== null && after !== null;
  return { alone, beside, memory: isTold ? [before, peak, after] : null };
}

async function abused(abuse: Abuse, options: Options): Promise<Result[]> {
  const { smoke } = options;
  const bare = await Bare.start();
  const control = await besides(abuse, bare, options).finally(() => bare.stop());
  const served = await Served.start("--clock-interval", "0");
  try {
    await served.populate(smoke ? 64 : 10_000);
    await served.fill(smoke ? MIB : 48 * MIB);
    const { alone, beside, memory } = await besides(abuse, served, options);
    const base = {
      bench: "abuse",
      workload: `${abuse.name}; beside it ticks and small commands, open loop at ${RATE}/s`,
      checksum: "requests before, beside and after it, all answered 200",
      rounds: 1,
    };
    const ratio = beside.p99 / alone.p99;
    const bareRatio = control.beside.p99 / control.alone.p99;
    const times: Result = {
      ...base,
      unit: "µs",
      rows: [
        row("p50 alone", alone.p50),
        row("p50 beside", beside.p50, beside.p50 / alone.p50),
        row("p99 alone", alone.p99),
        row("p99 beside", beside.p99, ratio),
        row("p50 beside, bare Fastify", control.beside.p50, control.beside.p50 / control.alone.p50),
        row("p99 alone, bare Fastify", control.alone.p99),
        row("p99 beside, bare Fastify", control.beside.p99, bareRatio),
      ],
      notes: [
        `p99 ÷ alone: ${ratio.toFixed(1)}, of a bare Fastify server ${bareRatio.toFixed(1)}; p99 beside ÷ the bare server's ${(beside.p99 / control.beside.p99).toFixed(2)}`,
      ],
      goals: [goal(`p99 beside ÷ alone, ${abuse.name}`, ratio, 3, "×")],
    };
    if (memory === null) return [{ ...times, notes: [...times.notes, "no /proc here: no memory"] }];
    const [before, peak, after] = memory;
    const bareMemory = control.memory as NonNullable<Beside["memory"]>;
    return [
      times,
      {
        ...base,
        bench: "abuse, memory",
        unit: "MiB",
        rows: [
          row("alone", before / MIB),
          row("at most beside", peak / MIB),
          row("a second later", after / MIB),
          row("at most beside, bare Fastify", bareMemory[1] / MIB),
        ],
        notes: [`a bare Fastify server takes ${((bareMemory[1] - bareMemory[0]) / MIB).toFixed(0)} MiB more`],
        goals: [goal(`memory more, ${abuse.name}`, (peak - before) / MIB, 64, "MiB")],
      },
    ];
  } finally {
    await served.stop();
  }
}

const goal = (what: string, found: number, limit: number, unit: string): Goal => ({
  id: "I11",
  what,
  found,
  limit,
  sense: "at most",
  unit,
});

/** Never 0, so that a row shows that it was measured. */
const share = (part: number, all: number) => Math.max(1e-9, part / Math.max(1, all));
const at = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;

/** Capacity in a closed loop, then 1, 2 and 5 times as many requests as that. */
async function overload({ smoke }: Options): Promise<Result[]> {
  const served = await Served.start("--clock-interval", "0", "--queue-millis", String(QUEUE_MILLIS));
  try {
    await served.populate(smoke ? 64 : 10_000);
    // Commands wait with the orders, and may be refused with them; ticks may not.
    const healthy = new Healthy(served.port, tickTemplates());
    const millis = smoke ? 200 : 4_000;
    const ticks = smoke ? 20 : 3 * RATE;
    const few = await Flood.open(served.port, 16);
    await few.run(0, 16, smoke ? 100 : 2_000);
    const closed = await few.run(0, 16, millis);
    few.close();
    const capacity = closed.waits.length / closed.seconds;
    const alone = await healthy.run(ticks);
    const results: Result[] = [];
    for (const times of [1, 2, 5]) {
      const before = await served.commandSeq();
      // Each time anew: a connection that sends nothing for long is closed.
      const flood = await Flood.open(served.port, smoke ? 32 : 900);
      const flooding = flood.run(times * capacity, 0, millis);
      const beside = await healthy.run(ticks, true);
      const found = await flooding;
      flood.close();
      const applied = (await served.commandSeq()) - before - 1 - (ticks - beside.refused);
      const done = found.waits.length;
      if (applied !== done * COMMANDS)
        throw new Error(`${applied} commands were applied, of ${done} requests that were done`);
      results.push(overloadRow(times, capacity, found, alone.p99, beside));
    }
    return results;
  } finally {
    await served.stop();
  }
}

function overloadRow(
  times: number,
  capacity: number,
  { waits, refused, unsent }: Flooded,
  alone: number,
  ticks: Heard,
): Result {
  const sorted = [...waits].sort((a, b) => a - b);
  const longest = at(sorted, 1);
  return {
    bench: "abuse, overload",
    workload: `${times} × ${Math.round(capacity)} requests/s of ${COMMANDS} orders and cancels, which may wait ${QUEUE_MILLIS} ms; beside them ticks at ${RATE}/s`,
    checksum: `${waits.length} answered and applied, ${refused} refused (503) and not applied, ${unsent} not sent; ${ticks.refused} ticks refused`,
    unit: "ms",
    rounds: 1,
    rows: [
      row("answered, p50", at(sorted, 0.5)),
      row("answered, p99", at(sorted, 0.99)),
      row("answered, longest", longest),
      row("ticks alone, p99", alone / 1_000),
      row("ticks beside, p50", ticks.p50 / 1_000),
      row("ticks beside, p99", ticks.p99 / 1_000, ticks.p99 / alone),
    ],
    notes: [`${(100 * share(refused, refused + waits.length)).toFixed(1)} % refused`],
    goals: [goal(`longest wait of an answered request at ${times} ×`, longest, 1.5 * QUEUE_MILLIS, "ms")],
  };
}

/** Longs that a tick at 8,000 leaves with less than nothing: each has a case and a slice then, which the answer tells. */
function crowd(accounts: number): Command[] {
  const people = Array.from({ length: accounts }, (_, i): Command[] => [
    { type: "account", account: `trader-${i}`, domain: "e", cash: "100" },
    { type: "position", account: `trader-${i}`, market: "E", quantity: "1", entryPrice: "10000" },
  ]);
  return [
    { type: "domain", domain: "e", asset: "USD", settleDecimals: 2, takeover: false },
    {
      type: "market",
      market: "E",
      domain: "e",
      kind: "linear",
      priceDecimals: 0,
      tickSize: "1",
      lotSize: "1",
      execution: "external",
      tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 5_000 }],
      sources: [{ source: "index" }],
    },
    { type: "tick", market: "E", source: "index", price: "10000", sequence: 1 },
    ...people.flat(),
  ];
}

/** `/livez` again and again, while a tick bankrupts everybody and a stream shows it. */
async function livez(accept: string, { smoke }: Options): Promise<Result> {
  const accounts = smoke ? 2_000 : 100_000;
  const served = await Served.start("--clock-interval", "0");
  try {
    const world = crowd(accounts);
    for (let from = 0; from < world.length; from += 4_000)
      await served.submit(world.slice(from, from + 4_000));
    const leave = new AbortController();
    const stream = fetch(`${served.url}/v1/events`, { signal: leave.signal })
      .then(async ({ body }) => {
        for await (const _ of body!) if (leave.signal.aborted) break;
      })
      .catch(() => {});
    const look = async () => {
      const asked = performance.now();
      const { status } = await fetch(`${served.url}/livez`);
      if (status !== 200) throw new Error(`/livez says ${status}`);
      return performance.now() - asked;
    };
    for (let i = 0; i < 50; i++) await look();
    const calm: number[] = [];
    for (let i = 0; i < 50; i++) calm.push(await look());
    const waits: number[] = [];
    let slices = 0;
    const crash = fetch(`${served.url}/v1/ticks`, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify({ market: "E", source: "index", price: "8000", sequence: 2 }),
    }).then(async (response) => {
      let bytes = 0;
      for await (const piece of response.body!) bytes += piece.length;
      if (response.status !== 200) throw new Error(`the tick was answered ${response.status}`);
      slices = bytes;
    });
    const began = performance.now();
    // As long as it is being answered, and a little longer, for the stream.
    const until = crash.then(() => performance.now() + (smoke ? 50 : 1_000));
    let end = Number.POSITIVE_INFINITY;
    until.then((time) => {
      end = time;
    });
    while (performance.now() < end) waits.push(await look());
    await crash;
    const seconds = (end - began) / 1_000;
    leave.abort();
    await stream;
    const longest = Math.max(...waits);
    return {
      bench: "abuse, livez",
      workload: `/livez during ${accounts} bankruptcies in one tick, answered in ${accept}, with an event stream`,
      checksum: `${waits.length} answers 200 in ${seconds.toFixed(1)} s; the tick's is ${slices} bytes`,
      unit: "ms",
      rounds: 1,
      rows: [
        row("longest before it", Math.max(...calm)),
        row("longest during it", longest),
        row("median during it", [...waits].sort((a, b) => a - b)[waits.length >> 1]!),
      ],
      notes: ["asked by this process, which reads the answer and the stream too"],
      goals: [goal(`longest /livez, ${accept}`, longest, 100, "ms")],
    };
  } finally {
    await served.stop();
  }
}

export async function abuse(options: Options): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, one] of table(options.smoke).entries()) {
    showProgress(i, 6, one.name);
    results.push(...(await abused(one, options)));
  }
  clearProgress();
  results.push(...(await overload(options)));
  for (const accept of ["application/json", "application/sbe"]) results.push(await livez(accept, options));
  return results;
}
