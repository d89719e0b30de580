/** Runs the service until a signal, then drains it: what every command that serves ends with. */
import type { Service } from "./service.js";

/** Exit codes of what serves, beside 0: not everything was answered in time, wrong options, interrupted. */
export const EXIT_FAILURE = 1;
export const EXIT_USAGE = 2;
export const EXIT_INTERRUPTED = 130;

/** What is still in flight after this long is cut off, in milliseconds. */
const DRAIN_MILLIS = 10_000;

/**
 * Serves until SIGTERM or SIGINT, then drains and resolves to the exit code: 0 when everything was answered, 1 when it
 * was not in time. A second signal ends the process at once with 130. `before` runs first, to stop what feeds the server.
 */
export async function runUntilSignal(
  service: Service,
  before: () => Promise<void> | void = () => {},
): Promise<number> {
  await new Promise<void>((resolve) => {
    let signals = 0;
    const onSignal = () => {
      signals += 1;
      if (signals === 1) resolve();
      else process.exit(EXIT_INTERRUPTED);
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
  console.error("breakwater: draining; a second signal ends it at once");
  await before();
  const late = new Promise<"late">((resolve) => setTimeout(resolve, DRAIN_MILLIS, "late").unref());
  const drained = service.close().then(() => "drained" as const);
  if ((await Promise.race([drained, late])) === "drained") return 0;
  console.error("breakwater: not everything was answered in time");
  await service.close(true);
  return EXIT_FAILURE;
}
