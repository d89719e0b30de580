/** What the venue says becomes true: in a case, a halt, in doubt, for `@liquidation` too. Alice's S1 of 17 lots is out. */
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
  cancelSlice,
  closed,
  fill,
  fund,
  mismatch,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  unwound,
} from "../support/scenario.js";
import { elsewhere, ends, reconcile, venue } from "../support/venue.js";

function seller(play: Play, policy: Command = {}, inMarket: Command = {}) {
  const tick = venue(play, policy, inMarket);
  play.given(account("alice"), position("alice", "BTC", "0.1", "45010"));
  return tick;
}
const units = (amount: unknown) => BigInt(String(amount).replace(".", ""));
function conserved(play: Play): void {
  const books = play.domainReport();
  expect(units(books["cashTotal"]) - units(books["costTotal"])).toBe(
    units(books["deposits"]) - units(books["withdrawals"]),
  );
  for (const total of Object.values(books["quantityTotal"] as object)) expect(Number(total)).toBe(0);
}

scenario("in a case: the position is replaced, what is out is called back and has nothing left", (play) => {
  seller(play);
  play.when(reconcile("alice", "0.09", "45010"), [
    accepted({ command: "reconcile" }),
    positionOf("alice", { quantity: "0.090", cost: "4050.900000", realised: "0.000000", cash: "0.000000" }),
    cancelSlice({ order: "S1", case: "C1", reason: "reconciled" }),
  ]);
  conserved(play);
  // The venue fills it after all: one lot more than it had.
  play.when(filled("S1", "0.001", "50000"), [
    fill(),
    positionOf("alice", { quantity: "0.089" }),
    mismatch({ order: "S1", reason: "quantity" }),
    blocked({ breaker: "EXECUTION_MISMATCH" }),
  ]);
  play.refuses(ends("S1", "cancelled"), "DUPLICATE");
});

scenario("the venue's answer ends it, and the leg goes on", (play) => {
  seller(play);
  play.given(reconcile("alice", "0.1", "45010"));
  play.when(at(2, ends("S1", "cancelled")), [slice({ order: "S2", quantity: "0.017" })]);
});

scenario("no answer: it falls silent after its time, as after any call back", (play) => {
  seller(play);
  play.given(at(1, reconcile("alice", "0.1", "45010")));
  play.when(clock(5.9), []);
  play.when(clock(6), [blocked({ breaker: "EXECUTION_SILENT" })]);
  play.when(at(7, reconcile("alice", "0.1", "45010")), [
    accepted(),
    positionOf("alice"),
    { type: "liquidationUnblocked", breaker: "EXECUTION_SILENT" },
    slice({ order: "S2" }),
  ]);
});

scenario("slices that are kept stay as they are, rungs too", (play) => {
  seller(play, { algorithm: "ladder", rungs: 3 });
  play.when(reconcile("alice", "0.1", "45010", { keep: ["S2"] }), [
    accepted(),
    positionOf("alice"),
    cancelSlice({ order: "S1", reason: "reconciled" }),
    cancelSlice({ order: "S3", reason: "reconciled" }),
  ]);
  play.when(filled("S2", "0.006", "49750"), [fill(), positionOf("alice", { quantity: "0.094" })]);
});

scenario("with cash: the street takes the other side, and money is conserved", (play) => {
  seller(play);
  play.when(reconcile("alice", "0.1", "45010", { cash: "101.5" }), [
    accepted(),
    positionOf("alice", { cash: "101.500000" }),
    cancelSlice({ order: "S1", reason: "reconciled" }),
  ]);
  conserved(play);
  play.when(ends("S1", "cancelled"), [closed({ outcome: "cured", equity: "600.500000" })]);
  play.when(reconcile("alice", "0.1", "45010", { cash: "-0.000001" }), [
    accepted(),
    positionOf("alice", { cash: "-0.000001" }),
    opened(),
    slice(),
  ]);
  conserved(play);
});

