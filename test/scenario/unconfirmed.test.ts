/**
 * UNCONFIRMED (rules: breakers 17): a mark that has moved by more than five percent, or `jumpPpm`, takes over and deleverages nobody
 * until it is taken back or confirmed. Ten percent maintenance; nobody bids, so slices wait and what happens is takeover alone.
 */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  filled,
  market,
  order,
  position,
  seconds,
  tier,
} from "../support/commands.js";
import {
  accepted,
  adl,
  blocked,
  breaker,
  cancelSlice,
  closed,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
  unwound,
  waiting,
} from "../support/scenario.js";

const name = "UNCONFIRMED";
const tripped = (more: Command = {}) => breaker({ market: "BTC", breaker: name, state: "tripped", ...more });
const cleared = (more: Command = {}) => breaker({ market: "BTC", breaker: name, state: "cleared", ...more });
const held = (more: Command = {}) => blocked({ market: null, breaker: name, ...more });
const freed = (more: Command = {}) => unblocked({ market: null, breaker: name, ...more });
const micros = (time: number, command: Command): Command => ({ ...command, time });
const settings = (more: Command): Command => ({ type: "feedSettings", market: "BTC", ...more });

/** 0.1 at 50,000 with a cash of 1,000: at 39,000 a hundred is missing. */
const stage = (play: Play, inMarket: Command = {}, inDomain: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(inDomain), market("BTC", inMarket), at(1, tick("50000")), account("alice", "1000"));
  play.given(position("alice", "BTC", "0.1", "50000"));
  return tick;
};
const heldBack = [marked(), tripped(), opened({ equity: "-100.000000" }), held(), waiting()];
const takenOver = [
  freed(),
  takeover({ account: "alice", quantity: "0.100", price: "40000.00" }),
  positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
  positionOf("@liquidation"),
  closed({ outcome: "takenOver" }),
];
const both = { sources: [{ source: "a" }, { source: "b" }], minSources: 2 };

scenario("one bad tick of the only source takes nobody over, and is taken back", (play) => {
  const tick = stage(play);
  play.when(at(2, tick("39000")), heldBack);
  play.when(at(2.5, tick("50100")), [marked(), cleared(), freed(), closed({ outcome: "cured" })]);
});

scenario("a tick that says so again at `confirmAfter`, and no sooner, confirms the mark", (play) => {
  const tick = stage(play);
  play.when(at(2, tick("39000")), heldBack);
  play.when(micros(2_499_999, tick("39000")), []);
  play.when(at(2.5, tick("39000")), [cleared(), ...takenOver]);
});

scenario("nor does a clock, whenever it comes", (play) => {
  const tick = stage(play);
  play.when(at(2, tick("39000")), heldBack);
  play.when(clock(10), []);
  play.when(at(10, tick("38000")), [
    marked(),
    cleared(),
    freed(),
    takeover(),
    positionOf("alice"),
    positionOf("@liquidation"),
    closed(),
  ]);
});

scenario("`confirmAfter` 0: a second tick of the same time will do", (play) => {
  const tick = stage(play, { confirmAfter: 0 });
  play.when(at(2, tick("39000")), heldBack);
  play.when(at(2, tick("39000")), [cleared(), ...takenOver]);
});

scenario("the settings of now hold: another `confirmAfter`, a wider `jumpPpm`", (play) => {
  const tick = stage(play, { confirmAfter: seconds(60) });
  play.when(at(2, tick("39000")), heldBack);
  play.when(at(3, tick("39000")), []);
  play.given(settings({ confirmAfter: seconds(2) }));
  play.when(at(4, tick("39000")), [cleared(), ...takenOver]);
  play.when(at(5, tick("60000")), [marked(), tripped()]);
  play.given(settings({ jumpPpm: 600_000 }));
  // 60,000 is near 39,000 now.
  play.when(clock(6), [cleared()]);
});

for (const [told, jump, stays, moves] of [
  ["five percent without a setting", {}, ["47500", "52500"], ["47499.99", "52500.01"]],
  ["`jumpPpm`", { jumpPpm: 100_000, confirmations: 1 }, ["45000", "55000"], ["44999.99", "55000.01"]],
] as const) {
  for (const end of [0, 1] as const)
    scenario(`how far a mark may go by one tick: ${told}, ${["down", "up"][end]}`, (play) => {
      const tick = feed("BTC");
      play.given(domain(), market("BTC", jump), market("ETH", jump), tick("50000"), feed("ETH")("50000"));
      play.when(tick(stays[end]), [marked()]);
      play.when({ ...feed("ETH")(moves[end]), sequence: 2 }, [marked(), tripped({ market: "ETH" })]);
    });
}

