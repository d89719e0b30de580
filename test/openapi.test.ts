/** The description of the server against what the server really does. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { commandShapes } from "#breakwater/domain/command-fields.js";
import type { Field } from "#breakwater/domain/field.js";
import { fieldTexts, textOf } from "#breakwater/domain/field-texts.js";
import { openApiDocument } from "#breakwater/server/openapi/document.js";
import { answerExamples, bodyExamples, played } from "#breakwater/server/openapi/examples.js";
import { Generator } from "./property/generate.js";
import { makeProduct } from "./property/product.js";
import { get, post, serve } from "./server/harness.js";
import { examples } from "./unit/examples.js";

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { schema: object }>> }>
  > & {
    readonly 200: { readonly content: Readonly<Record<string, { schema: object }>> };
  };
}

interface Schema {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const document = openApiDocument() as Document;
const ajv = new Ajv2020({ strict: false, discriminator: false });
const validator = (name: string) => ajv.getSchema(`openapi#/components/schemas/${name}`);

beforeAll(() => {
  ajv.addSchema(document, "openapi");
});

const faultsOf = (name: string, value: unknown): string => {
  const validate = validator(name);
  if (validate === undefined) return `no schema ${name}`;
  return validate(value) === true ? "" : `${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`;
};

/** Fastify prints its routes as a tree, four characters a level; those with methods behind them are routes. */
function pathsOf(tree: string): string[] {
  const parents: string[] = [];
  const paths: string[] = [];
  for (const line of tree.split("\n")) {
    const found = /^(.*)── ([^ ]*)( \(.*\))?$/.exec(line);
    if (found === null) continue;
    const [, indent = "", segment = "", methods] = found;
    const depth = Math.floor(indent.length / 4);
    parents[depth] = (depth === 0 ? "" : (parents[depth - 1] ?? "")) + segment;
    if (methods !== undefined) paths.push(parents[depth] as string);
  }
  return paths;
}