scenario(
  "0 closes the leg: a shortfall goes to the fund, and the case ends when the venue has answered",
  (play) => {
    seller(play);
    play.when(reconcile("alice", "0", undefined, { cash: "-3" }), [
      accepted(),
      positionOf("alice", { quantity: "0.000", cash: "-3.000000" }),
      cancelSlice({ order: "S1", reason: "reconciled" }),
      fund({ change: "-3.000000", reason: "shortfall", case: "C1" }),
    ]);
    conserved(play);
    play.when(ends("S1", "rejected"), [closed({ outcome: "closed" })]);
  },
);

scenario("a leg that the case did not have appears, and is sold", (play) => {
  seller(play);
  play.given(market("ETH", { execution: "external" }));
  play.given({ type: "tick", market: "ETH", source: "s", price: "2000", sequence: 1 });
  const events = play.events({ ...reconcile("alice", "4", "2000"), market: "ETH" });
  expect(events.slice(0, 2)).toMatchObject([accepted(), positionOf("alice", { market: "ETH" })]);
  expect(events.some((event) => event.type === "slice" && event["market"] === "ETH")).toBe(true);
});

scenario("in a halt, and without a mark", (play) => {
  seller(play);
  play.given({ type: "halt", domain: "main" });
  play.when(reconcile("alice", "-0.05", "50000.123456789012345678"), [
    accepted(),
    // −0.05 × 50000.123456789012345678 = −2500.0061728394506…, up.
    positionOf("alice", { quantity: "-0.050", cost: "-2500.006172" }),
    blocked({ breaker: "HALTED" }),
  ]);
  play.given(market("NEW", { execution: "external" }), account("bob", "10"));
  play.when({ ...reconcile("bob", "0.1", "10"), market: "NEW" }, [accepted(), positionOf("bob")]);
  conserved(play);
});

scenario("of @liquidation: its case begins and ends with its position", (play) => {
  seller(play);
  play.when(reconcile("@liquidation", "-0.02", "50000"), [
    accepted(),
    positionOf("@liquidation", { quantity: "-0.020", cost: "-1000.000000", cash: "0.000000" }),
    slice({ account: "@liquidation", side: "buy", quantity: "0.020", order: "S2" }),
  ]);
  conserved(play);
  play.when(reconcile("@liquidation", "0"), [
    accepted(),
    positionOf("@liquidation", { quantity: "0.000" }),
    unwound({ case: null, market: "BTC", side: "buy", quantity: "0.020", price: null, takenAt: null }),
    cancelSlice({ order: "S2", reason: "reconciled" }),
  ]);
  play.when(ends("S2", "cancelled"), []);
  conserved(play);
});

scenario("funding that the leg owes is settled first", (play) => {
  venue(play);
  play.given(account("bob", "1000"), position("bob", "BTC", "0.1", "50000"));
  play.given({ type: "funding", market: "BTC", ratePpb: 1_000_000 });
  play.when(reconcile("bob", "0.1", "50000"), [accepted(), positionOf("bob", { cash: "995.000000" })]);
  play.given({ type: "funding", market: "BTC", ratePpb: 1_000_000 });
  play.when(reconcile("bob", "0.1", "50000", { cash: "7" }), [
    accepted(),
    positionOf("bob", { cash: "7.000000" }),
    opened(),
    slice(),
  ]);
  conserved(play);
});

scenario("an inverse market, and an isolated account", (play) => {
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
    { ...account("parent"), domain: "coin" },
    { ...account("iso", "1"), domain: "coin", mode: "isolated", parent: "parent" },
  );
  play.when({ ...reconcile("iso", "3", "33333.333"), market: "INV" }, [
    accepted(),
    // 300 ÷ 33333.333 = 0.00900000009…, a debt rounded toward less: −0.00900000.
    positionOf("iso", { quantity: "3", cost: "-0.00900000" }),
  ]);
});

