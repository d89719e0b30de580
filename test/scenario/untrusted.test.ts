/**
 * Prices that cannot be relied on, for those who take money out or add risk (rules: commands 12, 13; margin 13, 14): nothing leaves
 * an account that depends on one, and what opens is judged at prices moved against it. Twenty percent initial margin; a doubt of
 * ten percent.
 */
import {
  account,
  at,
  type Command,
  clock,
  domain,
  feed,
  market,
  order,
  position,
  seconds,
  tier,
} from "../support/commands.js";
import { accepted, breaker, marked, opened, type Play, rested, scenario } from "../support/scenario.js";

const transfer = (of: string, amount: string, more: Command = {}): Command => ({
  type: "transfer",
  account: of,
  amount,
  ...more,
});
const inDoubt = (name: string) => ({
  type: "rejected",
  command: "transfer",
  code: "PRICE_IN_DOUBT",
  field: "amount",
  market: name,
});

/** What makes the market BTC untrusted at 100, after its first tick at the second 1; the last command's time is that second. */
const reasons: Readonly<
  Record<string, { readonly settings?: Command; readonly spoil: (play: Play) => number }>
> = {
  FEED_STALE: {
    settings: { maxAge: seconds(10) },
    spoil(play) {
      play.given(clock(60));
      return 60;
    },
  },
  "a feed too old without a clock": { settings: { maxAge: seconds(10) }, spoil: () => 60 },
  FEED_GAP: {
    settings: { gapAction: "block" },
    spoil(play) {
      play.given(at(2, { ...feed("BTC")("100"), sequence: 7 }));
      return 2;
    },
  },
  PRICE_BAND: {
    settings: { breakers: { bandPpm: 50_000, bandWindow: seconds(16) } },
    spoil(play) {
      play.given(
        at(2, { ...feed("BTC")("110"), sequence: 2 }),
        at(3, { ...feed("BTC")("100"), sequence: 3 }),
        at(20, { ...feed("BTC")("110"), sequence: 4 }),
        at(21, { ...feed("BTC")("100"), sequence: 5 }),
      );
      return 21;
    },
  },
  DIVERGENCE: {
    settings: { breakers: { divergencePpm: 20_000 } },
    spoil(play) {
      play.given(
        order("maker", "buy", "1", "95"),
        order("maker", "sell", "1", "110"),
        at(2, { ...feed("BTC")("100"), sequence: 2 }),
      );
      return 2;
    },
  },
  WARMUP: {
    spoil(play) {
      play.given({ type: "resume", market: "BTC" });
      return 1;
    },
  },
  "a halted market": {
    spoil(play) {
      play.given({ type: "halt", market: "BTC" });
      return 1;
    },
  },
  "a halted domain": {
    spoil(play) {
      play.given({ type: "halt", domain: "main" });
      return 1;
    },
  },
};

/** Three that depend on BTC, each in its own way, a fourth that does not, and one with money for both sides. */
const stage = (play: Play, settings: Command = {}) => {
  play.given(
    domain(),
    market("FREE"),
    market("BTC", { marketBandPpm: 500_000, ...settings }),
    at(1, feed("BTC")("100")),
    feed("FREE")("100"),
    { type: "collateral", domain: "main", asset: "XBT", market: "BTC", haircutPpm: 100_000, decimals: 8 },
    account("long", "1000"),
    account("pledged", "1000"),
    account("resting", "1000"),
    account("idle", "1000"),
    account("maker", "100000"),
    position("long", "BTC", "1", "100"),
    transfer("pledged", "1", { asset: "XBT" }),
    order("resting", "buy", "1", "90"),
  );
};

for (const [reason, { settings, spoil }] of Object.entries(reasons)) {
  scenario(`${reason}: nothing leaves an account that depends on it, and everything may come in`, (play) => {
    stage(play, settings);
    const time = spoil(play);
    const halted = reason.startsWith("a halted");
    // Resting orders go with a halt: then nothing depends on the market any more.
    const bound = halted ? ["long", "pledged"] : ["long", "pledged", "resting"];
    for (const name of bound) {
      play.when(at(time, transfer(name, "-0.000001")), [inDoubt("BTC")]);
      play.when(at(time, transfer(name, "0.000001", { to: "idle" })), [inDoubt("BTC")]);
      play.when(at(time, transfer(name, "0.000001", { to: "@fund" })), [inDoubt("BTC")]);
    }
    play.when(at(time, transfer("pledged", "-0.1", { asset: "XBT" })), [inDoubt("BTC")]);
    play.when(at(time, transfer("pledged", "0.1", { asset: "XBT", to: "idle" })), [inDoubt("BTC")]);
    play.given(
      at(time, transfer("idle", "-1000")),
      transfer("idle", "5"),
      transfer("idle", "5", { to: "long" }),
      transfer("long", "1"),
      transfer("pledged", "1", { asset: "XBT" }),
    );
  });
}

