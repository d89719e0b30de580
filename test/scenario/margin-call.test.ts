/** A margin call warns once, at a share of initial margin; again only after the account's own doing left it above. */
import { expect } from "vitest";
import { account, domain, feed, filled, leaping, market, position, tier } from "../support/commands.js";
import {
  accepted,
  closed,
  fill,
  marginCall,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
} from "../support/scenario.js";

/** Initial margin is twenty percent: called below sixteen percent, liquidated below ten. */
const called = domain({ marginCallPpm: 800_000 });
const deposit = (of: string, amount: string) => ({ type: "transfer", account: of, amount });

const stage = (play: Play) => {
  const tick = feed("BTC");
  play.given(called, leaping("BTC", { execution: "external" }), tick("50000"));
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  return tick;
};

scenario("called below the level, strictly, and only once", (play) => {
  const tick = stage(play);
  // 0.1·p − 4 000 against 0.016·p: the price that decides is 47 619.047…
  play.when(tick("47619.05"), [marked()]); // 761.905 against 761.904 8
  expect(play.report("alice")["state"]).toBe("healthy");
  play.when(tick("47619.04"), [
    marked(),
    marginCall({
      account: "alice",
      equity: "761.904000",
      initialMargin: "952.380800",
      maintenanceMargin: "476.190400",
    }),
  ]);
  expect(play.report("alice")).toMatchObject({ state: "marginCall", case: null });
  play.when(tick("47000"), [marked()]);
});

scenario("at the very level it is not called", (play) => {
  const tick = feed("BTC");
  play.given(called, market("BTC", { execution: "external" }), tick("50000"));
  play.given(account("alice", "1001.6"), position("alice", "BTC", "0.1", "50000"));
  play.when(tick("47600"), [marked()]); // 761.6 of 761.6
  expect(play.report("alice")["state"]).toBe("healthy");
  play.when(tick("47599.99"), [marked(), marginCall({ equity: "761.599000" })]); // of 761.599 84
});

scenario("a level between two units of money is the upper one", (play) => {
  const units = { priceDecimals: 0, tickSize: "1", lotSize: "1" };
  play.given(domain({ marginCallPpm: 800_000, settleDecimals: 0, insuranceFund: "0" }));
  play.given(market("BTC", units), feed("BTC")("101"), account("alice", "17"), account("bob", "16"));
  play.when(position("alice", "BTC", "1", "101"), [accepted()]); // initial 20.2, up: 80 percent of 21 are 16.8
  play.when(position("bob", "BTC", "1", "101"), [
    accepted(),
    marginCall({ equity: "16", initialMargin: "21" }),
  ]);
});

scenario("nor is it its doing when another of its markets makes it looked at", (play) => {
  const [btc, eth] = [feed("BTC"), feed("ETH")];
  play.given(called, leaping("BTC", { execution: "external" }), market("ETH", { execution: "external" }));
  play.given(btc("50000"), eth("5000"), account("alice", "2000"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("alice", "ETH", "1", "5000"));
  play.when(btc("45000"), [marked(), marginCall({ equity: "1500.000000" })]); // of 1 520
  // ETH passes the price at which she might have been liquidatable, had BTC not risen: 2 500 of 1 680.
  play.given(btc("60000"), eth("4500"));
  play.when(btc("48000"), [marked()]); // 1 300 of 1 488
});

scenario("a price that recovers is not the account's doing: no second call", (play) => {
  const tick = stage(play);
  play.given(tick("47000"), tick("50000"));
  expect(play.report("alice")["state"]).toBe("healthy");
  play.when(tick("47000"), [marked()]);
});

scenario(
  "a deposit that leaves it above the level makes it callable again, one that does not does not",
  (play) => {
    const tick = stage(play);
    play.given(tick("47000")); // 700 against 752
    play.when(deposit("alice", "51"), [accepted()]);
    play.when(tick("46999"), [marked()]);
    play.when(deposit("alice", "1.1"), [accepted()]); // 752 against 751.984
    play.when(tick("46990"), [marked(), marginCall({ equity: "751.100000" })]); // 751.84
  },
);

scenario(
  "an account that is already below when its position is set is called in the same command",
  (play) => {
    const tick = feed("BTC");
    play.given(called, market("BTC", { execution: "external" }), tick("50000"), account("alice", "700"));
    play.when(position("alice", "BTC", "0.1", "50000"), [accepted(), marginCall({ account: "alice" })]);
  },
);

scenario("worst first, like liquidations", (play) => {
  const tick = feed("BTC");
  play.given(called, leaping("BTC", { execution: "external" }), tick("50000"));
  play.given(account("first", "1000"), account("worst", "990"), account("second", "1000"));
  for (const name of ["first", "worst", "second"]) play.given(position(name, "BTC", "0.1", "50000"));
  play.when(tick("46000"), [
    marked(),
    marginCall({ account: "worst" }),
    marginCall({ account: "first" }),
    marginCall({ account: "second" }),
  ]);
});

scenario("several legs: the level is that of their margins together", (play) => {
  const btc = feed("BTC");
  const eth = feed("ETH");
  play.given(called, market("BTC", { execution: "external" }), leaping("ETH", { execution: "external" }));
  play.given(btc("50000"), eth("3000"), account("alice", "1600"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("alice", "ETH", "-1", "3000"));
  // Initial 1 000 + 600: called below 1 280. ETH's rise costs 1 a unit and lifts the level by 0.16.
  play.when(eth("3275.86"), [marked()]); // 1 324.14 against 1 324.137 6
  play.when(eth("3275.87"), [marked(), marginCall({ equity: "1324.130000" })]); // 1 324.139 2
});

scenario("opening a case counts as called, and what closes it is not a reason to warn again", (play) => {
  const tick = stage(play);
  // 400 of 440: 128 are missing to 1.2 times the margin, and each unit sold releases 5 280 of that.
  play.when(tick("44000"), [marked(), opened({ equity: "400.000000" }), slice({ quantity: "0.025" })]);
  play.when(filled("S1", "0.025", "44000", { fee: "0" }), [
    fill(),
    positionOf("alice", { quantity: "0.075" }),
    closed({ outcome: "cured" }),
  ]);
  play.when(tick("43990"), [marked()]); // 399.25 against 527.88: called already
  play.when(deposit("alice", "200"), [accepted()]); // above: callable again
  play.when(tick("42000"), [marked(), marginCall()]); // 450 against 504
});

scenario("a level below maintenance margin, or above the notional, is refused", (play) => {
  play.given(domain({ marginCallPpm: 400_000 }), account("alice"));
  play.when(market("BTC"), [{ type: "rejected", code: "SPEC_INVALID", field: "tiers" }]); // 8 of 10 percent
  play.given(domain({ domain: "other", marginCallPpm: 6_000_000 }));
  play.when(market("BTC", { domain: "other" }), [{ type: "rejected", code: "SPEC_INVALID", field: "tiers" }]);
  play.given(market("ETH", { domain: "other", tiers: [tier("0", 20_000, 40_000)] }));
});
