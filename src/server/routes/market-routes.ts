/** Routes of markets: their settings and state, the order book, the liquidation map. */
import type { FastifyInstance } from "fastify";
import { encodeJson } from "../../codec/json.js";
import { BreakwaterError } from "../../domain/errors.js";
import type { DepthEvent, LiquidationMapEvent } from "../../domain/events.js";
import { sendQuery } from "../answers.js";
import { acceptedType, integerOf, JSON_TYPE, queryOf } from "../negotiate.js";
import type { RouteParts } from "../parts.js";

interface MarketParams {
  readonly market: string;
}

/** `GET /v1/markets`, `/v1/markets/{market}`, its `/book` and its `/liquidation-map`. */
export function marketRoutes(app: FastifyInstance, parts: RouteParts): void {
  const { directory, markets } = parts;

  app.get("/v1/markets", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    return reply.type(JSON_TYPE).send(encodeJson({ markets: markets.all() }));
  });

  app.get<{ Params: MarketParams }>("/v1/markets/:market", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    queryOf(request, []);
    const id = directory.marketId(request.params.market);
    if (id < 0) throw new BreakwaterError("UNKNOWN_MARKET", "market");
    return reply.type(JSON_TYPE).send(encodeJson(markets.one(id)));
  });

  app.get<{ Params: MarketParams }>("/v1/markets/:market/book", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    const { levels } = queryOf(request, ["levels"]);
    const event = await sendQuery<DepthEvent>(parts, request, reply, {
      type: "depth",
      market: request.params.market,
      ...(levels === undefined ? {} : { levels: integerOf("levels", levels) }),
    });
    if (event === null) return reply;
    const { time, market, bids, asks } = event;
    return reply.type(JSON_TYPE).send(encodeJson({ market, time, bids, asks }));
  });

  app.get<{ Params: MarketParams }>("/v1/markets/:market/liquidation-map", async (request, reply) => {
    acceptedType(request, [JSON_TYPE]);
    const { levels } = queryOf(request, ["levels"]);
    const event = await sendQuery<LiquidationMapEvent>(parts, request, reply, {
      type: "liquidationMap",
      market: request.params.market,
      ...(levels === undefined ? {} : { levels: integerOf("levels", levels) }),
    });
    if (event === null) return reply;
    const { time, market, longs, shorts } = event;
    return reply.type(JSON_TYPE).send(encodeJson({ market, time, longs, shorts }));
  });
}
