/** Breakers that price and book trip: what they block, and when they let go. */
import {
  account,
  at,
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
  blocked,
  breaker,
  closed,
  fill,
  marked,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unblocked,
} from "../support/scenario.js";

const says = (name: string, state: string) => breaker({ market: "BTC", breaker: name, state });

/** Five percent in sixteen seconds, looked at in steps of one. */
const band = { bandPpm: 50_000, bandWindow: seconds(16) };

const stage = (play: Play, breakers: object, more = {}) => {
  const tick = feed("BTC");
  play.given(domain(), leaping("BTC", { execution: "external", breakers, ...more }));
  play.given(at(100, tick("50000")));
  return tick;
};

scenario("PRICE_BAND: a mark five percent off what it was a window ago", (play) => {
  const tick = stage(play, band);
  play.when(at(101, tick("52500")), [marked()]); // five percent, not more
  play.when(at(102, tick("52600")), [marked(), says("PRICE_BAND", "tripped")]);
  play.when(clock(116), []); // still compared with 50 000
  play.when(clock(117), []); // 52 500 is the mark of a window ago: inside, since now
  play.when(clock(121), []);
  play.when(clock(122), [says("PRICE_BAND", "cleared")]);
});

scenario("PRICE_BAND: downwards, and out again while calm was being counted", (play) => {
  const tick = stage(play, band);
  play.when(at(101, tick("47499.99")), [marked(), says("PRICE_BAND", "tripped")]);
  play.when(at(102, tick("47500")), [marked()]);
  play.when(at(104, tick("47400")), [marked()]);
  play.when(at(105, tick("47500")), [marked()]); // calm again, from here
  play.when(clock(109), []);
  play.when(clock(110), [says("PRICE_BAND", "cleared")]);
});

scenario("PRICE_BAND: one mark a step is kept, the first", (play) => {
  const tick = stage(play, band);
  play.given(at(100, tick("51000"))); // the same second: 50 000 stays the sample
  play.when(at(101, tick("52600")), [marked(), says("PRICE_BAND", "tripped")]);
});

scenario("PRICE_BAND: after a long silence the last mark before it is what it was a window ago", (play) => {
  const tick = stage(play, band);
  play.given(at(101, tick("51000")), at(102, tick("52000")));
  play.when(at(500, tick("54600")), [marked()]); // 54 600 is 5 % over 52 000
  play.when(at(1_000, tick("57331")), [marked(), says("PRICE_BAND", "tripped")]); // 57 330 would be
});

scenario("PRICE_BAND is doubt: who falls with the price is blocked, and sold when it stays there", (play) => {
  const tick = stage(play, band);
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  // Equity 400 for a margin of 440; at the doubtful mark of 48 400 it is 840 for 484.
  play.when(at(101, tick("44000")), [
    marked(),
    says("PRICE_BAND", "tripped"),
    opened({ equity: "400.000000" }),
    blocked({ market: "BTC", breaker: "PRICE_BAND" }),
  ]);
  play.when(clock(117), []);
  play.when(clock(122), [
    says("PRICE_BAND", "cleared"),
    unblocked({ breaker: "PRICE_BAND" }),
    slice({ market: "BTC", quantity: "0.025" }), // 128 ÷ 5.28
  ]);
});

scenario("PRICE_BAND: one wild tick sells nobody", (play) => {
  const tick = stage(play, band);
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  play.given(at(101, tick("44000")));
  play.when(at(102, tick("50000")), [marked()]);
  play.when(clock(107), [
    says("PRICE_BAND", "cleared"),
    unblocked({ breaker: "PRICE_BAND" }),
    closed({ outcome: "cured", equity: "1000.000000" }),
  ]);
});

const book = (bids: string[][], asks: string[][]) => ({
  type: "book",
  market: "BTC",
  bids,
  asks,
  snapshot: true,
});

scenario("DIVERGENCE: a book two percent off the index", (play) => {
  const tick = stage(play, { divergencePpm: 20_000 });
  play.given(book([["51000", "1"]], []));
  play.when(at(101, tick("50000")), []); // no mid
  play.given(book([["50900", "1"]], [["51100", "1"]]));
  play.when(at(102, tick("50000")), []); // 1 000 of 1 000
  play.given(book([["50900", "1"]], [["51100.01", "1"]]));
  play.when(at(103, tick("50000")), [says("DIVERGENCE", "tripped")]);
  play.when(at(104, tick("50010")), [marked()]); // 990 of 1 000.20: calm
  play.when(clock(108), []);
  play.when(clock(109), [says("DIVERGENCE", "cleared")]);
});

