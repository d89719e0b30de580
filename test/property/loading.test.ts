/** Worlds that are loaded and fed bring about what their rules are about (rules: commands 21, evaluation 19, marks 3, 12, 13, breakers 7). */
import { expect, test } from "vitest";
import { type Command, type Event, Model } from "../model/model.js";
import type { Account, Market } from "../model/state.js";
import { ALL_FEATURES } from "./features.js";
import { Generator } from "./generate.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 16, 17, 18];

/** What a command has shown, in a word or two. */
function* shown(model: Model, command: Command, events: Event[], before: Before): Iterable<string> {
  const { type } = command;
  const refused = events.find((event) => event.type === "rejected");
  if (type === "trade" && refused === undefined) yield "trade";
  if (type === "sourceReset" && refused === undefined) yield "sourceReset";
  if (type === "account" && refused && /[[]/.test(String(refused.field))) yield `row refused ${refused.code}`;
  if (type === "account" && !refused && (command.positions || command.collateral)) yield "whole account";
  for (const account of model.world.accounts) {
    if (account.held && !before.held.has(account)) yield `held by ${type}`;
    if (!account.held && before.held.has(account))
      yield `let go by ${type}, ${account.openCase ? "opened" : "healthy"}`;
  }
  for (const market of model.world.markets) {
    if (market.divergenceSpent) yield "spent";
    for (const [at, { suspect }] of market.sources.entries()) {
      const was = before.suspects.get(market)?.[at];
      if (refused && was && suspect === was.suspect && suspect?.count === was.count) yield "too early";
      if (refused && was && suspect === was.suspect && (suspect?.count ?? 0) > was.count) yield "counted";
    }
  }
}

interface Before {
  held: Set<Account>;
  suspects: Map<Market, { suspect: object | null; count: number }[]>;
}

function standing({ world }: Model): Before {
  const suspects = world.markets.map((market) => {
    const seen = market.sources.map(({ suspect }) => ({ suspect, count: suspect?.count ?? 0 }));
    return [market, seen] as const;
  });
  return { held: new Set(world.accounts.filter(({ held }) => held)), suspects: new Map(suspects) };
}

function played(seed: number): string[] {
  const generator = new Generator(seed, new Set(ALL_FEATURES));
  const model = new Model();
  const seen = new Set<string>();
  for (let at = 0; at < 1_000; at += 1) {
    const { command, refusal } = generator.next();
    const before = standing(model);
    const events = model.apply(command, refusal);
    generator.observe(events);
    expect(model.invariants(), `seed ${seed}, command ${at}`).toEqual([]);
    for (const word of shown(model, command, events, before)) seen.add(word);
  }
  return [...seen];
}

test("accounts come whole, are held, let go and opened; feeds restart, repeat and trade; a divergence is spent", () => {
  const seen = new Set(SEEDS.flatMap(played));
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      "counted",
      "held by account",
      "held by position",
      "let go by position, healthy",
      "let go by tick, healthy",
      "let go by tick, opened",
      "row refused CAPACITY",
      "row refused OUT_OF_RANGE",
      "row refused SPEC_INVALID",
      "row refused UNKNOWN_MARKET",
      "sourceReset",
      "spent",
      "too early",
      "trade",
      "whole account",
    ]),
  );
});
