/** Slices keep to the sizes that a venue takes (`minOrder`, `maxOrder`, `minNotional`), and clients may close dust. */
import { expect } from "vitest";
import { account, type Command, clock, domain, feed, market, order, position } from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  fill,
  opened,
  type Play,
  positionOf,
  rested,
  scenario,
  slice,
  waiting,
} from "../support/scenario.js";
import { ends, venue } from "../support/venue.js";

/** Alice wants 17 lots sold, at 49,500 or better. */
const opens = position("alice", "BTC", "0.1", "45010");
function seller(play: Play, policy: Command = {}, inMarket: Command = {}) {
  const tick = venue(play, policy, inMarket);
  play.given(account("alice"));
  return tick;
}
const sends = (play: Play, quantity: string, remaining: string, more: Command = {}) =>
  play.when(opens, [accepted(), opened(), slice({ quantity, remaining, ...more })]);

scenario("less than `minOrder` is wanted: the slice is as large as that", (play) => {
  seller(play, {}, { minOrder: "0.02" });
  sends(play, "0.020", "0.020");
});

scenario("`remaining` is what is wanted, where the slice is less", (play) => {
  seller(play, { algorithm: "twap", horizon: 10_000_000 }, { minOrder: "0.003" });
  sends(play, "0.003", "0.017");
});

scenario("at most the position: to close it whole there is no minimum", (play) => {
  seller(play, {}, { minOrder: "0.2" });
  sends(play, "0.100", "0.100");
});

scenario("`minNotional` is taken at the limit price", (play) => {
  // 18 lots at 49,500 are worth 891, 19 are worth 940.5.
  seller(play, {}, { minNotional: "891.01" });
  sends(play, "0.019", "0.019");
});

scenario("exactly `minNotional`", (play) => {
  seller(play, {}, { minNotional: "891" });
  sends(play, "0.018", "0.018");
});

scenario("a short's slice", (play) => {
  venue(play, {}, { minNotional: "909" });
  play.given(account("alice"));
  // The limit is 50,500: 18 lots are worth 909.
  play.when(position("alice", "BTC", "-0.1", "54990"), [
    accepted(),
    opened(),
    slice({ side: "buy", quantity: "0.018", limitPrice: "50500.00" }),
  ]);
});

scenario("at most `maxOrder`; a rest that is too small goes with it, or stays large enough", (play) => {
  seller(play, {}, { minOrder: "0.005", maxOrder: "0.010" });
  // 17: ten and seven.
  sends(play, "0.010", "0.017");
  const other = (name: string, sizes: Command, quantity: string) => {
    const tick = feed(name);
    play.given(market(name, { execution: "external", ...sizes }), tick("50000"), account(name));
    play.when(position(name, name, "0.1", "45010"), [accepted(), opened(), slice({ quantity })]);
  };
  // 14 would leave three of at least five: twelve leave five.
  other("LEAVES", { minOrder: "0.005", maxOrder: "0.014" }, "0.012");
  // All may go as one.
  other("JOINS", { minOrder: "0.005", maxOrder: "0.017" }, "0.017");
  // Nine leave eight of at least nine, and eight would be too few: it stays.
  other("STAYS", { minOrder: "0.009", maxOrder: "0.009" }, "0.009");
});

scenario("a part of the algorithm's joins too", (play) => {
  // Half of 17 is nine, which leaves eight of at least ten: ten leave seven; all may go.
  seller(play, { disposalFractionPpm: 500_000 }, { minOrder: "0.010" });
  sends(play, "0.017", "0.017");
});

scenario("a rest of exactly the least is large enough", (play) => {
  // Half of 17 is nine, which leaves eight.
  seller(play, { disposalFractionPpm: 500_000 }, { minOrder: "0.008" });
  sends(play, "0.009", "0.017");
});

scenario("`sliceNotionalMax` leaves the least", (play) => {
  seller(play, { sliceNotionalMax: "50" }, { minOrder: "0.004" });
  sends(play, "0.004", "0.017");
});

scenario("pace: no room for the least is no room", (play) => {
  // 550 are eleven lots of 50; then 500 are left for ten seconds… of which none may go.
  seller(play, { rateNotional: "600", rateWindow: 10_000_000 }, { minOrder: "0.008", maxOrder: "0.009" });
  sends(play, "0.009", "0.017");
  play.given(ends("S1", "cancelled"));
  play.when(clock(1), [
    breaker({ breaker: "LIQUIDATION_RATE", state: "tripped" }),
    blocked({ breaker: "LIQUIDATION_RATE" }),
  ]);
});

scenario("cascade: halves below the least are nothing", (play) => {
  const stage = (minOrder: string) => {
    const tick = feed("BTC");
    play.given(
      domain({ takeover: false }),
      market("BTC", { policy: { branchingMaxPpm: 1_000_000 }, minOrder }),
      tick("50000"),
    );
    play.given(account("maker", "1000000"), account("bob", "3.5999"), account("alice"));
    play.given(order("maker", "buy", "0.010", "50000"), order("maker", "buy", "1", "49700"));
    play.given(position("bob", "BTC", "0.02", "45000"));
  };
  stage("0.009");
  // Eight lots would do, of at least nine.
  play.when(opens, [accepted(), opened(), waiting()]);
});

