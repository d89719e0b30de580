/** An account comes with its collateral and positions in one command, and is first looked at when it is whole (rules: commands 21). */
import { test } from "vitest";
import { account, at, domain, feed, market, position } from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  closed,
  marked,
  opened,
  Play,
  positionOf,
  scenario,
  slice,
  takeover,
} from "../support/scenario.js";
import { subjects } from "../support/subject.js";

type Row = Readonly<Record<string, string>>;
const leg = (inMarket: string, quantity: string, entryPrice: string): Row => ({
  market: inMarket,
  quantity,
  entryPrice,
});
const coins = (asset: string, amount: string): Row => ({ asset, amount });
const whole = (
  name: string,
  cash: string,
  positions: readonly Row[],
  collateral: readonly Row[] = [],
  more = {},
) => ({ ...account(name, cash), positions, collateral, ...more });

const collateral = (asset: string, more = {}) => ({
  type: "collateral",
  domain: "main",
  asset,
  market: "A",
  haircutPpm: 100_000,
  decimals: 8,
  ...more,
});

/** A and B at 100, a lot is 0.001; X is worth one of A, less ten percent. */
const stage = (play: Play, more = {}) => {
  play.given(domain({ insuranceFund: "1000000" }));
  for (const name of ["A", "B"])
    play.given(market(name, { execution: "external", maxPrice: "1000", ...more }));
  play.given(at(1, feed("A")("100")), feed("B")("100"), collateral("X"));
};

scenario("a hedged account is never naked (case 35)", (play) => {
  stage(play);
  play.given(account("one-by-one", "10"));
  play.when(position("one-by-one", "A", "1", "150"), [
    accepted(),
    opened({ equity: "-40.000000" }),
    takeover(),
    positionOf("one-by-one"),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
    slice(),
  ]);
  play.when(whole("hedged", "30", [leg("A", "1", "150"), leg("B", "-1", "150")]), [
    accepted({ command: "account", account: "hedged", accountId: 1 }),
  ]);
  const { equity, maintenanceMargin, positions } = play.report("hedged");
  if (equity !== "30.000000" || maintenanceMargin !== "20.000000") throw new Error(`${equity}`);
  if ((positions as unknown[]).length !== 2) throw new Error("two legs");
});

scenario("what is not healthy as a whole is liquidated by the same command", (play) => {
  stage(play);
  play.when(whole("alice", "60", [leg("B", "-1", "100"), leg("A", "1", "145")], [coins("X", "0.01")]), [
    accepted(),
    opened({ account: "alice", equity: "15.900000", maintenanceMargin: "20.000000" }),
    slice(),
  ]);
});

scenario("collateral alone, positions alone, empty lists", (play) => {
  stage(play);
  play.when(whole("a", "0", [], [coins("X", "2")]), [accepted()]);
  play.when(whole("b", "100", [leg("A", "1", "100")]), [accepted()]);
  play.when(whole("c", "0", []), [accepted()]);
  const report = play.report("a");
  if (report["equity"] !== "180.000000") throw new Error(`${report["equity"]}`);
  // What came in is a deposit: it may go out again.
  play.when({ type: "transfer", account: "a", asset: "X", amount: "-2" }, [accepted()]);
});

scenario("entry prices are exact, and the street has the other side", (play) => {
  stage(play);
  play.given(whole("a", "100", [leg("A", "-0.003", "99.123456789012345678")]));
  const street = play.events({ type: "report", account: "@street", domain: "main" })[0]!;
  const [other] = street["positions"] as Row[];
  if (other?.["quantity"] !== "0.003") throw new Error(JSON.stringify(street));
  if (play.leg("a")["cost"] !== "-0.297370") throw new Error(`${play.leg("a")["cost"]}`);
});

scenario("collateral of a market in doubt is pending", (play) => {
  stage(play);
  play.given({ type: "resume", market: "A" });
  play.when(whole("alice", "20", [leg("B", "1", "100")], [coins("X", "1")]), [accepted()]);
  const report = play.report("alice");
  if (report["equity"] !== "20.000000") throw new Error(`${report["equity"]}`);
  play.when({ ...feed("A")("100"), sequence: 2 }, [breaker({ breaker: "WARMUP", state: "cleared" })]);
  if (play.report("alice")["equity"] !== "110.000000") throw new Error("it counts now");
});

scenario("a leg without a mark: not looked at before its first", (play) => {
  stage(play);
  play.given(market("C", { execution: "external" }));
  play.when(whole("alice", "5", [leg("A", "1", "150"), leg("C", "1", "150")]), [accepted()]);
  play.when(feed("C")("150"), [
    marked(),
    breaker({ breaker: "WARMUP", state: "cleared" }),
    opened({ account: "alice" }),
    takeover(),
    positionOf("alice"),
    positionOf("@liquidation"),
    takeover(),
    positionOf("alice"),
    positionOf("@liquidation"),
    closed(),
    slice(),
    slice(),
  ]);
});

