/** Fills that no slice has asked for: somebody has traded at the venue itself. They are booked at any time. */
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
  leaps,
  market,
  position,
  tier,
} from "../support/commands.js";
import {
  blocked,
  breaker,
  closed,
  fill,
  fund,
  marked,
  opened,
  positionOf,
  scenario,
  slice,
  unblocked,
} from "../support/scenario.js";
import { elsewhere, ends, reconcile, venue } from "../support/venue.js";

scenario("the account trades with the street; nobody's order is named", (play) => {
  venue(play, {}, { takerFeePpm: 1_000, liquidationFeePpm: 10_000 });
  play.given(account("alice", "1000"));
  play.when(elsewhere("alice", "buy", "0.01", "50000"), [
    fill({
      market: "BTC",
      side: "buy",
      price: "50000.00",
      quantity: "0.010",
      makerOrder: null,
      takerOrder: null,
      maker: "@street",
      taker: "alice",
      makerFee: "0.000000",
      takerFee: "0.500000",
      liquidationFee: "0.000000",
      case: null,
    }),
    positionOf("alice", { quantity: "0.010", cost: "500.000000", cash: "999.500000" }),
  ]);
  play.when(elsewhere("alice", "sell", "0.01", "49000", { fee: "-0.25" }), [
    fill({ takerFee: "-0.250000" }),
    positionOf("alice", { quantity: "0.000", realised: "-10.000000", cash: "989.750000" }),
  ]);
  expect(play.domainReport()["fees"]).toBe("0.000000");
});

scenario("no margin is asked for: the account is evaluated at once", (play) => {
  venue(play);
  play.given(account("alice", "10"));
  play.when(elsewhere("alice", "buy", "0.1", "50000"), [
    fill(),
    positionOf("alice"),
    opened({ account: "alice" }),
    slice(),
  ]);
});

scenario("in a case: what remains is planned anew, and what is out stays out", (play) => {
  venue(play);
  play.given(account("alice"), position("alice", "BTC", "0.1", "45010"));
  play.when(elsewhere("alice", "sell", "0.1", "50000"), [
    fill({ case: null }),
    positionOf("alice", { quantity: "0.000" }),
    { type: "cancelSlice", order: "S1", reason: "cured" },
  ]);
  play.when(ends("S1", "cancelled"), [closed({ outcome: "closed", closed: {}, slippagePpm: 0 })]);
});

scenario("in a halt; a loss beyond the cash is the fund's", (play) => {
  venue(play);
  play.given(account("alice", "10"), elsewhere("alice", "buy", "0.001", "50000"));
  play.given({ type: "halt", market: "BTC" });
  play.when(elsewhere("alice", "sell", "0.001", "30000"), [
    fill(),
    positionOf("alice", { cash: "-10.000000" }),
    fund({ change: "-10.000000", reason: "shortfall", case: null }),
  ]);
});

scenario(
  "of @liquidation: gain or loss is charged to the fund, and its case ends with its position",
  (play) => {
    const tick = venue(play, {}, leaps);
    play.given(account("alice"), position("alice", "BTC", "0.1", "45010"), ends("S1", "cancelled"));
    play.when(tick("44000"), [
      marked(),
      { type: "takeover" },
      positionOf("alice"),
      positionOf("@liquidation", { quantity: "0.100" }),
      closed(),
      slice({ order: "S2", case: "C2" }),
    ]);
    const [told, held, gone, charge] = play.events(elsewhere("@liquidation", "sell", "0.04", "45000"));
    expect(told).toMatchObject({ type: "fill", taker: "@liquidation", takerFee: "0.000000", case: null });
    expect(held).toMatchObject({ type: "position", account: "@liquidation", quantity: "0.060" });
    expect(gone).toMatchObject({
      type: "unwound",
      case: "C1",
      side: "sell",
      quantity: "0.040",
      price: "45000.00",
    });
    expect(charge).toMatchObject({ type: "fund", reason: "unwind", case: "C2" });
    play.given(elsewhere("@liquidation", "sell", "0.06", "45000"));
    expect(play.domainReport()["liquidation"]).toEqual({ BTC: "0.000" });
  },
);

scenario("in a case, a leg in a market without a mark: its case is due when the mark comes", (play) => {
  const whole = { priceDecimals: 0, tickSize: "1", lotSize: "1", tiers: [tier("0", 4_000)] };
  const tick = feed("BTC");
  const breakers = { bandPpm: 300_000 };
  play.given(
    domain(),
    leaping("BTC", { ...whole, maxAge: 60_000_000, breakers }),
    tick("39"),
    account("alice"),
  );
  // A loss, at a price outside of the band: a case opens, and is suspended.
  play.given(position("alice", "BTC", "137", "25"), at(1, tick("23")));
  play.given(market("NEW", { ...whole, execution: "external" }));
  play.given(at(10, elsewhere("alice", "buy", "10", "58", { market: "NEW" })));
  // By now BTC is stale, which goes before its band; the loss in NEW is one to take over.
  const events = play.events(at(99, { type: "tick", market: "NEW", source: "s", price: "20", sequence: 1 }));
  expect(events.slice(0, 6)).toMatchObject([
    marked({ market: "NEW" }),
    breaker({ market: "NEW", breaker: "WARMUP", state: "cleared" }),
    breaker({ market: "BTC", breaker: "FEED_STALE", state: "tripped" }),
    unblocked({ market: "BTC", breaker: "PRICE_BAND" }),
    blocked({ market: "BTC", breaker: "FEED_STALE" }),
    { type: "takeover", market: "NEW" },
  ]);
});

