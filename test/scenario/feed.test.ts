/** From ticks to the mark: the gate, the weighted median, outliers. */
import { at, type Command, clock, domain, feed, leaping, market, seconds } from "../support/commands.js";
import { accepted, breaker, marked, type Play, scenario } from "../support/scenario.js";

const sources = (...weights: number[]) => weights.map((weight, i) => ({ source: `s${i}`, weight }));

scenario("P1: a source five percent off the median is dropped and the median taken again", (play) => {
  play.given(domain(), leaping("BTC", { sources: sources(1, 1, 1, 1), outlierPpm: 50_000 }));
  play.given(feed("BTC", "s3")("107"));
  play.when(feed("BTC", "s1")("101"), [marked({ index: "104.00", mark: "104.00", sources: 2 })]);
  // 107 is 5.9 % off 101; of the others neither outvotes the other.
  play.when(feed("BTC", "s2")("99"), [marked({ index: "100.00", sources: 2 })]);
  play.when(feed("BTC", "s0")("100"), []); // the third between them: 100 still, of 107 that is 6.5 % off 100.50
});

scenario("P2: weights 3, 2, 2, 1, 1, 1, 1", (play) => {
  play.given(domain(), market("BTC", { sources: sources(3, 2, 2, 1, 1, 1, 1), minSources: 7 }));
  for (const [i, price] of ["100", "101", "99", "140", "60", "100"].entries()) {
    play.when(feed("BTC", `s${i}`)(price), []); // fewer than seven
  }
  play.when(feed("BTC", "s6")("100"), [
    marked({ index: "100.00", mark: "100.00", sources: 7 }),
    breaker({ market: "BTC", breaker: "WARMUP", state: "cleared" }),
  ]);
});

scenario("the median is the first price at which half of the weight is reached", (play) => {
  const [a, b] = [feed("BTC", "s0"), feed("BTC", "s1")];
  play.given(domain(), market("BTC", { sources: sources(3, 2) }), a("101"));
  play.when(b("100"), []); // the mark did not move
  play.when(b("102"), []);
  play.when(a("103"), [marked({ mark: "103.00", sources: 2 })]);
});

scenario("an even split has its median in the middle between its halves, rounded down", (play) => {
  const [a, b, c] = [feed("BTC", "s0"), feed("BTC", "s1"), feed("BTC", "s2")];
  play.given(domain(), market("BTC", { sources: sources(1, 1, 2) }), a("101"));
  play.when(b("100"), [marked({ mark: "100.50", sources: 2 })]);
  play.when(b("100.99"), [marked({ mark: "100.99" })]);
  play.when(b("101"), [marked({ mark: "101.00" })]); // both halves say the same
  play.when(c("99"), [marked({ mark: "100.00", sources: 3 })]); // two against one of weight two
  play.when(b("103"), []); // the next higher is 101
  play.when(c("102"), [marked({ mark: "102.00" })]); // 101 has a quarter of the weight, 102 three
});

scenario("two sources that disagree by more than both may be off: neither counts", (play) => {
  const [a, b] = [feed("BTC", "s0"), feed("BTC", "s1")];
  play.given(domain(), market("BTC", { sources: sources(1, 1), outlierPpm: 50_000 }), a("100"), b("100"));
  play.when(b("110"), [marked({ index: "105.00", sources: 2 })]); // each 4.8 % off
  play.when(b("111"), [breaker({ breaker: "FEED_STALE", state: "tripped" })]); // 5.2 %
  play.when(a("111"), [marked({ index: "111.00", sources: 2 })]);
});

scenario("more minSources than sources", (play) => {
  play.given(domain());
  play.when(market("BTC", { sources: sources(1, 1), minSources: 3 }), [
    { type: "rejected", code: "SPEC_INVALID", field: "minSources" },
  ]);
  play.when(market("BTC", { sources: [...sources(1), ...sources(1)], minSources: 3 }), [
    { type: "rejected", code: "SPEC_INVALID", field: "sources" },
  ]);
  play.given(market("BTC", { sources: sources(1, 1), minSources: 2 }));
  const settings = (more: Command) => ({ type: "feedSettings", market: "BTC", ...more });
  play.when(settings({ minSources: 3 }), [{ type: "rejected", code: "SPEC_INVALID", field: "minSources" }]);
  play.when(settings({ minSources: 3, sources: sources(1) }), [
    { type: "rejected", code: "SPEC_INVALID", field: "sources" },
  ]);
  play.when(settings({ minSources: 2 }), [accepted()]);
});

const gate = (play: Play, settings: Command = {}) => {
  play.given(domain(), leaping("BTC", settings));
  const tick = (price: string, sequence: number, more: Command = {}) => ({
    type: "tick",
    market: "BTC",
    source: "s",
    price,
    sequence,
    ...more,
  });
  play.given(at(100, tick("50000", 5)));
  return tick;
};

