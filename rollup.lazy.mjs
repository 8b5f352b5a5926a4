// Arithmetic whose tables are made on the first call. A static import runs everything at once, and a dynamic one is not to be
// had in service workers and would make bundlers write more files: so all of it becomes the body of a function.
import ts from "typescript";

const NAME = "arithmetic";

/**
 * For `output.manualChunks`: the arithmetic, with what it alone needs; and in one file the rest of sealing, its entry's
 * contents too, because every file costs a start's time.
 */
export function lazyChunk(id) {
  if (/src\/sealing\/arithmetic\.ts$|@noble\/|node_modules\/hpke\/|hpke-noble\//.test(id))
    return NAME;
  return /src\/sealing\//.test(id) ? "oblivious-http" : undefined;
}

/** For `output.plugins`: puts the arithmetic into a function, and that into the one file that calls it. */
export const lazy = {
  name: "lazy",
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter(({ type }) => type === "chunk");
    const arithmetic = chunks.find(({ name }) => name === NAME);
    const callers = chunks.filter(({ imports }) => imports.includes(arithmetic.fileName));
    const line = `import { ${NAME} } from './${NAME}.js';\n`;
    if (callers.length !== 1 || !callers[0].code.includes(line))
      throw new Error(`${callers.map(({ fileName }) => fileName)} cannot call ${NAME}`);
    const [caller] = callers;
    caller.code = caller.code.replace(line, () => asFunction(arithmetic));
    caller.imports = caller.imports.filter((name) => name !== arithmetic.fileName);
    delete bundle[arithmetic.fileName];
  },
};

/** What a chunk exports under its own name is a function; this gives the same, and runs the chunk at the first call. */
function asFunction({ code, name, exports, imports }) {
  const end = `export { ${name} };`;
  const body = code.trim();
  if (exports.join() !== name || imports.length > 0 || !body.endsWith(end))
    throw new Error(`${name} is not understood`);
  const made = `
let made;
const ${name} = () => (made ??= make());
function make() {
${body.slice(0, -end.length)}
return ${name}();
}
`;
  // A runtime goes over a function's text before it is called: dependencies' comments are most of it.
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    removeComments: true,
  };
  return ts.transpileModule(made, { compilerOptions }).outputText;
}
