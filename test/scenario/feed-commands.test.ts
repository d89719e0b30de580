/** What a feed handler and an operator may tell of a feed: an outside trade, a source that has begun to count anew; and what is told back. */
import { account, at, clock, domain, feed, leaps, market, order, seconds } from "../support/commands.js";
import { accepted, breaker, marked, type Play, rested, scenario } from "../support/scenario.js";

const trade = (price: string, quantity = "1", more = {}) => ({
  type: "trade",
  market: "BTC",
  price,
  quantity,
  ...more,
});

/** An external market at 50 000 whose mark is the median of three. */
const stage = (play: Play, more = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { execution: "external", mark: "median3", premiumHalfLife: seconds(1), ...more }),
    at(1, tick("50000")),
  );
  return tick;
};

const book = (bid: string, ask: string) => ({
  type: "book",
  market: "BTC",
  bids: [[bid, "10"]],
  asks: [[ask, "10"]],
  snapshot: true,
});

scenario("a venue's trades are told, and its mark follows them (case 34)", (play) => {
  const tick = stage(play, { ...leaps, premiumCapPpm: 1_000_000 });
  play.given(book("44999.99", "45000.01"), at(2, tick("50000")));
  // The book is ten percent below: without a trade the median of 50 000, 45 000 and 50 000.
  play.when(at(60, tick("50000")), []);
  play.when(trade("45100.00"), []); // nothing but by the next recompute
  play.when(clock(61), [marked({ index: "50000.00", mark: "45100.00" })]);
  play.when(trade("51000"), []);
  play.when(trade("44000.01"), []);
  play.when(clock(62), [marked({ mark: "45000.00" })]); // 44 000.01, 45 000, 50 000
});

scenario("a trade need not lie on the tick, and is judged whole", (play) => {
  stage(play, { tickSize: "0.50", minPrice: "100", maxPrice: "60000", premiumCapPpm: 1_000_000 });
  play.given(market("OWN"));
  play.when(trade("50000.01", "1", { market: "NO" }), [{ type: "rejected", code: "UNKNOWN_MARKET" }]);
  const refused: readonly (readonly [object, string, string])[] = [
    [trade("0", "0", { market: "OWN" }), "FORBIDDEN", "market"],
    [trade("50000.001", "0"), "MALFORMED", "price"],
    [trade("99.99", "0"), "OUT_OF_RANGE", "price"],
    [trade("60000.01", "0"), "OUT_OF_RANGE", "price"],
    [trade("50000", "0"), "OUT_OF_RANGE", "quantity"],
    [trade("50000", "0.0001"), "QUANTITY_OFF_LOT", "quantity"],
    [trade("50000", "0.0010"), "MALFORMED", "quantity"],
    [trade("50000", "9007199254740.993"), "OUT_OF_RANGE", "quantity"],
  ];
  for (const [command, code, field] of refused)
    play.when(command as { type: string }, [{ type: "rejected", command: "trade", code, field }]);
  play.when(trade("49999.99", "9007199254740.992"), []);
  play.when(trade("60000"), []);
  play.when(trade("100"), []);
});

scenario("a trade advances time, and what is due is done", (play) => {
  stage(play, { maxAge: seconds(10) });
  play.when(at(12, trade("50000")), [breaker({ breaker: "FEED_STALE", state: "tripped" })]);
  play.when(account("alice"), [accepted({ time: seconds(12) })]);
});

scenario("a trade rests in no book and fills nobody", (play) => {
  stage(play);
  play.given(market("OWN"), feed("OWN")("100"), account("bob", "1000"));
  play.when(order("bob", "buy", "1", "100", { market: "OWN" }), [accepted(), rested()]);
  play.when(trade("50000", "5"), []);
});

const numbered = (sequence: number, price = "50000", source = "a") => ({
  type: "tick",
  market: "BTC",
  source,
  sequence,
  price,
});
const reset = (source = "a", inMarket = "BTC") => ({ type: "sourceReset", market: inMarket, source });
const gap = (state: string) => breaker({ breaker: "FEED_GAP", state });

scenario("a feed handler that counts anew is refused until it is said so (case 37)", (play) => {
  play.given(domain(), market("BTC", { sources: [{ source: "a" }], maxAge: seconds(10) }));
  play.given(at(1, numbered(5_000_000, "100")));
  play.refuses(at(2, numbered(1, "101")), "SEQUENCE_REGRESSION");
  play.when(at(2, reset()), [accepted({ command: "sourceReset", market: "BTC" })]);
  play.when(at(2, numbered(1, "101")), [marked({ mark: "101.00" })]);
  play.refuses(numbered(1, "102"), "DUPLICATE"); // once
  play.refuses(numbered(0, "102"), "SEQUENCE_REGRESSION");
  play.when(numbered(2, "102"), [marked({ mark: "102.00" })]);
});

scenario("any number may come after it: nought, the same, a higher one", (play) => {
  play.given(domain(), market("BTC", { sources: [{ source: "a" }] }), numbered(7, "100"));
  for (const [i, sequence] of [0, 7, 7, 900].entries()) {
    play.given(reset(), reset());
    play.when(numbered(sequence, `${101 + i}`), [marked({ mark: `${101 + i}.00` })]);
    play.refuses(numbered(sequence, "100"), "DUPLICATE");
  }
});

scenario("a reset names a source of a market", (play) => {
  play.given(domain(), market("BTC", { sources: [{ source: "a" }] }));
  play.refuses(reset("a", "ETH"), "UNKNOWN_MARKET");
  play.refuses(reset("b"), "UNKNOWN_SOURCE");
  play.when(reset(), [accepted()]); // before it has ever ticked
  play.given(numbered(3, "100"));
  play.refuses(numbered(2, "100"), "SEQUENCE_REGRESSION");
});

