import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CorpusFolder, materialize, readCorpus } from "../assignment/corpus.js";
import { gradecheck, scratchFolder } from "../package/command.fixture.js";
import { packageVersion } from "../package/root.js";
import { readResult, type Result, sealedResult } from "../result/index.js";
import { StudentRepository } from "./student.fixture.js";

const SEED = "11";

/** A save may be seen in two steps, each with a run of its own. */
const PATIENCE = { timeout: 60_000 };

/** Of each assignment a correct submission, a mutant and one that is unfinished or broken. */
const SAMPLE: Readonly<Record<string, readonly string[]>> = {
  "two-layer-nn": ["float32", "backward-W2-from-z1", "starter"],
  "multi-head-attention": ["plain-loops", "attention-as-many-keys", "half-done"],
  "recurrent-networks": ["cell-classes", "clip-L1", "rnn-only"],
};

/** A regular expression for the names to look at instead of the sample: `.` for the whole corpus, which takes hours. */
const WANTED = process.env["GRADECHECK_CORPUS"];

function isWanted(assignment: string, id: string): boolean {
  return WANTED === undefined ? SAMPLE[assignment]?.includes(id) === true : new RegExp(WANTED).test(id);
}

/** A submission of the corpus, not yet in any folder. */
interface Chosen {
  readonly id: string;
  readonly kind: "correct" | "mutant" | "partial";
  readonly write: (into: string) => void;
}

function chosenOf(assignment: string): Chosen[] {
  const { correct, mutants, partial } = readCorpus(assignment);
  const copied = (kind: "correct" | "partial", folders: readonly CorpusFolder[]): Chosen[] =>
    folders.map(({ id, folder }) => {
      return { id, kind, write: (into) => cpSync(folder, into, { recursive: true }) };
    });
  const all = [
    ...copied("correct", correct),
    ...copied("partial", partial),
    ...mutants.map((mutant): Chosen => {
      return { id: mutant.id, kind: "mutant", write: (into) => materialize(assignment, mutant, into) };
    }),
  ];
  // A student's repository has a manifest and files of its own, which these two are about.
  return all.filter(({ id }) => !/^(broken-manifest|no-entry)$/.test(id) && isWanted(assignment, id));
}

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

const corpus = Object.keys(SAMPLE).map((assignment) => ({ assignment, chosen: chosenOf(assignment) }));

describe.each(corpus.filter(({ chosen }) => chosen.length > 0))("$assignment", ({ assignment, chosen }) => {
  const place = scratchFolder();
  const submissions = join(place, "submissions");
  const repository = new StudentRepository(assignment);
  const batched = join(place, "out");

  beforeAll(
    async () => {
      mkdirSync(submissions);
      for (const { id, write } of chosen) {
        mkdirSync(join(submissions, id));
        write(join(submissions, id));
      }
      await repository.start();
      repository.link();
      const options = ["--assignment", assignment, "--out", batched, "--seed", SEED, "--jobs", "1"];
      const { status, stderr } = await gradecheck(["batch", submissions, ...options]);
      if (status !== 0) throw new Error(stderr);
    },
    20_000 * (10 + chosen.length),
  );

  afterAll(() => {
    repository.remove();
    rmSync(place, { recursive: true, force: true });
  });

  test.each(chosen)("$kind $id: npm test, grade, batch and ci say the same", async ({ id, kind }) => {
    const folder = join(submissions, id);
    const options = ["--assignment", assignment, "--seed", SEED];
    const graded = read((await gradecheck(["grade", folder, ...options, "--json"])).stdout);
    const asGraded = verdict(graded);
    const asBatched = read(readFileSync(join(batched, "teacher", id, "result.json"), "utf8"));
    expect(verdict(asBatched)).toEqual(asGraded);

    repository.replace(folder);
    const written = join(place, `${id}.json`);
    await repository.testWith({ GRADECHECK_SEED: SEED, GRADECHECK_RESULT: written });
    expect(verdict(read(readFileSync(written, "utf8")))).toEqual(asGraded);

    const inCi = join(place, `${id}-ci`);
    await gradecheck(["ci", folder, ...options, "--out", inCi]);
    // Anybody may look at what a workflow uploads.
    const uploaded = read(readFileSync(join(inCi, "result.json"), "utf8"));
    expect(verdict(uploaded)).toEqual(verdict(sealedResult(graded)));

    expect(asBatched.score === 100).toBe(kind === "correct");
    expect(asBatched.versions.gradecheck).toBe(packageVersion());
  });

  // There the checks begin before the save, and those that the change does not concern are not run again.
  test.each(chosen.filter(({ kind }) => kind === "mutant"))(
    "$kind $id: watch mode says the same when it is saved over something right",
    async ({ id }) => {
      const asBatched = verdict(read(readFileSync(join(batched, "teacher", id, "result.json"), "utf8")));
      const written = join(place, `${id}-watch.json`);
      repository.solve("plain-loops");
      const watching = repository.watchWith({ GRADECHECK_SEED: SEED, GRADECHECK_RESULT: written });
      try {
        await watching.until("for file changes...");
        repository.replace(join(submissions, id));
        const now = (): unknown => verdict(read(readFileSync(written, "utf8")));
        await expect.poll(now, PATIENCE).toEqual(asBatched);
      } finally {
        await watching.stop();
      }
    },
  );
});
