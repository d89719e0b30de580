/** A market at a venue, whose accounts are liquidated there, and what the venue answers (rules: venue-reports 1). */
import { Setting } from "./setting.js";

export { SUDDEN } from "./setting.js";

import type { Command, Event } from "./state.js";

export const SECOND = 1_000_000;

/**
 * V at 100, its lot one, maintenance 10 %, at most `slippagePpm` off the mark; money has six decimals. No takeover unless
 * the domain says so, so that a leg that is blocked stays where it is.
 */
export function venue(spec: Command = {}, domain: Command = {}): Setting {
  const setting = new Setting({ takeover: false, insuranceFund: "1000000", ...domain });
  const policy = { slippagePpm: 100_000, ...(spec["policy"] as Command) };
  setting.market("V", { lotSize: "1", execution: "external", maxPrice: "1000", ...spec, policy });
  setting.mark("V", "100", SECOND);
  return setting;
}

/** An account that must sell some of its ten lots (or buy, of −10): its slice is out. */
export function failing(setting: Setting, account: string, quantity = "10", cash = "90"): string {
  setting.account(account, cash);
  const events = setting.position(account, "V", quantity, "100");
  const slice = events.find(({ type }) => type === "slice");
  if (!slice) throw new Error(`${account} need not sell`);
  return slice.order as string;
}

export const fill = (order: string, quantity: string, price: string, more: Command = {}): Command => ({
  type: "execution",
  order,
  status: "fill",
  quantity,
  price,
  ...more,
});
export const report = (order: string, status: "cancelled" | "rejected"): Command => ({
  type: "execution",
  order,
  status,
});
export const reconcile = (account: string, quantity: string, more: Command = {}): Command => ({
  type: "reconcile",
  account,
  market: "V",
  quantity,
  ...(quantity === "0" ? {} : { entryPrice: "100" }),
  ...more,
});
export const resume = { type: "resume", market: "V" };

/** Types of events, or of those that are asked for. */
export const typesOf = (events: Event[]): unknown[] => events.map(({ type }) => type);
export const only = (events: Event[], ...types: string[]): Event[] =>
  events.filter(({ type }) => types.includes(type as string));

/** What blocked and unblocked, and breakers of the market, in a few words. */
export function said(events: Event[]): string[] {
  return only(events, "breaker", "liquidationBlocked", "liquidationUnblocked", "executionMismatch").map(
    (event) => {
      const { type, breaker, state, account, reason } = event;
      if (type === "breaker") return `${breaker} ${state}`;
      if (type === "executionMismatch") return `${account} ${reason}`;
      return `${account} ${type === "liquidationBlocked" ? "blocked" : "unblocked"} ${breaker}`;
    },
  );
}

/** Slices that went out in these events: whose, and how many lots. */
export const sent = (events: Event[]): string[] =>
  only(events, "slice").map(({ account, quantity }) => `${account} ${quantity}`);

/** The code and the field of the refusal, or null. */
export function refusalOf(setting: Setting, command: Command): string | null {
  const refused = setting.model.apply(command).find(({ type }) => type === "rejected");
  return refused ? `${refused.code} ${refused.field}` : null;
}
