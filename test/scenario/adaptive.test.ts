/** The algorithm that weighs haste against risk: Almgren and Chriss. */
import { expect } from "vitest";
import {
  account,
  type Command,
  clock,
  domain,
  feed,
  market,
  order,
  position,
  seconds,
} from "../support/commands.js";
import {
  accepted,
  closed,
  fill,
  fund,
  opened,
  type Play,
  positionOf,
  scenario,
  slice,
  takeover,
  unwound,
} from "../support/scenario.js";

/** 0.1 BTC at 50 000 with equity 499 of 500: a lot is worth 50, and closing 17 of 100 lots at the mark cures. */
const alice = position("alice", "BTC", "0.1", "45010");

const bid = (price: string, quantity: string) => order("maker", "buy", quantity, price);

const sold = (quantity: string, left: string, more: Command = {}) => [
  slice({ account: "alice", quantity, ...more }),
  fill({ case: "C1", quantity }),
  positionOf("maker"),
  positionOf("alice", { quantity: left }),
];

/** A venue of whole lots at 100 dollars. Bankrupt by 10 a lot, alice is taken over, and `@liquidation` sells. */
const futures = (play: Play, policy: Command, more: Command = {}) =>
  play.given(
    domain({ insuranceFund: "100000000" }),
    market("FUT", { lotSize: "1", maxPrice: "1000", policy, ...more }),
    feed("FUT")("100"),
    account("maker", "1000000000"),
    account("alice"),
    order("maker", "buy", "5000000", "100", { market: "FUT" }),
  );
const ruin = (lots: string, time = 0) => ({ ...position("alice", "FUT", lots, "110"), time });
const takenOver = [
  accepted(),
  opened(),
  takeover(),
  positionOf("alice"),
  positionOf("@liquidation"),
  closed(),
];
const disposed = (quantity: string) => [
  slice({ account: "@liquidation", quantity }),
  fill({ quantity, price: "100.00" }),
  positionOf("maker"),
  positionOf("@liquidation"),
  unwound({ case: "C1", side: "sell", quantity, price: "100.00", takenAt: "110.00" }),
  fund({ reason: "unwind" }),
];
const soldBy = (play: Play, ...commands: readonly Command[]): number[] =>
  play
    .events(...commands)
    .filter(({ type }) => type === "slice")
    .map((event) => Number(event["quantity"]));

// Adaptive: Almgren and Chriss. No risk: equal parts. X1: their expected cost and variance.

const fifths = { algorithm: "adaptive", interval: seconds(1), horizon: seconds(5) };

scenario("X1: without volatility five equal parts, of cost 662 500 and variance 1.083e12", (play) => {
  futures(play, fifths);
  const trades = soldBy(play, ruin("1000000"), ...[1, 2, 3, 4, 5].map(clock));
  expect(trades).toEqual([200_000, 200_000, 200_000, 200_000, 200_000]);
  const { cost, variance } = almgrenChriss(trades);
  expect(cost).toBeCloseTo(662_500, 3);
  expect(variance / 1e12).toBeCloseTo(1.083, 9);
});

/** Their numbers at λ = 10^-6. */
const urgent = (play: Play, riskAversionPpm = 380_000, before = "99.90") => {
  // Volatility: 100 after 99.90 a second before, 1 001 ppm, squared 1 002 001 ppm² a second. Without a zero price risk is a
  // millionth of that, 1; the book is so deep that impact is 1 too: so κ²τ² is the risk aversion, λσ²/η̃ = 0.9025 ÷ 2.375.
  const tick = feed("FUT");
  play.given(
    domain({ insuranceFund: "100000000" }),
    market("FUT", {
      lotSize: "1",
      maxPrice: "1000",
      policy: { ...fifths, slippagePpm: 1, riskAversionPpm },
    }),
    tick(before),
    tick("100", { time: seconds(1) }),
    account("maker", "1000000000"),
    account("alice"),
    order("maker", "buy", "5000000", "100", { market: "FUT" }),
  );
};

