import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cannotWrite } from "../git/cannot-write.js";
import { RepositoryFault } from "../git/repository-fault.js";
import type { TreeEntry } from "./list-tree.js";

/**
 * Writes the files of a commit into a folder that is not there yet: beside it under another name first, then renamed, so
 * that it is whole or not there. Nobody but us writes: no checkout, no filters, no links, and no file may be written
 * again.
 *
 * @param files as {@link judgeTree} let them pass
 * @param printed what `git cat-file --batch` printed for their hashes, in the same order
 * @throws RepositoryFault when git printed something else, InfrastructureError when they cannot be written.
 */
export async function writeFiles(
  folder: string,
  files: readonly TreeEntry[],
  printed: Buffer,
): Promise<void> {
  const contents = readBatch(files, printed);
  const draft = `${folder}.draft`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    for (const [index, { path }] of files.entries()) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), contents[index] ?? "", { flag: "wx", mode: 0o444 });
    }
    if (!existsSync(folder)) await rename(draft, folder);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  } finally {
    // Where nothing can be written, there may be nothing to remove either.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** `<hash> blob <size>`, the bytes, and a line end, for each file. */
function readBatch(files: readonly TreeEntry[], printed: Buffer): Buffer[] {
  let offset = 0;
  return files.map(({ hash, size }) => {
    const header = Buffer.from(`${hash} blob ${size}\n`);
    const start = offset + header.length;
    if (!printed.subarray(offset, start).equals(header) || printed.length <= start + size) {
      throw new RepositoryFault("broken", { text: `unreadable file ${hash}` });
    }
    offset = start + size + 1;
    return printed.subarray(start, start + size);
  });
}
