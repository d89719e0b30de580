/** What the README shows is what happens. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the program in the README sends the slice that it says", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const shown = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const built = new URL("../dist/index.js", import.meta.url).href;
  const program = `${shown.replace('"breakwater"', JSON.stringify(built))}\nexport { events };`;
  const { events } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(program)}`
  )) as {
    events: readonly { type: string }[];
  };
  expect(events.map(({ type }) => type)).toEqual(["mark", "liquidationOpened", "slice"]);
  const [order, account, side, quantity, limitPrice] = [
    .../order: "(\w+)", account: "(\w+)", side: "(\w+)", quantity: "([\d.]+)", limitPrice: "([\d.]+)"/.exec(
      shown,
    )!,
  ].slice(1);
  expect(events[2]).toMatchObject({ order, account, side, quantity, limitPrice });
});
