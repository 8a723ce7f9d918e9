import * as fc from "fast-check";
import { expect, test } from "vitest";
import { commonMistakes } from "./common-mistakes.js";
import { gradebooks } from "./gradebook.arbitrary.js";

test("students are counted once for a mistake, checks once for a student, and none is lost", () => {
  fc.assert(
    fc.property(gradebooks, (gradebook) => {
      const found = commonMistakes(gradebook);
      const all = gradebook.entries.flatMap(({ checks }) => checks.flatMap(({ mistake }) => mistake ?? []));
      expect(found.map(({ mistake }) => mistake).toSorted()).toEqual([...new Set(all)].toSorted());
      for (const { mistake, made, checks } of found) {
        const who = gradebook.entries.filter((entry) =>
          entry.checks.some((check) => check.mistake === mistake),
        );
        expect(made.map(({ entry }) => entry.id)).toEqual(who.map(({ id }) => id));
        expect(checks.reduce((sum, { count }) => sum + count, 0)).toBe(
          all.filter((each) => each === mistake).length,
        );
        for (const { entry, check } of made) {
          expect(entry.checks.find((each) => each.mistake === mistake)?.id).toBe(check);
        }
      }
    }),
    { seed: 17 },
  );
});

test("the commonest come first, in any order of the students, and their checks in the order of the handout", () => {
  fc.assert(
    fc.property(gradebooks, ({ checks, entries }) => {
      const found = commonMistakes({ checks, entries });
      const counts = found.map(({ made }) => made.length);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      const ids = checks.map(({ id }) => id);
      for (const each of found) {
        const places = each.checks.map(({ value }) => ids.indexOf(value));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
      const back = commonMistakes({ checks, entries: entries.toReversed() });
      expect(back.map(({ mistake, checks: where }) => ({ mistake, where }))).toEqual(
        found.map(({ mistake, checks: where }) => ({ mistake, where })),
      );
    }),
    { seed: 18 },
  );
});
