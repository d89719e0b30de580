import { request } from "node:http";
import { beforeEach, describe, expect, test } from "vitest";
import type { Service } from "#breakwater/server/service.js";
import { define, get, post, serve, TIME, tick } from "./harness.js";

const MARKET = encodeURIComponent("BTC/USD:perp");

let service: Service;
beforeEach(async () => {
  service = await serve();
  await define(service);
});

describe("GET /v1/markets", () => {
  test("shows a market's specification, mark, breakers and policy", async () => {
    const { status, body } = await get(service, `/v1/markets/${MARKET}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      market: "BTC/USD:perp",
      marketId: 0,
      domain: "d",
      kind: "linear",
      state: "open",
      execution: "external",
      mark: "10000.0",
      index: "10000.0",
      markSources: 1,
      markTime: TIME + 1,
      breakers: [],
      domainBreakers: ["FUND_FLOOR"],
      specification: {
        priceDecimals: 1,
        tickSize: "0.1",
        lotSize: "0.001",
        minPrice: "0.1",
        maxPrice: expect.any(String),
        maxPosition: expect.any(String),
        maxOpenInterest: expect.any(String),
        minOrder: "0.001",
        maxOrder: expect.any(String),
        minNotional: "0.000000",
        makerFeePpm: 0,
        takerFeePpm: 0,
        liquidationFeePpm: 0,
        marketBandPpm: 50_000,
        ordersMax: 1_000,
        maxAge: null,
        skew: null,
        outlierPpm: null,
        jumpPpm: null,
        confirmations: 2,
        confirmGap: 500_000,
        minSources: 1,
        gapAction: "ignore",
        graded: false,
        mark: "index",
        premiumCapPpm: 10_000,
        premiumHalfLife: null,
        premiumHold: 5_000_000,
        volatilityHalfLife: 60_000_000,
        volatilityPpm: 10_000,
        fundingInterval: null,
        confirmAfter: 500_000,
        takeoverNotionalMax: null,
        tiers: [{ from: "0.000000", initialPpm: 20_000, maintenancePpm: 10_000 }],
        sources: [{ source: "a", sourceId: 0, weight: 1 }],
      },
      policy: {
        algorithm: "immediate",
        slippagePpm: 10_000,
        expectedSlippagePpm: 0,
        closeFactorPpm: 1_000_000,
        fullCloseNotional: "0.000000",
        interval: 1_000_000,
        horizon: 60_000_000,
        sliceLifetime: 5_000_000,
        silentMax: 3,
        rejectMax: 3,
        depthSharePpm: 1_000_000,
        disposalFractionPpm: 1_000_000,
        fullDisposalQuantity: "0.000",
        sliceNotionalMax: null,
        rungs: 5,
        riskAversionPpm: 1_000_000,
        jitterPpm: 0,
        branchingMaxPpm: null,
        rateNotional: null,
        rateWindow: 1_000_000,
      },
      breakerSettings: {
        bandPpm: null,
        bandWindow: 60_000_000,
        divergencePpm: null,
        divergenceMax: 600_000_000,
        depthMin: null,
        resumeAfter: 5_000_000,
      },
    });
    expect((await get(service, "/v1/markets")).body).toEqual({ markets: [body] });
  });

  test("follows marks, breakers and policies", async () => {
    const policy = { algorithm: "twap", sliceNotionalMax: "2500.5" };
    await post(service, "/v1/commands", [
      { type: "policy", market: "BTC/USD:perp", policy },
      { type: "halt", market: "BTC/USD:perp", reason: "test" },
    ]);
    await post(service, "/v1/ticks", tick(100_500, 2));
    const { body } = await get(service, `/v1/markets/${MARKET}`);
    expect(body).toMatchObject({ mark: "10050.0", breakers: ["HALTED"] });
    expect(body.policy).toMatchObject({ algorithm: "twap", sliceNotionalMax: "2500.500000" });
    await post(service, "/v1/commands", { type: "resume", market: "BTC/USD:perp" });
    expect((await get(service, `/v1/markets/${MARKET}`)).body.breakers).toEqual(["WARMUP"]);
  });

  test("is empty before a market is defined", async () => {
    expect((await get(await serve(), "/v1/markets")).body).toEqual({ markets: [] });
  });

  test("shows the book", async () => {
    const bids = [
      ["9999.9", "1"],
      ["9999.8", "2.5"],
    ];
    await post(service, "/v1/commands", {
      type: "book",
      market: "BTC/USD:perp",
      bids,
      asks: [["10000.1", "3"]],
      snapshot: true,
    });
    const { body } = await get(service, `/v1/markets/${MARKET}/book`);
    expect(body).toEqual({
      market: "BTC/USD:perp",
      time: TIME + 1,
      bids: [
        ["9999.9", "1.000"],
        ["9999.8", "2.500"],
      ],
      asks: [["10000.1", "3.000"]],
    });
    expect((await get(service, `/v1/markets/${MARKET}/book?levels=1`)).body.bids).toHaveLength(1);
  });

  test("shows what would be force-sold and bought back from which price on", async () => {
    // Alice, long 0.1 from 10 000 with 100: 100 + 0.1·p − 1 000 < 0.001·p. Bob, short with 1 000: 2 000 − 0.1·p < 0.001·p.
    const { status, body } = await get(service, `/v1/markets/${MARKET}/liquidation-map`);
    expect(status).toBe(200);
    expect(body).toEqual({
      market: "BTC/USD:perp",
      time: TIME + 1,
      longs: [["9090.9", "909.090000"]],
      shorts: [["19802.0", "1980.200000"]],
    });
    const carol = { account: "carol", market: "BTC/USD:perp", quantity: "0.01", entryPrice: "8000" };
    await post(service, "/v1/commands", [
      { type: "account", account: "carol", domain: "d" },
      { type: "position", ...carol },
    ]);
    const both = await get(service, `/v1/markets/${MARKET}/liquidation-map`);
    expect(both.body.longs).toEqual([
      ["9090.9", "909.090000"],
      ["8080.8", "80.808000"],
    ]);
    const nearest = await get(service, `/v1/markets/${MARKET}/liquidation-map?levels=1`);
    expect(nearest.body.longs).toEqual([["9090.9", "909.090000"]]);
  });

  test.each([
    ["/v1/markets/none/liquidation-map", 404, "UNKNOWN_MARKET"],
    [`/v1/markets/${MARKET}/liquidation-map?levels=0`, 400, "OUT_OF_RANGE"],
    [`/v1/markets/${MARKET}/liquidation-map?depth=1`, 400, "UNKNOWN_FIELD"],
    ["/v1/markets/none", 404, "UNKNOWN_MARKET"],
    ["/v1/markets/none/book", 404, "UNKNOWN_MARKET"],
    [`/v1/markets/${MARKET}/book?levels=0`, 400, "OUT_OF_RANGE"],
    [`/v1/markets/${MARKET}/book?levels=1001`, 400, "OUT_OF_RANGE"],
    [`/v1/markets/${MARKET}/book?levels=ten`, 400, "MALFORMED"],
    [`/v1/markets/${MARKET}/book?depth=1`, 400, "UNKNOWN_FIELD"],
    ["/v1/markets/@street/book", 400, "MALFORMED"],
    ["/v1/accounts/none", 404, "UNKNOWN_ACCOUNT"],
    ["/v1/accounts/@nobody", 400, "MALFORMED"],
    ["/v1/accounts/@fund?domain=none", 404, "UNKNOWN_DOMAIN"],
    ["/v1/accounts/alice?domain=none", 404, "UNKNOWN_DOMAIN"],
    ["/v1/accounts/alice?market=none", 400, "UNKNOWN_FIELD"],
    [`/v1/accounts/${"a".repeat(65)}`, 400, "MALFORMED"],
    ["/v1/domains/none", 404, "UNKNOWN_DOMAIN"],
    ["/v1/accounts/%ZZ", 400, "MALFORMED"],
    ["/v1/accounts/%FF", 400, "MALFORMED"],
    [`/v1/markets/${MARKET}/book?levels=%FF`, 400, "MALFORMED"],
    [`/v1/markets/${MARKET}/book?%FF=1`, 400, "MALFORMED"],
    [`/v1/accounts/${"a".repeat(193)}`, 400, "MALFORMED"],
  ])("GET %s is %i %s", async (path, status, code) => {
    const answer = await get(service, path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.type).toContain("application/problem+json");
  });
});

describe("reports", () => {
  test("GET /v1/accounts/{account}", async () => {
    const { status, body } = await get(service, "/v1/accounts/alice");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: "alice",
      domain: "d",
      time: TIME + 1,
      equity: "100.000000",
      maintenanceMargin: "10.000000",
      state: "healthy",
      case: null,
      positions: [
        { market: "BTC/USD:perp", quantity: "0.100", mark: "10000.0", liquidationPrice: expect.any(String) },
      ],
    });
    expect(body).not.toHaveProperty("commandSeq");
  });

  test("GET /v1/accounts/@liquidation?domain=", async () => {
    for (const path of ["/v1/accounts/@liquidation?domain=d", "/v1/accounts/%40liquidation"]) {
      const { status, body } = await get(service, path);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        account: "@liquidation",
        domain: "d",
        equity: "0.000000",
        maintenanceMargin: null,
        positions: [],
        collateral: [],
      });
    }
    const street = await get(service, "/v1/accounts/@street?domain=d");
    expect(street.body).toMatchObject({ account: "@street", equity: null });
  });

  test("GET /v1/domains/{domain}", async () => {
    const { status, body } = await get(service, "/v1/domains/d");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      domain: "d",
      accounts: 2,
      cases: 0,
      deposits: "1100.000000",
      deficit: "0.000000",
      arrears: "0.000000",
      seized: [],
      breakers: ["FUND_FLOOR"],
    });
  });

  test("takes names of 64 characters, percent-encoded", async () => {
    const name = `${"a/:".repeat(21)}b`;
    await post(service, "/v1/commands", { type: "account", account: name, domain: "d" });
    const { status, body } = await get(service, `/v1/accounts/${encodeURIComponent(name)}`);
    expect([status, body.account]).toEqual([200, name]);
  });
});

describe("the server", () => {
  test.each(["/livez", "/readyz", "/healthz"])("answers %s", async (path) => {
    const { status, body } = await get(service, path);
    expect([status, body.status]).toEqual([200, path === "/livez" ? "alive" : "ready"]);
  });

  test("answers /version", async () => {
    const { body } = await get(service, "/version");
    expect(body).toEqual({
      name: "breakwater",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      abi: expect.stringMatching(/^[0-9a-f]{8}$/),
      node: process.version,
      epoch: service.epoch,
    });
  });

  test.each(["/", "/v1", "/v1/", "/v1/risk", "/metrics", "/favicon.ico"])(
    "answers 404 to %s",
    async (path) => {
      const { status, body, type } = await get(service, path);
      expect([status, body.status, body.code]).toEqual([404, 404, "UNKNOWN_TYPE"]);
      expect(type).toContain("application/problem+json");
    },
  );

  test.each([
    ["GET", "/v1/ticks", "POST"],
    ["PUT", "/v1/commands", "POST"],
    ["OPTIONS", "/v1/commands", "POST"],
    ["DELETE", "/v1/accounts/alice", "GET, HEAD"],
    ["POST", "/readyz", "GET, HEAD"],
    ["POST", "/v1/events", "GET"],
  ])("answers 405 to %s %s, and what there is", async (method, path, allow) => {
    const response = await fetch(service.url + path, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
    expect(await response.json()).toMatchObject({ status: 405, code: "UNKNOWN_TYPE" });
  });

  test.each([
    "/v1/markets",
    "/v1/accounts/alice",
    "/v1/domains/d",
    `/v1/markets/${MARKET}/book`,
    `/v1/markets/${MARKET}/liquidation-map`,
  ])("answers 406 for %s in anything but JSON", async (path) => {
    const { status, body } = await get(service, path, { accept: "text/html" });
    expect([status, body.code]).toEqual([406, "MALFORMED"]);
  });

  test("answers HEAD without a body", async () => {
    const response = await fetch(`${service.url}/v1/markets`, { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test.each([
    ["localhost:7070", 200],
    ["127.0.0.1", 200],
    ["[::1]:80", 200],
    ["evil.example", 403],
    ["localhost.evil.example", 403],
    ["127.0.0.1.evil.example:80", 403],
  ])("answers for the host %s with %i: other sites' names may point here", async (host, expected) => {
    const status = await new Promise((resolve, reject) => {
      request(`${service.url}/livez`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(expected);
  });
});
