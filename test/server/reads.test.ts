/** Reads do not write: whatever is asked for, no event comes of it, no state changes, and no time passes in the engine. */
import { describe, expect, test } from "vitest";
import { openApiDocument } from "#breakwater/server/openapi/document.js";
import type { Service } from "#breakwater/server/service.js";
import { define, get, machineAt, post, serve, stateHash, TIME, tick } from "./harness.js";

const { paths } = openApiDocument() as { paths: Record<string, Record<string, unknown>> };
const names = { market: "BTC%2FUSD:perp", account: "alice", domain: "d" } as const;
/** Every route that is read, with what there is. */
const reads = Object.entries(paths)
  .filter(([path, operations]) => "get" in operations && path !== "/v1/events")
  .map(([path]) => path.replace(/\{(\w+)\}/g, (_, of: keyof typeof names) => names[of]));

const queries = [
  { type: "report", account: "alice" },
  { type: "report", account: "@fund" },
  { type: "domainReport", domain: "d" },
  { type: "depth", market: "BTC/USD:perp" },
  { type: "liquidationMap", market: "BTC/USD:perp" },
  { type: "hash" },
];

/** A world in which much falls due as soon as time passes: a case with a slice that is out, and a feed that grows stale. */
async function waiting(now: () => number): Promise<Service> {
  const service = await serve({ sequencer: { clockInterval: 0, machine: machineAt(now) } });
  await define(service);
  const market = "BTC/USD:perp";
  await post(service, "/v1/commands", { type: "feedSettings", market, maxAge: 1_000_000 });
  const { body } = await post(service, "/v1/ticks", tick(90_500, 2));
  expect(body.slices).toHaveLength(1);
  return service;
}

const eventsOf = ({ sequencer }: Service) => sequencer.log.nextSeq;

describe("reads do not write", () => {
  test("the routes that are read", () => {
    expect(reads.length).toBeGreaterThan(13);
    expect(reads).toContain("/v1/accounts/alice/explain");
  });

  test("no GET and no query makes an event, however late it comes", async () => {
    let now = TIME;
    const service = await waiting(() => now);
    const [events, hash] = [eventsOf(service), await stateHash(service)];
    now += 3_600_000_000;
    for (const path of reads) {
      for (const method of ["GET", "HEAD"]) {
        const { status } = await fetch(service.url + path, { method });
        expect([method, path, status]).toEqual([method, path, 200]);
        expect([path, eventsOf(service)]).toEqual([path, events]);
      }
    }
    const { body } = await post(service, "/v1/commands", queries);
    expect(body.events.map(({ type, seq }: { type: string; seq?: number }) => [type, seq])).toEqual(
      queries.map(({ type }) => [type, undefined]),
    );
    expect([eventsOf(service), await stateHash(service)]).toEqual([events, hash]);
    // What the reads have not brought about, the next command does.
    await post(service, "/v1/commands", { type: "clock", time: now });
    expect(eventsOf(service)).toBeGreaterThan(events + 1);
  });

  test("nor one that is refused", async () => {
    const service = await waiting(() => TIME);
    const [events, hash] = [eventsOf(service), await stateHash(service)];
    for (const [path, status] of [
      ["/v1/accounts/nobody", 404],
      ["/v1/accounts/nobody/explain", 404],
      ["/v1/accounts/no%20name", 400],
      ["/v1/accounts/alice?domain=none", 404],
      ["/v1/domains/none", 404],
      ["/v1/markets/none/book", 404],
      [`/v1/markets/${names.market}/book?levels=0`, 400],
      ["/v1/markets/none/liquidation-map", 404],
    ] as const) {
      const answer = await get(service, path);
      expect([path, answer.status, answer.body.seq]).toEqual([path, status, undefined]);
      expect([path, eventsOf(service)]).toEqual([path, events]);
    }
    const refused = [
      { type: "report", account: "nobody" },
      { type: "depth", market: 7 },
      { type: "hash", key: 7 },
    ];
    const { body } = await post(service, "/v1/commands", refused);
    expect(body.events.map(({ seq }: { seq?: number }) => seq)).toEqual([undefined, undefined, undefined]);
    expect([eventsOf(service), await stateHash(service)]).toEqual([events, hash]);
  });

  test("a stream that is opened and left leaves nothing behind", async () => {
    const service = await waiting(() => TIME);
    const events = eventsOf(service);
    const leave = new AbortController();
    await fetch(`${service.url}/v1/events?from=1`, { signal: leave.signal });
    leave.abort();
    expect((await get(service, "/v1/events?from=999999")).status).toBe(400);
    expect(eventsOf(service)).toBe(events);
  });
});
