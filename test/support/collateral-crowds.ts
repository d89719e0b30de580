/** Crowds whose collateral waits for a price, and commands that concern them, or others, for counts of what is looked at. */

import type { Command } from "#breakwater/index.js";
import { type Crowd, domain, engineFor, join, market, tick } from "../../bench/crowd.js";

const command = (fields: object) => fields as Command;
const bitcoin = {
  type: "collateral",
  domain: "main",
  asset: "bitcoin",
  decimals: 8,
  market: "BTC",
  haircutPpm: 0,
};
const resume = (name: string) => command({ type: "resume", market: name });
const deposit = (account: string) =>
  command({ type: "transfer", account, asset: "bitcoin", amount: "0.001" });
/** ETH warms up, and is trusted again, sixteen times. */
const flaps: readonly Command[] = Array.from({ length: 16 }, (_, i) => [
  resume("ETH"),
  tick("ETH", "2000", i + 2),
]).flat();

function stage(size: number, debug: boolean): Crowd["engine"] {
  const external = { execution: "external" };
  const start = ["BTC", "ETH", "SOL"].map((name) => market(name, 100_000, external));
  const ticks = [tick("BTC", "50000", 1), tick("ETH", "2000", 1), tick("SOL", "100", 1)];
  return engineFor(size, [domain({ adl: false }), ...start, ...ticks, command(bitcoin)], debug);
}

/** As many accounts owe what their bitcoin is to pay, which warms up. */
function owing(size: number, debug: boolean): Crowd["engine"] {
  const engine = stage(size, debug);
  for (let i = 0; i < size; i++) {
    const account = `a${i}`;
    const position = { type: "position", account, market: "SOL", quantity: "4", entryPrice: "100" };
    engine.apply([
      command({ type: "account", account, domain: "main" }),
      deposit(account),
      command(position),
    ]);
  }
  // Taken over with 55 of doubtful collateral for a loss of 80.
  engine.apply([resume("BTC"), tick("SOL", "80", 2)]);
  return engine;
}

function depositing(size: number, debug: boolean): Crowd["engine"] {
  const engine = stage(size, debug);
  engine.apply([resume("BTC")]);
  for (let i = 0; i < size; i++) {
    engine.apply([command({ type: "account", account: `a${i}`, domain: "main" }), deposit(`a${i}`)]);
  }
  return engine;
}

/** Legs that wait a day for their next slice. */
function waiting(size: number, debug: boolean): Crowd["engine"] {
  const engine = stage(size, debug);
  engine.apply([command({ type: "policy", market: "BTC", policy: { interval: 86_400_000_000 } })]);
  engine.apply([command({ type: "book", market: "BTC", bids: [], asks: [["60000", "1"]] })]);
  join(engine, "l", size, () => ["505", "0.1", "50000"]);
  engine.apply([tick("BTC", "49900", 2)]);
  return engine;
}
const sooner = (name: string): Command =>
  command({ type: "policy", market: name, policy: { interval: 1_000_000 } });

/** The price comes back. */
export const arrears = (size: number, debug = false): Crowd => ({
  engine: owing(size, debug),
  last: [tick("BTC", "40000", 2)],
});
export const arrearsElsewhere = (size: number, debug = false): Crowd => ({
  engine: owing(size, debug),
  last: flaps,
});
export const deposits = (size: number, debug = false): Crowd => ({
  engine: depositing(size, debug),
  last: [tick("BTC", "40000", 2)],
});
export const depositsElsewhere = (size: number, debug = false): Crowd => ({
  engine: depositing(size, debug),
  last: flaps,
});
/** The interval is a second, and no longer a day. */
export const hastened = (size: number, debug = false): Crowd => ({
  engine: waiting(size, debug),
  last: [sooner("BTC")],
});
export const hastenedElsewhere = (size: number, debug = false): Crowd => ({
  engine: waiting(size, debug),
  last: Array.from({ length: 16 }, () => [
    command({ type: "policy", market: "ETH", policy: { interval: 9_000_000 } }),
    sooner("ETH"),
  ]).flat(),
});
