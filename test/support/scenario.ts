import { expect, test } from "vitest";
import type { Limits } from "../model/state.js";
import type { Command } from "./commands.js";
import { type Event, type Subject, subjects } from "./subject.js";

/** A partly described event: the fields that the rule is about. */
export type Expected = Readonly<Record<string, unknown>> & { readonly type: string };

/** A small exchange: commands go in, and their events are compared. */
export class Play {
  private readonly subject: Subject;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  /** Sets the scene: everything must be accepted. */
  given(...commands: readonly Command[]): void {
    for (const command of commands) {
      const refused = this.subject.apply([command]).filter((event) => event.type === "rejected");
      expect(refused, `given ${JSON.stringify(command)}`).toEqual([]);
    }
  }

  /** Exactly these events, in this order; of each only the fields named are compared. */
  when(command: Command, then: readonly Expected[]): void {
    const events = this.subject.apply([command]);
    const told = JSON.stringify(command);
    expect(
      events.map((event) => event.type),
      told,
    ).toEqual(then.map((event) => event.type));
    expect(events, told).toMatchObject(then);
  }

  /** The command is refused with this code, and does nothing else. */
  refuses(command: Command, code: string): void {
    this.when(command, [{ type: "rejected", command: command["type"], code }]);
  }

  events(...commands: readonly Command[]): Event[] {
    return this.subject.apply(commands);
  }

  /** The account's report. */
  report(account: string): Event {
    return this.only({ type: "report", account });
  }

  domainReport(domain = "main"): Event {
    return this.only({ type: "domainReport", domain });
  }

  depth(market = "BTC"): Event {
    return this.only({ type: "depth", market });
  }

  /** The account's only, or named, leg in its report. */
  leg(account: string, market?: string): Readonly<Record<string, unknown>> {
    const legs = this.report(account)["positions"] as Readonly<Record<string, unknown>>[];
    const found = market === undefined ? legs[0] : legs.find((leg) => leg["market"] === market);
    if (found === undefined) throw new Error(`${account} has no leg in ${market ?? "any market"}`);
    return found;
  }

  private only(query: Command): Event {
    const [event, ...rest] = this.subject.apply([query]);
    expect(rest).toEqual([]);
    expect(event?.type).toBe(query["type"]);
    return event!;
  }
}

/** Plays the same scenario against every subject; with tables of the sizes given, where they are to be full. */
export function scenario(name: string, play: (play: Play) => void, limits: Partial<Limits> = {}): void {
  for (const kind of subjects) test(`${name} (${kind.name})`, () => play(new Play(kind.make(limits))));
}

const of =
  (type: string) =>
  (fields: Readonly<Record<string, unknown>> = {}): Expected => ({ type, ...fields });

export const accepted = of("accepted");
export const marked = of("mark");
export const opened = of("liquidationOpened");
export const blocked = of("liquidationBlocked");
export const unblocked = of("liquidationUnblocked");
export const waiting = of("liquidationWaiting");
export const slice = of("slice");
export const cancelSlice = of("cancelSlice");
export const fill = of("fill");
export const mismatch = of("executionMismatch");
export const rested = of("rested");
export const cancelled = of("cancelled");
export const positionOf = (account: string, fields: Readonly<Record<string, unknown>> = {}): Expected => ({
  type: "position",
  account,
  ...fields,
});
export const closed = of("liquidationClosed");
export const takeover = of("takeover");
export const unwound = of("unwound");
export const adl = of("adl");
export const crossedInside = of("crossedInside");
export const fund = of("fund");
export const deficit = of("deficit");
export const breaker = of("breaker");
export const marginCall = of("marginCall");
