/** What a slice would set off, and how it is kept from that. */
import { expect } from "vitest";
import {
  account,
  type Command,
  clock,
  domain,
  feed,
  leaping,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  fill,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  waiting,
} from "../support/scenario.js";

/** 0.1 BTC at 50 000 with equity 499 of 500: a lot is worth 50, and closing 17 of 100 lots at the mark cures. */
const alice = position("alice", "BTC", "0.1", "45010");

const bid = (price: string, quantity: string) => order("maker", "buy", quantity, price);

const internal = (policy: Command, ...bids: Command[]) => [
  domain(),
  market("BTC", { policy }),
  feed("BTC")("50000"),
  account("maker", "1000000"),
  account("alice"),
  ...bids,
];

const sold = (quantity: string, left: string, more: Command = {}) => [
  slice({ account: "alice", quantity, ...more }),
  fill({ case: "C1", quantity }),
  positionOf("maker"),
  positionOf("alice", { quantity: left }),
];

// Cascade. Ten lots are bid for at the mark, the rest at 49 700: a slice of up to ten lots reaches 50 000, a larger one 49 700.

const twoLevels = [bid("50000", "0.010"), bid("49700", "1")];

/** 20 lots whose account is liquidatable at `at` and not at a cent more: 0.018·at = 900 − cash, and a little less. */
const long = (name: string, at: number) => [
  account(name, (900.0001 - 0.018 * at - 0.0002).toFixed(4)),
  position(name, "BTC", "0.02", "45000"),
];

const cascades = (branchingMaxPpm: number, name: string, at: number, sells: string) => (play: Play) => {
  play.given(...internal({ branchingMaxPpm }, ...twoLevels), ...long(name, at));
  expect(play.leg(name)).toMatchObject({ liquidationPrice: at.toFixed(2) });
  play.when(alice, [
    accepted(),
    opened({ account: "alice" }),
    slice({ quantity: sells, remaining: "0.017" }),
    ...(sells === "0.017" ? [fill(), positionOf("maker"), positionOf("alice")] : []),
    fill(),
    positionOf("maker"),
    positionOf("alice"),
  ]);
};

scenario("cascade: 20 lots liquidate on the way to 49 700, so 17 become 8, which stay at 50 000", (play) => {
  cascades(1_000_000, "bob", 49_800, "0.008")(play);
});

scenario("cascade: halving ends at a single lot", (play) => {
  play.given(
    ...internal({ branchingMaxPpm: 1_000_000 }, bid("50000", "0.001"), bid("49700", "1")),
    ...long("bob", 49_800),
  );
  const slices = play.events(alice).filter(({ type }) => type === "slice");
  expect(slices).toMatchObject([{ quantity: "0.001", remaining: "0.017" }]);
});

/** The same, at 50 000. */
const atTheMark = [account("bob", "1.9999"), position("bob", "BTC", "0.02", "45100")];

scenario("cascade: who is liquidatable at the mark already is not set off by a slice", (play) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { policy: { branchingMaxPpm: 100_000 } }),
    tick("50100"),
    account("maker", "1000000"),
    account("alice"),
    ...twoLevels,
    alice,
    ...atTheMark,
  );
  expect(play.leg("bob")["liquidationPrice"]).toBe("50000.00");
  // Alice is worse off and first: her slice goes by bob's liquidation price, which is the mark.
  const slices = play.events(tick("50000")).filter(({ type }) => type === "slice");
  expect(slices[0]).toMatchObject({ account: "alice", quantity: "0.017" });
});

scenario("cascade: who has a case is not set off by a slice", (play) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { policy: { branchingMaxPpm: 100_000 } }),
    tick("50000"),
    account("maker", "1000000"),
    account("alice"),
    ...atTheMark,
  );
  play.given(tick("50010"));
  expect(play.report("bob")["case"]).toBe("C1"); // healthy again, but not yet cured
  play.given(...twoLevels);
  const slices = play.events(position("alice", "BTC", "0.1", "45021")).filter(({ type }) => type === "slice");
  expect(slices[0]).toMatchObject({ account: "alice", remaining: slices[0]?.["quantity"] });
});

