/**
 * What deleveraging must do, computed once more and naively: from what reports say before a tick, and from the
 * events that follow one by one, it foretells each `adl` and each `takeover`. Money, prices and lots are whole
 * numbers here.
 */
import { expect } from "vitest";

export interface Occurred {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface MarketRule {
  readonly unit: bigint;
  /** Maintenance: `low` ppm, above `from` `high` ppm on what is above. */
  readonly low: bigint;
  readonly from: bigint;
  readonly high: bigint;
  readonly slippagePpm: bigint;
  readonly cap: bigint | null;
}

export interface DomainRule {
  readonly domain: string;
  readonly floor: bigint;
  readonly userKeepsSurplus: boolean;
  /** In the order in which they were defined. */
  readonly markets: ReadonlyMap<string, MarketRule>;
}

interface Position {
  quantity: bigint;
  cost: bigint;
}

interface Holder {
  readonly index: number;
  cash: bigint;
  case: string | null;
  readonly legs: Map<string, Position>;
}

interface Foretold {
  readonly type: "adl" | "takeover";
  readonly [field: string]: unknown;
}

interface Ranked {
  readonly name: string;
  readonly top: bigint;
  readonly bottom: bigint;
  readonly relieved: boolean;
}

const PPM = 1_000_000n;
const abs = (a: bigint) => (a < 0n ? -a : a);
const max = (a: bigint, b: bigint) => (a > b ? a : b);
const min = (a: bigint, b: bigint) => (a < b ? a : b);
const floorDiv = (a: bigint, b: bigint) => a / b - (a % b !== 0n && a < 0n ? 1n : 0n);
const ceilDiv = (a: bigint, b: bigint) => -floorDiv(-a, b);
const units = (value: unknown) => BigInt(value as string);

/** One domain as the events left it. */
export class Oracle {
  readonly marks = new Map<string, bigint>();
  private readonly holders = new Map<string, Holder>();
  private readonly own = new Map<string, Position>();
  private readonly cases = new Map<string, string>();
  private fund = 0n;
  private deficit = 0n;
  private foretold: Foretold[] = [];
  private touched: string | null = null;
  /** Takeovers looked at, and pieces given to counterparties. */
  takeovers = 0;
  pieces = 0;
  skipped = 0;
  /** Times that `@liquidation` had to give a leg away. */
  restored = 0;

  private readonly rule: DomainRule;

  constructor(rule: DomainRule) {
    this.rule = rule;
  }

  /** A report of an account, taken before the command that is to be watched. */
  learn(report: Occurred, index: number): void {
    const legs = new Map<string, Position>();
    for (const leg of report["positions"] as Occurred[]) {
      legs.set(leg["market"] as string, { quantity: units(leg["quantity"]), cost: units(leg["cost"]) });
    }
    const named = report["case"] as string | null;
    if (named !== null) this.cases.set(named, report["account"] as string);
    this.holders.set(report["account"] as string, { index, cash: units(report["cash"]), case: named, legs });
  }

  learnFund(report: Occurred): void {
    this.fund = units(report["fund"]);
    this.deficit = units(report["deficit"]);
  }

  forgetHolders(): void {
    this.holders.clear();
  }

  /** A position from elsewhere, about to be taken in: it has no event. */
  enter(account: string, market: string, quantity: bigint, cost: bigint): void {
    this.holders.get(account)!.legs.set(market, { quantity, cost });
  }

  /** Follows an event; `watched`: all accounts are known, so what is deleveraged is foretold and compared. */
  see(event: Occurred, watched: boolean): void {
    if (typeof event["domain"] === "string" && event["domain"] !== this.rule.domain) return;
    if (typeof event["market"] === "string" && !this.rule.markets.has(event["market"])) return;
    if (event.type === "mark") this.marks.set(event["market"] as string, units(event["mark"]));
    else if (event.type === "fund") this.fund = units(event["balance"]);
    else if (event.type === "deficit") this.deficit = units(event["balance"]);
    else if (event.type === "liquidationOpened") this.open(event);
    else if (event.type === "liquidationClosed") this.close(event);
    else if (event.type === "position") this.settle(event);
    else if (watched && (event.type === "adl" || event.type === "takeover")) this.compare(event);
  }

  /** After the command: nothing that was foretold has stayed out. */
  finish(): void {
    expect(this.foretold).toEqual([]);
  }

  private open(event: Occurred): void {
    this.cases.set(event["case"] as string, event["account"] as string);
    const holder = this.holders.get(event["account"] as string);
    if (holder !== undefined) holder.case = event["case"] as string;
  }

