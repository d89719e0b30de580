/** Routes of liquidation cases: which are open, and why an account was liquidated. */
import type { FastifyInstance } from "fastify";
import { ReportEvent } from "../../abi/layout.js";
import { encodeJson } from "../../codec/json.js";
import type { Event, LiquidationBlockedEvent, LiquidationOpenedEvent } from "../../domain/events.js";
import type { Directory } from "../../kernel/directory.js";
import type { CaseRecord } from "../../readmodels/casebook.js";
import { decodeEvents } from "../../records/event-record.js";
import { isRejected, sendRejected } from "../answers.js";
import { acceptedType, JSON_TYPE, queryOf } from "../negotiate.js";
import type { AppParts } from "../parts.js";

/** `GET /v1/cases`, `/v1/accounts/{account}/explain`. */
export function caseRoutes(app: FastifyInstance, { casebook, directory, sequencer }: AppParts): void {
  app.get("/v1/cases", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const cases = casebook.open().map((record) => summaryOf(record, directory));
    const blocked = casebook.blocked().map((event) => blockedOf(event, directory));
    return reply.type(JSON_TYPE).send(encodeJson({ cases: [...cases, ...blocked] }));
  });

  app.get<{ Params: { account: string } }>("/v1/accounts/:account/explain", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const answer = Buffer.concat(
      (await sequencer.submit([{ type: "report", account: request.params.account }])).events,
    );
    const [report] = decodeEvents(answer, directory);
    if (isRejected(report)) return sendRejected(reply, report);
    const record = casebook.ofAccount(answer.readUInt32LE(ReportEvent.account));
    const explained = record === null ? null : explain(record, directory);
    return reply.type(JSON_TYPE).send(encodeJson({ account: request.params.account, case: explained }));
  });
}

function eventsOf({ events }: CaseRecord, directory: Directory): Event[] {
  return decodeEvents(Buffer.concat(events), directory);
}

function summaryOf(record: CaseRecord, directory: Directory): object {
  const events = eventsOf(record, directory);
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

/** An account that is liquidatable and has no case: `blocked` says why. */
function blockedOf(event: Uint8Array, directory: Directory): object {
  const [blocked] = decodeEvents(event, directory);
  const { account, time, market, breaker } = blocked as LiquidationBlockedEvent;
  return { case: null, account, opened: time, blocked: [{ market, breaker }] };
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
