/** In which order a plan closes legs: by margin, by what closing releases for its cost, or as the user says. */
import { expect } from "vitest";
import { account, domain, feed, market, order, position } from "../support/commands.js";
import { type Expected, marked, opened, type Play, scenario, slice } from "../support/scenario.js";

/** 0.1 BTC, 1 ETH and 10 SOL long: margins of 500, 300 and 200; a close of any one of them in full cures. */
const stage = (play: Play, more = {}, unwindOrder?: readonly string[]) => {
  const sol = feed("SOL");
  const external = { execution: "external" };
  play.given(domain({ targetPpm: 1_010_000, ...more }), market("BTC", external), market("ETH", external));
  play.given(market("SOL", external), feed("BTC")("50000"), feed("ETH")("3000"), sol("200"));
  play.given({ ...account("alice", "1000.5"), ...(unwindOrder === undefined ? {} : { unwindOrder }) });
  play.given(position("alice", "BTC", "0.1", "50000"), position("alice", "ETH", "1", "3000"));
  play.given(position("alice", "SOL", "10", "200"));
  return sol;
};

/** 999.5 of 999.9: 10.4 are missing to 1.01 times the margin, 104 of notional at ten percent of it. */
const closes = (play: Play, sol: ReturnType<typeof feed>, first: Expected) => {
  play.when(sol("199.9"), [
    marked(),
    opened({ equity: "999.500000", maintenanceMargin: "999.900000" }),
    first,
  ]);
};

scenario("largestMargin: the largest margin first", (play) => {
  closes(play, stage(play), slice({ market: "BTC", quantity: "0.003" }));
});

scenario("user: in the account's own order", (play) => {
  closes(play, stage(play, { legOrder: "user" }, ["SOL", "ETH"]), slice({ market: "SOL" }));
});

scenario("user: what the account does not name follows by market", (play) => {
  closes(play, stage(play, { legOrder: "user" }, ["ETH"]), slice({ market: "ETH", quantity: "0.035" }));
});

scenario("user: without a list, by market", (play) => {
  closes(play, stage(play, { legOrder: "user" }), slice({ market: "BTC" }));
});

scenario("unwindOrder names markets of the domain, each once", (play) => {
  play.given(domain(), domain({ domain: "other" }), market("BTC"), market("ETH", { domain: "other" }));
  play.refuses({ ...account("alice"), unwindOrder: ["BTC", "ETH"] }, "UNKNOWN_MARKET");
  play.refuses({ ...account("alice"), unwindOrder: ["BTC", "BTC"] }, "SPEC_INVALID");
  play.given({ ...account("alice"), unwindOrder: ["BTC"] });
});

const book = (of: string, bids: readonly (readonly [string, string])[]) => ({
  type: "book",
  market: of,
  bids,
  asks: [],
});

scenario("release: most margin for the least loss", (play) => {
  const sol = stage(play, { legOrder: "release" });
  // BTC 500 for 0.1 × 200 = 20; ETH 300 for 1 × 6 = 6; SOL 199.9 for what its limit, a percent below, takes: 19.9.
  play.given(book("BTC", [["49800", "1"]]), book("ETH", [["2994", "1"]]));
  closes(play, sol, slice({ market: "ETH" }));
});

scenario("release: level by level, and what the book lacks at the limit", (play) => {
  const sol = stage(play, { legOrder: "release" });
  // ETH: 0.5 at 2 994 lose 3, 0.5 at 2 990 lose 5: 37.5 a unit. BTC: 0.05 at 49 900 lose 5, the rest, 0.05 at the limit
  // of 49 500, 25: 16.7 a unit. SOL: all of it at 199.88: 0.2, which counts 1: 199.9.
  play.given(
    book("BTC", [["49900", "0.05"]]),
    book("ETH", [
      ["2994", "0.5"],
      ["2990", "2"],
    ]),
  );
  play.given(book("SOL", [["199.88", "100"]]));
  closes(play, sol, slice({ market: "SOL" }));
});

scenario("release: a bid above the mark loses nothing", (play) => {
  const sol = stage(play, { legOrder: "release" });
  play.given(book("BTC", [["50010", "1"]]), book("ETH", [["2999.5", "1"]]), book("SOL", [["199.85", "20"]]));
  closes(play, sol, slice({ market: "BTC" })); // 500 ÷ 1 before 300 ÷ 1 and 199.9 ÷ 1
});

scenario("an internal book counts as it stands", (play) => {
  const tick = feed("BTC");
  const eth = feed("ETH");
  play.given(domain({ legOrder: "release" }), market("BTC"), market("ETH"), tick("50000"), eth("3000"));
  play.given(account("alice", "801"), account("bob", "100000"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("alice", "ETH", "1", "3000"));
  play.given(order("bob", "buy", "1", "2998", { market: "ETH" }));
  // ETH loses 0.8 (counts 1), BTC 50: ETH goes first.
  const [first] = play.events(eth("2998.8")).filter(({ type }) => type === "slice");
  expect(first).toMatchObject({ market: "ETH" });
});
