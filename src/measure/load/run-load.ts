/** Runs a load generator beside the server and reads its report, so that its work is not the server's. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LoadReport } from "./client.js";
import { COUNTER_START, encodeTemplates, type Template } from "./template.js";

export interface Load {
  readonly port: number;
  /** One for each connection. */
  readonly templates: readonly Template[];
  /** Requests a second; 0 = as fast as the answers come. */
  readonly rate: number;
  readonly requests: number;
  /** The first of the numbers written into requests, less COUNTER_START. */
  readonly start: number;
  /** Whether the server may refuse some of them because it has too much to do (503). */
  readonly mayBeRefused?: boolean;
  /** Another generator than Node's: a program that takes the same arguments. */
  readonly program?: string;
}

const client = fileURLToPath(new URL("./client.js", import.meta.url));
const run = promisify(execFile);

/** Runs a load generator in a process of its own. Rejects when it fails, or an answer is not 200 (or 503, where that may be). */
export async function runLoad(load: Load): Promise<LoadReport> {
  const folder = await mkdtemp(join(tmpdir(), "breakwater-load-"));
  try {
    const file = join(folder, "templates");
    await writeFile(file, encodeTemplates(load.templates));
    const numbers = [load.port, load.rate, load.requests, COUNTER_START + load.start].map(String);
    const [program, ...words] =
      load.program === undefined ? [process.execPath, client, file] : [load.program, file];
    const { stdout } = await run(program, [...words, ...numbers]);
    const report = JSON.parse(stdout) as LoadReport;
    const { "200": done = 0, "503": refused = 0 } = report.statuses;
    if (done + (load.mayBeRefused === true ? refused : 0) !== load.requests) {
      throw new Error(`${load.requests} requests were answered ${JSON.stringify(report.statuses)}`);
    }
    return report;
  } finally {
    await rm(folder, { recursive: true });
  }
}
