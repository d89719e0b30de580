/** The uncrossing price against every tick tried one by one; a trade of two makers in coins (rules: book 17, 13). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";

interface Quote {
  side: "buy" | "sell";
  price: number;
  lots: number;
}

const MARK = 1_000;

/** Every whole price from best ask to best bid: most volume, least imbalance, then the side that presses, else the mark. */
function tried(quotes: Quote[]): { price: number; volume: number } | null {
  const prices = (side: string) => quotes.filter((quote) => quote.side === side).map(({ price }) => price);
  const bid = Math.max(...prices("buy"));
  const ask = Math.min(...prices("sell"));
  const all: { price: number; volume: number; surplus: number }[] = [];
  for (let price = ask; price <= bid; price += 1) {
    const sum = (side: string, takes: (at: number) => boolean) =>
      quotes.filter((q) => q.side === side && takes(q.price)).reduce((lots, q) => lots + q.lots, 0);
    const bids = sum("buy", (at) => at >= price);
    const asks = sum("sell", (at) => at <= price);
    all.push({ price, volume: Math.min(bids, asks), surplus: bids - asks });
  }
  const volume = Math.max(...all.map((one) => one.volume));
  const most = all.filter((one) => one.volume === volume);
  const least = Math.min(...most.map(({ surplus }) => Math.abs(surplus)));
  const tied = most.filter(({ surplus }) => Math.abs(surplus) === least);
  if (tied.length === 0) return null;
  const at = tied.map(({ price }) => price);
  if (tied.every(({ surplus }) => surplus < 0)) return { price: Math.min(...at), volume };
  if (tied.every(({ surplus }) => surplus > 0)) return { price: Math.max(...at), volume };
  const distance = Math.min(...at.map((price) => Math.abs(price - MARK)));
  return { price: Math.min(...at.filter((price) => Math.abs(price - MARK) === distance)), volume };
}

function auction(spec: object = {}): Setting {
  const setting = new Setting();
  setting.market("M", { priceDecimals: 0, tickSize: "1", lotSize: "1", ...spec });
  setting.mark("M", String(MARK));
  for (const name of ["bob", "carol"]) setting.account(name, "100000000");
  setting.do({ type: "marketState", market: "M", state: "auction" });
  return setting;
}

describe("uncrossing", () => {
  test("finds the price that trying every tick finds", () => {
    let state = 7;
    const below = (most: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * most);
    };
    let crossed = 0;
    for (let round = 0; round < 150; round += 1) {
      const setting = auction();
      const quotes: Quote[] = [];
      for (let i = 0; i < 2 + below(7); i += 1) {
        const side = below(2) === 0 ? "buy" : "sell";
        const quote: Quote = { side, price: MARK - 12 + below(25), lots: 1 + below(4) };
        quotes.push(quote);
        setting.order(side === "buy" ? "bob" : "carol", "M", side, `${quote.lots}`, `${quote.price}`);
      }
      const events = setting.do({ type: "marketState", market: "M", state: "open" });
      const first = events.find(({ type }) => type === "uncrossed");
      const expected = tried(quotes);
      if (expected) crossed += 1;
      expect(first ? { price: first.price, quantity: first.quantity } : null).toEqual(
        expected && { price: `${expected.price}`, quantity: `${expected.volume}` },
      );
    }
    expect(crossed).toBeGreaterThan(50);
  });

  test("an inverse trade pays both makers' fees, up, and leaves its rounding where it belongs", () => {
    // C = 10^6 (one dollar a lot, 10^-6 coins): 2 lots at 997 are 2 006.01… units, so the buyer's cost −2 006, the
    // seller's +2 007; a fee of 1 % of 2 007 is 21, rounded up.
    const setting = auction({ kind: "inverse", minPrice: "1", makerFeePpm: 10_000 });
    setting.order("carol", "M", "sell", "2", "997");
    setting.order("bob", "M", "buy", "2", "997");
    const events = setting.do({ type: "marketState", market: "M", state: "open" });
    expect(events.slice(1)).toMatchObject([
      { type: "fill", side: "buy", maker: "carol", taker: "bob", makerFee: "0.000021", takerFee: "0.000021" },
      { type: "position", account: "carol", cost: "0.002007", cash: "99999999.999979" },
      { type: "position", account: "bob", cost: "-0.002006" },
      { type: "uncrossed", price: "997", quantity: "2" },
    ]);
    const [report] = setting.do({ type: "domainReport", domain: "D" });
    expect(report).toMatchObject({ rounding: "0.000001", fees: "0.000042" });
  });
});

