// Bundles the mutants of an assignment's corpus into dist/mistakes/<id>.json.br, for the diagnosis of wrong answers.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { rolldown } from "rolldown";

async function bundle(folder, functionBody) {
  const build = await rolldown({ input: join(folder, "src/index.ts"), tsconfig: false, logLevel: "silent" });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  const body = functionBody(output[0].code);
  if (body === null) throw new Error(`${folder} needs to be a module`);
  return body;
}

export async function buildMistakes(root, assignment) {
  const { materialize, readCorpus } = await import(`${root}dist/grader/assignment/corpus.js`);
  const { mistakesPath } = await import(`${root}dist/grader/assignment/mistakes.js`);
  const { functionBody } = await import(`${root}dist/grader/prepare/bundler/function-body.js`);
  const { correct, mutants } = readCorpus(assignment);
  if (mutants.length === 0) return;
  const bases = correct.filter(({ id }) => mutants.some(({ base }) => base === id));
  const mistakes = [];
  for (const mutant of mutants) {
    const folder = mkdtempSync(join(tmpdir(), "gradecheck-mistake-"));
    try {
      materialize(assignment, mutant, folder);
      mistakes.push({
        id: mutant.id,
        hint: mutant.hint,
        loses: mutant.loses,
        body: await bundle(folder, functionBody),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const path = mistakesPath(assignment);
  mkdirSync(dirname(path), { recursive: true });
  const solutions = [];
  for (const { id, folder } of bases) solutions.push({ base: id, body: await bundle(folder, functionBody) });
  const text = JSON.stringify({ correct: solutions, mistakes });
  // A window that sees all of them at once, for one is nearly the other.
  writeFileSync(path, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }));
  // What builds before this one left there.
  rmSync(path.replace(/\.br$/, ""), { force: true });
}
