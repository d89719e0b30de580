/** The rules of the house, given houses that break them: in the one half and in the other. */
import { expect, test } from "vitest";
import { circles, homeless, importsAmong, namesakes, reachable, upwardImports } from "../support/house.js";

const house = (files: Readonly<Record<string, string>>) => importsAmong(new Map(Object.entries(files)));

/** A house in order, in both manners of naming a file. */
const halves = {
  src: {
    floors: [["units/"], ["codec/", "kernel/"], ["main.ts"]],
    files: {
      "src/units/decimal.ts": `export const scale = 8;`,
      "src/units/price.ts": `import { scale } from "./decimal.js";`,
      "src/codec/json.ts": `import { scale } from "../units/decimal.js";`,
      "src/kernel/load.ts": `import type { Price } from "../units/price.js";`,
      "src/main.ts": `import { load } from "./kernel/load.js";\nimport "./codec/json.js";`,
    },
    up: { "src/units/price.ts": `import type { Load } from "../kernel/load.js";` },
    upward: "src/units/price.ts imports src/kernel/load.ts",
    circle: { "src/units/decimal.ts": `export type { Price } from "./price.js";` },
    chain: "src/units/decimal.ts → src/units/price.ts → src/units/decimal.ts",
  },
  assembly: {
    floors: [["memory/"], ["market/"], ["index.ts"]],
    files: {
      "assembly/memory/arena.ts": `export const arena = 4096;`,
      "assembly/memory/names.ts": `import { arena } from "./arena";`,
      "assembly/market/tiers.ts": `import {\n  arena,\n} from "../memory/arena";`,
      "assembly/index.ts": `export { tiers } from "./market/tiers";\nimport { names } from "./memory/names";`,
    },
    up: { "assembly/memory/names.ts": `import { Tier } from "../market/tiers";` },
    upward: "assembly/memory/names.ts imports assembly/market/tiers.ts",
    circle: { "assembly/memory/arena.ts": `import { names } from "./names";` },
    chain: "assembly/memory/arena.ts → assembly/memory/names.ts → assembly/memory/arena.ts",
  },
};

for (const [half, { floors, files, up, upward, circle, chain }] of Object.entries(halves)) {
  test(`${half}: a house in order is found so`, () => {
    const imports = house(files);
    expect(upwardImports(imports, floors)).toEqual([]);
    expect(circles(imports)).toEqual([]);
    expect(homeless(imports, floors)).toEqual([]);
    expect([...imports.values()].flat().length).toBeGreaterThan(2);
  });

  test(`${half}: an import upwards is named, with what it imports`, () => {
    expect(upwardImports(house({ ...files, ...up }), floors)).toEqual([upward]);
  });

  test(`${half}: a circle is named, file by file`, () => {
    expect(circles(house({ ...files, ...circle }))).toEqual([chain]);
  });

  test(`${half}: a file in a folder that no floor has is named`, () => {
    expect(homeless(house({ ...files, [`${half}/attic/box.ts`]: "" }), floors)).toEqual([
      `${half}/attic/box.ts`,
    ]);
  });
}

test("neighbours on one floor do not import each other", () => {
  const { floors, files } = halves.src;
  const imports = house({ ...files, "src/codec/json.ts": `import { load } from "../kernel/load.js";` });
  expect(upwardImports(imports, floors)).toEqual(["src/codec/json.ts imports src/kernel/load.ts"]);
});

test("a circle through many files is told whole, once, and two circles are two", () => {
  const imports = house({
    "src/a.ts": `import "./b.js";`,
    "src/b.ts": `import "./c.js"; import "./d.js";`,
    "src/c.ts": `new URL("./a.js", import.meta.url);`,
    "src/d.ts": `import { e } from "./e.js";`,
    "src/e.ts": `const any = "*/*";\ntype D = import("./d.js").D; // not "./a.js"\n/* nor './b.js' */`,
  });
  expect(circles(imports)).toEqual([
    "src/a.ts → src/b.ts → src/c.ts → src/a.ts",
    "src/d.ts → src/e.ts → src/d.ts",
  ]);
  expect([...reachable(["src/d.ts"], imports)].sort()).toEqual(["src/d.ts", "src/e.ts"]);
});

test("files of the same name are named together, unless there is a reason", () => {
  const files = ["src/index.ts", "src/a/page.ts", "src/b/index.ts", "src/b/page.ts", "src/b/other-page.ts"];
  expect(namesakes(files, { "index.ts": "what a folder shows" })).toEqual(["src/a/page.ts, src/b/page.ts"]);
});
