/** What a fund at its floor still takes over (rules: evaluation 14, takeover-and-fund 2): what cannot cost it. */
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
} from "../support/scenario.js";

/** A fund at its floor, and a market at a venue whose slices may go one percent below the mark. */
const stage = (play: Play, settings: Command = {}, inMarket: Command = {}) => {
  play.given(
    domain({ takeoverPpm: 1_000_000, insuranceFund: "50", fundFloor: "50", ...settings }),
    leaping("BTC", { execution: "external", ...inMarket }),
    feed("BTC")("50000"),
    account("alice"),
  );
};

scenario("the user keeps the surplus: at the slippage bound it costs nothing, so it is taken", (play) => {
  stage(play);
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened({ equity: "499.000000" }),
    takeover({ price: "49500.00" }),
    positionOf("alice", { cash: "449.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("at a zero price above the bound it could cost: blocked as before, by one unit of money", (play) => {
  // 49.999990 of equity: the leg must bring 4 950.000010, and the bound brings 4 950.
  stage(play);
  play.when(position("alice", "BTC", "0.1", "49500.0001"), [
    accepted(),
    opened({ equity: "49.999990" }),
    blocked({ market: null, breaker: "FUND_FLOOR" }),
    slice(),
  ]);
});

scenario("at a zero price at the bound exactly it is taken", (play) => {
  stage(play);
  play.when(position("alice", "BTC", "0.1", "49500"), [
    accepted(),
    opened({ equity: "50.000000" }),
    takeover({ price: "49500.00" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("the surplus is the fund's: zero value against the bound", (play) => {
  stage(play, { surplus: "fund" });
  play.given(account("bob"));
  play.when(position("alice", "BTC", "0.1", "49500.0001"), [
    accepted(),
    opened(),
    blocked({ breaker: "FUND_FLOOR" }),
    slice(),
  ]);
  // It sells at 49 500, and the fund gains 449.
  play.when(position("bob", "BTC", "0.1", "45010"), [
    accepted(),
    opened({ equity: "499.000000" }),
    takeover({ price: "45010.00" }),
    positionOf("bob", { cash: "0.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("a short, and an isolated account", (play) => {
  stage(play, { surplus: "fund" });
  play.given(account("parent"), {
    type: "account",
    account: "sub",
    domain: "main",
    mode: "isolated",
    parent: "parent",
  });
  play.when(position("sub", "BTC", "-0.1", "50499.9999"), [
    accepted(),
    opened({ equity: "49.999990" }),
    blocked({ breaker: "FUND_FLOOR" }),
    slice({ side: "buy" }),
  ]);
  play.when(position("alice", "BTC", "-0.1", "50500"), [
    accepted(),
    opened({ equity: "50.000000" }),
    takeover({ price: "50500.00" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation", { quantity: "-0.100" }),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation", side: "buy" }),
  ]);
});

scenario("inverse: rounded as positions are", (play) => {
  // 10 000 dollars at 20 000 are 0.5; a percent below, at 19 800, closing costs 0.50505051.
  play.given(
    domain({ asset: "XBT", settleDecimals: 8, insuranceFund: "0", takeoverPpm: 1_000_000, surplus: "fund" }),
    market("BTC", {
      kind: "inverse",
      priceDecimals: 0,
      tickSize: "1",
      lotSize: "1",
      minPrice: "100",
      tiers: [{ from: "0", initialPpm: 40_000, maintenancePpm: 20_000 }],
      execution: "external",
    }),
    feed("BTC")("20000"),
    account("long", "0.0050505"),
    account("other", "0.00505051"),
  );
  play.when(position("long", "BTC", "10000", "20000"), [
    accepted(),
    opened({ equity: "0.00505050" }),
    blocked({ breaker: "FUND_FLOOR" }),
    slice(),
  ]);
  play.when(position("other", "BTC", "10000", "20000"), [
    accepted(),
    opened({ equity: "0.00505051" }),
    takeover({ price: "19800" }),
    positionOf("other", { cash: "0.00000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("legs are judged together: what one gains another may cost", (play) => {
  // At 45 000, within a percent of BTC and ten of ETH, 45 + 300 may be lost.
  stage(play, { surplus: "fund" });
  play.given(market("ETH", { execution: "external", policy: { slippagePpm: 100_000 } }), feed("ETH")("3000"));
  for (const [name, cash] of [
    ["bob", "844.999999"],
    ["carol", "845"],
  ] as const) {
    play.given(
      account(name, cash),
      position(name, "BTC", "0.1", "50000"),
      position(name, "ETH", "1", "3000"),
    );
  }
  const events = play.events(feed("BTC")("45000", { sequence: 2 }));
  // ETH alone would cost 300 for a share of 138: BTC's share of 207 pays for it.
  expect(events.filter(({ type }) => type === "takeover")).toMatchObject([
    { account: "carol", market: "BTC", price: "42930.00" },
    { account: "carol", market: "ETH", price: "2862.00" },
  ]);
  expect(events.filter((event) => event["breaker"] === "FUND_FLOOR")).toMatchObject([
    { type: "liquidationBlocked", account: "bob" },
  ]);
});

scenario("a leg in doubt does not move, so it is not in the sum", (play) => {
  stage(play, { surplus: "fund" });
  play.given(
    market("ETH", { execution: "external", maxAge: seconds(10), policy: { slippagePpm: 500_000 } }),
    at(1, feed("ETH")("3000")),
    account("bob", "300"),
    position("bob", "ETH", "1", "3000"),
  );
  // Half of ETH is beyond anything that BTC could bring, but ETH is stale and stays.
  play.when(at(12, position("bob", "BTC", "0.1", "48000")), [
    accepted(),
    breaker({ market: "ETH", breaker: "FEED_STALE", state: "tripped" }),
    opened({ equity: "500.000000" }),
    blocked({ market: "ETH", breaker: "FEED_STALE" }),
    takeover({ market: "BTC" }),
    positionOf("bob"),
    positionOf("@liquidation"),
    slice({ account: "@liquidation" }),
  ]);
});

scenario(
  "with no leg that could move nothing is blocked by FUND_FLOOR, but with floorAction block",
  (play) => {
    for (const action of ["take", "block"] as const) {
      const name = action === "take" ? "main" : "other";
      play.given(
        domain({ domain: name, takeoverPpm: 1_000_000, insuranceFund: "0", floorAction: action }),
        market(`${name}-BTC`, { domain: name, execution: "external" }),
        feed(`${name}-BTC`)("50000"),
        { type: "account", account: name, domain: name },
        { type: "halt", market: `${name}-BTC` },
      );
      play.when(position(name, `${name}-BTC`, "0.1", "45010"), [
        accepted(),
        opened(),
        blocked({ breaker: "HALTED" }),
        ...(action === "take" ? [] : [blocked({ market: null, breaker: "FUND_FLOOR" })]),
      ]);
    }
  },
);

scenario("below zero it is taken whatever it costs, and the horizon's takeover is judged alike", (play) => {
  stage(play, { takeoverPpm: 0, caseHorizon: seconds(60), adl: false });
  play.given(account("bob"));
  play.when(position("bob", "BTC", "0.1", "50010"), [
    accepted(),
    opened({ equity: "-1.000000" }),
    takeover({ price: "50010.00" }),
    positionOf("bob"),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
  play.given(position("alice", "BTC", "0.1", "49900"));
  const over = play.events(clock(60));
  expect(over.some((event) => event.type === "takeover")).toBe(false);
  expect(over.filter((event) => event["breaker"] === "FUND_FLOOR")).toMatchObject([
    { type: "liquidationBlocked", account: "alice" },
  ]);
});

scenario("held back, it is looked at whenever its case is: a better price is enough", (play) => {
  stage(play, { surplus: "fund" }, { execution: "internal" });
  play.given(account("maker", "1000000"), order("maker", "sell", "1", "52000"));
  play.when(position("alice", "BTC", "0.1", "49600"), [
    accepted(),
    opened({ equity: "40.000000" }),
    blocked({ market: null, breaker: "FUND_FLOOR" }),
    { type: "liquidationWaiting" },
  ]);
  play.when(feed("BTC")("50200", { sequence: 2 }), [marked()]);
  // 60 above zero value, 50.2 within the bound.
  play.when(clock(1), [
    { type: "liquidationUnblocked", market: null, breaker: "FUND_FLOOR" },
    takeover({ price: "49600.00" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
  ]);
});