  private close(event: Occurred): void {
    const holder = this.holders.get(event["account"] as string);
    if (holder !== undefined) holder.case = null;
  }

  private settle(event: Occurred): void {
    const name = event["account"] as string;
    const at = { quantity: units(event["quantity"]), cost: units(event["cost"]) };
    const legs = name === "@liquidation" ? this.own : this.holders.get(name)?.legs;
    if (legs === undefined) return;
    if (at.quantity === 0n) legs.delete(event["market"] as string);
    else legs.set(event["market"] as string, at);
    const holder = this.holders.get(name);
    if (holder !== undefined) holder.cash = units(event["cash"]);
    if (name !== this.touched || holder === undefined) return;
    // The counterparty of the piece just seen: neither below zero nor below its margin.
    this.touched = null;
    const { equity, margin } = this.measure(holder);
    expect(equity).toBeGreaterThanOrEqual(0n);
    expect(equity).toBeGreaterThanOrEqual(margin);
  }

  private compare(event: Occurred): void {
    if (this.foretold.length === 0) {
      const account = this.cases.get(event["case"] as string);
      this.foretold = account === undefined ? this.foretellOwn(event) : this.foretellTakeover(account);
    }
    expect(event).toMatchObject(this.foretold.shift() ?? { type: "nothing" });
    if (event.type !== "adl") return;
    this.pieces++;
    this.touched = event["account"] as string;
  }

  private value(market: string, quantity: bigint): bigint {
    return quantity * this.marks.get(market)! * this.rule.markets.get(market)!.unit;
  }

  private legMargin(market: string, quantity: bigint): bigint {
    const { low, from, high } = this.rule.markets.get(market)!;
    const notional = abs(this.value(market, quantity));
    return ceilDiv(notional * low + max(0n, notional - from) * (high - low), PPM);
  }

  private measure(holder: Pick<Holder, "cash" | "legs">): { equity: bigint; margin: bigint } {
    let equity = holder.cash;
    let margin = 0n;
    for (const [market, leg] of holder.legs) {
      equity += this.value(market, leg.quantity) - leg.cost;
      margin += this.legMargin(market, leg.quantity);
    }
    return { equity, margin };
  }

  private means(): bigint {
    const { equity } = this.measure({ cash: -this.deficit, legs: this.own });
    return max(0n, this.fund - this.rule.floor) + min(0n, equity);
  }

  /** All eligible legs of a side, best first. */
  private rank(holders: ReadonlyMap<string, Holder>, market: string, shorts: boolean): Ranked[] {
    const list: (Ranked & { index: number })[] = [];
    for (const [name, holder] of holders) {
      const leg = holder.legs.get(market);
      if (leg === undefined || holder.case !== null || leg.quantity < 0n !== shorts) continue;
      const profit = this.value(market, leg.quantity) - leg.cost;
      const { equity } = this.measure(holder);
      if (profit <= 0n || equity <= 0n) continue;
      let net = 0n;
      for (const [other, { quantity }] of holder.legs) net += this.value(other, quantity);
      list.push({
        name,
        index: holder.index,
        top: profit * abs(this.value(market, leg.quantity)),
        bottom: max(1n, abs(leg.cost)) * equity,
        relieved: shorts ? net < 0n : net > 0n,
      });
    }
    return list.sort((a, b) => {
      const left = a.top * b.bottom;
      const right = b.top * a.bottom;
      if (left !== right) return left > right ? -1 : 1;
      if (a.relieved !== b.relieved) return a.relieved ? -1 : 1;
      return a.index - b.index;
    });
  }

  /** The pieces by which up to `lots` of a leg go, applied to `holders`. */
  private give(
    holders: Map<string, Holder>,
    market: string,
    quantity: bigint,
    value: bigint,
    lots: bigint,
    overshoot: bigint,
  ): { pieces: Foretold[]; gone: bigint; paid: bigint } {
    const size = abs(quantity);
    const sign = quantity < 0n ? -1n : 1n;
    const pieces: Foretold[] = [];
    let gone = 0n;
    let paid = 0n;
    for (const [place, { name }] of this.rank(holders, market, quantity > 0n).entries()) {
      if (gone === lots) break;
      const holder = holders.get(name)!;
      const leg = holder.legs.get(market)!;
      const taken = min(lots - gone, abs(leg.quantity));
      const piece = (value * (gone + taken)) / size - paid;
      const after = traded(holder, market, sign * taken, piece);
      const { equity, margin } = this.measure(after);
      if (equity < margin) {
        this.skipped++;
        continue;
      }
      holders.set(name, after);
      gone += taken;
      paid += piece;
      const price = nearest(abs(piece), taken * this.rule.markets.get(market)!.unit);
      pieces.push({
        type: "adl",
        market,
        account: name,
        quantity: String(taken),
        price: String(price),
        rank: place + 1,
        overshoot: String(overshoot),
      });
    }
    return { pieces, gone, paid };
  }