scenario("DEPTH_LOW: blocks slices by its name, without doubt, and no takeover", (play) => {
  const tick = stage(play, { depthMin: "0.5", resumeAfter: seconds(2) });
  play.when(clock(101), []); // the book is not known
  play.given(
    book(
      [
        ["49501", "0.2"],
        ["49500", "0.3"],
        ["49499", "9"],
      ],
      [["50500", "0.5"]],
    ),
  );
  play.when(clock(102), []); // 0.5 between 49 500 and the mark, 0.5 up to 50 500
  play.given(
    book(
      [["49500", "0.5"]],
      [
        ["50500", "0.499"],
        ["50501", "9"],
      ],
    ),
  );
  play.when(clock(103), [says("DEPTH_LOW", "tripped")]);
  play.given(account("alice", "1000"));
  play.given(position("alice", "BTC", "0.1", "50000"));
  play.when(at(104, tick("44000")), [
    marked(),
    opened({ equity: "400.000000" }),
    blocked({ breaker: "DEPTH_LOW" }),
  ]);
  // 49 500 lies inside 44 000·0.99, asks do not reach down to 44 440: calm only when they do.
  play.given(book([["43560", "0.5"]], [["44440", "0.5"]]));
  play.when(clock(105), []);
  play.when(clock(107), [
    says("DEPTH_LOW", "cleared"),
    unblocked({ breaker: "DEPTH_LOW" }),
    slice({ quantity: "0.025" }),
  ]);
});

scenario("DEPTH_LOW does not hold up a takeover", (play) => {
  const tick = stage(play, { depthMin: "0.5" });
  play.given(book([["49500", "0.5"]], []));
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  play.when(at(101, tick("39000")), [
    marked(),
    says("DEPTH_LOW", "tripped"),
    opened({ equity: "-100.000000" }),
    blocked({ breaker: "DEPTH_LOW" }),
    takeover({ account: "alice", price: "40000.00" }),
    positionOf("alice"),
    positionOf("@liquidation"),
    closed({ outcome: "takenOver" }),
  ]);
});

scenario("what is switched off clears at once, and blocked cases go on", (play) => {
  const tick = stage(play, { ...band, divergencePpm: 20_000, depthMin: "1" });
  play.given(book([["50000", "0.5"]], [["52500", "1"]]));
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  play.when(at(101, tick("44000")), [
    marked(),
    says("PRICE_BAND", "tripped"),
    says("DIVERGENCE", "tripped"),
    says("DEPTH_LOW", "tripped"),
    opened(),
    blocked({ breaker: "PRICE_BAND" }),
  ]);
  play.when({ type: "breakers", market: "BTC", breakers: { divergencePpm: 20_000, depthMin: "1" } }, [
    accepted({ command: "breakers", warning: null }),
    says("PRICE_BAND", "cleared"),
    unblocked({ breaker: "PRICE_BAND" }),
    blocked({ breaker: "DIVERGENCE" }),
  ]);
  play.when({ type: "breakers", market: "BTC", breakers: {} }, [
    accepted(),
    says("DIVERGENCE", "cleared"),
    says("DEPTH_LOW", "cleared"),
    unblocked({ breaker: "DIVERGENCE" }),
    slice(),
  ]);
});

scenario("another window forgets what the mark was", (play) => {
  const tick = stage(play, band);
  play.given({ type: "breakers", market: "BTC", breakers: { bandPpm: 50_000, bandWindow: seconds(32) } });
  play.when(at(101, tick("60000")), [marked()]); // the first sample of the new one
  play.when(at(103, tick("63001")), [marked(), says("PRICE_BAND", "tripped")]);
});

scenario("a threshold is a quantity of the market", (play) => {
  play.given(domain(), market("BTC"));
  const depthMin = (quantity: string) => ({
    type: "breakers",
    market: "BTC",
    breakers: { depthMin: quantity },
  });
  play.refuses(depthMin("0.0005"), "SPEC_INVALID");
  play.refuses({ ...depthMin("1"), market: "ETH" }, "UNKNOWN_MARKET");
  play.when(depthMin("0.001"), [accepted()]);
  play.refuses(market("ETH", { breakers: { depthMin: "1.00001" } }), "SPEC_INVALID");
});

scenario("an internal book that nobody stands in is too shallow from the first mark on", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { breakers: { depthMin: "0.1", resumeAfter: 0 } }));
  play.when(tick("50000"), [marked(), says("WARMUP", "cleared"), says("DEPTH_LOW", "tripped")]);
  play.given(account("maker", "100000"), order("maker", "buy", "0.1", "49500"));
  play.when(clock(1), []);
  play.given(order("maker", "sell", "0.1", "50500"));
  play.when(clock(2), [says("DEPTH_LOW", "cleared")]);
  play.given(account("bob", "100000"));
  play.when(order("bob", "buy", "0.1", "50500"), [
    accepted(),
    fill(),
    positionOf("maker"),
    positionOf("bob"),
  ]);
  play.when(clock(3), [says("DEPTH_LOW", "tripped")]);
});
