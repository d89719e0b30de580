/**
 * The OpenAPI description of the server, made from the tables that the server itself works with: fields of commands,
 * events, codes. A test keeps its list of routes equal to the app's.
 */
import { codes } from "../../domain/errors.js";
import { eventTypeNames } from "../../domain/event-fields.js";
import { JSON_TYPE, MSGPACK_TYPE, SBE_TYPE } from "../negotiate.js";
import { PROBLEM_TYPE } from "../problems.js";
import { version } from "../version.js";
import { commandSchema, commandTypes } from "./describe-commands.js";
import { eventSchema } from "./describe-events.js";
import { count, type JsonSchema, listOf, object, text, words } from "./json-schema.js";

const reference = (schema: string): JsonSchema => ({ $ref: `#/components/schemas/${schema}` });
const commandName = (type: string) => `command.${type}`;
const eventName = (type: string) => `event.${type}`;
/** One of the schemas, told apart by `type`: the mapping is what the names would not tell a reader of OpenAPI. */
const oneOf = <Type extends string>(types: readonly Type[], nameOf: (type: Type) => string): JsonSchema => ({
  oneOf: types.map((type) => reference(nameOf(type))),
  discriminator: {
    propertyName: "type",
    mapping: Object.fromEntries(types.map((type) => [type, `#/components/schemas/${nameOf(type)}`])),
  },
});

interface Route {
  readonly summary: string;
  readonly query?: readonly {
    readonly name: string;
    readonly description: string;
    readonly schema: JsonSchema;
  }[];
  /** Content types of the body, each with its schema. */
  readonly body?: Readonly<Record<string, JsonSchema>>;
  readonly answer: Readonly<Record<string, JsonSchema>>;
}

const anyObject: JsonSchema = { type: "object" };
const json = (schema: JsonSchema): Route["answer"] => ({ [JSON_TYPE]: schema });
const binary: JsonSchema = { type: "string", format: "binary" };

const tickBody: JsonSchema = {
  oneOf: [
    reference("tick"),
    { type: "array", items: reference("tick"), maxItems: 10_000 },
    object({ ticks: { type: "array", items: reference("tick"), maxItems: 10_000 } }),
  ],
};
const tickAnswer = object({
  accepted: count,
  rejected: listOf(reference(eventName("rejected"))),
  marks: listOf(reference(eventName("mark"))),
  slices: listOf(reference(eventName("slice"))),
});
const commandBody: JsonSchema = {
  oneOf: [reference("command"), { type: "array", items: reference("command") }],
};
const eventsAnswer = object({ events: listOf(reference("event")) });

