/** From events alone: what `@liquidation` took over of each case is what was told of its going, or is there still (rules: takeover-and-fund 17). */
import { expect, test } from "vitest";
import { type Event, Model } from "../model/model.js";
import { parseDecimal } from "../model/units.js";
import { ALL_FEATURES } from "./features.js";
import { Generator } from "./generate.js";

const SEEDS = [11, 12, 13, 14, 15, 16, 17, 18];

/** Of one market: lots of each case that have not gone, and the position as last told; in digits of its lots. */
interface Audit {
  readonly left: Map<string, bigint>;
  position: bigint;
}

const digits = (text: unknown) => parseDecimal(text as string).digits;
const size = (lots: bigint) => (lots < 0n ? -lots : lots);

function note(audits: Map<string, Audit>, event: Event): void {
  const market = event.market as string;
  const audit = audits.get(market) ?? { left: new Map(), position: 0n };
  audits.set(market, audit);
  const of = event.case as string;
  const left = audit.left.get(of) ?? 0n;
  if (event.type === "takeover") audit.left.set(of, left + size(digits(event.quantity)));
  if (event.type === "unwound" && of !== null) audit.left.set(of, left - digits(event.quantity));
  // Each domain has its own, and its markets have names of their own.
  if (event.type === "position" && event.account === "@liquidation") audit.position = digits(event.quantity);
}

test("nobody's lots go twice, and none are told of more cases than there are lots", () => {
  let gone = 0;
  for (const seed of SEEDS) {
    const generator = new Generator(seed, new Set(ALL_FEATURES));
    const model = new Model();
    const audits = new Map<string, Audit>();
    for (let at = 0; at < 1_000; at += 1) {
      const { command, refusal } = generator.next();
      const events = model.apply(command, refusal);
      generator.observe(events);
      for (const event of events) if (typeof event.market === "string") note(audits, event);
      gone += events.filter(({ type, case: of }) => type === "unwound" && of !== null).length;
      for (const [market, { left, position }] of audits) {
        const kept = [...left.values()];
        const told = `seed ${seed}, command ${at}, ${market}`;
        expect(
          kept.every((lots) => lots >= 0n),
          told,
        ).toBe(true);
        expect(kept.reduce((sum, lots) => sum + lots, 0n) <= size(position), told).toBe(true);
      }
    }
  }
  expect(gone).toBeGreaterThan(20);
});
