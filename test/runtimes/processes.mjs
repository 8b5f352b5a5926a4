/** Other programs: always with an end. */
import { spawn } from "node:child_process";

/** Begins one, in a process group of its own, so that `end` ends all that it started. */
export function begin(command, args, { cwd, env = {}, timeoutMs = 120_000 } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.err += text));
  const end = () => {
    clearTimeout(timer);
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  };
  const timer = setTimeout(end, timeoutMs);
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ status: -1, ...said, err: String(error) }));
    child.once("close", (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, ...said });
    });
  });
  /** Waits for words of it. */
  const until = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(said.out + said.err);
        if (found !== null) resolve(found);
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      ended.then(() => reject(new Error(`${command} ended: ${said.err.slice(-2000)}`)));
      look();
    });
  return { ended, end, until, child };
}

/** Runs one to its end. @returns what it wrote; with `both`, to each of its outputs */
export async function run(command, args, options) {
  const { status, signal, out, err } = await begin(command, args, options).ended;
  if (status === 0) return options?.both === true ? { out, err } : out;
  const why =
    signal === null || signal === undefined
      ? `status ${status}`
      : `${signal} after its time was over`;
  throw new Error(`${command} ${args.join(" ")}: ${why}\n${(err + out).slice(-3000)}`);
}

/** Rejects where a promise takes too long. */
export function within(promise, milliseconds, what) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} took more than ${milliseconds} ms`)),
      milliseconds,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
