/** An attack is played twice, with its safeguard and without it: the same moves, on two settings of the scene. */
import { expect } from "vitest";
import type { Command } from "./commands.js";
import { type Play, scenario } from "./scenario.js";
import type { Event } from "./subject.js";

/** Only the scene may depend on the safeguard. */
type Stage = (guarded: boolean) => { readonly given: readonly Command[]; readonly moves: readonly Command[] };

/** What came of the moves: the exchange as it stands, and the events of each move. */
export interface Aftermath {
  readonly play: Play;
  readonly moves: readonly (readonly Event[])[];
}

interface Outcomes {
  /** The attack comes to nothing. */
  readonly on: (aftermath: Aftermath) => void;
  /** What it costs: the proof that the safeguard is what prevented it. */
  readonly off: (aftermath: Aftermath) => void;
}

export function attack(name: string, stage: Stage, outcomes: Outcomes): void {
  scenario(`${name}: safeguard on`, (play) => outcomes.on(played(play, stage, true)));
  scenario(`${name}: safeguard off`, (play) => outcomes.off(played(play, stage, false)));
}

function played(play: Play, stage: Stage, guarded: boolean): Aftermath {
  const { given, moves } = stage(guarded);
  expect(moves, "the same moves with and without the safeguard").toEqual(stage(!guarded).moves);
  play.given(...given);
  conserved(play);
  return {
    play,
    moves: moves.map((move) => {
      const events = play.events(move);
      conserved(play);
      return events;
    }),
  };
}

/** Σ cash − Σ cost is what came in less what went out, to the unit, and every lot has its other side. */
function conserved(play: Play): void {
  const report = play.domainReport();
  expect(units(report["cashTotal"]) - units(report["costTotal"])).toBe(
    units(report["deposits"]) - units(report["withdrawals"]),
  );
  const quantities = Object.values(report["quantityTotal"] as Readonly<Record<string, string>>);
  for (const quantity of quantities) expect(Number(quantity)).toBe(0);
}

const units = (amount: unknown): bigint => BigInt(String(amount).replace(".", ""));

/** What each account has in the end; the deficit, and what is left to unwind, are nothing unless they are named. */
export function standing(
  play: Play,
  is: {
    readonly equity: Readonly<Record<string, string | null>>;
    readonly fund: string;
    readonly deficit?: string;
    readonly liquidation?: Readonly<Record<string, string>>;
  },
): void {
  const { fund, deficit, liquidation } = play.domainReport();
  const held = Object.entries(liquidation as Readonly<Record<string, string>>);
  expect({
    equity: Object.fromEntries(Object.keys(is.equity).map((name) => [name, play.report(name)["equity"]])),
    fund,
    deficit,
    liquidation: Object.fromEntries(held.filter(([, quantity]) => Number(quantity) !== 0)),
  }).toEqual({ deficit: "0.000000", liquidation: {}, ...is });
}

/** The events of these types, over all the moves. */
export const those = ({ moves }: Aftermath, ...types: readonly string[]): Event[] =>
  moves.flat().filter(({ type }) => types.includes(type));

/** The codes with which moves were refused. */
export const refusals = (aftermath: Aftermath): unknown[] =>
  those(aftermath, "rejected").map((event) => event["code"]);
