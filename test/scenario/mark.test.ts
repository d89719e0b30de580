/** The mark: the index, with the book's smoothed premium, or the median of three prices. Liquidations do not move it. */
import { account, at, clock, domain, feed, market, order, position, seconds } from "../support/commands.js";
import { accepted, breaker, closed, marked, type Play, scenario } from "../support/scenario.js";

/** A market maker, and a market at 50 000 whose premium has a half-life of ten seconds and is capped at one percent. */
const stage = (play: Play, more = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { mark: "premium", premiumHalfLife: seconds(10), premiumCapPpm: 10_000, ...more }),
    account("maker", "1000000"),
    account("bob", "1000000"),
    at(100, tick("50000")),
  );
  return tick;
};

const quote = (bid: string, ask: string) => [
  order("maker", "buy", "1", bid),
  order("maker", "sell", "1", ask),
];

scenario("the premium is the book's mid over the index, its older part halved every half-life", (play) => {
  const tick = stage(play);
  play.given(...quote("50100", "50140"));
  play.when(at(101, tick("50000")), []); // the first sample, 120, has stood for no time
  play.when(at(111, tick("50000")), [marked({ index: "50000.00", mark: "50060.00" })]); // 120 + (0 − 120)/2
  play.when(at(121, tick("50020")), [marked({ index: "50020.00", mark: "50100.00" })]); // 100 + (60 − 100)/2
  // Thirty seconds are three half-lives: 70 + (80 − 70)/8 = 71.25.
  play.when(at(151, tick("50050")), [marked({ index: "50050.00", mark: "50121.25" })]);
});

scenario("an eighth of a half-life weighs 2^(−1/8), in integers", (play) => {
  const tick = stage(play, { premiumHalfLife: seconds(8) });
  play.given(...quote("50100", "50140"));
  play.given(at(101, tick("50000")));
  // n = 8 192 = 2^13: w = 3 938 502 375 of 2^32 = 0.917004…; 20 + (0 − 20)·w = 1.6599…, in cents toward zero.
  play.when(at(102, tick("50100")), [marked({ index: "50100.00", mark: "50101.65" })]);
});

scenario("the premium is capped in proportion to the index, up and down", (play) => {
  const tick = stage(play);
  play.given(...quote("50100", "50140"));
  play.given(at(101, tick("49000")));
  play.when(at(1_000, tick("49000")), [marked({ index: "49000.00", mark: "49490.00" })]); // 1 120, of it 490
  play.when(at(2_000, tick("51000")), [marked({ index: "51000.00", mark: "50490.00" })]); // −880, of it −510
});

scenario("a premium is capped at a percent where nothing is said, at nothing with 10^6", (play) => {
  const capped = { premiumHalfLife: 1, premiumCapPpm: undefined };
  const tick = stage(play, JSON.parse(JSON.stringify(capped)));
  play.given(...quote("51000", "52000"), at(101, tick("50000")));
  play.when(at(102, tick("50000")), [marked({ mark: "50500.00" })]);
  const free = { mark: "premium", premiumHalfLife: 1, premiumCapPpm: 1_000_000 };
  play.when({ type: "feedSettings", market: "BTC", ...free }, [
    accepted({
      warning:
        "no maxAge: a price never becomes too old; no jumpPpm: a tick that jumps is believed at once; " +
        "one source: nothing confirms its prices; the premium is not capped",
    }),
  ]);
  play.when(at(103, tick("50000")), [marked({ mark: "51500.00" })]);
});

scenario("half a cent of premium is nothing, up and down", (play) => {
  const tick = stage(play);
  play.given(...quote("50000", "50000.01"));
  play.when(at(101, tick("50000")), []);
  play.when(at(150, tick("50000")), []);
  play.when(at(200, tick("50000.01")), [marked({ index: "50000.01", mark: "50000.01" })]);
});

scenario("a clock takes no sample, nor does a tick without both sides of a book", (play) => {
  const tick = stage(play);
  play.given(order("maker", "buy", "1", "50100"));
  play.when(at(101, tick("50000")), []);
  play.given(order("maker", "sell", "1", "50140"));
  play.when(clock(102), []);
  play.when(at(103, tick("50000")), []); // the first
  play.when(at(113, tick("50000")), [marked({ mark: "50060.00" })]);
  play.given({ type: "cancelAll", account: "maker" });
  play.when(at(114, tick("49990")), [marked({ index: "49990.00", mark: "50050.00" })]); // the premium stays
});

