import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cannotWrite } from "./cannot-write.js";
import type { RemoteHead } from "./remote-head.js";

const LINE = /^([0-9a-f]{40,64}) (\S+)$/;

/** Where the branches of a repository stood whenever it was collected: a file of lines `<commit> <ref>`. */
export class KnownHeads {
  private readonly path: string;

  /** @param folder what we keep of the repository */
  constructor(folder: string) {
    this.path = join(folder, "heads");
  }

  /** The commits of a branch, oldest first; empty where it was never collected. Lines that are none are passed over. */
  async of(ref: string): Promise<string[]> {
    return (await this.read()).split("\n").flatMap((line) => {
      const [, hash, name] = LINE.exec(line) ?? [];
      return hash !== undefined && name === ref ? [hash] : [];
    });
  }

  /**
   * Adds where a branch stands now.
   *
   * @throws InfrastructureError when it cannot be written.
   */
  async add({ ref, commit }: RemoteHead): Promise<void> {
    if ((await this.of(ref)).includes(commit)) return;
    const draft = `${this.path}.draft`;
    try {
      await writeFile(draft, `${await this.read()}${commit} ${ref}\n`);
      await rename(draft, this.path);
    } catch (cause) {
      throw cannotWrite(this.path, cause);
    }
  }

  private async read(): Promise<string> {
    return readFile(this.path, "utf8").catch(() => "");
  }
}
