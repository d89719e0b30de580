/**
 * The way in over loopback HTTP (P7, P8): our tick route beside an empty Fastify route, in turn within one run, loaded by
 * a process of its own. In the open loop requests leave at a fixed rate whatever the answers do, and an answer's time
 * counts from when its request was due.
 */

import type { LoadReport } from "#breakwater/measure/load/client.js";
import { BATCH_TICKS, jsonTemplate, MARKETS, sbeTemplate } from "#breakwater/measure/load/feed.js";
import { runLoad } from "#breakwater/measure/load/run-load.js";
import type { Template } from "#breakwater/measure/load/template.js";
import type { Service } from "#breakwater/server/service.js";
import { quantile } from "#breakwater/statistics/quantiles.js";
import { type Goal, median, type Options, type Result, rowsOf, turns } from "./harness.js";
import { startEmpty, startOurs } from "./http-servers.js";
import { nativeLoad } from "./native.js";

const BATCH_CONNECTIONS = 4;
/** A tick less than the protocol takes: prices go round by nines, and the first must differ from the last. */
const LARGE_BATCH_TICKS = 9_999;

/** As long as an answer of ours to one tick. */
const ANSWER = `{"accepted":1,"rejected":[],"marks":[{"type":"mark","seq":1000000,"commandSeq":1000000,"time":${"1".repeat(16)},"market":"M00","index":"10000","mark":"10000","sources":1}],"slices":[]}`;

interface Target {
  readonly name: string;
  readonly port: number;
  /** Looks that what was sent has been done. */
  check(ticks: number): void;
}

interface Pass extends LoadReport {
  /** CPU time of this process, all its threads, in microseconds a request. */
  readonly cpu: number;
}

class Loader {
  readonly program = nativeLoad();
  #start = 0;

  /** Numbers go on where the last pass stopped: a feed's sequence must rise. */
  async run(
    target: Target,
    templates: readonly Template[],
    load: { rate: number; requests: number; ticks: number },
  ): Promise<Pass> {
    const before = process.cpuUsage();
    const { program } = this;
    const report = await runLoad({
      port: target.port,
      templates,
      rate: load.rate,
      requests: load.requests,
      start: this.#start,
      ...(program === undefined ? {} : { program }),
    });
    const { user, system } = process.cpuUsage(before);
    this.#start += load.requests * load.ticks;
    target.check(load.requests * load.ticks);
    return { ...report, cpu: (user + system) / load.requests };
  }

  get note(): string {
    return this.program === undefined
      ? "load by the generator in Node: it may be the slower side"
      : "load by bench/native/load.c";
  }
}

/**
 * Every tick moves a mark, and a mark is an event: their count shows what the engine has done. Only a connection's
 * first tick of a pass may find the mark where it is already.
 */
function targetOf(service: Service): Target {
  let events = service.sequencer.log.nextSeq;
  return {
    name: "our tick route",
    port: Number(new URL(service.url).port),
    check(ticks) {
      const marks = service.sequencer.log.nextSeq - events;
      if (marks > ticks || marks < ticks - MARKETS) throw new Error(`${ticks} ticks, but ${marks} marks`);
      events += marks;
    },
  };
}

async function contest(
  loader: Loader,
  targets: readonly Target[],
  load: { rate: number; requests: number },
  rounds: number,
): Promise<Pass[][]> {
  const templates = Array.from({ length: MARKETS }, (_, i) => jsonTemplate(i));
  const passes = targets.map((): Pass[] => []);
  for (const { round, i } of turns(targets, rounds)) {
    const pass = await loader.run(targets[i]!, templates, { ...load, ticks: 1 });
    if (round >= 0) passes[i]!.push(pass);
  }
  return passes;
}

const perSecond = ({ requests, seconds }: LoadReport) => requests / seconds;

/** P7, requests a second: 64 connections, each with its next request as soon as it has its answer. */
async function closedLoop(loader: Loader, targets: readonly Target[], options: Options): Promise<Result[]> {
  const rounds = options.smoke ? 1 : 5;
  const requests = options.smoke ? 300 : 10_000;
  const passes = await contest(loader, targets, { rate: 0, requests }, rounds);
  const base = {
    bench: "http",
    workload: `one tick in JSON a POST, ${MARKETS} connections, closed loop, ${requests} requests`,
    checksum: `${requests} answers 200, as many marks`,
    rounds,
  };
  const rows = rowsOf(
    targets,
    passes.map((own) => own.map(perSecond)),
  );
  const goal: Goal = {
    id: "P7",
    what: "requests/s, our route ÷ empty route",
    found: rows[1]!.ratio!,
    limit: 0.9,
    sense: "at least",
    unit: "×",
  };
  const cpu = rowsOf(
    targets,
    passes.map((own) => own.map((pass) => pass.cpu)),
  );
  return [
    { ...base, unit: "requests/s", rows, notes: [loader.note], goals: [goal] },
    { ...base, bench: "http, CPU", unit: "µs/request", rows: cpu, notes: [] },
  ];
}

