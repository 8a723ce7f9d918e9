// npm run soak: grades a large class twice, one submission in five hostile, and says whether both runs gave the same
// and left nothing behind. --count N for that many submissions, 500 where left out; --chunk N for that many in one run of
// vitest. The exit code is 1 where a result differs, something of the grader's failed, or something is left.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ensureBuilt, root } from "./ensure-built.js";
import { classRoom } from "./soak/class-room.js";
import { leftovers } from "./soak/leftovers.js";

const { values } = parseArgs({
  options: { count: { type: "string", default: "500" }, chunk: { type: "string", default: "50" } },
});
const [count, chunk] = [Number(values.count), Number(values.chunk)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(chunk) || chunk < 1) {
  console.error("usage: npm run soak -- [--count N] [--chunk N]");
  process.exit(2);
}

/** Enough to load every submission, call it, and let it do its worst. */
const CHECKS = ["initialization.shapes", "forward.golden", "forward.pure", "evaluation.golden"];
/** Memory that a garbage collector may keep, in MiB. */
const SLACK_MIB = 64;

// Memory is only worth comparing after a collection.
setFlagsFromString("--expose-gc");
globalThis.gc = runInNewContext("gc");

ensureBuilt();
const temporary = mkdtempSync(join(tmpdir(), "gradecheck-soak-"));
chmodSync(temporary, 0o755);
process.env["TMPDIR"] = temporary;
const { readAssignment } = await import("../dist/grader/assignment/read-assignment.js");
const { chooseSandbox } = await import("../dist/grader/host/index.js");
const { gradeMany } = await import("../dist/grader/workers/grade-many.js");
const { makePlan } = await import("../dist/grader/run/run-plan.js");

const manifest = readAssignment("two-layer-nn");
const scratch = mkdtempSync(join(temporary, "class-"));
const submissions = classRoom(count, join(root, "assignments/two-layer-nn/corpus"), scratch);
const sandbox = await chooseSandbox("auto");
console.log(`\n${count} submissions, one in five hostile, in the sandbox ${sandbox.kind} (${sandbox.level})`);

/** A result without what a clock decides. */
function timeless(result) {
  return JSON.stringify(result, (key, value) => (/^(startedAt|durationMs)$/.test(key) ? null : value));
}

async function gradeAll() {
  const results = [];
  for (let from = 0; from < submissions.length; from += chunk) {
    const some = submissions.slice(from, from + chunk);
    const preparing = makePlan({ manifest, submissions: some, seed: 1, sandbox: sandbox.kind }).then(
      ({ plan, hashes }) => ({
        hashes,
        plan: { ...plan, submissions: plan.submissions.map((one) => ({ ...one, checks: CHECKS })) },
      }),
    );
    results.push(...(await gradeMany(await preparing, some, { workers: availableParallelism() })));
    console.error(`  ${results.length} of ${count}`);
  }
  return results;
}

function outcomesOf(results) {
  const counts = {};
  for (const { outcome } of results.flatMap(({ checks }) => checks))
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([outcome, number]) => `${outcome} ${number}`)
    .join(", ");
}

const runs = [];
try {
  for (const name of ["first", "second"]) {
    const started = performance.now();
    const results = await gradeAll();
    const seconds = (performance.now() - started) / 1000;
    // What was killed last is still being taken away.
    await sleep(1500);
    runs.push({ results: results.map(timeless), left: leftovers(temporary), outcomes: outcomesOf(results) });
    console.log(
      `  ${name} run: ${seconds.toFixed(1)} s, ${(seconds / count).toFixed(2)} s each; ${runs.at(-1).outcomes}`,
    );
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

const [first, second] = runs;
const differing = submissions.filter((_, i) => first.results[i] !== second.results[i]).map(({ id }) => id);
console.log(`\n  results that differ: ${differing.length === 0 ? "none" : differing.join(", ")}`);
let grown = false;
for (const [what, before] of Object.entries(first.left)) {
  const after = second.left[what];
  const more = after - before > (what.startsWith("memory") ? SLACK_MIB : 0);
  grown ||= more;
  console.log(
    `  ${what}: ${before} after the first run, ${after} after the second${more ? "  ← grows" : ""}`,
  );
}
const failed = runs.some(({ outcomes }) => outcomes.includes("infrastructure-error"));
if (failed) console.log("  something of the grader's own failed");
if (differing.length > 0 || grown || failed) process.exitCode = 1;
console.log();
