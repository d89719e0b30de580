/** One bad feed liquidates no account, and one lot in a dead market shields none. */
import {
  account,
  at,
  clock,
  domain,
  feed,
  filled,
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
  cancelled,
  cancelSlice,
  closed,
  marked,
  opened,
  type Play,
  rested,
  scenario,
  slice,
  unblocked,
} from "../support/scenario.js";

/** 0.1 BTC and 10 ETH long with 3 500 of equity for 3 500 of margin; ETH's feed goes stale after ten seconds. */
const stage = (play: Play) => {
  const btc = feed("BTC");
  const eth = feed("ETH");
  play.given(domain(), leaping("BTC", { execution: "external" }));
  play.given(market("ETH", { execution: "external", maxAge: seconds(10) }));
  play.given(at(1, btc("50000")), at(1, eth("3000")), account("alice", "3500"));
  play.given(position("alice", "BTC", "0.1", "50000"), position("alice", "ETH", "10", "3000"));
  play.when(clock(11), []);
  play.when(clock(12), [breaker({ market: "ETH", breaker: "FEED_STALE", state: "tripped" })]);
  return { btc, eth };
};

/** Liquidatable at the last marks, but not if ETH stands ten percent higher than its last mark. */
const suspended = (play: Play) => {
  const ticks = stage(play);
  play.when(at(20, ticks.btc("49000")), [
    marked(),
    opened({ equity: "3400.000000", maintenanceMargin: "3490.000000" }),
    blocked({ case: "C1", account: "alice", market: "ETH", breaker: "FEED_STALE" }),
  ]);
  return ticks;
};

scenario("liquidatable only at last marks: opened, blocked by name, and left alone", (play) => {
  const { btc } = suspended(play);
  play.when(clock(25), []);
  // At doubtful marks 6 400 have become 3 399.9 of 3 489.99: liquidatable even so, and the sound leg is sold.
  play.when(at(26, btc("18999")), [
    marked(),
    slice({ case: "C1", market: "BTC", side: "sell", quantity: "0.100", remaining: "0.100" }),
  ]);
});

scenario("a suspended case whose feed recovers to health is closed as cured", (play) => {
  const { eth } = suspended(play);
  play.when(at(30, eth("3100")), [marked({ market: "ETH" })]); // five seconds of good ticks are asked for
  play.when(at(35, eth("3100")), [
    breaker({ market: "ETH", breaker: "FEED_STALE", state: "cleared" }),
    unblocked({ case: "C1", market: "ETH", breaker: "FEED_STALE" }),
    closed({ case: "C1", outcome: "cured", equity: "4400.000000", closed: {} }),
  ]);
});

scenario("a suspended case whose feed recovers without health is worked", (play) => {
  const { eth } = suspended(play);
  play.when(at(30, eth("3000")), []);
  play.when(at(35, eth("3000")), [
    breaker({ breaker: "FEED_STALE", state: "cleared" }),
    unblocked({ case: "C1", market: "ETH" }),
    slice({ market: "ETH", quantity: "2.189" }), // the larger margin: 788 ÷ 0.36
  ]);
});

scenario(
  "liquidatable even at doubtful marks: the case is worked and the doubtful leg left alone",
  (play) => {
    const { btc } = stage(play);
    // BTC is worth 800: equity −700, with ETH at 3 300 it is 2 300 for a margin of 80 + 3 300.
    play.when(at(20, btc("8000")), [
      marked(),
      opened({ equity: "-700.000000", maintenanceMargin: "3080.000000" }),
      blocked({ market: "ETH", breaker: "FEED_STALE" }),
      slice({ market: "BTC", quantity: "0.100", limitPrice: "7920.00" }),
    ]);
  },
);

scenario("a deposit does not cure while the target is met only at doubtful marks", (play) => {
  const { btc } = stage(play);
  play.given(at(20, btc("8000")));
  play.given(filled("S1", "0.1", "8000"));
  // Target 3 600 at last marks, 3 960 at doubtful ones; equity −700 and 2 300.
  const deposit = (amount: string) => ({ type: "transfer", account: "alice", amount });
  play.when(deposit("4000"), [accepted()]);
  play.when(deposit("300"), [accepted(), closed({ outcome: "cured", equity: "3600.000000" })]);
});

