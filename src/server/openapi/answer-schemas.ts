/** The schemas of what routes answer, beside commands and events. Those of reports and settings are made from their tables. */
import { BreakerWords, KindWords, MarketPhaseWords, OutcomeWords } from "../../abi/layout.js";
import { codes } from "../../domain/errors.js";
import { eventHead, shapeOf } from "../../domain/event-fields.js";
import { shownSettings } from "../../readmodels/market-settings.js";
import { shownSchema } from "./describe-commands.js";
import { fieldsOf } from "./describe-events.js";
import {
  amount,
  count,
  type JsonSchema,
  level,
  listOf,
  name,
  object,
  orNull,
  text,
  words,
} from "./json-schema.js";

export const reference = (schema: string): JsonSchema => ({ $ref: `#/components/schemas/${schema}` });
export const eventName = (type: string) => `event.${type}`;

const described = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description });
const marketName = described(name, "Name of the market.");
const accountName = described(name, "Name of the account.");
const domainName = described(name, "Name of the domain.");
const time = described(count, "Engine time of the answer, in microseconds since the Unix epoch.");
const breaker = words(BreakerWords.filter((word) => word !== "none"));
const breakers = (of: string) => described(listOf(breaker), `Breakers of the ${of} that have tripped.`);
const block = described(
  object({
    market: described(orNull(name), "Of which leg; null: of the whole account."),
    breaker: described(breaker, "What it waits for."),
  }),
  "A block that was named and has not ended.",
);
const blocked = described(listOf(block), "Blocks that were named and have not ended.");
const levels = (of: string) => described(listOf(level), of);

const tier = object({
  from: described(amount, "Money: the notional at which the tier begins."),
  initialPpm: described(count, "Initial margin, in parts per million of the notional."),
  maintenancePpm: described(count, "Maintenance margin, in parts per million of the notional."),
});
const source = object({
  source: described(name, "Name of the price source."),
  sourceId: described(count, "Its index, from 0: binary encodings use it."),
  weight: described(count, "Its weight in the median."),
});

const market = object({
  market: marketName,
  marketId: described(count, "Its index, from 0: binary encodings use it."),
  domain: domainName,
  kind: described(words(KindWords), "Linear, or coin-margined."),
  state: described(words(MarketPhaseWords), "Whether it trades."),
  execution: described(
    words(["internal", "external"]),
    "Whether slices are matched here or sent to a venue.",
  ),
  mark: described(orNull(amount), "Mark price; null before the first."),
  index: described(orNull(amount), "Index price; null before the first."),
  markSources: described(count, "How many sources counted."),
  markTime: described(orNull(count), "When the mark changed last, in microseconds since the Unix epoch."),
  breakers: breakers("market"),
  domainBreakers: breakers("market's domain"),
  specification: described(
    object({
      ...shownSchema(shownSettings.specification, ["market"]),
      lotSize: described(amount, "The step of quantities."),
      tiers: described(listOf(tier), "Margin tiers by notional."),
      sources: described(listOf(source), "Price sources, by their ids."),
    }),
    "What it is defined by; null where a bound is not set.",
  ),
  policy: described(object(shownSchema(shownSettings.policy, ["market", "policy"])), "How a leg is sold."),
  breakerSettings: described(
    object(shownSchema(shownSettings.breakers, ["market", "breakers"])),
    "What makes it wait.",
  ),
});

/** A query's event, as a route answers it: without the marks of an event. */
function reportOf(
  type: "report" | "domainReport",
  more: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const { commandSeq: _, seq: __, ...head } = eventHead;
  const { summary, fields } = shapeOf(type);
  const schema = fieldsOf({ ...head, ...fields }, type) as { properties: object; required: string[] };
  return {
    description: summary,
    ...schema,
    properties: { ...schema.properties, ...more },
    required: [...schema.required, ...Object.keys(more)],
  };
}

const openCase = object(
  {
    case: described(orNull(name), "Name of the case; null: the account waits for one."),
    account: accountName,
    opened: described(
      orNull(count),
      "When, in microseconds since the Unix epoch; null where it is not kept.",
    ),
    equity: described(orNull(amount), "Equity at the opening, in money; null where it is not kept."),
    maintenanceMargin: described(
      orNull(amount),
      "Maintenance margin at the opening, in money; null where it is not kept.",
    ),
    blocked,
  },
  ["equity", "maintenanceMargin"],
);

