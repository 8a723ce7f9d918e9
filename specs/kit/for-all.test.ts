import fc from "fast-check";
import { expect, test } from "vitest";
import { fail } from "./failure.js";
import { forAll } from "./for-all.js";
import { codesOf, judging } from "./judging.fixture.js";
import type { RecordedOutcome } from "./recorded.js";

const cases = fc.record({ n: fc.integer({ min: 1, max: 60 }) });

/** What becomes of a submission that should give twice its argument. */
const doubling = (code: string): Promise<RecordedOutcome> =>
  judging(code, async (context) => {
    await forAll(context, cases, 20, (script, { n }) => {
      const wanted = script.want(script.apply("double", n));
      return (answers) => {
        const got = answers.number(wanted, "double");
        if (got !== 2 * n) fail("check.wrong-kind", { what: "double", expected: 2 * n, got });
      };
    });
  });

test("a law that holds is a pass", async () => {
  expect((await doubling("export const double = (n) => 2 * n;")).outcome).toBe("passed");
});

test("where it does not hold, the smallest case is told", async () => {
  const recorded = await doubling("export const double = (n) => (n < 7 ? 2 * n : 0);");
  expect(codesOf(recorded)).toEqual(["check.wrong-kind", "check.counterexample"]);
  expect(recorded.details.findings[1]?.values).toEqual({ case: '{"n":7}' });
});

test("a submission that throws is told as it is", async () => {
  const recorded = await doubling("export const double = () => { throw new Error('not implemented'); };");
  expect(recorded.outcome).toBe("not-implemented");
  expect(codesOf(recorded)).toEqual(["check.not-implemented"]);
});
