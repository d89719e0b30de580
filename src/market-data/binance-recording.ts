/**
 * Binance's raw futures feed, USDⓈ-M or COIN-M, as a recorder wrote it, one `<local nanoseconds> <JSON>` a line: the streams `depth`,
 * `bookTicker` and `trade` of one instrument, and the REST snapshot of its book. Made into Breakwater's commands.
 */
import type { Command, MarketCommand } from "../domain/commands.js";
import { bitcoinTiers, coinMarginedTiers, etherTiers } from "./venue-tiers.js";

interface Instrument {
  readonly asset: string;
  readonly settleDecimals: number;
  /**
   * `priceDecimals` is one more than the tick size has: the middle of an odd spread lies half a tick off. The feed quotes
   * up to ten times the market, and what it quotes must be a price.
   */
  readonly market: Pick<
    MarketCommand,
    "kind" | "tickSize" | "priceDecimals" | "lotSize" | "contractSize" | "minPrice" | "maxPrice" | "tiers"
  >;
}

const instruments: Readonly<Record<string, Instrument>> = {
  BTCUSDT: {
    asset: "USDT",
    settleDecimals: 6,
    market: {
      kind: "linear",
      tickSize: "0.1",
      priceDecimals: 2,
      lotSize: "0.001",
      maxPrice: "1000000",
      tiers: bitcoinTiers,
    },
  },
  ETHUSDT: {
    asset: "USDT",
    settleDecimals: 6,
    market: {
      kind: "linear",
      tickSize: "0.01",
      priceDecimals: 3,
      lotSize: "0.001",
      maxPrice: "100000",
      tiers: etherTiers,
    },
  },
  // Quantities are contracts of 100 USD each, settled in BTC.
  BTCUSD_PERP: {
    asset: "BTC",
    settleDecimals: 8,
    market: {
      kind: "inverse",
      tickSize: "0.1",
      priceDecimals: 2,
      lotSize: "1",
      contractSize: "100",
      minPrice: "1000",
      maxPrice: "1000000",
      tiers: coinMarginedTiers,
    },
  },
};

export type ImportFault =
  | "BAD_LINE"
  | "UNKNOWN_INSTRUMENT"
  | "SECOND_INSTRUMENT"
  | "DEPTH_GAP"
  | "SNAPSHOT_MISSING";

/** A feed that cannot be imported: what is wrong by name, and in which line (from 1). */
export class ImportError extends Error {
  readonly fault: ImportFault;
  readonly line: number;

  constructor(fault: ImportFault, line: number, sentence: string) {
    super(`${fault} in line ${line}: ${sentence}`);
    this.name = "ImportError";
    this.fault = fault;
    this.line = line;
  }
}

type Levels = readonly (readonly [price: string, quantity: string])[];

interface DepthDiff {
  readonly e: "depthUpdate";
  readonly s: string;
  /** First and last update id of the diff, and the last of the diff before it. */
  readonly U: number;
  readonly u: number;
  readonly pu: number;
  readonly b: Levels;
  readonly a: Levels;
}

interface BookTicker {
  readonly e: "bookTicker";
  readonly s: string;
  readonly u: number;
  readonly b: string;
  readonly a: string;
}

interface Trade {
  readonly e: "trade";
  readonly s: string;
  readonly t: number;
  readonly p: string;
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface ImportOptions {
  readonly market: string;
  readonly domain: string;
}

/** Diffs kept while the snapshot is awaited; a recording asks for it in its first second. */
const PENDING_MAX = 10_000;

/**
 * The commands of a recording, in its order: the definitions, then each line's. Time is the recorder's, in microseconds.
 * Throws ImportError. Memory does not grow with the recording.
 */
export async function* readBinance(
  lines: AsyncIterable<string>,
  options: ImportOptions,
): AsyncGenerator<Command> {
  const { market } = options;
  const book = new BookChain(market);
  let symbol: string | null = null;
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text === "") continue;
    const { time, message } = parseLine(text, line);
    if (isSnapshot(message)) {
      yield* book.snapshot(message, time, line);
      continue;
    }
    if (symbol === null) {
      symbol = message.s;
      yield* definitions(symbol, options, time, line);
    } else if (symbol !== message.s) {
      throw new ImportError("SECOND_INSTRUMENT", line, `${message.s} in a recording of ${symbol}`);
    }
    if (message.e === "depthUpdate") {
      yield* book.diff(message, time, line);
    } else if (message.e === "bookTicker") {
      const price = middle(message.b, message.a);
      yield { type: "tick", time, market, source: "bookTicker", price, sequence: message.u };
    } else {
      yield { type: "tick", time, market, source: "trade", price: message.p, sequence: message.t };
    }
  }
  book.end(line);
}