/** By method and path. */
export const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  "/v1/ticks": {
    post: {
      summary: "Price ticks in, the slices that they caused out.",
      body: { [JSON_TYPE]: tickBody, [MSGPACK_TYPE]: tickBody, [SBE_TYPE]: binary },
      answer: { [JSON_TYPE]: tickAnswer, [MSGPACK_TYPE]: tickAnswer, [SBE_TYPE]: binary },
    },
  },
  "/v1/commands": {
    post: {
      summary: "One command or an array of them, in order; all their events.",
      query: [
        {
          name: "atomic",
          description: "true: all are refused if one fails decoding or static checks.",
          schema: words(["true", "false"]),
        },
      ],
      body: { [JSON_TYPE]: commandBody, [MSGPACK_TYPE]: commandBody },
      answer: { [JSON_TYPE]: eventsAnswer, [MSGPACK_TYPE]: eventsAnswer },
    },
  },
  "/v1/events": {
    get: {
      summary:
        "Every event from a sequence number on, without a gap, as server-sent events; the last one, `end`, has the reason.",
      query: [
        {
          name: "from",
          description: "The first event wanted: an id of the stream, or a sequence number of this life.",
          schema: { type: "string", pattern: "^([\\w-]{1,64}:)?\\d{1,16}$" },
        },
      ],
      answer: { "text/event-stream": text },
    },
  },
  "/v1/markets": { get: { summary: "All markets.", answer: json(object({ markets: listOf(anyObject) })) } },
  "/v1/markets/{market}": { get: { summary: "Specification, mark and breakers.", answer: json(anyObject) } },
  "/v1/markets/{market}/book": {
    get: {
      summary: "The best levels of the book.",
      query: [
        {
          name: "levels",
          description: "Levels a side.",
          schema: { type: "integer", minimum: 1, maximum: 1000 },
        },
      ],
      answer: json(anyObject),
    },
  },
  "/v1/markets/{market}/liquidation-map": {
    get: {
      summary: "How much would be force-sold at each trigger price, an estimate.",
      answer: json(anyObject),
    },
  },
  "/v1/accounts/{account}": {
    get: {
      summary: "The account's report; of one of a domain's own (`@liquidation`, `@fund` …), too.",
      query: [
        {
          name: "domain",
          description: "The account's domain: an `@` account needs it where there are several.",
          schema: text,
        },
      ],
      answer: json(anyObject),
    },
  },
  "/v1/accounts/{account}/explain": {
    get: {
      summary: "What the account's latest case was decided on, and what followed.",
      answer: json(anyObject),
    },
  },
  "/v1/domains/{domain}": { get: { summary: "The domain's totals.", answer: json(anyObject) } },
  "/v1/cases": {
    get: {
      summary: "Open liquidation cases, then accounts that wait for one (`case` null), a page of them.",
      query: [
        {
          name: "after",
          description: "What stands before the page, as `next` of the last one has it.",
          schema: text,
        },
        {
          name: "limit",
          description: "Cases and accounts of the page.",
          schema: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
        },
      ],
      answer: json(object({ cases: listOf(anyObject), next: { type: ["string", "null"] } })),
    },
  },
  "/livez": { get: { summary: "The process answers.", answer: json(anyObject) } },
  "/readyz": {
    get: {
      summary:
        "Whether it can do its work, else why not: it is shutting down, has stopped, is busy since when, its clock differs from the machine's.",
      answer: json(anyObject),
    },
  },
  "/healthz": { get: { summary: "Alias of /readyz.", answer: json(anyObject) } },
  "/version": { get: { summary: "Version of program, memory layout and Node.", answer: json(anyObject) } },
  "/openapi.json": { get: { summary: "This description.", answer: json(anyObject) } },
  "/docs": { get: { summary: "This description as a page.", answer: { "text/html": text } } },
};

const contentOf = (types: Readonly<Record<string, JsonSchema>>) =>
  Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }]));

function parametersOf(path: string, route: Route): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, of]) => ({
    name: of,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return [...inPath, ...(route.query ?? []).map((parameter) => ({ ...parameter, in: "query" }))];
}

function operationOf(path: string, route: Route): object {
  return {
    summary: route.summary,
    parameters: parametersOf(path, route),
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: contentOf(route.body) } }),
    responses: {
      200: { description: route.summary, content: contentOf(route.answer) },
      default: { description: "A refusal.", content: { [PROBLEM_TYPE]: { schema: reference("problem") } } },
    },
  };
}

function schemas(): Record<string, JsonSchema> {
  const tick = commandSchema("tick") as { required: string[] };
  const all: Record<string, JsonSchema> = {
    command: oneOf(commandTypes, commandName),
    event: oneOf(eventTypeNames, eventName),
    tick: { ...tick, required: tick.required.filter((field) => field !== "type") },
    problem: {
      type: "object",
      description: "RFC 9457, with a code of the one table.",
      properties: {
        type: text,
        title: text,
        status: count,
        detail: text,
        code: words(Object.keys(codes)),
        field: { type: ["string", "null"] },
        market: { ...text, description: "with `PRICE_IN_DOUBT` alone" },
      },
      required: ["type", "title", "status", "detail"],
    },
  };
  for (const type of commandTypes) all[commandName(type)] = commandSchema(type);
  for (const type of eventTypeNames) all[eventName(type)] = eventSchema(type);
  return all;
}

/** Code, status and sentence, as the table has them. */
const codeTable = () =>
  Object.entries(codes).map(([code, { status, sentence }]) => ({ code, status, sentence }));

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
        "A liquidation core for leveraged crypto-derivatives: price ticks in, sliced liquidation orders out.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths: Object.fromEntries(paths) as object,
    components: { schemas: schemas() },
    "x-refusal-codes": codeTable(),
  };
}
