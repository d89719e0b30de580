// Packs what would be published, lints it, and uses it as a stranger would: an import, and the command line.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command, words, cwd = root) =>
  execFileSync(command, words, { cwd, stdio: ["ignore", "pipe", "inherit"] });

build({ quiet: true });
const packed = JSON.parse(
  run("npm", ["pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", "build"]),
);
const tarball = join(root, "build", packed[0].filename);
process.stdout.write(run(process.execPath, [join(root, "node_modules/publint/src/cli.js"), tarball]));

const elsewhere = mkdtempSync(join(tmpdir(), "breakwater-package-"));
try {
  const installed = join(elsewhere, "node_modules", "breakwater");
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
  const program = 'import { Engine } from "breakwater"; console.log(new Engine().stateHash());';
  writeFileSync(join(elsewhere, "program.mjs"), program);
  const hash = run(process.execPath, ["program.mjs"], elsewhere).toString().trim();
  const version = run(process.execPath, [join(installed, "dist/cli/main.js"), "--version"], elsewhere)
    .toString()
    .trim();
  console.log(
    `${packed[0].filename}: ${packed[0].entryCount} files, version ${version}, hash of nothing ${hash}`,
  );
} finally {
  rmSync(elsewhere, { recursive: true, force: true });
}
