import { writeFileSync } from "node:fs";
import { it } from "vitest";
import { Model } from "../model/model.js";
import { Generator } from "./generate.js";

it("dump", () => {
  const seed = Number(process.env["SEED"]);
  const n = Number(process.env["N"]);
  const g = new Generator(seed);
  const m = new Model();
  const out: string[] = [];
  for (let i = 1; i <= n; i++) {
    const { command, refusal } = g.next();
    const events = m.apply(command, refusal);
    g.observe(events);
    out.push(`${i} > ${JSON.stringify(command)}`);
    for (const e of events) out.push(`     ${JSON.stringify(e)}`);
  }
  writeFileSync("/tmp/dump.txt", out.join("\n"));
});
