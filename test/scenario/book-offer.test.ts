/**
 * The book before deleveraging (rules: adl 12): who is below zero sells to whoever pays the zero price or more, before anything is
 * taken over. Ten percent maintenance. Alice's 0.1, bought at 51,000 without cash, lack a hundred at 50,000: her zero price is 51,000.
 */
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
} from "../support/commands.js";
import {
  accepted,
  adl,
  blocked,
  breaker,
  cancelSlice,
  closed,
  type Expected,
  fill,
  fund,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unwound,
  waiting,
} from "../support/scenario.js";
import { ends } from "../support/venue.js";

const stage = (play: Play, inMarket: Command = {}, inDomain: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(inDomain), market("BTC", { marketBandPpm: 500_000, ...inMarket }), tick("50000"));
  play.given(account("alice"), account("maker", "1000000"), account("bob", "1000000"));
  return tick;
};
const bids = (...levels: readonly (readonly [quantity: string, price: string])[]): Command[] =>
  levels.map(([quantity, price]) => order("maker", "buy", quantity, price));
const known = (
  bids: readonly (readonly [string, string])[],
  asks: readonly (readonly [string, string])[] = [],
): Command => ({
  type: "book",
  market: "BTC",
  bids,
  asks,
  snapshot: true,
});
/** Alice's case begins. */
const falls = position("alice", "BTC", "0.1", "51000");
const begins = [accepted(), opened({ account: "alice", equity: "-100.000000" })];
const filledBy = (more: Command) => [
  fill({ maker: "maker", taker: "alice", ...more }),
  positionOf("maker"),
  positionOf("alice"),
];
const goes = (quantity: string, price: string): Expected[] => [
  takeover({ account: "alice", quantity, price }),
  positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
  positionOf("@liquidation", { quantity }),
  closed({ outcome: "takenOver" }),
];

scenario(
  "what the book holds at the zero price and better is sold, the rest goes at what it needs then",
  (play) => {
    stage(play);
    play.given(...bids(["0.04", "51200"], ["0.03", "51000"], ["1", "50999.99"]));
    play.when(falls, [
      ...begins,
      slice({
        order: "S1",
        case: "C1",
        side: "sell",
        quantity: "0.070",
        limitPrice: "51000.00",
        remaining: "0.070",
        timeInForce: "IOC",
        algorithm: "immediate",
      }),
      ...filledBy({ quantity: "0.040", price: "51200.00", case: "C1" }),
      ...filledBy({ quantity: "0.030", price: "51000.00", case: "C1" }),
      // 8 are gained, and 0.03 lack 30.
      takeover({ quantity: "0.030", price: "50733.33" }),
      positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
      positionOf("@liquidation"),
      // −78 of 3,500.
      closed({
        outcome: "takenOver",
        closed: { BTC: "0.070" },
        slippagePpm: -22_285,
        openingLossPpm: -22_285,
      }),
      slice({ account: "@liquidation", limitPrice: "49500.00" }),
      fill({ price: "50999.99" }),
      positionOf("maker"),
      positionOf("@liquidation"),
      unwound({ case: "C1", quantity: "0.030", price: "50999.99", takenAt: "50733.33" }),
      fund(),
    ]);
  },
);

scenario("all of it: nobody has to take anything over", (play) => {
  stage(play);
  play.given(...bids(["0.1", "51100"]));
  play.when(falls, [
    ...begins,
    slice({ quantity: "0.100" }),
    ...filledBy({ quantity: "0.100" }),
    closed({ outcome: "closed", equity: "10.000000" }),
  ]);
});

