/** Routes of liquidation cases: which are open, and why an account was liquidated. */
import type { FastifyInstance } from "fastify";
import { BreakerWords, constants, ReportEvent } from "../../abi/layout.js";
import { encodeJson } from "../../codec/json.js";
import type { LiquidationBlockedEvent, LiquidationOpenedEvent } from "../../domain/events.js";
import type { Directory } from "../../kernel/directory.js";
import type { Casebook, CaseRecord } from "../../readmodels/casebook.js";
import { decodeEvents } from "../../records/event-record.js";
import { eventTypes } from "../../records/event-types.js";
import { isRejected, sendRejected } from "../answers.js";
import { acceptedType, JSON_TYPE, queryOf } from "../negotiate.js";
import type { AppParts } from "../parts.js";

/** `GET /v1/cases`, `/v1/accounts/{account}/explain`. */
export function caseRoutes(app: FastifyInstance, { casebook, directory, sequencer }: AppParts): void {
  app.get("/v1/cases", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const cases = casebook.open().map((record) => summaryOf(record, casebook, directory));
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
    const explained = record === null ? null : explain(record, casebook, directory);
    return reply.type(JSON_TYPE).send(encodeJson({ account: request.params.account, case: explained }));
  });
}

const OPENINGS = eventTypes(["liquidationOpened"]);

/** What opened it is null where there was no room to keep it. */
function summaryOf(record: CaseRecord, casebook: Casebook, directory: Directory): object {
  const [opened] = decodeEvents(
    casebook.eventsOf(record),
    directory,
    [],
    OPENINGS,
  ) as LiquidationOpenedEvent[];
  return {
    case: `C${record.number}`,
    account: directory.accountName(record.account),
    opened: opened?.time ?? null,
    equity: opened?.equity ?? null,
    maintenanceMargin: opened?.maintenanceMargin ?? null,
    blocked: blocksOf(record, directory),
  };
}

/** An account that is liquidatable and has no case: `blocked` says why. */
function blockedOf(event: Uint8Array, directory: Directory): object {
  const [blocked] = decodeEvents(event, directory);
  const { account, time, market, breaker } = blocked as LiquidationBlockedEvent;
  return { case: null, account, opened: time, blocked: [{ market, breaker }] };
}

/** The blocks that were named and have not ended. */
function blocksOf({ blocks }: CaseRecord, directory: Directory): object[] {
  return blocks.map(({ market, breaker }) => ({
    market: market === constants.NONE ? null : directory.market(market).market,
    breaker: BreakerWords[breaker],
  }));
}

/** What the case was decided on, and everything that followed from it. */
function explain(record: CaseRecord, casebook: Casebook, directory: Directory): object {
  const events = decodeEvents(casebook.eventsOf(record), directory);
  const opened = events[0]?.type === "liquidationOpened" ? events.shift() : null;
  const last = events.at(-1);
  return {
    case: `C${record.number}`,
    state: last?.type === "liquidationClosed" ? last.outcome : "open",
    blocked: blocksOf(record, directory),
    decidedOn: opened,
    events,
    omitted: record.omitted,
  };
}
