// Builds dist/ (tsc) and build/*.wasm (asc), each only when a source is newer than what it made.
//   --all    build everything, from scratch
//   --names  build the modules that are inlined anew, with the names of their functions kept, for profilers
//   --quiet  say nothing unless something fails
//   --if-possible  for npm's "prepare": without the compilers, as after "npm ci --omit=dev", there is nothing to be done
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The modules of the core: what `asc` is given and what it makes. `asconfig.json` has the flags. */
const modules = [
  { target: "release", entry: "assembly/index.ts", output: "build/core.wasm", inline: true },
  { target: "debug", entry: "assembly/debug.ts", output: "build/core.debug.wasm", inline: false },
  { target: "book", entry: "assembly/bench.ts", output: "build/book.wasm", inline: true },
];

/**
 * Engines do not inline across functions of WebAssembly, and asc has no flag for how much it does: Binaryen, which asc brings
 * along, inlines once more.
 */
const inlining = [
  ...["simd", "threads", "bulk-memory", "sign-ext", "mutable-globals", "nontrapping-float-to-int"].map(
    (feature) => `--enable-${feature}`,
  ),
  "-O3",
  ...["-aimfs", "60", "-fimfs", "300", "-ocimfs", "3000"],
];

function newest(path) {
  const at = join(root, path);
  const stat = statSync(at);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(at).map((name) => newest(join(path, name))));
}

function isStale(output, inputs) {
  const at = join(root, output);
  return !existsSync(at) || statSync(at).mtimeMs < Math.max(...inputs.map(newest));
}

function run(what, bin, args, quiet) {
  const started = Date.now();
  execFileSync(process.execPath, [join(root, "node_modules", bin), ...args], { cwd: root, stdio: "inherit" });
  if (!quiet) console.error(`built ${what} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

export function build({ all = false, names = false, quiet = false } = {}) {
  if (all) for (const made of ["dist", "build"]) rmSync(join(root, made), { recursive: true, force: true });
  mkdirSync(join(root, "build"), { recursive: true });
  // tsc leaves its mark only after success: a failed run must not look current.
  if (isStale("dist/abi/schema.js", ["src", "tsconfig.json", "package-lock.json"])) {
    // What a source that has moved left behind would still be found.
    rmSync(join(root, "dist"), { recursive: true, force: true });
    run("dist", "typescript/bin/tsc", ["--noEmitOnError"], quiet);
    // npx makes the command executable only when it first sees this folder, not after a build from scratch.
    chmodSync(join(root, "dist/cli/main.js"), 0o755);
  }
  for (const { target, entry, output, inline } of modules) {
    const anew = names && inline;
    if (!anew && !isStale(output, ["assembly", "asconfig.json", "package-lock.json"])) continue;
    run(
      output,
      "assemblyscript/bin/asc.js",
      [entry, "--target", target, ...(anew ? ["--debug"] : [])],
      quiet,
    );
    if (!inline) continue;
    const flags = anew ? [...inlining, "-g"] : inlining;
    run(`${output}, inlined`, "binaryen/bin/wasm-opt", [...flags, output, "-o", output], quiet);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const compilers = ["typescript", "assemblyscript", "binaryen"];
  const missing = compilers.some((name) => !existsSync(join(root, "node_modules", name)));
  if (process.argv.includes("--if-possible") && missing) process.exit(0);
  try {
    const [all, names, quiet] = ["--all", "--names", "--quiet"].map((flag) => process.argv.includes(flag));
    build({ all, names, quiet });
  } catch {
    process.exitCode = 1; // the compiler has said why
  }
}
