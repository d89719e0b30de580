/** Seized collateral: shown, counted against the deficit, sold outside (rules: takeover-and-fund 10, 16; queries 4, 8). */
import { expect } from "vitest";
import {
  account,
  type Command,
  domain,
  feed,
  filled,
  leaping,
  market,
  order,
  position,
} from "../support/commands.js";
import {
  accepted,
  breaker,
  closed,
  deficit,
  fill,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  takeover,
  unblocked,
} from "../support/scenario.js";

const coin = (asset: string, more: Command = {}): Command => ({
  type: "collateral",
  domain: "main",
  asset,
  market: "ETH",
  haircutPpm: 100_000,
  decimals: 6,
  ...more,
});
const pay = (of: string, amount: string, asset?: string): Command => ({
  type: "transfer",
  account: of,
  amount,
  ...(asset === undefined ? {} : { asset }),
});
const sale = (quantity: string, proceeds: string, more: Command = {}): Command => ({
  type: "collateralSale",
  domain: "main",
  asset: "ether",
  quantity,
  proceeds,
  ...more,
});
const eth = (price: string, sequence: number): Command => ({ ...feed("ETH")(price), sequence });

/** An empty fund, and alice, who owes fifty after a trade at 95: 0.027 778 ether, of 1 800 each, are seized for them. */
const stage = (play: Play, more: Command = {}, then: readonly Command[] = []) => {
  play.given(
    domain({ insuranceFund: "0", ...more }),
    leaping("ETH"),
    market("X", { lotSize: "1" }),
    eth("2000", 1),
    feed("X")("100"),
    coin("ether"),
    account("alice"),
    account("maker", "100000"),
    ...then,
    pay("alice", "1", "ether"),
    position("alice", "X", "10", "100"),
    order("maker", "buy", "10", "95", { market: "X" }),
  );
};
const sells = order("alice", "sell", "10", undefined, { market: "X", reduceOnly: true });

scenario("case 6: what was seized covers what is owed, so that there is no deficit, and is shown", (play) => {
  stage(play);
  play.when(sells, [
    accepted(),
    fill({ price: "95.00" }),
    positionOf("maker"),
    positionOf("alice", { cash: "-50.000000" }),
  ]);
  expect(play.domainReport()).toMatchObject({
    fund: "0.000000",
    deficit: "0.000000",
    // 50.000 400 less the fifty that were paid for it.
    cover: "0.000400",
    seized: [{ asset: "ether", quantity: "0.027778", value: "50.000400" }],
  });
  expect(play.report("@liquidation")).toMatchObject({
    account: "@liquidation",
    domain: "main",
    mode: "cross",
    cash: "-50.000000",
    equity: "0.000400",
    initialMargin: null,
    maintenanceMargin: null,
    state: "healthy",
    case: null,
    positions: [],
    collateral: [{ asset: "ether", balance: "0.027778", pending: "0.000000", value: "50.000400" }],
  });
});

scenario(
  "sold: it leaves the domain, and what it brought repays what is owed, then fills the fund",
  (play) => {
    stage(play);
    play.given(sells);
    // Twenty of fifty are repaid; 0.017 778 left count 32.000 400.
    play.when(sale("0.01", "20"), [accepted({ command: "collateralSale", warning: null })]);
    expect(play.domainReport()).toMatchObject({
      deposits: "100020.000000",
      seized: [{ quantity: "0.017778", value: "32.000400" }],
      cover: "2.000400",
    });
    play.when(sale("0.017778", "35.5"), [
      accepted(),
      fund({ change: "5.500000", balance: "5.500000", reason: "collateralSale", case: null }),
      breaker({ breaker: "FUND_FLOOR", state: "cleared" }),
    ]);
    const report = play.domainReport() as Record<string, string>;
    expect(report).toMatchObject({
      fund: "5.500000",
      deficit: "0.000000",
      seized: [{ quantity: "0.000000" }],
    });
    expect(Number(report["cashTotal"]) - Number(report["costTotal"])).toBeCloseTo(
      Number(report["deposits"]) - Number(report["withdrawals"]),
    );
    // What alice has left is all that there is.
    play.when(pay("alice", "-0.972222", "ether"), [accepted()]);
  },
);

scenario("sold for less than it counted: the rest is a deficit, told at the sale", (play) => {
  stage(play);
  play.given(sells);
  play.when(sale("0.027778", "30"), [
    accepted(),
    deficit({ change: "20.000000", balance: "20.000000", reason: "collateralSale", case: null }),
  ]);
  expect(play.domainReport()).toMatchObject({ deficit: "20.000000", cover: "-20.000000" });
  play.when({ type: "transfer", account: "maker", amount: "25", to: "@fund" }, [
    accepted(),
    fund({ change: "5.000000", reason: "topUp" }),
    breaker({ state: "cleared" }),
    deficit({ change: "-20.000000", balance: "0.000000", reason: "topUp" }),
  ]);
});

