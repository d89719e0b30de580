/** `breakwater serve` in a process of its own, as its users have it, that the test's end closes. */
import { type ChildProcess, spawn } from "node:child_process";
import { afterAll } from "vitest";
import { main } from "./cli.js";

const running: ChildProcess[] = [];

/** Its URL, once it listens on a free port. */
export async function served(...options: string[]): Promise<string> {
  const child = spawn(process.execPath, [main, "serve", "--port", "0", ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  let said = "";
  for await (const text of child.stderr.setEncoding("utf8")) {
    said += text;
    const url = /listening on (\S+)/.exec(said)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`breakwater serve has ended: ${said}`);
}

afterAll(() => {
  for (const child of running.splice(0)) child.kill("SIGTERM");
});
