import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { materialize, readCorpus, type Mutant } from "../../assignment/corpus.js";
import { assignmentIds, readAssignment } from "../../assignment/read-assignment.js";
import { corpusFolder, scratchFolder } from "../../package/command.fixture.js";
import type { CollectedCheck } from "../../run/collect-outcomes.js";
import { makePlan, prepareSubmission } from "../../run/run-plan.js";
import { runSpecs } from "../../run/run-specs.js";
import { KnownOutcomes } from "./known-outcomes.js";

const BASE = "plain-loops";
/** Bundling takes a while, so not every mutant is looked at. */
const EVERY = 11;
const scratch = scratchFolder();

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function bundled(assignment: string, folder: string): Promise<string> {
  const { planned } = await prepareSubmission(readAssignment(assignment), { id: "one", folder }, "none");
  if (!planned.ready) throw new Error(`${folder} cannot be bundled`);
  return planned.code;
}

async function bundledMutant(assignment: string, mutant: Mutant): Promise<string> {
  const folder = join(scratch, mutant.id);
  mkdirSync(folder);
  materialize(assignment, mutant, folder);
  return bundled(assignment, folder);
}

/** Every check of a right submission as a run in watch mode leaves it. */
async function judged(assignment: string): Promise<CollectedCheck[]> {
  const manifest = readAssignment(assignment);
  const submissions = [{ id: "one", folder: corpusFolder("correct", BASE, assignment) }];
  const { plan } = await makePlan({ manifest, submissions, seed: 1, sandbox: "none" });
  return (await runSpecs(Promise.resolve({ ...plan, known: {} }), {})).checks;
}

describe.each(assignmentIds())("%s", (assignment) => {
  test("no check that a mistake costs is known after it", async () => {
    const checks = await judged(assignment);
    const right = await bundled(assignment, corpusFolder("correct", BASE, assignment));
    const mutants = readCorpus(assignment).mutants.filter(({ base }) => base === BASE);
    const sample = mutants.filter((_, i) => i % EVERY === 0);
    const spared: number[] = [];
    for (const mutant of sample) {
      const outcomes = new KnownOutcomes();
      await outcomes.follow(right);
      outcomes.remember(checks);
      expect(Object.keys(outcomes.byId)).toHaveLength(checks.length);
      await outcomes.follow(await bundledMutant(assignment, mutant));
      const known = Object.keys(outcomes.byId);
      expect([mutant.id, known.filter((id) => mutant.loses.includes(id))]).toEqual([mutant.id, []]);
      spared.push(known.length);
    }
    expect(sample.length).toBeGreaterThan(5);
    // Else it would save nobody any time.
    expect(Math.max(...spared)).toBeGreaterThan(checks.length / 2);
  });
});
