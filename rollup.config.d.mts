import type { Plugin } from "rollup";

/** Puts the committed module, or the one at `path`, into a bundle or a test. */
export function wasmInline(path?: string): Plugin;
