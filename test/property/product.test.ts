/** The product against the model: every event equal, under streams that are as hostile as they are dense. */
import { expect, it } from "vitest";
import { makeProduct } from "./product.js";
import { run, settings } from "./run.js";

const { seed, commands } = settings();

it(`${commands} commands from seed ${seed} give the model's events`, () => {
  const coverage = run(makeProduct);
  if (commands >= 20_000) expect(coverage.missing()).toEqual([]);
}, 3_600_000);
