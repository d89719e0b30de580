/** Worlds whose marks jump bring about what its rules are about, and the model keeps its invariants there (rules: breakers 17, adl 12). */
import { expect, test } from "vitest";
import { type Command, type Event, Model } from "../model/model.js";
import type { Market } from "../model/state.js";
import { parseDecimal } from "../model/units.js";
import { ALL_FEATURES } from "./features.js";
import { Generator } from "./generate.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** A limit on the far side of the mark is no slippage bound: it is a zero price of somebody who is below nothing. */
function isOffer({ mark, tickSize }: Market, { side, limitPrice, account, timeInForce }: Event): boolean {
  const beyond = parseDecimal(String(limitPrice)).digits - (mark ?? 0n);
  return (
    timeInForce === "IOC" && account !== "@liquidation" && (side === "sell" ? beyond : -beyond) > tickSize
  );
}

/** What is seen, in words. */
function played(seed: number): Set<string> {
  const generator = new Generator(seed, new Set(ALL_FEATURES));
  const model = new Model();
  const seen = new Set<string>();
  const offered = new Set<unknown>();
  for (let at = 0; at < 1_500; at += 1) {
    const { command, refusal } = generator.next();
    const before = new Map(model.world.markets.map((market) => [market.name, market.moved]));
    const held = new Set(
      model.world.accounts
        .filter(({ openCase }) => openCase?.heldBack === "UNCONFIRMED")
        .map(({ name }) => name),
    );
    const events: Event[] = model.apply(command, refusal);
    generator.observe(events);
    expect(model.invariants(), `seed ${seed}, command ${at}`).toEqual([]);
    for (const event of events) note(seen, { model, command, before, held, offered }, events, event);
  }
  return seen;
}

interface Known {
  model: Model;
  command: Command;
  /** Before the command: moves by market, and whose takeover was held back by one. */
  before: Map<string, Market["moved"]>;
  held: Set<string>;
  /** Cases of which a leg was offered. */
  offered: Set<unknown>;
}

function note(
  seen: Set<string>,
  { model, command, before, held, offered }: Known,
  events: Event[],
  event: Event,
): void {
  const { world } = model;
  const market = world.markets.find(({ name }) => name === event["market"]);
  if (event["breaker"] === "UNCONFIRMED" && event["type"] === "breaker" && market) {
    const move = before.get(market.name);
    const { external, inverse, jumpPpm, sources } = market;
    if (event["state"] === "tripped") {
      seen.add(jumpPpm === null ? "trips without jumpPpm" : "trips with jumpPpm");
      seen.add(external ? "trips outside" : "trips inside");
      if (inverse) seen.add("trips inverse");
    } else {
      const moment = move && world.time >= move.at + market.confirmAfter;
      seen.add(
        command["type"] === "tick"
          ? `cleared by a tick ${moment ? "later" : "at once"}`
          : `cleared by ${command["type"]}`,
      );
      if (sources.length > 1) seen.add("cleared, of several sources");
    }
  }
  if (event["type"] === "slice" && held.has(String(event["account"]))) seen.add("a slice while held back");
  if (event["type"] === "slice" && market && isOffer(market, event)) {
    const order = event["order"];
    seen.add(market.external ? "offered outside" : "offered inside");
    if (market.inverse) seen.add("offered inverse");
    seen.add(`offered: ${event["side"]}`);
    if (events.some(({ type, takerOrder }) => type === "fill" && takerOrder === order))
      seen.add("an offer fills");
    offered.add(event["case"]);
    if (events.every(({ type, account }) => type !== "liquidationClosed" || account !== event["account"])) {
      seen.add("then it waits");
    }
  }
  const ends = event["type"] === "takeover" || event["type"] === "liquidationClosed";
  if (ends && offered.has(event["case"])) seen.add(`then ${event["outcome"] ?? "takeover"}`);
  if (event["type"] === "adl") seen.add(event["loser"] === "@liquidation" ? "adl of @liquidation" : "adl");
  if (event["type"] === "fill")
    seen.add(event["mark"] === null ? "a fill without a mark" : "a fill at a mark");
  if (event["type"] === "liquidationClosed")
    seen.add(`opening loss ${Math.sign(Number(event["openingLossPpm"]))}`);
}

const REQUIRED = [
  ...["trips without jumpPpm", "trips with jumpPpm", "trips outside", "trips inside", "trips inverse"],
  ...[
    "cleared by a tick at once",
    "cleared by a tick later",
    "cleared by resume",
    "cleared, of several sources",
  ],
  ...[
    "a slice while held back",
    "offered outside",
    "offered inside",
    "offered: sell",
    "offered: buy",
    "an offer fills",
  ],
  ...["then it waits", "then takeover", "then cured", "then takenOver", "then deleveraged"],
  ...["adl", "adl of @liquidation", "a fill at a mark"],
  ...["opening loss -1", "opening loss 0", "opening loss 1"],
];

test("marks jump and are confirmed, taken back or forgotten; books are asked before anybody is deleveraged", () => {
  const seen = new Set(SEEDS.flatMap((seed) => [...played(seed)]));
  expect(REQUIRED.filter((what) => !seen.has(what))).toEqual([]);
});