scenario("after a reset a source is not gapped, by what was before or by its next tick", (play) => {
  play.given(domain(), market("BTC", { gapAction: "block", sources: [{ source: "a" }, { source: "b" }] }));
  play.given(numbered(1), numbered(1, "50000", "b"));
  play.when(numbered(3), [gap("tripped")]);
  play.when(reset(), [accepted()]); // judged with the next recompute
  play.when(numbered(2, "50000", "b"), [gap("cleared")]);
  play.when(numbered(70), []);
  play.when(numbered(72), [gap("tripped")]);
});

scenario("what is quarantined stays, and price and time", (play) => {
  play.given(
    domain(),
    market("BTC", { sources: [{ source: "a" }], jumpPpm: 20_000, maxAge: seconds(10), gapAction: "block" }),
    at(100, numbered(8)),
  );
  play.refuses(at(101, numbered(9, "55000")), "QUARANTINED");
  play.given(reset());
  play.refuses(at(102, numbered(1, "60000")), "QUARANTINED"); // far from both, and its number is used
  play.refuses(at(102, numbered(1, "60000")), "DUPLICATE");
  play.given(reset());
  play.when(at(103, numbered(40, "60000")), [
    marked({ mark: "60000.00" }),
    breaker({ breaker: "UNCONFIRMED", state: "tripped" }),
  ]);
  play.given(reset());
  play.when(clock(114), [breaker({ breaker: "FEED_STALE", state: "tripped" })]);
});

const sentences = {
  age: "no maxAge: a price never becomes too old",
  jump: "no jumpPpm: a tick that jumps is believed at once",
  one: "one source: nothing confirms its prices",
  two: "two sources: neither outvotes the other",
  outvoted: "outlierPpm without a majority: no source is outvoted by the others",
  cap: "the premium is not capped",
  most: "no maxPrice: higher prices than the derived one are refused",
  policy: "under this policy only a full close can cure an account",
} as const;

/** Settings, the weights of sources, and which sentences come, in order. */
const warned: readonly (readonly [string, object, readonly number[], readonly (keyof typeof sentences)[]])[] =
  [
    ["nothing is set", {}, [1], ["age", "jump", "one"]],
    ["an age", { maxAge: 0 }, [1], ["jump", "one"]],
    ["a bound of jumps", { maxAge: 1, jumpPpm: 0 }, [1], ["one"]],
    ["two sources", { maxAge: 1, jumpPpm: 0 }, [1, 1], ["two"]],
    ["three sources", { maxAge: 1, jumpPpm: 0 }, [1, 1, 1], []],
    ["outliers of one", { maxAge: 1, jumpPpm: 0, outlierPpm: 0 }, [1], ["one", "outvoted"]],
    ["outliers of two", { maxAge: 1, jumpPpm: 0, outlierPpm: 0 }, [1, 1], ["two", "outvoted"]],
    ["outliers of three", { maxAge: 1, jumpPpm: 0, outlierPpm: 0 }, [1, 1, 1], []],
    [
      "outliers with one of half the weight",
      { maxAge: 1, jumpPpm: 0, outlierPpm: 0 },
      [1, 3, 2],
      ["outvoted"],
    ],
    ["outliers with one of less", { maxAge: 1, jumpPpm: 0, outlierPpm: 0 }, [2, 5, 4], []],
    ["a premium", { maxAge: 1, jumpPpm: 0, mark: "premium", premiumHalfLife: 1 }, [1, 1, 1], []],
    [
      "a premium without a cap",
      { maxAge: 1, jumpPpm: 0, mark: "median3", premiumHalfLife: 1, premiumCapPpm: 1_000_000 },
      [1, 1, 1],
      ["cap"],
    ],
    ["a cap of no premium", { maxAge: 1, jumpPpm: 0, premiumCapPpm: 1_000_000 }, [1, 1, 1], []],
  ];

for (const [what, settings, weights, expected] of warned) {
  scenario(`warnings: ${what}`, (play) => {
    const sources = weights.map((weight, i) => ({ source: `s${i}`, weight }));
    const said = (...all: readonly (keyof typeof sentences)[]) =>
      accepted({ warning: all.length === 0 ? null : all.map((key) => sentences[key]).join("; ") });
    const warmup = breaker({ breaker: "WARMUP", state: "tripped" });
    play.given(domain());
    play.when(market("BTC", { sources, ...settings }), [said(...expected, "most"), warmup]);
    play.when(market("ETH", { sources, maxPrice: "100", ...settings }), [said(...expected), warmup]);
    const narrow = { slippagePpm: 120_000, expectedSlippagePpm: 120_000 };
    play.when(market("SOL", { sources, maxPrice: "100", policy: narrow, ...settings }), [
      said(...expected, "policy"),
      warmup,
    ]);
    play.when({ type: "feedSettings", market: "SOL", ...settings }, [said(...expected)]);
  });
}

scenario(
  "warnings: weights that feedSettings sets, and a derived price that is as high as any may be",
  (play) => {
    const sources = [1, 1, 1].map((weight, i) => ({ source: `s${i}`, weight }));
    const careful = { maxAge: 1, jumpPpm: 0, outlierPpm: 0 };
    play.given(domain());
    play.when(market("BTC", { ...careful, sources, maxPosition: "0.001" }), [
      accepted({ warning: null }),
      breaker({ breaker: "WARMUP" }),
    ]);
    const heavy = sources.map(({ source }, i) => ({ source, weight: i === 1 ? 2 : 1 }));
    play.when({ type: "feedSettings", market: "BTC", ...careful, sources: heavy }, [
      accepted({ warning: sentences.outvoted }),
    ]);
  },
);
