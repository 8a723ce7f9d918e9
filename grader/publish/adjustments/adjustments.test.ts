import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleGradebook } from "../../result/gradebook.example.js";
import type { Adjustment, GradebookEntry } from "../../result/index.js";
import { ProblemsError } from "../../submission/problems-error.js";
import { applyAdjustments } from "./apply-adjustments.js";
import { finalScore } from "./final-score.js";
import { flagStale } from "./flag-stale.js";
import { fingerprintsText, readFingerprints } from "./kept-fingerprints.js";
import { readAdjustments } from "./read-adjustments.js";

const KNOWN = { ids: new Set(["ada", "김"]), targets: new Set(["forward", "forward.golden"]) };

function read(text: string): Map<string, Adjustment[]> {
  return readAdjustments(Buffer.from(text, "utf8"), KNOWN, "adjustments.csv");
}

function problemsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
  return [];
}

function entryOf(id: string): GradebookEntry {
  const entry = exampleGradebook().entries.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`the example has ${id}`);
  return entry;
}

describe("adjustments.csv", () => {
  test("is read with and without byte order mark, from any system, with Korean and commas", () => {
    const lines = [
      "id,target,points,reason",
      'ada,forward,+1.5,"a typo, ours"',
      "김,forward.golden,-0.25,늦은 수정",
    ];
    for (const text of [lines.join("\n"), `\uFEFF${lines.join("\r\n")}\r\n`, `${lines.join("\r")}\r\r`]) {
      expect(Object.fromEntries(read(text))).toEqual({
        ada: [{ target: "forward", points: 1.5, reason: "a typo, ours", stale: false }],
        김: [{ target: "forward.golden", points: -0.25, reason: "늦은 수정", stale: false }],
      });
    }
  });

  test("takes columns in any order and by their other names, and the empty ones of a spreadsheet", () => {
    const adjustment = { target: "forward", points: 2, reason: "why", stale: false };
    expect(read("Reason,Points,Check,ID,,\nwhy,2,forward,ada,,\n,,,,,\n").get("ada")).toEqual([adjustment]);
    expect(read("id,part,points,reason\nada,forward,2,why\n").get("ada")).toEqual([adjustment]);
  });

  test("may give a student several, also on one target", () => {
    expect(read("id,target,points,reason\nada,forward,1,one\nada,forward,1,two\n").get("ada")).toHaveLength(
      2,
    );
    expect(read("id,target,points,reason\n").size).toBe(0);
  });

  test("is refused with all its problems at once, each with its line", () => {
    const text = [
      "id,target,points,reason",
      'bob,backward,"1,5",',
      "ada,forward,1,typo, ours",
      "",
      'ada,forward,1,"two',
      'lines"',
      "ada,forward,1.001,fine",
      "ada,forward,1,same",
      "ada,forward,1.0,same",
      "ada,forward",
    ].join("\n");
    expect(problemsOf(text)).toEqual([
      'line 2: nobody has the id "bob"',
      'line 2: "backward" is neither a check nor a part',
      'line 2: "1,5" is no number of points such as 2, -1.5 or 0.25',
      "line 2: the reason is missing, and the student will ask for it",
      "line 3: 5 cells where the header has 4; a text with a comma in it needs quotation marks",
      'line 7: "1.001" is no number of points such as 2, -1.5 or 0.25',
      "line 9: this is line 8 once more",
      "line 10: 2 cells where the header has 4; a text with a comma in it needs quotation marks",
    ]);
    expect(() => read(text)).toThrow(/^adjustments\.csv needs mending.*\n {2}line 2: nobody.*\n {2}line 2:/);
  });

  test.each(["", "NaN", "Infinity", "1e3", "0x10", "--1", "1.", ".5", "१"])(
    "takes %j for no number",
    (points) => {
      expect(problemsOf(`id,target,points,reason\nada,forward,${points},why\n`)).toHaveLength(1);
    },
  );

  test("is refused for its header: columns that are missing, unknown, there twice", () => {
    expect(problemsOf("id,check,part,grade\nada,forward,x,1\n")).toEqual([
      "line 1: there is no column points; there should be id, target, points and reason",
      "line 1: there is no column reason; there should be id, target, points and reason",
      'line 1: a column "grade" is not known',
      "line 1: there are several columns for target",
    ]);
    expect(problemsOf("")).toHaveLength(4);
  });
});