const explainedCase = object({
  case: described(name, "Name of the case."),
  state: described(words(["open", ...OutcomeWords]), "Whether it is open, or how it ended."),
  blocked,
  decidedOn: described(
    orNull(reference(eventName("liquidationOpened"))),
    "What opened it; null where it is not kept.",
  ),
  events: described(listOf(reference("event")), "What followed, in order."),
  omitted: described(count, "How many events were left out for want of room."),
});

const health = object(
  {
    status: described(words(["ready", "unready"]), "Whether it can do its work."),
    reasons: described(listOf(text), "Why not, in sentences; empty when ready."),
    capacity: described(
      object({
        accounts: described(count, "Liquidatable accounts without a case."),
        cases: described(count, "Cases with a leg that has no room to send."),
      }),
      "What waits for room in a table; absent while nothing does.",
    ),
  },
  ["capacity"],
);

const refusal = object({
  index: described(count, "Which command of the batch, from 0."),
  code: words(Object.keys(codes)),
  field: described(orNull(text), "Path of the field at fault; null: the whole."),
  message: described(text, "The refusal in a sentence."),
});

const problem: JsonSchema = {
  type: "object",
  description: "RFC 9457, with a code of the one table.",
  properties: {
    type: described(text, "urn:breakwater:problem:CODE, or about:blank for a defect of the server."),
    title: described(text, "What the code says, in a sentence."),
    status: described(count, "The HTTP status."),
    detail: described(text, "The closer reason, in a sentence."),
    code: described(words(Object.keys(codes)), "Refusal code; absent for a defect of the server."),
    field: described(orNull(text), "Path of the field at fault; null: the whole."),
    command: described(orNull(text), "Type of the one command that was refused."),
    seq: described(count, "Number of its `rejected` event."),
    commandSeq: described(count, "Its number among all commands."),
    time: described(count, "Engine time, in microseconds since the Unix epoch."),
    market: described(name, "With `PRICE_IN_DOUBT` alone: the market whose price it is."),
    refusals: described(listOf(refusal), "Of a batch with `atomic`: each that cannot be taken."),
  },
  required: ["type", "title", "status", "detail"],
};

const tickAnswer = object({
  accepted: described(count, "How many ticks were taken."),
  rejected: described(
    listOf(reference(eventName("rejected"))),
    "Those that were not, each with its `index`.",
  ),
  marks: described(listOf(reference(eventName("mark"))), "Marks that changed."),
  slices: described(listOf(reference(eventName("slice"))), "Liquidation orders that the ticks caused."),
});

/** By name. */
export const answers: Readonly<Record<string, JsonSchema>> = {
  problem,
  market,
  book: object({
    market: marketName,
    time,
    bids: levels("Bids, best first."),
    asks: levels("Asks, best first."),
  }),
  liquidationMap: object({
    market: marketName,
    time,
    longs: levels("What would be sold from which mark on, nearest first: price and notional."),
    shorts: levels("What would be bought back from which mark on, nearest first: price and notional."),
  }),
  accountReport: reportOf("report"),
  domainReport: reportOf("domainReport", { breakers: breakers("domain itself") }),
  openCase,
  explainedCase,
  health,
  alive: object({ status: described({ type: "string", const: "alive" }, "Always.") }),
  version: object({
    name: described({ type: "string", const: "breakwater" }, "Always."),
    version: described(text, "Of the package."),
    abi: described(text, "Of the memory layout, 8 hex digits."),
    node: described(text, "Of Node.js."),
    epoch: described(text, "Of this life of the server: event numbers belong to it."),
  }),
  markets: object({ markets: described(listOf(reference("market")), "All of them, by index.") }),
  explanation: object({
    account: accountName,
    case: described(orNull(reference("explainedCase")), "Its latest case; null: it had none."),
  }),
  cases: object({
    cases: described(listOf(reference("openCase")), "A page of them."),
    next: described(orNull(text), "`after` of the next page; null: there is none."),
  }),
  tickAnswer,
  commandAnswer: object({
    events: described(listOf(reference("event")), "Those of all commands, in order."),
  }),
};