scenario("X2: κ²τ² of 0.38: five trades fall from 458 044 to 62 142", (play) => {
  urgent(play);
  // The paper's trades are rounded to the nearest, our slices up.
  play.when(ruin("1000000", seconds(1)), [...takenOver, ...disposed("458045")]);
  play.when(clock(2), disposed("252102"));
  play.when(clock(3), disposed("141957"));
  play.when(clock(4), disposed("85755"));
  play.when(clock(5), disposed("62141"));
});

scenario("X2: the trades are the published ones to a lot, and their κ is 0.607", (play) => {
  urgent(play);
  const trades = soldBy(play, ruin("1000000", seconds(1)), ...[2, 3, 4, 5].map(clock));
  const published = [458_044, 252_101, 141_957, 85_756, 62_142];
  expect(trades).toHaveLength(published.length);
  for (const [i, lots] of published.entries()) expect(Math.abs(trades[i]! - lots)).toBeLessThanOrEqual(1);
  // Trades of such a schedule satisfy n_{j−1} + n_{j+1} = 2·cosh(κτ)·n_j, τ = 1.
  for (const j of [1, 2, 3]) {
    const kappa = Math.acosh((trades[j - 1]! + trades[j + 1]!) / (2 * trades[j]!));
    expect(kappa).toBeCloseTo(0.607, 3);
  }
});

scenario("adaptive: distance to the zero price, depth and its refill make the urgency", (play) => {
  const tick = feed("BTC");
  const policy = {
    algorithm: "adaptive",
    horizon: seconds(4),
    riskAversionPpm: 10_000_000,
  };
  play.given(
    domain(),
    market("BTC", { policy }),
    tick("49950"),
    tick("50000", { time: seconds(1) }),
    account("maker", "1000000"),
    account("alice"),
    bid("50000", "0.100"),
  );
  // V = 1001². Zero price 45 010, 99 800 ppm away: risk 10. Impact 10 000·17 ÷ 100 = 1 700. κ²τ² = 10·10 ÷ 1 700 = 0.058823.
  // ρ: 0, 1/2.058823 = 0.485715, 0.635684, 0.702672. 17·0.297328 = 5.05, up; the fourth part would be 5.
  play.when(alice, [accepted(), opened(), ...sold("0.006", "0.094", { remaining: "0.017" })]);
  // A thousand lots come in a second: 1 094 now, another 1 000 until the next. Zero price 44 691.49, 106 170 ppm: risk 9.
  // Impact 10 000·11 ÷ 2 094 = 52, κ²τ² = 90 ÷ 52 = 1.730769; ρ of three 0.288806; 11·0.711194 = 7.8. Without refill 7.
  play.given({ ...bid("50000", "1"), time: seconds(1.5) });
  play.when(clock(2), sold("0.008", "0.086", { remaining: "0.011" }));
});

scenario("of a longer horizon there are 1,024 parts", (play) => {
  futures(play, { ...fifths, horizon: seconds(2_000) });
  // A part of 1 025 would be 1 999, one of 1 023 would be 2 002.
  expect(soldBy(play, ruin("2048000"))).toEqual([2_000]);
});

scenario("urgency counts up to 1,000", (play) => {
  // Risk is 20 408² ÷ 10^6 = 416, times ten; ρ of 1 000 is 1/1 002, and a little more.
  urgent(play, 10_000_000, "98");
  expect(soldBy(play, ruin("1000000", seconds(1)))).toEqual([999_002]);
});

/** Expected cost ½γX² + ε·Σ|n| + (η̃/τ)·Σn² and variance σ²τ·Σx² of trades, with the numbers of the paper. */
function almgrenChriss(trades: readonly number[]): { cost: number; variance: number } {
  const [sigma, epsilon, gamma, eta] = [0.95, 0.0625, 2.5e-7, 2.5e-6];
  const whole = trades.reduce((sum, lots) => sum + lots, 0);
  let left = whole;
  let squares = 0;
  let held = 0;
  for (const lots of trades) {
    left -= lots;
    squares += lots * lots;
    held += left * left;
  }
  const cost = 0.5 * gamma * whole * whole + epsilon * whole + (eta - gamma / 2) * squares;
  return { cost, variance: sigma * sigma * held };
}
