/**
 * The same wrong price again is no confirmation: it takes another source, or time (rules: marks 3). Gaps are half a second unless
 * something else is said.
 */
import { account, at, domain, feed, market, position, seconds } from "../support/commands.js";
import { breaker, marked, type Play, scenario } from "../support/scenario.js";

const MILLI = 1_000;
const HALF = 500_000;

/** A mark that has moved by more than a jump waits for another moment itself, before anybody is taken over at it (rules: breakers 17). */
const unconfirmed = breaker({ breaker: "UNCONFIRMED", state: "tripped" });

/** One source that has said 50 000 at the second 100; two percent is a jump. */
const alone = (play: Play, more = {}) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { jumpPpm: 20_000, ...more }), at(100, tick("50000")));
  return tick;
};

/** A tick that comes and was made so much after the second 101. */
const later = (micros: number, tick: object, made = micros) => ({
  ...tick,
  time: seconds(101) + micros,
  sourceTime: seconds(101) + made,
});

scenario("a wrong price twice within a millisecond takes nobody over (case 32)", (play) => {
  const tick = feed("M", "a");
  play.given(
    domain({ insuranceFund: "1000000" }),
    market("M", {
      lotSize: "0.01",
      execution: "external",
      tiers: [{ from: "0", initialPpm: 20_000, maintenancePpm: 10_000 }],
      sources: [{ source: "a" }],
      jumpPpm: 20_000,
    }),
    at(1, tick("4048.80")),
    account("alice", "1000"),
    position("alice", "M", "1", "4048.80"),
  );
  play.refuses(at(2, tick("2847.72")), "QUARANTINED");
  play.refuses({ ...tick("2847.72"), time: seconds(2) + MILLI }, "QUARANTINED");
  play.when({ ...tick("4049.16"), time: seconds(2) + HALF }, [marked({ mark: "4049.16" })]);
});

scenario("the edge of the gap", (play) => {
  const tick = alone(play);
  play.refuses(later(0, tick("55000")), "QUARANTINED");
  play.refuses(later(HALF - 1, tick("55000")), "QUARANTINED");
  play.when(later(HALF, tick("55000")), [marked({ mark: "55000.00" }), unconfirmed]);
});

scenario(
  "what comes too early has used its number, and moves nothing: the gap runs from what counted",
  (play) => {
    const tick = alone(play);
    const early = later(HALF - 1, tick("55100"));
    play.refuses(later(0, { ...tick("55000"), sequence: 2 }), "QUARANTINED");
    play.refuses({ ...early, sequence: 3 }, "QUARANTINED");
    play.refuses({ ...early, sequence: 3 }, "DUPLICATE");
    // Near the first of its run, 55 000, not near the one that came too early.
    play.when(later(HALF, { ...tick("53950"), sequence: 4 }), [marked({ mark: "53950.00" }), unconfirmed]);
  },
);

scenario("each confirmation needs its gap", (play) => {
  const tick = alone(play, { confirmations: 3 });
  play.refuses(later(0, tick("55000")), "QUARANTINED");
  play.refuses(later(HALF, tick("55000")), "QUARANTINED");
  play.refuses(later(2 * HALF - 1, tick("55000")), "QUARANTINED");
  play.when(later(2 * HALF, tick("55000")), [marked({ mark: "55000.00" }), unconfirmed]);
});

scenario(
  "it is the source's own time that counts: the same again, however late it comes, says nothing",
  (play) => {
    const tick = alone(play);
    play.refuses(later(0, tick("55000")), "QUARANTINED");
    play.refuses(later(seconds(60), tick("55000"), 0), "QUARANTINED");
    play.refuses(later(seconds(61), tick("55000"), -seconds(1)), "QUARANTINED"); // nor does one from before
    play.when(later(seconds(62), tick("55000"), HALF), [marked({ mark: "55000.00" }), unconfirmed]);
  },
);

scenario("times that go back begin nothing anew", (play) => {
  const tick = alone(play);
  play.refuses(later(seconds(1), tick("55000")), "QUARANTINED");
  play.refuses(later(seconds(2), tick("55000"), 0), "QUARANTINED");
  play.refuses(later(seconds(3), tick("55000"), HALF), "QUARANTINED"); // half a second after the one that counted for nothing
  play.when(later(seconds(4), tick("55000"), seconds(1) + HALF), [marked({ mark: "55000.00" }), unconfirmed]);
});

scenario("a new run begins its own gap", (play) => {
  const tick = alone(play);
  play.refuses(later(0, tick("55000")), "QUARANTINED");
  play.refuses(later(HALF, tick("60000")), "QUARANTINED");
  play.refuses(later(2 * HALF - 1, tick("60000")), "QUARANTINED");
  play.when(later(2 * HALF, tick("60000")), [marked({ mark: "60000.00" }), unconfirmed]);
});

scenario("another source confirms at once, and one is enough at once where one is asked for", (play) => {
  const [a, b] = [feed("BTC", "a"), feed("BTC", "b")];
  const sources = [{ source: "a" }, { source: "b" }];
  play.given(domain(), market("BTC", { jumpPpm: 20_000, sources }), at(100, a("50000")), b("50000"));
  play.refuses(later(0, a("55000")), "QUARANTINED");
  play.when(later(0, b("55000")), [marked({ mark: "55000.00", sources: 2 })]);
  play.given(market("ETH", { jumpPpm: 20_000, confirmations: 1 }), feed("ETH")("100"));
  play.when({ ...feed("ETH")("200"), sequence: 2 }, [marked({ mark: "200.00" }), unconfirmed]);
});

scenario("without a gap twice the same is enough, but nothing from before", (play) => {
  const tick = alone(play, { confirmGap: 0 });
  play.refuses(later(1, tick("55000")), "QUARANTINED");
  play.refuses(later(1, tick("55000"), 0), "QUARANTINED");
  play.when(later(1, tick("55000")), [marked({ mark: "55000.00" }), unconfirmed]);
});

scenario("the gap is the one that is set now", (play) => {
  const tick = alone(play);
  play.refuses(later(0, tick("55000")), "QUARANTINED");
  play.given({ type: "feedSettings", market: "BTC", jumpPpm: 20_000, confirmGap: seconds(2) });
  play.refuses(later(seconds(2) - 1, tick("55000")), "QUARANTINED");
  play.given({ type: "feedSettings", market: "BTC", jumpPpm: 20_000, confirmGap: 1 });
  play.when(later(1, tick("55000")), [marked({ mark: "55000.00" }), unconfirmed]);
});
