/**
 * Prices that jump: one wrong tick, a crash that the next ticks confirm, all sources at once, a feed that flickers; and who is
 * below nothing while somebody stands at about his zero price (rules: breakers 17, adl 12).
 */
import type { Command } from "../model/model.js";
import { within } from "./prices.js";
import type { Random } from "./random.js";
import { type AccountPlan, formatLots, formatPrice, lotValue, type MarketPlan } from "./universe.js";

/** What the commands are about. */
export interface Matter {
  readonly random: Random;
  readonly markets: readonly MarketPlan[];
  readonly accounts: readonly AccountPlan[];
  /** What is still to come of the latest jump, or ruin. */
  readonly moves: Command[];
  /** Lets so many microseconds pass. */
  readonly pass: (micros: number) => void;
}

/** The next tick of a jump, or the first of another one; or somebody is ruined. */
export function move(matter: Matter): Command | null {
  const { random, moves, pass } = matter;
  const next = moves.shift();
  if (next?.["type"] === "position") return next;
  if (next) {
    pass(random.pick([0, 1, 1_000, 300_000, 500_000, 500_001]));
    return renumbered(matter, next);
  }
  const market = random.pick(matter.markets);
  if (random.chance(0.5)) return ruin(matter, market);
  const away = BigInt(random.pick([-1, -1, 1]) * random.int(30_000, 400_000));
  const wrong = within(market, (market.price * (1_000_000n + away)) / 1_000_000n);
  const kind = random.weighted({ once: 2, crash: 3, together: 3, flicker: 2 });
  if (kind === "crash" || kind === "together") market.price = wrong;
  const own = market.sources[0];
  if (!own) return null;
  const ticks: [source: string, price: bigint][] = {
    once: [[random.pick(market.sources).name, wrong]],
    crash: Array.from({ length: 4 }, () => [own.name, wrong]),
    together: [...market.sources, ...market.sources].map(({ name }) => [name, wrong]),
    flicker: Array.from({ length: 6 }, (_, at) => [own.name, at % 2 === 0 ? wrong : market.price]),
  }[kind] as [string, bigint][];
  moves.push(
    ...ticks.map(([source, price]) => ({
      type: "tick",
      market: market.name,
      source,
      price: formatPrice(market, price),
    })),
  );
  const first = moves.shift();
  return first ? renumbered(matter, first) : null;
}

/** Other ticks of its source have come since it was thought of. */
function renumbered({ markets }: Matter, tick: Command): Command | null {
  const source = markets
    .find(({ name }) => name === tick["market"])
    ?.sources.find(({ name }) => name === tick["source"]);
  if (!source) return null;
  source.sequence += 1;
  return { ...tick, sequence: source.sequence };
}

/** Somebody bids, or asks, near the price; then an account has a leg from a price at which all it has is lost, and some more. */
function ruin({ random, accounts, moves }: Matter, market: MarketPlan): Command | null {
  const traders = accounts.filter(
    ({ domain, maker, inCase, cash }) => domain === market.domain && !maker && !inCase && cash > 0n,
  );
  const makers = accounts.filter(({ domain, maker }) => maker && domain === market.domain);
  if (traders.length === 0 || makers.length === 0) return null;
  const { name, cash } = random.pick(traders);
  const leverage = random.pick([3, 5, 10, 20]);
  const lots = (cash * BigInt(leverage)) / lotValue(market) || 1n;
  const size = lots < market.mostLots * 20n ? lots : market.mostLots * 20n;
  const long = random.chance(0.6);
  const sign = long ? 1n : -1n;
  const lost = 1_000_000n / BigInt(leverage) + BigInt(random.int(-2_000, 30_000));
  const entry = within(market, (market.price * (1_000_000n + sign * lost)) / 1_000_000n);
  moves.push({
    type: "position",
    account: name,
    market: market.name,
    quantity: formatLots(market, sign * size),
    entryPrice: formatPrice(market, entry),
  });
  const away = sign * BigInt(random.int(-20_000, 40_000));
  const ticks = (market.price * (1_000_000n + away)) / (1_000_000n * market.tickSize) || 1n;
  const price = formatPrice(market, ticks * market.tickSize);
  const quantity = formatLots(market, random.bigint(1n, random.chance(0.5) ? size / 3n + 1n : size * 2n));
  if (market.external) {
    const [bids, asks] = long ? [[[price, quantity]], []] : [[], [[price, quantity]]];
    return { type: "book", market: market.name, bids, asks };
  }
  const side = long ? "buy" : "sell";
  return { type: "order", account: random.pick(makers).name, market: market.name, side, quantity, price };
}
