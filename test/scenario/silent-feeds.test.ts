/**
 * A feed that falls silent is found by whatever command comes first (rules: breakers 4): from the moment on at which fewer than
 * `minSources` sources count, and as `clock` would find it. Ages are ten seconds.
 */
import {
  account,
  at,
  type Command,
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
  cancelSlice,
  marked,
  opened,
  type Play,
  scenario,
  slice,
} from "../support/scenario.js";

const maxAge = seconds(10);
const stale = (market = "BTC") => breaker({ market, breaker: "FEED_STALE", state: "tripped" });
const after = (second: number, command: Command): Command => ({ ...command, time: seconds(second) + 1 });
const transfer: Command = { type: "transfer", account: "alice", amount: "1" };
const sources = (...names: readonly string[]) => ({ sources: names.map((source) => ({ source })) });

/** BTC has ticked at the second 1; ETH has no age. */
const stage = (play: Play, settings: Command = {}) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { maxAge, ...settings }), market("ETH"), at(1, tick("100")));
  play.given(feed("ETH")("100"), account("alice", "1000"), account("bob", "1000"));
  return tick;
};

const commands: Readonly<Record<string, readonly [Command, readonly string[]]>> = {
  transfer: [transfer, ["accepted"]],
  account: [account("carol"), ["accepted"]],
  position: [position("alice", "ETH", "1", "100"), ["accepted"]],
  order: [order("alice", "buy", "1", "100", { market: "ETH" }), ["accepted", "rested"]],
  "order in the market": [order("alice", "buy", "1", "100"), ["accepted", "rested"]],
  cancelAll: [{ type: "cancelAll", account: "alice" }, ["accepted"]],
  funding: [{ type: "funding", market: "ETH", ratePpb: 1 }, ["accepted", "funding"]],
  tick: [{ type: "tick", market: "ETH", source: "s", price: "101", sequence: 2 }, ["mark"]],
  policy: [{ type: "policy", market: "ETH", policy: {} }, ["accepted"]],
  halt: [{ type: "halt", market: "ETH" }, ["accepted", "breaker"]],
  "definition of a market": [market("SOL"), ["accepted", "breaker"]],
  "definition of a domain": [domain({ domain: "other" }), ["accepted"]],
  domainSettings: [{ type: "domainSettings", domain: "main" }, ["accepted"]],
};

for (const [name, [command, effects]] of Object.entries(commands)) {
  scenario(`${name}: not before the moment; at it, after the command's own effects`, (play) => {
    stage(play);
    play.when(at(11, { type: "cancelAll", account: "bob" }), [accepted()]);
    play.when(after(11, command), [...effects.map((type) => ({ type })), stale()]);
    play.when(clock(60), []);
  });
}

scenario("a refused command and a query advance nothing", (play) => {
  stage(play);
  play.refuses(at(60, order("nobody", "buy", "1", "100")), "UNKNOWN_ACCOUNT");
  play.when(at(60, { type: "report", account: "alice" }), [{ type: "report" }]);
  play.when(at(11, transfer), [accepted()]);
});

scenario("a tick of the market itself is not late while it brings a fresh price", (play) => {
  const tick = stage(play);
  play.when(at(60, tick("101")), [marked()]);
  play.when(at(70, transfer), [accepted()]);
  play.when(after(70, transfer), [accepted(), stale()]);
});

scenario("a source may go back in time: the moment comes with its own time", (play) => {
  const tick = stage(play);
  // Looked at again at the second 12, the market would be good for eight more; then its source says something older.
  play.given(at(10, tick("100")), at(12, transfer), at(13, tick("100", { sourceTime: seconds(5) })));
  play.when(at(15, transfer), [accepted()]);
  play.when(after(15, transfer), [accepted(), stale()]);
});

scenario("several sources: the moment is that of the last that is needed", (play) => {
  play.given(domain(), market("BTC", { maxAge, minSources: 2, ...sources("a", "b", "c") }), account("alice"));
  play.given(at(1, feed("BTC", "a")("100")), at(2, feed("BTC", "b")("100")), at(3, feed("BTC", "c")("100")));
  play.when(at(12, transfer), [accepted()]);
  play.when(after(12, transfer), [accepted(), stale()]);
});

/** Five sources of a market that drops outliers, each at its second and price. */
const fiveSources = (play: Play, ...ticks: readonly (readonly [number, string, string])[]) => {
  const five = sources("a", "b", "c", "d", "e");
  play.given(
    domain(),
    market("BTC", { maxAge, minSources: 2, outlierPpm: 50_000, ...five }),
    account("alice"),
  );
  for (const [second, source, price] of ticks) play.given(at(second, feed("BTC", source)(price)));
};