scenario("nobody who profits is deleveraged while others pay more", (play) => {
  stage(play, {}, { insuranceFund: "0" });
  play.given(position("bob", "BTC", "-0.1", "60000"), ...bids(["0.06", "51000"]));
  play.when(falls, [
    ...begins,
    slice({ quantity: "0.060" }),
    ...filledBy({ quantity: "0.060" }),
    adl({ account: "bob", loser: "alice", quantity: "0.040", price: "51000.00" }),
    positionOf("alice"),
    positionOf("bob"),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("with equity again the case is looked at anew: it goes on, without a second offer", (play) => {
  stage(play);
  play.given(...bids(["0.05", "53000"]));
  play.when(falls, [...begins, slice({ quantity: "0.050" }), ...filledBy({ price: "53000.00" })]);
  // 50 for a margin of 250, and nobody bids.
  play.when(clock(1), [waiting()]);
});

scenario("or is cured", (play) => {
  stage(play);
  play.given(...bids(["0.09", "53000"]));
  play.when(falls, [
    ...begins,
    slice({ quantity: "0.090" }),
    ...filledBy({ price: "53000.00" }),
    closed({ outcome: "cured", equity: "170.000000" }),
  ]);
});

scenario("or is taken over all the same, below the level of the domain", (play) => {
  stage(play, {}, { takeoverPpm: 1_000_000 });
  play.given(...bids(["0.05", "53000"]));
  play.when(falls, [
    ...begins,
    slice({ quantity: "0.050" }),
    ...filledBy({ price: "53000.00" }),
    takeover({ quantity: "0.050", price: "49500.00" }),
    positionOf("alice"),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
  ]);
});

scenario("bids below the zero price are not asked", (play) => {
  stage(play);
  play.given(...bids(["1", "50999.99"]));
  play.when(falls, [
    ...begins,
    ...goes("0.100", "51000.00"),
    slice({ account: "@liquidation" }),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation"),
    unwound({ case: "C1", quantity: "0.100", price: "50999.99", takenAt: "51000.00" }),
    fund(),
  ]);
});

scenario("who still has something is taken over without an offer", (play) => {
  stage(play, {}, { takeoverPpm: 1_000_000, surplus: "fund" });
  play.given(account("carl", "100"), ...bids(["1", "52000"]));
  play.when(position("carl", "BTC", "0.1", "51000"), [
    accepted(),
    opened({ equity: "0.000000" }),
    takeover({ account: "carl" }),
    positionOf("carl"),
    positionOf("@liquidation"),
    closed(),
    slice({ account: "@liquidation" }),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation"),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.100",
      price: "52000.00",
      takenAt: "50000.00",
    }),
    fund(),
  ]);
});

scenario("a short asks those who sell for its zero price or less", (play) => {
  stage(play);
  play.given(order("maker", "sell", "0.02", "48999"), order("maker", "sell", "1", "49000.01"));
  play.when(position("alice", "BTC", "-0.1", "49000"), [
    ...begins,
    slice({ side: "buy", quantity: "0.020", limitPrice: "49000.00" }),
    ...filledBy({ price: "48999.00" }),
    takeover({ quantity: "-0.080" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation"),
    closed(),
    slice({ account: "@liquidation" }),
    fill(),
    positionOf("maker"),
    positionOf("@liquidation"),
    unwound({ case: "C1", side: "buy", quantity: "0.080", price: "49000.01", takenAt: "49000.25" }),
    fund(),
  ]);
});

scenario("legs by market, at the zero prices from before the first", (play) => {
  stage(play);
  play.given(market("ETH", { marketBandPpm: 500_000 }), feed("ETH")("3000"), account("carl", "300"));
  play.given(position("carl", "ETH", "1", "3000"), ...bids(["0.1", "50700"]));
  play.given(order("maker", "buy", "1", "3018.75", { market: "ETH" }));
  // Of −100 five eighths are BTC's, three ETH's.
  play.when(position("carl", "BTC", "0.1", "54000"), [
    accepted(),
    opened({ equity: "-100.000000", maintenanceMargin: "800.000000" }),
    slice({ market: "BTC", limitPrice: "50625.00" }),
    fill({ price: "50700.00" }),
    positionOf("maker"),
    positionOf("carl"),
    takeover({ market: "ETH", price: "3030.00" }),
    positionOf("carl", { cash: "0.000000" }),
    positionOf("@liquidation"),
    closed(),
    slice({ account: "@liquidation", market: "ETH" }),
    fill({ price: "3018.75" }),
    positionOf("maker"),
    positionOf("@liquidation"),
    unwound({
      case: "C1",
      market: "ETH",
      side: "sell",
      quantity: "1.000",
      price: "3018.75",
      takenAt: "3030.00",
    }),
    fund(),
  ]);
});

scenario("at a venue the takeover waits for the answer", (play) => {
  stage(play, { execution: "external" });
  play.given(
    known([
      ["51000", "0.04"],
      ["50000", "1"],
    ]),
  );
  play.when(falls, [
    ...begins,
    slice({ order: "S1", quantity: "0.040", limitPrice: "51000.00", remaining: "0.040", expires: 5_000_000 }),
  ]);
  play.when(clock(2), []);
  play.when(filled("S1", "0.01", "51000", { fee: "0" }), [fill({ taker: "alice" }), positionOf("alice")]);
  play.when(filled("S1", "0.03", "51000", { fee: "0" }), [
    fill({ taker: "alice" }),
    positionOf("alice", { quantity: "0.060" }),
    ...goes("0.060", "51000.00"),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("at a venue: called back when its time is over, and not offered again", (play) => {
  stage(play, { execution: "external" });
  play.given(known([["51000", "0.04"]]));
  play.when(falls, [...begins, slice({ order: "S1" })]);
  play.when(clock(5), [cancelSlice({ order: "S1", reason: "expired" })]);
  play.when(clock(6), []);
  play.when(ends("S1", "cancelled"), [...goes("0.100", "51000.00"), slice({ account: "@liquidation" })]);
});

scenario("at a venue: no answer at all, then late ones", (play) => {
  stage(play, { execution: "external" });
  play.given(known([["51000", "0.04"]]));
  play.when(falls, [...begins, slice({ order: "S1" })]);
  play.given(clock(5));
  play.when(clock(10), [
    blocked({ market: "BTC", breaker: "EXECUTION_SILENT" }),
    ...goes("0.100", "51000.00"),
    slice({ account: "@liquidation" }),
  ]);
  // It is `@liquidation` that has sold.
  play.when(filled("S1", "0.01", "51000", { fee: "0" }), [
    fill({ taker: "@liquidation" }),
    positionOf("@liquidation"),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.010",
      price: "51000.00",
      takenAt: "51000.00",
    }),
  ]);
});

scenario(
  "at a venue: rejected, it is taken over at once; better again, the case goes on with what is out",
  (play) => {
    const tick = stage(play, { execution: "external" });
    play.given(known([["51000", "0.04"]]));
    play.when(falls, [...begins, slice({ order: "S1" })]);
    play.when(tick("52000"), [{ type: "mark" }]);
    play.when(clock(1), []);
    play.when(tick("50000"), [{ type: "mark" }]);
    play.when(ends("S1", "rejected"), [...goes("0.100", "51000.00"), slice({ account: "@liquidation" })]);
  },
);

scenario("an unknown book is asked nothing", (play) => {
  stage(play, { execution: "external" });
  play.when(falls, [...begins, ...goes("0.100", "51000.00"), slice({ account: "@liquidation" })]);
});

scenario("nor is one whose slices are blocked: too thin", (play) => {
  const tick = stage(play, { breakers: { depthMin: "1" } });
  play.given(...bids(["0.5", "51000"]), tick("50000"));
  play.when(falls, [...begins, blocked({ breaker: "DEPTH_LOW" }), ...goes("0.100", "51000.00")]);
});

scenario("nor is one whose slices are blocked: a leg that the venue is silent about", (play) => {
  stage(play, { execution: "external" });
  play.given(account("carl", "1000"), position("carl", "BTC", "0.1", "50000"));
  play.given(known([["50000", "1"]]), at(1, position("carl", "BTC", "0.1", "55010")), clock(6), clock(11));
  play.given(known([["56000", "1"]]));
  const falls = { type: "funding", market: "BTC", ratePpb: 100_000_000 };
  play.when(at(11, falls), [
    accepted(),
    { type: "funding" },
    takeover({ account: "carl" }),
    positionOf("carl"),
    positionOf("@liquidation"),
    closed(),
    slice({ account: "@liquidation" }),
  ]);
});

scenario("the offer is not cut by the pace, but counts for it", (play) => {
  stage(play, { policy: { rateNotional: "2000", rateWindow: seconds(10) } });
  play.given(...bids(["0.06", "51000"], ["1", "50000"]));
  play.when(falls, [
    ...begins,
    slice({ quantity: "0.060" }),
    ...filledBy({ quantity: "0.060" }),
    ...goes("0.040", "51000.00"),
    breaker({ breaker: "LIQUIDATION_RATE", state: "tripped" }),
  ]);
  // Once it is used up nothing is offered.
  play.given(account("carl"), ...bids(["1", "51000"]));
  play.when(position("carl", "BTC", "0.1", "51000"), [
    accepted(),
    opened(),
    blocked({ breaker: "LIQUIDATION_RATE" }),
    takeover({ account: "carl" }),
    positionOf("carl"),
    positionOf("@liquidation"),
    closed(),
  ]);
});

for (const [told, sizes, depth, then] of [
  ["less than `minOrder` is none", { minOrder: "0.05" }, "0.049", null],
  ["`minOrder` is one, whatever it leaves", { minOrder: "0.06" }, "0.06", "0.060"],
  ["no more than `maxOrder`", { maxOrder: "0.03" }, "0.06", "0.030"],
  ["of less than `minNotional` at the zero price, none", { minNotional: "2040" }, "0.039", null],
  ["of as much, one", { minNotional: "2040" }, "0.04", "0.040"],
  ["of a position that is small itself, all", { minOrder: "0.2" }, "1", "0.100"],
  ["of a position that is small itself, a part is none", { minOrder: "0.2" }, "0.099", null],
  ["where `maxOrder` is too small, that", { minNotional: "2040", maxOrder: "0.03" }, "0.03", "0.030"],
] as const)
  scenario(`sizes: ${told}`, (play) => {
    stage(play, { execution: "external", ...sizes });
    play.given(known([["51000", depth]]));
    play.when(falls, [
      ...begins,
      ...(then === null
        ? [...goes("0.100", "51000.00"), slice({ account: "@liquidation" })]
        : [slice({ account: "alice", quantity: then, remaining: then })]),
    ]);
  });
