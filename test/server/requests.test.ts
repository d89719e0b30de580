/** What is refused of a request before its route looks at it, and how long it is wanted. */
import { METHODS, request } from "node:http";
import { describe, expect, test } from "vitest";
import { define, get, post, serve, TIME, tick } from "./harness.js";
import { rawConnection } from "./raw.js";

describe("a method that a route has not", () => {
  const others = METHODS.filter((method) => !["GET", "HEAD", "POST", "CONNECT"].includes(method));
  test("is answered 405, whatever it is", async () => {
    const service = await serve();
    const { port } = new URL(service.url);
    for (const method of others) {
      const path = "/v1/events";
      const answer = await new Promise<{
        status: number | undefined;
        type: string | undefined;
        text: string;
      }>((resolve, reject) => {
        const asked = request({ port, host: "127.0.0.1", method, path }, (response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += chunk;
          });
          response.on("end", () =>
            resolve({ status: response.statusCode, type: response.headers["content-type"], text }),
          );
        });
        asked.on("error", reject);
        asked.end();
      });
      expect([method, answer.status, answer.type]).toEqual([
        method,
        405,
        "application/problem+json; charset=utf-8",
      ]);
      expect(JSON.parse(answer.text)).toMatchObject({ status: 405, code: "UNKNOWN_TYPE" });
    }
  });

  test("CONNECT is, too", async () => {
    const service = await serve();
    const one = rawConnection(service);
    await one.send("CONNECT localhost:80 HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await one.ended;
    expect(one.text()).toMatch(/^HTTP\/1.1 405 Method Not Allowed\r\n[\s\S]*"code":"UNKNOWN_TYPE"/);
  });
});

describe("who asks", () => {
  test("a second Host is refused, whether it says the same or not", async () => {
    const service = await serve();
    await define(service);
    const body = JSON.stringify(tick(100_001, 2));
    const asked = [
      ["GET /livez HTTP/1.1", ""],
      ["GET /v1/events?from=1 HTTP/1.1", ""],
      [`POST /v1/ticks HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`, body],
    ];
    for (const other of ["localhost", "example.com"]) {
      for (const [line, sent] of asked) {
        const one = rawConnection(service);
        await one.send(`${line}\r\nHost: localhost\r\nhOST: ${other}\r\nconnection: close\r\n\r\n${sent}`);
        await one.ended;
        expect(one.text()).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"MALFORMED"/);
      }
    }
  });

  test.each(["/v1/events?from=1", "/v1/markets", "/livez"])(
    "a page of another site may not have %s",
    async (path) => {
      const service = await serve();
      await define(service);
      for (const origin of [
        "https://example.com",
        "null",
        "http://localhost.example.com",
        "file://",
        "localhost",
      ]) {
        const { status, body } = await get(service, path, { origin });
        expect([origin, status, body.code]).toEqual([origin, 403, "FORBIDDEN"]);
      }
    },
  );

  test("nor may it post ticks; one of this machine may", async () => {
    const service = await serve();
    await define(service);
    const before = service.sequencer.commandSeq;
    const foreign = await post(service, "/v1/ticks", tick(100_001, 2), { origin: "https://example.com" });
    expect([foreign.status, service.sequencer.commandSeq]).toEqual([403, before]);
    for (const [i, origin] of ["http://localhost:3000", "https://127.0.0.1", "http://[::1]:80"].entries()) {
      expect((await post(service, "/v1/ticks", tick(100_001, 2 + i), { origin })).status).toBe(200);
    }
  });
});

describe("how long a request is wanted", () => {
  const routes = [
    ["/v1/ticks", tick(100_001, 2)],
    ["/v1/commands", { type: "clock", time: TIME + 5 }],
  ] as const;

  test.each(routes)("%s: what is too old is refused, and not done", async (path, body) => {
    const service = await serve();
    await define(service);
    const before = service.sequencer.commandSeq;
    const refused = [
      { "breakwater-max-age-ms": "0" },
      { "breakwater-max-age-ms": "1000", "breakwater-sent": String(TIME - 60_000_000) },
    ];
    for (const headers of refused) {
      const answer = await post(service, path, body, headers);
      expect([answer.status, answer.body.code, answer.headers.get("retry-after")]).toEqual([
        503,
        "OVERLOADED",
        "1",
      ]);
      expect(answer.body.detail).toContain("breakwater-max-age-ms");
    }
    expect(service.sequencer.commandSeq).toBe(before);
    const sent = String(TIME);
    const wanted = { "breakwater-max-age-ms": "600000", "breakwater-sent": sent };
    expect((await post(service, path, body, wanted)).status).toBe(200);
    expect(service.sequencer.commandSeq).toBe(before + 1);
  });

  test.each([
    [{ "breakwater-max-age-ms": "soon" }, 400, "MALFORMED"],
    [{ "breakwater-max-age-ms": "-1" }, 400, "MALFORMED"],
    [{ "breakwater-max-age-ms": "5", "breakwater-sent": "now" }, 400, "MALFORMED"],
    [{ "breakwater-sent": "5" }, 400, "MISSING_FIELD"],
    [{ "breakwater-max-age-ms": "5", "breakwater-sent": String(TIME + 1_000_001) }, 422, "FUTURE"],
  ])("%j is refused", async (headers, status, code) => {
    const service = await serve();
    await define(service);
    for (const [path, body] of routes) {
      const answer = await post(service, path, body, headers as unknown as Record<string, string>);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    const asked = await get(service, "/v1/accounts/alice", headers as unknown as Record<string, string>);
    expect([asked.status, asked.body.code]).toEqual([status, code]);
  });
});
