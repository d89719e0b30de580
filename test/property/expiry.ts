/** Orders that go at a time, soon or at once, and amendments of that time. */
import type { Command } from "../model/model.js";
import { amendKnown, ownPair } from "./book.js";
import type { Step } from "./hostile.js";
import type { World } from "./rulebook.js";

/** Mostly so soon that others meet it or just do not; now and then it has passed. */
export function soon({ random, now }: World): number {
  const wait = random.pick([1, 1, 20_000, 200_000, 1_000_000, 10_000_000, 700_000_000]);
  return Math.max(0, now() + (random.chance(0.08) ? -random.int(0, 5) : wait));
}

export function shortLived(world: World): Command | null {
  const { random } = world;
  if (random.chance(0.35)) return postpone(world);
  const command = ownPair(world);
  if (command === null || command.price === undefined) return command;
  return { ...command, timeInForce: "GTT", expires: soon(world) };
}

/** Of one that is known, which may have no time, alone or with what else is amended. */
function postpone(world: World): Command | null {
  const { random, resting } = world;
  if (resting.size === 0) return null;
  const expires = soon(world);
  const known = random.chance(0.5) ? amendKnown(world) : null;
  return known ? { ...known, expires } : { type: "amend", order: random.pick([...resting.keys()]), expires };
}

/** A time without the word, the word without a time, both of an order without a price; what a stop goes by without a stop. */
export function malformTerms(world: World): Step {
  const { random, features } = world;
  const market = random.pick(world.markets);
  const order: Command = {
    ...{ type: "order", account: random.pick(world.accounts).name, market: market.name },
    ...{ side: "buy", quantity: "1", price: "1" },
  };
  const expires = soon(world);
  const { price, ...atMarket } = order;
  if (features.has("stops") && random.chance(0.2)) {
    return { command: { ...order, stopBy: "mark" }, refusal: { code: "MALFORMED", field: "stopBy" } };
  }
  return random.pick<Step>([
    { command: { ...order, expires }, refusal: { code: "MALFORMED", field: "expires" } },
    {
      command: { ...order, expires, timeInForce: random.pick(["GTC", "IOC", "FOK"]) },
      refusal: { code: "MALFORMED", field: "expires" },
    },
    { command: { ...order, timeInForce: "GTT" }, refusal: { code: "MISSING_FIELD", field: "expires" } },
    {
      command: { ...atMarket, timeInForce: "GTT", expires },
      refusal: { code: "MISSING_FIELD", field: "price" },
    },
  ]);
}
