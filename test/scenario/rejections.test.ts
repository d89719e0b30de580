/**
 * A venue that rejects slices in a row is not asked for ever: from `rejectMax` on the leg pauses, for twice as long each time.
 * Alice's slice of 17 lots is out as S1.
 */
import { expect } from "vitest";
import { account, at, type Command, clock, filled, leaps, position, seconds } from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  cancelSlice,
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
import { ends, reconcile, venue } from "../support/venue.js";

function seller(play: Play, policy: Command = {}, inMarket: Command = {}, inDomain: Command = {}) {
  const tick = venue(play, policy, inMarket, inDomain);
  play.given(account("alice"), position("alice", "BTC", "0.1", "45010"));
  return tick;
}
const refused = { market: "BTC", breaker: "EXECUTION_REJECTED" };

/** Slices from S1 on, of which each is rejected when it is sent, a second after the other. */
function rejects(play: Play, count: number): void {
  for (let i = 1; i <= count; i++) {
    play.given(at(i - 1, ends(`S${i}`, "rejected")));
    if (i < count) play.when(clock(i), [slice({ order: `S${i + 1}` })]);
  }
}

scenario(
  "the third rejection in a row makes the leg pause for two intervals, the fourth for four",
  (play) => {
    seller(play);
    rejects(play, 2);
    play.when(clock(2), [slice({ order: "S3" })]);
    play.when(ends("S3", "rejected"), [blocked({ case: "C1", account: "alice", ...refused })]);
    expect(play.report("alice")["state"]).toBe("blocked");
    play.when({ type: "clock", time: seconds(4) - 1 }, []);
    play.when(clock(4), [unblocked({ case: "C1", ...refused }), slice({ order: "S4" })]);
    play.when(at(5, ends("S4", "rejected")), [blocked(refused)]);
    play.when({ type: "clock", time: seconds(9) - 1 }, []);
    play.when(clock(9), [unblocked(refused), slice({ order: "S5" })]);
    play.when(ends("S5", "rejected"), [blocked(refused)]);
    play.when({ type: "clock", time: seconds(17) - 1 }, []);
    play.when(clock(17), [unblocked(refused), slice({ order: "S6" })]);
  },
);

scenario("a fill, or a cancelled slice, begins the count anew", (play) => {
  seller(play, { rejectMax: 2 });
  play.given(ends("S1", "rejected"), clock(1), filled("S2", "0.001", "50000"));
  play.when(ends("S2", "rejected"), []);
  play.given(clock(2), ends("S3", "cancelled"), clock(3));
  play.when(ends("S4", "rejected"), []);
  play.given(clock(4));
  play.when(ends("S5", "rejected"), [blocked(refused)]);
});

scenario("`rejectMax` of one: each rejection makes it pause; the exponent ends at ten", (play) => {
  seller(play, { rejectMax: 1, interval: 1000 });
  let time = 0;
  for (let n = 1; n <= 12; n++) {
    play.when({ ...ends(`S${n}`, "rejected"), time }, [blocked(refused)]);
    const pause = 1000 * 2 ** Math.min(n, 10);
    play.when({ type: "clock", time: time + pause - 1 }, []);
    time += pause;
    play.when({ type: "clock", time }, [unblocked(refused), slice({ order: `S${n + 1}` })]);
  }
});

scenario("a change of `rejectMax` holds for the next rejection", (play) => {
  seller(play);
  play.given(ends("S1", "rejected"), { type: "policy", market: "BTC", policy: { rejectMax: 1 } });
  play.when(clock(1), [slice({ order: "S2" })]);
  // The second of one: 1 s · 2^2.
  play.when(ends("S2", "rejected"), [blocked(refused)]);
  play.when(clock(4.9), []);
  play.when(clock(5), [unblocked(refused), slice({ order: "S3" })]);
});

scenario("`resume` ends a pause at once; `reconcile` does not", (play) => {
  const tick = seller(play, { rejectMax: 1 });
  play.given(ends("S1", "rejected"));
  play.when(reconcile("alice", "0.1", "45010"), [accepted(), positionOf("alice")]);
  expect(play.report("alice")["state"]).toBe("blocked");
  play.when({ type: "resume", market: "BTC" }, [
    accepted(),
    breaker({ breaker: "WARMUP", state: "tripped" }),
    unblocked(refused),
    blocked({ breaker: "WARMUP" }),
  ]);
  play.when(tick("50000"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    unblocked({ breaker: "WARMUP" }),
    slice({ order: "S2" }),
  ]);
});

