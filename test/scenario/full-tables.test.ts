/** Tables that are full: who is liquidatable is worked, or blocked by `CAPACITY` by name, and worked as room appears. */
import { expect } from "vitest";
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  filled,
  market,
  order,
  position,
} from "../support/commands.js";
import {
  accepted,
  blocked,
  closed,
  fill,
  marked,
  mismatch,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  unblocked,
} from "../support/scenario.js";

/** Three accounts of a tenth at 50,000 with cash for different margins; at 49,000 each is liquidatable. */
function stage(play: Play, inMarket: Command = {}) {
  const tick = feed("BTC");
  play.given(
    domain({ takeover: false }),
    market("BTC", { execution: "external", ...inMarket }),
    tick("50000"),
  );
  play.given(account("al", "585"), account("bo", "570"), account("cy", "580"), account("maker", "100000"));
  for (const name of ["al", "bo", "cy"]) play.given(position(name, "BTC", "0.1", "50000"));
  return tick;
}
const capacity = (name: string, more: object = {}) => ({
  account: name,
  breaker: "CAPACITY",
  market: null,
  ...more,
});

scenario(
  "no room for a case: blocked by name, once, and worked worst first as room appears",
  (play) => {
    const tick = stage(play);
    play.when(tick("49000"), [
      marked(),
      opened({ case: "C1", account: "bo" }),
      slice({ order: "S1" }),
      blocked(capacity("cy", { case: null })),
      blocked(capacity("al", { case: null })),
    ]);
    expect(play.report("al")).toMatchObject({ state: "blocked", case: null });
    expect(play.domainReport()).toMatchObject({ cases: 1 });
    // Nobody says it twice.
    play.when(clock(1), []);
    // Bo's position is gone; his case closes at its next look, and Cy, the worse of the two, has its room.
    play.given({ ...filled("S1", "0.1", "49000"), time: 1_000_000 });
    expect(play.report("bo")).toMatchObject({ case: null });
    expect(play.report("cy")).toMatchObject({ state: "liquidating", case: "C2" });
    expect(play.report("al")).toMatchObject({ state: "blocked", case: null });
  },
  { cases: 1 },
);

scenario(
  "an account that waits for room may reduce and deposit; healthy again, it is unblocked",
  (play) => {
    const tick = stage(play);
    play.given(tick("49000"));
    play.when({ type: "transfer", account: "cy", amount: "100" }, [
      accepted(),
      unblocked(capacity("cy", { case: null })),
    ]);
    expect(play.report("cy")).toMatchObject({ state: "healthy" });
    play.refuses({ type: "transfer", account: "al", amount: "-100" }, "INSUFFICIENT_MARGIN");
    // It falls again: found by its trigger, and named again.
    play.when(tick("47990"), [marked(), blocked(capacity("cy"))]);
  },
  { cases: 1 },
);

scenario(
  "no room for works: a case needs one for each leg",
  (play) => {
    const tick = stage(play);
    play.when(tick("49000"), [
      marked(),
      opened({ account: "bo" }),
      slice(),
      opened({ account: "cy" }),
      slice(),
      blocked(capacity("al", { case: null })),
    ]);
  },
  { works: 2 },
);

scenario(
  "no room for a slice at a venue: the leg is blocked by name, and sends as room appears",
  (play) => {
    const tick = stage(play);
    const events = play.events(tick("49000"));
    expect(events.filter(({ type }) => type === "slice")).toMatchObject([{ account: "bo" }]);
    expect(events.filter(({ type }) => type === "liquidationBlocked")).toMatchObject([
      { account: "cy", case: "C2", market: "BTC", breaker: "CAPACITY" },
      { account: "al", case: "C3", market: "BTC", breaker: "CAPACITY" },
    ]);
    expect(play.report("cy")).toMatchObject({ state: "blocked", case: "C2" });
    play.when(clock(1), []);
    const after = play.events({ type: "execution", order: "S1", status: "cancelled" });
    expect(after.map(({ type }) => type)).toEqual(["slice"]);
    expect(after[0]).toMatchObject({ account: "bo", order: "S2" });
    play.when(filled("S2", "0.1", "49000"), [
      fill(),
      positionOf("bo"),
      // Of more than the slice had, but nothing is left to block.
      mismatch({ account: "bo", order: "S2", reason: "quantity" }),
      unblocked({ account: "cy", market: "BTC", breaker: "CAPACITY" }),
      slice({ account: "cy", order: "S3" }),
      closed({ case: "C1" }),
    ]);
  },
  { slices: 1 },
);