scenario(
  "the first mark is confirmed, whatever it is, and nobody is touched by the breaker alone",
  (play) => {
    const tick = feed("BTC");
    play.given(domain(), market("BTC"), account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
    play.when(tick("39000"), [
      marked(),
      breaker({ breaker: "WARMUP", state: "cleared" }),
      opened(),
      takeover(),
      positionOf("alice"),
      positionOf("@liquidation"),
      closed(),
    ]);
  },
);

scenario(
  "a feed that flickers within `confirmAfter` is never confirmed, but what it moves is sold within bounds",
  (play) => {
    const tick = stage(play, {
      execution: "external",
      policy: { interval: 300_000 },
    });
    play.when(at(2, tick("39000")), [
      marked(),
      tripped(),
      opened({ equity: "-100.000000" }),
      held(),
      // All of it, one percent below the mark: no zero price binds who has nothing.
      slice({ order: "S1", quantity: "0.100", limitPrice: "38610.00" }),
    ]);
    play.when(at(2.1, filled("S1", "0.04", "38700", { fee: "0" })), [
      { type: "fill", mark: "39000.00" },
      positionOf("alice", { quantity: "0.060" }),
    ]);
    play.when(at(2.2, { type: "execution", order: "S1", status: "cancelled" }), []);
    // Near neither: the time begins anew.
    play.when(at(2.4, tick("30000")), [marked(), slice({ quantity: "0.060", limitPrice: "29700.00" })]);
    play.when(at(2.8, tick("39000")), [marked()]);
    play.when(at(3.2, tick("30000")), [marked()]);
    play.when(at(3.6, tick("39000")), [marked()]);
    play.when(micros(4_100_000, tick("39000")), [cleared(), freed(), cancelSlice({ reason: "takeover" })]);
  },
);

scenario("a second source, after the move, confirms at once; before it, nothing", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(domain(), market("BTC", both), at(1, a("50000")), at(1, b("50000")));
  // The middle of what a says now and b said before.
  play.when(at(2, a("40000")), [marked({ mark: "45000.00" }), tripped()]);
  play.when(clock(3), []);
  play.when(micros(3_000_001, b("41000")), [marked({ mark: "40500.00" }), cleared()]);
  play.when(at(4, a("41500")), [marked({ mark: "41250.00" })]);
  play.when(at(5, b("50000")), [marked({ mark: "45750.00" }), tripped()]);
  play.when(micros(5_000_001, a("50000")), [marked({ mark: "50000.00" }), cleared()]);
});

scenario("two sources in one moment: it lasts from the one's tick to the other's", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(domain(), market("BTC", both), at(1, a("50000")), at(1, b("50000")));
  play.when(at(4, a("60000")), [marked({ mark: "55000.00" }), tripped()]);
  play.when(at(4, b("60000")), [marked({ mark: "60000.00" }), cleared()]);
  // Apart by more than is near, they do not confirm each other.
  play.when(at(5, a("80000")), [marked({ mark: "70000.00" }), tripped()]);
  play.when(at(5, b("70000")), [marked({ mark: "75000.00" })]);
});

scenario("a source that lets another's price out of quarantine: both are believed in that moment", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(domain(), market("BTC", { ...both, jumpPpm: 50_000 }), at(1, a("50000")), at(1, b("50000")));
  play.refuses(at(2, a("40000")), "QUARANTINED");
  play.when(at(3, b("40000")), [marked({ mark: "40000.00" })]);
});

scenario("two that disagree confirm nothing, however often they say so", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(domain(), market("BTC", both), at(1, a("50000")), at(1, b("50000")));
  play.when(at(2, a("20000")), [marked({ mark: "35000.00" }), tripped()]);
  play.when(at(3, b("50000")), []);
  play.when(at(4, a("20000")), []);
  play.when(at(5, b("20100")), [marked({ mark: "20050.00" }), cleared()]);
});

scenario("a good source's next tick does not confirm what a bad one of more weight has said", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  const weighed = { sources: [{ source: "a", weight: 2 }, { source: "b" }] };
  play.given(domain(), market("BTC", weighed), at(1, a("50000")), at(1, b("50000")));
  play.when(at(2, a("20000")), [marked({ mark: "20000.00" }), tripped()]);
  play.when(at(3, b("50000")), []);
  play.when(at(4, b("50100")), []);
  // It confirms itself.
  play.when(at(5, a("20000")), [cleared()]);
});

