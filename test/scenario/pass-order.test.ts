/** Who acts before whom: by exact ratios, also where so many are sorted by numbers; and what an account joins that is touched on the way. */
import { expect } from "vitest";
import { account, type Command, domain, feed, market, order, position, tier } from "../support/commands.js";
import { type Play, scenario } from "../support/scenario.js";

/** Passes of at least 128 are sorted so. */
const MANY = 150;
const opened = (play: Play, command: Command) =>
  play.events(command).flatMap((event) => (event.type === "liquidationOpened" ? [event["account"]] : []));

scenario("150 accounts whose ratios are a billionth apart, or the same", (play) => {
  const tick = feed("BTC");
  play.given(domain(), market("BTC", { execution: "external" }), tick("51000"));
  // 0.2 bought at 50 000: at 49 000 they have 780 and some millionths, of 980.
  const millionths = Array.from({ length: MANY }, (_, i) => (i * 67) % 100);
  for (const [i, more] of millionths.entries()) {
    play.given(account(`a${i}`, (980 + more / 1e6).toFixed(6)));
    play.given(position(`a${i}`, "BTC", "0.2", "50000"));
  }
  const order = millionths
    .map((more, i) => ({ more, i }))
    .sort((a, b) => a.more - b.more || a.i - b.i)
    .map(({ i }) => `a${i}`);
  expect(opened(play, tick("49000"))).toEqual(order);
});

scenario("150 accounts, half of them with less than nothing", (play) => {
  const tick = feed("BTC");
  play.given(domain({ takeover: false }), market("BTC", { execution: "external" }), tick("58000"));
  // 0.2 bought at 50 000 are worth 200 less at 49 000.
  const equities = Array.from({ length: MANY }, (_, i) => ((i * 67) % MANY) - MANY / 2);
  for (const [i, equity] of equities.entries())
    play.given(account(`a${i}`, String(200 + equity)), position(`a${i}`, "BTC", "0.2", "50000"));
  const order = equities.map((equity, i) => ({ equity, i })).sort((a, b) => a.equity - b.equity);
  expect(opened(play, tick("49000"))).toEqual(order.map(({ i }) => `a${i}`));
});

scenario("ratios of numbers that no double holds, on both sides of what is told apart by number", (play) => {
  const names = ["A", "B", "C", "D", "E", "F", "G", "H"];
  const units = {
    priceDecimals: 0,
    tickSize: "1",
    lotSize: "1",
    maxPrice: "8192",
    maxPosition: "1099511627776",
  };
  const ticks = names.map((name) => feed(name)("8192"));
  play.given(domain({ settleDecimals: 0, insuranceFund: "0" }));
  for (const name of names)
    play.given(market(name, { ...units, execution: "external", tiers: [tier("0", 500_000)] }));
  const holds = (name: string, cash: bigint, lots: bigint, markets: readonly string[]) => {
    play.given(account(name, String(cash)));
    for (const one of markets) play.given(position(name, one, String(lots), "8192"));
  };
  // Margin is 2^27 times these: eight legs of 4 096 a lot. A number ends at b = 1 − 2^-27. Of the first, equity is 2 less than b·margin, which as a double is
  // b·margin; of the second it is 1 less, which as a double is 2 less: a number lower, and yet the better ratio.
  const [first, second] = [135_559_904n, 127_506_842n];
  const share = (of: bigint) => of * 2n ** 27n - of;
  holds("first", share(first) - 2n, first << 12n, names);
  holds("second", share(second) - 1n, second << 12n, names);
  for (let i = 0; i < MANY; i++) holds(`a${i}`, 4_095n, 1n, ["A"]);
  const [last, ...others] = ticks;
  play.given(...others);
  expect(opened(play, last!).filter((name) => !String(name).startsWith("a"))).toEqual(["first", "second"]);
});

scenario("whom only a false alarm has touched acts in the next pass, when a fill touches it", (play) => {
  const btc = feed("BTC");
  const thin = { tiers: [tier("0", 2_000)] };
  play.given(
    domain({ marginCallPpm: 700_000, legOrder: "user" }),
    market("BTC", { execution: "external" }),
    market("ETH", thin),
  );
  play.given(btc("100"), feed("ETH")("100"));
  play.given(
    account("maker", "290"),
    position("maker", "BTC", "10", "100"),
    position("maker", "ETH", "10", "100"),
  );
  play.given(order("maker", "buy", "60", "101", { market: "ETH" }), btc("82"));
  const seller = { ...account("seller", "100"), unwindOrder: ["ETH", "BTC"] };
  play.given(seller, position("seller", "BTC", "10", "82"), position("seller", "ETH", "60", "100"));
  play.given(account("called", "125"), position("called", "BTC", "10", "82"));
  // At 80 the maker, called before, rings, though it has 90 of the 82 that it needs; then it pays the seller 60 above the mark.
  const told = play
    .events(btc("80"))
    .filter(({ type }) => type === "marginCall" || type === "liquidationOpened");
  expect(told.map(({ type, account: of }) => [type, of])).toEqual([
    ["liquidationOpened", "seller"],
    ["marginCall", "called"],
    ["liquidationOpened", "maker"],
  ]);
});
