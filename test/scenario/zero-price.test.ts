/** Zero prices, and the bound they put on what may be sold. BTC 50 000, ETH 3 000, maintenance ten percent. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { account, domain, feed, market, order, position, tier } from "../support/commands.js";
import {
  accepted,
  cancelled,
  fill,
  opened,
  Play,
  positionOf,
  rested,
  scenario,
  slice,
} from "../support/scenario.js";
import { subjects } from "../support/subject.js";

/** Limit orders may lie as far from the mark as the rule under test needs. */
const wide = { marketBandPpm: 1_000_000 };
const patient = { execution: "external", policy: { slippagePpm: 200_000 } };

scenario("Z1: 0.1 BTC long at 499 of 500 must bring 4 501", (play) => {
  play.given(domain(), market("BTC", patient), feed("BTC")("50000"), account("alice"));
  play.when(position("alice", "BTC", "0.1", "45010"), [
    accepted(),
    opened(),
    // Twenty percent of slippage would allow 40 000: the zero price is the nearer bound.
    slice({ side: "sell", limitPrice: "45010.00" }),
  ]);
  expect(play.leg("alice")["zeroPrice"]).toBe("45010.00");
});

scenario("Z2: 0.1 BTC short may cost 5 499", (play) => {
  play.given(domain(), market("BTC", patient), feed("BTC")("50000"), account("alice"));
  play.when(position("alice", "BTC", "-0.1", "54990"), [
    accepted(),
    opened({ equity: "499.000000" }),
    slice({ side: "buy", limitPrice: "54990.00" }),
  ]);
  expect(play.leg("alice")["zeroPrice"]).toBe("54990.00");
});

scenario("Z3: of two legs each carries its share of the maintenance margin", (play) => {
  play.given(domain(), market("BTC", patient), market("ETH", patient), account("alice"));
  // Values 200 and 300, cost 490: equity 10, margins 20 and 30.
  play.given(position("alice", "ETH", "0.1", "2900"), position("alice", "BTC", "0.004", "50000"));
  play.given(feed("BTC")("50000"), feed("ETH")("3000"));
  expect(play.report("alice")).toMatchObject({ equity: "10.000000", maintenanceMargin: "50.000000" });
  expect(play.leg("alice", "ETH")["zeroPrice"]).toBe("2940.00"); // 300 − 10·30/50 = 294
  expect(play.leg("alice", "BTC")["zeroPrice"]).toBe("49000.00"); // 200 − 10·20/50 = 196
});

scenario(
  "a zero price rounds to the tick in the account's favour, and is null where it is not positive",
  (play) => {
    const tick = feed("BTC");
    play.given(
      domain(),
      market("BTC", { tickSize: "0.5" }),
      tick("50000"),
      ...["long", "short", "rich"].map((name) => account(name, "5400")),
      position("long", "BTC", "0.3", "50000"), // (15 000 − 5 400) ÷ 0.3 = 32 000
      position("short", "BTC", "-0.7", "50000"), // (35 000 + 5 400) ÷ 0.7 = 57 714.28…
      position("rich", "BTC", "0.1", "50000"),
    );
    expect(play.leg("long")["zeroPrice"]).toBe("32000.00");
    expect(play.leg("short")["zeroPrice"]).toBe("57714.00");
    expect(play.leg("rich")["zeroPrice"]).toBeNull(); // 5 000 − 5 400 < 0
  },
);

scenario("a reducing order never trades beyond the zero price", (play) => {
  play.given(
    domain(),
    market("BTC", wide),
    feed("BTC")("50000"),
    account("alice", "600"),
    account("bob", "100000"),
  );
  play.given(
    position("alice", "BTC", "0.1", "50000"), // equity 600: the leg must bring 4 400
    order("bob", "buy", "0.05", "45000", { order: "inside" }),
    order("bob", "buy", "0.05", "43000", { order: "beyond" }),
  );
  play.when(order("alice", "sell", "0.1", "40000"), [
    accepted({ order: "O1" }),
    fill({ price: "45000.00", quantity: "0.050", makerOrder: "inside", takerOrder: "O1", side: "sell" }),
    positionOf("bob", { quantity: "0.050" }),
    positionOf("alice", { quantity: "0.050", realised: "-250.000000" }),
    cancelled({ order: "O1", quantity: "0.050", reason: "zeroPrice" }),
  ]);
});

scenario("a reducing maker beyond the zero price of now is cancelled at its turn", (play) => {
  play.given(
    domain(),
    market("BTC", wide),
    feed("BTC")("50000"),
    account("alice", "601"),
    account("bob", "100000"),
  );
  play.given(
    position("alice", "BTC", "0.1", "50000"), // the leg must bring 4 399: 43 990 a coin
    order("alice", "sell", "0.1", "43980", { order: "resting", postOnly: true }),
  );
  play.when(order("bob", "buy", "0.1", "43985"), [
    accepted(),
    cancelled({ order: "resting", account: "alice", reason: "zeroPrice", quantity: "0.100" }),
    rested({ account: "bob", quantity: "0.100" }),
  ]);
});