/** Two sources, both needed; alice is healthy by 1 000 of 500. */
const restarted = (play: Play) => {
  const a = feed("BTC", "a");
  const b = feed("BTC", "b");
  play.given(
    domain(),
    leaping("BTC", { execution: "external", minSources: 2, sources: [{ source: "a" }, { source: "b" }] }),
    a("50000"),
    b("50000"),
    account("alice", "1000"),
    position("alice", "BTC", "0.1", "50000"),
  );
  play.when({ type: "resume", market: "BTC", reason: "restart" }, [
    accepted(),
    breaker({ market: "BTC", breaker: "WARMUP", state: "tripped" }),
  ]);
  return { a, b };
};

scenario("warm-up after a restart: nobody is sold until enough sources have ticked again", (play) => {
  const { a, b } = restarted(play);
  play.when(a("38000"), [
    marked({ mark: "44000.00" }), // the middle of two
    opened({ equity: "400.000000" }),
    blocked({ breaker: "WARMUP" }),
  ]);
  play.when(b("50000"), [
    breaker({ market: "BTC", breaker: "WARMUP", state: "cleared" }),
    unblocked({ market: "BTC", breaker: "WARMUP" }),
    slice({ quantity: "0.025" }), // 128 ÷ 5.28
  ]);
});

scenario("warm-up after a restart: one wild tick is forgiven by the next source", (play) => {
  const { a, b } = restarted(play);
  play.given(a("38000"));
  play.given(a("50000"));
  play.when(b("50000"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    unblocked(),
    closed({ outcome: "cured", equity: "1000.000000" }),
  ]);
});

scenario("halt: orders go, slices are called back, legs are blocked; resume warms up", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { execution: "external" }), tick("50000"), account("alice"));
  play.given(position("alice", "BTC", "0.1", "45010"));
  play.when({ type: "halt", market: "BTC", reason: "inspection" }, [
    accepted(),
    breaker({ market: "BTC", breaker: "HALTED", state: "tripped" }),
    cancelSlice({ order: "S1", case: "C1", reason: "halted" }),
  ]);
  play.when({ type: "execution", order: "S1", status: "cancelled" }, [
    blocked({ case: "C1", market: "BTC", breaker: "HALTED" }),
  ]);
  play.when(clock(2), []);
  play.when({ type: "resume", market: "BTC" }, [
    accepted(),
    breaker({ breaker: "HALTED", state: "cleared" }),
    breaker({ breaker: "WARMUP", state: "tripped" }),
    unblocked({ breaker: "HALTED" }),
    blocked({ breaker: "WARMUP" }),
  ]);
  play.when(tick("50000"), [
    breaker({ breaker: "WARMUP", state: "cleared" }),
    unblocked({ breaker: "WARMUP" }),
    slice({ order: "S2", quantity: "0.017" }),
  ]);
});

scenario("a halted market cancels what rests and refuses orders", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("50000"), account("alice", "100000"));
  play.given(
    order("alice", "buy", "0.1", "49000"),
    order("alice", "buy", "0.1", "49500"),
    order("alice", "sell", "0.1", "51000"),
  );
  play.when({ type: "halt", domain: "main" }, [
    accepted(),
    breaker({ domain: "main", breaker: "HALTED", state: "tripped" }),
    cancelled({ order: "O2", reason: "market" }), // bids from the best, then asks
    cancelled({ order: "O1", reason: "market" }),
    cancelled({ order: "O3", reason: "market" }),
  ]);
  play.when({ type: "halt", domain: "main" }, [accepted()]);
  play.refuses(order("alice", "buy", "0.1", "49000"), "MARKET_HALTED");
  play.when({ type: "resume", domain: "main" }, [
    accepted(),
    breaker({ domain: "main", breaker: "HALTED", state: "cleared" }),
    breaker({ market: "BTC", breaker: "WARMUP", state: "tripped" }),
  ]);
  play.when(order("alice", "buy", "0.1", "49000"), [accepted(), rested()]);
});

scenario("a feed that fell silent is found by whatever command comes first", (play) => {
  const btc = feed("BTC");
  play.given(
    domain(),
    market("BTC"),
    market("ETH", { maxAge: seconds(10) }),
    btc("50000"),
    feed("ETH")("3000"),
  );
  const alone = at(10, btc("50000")); // ETH ticked at 0
  play.when(alone, []);
  play.when({ ...btc("50000"), time: seconds(10) + 1 }, [
    breaker({
      market: "ETH",
      breaker: "FEED_STALE",
      state: "tripped",
    }),
  ]);
  play.when(clock(60), []);
});
