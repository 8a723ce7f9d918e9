import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./write-whole.js";

/** SHA-256 in hexadecimal of values as JSON. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}

/** Texts on disk, each under the hash of what it was made from. Whatever is not whole is as if it were not there. */
export class ContentStore {
  readonly #folder: string;
  readonly #fresh: boolean;
  readonly #keptNow = new Set<string>();

  /**
   * @param folder made when the first text is kept
   * @param fresh recalls nothing but what it has kept itself
   */
  constructor(folder: string, fresh = false) {
    this.#folder = folder;
    this.#fresh = fresh;
  }

  /** The text kept under a hash, or undefined. */
  recall(hash: string): string | undefined {
    if (this.#fresh && !this.#keptNow.has(hash)) return undefined;
    try {
      return readFileSync(this.#path(hash), "utf8");
    } catch {
      return undefined;
    }
  }

  /** @throws Error of the file system when it cannot be written; nothing is left behind. */
  keep(hash: string, text: string): void {
    writeWhole(this.#path(hash), text);
    this.#keptNow.add(hash);
  }

  #path(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), `${hash}.json`);
  }
}
