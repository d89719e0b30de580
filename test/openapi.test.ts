/** The description of the server against what the server really does. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "#breakwater/server/openapi/document.js";
import { Generator } from "./property/generate.js";
import { makeProduct } from "./property/product.js";
import { get, serve } from "./server/harness.js";
import { examples } from "./unit/examples.js";

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
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
