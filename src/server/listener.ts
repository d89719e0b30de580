/** A server of HTTP with its limits, and its word on what never became a request. */
import { createServer, type RequestListener, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { HttpLimits } from "./http-limits.js";
import { PendingAnswers } from "./pending-answers.js";
import { HttpError, type HttpFault, PROBLEM_TYPE } from "./problems.js";

/** Times are looked at this often, in milliseconds: Node would only every thirty seconds. */
const CHECK_MILLIS = 500;
const KEEP_ALIVE_MILLIS = 65_000;

export function listenerOf(limits: HttpLimits, listener: RequestListener): Server {
  const pending = new PendingAnswers();
  const server = createServer(
    {
      connectionsCheckingInterval: CHECK_MILLIS,
      headersTimeout: limits.headersMillis,
      requestTimeout: limits.requestMillis,
      keepAliveTimeout: KEEP_ALIVE_MILLIS,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      pending.note(request.socket, response);
      listener(request, response);
    },
  );
  server.maxConnections = limits.connections;
  // Between bytes; a live event stream has a heartbeat well within it.
  server.setTimeout(limits.stallMillis);
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === "ECONNRESET") socket.destroy();
    else
      pending.thenEnd(socket, () => {
        if (socket.writable) socket.end(rawProblem(faultOf(error.code)));
        else socket.destroy();
      });
  });
  server.on("connect", (_request, socket) => socket.end(rawProblem("wrongMethod")));
  return server;
}

function faultOf(code: string | undefined): HttpFault {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "requestTimeout";
  return code === "HPE_HEADER_OVERFLOW" ? "headersTooLarge" : "notHttp";
}

/** The answer to bytes that never became a request. */
function rawProblem(fault: HttpFault): string {
  const problem = new HttpError(fault).toProblem();
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}
