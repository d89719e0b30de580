import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";

/** Recorded markets and real margin tiers live beside the repository, not in it. */
export const dataFolder = resolve(process.env["BREAKWATER_DATA"] ?? "../shared/data");

export const dataFile = (path: string): string => resolve(dataFolder, path);

/** Tests that need a file that is not there are skipped, and say so. */
export function missing(path: string): boolean {
  const absent = !existsSync(dataFile(path));
  if (absent) console.warn(`skipped: no ${path} under BREAKWATER_DATA`);
  return absent;
}

export function readData(path: string): string {
  const bytes = readFileSync(dataFile(path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}
