import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readAssignment } from "../assignment/read-assignment.js";
import { corpusFolder, temporaryFolder } from "../package/command.fixture.js";
import { readResult, type Result } from "../result/index.js";
import { gradePlan } from "./grade.js";
import { makePlan, type SubmissionFolder } from "./run-plan.js";

const manifest = readAssignment("two-layer-nn");
let results: Result[] = [];

function grade(...submissions: SubmissionFolder[]): Promise<Result[]> {
  const preparing = makePlan({ manifest, submissions, seed: 1, sandbox: "permission" });
  return gradePlan(manifest, submissions, preparing, {});
}

const good = { id: "good", folder: corpusFolder("correct", "functional") };

beforeAll(async () => {
  results = await grade(good, { id: "broken", folder: corpusFolder("partial", "syntax-error") });
});

test("there is a valid result for each submission, in their order", () => {
  expect(results.map((result) => [result.submission.id, result.score])).toEqual([
    ["good", 100],
    ["broken", 0],
  ]);
  for (const result of results) {
    expect(readResult(JSON.parse(JSON.stringify(result)))).toMatchObject({ ok: true });
    expect(result.sandbox).toBe("limited");
  }
});

test("what cannot be run has one reason, and every check says that it was not tried", () => {
  const broken = results[1];
  expect(broken?.submission.problems.map(({ finding }) => finding.code)).toEqual(["prepare.syntax"]);
  expect(new Set(broken?.checks.map((check) => check.outcome))).toEqual(new Set(["skipped"]));
});

/** Gives NaN from the 20th forward pass of a process on: it counts where no module reaches. */
function wearingOut(): SubmissionFolder {
  const folder = temporaryFolder();
  cpSync(corpusFolder("correct", "plain-loops"), folder, { recursive: true });
  const entry = join(folder, "src/index.ts");
  const right = readFileSync(entry, "utf8").replace("export class TwoLayerNN", "class Right");
  const counting = `
    export class TwoLayerNN extends Right {
      override forward(X: Matrix): any {
        const calls = ((globalThis as any).calls = ((globalThis as any).calls ?? 0) + 1);
        return super.forward(calls < 20 ? X : X.map((row) => row.map(() => NaN)));
      }
    }`;
  writeFileSync(entry, right + counting);
  return { id: "wearing-out", folder };
}

test("a submission gets the same verdicts alone and among others, whatever it keeps in its process", async () => {
  const worn = wearingOut();
  const [alone] = await grade(worn);
  const [, among] = await grade(good, worn, { ...good, id: "another" });
  const verdicts = (result?: Result): unknown => result?.checks.map((check) => ({ ...check, durationMs: 0 }));
  expect(verdicts(among)).toEqual(verdicts(alone));
  // Short checks never get as far as the 20th.
  expect(alone?.checks.find(({ id }) => id === "forward.golden")?.outcome).toBe("passed");
  expect(alone?.checks.find(({ id }) => id === "training.digits")?.outcome).toBe("failed");
});