scenario("checks, in their order; nothing changes", (play) => {
  seller(play, {}, { maxPosition: "1", maxOpenInterest: "1" });
  play.given(market("IN"), account("bob"), market("ETH", { execution: "external" }));
  const refuses = (command: Command, code: string, field: string) =>
    play.when(command, [{ type: "rejected", command: "reconcile", code, field }]);
  refuses(reconcile("nobody", "x"), "MALFORMED", "quantity");
  refuses(reconcile("nobody", "0.0005"), "UNKNOWN_ACCOUNT", "account");
  refuses({ ...reconcile("alice", "0.0005"), market: "X" }, "UNKNOWN_MARKET", "market");
  refuses({ ...reconcile("@liquidation", "1"), market: "X" }, "UNKNOWN_MARKET", "market");
  refuses({ ...reconcile("alice", "0.0005"), market: "IN" }, "SPEC_INVALID", "market");
  refuses(reconcile("@liquidation", "0.0005", "0", { cash: "1" }), "QUANTITY_OFF_LOT", "quantity");
  refuses(reconcile("@liquidation", "2", "0", { cash: "1" }), "SPEC_INVALID", "cash");
  refuses(reconcile("alice", "2", "0", { cash: "0.0000001" }), "MALFORMED", "cash");
  refuses(reconcile("alice", "2", undefined, { keep: ["S9"] }), "MISSING_FIELD", "entryPrice");
  refuses(reconcile("alice", "2", "0", { keep: ["S9"] }), "OUT_OF_RANGE", "entryPrice");
  refuses(reconcile("alice", "2", "1", { keep: ["S9"] }), "UNKNOWN_ORDER", "keep");
  refuses(reconcile("alice", "2", "1", { keep: ["S1", "S1"] }), "UNKNOWN_ORDER", "keep");
  refuses(reconcile("bob", "2", "1", { keep: ["S1"] }), "UNKNOWN_ORDER", "keep");
  refuses(reconcile("alice", "2", "1", { keep: ["S1"] }), "CAPACITY", "quantity");
  refuses(reconcile("bob", "0.95", "1"), "CAPACITY", "quantity");
  const beyond = "1152921504606.846977";
  refuses(reconcile("alice", "0.1", "1", { cash: beyond }), "CAPACITY", "cash");
  refuses(reconcile("alice", "0.1", "1", { cash: `-${beyond}` }), "CAPACITY", "cash");
  play.given(ends("S1", "cancelled"));
  refuses(reconcile("alice", "0.1", "1", { keep: ["S1"] }), "UNKNOWN_ORDER", "keep");
  conserved(play);
});

scenario("an isolated account has room for one leg", (play) => {
  venue(play);
  play.given(market("ETH", { execution: "external" }), account("parent"));
  play.given(
    { ...account("iso", "100"), mode: "isolated", parent: "parent" },
    elsewhere("iso", "buy", "0.001", "50000"),
  );
  play.when({ ...reconcile("iso", "1", "2000"), market: "ETH" }, [
    { type: "rejected", code: "CAPACITY", field: "quantity" },
  ]);
  play.given({ ...reconcile("iso", "0"), market: "ETH" });
});

scenario("a silent slice that is not kept has nothing left, one that is kept has", (play) => {
  seller(play, { silentMax: 16 });
  play.given(clock(5), clock(10));
  play.given(at(11, reconcile("alice", "0.1", "45010", { keep: ["S1"] })));
  // The next went out after that, and only it is called back.
  play.when(at(12, reconcile("alice", "0.1", "45010", { keep: ["S1"] })), [
    accepted(),
    positionOf("alice"),
    cancelSlice({ order: "S2", reason: "reconciled" }),
  ]);
  play.when(filled("S1", "0.001", "50000"), [fill(), positionOf("alice", { quantity: "0.099" })]);
  play.given(reconcile("alice", "0.1", "45010"));
  const events = play.events(filled("S1", "0.001", "50000"));
  expect(events.find(({ type }) => type === "executionMismatch")).toMatchObject({
    order: "S1",
    reason: "quantity",
  });
});

scenario("what was taken over is @liquidation's, to keep and to call back", (play) => {
  const tick = seller(play, {}, leaps);
  play.given(clock(5), clock(10));
  play.given(tick("44000"));
  expect(play.domainReport()["liquidation"]).toEqual({ BTC: "0.100" });
  play.when(reconcile("alice", "0", undefined, { keep: ["S1"] }), [
    { type: "rejected", code: "UNKNOWN_ORDER", field: "keep" },
  ]);
  const events = play.events(reconcile("@liquidation", "0.1", "44000", { keep: ["S1"] }));
  expect(events.map(({ type }) => type)).toEqual(["accepted", "position", "cancelSlice"]);
  expect(events[2]).toMatchObject({ order: "S2", reason: "reconciled" });
});
