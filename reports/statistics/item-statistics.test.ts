import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { GradedCheck } from "../../grader/result/gradebook.js";
import { gradebooks, studentWith, threePointCheck } from "./gradebook.arbitrary.js";
import { type ItemStatistics, itemStatistics } from "./item-statistics.js";

test("rates and correlations stay in their bounds, and counts add up", () => {
  fc.assert(
    fc.property(gradebooks, (gradebook) => {
      const items = itemStatistics(gradebook);
      expect(items.map(({ id }) => id)).toEqual(gradebook.checks.map(({ id }) => id));
      for (const { id, judged, passRate, discrimination, outcome, mistake } of items) {
        const own = gradebook.entries
          .flatMap(({ checks }) => checks)
          .filter((check) => check.id === id && check.outcome !== "infrastructure-error");
        const passed = own.filter((check) => check.outcome === "passed");
        expect(judged).toBe(own.length);
        expect(passRate).toBe(own.length === 0 ? null : passed.length / own.length);
        expect(Math.abs(discrimination ?? 0)).toBeLessThanOrEqual(1);
        expect(outcome?.count ?? 0).toBeLessThanOrEqual(own.length - passed.length);
        expect(outcome === null).toBe(passed.length === own.length);
        expect(mistake?.count ?? 0).toBeLessThanOrEqual(own.length - passed.length);
      }
    }),
    { seed: 15 },
  );
});

test("the order of the students means nothing", () => {
  fc.assert(
    fc.property(gradebooks, ({ checks, entries }) => {
      const forth = itemStatistics({ checks, entries });
      const back = itemStatistics({ checks, entries: entries.toReversed() });
      for (const [index, item] of back.entries()) {
        const { discrimination, ...rest } = forth[index] ?? item;
        expect(item).toMatchObject(rest);
        // Sums of the same numbers in another order differ in their last digits.
        expect(item.discrimination ?? 2).toBeCloseTo(discrimination ?? 2, 9);
      }
    }),
    { seed: 16 },
  );
});

/** What a class did with three checks: a `1` in a student's row is one that earned its three points. */
function classOf(rows: readonly string[], change: Partial<GradedCheck> = {}): ItemStatistics[] {
  const checks = ["forward.a", "forward.b", "forward.c"].map(threePointCheck);
  const passed = { earned: 3, outcome: "passed", mistake: null, durationMs: 10 } as const;
  const failed = { ...passed, earned: 0, outcome: "failed", ...change } as const;
  const entries = rows.map((row, number) =>
    studentWith(
      number,
      checks.map(({ id }, index) => ({ id, ...(row[index] === "1" ? passed : failed) })),
    ),
  );
  return itemStatistics({ checks, entries });
}

test("a check that the strong pass and the weak do not discriminates; one the other way round does so below 0", () => {
  const [first, second, contrary] = classOf(["110", "110", "110", "001", "001", "111"]);
  expect(first?.discrimination).toBeGreaterThan(0);
  expect(second?.discrimination).toBeGreaterThan(0);
  expect(contrary?.discrimination).toBeLessThan(0);
});

test("a check that all pass says nothing of them, and is no part of its own measure", () => {
  const [all, some] = classOf(["111", "101", "111", "100"]);
  expect(all).toMatchObject({ passRate: 1, discrimination: null, outcome: null, mistake: null });
  // It is compared with the others alone: 3 + 3, 3 + 3, 3 + 3, 3 + 0 against 3, 0, 3, 0.
  expect(some?.discrimination).toBeCloseTo(1 / Math.sqrt(3));
});

test("a fault of ours is no judgement of anybody", () => {
  const [first] = classOf(["111", "111", "111", "011"], { outcome: "infrastructure-error" });
  expect(first).toMatchObject({ judged: 3, passRate: 1, outcome: null });
});

test("what is not written takes no time", () => {
  const [first] = classOf(["111", "011"], { outcome: "not-implemented", durationMs: 0 });
  expect(first).toMatchObject({ medianMs: 10, outcome: { value: "not-implemented", count: 1 } });
});
