import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { wasmInline } from "../../rollup.config.mjs";

const index = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const library = process.env["WITNESSLOCK_LIBRARY"];
if (library === undefined) throw new Error("WITNESSLOCK_LIBRARY names the bundle that is tested");

/** Case 325: the tests of the cases and of the vector set, with a tree-shaken, minified bundle in the place of the sources. */
export default defineConfig({
  plugins: [
    wasmInline(),
    {
      name: "minified-library",
      enforce: "pre",
      async resolveId(source, importer) {
        if (!source.endsWith("/src/index.ts")) return null;
        const found = await this.resolve(source, importer, { skipSelf: true });
        return found?.id === index ? library : null;
      },
    },
  ],
  test: {
    include: ["test/cases/**/*.test.ts", "test/conformance/**/*.test.ts"],
    maxWorkers: "100%",
    // Nothing here measures time, and two cores may be busy.
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
