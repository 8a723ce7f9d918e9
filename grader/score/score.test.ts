import fc from "fast-check";
import { expect, test } from "vitest";
import { readAssignment } from "../assignment/read-assignment.js";
import type { CheckResult } from "../result/index.js";
import { exampleResult } from "../result/result.example.js";
import { scoreChecks } from "./score.js";

const manifest = readAssignment("two-layer-nn");
const parts = manifest.parts.map(({ id }) => id);

/** Checks of any parts whose points are tenths, earned in full or not at all. */
const checks: fc.Arbitrary<CheckResult[]> = fc.array(
  fc
    .record({
      part: fc.constantFrom(...parts),
      tenths: fc.integer({ min: 1, max: 90 }),
      passed: fc.boolean(),
    })
    .map(({ part, tenths, passed }): CheckResult => {
      const [example] = exampleResult().checks;
      if (example === undefined) throw new Error("the example has a check");
      return { ...example, part, points: tenths / 10, earned: passed ? tenths / 10 : 0 };
    }),
  { maxLength: 60 },
);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

test("the parts add up to the whole, which is never above what there is to earn", () => {
  fc.assert(
    fc.property(checks, (given) => {
      const { score, maxScore, parts: scored } = scoreChecks(manifest, given);
      expect(scored.map(({ id }) => id)).toEqual(parts);
      expect(sum(scored.map((part) => part.score))).toBeCloseTo(score, 6);
      expect(sum(scored.map((part) => part.maxScore))).toBeCloseTo(maxScore, 6);
      expect(score).toBeCloseTo(sum(given.map((check) => check.earned)), 6);
      for (const part of [...scored, { score, maxScore }]) {
        expect(part.score).toBeGreaterThanOrEqual(0);
        expect(part.score).toBeLessThanOrEqual(part.maxScore);
      }
    }),
    { seed: 1 },
  );
});

test("full marks are full, whatever floating point makes of tenths", () => {
  fc.assert(
    fc.property(checks, (given) => {
      const { score, maxScore } = scoreChecks(
        manifest,
        given.map((check) => ({ ...check, earned: check.points })),
      );
      expect(score).toBe(maxScore);
      expect(String(score)).toMatch(/^\d+(\.\d)?$/);
    }),
    { seed: 1 },
  );
});
