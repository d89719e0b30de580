/** Routes of health: whether the process lives, whether it can do its work, and which version it is. */
import type { FastifyInstance } from "fastify";
import { ABI_HASH } from "../../abi/layout.js";
import { encodeJson } from "../../codec/json.js";
import { JSON_TYPE } from "../negotiate.js";
import type { AppParts } from "../parts.js";
import { version } from "../version.js";

/**
 * `/livez`: the process answers. It stays alive with a dead engine: a restart would only replace an engine
 * that reports its death with an empty one that reports health. `/readyz` (and `/healthz`): whether it can do
 * its work, else why not; and, while a table is too full for all of it, what is blocked by `CAPACITY`: liquidatable `accounts`
 * without a case, and `cases` with a leg that has no room to send. It goes on with the rest, so it is ready.
 */
export function healthRoutes(app: FastifyInstance, { status, epoch }: AppParts): void {
  app.get("/livez", async (_request, reply) => reply.type(JSON_TYPE).send(encodeJson({ status: "alive" })));

  for (const path of ["/readyz", "/healthz"]) {
    app.get(path, async (_request, reply) => {
      const reasons = status.reasons();
      const ready = reasons.length === 0;
      if (!ready) reply.code(503).header("retry-after", "1");
      const state = ready ? "ready" : "unready";
      const { accounts, cases } = status.blocked();
      const capacity = accounts + cases === 0 ? {} : { capacity: { accounts, cases } };
      return reply.type(JSON_TYPE).send(encodeJson({ status: state, reasons, ...capacity }));
    });
  }

  app.get("/version", async (_request, reply) => {
    const abi = ABI_HASH.toString(16).padStart(8, "0");
    return reply
      .type(JSON_TYPE)
      .send(encodeJson({ name: "breakwater", version, abi, node: process.version, epoch }));
  });
}
