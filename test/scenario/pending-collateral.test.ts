/** Collateral that comes in at a price in doubt counts for nothing until the market's next trusted price (rules: margin 18). */
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
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  breaker,
  cancelled,
  cancelSlice,
  closed,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  rested,
  scenario,
  slice,
  takeover,
} from "../support/scenario.js";
import { doubts } from "../support/untrusted.js";

/** A tenth of haircut: at 100 one coin counts 90. */
const coin = (more: Command = {}): Command => ({
  type: "collateral",
  domain: "main",
  asset: "XBT",
  market: "BTC",
  haircutPpm: 100_000,
  decimals: 8,
  ...more,
});
const deposit = (of: string, amount: string, more: Command = {}): Command => ({
  type: "transfer",
  account: of,
  amount,
  asset: "XBT",
  ...more,
});
const stage = (play: Play, settings: Command = {}, ofDomain: Command = {}) => {
  play.given(
    domain(ofDomain),
    market("FREE", { execution: "external", policy: { fullCloseNotional: "1000000" } }),
    leaping("BTC", { marketBandPpm: 500_000, ...settings }),
    at(1, feed("BTC")("100")),
    feed("FREE")("100"),
    coin(),
    account("alice", "10"),
    account("maker", "100000"),
  );
};
const warmUp: Command = { type: "resume", market: "BTC" };
const ticks = (price: string, sequence = 2): Command => ({ ...feed("BTC")(price), sequence });

for (const [reason, { settings, spoil, mend }] of Object.entries(doubts)) {
  scenario(
    `${reason}: a deposit is taken and pending, and counts from the first trusted price on`,
    (play) => {
      stage(play, settings);
      play.given(deposit("alice", "0.5"));
      const second = spoil(play);
      const [first] = play.events(at(second, deposit("alice", "1")));
      expect(first).toMatchObject({ type: "accepted" });
      const before = play.report("alice");
      const [{ value }] = before["collateral"] as [{ value: string }];
      expect(before["collateral"]).toMatchObject([{ balance: "1.50000000", pending: "1.00000000" }]);
      // What was there before counts as ever, at the last mark.
      expect([Number(before["equity"]) - 10, Number(value)]).toEqual([Number(value), Number(value)]);
      expect(Number(value)).toBeLessThan(50);
      play.given(...mend(second + 1));
      expect(play.report("alice")).toMatchObject({
        equity: "145.000000",
        collateral: [{ balance: "1.50000000", pending: "0.00000000", value: "135.000000" }],
      });
      play.given(deposit("alice", "1"));
      expect(play.report("alice")["collateral"]).toMatchObject([{ pending: "0.00000000" }]);
    },
  );
}

scenario("what is pending opens nothing, and does as soon as it counts", (play) => {
  stage(play, {}, {});
  play.given(warmUp, deposit("alice", "1"), market("ETH"), feed("ETH")("100"));
  const buy = order("alice", "buy", "5", "100", { market: "ETH" });
  play.refuses(buy, "INSUFFICIENT_MARGIN");
  play.refuses(deposit("alice", "-0.1"), "PRICE_IN_DOUBT");
  play.given(ticks("100"));
  play.when(buy, [accepted(), rested()]);
});

scenario("a trusted market without a mark is none: refused as ever", (play) => {
  stage(play);
  play.given(market("NEW"), coin({ asset: "NEW", market: "NEW" }));
  play.refuses(deposit("alice", "1", { asset: "NEW" }), "MARKET_HALTED");
});

scenario("it cures nobody; at the first trusted price it cures in that command", (play) => {
  stage(play);
  // 100 long at 100: 1 000 of margin, and a target of 1 200.
  play.given(deposit("alice", "10"), warmUp);
  play.when(position("alice", "FREE", "100", "100.5"), [
    accepted(),
    opened({ equity: "860.000000" }),
    slice(),
  ]);
  play.when(deposit("alice", "10"), [accepted()]);
  expect(play.report("alice")).toMatchObject({ equity: "860.000000", state: "liquidating" });
  play.when(ticks("100"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    cancelSlice({ reason: "cured" }),
  ]);
  play.when({ type: "execution", order: "S1", status: "cancelled" }, [
    closed({ outcome: "cured", equity: "1760.000000" }),
  ]);
});