scenario("events: the mark, then this breaker, then the others", (play) => {
  const tick = feed("BTC");
  const breakers = { bandPpm: 50_000, bandWindow: seconds(16) };
  play.given(domain(), market("BTC", { breakers, gapAction: "block" }), at(1, tick("50000")));
  tick("0");
  play.when(at(2, tick("40000")), [
    marked(),
    tripped(),
    breaker({ breaker: "FEED_GAP" }),
    breaker({ breaker: "PRICE_BAND" }),
  ]);
});

scenario("`resume` forgets it, before it warms up", (play) => {
  const tick = stage(play);
  play.when(at(2, tick("39000")), heldBack);
  play.when(at(2, { type: "resume", market: "BTC" }), [
    accepted(),
    cleared(),
    breaker({ breaker: "WARMUP", state: "tripped" }),
    blocked({ market: "BTC", breaker: "WARMUP" }),
    freed(),
  ]);
  play.when(at(2, tick("39000")), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    unblocked({ market: "BTC", breaker: "WARMUP" }),
    takeover(),
    positionOf("alice"),
    positionOf("@liquidation"),
    closed(),
  ]);
});

scenario("a horizon that is over waits for it too", (play) => {
  const tick = stage(play, {}, { caseHorizon: seconds(10) });
  play.given(account("bob", "1100"), position("bob", "BTC", "0.1", "50000"));
  play.when(at(2, tick("40999.99")), [
    marked(),
    tripped(),
    opened({ account: "alice", equity: "99.999000" }),
    waiting(),
    opened({ account: "bob" }),
    waiting(),
  ]);
  play.when(clock(12), [held({ account: "alice" }), held({ account: "bob" })]);
  const goes = (of: string) => [
    freed({ account: of }),
    takeover({ account: of }),
    positionOf(of),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
  ];
  play.when(at(12, tick("40999.99")), [cleared(), ...goes("alice"), ...goes("bob")]);
});

scenario("with the fund at its floor it is named first, then the floor", (play) => {
  const tick = stage(play, {}, { takeoverPpm: 1_000_000, fundFloor: "10000", floorAction: "block" });
  play.when(at(2, tick("41000")), [marked(), tripped(), opened({ equity: "100.000000" }), held(), waiting()]);
  play.when(at(3, tick("41000")), [cleared(), freed(), blocked({ market: null, breaker: "FUND_FLOOR" })]);
  play.when(at(4, tick("50000")), [
    marked(),
    tripped(),
    unblocked({ market: null, breaker: "FUND_FLOOR" }),
    closed({ outcome: "cured" }),
  ]);
});

scenario("one market of several holds all back; so does one that prices collateral", (play) => {
  const [btc, eth, coin] = [feed("BTC"), feed("ETH"), feed("COIN")];
  play.given(domain(), market("BTC"), market("ETH"), market("COIN"), btc("50000"), eth("3000"), coin("100"));
  play.given({ type: "collateral", domain: "main", asset: "C", market: "COIN", haircutPpm: 0, decimals: 8 });
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  play.given({ type: "transfer", account: "alice", asset: "C", amount: "1" });
  play.given(
    account("bob", "1300"),
    position("bob", "BTC", "0.1", "50000"),
    position("bob", "ETH", "0.1", "3000"),
  );
  play.when(at(1, coin("90")), [marked(), breaker({ market: "COIN", breaker: name, state: "tripped" })]);
  play.when(at(1, eth("2700")), [marked(), breaker({ market: "ETH", breaker: name, state: "tripped" })]);
  // Down by steps that are near.
  play.given(
    at(1, btc("48000")),
    at(1, btc("46000")),
    at(1, btc("44000")),
    at(1, btc("42000")),
    at(1, btc("40000")),
  );
  play.when(at(1, btc("38500")), [marked(), held({ account: "alice" })]);
  play.when(at(1, btc("36700")), [marked(), held({ account: "bob" })]);
  const goes = (of: string) => [takeover({ account: of }), positionOf(of), positionOf("@liquidation")];
  play.when(at(1.9, eth("3000")), [
    marked(),
    breaker({ market: "ETH", breaker: name, state: "cleared" }),
    freed({ account: "bob" }),
    ...goes("bob"),
    ...goes("bob"),
    closed({ account: "bob", outcome: "takenOver" }),
  ]);
  play.when(at(1.9, coin("100")), [
    marked(),
    breaker({ market: "COIN", breaker: name, state: "cleared" }),
    freed({ account: "alice" }),
    ...goes("alice"),
    fund({ change: "-100.000000", reason: "takeover" }),
    closed({ account: "alice", outcome: "takenOver" }),
  ]);
});

