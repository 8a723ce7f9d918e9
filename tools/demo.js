// npm run demo: grades a small class of corpus submissions in one run and writes everybody's reports to out/demo/.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { classTable } from "./demo/class-table.js";
import { ensureBuilt, root } from "./ensure-built.js";

const ASSIGNMENT = "two-layer-nn";

/** From a good class: correct in different styles, with one bug each, and not done yet. */
const CLASS = [
  "plain-loops",
  "functional",
  "layers",
  "forward-relu",
  "backward-no-mean",
  "training-shuffles-X-only",
  "half-done",
  "syntax-error",
  "forbidden-import",
  "starter",
];

ensureBuilt();
const { materialize, readCorpus } = await import("../dist/grader/assignment/corpus.js");
const { readAssignment } = await import("../dist/grader/assignment/read-assignment.js");
const { writeReports } = await import("../dist/grader/cli/write-reports.js");
const { chooseSandbox } = await import("../dist/grader/host/index.js");
const { gradePlan } = await import("../dist/grader/run/grade.js");
const { makePlan } = await import("../dist/grader/run/run-plan.js");

/** The class as folders; mutants are written out to a scratch folder first. */
function folders(scratch) {
  const { correct, partial, mutants } = readCorpus(ASSIGNMENT);
  return CLASS.map((id) => {
    const kept = [...correct, ...partial].find((one) => one.id === id);
    if (kept !== undefined) return { id, folder: kept.folder };
    const mutant = mutants.find((one) => one.id === id);
    if (mutant === undefined) throw new Error(`the corpus has no ${id}`);
    const folder = join(scratch, id);
    mkdirSync(folder);
    materialize(ASSIGNMENT, mutant, folder);
    return { id, folder };
  });
}

const started = performance.now();
const sandbox = await chooseSandbox("auto");
console.log(
  `\nGrading a class of ${CLASS.length}, each in a host of its own: ${sandbox.kind} (${sandbox.level})`,
);
for (const { kind, reason } of sandbox.passedOver) console.log(`  ${kind} does not work here: ${reason}`);

const scratch = mkdtempSync(join(tmpdir(), "gradecheck-demo-"));
try {
  const manifest = readAssignment(ASSIGNMENT);
  const submissions = folders(scratch);
  const plan = makePlan({ manifest, submissions, seed: 1, sandbox: sandbox.kind });
  const results = await gradePlan(manifest, submissions, plan, { workers: availableParallelism() });
  const out = join(root, "out/demo");
  for (const result of results) {
    const folder = join(out, result.submission.id);
    writeReports(result, { folder, kinds: ["html", "md"], language: "en" });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const place = relative(process.cwd(), out);
  console.log(`\n${classTable(manifest, results)}\n`);
  console.log(`Graded in ${seconds} s. For each there is, in ${place}/<name>/:`);
  console.log("  report.html   the page for the student; open it in a browser");
  console.log("  report.md     the same as Markdown");
  console.log("  result.json   the same as data\n");
  console.log(`Begin with ${join(place, "forward-relu", "report.html")}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
