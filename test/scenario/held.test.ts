/**
 * Accounts that are loaded into a halted domain are held, not liquidated leg by leg, until the domain has been resumed and a market
 * of theirs has warmed up (rules: evaluation 19).
 */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  leaping,
  market,
  position,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  closed,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
} from "../support/scenario.js";

const halt: Command = { type: "halt", domain: "main", reason: "loading" };
const resume: Command = { type: "resume", domain: "main", reason: "loaded" };
const transfer = (of: string, amount: string): Command => ({ type: "transfer", account: of, amount });
const warm = (inMarket: string, state: string) => breaker({ market: inMarket, breaker: "WARMUP", state });
const resumed = (...names: readonly string[]) => [
  accepted(),
  breaker({ domain: "main", breaker: "HALTED", state: "cleared" }),
  ...names.map((name) => warm(name, "tripped")),
];

/** External markets A and B at 100; a lot is 0.001. The domain is halted. */
const stage = (play: Play, more: Command = {}, ofDomain: Command = {}) => {
  const [a, b] = [feed("A"), feed("B")];
  play.given(domain({ insuranceFund: "1000000", ...ofDomain }));
  for (const name of ["A", "B"]) play.given(leaping(name, { execution: "external", ...more }));
  play.given(at(1, a("100")), b("100"), halt);
  return { a, b };
};
const state = (play: Play, name: string) => {
  const { state: said, case: of } = play.report(name);
  return [said, of];
};

scenario("hedged leg by leg: nothing happens to it (case 36)", (play) => {
  const { a, b } = stage(play);
  play.when(account("hedged", "30"), [accepted()]);
  play.when(position("hedged", "A", "1", "150"), [accepted()]);
  expect(state(play, "hedged")).toEqual(["blocked", null]);
  play.when(position("hedged", "B", "-1", "150"), [accepted()]);
  expect(state(play, "hedged")).toEqual(["healthy", null]);
  play.when(resume, resumed("A", "B"));
  play.when(a("100"), [warm("A", "cleared")]);
  play.when(b("100"), [warm("B", "cleared")]);
  expect(state(play, "hedged")).toEqual(["healthy", null]);
});

