/** Collateral in other assets: balance × price × (1 − haircut), priced by a market's mark. */
import { expect } from "vitest";
import {
  account,
  at,
  clock,
  domain,
  feed,
  filled,
  leaping,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
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
  unblocked,
} from "../support/scenario.js";

const bitcoin = (more = {}) => ({
  type: "collateral",
  domain: "main",
  asset: "bitcoin",
  market: "BTC",
  haircutPpm: 100_000,
  decimals: 8,
  ...more,
});
const transfer = (of: string, amount: string, more = {}) => ({
  type: "transfer",
  account: of,
  amount,
  asset: "bitcoin",
  ...more,
});

/** 10 ETH long at 3 000 and 0.1 bitcoin, which count 4 500: 4 500 of equity for 3 000 of margin. */
const stage = (play: Play, more = {}, ofBtc = {}) => {
  const btc = feed("BTC");
  const eth = feed("ETH");
  play.given(domain(more), leaping("BTC", { execution: "external", ...ofBtc }));
  play.given(leaping("ETH", { execution: "external", policy: { fullCloseNotional: "1000000" } }), bitcoin());
  play.given(at(1, btc("50000")), at(1, eth("3000")), account("alice"), transfer("alice", "0.1"));
  play.given(position("alice", "ETH", "10", "3000"));
  return { btc, eth };
};

scenario("a balance counts at its price less the haircut", (play) => {
  stage(play);
  expect(play.report("alice")).toMatchObject({
    cash: "0.000000",
    equity: "4500.000000",
    collateral: [{ asset: "bitcoin", balance: "0.10000000", value: "4500.000000" }],
  });
  // 0.12345678 × 12.34 × 0.9 = 1.3711109…, down.
  play.given(account("bob"), transfer("bob", "0.12345678"), at(1, feed("BTC")("12.34", { sequence: 9 })));
  expect(play.report("bob")).toMatchObject({ equity: "1.371110" });
});

scenario("its value is rounded down once, by the one floor of the rule", (play) => {
  play.given(domain(), market("BTC"), bitcoin({ haircutPpm: 1 }));
  const tick = feed("BTC");
  // Balances and prices at which a floor more, or less, on the way would show.
  for (const [balance, price] of [
    [4_508_516n, 18_751n],
    [28_435_158n, 2_167n],
    [3_010_630n, 16_651n],
    [1n, 1n],
    [10_000n, 1_000_000n],
  ] as const) {
    const name = `a${balance}`;
    const eight = `0.${String(balance).padStart(8, "0")}`;
    play.given(tick(`${price / 100n}.${String(price % 100n).padStart(2, "0")}`), account(name));
    play.given(transfer(name, eight));
    const value = (balance * price * 999_999n) / (10_000n * 1_000_000n);
    expect(play.report(name)["equity"]).toBe(
      `${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, "0")}`,
    );
  }
});

scenario("its price alone can make an account liquidatable, at the very unit", (play) => {
  const { btc } = stage(play);
  play.when(btc("33333.34"), [marked()]); // 3 000.000 6 of 3 000
  play.when(btc("33333.33"), [
    marked(),
    opened({
      equity: "2999.999700",
      maintenanceMargin: "3000.000000",
      marks: { BTC: "33333.33", ETH: "3000.00" },
      evidence: { BTC: { index: "33333.33" }, ETH: { index: "3000.00" } },
    }),
    slice({ market: "ETH", quantity: "10.000" }),
  ]);
});

scenario("a leg's liquidation price counts it", (play) => {
  const { eth } = stage(play);
  // 4 500 + 10·(p − 3 000) < p from 2 833.33 down.
  expect(play.leg("alice")["liquidationPrice"]).toBe("2833.33");
  play.when(eth("2833.34"), [marked()]);
  play.when(eth("2833.33"), [marked(), opened(), slice()]);
});

scenario(
  "in: deposits and moves, also while a case is open; out: only what initial margin leaves",
  (play) => {
    const { btc } = stage(play);
    play.given(account("bob"), { type: "transfer", account: "alice", amount: "4000" });
    play.when(transfer("alice", "-0.05"), [accepted()]); // 6 250 of 6 000
    play.refuses(transfer("alice", "-0.00555556"), "INSUFFICIENT_MARGIN"); // less 250.000 2
    play.when(transfer("alice", "0.00555555", { to: "bob" }), [accepted()]);
    expect(play.report("bob")["collateral"]).toMatchObject([{ balance: "0.00555555", value: "249.999750" }]);
    play.refuses(transfer("bob", "-0.00555556"), "INSUFFICIENT_MARGIN");
    play.when(transfer("bob", "-0.00555555"), [accepted()]);
    expect(play.report("bob")["collateral"]).toEqual([]);
    play.given({ type: "transfer", account: "alice", amount: "-0.00025" });
    play.when(position("alice", "ETH", "10", "3350"), [accepted(), opened({ account: "alice" }), slice()]);
    play.when(transfer("alice", "1"), [accepted(), { type: "cancelSlice", reason: "cured" }]);
    play.refuses(transfer("alice", "-0.1"), "IN_LIQUIDATION");
    play.given(btc("50001"));
  },
);

