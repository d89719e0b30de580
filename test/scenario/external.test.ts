/** The venue matches: slices go out, reports come in, and reports are facts. Alice needs 17 lots sold to be cured. */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
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
  cancelSlice,
  closed,
  fill,
  mismatch,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
  unwound,
  waiting,
} from "../support/scenario.js";

const stage = (play: Play, policy: Command = {}, settings: Command = {}, inMarket: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(settings), leaping("BTC", { execution: "external", policy, ...inMarket }), tick("50000"));
  play.given(account("alice"), account("bob", "1000"));
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened({ case: "C1" }),
    slice({ order: "S1", quantity: "0.017", expires: seconds(5) }),
  ]);
  return tick;
};
const report = (status: "cancelled" | "rejected", of = "S1"): Command => ({
  type: "execution",
  order: of,
  status,
});

scenario("a fill: the venue's side is the street's, and the next look closes the case", (play) => {
  stage(play);
  play.when(filled("S1", "0.017", "50000", { execution: "v1" }), [
    fill({
      market: "BTC",
      price: "50000.00",
      quantity: "0.017",
      side: "sell",
      makerOrder: null,
      takerOrder: "S1",
      maker: "@street",
      taker: "alice",
      case: "C1",
    }),
    positionOf("alice", { quantity: "0.083", realised: "84.830000", cash: "84.830000" }),
    closed({ case: "C1", outcome: "cured", equity: "499.000000" }),
  ]);
  const books = play.domainReport();
  expect(books["quantityTotal"]).toEqual({ BTC: "0.000" });
  const units = (field: string) => BigInt((books[field] as string).replace(".", ""));
  expect(units("cashTotal") - units("costTotal")).toBe(units("deposits") - units("withdrawals"));
});

scenario("a partial fill, then the rest is cancelled and planned again after the interval", (play) => {
  stage(play);
  play.when(at(0.2, filled("S1", "0.010", "50000")), [fill(), positionOf("alice", { quantity: "0.090" })]);
  play.when(at(0.3, report("cancelled")), []);
  play.when(clock(0.9), []);
  play.when(clock(1), [slice({ order: "S2", quantity: "0.007", expires: seconds(6) })]);
});

scenario("a slice that is out counts: nothing else is sent for its leg", (play) => {
  stage(play);
  play.when(clock(1), []);
  play.when(clock(4.9), []);
});

scenario("a venue that does not answer: expired, then silent, and blocked by that name", (play) => {
  stage(play);
  play.when(clock(5), [cancelSlice({ order: "S1", case: "C1", reason: "expired" })]);
  play.when(clock(9.9), []);
  play.when(clock(10), [
    blocked({ case: "C1", account: "alice", market: "BTC", breaker: "EXECUTION_SILENT" }),
  ]);
  expect(play.report("alice")["state"]).toBe("blocked");
  // It answers after all: late, but a fact.
  play.when(at(12, filled("S1", "0.017", "50000")), [
    fill(),
    positionOf("alice", { quantity: "0.083" }),
    unblocked({ case: "C1", market: "BTC", breaker: "EXECUTION_SILENT" }),
    closed({ outcome: "cured" }),
  ]);
});

scenario("an answer to the call back ends the slice, and the leg goes on at once", (play) => {
  stage(play);
  play.given(clock(5));
  play.when(at(6, report("cancelled")), [slice({ order: "S2", quantity: "0.017", expires: seconds(11) })]);
});

scenario("as many silent legs as `silentMax` silence the market, and `resume` clears it", (play) => {
  stage(play, { silentMax: 1 });
  play.given(clock(5));
  play.when(clock(10), [
    breaker({ market: "BTC", breaker: "EXECUTION_SILENT", state: "tripped" }),
    blocked({ case: "C1", breaker: "EXECUTION_SILENT" }),
  ]);
  play.when({ type: "resume", market: "BTC" }, [
    accepted(),
    breaker({ breaker: "EXECUTION_SILENT", state: "cleared" }),
    breaker({ breaker: "WARMUP", state: "tripped" }),
    unblocked({ breaker: "EXECUTION_SILENT" }),
    blocked({ breaker: "WARMUP" }),
  ]);
});

scenario("a fill beyond the limit is booked, and blocks the leg by EXECUTION_MISMATCH", (play) => {
  stage(play);
  play.when(filled("S1", "0.017", "49499.99"), [
    fill({ price: "49499.99" }),
    positionOf("alice", { quantity: "0.083" }),
    mismatch({ account: "alice", market: "BTC", order: "S1", reason: "price" }),
    blocked({ case: "C1", market: "BTC", breaker: "EXECUTION_MISMATCH" }),
  ]);
});

