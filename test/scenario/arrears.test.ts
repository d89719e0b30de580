/** Nothing is seized at a price that nobody trusts, nor for less than `seizeAt` (rules: takeover-and-fund 13, 14, 15). */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  filled,
  leaping,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  breaker,
  closed,
  fill,
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

const coin = (asset: string, more: Command = {}): Command => ({
  type: "collateral",
  domain: "main",
  asset,
  market: "BTC",
  haircutPpm: 100_000,
  decimals: 8,
  ...more,
});
const pay = (of: string, amount: string, asset?: string, more: Command = {}): Command => ({
  type: "transfer",
  account: of,
  amount,
  ...(asset === undefined ? {} : { asset }),
  ...more,
});
/** Nobody takes over; FREE is sold at a venue. One XBT at 100 counts 90. */
const stage = (play: Play, settings: Command = {}, ofDomain: Command = {}, ofCoin: Command = {}) => {
  play.given(
    domain({ takeover: false, ...ofDomain }),
    market("FREE", {
      execution: "external",
      policy: { fullCloseNotional: "1000000", sliceLifetime: seconds(3600) },
    }),
    leaping("BTC", { marketBandPpm: 500_000, ...settings }),
    market("SOL"),
    at(1, feed("BTC")("100")),
    feed("FREE")("100"),
    feed("SOL")("10"),
    coin("XBT", ofCoin),
    account("alice"),
    account("maker", "100000"),
  );
};
const warmUp: Command = { type: "resume", market: "BTC" };
const ticks = (price: string, sequence = 2): Command => ({ ...feed("BTC")(price), sequence });
/** A position with which the account has less than nothing, or so little that a slice of it goes out; sold, that is what it owes. */
const loses = (of: string, owed: number): Command => position(of, "FREE", "1", String(100 + owed));
const sold = (slicesName: string): Command => filled(slicesName, "1", "100", { fee: "0" });

for (const [reason, { settings, spoil, mend }] of Object.entries(doubts)) {
  scenario(`${reason}: in arrears until the first trusted price, at which it is seized`, (play) => {
    stage(play, settings);
    play.given(pay("alice", "1", "XBT"), loses("alice", 85));
    const second = spoil(play);
    const paid = (...commands: readonly Command[]) =>
      play.events(...commands).filter(({ type }) => type === "fund" || type === "rejected");
    // Nothing is known of what the coin brings.
    expect(paid(at(second, sold("S1")))).toEqual([]);
    expect(play.domainReport()).toMatchObject({ arrears: "85.000000", fund: "10000.000000" });
    const commands = mend(second + 1);
    expect(paid(...commands.slice(0, -1))).toEqual([]);
    expect(paid(...commands.slice(-1))).toMatchObject([
      { type: "fund", change: "-85.000000", reason: "shortfall", case: null },
    ]);
    expect(play.report("alice")).toMatchObject({ cash: "0.000000", collateral: [{ balance: "0.05555555" }] });
  });
}

