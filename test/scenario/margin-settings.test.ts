/**
 * Settings of margin that change: tiers, domainSettings; every account concerned is judged anew. Isolated accounts.
 */
import { expect } from "vitest";
import { account, domain, feed, leaping, market, order, position, tier } from "../support/commands.js";
import {
  accepted,
  breaker,
  deficit,
  fund,
  marginCall,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
} from "../support/scenario.js";

const tiers = (...table: readonly unknown[]) => ({ type: "tiers", market: "BTC", tiers: table });
const settings = (more = {}) => ({ type: "domainSettings", domain: "main", ...more });

const stage = (play: Play, cash: string, more = {}) => {
  const tick = feed("BTC");
  play.given(domain(more), leaping("BTC", { execution: "external" }), tick("50000"));
  play.given(account("long", cash), account("short", cash));
  play.given(position("long", "BTC", "0.1", "50000"), position("short", "BTC", "-0.1", "50000"));
  return tick;
};

scenario("tiers: higher maintenance liquidates in the same command, worst first, ties by account", (play) => {
  stage(play, "600");
  play.when(tiers(tier("0", 130_000)), [
    accepted({ command: "tiers" }),
    opened({ account: "long", equity: "600.000000", maintenanceMargin: "650.000000" }),
    slice(),
    opened({ account: "short" }),
    slice(),
  ]);
});

scenario("tiers: lower maintenance moves the triggers away, both sides", (play) => {
  const tick = stage(play, "600");
  play.when(tiers(tier("0", 50_000), tier("100000", 60_000)), [accepted()]);
  // 600 + 0.1·(p − 50 000) < 0.005·p from 46 315.78 down; the short from 53 333.34 up.
  expect(play.leg("long")["liquidationPrice"]).toBe("46315.78");
  expect(play.leg("short")["liquidationPrice"]).toBe("53333.34");
  play.when(tick("46315.79"), [marked()]);
  play.when(tick("46315.78"), [marked(), opened({ account: "long" }), slice()]);
  play.when(tick("53333.33"), [marked()]);
  play.when(tick("53333.34"), [marked(), opened({ account: "short" }), slice()]);
});

scenario("tiers that break the rules leave the old ones as they were", (play) => {
  stage(play, "600", { marginCallPpm: 800_000 });
  play.refuses(tiers(), "TIERS_INVALID");
  play.refuses(tiers(tier("0", 100_000), tier("0", 200_000)), "TIERS_INVALID");
  play.refuses(tiers(tier("0", 400_000, 450_000)), "SPEC_INVALID"); // called at 36 percent, liquidated at 40
  play.refuses({ ...tiers(tier("0", 50_000)), market: "none" }, "UNKNOWN_MARKET");
  expect(play.leg("long")["maintenanceMargin"]).toBe("500.000000");
});

scenario("domainSettings: equality, and a call level, judge everybody anew", (play) => {
  stage(play, "500");
  play.when(settings({ marginCallPpm: 800_000 }), [
    accepted({ command: "domainSettings" }),
    marginCall({ account: "long", equity: "500.000000", initialMargin: "1000.000000" }),
    marginCall({ account: "short" }),
  ]);
  play.when(settings({ triggerAtEquality: true }), [
    accepted(),
    opened({ account: "long" }),
    slice(),
    opened({ account: "short" }),
    slice(),
  ]);
  play.refuses(settings({ marginCallPpm: 400_000 }), "SPEC_INVALID");
  play.refuses(settings({ domain: "none" }), "UNKNOWN_DOMAIN");
  play.refuses(settings({ fundFloor: "0.0000001" }), "MALFORMED");
});

scenario("domainSettings: a raised floor trips FUND_FLOOR, a lowered one clears it", (play) => {
  stage(play, "1000");
  play.when(settings({ fundFloor: "10000" }), [
    accepted(),
    breaker({ domain: "main", breaker: "FUND_FLOOR", state: "tripped" }),
  ]);
  play.when(settings({ fundFloor: "9999.999999" }), [
    accepted(),
    breaker({ domain: "main", breaker: "FUND_FLOOR", state: "cleared" }),
  ]);
});

scenario("domainSettings: below a lowered floor the fund pays a deficit with its next charge", (play) => {
  const tick = feed("BTC");
  play.given(domain({ insuranceFund: "100", fundFloor: "80" }), leaping("BTC"), tick("50000"));
  play.given(account("alice"), account("bob", "100000"), position("alice", "BTC", "0.1", "44000"));
  // Taken over at 44 000, where its equity is 0, and sold into bob's bid: of the loss of 55 the fund may pay 20.
  play.given(order("bob", "buy", "0.1", "43450"));
  expect(play.events(tick("43500")).at(-1)).toMatchObject({ type: "deficit", balance: "35.000000" });
  play.when(settings({ fundFloor: "50" }), [
    accepted(),
    breaker({ breaker: "FUND_FLOOR", state: "cleared" }),
  ]);
  play.when({ type: "transfer", account: "bob", amount: "1", to: "@fund" }, [
    accepted(),
    fund({ change: "-30.000000", balance: "50.000000", reason: "topUp" }),
    breaker({ breaker: "FUND_FLOOR", state: "tripped" }),
    deficit({ change: "-31.000000", balance: "4.000000" }),
  ]);
});

scenario("isolated: one position, a parent that is not isolated itself", (play) => {
  const isolated = (name: string, parent: string) => ({ ...account(name, "1000"), mode: "isolated", parent });
  play.given(domain(), market("BTC"), market("ETH"), feed("BTC")("50000"), feed("ETH")("3000"));
  play.given(account("alice"), isolated("alice/btc", "alice"));
  play.refuses(isolated("x", "nobody"), "UNKNOWN_ACCOUNT");
  play.refuses(isolated("x", "alice/btc"), "SPEC_INVALID");
  expect(play.report("alice/btc")).toMatchObject({ mode: "isolated", cash: "1000.000000" });
  play.given(position("alice/btc", "BTC", "0.01", "50000"));
  play.refuses(position("alice/btc", "ETH", "0.1", "3000"), "CAPACITY");
  play.refuses(order("alice/btc", "buy", "0.1", "3000", { market: "ETH" }), "CAPACITY");
  play.given(position("alice/btc", "BTC", "0"), order("alice/btc", "buy", "0.1", "3000", { market: "ETH" }));
  // An open order takes the place of its leg.
  play.refuses(order("alice/btc", "buy", "0.001", "50000"), "CAPACITY");
});

scenario("isolated: its loss stops at its cash, and the parent's does not count", (play) => {
  const tick = feed("BTC");
  play.given(domain({ takeover: true }), leaping("BTC"), tick("50000"), account("alice", "100000"));
  play.given({ ...account("alice/btc", "500"), mode: "isolated", parent: "alice" });
  play.given(position("alice/btc", "BTC", "0.1", "50000"));
  const events = play.events(tick("44000"));
  expect(events).toContainEqual(expect.objectContaining({ type: "takeover", account: "alice/btc" }));
  expect(events).toContainEqual(expect.objectContaining(positionOf("alice/btc", { cash: "0.000000" })));
  expect(play.report("alice")["cash"]).toBe("100000.000000");
});
