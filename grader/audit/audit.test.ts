import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assignmentIds } from "../assignment/read-assignment.js";
import { gradecheck, packageCopy } from "../package/command.fixture.js";

const audit = (...args: string[]): ReturnType<typeof gradecheck> =>
  gradecheck(["audit", "two-layer-nn", ...args]);

test("mutants that are as declared are no misses", async () => {
  const { status, stdout } = await audit("--only", "evaluation-", "--kind", "mutant");
  expect(stdout).toMatch(/^two-layer-nn, seed 1: \d+ submissions, 0 with misses\n/);
  expect(stdout).toMatch(/^ {2}✓ mutant {3}evaluation-columns +\d+ \/ 100$/m);
  expect(stdout).toMatch(/mutants keep \d+ at least/);
  expect(status).toBe(0);
});

test("an unfinished submission, as JSON, for two seeds", async () => {
  const { status, stdout } = await audit("--only", "no-entry", "--seeds", "2", "--seed", "8", "--json");
  expect(status).toBe(0);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { seed: number; rows: object[] });
  expect(lines.map(({ seed }) => seed)).toEqual([8, 9]);
  expect(lines[0]?.rows).toEqual([{ kind: "partial", id: "no-entry", misses: [], score: 0, maxScore: 100 }]);
});

test("without an id, all assignments are audited, those without such a submission silently", async () => {
  const starters = await gradecheck(["audit", "--only", "starter", "--kind", "partial"]);
  for (const id of assignmentIds()) {
    expect(starters.stdout).toContain(`${id}, seed 1: 1 submissions, 0 with misses\n  ✓ partial  starter`);
  }
  expect(starters.status).toBe(0);
  const one = await gradecheck(["audit", "--only", "evaluation-columns", "--declared-only", "--json"]);
  expect(one.stdout.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(one.stdout)).toMatchObject({ assignment: "two-layer-nn", rows: [{ misses: [] }] });
});

test("what judges nothing is no verdict", async () => {
  const { status, stderr } = await audit("--only", "zebra");
  expect(status).toBe(2);
  expect(stderr).toContain("nothing was audited");
  expect((await audit("--kind", "zebra")).status).toBe(2);
});

describe("a doctored corpus", () => {
  /** An audit of some mutants after a change to one of them. */
  function doctored(change: (mutant: Record<string, unknown>) => void): ReturnType<typeof gradecheck> {
    const copy = packageCopy();
    const folder = join(copy, "assignments", "two-layer-nn", "corpus", "mutants");
    const path = join(folder, "evaluation-columns.json");
    const mutant = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    change(mutant);
    writeFileSync(path, JSON.stringify(mutant));
    return gradecheck(["audit", "two-layer-nn", "--only", "evaluation-columns"], {}, copy);
  }

  test("a mutant that keeps what it should lose, and shows another hint, exits with 1", async () => {
    const { status, stdout, stderr } = await doctored((mutant) => {
      mutant["loses"] = ["loss.golden", "loss.gone"];
      mutant["hint"] = "loss-no-minus";
    });
    expect(status).toBe(1);
    expect(stdout).toContain("1 with misses");
    for (const miss of ["keeps loss.golden", "loss.gone is no check", "not loss-no-minus"]) {
      expect(stdout).toContain(miss);
    }
    expect(stderr).toContain("Some submissions did not end as declared");
  });

  test("a broken file of ours is a fault of ours, with every problem", async () => {
    const { status, stderr } = await doctored((mutant) => {
      delete mutant["hint"];
      mutant["core"] = "yes";
    });
    expect(status).toBe(3);
    expect(stderr).toContain("evaluation-columns.json");
    expect(stderr).toMatch(/'hint'[^]*\/core must be boolean/);
  });

  test("an edit that no longer fits is a fault of ours", async () => {
    const { status, stderr } = await doctored((mutant) => {
      mutant["edits"] = [{ file: "src/index.ts", find: "no such text", replace: "" }];
    });
    expect(status).toBe(3);
    expect(stderr).toContain('"no such text" occurs 0 times in src/index.ts');
  });
});