function* definitions(
  symbol: string,
  { market, domain }: ImportOptions,
  time: number,
  line: number,
): Generator<Command> {
  const instrument = instruments[symbol];
  if (instrument === undefined) {
    throw new ImportError(
      "UNKNOWN_INSTRUMENT",
      line,
      `${symbol} is none of ${Object.keys(instruments).join(", ")}`,
    );
  }
  const { asset, settleDecimals } = instrument;
  // A firm's own view of the venue: it unwinds its positions there, and none is taken over.
  yield { type: "domain", time, domain, asset, settleDecimals, takeover: false };
  yield {
    type: "market",
    time,
    market,
    domain,
    execution: "external",
    ...instrument.market,
    // The book's middle decides while it is fresh; the last trade stands in for it.
    sources: [
      { source: "bookTicker", weight: 2 },
      { source: "trade", weight: 1 },
    ],
    maxAge: 5_000_000,
  };
}

/**
 * The book from a snapshot and the diffs around it: a diff joins the one before it (`pu` is that one's `u`), and the
 * first one applied spans the snapshot (`U` ≤ lastUpdateId ≤ `u`); older ones are in the snapshot already.
 */
class BookChain {
  readonly #market: string;
  #last: number | null = null;
  /** Diffs that came before the snapshot did; null once it has come. */
  #pending: DepthDiff[] | null = [];
  /** The snapshot's update id until a diff has joined it. */
  #unjoined: number | null = null;

  constructor(market: string) {
    this.#market = market;
  }

  *snapshot({ lastUpdateId, bids, asks }: Snapshot, time: number, line: number): Generator<Command> {
    const pending = this.#pending ?? [];
    this.#pending = null;
    this.#unjoined = lastUpdateId;
    yield { type: "book", time, market: this.#market, bids, asks, snapshot: true };
    for (const diff of pending) yield* this.#apply(diff, time, line);
  }

  *diff(diff: DepthDiff, time: number, line: number): Generator<Command> {
    if (this.#last !== null && diff.pu !== this.#last) {
      throw new ImportError(
        "DEPTH_GAP",
        line,
        `depth diff ${diff.u} follows ${diff.pu}, but the last was ${this.#last}`,
      );
    }
    this.#last = diff.u;
    if (this.#pending === null) yield* this.#apply(diff, time, line);
    else if (this.#pending.push(diff) > PENDING_MAX) this.end(line);
  }

  *#apply(diff: DepthDiff, time: number, line: number): Generator<Command> {
    if (this.#unjoined !== null) {
      if (diff.u < this.#unjoined) return;
      if (diff.U > this.#unjoined) {
        throw new ImportError("DEPTH_GAP", line, `no depth diff joins the snapshot ${this.#unjoined}`);
      }
      this.#unjoined = null;
    }
    yield { type: "book", time, market: this.#market, bids: diff.b, asks: diff.a };
  }

  end(line: number): void {
    if (this.#pending !== null && this.#pending.length > 0) {
      throw new ImportError("SNAPSHOT_MISSING", line, "depth diffs without a snapshot of the book");
    }
  }
}

function parseLine(
  text: string,
  line: number,
): { time: number; message: DepthDiff | BookTicker | Trade | Snapshot } {
  const space = text.indexOf(" ");
  // Nanoseconds have 19 digits and do not fit a number; the last three are dropped before it becomes one.
  const time = Number(text.slice(0, space - 3));
  if (space < 4 || !Number.isSafeInteger(time))
    throw new ImportError("BAD_LINE", line, "no local time in nanoseconds");
  let message: unknown;
  try {
    message = JSON.parse(text.slice(space + 1));
  } catch {
    throw new ImportError("BAD_LINE", line, "what follows the time is not JSON");
  }
  const record = (message ?? {}) as { data?: { e?: unknown }; lastUpdateId?: unknown };
  if (typeof record.lastUpdateId === "number") return { time, message: record as unknown as Snapshot };
  const event = record.data?.e;
  if (event !== "depthUpdate" && event !== "bookTicker" && event !== "trade") {
    throw new ImportError("BAD_LINE", line, "neither depth, bookTicker, trade nor a snapshot");
  }
  return { time, message: record.data as unknown as DepthDiff | BookTicker | Trade };
}

const isSnapshot = (message: object): message is Snapshot => "lastUpdateId" in message;

/** (bid + ask) / 2, exact: half a unit of the quotes' last decimal needs one decimal more. */
export function middle(bid: string, ask: string): string {
  const decimals = Math.max(decimalsOf(bid), decimalsOf(ask)) + 1;
  const sum = (digits(bid, decimals) + digits(ask, decimals)) / 2n;
  const text = sum.toString().padStart(decimals + 1, "0");
  const point = text.length - decimals;
  // The quotes may be written with more decimals than they use ("61800.20").
  return `${text.slice(0, point)}.${text.slice(point)}`.replace(/\.?0+$/, "");
}

function decimalsOf(decimal: string): number {
  const point = decimal.indexOf(".");
  return point < 0 ? 0 : decimal.length - point - 1;
}

function digits(decimal: string, decimals: number): bigint {
  return BigInt(decimal.replace(".", "") + "0".repeat(decimals - decimalsOf(decimal)));
}