scenario("what is refused, and in which order", (play) => {
  stage(play);
  play.given(account("bob"));
  play.refuses(bitcoin({ domain: "none" }), "UNKNOWN_DOMAIN");
  play.refuses(bitcoin(), "ALREADY_EXISTS");
  play.refuses(bitcoin({ asset: "USDC" }), "SPEC_INVALID");
  play.refuses(bitcoin({ asset: "ether", market: "none" }), "UNKNOWN_MARKET");
  play.refuses(bitcoin({ asset: "ether", decimals: 3 }), "SPEC_INVALID"); // 3 + 2 − 6 < 0
  for (let i = 0; i < 7; i++) play.given(bitcoin({ asset: `asset${i}`, market: "ETH" }));
  play.refuses(bitcoin({ asset: "ninth" }), "CAPACITY");
  play.refuses(transfer("alice", "1", { asset: "none" }), "SPEC_INVALID");
  play.refuses(transfer("alice", "0.01", { to: "@fund" }), "SPEC_INVALID");
  play.refuses(transfer("alice", "0.123456789"), "MALFORMED");
  play.refuses(transfer("alice", "0"), "OUT_OF_RANGE");
  play.refuses(transfer("alice", "-1", { to: "bob" }), "OUT_OF_RANGE");
  play.refuses(transfer("bob", "9999999999"), "CAPACITY");
});

scenario("what nobody can value yet is no refuge: it is taken in from the first mark on", (play) => {
  const btc = feed("BTC");
  play.given(domain(), market("BTC"), market("ETH", { execution: "external" }), bitcoin());
  play.given(feed("ETH")("3000"), account("alice", "3000"), position("alice", "ETH", "10", "3000"));
  play.refuses(transfer("alice", "1"), "MARKET_HALTED");
  play.given(btc("50000"), transfer("alice", "1"));
});

scenario("a shortfall takes collateral first, up to what is owed", (play) => {
  const { eth } = stage(play, { takeover: false });
  play.when(eth("2800"), [marked(), opened({ equity: "2500.000000" }), slice({ quantity: "10.000" })]);
  // 2 000 are owed; 0.00000001 bitcoin counts 0.00045: 4 444 445 of them count 2 000.000 25.
  play.when(filled("S1", "10", "2800", { fee: "0" }), [
    fill(),
    positionOf("alice", { cash: "-2000.000000" }),
    fund({ change: "-2000.000000", reason: "shortfall", case: "C1" }),
    closed({ outcome: "closed", equity: "2499.999750" }),
  ]);
  expect(play.report("alice")).toMatchObject({
    cash: "0.000000",
    collateral: [{ balance: "0.05555555", value: "2499.999750" }],
  });
});

scenario("a takeover takes collateral up to what is owed, and the fund pays for it", (play) => {
  const { eth } = stage(play);
  // 4 500 − 5 000: the legs go at 25 500, which leaves the account owing what its collateral counts.
  play.when(eth("2500"), [
    marked(),
    opened({ equity: "-500.000000" }),
    takeover({ market: "ETH", quantity: "10.000", price: "2550.00" }),
    positionOf("alice", { quantity: "0.000", cash: "-4500.000000" }),
    positionOf("@liquidation", { quantity: "10.000", cost: "25500.000000" }),
    fund({ change: "-4500.000000", balance: "5500.000000", reason: "takeover", case: "C1" }),
    closed({ outcome: "takenOver", equity: "0.000000" }),
    slice({ account: "@liquidation", quantity: "10.000" }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "0.000000", collateral: [] });
  const { cashTotal, costTotal, deposits } = play.domainReport() as Record<string, unknown>;
  expect(Number(cashTotal) - Number(costTotal)).toBe(Number(deposits));
});

/** BTC's feed is stale from twelve seconds on: the collateral is believed to count up to 4 950. */
const stale = (play: Play) => {
  const ticks = stage(play, {}, { maxAge: seconds(10) });
  play.given(at(12, clock(12)));
  return ticks;
};

scenario("collateral in doubt: opened, and blocked by the market that prices it", (play) => {
  const { eth } = stale(play);
  play.when(at(20, eth("2800")), [
    marked(),
    opened({ equity: "2500.000000", maintenanceMargin: "2800.000000" }),
    blocked({ case: "C1", market: "BTC", breaker: "FEED_STALE" }),
  ]);
  expect(play.report("alice")).toMatchObject({ state: "blocked", case: "C1" });
  // 2 450 of 2 750 even if the collateral counts 4 950: worked, the block is over.
  play.when(at(30, eth("2750")), [
    marked(),
    unblocked({ case: "C1", market: "BTC", breaker: "FEED_STALE" }),
    slice({ market: "ETH" }),
  ]);
});

scenario("collateral whose feed recovers: closed as cured, or worked", (play) => {
  const { btc, eth } = stale(play);
  play.given(at(20, eth("2800")));
  play.given(at(30, btc("50000")));
  play.when(at(35, btc("60000")), [
    marked(),
    breaker({ market: "BTC", breaker: "FEED_STALE", state: "cleared" }),
    unblocked({ market: "BTC" }),
    closed({ outcome: "cured", equity: "3400.000000" }),
  ]);
});

scenario("orders count it", (play) => {
  play.given(domain(), market("BTC"), market("ETH"), bitcoin(), feed("ETH")("3000"), feed("BTC")("50000"));
  play.given(account("alice"), transfer("alice", "0.1"));
  const buy = (quantity: string) => order("alice", "buy", quantity, "3000", { market: "ETH" });
  play.refuses(buy("7.501"), "INSUFFICIENT_MARGIN"); // 4 500.6 of 4 500
  play.given(buy("7.5"));
});
