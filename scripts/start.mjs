// `npm start`: builds what is missing or stale, then is the server. Arguments are main's: `npm start -- --help`.
import { build } from "./build.mjs";

try {
  build();
} catch {
  process.exit(1); // the compiler has said why
}
await import("../dist/main.js");
