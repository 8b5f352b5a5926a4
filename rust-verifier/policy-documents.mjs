// Writes what people read about a policy from policy-fields.json, its one source: the JSON Schema and the README's tables.
//
//   node rust-verifier/policy-documents.mjs            writes src/policy.schema.json, dist/ and the README's tables
//   node rust-verifier/policy-documents.mjs --check    fails where they are not what the source gives
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const sections = JSON.parse(readFileSync(path("rust-verifier/policy-fields.json"), "utf8"));

const TRISTATE = { enum: ["required", "forbidden", "any"] };
// A time in UTC without fractions, each of its numbers in range; that the month has the day, only the verifier knows.
const TIME =
  "^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$";
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

/** A list inside a field: of digits where it has bytes, of text otherwise. */
const listOf = (form) => ({ type: form.bytes === undefined ? "text-list" : "hex-list", ...form });

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
    case "registers": {
      const digits = { type: "string", pattern: `^[0-9a-f]{${2 * bytes}}$` };
      const register = { anyOf: [{ const: "any" }, digits, list(digits)] };
      return { type: "array", minItems: 4, maxItems: 4, items: register };
    }
    case "time":
      return { anyOf: [{ const: "none" }, { type: "string", pattern: TIME }] };
    case "pcrs": {
      const values = list({ type: "string", pattern: `^[0-9a-f]{${2 * bytes}}$` });
      const named = object(
        Array.from({ length: 24 }, (_, index) => String(index)),
        values,
      );
      return { anyOf: [{ const: "paravisorOnly" }, { ...named, minProperties: 1 }] };
    }
    case "version": {
      const byte = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
      return { type: "string", pattern: `^${byte}\\.${byte}$` };
    }
    case "bits":
      return object(Object.keys(field.default), TRISTATE);
    case "lists":
      return {
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(field.lists).map(([name, form]) => [
            name,
            schemaOf({ ...listOf(form), any: true }),
          ]),
        ),
      };
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

function section(description, fields) {
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
    description,
    type: "object",
    additionalProperties: false,
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties,
  };
}

function schema() {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "witnesslock policy",
    description: 'What a caller accepts, by kind of TEE. What is not checked is written "any".',
    type: "object",
    additionalProperties: false,
    anyOf: [{ required: ["snp"] }, { required: ["tdx"] }],
    properties: {
      snp: section("AMD SEV-SNP.", sections.snp),
      tdx: section("Intel TDX.", sections.tdx),
      azure: section("Azure's virtual TPM, beside the section of its TEE.", sections.azure),
    },
  };
}

function table(name) {
  const code = (value) => `\`${JSON.stringify(value)}\``;
  const standardOf = ({ required, type, bytes, default: standard }) => {
    if (required) return "*required*";
    // 96 zeros would widen the table beyond reading.
    if (type === "hex-list" && Array.isArray(standard)) return `${2 * bytes} zeros`;
    if (type === "lists") return 'each `"any"`';
    if (type !== "bits") return code(standard);
    const named = Object.entries(standard).filter(([, word]) => word !== "any");
    return `${named.map(([bit, word]) => `\`${bit}\`: ${code(word)}`).join(", ")}; others ${code("any")}`;
  };
  const namesOf = (field) =>
    field.type === "lists"
      ? ` Lists, each or \`"any"\`: ${Object.entries(field.lists)
          .map(
            ([name, { bytes }]) =>
              `\`${name}\`${bytes === undefined ? "" : ` (${2 * bytes} digits)`}`,
          )
          .join(", ")}.`
      : field.type === "bits"
        ? ` Bits: ${Object.keys(field.default)
            .map((bit) => `\`${bit}\``)
            .join(", ")}.`
        : "";
  const formOf = ({ type, bytes, any, words }) => {
    if (type === "hex-list")
      return ` A list of ${2 * bytes} hexadecimal digits each${any ? ', or `"any"`' : ""}.`;
    if (type === "pcrs") return ` ${2 * bytes} hexadecimal digits each.`;
    if (type === "registers") return ` ${2 * bytes} hexadecimal digits each.`;
    if (type === "time") return ' As `"2026-12-31T00:00:00Z"`, or `"none"`.';
    return type === "word-list" && words.length > 4
      ? ` Of ${words.map((word) => `\`${word}\``).join(", ")}.`
      : "";
  };
  const rows = sections[name].map(
    (field) =>
      `| \`${field.name}\` | ${standardOf(field)} | ${field.meaning}${formOf(field)}${namesOf(field)} | ${field.answers} |`,
  );
  return [`| in \`${name}\` | default | meaning | answers |`, "|---|---|---|---|", ...rows].join(
    "\n",
  );
}

function readmeWithTable() {
  const readme = readFileSync(path("README.md"), "utf8");
  const [begin, end] = ["<!-- policy:begin -->", "<!-- policy:end -->"];
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n${table("snp")}\n\n${table("tdx")}\n\n${table("azure")}\n${readme.slice(to)}`;
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
