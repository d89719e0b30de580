/** Streams that fail in a known way are made as small as that way allows. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Account, constants, Domain, Region } from "#breakwater/abi/layout.js";
import { Engine } from "#breakwater/engine/engine.js";
import { type Command, type Event, Model } from "../model/model.js";
import { refusalOf } from "../support/refusal.js";
import { Episode } from "./compare.js";
import { Coverage } from "./coverage.js";
import { play, shrink } from "./failing.js";
import type { Product } from "./pair.js";
import { LIMITS, makeProduct, productOver } from "./product.js";
import { leaveOut, simplify } from "./shrink.js";
import { linesOf, streamOf } from "./streams.js";

const root = new URL("../../", import.meta.url);
const built = (name: string) => new URL(`build/${name}`, root);
/** Of a world that nothing else plays: its failing stream has a file of its own. */
const SEED = 424_242;
const types = (commands: readonly Command[]) => commands.map(({ type }) => type).sort();

/** A product that is the model, but for what `spoil` makes of its events. */
function standIn(spoil: () => (command: Command, events: Event[]) => Event[]): () => Product {
  return () => {
    const model = new Model();
    const spoiled = spoil();
    return {
      apply: (command) => spoiled(command, model.apply(command, refusalOf(command))),
      decode: refusalOf,
    };
  };
}

/** Once a clock command has been seen, depth gets an event too many. */
const spoilsDepth = standIn(() => {
  let clocked = false;
  return (command, events) => {
    clocked ||= command.type === "clock";
    return clocked && command.type === "depth" ? [...events, { type: "bogus" }] : events;
  };
});

describe("a list", () => {
  const numbers = Array.from({ length: 2_000 }, (_, i) => i);

  test.each([[[]], [[0]], [[1_999]], [[7, 1_200]], [[3, 4, 5, 900, 1_999]]])("is left with %j", (needed) => {
    let trials = 0;
    const stays = (fewer: readonly number[]) => {
      trials += 1;
      return needed.every((number) => fewer.includes(number));
    };
    expect(leaveOut(numbers, stays)).toEqual(needed);
    expect(trials).toBeLessThan(250);
  });

  test("loses what is needed only by what goes after it", () => {
    const stays = (fewer: readonly number[]) =>
      fewer.includes(9) && (!fewer.includes(500) || fewer.includes(400));
    expect(leaveOut(numbers, stays)).toEqual([9]);
  });

  test("keeps the fields that are needed, however deep", () => {
    const items = [{ a: 1, list: [{ b: 2, c: 3 }, { b: 5 }, 7], d: { e: 6, f: "g" } }, { a: 1 }];
    const stays = (fewer: readonly unknown[]) => JSON.stringify(fewer).includes('"b":5');
    expect(simplify(items, stays)).toEqual([{ list: [{ b: 5 }] }, {}]);
  });
});

describe("a stream of 2,000 commands", () => {
  const others = streamOf(5, 2_100).filter(({ type }) => type !== "depth");
  const stream: Command[] = [...others.slice(0, 1_999), { type: "depth", market: "M", levels: 5 }];

  test("comes down to the two that an engine stumbles over", () => {
    const { difference, commands } = play(stream, spoilsDepth)!;
    expect(difference.kind).toBe("event none against bogus");
    expect(commands).toHaveLength(2_000);
    const small = shrink(stream, difference.kind, spoilsDepth)!;
    expect(small.commands).toEqual([{ type: "clock" }, { type: "depth" }]);
    expect(small.finished).toBe(true);
  });

  test("when time is up, is as small as it has become", () => {
    const { difference, commands } = play(stream, spoilsDepth)!;
    const small = shrink(stream, difference.kind, spoilsDepth, 0)!;
    expect(small).toMatchObject({ finished: false, trials: 0, commands });
  });

  test("is not shrunk to another difference than its own", () => {
    const spoilsMore = standIn(() => {
      const seen = new Set<unknown>();
      return ({ type }, events) => {
        seen.add(type);
        if (type !== "depth" || !seen.has("clock")) return events;
        return [...events, { type: seen.has("tick") ? "bogus" : "other" }];
      };
    });
    const small = shrink(stream, "event none against bogus", spoilsMore)!;
    expect(types(small.commands)).toEqual(["clock", "depth", "tick"]);
    expect(shrink(small.commands, "event none against other", spoilsMore)).toBeNull();
  });
});