scenario("an isolated account, and one that nothing of its own touches", (play) => {
  stage(play);
  play.given(
    { type: "account", account: "sub", domain: "main", mode: "isolated", parent: "alice" },
    warmUp,
    deposit("sub", "1"),
    deposit("maker", "1"),
  );
  // Nobody with a case: the tick evaluates nobody.
  play.when(ticks("100"), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  expect(play.report("sub")).toMatchObject({ equity: "90.000000" });
  expect(play.report("maker")).toMatchObject({ equity: "100090.000000" });
});

scenario("a takeover leaves it where it is, and zero values are without it", (play) => {
  stage(play);
  play.given(deposit("alice", "1"), warmUp, deposit("alice", "2"));
  // E = 10 + 90 − 200, and the doubt moves 90 to 99: the leg moves at 10 000 + 91.
  play.when(position("alice", "FREE", "100", "102"), [
    accepted(),
    opened({ equity: "-100.000000" }),
    takeover({ quantity: "100.000", price: "100.91" }),
    positionOf("alice", { cash: "-99.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver", equity: "-9.000000" }),
    slice({ account: "@liquidation" }),
  ]);
  expect(play.report("alice")).toMatchObject({
    cash: "-99.000000",
    collateral: [{ balance: "3.00000000", pending: "2.00000000", value: "90.000000" }],
  });
  // All of it counts before anything is seized: 99 of 270.
  play.when(ticks("100"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    fund({ change: "-99.000000", reason: "shortfall", case: null }),
  ]);
  expect(play.report("alice")).toMatchObject({
    cash: "0.000000",
    collateral: [{ balance: "1.90000000", pending: "0.00000000", value: "171.000000" }],
  });
});

scenario("a leg's triggers, and the balance's own, are exact without it and safe with it", (play) => {
  stage(play, { maxAge: seconds(3600), breakers: { resumeAfter: 0 } });
  play.given(deposit("alice", "10"), warmUp, deposit("alice", "1"), position("alice", "FREE", "50", "100"));
  // 910 of 500; with the eleventh coin 1 000. At 49.5 eleven coins count 490.05.
  expect(play.leg("alice")).toMatchObject({ liquidationPrice: "90.88" });
  play.given(ticks("100"));
  expect(play.leg("alice")).toMatchObject({ liquidationPrice: "88.88" });
  play.when(ticks("49.5", 3), [marked()]);
  play.when(ticks("49.49", 4), [marked(), opened({ equity: "499.951000" }), slice()]);
});

scenario("two assets of one market, and many accounts, begin to count together", (play) => {
  stage(play);
  play.given(coin({ asset: "WBTC", haircutPpm: 500_000 }), warmUp);
  for (let i = 0; i < 70; i++) {
    play.given(account(`a${i}`));
    if (i % 3 !== 0) play.given(deposit(`a${i}`, "1"), deposit(`a${i}`, "1", { asset: "WBTC" }));
  }
  play.given(ticks("100"));
  for (let i = 0; i < 70; i++)
    expect(play.report(`a${i}`)["equity"]).toBe(i % 3 === 0 ? "0.000000" : "140.000000");
});

scenario("trusted without a recompute: pending until one, and units that count leave first", (play) => {
  stage(play, { breakers: { bandPpm: 50_000, bandWindow: seconds(16) } });
  play.given(account("bob"), deposit("alice", "1"), at(2, ticks("110")), deposit("alice", "2"));
  // The band goes: nobody has ticked since. The market is plain now.
  play.given({ type: "breakers", market: "BTC", breakers: {} });
  expect(play.report("alice")).toMatchObject({
    equity: "109.000000",
    collateral: [{ balance: "3.00000000", pending: "2.00000000", value: "99.000000" }],
  });
  // 5.45 at 100 need 109.
  play.given(market("ETH"), feed("ETH")("100"));
  play.refuses(order("alice", "buy", "5.451", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "buy", "5.45", "100", { market: "ETH" }), [accepted(), rested()]);
  play.when({ type: "cancelAll", account: "alice" }, [accepted(), cancelled()]);
  play.given(deposit("alice", "0.5"));
  play.when(deposit("alice", "0.25", { to: "bob" }), [accepted()]);
  expect(play.report("bob")["collateral"]).toMatchObject([{ balance: "0.25000000", pending: "0.00000000" }]);
  play.when(deposit("alice", "-1.5"), [accepted()]);
  expect(play.report("alice")["collateral"]).toMatchObject([
    { balance: "1.75000000", pending: "1.75000000", value: "0.000000" },
  ]);
  // The same price again is a recompute, too.
  play.given(at(3, ticks("110", 3)));
  expect(play.report("alice")["collateral"]).toMatchObject([{ pending: "0.00000000", value: "173.250000" }]);
  play.when(deposit("alice", "-1.75"), [accepted()]);
  expect(play.report("alice")["collateral"]).toEqual([]);
});

scenario("all of it may leave while it is pending, where the market is trusted", (play) => {
  stage(play, { breakers: { bandPpm: 50_000, bandWindow: seconds(16) } });
  play.given(at(2, ticks("110")), deposit("alice", "2"), { type: "breakers", market: "BTC", breakers: {} });
  play.when(deposit("alice", "-2"), [accepted()]);
  expect(play.report("alice")["collateral"]).toEqual([]);
  play.given(deposit("alice", "1"), at(3, ticks("110", 3)));
  expect(play.report("alice")["collateral"]).toMatchObject([{ pending: "0.00000000", value: "99.000000" }]);
});

scenario("a clock is a recompute too, and a halted domain keeps what a feed has brought back", (play) => {
  stage(play, { maxAge: seconds(10), breakers: { resumeAfter: seconds(5) } });
  play.given(clock(60), deposit("alice", "1"), at(61, ticks("100")));
  expect(play.report("alice")).toMatchObject({ equity: "10.000000" });
  play.given({ type: "halt", domain: "main" });
  play.when(clock(66), [breaker({ breaker: "FEED_STALE", state: "cleared" })]);
  expect(play.report("alice")).toMatchObject({ equity: "10.000000" });
  play.given({ type: "resume", domain: "main" }, at(67, ticks("100", 3)));
  expect(play.report("alice")).toMatchObject({ equity: "100.000000" });
});

scenario("case 2: a token whose feed is dead carries nothing, and its fall costs nobody", (play) => {
  stage(play, { maxAge: seconds(10), breakers: { resumeAfter: 0 }, maxPrice: "1000" });
  play.given(market("X"), feed("X")("100"), clock(60), deposit("alice", "200000"));
  play.given(order("maker", "sell", "90", "105", { market: "X" }));
  play.refuses(order("alice", "buy", "90", "105", { market: "X" }), "INSUFFICIENT_MARGIN");
  play.given(at(90, ticks("0.01")));
  expect(play.report("alice")).toMatchObject({ equity: "1810.000000" });
  expect(play.domainReport()).toMatchObject({ fund: "10000.000000", deficit: "0.000000" });
});
