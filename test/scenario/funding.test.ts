/**
 * Funding. BTC: 0.001 a lot, ten units of money a lot and price unit, maintenance ten percent. At 50 000 a lot owes a
 * twentieth of a unit of money for each billionth of the rate: 0.1 BTC at a rate of 100 000 (0.01 %) owes 0.5.
 */
import { expect } from "vitest";
import { account, at, clock, domain, feed, market, order, position, tier } from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  cancelled,
  closed,
  fill,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unwound,
} from "../support/scenario.js";

const funding = (ratePpb: number, of = "BTC") => ({ type: "funding", market: of, ratePpb });
const funded = (fields = {}) => ({ type: "funding", ...fields });
const patient = { execution: "external", policy: { slippagePpm: 100_000 } };

scenario("longs pay shorts: equity has it at once, cash when the position changes", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "1500"), account("bob", "2000"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("bob", "BTC", "-0.1", "50000"));
  play.when(funding(100_000), [
    accepted({ warning: null }),
    funded({ market: "BTC", rate: 100_000, mark: "50000.00" }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "1500.000000", equity: "1499.500000" });
  expect(play.report("bob")).toMatchObject({ cash: "2000.000000", equity: "2000.500000" });
  expect(play.leg("alice")).toMatchObject({ unrealised: "0.000000" });
  play.given(order("bob", "sell", "0.01", "50000"));
  play.when(order("alice", "buy", "0.01", "50000"), [
    accepted(),
    fill(),
    positionOf("bob", { realised: "0.000000", cash: "2000.500000" }),
    positionOf("alice", { realised: "0.000000", cash: "1499.500000" }),
  ]);
  expect(play.domainReport()).toMatchObject({ rounding: "0.000000" });
});

scenario("what is owed is rounded against each position, once; the rest is @rounding's", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "1000"), account("bob", "2000"));
  play.given(position("alice", "BTC", "0.003", "50000"), position("bob", "BTC", "-0.003", "50000"));
  // Two fundings of 0.05 a lot: 0.3 for three lots, and −0.3 for the short: 1 is paid, 0 is received.
  play.given(funding(1), funding(1), position("alice", "BTC", "0"), position("bob", "BTC", "0"));
  expect(play.report("alice")).toMatchObject({ cash: "999.999999" });
  expect(play.report("bob")).toMatchObject({ cash: "2000.000000" });
  expect(play.domainReport()).toMatchObject({ rounding: "0.000001", cashTotal: "13000.000000" });
});

scenario("a new position owes nothing of what was before it", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "1000"), funding(5_000_000));
  play.given(position("alice", "BTC", "0.1", "50000"));
  expect(play.report("alice")).toMatchObject({ equity: "1000.000000" });
});

