/** `npm start`: the sidecar on this machine, with a demonstration running in it. `breakwater serve` is the plain one. */
import { Command } from "commander";
import { wholeNumber } from "./cli/whole-number.js";
import { DEMO_DOMAIN, DEMO_FUND, Demo, demoMarkets, STEPS_PER_SECOND } from "./demo/demo.js";
import { DemoView, grouped, type Look, lookFor } from "./demo/demo-view.js";
import type { DomainReportEvent, HashEvent } from "./domain/events.js";
import { decodeEvents } from "./records/event-record.js";
import { eventTypes } from "./records/event-types.js";
import { DEFAULT_PORT } from "./server/address.js";
import { EXIT_FAILURE, EXIT_USAGE, runUntilSignal } from "./server/run.js";
import { Service } from "./server/service.js";
import { version } from "./server/version.js";

interface Flags {
  readonly port?: number;
  readonly demo: boolean;
  readonly seed: number;
  readonly accounts: number;
}

/** What the view looks at; everything else goes by unread. */
const SHOWN = eventTypes([
  "slice",
  "mark",
  "liquidationOpened",
  "liquidationClosed",
  "fill",
  "fund",
  "deficit",
]);
const PORTS_TRIED = 20;
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Starts it on the given port; without one, on 7070 or the next that is free. */
async function startService(port: number | undefined): Promise<Service> {
  for (let next = port ?? DEFAULT_PORT; ; next++) {
    try {
      return await Service.start({ port: next, app: { logLevel: "warn" } });
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!taken || port !== undefined || next >= DEFAULT_PORT + PORTS_TRIED) throw error;
    }
  }
}

function greet({ url }: Service, look: Look, demo: boolean): void {
  const { bold, dim, cyan } = look;
  print("");
  print(`  ${bold("Breakwater")} ${version}  ${dim("price ticks in, sliced liquidation orders out")}`);
  print(`  ${cyan(url)}  ${dim("this machine only; Ctrl-C ends it")}`);
  print("");
  const show = (command: string, path: string, what: string) => {
    print(`  ${`${command} '${url}${path}'`.padEnd(72)} ${dim(what)}`);
  };
  if (demo) {
    show("curl -sN", "/v1/events?from=1", "every event, as it happens");
    show("curl -s", "/v1/markets/BTC-PERP", "specification, mark, breakers");
    show("curl -s", "/v1/markets/BTC-PERP/book?levels=5", "the order book");
    show("curl -s", "/v1/accounts/trader-00001", "equity, margin, liquidation price");
    show("curl -s", `/v1/domains/${DEMO_DOMAIN}`, "the insurance fund and all the money");
  } else {
    show("curl -s", "/readyz", "whether it is ready");
    show("curl -s", "/v1/markets", "its markets: none yet");
    print(`  ${dim("examples/ has clients in JSON, MessagePack and SBE.")}`);
  }
  print("");
}

/** Fills the engine, feeds it and shows what it does. Resolves, once it runs, to how to stop and sum up. */
async function startDemo(service: Service, look: Look, flags: Flags): Promise<() => Promise<void>> {
  const { sequencer, directory } = service;
  const demo = new Demo({ submit: (commands) => sequencer.submit(commands) }, flags);
  const view = new DemoView(print, look, DEMO_FUND);
  const began = performance.now();
  await demo.populate();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  print(
    `  ${grouped(String(directory.accountCount))} accounts with positions at 2 to 100 times leverage in ` +
      `${demoMarkets.map(({ market }) => market).join(" and ")}, loaded in ${seconds} s.`,
  );
  print(
    `  ${look.dim(`People and prices are simulated (seed ${flags.seed}); the engine is real. A crash comes soon.`)}`,
  );
  print("");
  sequencer.onEvents((events) => view.take(decodeEvents(events, directory, [], SHOWN)));

  let stepping: Promise<void> | null = null;
  let failed = false;
  const feed = setInterval(() => {
    // A step that takes longer than its time makes the feed slower, not longer.
    if (stepping !== null || failed) return;
    stepping = demo
      .step()
      .catch((error: Error) => {
        failed = true;
        print(`  ${look.red(`the feed has stopped: ${error.message}`)}`);
      })
      .finally(() => {
        stepping = null;
      });
  }, 1000 / STEPS_PER_SECOND);
  const everySecond = setInterval(() => view.second(demo.phase), 1000);

  return async () => {
    clearInterval(feed);
    clearInterval(everySecond);
    await stepping;
    if (failed) return;
    const { events } = await sequencer.submit([
      { type: "domainReport", domain: DEMO_DOMAIN },
      { type: "hash" },
    ]);
    const [report, hash] = decodeEvents(Buffer.concat(events), directory) as [DomainReportEvent, HashEvent];
    view.summary(report, hash.stateHash);
    print("");
  };
}

async function start(flags: Flags): Promise<void> {
  const look = lookFor(process.stdout, process.env);
  const service = await startService(flags.port);
  greet(service, look, flags.demo);
  const stop = flags.demo ? await startDemo(service, look, flags) : undefined;
  process.exitCode = await runUntilSignal(service, stop);
}

const program = new Command("npm start --")
  .description("Breakwater with a demonstration: a population of traders and a price that crashes")
  .option("--port <n>", "TCP port (default: 7070, or the next that is free)", wholeNumber(0, 65_535))
  .option("--seed <n>", "seed of the simulated people and prices", wholeNumber(0, 2 ** 31 - 1), 7)
  .option("--accounts <n>", "how many traders", wholeNumber(1, 100_000), 12_000)
  .option("--no-demo", "the plain sidecar")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE))
  .action(start);

// The reader of our output has gone: that is how a pipe ends, not a failure.
process.stdout.on("error", () => process.exit(0));

program.parseAsync().catch((error: Error) => {
  console.error(`breakwater: ${error.message}`);
  process.exit(EXIT_FAILURE);
});