scenario("a shortfall waits, the fund pays nothing, and the first trusted price pays what it can", (play) => {
  stage(play);
  play.given(pay("alice", "1", "XBT"), warmUp, loses("alice", 150));
  play.when(sold("S1"), [
    fill(),
    positionOf("alice", { cash: "-150.000000" }),
    closed({ outcome: "closed", equity: "-60.000000" }),
  ]);
  expect(play.report("alice")).toMatchObject({
    cash: "-150.000000",
    equity: "-60.000000",
    state: "healthy",
    collateral: [{ balance: "1.00000000" }],
  });
  expect(play.domainReport()).toMatchObject({
    fund: "10000.000000",
    arrears: "150.000000",
    deficit: "0.000000",
  });
  play.refuses(pay("alice", "-1"), "PRICE_IN_DOUBT");
  play.refuses(pay("alice", "-1", "XBT"), "PRICE_IN_DOUBT");
  play.refuses(order("alice", "buy", "0.001", "100"), "INSUFFICIENT_MARGIN");
  // At 50 the coin brings 45, and the fund the rest.
  play.when(ticks("50"), [
    marked(),
    breaker({ breaker: "WARMUP", state: "cleared" }),
    fund({ change: "-45.000000", reason: "shortfall", case: null }),
    fund({ change: "-105.000000", reason: "shortfall", case: null }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "0.000000", collateral: [] });
  expect(play.domainReport()).toMatchObject({
    arrears: "0.000000",
    seized: [{ quantity: "1.00000000", value: "45.000000" }],
  });
});

scenario("a takeover leaves untrusted balances with the account", (play) => {
  stage(play, {}, { takeover: true });
  play.given(
    coin("SOL", { market: "SOL", haircutPpm: 0 }),
    pay("alice", "1", "XBT"),
    pay("alice", "1", "SOL"),
    warmUp,
  );
  // With doubt 99 + 10 of 300: the leg moves at 10 000 + 191, and 109 are owed, of which SOL pays 10.
  play.when(position("alice", "FREE", "100", "103"), [
    accepted(),
    opened({ equity: "-200.000000" }),
    takeover({ price: "101.91" }),
    positionOf("alice", { cash: "-109.000000" }),
    positionOf("@liquidation"),
    fund({ change: "-10.000000", reason: "takeover", case: "C1" }),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "-99.000000", collateral: [{ asset: "XBT" }] });
  play.when(ticks("100"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    fund({ change: "-90.000000", reason: "shortfall", case: null }),
    fund({ change: "-9.000000", reason: "shortfall", case: null }),
  ]);
});

scenario("a deposit ends arrears, whole or in part", (play) => {
  stage(play);
  play.given(pay("alice", "1", "XBT"), loses("alice", 85), warmUp, sold("S1"));
  play.when(pay("alice", "20"), [accepted()]);
  expect(play.domainReport()).toMatchObject({ arrears: "65.000000" });
  play.when(pay("alice", "1", "XBT"), [accepted()]);
  play.when(pay("alice", "65"), [accepted()]);
  expect(play.domainReport()).toMatchObject({ arrears: "0.000000" });
  play.when(ticks("100"), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  expect(play.report("alice")).toMatchObject({ cash: "0.000000", collateral: [{ balance: "2.00000000" }] });
});

scenario("what is trusted is seized at once, before and after what waits", (play) => {
  stage(play);
  play.given(market("DOGE"), feed("DOGE")("1"));
  play.given(coin("SOL", { market: "SOL", haircutPpm: 0 }), coin("DOGE", { market: "DOGE", haircutPpm: 0 }));
  play.given(pay("alice", "1", "XBT"), pay("alice", "2", "SOL"), pay("alice", "3", "DOGE"));
  play.given(loses("alice", 110), warmUp);
  play.when(sold("S1"), [
    fill(),
    positionOf("alice", { cash: "-110.000000" }),
    fund({ change: "-20.000000", reason: "shortfall", case: "C1" }),
    fund({ change: "-3.000000", reason: "shortfall", case: "C1" }),
    closed(),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "-87.000000", collateral: [{ asset: "XBT" }] });
  // A deposit of what is trusted is seized as it comes.
  play.when(pay("alice", "1", "SOL"), [accepted(), fund({ change: "-10.000000", reason: "shortfall" })]);
  expect(play.report("alice")).toMatchObject({ cash: "-77.000000" });
});

scenario("of what owes no more than seizeAt nothing is seized", (play) => {
  stage(play, {}, {}, { seizeAt: "10" });
  play.given(account("bob"), pay("alice", "0.1", "XBT"), pay("bob", "0.2", "XBT"));
  play.given(loses("alice", 10), loses("bob", 10.000001));
  play.when(sold("S1"), [fill(), positionOf("alice", { cash: "-10.000000" }), closed()]);
  expect(play.domainReport()).toMatchObject({ arrears: "10.000000", fund: "10000.000000" });
  play.when(sold("S2"), [
    fill(),
    positionOf("bob", { cash: "-10.000001" }),
    fund({ change: "-10.000001" }),
    closed(),
  ]);
  // It may open as its margin allows, but its coins are what it stands on.
  play.when(pay("alice", "1", "XBT"), [accepted()]);
  play.refuses(pay("alice", "-1", "XBT"), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "buy", "0.001", "100"), [accepted(), rested()]);
  play.when({ type: "cancelAll", account: "alice" }, [accepted(), { type: "cancelled" }]);
  play.refuses(pay("alice", "-0.000001"), "INSUFFICIENT_MARGIN");
  // It comes to owe more, and is seized.
  play.given(loses("alice", 80));
  play.when(sold("S3"), [
    fill(),
    positionOf("alice", { cash: "-90.000000" }),
    fund({ change: "-90.000000" }),
    closed(),
  ]);
});

scenario("one pass, in order of definition: what is owed shrinks on the way", (play) => {
  stage(play, {}, {}, { seizeAt: "40" });
  play.given(
    coin("SOL", { market: "SOL", haircutPpm: 0 }),
    coin("WSOL", { market: "SOL", haircutPpm: 0, seizeAt: "30" }),
    pay("alice", "0.1", "XBT"),
    pay("alice", "1.5", "SOL"),
    pay("alice", "1", "WSOL"),
    loses("alice", 40),
  );
  // 40: XBT waits, SOL brings 15, and WSOL waits for what is left.
  play.when(sold("S1"), [
    fill(),
    positionOf("alice", { cash: "-40.000000" }),
    fund({ change: "-15.000000" }),
    closed(),
  ]);
  expect(play.report("alice")).toMatchObject({
    cash: "-25.000000",
    collateral: [{ asset: "XBT" }, { asset: "WSOL" }],
  });
});

scenario("many, by index, before anybody is evaluated", (play) => {
  stage(play);
  play.given(account("bob", "10"), account("carol"), account("dave"));
  for (const of of ["carol", "alice", "dave", "bob"]) play.given(pay(of, "1", "XBT"));
  play.given(
    loses("dave", 82),
    loses("alice", 83),
    loses("carol", 84),
    position("bob", "FREE", "9.6", "100"),
  );
  play.given(warmUp, sold("S1"), sold("S2"), sold("S3"));
  // bob, too, falls with the coin: 10 + 85.5 of 96.
  play.when(ticks("95"), [
    marked(),
    breaker({ breaker: "WARMUP", state: "cleared" }),
    fund({ change: "-83.000000" }),
    fund({ change: "-84.000000" }),
    fund({ change: "-82.000000" }),
    opened({ account: "bob", equity: "95.500000" }),
    slice(),
  ]);
});

scenario("with positions again it is an ordinary account; without them it is looked at again", (play) => {
  stage(play);
  play.given(pay("alice", "1", "XBT"), loses("alice", 85), warmUp, sold("S1"), pay("alice", "35"));
  play.given(position("alice", "FREE", "1", "100"));
  play.when(ticks("100"), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  expect(play.report("alice")).toMatchObject({ cash: "-50.000000", equity: "40.000000" });
  expect(play.domainReport()).toMatchObject({ arrears: "0.000000" });
  play.when(position("alice", "FREE", "0"), [
    accepted(),
    fund({ change: "-50.000000", reason: "shortfall", case: null }),
  ]);
});

scenario("a halt ends with resume into WARMUP: the first trusted price comes after", (play) => {
  stage(play);
  play.given(pay("alice", "1", "XBT"), loses("alice", 85), { type: "halt", domain: "main" }, sold("S1"));
  expect(play.domainReport()).toMatchObject({ arrears: "85.000000" });
  play.given(ticks("100"));
  const resumed = play.events({ type: "resume", domain: "main" });
  expect(resumed.filter(({ type }) => type === "fund")).toEqual([]);
  play.when(ticks("100", 3), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    fund({ change: "-85.000000", reason: "shortfall" }),
  ]);
});

scenario("trusted without a recompute, by settings: seized in that command", (play) => {
  stage(play, { breakers: { bandPpm: 50_000, bandWindow: seconds(16) } });
  play.given(pay("alice", "1", "XBT"), loses("alice", 85), at(2, ticks("110")), sold("S1"));
  expect(play.domainReport()).toMatchObject({ arrears: "85.000000" });
  play.when({ type: "breakers", market: "BTC", breakers: {} }, [
    accepted(),
    breaker({ breaker: "PRICE_BAND", state: "cleared" }),
    fund({ change: "-85.000000", reason: "shortfall" }),
  ]);
});

scenario("two doubts in one market: nothing until both have ended", (play) => {
  stage(play, { gapAction: "block" });
  play.given(pay("alice", "1", "XBT"), loses("alice", 85), ticks("100", 7), warmUp, sold("S1"));
  play.when(ticks("100", 9), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  expect(play.domainReport()).toMatchObject({ arrears: "85.000000" });
  play.when(ticks("100", 10), [
    breaker({ breaker: "FEED_GAP", state: "cleared" }),
    fund({ change: "-85.000000", reason: "shortfall" }),
  ]);
});

scenario("balances in two doubtful markets: each is seized when its own is trusted", (play) => {
  stage(play);
  play.given(
    coin("SOL", { market: "SOL", haircutPpm: 0 }),
    pay("alice", "1", "XBT"),
    pay("alice", "2", "SOL"),
  );
  play.given(loses("alice", 150), warmUp, { type: "resume", market: "SOL" }, sold("S1"));
  play.when(ticks("100"), [
    breaker({ market: "BTC", state: "cleared" }),
    fund({ change: "-90.000000", reason: "shortfall" }),
  ]);
  expect(play.domainReport()).toMatchObject({ arrears: "60.000000" });
  play.when({ ...feed("SOL")("10"), sequence: 2 }, [
    breaker({ market: "SOL", state: "cleared" }),
    fund({ change: "-20.000000", reason: "shortfall" }),
    fund({ change: "-40.000000", reason: "shortfall" }),
  ]);
});

scenario("an isolated account owes alone", (play) => {
  stage(play);
  play.given({ type: "account", account: "sub", domain: "main", mode: "isolated", parent: "alice" });
  play.given(pay("alice", "1", "XBT"), pay("sub", "1", "XBT"), loses("sub", 150), warmUp, sold("S1"));
  expect(play.report("sub")).toMatchObject({ cash: "-150.000000" });
  play.when(ticks("100"), [
    breaker({ state: "cleared" }),
    fund({ change: "-90.000000" }),
    fund({ change: "-60.000000" }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "0.000000", collateral: [{ balance: "1.00000000" }] });
});

scenario("a feed that has died is not believed, though nothing has said so yet", (play) => {
  stage(play, { maxAge: seconds(10), breakers: { resumeAfter: 0 } });
  play.given(pay("alice", "1", "XBT"), loses("alice", 85));
  play.when(at(60, sold("S1")), [
    fill(),
    positionOf("alice"),
    breaker({ breaker: "FEED_STALE", state: "tripped" }),
    closed(),
  ]);
  play.when(clock(70), []);
  play.when(at(71, ticks("100")), [
    breaker({ breaker: "FEED_STALE", state: "cleared" }),
    fund({ change: "-85.000000" }),
  ]);
});

scenario("depositMax: what deposits leave in the domain, less what was withdrawn and sold", (play) => {
  stage(play, {}, {}, { depositMax: "2" });
  play.given(account("bob"), coin("NONE", { depositMax: "0" }));
  play.refuses(pay("alice", "0.00000001", "NONE"), "CAPACITY");
  play.given(pay("alice", "1", "XBT"), pay("bob", "1", "XBT"));
  play.refuses(pay("alice", "0.00000001", "XBT"), "CAPACITY");
  // A move brings nothing in.
  play.when(pay("alice", "0.5", "XBT", { to: "bob" }), [accepted()]);
  play.when(pay("bob", "-0.25", "XBT"), [accepted()]);
  play.refuses(pay("bob", "0.25000001", "XBT"), "CAPACITY");
  play.when(pay("bob", "0.25", "XBT"), [accepted()]);
});

scenario("seizeAt and depositMax are amounts: money of the domain, units of the asset", (play) => {
  stage(play);
  play.refuses(coin("A", { seizeAt: "0.0000001", depositMax: "0.000000001" }), "MALFORMED");
  play.when(coin("A", { seizeAt: "0.0000001" }), [{ type: "rejected", field: "seizeAt", code: "MALFORMED" }]);
  play.when(coin("A", { depositMax: "0.000000001" }), [
    { type: "rejected", field: "depositMax", code: "MALFORMED" },
  ]);
  play.when(coin("A", { decimals: 3, seizeAt: "0.0000001" }), [{ type: "rejected", field: "decimals" }]);
  for (let i = 0; i < 7; i++) play.given(coin(`A${i}`));
  play.when(coin("A", { depositMax: "0.000000001" }), [{ type: "rejected", field: "depositMax" }]);
  play.refuses(coin("A", { seizeAt: "1", depositMax: "1" }), "CAPACITY");
});
