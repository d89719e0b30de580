/** A price far from its source's last is not believed until it is confirmed; a number left out may be a missed tick. */
import { account, at, clock, domain, feed, market, position, seconds } from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  closed,
  marked,
  opened,
  type Play,
  scenario,
  unblocked,
} from "../support/scenario.js";

scenario(
  "P3: a metal's feed says 2 847.72 once between 4 048.80 and 4 049.16: nobody is liquidated",
  (play) => {
    const gold = feed("XAU");
    play.given(domain(), market("XAU", { jumpPpm: 50_000 }), gold("4048.80"));
    // Equity 500 for a margin of 404.88; at 2 847.72 it would be −701.08.
    play.given(account("alice", "500"), position("alice", "XAU", "1", "4048.80"));
    play.refuses(gold("2847.72"), "QUARANTINED"); // 29.7 % off
    play.when(gold("4049.16"), [marked({ mark: "4049.16" })]);
  },
);

scenario(
  "P4: 26 292.45 a second after 25 755.00 needs confirmation, an answer of zero is refused",
  (play) => {
    const tick = feed("BTC");
    play.given(domain(), market("BTC", { jumpPpm: 20_000 }), at(1, tick("25755.00")));
    play.refuses(at(2, tick("26292.45")), "QUARANTINED"); // 537.45 is more than 2 % = 515.10
    play.refuses(at(3, { ...tick("0"), sequence: 3 }), "OUT_OF_RANGE");
    play.when(at(3, { ...tick("26290.00"), sequence: 3 }), [marked({ mark: "26290.00" }), unconfirmed]);
  },
);

/** What a source alone has confirmed for itself moves the mark, and takes nobody over yet. */
const unconfirmed = breaker({ breaker: "UNCONFIRMED", state: "tripped" });

/** One source that has reported 50 000; two percent is a jump. */
const alone = (play: Play, more = {}) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { jumpPpm: 20_000, ...more }), at(100, tick("50000")));
  return tick;
};

scenario("the edge of a jump is two percent of the last accepted price, both ways", (play) => {
  const tick = alone(play);
  play.refuses(tick("51000.01"), "QUARANTINED");
  play.when(tick("51000"), [marked({ mark: "51000.00" })]);
  play.refuses(tick("49979.99"), "QUARANTINED"); // 1 020.01
  play.when(tick("49980"), [marked({ mark: "49980.00" })]); // 1 020 = 2 % of 51 000
});

scenario("a run confirms itself by ticks near its first; a stray one begins another", (play) => {
  const tick = alone(play, { confirmations: 3 });
  play.refuses(at(101, tick("55000")), "QUARANTINED");
  play.refuses(at(102, tick("55500")), "QUARANTINED"); // second of the run
  play.refuses(at(103, tick("56101")), "QUARANTINED"); // 1 101 off 55 000, more than 1 100: the first of a new run
  play.refuses(at(104, tick("56000")), "QUARANTINED");
  play.when(at(105, tick("56050")), [marked({ mark: "56050.00" }), unconfirmed]);
  play.when(tick("56060"), [marked()]); // near what is now the last accepted
});

scenario("a tick near the last accepted price forgets the run", (play) => {
  const tick = alone(play);
  play.refuses(tick("55000"), "QUARANTINED");
  play.when(tick("50100"), [marked()]);
  play.refuses(tick("55000"), "QUARANTINED");
  play.when(at(101, tick("55000")), [marked({ mark: "55000.00" }), unconfirmed]);
});

scenario("one confirmation is the tick itself", (play) => {
  const tick = alone(play, { confirmations: 1 });
  play.when(tick("60000"), [marked({ mark: "60000.00" }), unconfirmed]);
});

scenario(
  "a quarantined tick uses up its number, and nothing else: not time, not the last price's place",
  (play) => {
    const tick = alone(play, { maxAge: seconds(10) });
    const far = at(105, tick("55000"));
    play.refuses(far, "QUARANTINED");
    play.refuses(far, "DUPLICATE");
    play.when(account("alice"), [accepted({ time: seconds(100) })]);
    play.when(clock(111), [breaker({ breaker: "FEED_STALE", state: "tripped" })]); // the last believed is of 100
  },
);

/** Two sources at 50 000. */
const pair = (play: Play, more = {}) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  const sources = [{ source: "a" }, { source: "b" }];
  play.given(domain(), market("BTC", { jumpPpm: 20_000, sources, ...more }), at(100, a("50000")));
  play.given(b("50000"));
  return { a, b };
};