scenario("outliers do not count, and whoever goes may make others count", (play) => {
  fiveSources(play, [1, "a", "100"], [2, "b", "100"], [3, "c", "120"]);
  // Of 100, 100, 120 the first two count; of 100, 120 neither.
  play.when(at(11, transfer), [accepted()]);
  play.when(after(11, transfer), [accepted(), stale()]);
});

scenario("outliers: two others count where the first two go together", (play) => {
  fiveSources(play, [1, "a", "100"], [1, "b", "100"], [1, "e", "100"], [3, "c", "140"], [3, "d", "140"]);
  play.when(after(11, transfer), [accepted()]);
  play.when(after(13, transfer), [accepted(), stale()]);
});

scenario(
  "a market that is stale or warming up already is not looked at; one that recovers is again",
  (play) => {
    const tick = stage(play, { breakers: { resumeAfter: 0 } });
    play.when(at(30, transfer), [accepted(), stale()]);
    play.when(at(40, transfer), [accepted()]);
    play.when(at(41, tick("100")), [breaker({ breaker: "FEED_STALE", state: "cleared" })]);
    play.when(at(51, transfer), [accepted()]);
    play.when(after(51, transfer), [accepted(), stale()]);
    play.given({ type: "resume", market: "BTC" });
    play.given(at(60, tick("100")));
    play.when(after(70, transfer), [accepted(), stale()]);
  },
);

scenario("resume: WARMUP has the name, whatever its feed does", (play) => {
  stage(play);
  play.given({ type: "resume", market: "BTC" });
  play.when(at(60, transfer), [accepted()]);
});

scenario("a market without a mark, or without an age, never falls silent", (play) => {
  play.given(domain(), market("NEW", { maxAge }), market("BTC"), at(1, feed("BTC")("100")), account("alice"));
  play.when(at(600, transfer), [accepted()]);
});

scenario("feedSettings: a shorter age, or more sources, hold from the command itself on", (play) => {
  const tick = stage(play, { maxAge: seconds(100), ...sources("s", "t") });
  const settings = (more: Command): Command => ({ type: "feedSettings", market: "BTC", ...more });
  play.when(at(20, settings({ maxAge: seconds(19) })), [accepted()]);
  play.when(after(20, transfer), [accepted(), stale()]);
  play.given(at(30, tick("100")), at(35, tick("100")));
  play.when(at(36, settings({ maxAge: 1 })), [accepted(), stale()]);
  // No age: nothing trips but by a recompute.
  play.when(settings({ minSources: 2 }), [accepted()]);
});

scenario("markets in order of index, before deadlines and evaluation", (play) => {
  // Alice is being sold in ETH, outside; her slice expires at the second 6, the feeds of BTC and SOL are silent before.
  const age = seconds(2);
  play.given(
    domain(),
    market("BTC", { maxAge: age }),
    market("ETH", { execution: "external" }),
    market("SOL", { maxAge: age }),
    ...["SOL", "BTC", "ETH"].map((name) => at(1, feed(name)("100"))),
    account("alice", "100"),
  );
  play.when(at(1, position("alice", "ETH", "10", "101")), [
    accepted(),
    opened({ account: "alice" }),
    slice({ market: "ETH" }),
  ]);
  play.when(at(20, account("bob")), [
    accepted(),
    stale("BTC"),
    stale("SOL"),
    cancelSlice({ reason: "expired" }),
  ]);
});

scenario("recomputed as by clock: other breakers of the market are judged with it", (play) => {
  stage(play, { maxAge, breakers: { depthMin: "1", resumeAfter: 0 } });
  play.given(order("bob", "buy", "1", "99.50"), order("bob", "sell", "1", "100.50"));
  // The book is deep enough since; only a recompute says so.
  play.when(after(11, transfer), [
    accepted(),
    stale(),
    breaker({ breaker: "DEPTH_LOW", state: "cleared", market: "BTC" }),
  ]);
});

// Case 5: two legs, of which one's feed has been dead for twenty minutes when the other's price moves.
scenario(
  "a tick of one leg finds the other one's feed dead: suspended, not sold at its old price",
  (play) => {
    const b = feed("B");
    const settings = { lotSize: "1", maxAge, maxPrice: "10000", maxPosition: "1000" };
    const tiers = [{ from: "0", initialPpm: 100_000, maintenancePpm: 50_000 }];
    play.given(
      domain({ insuranceFund: "1000" }),
      market("A", { ...settings, tiers }),
      leaping("B", { ...settings, tiers }),
    );
    play.given(account("h", "150"), at(1, feed("A")("100")), b("100"));
    play.given(position("h", "A", "10", "100"), position("h", "B", "-10", "100"));
    play.when(at(1_200, b("106")), [
      marked({ market: "B" }),
      stale("A"),
      opened({ account: "h", equity: "90.000000", maintenanceMargin: "103.000000" }),
      blocked({ account: "h", market: "A", breaker: "FEED_STALE" }),
    ]);
  },
);
