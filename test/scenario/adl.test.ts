/**
 * Deleveraging: how many lots go, to whom, at what price. Wherever a number is not explained, a lot is 0.001 BTC and one
 * lot at one cent is worth 0.00001.
 */
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
  tier,
} from "../support/commands.js";
import {
  accepted,
  adl,
  breaker,
  cancelled,
  closed,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  takeover,
  unwound,
} from "../support/scenario.js";

const stage = (play: Play, settings: Command, inMarket: Command, mark: string) => {
  play.given(domain(settings), market("BTC", inMarket), feed("BTC")(mark), account("alice"));
};

const winner = (play: Play, name: string, cash: string, quantity: string, entry: string, of = "BTC") =>
  play.given(account(name, cash), position(name, of, quantity, entry));

/** Nothing may be taken over: whoever falls is deleveraged at his zero value, with equity left or without. */
const noTakeover = { takeoverNotionalMax: "0" };
const early = { takeoverPpm: 1_000_000, surplus: "fund" };

scenario("A1: ranks of BitMEX's example: 20 lots go to the scores 6 and 5", (play) => {
  stage(play, early, { ...noTakeover, lotSize: "1", tiers: [tier("0", 10_000)] }, "655");
  // Each lot sold at 661.55 stands at a profit of 6.55, so profit ÷ cost is the same for all, and with equity 196.5/score
  // a lot notional ÷ equity makes the score.
  const sold = (name: string, cash: string, lots: string) => winner(play, name, cash, lots, "661.55");
  sold("r1", "589.5", "-10"); // 65.5 a lot: 3
  sold("r2", "262", "-10"); // 32.75: 6
  sold("r3", "3799", "-20"); // 196.5: 1
  sold("r4", "1277.25", "-30"); // 49.125: 4
  sold("r5", "655", "-20"); // 39.3: 5
  sold("r6", "917", "-10"); // 98.25: 2
  const ranks = ["r1", "r2", "r3", "r4", "r5", "r6"].map((name) => play.leg(name)["adlRank"]);
  expect(ranks).toEqual([4, 1, 6, 3, 2, 5]);
  // 20 lots bought at 650 have 100 of equity at 655, and must hold 131: zero value 13 000.
  play.when(position("alice", "BTC", "20", "650"), [
    accepted(),
    opened({ case: "C1", equity: "100.000000", maintenanceMargin: "131.000000" }),
    adl({
      case: "C1",
      market: "BTC",
      account: "r2",
      quantity: "10",
      price: "650.00",
      rank: 1,
      overshoot: "0.000000",
    }),
    positionOf("alice", { quantity: "10", realised: "0.000000" }),
    positionOf("r2", { quantity: "0", realised: "115.500000", cash: "377.500000" }),
    adl({ account: "r5", quantity: "10", price: "650.00", rank: 2 }),
    positionOf("alice", { quantity: "0", cash: "0.000000" }),
    positionOf("r5", { quantity: "-10", realised: "115.500000" }),
    closed({ case: "C1", outcome: "deleveraged", equity: "0.000000", closed: {} }),
  ]);
  // r5 has 786 + 50 over 6 550, which makes a score of 2.35: behind r4 and r1.
  expect(play.leg("r5")["adlRank"]).toBe(3);
});