scenario("cascade: a liquidation price at the price reached counts", (play) => {
  cascades(1_000_000, "bob", 49_700, "0.008")(play);
});

scenario("cascade: one beyond it does not", (play) => {
  cascades(1_000_000, "bob", 49_699.99, "0.017")(play);
});

scenario("cascade: 20 triggered by 17 are 1 176 471 ppm, up", (play) => {
  cascades(1_176_471, "bob", 49_800, "0.017")(play);
});

scenario("cascade: 20 triggered by 17 are more than 1 176 470 ppm", (play) => {
  cascades(1_176_470, "bob", 49_800, "0.008")(play);
});

scenario(
  "cascade: where even a lot would set off too much, the leg waits; a deeper book lets it go",
  (play) => {
    play.given(...internal({ branchingMaxPpm: 0 }, bid("49700", "1")), ...long("bob", 49_800));
    play.when(alice, [accepted(), opened(), waiting({ account: "alice", market: "BTC" })]);
    play.given({ ...bid("50000", "1"), time: seconds(0.5) });
    play.when(clock(1), sold("0.017", "0.083"));
  },
);

scenario("cascade: a leg is judged by its own liquidation price, not by its trigger", (play) => {
  // 20 lots of BTC and of ETX at 50 000: MM 200, E = 108 + 100 − 2 = 206. Each leg is armed at half of the 6 that are to
  // spare, BTC at 49 849.99; but alone it liquidates when 0.018·(50 000 − p) > 6.
  play.given(
    ...internal({ branchingMaxPpm: 0 }, bid("49700", "1")),
    market("ETX"),
    feed("ETX")("50000"),
    account("bob", "108"),
    position("bob", "BTC", "0.02", "45000"),
    position("bob", "ETX", "0.02", "50100"),
  );
  expect(play.leg("bob", "BTC")).toMatchObject({ liquidationPrice: "49666.66" });
  play.when(alice, [
    accepted(),
    opened({ account: "alice" }),
    slice({ quantity: "0.017" }),
    fill({ price: "49700.00" }),
    positionOf("maker"),
    positionOf("alice"),
  ]);
});

scenario("cascade: accounts that have a case already do not count, nor shorts for a sale", (play) => {
  play.given(...internal({ branchingMaxPpm: 0 }, bid("49700", "1")), account("bob"), account("carol", "515"));
  // Carol, short 0.1 from 50 000 with 515 of cash: liquidatable at 50 136.37, on the other side of the mark.
  play.given(position("carol", "BTC", "-0.1", "50000"));
  play.when(position("bob", "BTC", "0.1", "45010"), [
    accepted(),
    opened({ account: "bob" }),
    slice({ quantity: "0.017" }),
    fill(),
    positionOf("maker"),
    positionOf("bob"),
  ]);
  // Bob still has his case when alice sells.
  play.when(alice, [
    accepted(),
    opened({ account: "alice" }),
    slice({ quantity: "0.017" }),
    fill(),
    positionOf("maker"),
    positionOf("alice"),
  ]);
});

scenario("cascade: purchases look at shorts above the mark", (play) => {
  play.given(
    domain(),
    market("BTC", { policy: { branchingMaxPpm: 1_000_000 } }),
    feed("BTC")("50000"),
    account("maker", "1000000"),
    order("maker", "sell", "0.010", "50000"),
    order("maker", "sell", "1", "50300"),
    account("alice"),
    account("carol", "220"),
    // 0.02 short from 50 000: liquidatable when 220 + 1 000 − 0.02 p < 0.002 p, from 55 454.55; with 104 less, at 50 727.28.
    position("carol", "BTC", "-0.02", "50000"),
    { type: "transfer", account: "carol", amount: "-16" },
  );
  expect(play.leg("carol")["liquidationPrice"]).toBe("54727.28");
  play.given(position("carol", "BTC", "-0.02", "45900")); // equity 82 less: 1 122 = 0.022 p at 51 000
  expect(play.leg("carol")["liquidationPrice"]).toBe("51000.01");
  play.given(position("carol", "BTC", "-0.02", "45100")); // 16 less: 1 106 at 50 272.72…
  expect(play.leg("carol")["liquidationPrice"]).toBe("50272.73");
  // Alice, short 0.1 with equity 499 of 500: 17 lots would reach 50 300, 8 do not leave 50 000.
  play.when(position("alice", "BTC", "-0.1", "54990"), [
    accepted(),
    opened({ account: "alice" }),
    slice({ side: "buy", quantity: "0.008", remaining: "0.017" }),
    fill(),
    positionOf("maker"),
    positionOf("alice"),
  ]);
});