scenario("whom funding brings below the level is found by it: 499.9 of 500", (play) => {
  play.given(domain({ takeover: false }), market("BTC", patient), feed("BTC")("50000"));
  play.given(account("alice", "500.4"), account("carol", "500.5"), account("bob", "500.4"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("carol", "BTC", "0.1", "50000"));
  play.given(position("bob", "BTC", "-0.1", "50000"));
  play.when(funding(100_000), [
    accepted(),
    funded(),
    opened({ account: "alice", equity: "499.900000" }),
    slice({ account: "alice", side: "sell" }),
  ]);
  expect(play.report("carol")).toMatchObject({ state: "healthy", equity: "500.000000" });
  // Bob has received 0.5 and now pays 1: 499.9.
  play.when(funding(-200_000), [accepted(), funded(), opened({ account: "bob" }), slice({ side: "buy" })]);
});

/** A long of 0.1 with 600: liquidatable while 0.09·p < 4 400 + what it has paid. */
const moved = (paid: string, rate: number, spared: string, reached: string) =>
  scenario(`after ${paid} of funding a trigger lies where the predicate says: ${reached}`, (play) => {
    const tick = feed("BTC");
    play.given(domain({ takeover: false }), market("BTC", patient), tick("50000"), account("alice", "600"));
    play.given(position("alice", "BTC", "0.1", "50000"));
    play.when(funding(rate), [accepted(), funded()]);
    play.when(tick(spared), [marked()]);
    play.when(tick(reached), [marked(), opened(), slice()]);
  });

moved("1 paid", 200_000, "48900", "48899.99"); // 4 401 ÷ 0.09 = 48 900
moved("1 received", -200_000, "48877.78", "48877.77"); // 4 399 ÷ 0.09 = 48 877.7…

scenario("an account that no price could have liquidated is found after it has paid enough", (play) => {
  const tick = feed("BTC");
  play.given(domain({ takeover: false }), market("BTC", patient), tick("50000"));
  play.given(account("alice", "5000"), account("bob", "35000"), position("alice", "BTC", "0.1", "50000"));
  play.given(position("bob", "BTC", "-0.1", "50000"));
  expect(play.leg("alice")["liquidationPrice"]).toBeNull();
  expect(play.leg("bob")["liquidationPrice"]).toBeNull(); // 40 000 ÷ 0.11 is beyond the highest price, 300 119
  play.when(funding(400_000_000), [accepted(), funded()]);
  // 3 000 left: 0.1·p − 2 000 < 0.01·p below 22 222.22….
  play.given(tick("22300")); // which nothing has confirmed, so that those that are near it tell no more than themselves
  play.when(tick("22222.23"), [marked()]);
  play.when(tick("22222.22"), [marked(), opened({ account: "alice" }), slice()]);
  // Bob has received 2 000. Twelve fundings of all that his position is worth, 2 222.222, cost him 26 666.664.
  for (let i = 0; i < 12; i++) play.given(funding(-1_000_000_000));
  expect(play.report("bob")).toMatchObject({ state: "healthy" }); // 15 333.336 ÷ 0.11 = 139 393.96…
  play.given(tick("139300"));
  play.when(tick("139393.96"), [marked()]);
  expect(play.events(tick("139393.97"))).toMatchObject([marked(), opened({ account: "bob" }), slice()]);
});

scenario(
  "the takeover level of a case is found by funding, and what was owed is settled with the leg",
  (play) => {
    play.given(
      domain({ takeoverPpm: 500_000 }),
      market("BTC"),
      feed("BTC")("50000"),
      account("alice", "400"),
    );
    play.given(position("alice", "BTC", "0.1", "50000")); // 400 of 500: a case, waiting for a book
    play.when(funding(30_000_000), [accepted(), funded()]); // 250 left, the level
    // 249 left. The user keeps what is above the limit price of 49 500: 400 − 151 − 50.
    play.when(funding(200_000), [
      accepted(),
      funded(),
      takeover({ price: "49500.00" }),
      positionOf("alice", { quantity: "0.000", realised: "-50.000000", cash: "199.000000" }),
      positionOf("@liquidation", { quantity: "0.100", cost: "4950.000000" }),
      closed({ outcome: "takenOver" }),
    ]);
    // @liquidation owes 5, which is charged with the fill that settles it: a gain of 10 brings the fund 5.
    play.given(account("bob", "10000"), funding(1_000_000), order("bob", "buy", "0.1", "49600"));
    play.when(clock(10), [
      slice({ account: "@liquidation" }),
      fill(),
      positionOf("bob"),
      positionOf("@liquidation", { quantity: "0.000", realised: "10.000000", cash: "5.000000" }),
      unwound({
        case: "C1",
        market: "BTC",
        side: "sell",
        quantity: "0.100",
        price: "49600.00",
        takenAt: "49500.00",
      }),
      fund({ change: "5.000000", reason: "unwind" }),
    ]);
  },
);

scenario("a suspended case is worked when funding makes it liquidatable at doubtful marks too", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(
    domain({ takeover: false }),
    market("BTC", { sources: [{ source: "a" }, { source: "b" }], minSources: 2, maxAge: 10_000_000 }),
  );
  play.given(at(1, a("50000")), at(1, b("50000")), account("alice", "400"));
  play.given(order("alice", "buy", "0.001", "48000", { order: "resting" }));
  play.when(clock(20), [breaker({ breaker: "FEED_STALE" })]);
  // 400 of 500 at 50 000, but 900 of 550 at 55 000.
  play.when(position("alice", "BTC", "0.1", "50000"), [
    accepted(),
    opened(),
    blocked({ breaker: "FEED_STALE" }),
  ]);
  play.when(funding(70_000_000), [accepted(), funded()]); // 550 of 550
  play.when(funding(20), [accepted(), funded(), cancelled({ order: "resting", reason: "liquidation" })]);
});