  private foretellTakeover(account: string): Foretold[] {
    this.takeovers++;
    const holders = new Map(this.holders);
    const holder = holders.get(account)!;
    const { equity, margin } = this.measure(holder);
    const legs = [...this.rule.markets.keys()].filter((market) => holder.legs.has(market));
    let means = this.means();
    let shares = equity;
    const list: Foretold[] = [];
    for (const [i, market] of legs.entries()) {
      const { unit, cap } = this.rule.markets.get(market)!;
      const { quantity } = holder.legs.get(market)!;
      const size = abs(quantity);
      const part = floorDiv(equity * this.legMargin(market, quantity), margin);
      const share = i === legs.length - 1 ? shares : part;
      shares -= share;
      const atLimit = this.rule.userKeepsSurplus && equity > 0n;
      const worth = this.value(market, quantity);
      const value = atLimit ? quantity * this.limit(market, quantity, part) * unit : worth - share;
      const loss = atLimit ? 0n : max(0n, -share);
      const need = fewest(size, (k) => loss - (loss * k) / size <= means);
      const within = cap === null ? null : cap / (this.marks.get(market)! * unit);
      const held = (this.own.get(market)?.quantity ?? 0n) * (quantity < 0n ? -1n : 1n);
      const beyond = within === null ? 0n : min(size, max(0n, held + size - within));
      const wanted = loss === 0n ? beyond : max(need, beyond);
      const { pieces, gone, paid } = this.give(holders, market, quantity, value, wanted, ceilDiv(loss, size));
      list.push(...pieces);
      // No lot more than needed but what the reported bound allows.
      if (gone > beyond)
        expect((loss * gone) / size - max(0n, loss - max(0n, means))).toBeLessThanOrEqual(
          ceilDiv(loss, size),
        );
      means -= loss - (loss * gone) / size;
      if (gone === size) continue;
      const left = size - gone;
      const price = nearest(abs(value - paid), left * unit);
      list.push({
        type: "takeover",
        account,
        market,
        quantity: String(quantity < 0n ? -left : left),
        price: String(price),
      });
    }
    return list;
  }

  /** A leg of `@liquidation` that goes because its domain lacks means. */
  private foretellOwn(event: Occurred): Foretold[] {
    const market = event["market"] as string;
    const { quantity } = this.own.get(market)!;
    const lacking = -this.means();
    this.restored++;
    expect(lacking).toBeGreaterThan(0n);
    const size = abs(quantity);
    const value = this.value(market, quantity) + lacking;
    return this.give(new Map(this.holders), market, quantity, value, size, ceilDiv(lacking, size)).pieces;
  }

  /** The limit of a slice, by which a leg is taken over when the user keeps the surplus; `part` is the leg's of E. */
  private limit(market: string, quantity: bigint, part: bigint): bigint {
    const { unit, slippagePpm } = this.rule.markets.get(market)!;
    const mark = this.marks.get(market)!;
    const perPrice = abs(quantity) * unit;
    const value = abs(this.value(market, quantity));
    if (quantity > 0n) {
      const bound = max(1n, ceilDiv(mark * (PPM - slippagePpm), PPM));
      return max(bound, ceilDiv(value - part, perPrice));
    }
    return min(floorDiv(mark * (PPM + slippagePpm), PPM), floorDiv(value + part, perPrice));
  }
}

/** The smallest k of 0 … most that is enough, `most` when none is. Enough stays enough. */
function fewest(most: bigint, enough: (k: bigint) => boolean): bigint {
  let low = 0n;
  let high = most;
  while (low < high) {
    const middle = (low + high) / 2n;
    if (enough(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}

function nearest(value: bigint, perPrice: bigint): bigint {
  return (2n * value + perPrice) / (2n * perPrice);
}

/** The holder after a trade that reduces a leg by `lots` (signed) for a signed value. */
function traded(holder: Holder, market: string, lots: bigint, value: bigint): Holder {
  const { quantity, cost } = holder.legs.get(market)!;
  const share = (cost * abs(lots)) / abs(quantity);
  const legs = new Map(holder.legs);
  if (quantity + lots === 0n) legs.delete(market);
  else legs.set(market, { quantity: quantity + lots, cost: cost - share });
  return { ...holder, cash: holder.cash - value - share, legs };
}
