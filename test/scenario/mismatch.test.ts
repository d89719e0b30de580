/**
 * A fill that should not be makes its leg mismatched, and nobody but an operator, or the end of the position, ends that: else a
 * venue could fill another account's slice to make the engine trade on. Silence, too, is ended by one's own reports alone.
 */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  filled,
  leaps,
  market,
  position,
  tier,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  cancelSlice,
  closed,
  fill,
  fund,
  marked,
  mismatch,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
  unwound,
} from "../support/scenario.js";
import { elsewhere, ends, reconcile, venue } from "../support/venue.js";

/** Each is 17 lots from its target: S1, S2 … are out in their order. */
function sellers(play: Play, names: readonly string[], policy: Command = {}, inMarket: Command = {}) {
  const tick = venue(play, policy, inMarket);
  names.forEach((name, i) => {
    play.given(account(name));
    play.when(position(name, "BTC", "0.1", "45010"), [
      accepted(),
      opened(),
      slice({ order: `S${i + 1}`, account: name, quantity: "0.017" }),
    ]);
  });
  return tick;
}
const mismatched = (play: Play, of: string) => play.leg(of, "BTC")["mismatch"];

scenario("a fill of a slice whose case has ended: what is left is blocked at once", (play) => {
  sellers(play, ["alice"]);
  play.given(filled("S1", "0.017", "50000"));
  expect(play.report("alice")["case"]).toBe(null);
  play.when(filled("S1", "0.2", "50000"), [
    fill({ case: "C1", taker: "alice" }),
    positionOf("alice", { quantity: "-0.117" }),
    mismatch({ account: "alice", market: "BTC", order: "S1", reason: "quantity" }),
    opened({ case: "C2" }),
    blocked({ case: "C2", market: "BTC", breaker: "EXECUTION_MISMATCH" }),
  ]);
  expect(mismatched(play, "alice")).toBe(true);
  play.when(clock(9), []);
});

scenario("without a case, a mismatch waits for the next one", (play) => {
  const tick = sellers(play, ["alice"]);
  play.given(filled("S1", "0.017", "50000"));
  play.when(filled("S1", "0.001", "50000"), [
    fill(),
    positionOf("alice", { quantity: "0.082" }),
    mismatch({ reason: "quantity" }),
  ]);
  expect(mismatched(play, "alice")).toBe(true);
  play.when(tick("48000"), [
    marked(),
    opened({ case: "C2" }),
    blocked({ case: "C2", breaker: "EXECUTION_MISMATCH" }),
  ]);
});

scenario("another account's ordinary fill ends no mismatch", (play) => {
  sellers(play, ["alice", "bob"]);
  play.when(filled("S1", "0.010", "40000"), [
    fill(),
    positionOf("alice"),
    mismatch({ account: "alice", reason: "price" }),
    blocked({ account: "alice", breaker: "EXECUTION_MISMATCH" }),
  ]);
  play.when(filled("S2", "0.010", "50000"), [fill(), positionOf("bob")]);
  // Nor do its own, however good.
  play.when(at(1, filled("S1", "0.001", "50000")), [fill(), positionOf("alice")]);
  play.when(at(2, ends("S1", "cancelled")), []);
  expect(mismatched(play, "alice")).toBe(true);
});

scenario("`resume` ends mismatches of its market", (play) => {
  const tick = sellers(play, ["alice"]);
  play.given(filled("S1", "0.001", "40000"), ends("S1", "cancelled"));
  play.when({ type: "resume", market: "BTC" }, [
    accepted(),
    breaker({ breaker: "WARMUP", state: "tripped" }),
    unblocked({ breaker: "EXECUTION_MISMATCH" }),
    blocked({ breaker: "WARMUP" }),
  ]);
  expect(mismatched(play, "alice")).toBe(false);
  play.when(tick("50000"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    unblocked({ breaker: "WARMUP" }),
    slice({ order: "S2", account: "alice" }),
  ]);
});

scenario("`resume` of the domain ends them too, with a case and without", (play) => {
  sellers(play, ["alice", "bob"]);
  play.given(filled("S1", "0.001", "40000"), filled("S2", "0.017", "50000"), filled("S2", "0.001", "50000"));
  expect([mismatched(play, "alice"), mismatched(play, "bob")]).toEqual([true, true]);
  play.given({ type: "resume", domain: "main" });
  expect([mismatched(play, "alice"), mismatched(play, "bob")]).toEqual([false, false]);
});

