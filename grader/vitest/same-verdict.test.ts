import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { materialize, readCorpus } from "../assignment/corpus.js";
import { corpusFolder, gradecheck, scratchFolder } from "../package/command.fixture.js";
import { packageVersion } from "../package/root.js";
import { readResult, type Result, sealedResult } from "../result/index.js";
import { StudentRepository } from "./student.fixture.js";

const SEED = "11";

/** Of each assignment a correct submission, a mutant and one that is unfinished or broken. */
const SAMPLE = [
  { assignment: "two-layer-nn", correct: "float32", mutant: "backward-W2-from-z1", partial: "starter" },
  { assignment: "multi-head-attention", correct: "plain-loops", mutant: "", partial: "half-done" },
  { assignment: "recurrent-networks", correct: "cell-classes", mutant: "", partial: "rnn-only" },
];

function read(text: string): Result {
  const result = readResult(JSON.parse(text));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.result;
}

/** What must be the same wherever it was graded: all but times, and where the submission lay. */
function verdict({ submission, checks, versions, ...result }: Result): unknown {
  const { bundleHash, problems } = submission;
  return {
    ...result,
    startedAt: "",
    durationMs: 0,
    bundleHash,
    problems,
    gradecheck: versions.gradecheck,
    checks: checks.map((check) => ({
      ...check,
      durationMs: 0,
      details: { ...check.details, reproduce: "" },
    })),
  };
}

describe.each(SAMPLE)("$assignment", ({ assignment, correct, mutant, partial }) => {
  const place = scratchFolder();
  const submissions = join(place, "submissions");
  const repository = new StudentRepository(assignment);
  const batched = join(place, "out");

  beforeAll(async () => {
    mkdirSync(submissions);
    cpSync(corpusFolder("correct", correct, assignment), join(submissions, "correct"), { recursive: true });
    cpSync(corpusFolder("partial", partial, assignment), join(submissions, "partial"), { recursive: true });
    const { mutants } = readCorpus(assignment);
    const chosen = mutants.find(({ id }) => id === mutant) ?? mutants[0];
    if (chosen === undefined) throw new Error(`${assignment} has no mutants`);
    materialize(assignment, chosen, join(submissions, "mutant"));
    await repository.start();
    repository.link();
    const options = [
      "--assignment",
      assignment,
      "--out",
      batched,
      "--seed",
      SEED,
      "--sandbox",
      "auto",
      "--jobs",
      "1",
    ];
    const { status, stderr } = await gradecheck(["batch", submissions, ...options]);
    if (status !== 0) throw new Error(stderr);
  }, 240_000);

  afterAll(() => {
    repository.remove();
    rmSync(place, { recursive: true, force: true });
  });

  test.each(["correct", "mutant", "partial"])(
    "%s: npm test, grade, batch and ci say the same",
    async (kind) => {
      const folder = join(submissions, kind);
      const options = ["--assignment", assignment, "--seed", SEED];
      const graded = read((await gradecheck(["grade", folder, ...options, "--json"])).stdout);
      const asGraded = verdict(graded);
      const asBatched = read(readFileSync(join(batched, "teacher", kind, "result.json"), "utf8"));
      expect(verdict(asBatched)).toEqual(asGraded);

      repository.replace(folder);
      const written = join(place, `${kind}.json`);
      await repository.testWith({ GRADECHECK_SEED: SEED, GRADECHECK_RESULT: written });
      expect(verdict(read(readFileSync(written, "utf8")))).toEqual(asGraded);

      const inCi = join(place, `${kind}-ci`);
      await gradecheck(["ci", folder, ...options, "--out", inCi]);
      // Anybody may look at what a workflow uploads.
      const uploaded = read(readFileSync(join(inCi, "result.json"), "utf8"));
      expect(verdict(uploaded)).toEqual(verdict(sealedResult(graded)));

      expect(asBatched.score === 100).toBe(kind === "correct");
      expect(asBatched.versions.gradecheck).toBe(packageVersion());
    },
    240_000,
  );
});
