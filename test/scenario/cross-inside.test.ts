/** Opposite cases cross inside: how much, in what order, at what price. The books are empty, so that nothing else trades. */
import { expect } from "vitest";
import {
  account,
  type Command,
  clock,
  domain,
  feed,
  filled,
  market,
  order,
  position,
} from "../support/commands.js";
import {
  accepted,
  closed,
  crossedInside,
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

const stage = (play: Play, settings: Command = {}, inMarket: Command = {}) => {
  play.given(domain({ crossInside: true, ...settings }), market("BTC", inMarket), feed("BTC")("50000"));
};

/** 100 lots of 50 at the mark, margin 5 a lot, target 6: with 400, 66 may stay, and with 300, 49. */
const opens = (
  play: Play,
  name: string,
  cash: string,
  quantity: string,
  then: Parameters<Play["when"]>[1],
) => {
  play.given(account(name, cash));
  play.when(position(name, "BTC", quantity, "50000"), [accepted(), opened({ account: name }), ...then]);
};

scenario("a long and a short case cross what both want to close, at the mark and without fees", (play) => {
  stage(play, {}, { takerFeePpm: 100, liquidationFeePpm: 100 });
  opens(play, "alice", "402", "0.1", [waiting({ case: "C1" })]);
  opens(play, "carol", "300", "-0.1", [
    crossedInside({ market: "BTC", price: "50000.00", quantity: "0.034", cases: ["C2", "C1"] }),
    positionOf("carol", { quantity: "-0.066", realised: "0.000000", cash: "300.000000" }),
    positionOf("alice", { quantity: "0.066", realised: "0.000000", cash: "402.000000" }),
    // What is left of 51 finds no book.
    waiting({ case: "C2" }),
    closed({ case: "C1", outcome: "cured", closed: { BTC: "0.034" }, slippagePpm: 0 }),
  ]);
  expect(play.domainReport()).toMatchObject({ fund: "10000.000000", fees: "0.000000" });
});

scenario("what is left after crossing is sliced", (play) => {
  stage(play);
  play.given(account("maker", "100000"), order("maker", "sell", "1", "50000"));
  opens(play, "alice", "400", "0.1", [waiting({ case: "C1" })]);
  opens(play, "carol", "300", "-0.1", [
    crossedInside({ quantity: "0.034", cases: ["C2", "C1"] }),
    positionOf("carol"),
    positionOf("alice"),
    slice({ case: "C2", quantity: "0.017", remaining: "0.017", side: "buy" }),
    fill({ price: "50000.00" }),
    positionOf("maker"),
    positionOf("carol", { quantity: "-0.049" }),
    closed({ case: "C1", outcome: "cured" }),
  ]);
});

scenario("cases cross in order of their number, and none with its own side", (play) => {
  stage(play);
  opens(play, "first", "400", "0.1", [waiting({ case: "C1" })]);
  opens(play, "second", "400", "0.1", [waiting({ case: "C2" })]);
  opens(play, "third", "400", "-0.1", [
    crossedInside({ quantity: "0.034", cases: ["C3", "C1"] }),
    positionOf("third"),
    positionOf("first"),
    closed({ case: "C1", outcome: "cured" }),
  ]);
  // The third case has what it needs, and is closed when it is next looked at; the second still waits.
  play.when(clock(1), [closed({ case: "C3", outcome: "cured" })]);
});

scenario("@liquidation comes last, and the fund has its gain or loss", (play) => {
  stage(play);
  play.given(account("poor"));
  play.when(position("poor", "BTC", "0.02", "50010"), [
    accepted(),
    opened({ case: "C1" }),
    takeover(),
    positionOf("poor"),
    positionOf("@liquidation", { quantity: "0.020" }),
    closed(),
  ]);
  opens(play, "alice", "490", "0.1", [waiting({ case: "C3" })]); // 490: 81 may stay
  opens(play, "carol", "300", "-0.1", [
    crossedInside({ quantity: "0.019", cases: ["C4", "C3"] }),
    positionOf("carol"),
    positionOf("alice"),
    crossedInside({ quantity: "0.020", cases: ["C4", "C2"] }),
    positionOf("carol", { quantity: "-0.061" }),
    positionOf("@liquidation", { quantity: "0.000", realised: "-0.200000" }),
    unwound({ case: "C1", side: "sell", quantity: "0.020", price: "50000.00", takenAt: "50010.00" }),
    fund({ case: "C2", change: "-0.200000", reason: "unwind" }),
    waiting({ case: "C4" }),
    closed({ case: "C3", outcome: "cured" }),
  ]);
});

scenario("a leg whose slice is out at the venue does not cross", (play) => {
  stage(play, {}, { execution: "external" });
  opens(play, "alice", "400", "0.1", [slice({ order: "S1", quantity: "0.034" })]);
  opens(play, "carol", "300", "-0.1", [slice({ order: "S2", quantity: "0.051" })]);
  play.when(filled("S1", "0.01", "50000"), [fill(), positionOf("alice", { quantity: "0.090" })]);
});

scenario("without the setting opposite cases leave each other alone", (play) => {
  stage(play, { crossInside: false });
  opens(play, "alice", "400", "0.1", [waiting({ case: "C1" })]);
  opens(play, "carol", "300", "-0.1", [waiting({ case: "C2" })]);
});

scenario("inverse legs cross like a fill: what is rounded against both goes to @rounding", (play) => {
  const spec = { kind: "inverse", priceDecimals: 0, tickSize: "1", lotSize: "1", minPrice: "100" };
  play.given(domain({ crossInside: true, asset: "BTC", settleDecimals: 8, insuranceFund: "1" }));
  play.given(market("BTC", { ...spec, policy: { fullCloseNotional: "1" } }), feed("BTC")("30000"));
  play.given(account("alice", "0.001"), account("carol", "0.00001"));
  play.when(position("alice", "BTC", "700", "30000"), [accepted(), opened(), waiting()]);
  // Seven dollars are 23 333.3 units: 23 334 are sold, 23 333 bought.
  play.when(position("carol", "BTC", "-7", "30000"), [
    accepted(),
    opened({ equity: "0.00000999" }),
    crossedInside({ price: "30000", quantity: "7", cases: ["C2", "C1"] }),
    positionOf("carol", { quantity: "0", realised: "-0.00000001", cash: "0.00000999" }),
    positionOf("alice", { quantity: "693", realised: "-0.00000001", cash: "0.00099999" }),
  ]);
  expect(play.domainReport()).toMatchObject({ rounding: "0.00000001" });
});

scenario("a shortfall after crossing is the fund's", (play) => {
  stage(play, { takeover: false });
  opens(play, "alice", "400", "0.1", [waiting({ case: "C1" })]);
  // Worth −10: all 20 lots are to go, and cross with the 34 wanted.
  play.given(account("carol"));
  play.when(position("carol", "BTC", "-0.02", "49500"), [
    accepted(),
    opened({ equity: "-10.000000" }),
    crossedInside({ quantity: "0.020", cases: ["C2", "C1"] }),
    positionOf("carol", { quantity: "0.000", cash: "-10.000000" }),
    positionOf("alice", { quantity: "0.080" }),
    fund({ case: "C2", change: "-10.000000", reason: "shortfall" }),
  ]);
});
