/** A shorter `interval` moves legs that wait (rules: slicing 2); a longer one moves none. */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  cancelled,
  cancelSlice,
  closed,
  fill,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  unblocked,
  unwound,
  waiting,
} from "../support/scenario.js";

const every = (interval: number, more: Command = {}): Command => ({
  type: "policy",
  market: "BTC",
  policy: { interval: seconds(interval), ...more },
});

/** A hundred lots at a cost that leaves 499 of equity for a margin of 500: seventeen of them cure. */
const stage = (
  play: Play,
  interval: number,
  policy: Command = {},
  more: Command = {},
  ofDomain: Command = {},
) => {
  play.given(
    domain(ofDomain),
    market("BTC", { policy: { interval: seconds(interval), ...policy }, ...more }),
    feed("BTC")("50000"),
    account("alice"),
    account("maker", "1000000"),
  );
};

scenario("case 11: what @liquidation has left is due at sent + new interval", (play) => {
  const pov = { algorithm: "pov", disposalFractionPpm: 200_000 };
  play.given(
    domain({ insuranceFund: "1000", takeoverPpm: 1_000_000, surplus: "fund", adl: false }),
    market("BTC", {
      lotSize: "1",
      tiers: [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }],
      maxPrice: "1000",
      maxPosition: "1000",
      policy: { interval: seconds(100), ...pov },
    }),
    feed("BTC")("100"),
    account("a"),
    account("m", "100000"),
    order("m", "buy", "100", "100"),
    position("a", "BTC", "10", "100.5"),
    every(10, pov),
  );
  play.when(clock(9), []);
  play.when(clock(10), [
    slice({ account: "@liquidation", quantity: "2", remaining: "8" }),
    fill(),
    positionOf("m"),
    positionOf("@liquidation"),
    unwound({ case: "C1", market: "BTC", side: "sell", quantity: "2", price: "100.00", takenAt: "100.50" }),
    { type: "fund" },
  ]);
  play.when(clock(19), []);
  expect(play.events(clock(20)).map(({ type }) => type)).toContain("slice");
});

scenario("a leg that waits for a bid is due by the new interval, and by the old one without", (play) => {
  stage(play, 100);
  play.given(order("maker", "sell", "1", "60000"));
  play.when(position("alice", "BTC", "0.1", "45010"), [accepted(), opened(), waiting()]);
  play.given(order("maker", "buy", "1", "50000"), at(30, every(40)));
  play.when(clock(39), []);
  play.when(clock(40), [slice({ quantity: "0.017" }), fill(), positionOf("maker"), positionOf("alice")]);
  // Sent at 40: a longer interval moves nothing, and what it replaced is forgotten.
  play.given(at(41, every(400)));
  play.when(clock(79), []);
  play.when(clock(80), [closed({ outcome: "cured" })]);
});

scenario("what would have been due before now is due now, in the command itself", (play) => {
  stage(play, 100, { disposalFractionPpm: 500_000 });
  play.given(order("maker", "buy", "1", "50000"));
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened(),
    slice({ quantity: "0.009" }),
    fill(),
    positionOf("maker"),
    positionOf("alice"),
  ]);
  play.when(at(50, every(20)), [
    accepted(),
    slice({ quantity: "0.008", time: seconds(50) }),
    fill(),
    positionOf("maker"),
    positionOf("alice"),
  ]);
  play.when(clock(69), []);
  play.when(clock(70), [closed({ outcome: "cured" })]);
});

scenario("long and short, cross and isolated: all that wait in the market", (play) => {
  stage(play, 100);
  play.given(order("maker", "sell", "1", "60000"), account("parent", "1000"), {
    type: "account",
    account: "sub",
    domain: "main",
    cash: "500",
    mode: "isolated",
    parent: "parent",
  });
  play.when(position("alice", "BTC", "0.1", "45010"), [accepted(), opened(), waiting()]);
  play.when(at(5, position("sub", "BTC", "-0.1", "49980")), [accepted(), opened(), waiting()]);
  play.given(order("maker", "buy", "1", "49600"), order("maker", "sell", "1", "50400"), at(6, every(10)));
  const bought = [fill(), positionOf("maker")];
  play.when(clock(10), [slice({ account: "alice" }), ...bought, positionOf("alice")]);
  play.when(clock(15), [slice({ account: "sub", side: "buy" }), ...bought, positionOf("sub")]);
});

