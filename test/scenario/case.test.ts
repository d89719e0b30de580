/** The life of a case: opened, worked or waiting, and how it ends. 0.1 BTC long, cost 4 501, at 50 000: 499 of 500. */
import { expect } from "vitest";
import {
  account,
  at,
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
  closed,
  fill,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  waiting,
} from "../support/scenario.js";

const stage = (play: Play, settings = {}) => {
  const tick = feed("BTC");
  play.given(domain(settings), leaping("BTC"), tick("50000"), account("alice"), account("maker", "1000000"));
  return tick;
};
const opens = position("alice", "BTC", "0.1", "45010");
const stranded = (play: Play, settings = {}) => {
  const tick = stage(play, settings);
  play.when(opens, [accepted(), opened({ case: "C1" }), waiting()]);
  return tick;
};

scenario("cure: the case closes at the next look after its slice filled", (play) => {
  stage(play);
  play.given(order("maker", "buy", "1", "50000"));
  play.when(opens, [
    accepted(),
    opened(),
    slice({ quantity: "0.017" }),
    fill(),
    positionOf("maker"),
    positionOf("alice"),
  ]);
  expect(play.report("alice")).toMatchObject({ case: "C1", maintenanceMargin: "415.000000" });
  play.when(clock(1), [
    closed({
      case: "C1",
      account: "alice",
      outcome: "cured",
      equity: "499.000000",
      closed: { BTC: "0.017" },
      slippagePpm: 0,
      duration: seconds(1),
    }),
  ]);
  expect(play.report("alice")).toMatchObject({ case: null, state: "healthy" });
});

scenario("what slippage takes is planned again in the next round", (play) => {
  stage(play);
  play.given(order("maker", "buy", "1", "49900"));
  const sells = (quantity: string) => [
    slice({ quantity }),
    fill({ quantity, price: "49900.00", makerOrder: "O1", takerOrder: expect.stringMatching(/^S\d$/) }),
    positionOf("maker"),
    positionOf("alice"),
  ];
  play.when(opens, [accepted(), opened(), ...sells("0.017")]); // 497.3 left; 83 lots need 498
  play.when(clock(1), sells("0.001")); // 497.2 left; 82 lots need 492
  play.when(clock(2), [
    // 18 lots sold a hundred dollars a coin too low: 1.8 of 900.
    closed({ outcome: "cured", equity: "497.200000", closed: { BTC: "0.018" }, slippagePpm: 2_000 }),
  ]);
});

scenario("a deposit cures: 101 more is 600, the target exactly", (play) => {
  stranded(play);
  play.when({ type: "transfer", account: "alice", amount: "100.999999" }, [accepted()]);
  play.when({ type: "transfer", account: "alice", amount: "0.000001" }, [
    accepted(),
    closed({ outcome: "cured", equity: "600.000000", closed: {} }),
  ]);
});

scenario("the market cures, when the case looks again", (play) => {
  const tick = stranded(play);
  play.when(at(0.5, tick("52000")), [marked()]); // 699 of a target of 624
  play.when(clock(1), [closed({ outcome: "cured", equity: "699.000000", duration: seconds(1) })]);
});

scenario("healthy again is not enough: a case ends at its target", (play) => {
  const tick = stranded(play);
  play.when(at(1, tick("50200")), [marked()]); // 519 of 502, target 602.4
  expect(play.report("alice")).toMatchObject({ state: "liquidating", case: "C1" });
  play.given(order("maker", "buy", "1", "50200"));
  play.when(clock(2), [slice({ quantity: "0.014" }), fill(), positionOf("maker"), positionOf("alice")]); // 83.4 ÷ 6.024
});

scenario("below zero the case is taken over at once", (play) => {
  const tick = stranded(play);
  play.when(tick("44999"), [
    marked(),
    takeover({ case: "C1", account: "alice", market: "BTC", quantity: "0.100", price: "45010.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000", realised: "0.000000" }),
    positionOf("@liquidation", { quantity: "0.100", cost: "4501.000000" }),
    closed({ case: "C1", outcome: "takenOver", equity: "0.000000" }),
  ]);
});

scenario("a horizon that is over takes over what is still liquidatable", (play) => {
  stranded(play, { caseHorizon: seconds(60) });
  play.when(clock(59), []);
  play.when(clock(60), [
    // With the surplus to the user the leg goes at its limit price, not at zero value.
    takeover({ quantity: "0.100", price: "49500.00" }),
    positionOf("alice", { realised: "449.000000", cash: "449.000000" }),
    positionOf("@liquidation", { cost: "4950.000000" }),
    closed({ outcome: "takenOver", equity: "449.000000", duration: seconds(60) }),
  ]);
});

scenario("a horizon that is over lets go who is no longer liquidatable", (play) => {
  const tick = stranded(play, { caseHorizon: seconds(60) });
  play.given(at(30, tick("50200")));
  play.when(clock(60), [closed({ outcome: "cured", equity: "519.000000" })]);
});

scenario(
  "without takeover the horizon means nothing, and below zero the zero price does not bind",
  (play) => {
    const tick = stranded(play, { takeover: false, caseHorizon: seconds(60) });
    play.when(clock(60), []);
    play.given(at(61, tick("40000")), order("maker", "buy", "1", "39700"));
    play.when(clock(62), [
      slice({ quantity: "0.100", limitPrice: "39600.00" }), // one percent below the mark; zero value was 4 501
      fill({ price: "39700.00" }),
      positionOf("maker"),
      positionOf("alice", { quantity: "0.000", realised: "-531.000000" }),
      { type: "fund", reason: "shortfall", change: "-531.000000", balance: "9469.000000" },
    ]);
    play.when(clock(63), [closed({ outcome: "closed", slippagePpm: 7_500 })]);
  },
);

scenario("an internal slice that does not fill whole is cancelled, and the rest is planned again", (play) => {
  stage(play);
  play.given(order("maker", "buy", "0.010", "50000"));
  play.when(opens, [
    accepted(),
    opened(),
    slice({ order: "S1", quantity: "0.017" }),
    fill({ quantity: "0.010" }),
    positionOf("maker"),
    positionOf("alice", { quantity: "0.090" }),
    { type: "cancelled", order: "S1", account: "alice", market: "BTC", quantity: "0.007", reason: "ioc" },
  ]);
  play.given(order("maker", "buy", "0.010", "50000"));
  play.when(clock(1), [slice({ quantity: "0.007" }), fill(), positionOf("maker"), positionOf("alice")]);
});

scenario("a maker whom a fill makes liquidatable joins the next pass of the same command", (play) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC"),
    tick("50000"),
    account("alice"),
    account("thin", "175"),
    account("deep", "90000"),
  );
  play.given(order("thin", "buy", "0.017", "50000"));
  play.given(tick("44000"), order("deep", "buy", "1", "43900"));
  play.when(position("alice", "BTC", "0.1", "39610"), [
    accepted(),
    opened({ account: "alice", equity: "439.000000", maintenanceMargin: "440.000000" }),
    slice({ account: "alice", quantity: "0.017" }),
    fill({ price: "50000.00", maker: "thin" }),
    positionOf("thin"),
    positionOf("alice"),
    // Thin paid 50 000 for what is worth 44 000: 175 − 102.
    opened({ account: "thin", equity: "73.000000", maintenanceMargin: "74.800000" }),
    slice({ account: "thin", quantity: "0.004" }),
    fill({ price: "43900.00", maker: "deep" }),
    positionOf("deep"),
    positionOf("thin"),
  ]);
});
