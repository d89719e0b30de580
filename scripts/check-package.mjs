// Packs what would be published, lints it, and uses it as strangers would: an import, CommonJS, a worker thread, a bundle of
// esbuild, a program in TypeScript, the command line; and the library without the optional packages of the server.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command, words, cwd = root, stderr = "inherit") =>
  execFileSync(command, words, { cwd, stdio: ["ignore", "pipe", stderr] }).toString();

/** What the server needs and a library does not. */
const OPTIONAL = ["fastify", "piscina"];

build({ quiet: true });
const packed = JSON.parse(
  run("npm", ["pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", "build"]),
);
const { filename, files } = Array.isArray(packed) ? packed[0] : Object.values(packed)[0];
const tarball = join(root, "build", filename);
process.stdout.write(run(process.execPath, [join(root, "node_modules/publint/src/cli.js"), tarball]));

const paths = new Set(files.map(({ path }) => path));
for (const path of [
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "docs/PROTOCOL.md",
  "docs/openapi.json",
  "docs/rules/README.md",
  "examples/README.md",
  "examples/sbe_client.py",
  "sbe/breakwater.xml",
  "build/core.wasm",
]) {
  if (!paths.has(path)) throw new Error(`the package has no ${path}`);
}

const programs = {
  "an import": ["import.mjs", 'import { Engine } from "breakwater"; console.log(new Engine().stateHash());'],
  CommonJS: [
    "program.cjs",
    'const { Engine } = require("breakwater"); console.log(new Engine().stateHash());',
  ],
  "a worker thread": [
    "threads.mjs",
    `import { Worker, isMainThread, parentPort } from "node:worker_threads";
     import { Engine } from "breakwater";
     if (isMainThread) new Worker(new URL(import.meta.url)).on("message", (hash) => console.log(hash));
     else parentPort.postMessage(new Engine().stateHash());`,
  ],
};

/** A folder with the package in it as npm would install it, without the packages named. */
function installed(elsewhere, without) {
  const modules = join(elsewhere, "node_modules");
  const own = join(modules, "breakwater");
  mkdirSync(own, { recursive: true });
  run("tar", ["-xzf", tarball, "--strip-components=1", "-C", own]);
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name.startsWith(".") || without.includes(name)) continue;
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  return own;
}

/** Runs a program there; what it prints. */
function program(elsewhere, name, source) {
  writeFileSync(join(elsewhere, name), source);
  return run(process.execPath, [name], elsewhere).trim();
}

/** A bundle, and the core beside it: nothing else is needed where they run. */
function bundled(elsewhere, format, here, name) {
  const source = `import { readFileSync } from "node:fs";
    import { join } from "node:path";
    import { Engine } from "breakwater";
    const wasm = new Uint8Array(readFileSync(join(${here}, "core.wasm")));
    console.log(new Engine({}, { wasm }).stateHash());`;
  writeFileSync(join(elsewhere, "bundle-me.mjs"), source);
  const alone = mkdtempSync(join(tmpdir(), "breakwater-bundle-"));
  try {
    const esbuild = join(root, "node_modules/esbuild/bin/esbuild");
    const flags = ["--bundle", "--platform=node", "--log-level=error", `--format=${format}`];
    run(process.execPath, [esbuild, "bundle-me.mjs", ...flags, `--outfile=${join(alone, name)}`], elsewhere);
    cpSync(join(elsewhere, "node_modules/breakwater/build/core.wasm"), join(alone, "core.wasm"));
    return run(process.execPath, [name], alone).trim();
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
}

const elsewhere = mkdtempSync(join(tmpdir(), "breakwater-package-"));
try {
  const own = installed(elsewhere, OPTIONAL);
  const hashes = Object.entries(programs).map(([what, [name, source]]) => [
    what,
    program(elsewhere, name, source),
  ]);
  hashes.push(["a bundle of esbuild", bundled(elsewhere, "esm", "import.meta.dirname", "main.mjs")]);
  hashes.push(["one in CommonJS", bundled(elsewhere, "cjs", "__dirname", "main.cjs")]);
  const [[, hash]] = hashes;
  for (const [what, other] of hashes) {
    if (!/^[0-9a-f]{16}$/.test(other) || other !== hash)
      throw new Error(`${what}: ${other} instead of ${hash}`);
  }

  // What only the server needs is missed by nobody else, and by name.
  const main = join(own, "dist/cli/main.js");
  const version = run(process.execPath, [main, "--version"], elsewhere).trim();
  const replayed = execFileSync(process.execPath, [main, "replay", "-"], {
    input: "",
    cwd: elsewhere,
    stdio: ["pipe", "pipe", "ignore"],
  });
  if (!replayed.toString().includes(hash))
    throw new Error(`replay without the optional packages: ${replayed}`);
  const serving = `import { Service } from "breakwater";
    try { await Service.start({ port: 0 }); } catch (error) { console.log(error.message); }`;
  const missed = program(elsewhere, "serve.mjs", serving);
  if (!missed.includes("npm install fastify piscina"))
    throw new Error(`without the optional packages: ${missed}`);

  // With them it serves.
  for (const name of OPTIONAL) {
    const at = join(elsewhere, "node_modules", name);
    if (!existsSync(at)) symlinkSync(join(root, "node_modules", name), at);
  }
  const served = program(
    elsewhere,
    "served.mjs",
    `import { Service } from "breakwater";
     const service = await Service.start({ port: 0 });
     console.log((await (await fetch(service.url + "/version")).json()).name);
     await service.close();`,
  );
  if (served !== "breakwater") throw new Error(`served: ${served}`);

  const how = hashes.map(([what]) => what).join(", ");
  console.log(`${filename}: ${files.length} files, version ${version}; hash of nothing ${hash}, from ${how}`);
} finally {
  rmSync(elsewhere, { recursive: true, force: true });
}
