/** What an editor and the compiler know of commands and events; checked by `npm run check:types`, and by what happens. */
import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defaultLimits } from "#breakwater/abi/layout.js";
import { commandShapes } from "#breakwater/domain/command-fields.js";
import {
  type AcceptedEvent,
  type Command,
  Engine,
  EnginePool,
  type Event,
  type Limits,
  type OrderCommand,
  Service,
} from "#breakwater/index.js";
import { smallLimits } from "./unit/examples.js";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

describe("commands", () => {
  test("apply takes commands, each with its own fields, and nothing else", () => {
    const engine = new Engine(smallLimits);
    expectTypeOf(engine.apply).parameter(0).toEqualTypeOf<readonly Command[]>();
    engine.apply([{ type: "domain", domain: "d", asset: "USDT", settleDecimals: 6 }]);
    // @ts-expect-error a field that there is not
    engine.apply([{ type: "domain", domain: "e", asset: "USDT", settleDecimals: 6, fundFlor: "1" }]);
    // @ts-expect-error a field that must be there
    engine.apply([{ type: "domain", domain: "f", settleDecimals: 6 }]);
    // @ts-expect-error a number for an amount
    engine.apply([{ type: "account", account: "a", domain: "d", cash: 100 }]);
    // @ts-expect-error a word that there is not
    engine.apply([{ type: "order", account: "a", market: "m", side: "long", quantity: "1" }]);
    // @ts-expect-error a type that there is not
    engine.apply([{ type: "teleport" }]);
    expect(engine.applyParsed([{ type: "teleport" }, null, 7])).toMatchObject([
      { code: "UNKNOWN_TYPE" },
      { code: "MALFORMED" },
      { code: "MALFORMED" },
    ]);
    expectTypeOf<OrderCommand["timeInForce"]>().toEqualTypeOf<"GTC" | "IOC" | "FOK" | "GTT" | undefined>();
  });

  test("every field has a docstring with its default", () => {
    const source = read("src/domain/commands.ts");
    const bare = [...source.matchAll(/(\*\/|[{;])\n {2}readonly (\w+)\??: /g)].filter(
      ([, before, name]) => before !== "*/" && name !== "type",
    );
    expect(bare.map(([, , name]) => name)).toEqual([]);
    expect(source.match(/^ {2}readonly \w+/gm)!.length).toBeGreaterThan(170);
    for (const [type, { fields }] of Object.entries(commandShapes)) {
      for (const field of fields) {
        if (!("default" in field) || field.default === undefined || field.default === -1) continue;
        const shown = `Default: ${JSON.stringify(field.default)}.`;
        const flat = source.replace(/\n {3}\*(?: |(?=\/))/g, " ");
        const doc = new RegExp(`([^{};]*)\\n {2}readonly ${field.name}\\?: `, "g");
        expect([...flat.matchAll(doc)].map(([, text]) => text).join(), `${type}.${field.name}`).toContain(
          shown,
        );
      }
    }
  });
});

describe("accepted", () => {
  const told = (event: AcceptedEvent): unknown => {
    switch (event.command) {
      case "market":
        expectTypeOf(event.marketId).toEqualTypeOf<number>();
        expectTypeOf(event.sourceIds).toEqualTypeOf<Readonly<Record<string, number>>>();
        return event.marketId;
      case "account":
        expectTypeOf(event.accountId).toEqualTypeOf<number>();
        return event.accountId;
      case "order":
        expectTypeOf(event.order).toEqualTypeOf<string>();
        return event.order;
      case "domain":
      case "collateral":
        expectTypeOf(event.domainId).toEqualTypeOf<number>();
        return event.domainId;
      case "halt":
        // @ts-expect-error it defines nothing
        return event.marketId;
      // @ts-expect-error a tick answers by its effects
      case "tick":
        return null;
      default:
        return event.warning;
    }
  };

  test("narrows by command, as an engine answers", () => {
    const engine = new Engine(smallLimits);
    const events: Event[] = engine.apply([
      { type: "domain", domain: "d", asset: "USDT", settleDecimals: 6 },
      { type: "account", account: "a", domain: "d" },
      { type: "halt", domain: "d" },
    ]);
    const accepted = events.filter((event) => event.type === "accepted");
    expectTypeOf(accepted).toEqualTypeOf<AcceptedEvent[]>();
    expect(accepted.map(told)).toEqual([0, 0, undefined]);
  });
});

describe("limits", () => {
  test("are those that there are, each with a docstring and its default", () => {
    expectTypeOf<keyof Limits>().toEqualTypeOf<keyof typeof defaultLimits>();
    const source = read("src/kernel/limit-sizes.ts");
    for (const [name, size] of Object.entries(defaultLimits))
      expect(source).toMatch(
        new RegExp(`/\\*\\* [A-Z].*\\. Default: ${size}\\. \\*/\\n  readonly ${name}: number;`),
      );
  });
});

describe("the core's bytes", () => {
  const bytes = Uint8Array.from(readFileSync(new URL("../build/core.wasm", import.meta.url)));

  test.each([
    ["as they are", bytes],
    ["compiled", new WebAssembly.Module(bytes)],
  ])("can be handed in %s", (_, wasm) => {
    const engine = new Engine(smallLimits, { wasm });
    const commands = [{ type: "domain", domain: "d", asset: "USDT", settleDecimals: 6 }] as const;
    const other = new Engine(smallLimits);
    expect(engine.apply(commands)).toEqual(other.apply(commands));
    expect(engine.stateHash()).toBe(other.stateHash());
  });

  test("must be of this version", () => {
    const book = Uint8Array.from(readFileSync(new URL("../build/book.wasm", import.meta.url)));
    expect(() => new Engine(smallLimits, { wasm: book })).toThrow();
    expect(() => new Engine(smallLimits, { wasm: bytes.slice(0, 100) })).toThrow(/CompileError|WebAssembly/);
  });
});

describe("the server, out of the package", () => {
  test("Service and EnginePool start", async () => {
    const service = await Service.start({ port: 0, pool: { limits: smallLimits } });
    expectTypeOf(service).toEqualTypeOf<Service>();
    expect((await (await fetch(`${service.url}/livez`)).json()) as unknown).toEqual({ status: "alive" });
    await service.close();
    const pool = await EnginePool.start({ limits: smallLimits });
    expectTypeOf(pool).toEqualTypeOf<EnginePool>();
    await pool.close();
  });
});
