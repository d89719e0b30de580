/** A server as a process of its own: what it takes of memory is read from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly port: number;
  readonly url: string;

  protected constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    this.port = Number(new URL(url).port);
  }

  /** Runs a program in Node with these words, and waits until it says where it listens. */
  protected static async spawn(words: readonly string[]): Promise<[child: ChildProcess, url: string]> {
    const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
    // Where a test ends before its time, its servers do not outlive it.
    const end = () => child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.on("data", (text) => {
        said += text;
        const found = /listening on (\S+)/.exec(said);
        if (found !== null) resolve(found[1] as string);
      });
      child.once("exit", () => reject(new Error(`the server has ended: ${said}`)));
    });
    return [child, url];
  }

  /** Resident bytes of the process; null where the system does not tell. */
  get memory(): number | null {
    const file = `/proc/${this.#child.pid}/status`;
    if (!existsSync(file)) return null;
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends it by force, because abusers hold it open. */
  async stop(): Promise<void> {
    if (!this.alive) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}
