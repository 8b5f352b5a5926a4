// Writes what people read about a policy from policy-fields.json, its one source: the JSON Schema and the README's table.
//
//   node rust-verifier/policy-documents.mjs            writes src/policy.schema.json, dist/ and the README's table
//   node rust-verifier/policy-documents.mjs --check    fails where they are not what the source gives
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { fields } = JSON.parse(readFileSync(path("rust-verifier/policy-fields.json"), "utf8"));

const TRISTATE = { enum: ["required", "forbidden", "any"] };
const BYTE = { type: "integer", minimum: 0, maximum: 255 };
const COMPONENTS = ["bootLoader", "tee", "snp", "microcode"];

const list = (items, any) => {
  const array = { type: "array", minItems: 1, maxItems: 1024, uniqueItems: true, items };
  return any ? { anyOf: [{ const: "any" }, array] } : array;
};

const object = (names, schema, required = []) => ({
  type: "object",
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties: Object.fromEntries(names.map((name) => [name, schema])),
});

function schemaOf(field) {
  const { type, any, bytes, words, minimum, maximum } = field;
  switch (type) {
    case "hex-list":
      return list({ type: "string", pattern: `^[0-9a-f]{${2 * bytes}}$` }, any);
    case "text-list":
      return list({ type: "string", minLength: 1, maxLength: maximum, not: { const: "any" } }, any);
    case "word-list":
      return list({ enum: words });
    case "number-list":
      return list({ type: "integer", minimum, maximum }, any);
    case "word":
      return { enum: words };
    case "number":
      return { type: "integer", minimum, maximum };
    case "version": {
      const byte = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
      return { type: "string", pattern: `^${byte}\\.${byte}$` };
    }
    case "bits":
      return object(Object.keys(field.default), TRISTATE);
    case "minimum-tcb": {
      const floor = (names) => object(names, BYTE, names);
      const products = {
        milan: floor(COMPONENTS),
        genoa: floor(COMPONENTS),
        turin: floor(["fmc", ...COMPONENTS]),
      };
      const components = {
        type: "object",
        additionalProperties: false,
        minProperties: 1,
        properties: products,
      };
      return { anyOf: [{ enum: ["recommended", ...field.tables] }, components] };
    }
    default:
      throw new Error(`policy-fields.json: unknown type ${type}`);
  }
}

function schema() {
  const properties = Object.fromEntries(
    fields.map((field) => {
      const { name, meaning, default: standard } = field;
      return [
        name,
        {
          description: meaning,
          ...(standard === undefined ? {} : { default: standard }),
          ...schemaOf(field),
        },
      ];
    }),
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "witnesslock policy",
    description: 'What a caller accepts. What is not checked is written "any".',
    type: "object",
    additionalProperties: false,
    required: ["snp"],
    properties: {
      snp: {
        description: "AMD SEV-SNP.",
        type: "object",
        additionalProperties: false,
        required: fields.filter(({ required }) => required).map(({ name }) => name),
        properties,
      },
    },
  };
}

function table() {
  const code = (value) => `\`${JSON.stringify(value)}\``;
  const standardOf = ({ required, type, default: standard }) => {
    if (required) return "*required*";
    if (type !== "bits") return code(standard);
    const named = Object.entries(standard).filter(([, word]) => word !== "any");
    return `${named.map(([name, word]) => `\`${name}\`: ${code(word)}`).join(", ")}; others ${code("any")}`;
  };
  const namesOf = (field) =>
    field.type === "bits"
      ? ` Bits: ${Object.keys(field.default)
          .map((name) => `\`${name}\``)
          .join(", ")}.`
      : "";
  const formOf = ({ type, bytes, any }) =>
    type === "hex-list"
      ? ` A list of ${2 * bytes} hexadecimal digits each${any ? ', or `"any"`' : ""}.`
      : "";
  const rows = fields.map(
    (field) =>
      `| \`${field.name}\` | ${standardOf(field)} | ${field.meaning}${formOf(field)}${namesOf(field)} | ${field.answers} |`,
  );
  return ["| in `snp` | default | meaning | answers |", "|---|---|---|---|", ...rows].join("\n");
}

function readmeWithTable() {
  const readme = readFileSync(path("README.md"), "utf8");
  const [begin, end] = ["<!-- policy:begin -->", "<!-- policy:end -->"];
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n${table()}\n${readme.slice(to)}`;
}

const documents = {
  "src/policy.schema.json": `${JSON.stringify(schema(), null, 2)}\n`,
  "README.md": readmeWithTable(),
};

if (process.argv[2] === "--check") {
  for (const [name, text] of Object.entries(documents)) {
    if (readFileSync(path(name), "utf8") !== text)
      throw new Error(`${name} is not what policy-fields.json gives: npm run documents`);
  }
} else {
  for (const [name, text] of Object.entries(documents)) writeFileSync(path(name), text);
  if (existsSync(path("dist")))
    writeFileSync(path("dist/policy.schema.json"), documents["src/policy.schema.json"]);
}
