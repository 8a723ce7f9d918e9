import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOMES, type Gradebook, type GradebookEntry } from "../../result/index.js";
import { classOf, nobody, student } from "../class.fixture.js";
import { compareGradebooks } from "./compare-gradebooks.js";
import { comparisonText } from "./comparison-text.js";

const codes = (old: Gradebook, now: Gradebook): string[][] =>
  compareGradebooks(old, now).moved.map(({ reasons }) => reasons.map(({ code }) => code));

/** The student with all checks passed, and other code. */
function improved(entry: GradebookEntry): GradebookEntry {
  return {
    ...entry,
    score: 10.5,
    checksScore: 10,
    bundleHash: "cd".repeat(32),
    handedIn: entry.handedIn === null ? null : { ...entry.handedIn, commit: "5e".repeat(20) },
    checks: entry.checks.map((check) => ({ ...check, outcome: "passed", earned: 10 })),
  };
}

test("a gradebook compared with itself shows nothing", () => {
  const points = fc.integer({ min: 0, max: 1000 }).map((count) => count / 100);
  const entry = fc
    .record({
      id: fc.string({ minLength: 1 }),
      score: points,
      earned: points,
      outcome: fc.constantFrom(...OUTCOMES),
      graded: fc.boolean(),
    })
    .map(({ id, score, earned, outcome, graded }) => {
      if (!graded) return nobody(id);
      const [check] = student("ada").checks;
      return student(id, { score, checks: check === undefined ? [] : [{ ...check, earned, outcome }] });
    });
  const entries = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 8 });
  fc.assert(
    fc.property(entries, entries, (some, others) => {
      const book = classOf(...some);
      const nothing = {
        assignment: "two-layer-nn",
        compared: some.length,
        changes: [],
        moved: [],
        joined: [],
        left: [],
      };
      expect(compareGradebooks(book, structuredClone(book))).toEqual(nothing);

      // There and back again, everyone who moved moves back, and who joined leaves.
      const [there, back] = [
        compareGradebooks(book, classOf(...others)),
        compareGradebooks(classOf(...others), book),
      ];
      expect(there.joined).toEqual(back.left);
      expect(there.left).toEqual(back.joined);
      const deltas = (moved: typeof there.moved): Map<string, number> =>
        new Map(moved.map(({ id, delta }) => [id, Math.abs(delta ?? 0)]));
      expect(deltas(there.moved)).toEqual(deltas(back.moved));
    }),
    { seed: 1, numRuns: 50 },
  );
});

describe("who moved", () => {
  test("is told with the checks, before and after, and the commits", () => {
    const old = classOf(student("ada"), student("same"), student("gone"));
    const now = classOf(improved(student("ada")), student("same"), nobody("new"));
    const comparison = compareGradebooks(old, now);
    expect(comparison).toMatchObject({
      compared: 2,
      changes: [],
      joined: [{ id: "new", name: "new", score: null }],
      left: [{ id: "gone", name: "gone", score: 4.65 }],
    });
    expect(comparison.moved).toEqual([
      {
        id: "ada",
        name: "ada",
        before: { state: "graded", score: 4.65 },
        after: { state: "graded", score: 10.5 },
        delta: 5.85,
        checks: [
          {
            id: "forward.golden",
            before: { outcome: "failed", earned: 3.5 },
            after: { outcome: "passed", earned: 10 },
          },
        ],
        reasons: [{ code: "compare.commit", values: { before: "4f4f4f4", after: "5e5e5e5" } }],
      },
    ]);
  });

  test("at a check without a change of the score, or by a check that is new", () => {
    const ada = student("ada");
    const crashed = {
      ...ada,
      checks: ada.checks.map((check) => ({ ...check, outcome: "crashed" as const })),
    };
    expect(compareGradebooks(classOf(ada), classOf(crashed)).moved[0]).toMatchObject({
      delta: 0,
      checks: [{ after: { outcome: "crashed" } }],
    });
    const more = {
      ...ada,
      checks: [...ada.checks, ...ada.checks.map((check) => ({ ...check, id: "forward.new" }))],
    };
    expect(compareGradebooks(classOf(ada), classOf(more)).moved[0]?.checks).toEqual([
      { id: "forward.new", before: null, after: { outcome: "failed", earned: 3.5 } },
    ]);
  });

  test("is nobody whose checks only took longer, or look like another mistake", () => {
    const ada = student("ada");
    const slower = {
      ...ada,
      checks: ada.checks.map((check) => ({ ...check, durationMs: 99, mistake: null })),
    };
    expect(compareGradebooks(classOf(ada), classOf(slower)).moved).toEqual([]);
  });
});

