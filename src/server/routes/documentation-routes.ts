/** Routes of the server's own description, for programs and for people. */
import type { FastifyInstance } from "fastify";
import { encodeJson } from "../../codec/json.js";
import { JSON_TYPE } from "../negotiate.js";
import { openApiDocument } from "../openapi/document.js";
import { documentationPage } from "../openapi/page.js";

/** `GET /openapi.json`, and the same as a page under `/docs`. Neither changes while the process runs. */
export function documentationRoutes(app: FastifyInstance): void {
  const document = encodeJson(openApiDocument());
  const page = documentationPage();
  app.get("/openapi.json", async (_request, reply) => reply.type(JSON_TYPE).send(document));
  app.get("/docs", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
}
