// npm run demo: grades a class that works on all three assignments, each submission by the assignment that its
// package.json names, and writes everybody's reports to out/demo/.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import pc from "picocolors";
import { ensureBuilt, root } from "./ensure-built.js";

/** From a good class: correct in different styles, with one bug each, and not done yet. */
const CLASS = [
  "two-layer-nn/plain-loops",
  "two-layer-nn/functional",
  "multi-head-attention/einsum",
  "recurrent-networks/packed-gates",
  "two-layer-nn/forward-relu",
  "multi-head-attention/attention-no-scale",
  "recurrent-networks/gru-update-inverted",
  "two-layer-nn/training-shuffles-X-only",
  "recurrent-networks/rnn-only",
  "multi-head-attention/half-done",
  "two-layer-nn/syntax-error",
  "two-layer-nn/forbidden-import",
  "multi-head-attention/starter",
];

ensureBuilt();
const { writeReports } = await import("../dist/grader/cli/write-reports.js");
const { chooseSandbox } = await import("../dist/grader/host/index.js");
const { gradeMany } = await import("../dist/grader/workers/grade-many.js");
const { makePlan } = await import("../dist/grader/run/run-plan.js");
const { findSubmission } = await import("../dist/grader/submission/find-submission.js");
const { byAssignment, classOf } = await import("./demo/class-of.js");
const { classTable } = await import("./demo/class-table.js");

const started = performance.now();
const out = join(root, "out/demo");
const sandbox = await chooseSandbox("auto");
console.log(
  `\nGrading a class of ${CLASS.length}, each in a host of its own: ${sandbox.kind} (${sandbox.level})`,
);
for (const { kind, reason } of sandbox.passedOver) console.log(`  ${kind} does not work here: ${reason}`);

const scratch = mkdtempSync(join(tmpdir(), "gradecheck-demo-"));
try {
  const found = classOf(CLASS, scratch).map((folder) => findSubmission(folder));
  for (const { manifest, submissions } of byAssignment(found)) {
    const plan = await makePlan({ manifest, submissions, seed: 1, sandbox: sandbox.kind });
    const results = await gradeMany(plan, submissions, { workers: availableParallelism() });
    for (const result of results) {
      const folder = join(out, manifest.id, result.submission.id);
      writeReports(result, { folder, kinds: ["html", "md"], language: "en" });
    }
    console.log(`\n  ${pc.bold(manifest.title)}\n\n${classTable(manifest, results)}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const place = relative(process.cwd(), out);
console.log(`\nGraded in ${seconds} s. For each there is, in ${place}/<assignment>/<name>/:`);
console.log("  report.html   the page for the student; open it in a browser");
console.log("  report.md     the same as Markdown");
console.log("  result.json   the same as data\n");
console.log(`Begin with ${join(place, "two-layer-nn/forward-relu/report.html")}\n`);