/** Alice is 5 above nothing, with 10 of margin, in A. */
const held = (play: Play) => {
  play.given(account("alice", "25"));
  play.when(position("alice", "A", "1", "120"), [accepted()]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
};

scenario("what stays unhealthy is opened by the tick that ends the warm-up of its market", (play) => {
  const { a, b } = stage(play);
  held(play);
  play.when(resume, resumed("A", "B"));
  expect(state(play, "alice")).toEqual(["blocked", null]);
  play.when(b("100"), [warm("B", "cleared")]);
  play.when(a("100"), [warm("A", "cleared"), opened({ account: "alice", equity: "5.000000" }), slice()]);
});

scenario("where the first price after it is good, nobody is touched", (play) => {
  const { a } = stage(play);
  held(play);
  play.given(resume);
  play.when(a("110"), [marked(), warm("A", "cleared")]);
  expect(state(play, "alice")).toEqual(["healthy", null]);
  play.when(a("100"), [marked(), opened(), slice()]); // armed again
});

scenario("prices that move while it is halted open nothing that is held", (play) => {
  const { a } = stage(play);
  held(play);
  play.when(a("90"), [marked()]);
  play.when(a("130"), [marked()]);
  expect(state(play, "alice")).toEqual(["blocked", null]); // it is judged when it is touched
  play.when(transfer("alice", "1"), [accepted()]);
  expect(state(play, "alice")).toEqual(["healthy", null]);
});

scenario("touched again: held still, or no more", (play) => {
  stage(play);
  held(play);
  play.when(transfer("alice", "4.999999"), [accepted()]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
  play.when(transfer("alice", "0.000001"), [accepted()]);
  expect(state(play, "alice")).toEqual(["healthy", null]);
  play.when(position("alice", "A", "1", "130"), [accepted()]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
  play.when(position("alice", "A", "0"), [accepted()]);
  expect(state(play, "alice")).toEqual(["healthy", null]);
});

scenario("touched while its markets warm up: judged anew, held still", (play) => {
  const { a } = stage(play);
  held(play);
  play.given(resume);
  play.when(transfer("alice", "1"), [accepted()]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
  play.when(transfer("alice", "4"), [accepted()]);
  expect(state(play, "alice")).toEqual(["healthy", null]);
  play.when(a("100"), [warm("A", "cleared")]);
});

scenario("who was not held before is not held by a warm-up", (play) => {
  stage(play);
  play.given(resume, account("bob", "25"));
  play.when(position("bob", "A", "1", "120"), [accepted(), opened(), blocked({ breaker: "WARMUP" })]);
});

scenario("one lot in a market whose feed never comes back shields nobody", (play) => {
  const { a } = stage(play);
  play.given(
    account("alice", "25"),
    position("alice", "B", "0.001", "100"),
    position("alice", "A", "1", "120"),
  );
  play.given(resume);
  play.when(a("100"), [
    warm("A", "cleared"),
    opened({ account: "alice" }),
    blocked({ market: "B", breaker: "WARMUP" }),
    slice({ market: "A" }),
  ]);
});

scenario("held accounts open in the order of a pass: the worst first", (play) => {
  const { a } = stage(play);
  play.given(account("alice", "26"), position("alice", "A", "1", "120"));
  play.given(account("bob", "24"), position("bob", "A", "1", "120"));
  play.given(account("carol", "25"), position("carol", "A", "1", "120"), resume);
  play.when(a("100"), [
    warm("A", "cleared"),
    ...["bob", "carol", "alice"].flatMap((name) => [opened({ account: name }), slice({ account: name })]),
  ]);
});

scenario("a trigger that rings while the domain is halted opens as ever", (play) => {
  const { a } = stage(play);
  play.given(account("bob", "30"), position("bob", "A", "1", "115"));
  expect(state(play, "bob")).toEqual(["healthy", null]);
  play.when(a("94"), [marked(), opened({ account: "bob" }), blocked({ breaker: "HALTED" })]);
  // Who has a case goes on as ever.
  play.when(transfer("bob", "3"), [accepted(), closed({ outcome: "cured" })]);
});

scenario("a funding is no mark: whom it brings below margin is held", (play) => {
  const { a } = stage(play);
  play.given(account("bob", "20"), position("bob", "A", "1", "109"));
  play.when({ type: "funding", market: "A", ratePpb: 20_000_000 }, [accepted(), { type: "funding" }]);
  expect(state(play, "bob")).toEqual(["blocked", null]);
  play.given(resume);
  play.when(a("100"), [warm("A", "cleared"), opened({ account: "bob", equity: "9.000000" }), slice()]);
});

for (const [what, touch] of Object.entries({
  tiers: {
    type: "tiers",
    market: "A",
    tiers: [{ from: "0", initialPpm: 400_000, maintenancePpm: 200_000 }],
  },
  domainSettings: { type: "domainSettings", domain: "main", triggerAtEquality: true },
  "a fill from elsewhere": {
    type: "execution",
    account: "bob",
    market: "B",
    side: "buy",
    status: "fill",
    price: "108",
    quantity: "1",
  },
  reconcile: { type: "reconcile", account: "bob", market: "A", quantity: "1", entryPrice: "101" },
})) {
  scenario(`${what} that brings somebody below margin holds him`, (play) => {
    const { a } = stage(play);
    // Just at his margin of 10.
    play.given(account("bob", "10"), position("bob", "A", "1", "100"));
    expect(state(play, "bob")).toEqual(["healthy", null]);
    expect(play.events(touch).map(({ type }) => type)).not.toContain("liquidationOpened");
    expect(state(play, "bob")).toEqual(["blocked", null]);
    play.given(resume);
    expect(play.events(a("100")).map(({ type }) => type)).toContain("liquidationOpened");
  });
}

scenario("a market that is halted alone holds nobody", (play) => {
  stage(play);
  play.given(resume, { type: "halt", market: "A" }, account("bob", "25"));
  play.when(position("bob", "A", "1", "120"), [accepted(), opened(), blocked({ breaker: "HALTED" })]);
});

scenario("another domain that is halted holds nobody here", (play) => {
  stage(play);
  play.given(domain({ domain: "other" }), market("O", { domain: "other", execution: "external" }));
  play.given(feed("O")("100"), { ...account("olga", "25"), domain: "other" });
  play.when(position("olga", "O", "1", "120"), [accepted(), opened({ account: "olga" }), slice()]);
});

scenario("halted again before it has warmed up: it waits on", (play) => {
  const { a } = stage(play);
  held(play);
  play.given(resume, halt);
  play.when(a("100"), [warm("A", "cleared")]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
  play.given(resume);
  play.when(a("100"), [warm("A", "cleared"), opened(), slice()]);
});

scenario("a market's resume alone does not let go of anybody", (play) => {
  const { a } = stage(play);
  held(play);
  play.when({ type: "resume", market: "A" }, [accepted(), warm("A", "tripped")]);
  play.when(a("100"), [warm("A", "cleared")]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
});

scenario("no margin call for who is held, one when he is no more", (play) => {
  stage(play, {}, { marginCallPpm: 1_000_000 });
  held(play);
  play.when(transfer("alice", "5"), [accepted(), { type: "marginCall", account: "alice" }]);
});

scenario("without equity he is taken over when his time comes", (play) => {
  const { a } = stage(play);
  play.given(account("alice", "10"), position("alice", "A", "1", "120"), resume);
  play.when(a("100"), [
    warm("A", "cleared"),
    opened({ equity: "-10.000000" }),
    takeover(),
    positionOf("alice"),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("collateral's market counts as one of his", (play) => {
  const { a, b } = stage(play);
  play.given({ type: "collateral", domain: "main", asset: "X", market: "B", haircutPpm: 0, decimals: 8 });
  play.given(account("alice", "15"), { type: "transfer", account: "alice", asset: "X", amount: "0.1" });
  play.given(position("alice", "A", "1", "120"), resume);
  expect(state(play, "alice")).toEqual(["blocked", null]);
  // What came in while it was halted is pending until now: 5, less than 10.
  play.when(b("100"), [
    warm("B", "cleared"),
    opened({ account: "alice", equity: "5.000000" }),
    blocked({ market: "A", breaker: "WARMUP" }),
  ]);
  play.when(a("100"), [warm("A", "cleared"), unblocked(), slice()]);
});

scenario(
  "a leg without a mark comes to one who is held: he waits until there is one to judge him by",
  (play) => {
    const { a } = stage(play);
    held(play);
    play.given(market("N", { execution: "external" }));
    play.when(position("alice", "N", "1", "100"), [accepted()]);
    expect(state(play, "alice")).toEqual(["blocked", null]);
    play.given(resume);
    play.when(a("100"), [warm("A", "cleared")]); // not to be judged without a mark of N
    expect(state(play, "alice")).toEqual(["blocked", null]);
    play.when(feed("N")("100"), [
      marked(),
      warm("N", "cleared"),
      opened({ account: "alice" }),
      slice(),
      slice(),
    ]);
  },
);

scenario("a first mark while it is halted again opens nothing that is held", (play) => {
  const { a } = stage(play);
  held(play);
  play.given(market("N", { execution: "external" }), position("alice", "N", "1", "100"), resume, halt);
  play.when(feed("N")("100"), [marked(), warm("N", "cleared")]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
  play.given(resume);
  play.when(a("100"), [
    warm("A", "cleared"),
    opened({ account: "alice" }),
    blocked({ market: "N", breaker: "WARMUP" }),
    slice({ market: "A" }),
  ]);
});

scenario(
  "who waits for room waits for room, in a halted domain too",
  (play) => {
    const { a } = stage(play);
    play.given(account("bob", "30"), position("bob", "A", "1", "115"));
    play.given(account("carol", "30"), position("carol", "A", "1", "115"));
    play.when(a("94"), [
      marked(),
      opened({ account: "bob" }),
      blocked({ breaker: "HALTED" }),
      blocked({ account: "carol", case: null, breaker: "CAPACITY" }),
    ]);
    play.when(transfer("carol", "0.000001"), [accepted()]);
    play.when(transfer("bob", "3"), [
      accepted(),
      closed(),
      unblocked({ account: "carol", breaker: "CAPACITY" }),
      opened({ account: "carol" }),
      blocked({ breaker: "HALTED" }),
    ]);
  },
  { cases: 1 },
);

scenario(
  "no room when his time comes: named, and opened when there is some",
  (play) => {
    const { a } = stage(play);
    play.given(account("alice", "24"), position("alice", "A", "1", "120"));
    play.given(account("bob", "25"), position("bob", "A", "1", "120"), resume);
    play.when(a("100"), [
      warm("A", "cleared"),
      opened({ account: "alice" }),
      slice(),
      blocked({ account: "bob", breaker: "CAPACITY" }),
    ]);
    play.when(position("bob", "A", "0"), [accepted(), unblocked({ account: "bob" })]);
  },
  { cases: 1 },
);

scenario("time alone does not let go of anybody", (play) => {
  stage(play, { maxAge: 1_000_000 });
  held(play);
  play.when(clock(100), [
    breaker({ market: "A", breaker: "FEED_STALE" }),
    breaker({ market: "B", breaker: "FEED_STALE" }),
  ]);
  expect(state(play, "alice")).toEqual(["blocked", null]);
});
