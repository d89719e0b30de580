/** The routes of the server, for its description: a test keeps the list equal to the app's. */
import { EVENT_STREAM_TYPE, JSON_TYPE, MSGPACK_TYPE, SBE_TYPE } from "../negotiate.js";
import { reference } from "./answer-schemas.js";
import { type JsonSchema, text } from "./json-schema.js";

interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly in?: "query" | "header";
}

export interface Route {
  readonly id: string;
  readonly tag: keyof typeof tags;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  /** Content types of the body, each with its schema. */
  readonly body?: Readonly<Record<string, JsonSchema>>;
  readonly answer: Readonly<Record<string, JsonSchema>>;
  /** Answers of another status that are no refusals: what they are. */
  readonly other?: Readonly<Record<string, readonly [string, Readonly<Record<string, JsonSchema>>]>>;
}

export const tags = {
  commands: "What changes the state, and what asks for it in order.",
  events: "What has happened.",
  markets: "Markets as they are.",
  accounts: "Accounts, domains and liquidation cases.",
  server: "The server itself.",
} as const;

const json = (schema: string): Route["answer"] => ({ [JSON_TYPE]: reference(schema) });
const binary: JsonSchema = { type: "string", format: "binary" };
const TICKS = { type: "array", items: reference("tick"), minItems: 1, maxItems: 10_000 } as const;
const tickBody: JsonSchema = {
  oneOf: [
    reference("tick"),
    TICKS,
    {
      type: "object",
      properties: { ticks: { ...TICKS, description: "In order." } },
      required: ["ticks"],
      additionalProperties: false,
    },
  ],
};
const commandBody: JsonSchema = {
  oneOf: [reference("command"), { type: "array", items: reference("command"), minItems: 1 }],
};
const levels: Parameter = {
  name: "levels",
  description: "Levels a side.",
  schema: { type: "integer", minimum: 1, maximum: 1000, default: 10 },
};
const health: Omit<Route, "id" | "summary"> = {
  tag: "server",
  answer: json("health"),
  other: { 503: ["It cannot; with the reasons.", json("health")] },
};
const EVENT_ID = "^([\\w-]{1,64}:)?\\d{1,16}$";

/** By method and path. */
export const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  "/v1/ticks": {
    post: {
      id: "postTicks",
      tag: "commands",
      summary: "Price ticks in, the slices that they caused out.",
      body: { [JSON_TYPE]: tickBody, [MSGPACK_TYPE]: tickBody, [SBE_TYPE]: binary },
      answer: { ...json("tickAnswer"), [MSGPACK_TYPE]: reference("tickAnswer"), [SBE_TYPE]: binary },
    },
  },
  "/v1/commands": {
    post: {
      id: "postCommands",
      tag: "commands",
      summary: "One command or an array of them, in order; all their events.",
      parameters: [
        {
          name: "atomic",
          description: "Whether all are refused if one fails decoding or static checks.",
          schema: { type: "boolean", default: false },
        },
      ],
      body: { [JSON_TYPE]: commandBody, [MSGPACK_TYPE]: commandBody },
      answer: { ...json("commandAnswer"), [MSGPACK_TYPE]: reference("commandAnswer") },
    },
  },
  "/v1/events": {
    get: {
      id: "streamEvents",
      tag: "events",
      summary:
        "Every event from one on, without a gap, as server-sent events whose ids are `epoch:seq`; the last one, `end`, has the reason.",
      parameters: [
        {
          name: "from",
          description: "The first event wanted: an id of the stream, or a sequence number of this life.",
          schema: { type: "string", pattern: EVENT_ID },
        },
        {
          name: "Last-Event-ID",
          in: "header",
          description: "The last event that was had, an id of the stream: it counts more than `from`.",
          schema: { type: "string", pattern: EVENT_ID },
        },
      ],
      answer: { [EVENT_STREAM_TYPE]: text },
    },
  },
  "/v1/markets": {
    get: { id: "getMarkets", tag: "markets", summary: "All markets.", answer: json("markets") },
  },
  "/v1/markets/{market}": {
    get: {
      id: "getMarket",
      tag: "markets",
      summary: "Specification, mark and breakers.",
      answer: json("market"),
    },
  },
  "/v1/markets/{market}/book": {
    get: {
      id: "getBook",
      tag: "markets",
      summary: "The best levels of the book.",
      parameters: [levels],
      answer: json("book"),
    },
  },
  "/v1/markets/{market}/liquidation-map": {
    get: {
      id: "getLiquidationMap",
      tag: "markets",
      summary: "How much would be force-sold at each trigger price, an estimate.",
      parameters: [levels],
      answer: json("liquidationMap"),
    },
  },
  "/v1/accounts/{account}": {
    get: {
      id: "getAccount",
      tag: "accounts",
      summary: "The account's report; of one of a domain's own (`@liquidation`, `@fund` …), too.",
      parameters: [
        {
          name: "domain",
          description: "The account's domain: an `@` account needs it where there are several.",
          schema: text,
        },
      ],
      answer: json("accountReport"),
    },
  },
  "/v1/accounts/{account}/explain": {
    get: {
      id: "explainAccount",
      tag: "accounts",
      summary: "What the account's latest case was decided on, and what followed.",
      answer: json("explanation"),
    },
  },
  "/v1/domains/{domain}": {
    get: { id: "getDomain", tag: "accounts", summary: "The domain's totals.", answer: json("domainReport") },
  },
  "/v1/cases": {
    get: {
      id: "getCases",
      tag: "accounts",
      summary: "Open liquidation cases, then accounts that wait for one (`case` null), a page of them.",
      parameters: [
        {
          name: "after",
          description: "What stands before the page, as `next` of the last one has it.",
          schema: { type: "string", pattern: "^[CA]\\d{1,16}$" },
        },
        {
          name: "limit",
          description: "Cases and accounts of the page.",
          schema: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
        },
      ],
      answer: json("cases"),
    },
  },
  "/livez": { get: { id: "live", tag: "server", summary: "The process answers.", answer: json("alive") } },
  "/readyz": {
    get: {
      id: "ready",
      summary:
        "Whether it can do its work, else why not: it is shutting down, has stopped, is busy since when, its clock differs from the machine's.",
      ...health,
    },
  },
  "/healthz": { get: { id: "healthy", summary: "Alias of /readyz.", ...health } },
  "/version": {
    get: {
      id: "getVersion",
      tag: "server",
      summary: "Version of program, memory layout and Node, and the epoch.",
      answer: json("version"),
    },
  },
  "/openapi.json": {
    get: {
      id: "getOpenApi",
      tag: "server",
      summary: "This description.",
      answer: { [JSON_TYPE]: { type: "object", description: "OpenAPI 3.1.", additionalProperties: true } },
    },
  },
  "/docs": {
    get: {
      id: "getDocs",
      tag: "server",
      summary: "This description as a page.",
      answer: { "text/html": text },
    },
  },
};
