/** The package's version, read once, for `/version` and the OpenAPI description. */
import { readFileSync } from "node:fs";

const { version: read } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as {
  version: string;
};

/** The package's version. */
export const version = read;