const cents = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((count) => count / 100);
const marks = fc.array(
  cents(-20, 20).map((points) => ({ points })),
  { maxLength: 5 },
);
const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true }));

describe("the final score", () => {
  test("is never below 0, has two decimals at most, and is what its parts add up to", () => {
    fc.assert(
      fc.property(cents(0, 100), marks, percent, (checksScore, adjustments, latePercent) => {
        const { penalty, score } = finalScore({ checksScore, adjustments, latePercent });
        expect(`${score} ${penalty}`).toMatch(/^\d+(\.\d{1,2})? \d+(\.\d{1,2})?$/);
        expect(Math.abs(penalty - (checksScore * latePercent) / 100)).toBeLessThan(0.005 + 1e-6);
        const sum = adjustments.reduce((total, { points }) => total + points, checksScore - penalty);
        expect(Math.abs(score - Math.max(0, sum))).toBeLessThan(1e-6);
      }),
      { seed: 1 },
    );
  });

  test("of checks with thirds is off by half a hundredth at most", () => {
    const thirds = fc.integer({ min: 0, max: 300 }).map((count) => count / 3);
    fc.assert(
      fc.property(thirds, marks, percent, (checksScore, adjustments, latePercent) => {
        const { penalty, score } = finalScore({ checksScore, adjustments, latePercent });
        const sum = adjustments.reduce((total, { points }) => total + points, checksScore - penalty);
        expect(Math.abs(score - Math.max(0, sum))).toBeLessThan(0.005 + 1e-6);
        expect(score).toBeGreaterThanOrEqual(0);
      }),
      { seed: 1 },
    );
  });

  test("does not grow with lateness, nor depend on the order of marks, which lateness never reduces", () => {
    fc.assert(
      fc.property(cents(0, 100), marks, percent, percent, (checksScore, adjustments, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const score = (latePercent: number, given = adjustments): number =>
          finalScore({ checksScore, adjustments: given, latePercent }).score;
        expect(score(more)).toBeLessThanOrEqual(score(less));
        expect(score(one, adjustments.toReversed())).toBe(score(one));
        expect(score(100, [{ points: 3 }])).toBe(3);
      }),
      { seed: 1 },
    );
  });

  test("rounds a half in the student's favour, and by no dust", () => {
    expect(finalScore({ checksScore: 3.45, adjustments: [], latePercent: 10 })).toEqual({
      penalty: 0.34,
      score: 3.11,
    });
    expect(finalScore({ checksScore: 1.005, adjustments: [], latePercent: 0 }).score).toBe(1.01);
    const tenths = Array.from({ length: 3 }, () => ({ points: 0.1 }));
    expect(finalScore({ checksScore: 0.1, adjustments: tenths, latePercent: 0 }).score).toBe(0.4);
    expect(finalScore({ checksScore: 10, adjustments: [{ points: 2.5 }], latePercent: 0 }).score).toBe(12.5);
  });
});

describe("adjustments applied", () => {
  const bonus: Adjustment = { target: "forward", points: 1.5, reason: "why", stale: false };

  test("come on top of what lateness left", () => {
    expect(applyAdjustments(entryOf("ada"), [bonus])).toMatchObject({
      checksScore: 3.5,
      adjustments: [bonus],
      penalty: 0.35,
      score: 4.65,
    });
    expect(applyAdjustments(entryOf("ada"), [{ ...bonus, points: -50 }])).toMatchObject({
      penalty: 0.35,
      score: 0,
    });
  });

  test("start anew each time", () => {
    const once = applyAdjustments(entryOf("ada"), [bonus]);
    expect(applyAdjustments(once, [bonus])).toEqual(once);
    expect(applyAdjustments(once, [])).toMatchObject({ adjustments: [], score: 3.15 });
  });

  test("give no score to who was not graded, and say so once", () => {
    const kim = entryOf("kim");
    const marked = applyAdjustments(applyAdjustments(kim, [bonus]), [bonus]);
    expect(marked).toMatchObject({ adjustments: [bonus], score: null, penalty: 0 });
    expect(marked.findings).toEqual([
      ...kim.findings,
      { code: "publish.adjustments-waiting", values: { count: 1 } },
    ]);
    expect(applyAdjustments(marked, []).findings).toEqual(kim.findings);
  });
});

