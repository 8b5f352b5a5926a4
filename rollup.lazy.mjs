// Arithmetic whose tables are made on the first call. A static import runs everything at once, and a dynamic one is not to be
// had in service workers and would make bundlers write more files: so the whole file becomes the body of a function.
import ts from "typescript";

const NAME = "arithmetic";

/** For `output.manualChunks`: the arithmetic, with what it alone needs; and apart from it HPKE itself, which does nothing at import. */
export function lazyChunk(id) {
  if (/node_modules\/hpke\//.test(id)) return "hpke";
  return /src\/sealing\/arithmetic\.ts$|@noble\/|hpke-noble\//.test(id) ? NAME : undefined;
}

/** For `output.plugins`: puts that file into a function. */
export const lazy = {
  name: "lazy",
  renderChunk(code, { name, exports }) {
    if (name !== NAME) return null;
    if (exports.join() !== NAME) throw new Error(`${name} gives ${exports.join()}`);
    const [imports] = /^(?:import [^;]+;\n+)*/.exec(code);
    const end = `export { ${NAME} };`;
    const body = code.slice(imports.length).trim();
    if (!body.endsWith(end) || /^import\b/m.test(body))
      throw new Error(`${name} is not understood`);
    const made = `${imports}
let made;
const ${NAME} = () => (made ??= make());
function make() {
${body.slice(0, -end.length)}
return ${NAME}();
}
${end}
`;
    // A runtime goes over a function's text before it is called: dependencies' comments are most of it.
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      removeComments: true,
    };
    return ts.transpileModule(made, { compilerOptions }).outputText;
  },
};
