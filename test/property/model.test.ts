/** The model alone under the generator's streams: its invariants after every command, and what the streams cover. */
import { expect, test } from "vitest";
import { Model } from "../model/model.js";
import { Generator } from "./generate.js";
import { run, settings } from "./run.js";

const { seed, commands } = settings();

test(`${commands} commands from seed ${seed} break no invariant and cover every outcome`, () => {
  const coverage = run();
  if (commands >= 20_000) expect(coverage.missing()).toEqual([]);
}, 3_600_000);

test("the same seed gives the same stream and the same events", () => {
  const once = () => {
    const generator = new Generator(seed);
    const model = new Model();
    return Array.from({ length: 500 }, () => {
      const { command, refusal } = generator.next();
      const events = model.apply(command, refusal);
      generator.observe(events);
      return JSON.stringify([command, events]);
    });
  };
  expect(once()).toEqual(once());
});