describe("why", () => {
  const ada = student("ada");
  const better = { ...improved(ada), bundleHash: ada.bundleHash, handedIn: ada.handedIn };

  test.each<[string, string[], Partial<Gradebook>, GradebookEntry]>([
    [
      "the assignment",
      ["assignment-version"],
      { assignment: { id: "two-layer-nn", version: "2.0.0" } },
      better,
    ],
    ["the seeds", ["seed", "hidden-seed"], { seed: 1, hiddenSeed: null }, better],
    [
      "the grader",
      ["gradecheck", "node"],
      { versions: { gradecheck: "0.2.0", node: "22.0.0", vitest: "4.1.0" } },
      better,
    ],
    ["the sandbox", ["sandbox"], { sandbox: "limited" }, better],
    [
      "a folder's code",
      ["bundle"],
      {},
      { ...improved(ada), handedIn: ada.handedIn && { ...ada.handedIn, commit: null } },
    ],
    ["nothing that is known", ["unexplained"], {}, better],
    ["a mark by hand", ["adjustments"], { seed: 1 }, student("ada", { score: 3.15, adjustments: [] })],
    [
      "lateness",
      ["lateness"],
      {},
      student("ada", { score: 5, penalty: 0, handedIn: ada.handedIn && { ...ada.handedIn, latePercent: 0 } }),
    ],
    ["no result", ["state-change"], {}, nobody("ada", { bundleHash: ada.bundleHash })],
  ])("%s", (_, expected, book, entry) => {
    expect(codes(classOf(ada), { ...classOf(entry), ...book })).toEqual([
      expected.map((code) => `compare.${code}`),
    ]);
  });

  test("a commit that leaves the code as it was is not", () => {
    const handedIn = ada.handedIn && { ...ada.handedIn, commit: "5e".repeat(20), latePercent: 20 };
    expect(codes(classOf(ada), classOf(student("ada", { score: 4.3, handedIn })))).toEqual([
      ["compare.lateness"],
    ]);
  });
});

test("gradebooks of different assignments are refused", () => {
  const other = { ...classOf(), assignment: { id: "recurrent-networks", version: "1.0.0" } };
  expect(() => compareGradebooks(classOf(), other)).toThrow(
    "different assignments, two-layer-nn and recurrent-networks",
  );
});

describe("for the terminal", () => {
  const old = classOf(
    student("ada", { name: "Ada\u001b[2J" }),
    nobody("kim", { name: "김하늘" }),
    student("gone"),
  );
  const now = {
    ...classOf(improved(student("ada")), student("kim", { name: "김하늘" }), nobody("new")),
    seed: 43,
  };
  const comparison = compareGradebooks(old, now);

  test("a comparison is a few lines", () => {
    expect(comparisonText(comparison, "en")).toBe(`two-layer-nn: 2 students compared, 2 moved
  seed 42 → 43

ada  4.65 → 10.5 (+5.85)
  another commit: 4f4f4f4 → 5e5e5e5
  what is different for everyone (at the top)
  forward.golden: not right yet (3.5) → passed (10)

kim  김하늘  not collected → 4.65
  the submission as a whole ended otherwise

1 joined
  new

1 left
  gone  4.65
`);
  });

  test("it speaks Korean, and sends nothing to the terminal but text", () => {
    const text = comparisonText(compareGradebooks(now, old), "ko");
    expect(text).toContain("학생 2명을 비교했고 2명이 달라졌어요");
    expect(text).toContain("forward.golden: 통과 (10) → 아직 맞지 않음 (3.5)");
    expect(text).toContain("ada  Ada[2J  10.5 → 4.65 (−5.85)");
  });
});