/** Orders to buy above twice the mark are refused. */
const HIGHEST_PRICE = 100_000;

interface Leg {
  /** Thousandths of a BTC. */
  readonly lots: number;
  readonly entry: number;
  readonly cash: number;
  /** Percent of the leg that is closed. */
  readonly part: number;
  /** Dollars a coin by which the price is better than the zero price. */
  readonly better: number;
  /** One rate for all sizes: nothing is left but roundings. */
  readonly flat: boolean;
}

/**
 * Z5: sells or buys back part of a leg at its zero price or better, and looks at equity over maintenance margin. False
 * where there is no such price.
 */
function closesAtZeroPrice(
  play: Play,
  name: string,
  { lots, entry, cash, part, better, flat }: Leg,
): boolean {
  const side = lots > 0 ? "sell" : "buy";
  const written = (count: number) => `${count < 0 ? "-" : ""}${(Math.abs(count) / 1000).toFixed(3)}`;
  play.given(account(name, String(cash)), position(name, "ETH", "0.3", "3000"));
  play.given(position(name, "BTC", written(lots), String(entry)));
  const before = play.report(name);
  const zero = before["state"] === "healthy" ? play.leg(name, "BTC")["zeroPrice"] : null;
  const price = (Number(zero) + (side === "sell" ? better : -better)).toFixed(2);
  const closes = zero !== null && Number(price) > 0 && Number(price) <= HIGHEST_PRICE;
  if (closes) {
    const less = Math.max(1, Math.floor((Math.abs(lots) * part) / 100));
    const quantity = written(less);
    const maker = order("maker", side === "sell" ? "buy" : "sell", quantity, price, { order: "zero" });
    play.given(maker);
    const events = play.events(
      order(name, side, quantity, zero as string, { reduceOnly: true, timeInForce: "IOC" }),
    );
    expect(events.some((event) => event.type === "fill" && event["price"] === price)).toBe(true);
    const after = play.report(name);
    const units = (event: typeof after, field: string) => BigInt((event[field] as string).replace(".", ""));
    const [e, m] = [units(before, "equity"), units(before, "maintenanceMargin")];
    const [e2, m2] = [units(after, "equity"), units(after, "maintenanceMargin")];
    // E'/MM' ≥ E/MM; both margins are rounded up by less than a unit a leg.
    const kept = better === 0 ? e2 * m >= e * (m2 - 2n) : e2 * m > e * m2;
    expect(kept, `${name}: ${e}/${m} became ${e2}/${m2}`).toBe(true);
    // A lot at a cent, by which the zero price was rounded at most, is ten units.
    if (flat) expect(e2 * m <= e * (m2 + 2n) + (BigInt(less) * 10n + 2n) * m, name).toBe(true);
    play.events({ type: "cancel", order: "zero" });
  }
  for (const leg of ["BTC", "ETH"]) play.events(position(name, leg, "0"));
  return closes;
}

test.each(
  subjects.flatMap((kind) =>
    [
      { does: "at its zero price never lowers", better: 0, flat: false },
      { does: "at its zero price, in one tier, leaves", better: 0, flat: true },
      { does: "ten dollars better raises", better: 10, flat: false },
    ].map((which) => ({ ...which, kind, subject: kind.name })),
  ),
)("Z5: closing any part of a leg $does equity over maintenance, $subject", ({ better, flat, kind }) => {
  const play = new Play(kind.make());
  const steps = [tier("0", 100_000), tier("20000", 150_000), tier("50000", 300_000)];
  const tiers = flat ? steps.slice(0, 1) : steps;
  play.given(
    domain({ takeover: false }),
    market("BTC", { ...wide, tiers }),
    market("ETH"),
    feed("BTC")("50000"),
    feed("ETH")("3000"),
  );
  play.given(account("maker", "100000000"));
  let count = 0;
  let closed = 0;
  fc.assert(
    fc.property(
      fc.record({
        lots: fc.integer({ min: -2_000, max: 2_000 }).filter((lots) => lots !== 0),
        entry: fc.integer({ min: 45_000, max: 55_000 }),
        part: fc.integer({ min: 1, max: 100 }),
        cash: fc.integer({ min: 900, max: 40_000 }),
        better: fc.constant(better),
        flat: fc.constant(flat),
      }),
      (leg) => {
        if (closesAtZeroPrice(play, `a${count++}`, leg)) closed += 1;
      },
    ),
    { numRuns: 300, seed: 5 },
  );
  expect(closed).toBeGreaterThan(100);
});
