// The standard library of the module, compiled from the source that comes with the compiler: small, and without words for
// panics. A bound or an overflow that does not hold then is a trap and nothing else, which TypeScript answers with
// `internal`; its sentence, its place in the source and all that could format them do not become part of the module.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const TARGET = "wasm32-unknown-unknown";
const TRAPPING = ["-Zunstable-options", "-Cpanic=immediate-abort"];

const MANIFEST = `[package]
name = "sysroot-seed"
version = "0.0.0"
edition = "2021"

[workspace]

[profile.release]
opt-level = "z"
lto = "thin"
panic = "abort"
`;

const configuration = (library) => `[source.crates-io]
replace-with = "vendored"

[source.vendored]
directory = ${JSON.stringify(join(library, "vendor"))}
`;

const rustc = (...args) => execFileSync("rustc", args, { encoding: "utf8" }).trim();

/** Whether this compiler knows panics that only trap: a flag that is not stable yet, so it must be asked. */
function knowsTraps() {
  try {
    execFileSync("rustc", [...TRAPPING, "--print", "cfg", "--target", TARGET], {
      env: { ...process.env, RUSTC_BOOTSTRAP: "1" },
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * What a build needs whose panics trap: flags of the compiler and its environment, the standard library made in `folder`
 * where it is not there yet. `undefined` where the compiler knows no such panics, or came without the source.
 */
export function trappingSysroot(folder, remappings) {
  const library = join(rustc("--print", "sysroot"), "lib/rustlib/src/rust/library");
  if (!existsSync(join(library, "vendor")) || !knowsTraps()) return undefined;
  const flags = [...TRAPPING, `--sysroot=${folder}`];
  const environment = { RUSTC_BOOTSTRAP: "1" };
  const made = join(folder, "made-of");
  const ingredients = createHash("sha256")
    .update([rustc("--version", "--verbose"), MANIFEST, library, ...TRAPPING].join("\n"))
    .digest("hex");
  if (existsSync(made) && readFileSync(made, "utf8") === ingredients) return { flags, environment };

  rmSync(folder, { recursive: true, force: true });
  const seed = join(folder, "seed");
  mkdirSync(join(seed, "src"), { recursive: true });
  mkdirSync(join(seed, ".cargo"));
  writeFileSync(join(seed, "src/lib.rs"), "");
  writeFileSync(join(seed, "Cargo.toml"), MANIFEST);
  writeFileSync(join(seed, ".cargo/config.toml"), configuration(library));
  const options = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
  execFileSync("cargo", ["build", "--quiet", "--release", "--target", TARGET, ...options], {
    cwd: seed,
    env: {
      ...process.env,
      ...environment,
      CARGO_ENCODED_RUSTFLAGS: [...TRAPPING, "-Cembed-bitcode=yes", ...remappings].join("\x1f"),
      CARGO_TARGET_DIR: join(seed, "target"),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const built = join(seed, "target", TARGET, "release/deps");
  const libraries = join(folder, "lib/rustlib", TARGET, "lib");
  mkdirSync(libraries, { recursive: true });
  for (const name of readdirSync(built)) {
    if (name.endsWith(".rlib") && !name.startsWith("libsysroot_seed"))
      copyFileSync(join(built, name), join(libraries, name));
  }
  rmSync(seed, { recursive: true });
  writeFileSync(made, ingredients);
  return { flags, environment };
}
