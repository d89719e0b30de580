/** Fees, takeover, the insurance fund, shortfall and deficit. */
import { expect } from "vitest";
import { account, type Command, clock, domain, feed, market, order, position } from "../support/commands.js";
import {
  accepted,
  adl,
  blocked,
  breaker,
  cancelSlice,
  closed,
  deficit,
  fill,
  fund,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
  unwound,
} from "../support/scenario.js";

const stage = (play: Play, settings: Command, inMarket: Command, mark: string) => {
  play.given(domain(settings), market("BTC", inMarket), feed("BTC")(mark));
  play.given(account("alice"), account("maker", "1000000"));
};

/** dYdX: 0.1 BTC whose zero value is 5 100, at a mark of 55 000, sold whole into one bid. */
const dydx = (fees: Command, bid: string, then: Command, change: string) => (play: Play) => {
  stage(play, {}, { ...fees, policy: { slippagePpm: 100_000, fullCloseNotional: "100000" } }, "55000");
  play.given(order("maker", "buy", "0.1", bid));
  play.when(position("alice", "BTC", "0.1", "51000"), [
    accepted(),
    opened({ equity: "400.000000", maintenanceMargin: "550.000000" }),
    slice({ quantity: "0.100", limitPrice: "51000.00" }),
    fill(then),
    positionOf("maker"),
    positionOf("alice"),
    fund({ domain: "main", reason: "fee", change }),
  ]);
};

scenario(
  "F1: half a percent of 5 610",
  dydx(
    { liquidationFeePpm: 5_000 },
    "56100",
    { liquidationFee: "28.050000", takerFee: "0.000000" },
    "28.050000",
  ),
);
scenario("F1: two and a half percent", dydx({ liquidationFeePpm: 25_000 }, "56100", {}, "140.250000"));
scenario(
  "F2: a fee is at most what the fill brought above zero value",
  dydx({ liquidationFeePpm: 5_000 }, "51051", { liquidationFee: "5.100000" }, "5.100000"),
);
scenario(
  "of what is left above zero value the taker fee is taken first",
  dydx({ takerFeePpm: 600, liquidationFeePpm: 5_000 }, "51051", { takerFee: "3.063060" }, "2.036940"),
);