describe("a stale adjustment", () => {
  const adjustments: Adjustment[] = [
    { target: "forward", points: 1, reason: "part", stale: false },
    { target: "forward.golden", points: 1, reason: "check", stale: false },
    { target: "backward", points: 1, reason: "another part", stale: false },
  ];
  const ada = entryOf("ada");
  const changed: GradebookEntry = {
    ...ada,
    checks: ada.checks.map((check) => ({ ...check, outcome: "passed", earned: 10 })),
  };
  const stale = (flagged: { adjustments: readonly Adjustment[] }): boolean[] =>
    flagged.adjustments.map((adjustment) => adjustment.stale);

  test("is flagged once its checks ended otherwise, until a person changes it", () => {
    const first = flagStale(adjustments, [], ada);
    expect(stale(first)).toEqual([false, false, false]);
    expect(first.fingerprints).toHaveLength(3);
    expect(flagStale(first.adjustments, first.fingerprints, ada)).toEqual(first);

    const second = flagStale(first.adjustments, first.fingerprints, changed);
    expect(stale(second)).toEqual([true, true, false]);
    expect(stale(flagStale(second.adjustments, second.fingerprints, changed))).toEqual([true, true, false]);
    expect(stale(flagStale(second.adjustments, second.fingerprints, ada))).toEqual([false, false, false]);

    const confirmed = adjustments.map((one) => ({ ...one, reason: `${one.reason}, still right` }));
    expect(stale(flagStale(confirmed, second.fingerprints, changed))).toEqual([false, false, false]);
  });

  test("is not one whose target has a longer name that begins alike, or whose checks took longer", () => {
    const [check] = ada.checks;
    if (check === undefined) throw new Error("ada has a check");
    const kept = flagStale(adjustments.slice(0, 1), [], ada).fingerprints;
    const slower = {
      ...ada,
      checks: [
        { ...check, durationMs: 99, mistake: null },
        { ...check, id: "forward-2.golden" },
      ],
    };
    expect(stale(flagStale(adjustments.slice(0, 1), kept, slower))).toEqual([false]);
  });

  test("waits for a result, and is forgotten with its adjustment", () => {
    const { fingerprints } = flagStale(adjustments, [], ada);
    const away = { ...ada, state: "not-collected" as const, checks: [] };
    expect(flagStale(adjustments, [], away).fingerprints).toEqual([]);
    expect(stale(flagStale(adjustments, fingerprints, away))).toEqual([false, false, false]);
    expect(flagStale(adjustments, fingerprints, away).fingerprints).toEqual(fingerprints);
    expect(flagStale(adjustments.slice(1), fingerprints, ada).fingerprints).toEqual(fingerprints.slice(1));
    expect(
      flagStale(adjustments, fingerprints, { ...ada, id: "bob" }).fingerprints.map(({ id }) => id),
    ).toEqual(["bob", "bob", "bob"]);
  });

  test("is known by a file that is read as it was written, and refused with all its problems", () => {
    const { fingerprints } = flagStale(adjustments, [], ada);
    expect(readFingerprints(JSON.parse(fingerprintsText(fingerprints)))).toEqual({ ok: true, fingerprints });
    const broken = readFingerprints({
      schema: "x",
      fingerprints: [{ ...fingerprints[0], points: "1", more: 1 }],
    });
    expect(broken.ok ? [] : broken.problems.map(({ path }) => path).toSorted()).toEqual([
      "/fingerprints/0/more",
      "/fingerprints/0/points",
      "/schema",
    ]);
  });
});