scenario("a tick of another source near it confirms a quarantined one: both are accepted", (play) => {
  const { a, b } = pair(play, { outlierPpm: 10_000 });
  play.refuses(a("55000"), "QUARANTINED");
  // Nobody is left at 50 000: were only b believed, both would be far off their middle.
  play.when(b("55100"), [marked({ index: "55050.00", sources: 2 })]);
  play.when(a("55050"), [marked({ index: "55075.00" })]); // 55 050 is near 55 000: a's price since then
});

scenario(
  "a source that is there already confirms another with its next tick, but not by its last one",
  (play) => {
    const { a, b } = pair(play);
    play.given(b("51000"), b("52000"), b("53000"), b("54000"), b("54900"));
    play.refuses(a("55000"), "QUARANTINED");
    play.when(b("54950"), [marked({ index: "54975.00", sources: 2 })]);
  },
);

scenario("a price confirmed by another source has the age that it had", (play) => {
  const { a, b } = pair(play, { maxAge: seconds(10) });
  play.refuses(at(105, a("55000", { sourceTime: seconds(101) })), "QUARANTINED");
  play.when(at(111, b("55000")), [marked({ index: "55000.00", sources: 2 })]);
  play.when(at(112, b("55000")), []); // a's is eleven seconds old, b's is enough
});

scenario("feedSettings without a jump forgets what is quarantined", (play) => {
  const tick = alone(play);
  play.refuses(tick("55000"), "QUARANTINED");
  play.when({ type: "feedSettings", market: "BTC" }, [accepted({ command: "feedSettings" })]);
  play.given({ type: "feedSettings", market: "BTC", jumpPpm: 20_000 });
  play.refuses(tick("55000"), "QUARANTINED");
  play.when(at(101, tick("55000")), [marked({ mark: "55000.00" }), unconfirmed]);
});

/** Two sources, and a market that distrusts a skipped number. */
const numbered = (play: Play) => {
  play.given(
    domain(),
    // What b says is the index.
    market("BTC", {
      gapAction: "block",
      sources: [{ source: "a" }, { source: "b", weight: 3 }],
      jumpPpm: 20_000,
    }),
  );
  return (source: string, sequence: number, price: string) => ({
    type: "tick",
    market: "BTC",
    source,
    sequence,
    price,
  });
};

const gap = (state: string) => breaker({ market: "BTC", breaker: "FEED_GAP", state });

scenario("a skipped number blocks until that source is in sequence again", (play) => {
  const tick = numbered(play);
  play.given(tick("a", 7, "50000"), tick("b", 1, "50000")); // the first may have any number
  play.when(tick("a", 9, "50000"), [gap("tripped")]);
  play.when(tick("b", 2, "50000"), []);
  play.when(tick("b", 4, "50000"), []); // both are gapped now
  play.when(tick("a", 10, "50000"), []);
  play.when(tick("b", 6, "50000"), []); // another gap of b
  play.when(tick("b", 7, "50000"), [gap("cleared")]);
});

scenario("a quarantined tick has used its number up: the next one is in sequence", (play) => {
  const tick = numbered(play);
  play.given(tick("a", 1, "50000"), tick("b", 1, "50000"));
  play.refuses(tick("a", 2, "60000"), "QUARANTINED");
  play.when(tick("a", 3, "50000"), []);
});

scenario("a gap is doubt: opened and blocked by its name, and given up with the setting", (play) => {
  const tick = numbered(play);
  play.given(tick("a", 1, "50000"), tick("b", 1, "50000"), account("alice", "1000"));
  play.given(position("alice", "BTC", "0.1", "50000"));
  play.when(tick("a", 3, "50000"), [gap("tripped")]);
  const falls = ["49500", "49100", "48700", "48300", "47900", "47500", "47100", "46700", "46300", "45900"];
  for (const [i, price] of [...falls, "45500", "45100", "44700"].entries()) {
    play.when(tick("b", i + 2, price), [marked({ mark: `${price}.00` })]);
  }
  // Equity 441 of 1 000 − 559, margin 444.1: at the doubtful mark of 48 851 nothing is wrong.
  play.when(tick("b", 15, "44410"), [
    marked(),
    opened({ equity: "441.000000", maintenanceMargin: "444.100000" }),
    blocked({ market: "BTC", breaker: "FEED_GAP" }),
  ]);
  play.given(tick("b", 16, "45000"));
  play.when({ type: "feedSettings", market: "BTC", jumpPpm: 20_000 }, [
    accepted(),
    gap("cleared"),
    unblocked({ market: "BTC", breaker: "FEED_GAP" }),
    closed({ outcome: "cured", equity: "500.000000" }),
  ]);
});
