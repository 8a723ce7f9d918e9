import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lateGrading } from "../fixtures/gradings.js";
import { perfectResult } from "../fixtures/results.js";
import { fixtureTexts } from "../fixtures/texts.js";
import type { ReportOptions } from "../report-options.js";
import { gradingView } from "./grading-view.js";

const OPTIONS: ReportOptions = { language: "en", audience: "teacher", texts: fixtureTexts.en };

function number(points: string): number {
  return Number(points.replace("−", "-").replace("±", ""));
}

test("what the checks earned and all lines add up to the score, whatever rounding or the floor did", () => {
  const points = fc.integer({ min: -20_000, max: 20_000 }).map((hundredths) => hundredths / 100);
  const adjustments = fc.array(
    points.map((each) => ({ target: "training", points: each, reason: "", stale: false })),
    { maxLength: 5 },
  );
  const nonNegative = points.map(Math.abs);
  fc.assert(
    fc.property(adjustments, nonNegative, nonNegative, (given, penalty, score) => {
      const grading = { ...lateGrading(), adjustments: given, penalty, score };
      const view = gradingView(grading, perfectResult(), OPTIONS);
      const sum = view.lines.reduce((total, line) => total + number(line.points), Number(view.checks.score));
      expect(sum).toBeCloseTo(score, 6);
    }),
    { seed: 31 },
  );
});

test("a score that stopped at 0 says so", () => {
  const grading = { ...lateGrading(), adjustments: [], penalty: 120, score: 0 };
  const { lines } = gradingView(grading, perfectResult(), OPTIONS);
  expect(lines.map(({ what, points }) => `${points} ${what}`)).toEqual([
    "−120 Handed in 19 h 1 min late, 10 % off",
    "+20 Rounding; a score is never below 0",
  ]);
});

test("of a folder no commit is told, and no time where none is known", () => {
  const folder = {
    ref: null,
    commit: null,
    at: null,
    reliedOn: "none",
    lateMinutes: 0,
    latePercent: 0,
  } as const;
  const { handedIn } = gradingView({ ...lateGrading(), handedIn: folder }, perfectResult(), OPTIONS);
  expect(handedIn.map(({ value }) => value)).toEqual(["at a time that is not known"]);
  expect(gradingView({ ...lateGrading(), handedIn: null }, perfectResult(), OPTIONS).handedIn).toEqual([]);
});