scenario("after `reconcile` rejections are counted anew", (play) => {
  seller(play, { rejectMax: 2 });
  play.given(ends("S1", "rejected"), reconcile("alice", "0.1", "45010"), clock(1));
  play.when(ends("S2", "rejected"), []);
});

scenario("a pause hinders no takeover, and @liquidation's leg pauses without a word", (play) => {
  const tick = seller(play, { rejectMax: 1 }, leaps);
  play.given(ends("S1", "rejected"));
  play.when(tick("44000"), [
    marked(),
    takeover(),
    positionOf("alice"),
    positionOf("@liquidation"),
    { type: "liquidationClosed" },
    slice({ account: "@liquidation", order: "S2" }),
  ]);
  play.when(ends("S2", "rejected"), []);
  play.when(clock(1.9), []);
  play.when(clock(2), [slice({ account: "@liquidation", order: "S3" })]);
});

scenario("each rung that is rejected counts, and the pause goes before the ladder's interval", (play) => {
  seller(play, { algorithm: "ladder", rungs: 3, rejectMax: 2 });
  play.when(ends("S1", "rejected"), []);
  play.when(ends("S2", "rejected"), [blocked(refused)]);
  // The last one is out; the round is replaced when the pause is over.
  play.when(clock(1), []);
  play.when(clock(2), [unblocked(refused), cancelSlice({ order: "S3", reason: "replaced" })]);
  play.when(ends("S3", "cancelled"), [
    slice({ order: "S4" }),
    slice({ order: "S5" }),
    slice({ order: "S6" }),
  ]);
});

scenario("blocked time does not count toward a leg's end", (play) => {
  seller(
    play,
    {
      algorithm: "twap",
      interval: seconds(10),
      horizon: seconds(20),
      rejectMax: 1,
      fullCloseNotional: "1000000",
    },
    {},
    { targetPpm: 10_000_000 },
  );
  play.given(ends("S1", "rejected"));
  // Twenty seconds of pause: the end is at 40, so that there are two parts left.
  play.when(clock(20), [unblocked(refused), slice({ order: "S2", quantity: "0.050" })]);
});

scenario("nor toward that of @liquidation's", (play) => {
  const twap = { algorithm: "twap", interval: 10_000_000, horizon: 20_000_000, rejectMax: 1 };
  venue(play, twap, {}, { adl: false });
  play.given(account("alice"));
  const sent = play.events(position("alice", "BTC", "0.1", "50010")).at(-1);
  expect(sent).toMatchObject({ type: "slice", account: "@liquidation", quantity: "0.050" });
  play.when(ends("S1", "rejected"), []);
  play.when(clock(20), [slice({ account: "@liquidation", quantity: "0.050", remaining: "0.100" })]);
});

scenario("a slice that is out ends as ever while its leg pauses", (play) => {
  seller(play, { rejectMax: 1 });
  // S1 falls silent, is answered for by a fill of one lot, and the next slice goes; then S1 is rejected after all.
  play.given(clock(5), clock(10));
  play.when(at(11, filled("S1", "0.001", "50000")), [
    fill(),
    positionOf("alice"),
    unblocked({ breaker: "EXECUTION_SILENT" }),
    slice({ order: "S2" }),
  ]);
  play.when(at(11.5, ends("S1", "rejected")), [blocked(refused)]);
  play.when(at(12, ends("S2", "cancelled")), []);
  play.when(clock(13.4), []);
  play.when(clock(13.5), [unblocked(refused), slice({ order: "S3" })]);
});

scenario("the cases' opening counts from nothing", (play) => {
  const tick = seller(play, { rejectMax: 2 });
  play.given(ends("S1", "rejected"), { type: "transfer", account: "alice", amount: "101" });
  play.when(tick("48000"), [marked(), opened({ case: "C2" }), slice({ order: "S2" })]);
  play.when(ends("S2", "rejected"), []);
});
