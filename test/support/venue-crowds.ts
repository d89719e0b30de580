/** Crowds whose slices are out at a venue, and commands that concern some of them, for counts of what is looked at. */

import type { Command } from "#breakwater/index.js";
import { type Crowd, domain, engineFor, join, market, tick } from "../../bench/crowd.js";

const command = (fields: object) => fields as Command;
const outside = { execution: "external", policy: { sliceLifetime: 1_000_000 } };

/** As many longs each have a slice out in BTC; nothing is out in ETH. */
function out(size: number, debug: boolean, limits: object = {}): Crowd["engine"] {
  const start = [domain({}), market("BTC", 100_000, outside), market("ETH", 100_000, outside)];
  const engine = engineFor(size, [...start, tick("BTC", "50000", 1), tick("ETH", "2000", 1)], debug, limits);
  join(engine, "l", size, () => ["505", "0.1", "50000"]);
  engine.apply([tick("BTC", "49900", 2)]);
  return engine;
}

const roomFor = (size: number) => ({
  accounts: 3 * size + 64,
  positions: 6 * size + 64,
  nameBytes: 48 * size + 1_024,
  cases: 2 * size + 64,
  works: 36 * size + 1_024,
});

const report = (slice: number, execution: string, price = "49900"): Command =>
  command({
    type: "execution",
    order: `S${slice}`,
    status: "fill",
    price,
    quantity: "0.001",
    execution,
  });

/** So many reports on one slice, of whose ids there is room for half. */
export function reports(size: number, debug = false): Crowd {
  const engine = out(1, debug, { venueReports: Math.ceil(size / 2) });
  return { engine, last: Array.from({ length: size }, (_, i) => report(1, `x${i}`)) };
}

/** Everything that is out in a market is cancelled. */
export function halted(size: number, debug = false): Crowd {
  return { engine: out(size, debug), last: [command({ type: "halt", market: "BTC" })] };
}

/** Another market halts and resumes, again and again. */
export function haltedElsewhere(size: number, debug = false): Crowd {
  const flap = ["halt", "resume"].map((type) => command({ type, market: "ETH" }));
  return { engine: out(size, debug), last: Array.from({ length: 16 }, () => flap).flat() };
}

/** The lives of all slices are over, the shorter the later they were sent; then the venue is silent about all. */
export function expired(size: number, debug = false): Crowd {
  const clock = (second: number) => command({ type: "clock", time: second * 1_000_000 });
  const engine = out(0, debug, roomFor(size));
  for (let i = 0; i < size; i++) {
    const account = `l${i}`;
    engine.apply([
      command({ type: "policy", market: "BTC", policy: { sliceLifetime: 1_000_000 - i } }),
      command({ type: "account", account, domain: "main", cash: "500" }),
      command({ type: "position", account, market: "BTC", quantity: "0.1", entryPrice: "50000" }),
    ]);
  }
  return { engine, last: [clock(2), clock(4)] };
}

/** One leg of many is mismatched, because a fill of it was beyond its limit, until it is reconciled: sixteen times. */
export function heard(size: number, debug = false): Crowd {
  const reconciled = { account: "l0", market: "BTC", quantity: "0.1", entryPrice: "50000" };
  const turns = (i: number) => [report(1, `a${i}`, "40000"), command({ type: "reconcile", ...reconciled })];
  return { engine: out(size, debug), last: Array.from({ length: 16 }, (_, i) => turns(i)).flat() };
}

/** Cases whose accounts hold collateral that BTC prices, in a third market; the breaker of ETH comes and goes. */
export function pledged(size: number, debug = false): Crowd {
  const engine = out(0, debug, roomFor(size));
  engine.apply([
    market("SOL", 100_000, outside),
    tick("SOL", "100", 1),
    command({
      type: "collateral",
      domain: "main",
      asset: "bitcoin",
      decimals: 8,
      market: "BTC",
      haircutPpm: 0,
    }),
  ]);
  for (let i = 0; i < size; i++) {
    engine.apply([
      command({ type: "account", account: `c${i}`, domain: "main", cash: "0" }),
      command({ type: "transfer", account: `c${i}`, asset: "bitcoin", amount: "0.001" }),
      command({ type: "position", account: `c${i}`, market: "SOL", quantity: "4", entryPrice: "100" }),
    ]);
  }
  engine.apply([tick("SOL", "95", 2)]);
  const flap = ["halt", "resume"].map((type) => command({ type, market: "ETH" }));
  return { engine, last: Array.from({ length: 16 }, () => flap).flat() };
}