scenario("what jitter drew is kept, and added to the new interval", (play) => {
  stage(play, 100, { jitterPpm: 1_000_000 }, {}, { seed: 7 });
  play.given(order("maker", "buy", "1", "50000"));
  play.given(position("alice", "BTC", "0.1", "45010"));
  const due = (interval: number) => {
    play.given(at(1, every(interval, { jitterPpm: 1_000_000 })));
  };
  due(50);
  // Drawn: a part of the old interval of 100 s, which the new one does not scale.
  let first = 0;
  for (let second = 2; second < 200 && first === 0; second++) {
    if (play.events(clock(second)).some(({ type }) => type === "slice" || type === "liquidationClosed"))
      first = second;
  }
  expect(first).toBeGreaterThan(50);
  expect(first).toBeLessThan(150);
});

scenario("at a venue: out it has no due time, silent it has", (play) => {
  stage(play, 100, { sliceLifetime: seconds(5) }, { execution: "external" });
  play.given(position("alice", "BTC", "0.1", "45010"));
  // It is out: the interval of when the report comes counts.
  play.given(at(1, every(20, { sliceLifetime: seconds(5) })));
  play.when(at(2, { type: "execution", order: "S1", status: "cancelled" }), []);
  play.when(clock(19), []);
  play.when(clock(20), [slice({ order: "S2" })]);
  // Silent from 30 on, and due a hundred seconds after it was sent.
  play.given(at(21, every(100, { sliceLifetime: seconds(5) })));
  play.when(clock(25), [cancelSlice({ order: "S2", reason: "expired" })]);
  play.when(clock(30), [blocked({ breaker: "EXECUTION_SILENT" })]);
  play.given(at(31, every(50, { sliceLifetime: seconds(5) })));
  // Heard of again, the leg is due at once, as ever.
  play.when(at(32, { type: "execution", order: "S2", status: "cancelled" }), [
    unblocked({ breaker: "EXECUTION_SILENT" }),
    slice({ order: "S3" }),
  ]);
});

scenario("a ladder: rungs keep the time that they were told, and are replaced by the new one", (play) => {
  stage(play, 100, { algorithm: "ladder", rungs: 2, horizon: seconds(1000) });
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened(),
    slice({ order: "S1", expires: seconds(100) }),
    slice({ order: "S2", expires: seconds(100) }),
  ]);
  play.given(at(1, every(30, { algorithm: "ladder", rungs: 2, horizon: seconds(1000) })));
  play.when(clock(29), []);
  play.when(clock(30), [
    cancelSlice({ order: "S1", reason: "replaced" }),
    cancelled({ order: "S1" }),
    cancelSlice({ order: "S2", reason: "replaced" }),
    cancelled({ order: "S2" }),
    slice({ order: "S3", expires: seconds(60) }),
    slice({ order: "S4", expires: seconds(60) }),
  ]);
});

scenario("after all has crossed inside the leg is looked at by the new interval", (play) => {
  stage(play, 100, {}, {}, { crossInside: true });
  play.given(order("maker", "sell", "1", "60000"));
  play.given(account("carol", "300"), position("alice", "BTC", "0.1", "45010"));
  const [, , crossing] = play.events(position("carol", "BTC", "-0.1", "51980"));
  expect(crossing).toMatchObject({ type: "crossedInside" });
  play.given(at(1, every(10)));
  play.when(clock(9), []);
  expect(play.events(clock(10)).length).toBeGreaterThan(0);
});

scenario("another market's policy moves nothing here", (play) => {
  stage(play, 100, {}, { execution: "external" });
  play.given(market("ETH", { execution: "external" }), feed("ETH")("3000"));
  play.given(position("alice", "BTC", "0.1", "45010"));
  play.given(at(1, { type: "execution", order: "S1", status: "cancelled" }));
  play.given(at(2, { type: "policy", market: "ETH", policy: { interval: 1 } }));
  play.when(clock(99), []);
  play.when(clock(100), [slice({ order: "S2" })]);
});
