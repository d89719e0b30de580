/**
 * Prices of a venue's reports lie anywhere: up to 18 decimals, booked at their exact value, rounded once, against the account. The
 * market settles in cents, so that roundings show. A lot at one price unit is worth a hundredth of a cent.
 */
import { expect } from "vitest";
import { account, type Command, filled, leaps, market, position, tier } from "../support/commands.js";
import {
  blocked,
  closed,
  fill,
  fund,
  mismatch,
  type Play,
  positionOf,
  scenario,
  unwound,
} from "../support/scenario.js";
import { elsewhere, ends, venue } from "../support/venue.js";

/** Alice's S1 sells 17 lots at 49,500 or better. */
function seller(play: Play, inMarket: Command = {}) {
  const tick = venue(play, {}, inMarket);
  play.given(account("alice"), position("alice", "BTC", "0.1", "45010"));
  return tick;
}

scenario("a seller gets the floor, and the street takes exactly the opposite", (play) => {
  seller(play);
  // 0.003·49999.3333333 = 149.9979999999; less 3·45.01
  play.when(filled("S1", "0.003", "49999.3333333"), [
    fill({ price: "49999.33", quantity: "0.003" }),
    positionOf("alice", { quantity: "0.097", realised: "14.967999", cash: "14.967999" }),
  ]);
  expect(play.domainReport()["rounding"]).toBe("0.000000");
});

scenario("a buyer pays the ceiling", (play) => {
  venue(play);
  play.given(account("alice"), position("alice", "BTC", "-0.1", "54990"));
  play.when(filled("S1", "0.003", "50000.3333333"), [
    // 164.97 less 150.0009999999, up
    fill({ price: "50000.33" }),
    positionOf("alice", { quantity: "-0.097", realised: "14.969000" }),
  ]);
});

scenario("the price told is the nearest, half up", (play) => {
  seller(play);
  play.when(filled("S1", "0.001", "49999.995"), [fill({ price: "50000.00" }), positionOf("alice")]);
  play.when(filled("S1", "0.001", "49999.994999999999999999"), [
    fill({ price: "49999.99" }),
    positionOf("alice"),
  ]);
  play.when(filled("S1", "0.001", "49999.990"), [
    fill({ price: "49999.99" }),
    positionOf("alice", { realised: "4.989990" }),
  ]);
});

scenario("it is compared exactly: with the limit, and with the market's bounds", (play) => {
  seller(play, { minPrice: "100", maxPrice: "60000" });
  play.when(filled("S1", "0.001", "49500.000000000000000000"), [fill(), positionOf("alice")]);
  for (const price of ["99.999999999999999999", "60000.000000000000000001", "0", "0.00"])
    play.refuses(filled("S1", "0.001", price), "OUT_OF_RANGE");
  play.refuses(filled("S1", "0.001", "50000.0000000000000000001"), "MALFORMED");
  play.when(filled("S1", "0.001", "49499.999999999999999999"), [
    fill({ price: "49500.00" }),
    positionOf("alice"),
    mismatch({ reason: "price" }),
    blocked({ breaker: "EXECUTION_MISMATCH" }),
  ]);
});

scenario("a price between ticks is one", (play) => {
  seller(play, { tickSize: "0.50" });
  play.when(filled("S1", "0.001", "50000.30"), [fill({ price: "50000.30" }), positionOf("alice")]);
});

scenario("a fill that crosses zero: what opens is valued by itself", (play) => {
  venue(play);
  play.given(account("alice", "1000"), elsewhere("alice", "buy", "0.001", "50000"));
  // 0.003·33333.3333333 = 99.9999999999 down; 0.002 of it open at −66.666666, the rest closes.
  play.when(elsewhere("alice", "sell", "0.003", "33333.3333333"), [
    fill({ price: "33333.33" }),
    positionOf("alice", { quantity: "-0.002", cost: "-66.666666", realised: "-16.666667" }),
  ]);
  const books = play.domainReport();
  const units = (field: string) => BigInt((books[field] as string).replace(".", ""));
  expect(units("cashTotal") - units("costTotal")).toBe(units("deposits"));
  // The street has bought: its two lots cost the ceiling.
  expect(books["costTotal"]).toBe("0.000001");
});

scenario("fees are of the value rounded up, and their room of the account's own value", (play) => {
  seller(play, { takerFeePpm: 1_000, liquidationFeePpm: 10_000 });
  // 149.9979999999 up is 149.998000: 0.149998 and 1.49998.
  play.when(filled("S1", "0.003", "49999.3333333"), [
    fill({ takerFee: "0.149998", liquidationFee: "1.499980" }),
    positionOf("alice"),
    fund({ change: "1.499980", reason: "fee" }),
  ]);
});

scenario("what slipped is counted from the account's own value", (play) => {
  seller(play);
  // Marks are worth 850, the fill 849.9999999915 down: 0.000001 of 850, up.
  play.when(filled("S1", "0.017", "49999.9999999995"), [
    fill({ price: "50000.00" }),
    positionOf("alice"),
    closed({ slippagePpm: 1 }),
  ]);
});

scenario("an inverse market: each side is rounded against itself, the difference is @rounding's", (play) => {
  play.given({ type: "domain", domain: "coin", asset: "BTC", settleDecimals: 8 });
  play.given(
    market("INV", {
      domain: "coin",
      kind: "inverse",
      lotSize: "1",
      contractSize: "100",
      minPrice: "1000",
      tiers: [tier("0", 100_000)],
      execution: "external",
    }),
    { ...account("alice", "1"), domain: "coin" },
  );
  // 100 ÷ 33333.333 = 0.00300000003: a long is a debt of 0.00300000 less, the street's 0.00300001.
  play.when({ ...elsewhere("alice", "buy", "1", "33333.333"), market: "INV" }, [
    fill({ price: "33333.33" }),
    positionOf("alice", { quantity: "1", cost: "-0.00300000" }),
  ]);
  expect(play.domainReport("coin")["rounding"]).toBe("0.00000001");
});

scenario("of @liquidation, too", (play) => {
  const tick = seller(play, leaps);
  play.given(ends("S1", "cancelled"), tick("44000"));
  play.when(filled("S2", "0.003", "43999.3333333"), [
    fill({ taker: "@liquidation", price: "43999.33" }),
    positionOf("@liquidation", { quantity: "0.097" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.003",
      price: "43999.33",
      takenAt: "45010.00",
    }),
    fund({ reason: "unwind" }),
  ]);
});
