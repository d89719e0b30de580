/** DIVERGENCE ends: who holds a book off the index is not safe from liquidation for ever (rules: breakers 7). */
import { expect, test } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  leaping,
  market,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  breaker,
  type Expected,
  marked,
  opened,
  Play,
  scenario,
  slice,
  unblocked,
} from "../support/scenario.js";
import { subjects } from "../support/subject.js";

const tripped = (): Expected => breaker({ breaker: "DIVERGENCE", state: "tripped" });
const over = (): Expected => breaker({ breaker: "DIVERGENCE", state: "cleared" });
const cleared = over;

const book = (bid: string, ask: string) => ({
  type: "book",
  market: "BTC",
  bids: [[bid, "10"]],
  asks: [[ask, "10"]],
  snapshot: true,
});
const apart = book("53000", "53001");
const together = book("49999", "50001");
const off = { divergencePpm: 20_000, divergenceMax: seconds(60), resumeAfter: seconds(5) };
const breakers = (more: object) => ({ type: "breakers", market: "BTC", breakers: more });

/** An external market at 50 000 whose book is six percent off at the second 100. */
const stage = (play: Play, more = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    leaping("BTC", { execution: "external", breakers: { ...off, ...more } }),
    at(99, tick("50000")),
    apart,
  );
  play.when(clock(100), [tripped()]);
  return tick;
};

scenario("it lasts for divergenceMax, and what it has blocked goes on", (play) => {
  const tick = stage(play);
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "50000"));
  play.when(at(101, tick("44000")), [marked(), opened(), blocked({ breaker: "DIVERGENCE" })]);
  play.when({ ...clock(160), time: seconds(160) - 1 }, []);
  play.when(clock(160), [over(), unblocked({ breaker: "DIVERGENCE" }), slice({ market: "BTC" })]);
  // It is spent: the book may stay where it is.
  play.when(clock(1_000), [{ type: "cancelSlice" }]);
  play.when(at(1_001, tick("44000")), []);
});

scenario("spent until the two have been together at one recompute", (play) => {
  const tick = stage(play);
  play.when(clock(160), [over()]);
  play.given(together, apart); // no recompute in between
  play.when(clock(161), []);
  play.given(together);
  play.when(at(162, tick("50000")), []);
  play.given(apart);
  play.when(clock(163), [tripped()]);
  play.when({ ...clock(223), time: seconds(223) - 1 }, []);
  play.when(clock(223), [over()]);
});

scenario("a book without both sides is not apart", (play) => {
  stage(play);
  play.when(clock(160), [over()]);
  play.given({ ...apart, asks: [] });
  play.when(clock(161), []);
  play.given(apart);
  play.when(clock(162), [tripped()]);
});

scenario("calm when it ends, but not for long enough: it ends, and is not spent", (play) => {
  stage(play);
  play.given(together);
  play.when(clock(156), []); // calm since
  play.when(clock(160), [over()]);
  play.given(apart);
  play.when(clock(161), [tripped()]);
});

scenario("calm for long enough by then: it clears as ever", (play) => {
  stage(play);
  play.given(together);
  play.when(clock(155), []);
  play.when(clock(160), [cleared()]);
});

scenario("the time begins anew with each trip", (play) => {
  stage(play, { resumeAfter: 0 });
  play.given(together);
  play.when(clock(150), [cleared()]);
  play.given(apart);
  play.when(clock(159), [tripped()]);
  play.when(clock(218), []);
  play.when(clock(219), [over()]);
});

scenario(
  "breakers: another length holds from the next recompute on; switched off, all is forgotten",
  (play) => {
    stage(play);
    play.when(breakers({ ...off, divergenceMax: seconds(20) }), [accepted()]);
    play.when(clock(119), []);
    play.when(breakers({ ...off, divergenceMax: seconds(19) }), [accepted()]);
    play.when(clock(120), [over()]);
    play.when(breakers(off), [accepted()]);
    play.when(clock(121), []); // spent still
    play.when(breakers({}), [accepted()]);
    play.when(breakers(off), [accepted()]);
    play.when(clock(122), [tripped()]);
    play.when(breakers({}), [accepted(), breaker({ breaker: "DIVERGENCE", state: "cleared" })]);
  },
);

scenario("ten minutes where nothing is said; none is no length", (play) => {
  stage(play, { divergenceMax: 600_000_000 });
  play.given(breakers({ divergencePpm: 20_000 }));
  play.when({ ...clock(700), time: seconds(700) - 1 }, []);
  play.when(clock(700), [over()]);
  play.when(breakers({ divergencePpm: 20_000, divergenceMax: 0 }), [
    { type: "rejected", code: "SPEC_INVALID", field: "breakers.divergenceMax" },
  ]);
});

test("the causes say what comes next", () => {
  const play = new Play(subjects[0]!.make());
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { execution: "external", breakers: off }), at(99, tick("50000")), apart);
  const causes = (...commands: readonly Command[]) =>
    play.events(...commands).flatMap(({ type, cause }) => (type === "breaker" ? [cause] : []));
  expect(causes(clock(100), clock(160), together, clock(161), apart, clock(162))).toEqual([
    "the book's middle has left the index: no liquidation until they are together again, or divergenceMax is over",
    "divergenceMax is over: the index is followed from now on",
    "the book's middle has left the index: no liquidation until they are together again, or divergenceMax is over",
  ]);
  expect(causes(together, clock(163), clock(168))).toEqual(["the prices are together again"]);
});
