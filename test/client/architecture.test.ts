/** The rules of the house that a machine can check. */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

function files(folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("target/"));
}

const read = (path: string) => readFileSync(join(root, path), "utf8");

function importsOf(path: string): string[] {
  return [...read(path).matchAll(/from "(\.[^"]+)"/g)].map(([, target]) =>
    relative(root, join(root, dirname(path), target ?? "")),
  );
}

const typescript = files("src", ".ts").filter((path) => !path.endsWith(".d.ts"));
const rust = [
  ...files("rust-verifier/src", ".rs"),
  // What the generator writes is as long as its formulas are.
  ...files("rust-verifier/arithmetic/src", ".rs").filter((path) => !path.includes("/generated/")),
];

test("files hold one concept: 400 lines at most", () => {
  for (const path of [...typescript, ...rust]) {
    if (path.endsWith("tests.rs")) continue;
    expect(read(path).split("\n").length, path).toBeLessThanOrEqual(400);
  }
});

test("nothing of the core imports the attester, the simulated TEE or the command line", () => {
  for (const path of typescript) {
    const isCore = dirname(path) === "src";
    const isAttester = path.startsWith("src/attester/");
    for (const target of importsOf(path)) {
      if (isCore) expect(target, path).not.toMatch(/^src\/(attester|testing|cli)\//);
      if (isAttester)
        expect(target, path).not.toMatch(/^src\/(testing|cli|attested-fetch|appraise|verifier)/);
    }
  }
});

test("types of policy, result and errors import no code", () => {
  expect(importsOf("src/policy.ts")).toEqual(["src/tdx-result.ts"]);
  expect(importsOf("src/dstack-result.ts")).toEqual([]);
  expect(importsOf("src/snp-result.ts")).toEqual(["src/dstack-result.ts"]);
  expect(importsOf("src/tdx-result.ts")).toEqual(["src/dstack-result.ts"]);
  for (const name of ["policy", "result", "snp-result", "tdx-result"]) {
    expect(read(`src/${name}.ts`)).not.toMatch(/^import (?!type)/m);
  }
  expect(read("src/errors.ts")).not.toMatch(/^import (?!type)/m);
});

test("in the client core only two files reach the network, and only these read a clock", () => {
  for (const path of typescript.filter((name) => dirname(name) === "src")) {
    const text = read(path).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    if (/globalThis\.fetch\b(?!;)(?!\s*\|)/.test(text) && text.includes("?? globalThis.fetch")) {
      expect(["src/attested-fetch.ts", "src/endorsement-source.ts"]).toContain(path);
    }
    if (/Date\.now|new Date\(/.test(text)) {
      expect(["src/input.ts", "src/attested-keys.ts"]).toContain(path);
    }
    if (text.includes('from "node:')) {
      expect(["src/node.ts", "src/node-fetch.ts"]).toContain(path);
    }
  }
});

test("in Rust arithmetic crates stand in crypto/ alone, wasm_bindgen beside it in wasm.rs, and SNP sees no text", () => {
  for (const path of rust) {
    const text = read(path);
    const isCrypto = path.startsWith("rust-verifier/src/crypto/");
    if (/\b(p384|p256|rsa|sha2)::/.test(text)) expect(isCrypto, path).toBe(true);
    if (text.includes("use wasm_bindgen")) {
      expect(["rust-verifier/src/wasm.rs", "rust-verifier/src/crypto/test_exports.rs"]).toContain(
        path,
      );
    }
    // What both kinds of TEE share lies below both, and neither sees the other.
    const room =
      /^rust-verifier\/src\/(snp|tdx|x509|crypto|criteria|endorsements|anchors|evidence)\b/;
    const name = room.exec(path)?.[1];
    if (name !== undefined && name !== "snp") expect(text, path).not.toContain("crate::snp");
    if (name !== undefined && name !== "tdx") expect(text, path).not.toContain("crate::tdx");
    expect(text, path).not.toMatch(/\bunsafe\s*(\{|fn|impl)/);
  }
});

test("the project speaks of itself alone", () => {
  const own = [
    ...typescript,
    ...rust,
    ...files("test", ".ts"),
    ...files("test", ".mjs"),
    "README.md",
    "SECURITY.md",
    "PROTOCOL.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "package.json",
    "package-lock.json",
  ];
  for (const path of own) {
    if (path === "test/client/architecture.test.ts") continue;
    expect(read(path), path).not.toMatch(/\/work\/|\/root\/|registry\.|\bTODO\b|\bFIXME\b/);
  }
});
