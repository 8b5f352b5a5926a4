import { defineConfig } from "vitest/config";
import { wasmInline } from "../../rollup.config.mjs";

/** Suites of minutes, with the artefact of `npm run wasm:test-exports`. */
export default defineConfig({
  plugins: [wasmInline(process.env["WITNESSLOCK_WASM"])],
  test: {
    include: ["test/slow/**/*.test.ts", "test/differential/**/*.test.ts"],
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
  },
});
