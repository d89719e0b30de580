/**
 * Equity and maintenance margin of an account once more, from published numbers alone (rules: units 2, 3,
 * margin 1, 4), in BigInt and without the core: what a case was opened on can be checked from the commands
 * alone.
 */
import type { Event, LiquidationOpenedEvent, PositionEvent, ReportEvent } from "../domain/events.js";

/** A decimal as units·10^−scale. */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

interface TierRule {
  readonly from: bigint;
  readonly rate: bigint;
  readonly deduction: bigint;
}

interface MarketRule {
  readonly domain: string;
  readonly inverse: boolean;
  readonly contractSize: Scaled;
  readonly tierInputs: readonly TierInput[];
}

interface TierInput {
  readonly from: string;
  readonly maintenancePpm: number;
}

interface DomainRule {
  readonly settleDecimals: number;
  readonly atEquality: boolean;
}

const PPM = 1_000_000n;
const tenTo = (exponent: number) => 10n ** BigInt(exponent);
const ceilDivide = (a: bigint, b: bigint) => (a >= 0n ? (a + b - 1n) / b : -(-a / b));
const absolute = (a: bigint) => (a < 0n ? -a : a);

function scaled(text: string): Scaled {
  const [whole = "0", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Money in units; it has no more decimals than its asset. */
export function moneyUnits(text: string, decimals: number): bigint {
  const { units, scale } = scaled(text);
  return units * tenTo(decimals - scale);
}

/** What an account was worth, and what it had to hold. */
export interface Worth {
  readonly equity: bigint;
  readonly maintenance: bigint;
  readonly liquidatable: boolean;
}

/** The definitions of a stream of commands, kept as its accepted commands go by. */
export class Rulebook {
  readonly #domains = new Map<string, DomainRule>();
  readonly #markets = new Map<string, MarketRule>();

  /** Takes a command that was accepted. */
  take(command: Readonly<Record<string, unknown>>): void {
    const name = String(command["market"]);
    if (command["type"] === "domain") {
      this.#domains.set(String(command["domain"]), {
        settleDecimals: Number(command["settleDecimals"]),
        atEquality: command["triggerAtEquality"] === true,
      });
    } else if (command["type"] === "domainSettings") {
      const domain = this.#domains.get(String(command["domain"])) as DomainRule;
      this.#domains.set(String(command["domain"]), {
        ...domain,
        atEquality: command["triggerAtEquality"] === true,
      });
    } else if (command["type"] === "market") {
      this.#markets.set(name, {
        domain: String(command["domain"]),
        inverse: command["kind"] === "inverse",
        contractSize: scaled(String(command["contractSize"] ?? "1")),
        tierInputs: command["tiers"] as readonly TierInput[],
      });
    } else if (command["type"] === "tiers") {
      const market = this.#markets.get(name) as MarketRule;
      this.#markets.set(name, { ...market, tierInputs: command["tiers"] as readonly TierInput[] });
    }
  }

  /** Decimals of the asset that an account's domain settles in. */
  settleDecimals(domain: string): number {
    return (this.#domains.get(domain) as DomainRule).settleDecimals;
  }

  /** What a position adds to equity before its cost: linear q·p·M; inverse −ceil(q·C/p) long, +floor(|q|·C/p) short. */
  #value(market: MarketRule, quantity: Scaled, price: Scaled): bigint {
    const decimals = (this.#domains.get(market.domain) as DomainRule).settleDecimals;
    const { contractSize } = market;
    const lots = quantity.units * contractSize.units;
    const scale = quantity.scale + contractSize.scale;
    if (!market.inverse) return (lots * price.units * tenTo(decimals)) / tenTo(scale + price.scale);
    const numerator = absolute(lots) * tenTo(decimals + price.scale);
    const denominator = price.units * tenTo(scale);
    return lots > 0n ? -ceilDivide(numerator, denominator) : numerator / denominator;
  }

  /** MM = ceil((N·rate_k − D_k)/10^6), D_k = D_{k−1} + from_k·(rate_k − rate_{k−1}). */
  #maintenance({ domain, tierInputs }: MarketRule, notional: bigint): bigint {
    const decimals = this.settleDecimals(domain);
    let rule: TierRule = { from: 0n, rate: 0n, deduction: 0n };
    for (const { from, maintenancePpm } of tierInputs) {
      const start = moneyUnits(from, decimals);
      if (start > notional) break;
      const rate = BigInt(maintenancePpm);
      rule = { from: start, rate, deduction: rule.deduction + start * (rate - rule.rate) };
    }
    return ceilDivide(notional * rule.rate - rule.deduction, PPM);
  }

  /**
   * The account's worth when its case opened: as `before` reported it, with the positions that the same command changed, at
   * the marks that the event names. Funding that is due counts as reported; null where a trade has settled it meanwhile.
   */
  worthAtOpening(
    before: ReportEvent,
    changed: readonly PositionEvent[],
    opened: LiquidationOpenedEvent,
  ): Worth | null {
    const decimals = this.settleDecimals(before.domain);
    const units = (text: string) => moneyUnits(text, decimals);
    const legs = new Map(before.positions.map(({ market, quantity, cost }) => [market, { quantity, cost }]));
    let cash = units(before.cash);
    for (const { market, quantity, cost, cash: left } of changed) {
      legs.set(market, { quantity, cost });
      cash = units(left);
    }
    const unrealised = before.positions.reduce((sum, leg) => sum + units(leg.unrealised ?? "0"), 0n);
    const besides = before.equity === null ? 0n : units(before.equity) - units(before.cash) - unrealised;
    if (besides !== 0n && changed.length > 0) return null;
    let equity = cash + besides;
    let maintenance = 0n;
    for (const [name, { quantity, cost }] of legs) {
      const size = scaled(quantity);
      if (size.units === 0n) continue;
      const market = this.#markets.get(name) as MarketRule;
      const value = this.#value(market, size, scaled(opened.marks[name] as string));
      equity += value - units(cost);
      maintenance += this.#maintenance(market, absolute(value));
    }
    const { atEquality } = this.#domains.get(before.domain) as DomainRule;
    const below = atEquality ? equity <= maintenance : equity < maintenance;
    return { equity, maintenance, liquidatable: maintenance > 0n && below };
  }
}

/** The cases that an event is of: none, one, or two that met. Answers to queries, which have no `seq`, are of none. */
export function casesOf(event: Event): readonly string[] {
  if (event.seq === undefined) return [];
  if ("cases" in event && Array.isArray(event.cases)) return event.cases as readonly string[];
  return "case" in event && typeof event.case === "string" ? [event.case] : [];
}
