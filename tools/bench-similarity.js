// node tools/bench-similarity.js [kind of sandbox]: what comparing a class costs. Every submission is a correct one under
// another name, so that everybody has dozens of copies, which is the most there can be to compare. It measures and
// judges nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, root } from "./ensure-built.js";

ensureBuilt();
const { readCorpus } = await import("../dist/grader/assignment/corpus.js");
const { CpuClock, descendants } = await import("../dist/grader/host/cpu-clock.js");
const { SANDBOXES } = await import("../dist/grader/host/index.js");
const { readSubmissionFolder } = await import("../dist/grader/prepare/submission-folder.js");
const { similarPairs } = await import("../dist/grader/similarity/similar-pairs.js");

const ASSIGNMENT = "two-layer-nn";
const POLICY = { entry: "src/index.ts", allowedImports: [], folderBytes: 1e7, folderFiles: 1000 };
const sandbox = SANDBOXES[process.argv[2] ?? "bubblewrap"];

async function filesOf(folder) {
  return (await readSubmissionFolder(folder, POLICY)).files;
}

/** Mebibytes that a process has needed at most. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const correct = await Promise.all(readCorpus(ASSIGNMENT).correct.map(({ folder }) => filesOf(folder)));
const starter = await filesOf(join(root, "assignments", ASSIGNMENT, "starter"));
const linesOf = (files) =>
  [...files.values()].reduce((sum, text) => sum + (text === null ? 0 : text.split("\n").length), 0);
const lines = correct.reduce((sum, files) => sum + linesOf(files), 0) / correct.length;
console.log(`sandbox ${sandbox.kind}, Node ${process.versions.node}, ${lines.toFixed(0)} lines a submission`);

for (const size of [1, 125, 250, 500, 1000, 2000]) {
  const submissions = Array.from({ length: size }, (_, index) => ({
    id: `student-${index}`,
    files: correct[index % correct.length],
  }));
  const clocks = new Map();
  let peak = 0;
  const look = setInterval(() => {
    for (const pid of descendants(process.pid)) {
      if (!clocks.has(pid)) clocks.set(pid, new CpuClock(pid));
      clocks.get(pid).read();
      peak = Math.max(peak, peakOf(pid));
    }
  }, 10);
  const [started, own] = [performance.now(), process.cpuUsage()];
  const { pairs, leftOut } = await similarPairs(submissions, starter, { sandbox });
  const wall = (performance.now() - started) / 1000;
  clearInterval(look);
  const { user, system } = process.cpuUsage(own);
  const apart = [...clocks.values()].reduce((sum, clock) => sum + clock.read(), 0) / 1000;
  for (const clock of clocks.values()) clock.close();
  console.log(
    `${String(size).padStart(5)} submissions: ${wall.toFixed(1)} s; computing ${((user + system) / 1e6).toFixed(1)} s` +
      ` here, ${apart.toFixed(1)} s in the tokenizer; at most ${peakOf("self").toFixed(0)} MiB here,` +
      ` ${peak.toFixed(0)} MiB there; ${pairs.length} pairs, ${leftOut.length} left out`,
  );
}