scenario("F3: taken over at zero value, sold for less, the fund pays the difference", (play) => {
  stage(
    play,
    { insuranceFund: "1000", takeoverPpm: 1_000_000, surplus: "fund" },
    { policy: { slippagePpm: 100_000 } },
    "55000",
  );
  play.given(order("maker", "buy", "0.1", "50490"));
  play.when(position("alice", "BTC", "0.1", "51000"), [
    accepted(),
    opened({ case: "C1" }),
    takeover({ case: "C1", quantity: "0.100", price: "51000.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("@liquidation", { quantity: "0.100", cost: "5100.000000" }),
    closed({ case: "C1", outcome: "takenOver" }),
    // No zero price binds the fund: ten percent below the mark.
    slice({ case: "C2", account: "@liquidation", limitPrice: "49500.00" }),
    fill({ price: "50490.00", liquidationFee: "0.000000" }),
    positionOf("maker"),
    positionOf("@liquidation", { quantity: "0.000", realised: "-51.000000" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.100",
      price: "50490.00",
      takenAt: "51000.00",
    }),
    fund({ change: "-51.000000", balance: "949.000000", reason: "unwind" }),
  ]);
  expect(play.domainReport()).toMatchObject({ fund: "949.000000", deficit: "0.000000", cases: 0 });
});

/** One BTC, bankrupt by about 10 000, sold at the mark; bob has sold one for 60 000, and could be deleveraged. */
const bankrupt = (settings: Command, entry: string, then: Parameters<Play["when"]>[1]) => (play: Play) => {
  stage(play, settings, {}, "50000");
  play.given(
    order("maker", "buy", "1", "50000"),
    account("bob", "1000"),
    position("bob", "BTC", "-1", "60000"),
  );
  play.when(position("alice", "BTC", "1", entry), [accepted(), opened(), ...then]);
};
const drained = [
  takeover({ quantity: "1.000", price: "60000.00" }),
  positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
  positionOf("@liquidation"),
  closed({ outcome: "takenOver", equity: "0.000000" }),
  slice(),
  fill(),
  positionOf("maker"),
  positionOf("@liquidation"),
  unwound({ case: "C1", quantity: "1.000", price: "50000.00", takenAt: "60000.00" }),
  fund({ change: "-10000.000000", balance: "0.000000", reason: "unwind" }),
  breaker({ domain: "main", breaker: "FUND_FLOOR", state: "tripped" }),
];

scenario("F4: a loss of the whole fund is paid", bankrupt({}, "60000", drained));
// One lot of a thousand takes 10 of the loss with it, so the smallest that will do is one.
scenario(
  "F4: a unit more, and a lot is deleveraged",
  bankrupt({}, "60000.000001", [
    adl({ account: "bob", quantity: "0.001", price: "60000.00", rank: 1, overshoot: "10.000001" }),
    positionOf("alice", { quantity: "0.999", cost: "59940.000001" }),
    positionOf("bob", { quantity: "-0.999", realised: "0.000000" }),
    takeover({ quantity: "0.999", price: "60000.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("@liquidation", { cost: "59940.000001" }),
    closed({ outcome: "deleveraged" }),
    slice({ quantity: "0.999" }),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation"),
    unwound({ case: "C1", quantity: "0.999", price: "50000.00", takenAt: "60000.00" }),
    fund({ change: "-9990.000001", balance: "9.999999", reason: "unwind" }),
  ]),
);
scenario(
  "F4: a unit more, and nobody may be deleveraged: a deficit",
  bankrupt({ adl: false }, "60000.000001", [
    ...drained,
    deficit({ change: "0.000001", balance: "0.000001", reason: "unwind" }),
  ]),
);

scenario("surplus to the user: the leg goes at its limit price and the account keeps the rest", (play) => {
  stage(play, { takeoverPpm: 500_000 }, { execution: "external" }, "50000");
  play.when(position("alice", "BTC", "0.1", "48000"), [
    accepted(),
    opened({ equity: "200.000000" }), // below half of 500
    takeover({ price: "49500.00" }),
    positionOf("alice", { realised: "150.000000", cash: "150.000000" }),
    positionOf("@liquidation", { cost: "4950.000000" }),
    closed({ outcome: "takenOver", equity: "150.000000", closed: {}, slippagePpm: 0 }),
    slice({ case: "C2", account: "@liquidation", quantity: "0.100" }),
  ]);
});

scenario("surplus to the fund: what the leg brings above zero value is the fund's", (play) => {
  stage(play, { takeoverPpm: 500_000, surplus: "fund" }, {}, "50000");
  play.given(order("maker", "buy", "1", "50000"));
  play.when(position("alice", "BTC", "0.1", "48000"), [
    accepted(),
    opened(),
    takeover({ price: "48000.00" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation", { cost: "4800.000000" }),
    closed({ equity: "0.000000" }),
    slice(),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation", { realised: "200.000000" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.100",
      price: "50000.00",
      takenAt: "48000.00",
    }),
    fund({ change: "200.000000", balance: "10200.000000", reason: "unwind" }),
  ]);
});

scenario("Z5: all legs at their exact zero values leave nothing, whatever the roundings", (play) => {
  const eth = feed("ETH");
  play.given(domain({ surplus: "fund", takeoverPpm: 1_000_000 }), market("BTC", { execution: "external" }));
  play.given(market("ETH", { execution: "external" }), feed("BTC")("49999.37"), account("alice", "0.000007"));
  play.given(
    position("alice", "ETH", "-1.337", "3011.13"),
    position("alice", "BTC", "0.107", "49513.710001"),
  );
  const events = play.events(eth("3001.01"));
  expect(events.filter((event) => event.type === "takeover")).toHaveLength(2);
  expect(play.report("alice")).toMatchObject({
    cash: "0.000000",
    equity: "0.000000",
    positions: [],
    case: null,
  });
  const books = play.domainReport();
  const units = (field: string) => BigInt((books[field] as string).replace(".", ""));
  expect(units("cashTotal") - units("costTotal")).toBe(units("deposits") - units("withdrawals"));
});

/** Sold at the mark by an account that owes 400 more than it has; no takeover. */
const shortfall = [
  accepted(),
  opened({ equity: "-400.000000" }),
  slice(),
  fill(),
  positionOf("maker"),
  positionOf("alice", { quantity: "0.000", realised: "-500.000000" }),
];
const short = (play: Play, insuranceFund: string) => {
  stage(play, { takeover: false, insuranceFund }, {}, "50000");
  play.given({ type: "transfer", account: "alice", amount: "100" }, order("maker", "buy", "1", "50000"));
};

scenario("shortfall: the fund brings an account that has nothing left to zero", (play) => {
  short(play, "10000");
  play.when(position("alice", "BTC", "0.1", "55000"), [
    ...shortfall,
    fund({ change: "-400.000000", balance: "9600.000000", reason: "shortfall" }),
  ]);
  expect(play.report("alice")["cash"]).toBe("0.000000");
});

scenario("deficit: what the fund cannot pay is owed, and repaid first", (play) => {
  short(play, "100");
  play.when(position("alice", "BTC", "0.1", "55000"), [
    ...shortfall,
    fund({ change: "-100.000000", balance: "0.000000", reason: "shortfall" }),
    breaker({ domain: "main", breaker: "FUND_FLOOR", state: "tripped" }),
    deficit({ change: "300.000000", balance: "300.000000", reason: "shortfall" }),
  ]);
  expect(play.domainReport()).toMatchObject({ fund: "0.000000", deficit: "300.000000" });
  const topUp = (amount: string) => ({ type: "transfer", account: "maker", amount, to: "@fund" });
  play.when(topUp("250"), [
    accepted(),
    deficit({ change: "-250.000000", balance: "50.000000", reason: "topUp" }),
  ]);
  play.when(topUp("80"), [
    accepted(),
    fund({ change: "30.000000", balance: "30.000000", reason: "topUp" }),
    breaker({ breaker: "FUND_FLOOR", state: "cleared" }),
    deficit({ change: "-50.000000", balance: "0.000000" }),
  ]);
});

scenario("a fund at its floor takes nobody over while there is equity", (play) => {
  const takes = { takeoverPpm: 1_000_000, insuranceFund: "50", fundFloor: "50", floorAction: "block" };
  play.when(domain(takes), [
    accepted(),
    breaker({ domain: "main", breaker: "FUND_FLOOR", state: "tripped" }),
  ]);
  play.given(
    market("BTC", { execution: "external" }),
    feed("BTC")("50000"),
    account("alice"),
    account("maker", "100"),
  );
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened(),
    blocked({ case: "C1", account: "alice", market: null, breaker: "FUND_FLOOR" }),
    slice({ order: "S1" }),
  ]);
  // Above its floor again it makes the case due: the slice that is out is called back first.
  play.when({ type: "transfer", account: "maker", amount: "1", to: "@fund" }, [
    accepted(),
    fund({ change: "1.000000", balance: "51.000000" }),
    breaker({ breaker: "FUND_FLOOR", state: "cleared" }),
    unblocked({ case: "C1", market: null, breaker: "FUND_FLOOR" }),
    cancelSlice({ order: "S1", reason: "takeover" }),
  ]);
  play.when({ type: "execution", order: "S1", status: "cancelled" }, [
    takeover({ price: "49500.00" }),
    positionOf("alice", { cash: "449.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("below zero even a fund at its floor takes over", (play) => {
  play.given(domain({ insuranceFund: "0" }), market("BTC"), feed("BTC")("50000"), account("alice"));
  play.when(position("alice", "BTC", "0.1", "50010"), [
    accepted(),
    opened({ equity: "-1.000000" }),
    takeover({ price: "50010.00" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
  ]);
  play.when(clock(1), []);
});

scenario("a policy under which only a full close can cure is accepted with a warning", (play) => {
  const fees = { takerFeePpm: 20_000, liquidationFeePpm: 50_000 };
  play.given(domain());
  // Two, five and five percent are what 1.2 times ten percent allows.
  play.when(market("BTC", { ...fees, policy: { expectedSlippagePpm: 50_000, slippagePpm: 50_000 } }), [
    accepted({
      warning: expect.stringMatching(/; under this policy only a full close can cure an account$/),
    }),
    breaker({ market: "BTC", breaker: "WARMUP", state: "tripped" }),
  ]);
  play.when(market("ETH", { ...fees, policy: { expectedSlippagePpm: 49_999, slippagePpm: 50_000 } }), [
    accepted({ warning: expect.not.stringContaining("full close") }),
    breaker({ market: "ETH" }),
  ]);
});
