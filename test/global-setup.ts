import { build } from "../scripts/build.mjs";

/** Worker threads load `dist/`, and everything loads `build/*.wasm`: both are made before the first test. */
export default function setup(): void {
  build({ quiet: true });
}