scenario("a position that becomes 0 is mismatched no more, one that is set otherwise is", (play) => {
  venue(play);
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  play.given(position("alice", "BTC", "0"), { type: "transfer", account: "alice", amount: "-1000" });
  play.given(position("alice", "BTC", "0.1", "45010"), filled("S1", "0.017", "50000"));
  play.given(filled("S1", "0.001", "50000"));
  expect(mismatched(play, "alice")).toBe(true);
  play.given(position("alice", "BTC", "0.01", "45010"));
  expect(mismatched(play, "alice")).toBe(true);
  play.given(elsewhere("alice", "buy", "0.01", "50000"));
  expect(mismatched(play, "alice")).toBe(true);
  play.given(position("alice", "BTC", "0"));
  play.given(position("alice", "BTC", "0.01", "45010"));
  expect(mismatched(play, "alice")).toBe(false);
});

scenario(
  "as many mismatched legs as `silentMax` stop the market; it goes on when there are fewer",
  (play) => {
    sellers(play, ["alice", "bob"], { silentMax: 2 });
    play.given(filled("S1", "0.001", "40000"));
    play.when(filled("S2", "0.001", "40000"), [
      fill(),
      positionOf("bob"),
      mismatch({ account: "bob" }),
      breaker({ market: "BTC", breaker: "EXECUTION_MISMATCH", state: "tripped" }),
      blocked({ account: "bob", breaker: "EXECUTION_MISMATCH" }),
    ]);
    // Carol has done nothing, and waits with them.
    play.given(account("carol"));
    play.when(position("carol", "BTC", "0.1", "45010"), [
      accepted(),
      opened({ case: "C3" }),
      blocked({ case: "C3", breaker: "EXECUTION_MISMATCH" }),
    ]);
    play.when(reconcile("bob", "0.099", "45010"), [
      accepted(),
      positionOf("bob", { quantity: "0.099" }),
      cancelSlice({ order: "S2", reason: "reconciled" }),
      breaker({ market: "BTC", breaker: "EXECUTION_MISMATCH", state: "cleared" }),
      unblocked({ account: "bob", breaker: "EXECUTION_MISMATCH" }),
      unblocked({ account: "carol", breaker: "EXECUTION_MISMATCH" }),
      slice({ account: "carol", order: "S3" }),
    ]);
    expect(play.report("alice")["state"]).toBe("blocked");
  },
);

scenario("a leg that is closed is one less: the breaker clears after its position", (play) => {
  sellers(play, ["alice", "bob"], { silentMax: 2 });
  play.given(filled("S1", "0.001", "40000"), filled("S2", "0.001", "40000"));
  const events = play.events(elsewhere("bob", "sell", "0.099", "50000"));
  expect(events.slice(0, 3)).toMatchObject([
    fill({ takerOrder: null, case: null }),
    positionOf("bob", { quantity: "0.000" }),
    breaker({ breaker: "EXECUTION_MISMATCH", state: "cleared" }),
  ]);
});

scenario("a `policy` that asks for more mismatched legs clears the breaker", (play) => {
  sellers(play, ["alice"], { silentMax: 1 });
  play.given(filled("S1", "0.001", "40000"));
  play.when({ type: "policy", market: "BTC", policy: { silentMax: 2 } }, [
    accepted(),
    breaker({ breaker: "EXECUTION_MISMATCH", state: "cleared" }),
  ]);
  expect(play.report("alice")["state"]).toBe("blocked");
});

scenario("a fill that flips, or finds nothing to reduce; the first reason that holds is named", (play) => {
  sellers(play, ["alice", "bob"]);
  // The position has been reduced elsewhere: of 17 lots that are still out only 10 would reduce it.
  play.given(reconcile("alice", "0.01", "45010", { keep: ["S1"] }));
  play.when(filled("S1", "0.011", "50000"), [
    fill(),
    positionOf("alice", { quantity: "-0.001" }),
    mismatch({ account: "alice", reason: "flip" }),
    blocked({ breaker: "EXECUTION_MISMATCH" }),
    cancelSlice({ order: "S1", reason: "cured" }),
  ]);
  play.given(reconcile("bob", "0", undefined, { keep: ["S2"] }));
  const events = play.events(filled("S2", "0.018", "40000"));
  expect(events.find(({ type }) => type === "executionMismatch")).toMatchObject({
    account: "bob",
    reason: "quantity",
  });
});

scenario("a fill that should not be and closes the position is told, and blocks nothing", (play) => {
  sellers(play, ["alice"]);
  play.when(filled("S1", "0.1", "50000"), [
    fill(),
    positionOf("alice", { quantity: "0.000" }),
    mismatch({ account: "alice", reason: "quantity" }),
    closed({ outcome: "closed" }),
  ]);
});

scenario("a short's slice that buys above its limit", (play) => {
  venue(play);
  play.given(account("alice"));
  play.given(position("alice", "BTC", "-0.1", "54990"));
  play.when(filled("S1", "0.001", "50500.01"), [
    fill({ side: "buy" }),
    positionOf("alice", { quantity: "-0.099" }),
    mismatch({ reason: "price" }),
    blocked({ breaker: "EXECUTION_MISMATCH" }),
  ]);
});

