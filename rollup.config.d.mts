import type { Plugin, RollupOptions } from "rollup";

/** Puts the committed module, or the one at `path`, into a bundle or a test. */
export function wasmInline(path?: string): Plugin;

/** The build, into a folder: `dist` unless a test names another. */
export default function configuration(dir?: string): RollupOptions;