scenario("cascade: an account that the same command has changed counts as it is now", (play) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    leaping("BTC", { policy: { branchingMaxPpm: 0 } }),
    tick("60000"),
    account("maker", "1000000"),
    account("first"),
    account("second"),
    account("bob", "300"),
    position("first", "BTC", "0.1", "45020"),
    position("second", "BTC", "0.1", "45010"),
    order("bob", "buy", "0.018", "50000"),
    bid("50000", "0.004"),
    bid("49700", "1"),
    // Bob's two lots alone are never liquidated. With 18 more at 50 000 he is at 49 800: 0.018·p < 900 + 296.4001 − 300.
    position("bob", "BTC", "0.002", "148200.05"),
  );
  play.when(tick("50000"), [
    marked(),
    opened({ account: "first" }),
    slice({ account: "first", quantity: "0.018" }), // (600 − 498) ÷ 6, and a little
    fill({ price: "50000.00", maker: "bob" }),
    positionOf("bob"),
    positionOf("first"),
    opened({ account: "second" }),
    slice({ account: "second", quantity: "0.004", remaining: "0.017" }),
    fill({ price: "50000.00", maker: "maker" }),
    positionOf("maker"),
    positionOf("second"),
  ]);
  expect(play.leg("bob")["liquidationPrice"]).toBe("49800.00");
});

/**
 * A crowded book. Forty accounts hold 100 lots each, whose liquidation prices lie 130 dollars apart. Every 20 dollars one lot
 * is bid for, and comes back within five seconds of being sold. The index follows the best bid, as on a venue whose price is
 * its own book's: so every sale moves the price. To cure one account at once takes 19 lots, 380 dollars of it, and sets off
 * three others; with a bound on what a slice may set off it is sold in parts, between which the book recovers.
 */
function crowd(play: Play, policy: Command): { cases: number; lowest: number } {
  const tick = feed("BTC");
  const prices = Array.from({ length: 600 }, (_, i) => (49_700 - 20 * i).toFixed(2));
  const bids = () => {
    const [depth] = play.events({ type: "depth", market: "BTC", levels: 1000 });
    return depth!["bids"] as readonly (readonly [string, string])[];
  };
  play.given(
    domain({ insuranceFund: "100000" }),
    market("BTC", {
      marketBandPpm: 500_000,
      policy: { slippagePpm: 30_000, interval: seconds(5), ...policy },
    }),
    tick("50000"),
    account("maker", "100000000"),
    ...prices.map((price) => bid(price, "0.001")),
  );
  for (let i = 0; i < 40; i++) {
    // Without cash: liquidatable when 0.09·p < 0.1·entry.
    const entry = (0.9 * (49_800 - 130 * i)).toFixed(2);
    play.given(account(`a${i}`), position(`a${i}`, "BTC", "0.1", entry));
  }
  let cases = 0;
  let lowest = 50_000;
  for (let second = 1; second <= 60; second++) {
    const [best] = bids()[0]!;
    lowest = Math.min(lowest, Number(best));
    cases += play
      .events(tick(best, { time: seconds(second) }))
      .filter(({ type }) => type === "liquidationOpened").length;
    const left = new Map(bids());
    if (second % 5 !== 0) continue;
    for (const price of prices) if ((left.get(price) ?? "0") < "0.001") play.given(bid(price, "0.001"));
  }
  return { cases, lowest };
}

scenario("on a crowded book one liquidation at once sets off the next: nearly all are opened", (play) => {
  expect(crowd(play, {})).toEqual({ cases: 36, lowest: 45_220 });
});

scenario("on the same book a bound on branching keeps the cascade from running", (play) => {
  expect(crowd(play, { branchingMaxPpm: 0 })).toEqual({ cases: 4, lowest: 49_280 });
});
