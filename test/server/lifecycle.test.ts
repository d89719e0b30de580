import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { Directory } from "#breakwater/kernel/directory.js";
import { EnginePool } from "#breakwater/pool/engine-pool.js";
import { Shard } from "#breakwater/pool/shard.js";
import { Casebook } from "#breakwater/readmodels/casebook.js";
import { MarketView } from "#breakwater/readmodels/market-view.js";
import { Sequencer } from "#breakwater/sequencer/sequencer.js";
import { buildApp } from "#breakwater/server/app.js";
import { Service } from "#breakwater/server/service.js";
import { EventStreams } from "#breakwater/server/stream.js";
import { Turns } from "#breakwater/server/turns.js";
import { define, definitions, get, limits, post, serve, tick } from "./harness.js";
import { rawConnection } from "./raw.js";

describe("draining", () => {
  test("answers what is in flight, says it is not ready, ends streams, takes nobody new", async () => {
    const service = await serve();
    await define(service);
    const body = JSON.stringify(tick(90_500, 2));
    const [posting, asking, waiting] = [
      rawConnection(service),
      rawConnection(service),
      rawConnection(service),
    ];
    await posting.send(
      `POST /v1/ticks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 9)}`,
    );
    await asking.send("GET /readyz HTTP/1.1\r\nhost: localhost\r\n");
    const stream = await fetch(`${service.url}/v1/events?from=1`);
    const last = service.sequencer.log.nextSeq - 1;
    await waiting.send("GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n");
    while (!waiting.text().includes('"alive"')) await new Promise((resolve) => setTimeout(resolve, 5));

    const closed = service.close();
    await waiting.ended;
    await asking.send("\r\n");
    await asking.ended;
    expect(asking.text()).toMatch(/^HTTP\/1.1 503 /);
    expect(asking.text()).toMatch(/connection: close/i);
    expect(asking.text()).toContain("the server is shutting down");
    await posting.send(body.slice(9));
    await posting.ended;
    expect(posting.text()).toMatch(/^HTTP\/1.1 200 /);
    expect(posting.text()).toContain('"slices":[{"type":"slice"');
    // Requests are answered first: what they did is streamed, and then a last word.
    const text = await stream.text();
    expect(text).toContain(`id: ${service.epoch}:1\n`);
    expect(service.sequencer.log.nextSeq - 1).toBeGreaterThan(last);
    expect(text).toContain(`id: ${service.epoch}:${service.sequencer.log.nextSeq - 1}\n`);
    expect(text).toMatch(/\nevent: end\ndata: \{"reason":"the server has shut down"\}\n\n$/);
    await closed;
    await expect(fetch(`${service.url}/livez`)).rejects.toThrow();
  });

  test("gives streams their last word also when it is forced", async () => {
    const service = await serve();
    await define(service);
    const stream = await fetch(`${service.url}/v1/events`);
    await service.close(true);
    expect(await stream.text()).toMatch(/\nevent: end\ndata: .*shut down/);
  });

  test("can be forced while a client does not finish its request", async () => {
    const service = await serve();
    const slow = rawConnection(service);
    await slow.send(
      "POST /v1/ticks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    const gentle = service.close();
    await service.close(true);
    await Promise.all([gentle, slow.ended]);
  });
});

describe("a server in trouble", () => {
  test("answers POISONED when its engine is gone, and says so", async () => {
    const service = await serve();
    await define(service);
    await service.pool.shard.send(new Uint8Array(64)).catch(() => {});
    const answer = await post(service, "/v1/ticks", tick(90_500, 2));
    expect([answer.status, answer.body.code, answer.body.status]).toEqual([500, "POISONED", 500]);
    expect((await get(service, "/v1/accounts/alice")).body.code).toBe("POISONED");
    expect((await get(service, "/v1/markets")).status).toBe(200);
    const ready = await get(service, "/readyz");
    expect([ready.status, ready.body.reasons]).toEqual([
      503,
      [expect.stringMatching(/^the engine has stopped/)],
    ]);
    expect((await get(service, "/livez")).status).toBe(200);
  });

  test("tells every stream that its engine is gone, after the last event", async () => {
    const service = await serve();
    await define(service);
    const last = service.sequencer.log.nextSeq - 1;
    const streams = await Promise.all(
      ["?from=1", ""].map((query) => fetch(`${service.url}/v1/events${query}`)),
    );
    await service.pool.shard.send(new Uint8Array(64)).catch(() => {});
    streams.push(await fetch(`${service.url}/v1/events?from=${last}`));
    for (const [i, stream] of streams.entries()) {
      const text = await stream.text();
      expect(text).toMatch(
        /\nevent: end\ndata: \{"reason":"the engine has stopped after an internal error: .*\n\n$/,
      );
      expect(text.includes(`id: ${service.epoch}:${last}\n`)).toBe(i !== 1);
    }
    expect(service.streams).toBe(0);
  });

  test("names a command that takes long, in readiness, and lives on", async () => {
    const service = await serve();
    await define(service);
    // As a command that does not end looks from here: work is out, and the heartbeat stands.
    Object.defineProperty(service.pool.shard, "busy", {
      get: () => ({ command: 7, since: Date.UTC(2026, 0, 1), millis: 1234 }),
    });
    const { status, body } = await get(service, "/readyz");
    expect(status).toBe(503);
    expect(body.reasons).toEqual([
      expect.stringMatching(
        /^the engine is busy since 2026-01-01T00:00:00.000Z, for 1.2 s, with the command behind 7;/,
      ),
    ]);
    expect((await get(service, "/livez")).status).toBe(200);
  });

  test("answers OVERLOADED with Retry-After while its engine takes nothing", async () => {
    const pool = await EnginePool.start({ limits });
    // Nobody takes anything out of this shard's ring.
    const shard = new Shard({ ringBytes: 4096 });
    const directory = new Directory(pool.memory);
    const sequencer = new Sequencer(shard, { clockInterval: 0 });
    const turns = new Turns();
    const streams = new EventStreams(sequencer.log, "one", () => [], turns);
    const markets = new MarketView(pool.memory, directory, sequencer.log);
    const app = buildApp(
      {
        epoch: "one",
        sequencer,
        directory,
        markets,
        streams,
        turns,
        casebook: new Casebook(),
        status: { draining: false, reasons: () => [], blocked: () => ({ accounts: 0, cases: 0 }) },
      },
      { limits: { queueMillis: 50 } },
    );
    const asked = Array.from({ length: 20 }, async () =>
      app.inject({ method: "POST", url: "/v1/commands", payload: { type: "hash" } }),
    );
    // One is with the engine, and waits for it; nobody behind it does.
    for (const answer of await Promise.all(asked.slice(1))) {
      expect([answer.statusCode, answer.json().code, answer.headers["retry-after"]]).toEqual([
        503,
        "OVERLOADED",
        "1",
      ]);
    }
    expect(shard.outstanding).toBe(1);
    shard.poisoned("test");
    for (const answer of await Promise.all(asked)) {
      expect(["POISONED", "OVERLOADED"]).toContain(answer.json().code);
    }
    streams.close();
    await app.close();
    await pool.close();
  });

  test.each([
    ["not HTTP", "hello\r\n\r\n", 400],
    ["without a host", "GET /livez HTTP/1.1\r\n\r\n", 400],
    [
      "with endless headers",
      `GET /livez HTTP/1.1\r\nhost: localhost\r\nx: ${"x".repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ["with a wrong length", "POST /v1/ticks HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n", 400],
  ])("survives a request that is %s", async (_, bytes, status) => {
    const service = await serve();
    const connection = rawConnection(service);
    await connection.send(bytes);
    await connection.ended;
    expect(connection.text()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await get(service, "/livez")).status).toBe(200);
  });

  test("answers what has been applied, also when what follows on the connection is no HTTP", async () => {
    const service = await serve();
    await define(service);
    const stream = await fetch(`${service.url}/v1/events`);
    const posts = [tick(90_500, 2), tick(90_505, 3)].map((one) => {
      const body = JSON.stringify(one);
      return `POST /v1/ticks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    });
    const rest =
      "POST /v1/ticks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nno chunk";
    for (const [i, bytes] of [`${posts[0]}}}garbage\r\n\r\n`, `${posts[1]}${rest}`].entries()) {
      const connection = rawConnection(service);
      await connection.send(bytes);
      await connection.ended;
      expect(connection.text().match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
      expect(connection.text()).toContain(i === 0 ? '"slices":[{"type":"slice"' : '"marks":[{"type":"mark"');
    }
    const last = service.sequencer.log.nextSeq - 1;
    await service.close();
    expect(await stream.text()).toContain(`id: ${service.epoch}:${last}\n`);
  });

  test("waits only so long for a request's headers, its body, the next byte, the next request", async () => {
    const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = (await serve()).app.server;
    // 0 would be for ever.
    expect([headersTimeout, requestTimeout, timeout, keepAliveTimeout]).toEqual([
      10_000, 30_000, 60_000, 65_000,
    ]);
  });

  test("does not open a port for others than this machine", async () => {
    for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com"]) {
      await expect(Service.start({ host, port: 0 })).rejects.toThrow("only loopback");
    }
  });

  test("does not take a port that is taken, and leaves nothing behind", async () => {
    const service = await serve();
    const port = Number(new URL(service.url).port);
    await expect(Service.start({ port, pool: { limits } })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("the process", () => {
  const processes: ChildProcess[] = [];
  afterEach(() => {
    for (const child of processes.splice(0)) child.kill("SIGKILL");
  });

  function run(file: string, ...args: string[]) {
    const path = fileURLToPath(import.meta.resolve(`#breakwater/${file}`));
    const child = spawn(process.execPath, [path, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    processes.push(child);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        text += chunk;
      });
    }
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const says = async (pattern: RegExp) => {
      for (;;) {
        const found = pattern.exec(text);
        if (found !== null) return found;
        if (child.exitCode !== null) throw new Error(`it ended: ${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { child, exit, says, text: () => text };
  }

  const SERVE = ["cli/main.js", "serve", "--port", "0"] as const;
  const LISTENING = /http:\/\/127\.0\.0\.1:\d+/;

  test.each([
    ["serve", "SIGTERM", SERVE],
    ["serve", "SIGINT", SERVE],
    ["npm start", "SIGINT", ["main.js", "--no-demo", "--port", "0"]],
  ] as const)("%s drains at %s and exits with 0", async (_, signal, [file, ...args]) => {
    const { child, exit, says } = run(file, ...args);
    const [url] = await says(LISTENING);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    child.kill(signal);
    expect(await exit).toBe(0);
  });

  test("ends at once at the second signal, with 130", async () => {
    const [file, ...args] = SERVE;
    const { child, exit, says } = run(file, ...args);
    const [url] = await says(LISTENING);
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.on("error", () => {});
    // A request whose body never comes keeps it draining.
    socket.write(
      "POST /v1/ticks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    await fetch(`${url}/livez`);
    child.kill("SIGTERM");
    await says(/draining/);
    child.kill("SIGTERM");
    expect(await exit).toBe(130);
    socket.destroy();
  });

  test.each([
    [["--host", "0.0.0.0"], /only loopback/],
    [["--data-dir", "x"], /--data-dir is not built yet/],
    [["--durability", "sync"], /--durability sync is not built yet/],
    [["--socket", "x"], /--socket is not built yet/],
    [["--config", "x"], /--config is not built yet/],
    [["--port", "70000"], /whole number from 0 to 65535/],
    [["--clock-interval", "5"], /whole number/],
    [["--colour"], /unknown option/],
  ])("refuses %j with 2", async (args, message) => {
    const { exit, text } = run("cli/main.js", "serve", ...args);
    expect(await exit).toBe(2);
    expect(text()).toMatch(message);
  });

  test("exits with 2 when the port is taken", async () => {
    const service = await serve();
    const { exit, text } = run("cli/main.js", "serve", "--port", new URL(service.url).port);
    expect(await exit).toBe(2);
    expect(text()).toMatch(/EADDRINUSE/);
  });

  test("defines things over HTTP and keeps its clock going", async () => {
    const [file, ...args] = SERVE;
    const { child, exit, says } = run(file, ...args, "--clock-interval", "1000");
    const [url] = await says(LISTENING);
    const send = async (command: unknown) => {
      const response = await fetch(`${url}/v1/commands`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(command),
      });
      return (await response.json()) as { events: { time: number; commandSeq: number }[] };
    };
    const { time: _, ...domain } = definitions[0];
    const first = (await send(domain)).events[0]!;
    expect(Math.abs(first.time / 1000 - Date.now())).toBeLessThan(60_000);
    while ((await send({ type: "hash" })).events[0]!.commandSeq < first.commandSeq + 20) {
      // clock commands count too
    }
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
  });
});