scenario("a venue's id is taken once for an account and market", (play) => {
  venue(play);
  play.given(account("alice", "1000"), account("bob", "1000"), market("ETH", { execution: "external" }));
  const fills = (who: string, id: string, more: Command = {}) =>
    elsewhere(who, "buy", "0.001", "50000", { execution: id, ...more });
  play.given(fills("alice", "v1"));
  play.refuses(fills("alice", "v1"), "DUPLICATE");
  play.refuses(fills("alice", "v1", { side: "sell", price: "0" }), "DUPLICATE");
  play.given(
    fills("bob", "v1"),
    fills("alice", "v1", { market: "ETH", price: "2000" }),
    fills("alice", "v2"),
  );
  play.given(fills("@liquidation", "v1"));
  play.refuses(fills("@liquidation", "v1"), "DUPLICATE");
  // Without an id nothing is known again.
  play.given(elsewhere("alice", "buy", "0.001", "50000"), elsewhere("alice", "buy", "0.001", "50000"));
  expect(play.leg("alice", "BTC")["quantity"]).toBe("0.004");
});

scenario("checks, in their order", (play) => {
  venue(play, {}, { maxPosition: "0.1", maxOpenInterest: "0.1" });
  play.given(
    account("alice", "1000"),
    account("bob", "1000"),
    market("IN"),
    market("ETH", { execution: "external" }),
  );
  play.given(account("parent"), { ...account("iso", "100"), mode: "isolated", parent: "parent" });
  const refuses = (command: Command, code: string, field: string) =>
    play.when(command, [{ type: "rejected", command: "execution", code, field }]);
  const bad = elsewhere("alice", "buy", "9", "0", { fee: "0.0000001" });
  refuses({ ...bad, account: "nobody", market: "X" }, "UNKNOWN_ACCOUNT", "account");
  refuses({ ...bad, market: "X" }, "UNKNOWN_MARKET", "market");
  refuses({ ...bad, account: "@liquidation", market: "X" }, "UNKNOWN_MARKET", "market");
  refuses({ ...bad, market: "IN" }, "SPEC_INVALID", "market");
  refuses(bad, "OUT_OF_RANGE", "price");
  refuses({ ...bad, price: "1", quantity: "0" }, "OUT_OF_RANGE", "quantity");
  refuses({ ...bad, price: "1", quantity: "0.0001" }, "QUANTITY_OFF_LOT", "quantity");
  refuses({ ...bad, price: "1" }, "CAPACITY", "quantity");
  refuses({ ...bad, price: "1", quantity: "0.1" }, "MALFORMED", "fee");
  play.given(elsewhere("alice", "buy", "0.06", "50000"));
  refuses(elsewhere("alice", "buy", "0.041", "50000"), "CAPACITY", "quantity");
  refuses(elsewhere("bob", "buy", "0.041", "50000"), "CAPACITY", "quantity");
  // What reduces is always booked.
  play.given(elsewhere("alice", "sell", "0.06", "50000"));
  play.given(elsewhere("iso", "buy", "0.001", "50000"));
  refuses(elsewhere("iso", "buy", "1", "2000", { market: "ETH" }), "CAPACITY", "quantity");
});

scenario("what reduces a position is booked, also where that stays beyond `maxPosition`", (play) => {
  venue(play, {}, { maxPosition: "0.1", maxOpenInterest: "0.1" });
  play.given(account("alice", "100000"), elsewhere("alice", "buy", "0.1", "50000"));
  play.given({ type: "tick", market: "BTC", source: "s", price: "50000", sequence: 2 });
  play.given(reconcile("alice", "0.1", "50000", { cash: "499" }));
  // Reports of a slice are facts, each of maxPosition at most: the venue sells far too much.
  for (let i = 0; i < 3; i++) play.given(filled("S1", "0.1", "50000"));
  expect(play.leg("alice")["quantity"]).toBe("-0.200");
  play.when(elsewhere("alice", "sell", "0.001", "50000"), [{ type: "rejected", code: "CAPACITY" }]);
  const [told, held] = play.events(elsewhere("alice", "buy", "0.05", "50000"));
  expect([told, held]).toMatchObject([fill(), positionOf("alice", { quantity: "-0.150" })]);
});

scenario("it is no report: silence goes on, and a mismatch", (play) => {
  venue(play);
  play.given(account("alice"), position("alice", "BTC", "0.1", "45010"), clock(5), clock(10));
  play.given(at(11, elsewhere("alice", "sell", "0.001", "1")));
  expect(play.report("alice")["state"]).toBe("blocked");
  play.given(filled("S1", "0.001", "1"), elsewhere("alice", "buy", "0.001", "50000"));
  expect(play.leg("alice")["mismatch"]).toBe(true);
  play.given(reconcile("alice", "0.098", "45010"));
  expect(play.leg("alice")["mismatch"]).toBe(false);
});

scenario("it is no trade of the market: a mark that looks at the last one stays", (play) => {
  const tick = venue(play, {}, { mark: "median3", premiumHalfLife: 1_000_000 });
  play.given(account("alice", "100000"), elsewhere("alice", "buy", "0.001", "60000"));
  play.when(at(1, tick("50001")), [marked({ index: "50001.00", mark: "50001.00" })]);
});
