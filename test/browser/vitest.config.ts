import { defineConfig } from "vitest/config";

/** A real browser and the built package. */
export default defineConfig({
  test: { include: ["test/browser/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
});