describe("openapi.json", () => {
  test("every example of a command fits its schema, and a field too many does not", () => {
    for (const [type, command] of Object.entries(examples)) {
      expect(faultsOf(`command.${type}`, command)).toBe("");
      expect(faultsOf(`command.${type}`, { ...command, bogus: 1 })).not.toBe("");
    }
    expect(Object.keys(examples).length).toBeGreaterThan(25);
  });

  test("every event of a random stream fits its schema", () => {
    const generator = new Generator(11);
    const product = makeProduct();
    const seen = new Set<string>();
    for (let i = 0; i < 4_000; i += 1) {
      const { command } = generator.next();
      const events = product.apply(command);
      generator.observe(events);
      for (const event of events) {
        seen.add(String(event.type));
        const fault = faultsOf(`event.${String(event.type)}`, event);
        if (fault !== "") expect.fail(fault);
      }
    }
    expect(seen.size).toBeGreaterThan(18);
  });

  test("every operation has an id of its own, a tag, an example, and schemas that say what they are", () => {
    const operations = Object.values(document.paths).flatMap((of) => Object.values(of)) as Operation[];
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const bare = operations.filter(({ tags, responses }) => {
      const [content] = Object.values(responses["200"].content);
      return tags.length !== 1 || JSON.stringify(content!.schema) === '{"type":"object"}';
    });
    expect(bare).toEqual([]);
    expect(ids.filter((id) => answerExamples[id] === undefined)).toEqual(["getOpenApi", "getDocs"]);
    expect(document).toMatchObject({ security: [], tags: expect.any(Array) });
  });

  test("every field of every schema says what it is", () => {
    const mute: string[] = [];
    const look = (schema: Schema, path: string) => {
      for (const [field, of] of Object.entries(schema.properties ?? {})) {
        const at = `${path}.${field}`;
        const known = of.description !== undefined || of.enum !== undefined;
        if (!known && of.$ref === undefined) mute.push(at);
        look(of, at);
        if (of.items !== undefined) look(of.items, at);
      }
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) look(schema as Schema, name);
    expect(mute).toEqual([]);
  });

  test("every text is used", () => {
    const used = new Set<string>();
    const look = (fields: readonly Field[], owner: string) => {
      for (const field of fields) {
        const own = `${owner}.${field.name}`;
        used.add(own in fieldTexts ? own : field.name);
        if (field.kind === "object" || field.kind === "rows") look(field.fields, field.name);
      }
    };
    for (const [type, { fields }] of Object.entries(commandShapes)) look(fields, type);
    expect(Object.keys(fieldTexts).filter((key) => !used.has(key))).toEqual([]);
  });

  test("texts of numbers name their unit", () => {
    const unit = /microseconds|parts per million|10\^-9|number|decimals|how many|index/i;
    const unnamed: string[] = [];
    const look = (fields: readonly Field[], owners: readonly string[]) => {
      for (const field of fields) {
        const text = textOf(owners, field.name);
        if (field.kind === "integer" && field.name !== "seed" && !unit.test(text)) unnamed.push(field.name);
        if (/Ppm$/.test(field.name) && !text.includes("parts per million")) unnamed.push(field.name);
        if (field.kind === "object" || field.kind === "rows") look(field.fields, [...owners, field.name]);
      }
    };
    for (const [type, { fields }] of Object.entries(commandShapes)) look(fields, [type]);
    expect([...new Set(unnamed)]).toEqual([]);
  });

  test("the examples are what a server answers to them, and fit their schemas", async () => {
    const service = await serve({ epoch: "8f14e45fceea167a" });
    const faults: string[] = [];
    const told: Record<string, unknown> = {};
    const note = (id: string, path: string, method: string, body: unknown) => {
      told[id] = body;
      const pointer = `paths/${path.replaceAll("/", "~1")}/${method}/responses/200/content/application~1json/schema`;
      const validate = ajv.getSchema(`openapi#/${pointer.replaceAll("{", "%7B").replaceAll("}", "%7D")}`)!;
      if (validate(body) !== true) faults.push(`${id}: ${ajv.errorsText(validate.errors)}`);
    };
    const read = async (ids: (id: string) => boolean) => {
      for (const [path, operations] of Object.entries(document.paths)) {
        const { operationId } = (operations["get"] ?? {}) as Operation;
        if (operationId === undefined || !ids(operationId)) continue;
        const names = path
          .replace("{market}", "BTC-PERP")
          .replace("{account}", "alice")
          .replace("{domain}", "main");
        note(operationId, path, "get", (await get(service, names)).body);
      }
    };
    const apart = ["streamEvents", "getOpenApi", "getDocs"];
    const late = ["explainAccount", "getCases"];
    note(
      "postCommands",
      "/v1/commands",
      "post",
      (await post(service, "/v1/commands", bodyExamples["postCommands"])).body,
    );
    await post(service, "/v1/commands", played.commands);
    await post(service, "/v1/ticks", played.ticks);
    await read((id) => !apart.includes(id) && !late.includes(id));
    note(
      "postTicks",
      "/v1/ticks",
      "post",
      (await post(service, "/v1/ticks", bodyExamples["postTicks"])).body,
    );
    await read((id) => late.includes(id));
    expect(faults).toEqual([]);
    const versions = { version: expect.any(String), abi: expect.any(String), node: expect.any(String) };
    const { streamEvents: _, ...expected } = answerExamples;
    expect(told).toEqual({ ...expected, getVersion: { ...(expected["getVersion"] as object), ...versions } });
  });

  test("refusals and unhealthy answers fit their schemas", async () => {
    const service = await serve();
    const all = [
      await get(service, "/v1/accounts/nobody"),
      await get(service, "/v1/events?from=x:1"),
      await post(service, "/v1/commands", { type: "teleport" }),
      await post(service, "/v1/commands", [{ type: "teleport" }, {}], {}),
      await post(service, "/v1/commands?atomic=true", [{ type: "teleport" }, {}]),
      await post(service, "/v1/ticks", "{"),
    ];
    expect(all.map(({ status }) => status)).toEqual([404, 410, 400, 200, 400, 400]);
    for (const { status, body } of all)
      expect(faultsOf(status === 200 ? "commandAnswer" : "problem", body)).toBe("");
    service.pool.shard.poisoned("test");
    const { status, body } = await get(service, "/readyz");
    expect([status, faultsOf("health", body)]).toEqual([503, ""]);
  });

  test("docs/openapi.json is current: npm run generate makes it so", () => {
    const file = readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8");
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test("it lists the routes that the server has, and no others", async () => {
    const service = await serve();
    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const { app } = service;
    for (const route of listed) {
      const [method, path] = route.split(" ") as [string, string];
      expect(app.hasRoute({ method, url: path.replaceAll(/\{(\w+)\}/g, ":$1") }), route).toBe(true);
    }
    const paths = pathsOf(app.printRoutes({ commonPrefix: false }));
    expect(paths).toContain("/v1/markets/:market/book");
    const known = new Set(Object.keys(document.paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ":$1")));
    expect(paths.filter((path) => !known.has(path))).toEqual([]);
    expect((await get(service, "/openapi.json")).body.openapi).toBe("3.1.0");
    expect((await get(service, "/docs")).type).toContain("text/html");
  });
});
