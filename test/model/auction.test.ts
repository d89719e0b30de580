/** The uncrossing price against every tick tried one by one; a trade of two makers in coins (rules: book 17, 13). */
import { describe, expect, test } from "vitest";
import { Setting } from "./setting.js";

interface Quote {
  side: "buy" | "sell";
  price: number;
  lots: number;
}

const MARK = 1_000;

/** Most volume, least imbalance, nearest the mark, lowest, over all whole prices between best ask and best bid. */
function tried(quotes: Quote[]): { price: number; volume: number } | null {
  const prices = (side: string) => quotes.filter((quote) => quote.side === side).map(({ price }) => price);
  const bid = Math.max(...prices("buy"));
  const ask = Math.min(...prices("sell"));
  let best: { price: number; rank: number[]; volume: number } | null = null;
  for (let price = ask; price <= bid; price += 1) {
    const sum = (side: string, takes: (at: number) => boolean) =>
      quotes.filter((q) => q.side === side && takes(q.price)).reduce((lots, q) => lots + q.lots, 0);
    const bids = sum("buy", (at) => at >= price);
    const asks = sum("sell", (at) => at <= price);
    const volume = Math.min(bids, asks);
    const rank = [-volume, Math.abs(bids - asks), Math.abs(price - MARK), price];
    const at = best ? rank.findIndex((value, i) => value !== best?.rank[i]) : 0;
    if (!best || (rank[at] ?? 0) < (best.rank[at] ?? 0)) best = { price, rank, volume };
  }
  return best && { price: best.price, volume: best.volume };
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
      const [, first] = setting.do({ type: "marketState", market: "M", state: "open" });
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
      { type: "uncrossed", price: "997", quantity: "2" },
      { type: "fill", side: "buy", maker: "carol", taker: "bob", makerFee: "0.000021", takerFee: "0.000021" },
      { type: "position", account: "carol", cost: "0.002007", cash: "99999999.999979" },
      { type: "position", account: "bob", cost: "-0.002006" },
    ]);
    const [report] = setting.do({ type: "domainReport", domain: "D" });
    expect(report).toMatchObject({ rounding: "0.000001", fees: "0.000042" });
  });
});
