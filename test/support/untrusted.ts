/** Ways in which the market BTC, at 100 since the second 1, ceases to be trusted, and comes to be so again (rules: margin 17). */

import { at, type Command, clock, feed, order, seconds } from "./commands.js";
import type { Play } from "./scenario.js";

export interface Doubt {
  /** Of the market. */
  readonly settings: Command;
  /** Returns the second of the next command. */
  readonly spoil: (play: Play) => number;
  /** What makes it trusted from that second on, the last command at the first trusted price. */
  readonly mend: (second: number) => readonly Command[];
}

const tick = (second: number, price: string, sequence: number): Command =>
  at(second, { ...feed("BTC")(price), sequence });
const atOnce = { resumeAfter: 0 };

export const doubts: Readonly<Record<string, Doubt>> = {
  FEED_STALE: {
    settings: { maxAge: seconds(10), breakers: atOnce },
    spoil(play) {
      play.given(clock(60));
      return 61;
    },
    mend: (second) => [tick(second, "100", 2)],
  },
  "a feed too old without a clock": {
    settings: { maxAge: seconds(10), breakers: atOnce },
    spoil: () => 60,
    mend: (second) => [tick(second, "100", 2)],
  },
  FEED_GAP: {
    settings: { gapAction: "block" },
    spoil(play) {
      play.given(tick(2, "100", 7));
      return 3;
    },
    mend: (second) => [tick(second, "100", 8)],
  },
  PRICE_BAND: {
    settings: { breakers: { bandPpm: 50_000, bandWindow: seconds(16), ...atOnce } },
    spoil(play) {
      play.given(tick(2, "110", 2));
      return 3;
    },
    mend: (second) => [tick(second, "100", 3)],
  },
  DIVERGENCE: {
    settings: { breakers: { divergencePpm: 20_000, ...atOnce } },
    spoil(play) {
      play.given(order("maker", "buy", "1", "95"), order("maker", "sell", "1", "104.1"), tick(2, "97", 2));
      return 3;
    },
    mend: (second) => [tick(second, "100", 3)],
  },
  WARMUP: {
    settings: {},
    spoil(play) {
      play.given({ type: "resume", market: "BTC" });
      return 2;
    },
    mend: (second) => [tick(second, "100", 2)],
  },
  "a halted market": {
    settings: {},
    spoil(play) {
      play.given({ type: "halt", market: "BTC" });
      return 2;
    },
    mend: (second) => [at(second, { type: "resume", market: "BTC" }), tick(second, "100", 2)],
  },
  "a halted domain": {
    settings: {},
    spoil(play) {
      play.given({ type: "halt", domain: "main" });
      return 2;
    },
    mend: (second) => [at(second, { type: "resume", domain: "main" }), tick(second, "100", 2)],
  },
};
