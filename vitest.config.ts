import { defineConfig } from "vitest/config";
import { wasmInline } from "./rollup.config.mjs";

export default defineConfig({
  plugins: [wasmInline(process.env["WITNESSLOCK_WASM"])],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/slow/**", "test/differential/**", "test/browser/**", "test/package/**"],
    globalSetup: "test/setup/once-a-run.ts",
    setupFiles: "test/setup/authority-keys.ts",
    // Not one core less than there are: these tests compute.
    maxWorkers: "100%",
    // The simulated TEE makes RSA-4096 keys, up to a second each.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