scenario("for nothing: a charge of nothing, after which the deficit is another", (play) => {
  stage(play);
  play.given(sells);
  play.when(sale("0.027778", "0"), [
    accepted(),
    deficit({ change: "50.000000", balance: "50.000000", reason: "collateralSale" }),
  ]);
});

scenario("marks alone tell nothing: the next charge does", (play) => {
  stage(play);
  play.given(sells);
  play.when(eth("1000", 2), [marked()]);
  expect(play.domainReport()).toMatchObject({
    deficit: "24.999800",
    cover: "-24.999800",
    seized: [{ value: "25.000200" }],
  });
  play.when({ type: "transfer", account: "maker", amount: "1", to: "@fund" }, [
    accepted(),
    deficit({ change: "23.999800", balance: "23.999800", reason: "topUp" }),
  ]);
  play.when(eth("2000", 3), [marked()]);
  play.when({ type: "transfer", account: "maker", amount: "1", to: "@fund" }, [
    accepted(),
    deficit({ change: "-23.999800", balance: "0.000000" }),
  ]);
});

scenario("where nobody trusts the price it covers nothing, and is sold all the same", (play) => {
  stage(play);
  play.given(sells, { type: "resume", market: "ETH" });
  expect(play.domainReport()).toMatchObject({
    deficit: "50.000000",
    cover: "-50.000000",
    seized: [{ quantity: "0.027778", value: "0.000000" }],
  });
  // As an account's: at the last mark, and so in its equity.
  expect(play.report("@liquidation")).toMatchObject({
    equity: "0.000400",
    collateral: [{ value: "50.000400" }],
  });
  play.when(sale("0.02", "36"), [accepted(), deficit({ change: "14.000000", balance: "14.000000" })]);
  play.when(eth("2000", 2), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  expect(play.domainReport()).toMatchObject({ deficit: "0.000000" });
});

scenario("a shortfall while nobody trusts the price: all that is owed is told as the deficit", (play) => {
  stage(play, { takeover: false }, [
    market("FREE", { execution: "external", policy: { fullCloseNotional: "1000000" } }),
    feed("FREE")("100"),
    account("bob"),
  ]);
  play.given(sells, position("bob", "FREE", "1", "130"), { type: "resume", market: "ETH" });
  play.when(filled("S1", "1", "100", { fee: "0" }), [
    fill(),
    positionOf("bob", { cash: "-30.000000" }),
    deficit({ change: "80.000000", balance: "80.000000", reason: "shortfall", case: "C1" }),
    closed(),
  ]);
});

scenario("what is refused, and in which order", (play) => {
  stage(play);
  play.given(sells);
  const refused = (command: Command, code: string, field: string) =>
    play.when(command, [{ type: "rejected", command: "collateralSale", code, field }]);
  refused(sale("x", "-1", { domain: "none" }), "MALFORMED", "quantity");
  refused(sale("1", "0.0000001", { domain: "none" }), "UNKNOWN_DOMAIN", "domain");
  refused(sale("0", "0.0000001", { asset: "none" }), "SPEC_INVALID", "asset");
  refused(sale("0", "0.0000001", { asset: "USDC" }), "SPEC_INVALID", "asset");
  refused(sale("0.0000001", "0.0000001"), "MALFORMED", "quantity");
  refused(sale("0", "0.0000001"), "OUT_OF_RANGE", "quantity");
  refused(sale("0.027779", "0.0000001"), "OUT_OF_RANGE", "quantity");
  refused(sale("-0.01", "1"), "MALFORMED", "quantity");
  refused(sale("0.01", "-1"), "MALFORMED", "proceeds");
  refused(sale("0.01", "0.0000001"), "MALFORMED", "proceeds");
  refused(sale("0.01", "1152921504606.846977"), "CAPACITY", "proceeds");
  const { domain: _, ...without } = sale("0.01", "1");
  refused(without, "MISSING_FIELD", "domain");
});

scenario("a sale that lifts the fund from its floor makes due whom it held up", (play) => {
  stage(play, { takeoverPpm: 1_000_000, floorAction: "block" });
  play.given(sells, account("bob", "995"));
  play.when(position("bob", "X", "100", "100"), [
    accepted(),
    opened({ equity: "995.000000" }),
    { type: "liquidationBlocked", market: null, breaker: "FUND_FLOOR" },
    { type: "liquidationWaiting" },
  ]);
  play.when(sale("0.027778", "51"), [
    accepted(),
    fund({ change: "1.000000", reason: "collateralSale" }),
    breaker({ breaker: "FUND_FLOOR", state: "cleared" }),
    unblocked({ breaker: "FUND_FLOOR" }),
    takeover({ price: "99.00" }),
    positionOf("bob"),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
  ]);
  expect(play.report("@liquidation")).toMatchObject({
    cash: "0.000000",
    equity: "100.000000",
    positions: [
      {
        market: "X",
        quantity: "100",
        cost: "9900.000000",
        mark: "100.00",
        notional: "10000.000000",
        unrealised: "100.000000",
        maintenanceMargin: null,
        liquidationPrice: null,
        zeroPrice: null,
        adlRank: null,
      },
    ],
  });
  expect(play.report("@street")).toMatchObject({
    equity: null,
    positions: [{ market: "X", quantity: "-110", unrealised: "0.000000", maintenanceMargin: null }],
  });
});

scenario("several assets: all are listed, and count together", (play) => {
  play.given(domain({ insuranceFund: "0" }), market("ETH"), market("X", { lotSize: "1" }), market("NONE"));
  play.given(eth("2000", 1), feed("X")("100"), coin("ether"), coin("steth", { haircutPpm: 500_000 }));
  play.given(coin("none", { market: "NONE" }), account("alice"), account("maker", "100000"));
  play.given(pay("alice", "0.01", "ether"), pay("alice", "1", "steth"), position("alice", "X", "10", "100"));
  play.given(order("maker", "buy", "10", "95", { market: "X" }), sells);
  // 18 and 32.
  expect(play.domainReport()["seized"]).toEqual([
    { asset: "ether", quantity: "0.010000", value: "18.000000" },
    { asset: "steth", quantity: "0.032000", value: "32.000000" },
    { asset: "none", quantity: "0.000000", value: "0.000000" },
  ]);
  expect(play.report("@liquidation")["collateral"]).toHaveLength(2);
});

scenario("reports of @fund, @fees, @rounding and @street", (play) => {
  stage(play, { insuranceFund: "7" });
  play.given({ type: "feedSettings", market: "X", makerFeePpm: 1_000, takerFeePpm: 1_000 });
  play.given(order("maker", "sell", "1", "100", { market: "X" }), account("bob", "1000"));
  play.given({ type: "cancelAll", account: "maker" }, order("maker", "sell", "1", "100", { market: "X" }));
  play.given(order("bob", "buy", "1", "100", { market: "X" }));
  const bare = { state: "healthy", case: null, initialMargin: null, maintenanceMargin: null, collateral: [] };
  expect(play.report("@fund")).toMatchObject({
    ...bare,
    cash: "7.000000",
    equity: "7.000000",
    positions: [],
  });
  expect(play.report("@fees")).toMatchObject({ ...bare, cash: "0.200000", equity: "0.200000" });
  expect(play.report("@rounding")).toMatchObject({ ...bare, cash: "0.000000", equity: "0.000000" });
  expect(play.report("@street")).toMatchObject({
    ...bare,
    cash: "0.000000",
    equity: null,
    positions: [{ market: "X", quantity: "-10", cost: "-1000.000000" }],
  });
});

scenario("which domain: needed where there are several, and an account must be of it", (play) => {
  const report = (of: string, inDomain?: string): Command => ({
    type: "report",
    account: of,
    ...(inDomain === undefined ? {} : { domain: inDomain }),
  });
  const refused = (command: Command, code: string, field: string) =>
    play.when(command, [{ type: "rejected", command: "report", code, field }]);
  refused(report("@fund"), "UNKNOWN_DOMAIN", "domain");
  play.given(domain({ insuranceFund: "1" }), account("alice"));
  play.when(report("@fund"), [{ type: "report", domain: "main", cash: "1.000000" }]);
  play.given(domain({ domain: "two", asset: "XBT", settleDecimals: 8, insuranceFund: "2" }));
  refused(report("@fund"), "MISSING_FIELD", "domain");
  refused(report("@fund", "three"), "UNKNOWN_DOMAIN", "domain");
  refused(report("alice", "three"), "UNKNOWN_DOMAIN", "domain");
  refused(report("alice", "two"), "UNKNOWN_ACCOUNT", "account");
  refused(report("@bob", "two"), "MALFORMED", "account");
  play.when(report("@fund", "two"), [{ type: "report", domain: "two", cash: "2.00000000" }]);
  play.when(report("alice", "main"), [{ type: "report", domain: "main" }]);
  play.when(report("alice"), [{ type: "report", domain: "main" }]);
});
