/** Routes of accounts and domains: the engine's reports over HTTP. */
import type { FastifyInstance } from "fastify";
import { encodeJson } from "../../codec/json.js";
import type { DomainReportEvent, ReportEvent } from "../../domain/events.js";
import { sendQuery } from "../answers.js";
import { acceptedType, JSON_TYPE, queryOf } from "../negotiate.js";
import type { RouteParts } from "../parts.js";

/** `GET /v1/accounts/{account}` and `/v1/domains/{domain}`: the engine's own reports, without the marks of an event. */
export function accountRoutes(app: FastifyInstance, parts: RouteParts): void {
  app.get<{ Params: { account: string } }>("/v1/accounts/:account", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    const { domain } = queryOf(request, ["domain"]);
    const event = await sendQuery<ReportEvent>(parts, request, reply, {
      type: "report",
      account: request.params.account,
      ...(domain === undefined ? {} : { domain }),
    });
    if (event === null) return reply;
    const { type: _, commandSeq: __, ...report } = event;
    return reply.type(JSON_TYPE).send(encodeJson(report));
  });

  app.get<{ Params: { domain: string } }>("/v1/domains/:domain", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const event = await sendQuery<DomainReportEvent>(parts, request, reply, {
      type: "domainReport",
      domain: request.params.domain,
    });
    if (event === null) return reply;
    const { type: _, commandSeq: __, ...report } = event;
    const breakers = parts.markets.domainBreakers(parts.directory.domainId(report.domain));
    return reply.type(JSON_TYPE).send(encodeJson({ ...report, breakers }));
  });
}
