import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cannotWrite } from "./cannot-write.js";

/** As long as the hash of a commit is where the repository uses SHA-256. */
const SHA256_LENGTH = 64;
const CONFIG = ["[core]", "\tbare = true"];
const SHA1 = [...CONFIG, "\trepositoryformatversion = 0"];
const SHA256 = [...CONFIG, "\trepositoryformatversion = 1", "[extensions]", "\tobjectformat = sha256"];

/**
 * Makes an empty bare repository: the few files that `git init --bare --template=` writes, without starting a program
 * for them.
 *
 * @param commit one that will be fetched into it; how long it is tells which hash its repository uses
 * @throws InfrastructureError when it cannot be written.
 */
export async function emptyRepository(path: string, commit: string): Promise<void> {
  const config = commit.length === SHA256_LENGTH ? SHA256 : SHA1;
  try {
    for (const folder of ["objects/info", "objects/pack", "refs/heads"]) {
      await mkdir(join(path, folder), { recursive: true });
    }
    await writeFile(join(path, "HEAD"), "ref: refs/heads/main\n");
    await writeFile(join(path, "config"), `${config.join("\n")}\n`);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}
