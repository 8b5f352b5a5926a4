/** Files as the kernel's interfaces want them: one write each, and reads that end at a limit, since their sizes are not known before. */

/** What `configfsTsm` reads and writes through. Errors have Node's `code`. */
export interface KernelFiles {
  /** Makes one folder. */
  mkdir(path: string): Promise<void>;
  /** Removes one folder, which the kernel then forgets. */
  rmdir(path: string): Promise<void>;
  /** Writes all of it at once. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Reads to the end, and refuses what is longer than the limit. */
  read(path: string, limit: number): Promise<Uint8Array>;
}

/** Those of this machine. */
export function kernelFiles(): KernelFiles {
  // Asked for when used, and not imported: the rest of the attester runs where there are no files.
  const node = () => {
    const files = globalThis.process?.getBuiltinModule?.("node:fs/promises");
    if (files === undefined)
      throw new Error("this runtime reads no files: use Node 20.16 or newer");
    return files;
  };
  return {
    mkdir: async (path) => {
      await node().mkdir(path, { mode: 0o700 });
    },
    rmdir: async (path) => node().rmdir(path),
    write: async (path, bytes) => {
      const { open, constants } = node();
      // Neither created nor truncated: the file is the kernel's.
      const file = await open(path, constants.O_WRONLY);
      let written: number;
      try {
        ({ bytesWritten: written } = await file.write(bytes));
      } finally {
        // A binary attribute takes effect when it is closed.
        await file.close();
      }
      if (written !== bytes.length)
        throw new Error(`${path} took ${written} of ${bytes.length} bytes`);
    },
    read: async (path, limit) => {
      const file = await node().open(path, "r");
      try {
        const bytes = new Uint8Array(limit + 1);
        let total = 0;
        while (total < bytes.length) {
          const { bytesRead } = await file.read(bytes, total, bytes.length - total, null);
          if (bytesRead === 0) return bytes.slice(0, total);
          total += bytesRead;
        }
        throw new Error(`${path} is longer than ${limit} bytes`);
      } finally {
        await file.close();
      }
    },
  };
}
