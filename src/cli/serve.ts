/** `breakwater serve`: the sidecar's command line, its options checked before anything is started. */
import { Command, Option } from "commander";
import { checkLimits } from "../kernel/limits.js";
import { MAX_AHEAD } from "../records/future.js";
import { DEFAULT_HOST, DEFAULT_PORT, isLoopback } from "../server/address.js";
import { type HttpLimits, httpLimits, limitBounds, limitFlag } from "../server/http-limits.js";
import { Service } from "../server/on-demand.js";
import { EXIT_USAGE, runUntilSignal } from "../server/run.js";
import { addLimit, tableHelp, withLimits } from "./command-lines.js";
import { exitCodes } from "./exit-codes.js";
import { wholeNumber } from "./whole-number.js";

interface Flags extends HttpLimits {
  readonly port: number;
  readonly host: string;
  readonly clockInterval: number;
  readonly maxAhead: number;
  readonly eventLogBytes: number;
  readonly keyBytes: number;
  readonly inlineBytes: number;
  readonly spins: number;
  readonly stall: number;
  readonly logLevel: "silent" | "error" | "warn" | "info";
  readonly limit: Record<string, number>;
  readonly durability: string;
  readonly socket?: string;
  readonly dataDir?: string;
  readonly config?: string;
}

/** Options of the protocol that are not built yet; asking for one is refused rather than ignored. */
function unbuiltOption(flags: Flags): string | null {
  if (flags.socket !== undefined) return "--socket";
  if (flags.dataDir !== undefined) return "--data-dir";
  if (flags.config !== undefined) return "--config";
  if (flags.durability !== "off") return `--durability ${flags.durability}`;
  return null;
}

async function serve(flags: Flags, command: Command): Promise<void> {
  const unbuilt = unbuiltOption(flags);
  if (unbuilt !== null) command.error(`error: ${unbuilt} is not built yet`, { exitCode: EXIT_USAGE });
  if (!isLoopback(flags.host)) {
    const why = "only loopback (127.0.0.1, ::1, localhost) for now, as there are no tokens yet";
    command.error(`error: --host ${flags.host}: ${why}`, { exitCode: EXIT_USAGE });
  }
  const limits = await withLimits(async () => checkLimits(flags.limit));
  const start = () =>
    Service.start({
      host: flags.host,
      port: flags.port,
      pool: {
        limits,
        inlineBytes: flags.inlineBytes,
        spins: flags.spins,
        stallMillis: flags.stall,
      },
      sequencer: {
        clockInterval: flags.clockInterval,
        maxAhead: flags.maxAhead,
        eventLogBytes: flags.eventLogBytes,
        keyBytes: flags.keyBytes,
      },
      app: { logLevel: flags.logLevel, limits: flags },
    });
  const service = await withLimits(start);
  console.error(`breakwater: listening on ${service.url}`);
  process.exitCode = await runUntilSignal(service);
}

/** `breakwater serve`: the sidecar, until a signal. */
export function serveCommand(): Command {
  const command = new Command("serve")
    .description("serve the engine over HTTP on this machine")
    .option("--port <n>", "TCP port, 0 = any free one", wholeNumber(0, 65_535), DEFAULT_PORT)
    .option("--host <host>", "address to listen on; loopback only", DEFAULT_HOST)
    .option(
      "--clock-interval <micros>",
      "microseconds between clock commands, 0 = none",
      clockMicros,
      100_000,
    )
    .option(
      "--max-ahead <micros>",
      "microseconds that a command's time, or a tick's source time, may be ahead of the clock",
      wholeNumber(0, 86_400_000_000),
      MAX_AHEAD,
    )
    .option(
      "--event-log-bytes <n>",
      "bytes of events kept for /v1/events",
      wholeNumber(1_048_576, 4_294_967_296),
      67_108_864,
    )
    .option(
      "--key-bytes <n>",
      "bytes of idempotency keys and the answers under them that are kept",
      wholeNumber(1_048_576, 4_294_967_296),
      33_554_432,
    )
    .option(
      "--inline-bytes <n>",
      "a batch of at most so many bytes that is certain to be short is applied by the thread that received it, 0 = never",
      wholeNumber(0, 1_048_576),
      4_096,
    )
    .option(
      "--spins <n>",
      "how often the engine's thread looks for work before it sleeps",
      wholeNumber(0, 1_000_000_000),
      2_000,
    )
    .option(
      "--stall <millis>",
      "give the engine up, and its state, when one command takes so long, 0 = never",
      wholeNumber(0, 86_400_000),
      0,
    )
    .option("--limit <name=number>", "a table's size; may be repeated", addLimit, {})
    .addOption(
      new Option("--log-level <level>", "what is logged to standard error")
        .choices(["silent", "error", "warn", "info"])
        .default("warn"),
    )
    .addOption(
      new Option("--durability <mode>", "when an answer is durable; only off is built")
        .choices(["sync", "async", "off"])
        .default("off"),
    )
    .addOption(new Option("--socket <path>", "not built yet").hideHelp())
    .addOption(new Option("--data-dir <dir>", "not built yet").hideHelp())
    .addOption(new Option("--config <file>", "not built yet").hideHelp())
    .addHelpText("after", `\nTables of --limit, with their sizes by default:\n${tableHelp()}`)
    .addHelpText(
      "after",
      exitCodes(
        "drained after a signal",
        "not everything was answered in time, and 130 after a second signal",
      ),
    )
    .action(serve);
  for (const [limit, [about, min, max]] of Object.entries(limitBounds)) {
    const byDefault = httpLimits[limit as keyof HttpLimits];
    command.option(`${limitFlag(limit)} <n>`, about, wholeNumber(min, max), byDefault);
  }
  return command;
}

/** 0, or at least a millisecond: timers are no finer. */
function clockMicros(text: string): number {
  if (text === "0") return 0;
  return wholeNumber(1000, 3_600_000_000)(text);
}