scenario(
  "a round of rungs goes whole or not at all",
  (play) => {
    const tick = stage(play, { execution: "internal", policy: { algorithm: "ladder", rungs: 3 } });
    const events = play.events(tick("49000"));
    expect(events.filter(({ type }) => type === "slice")).toHaveLength(3);
    expect(events.filter(({ type }) => type === "liquidationBlocked")).toMatchObject([
      { account: "cy", breaker: "CAPACITY" },
      { account: "al", breaker: "CAPACITY" },
    ]);
    // Bo's rungs go when he is cured; there is room for Cy's then.
    const cured = play.events({ type: "transfer", account: "bo", amount: "200" });
    expect(cured.map(({ type }) => type)).toEqual([
      "accepted",
      ...["cancelSlice", "cancelled", "cancelSlice", "cancelled", "cancelSlice", "cancelled"],
      "liquidationClosed",
      "liquidationUnblocked",
      ...["slice", "slice", "slice"],
    ]);
  },
  { slices: 5 },
);

scenario(
  "orders of clients leave no room for rungs: blocked by name until they go",
  (play) => {
    const tick = stage(play, { execution: "internal", policy: { algorithm: "ladder", rungs: 3 } });
    for (const price of ["40000", "40001"]) play.given(order("maker", "buy", "0.001", price));
    const events = play.events(tick("49000"));
    expect(events.filter(({ type }) => type === "liquidationBlocked")).toHaveLength(3);
    const freed = play.events({ type: "cancelAll", account: "maker" });
    expect(freed.filter(({ type }) => type === "slice")).toMatchObject([
      { account: "bo" },
      { account: "bo" },
      { account: "bo" },
    ]);
    play.refuses(order("maker", "buy", "0.001", "40000"), "CAPACITY");
  },
  { orders: 3 },
);

scenario(
  "a suspended case gets a leg for which there is no work: it says so, until there is room",
  (play) => {
    const tick = stage(play);
    const old = feed("OLD");
    const eth = feed("ETH");
    play.given(market("OLD", { execution: "external", maxAge: 10_000_000 }), old("3000"));
    play.given(market("ETH"), eth("3000"), account("dee", "3900"));
    play.given(order("dee", "buy", "0.010", "3000", { market: "ETH" }));
    play.given(position("dee", "BTC", "0.1", "50000"), position("dee", "OLD", "10", "3000"));
    play.given(at(12, { type: "clock" }));
    play.given(
      { type: "transfer", account: "al", amount: "1000" },
      { type: "transfer", account: "cy", amount: "1000" },
    );
    const fallen = play.events(tick("45000", { time: 20_000_000 }));
    expect(fallen.filter(({ type }) => type === "liquidationOpened")).toMatchObject([
      { account: "bo" },
      { account: "dee", case: "C2" },
    ]);
    const lacking = capacity("dee", { case: "C2" });
    const traded = play.events(order("maker", "sell", "0.010", "3000", { market: "ETH" }));
    expect(traded.filter(({ type }) => type === "liquidationBlocked")).toMatchObject([lacking]);
    play.when(clock(20), []);
    // Bo's case closes, and gives back what Dee's lacks.
    play.given(filled("S1", "0.1", "45000"));
    play.when(clock(20), [unblocked(lacking)]);
  },
  { works: 3 },
);
