// What grading a class costs: a batch against one `vitest run` for each submission, and how it grows with the class.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../ensure-built.js";
import { classOfMany } from "./class-of-many.js";
import { costOf } from "./process-tree.js";

/** So many single runs, of every kind in the class, tell what one takes; all of them would take ten minutes more. */
const SINGLE_RUNS = 18;

/** Looking at a hundred processes takes a while itself; points are missing, so the commands do not end with 0. */
const UNHURRIED = { lookMs: 20, anyStatus: true };

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
    const command = [node, join(root, "node_modules/vitest/vitest.mjs"), "run"];
    const cost = await costOf(command, { ...UNHURRIED, cwd: folder });
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
  return costOf([node, gradecheck, ...args], UNHURRIED);
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
