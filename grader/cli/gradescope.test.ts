import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { corpusFolder, run, temporaryFolder, type Ended } from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";
import type { GradescopeResults } from "../publish/platforms/gradescope.js";

/** A folder like Gradescope's /autograder, with a submission in it. */
function autograder(submission: string, metadata: string): string {
  const folder = temporaryFolder({
    "submission_metadata.json": metadata,
    "source/settings.sh": "ASSIGNMENT=two-layer-nn\nHIDDEN_SEED=77\n",
  });
  cpSync(join(packageRoot(), "platforms", "gradescope", "run_autograder"), join(folder, "run_autograder"));
  cpSync(submission, join(folder, "submission"), { recursive: true });
  // What setup.sh installs for all.
  mkdirSync(join(folder, "bin"));
  const program = join(packageRoot(), "dist", "grader", "cli", "main.js");
  const started = `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`;
  writeFileSync(join(folder, "bin", "gradecheck"), started);
  chmodSync(join(folder, "bin", "gradecheck"), 0o755);
  return folder;
}

function runAutograder(folder: string): Promise<Ended> {
  const PATH = `${join(folder, "bin")}:${process.env["PATH"]}`;
  return run(join(folder, "run_autograder"), [], { cwd: folder, env: { PATH, AUTOGRADER: folder } });
}

function resultsOf(folder: string): GradescopeResults {
  return JSON.parse(readFileSync(join(folder, "results", "results.json"), "utf8")) as GradescopeResults;
}

const METADATA = JSON.stringify({ id: 4711, created_at: "2026-03-01T12:00:00.000000-08:00", users: [] });

test("run_autograder writes the results of a submission", async () => {
  const folder = autograder(corpusFolder("correct", "plain-loops"), METADATA);
  const { status, stderr } = await runAutograder(folder);
  expect([status, stderr]).toEqual([0, expect.stringContaining("results.json")]);
  const { tests } = resultsOf(folder);
  expect(tests.reduce((sum, { score = 0 }) => sum + score, 0)).toBeCloseTo(100, 6);
  expect(tests.reduce((sum, { max_score }) => sum + max_score, 0)).toBeCloseTo(100, 6);
});

test("where the grading itself fails, there is a valid file without a score", async () => {
  const folder = autograder(corpusFolder("correct", "plain-loops"), '{ "users": [] }');
  const { status, stderr } = await runAutograder(folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining("submission_metadata.json")]);
  const { score, tests, output } = resultsOf(folder);
  expect(score).toBeUndefined();
  expect(tests.map((one) => [one.score, one.max_score])).toEqual([[undefined, 100]]);
  expect(output).toContain("please grade it again");
});
