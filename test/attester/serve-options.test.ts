/** What `serve` passes on to its attester, in the attester's units. */
import { expect, test } from "vitest";
import { UsageError } from "../../src/cli/exit.ts";
import { readServeOptions } from "../../src/cli/serve-options.ts";

const read = (...args: string[]) => readServeOptions(["--mirror", ...args]);

test("times are milliseconds, and none unless it is given", async () => {
  const { receiveTimeoutMs, rotateMs } = await read("--receive-timeout-seconds", "90", "--rotate-minutes", "1440"); // prettier-ignore
  expect([receiveTimeoutMs, rotateMs]).toEqual([90_000, 86_400_000]);
  expect((await read()).receiveTimeoutMs).toBeUndefined();
});

test.each([
  ["--receive-timeout-seconds", "0"],
  ["--receive-timeout-seconds", "3601"],
  // Keys are replaced every day at least.
  ["--rotate-minutes", "1441"],
])("%s %s is a mistake of usage", async (option, value) => {
  await expect(read(option, value)).rejects.toThrow(UsageError);
  await expect(read(option, value)).rejects.toThrow(option);
});
