/** Answers that several routes share: a refused command as a problem, and the engine's answer to a query. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Query } from "../domain/commands.js";
import { problemOf } from "../domain/errors.js";
import type { Event, RejectedEvent } from "../domain/events.js";
import { decodeEvents } from "../records/event-record.js";
import type { RouteParts } from "./parts.js";
import { sendProblem } from "./problems.js";
import { SMALL } from "./queue.js";

const NO_BODY = new Uint8Array(0);

export const isRejected = (event: Event | undefined): event is RejectedEvent => event?.type === "rejected";

/** A request of one command that was refused: its code's status, and where it stands in the order of commands. */
export function sendRejected(reply: FastifyReply, event: RejectedEvent): FastifyReply {
  const { code, field, message, command, seq, commandSeq, time, market } = event;
  const problem = problemOf({ code, field, detail: "none" });
  const detail = field === null ? message : `${field}: ${message}`;
  return sendProblem(reply, { ...problem, detail }, { command, seq, commandSeq, time, market });
}

/** The binary events that answer a query, when its turn comes. */
export async function askEngine(
  { sequencer, queue, deadlineOf, waitedOf }: RouteParts,
  request: FastifyRequest,
  query: Query,
): Promise<Buffer> {
  const load = { ...SMALL, waited: waitedOf(request.raw) };
  const ask = () => sequencer.submit([query]);
  const answer = await queue.run("queries", deadlineOf(request.raw), NO_BODY, ask, load);
  return Buffer.concat(answer.events);
}

/** The engine's answer to a query; null when it refused, and the refusal has been sent. */
export async function sendQuery<Answer extends Event>(
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  query: Query,
): Promise<Answer | null> {
  const [event] = decodeEvents(await askEngine(parts, request, query), parts.directory);
  if (!isRejected(event)) return event as Answer;
  sendRejected(reply, event);
  return null;
}