scenario("a market that never had a mark: nothing leaves, with its name", (play) => {
  play.given(domain(), market("FREE"), market("NEW"), feed("FREE")("100"), account("alice", "1000"));
  play.given(position("alice", "NEW", "1", "100"));
  play.when(transfer("alice", "-1"), [inDoubt("NEW")]);
  play.given(position("alice", "NEW", "0", "100"), transfer("alice", "-1"));
});

scenario("of several the first by index is named, whatever depends on it", (play) => {
  play.given(domain(), market("A"), market("B"), market("C"));
  play.given(...["A", "B", "C"].map((name) => feed(name)("100")), account("alice", "1000"));
  play.given(
    { type: "collateral", domain: "main", asset: "COIN", market: "B", haircutPpm: 0, decimals: 8 },
    position("alice", "C", "1", "100"),
    transfer("alice", "1", { asset: "COIN" }),
    order("alice", "buy", "1", "96", { market: "A" }),
  );
  for (const name of ["C", "B", "A"]) {
    play.given({ type: "resume", market: name });
    play.when(transfer("alice", "-1"), [inDoubt(name)]);
  }
  play.given({ type: "cancelAll", account: "alice" });
  play.when(transfer("alice", "-1"), [inDoubt("B")]);
});

scenario("a market that is merely not open is no reason; a case comes first", (play) => {
  stage(play);
  play.given({ type: "marketState", market: "BTC", state: "cancelOnly" }, transfer("long", "-1"));
  play.given({ type: "resume", market: "BTC" });
  play.when(position("idle", "BTC", "100", "101"), [
    accepted(),
    { ...opened({ account: "idle" }) },
    { type: "liquidationBlocked" },
  ]);
  play.refuses(transfer("idle", "-1"), "IN_LIQUIDATION");
});

scenario("just after the moment at which its source is too old, without a clock", (play) => {
  stage(play, { maxAge: seconds(10) });
  play.given(at(11, transfer("long", "-1")));
  play.when({ ...transfer("long", "-1"), time: seconds(11) + 1 }, [inDoubt("BTC")]);
  // A refused command advances nothing, so the market is not stale yet.
  play.when({ type: "tick", market: "BTC", source: "s", price: "101", sequence: 2, time: seconds(11) + 1 }, [
    marked({ mark: "101.00" }),
  ]);
  play.given(transfer("long", "-1"));
});

/** 10 BTC at 100; the domain's doubt moves them to 90 or 110. */
const held = (play: Play, quantity: string, cash: string, more: Command = {}) => {
  const tick = feed("BTC");
  play.given(
    domain(),
    market("BTC", { marketBandPpm: 500_000, ...more }),
    market("ETH", { marketBandPpm: 500_000 }),
    at(1, tick("100")),
    feed("ETH")("100"),
    account("alice", cash),
    account("maker", "100000"),
    position("alice", "BTC", quantity, "100"),
  );
  return tick;
};

