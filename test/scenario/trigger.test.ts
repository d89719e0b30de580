/** Which accounts are liquidatable: E < MM, strictly. BTC at 50 000, maintenance ten percent, 0.1 BTC long. */
import { expect } from "vitest";
import {
  account,
  at,
  domain,
  feed,
  filled,
  leaping,
  market,
  order,
  position,
  tier,
} from "../support/commands.js";
import {
  accepted,
  breaker,
  cancelled,
  cancelSlice,
  closed,
  fill,
  fund,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  waiting,
} from "../support/scenario.js";

const external = (play: Play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { execution: "external" }), tick("50000"), account("alice"));
  return tick;
};

scenario("T1: equity equal to maintenance margin is healthy", (play) => {
  external(play);
  // A quote balance of −4 500 is cash 0 and a cost basis of 4 500.
  play.when(position("alice", "BTC", "0.1", "45000"), [accepted()]);
  expect(play.report("alice")).toMatchObject({
    equity: "500.000000",
    maintenanceMargin: "500.000000",
    state: "healthy",
    case: null,
  });
  expect(play.leg("alice")["liquidationPrice"]).toBe("49999.99");
});

scenario("T2: one unit of money less is liquidatable", (play) => {
  external(play);
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened({ case: "C1", account: "alice", equity: "499.000000", maintenanceMargin: "500.000000" }),
    slice({ case: "C1", side: "sell" }),
  ]);
  expect(play.report("alice")).toMatchObject({ state: "liquidating", case: "C1" });
});

/** Cash of a position of 0.1 that is liquidatable at a price in cents, and not at the one before it. */
const cashUntil = {
  short: (cents: number) => ((1_100 * (cents - 1) - 5_000_000_000) / 1e6).toFixed(6), // 0.11·p > cash + 5 000
  long: (cents: number) => ((5_000_000_000 - 900 * (cents + 1)) / 1e6).toFixed(6), // 0.09·p < 5 000 − cash
};
const price = (cents: number) => (cents / 100).toFixed(2);

for (const [side, quantity, last, away] of [
  ["short", "-0.1", 10_000_000, 1],
  ["long", "0.1", 4_000_000, -1],
] as const) {
  scenario(`neighbours ring each at its own price, wherever the prices are tested: ${side}s`, (play) => {
    const tick = external(play);
    // Ten cents apart, over more prices than one bucket of the index has: prices come seven cents apart.
    const triggers = Array.from({ length: 60 }, (_, i) => last - away * 10 * i);
    for (const cents of triggers) {
      play.given(account(`at${cents}`, cashUntil[side](cents)));
      play.given(position(`at${cents}`, "BTC", quantity, "50000"));
    }
    for (let cents = last - away * 620, from = cents; away * cents < away * last + 14; cents += 7 * away) {
      const names = play
        .events(tick(price(cents)))
        .flatMap((event) => (event.type === "liquidationOpened" ? [event["account"]] : []));
      const reached = triggers.filter((at) => away * at <= away * cents && away * at > away * from);
      expect(names.sort()).toEqual(reached.map((at) => `at${at}`).sort());
      from = cents;
    }
  });

  scenario(`what leaves an account rings earlier by what it was, to the very price: ${side}`, (play) => {
    for (const less of [1, 2, 3]) {
      const tick = feed(`M${less}`);
      play.given(
        ...(less === 1 ? [domain()] : []),
        leaping(`M${less}`, { execution: "external" }),
        tick("50000"),
      );
      play.given(
        account(`a${less}`, cashUntil[side](last)),
        position(`a${less}`, `M${less}`, quantity, "50000"),
      );
      const amount = `-${((less * (side === "short" ? 1_100 : 900)) / 1e6).toFixed(6)}`;
      play.given({ type: "transfer", account: `a${less}`, amount });
      const first = last - away * less;
      play.when(tick(price(first - away)), [marked()]);
      expect(play.events(tick(price(first)))[1]).toMatchObject(opened({ account: `a${less}` }));
    }
  });
}

scenario("the trigger is exact: one price unit apart", (play) => {
  const tick = external(play);
  play.given(account("bob", "1000"), position("alice", "BTC", "0.1", "45000"));
  play.given(position("bob", "BTC", "-0.1", "45000")); // equity 500, maintenance 500: liquidatable from 50 000.01
  play.when(tick("49999.99"), [marked(), opened({ account: "alice", equity: "499.999000" }), slice()]);
  play.when(tick("50000"), [marked()]);
  play.when(tick("50000.01"), [
    marked(),
    opened({ account: "bob", equity: "499.999000" }),
    slice({ side: "buy" }),
  ]);
});

