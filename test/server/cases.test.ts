import { expect, test } from "vitest";
import { define, get, limits, post, serve, tick } from "./harness.js";

test("an open case is listed, and explained by what it was decided on", async () => {
  const service = await serve();
  await define(service);
  expect((await get(service, "/v1/cases")).body).toEqual({ cases: [], next: null });
  expect((await get(service, "/v1/accounts/alice/explain")).body).toEqual({ account: "alice", case: null });

  await post(service, "/v1/ticks", tick(90_500, 2));
  const { body } = await get(service, "/v1/cases");
  // 100 + 0.1·(9050 − 10000) = 5 of equity, against 1 % of 905.
  expect(body.cases).toMatchObject([
    { case: "C1", account: "alice", equity: "5.000000", maintenanceMargin: "9.050000", blocked: [] },
  ]);
  const explained = (await get(service, "/v1/accounts/alice/explain")).body.case;
  expect(explained).toMatchObject({ case: "C1", state: "open", omitted: 0 });
  expect(explained.decidedOn.evidence["BTC/USD:perp"].sources).toEqual([
    { source: "a", price: "9050.0", age: 0 },
  ]);
  expect(explained.events.map(({ type }: { type: string }) => type)).toEqual(["slice"]);
});

test("a case that has ended is still explained, and no longer listed", async () => {
  const service = await serve();
  await define(service);
  await post(service, "/v1/ticks", tick(90_500, 2));
  await post(service, "/v1/commands", [
    { type: "execution", order: "S1", status: "fill", price: "9050.0", quantity: "0.1", execution: "x" },
  ]);
  expect((await get(service, "/v1/cases")).body).toEqual({ cases: [], next: null });
  const { body } = await get(service, "/v1/accounts/alice/explain");
  expect(body.case.state).toMatch(/^(cured|closed)$/);
});

test("liquidatable accounts that have no case are listed and counted: blocked by CAPACITY", async () => {
  const service = await serve({ pool: { limits: { ...limits, cases: 1 } } });
  await define(service);
  await post(service, "/v1/commands", [
    { type: "account", account: "carol", domain: "d", cash: "100" },
    { type: "position", account: "carol", market: "BTC/USD:perp", quantity: "0.1", entryPrice: "10000" },
  ]);
  expect((await get(service, "/readyz")).body).toEqual({ status: "ready", reasons: [] });
  await post(service, "/v1/ticks", tick(90_500, 2));
  expect((await get(service, "/v1/cases")).body.cases).toMatchObject([
    { case: "C1", account: "alice", blocked: [] },
    { case: null, account: "carol", blocked: [{ market: null, breaker: "CAPACITY" }] },
  ]);
  expect((await get(service, "/readyz")).body).toMatchObject({
    status: "ready",
    capacity: { accounts: 1, cases: 0 },
  });
  await post(service, "/v1/commands", [
    { type: "execution", order: "S1", status: "fill", price: "9050.0", quantity: "0.1", execution: "x" },
    { type: "clock" },
  ]);
  expect((await get(service, "/v1/cases")).body.cases).toMatchObject([{ case: "C2", account: "carol" }]);
  expect((await get(service, "/readyz")).body).toEqual({ status: "ready", reasons: [] });
});

test("an account that is not known is refused by name", async () => {
  const service = await serve();
  const { status, body } = await get(service, "/v1/accounts/nobody/explain");
  expect([status, body.code]).toEqual([404, "UNKNOWN_ACCOUNT"]);
});

/** Alice is long 20 at 650 against two shorts, without cash; no takeover, so a lower mark would have to be made good by them. */
const deleveraging = [
  {
    type: "domain",
    domain: "main",
    asset: "USDC",
    settleDecimals: 6,
    insuranceFund: "10000",
    takeoverPpm: 1_000_000,
    surplus: "fund",
  },
  {
    type: "market",
    market: "BTC",
    domain: "main",
    kind: "linear",
    priceDecimals: 2,
    tickSize: "0.01",
    lotSize: "1",
    tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
    sources: [{ source: "s" }],
    takeoverNotionalMax: "0",
  },
  { type: "tick", market: "BTC", source: "s", price: "655", sequence: 1 },
  { type: "account", account: "alice", domain: "main", cash: "0" },
  { type: "account", account: "r2", domain: "main", cash: "262" },
  { type: "position", account: "r2", market: "BTC", quantity: "-10", entryPrice: "661.55" },
  { type: "account", account: "r5", domain: "main", cash: "655" },
  { type: "position", account: "r5", market: "BTC", quantity: "-20", entryPrice: "661.55" },
  { type: "position", account: "alice", market: "BTC", quantity: "20", entryPrice: "650" },
];

test("who was deleveraged for a case is among what explains it", async () => {
  const service = await serve();
  const { body } = await post(service, "/v1/commands", deleveraging);
  const told = body.events.filter(({ type }: { type: string }) => type === "adl");
  expect(told.map(({ account }: { account: string }) => account).sort()).toEqual(["r2", "r5"]);
  const explained = (await get(service, "/v1/accounts/alice/explain")).body.case;
  expect(explained).toMatchObject({ state: "deleveraged", omitted: 0 });
  expect(explained.events.filter(({ type }: { type: string }) => type === "adl")).toEqual(told);
});

test("cases come in pages", async () => {
  const service = await serve();
  await define(service);
  const names = Array.from({ length: 7 }, (_, i) => `long-${i}`);
  await post(
    service,
    "/v1/commands",
    names.flatMap((account) => [
      { type: "account", account, domain: "d", cash: "100" },
      { type: "position", account, market: "BTC/USD:perp", quantity: "0.1", entryPrice: "10000" },
    ]),
  );
  await post(service, "/v1/ticks", tick(90_500, 2));
  const all = (await get(service, "/v1/cases")).body;
  expect([all.cases.length, all.next]).toEqual([8, null]);
  const paged: unknown[] = [];
  const sizes: number[] = [];
  for (let after: string | null = "C0"; after !== null; ) {
    const { body } = await get(service, `/v1/cases?limit=3&after=${after}`);
    sizes.push(body.cases.length);
    paged.push(...body.cases);
    after = body.next;
  }
  expect([sizes, paged]).toEqual([[3, 3, 2], all.cases]);
  for (const query of ["limit=0", "limit=1001", "limit=x", "after=7", "after=C", "page=2"]) {
    expect([query, (await get(service, `/v1/cases?${query}`)).status]).toEqual([query, 400]);
  }
});