scenario("grade and jitter leave the least", (play) => {
  const tick = feed("BTC");
  play.given(
    domain({ seed: 1, targetPpm: 10_000_000 }),
    market("BTC", {
      execution: "external",
      policy: { jitterPpm: 1_000_000, closeFactorPpm: 340_000 },
      minOrder: "0.016",
    }),
    tick("50000"),
    account("alice"),
  );
  // Jitter takes 0.56656 of 34 away, which would leave 15.
  sends(play, "0.016", "0.034");
});

scenario("a ladder has as many rungs as have the least, spread from mark to limit", (play) => {
  seller(play, { algorithm: "ladder", rungs: 5 }, { minOrder: "0.007" });
  play.when(opens, [
    accepted(),
    opened(),
    slice({ quantity: "0.009", limitPrice: "50000.00", remaining: "0.017" }),
    slice({ quantity: "0.008", limitPrice: "49500.00", remaining: "0.017" }),
  ]);
});

scenario("a rung is at most `maxOrder`", (play) => {
  seller(play, { algorithm: "ladder", rungs: 3 }, { maxOrder: "0.004" });
  play.when(opens, [
    accepted(),
    opened(),
    slice({ quantity: "0.004", limitPrice: "50000.00" }),
    slice({ quantity: "0.004", limitPrice: "49750.00" }),
    slice({ quantity: "0.004", limitPrice: "49500.00" }),
  ]);
});

scenario("the least of a purchase's rungs is taken at the mark, below the limit", (play) => {
  const rounds = (minNotional: string, then: readonly { type: string }[]) => {
    const tick = feed(minNotional);
    const policy = { algorithm: "ladder", rungs: 2 };
    play.given(market(minNotional, { execution: "external", policy, minNotional }), tick("50000"));
    play.given(account(minNotional));
    play.when(position(minNotional, minNotional, "-0.1", "54990"), [accepted(), opened(), ...then]);
  };
  play.given(domain());
  // Eight lots are worth 400 at the mark, 404 at the limit.
  rounds("400", [
    slice({ side: "buy", quantity: "0.009", limitPrice: "50000.00" }),
    slice({ side: "buy", quantity: "0.008", limitPrice: "50500.00" }),
  ]);
  rounds("401", [slice({ side: "buy", quantity: "0.017", limitPrice: "50500.00" })]);
});

scenario("@liquidation keeps to them", (play) => {
  venue(play, { algorithm: "twap", horizon: 10_000_000 }, { minOrder: "0.03", maxOrder: "0.05" });
  play.given(account("alice"));
  const events = play.events(position("alice", "BTC", "0.1", "50010"));
  expect(events.at(-1)).toMatchObject({ type: "slice", account: "@liquidation", quantity: "0.030" });
});

/** A market of this engine's own book, in which Alice holds five lots of at least ten. */
function dust(play: Play, inMarket: Command) {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", inMarket),
    tick("1000"),
    account("alice", "1000"),
    account("maker", "1000"),
  );
  play.given(position("alice", "BTC", "0.005", "1000"), order("maker", "buy", "0.5", "1000"));
}
const refused = { type: "rejected", code: "OUT_OF_RANGE", field: "quantity" };

scenario("clients: dust is closed by a reduce-only order of exactly its size", (play) => {
  dust(play, { minOrder: "0.010" });
  for (const bad of [
    order("alice", "sell", "0.005", "1000"),
    order("alice", "sell", "0.004", "1000", { reduceOnly: true }),
    order("alice", "sell", "0.006", "1000", { reduceOnly: true }),
    order("alice", "buy", "0.005", "1000", { reduceOnly: true }),
  ])
    play.when(bad, [refused]);
  play.when(order("alice", "sell", "0.005", "1000", { reduceOnly: true }), [
    accepted(),
    fill({ quantity: "0.005" }),
    positionOf("maker"),
    positionOf("alice", { quantity: "0.000" }),
  ]);
});

scenario("clients: `minNotional`, at the order's price; a market order at the mark", (play) => {
  dust(play, { minNotional: "10" });
  play.when(order("alice", "buy", "0.010", "999.99"), [refused]);
  play.when(order("alice", "buy", "0.009"), [refused]);
  play.when(order("alice", "buy", "0.010", "980"), [refused]);
  play.given(order("alice", "buy", "0.011", "980", { order: "mine" }));
  play.when({ type: "amend", order: "mine", quantity: "0.010" }, [refused]);
  // A lower price alone is not looked at, as its size is not.
  play.when({ type: "amend", order: "mine", price: "970" }, [accepted(), rested({ quantity: "0.011" })]);
  play.when({ type: "amend", order: "mine", quantity: "0.010", price: "999" }, [refused]);
  play.when(order("alice", "sell", "0.005", undefined, { reduceOnly: true }), [
    accepted(),
    fill({ quantity: "0.005" }),
    positionOf("maker"),
    positionOf("alice", { quantity: "0.000" }),
  ]);
});

scenario("`minNotional` has the decimals of its asset", (play) => {
  play.given(domain());
  play.when(market("BTC", { minNotional: "0.0000001" }), [
    { type: "rejected", code: "SPEC_INVALID", field: "minNotional" },
  ]);
});
