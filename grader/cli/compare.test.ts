import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gradecheck, temporaryFolder } from "../package/command.fixture.js";
import { exampleGradebook } from "../result/gradebook.example.js";
import { gradebookText, type Gradebook } from "../result/index.js";

const [ada, kim] = exampleGradebook().entries;
const later = {
  ...exampleGradebook(),
  seed: 43,
  entries: exampleGradebook()
    .entries.slice(0, 1)
    .map((entry) => ({
      ...entry,
      score: 9,
      checks: entry.checks.map((check) => ({ ...check, outcome: "passed" as const, earned: 10 })),
    })),
};

/** A folder with an earlier and a later gradebook, each in a folder of its own. */
function twoGradebooks(old: Gradebook = exampleGradebook(), now: Gradebook = later): [string, string] {
  const folder = temporaryFolder();
  return [
    ["old", old],
    ["new", now],
  ].map(([name, gradebook]) => {
    const place = join(folder, name as string);
    mkdirSync(place);
    writeFileSync(join(place, "gradebook.json"), gradebookText(gradebook as Gradebook));
    return place;
  }) as [string, string];
}

test("compare tells who moved, at which check and why, from folders and from files", async () => {
  const [old, now] = twoGradebooks();
  const told = await gradecheck(["compare", old, join(now, "gradebook.json")]);
  expect(told).toMatchObject({ status: 0, stderr: "" });
  expect(told.stdout).toBe(`two-layer-nn: 1 students compared, 1 moved
  seed 42 → 43

ada  ${ada?.name}  ${ada?.score} → 9 (+4.35)
  what is different for everyone (at the top)
  forward.golden: not right yet (3.5) → passed (10)

1 left
  kim  ${kim?.name}
`);
  const korean = await gradecheck(["compare", old, now, "--lang", "ko"]);
  expect(korean.stdout).toContain("시드 42 → 43");
  const same = await gradecheck(["compare", old, old]);
  expect(same).toMatchObject({ status: 0, stdout: "two-layer-nn: 2 students compared, 0 moved\n" });
});

test("compare --json prints the comparison and nothing else", async () => {
  const { status, stdout } = await gradecheck(["compare", ...twoGradebooks(), "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    assignment: "two-layer-nn",
    moved: [{ id: "ada", reasons: [{ code: "compare.seed", values: { before: 42, after: 43 } }] }],
    joined: [],
    left: [{ id: "kim", score: null }],
  });
});

test("compare exits with 2 for what cannot be read or compared, with all problems", async () => {
  const [old, now] = twoGradebooks();
  const missing = await gradecheck(["compare", old, join(now, "none")]);
  expect(missing).toMatchObject({ status: 2, stdout: "" });
  expect(missing.stderr).toContain("none cannot be read: ENOENT");

  const broken = temporaryFolder({
    "gradebook.json": JSON.stringify({ ...exampleGradebook(), seed: "x", maxScore: -1 }),
  });
  const { status, stderr } = await gradecheck(["compare", broken, now]);
  expect(status).toBe(2);
  expect(stderr).toContain("gradebook.json is not as gradecheck writes it:\n");
  expect(stderr).toContain('  /seed should be integer (The seed of all inputs.), got "x"');
  expect(stderr).toContain("  /maxScore should be >= 0");

  const text = temporaryFolder({ "gradebook.json": "{" });
  expect(await gradecheck(["compare", old, text])).toMatchObject({ status: 2, stdout: "" });

  const other = { ...later, assignment: { id: "recurrent-networks", version: "1.0.0" } };
  const different = await gradecheck(["compare", ...twoGradebooks(exampleGradebook(), other)]);
  expect(different).toMatchObject({ status: 2, stdout: "" });
  expect(different.stderr).toContain("different assignments");
});
