/** What the demonstration prints: slices as they go out, a line a second on where things stand, a summary at the end. */
import type { DomainReportEvent, Event, SliceEvent } from "../domain/events.js";

/** Slices printed a second; the others are counted, not hidden. */
const SLICES_A_SECOND = 8;

export interface Look {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Colours, or none: on a terminal only, and never where NO_COLOR is set (no-color.org). */
export function lookFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Look {
  const coloured = stream.isTTY === true && !environment["NO_COLOR"];
  const paint = (on: number, off: number) => (text: string) =>
    coloured ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}

/** "1234567.80" → "1,234,567.80". */
export function grouped(decimal: string): string {
  const [whole, decimals] = decimal.split(".") as [string, string?];
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

/** Money of the domain, to the cent; for people, so it rounds. */
const money = (decimal: string) => grouped(Number(decimal).toFixed(2));

interface Quote {
  readonly first: number;
  mark: string;
}

export class DemoView {
  readonly #print: (line: string) => void;
  readonly #look: Look;
  readonly #quotes = new Map<string, Quote>();
  readonly #outcomes = new Map<string, number>();
  #fund: { first: string; now: string };
  #deficit = "0";
  #opened = 0;
  #closed = 0;
  #slices = 0;
  #slicesPrinted = 0;
  #slicesUnprinted = 0;
  #fills = 0;
  #filled = 0;
  #slippage = { worst: 0, sum: 0, cases: 0 };

  constructor(print: (line: string) => void, look: Look, fund: string) {
    this.#print = print;
    this.#look = look;
    this.#fund = { first: fund, now: fund };
  }

  /** Takes events in order. */
  take(events: readonly Event[]): void {
    for (const event of events) {
      if (event.type === "slice") this.#slice(event);
      else if (event.type === "mark") this.#mark(event.market, event.mark);
      else if (event.type === "liquidationOpened") this.#opened += 1;
      else if (event.type === "fund") this.#fund.now = event.balance;
      else if (event.type === "deficit") this.#deficit = event.balance;
      else if (event.type === "fill" && event.case !== null) {
        this.#fills += 1;
        this.#filled += Number(event.price) * Number(event.quantity);
      } else if (event.type === "liquidationClosed") {
        this.#closed += 1;
        this.#outcomes.set(event.outcome, (this.#outcomes.get(event.outcome) ?? 0) + 1);
        if (Object.keys(event.closed).length > 0) {
          this.#slippage.worst = Math.max(this.#slippage.worst, event.slippagePpm);
          this.#slippage.sum += event.slippagePpm;
          this.#slippage.cases += 1;
        }
      }
    }
  }

  #mark(market: string, mark: string): void {
    const quote = this.#quotes.get(market);
    if (quote === undefined) this.#quotes.set(market, { first: Number(mark), mark });
    else quote.mark = mark;
  }

  #slice({
    order,
    case: name,
    account,
    market,
    side,
    quantity,
    remaining,
    limitPrice,
    algorithm,
  }: SliceEvent): void {
    this.#slices += 1;
    if (this.#slicesPrinted >= SLICES_A_SECOND) {
      this.#slicesUnprinted += 1;
      return;
    }
    if (this.#slices === 1) this.#heading();
    this.#slicesPrinted += 1;
    const { red, green, dim, bold } = this.#look;
    const direction = side === "sell" ? red("sell") : green("buy ");
    const of = quantity === remaining ? "" : `of ${remaining}`;
    this.#print(
      `  ${bold(order.padEnd(7))} ${dim(name.padEnd(6))} ${account.padEnd(13)} ${market.padEnd(9)} ${direction} ` +
        `${quantity.padStart(10)} ${dim(of.padEnd(13))} ${grouped(limitPrice).padStart(11)}  ${dim(algorithm)}`,
    );
  }

  #heading(): void {
    const names = ["order".padEnd(7), "case".padEnd(6), "account".padEnd(13), "market".padEnd(9), "side"];
    const numbers = ["quantity".padStart(10), "of this round", "limit price", " algorithm"];
    this.#print(this.#look.dim(`  ${[...names, ...numbers].join(" ")}`));
  }

  /** Once a second. */
  second(phase: string): void {
    const { dim, bold, red, green, yellow, cyan } = this.#look;
    if (this.#slicesUnprinted > 0) {
      this.#print(dim(`  … and ${grouped(String(this.#slicesUnprinted))} more slices in this second`));
    }
    this.#slicesPrinted = 0;
    this.#slicesUnprinted = 0;
    const quotes = [...this.#quotes].map(([market, { first, mark }]) => {
      const percent = Number(((100 * Number(mark)) / first - 100).toFixed(1));
      const change = `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(1)} %`;
      const paint = percent === 0 ? dim : percent < 0 ? red : green;
      return `${market} ${bold(grouped(mark).padStart(8))} ${paint(change.padStart(7))}`;
    });
    const name = (phase === "calm" ? dim : yellow)(phase.padEnd(8));
    const open = this.#opened - this.#closed;
    this.#print(
      `${cyan("•")} ${name} ${quotes.join("  ")}  ${bold(grouped(String(open)).padStart(5))} in liquidation  ` +
        `${grouped(String(this.#closed)).padStart(6)} done  fund ${money(this.#fund.now)}`,
    );
  }

  /** At the end; `report` is the engine's own account of the domain. */
  summary(report: DomainReportEvent, stateHash: string): void {
    const { bold, dim, green, red } = this.#look;
    const outcome = (name: string) => grouped(String(this.#outcomes.get(name) ?? 0));
    const outcomes = `${outcome("cured")} cured, ${outcome("closed")} closed, ${outcome("takenOver")} taken over`;
    const { worst, sum, cases } = this.#slippage;
    const percent = (ppm: number) => `${(ppm / 10_000).toFixed(3)} %`.replace("-", "−");
    const line = (name: string, text: string) => this.#print(`  ${dim(name.padEnd(16))} ${text}`);
    this.#print("");
    this.#print(bold("  What happened"));
    line("liquidations", `${grouped(String(this.#opened))}: ${outcomes}`);
    line("slices", `${grouped(String(this.#slices))} sent, ${grouped(String(this.#fills))} fills`);
    line("sold and bought", `about ${money(String(this.#filled))} USDT, in the exchange's own books`);
    if (cases > 0)
      line(
        "slippage",
        `mean ${percent(sum / cases)} a case, worst ${percent(worst)}, against mark at sending`,
      );
    line("insurance fund", `${money(this.#fund.first)} → ${money(this.#fund.now)} USDT`);
    line("deficit", money(this.#deficit));
    line("money", isConserved(report) ? green("conserved to the last unit") : red("NOT CONSERVED"));
    line("state hash", stateHash);
  }
}

/** cash − cost over all accounts = deposits − withdrawals (rules: units 8), in the smallest unit. */
export function isConserved({ cashTotal, costTotal, deposits, withdrawals }: DomainReportEvent): boolean {
  const units = (decimal: string) => BigInt(decimal.replace(".", ""));
  return units(cashTotal) - units(costTotal) === units(deposits) - units(withdrawals);
}