scenario("T3: an account without positions is not liquidatable; the fund brings its cash to zero", (play) => {
  const tick = feed("BTC");
  play.given(
    domain({ takeover: false }),
    market("BTC", { execution: "external" }),
    tick("50000"),
    account("alice"),
    position("alice", "BTC", "0.1", "50010"),
  );
  // The whole leg goes at the mark: what it leaves is cash of −1.
  play.when(filled("S1", "0.1", "50000", { fee: "0" }), [
    fill({ case: "C1", maker: "@street", taker: "alice" }),
    positionOf("alice", { quantity: "0.000", realised: "-1.000000" }),
    fund({ change: "-1.000000", balance: "9999.000000", reason: "shortfall", case: "C1" }),
    closed({ case: "C1", outcome: "closed", equity: "0.000000" }),
  ]);
  expect(play.report("alice")).toMatchObject({ cash: "0.000000", state: "healthy", case: null });
});

scenario("the evidence is what the index was made of, also when its sources have ticked since", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  const two = { sources: [{ source: "a" }, { source: "b" }], minSources: 2, maxAge: 10_000_000 };
  play.given(
    domain(),
    market("BTC", { execution: "external", ...two }),
    at(1, a("50000")),
    at(1, b("50000")),
  );
  play.given(at(12, a("50100")), account("alice")); // b is too old for a new index
  const [, event] = play.events(at(13, position("alice", "BTC", "0.1", "46000")));
  const kept = { price: "50000.00", age: 12_000_000 };
  expect(event).toMatchObject(
    opened({
      evidence: {
        BTC: {
          index: "50000.00",
          sources: [
            { source: "a", ...kept },
            { source: "b", ...kept },
          ],
        },
      },
    }),
  );
});

scenario("the evidence: marks, sources with their ages, the top of the book", (play) => {
  const a = feed("BTC", "a");
  const b = feed("BTC", "b");
  play.given(
    domain(),
    market("BTC", { execution: "external", sources: [{ source: "a" }, { source: "b", weight: 2 }] }),
    at(1, a("50000")),
    at(2, b("50100", { sourceTime: 1_500_000 })),
    at(2, { type: "book", market: "BTC", bids: [["49900", "2"]], asks: [] }),
    account("alice"),
  );
  play.when(at(3, position("alice", "BTC", "0.1", "46000")), [
    accepted(),
    opened({
      marks: { BTC: "50100.00" },
      evidence: {
        BTC: {
          index: "50100.00",
          sources: [
            { source: "a", price: "50000.00", age: 2_000_000 },
            { source: "b", price: "50100.00", age: 1_500_000 },
          ],
          bids: [["49900.00", "2.000"]],
          asks: [],
        },
      },
    }),
    slice(),
  ]);
});

scenario("worst ratio of equity to maintenance first, ties by account", (play) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    leaping("BTC", { execution: "external" }),
    tick("60000"),
    ...["first", "worst", "second"].map((name) => account(name)),
    position("first", "BTC", "0.1", "45100"), // equity 490 at 50 000
    position("worst", "BTC", "0.2", "45500"), // 900 of 1 000
    position("second", "BTC", "0.1", "45100"),
  );
  play.when(tick("50000"), [
    marked(),
    opened({ case: "C1", account: "worst" }),
    slice({ account: "worst" }),
    opened({ case: "C2", account: "first" }),
    slice({ account: "first" }),
    opened({ case: "C3", account: "second" }),
    slice({ account: "second" }),
  ]);
});

scenario(
  "opening cancels the account's resting orders, and it may not trade or withdraw while the case is open",
  (play) => {
    const tick = feed("BTC");
    play.given(
      domain(),
      market("BTC"),
      tick("50000"),
      account("alice", "600"),
      position("alice", "BTC", "0.1", "50000"),
      order("alice", "sell", "0.05", "51000", { order: "high" }),
      order("alice", "sell", "0.05", "50500", { order: "low" }),
    );
    play.when(tick("48900"), [marked()]); // 490 against 489
    play.when(tick("48880"), [
      marked(),
      opened({ account: "alice", equity: "488.000000", maintenanceMargin: "488.800000" }),
      cancelled({ order: "high", reason: "liquidation", quantity: "0.050" }),
      cancelled({ order: "low", reason: "liquidation" }),
      waiting({ case: "C1", market: "BTC" }),
    ]);
    play.refuses(order("alice", "sell", "0.05", "50000"), "IN_LIQUIDATION");
    play.refuses({ type: "transfer", account: "alice", amount: "-1" }, "IN_LIQUIDATION");
    play.refuses(position("alice", "BTC", "0"), "IN_LIQUIDATION");
  },
);