scenario("a fill of more than was sent is booked as reported, and its leg is mismatched", (play) => {
  stage(play);
  play.when(filled("S1", "0.020", "50000"), [
    fill({ quantity: "0.020" }),
    positionOf("alice", { quantity: "0.080" }),
    mismatch({ account: "alice", order: "S1", reason: "quantity" }),
    blocked({ case: "C1", market: "BTC", breaker: "EXECUTION_MISMATCH" }),
    closed({ outcome: "cured", equity: "499.000000", closed: { BTC: "0.020" } }),
  ]);
});

scenario("a repeated venue id and a report on what has ended change nothing", (play) => {
  stage(play);
  play.given(filled("S1", "0.010", "50000", { execution: "v1" }));
  play.refuses(filled("S1", "0.010", "50000", { execution: "v1" }), "DUPLICATE");
  play.given(report("cancelled"));
  play.refuses(report("rejected"), "DUPLICATE");
  play.refuses(filled("S9", "0.010", "50000"), "UNKNOWN_ORDER");
  play.refuses({ type: "execution", order: "S1", status: "fill", quantity: "0.001" }, "MISSING_FIELD");
  play.refuses(filled("S1", "0.0005", "50000"), "QUANTITY_OFF_LOT");
  expect(play.leg("alice")["quantity"]).toBe("0.090");
});

scenario("takeover first calls back what is out and waits for the answer", (play) => {
  const tick = stage(play);
  play.when(tick("44999"), [{ type: "mark" }, cancelSlice({ order: "S1", case: "C1", reason: "takeover" })]);
  play.when(report("cancelled"), [
    takeover({ quantity: "0.100", price: "45010.00" }),
    positionOf("alice", { cash: "0.000000" }),
    positionOf("@liquidation", { quantity: "0.100" }),
    closed({ outcome: "takenOver" }),
    slice({ order: "S2", case: "C2", account: "@liquidation", quantity: "0.100" }),
  ]);
  // What the venue did before it heard of the call back belongs to @liquidation.
  play.when(filled("S1", "0.017", "50000"), [
    fill({ taker: "@liquidation" }),
    positionOf("@liquidation", { quantity: "0.083" }),
    unwound({
      case: "C1",
      market: "BTC",
      side: "sell",
      quantity: "0.017",
      price: "50000.00",
      takenAt: "45010.00",
    }),
    { type: "fund", reason: "unwind" },
  ]);
});

scenario("cure first calls back what is out; a late fill goes to the account", (play) => {
  stage(play);
  play.when({ type: "transfer", account: "alice", amount: "101" }, [
    accepted(),
    cancelSlice({ order: "S1", reason: "cured" }),
  ]);
  play.when(report("cancelled"), [closed({ outcome: "cured", equity: "600.000000", closed: {} })]);
  play.when(filled("S1", "0.017", "50000"), [
    fill({ case: "C1", taker: "alice" }),
    positionOf("alice", { quantity: "0.083" }),
  ]);
});

scenario("a venue's own fee replaces the taker fee and goes to the street", (play) => {
  stage(play, {}, {}, { takerFeePpm: 1_000 });
  play.when(filled("S1", "0.010", "50000", { fee: "0.35" }), [
    fill({ takerFee: "0.350000" }),
    positionOf("alice", { realised: "49.900000", cash: "49.550000" }),
  ]);
  play.when(filled("S1", "0.001", "50000"), [fill({ takerFee: "0.050000" }), positionOf("alice")]);
  expect(play.domainReport()["fees"]).toBe("0.000000");
});

scenario("a known book decides what is sent, and crossed levels of the other side are removed", (play) => {
  const tick = feed("BTC");
  const depth = (bids: string[][], asks: string[][] = [], more: Command = {}) => ({
    type: "book",
    market: "BTC",
    bids,
    asks,
    ...more,
  });
  const policy = { algorithm: "pov", depthSharePpm: 500_000 };
  play.given(domain(), market("BTC", { execution: "external", policy }), tick("50000"), account("alice"));
  play.when(
    depth(
      [["49000", "5"]],
      [
        ["50100", "1"],
        ["50200", "2"],
      ],
    ),
    [],
  );
  play.when(position("alice", "BTC", "0.1", "45010"), [accepted(), opened(), waiting()]);
  play.when(
    depth([
      ["50150", "0.01"],
      ["49000", "0"],
    ]),
    [],
  );
  expect(play.depth()).toMatchObject({ bids: [["50150.00", "0.010"]], asks: [["50200.00", "2.000"]] });
  play.when(clock(1), [slice({ quantity: "0.005", remaining: "0.017" })]);
  play.when(depth([["49990", "1"]], [], { snapshot: true }), []);
  expect(play.depth()).toMatchObject({ bids: [["49990.00", "1.000"]], asks: [] });
});

scenario("clients' orders are refused, and books where the engine matches", (play) => {
  stage(play);
  play.refuses(order("bob", "buy", "0.001", "50000"), "FORBIDDEN");
  play.given(market("ETH"));
  play.refuses({ type: "book", market: "ETH", bids: [], asks: [] }, "FORBIDDEN");
});
