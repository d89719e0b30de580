/** Money and positions that come from elsewhere, and the books that stay balanced. */
import { expect } from "vitest";
import { account, clock, domain, feed, market, order, position } from "../support/commands.js";
import { accepted, closed, fund, opened, type Play, scenario, slice } from "../support/scenario.js";

/** What is on all accounts, the domain's own included, is what was paid in less what was taken out. */
function isBalanced(play: Play): void {
  const books = play.domainReport();
  const units = (field: string) => BigInt((books[field] as string).replace(".", ""));
  expect(units("cashTotal") - units("costTotal")).toBe(units("deposits") - units("withdrawals"));
  for (const quantity of Object.values(books["quantityTotal"] as Record<string, string>)) {
    expect(Number(quantity)).toBe(0);
  }
}

scenario("deposits, withdrawals and moves", (play) => {
  const transfer = (from: string, amount: string, more = {}) => ({
    type: "transfer",
    account: from,
    amount,
    ...more,
  });
  play.given(domain(), account("alice", "100"), account("bob"));
  play.when(transfer("alice", "50.5"), [accepted({ warning: null })]);
  play.when(transfer("alice", "-0.500001"), [accepted()]);
  play.when(transfer("alice", "40", { to: "bob" }), [accepted()]);
  play.when(transfer("bob", "15", { to: "@fund" }), [
    accepted(),
    fund({ domain: "main", case: null, change: "15.000000", balance: "10015.000000", reason: "topUp" }),
  ]);
  expect(play.report("alice")["cash"]).toBe("109.999999");
  expect(play.report("bob")["cash"]).toBe("25.000000");
  // Neither a move nor a top-up is a deposit.
  expect(play.domainReport()).toMatchObject({
    deposits: "10150.500000",
    withdrawals: "0.500001",
    accounts: 2,
  });
  isBalanced(play);
  play.refuses(transfer("alice", "-110"), "INSUFFICIENT_MARGIN");
  play.refuses(transfer("alice", "0"), "OUT_OF_RANGE");
  play.refuses(transfer("alice", "1.0000001"), "MALFORMED");
  play.refuses(transfer("alice", "-1", { to: "bob" }), "OUT_OF_RANGE");
  play.refuses(transfer("alice", "1", { to: "carol" }), "UNKNOWN_ACCOUNT");
});

scenario("a position from elsewhere replaces, and its other side is the street's", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "1000"));
  // Cost is rounded against the account: a lot at 50 000.00001 is 50.00000001.
  play.when(position("alice", "BTC", "0.001", "50000.00001"), [accepted()]);
  expect(play.leg("alice")).toMatchObject({ quantity: "0.001", cost: "50.000001", unrealised: "-0.000001" });
  play.when(position("alice", "BTC", "-0.001", "50000.00001"), [accepted()]);
  expect(play.leg("alice")).toMatchObject({ quantity: "-0.001", cost: "-50.000000", unrealised: "0.000000" });
  play.when(position("alice", "BTC", "0.1", "49000"), [accepted()]);
  expect(play.report("alice")).toMatchObject({ cash: "1000.000000", equity: "1100.000000" });
  isBalanced(play);
  play.when(position("alice", "BTC", "0"), [accepted()]);
  expect(play.report("alice")).toMatchObject({ cash: "1000.000000", equity: "1000.000000", positions: [] });
  expect(play.domainReport()["openInterest"]).toEqual({ BTC: "0.000" });
  play.refuses(position("alice", "BTC", "0.1"), "MISSING_FIELD");
  play.refuses(position("alice", "BTC", "0.1", "0"), "OUT_OF_RANGE");
  play.refuses(position("alice", "ETH", "0.1", "1"), "UNKNOWN_MARKET");
});

scenario("limits of a market are refused at the door", (play) => {
  play.given(domain(), market("BTC", { maxPosition: "2", maxOpenInterest: "3" }), feed("BTC")("50000"));
  for (const name of ["alice", "bob"]) play.given(account(name, "1000000"));
  play.refuses(position("alice", "BTC", "2.001", "50000"), "CAPACITY");
  play.given(position("alice", "BTC", "2", "50000"));
  play.refuses(position("bob", "BTC", "1.001", "50000"), "CAPACITY");
  play.given(position("bob", "BTC", "1", "50000"));
  play.refuses(order("alice", "buy", "0.001", "40000"), "CAPACITY");
});

scenario("sixteen legs, and no more", (play) => {
  play.given(domain(), account("alice", "1000"));
  for (let i = 0; i < 17; i++) play.given(market(`M${i}`, { maxPrice: "2000" })); // a small table of triggers is enough
  for (let i = 0; i < 16; i++) play.given(position("alice", `M${i}`, "0.001", "1000"));
  play.refuses(position("alice", "M16", "0.001", "1000"), "CAPACITY");
});

scenario("domains do not share money, markets or names", (play) => {
  play.given(domain(), domain({ domain: "other", asset: "EUR", settleDecimals: 2, insuranceFund: "7" }));
  play.given(account("alice", "10"), { ...account("berta", "10"), domain: "other" });
  play.given(market("BTC", { domain: "other", lotSize: "1" }), feed("BTC")("50000"));
  play.refuses(position("alice", "BTC", "1", "50000"), "UNKNOWN_MARKET");
  play.refuses({ type: "transfer", account: "alice", amount: "1", to: "berta" }, "UNKNOWN_ACCOUNT");
  play.refuses({ ...account("alice"), domain: "other" }, "ALREADY_EXISTS");
  expect(play.domainReport("other")).toMatchObject({ fund: "7.00", deposits: "17.00", cases: 0 });
});

scenario("a new policy applies from the next round on", (play) => {
  play.given(domain(), market("BTC", { policy: { closeFactorPpm: 10_000 } }), feed("BTC")("50000"));
  play.given(account("alice"), account("maker", "100000"), order("maker", "buy", "1", "50000"));
  play.given(position("alice", "BTC", "0.1", "45010"));
  expect(play.leg("alice")["quantity"]).toBe("0.099");
  play.when({ type: "policy", market: "BTC", policy: {} }, [accepted({ warning: null })]);
  play.when(clock(1), [
    slice({ quantity: "0.016" }),
    { type: "fill" },
    { type: "position" },
    { type: "position" },
  ]);
  play.when(clock(2), [closed({ outcome: "cured", closed: { BTC: "0.017" } })]);
});

scenario("the report while a case is open", (play) => {
  play.given(domain(), market("BTC", { execution: "external" }), feed("BTC")("50000"), account("alice"));
  play.when(position("alice", "BTC", "-0.1", "54990"), [accepted(), opened(), slice({ side: "buy" })]);
  expect(play.report("alice")).toMatchObject({
    account: "alice",
    domain: "main",
    mode: "cross",
    cash: "0.000000",
    equity: "499.000000",
    initialMargin: "1000.000000",
    maintenanceMargin: "500.000000",
    state: "liquidating",
    case: "C1",
    collateral: [],
    positions: [
      {
        market: "BTC",
        quantity: "-0.100",
        cost: "-5499.000000",
        mark: "50000.00",
        notional: "5000.000000",
        unrealised: "499.000000",
        maintenanceMargin: "500.000000",
        liquidationPrice: "49990.91", // 5 499 ÷ 0.11, up
        zeroPrice: "54990.00",
        adlRank: null,
      },
    ],
  });
});
