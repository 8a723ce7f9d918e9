import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { packageRoot } from "../package/root.js";

/** A mutant of the corpus, bundled so that it can answer the questions of a check. */
export interface Mistake {
  id: string;
  /** The key of its hint in the assignment's texts. */
  hint: string;
  /** The checks that it must lose; it is a candidate for no other. */
  loses: string[];
  /** Of a function that returns the exports of its module. */
  body: string;
}

/** The known mistakes of an assignment, beside the correct solutions that they are edits of. */
export interface Mistakes {
  /** Each as the body of such a function, by its name in the corpus. */
  correct: { base: string; body: string }[];
  mistakes: Mistake[];
}

const known = new Map<string, Mistakes | null>();

/**
 * Where the build puts the known mistakes of an assignment, compressed: they are much alike, so this is a hundredth of
 * their size, and nobody finds a solution by looking through files.
 */
export function mistakesPath(assignment: string): string {
  return join(packageRoot(), "dist", "mistakes", `${assignment}.json.br`);
}

/** The known mistakes of an assignment as the build left them; null where the assignment has none. */
export function readMistakes(assignment: string): Mistakes | null {
  const read = known.get(assignment);
  if (read !== undefined) return read;
  const path = mistakesPath(assignment);
  const mistakes = existsSync(path)
    ? (JSON.parse(brotliDecompressSync(readFileSync(path)).toString()) as Mistakes)
    : null;
  known.set(assignment, mistakes);
  return mistakes;
}
