/** Routes of liquidation cases: which are open, and why an account was liquidated. */
import type { FastifyInstance } from "fastify";
import { ReportEvent } from "../../abi/layout.js";
import { encodeJson } from "../../codec/json.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { Event, LiquidationOpenedEvent } from "../../domain/events.js";
import type { Directory } from "../../kernel/directory.js";
import type { CaseRecord } from "../../readmodels/casebook.js";
import { decodeEvents } from "../../records/event-record.js";
import { ANY_TYPE, eventTypes } from "../../records/event-types.js";
import { askEngine, isRejected, sendRejected } from "../answers.js";
import { acceptedType, integerOf, JSON_TYPE, queryOf } from "../negotiate.js";
import type { RouteParts } from "../parts.js";

/** Cases of a page. */
const PAGE = 100;
const PAGE_MAX = 1_000;
/** What a case's summary is made of. */
const SUMMED_UP = eventTypes(["liquidationOpened", "liquidationBlocked", "liquidationUnblocked"]);

/** `GET /v1/cases?after=C7&limit=100`, `/v1/accounts/{account}/explain`. */
export function caseRoutes(app: FastifyInstance, parts: RouteParts): void {
  const { casebook, directory } = parts;

  app.get("/v1/cases", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    const { after = "C0", limit = String(PAGE) } = queryOf(request, ["after", "limit"]);
    const size = integerOf("limit", limit);
    if (size < 1 || size > PAGE_MAX) throw new BreakwaterError("OUT_OF_RANGE", "limit", "outsideBounds");
    if (!/^C\d{1,16}$/.test(after)) throw new BreakwaterError("MALFORMED", "after");
    const page = casebook.open().filter(({ number }) => number > BigInt(after.slice(1)));
    const cases = page.slice(0, size).map((record) => summaryOf(record, directory));
    const next = page.length > size ? `C${page[size - 1]?.number}` : null;
    return reply.type(JSON_TYPE).send(encodeJson({ cases, next }));
  });

  app.get<{ Params: { account: string } }>("/v1/accounts/:account/explain", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const answer = await askEngine(parts, request, { type: "report", account: request.params.account });
    const [report] = decodeEvents(answer, directory);
    if (isRejected(report)) return sendRejected(reply, report);
    const record = casebook.ofAccount(answer.readUInt32LE(ReportEvent.account));
    const explained = record === null ? null : explain(record, directory);
    return reply.type(JSON_TYPE).send(encodeJson({ account: request.params.account, case: explained }));
  });
}

function eventsOf({ events }: CaseRecord, directory: Directory, types = ANY_TYPE): Event[] {
  return decodeEvents(Buffer.concat(events), directory, [], types);
}

function summaryOf(record: CaseRecord, directory: Directory): object {
  const events = eventsOf(record, directory, SUMMED_UP);
  const { account, time, equity, maintenanceMargin } = events[0] as LiquidationOpenedEvent;
  return {
    case: `C${record.number}`,
    account,
    opened: time,
    equity,
    maintenanceMargin,
    blocked: blocksOf(events),
  };
}

/** The blocks that were named and have not ended. */
function blocksOf(events: readonly Event[]): object[] {
  const blocks = new Map<string, object>();
  for (const event of events) {
    if (event.type !== "liquidationBlocked" && event.type !== "liquidationUnblocked") continue;
    const { market, breaker } = event;
    const place = market ?? "";
    if (event.type === "liquidationBlocked") blocks.set(`${place} ${breaker}`, { market, breaker });
    else blocks.delete(`${place} ${breaker}`);
  }
  return [...blocks.values()];
}

/** What the case was decided on, and everything that followed from it. */
function explain(record: CaseRecord, directory: Directory): object {
  const [opened, ...events] = eventsOf(record, directory);
  const last = events.at(-1);
  return {
    case: `C${record.number}`,
    state: last?.type === "liquidationClosed" ? last.outcome : "open",
    blocked: blocksOf(events),
    decidedOn: opened,
    events,
    omitted: record.omitted,
  };
}