const inverse = (cash: string, state: string) =>
  scenario(`coin-margined, with ${cash}: ${state} after a funding`, (play) => {
    play.given(
      domain({ asset: "BTC", settleDecimals: 8, takeover: false }),
      market("XBT", {
        kind: "inverse",
        priceDecimals: 0,
        tickSize: "1",
        lotSize: "1",
        minPrice: "100",
        execution: "external",
      }),
      feed("XBT")("30000"),
      account("alice", cash),
    );
    play.given(position("alice", "XBT", "10000", "30000"));
    // A lot owes 10^8·100 000 ÷ 30 000 = 333 333 333.3 billionths, cut off; 10 000 of them 3 333.33333 satoshis, up: 3 334.
    // W = 33 333 334 at a cost of −33 333 333, and MM = 3 333 334.
    play.events(funding(100_000, "XBT"));
    expect(play.report("alice")).toMatchObject({ state });
  });

inverse("0.03336669", "healthy"); // 3 333 334
inverse("0.03336668", "liquidating"); // 3 333 333

scenario(
  "fundings and marks, up and down: who is liquidatable is found by the same command",
  (play: Play) => {
    const steep = { tiers: [tier("0", 50_000), tier("2000", 200_000)] };
    const feeds = { BTC: feed("BTC"), ETH: feed("ETH") };
    play.given(domain({ takeover: false }), market("BTC", { ...patient, ...steep }), market("ETH", patient));
    play.given(feeds.BTC("50000"), feeds.ETH("3000"));
    const names = ["one", "two", "three", "four"];
    for (const name of names) play.given(account(name, "700"));
    play.given(position("one", "BTC", "0.05", "50000"), position("two", "BTC", "-0.05", "50000"));
    play.given(position("three", "BTC", "0.02", "50000"), position("three", "ETH", "-0.4", "3000"));
    play.given(position("four", "BTC", "-0.02", "50000"), position("four", "ETH", "0.4", "3000"));
    let found = 0;
    for (let i = 0; i < 120; i++) {
      const swing = Math.round(1_000 * Math.sin(i / 5) * (1 + i / 40));
      const command = [
        feeds.BTC(String(50_000 + 5 * swing)),
        funding(swing * 3_000),
        feeds.ETH(String(3_000 - (3 * swing) / 10)),
        funding(-swing * 2_000, "ETH"),
      ][i % 4]!;
      const events = play.events(command);
      const now = events
        .filter((event) => event.type === "liquidationOpened")
        .map((event) => event["account"]);
      for (const name of names) {
        const report = play.report(name);
        const unhealthy = Number(report["equity"]) < Number(report["maintenanceMargin"]);
        if (report["case"] === null) expect(unhealthy, `${name} after ${i}`).toBe(false);
        else if (now.includes(name)) found++;
      }
    }
    expect(found).toBeGreaterThan(1);
  },
);

scenario("funding is refused without a mark, and where the market's sum would pass its bound", (play) => {
  play.given(domain(), market("BTC", { maxPrice: "60000" }));
  play.refuses(funding(1, "nowhere"), "UNKNOWN_MARKET");
  play.refuses(funding(1), "MARKET_HALTED");
  play.given(feed("BTC")("50000"));
  // Eight times the highest price, 480 000: nine times 50 000 fit.
  for (let i = 0; i < 9; i++) play.given(funding(1_000_000_000));
  play.when(funding(1_000_000_000), [{ type: "rejected", code: "CAPACITY", field: "ratePpb" }]);
  play.given(funding(600_000_000), funding(-1_000_000_000));
});