/** P7, times of answers at a fixed rate. */
async function openLoop(
  loader: Loader,
  targets: readonly Target[],
  rate: number,
  options: Options,
): Promise<Result> {
  const rounds = options.smoke ? 1 : 3;
  const requests = options.smoke ? 100 : rate;
  const passes = await contest(loader, targets, { rate, requests }, rounds);
  const told = ([0.5, 0.9, 0.99, 0.999] as const).flatMap((q) =>
    targets.map(({ name }, i) => ({
      name: `p${100 * q} ${name}`,
      values: passes[i]!.map(({ micros }) => quantile(micros, q)),
    })),
  );
  const rows = told.map(({ name, values }, i) => {
    const other = median(told[i - (i % 2)]!.values);
    const [row] = rowsOf([{ name }], [values]);
    return { ...row!, ratio: i % 2 === 0 ? null : median(values) / other };
  });
  const p99 = rows[5]!;
  const goals: Goal[] = [
    {
      id: "P7",
      what: `p50 at ${rate}/s, our route ÷ empty`,
      found: rows[1]!.ratio!,
      limit: 1.15,
      sense: "at most",
      unit: "×",
    },
    {
      id: "P7",
      what: `p99 at ${rate}/s, our route ÷ empty`,
      found: p99.ratio!,
      limit: 1.15,
      sense: "at most",
      unit: "×",
    },
    {
      id: "P7",
      what: `p99 at ${rate}/s, our route`,
      found: p99.median,
      limit: 1_000,
      sense: "at most",
      unit: "µs",
    },
  ];
  return {
    bench: "http",
    workload: `one tick in JSON a POST, ${MARKETS} connections, open loop at ${rate}/s, ${requests} requests`,
    checksum: `${requests} answers 200, as many marks`,
    unit: "µs",
    rounds,
    rows,
    notes: [],
    ...(rate === 10_000 ? { goals } : {}),
  };
}

/** P8: `ticks` a request, read in place by the core; every tick moves a mark. */
async function batches(
  loader: Loader,
  targets: readonly Target[],
  ticks: number,
  options: Options,
): Promise<Result> {
  const rounds = options.smoke ? 1 : 5;
  const requests = options.smoke ? 8 : Math.round(2_000_000 / ticks);
  const templates = Array.from({ length: BATCH_CONNECTIONS }, (_, i) => sbeTemplate(i, ticks));
  const rates = targets.map((): number[] => []);
  for (const { round, i } of turns(targets, rounds)) {
    const pass = await loader.run(targets[i]!, templates, { rate: 0, requests, ticks });
    if (round >= 0) rates[i]!.push((perSecond(pass) * ticks) / 1e6);
  }
  const rows = rowsOf(targets, rates);
  const goal: Goal = {
    id: "P8",
    what: `SBE through HTTP to the engine, ${ticks} ticks a POST`,
    found: rows[1]!.median,
    limit: 10,
    sense: "at least",
    unit: "M ticks/s",
  };
  return {
    bench: "http, SBE",
    workload: `${ticks} ticks in SBE a POST, ${BATCH_CONNECTIONS} connections, closed loop, ${requests} requests`,
    checksum: `${requests} answers 200, ${requests * ticks} marks`,
    unit: "M ticks/s",
    rounds,
    rows,
    notes: ["the empty route takes the bodies and looks at none of them"],
    goals: [goal],
  };
}

/** What the machine carries at all is found first: half and four fifths of the empty route's best, and the plan's rate. */
function ratesFor(closed: Result, { smoke }: Options): number[] {
  const best = closed.rows[0]!.most;
  return smoke ? [10_000] : [Math.round(0.005 * best) * 100, Math.round(0.008 * best) * 100, 10_000];
}

export async function http(options: Options): Promise<Result[]> {
  const service = await startOurs(options.smoke ? 500 : 10_000);
  const empty = await startEmpty(ANSWER);
  try {
    const loader = new Loader();
    const ours = targetOf(service);
    const targets: Target[] = [{ name: "empty Fastify route", port: empty.port, check: () => {} }, ours];
    const results = await closedLoop(loader, targets, options);
    for (const rate of ratesFor(results[0]!, options)) {
      results.push(await openLoop(loader, targets, rate, options));
    }
    for (const ticks of [BATCH_TICKS, LARGE_BATCH_TICKS]) {
      results.push(await batches(loader, targets, ticks, options));
    }
    return results;
  } finally {
    await empty.close();
    await service.close();
  }
}
