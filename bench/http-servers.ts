/** The servers of the HTTP bench: an empty Fastify route, and ours with an engine and its traders behind it. */
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { feedLimits, feedWorld } from "#breakwater/measure/load/feed.js";
import { Service } from "#breakwater/server/service.js";

const JSON_TYPE = "application/json";
const SBE_TYPE = "application/sbe";

/** Ours, with people who are liquidated a third of the price away. */
export async function startOurs(accounts: number): Promise<Service> {
  const service = await Service.start({
    port: 0,
    pool: { limits: feedLimits(accounts) },
  });
  const commands = feedWorld(accounts);
  for (let from = 0; from < commands.length; from += 2_000) {
    await service.sequencer.submit(commands.slice(from, from + 2_000));
  }
  const defined = service.directory.accountCount;
  if (defined !== accounts) throw new Error(`${defined} accounts, not ${accounts}`);
  return service;
}

/** A route that takes the body and answers at once with as many bytes as ours does. */
export async function startEmpty(answer: string): Promise<{ port: number; close(): Promise<void> }> {
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([JSON_TYPE, SBE_TYPE], { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  app.post("/v1/ticks", { bodyLimit: 4_194_304 }, (request, reply) => {
    reply.type(JSON_TYPE).send((request.body as Buffer).length > 0 ? answer : "");
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
}
