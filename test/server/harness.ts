import { afterEach } from "vitest";
import type { MachineClock } from "#breakwater/sequencer/wall-clock.js";
import { Service, type ServiceOptions } from "#breakwater/server/service.js";

export const TIME = 1_700_000_000_000_000;

/** Table sizes that make a small engine quickly. */
export const limits = { accounts: 4096, positions: 8192, orders: 8192, triggerBuckets: 8_388_608 };

/** A domain in which one price of 9,050.0 liquidates alice: 0.1 at 10,000 with 100 of cash and 1 % of maintenance. */
export const definitions = [
  { type: "domain", time: TIME, domain: "d", asset: "USDT", settleDecimals: 6, takeover: false },
  {
    type: "market",
    market: "BTC/USD:perp",
    domain: "d",
    kind: "linear",
    execution: "external",
    priceDecimals: 1,
    tickSize: "0.1",
    lotSize: "0.001",
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
    sources: [{ source: "a" }],
  },
  { type: "account", account: "alice", domain: "d", cash: "100" },
  { type: "account", account: "bob", domain: "d", cash: "1000" },
  { type: "position", account: "alice", market: "BTC/USD:perp", quantity: "0.1", entryPrice: "10000" },
  { type: "position", account: "bob", market: "BTC/USD:perp", quantity: "-0.1", entryPrice: "10000" },
] as const;

/** A tick as JSON has it; the price in tenths. */
export const tick = (tenths: number, sequence: number, more: object = {}) => ({
  market: "BTC/USD:perp",
  source: "a",
  price: (tenths / 10).toFixed(1),
  sequence,
  ...more,
});

const running: Service[] = [];

/** A machine whose day is never set: both its clocks go with `now`. */
export const machineAt = (now: () => number): MachineClock => ({ day: now, monotonic: now });

/** A service on a free port, without a clock of its own, that the test's end closes. */
export async function serve(options: ServiceOptions = {}): Promise<Service> {
  const service = await Service.start({
    port: 0,
    ...options,
    pool: { limits, ...options.pool },
    // A machine where no time passes: what comes without a time has the same in every run.
    sequencer: { clockInterval: 0, machine: machineAt(() => TIME), ...options.sequencer },
  });
  running.push(service);
  return service;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close(true)));
});

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer, it asserts
  readonly body: any;
}

async function answered(response: Response): Promise<Answered> {
  const type = response.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await response.arrayBuffer());
  const body = type.includes("json") ? JSON.parse(new TextDecoder().decode(bytes)) : bytes;
  return { status: response.status, type, headers: response.headers, body };
}

export async function get(
  { url }: Service,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return answered(await fetch(url + path, { headers }));
}

export async function post(
  { url }: Service,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  return answered(
    await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: raw ? body : JSON.stringify(body),
    }),
  );
}

/** Defines the small domain and gives it its first mark. */
export async function define(service: Service): Promise<void> {
  const { status, body } = await post(service, "/v1/commands", definitions);
  if (status !== 200 || body.events.some((event: { type: string }) => event.type === "rejected")) {
    throw new Error(JSON.stringify(body));
  }
  await post(service, "/v1/ticks", tick(100_000, 1, { time: TIME + 1 }));
}

export async function stateHash(service: Service): Promise<string> {
  return (await post(service, "/v1/commands", { type: "hash" })).body.events[0].stateHash;
}
