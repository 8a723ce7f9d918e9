// A class as folders, mixed like a real one: a third is right in different styles, half has one bug each, the rest is not
// done yet. No two submissions are the same work, so nothing is remembered from one to the other.
import { appendFileSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { materialize, readCorpus } from "../../dist/grader/assignment/corpus.js";

const ASSIGNMENT = "two-layer-nn";
/** Slow on purpose: they measure deadlines, not grading. */
const SLOW = ["endless-loop", "memory-hog", "huge-array"];

/** Writes `size` submissions below a folder and gives their folders. */
export function classOfMany(folder, size) {
  const { correct, mutants, partial } = readCorpus(ASSIGNMENT);
  const unfinished = partial.filter(({ id }) => !SLOW.includes(id));
  const takes = [0, 0, 0];
  const folders = Array.from({ length: size }, (_, i) => {
    const target = join(folder, `s${String(i).padStart(3, "0")}`);
    mkdirSync(target, { recursive: true });
    const kind = [0, 1, 1, 0, 1, 2][i % 6];
    const turn = takes[kind]++;
    if (kind === 1) materialize(ASSIGNMENT, mutants[(turn * 7) % mutants.length], target);
    else {
      const of = kind === 0 ? correct : unfinished;
      cpSync(of[turn % of.length].folder, target, { recursive: true });
    }
    return target;
  });
  for (const [i, target] of folders.entries()) {
    const src = join(target, "src");
    const entry = readdirSync(src).find((name) => /^index\.[jt]s$/.test(name));
    if (entry !== undefined) appendFileSync(join(src, entry), `\nexport const submission = ${i};\n`);
  }
  return folders;
}
