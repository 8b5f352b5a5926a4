/** The README's code, as the README shows it: found, and run. */
import { readFileSync } from "node:fs";

/** A block of code outside the examples, which `examples/documents.mjs` puts in from files that are run on their own. */
export interface Block {
  /** The heading under which it stands. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
}

export function blocksOf(text: string): readonly Block[] {
  const written = text.replaceAll(/<!-- example:[^]*?<!-- \/example -->/g, "");
  const blocks: Block[] = [];
  let heading = "";
  for (const [, title, language, code] of written.matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else blocks.push({ heading, language: language ?? "", code: code ?? "" });
  }
  return blocks;
}

export const README = blocksOf(readFileSync(new URL("../../README.md", import.meta.url), "utf8"));

/** What a block finds around it: modules by their name, and what the text says that the reader has. */
export interface Surroundings {
  readonly modules?: Readonly<Record<string, unknown>>;
  readonly scope?: Readonly<Record<string, unknown>>;
  /** Addresses that a reader would replace by their own. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Names that the block declares, to be given back. */
  readonly wanted?: readonly string[];
}

type Run = (...values: readonly unknown[]) => Promise<Record<string, unknown>>;
const AsyncFunction = (async () => Promise.resolve()).constructor as new (
  ...texts: string[]
) => Run;

/** Runs a block: its imports are taken from `modules`, and a name or an address that is nowhere to be found is an error. */
export async function runBlock(
  code: string,
  { modules = {}, scope = {}, addresses = {}, wanted = [] }: Surroundings,
): Promise<Record<string, unknown>> {
  let text = code.replaceAll(
    /^import (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)";$/gm,
    (_, all: string | undefined, names: string | undefined, from: string) => {
      const module = modules[from];
      if (typeof module !== "object" || module === null) throw new Error(`there is no ${from}`);
      for (const name of (names ?? "").split(",").map((part) => part.trim())) {
        if (name !== "" && !(name in module)) throw new Error(`${from} has no ${name}`);
      }
      return `const ${all ?? `{${names ?? ""}}`} = $modules[${JSON.stringify(from)}];`;
    },
  );
  for (const [shown, own] of Object.entries(addresses)) {
    if (!text.includes(shown)) throw new Error(`the block has no ${shown}`);
    text = text.replaceAll(shown, own);
  }
  const names = Object.keys(scope);
  const run = new AsyncFunction("$modules", ...names, `"use strict";${text}\nreturn {${wanted.join()}};`); // prettier-ignore
  return run(modules, ...names.map((name) => scope[name]));
}