scenario("no profit leaves at a high mark that nothing has confirmed", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC"), at(1, tick("50000")), account("alice", "2000"), account("bob", "2000"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("bob", "BTC", "-0.1", "50000"));
  const takes = (amount: string, of = "alice"): Command => ({ type: "transfer", account: of, amount });
  play.when(at(2, tick("60000")), [marked(), tripped()]);
  // At 50,000 she has 2,000 and needs 1,000; at 60,000 she would have 3,000 and need 1,200.
  play.refuses(takes("-1000.000001"), "INSUFFICIENT_MARGIN");
  play.given(takes("-1000"));
  // Bob's short is judged at 60,000, where he has 1,000 and needs 1,200.
  play.refuses(takes("-0.000001", "bob"), "INSUFFICIENT_MARGIN");
  play.given(at(2.5, tick("60000")));
  play.given(takes("-800"));
});

scenario("nor at a low one, and orders and coins are judged likewise", (play) => {
  const [tick, coin] = [feed("BTC"), feed("COIN")];
  play.given(domain(), market("BTC"), market("COIN"), at(1, tick("50000")), coin("100"));
  play.given({ type: "collateral", domain: "main", asset: "C", market: "COIN", haircutPpm: 0, decimals: 8 });
  play.given(account("bob", "2000"), position("bob", "BTC", "-0.1", "50000"), account("carl"));
  play.given({ type: "transfer", account: "carl", asset: "C", amount: "100" });
  play.given(at(2, tick("40000")), at(2, coin("120")));
  play.refuses({ type: "transfer", account: "bob", amount: "-1000.000001" }, "INSUFFICIENT_MARGIN");
  play.given({ type: "transfer", account: "bob", amount: "-1000" });
  // Carl's coins count 10,000 and not 12,000.
  play.refuses(order("carl", "buy", "1.251", "40000"), "INSUFFICIENT_MARGIN");
  play.given(order("carl", "buy", "1.25", "40000"));
  expect(play.report("carl")["equity"]).toBe("12000.000000");
});

scenario("what `@liquidation` has is not deleveraged at such a mark, but sold", (play) => {
  const tick = feed("BTC");
  play.given(domain({ insuranceFund: "1000" }), market("BTC"), at(1, tick("50000")));
  play.given(account("alice"), account("bob", "20000"), account("maker", "1000000"));
  play.given(position("bob", "BTC", "-1", "60000"));
  play.given(at(1, position("alice", "BTC", "1", "51000")));
  play.when(at(2, tick("44000")), [marked(), tripped()]);
  play.given(order("maker", "buy", "0.1", "44000"));
  play.when(clock(3), [
    slice({ account: "@liquidation", quantity: "1.000" }),
    { type: "fill" },
    positionOf("maker"),
    positionOf("@liquidation", { quantity: "0.900" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.100",
      price: "44000.00",
      takenAt: "51000.00",
    }),
    fund({ reason: "unwind" }),
    { type: "cancelled" },
  ]);
  play.when(at(4, tick("44000")), [
    cleared(),
    adl({ account: "bob", loser: "@liquidation", quantity: "0.900" }),
    positionOf("bob"),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({ case: "C1", quantity: "0.900", takenAt: "51000.00" }),
    fund(),
    breaker({ breaker: "FUND_FLOOR" }),
  ]);
});

scenario("nor is anybody deleveraged for an account", (play) => {
  const tick = feed("BTC");
  play.given(domain({ insuranceFund: "0" }), market("BTC"), at(1, tick("50000")));
  play.given(account("alice", "6000"), account("bob", "20000"));
  play.given(position("bob", "BTC", "-1", "60000"), position("alice", "BTC", "1", "50000"));
  play.when(at(2, tick("43000")), [
    marked(),
    tripped(),
    opened({ equity: "-1000.000000" }),
    held(),
    waiting(),
  ]);
  play.when(at(2.5, tick("43000")), [
    cleared(),
    freed(),
    adl({ account: "bob", loser: "alice", quantity: "1.000", price: "44000.00" }),
    positionOf("alice"),
    positionOf("bob"),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("legs in markets in doubt as well: named all the same, and nothing moves when it ends", (play) => {
  const tick = stage(play, {
    tiers: [tier("0", 10_000)],
    breakers: { bandPpm: 50_000, bandWindow: seconds(16) },
  });
  play.when(at(2, tick("30000")), [
    marked(),
    tripped(),
    breaker({ breaker: "PRICE_BAND" }),
    opened(),
    blocked({ market: "BTC", breaker: "PRICE_BAND" }),
    held(),
  ]);
  play.when(at(3, tick("30000")), [cleared(), freed()]);
});