const long = leg("A", "1", "100");
/** What is refused, and where; whatever else is wrong of a row comes later in the order of checks. */
const refused: readonly (readonly [string, object, string, string])[] = [
  ["no collateral of the domain", { collateral: [coins("Y", "0")] }, "SPEC_INVALID", "collateral[0].asset"],
  ["its own money", { collateral: [coins("USDC", "1")] }, "SPEC_INVALID", "collateral[0].asset"],
  ["twice", { collateral: [coins("X", "1"), coins("X", "0")] }, "SPEC_INVALID", "collateral[1].asset"],
  ["decimals", { collateral: [coins("X", "0.000000001")] }, "MALFORMED", "collateral[0].amount"],
  ["nothing of it", { collateral: [coins("NEW", "0")] }, "OUT_OF_RANGE", "collateral[0].amount"],
  ["no mark", { collateral: [coins("X", "1"), coins("NEW", "1")] }, "MARKET_HALTED", "collateral[1].asset"],
  ["more than depositMax", { collateral: [coins("FEW", "5.00000001")] }, "CAPACITY", "collateral[0].amount"],
  ["worth too much", { collateral: [coins("X", "9100000")] }, "CAPACITY", "collateral[0].amount"],
  [
    "collateral first",
    { collateral: [coins("Y", "1")], positions: [leg("Z", "0", "1")] },
    "SPEC_INVALID",
    "collateral[0].asset",
  ],
  ["no market", { positions: [long, leg("Z", "0", "0")] }, "UNKNOWN_MARKET", "positions[1].market"],
  ["another domain's", { positions: [leg("OTHER", "0", "0")] }, "UNKNOWN_MARKET", "positions[0].market"],
  [
    "a market twice",
    { positions: [long, leg("B", "1", "100"), leg("A", "0", "0")] },
    "SPEC_INVALID",
    "positions[2].market",
  ],
  ["no lots", { positions: [leg("A", "0", "0")] }, "OUT_OF_RANGE", "positions[0].quantity"],
  [
    "no lots, in many digits",
    { positions: [leg("A", "0.0000", "0")] },
    "OUT_OF_RANGE",
    "positions[0].quantity",
  ],
  [
    "off the lot",
    { positions: [long, leg("B", "-0.0005", "0")] },
    "QUANTITY_OFF_LOT",
    "positions[1].quantity",
  ],
  ["digits", { positions: [leg("A", "0.0010", "0")] }, "MALFORMED", "positions[0].quantity"],
  ["a price of nothing", { positions: [leg("A", "1", "0")] }, "OUT_OF_RANGE", "positions[0].entryPrice"],
  [
    "a price too high",
    { positions: [leg("A", "9999999", "1000.0000001")] },
    "OUT_OF_RANGE",
    "positions[0].entryPrice",
  ],
  [
    "more than maxPosition",
    { positions: [leg("LITTLE", "1.001", "100")] },
    "CAPACITY",
    "positions[0].quantity",
  ],
  ["open interest", { positions: [leg("LITTLE", "0.601", "100")] }, "CAPACITY", "positions[0].quantity"],
  [
    "two of an isolated one",
    { mode: "isolated", parent: "p", positions: [long, leg("B", "1", "100")] },
    "CAPACITY",
    "positions[1].quantity",
  ],
  ["cash first", { cash: "0.0000001", collateral: [coins("Y", "1")] }, "MALFORMED", "cash"],
  [
    "too much cash last",
    { cash: "1152921504606.846977", positions: [leg("A", "0", "1")] },
    "OUT_OF_RANGE",
    "positions[0].quantity",
  ],
  ["too much cash", { cash: "1152921504606.846977", positions: [long] }, "CAPACITY", "cash"],
];

for (const [what, more, code, field] of refused) {
  scenario(`refused: ${what}`, (play) => {
    stage(play);
    play.given(
      domain({ domain: "other" }),
      market("OTHER", { domain: "other" }),
      market("NEW", { execution: "external" }),
      market("LITTLE", { maxPosition: "1", maxOpenInterest: "1" }),
      collateral("NEW", { market: "NEW" }),
      collateral("FEW", { depositMax: "5" }),
      account("p", "1000"),
      position("p", "LITTLE", "0.4", "100"),
    );
    const before = play.domainReport();
    play.when({ ...account("alice", "5000"), ...more }, [
      { type: "rejected", command: "account", code, field },
    ]);
    if (
      JSON.stringify({ ...play.domainReport(), commandSeq: 0 }) !==
      JSON.stringify({ ...before, commandSeq: 0 })
    )
      throw new Error("something has changed");
    play.when(account("alice"), [accepted({ accountId: 1 })]);
  });
}

/** The model's table of positions is never full. */
test("room for its legs and balances is asked for last", () => {
  const play = new Play(subjects[0]!.make({ positions: 2 }));
  stage(play);
  const rows = [leg("A", "1", "100"), leg("B", "1", "100")];
  const full = { type: "rejected", code: "CAPACITY", field: "positions" };
  play.when(whole("a", "1000", rows, [coins("X", "1")]), [full]);
  play.when(whole("a", "1000", rows), [accepted()]);
  play.when(whole("b", "1000", [rows[0]!]), [full]);
});

scenario("in a halted market its legs are blocked like any", (play) => {
  stage(play);
  play.given({ type: "halt", market: "A" });
  play.when(whole("alice", "25", [leg("A", "1", "120")]), [
    accepted(),
    opened({ equity: "5.000000" }),
    blocked({ market: "A", breaker: "HALTED" }),
  ]);
});