scenario("without enough sources index and mark stay, and no sample is taken", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(
    domain(),
    market("BTC", {
      mark: "premium",
      premiumHalfLife: seconds(4),
      minSources: 2,
      maxAge: seconds(10),
      sources: [{ source: "a" }, { source: "b" }],
    }),
    at(100, a("50000")),
    b("50000"),
    account("maker", "1000000"),
    ...quote("50100", "50140"),
  );
  play.when(at(111, a("50000")), [breaker({ breaker: "FEED_STALE", state: "tripped" })]);
  play.when(at(112, b("50000")), []); // the first
  play.when(at(116, a("50000")), [marked({ mark: "50060.00" })]);
});

scenario("the mark stays within the market's prices", (play) => {
  const tick = stage(play, { maxPrice: "50050" });
  play.given(...quote("50040", "50050"));
  play.given(at(101, tick("50000")));
  play.when(at(1_000, tick("50000")), [marked({ mark: "50045.00" })]);
  play.when(at(1_000, tick("50040")), [marked({ index: "50040.00", mark: "50050.00" })]); // 5 + (45 − 5)·1, clamped
});

scenario("a liquidation's fills hold the premium for a while: they never move the mark", (play) => {
  const tick = stage(play);
  play.given(order("maker", "buy", "0.184", "49990"), order("maker", "buy", "1", "49900"));
  play.given(order("maker", "sell", "1", "50010"));
  play.when(at(100, tick("50000")), []); // the premium is 0
  // Equity 4 900 for a margin of 5 000: 0.184 sold at 49 990 cure, and eat the best bid.
  play.given(account("alice", "10000"), at(105, position("alice", "BTC", "1", "55100")));
  play.when(at(109, tick("50000")), [closed({ outcome: "cured" })]); // the mid is 49 955, but nobody asks it
  // Five seconds after the fill, ten after the last sample: −45 + (0 + 45)/2.
  play.when(at(110, tick("50000")), [marked({ index: "50000.00", mark: "49977.50" })]);
});

scenario("median of three: index, index with premium, last trade", (play) => {
  const tick = stage(play, { mark: "median3" });
  play.given(...quote("50060", "50100"));
  play.given(order("bob", "buy", "0.5", "50100")); // the last trade
  play.when(at(101, tick("50000")), []); // 50 000, the same with the first sample, 50 100
  play.when(at(1_000, tick("50000")), [marked({ index: "50000.00", mark: "50080.00" })]); // 50 000, 50 080, 50 100
  play.given(order("bob", "sell", "0.5", "50060")); // the book keeps its best prices
  play.when(at(1_000, tick("50000")), [marked({ index: "50000.00", mark: "50060.00" })]); // 50 000, 50 080, 50 060
  // 50 070, more than that with the premium, and still 50 060.
  play.when(at(1_001, tick("50070")), [marked({ index: "50070.00", mark: "50070.00" })]);
});

scenario("median of three: a liquidation's fill is no last trade", (play) => {
  const tick = stage(play, { mark: "median3" });
  play.given(...quote("49980", "49990"));
  play.when(at(101, tick("50000")), []); // 50 000, 49 985, and the index where nothing has traded
  play.given(account("alice", "10000"), position("alice", "BTC", "1", "55100")); // 0.184 are sold at 49 980
  play.when(at(102, tick("50000")), [closed({ outcome: "cured" })]);
});

scenario("a market that turns to the index forgets its premium", (play) => {
  const tick = stage(play);
  play.given(...quote("50100", "50140"));
  play.given(at(101, tick("50000")), at(1_000, tick("50000")));
  play.when({ type: "feedSettings", market: "BTC" }, [accepted()]); // the next tick uses it
  play.when(at(1_001, tick("50000")), [marked({ index: "50000.00", mark: "50000.00" })]);
  play.given({ type: "cancelAll", account: "maker" });
  play.given({ type: "feedSettings", market: "BTC", mark: "premium", premiumHalfLife: seconds(10) });
  play.when(at(1_002, tick("50000")), []);
});

scenario("feedSettings: the weights of exactly the market's sources", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  play.given(domain(), market("BTC", { sources: [{ source: "a" }, { source: "b" }] }));
  play.given(a("50000"), b("51000"));
  const settings = (...sources: object[]) => ({ type: "feedSettings", market: "BTC", sources });
  play.refuses(settings({ source: "a" }), "SPEC_INVALID");
  play.refuses(settings({ source: "a" }, { source: "a" }), "SPEC_INVALID");
  play.refuses(settings({ source: "a" }, { source: "c" }), "SPEC_INVALID");
  play.refuses(settings({ source: "a" }, { source: "b" }, { source: "c" }), "SPEC_INVALID");
  play.refuses({ type: "feedSettings", market: "ETH" }, "UNKNOWN_MARKET");
  play.when(clock(1), []);
  play.given(settings({ source: "b", weight: 3 }, { source: "a" }));
  play.when(clock(2), [marked({ index: "51000.00", mark: "51000.00", sources: 2 })]);
});
