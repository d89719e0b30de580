/**
 * The OpenAPI description of the server, made from the tables that the server itself works with: fields of commands,
 * events, codes. A test keeps its list of routes equal to the app's, and what the server answers to its schemas.
 */
import { codes } from "../../domain/errors.js";
import { eventTypeNames } from "../../domain/event-fields.js";
import { EPOCH_HEADER } from "../epoch.js";
import { PROBLEM_TYPE } from "../problems.js";
import { version } from "../version.js";
import { answers, eventName, reference } from "./answer-schemas.js";
import { commandSchema, commandTypes } from "./describe-commands.js";
import { eventSchema } from "./describe-events.js";
import { answerExamples, bodyExamples } from "./examples.js";
import type { JsonSchema } from "./json-schema.js";
import { type Route, routes, tags } from "./routes.js";

const commandName = (type: string) => `command.${type}`;
/** One of the schemas, told apart by `type`: the mapping is what the names would not tell a reader of OpenAPI. */
const oneOf = <Type extends string>(types: readonly Type[], nameOf: (type: Type) => string): JsonSchema => ({
  type: "object",
  oneOf: types.map((type) => reference(nameOf(type))),
  discriminator: {
    propertyName: "type",
    mapping: Object.fromEntries(types.map((type) => [type, `#/components/schemas/${nameOf(type)}`])),
  },
});

/** An example is JSON: of bytes there is none. */
const contentOf = (types: Readonly<Record<string, JsonSchema>>, example?: unknown) =>
  Object.fromEntries(
    Object.entries(types).map(([type, schema]) => {
      const shown = example === undefined || "format" in schema ? {} : { example };
      return [type, { schema, ...shown }];
    }),
  );

/** The names of things that stand in paths. */
const inPaths: Readonly<Record<string, string>> = {
  market: "Name of the market, percent-encoded.",
  account: "Name of the account, percent-encoded.",
  domain: "Name of the domain, percent-encoded.",
};

function parametersOf(path: string, route: Route): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, of = ""]) => ({
    name: of,
    in: "path",
    required: true,
    description: inPaths[of],
    schema: { type: "string" },
  }));
  return [...inPath, ...(route.parameters ?? []).map((parameter) => ({ in: "query", ...parameter }))];
}

const headers = { [EPOCH_HEADER]: { $ref: "#/components/headers/epoch" } };

function operationOf(path: string, route: Route): object {
  const { id, tag, summary, body, answer, other = {} } = route;
  const others = Object.entries(other).map(([status, [description, types]]) => [
    status,
    { description, headers, content: contentOf(types) },
  ]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    parameters: parametersOf(path, route),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf(body, bodyExamples[id]) } }),
    responses: {
      200: { description: summary, headers, content: contentOf(answer, answerExamples[id]) },
      ...(Object.fromEntries(others) as object),
      "4XX": { $ref: "#/components/responses/refused" },
      "5XX": { $ref: "#/components/responses/failed" },
    },
  };
}

function schemas(): Record<string, JsonSchema> {
  const tick = commandSchema("tick") as { required: string[] };
  const all: Record<string, JsonSchema> = {
    command: oneOf(commandTypes, commandName),
    event: oneOf(eventTypeNames, eventName),
    tick: { ...tick, required: tick.required.filter((field) => field !== "type") },
    ...answers,
  };
  for (const type of commandTypes) all[commandName(type)] = commandSchema(type);
  for (const type of eventTypeNames) all[eventName(type)] = eventSchema(type);
  return all;
}

/** Code, status and sentence, as the table has them. */
const codeTable = () =>
  Object.entries(codes).map(([code, { status, sentence }]) => ({ code, status, sentence }));

const problem = (description: string) => ({
  description,
  headers,
  content: { [PROBLEM_TYPE]: { schema: reference("problem") } },
});

export function openApiDocument(): object {
  const paths = Object.entries(routes).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, route]) => [method, operationOf(path, route)]),
    ),
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Breakwater",
      version,
      description:
        "A liquidation core for leveraged crypto-derivatives: price ticks in, sliced liquidation orders out. Amounts are decimal strings, times and durations microseconds. It is open to this machine alone, which needs no token.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "The server that has this description." }],
    // Loopback needs no token, and there is nothing else yet.
    security: [],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(paths) as object,
    components: {
      schemas: schemas(),
      headers: {
        epoch: {
          description: "Of this life of the server: event numbers belong to it.",
          schema: { type: "string" },
        },
      },
      responses: {
        refused: problem("A refusal."),
        failed: problem("It cannot be done now (503, `Retry-After`), or not at all."),
      },
    },
    "x-refusal-codes": codeTable(),
  };
}