/** The product over an engine of its own, with something done to its memory after the commands of one type. */
function tampered(type: string, tamper: (engine: Engine) => void): () => Product {
  return () => {
    const engine = new Engine(LIMITS, { debug: true });
    const product = productOver([engine]);
    const apply = (command: Command) => {
      const events = product.apply(command);
      if (command.type === type && events[0]?.type === "accepted") tamper(engine);
      return events;
    };
    return { ...product, apply };
  };
}

/** The first row of a table. */
function rowOf(engine: Engine, region: keyof typeof Region): [DataView, number] {
  const view = new DataView(engine.memory.buffer);
  return [view, view.getUint32(constants.MAP_ADDRESS + 4 * Region[region], true)];
}

describe("the core, its memory tampered with", () => {
  const world = (product: () => Product) => {
    const episode = new Episode({ seed: SEED, commands: 2_000, product, coverage: new Coverage() });
    try {
      episode.run();
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  const written = () =>
    readFileSync(built(`failing-${SEED}.jsonl`), "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Command);

  test("money from nowhere is the invariant's sentence, and what it takes to get it", () => {
    const product = tampered("transfer", (engine) => {
      const [view, row] = rowOf(engine, "domains");
      view.setBigInt64(row + Domain.fund, view.getBigInt64(row + Domain.fund, true) + 1n, true);
    });
    const message = world(product);
    const kind = "invariant: In each domain, cash less cost of all accounts is deposits less withdrawals";
    const [first, second, third] = message.split("\n");
    expect(first).toMatch(/^seed 424242, command \d+$/);
    expect(second).toMatch(new RegExp(`^${kind}: 4 of \\d+ commands show it \\(\\d+ trials\\)$`));
    expect(third).toBe("  npm run shrink -- build/failing-424242.jsonl");
    const needed = written().map(({ type }) => type);
    expect(needed.slice(0, 3)).toEqual(["domain", "account", "transfer"]); // the fourth is any that is checked
    expect(play(written(), product)?.difference.kind).toBe(kind);
    expect(play(written(), makeProduct)).toBeNull();
  });

  test("a trap is the function that trapped", () => {
    const product = tampered("transfer", (engine) => {
      const [view, row] = rowOf(engine, "accounts");
      // Whatever bytes a leg has, a power of two: this one stands in the last of four gigabytes, which no engine has.
      view.setUint32(row + Account.firstLeg, 0x03c0_0000, true);
    });
    const message = world(product);
    expect(message).toMatch(
      /^seed 424242, command \d+\nproduct threw [\w ]+ at assembly\/\S+: \d of \d+ commands/,
    );
    expect(written().filter(({ type }) => type === "transfer")).toHaveLength(1);
    expect(message).toMatch(/\(assembly\/\S+\.ts:\d+:\d+\)\n {6}> /);
    expect(play(written(), makeProduct)).toBeNull();
  });

  test("a client's fill at another price takes two orders that meet", () => {
    const product = () => {
      const real = makeProduct();
      const apply = (command: Command) =>
        real
          .apply(command)
          .map((event) =>
            event["type"] === "fill" && event["makerOrder"] !== null && event["case"] === null
              ? { ...event, price: "1" }
              : event,
          );
      return { ...real, apply };
    };
    expect(world(product)).toContain("event fill against fill: ");
    const orders = written().filter(({ type }) => type === "order");
    expect(orders.map(({ side }) => side).sort()).toEqual(["buy", "sell"]);
    expect(written().length).toBeLessThan(12);
  });
});

describe("npm run shrink", () => {
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/shrink.mjs", ...words], {
      cwd: fileURLToPath(root),
      encoding: "utf8",
    });
    return { status, said: stdout + stderr };
  };

  test("plays a file, and says when there is no difference", () => {
    mkdirSync(built(""), { recursive: true });
    const file = built("no-difference.jsonl");
    writeFileSync(file, linesOf(streamOf(5, 200)));
    expect(run(fileURLToPath(file))).toEqual({ status: 0, said: "no difference\n" });
  });

  test.each([[[]], [["a.jsonl", "--seed", "7"]], [["--seed", "x"]]])("%j is a usage error", (words) => {
    expect(run(...words).status).toBe(2);
  });
});