scenario("a long's paper profit in doubt opens nothing: E and IM at 90", (play) => {
  // At 100: E = 380, IM = 200, and 9 ETH need 180. At 90: E = 280, IM = 180, and 5 ETH need 100.
  held(play, "10", "380");
  play.given({ type: "resume", market: "BTC" });
  play.refuses(order("alice", "buy", "5.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "buy", "5", "100", { market: "ETH" }), [accepted(), rested()]);
});

scenario("a short likewise: E and IM at 110, and no farther than maxPrice", (play) => {
  // At 110: E = 380 − 100 = 280, IM = 220, so 3 ETH.
  held(play, "-10", "380");
  play.given({ type: "resume", market: "BTC" });
  play.refuses(order("alice", "sell", "3.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "sell", "3", "100", { market: "ETH" }), [accepted(), rested()]);
});

scenario("a short's adverse price ends at maxPrice", (play) => {
  // At 105: E = 380 − 50 = 330, IM = 210, so 6 ETH.
  held(play, "-10", "380", { maxPrice: "105" });
  play.given({ type: "resume", market: "BTC" });
  play.refuses(order("alice", "sell", "6.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "sell", "6", "100", { market: "ETH" }), [accepted(), rested()]);
});

scenario("a halted domain's or market's leg is moved too, though it is no doubt", (play) => {
  held(play, "10", "380");
  play.given({ type: "halt", market: "BTC" });
  play.refuses(order("alice", "buy", "5.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.when(order("alice", "buy", "5", "100", { market: "ETH" }), [accepted(), rested()]);
});

scenario("a leg that is stale by the order's own time is moved, and then trips", (play) => {
  held(play, "10", "380", { maxAge: seconds(10) });
  const eth = (quantity: string) => order("alice", "buy", quantity, "100", { market: "ETH" });
  play.refuses({ ...eth("5.001"), time: seconds(11) + 1 }, "INSUFFICIENT_MARGIN");
  play.when({ ...eth("5"), time: seconds(11) + 1 }, [
    accepted(),
    rested(),
    breaker({ market: "BTC", breaker: "FEED_STALE", state: "tripped" }),
  ]);
});

scenario("an order in a doubtful market: what it buys is worth 90, what it sells costs 110", (play) => {
  play.given(domain(), market("BTC", { marketBandPpm: 500_000 }), feed("BTC")("100"));
  play.given(account("buyer", "280"), account("seller", "320"), { type: "resume", market: "BTC" });
  // Ten at 100 lose 100 against 90, and need 180.
  play.refuses(order("buyer", "buy", "10.001", "100"), "INSUFFICIENT_MARGIN");
  play.when(order("buyer", "buy", "10", "100"), [accepted(), rested()]);
  // Ten at 100 lose 100 against 110, and need 220. Resting ones count likewise.
  play.refuses(order("seller", "sell", "10.001", "100"), "INSUFFICIENT_MARGIN");
  play.when(order("seller", "sell", "5", "101"), [accepted(), rested()]); // 45 + 110
  play.refuses(order("seller", "sell", "5.323", "101"), "INSUFFICIENT_MARGIN"); // 31 × 5.323 = 165.013
  play.when(order("seller", "sell", "5.322", "101"), [accepted(), rested()]);
});

scenario(
  "an amendment that grows is judged so; one that stays in place, and what reduces, is not",
  (play) => {
    const tick = held(play, "10", "400");
    play.given(
      order("alice", "buy", "1", "100", { order: "o" }),
      order("alice", "sell", "1", "120", { order: "p" }),
    );
    play.given({ type: "resume", market: "BTC" });
    const amend = (more: Command): Command => ({ type: "amend", order: "o", ...more });
    // E = 300; 11 BTC need 198, and each at 100 loses 10.
    play.given(amend({ quantity: "0.5" }), amend({ quantity: "1", price: "100" }));
    play.refuses(amend({ quantity: "4.286" }), "INSUFFICIENT_MARGIN"); // 120 = 28 × 4.2857
    play.given(amend({ quantity: "4.285" }));
    play.given({ type: "cancelAll", account: "alice" });
    play.given(order("alice", "sell", "9", "95"), { type: "cancelAll", account: "alice" });
    play.given(order("alice", "sell", "10", "95", { reduceOnly: true }));
    play.when(tick("100"), [breaker({ breaker: "WARMUP", state: "cleared" })]);
  },
);

scenario("an inverse market: a long's debt at 90 % of the mark, a short's claim at 110 %", (play) => {
  play.given(
    domain({ asset: "XBT", settleDecimals: 8, insuranceFund: "1" }),
    market("XBTUSD", {
      kind: "inverse",
      priceDecimals: 0,
      tickSize: "1",
      lotSize: "1",
      minPrice: "100",
      marketBandPpm: 500_000,
      tiers: [tier("0", 100_000)],
    }),
    feed("XBTUSD")("10000"),
    account("long", "0.1"),
    account("short", "0.1"),
    { type: "resume", market: "XBTUSD" },
  );
  const dollars = (of: string, side: "buy" | "sell", quantity: string) =>
    order(of, side, quantity, "10000", { market: "XBTUSD" });
  // A dollar is 0.0001 at 10 000. At 9 000 it is 0.00011112: lost are 1/9 of it, and 20 % of 10/9: a third in all.
  play.refuses(dollars("long", "buy", "3000"), "INSUFFICIENT_MARGIN");
  play.given(dollars("long", "buy", "2999"));
  // At 11 000: 1/11 lost, and 20 % of 10/11: 3/11 in all.
  play.refuses(dollars("short", "sell", "3667"), "INSUFFICIENT_MARGIN");
  play.given(dollars("short", "sell", "3666"));
});

scenario("an isolated account is judged so by its own money", (play) => {
  play.given(domain(), market("BTC"), feed("BTC")("100"), account("parent", "100000"));
  play.given(
    { ...account("sub", "280"), mode: "isolated", parent: "parent" },
    { type: "resume", market: "BTC" },
  );
  play.refuses(order("sub", "buy", "10.001", "100"), "INSUFFICIENT_MARGIN");
  play.given(order("sub", "buy", "10", "100"));
  play.when(transfer("sub", "-1"), [inDoubt("BTC")]);
  play.given(transfer("parent", "-100000"));
});

/** A fall to 80 that waits for its confirmation; ten percent are a jump. */
const fallen = (play: Play, quantity: string, cash: string, to = "80") => {
  const tick = held(play, quantity, cash, { jumpPpm: 100_000 });
  play.refuses(at(2, tick(to)), "QUARANTINED");
  return tick;
};

scenario("a fall in quarantine counts against a long before it is confirmed, by its whole depth", (play) => {
  // At 100: E = 580, IM = 200; at 80: E = 380, IM = 160, so 220 may leave.
  const tick = fallen(play, "10", "580");
  play.refuses(transfer("alice", "-220.000001"), "INSUFFICIENT_MARGIN");
  play.refuses(order("alice", "buy", "11.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.given(transfer("alice", "-100"), order("alice", "buy", "6", "100", { market: "ETH" }));
  play.refuses(transfer("alice", "-0.000001"), "INSUFFICIENT_MARGIN");
  // It was a lie: the source says 100 again.
  play.given(at(3, tick("100")), transfer("alice", "-160"));
});

scenario("a rise in quarantine does not help a long", (play) => {
  fallen(play, "10", "380", "130");
  play.refuses(transfer("alice", "-180.000001"), "INSUFFICIENT_MARGIN");
  play.given(transfer("alice", "-180"));
});

scenario("a fall in quarantine does not help a short", (play) => {
  fallen(play, "-10", "380");
  play.refuses(transfer("alice", "-180.000001"), "INSUFFICIENT_MARGIN");
  play.given(transfer("alice", "-180"));
});

scenario("a rise in quarantine counts against a short", (play) => {
  // At 130: E = 680 − 300, IM = 260.
  fallen(play, "-10", "680", "130");
  play.refuses(transfer("alice", "-120.000001"), "INSUFFICIENT_MARGIN");
  play.given(transfer("alice", "-120"));
});

scenario("in doubt and in quarantine: the farther of the two", (play) => {
  // 95 is nearer than 90.
  const tick = held(play, "10", "380", { jumpPpm: 10_000 });
  play.given({ type: "resume", market: "BTC" });
  play.refuses(tick("95"), "QUARANTINED");
  play.refuses(order("alice", "buy", "5.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.given(order("alice", "buy", "5", "100", { market: "ETH" }), { type: "cancelAll", account: "alice" });
  // 85: E = 230, IM = 170.
  play.refuses(tick("85"), "QUARANTINED");
  play.refuses(order("alice", "buy", "3.001", "100", { market: "ETH" }), "INSUFFICIENT_MARGIN");
  play.given(order("alice", "buy", "3", "100", { market: "ETH" }));
});

scenario("collateral in an untrusted market carries nothing new, in quarantine what is lower", (play) => {
  const coin = feed("COIN");
  play.given(
    domain(),
    market("BTC"),
    market("COIN", { jumpPpm: 100_000 }),
    feed("BTC")("100"),
    coin("10"),
    { type: "collateral", domain: "main", asset: "COIN", market: "COIN", haircutPpm: 0, decimals: 6 },
    account("alice", "20"),
    transfer("alice", "100", { asset: "COIN" }),
  );
  play.refuses(coin("5"), "QUARANTINED");
  // 20 + 500 carry 26.
  play.refuses(order("alice", "buy", "26.001", "100"), "INSUFFICIENT_MARGIN");
  play.given(order("alice", "buy", "24", "100", { order: "o" }));
  // 20 + 5 × what is left ≥ 480.
  play.refuses(transfer("alice", "-8.000001", { asset: "COIN" }), "INSUFFICIENT_MARGIN");
  play.given(transfer("alice", "-8", { asset: "COIN" }), { type: "cancel", order: "o" });
  play.given({ type: "resume", market: "COIN" });
  play.refuses(order("alice", "buy", "1.001", "100"), "INSUFFICIENT_MARGIN");
  play.given(order("alice", "buy", "1", "100"));
});

scenario("reports, the band and reducing orders stay at the mark", (play) => {
  held(play, "10", "300");
  play.given({ type: "resume", market: "BTC" });
  play.when({ type: "report", account: "alice" }, [
    { type: "report", equity: "300.000000", initialMargin: "200.000000" },
  ]);
  play.given(order("alice", "sell", "10", "60"), { type: "cancelAll", account: "alice" });
  play.when({ type: "halt", market: "BTC" }, [accepted(), breaker()]);
  play.refuses(order("alice", "sell", "10", "60"), "MARKET_HALTED");
});