scenario("an isolated account's leg", (play) => {
  venue(play);
  play.given(account("parent"));
  play.given({ ...account("iso"), mode: "isolated", parent: "parent" });
  play.given(position("iso", "BTC", "0.1", "45010"));
  play.when(filled("S1", "0.018", "50000"), [
    fill({ taker: "iso" }),
    positionOf("iso", { quantity: "0.082" }),
    mismatch({ account: "iso", reason: "quantity" }),
    blocked({ account: "iso", breaker: "EXECUTION_MISMATCH" }),
    closed({ outcome: "cured" }),
  ]);
});

scenario("an inverse market", (play) => {
  play.given({ type: "domain", domain: "coin", asset: "BTC", settleDecimals: 8, insuranceFund: "10" });
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
    { type: "tick", market: "INV", source: "s", price: "50000", sequence: 1 },
    { ...account("alice", "0.01"), domain: "coin" },
  );
  const sent = play.events(position("alice", "INV", "100", "50000")).at(-1);
  expect(sent).toMatchObject({ type: "slice", side: "sell" });
  const events = play.events(filled(sent?.["order"] as string, "1", "1000"));
  expect(events.find(({ type }) => type === "executionMismatch")).toMatchObject({ reason: "price" });
  expect(events.find(({ type }) => type === "liquidationBlocked")).toMatchObject({
    breaker: "EXECUTION_MISMATCH",
  });
});

scenario(
  "a takeover carries the mismatch to @liquidation, which sells nothing until it is reconciled",
  (play) => {
    const tick = sellers(play, ["alice"], {}, leaps);
    play.given(filled("S1", "0.001", "40000"), ends("S1", "cancelled"));
    play.when(tick("44000"), [
      marked(),
      takeover({ quantity: "0.099" }),
      positionOf("alice", { quantity: "0.000" }),
      positionOf("@liquidation", { quantity: "0.099" }),
      closed({ outcome: "takenOver" }),
    ]);
    play.when(clock(2), []);
    const events = play.events(at(3, reconcile("@liquidation", "0.099", "44000")));
    expect(events.map(({ type }) => type)).toEqual(["accepted", "position", "slice"]);
    expect(events[2]).toMatchObject({ account: "@liquidation", order: "S2" });
  },
);

scenario("a late fill that @liquidation has no room for makes it mismatched, and nobody else", (play) => {
  const tick = sellers(play, ["alice"], {}, leaps);
  play.given(ends("S1", "cancelled"), tick("44000"));
  // Its slice of all lots is out at the venue; a fill of the slice that was taken over is of more than that had.
  play.when(filled("S1", "0.018", "44000"), [
    fill({ taker: "@liquidation" }),
    positionOf("@liquidation", { quantity: "0.082" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.018",
      price: "44000.00",
      takenAt: "45010.00",
    }),
    fund({ reason: "unwind" }),
    mismatch({ account: "@liquidation", order: "S1", reason: "quantity" }),
  ]);
});

scenario("silence is ended by a report on a slice of the same account alone", (play) => {
  sellers(play, ["alice", "bob"], { silentMax: 2 });
  play.given(clock(5));
  play.when(clock(10), [
    breaker({ breaker: "EXECUTION_SILENT", state: "tripped" }),
    blocked({ account: "alice", breaker: "EXECUTION_SILENT" }),
    blocked({ account: "bob", breaker: "EXECUTION_SILENT" }),
  ]);
  // One less than two: the market goes on, but alice's own leg waits for her own slice.
  play.when(at(11, ends("S2", "cancelled")), [
    breaker({ breaker: "EXECUTION_SILENT", state: "cleared" }),
    unblocked({ account: "bob", breaker: "EXECUTION_SILENT" }),
    slice({ account: "bob", order: "S3" }),
  ]);
  expect(play.report("alice")["state"]).toBe("blocked");
  play.when(at(12, filled("S1", "0.001", "50000")), [
    fill(),
    positionOf("alice"),
    unblocked({ account: "alice", breaker: "EXECUTION_SILENT" }),
    slice({ account: "alice", order: "S4" }),
  ]);
});

scenario(
  "silence outlives its case: cured by a deposit, the account does not send the same lots again",
  (play) => {
    const tick = sellers(play, ["alice"]);
    play.given(clock(5), clock(10));
    play.when({ type: "transfer", account: "alice", amount: "101" }, [
      accepted(),
      closed({ outcome: "cured" }),
    ]);
    play.when(tick("48000"), [
      marked(),
      opened({ case: "C2" }),
      blocked({ case: "C2", breaker: "EXECUTION_SILENT" }),
    ]);
    play.when(filled("S1", "0.017", "50000"), [
      fill(),
      positionOf("alice"),
      unblocked({ case: "C2", breaker: "EXECUTION_SILENT" }),
      slice({ case: "C2", order: "S2" }),
    ]);
  },
);