scenario("bad ticks: sequence", (play) => {
  const tick = gate(play);
  play.refuses(tick("50001", 5), "DUPLICATE");
  play.refuses(tick("50001", 4), "SEQUENCE_REGRESSION");
  play.when(tick("50001", 9), [marked()]); // a gap is allowed where nobody says otherwise
});

scenario("bad ticks: price; a refused tick does not use up its number", (play) => {
  const tick = gate(play, { minPrice: "1000", maxPrice: "100000" });
  play.refuses(tick("0", 6), "OUT_OF_RANGE");
  play.refuses(tick("999.99", 6), "OUT_OF_RANGE");
  play.refuses(tick("100000.01", 6), "OUT_OF_RANGE");
  play.refuses(tick("50000.001", 6), "MALFORMED");
  play.refuses(tick("-1", 6), "MALFORMED");
  play.refuses(tick("1e5", 6), "MALFORMED");
  play.when(tick("50001", 6), [marked()]);
});

/** With a bound of jumps a tick goes through every stage, without one it may be quiet. */
for (const [how, more] of Object.entries({ "a quiet market": {}, "stage by stage": { jumpPpm: 500_000 } })) {
  scenario(`bad ticks: time, in ${how}`, (play) => {
    const tick = gate(play, { maxAge: seconds(10), skew: seconds(1), ...more });
    play.refuses(tick("50001", 6, { sourceTime: seconds(101) + 1 }), "FUTURE");
    play.refuses(tick("50001", 6, { sourceTime: seconds(90) - 1 }), "STALE");
    play.when(tick("50001", 6, { sourceTime: seconds(101) }), [marked()]);
    play.when(tick("50002", 7, { sourceTime: seconds(90) }), [marked()]);
  });

  scenario(`bad ticks: with no age and no skew only this very moment is taken, in ${how}`, (play) => {
    const tick = gate(play, { maxAge: 0, skew: 0, ...more });
    play.refuses(tick("50001", 6, { sourceTime: seconds(100) + 1 }), "FUTURE");
    play.refuses(tick("50001", 6, { sourceTime: seconds(100) - 1 }), "STALE");
    play.when(tick("50001", 6, { sourceTime: seconds(100) }), [marked()]);
  });

  scenario(`ticks at the bounds of the price are taken, in ${how}`, (play) => {
    const tick = gate(play, { minPrice: "40000", maxPrice: "60000", ...more });
    play.when(tick("40000", 6), [marked()]);
    play.when(tick("60000", 7), [marked()]);
  });
}

scenario("bad ticks: names, and what comes first of several faults", (play) => {
  const tick = gate(play, { maxAge: seconds(10) });
  play.refuses({ ...tick("50001", 6), market: "ETH" }, "UNKNOWN_MARKET");
  play.refuses({ ...tick("50001", 6), source: "t" }, "UNKNOWN_SOURCE");
  play.refuses(tick("0", 5, { sourceTime: 0 }), "DUPLICATE");
  play.refuses(tick("0", 6, { sourceTime: 0 }), "OUT_OF_RANGE");
});

scenario(
  "too few fresh sources: the index stays, and it takes a while of enough to be trusted again",
  (play) => {
    const [a, b] = [feed("BTC", "s0"), feed("BTC", "s1")];
    play.given(domain(), market("BTC", { sources: sources(1, 1), minSources: 2, maxAge: seconds(10) }));
    play.given(at(0, a("50000")), at(0, b("50000")));
    play.when(at(11, a("51000")), [breaker({ breaker: "FEED_STALE", state: "tripped" })]);
    play.when(at(12, b("51000")), [marked({ mark: "51000.00", sources: 2 })]);
    play.when(clock(16), []);
    play.when(clock(17), [breaker({ breaker: "FEED_STALE", state: "cleared" })]);
  },
);

scenario(
  "WARMUP: a tick that is no longer fresh does not count, nor one from before the market resumed",
  (play) => {
    const [a, b, c] = [feed("BTC", "s0"), feed("BTC", "s1"), feed("BTC", "s2")];
    const when = (second: number) => ({ sourceTime: seconds(second) });
    play.given(domain(), market("BTC", { sources: sources(1, 1, 1), minSources: 2, maxAge: seconds(10) }));
    play.given(at(1, a("50000")), at(1, b("50000")));
    play.given(at(8, b("50000", when(8))), at(9, { type: "resume", market: "BTC" }));
    play.given(at(9, a("50000", when(2))));
    // At 13 a's is stale, b's is from before, c's is the only one.
    play.when(at(13, c("50000", when(13))), []);
    play.when(at(14, b("50000", when(14))), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  },
);

scenario("time goes forward only", (play) => {
  play.given(domain(), clock(100));
  play.when(at(50, domain({ domain: "other" })), [accepted({ time: seconds(100) })]);
});
