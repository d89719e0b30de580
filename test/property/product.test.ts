/** The product against the model: every event equal, under streams that are as hostile as they are dense. */
import { expect, test } from "vitest";
import { Episode } from "./compare.js";
import { Coverage } from "./coverage.js";
import { type Feature, PINNED_FEATURES } from "./features.js";
import { makeProduct } from "./product.js";
import { run, settings } from "./run.js";

const { seed, commands } = settings();

test(`${commands} commands from seed ${seed} give the model's events`, () => {
  const coverage = run(makeProduct);
  if (commands >= 20_000) expect(coverage.missing()).toEqual([]);
}, 3_600_000);

/** Worlds in which core and model once differed: what they showed is rare, so they are played again each time, with what was built then. */
test.each([1218, 2012, 2359, 20_105])("the world of seed %i, which once showed a difference", (world) => {
  const features = new Set<Feature>();
  new Episode({
    seed: world,
    commands: 2_000,
    product: makeProduct,
    coverage: new Coverage(),
    features,
  }).run();
});

test.each([101, 10_023, 10_105, 20_032, 60_063, 60_081, 70_383])(
  "so with all that was built by then: the world of seed %i",
  (world) => {
    const features = new Set<Feature>(PINNED_FEATURES);
    new Episode({
      seed: world,
      commands: 2_000,
      product: makeProduct,
      coverage: new Coverage(),
      features,
    }).run();
  },
);
