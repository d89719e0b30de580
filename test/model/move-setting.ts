/** A market whose mark jumps, and who would lose by that (rules: breakers 17). */
import { SECOND } from "./doubt-setting.js";
import { Setting } from "./setting.js";
import type { Command, Event } from "./state.js";

export const SOURCES = [{ source: "s" }, { source: "t" }];
export const INVERSE = { kind: "inverse", lotSize: "1", minPrice: "10", maxPrice: "1000" };
export type Heard = [seconds: number, source: string, price: string];

/** M at 100 since the first second; `a` has ten of it (or −10) from 100 with 90, and `w` as many against it. */
export function bankrupts(spec: Command = {}, domain: Command = {}, sign = 1): Setting {
  const setting = new Setting({ adl: true, insuranceFund: "0", ...domain });
  const wide = { maxPrice: "1000", marketBandPpm: 1_000_000 };
  setting.market("M", { lotSize: "1", execution: "external", ...wide, ...spec });
  setting.do({ type: "tick", market: "M", source: "s", price: "100", sequence: 1, time: SECOND });
  for (const [account, cash, quantity] of [
    ["a", "150", 10 * sign],
    ["w", "10000", -10 * sign],
  ] as [string, string, number][]) {
    setting.account(account, cash);
    setting.position(account, "M", String(quantity), "100");
  }
  return setting;
}

const numbers = new WeakMap<Setting, number>();
/** Ticks, or a clock, each at its second. */
export function hear(setting: Setting, ...heard: Heard[]): Event[] {
  return heard.flatMap(([seconds, source, price]) => {
    if (source === "clock") return setting.clock(seconds * SECOND);
    const sequence = (numbers.get(setting) ?? 1) + 1;
    numbers.set(setting, sequence);
    return setting.do({
      type: "tick",
      market: "M",
      source,
      price,
      sequence,
      time: Math.round(seconds * SECOND),
    });
  });
}

/** When UNCONFIRMED tripped and cleared, in seconds. */
export const told = (events: Event[]): string[] =>
  events
    .filter(({ breaker, type }) => type === "breaker" && breaker === "UNCONFIRMED")
    .map(({ state, time }) => `${state} ${Number(time) / SECOND}`);
export const typesOf = (events: Event[]) => events.map(({ type }) => type);
export const gone = (setting: Setting) => [...setting.all("takeover"), ...setting.all("adl")].length;