scenario("an account with a position in a market that never had a mark is not evaluated", (play) => {
  const btc = feed("BTC");
  const eth = feed("ETH");
  play.given(
    domain(),
    market("BTC", { execution: "external" }),
    market("ETH", { execution: "external" }),
    btc("50000"),
    account("alice"),
    position("alice", "ETH", "0.1", "3000"),
    position("alice", "BTC", "0.1", "46000"),
  );
  expect(play.report("alice")).toMatchObject({ equity: null, maintenanceMargin: null, state: "healthy" });
  // The first mark ends the warm-up and is the first look: 400 of 500 + 30.
  play.when(eth("3000"), [
    marked({ market: "ETH" }),
    breaker({ market: "ETH", breaker: "WARMUP", state: "cleared" }),
    opened({ equity: "400.000000", maintenanceMargin: "530.000000" }),
    slice({ market: "BTC" }),
  ]);
});

scenario("tiers: a larger position of the same leverage is liquidated earlier", (play) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { execution: "external", tiers: [tier("0", 50_000), tier("100000", 200_000)] }),
    tick("50000"),
    account("small", "5000"),
    account("large", "50000"),
    position("small", "BTC", "1", "50000"),
    position("large", "BTC", "10", "50000"), // 500 000: 100 000 − 15 000 = 85 000 of maintenance
  );
  expect(play.report("small")["state"]).toBe("healthy");
  expect(play.report("large")).toMatchObject({ state: "liquidating", maintenanceMargin: "85000.000000" });
});

scenario("a refused command evaluates nothing and does not advance time", (play) => {
  external(play);
  play.given(position("alice", "BTC", "0.1", "45010"));
  // The slice expires at five seconds; a refusal at six does not notice.
  play.when(at(6, position("nobody", "BTC", "1", "1")), [
    { type: "rejected", code: "UNKNOWN_ACCOUNT", time: 0 },
  ]);
  play.when(at(6, account("bob")), [
    accepted({ time: 6_000_000 }),
    cancelSlice({ order: "S1", reason: "expired" }),
  ]);
});

const atEquality = (play: Play) => {
  const tick = feed("BTC");
  play.given(domain({ triggerAtEquality: true }), market("BTC", { execution: "external" }));
  play.given(tick("50000.01"), account("alice"));
  return tick;
};

scenario("T1, triggerAtEquality: equity equal to maintenance margin is liquidatable", (play) => {
  const tick = atEquality(play);
  play.when(position("alice", "BTC", "0.1", "45000"), [accepted()]); // 500.001 against 500.000 1
  expect(play.leg("alice")["liquidationPrice"]).toBe("50000.00");
  play.when(tick("50000"), [
    marked(),
    opened({ account: "alice", equity: "500.000000", maintenanceMargin: "500.000000" }),
    slice(),
  ]);
});

scenario("T2, triggerAtEquality: less is liquidatable as ever", (play) => {
  const tick = atEquality(play);
  play.given(tick("50000"));
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened({ equity: "499.000000", maintenanceMargin: "500.000000" }),
    slice(),
  ]);
});

scenario(
  "T3, triggerAtEquality: an account without positions is not, nothing being equal to nothing",
  (play) => {
    const tick = atEquality(play);
    play.given(position("alice", "BTC", "0.1", "30000"), position("alice", "BTC", "0"));
    expect(play.report("alice")).toMatchObject({ equity: "0.000000", maintenanceMargin: "0.000000" });
    play.when(tick("50000"), [marked()]);
    expect(play.report("alice")).toMatchObject({ state: "healthy", case: null });
  },
);

scenario("triggerAtEquality holds for accounts with several legs", (play) => {
  const btc = feed("BTC");
  const eth = feed("ETH");
  play.given(domain({ triggerAtEquality: true }));
  play.given(market("BTC", { execution: "external" }), market("ETH", { execution: "external" }));
  play.given(btc("50000.01"), eth("3000"), account("alice", "300"));
  play.given(position("alice", "BTC", "0.1", "45000"), position("alice", "ETH", "1", "3000"));
  play.when(btc("50000"), [
    marked(),
    opened({ equity: "800.000000", maintenanceMargin: "800.000000" }),
    slice({ market: "BTC" }),
  ]);
});
