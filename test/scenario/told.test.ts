/** What events tell of a liquidation besides: the mark of a fill, whose leg was deleveraged, what was lost since the opening. */
import {
  account,
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
  adl,
  blocked,
  closed,
  crossedInside,
  fill,
  type Play,
  positionOf,
  rested,
  scenario,
} from "../support/scenario.js";
import { elsewhere, ends } from "../support/venue.js";

scenario("a fill tells the last mark, at an auction's end, too", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC"), account("alice", "100000"), account("bob", "100000"), tick("50000"));
  play.given(order("bob", "sell", "1", "50100"));
  const buys = order("alice", "buy", "0.1", "50100");
  const filledAt = (mark: string) => [
    fill({ price: "50100.00", mark }),
    positionOf("bob"),
    positionOf("alice"),
  ];
  play.when(buys, [accepted(), ...filledAt("50000.00")]);
  play.given(tick("50050"));
  play.when(buys, [accepted(), ...filledAt("50050.00")]);
  play.given({ type: "marketState", market: "BTC", state: "auction" });
  play.when(buys, [accepted(), rested()]);
  play.given(tick("50090"));
  const ends = { type: "marketState", market: "BTC", state: "open" };
  play.when(ends, [accepted(), ...filledAt("50090.00"), { type: "uncrossed" }]);
});

scenario("and at a venue, of a slice and from elsewhere", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { execution: "external" }), account("alice", "1000"));
  play.when(elsewhere("alice", "buy", "0.1", "55010", { fee: "0" }), [
    fill({ taker: "alice", mark: null, case: null }),
    positionOf("alice"),
  ]);
  play.given(tick("50000"));
  play.given(tick("49900"));
  play.when(filled("S1", "0.001", "49900", { fee: "0" }), [
    fill({ takerOrder: "S1", mark: "49900.00" }),
    positionOf("alice"),
  ]);
});

/** Long 0.1 with 499 where 500 are needed, at a venue, and slices of half of what the plan wants. */
const liquidated = (play: Play, policy: Command = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { execution: "external", policy }),
    tick("50000"),
    account("alice", "1000"),
  );
  play.given(position("alice", "BTC", "0.1", "55010"));
  return tick;
};

scenario("what is lost since the opening, where the price has fallen before the slice went", (play) => {
  const tick = liquidated(play, { slippagePpm: 100_000 });
  play.given(tick("49000"), ends("S1", "cancelled"), clock(1));
  // 0.2 percent below 49,000, and 2.2 below 50,000.
  play.given(filled("S2", "0.01", "48900", { fee: "0" }), ends("S2", "cancelled"));
  play.when({ type: "transfer", account: "alice", amount: "1000" }, [
    accepted(),
    closed({ outcome: "cured", slippagePpm: 2_041, openingLossPpm: 22_000 }),
  ]);
});

scenario("a gain is below nothing, rounded up", (play) => {
  const tick = liquidated(play, { slippagePpm: 100_000 });
  play.given(tick("50010"));
  play.when(filled("S1", "0.003", "50007", { fee: "0" }), [fill(), positionOf("alice")]);
  // 7 of 50,000 more than at the opening, when the slice was sent.
  play.given(ends("S1", "cancelled"));
  play.when({ type: "transfer", account: "alice", amount: "200" }, [
    accepted(),
    closed({ outcome: "cured", slippagePpm: -140, openingLossPpm: -140 }),
  ]);
});

scenario("nothing closed, nothing lost", (play) => {
  liquidated(play);
  play.given(ends("S1", "cancelled"));
  play.when({ type: "transfer", account: "alice", amount: "200" }, [
    accepted(),
    closed({ outcome: "cured", slippagePpm: 0, openingLossPpm: 0 }),
  ]);
});

scenario("at most a thousand times what was closed", (play) => {
  play.given(domain({ takeover: false }), market("BTC", { execution: "external" }), feed("BTC")("10"));
  play.given(account("alice", "20"), position("alice", "BTC", "-10", "10"));
  play.given({ type: "funding", market: "BTC", ratePpb: -110_000_000 });
  play.when(filled("S1", "0.001", "10020", { fee: "0" }), [
    fill(),
    positionOf("alice"),
    { type: "executionMismatch", reason: "price" },
    blocked({ breaker: "EXECUTION_MISMATCH" }),
  ]);
  play.given(ends("S1", "cancelled"));
  play.when({ type: "transfer", account: "alice", amount: "200" }, [
    accepted(),
    closed({ outcome: "cured", slippagePpm: 1_001_000_000, openingLossPpm: 1_000_000_000 }),
  ]);
});

scenario("lots that cross inside count at the mark they cross at", (play) => {
  const tick = feed("BTC");
  play.given(
    domain({ crossInside: true, takeover: false }),
    market("BTC", { execution: "external" }),
    tick("50000"),
  );
  play.given(account("alice", "1000"), position("alice", "BTC", "0.1", "55010"));
  play.given(tick("49900"), ends("S1", "cancelled"), account("bob", "1000"));
  play.when(position("bob", "BTC", "-0.1", "44800"), [
    accepted(),
    { type: "liquidationOpened", account: "bob" },
    crossedInside({ price: "49900.00" }),
    positionOf("bob"),
    positionOf("alice"),
    closed({ account: "alice", outcome: "cured", slippagePpm: 0, openingLossPpm: 2_000 }),
  ]);
});

scenario("whose leg is deleveraged", (play) => {
  play.given(domain({ insuranceFund: "0" }), market("BTC"), feed("BTC")("50000"));
  play.given(account("alice"), account("bob", "20000"), position("bob", "BTC", "-1", "60000"));
  play.when(position("alice", "BTC", "0.1", "51000"), [
    accepted(),
    { type: "liquidationOpened" },
    adl({ account: "bob", loser: "alice" }),
    positionOf("alice"),
    positionOf("bob"),
    closed({ slippagePpm: 0, openingLossPpm: 0 }),
  ]);
});
