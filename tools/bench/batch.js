// What grading a class costs: a batch against one `vitest run` for each submission, and how it grows with the class.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../ensure-built.js";
import { classCost } from "./class-cost.js";
import { classOfMany } from "./class-of-many.js";

/** So many single runs, of every kind in the class, tell what one takes; all of them would take ten minutes more. */
const SINGLE_RUNS = 18;

const node = process.execPath;

function freshFolder(name) {
  const folder = join(root, "out/bench", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Seconds of a `vitest run` in a student's repository, on average over the first submissions of a class. */
async function singleRuns(folders) {
  const plugin = join(root, "dist/grader/vitest/plugin.js");
  const config = `export { default } from ${JSON.stringify(plugin)};\n`;
  const manifest = JSON.stringify({ type: "module", gradecheck: { assignment: "two-layer-nn" } });
  let [seconds, cpuSeconds] = [0, 0];
  for (const folder of folders) {
    writeFileSync(join(folder, "vitest.config.js"), config);
    writeFileSync(join(folder, "package.json"), manifest);
    const cost = await classCost([node, join(root, "node_modules/vitest/vitest.mjs"), "run"], folder);
    seconds += cost.seconds;
    cpuSeconds += cost.cpuSeconds;
  }
  return { seconds: seconds / folders.length, cpuSeconds: cpuSeconds / folders.length };
}

function batchOf(classFolder, out, kind) {
  const gradecheck = join(root, "dist/grader/cli/main.js");
  const args = [
    "batch",
    classFolder,
    "--assignment",
    "two-layer-nn",
    "--out",
    out,
    "--sandbox",
    kind,
    "--json",
  ];
  return classCost([node, gradecheck, ...args]);
}

/** Costs of single runs, of batches of these sizes, and of the last batch once more. */
export async function batchCosts(kind, sizes) {
  const single = await singleRuns(classOfMany(freshFolder("single"), SINGLE_RUNS));
  const batches = [];
  let again;
  for (const size of sizes) {
    const folder = freshFolder(`class-${size}`);
    const out = freshFolder(`class-${size}-out`);
    classOfMany(folder, size);
    batches.push({ size, ...(await batchOf(folder, out, kind)) });
    if (size === sizes.at(-1)) again = await batchOf(folder, out, kind);
    rmSync(folder, { recursive: true });
    rmSync(out, { recursive: true });
  }
  return { single, batches, again };
}
