/** What the server does on this machine over loopback HTTP, at fixed rates and as fast as it goes. */
import { Service } from "../server/on-demand.js";
import { feedLimits, feedWorld, jsonTemplate, MARKETS } from "./load/feed.js";
import { runLoad } from "./load/run-load.js";
import type { Measurement } from "./measurement.js";

const ACCOUNTS = 10_000;
/** Requests a second of the open loop. */
const RATES = [1_000, 5_000];

/**
 * `POST /v1/ticks`, one tick in JSON a request, on a server in this process, loaded by another: for `seconds` at each
 * rate, and then as fast as the answers come. The load generator shares the machine, and is in these figures.
 */
export async function measureHttp(seconds: number, progress: (what: string) => void): Promise<Measurement[]> {
  const service = await Service.start({ port: 0, pool: { limits: feedLimits(ACCOUNTS) } });
  try {
    const { sequencer } = service;
    const world = feedWorld(ACCOUNTS);
    for (let from = 0; from < world.length; from += 2_000)
      await sequencer.submit(world.slice(from, from + 2_000));
    const port = Number(new URL(service.url).port);
    const templates = Array.from({ length: MARKETS }, (_, i) => jsonTemplate(i));
    let start = 0;
    const load = async (rate: number, requests: number) => {
      const before = sequencer.log.nextSeq;
      const report = await runLoad({ port, templates, rate, requests, start });
      start += requests;
      const marks = sequencer.log.nextSeq - before;
      // A connection's first tick may find the mark where it is.
      if (marks < requests - MARKETS) throw new Error(`${requests} ticks moved only ${marks} marks`);
      return {
        nanos: report.micros.map((micros) => micros * 1000),
        perSecond: requests / report.seconds,
        marks,
      };
    };
    progress("HTTP, warming up");
    const { perSecond } = await load(0, Math.max(64, Math.round(2_000 * Math.min(1, seconds))));
    const measurements: Measurement[] = [];
    for (const rate of RATES) {
      progress(`HTTP, ${rate} requests a second`);
      const requests = Math.max(64, Math.round(rate * seconds));
      const { nanos, marks } = await load(rate, requests);
      measurements.push({
        where: "over loopback HTTP",
        what: `one tick a POST at a fixed ${rate.toLocaleString("en")}/s, ${MARKETS} connections`,
        perCall: 1,
        samples: requests,
        perSecond: null,
        nanos,
        checksum: `all answered 200, ${marks} marks`,
      });
    }
    progress("HTTP, as fast as it goes");
    const requests = Math.max(64, Math.round(perSecond * seconds));
    const full = await load(0, requests);
    measurements.push({
      where: "over loopback HTTP",
      what: `one tick a POST as fast as the answers come, ${MARKETS} connections`,
      perCall: 1,
      samples: requests,
      perSecond: full.perSecond,
      nanos: full.nanos,
      checksum: `all answered 200, ${full.marks} marks`,
    });
    return measurements;
  } finally {
    await service.close();
  }
}
