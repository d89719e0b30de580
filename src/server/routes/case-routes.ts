/** Routes of liquidation cases: which are open, and why an account was liquidated. */
import type { FastifyInstance } from "fastify";
import { BreakerWords, constants, ReportEvent } from "../../abi/layout.js";
import { encodeJson } from "../../codec/json.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { LiquidationBlockedEvent, LiquidationOpenedEvent } from "../../domain/events.js";
import type { Directory } from "../../kernel/directory.js";
import type { Casebook, CaseRecord } from "../../readmodels/casebook.js";
import { decodeEvents } from "../../records/event-record.js";
import { askEngine, isRejected, sendRejected } from "../answers.js";
import { acceptedType, integerOf, JSON_TYPE, queryOf } from "../negotiate.js";
import type { RouteParts } from "../parts.js";

/** Cases of a page. */
const PAGE = 100;
const PAGE_MAX = 1_000;

/** `GET /v1/cases?after=C7&limit=100`, `/v1/accounts/{account}/explain`. */
export function caseRoutes(app: FastifyInstance, parts: RouteParts): void {
  const { casebook, directory, turns } = parts;

  app.get("/v1/cases", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    const { after = "C0", limit = String(PAGE) } = queryOf(request, ["after", "limit"]);
    const size = integerOf("limit", limit);
    if (size < 1 || size > PAGE_MAX) throw new BreakwaterError("OUT_OF_RANGE", "limit", "outsideBounds");
    if (!/^[CA]\d{1,16}$/.test(after)) throw new BreakwaterError("MALFORMED", "after");
    // Cases by number, then accounts that wait for one by index: C7 and A12 name what stands before the page.
    const isCase = after.startsWith("C");
    const last = BigInt(after.slice(1));
    // One more than the page has tells whether there is another.
    const cases = isCase ? casebook.open(last, size + 1) : [];
    const waiting = casebook.blocked(isCase ? -1 : Number(last), size + 1 - cases.length);
    // What is shown of a case is copied now: it may be forgotten before its turn comes.
    const rows: Row[] = [
      ...cases.map((record) => rowOf(record, casebook)),
      ...waiting.map(({ account, event }) => ({ name: `A${account}`, record: null, event })),
    ];
    const page = rows.slice(0, size);
    const shown: object[] = [];
    for (const row of page) {
      if (shown.length % ROWS === 0) await turns.room(ROWS * ROW_BYTES);
      shown.push(row.record === null ? blockedOf(row.event, directory) : summaryOf(row, directory));
    }
    const next = rows.length > size ? page.at(-1)!.name : null;
    return reply.type(JSON_TYPE).send(encodeJson({ cases: shown, next }));
  });

  app.get<{ Params: { account: string } }>("/v1/accounts/:account/explain", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const answer = await askEngine(parts, request, { type: "report", account: request.params.account });
    const [report] = decodeEvents(answer, directory);
    if (isRejected(report)) return sendRejected(reply, report);
    const record = casebook.ofAccount(answer.readUInt32LE(ReportEvent.account));
    const explained = record === null ? null : explain(record, casebook, directory);
    return reply.type(JSON_TYPE).send(encodeJson({ account: request.params.account, case: explained }));
  });
}

/** Rows of a page that are shown in one step, and what a row is counted as, in bytes of events. */
const ROWS = 32;
const ROW_BYTES = 512;

/** A case with what opened it, or what blocked an account that has none. */
type Row =
  | { readonly name: string; readonly record: CaseRecord; readonly event: Uint8Array | null }
  | { readonly name: string; readonly record: null; readonly event: Uint8Array };
type CaseRow = Extract<Row, { record: CaseRecord }>;

const rowOf = (record: CaseRecord, casebook: Casebook): CaseRow => ({
  name: `C${record.number}`,
  record,
  event: casebook.openingOf(record),
});

/** What opened it is null where there was no room to keep it. */
function summaryOf({ record, event }: CaseRow, directory: Directory): object {
  const [opened] = (event === null ? [] : decodeEvents(event, directory)) as LiquidationOpenedEvent[];
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
