/** Commands with the fields that most scenarios share: one domain in USDC, markets with ten percent maintenance. */

export type Command = Readonly<Record<string, unknown>>;
type More = Readonly<Record<string, unknown>>;

/** Durations on the wire are microseconds. */
export const seconds = (count: number): number => count * 1_000_000;

export const at = (second: number, command: Command): Command => ({ ...command, time: seconds(second) });

export const domain = (more: More = {}): Command => ({
  type: "domain",
  domain: "main",
  asset: "USDC",
  settleDecimals: 6,
  insuranceFund: "10000",
  ...more,
});

export const tier = (
  from: string,
  maintenancePpm: number,
  initialPpm = Math.min(2 * maintenancePpm, 1_000_000),
) => ({
  from,
  initialPpm,
  maintenancePpm,
});

/** A lot is 0.001; a lot at one price unit is worth 0.00001. */
export const market = (name: string, more: More = {}): Command => ({
  type: "market",
  market: name,
  domain: "main",
  kind: "linear",
  priceDecimals: 2,
  tickSize: "0.01",
  lotSize: "0.001",
  tiers: [tier("0", 100_000)],
  sources: [{ source: "s" }],
  ...more,
});

/** Of a market whose price leaps as a scene wants it: to nothing, or to twice what it was, in a tick that needs no second one. */
export const leaps = { jumpPpm: 1_000_000 };
export const leaping = (name: string, more: More = {}): Command => market(name, { ...leaps, ...more });

export const account = (name: string, cash = "0"): Command => ({
  type: "account",
  account: name,
  domain: "main",
  cash,
});

export const position = (of: string, inMarket: string, quantity: string, entryPrice?: string): Command => ({
  type: "position",
  account: of,
  market: inMarket,
  quantity,
  ...(entryPrice === undefined ? {} : { entryPrice }),
});

export const order = (
  of: string,
  side: "buy" | "sell",
  quantity: string,
  price?: string,
  more: More = {},
): Command => ({
  type: "order",
  account: of,
  market: "BTC",
  side,
  quantity,
  ...(price === undefined ? {} : { price }),
  ...more,
});

/** A venue's report of a fill of a slice. */
export const filled = (slice: string, quantity: string, price: string, more: More = {}): Command => ({
  type: "execution",
  order: slice,
  status: "fill",
  price,
  quantity,
  ...more,
});

export const clock = (second: number): Command => ({ type: "clock", time: seconds(second) });

/** A feed numbers its ticks. */
export function feed(ofMarket: string, source = "s"): (price: string, more?: More) => Command {
  let sequence = 0;
  return (price, more = {}) => ({
    type: "tick",
    market: ofMarket,
    source,
    price,
    sequence: ++sequence,
    ...more,
  });
}