scenario("A2: a deficit of 550 is paid by the winner's profit of 600, and no money is made", (play) => {
  stage(play, { insuranceFund: "0" }, {}, "50000");
  winner(play, "bob", "100", "-0.1", "56000");
  // 0.1 bought for 5 550 is worth 5 000: at 55 500 a piece the winner keeps 100 + 600 − 550.
  play.when(position("alice", "BTC", "0.1", "55500"), [
    accepted(),
    opened({ equity: "-550.000000" }),
    // 550 over 100 lots: a lot more than needed could cost at most 5.5.
    adl({ account: "bob", quantity: "0.100", price: "55500.00", rank: 1, overshoot: "5.500000" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("bob", { quantity: "0.000", realised: "50.000000", cash: "150.000000" }),
    closed({ outcome: "deleveraged" }),
  ]);
  expect(play.domainReport()).toMatchObject({ fund: "0.000000", deficit: "0.000000" });
});

scenario("among equal scores those go first whose net exposure falls; none has none to lose", (play) => {
  stage(play, { insuranceFund: "0" }, {}, "50000");
  play.given(market("ETH"), feed("ETH")("5000"));
  // Each is short 5 000 of BTC; ann and ben hold as much, or more, of ETH, at today's price.
  for (const name of ["ann", "ben", "carl", "dora"]) winner(play, name, "5000", "-0.1", "56000");
  for (const [name, eth] of Object.entries({ ann: "1", ben: "1.001", carl: "0.999" }))
    play.given(position(name, "ETH", eth, "5000"));
  const ranks = ["ann", "ben", "carl", "dora"].map((name) => play.leg(name, "BTC")["adlRank"]);
  expect(ranks).toEqual([3, 4, 1, 2]);
});

scenario("scores that no float tells apart are ranked by what they are", (play) => {
  const units = {
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    maxPrice: "300009",
    tiers: [tier("0", 10_000)],
  };
  stage(play, { settleDecimals: 0, insuranceFund: "0" }, units, "100003");
  // Both are a quarter of 1 + 3·2^-24, the first by 3·10^-16 less and the second by 10^-16 more; in floats the first is more.
  winner(play, "less", "946147312316049", "-10225083551", "164906");
  winner(play, "more", "1293522919631635", "-16843804812", "280721");
  expect(["more", "less"].map((name) => play.leg(name)["adlRank"])).toEqual([1, 2]);
});

scenario("the cost of a leg counts as it is from one unit on, and as one below", (play) => {
  const units = { priceDecimals: 0, tickSize: "1", lotSize: "1", tiers: [tier("0", 10_000)] };
  stage(play, { settleDecimals: 0, insuranceFund: "0" }, units, "100");
  // Profit × notional ÷ (cost × equity): 99·100 ÷ (1·150) = 66, 98·100 ÷ (2·100) = 49.
  winner(play, "two", "2", "1", "2");
  winner(play, "one", "51", "1", "1");
  expect(["one", "two"].map((name) => play.leg(name)["adlRank"])).toEqual([1, 2]);
});

scenario("an account whose equity is nothing takes no lots, whatever its leg has won", (play) => {
  const eth = feed("ETH");
  stage(play, { insuranceFund: "0" }, {}, "50000");
  play.given(market("ETH"), eth("5000"), account("bob", "1400"));
  play.given({ type: "transfer", account: "alice", amount: "1950" });
  play.given(position("alice", "BTC", "0.1", "50000"), position("alice", "ETH", "1", "5000"));
  play.given(position("bob", "BTC", "-0.1", "56000"), position("bob", "ETH", "1", "5000"));
  // Both lose 2 000: alice has −50, bob, who has won 600 with BTC, has nothing.
  const events = play.events(eth("3000"));
  expect(events.filter(({ type }) => type === "liquidationOpened")).toMatchObject([
    { account: "alice", equity: "-50.000000" },
    { account: "bob", equity: "0.000000" },
  ]);
  expect(events.filter(({ type }) => type === "adl")).toEqual([]);
});

scenario("a leg without a loss is taken over whole, also when the means are below nothing", (play) => {
  const [btc, eth, sol] = [feed("BTC"), feed("ETH"), feed("SOL")];
  play.given(domain({ insuranceFund: "0" }), market("BTC"), market("ETH"), market("SOL"));
  play.given(btc("50000"), eth("5000"), sol("4900"), account("alice"), account("carol", "1000"));
  winner(play, "bob", "5000", "-1", "5900", "SOL");
  // `@liquidation` takes over at 50 000 and stands at −100 at 49 000, where nobody has won.
  play.given(position("alice", "BTC", "0.1", "50000.00001"), btc("49000"));
  // Carol has a millionth less than nothing, of which ETH bears all. SOL goes to bob, but from `@liquidation`.
  play.given(position("carol", "ETH", "1", "5000"));
  const events = play.events(position("carol", "SOL", "1", "5900.000001"));
  expect(events.filter(({ type }) => /takeover|adl/.test(type))).toMatchObject([
    takeover({ account: "carol", market: "ETH", quantity: "1.000" }),
    takeover({ account: "carol", market: "SOL", quantity: "1.000" }),
    adl({ account: "bob", market: "SOL", quantity: "1.000" }),
  ]);
});

scenario("A3: among equal scores the lower account goes first", (play) => {
  stage(play, { insuranceFund: "0" }, {}, "50000");
  winner(play, "bob", "5000", "-0.1", "56000");
  winner(play, "carol", "5000", "-0.1", "56000");
  expect([play.leg("bob")["adlRank"], play.leg("carol")["adlRank"]]).toEqual([1, 2]);
  play.when(position("alice", "BTC", "0.05", "55500"), [
    accepted(),
    opened(),
    adl({ account: "bob", quantity: "0.050", rank: 1 }),
    positionOf("alice"),
    positionOf("bob"),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("among equal scores, first the one whose net exposure falls", (play) => {
  stage(play, { insuranceFund: "0" }, {}, "50000");
  play.given(market("ETH"), feed("ETH")("1000"));
  winner(play, "bob", "5000", "-0.1", "56000");
  winner(play, "carol", "5000", "-0.1", "56000");
  // Ten bought at the mark add nothing to bob's equity; he is long 10 000 − 5 000 all in all.
  play.given(position("bob", "ETH", "10", "1000"));
  expect([play.leg("bob", "BTC")["adlRank"], play.leg("carol")["adlRank"]]).toEqual([2, 1]);
});

scenario("who has no profit, no equity, a case or the same side has no rank", (play) => {
  stage(play, {}, {}, "50000");
  winner(play, "level", "5000", "-0.1", "50000");
  winner(play, "long", "5000", "0.1", "49000");
  winner(play, "bob", "5000", "-0.1", "56000");
  expect(play.leg("level")["adlRank"]).toBeNull();
  expect([play.leg("long")["adlRank"], play.leg("bob")["adlRank"]]).toEqual([1, 1]);
  // Liquidatable at 10 % of 5 000, with a profit: its case waits, for nobody sells.
  play.given(account("thin", "0"));
  play.events(position("thin", "BTC", "-0.1", "54000"));
  expect(play.report("thin")).toMatchObject({ state: "liquidating" });
  expect(play.leg("thin")["adlRank"]).toBeNull();
});

scenario("A4: zero prices that do not overlap: skipped, the next one", (play) => {
  stage(play, { insuranceFund: "0" }, { tiers: [tier("0", 10_000)] }, "52000");
  // Bought at 50 500 with 499 of cash: at 50 000 one unit of money would be missing; at 50 001 none.
  winner(play, "dana", "499", "1", "50500");
  winner(play, "erin", "10000", "1", "50500");
  play.when(position("alice", "BTC", "-1", "50000"), [
    accepted(),
    opened({ equity: "-2000.000000" }),
    adl({ account: "erin", quantity: "1.000", price: "50000.00", rank: 2 }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("erin", { quantity: "0.000", realised: "-500.000000", cash: "9500.000000" }),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("A5: a short of 54 999 against a long of 50 000: nothing, and 104 999", (play) => {
  stage(play, early, noTakeover, "50000");
  // dYdX counts quote balances: 50 000 and a long is 90 000 of cash and a long bought for 40 000.
  winner(play, "bob", "90000", "1", "40000");
  play.when(position("alice", "BTC", "-1", "54999"), [
    accepted(),
    opened({ equity: "4999.000000", maintenanceMargin: "5000.000000" }),
    adl({ account: "bob", quantity: "1.000", price: "54999.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("bob", { quantity: "0.000", cash: "104999.000000" }),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("A6: a liquidation that is the whole open interest leaves nothing behind", (play) => {
  const btc = feed("BTC");
  play.given(domain({ insuranceFund: "0" }), leaping("BTC", { tiers: [tier("0", 50_000)] }), btc("50000"));
  play.given(account("alice", "6000"), account("bob", "20000"));
  play.given(order("bob", "sell", "1", "50000"), order("alice", "buy", "1", "50000"));
  // 6 000 − 7 000: bob, who has 27 000, buys back at 44 000 instead of 43 000.
  play.when(btc("43000"), [
    marked(),
    opened({ equity: "-1000.000000" }),
    adl({ account: "bob", quantity: "1.000", price: "44000.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("bob", { quantity: "0.000", realised: "6000.000000", cash: "26000.000000" }),
    closed({ outcome: "deleveraged" }),
  ]);
  expect(play.domainReport()).toMatchObject({
    fund: "0.000000",
    deficit: "0.000000",
    cashTotal: "26000.000000",
    costTotal: "0.000000",
    openInterest: { BTC: "0.000" },
    liquidation: { BTC: "0.000" },
    quantityTotal: { BTC: "0.000" },
  });
});

scenario("takeoverNotionalMax: what would pass it is deleveraged though the fund could pay", (play) => {
  stage(play, {}, { takeoverNotionalMax: "20049.99" }, "50000");
  winner(play, "bob", "10000", "-0.5", "60000");
  winner(play, "carol", "100000", "-0.5", "60000");
  // 400 lots are 20 000, 401 are 20 050: 600 must go. 1 000 lots for 51 000.000007: the first 500 are worth half of it,
  // toward zero, 600 are worth 30 600.000004.
  play.when(position("alice", "BTC", "1", "51000.000007"), [
    accepted(),
    opened({ equity: "-1000.000007" }),
    adl({ account: "bob", quantity: "0.500", price: "51000.00", rank: 1, overshoot: "1.000001" }),
    positionOf("alice", { quantity: "0.500", cost: "25500.000004", realised: "0.000000" }),
    positionOf("bob", { realised: "4499.999997" }),
    adl({ account: "carol", quantity: "0.100", rank: 2 }),
    positionOf("alice", { quantity: "0.400", cost: "20400.000004", realised: "0.000001" }),
    positionOf("carol", { quantity: "-0.400", realised: "899.999999" }),
    takeover({ quantity: "0.400", price: "51000.00" }),
    positionOf("alice", { quantity: "0.000", cash: "0.000000" }),
    positionOf("@liquidation", { quantity: "0.400", cost: "20400.000003" }),
    closed({ outcome: "deleveraged" }),
  ]);
  // The cap counts what is held already: all of the next leg must go, and nobody is left but carol's 400 lots.
  play.given(account("dave"));
  play.when(position("dave", "BTC", "0.5", "51000"), [
    accepted(),
    opened(),
    adl({ account: "carol", quantity: "0.400" }),
    positionOf("dave", { quantity: "0.100" }),
    positionOf("carol", { quantity: "0.000" }),
    takeover({ quantity: "0.100" }),
    positionOf("dave", { quantity: "0.000" }),
    positionOf("@liquidation", { quantity: "0.500" }),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("with surplus to the user, lots go at the limit price, and the user keeps the rest", (play) => {
  stage(play, { takeoverPpm: 500_000 }, noTakeover, "50000");
  winner(play, "bob", "10000", "-0.1", "60000");
  play.when(position("alice", "BTC", "0.1", "48000"), [
    accepted(),
    opened({ equity: "200.000000" }), // below half of 500
    adl({ account: "bob", quantity: "0.100", price: "49500.00", overshoot: "0.000000" }),
    positionOf("alice", { realised: "150.000000", cash: "150.000000" }),
    positionOf("bob", { realised: "1050.000000" }),
    closed({ outcome: "deleveraged", equity: "150.000000" }),
  ]);
});

scenario("two legs: what the first takes from the fund the second has no more", (play) => {
  stage(play, { insuranceFund: "600" }, {}, "50000");
  play.given(market("ETH"), feed("ETH")("1000"));
  winner(play, "bob", "5000", "-0.1", "60000");
  play.given(account("erin", "5000"), position("erin", "ETH", "-5", "2000"));
  play.given(
    { type: "transfer", account: "alice", amount: "1000" },
    position("alice", "BTC", "0.1", "50000"),
  );
  // 5 000 each, so each has half of the loss of 1 000: 500 are paid, of the other 500 all but 100: ceil(400·5000/500).
  const events = play.events(position("alice", "ETH", "5", "1400"));
  expect(events.filter((event) => event.type === "adl" || event.type === "takeover")).toMatchObject([
    takeover({ market: "BTC", quantity: "0.100", price: "55000.00" }),
    adl({ market: "ETH", account: "erin", quantity: "4.000", price: "1100.00", overshoot: "0.100000" }),
    takeover({ market: "ETH", quantity: "1.000", price: "1100.00" }),
  ]);
});

scenario(
  "later: when the fund cannot carry what was taken over, it goes at the price that restores it",
  (play) => {
    const btc = feed("BTC");
    play.given(domain({ insuranceFund: "1000" }), market("BTC"), btc("50000"), account("alice"));
    winner(play, "bob", "10000", "-1", "60000");
    play.when(position("alice", "BTC", "1", "51000"), [
      accepted(),
      opened(),
      takeover({ price: "51000.00" }),
      positionOf("alice", { cash: "0.000000" }),
      positionOf("@liquidation", { cost: "51000.000000" }),
      closed({ outcome: "takenOver" }),
    ]);
    // At 49 000 it has lost 2 000, 1 000 more than there is: bob buys back at 50 000.
    play.when(at(1, btc("49000")), [
      marked(),
      adl({
        case: "C2",
        account: "bob",
        quantity: "1.000",
        price: "50000.00",
        rank: 1,
        overshoot: "1.000000",
      }),
      positionOf("bob", { quantity: "0.000", realised: "10000.000000" }),
      positionOf("@liquidation", { quantity: "0.000", realised: "-1000.000000" }),
      unwound({
        case: "C1",
        market: "BTC",
        side: "sell",
        quantity: "1.000",
        price: "50000.00",
        takenAt: "51000.00",
      }),
      fund({ case: "C2", change: "-1000.000000", balance: "0.000000", reason: "unwind" }),
      breaker({ breaker: "FUND_FLOOR", state: "tripped" }),
    ]);
    expect(play.domainReport()).toMatchObject({ fund: "0.000000", deficit: "0.000000" });
  },
);

scenario("a fund below its floor is not filled up by winners", (play) => {
  const settings = { insuranceFund: "100", fundFloor: "500" };
  const btc = feed("BTC");
  play.given(domain(settings), market("BTC"), btc("50000"), account("alice"));
  // Nobody is there to be deleveraged: @liquidation takes over what is a unit worse than the mark.
  play.given(position("alice", "BTC", "0.1", "50010"));
  expect(play.domainReport()).toMatchObject({ liquidation: { BTC: "0.100" }, deficit: "0.000000" });
  // That unit is all that bob has to bring, not the 400 that the fund lacks.
  winner(play, "bob", "10000", "-1", "60000");
  play.when(clock(1), [
    adl({ case: "C2", account: "bob", quantity: "0.100", price: "50010.00", overshoot: "0.010000" }),
    positionOf("bob"),
    positionOf("@liquidation", { quantity: "0.000", realised: "0.000000" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.100",
      price: "50010.00",
      takenAt: "50010.00",
    }),
  ]);
  expect(play.domainReport()).toMatchObject({ fund: "100.000000", deficit: "0.000000" });
});

scenario("an inverse leg goes at what closing it may cost at most", (play) => {
  const coins = { asset: "BTC", settleDecimals: 8, insuranceFund: "0" };
  const spec = { kind: "inverse", priceDecimals: 0, tickSize: "1", lotSize: "1", minPrice: "100" };
  play.given(domain(coins), market("BTC", spec), feed("BTC")("8000"), account("alice", "0.01"));
  winner(play, "bob", "0.05", "-1000", "10000");
  // 1 000 dollars are 0.1 at 10 000 and 0.125 at 8 000: alice lacks 0.015, and may pay 0.11. 10^11 ÷ 11 000 000 = 9 090.9.
  play.when(position("alice", "BTC", "1000", "10000"), [
    accepted(),
    opened({ equity: "-0.01500000" }),
    adl({ account: "bob", quantity: "1000", price: "9091", rank: 1, overshoot: "0.00001500" }),
    positionOf("alice", { quantity: "0", realised: "-0.01000000", cash: "0.00000000" }),
    positionOf("bob", { quantity: "0", realised: "0.01000000", cash: "0.06000000" }),
    closed({ outcome: "deleveraged" }),
  ]);
});

scenario("a resting order of the winner stays, but for what has nothing left to reduce", (play) => {
  stage(play, { insuranceFund: "0" }, {}, "50000");
  winner(play, "bob", "100000", "-0.1", "56000");
  play.given(order("bob", "buy", "0.1", "40000", { reduceOnly: true }), order("bob", "buy", "0.2", "40000"));
  play.when(position("alice", "BTC", "0.1", "55500"), [
    accepted(),
    opened(),
    adl({ account: "bob" }),
    positionOf("alice"),
    positionOf("bob"),
    closed({ outcome: "deleveraged" }),
    cancelled({ account: "bob", quantity: "0.100", reason: "reduceOnly" }),
  ]);
  expect(play.depth()["bids"]).toEqual([["40000.00", "0.200"]]);
});