const open = (setting: Setting) =>
  setting.do({ type: "marketState", market: "M", state: "open" }).filter(({ type }) => type !== "accepted");
const told = (setting: Setting) =>
  open(setting)
    .filter(({ type }) => type !== "position")
    .map(({ type, order, price, quantity }) => [
      type,
      ...(order === undefined ? [] : [order]),
      price,
      quantity,
    ]);

describe("the side that presses", () => {
  test.each([
    ["40", "41", "988"],
    ["41", "40", "1020"],
    ["40", "40", "1000"],
  ])("%s bid at 1020, %s asked at 988: %s", (bids, asks, price) => {
    const setting = auction();
    setting.order("bob", "M", "buy", bids, "1020");
    setting.order("carol", "M", "sell", asks, "988");
    expect(told(setting)).toEqual([
      ["fill", price, "40"],
      ["uncrossed", price, "40"],
    ]);
  });

  test("both kinds tie: nearest the mark", () => {
    // 5 at each of 990 to 1010; +5 up to 1005 and −5 from 1006 on.
    const setting = auction();
    setting.order("bob", "M", "buy", "5", "1010");
    setting.order("bob", "M", "buy", "5", "1005");
    setting.order("carol", "M", "sell", "5", "990");
    setting.order("carol", "M", "sell", "5", "1006");
    expect(told(setting)[0]).toEqual(["fill", "1000", "5"]);
  });

  test("in coins as in money", () => {
    const setting = auction({ kind: "inverse", minPrice: "1" });
    setting.order("bob", "M", "buy", "3", "1020");
    setting.order("carol", "M", "sell", "4", "988");
    expect(told(setting)).toEqual([
      ["fill", "988", "3"],
      ["uncrossed", "988", "3"],
    ]);
  });
});

describe("an account's own pairs", () => {
  test("whoever crosses himself to move the price has moved nothing", () => {
    const setting = auction({ marketBandPpm: 200_000 });
    for (const name of ["friend", "washer"]) setting.account(name, "100000000");
    setting.order("bob", "M", "buy", "5", "1100");
    setting.order("friend", "M", "sell", "5", "950");
    setting.order("washer", "M", "sell", "100", "1100");
    setting.order("washer", "M", "buy", "100", "1100");
    expect(told(setting)).toEqual([
      ["cancelled", "O4", "1100", "100"],
      ["fill", "1000", "5"],
      ["uncrossed", "1000", "5"],
    ]);
  });

  test("the younger of its two best, again and again, whatever its mode; then the next account", () => {
    const setting = auction();
    setting.order("carol", "M", "sell", "1", "1000");
    setting.do({
      type: "order",
      account: "bob",
      market: "M",
      side: "buy",
      quantity: "1",
      price: "1003",
      selfTrade: "none",
    });
    setting.do({
      type: "order",
      account: "bob",
      market: "M",
      side: "sell",
      quantity: "1",
      price: "1001",
      selfTrade: "none",
    });
    setting.do({
      type: "order",
      account: "bob",
      market: "M",
      side: "sell",
      quantity: "1",
      price: "1002",
      selfTrade: "oldest",
    });
    setting.order("carol", "M", "buy", "1", "1001");
    expect(told(setting)).toEqual([
      ["cancelled", "O3", "1001", "1"],
      ["cancelled", "O4", "1002", "1"],
      ["cancelled", "O5", "1001", "1"],
      ["fill", "1000", "1"],
      ["uncrossed", "1000", "1"],
    ]);
  });

  test("an own pair alone: nothing is uncrossed, nothing trades", () => {
    const setting = auction();
    setting.order("bob", "M", "buy", "1", "1003");
    setting.order("bob", "M", "sell", "1", "1003");
    expect(told(setting)).toEqual([["cancelled", "O2", "1003", "1"]]);
  });
});

test("an order that fails at the price is no volume: what traded is told, and where nothing did, nothing", () => {
  // Dan's five reduce 3 of his; the rest go at his turn.
  const setting = auction();
  setting.account("dan", "100000");
  setting.position("dan", "M", "3", "1000");
  setting.do({
    type: "order",
    account: "dan",
    market: "M",
    side: "sell",
    quantity: "3",
    price: "990",
    reduceOnly: true,
  });
  setting.order("dan", "M", "sell", "3", "985");
  setting.order("bob", "M", "buy", "6", "1010");
  const events = told(setting);
  const at = events[0]?.[1];
  expect(events).toEqual([
    ["fill", at, "3"],
    ["cancelled", "O1", "990", "3"],
    ["uncrossed", at, "3"],
  ]);
});
