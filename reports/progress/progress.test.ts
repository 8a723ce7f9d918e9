import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckResult, Result } from "../../grader/result/result.js";
import { fixtureDetails } from "../fixtures/build-result.js";
import { hiddenOpenResult, perfectResult, starterResult } from "../fixtures/results.js";
import { fixtureTexts } from "../fixtures/texts.js";
import { renderHtml } from "../render-html.js";
import { renderMarkdown } from "../render-markdown.js";
import { renderTerminal } from "../render-terminal.js";
import type { ReportOptions } from "../report-options.js";
import { progress, type CheckChange, type Progress } from "./progress.js";

const STUDENT: ReportOptions = { language: "en", audience: "student", texts: fixtureTexts.en };

function compared(found: Progress): Extract<Progress, { kind: "compared" }> {
  if (found.kind !== "compared") throw new Error(`not compared: ${found.differences.join()}`);
  return found;
}

/** The perfect result with other points; null for a check that could not be judged. */
function earning(quarters: readonly (number | null)[]): Result {
  const result = perfectResult();
  const checks = result.checks.map((check, index): CheckResult => {
    const quarter = quarters[index] ?? null;
    if (quarter === null) return { ...check, earned: 0, outcome: "infrastructure-error" };
    return { ...check, earned: (check.points * quarter) / 4, outcome: quarter === 4 ? "passed" : "failed" };
  });
  return { ...result, checks };
}

const quarters = fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { minLength: 13, maxLength: 13 });

describe("progress", () => {
  test("what checks gained and lost adds up to what parts did, and that to the total", () => {
    fc.assert(
      fc.property(quarters, quarters, (before, after) => {
        const found = compared(progress(earning(before), earning(after)));
        const gained = (changes: readonly CheckChange[]): number =>
          changes.reduce((sum, change) => sum + change.after.earned - change.before.earned, 0);
        const ofParts = found.parts.reduce((sum, part) => sum + part.after - part.before, 0);
        const inAll = found.total.after - found.total.before;
        expect(gained(found.better) + gained(found.worse)).toBeCloseTo(inAll, 6);
        expect(ofParts).toBeCloseTo(inAll, 6);
        expect(gained(found.better)).toBeGreaterThanOrEqual(0);
        expect(gained(found.worse)).toBeLessThanOrEqual(0);
      }),
      { seed: 5 },
    );
  });

  test("the way back turns better and worse around", () => {
    fc.assert(
      fc.property(quarters, quarters, (before, after) => {
        const there = compared(progress(earning(before), earning(after)));
        const back = compared(progress(earning(after), earning(before)));
        const ids = (changes: readonly CheckChange[]): string[] => changes.map((change) => change.after.id);
        expect(ids(there.better)).toEqual(ids(back.worse));
        expect(there.total).toEqual({ before: back.total.after, after: back.total.before });
      }),
      { seed: 6 },
    );
  });

  test("what one of them has not judged says nothing", () => {
    const whole = perfectResult();
    const details = fixtureDetails({ findings: [{ code: "check.left-out", values: {} }] });
    const checks = whole.checks.map((check, index) =>
      index < 2 ? { ...check, earned: 0, outcome: "skipped" as const, details } : check,
    );
    expect(compared(progress(whole, { ...whole, checks }))).toMatchObject({
      worse: [],
      better: [],
      parts: [],
    });
  });

  test("other questions are not compared", () => {
    const now = perfectResult();
    const { assignment, versions } = now;
    const different = (change: Partial<Result>): Progress => progress({ ...now, ...change }, now);
    expect(different({ seed: 7 })).toEqual({ kind: "different", differences: ["seed"] });
    expect(different({ assignment: { ...assignment, version: "2" }, seed: 7 })).toEqual({
      kind: "different",
      differences: ["version", "seed"],
    });
    expect(different({ assignment: { id: "rnn", version: "2" } })).toMatchObject({
      differences: ["assignment"],
    });
    expect(different({ versions: { ...versions, gradecheck: "9" } })).toMatchObject({
      differences: ["grader"],
    });
  });
});

describe("reports", () => {
  const markdown = (now: Result, earlier?: Result, options = STUDENT): string =>
    renderMarkdown(now, { ...options, ...(earlier === undefined ? {} : { earlier }) });

  test("tell the points by part and the checks that moved", () => {
    const text = markdown(perfectResult(), starterResult());
    expect(text).toContain(
      "### Since the last time\n\nFrom 0 to 100 points (+100) since the result of 2025-",
    );
    expect(text).toContain("| Backward pass | 0 | 44 | +44 |");
    expect(text).toContain("- ✓ The gradient of `W1`: not written yet → passed, +14");
    expect(text).not.toContain("**Worse**");
    const back = markdown(starterResult(), perfectResult());
    expect(back).toContain("**Worse**\n\n- ○ Weights and biases");
    expect(back).toContain("(−100)");
    const html = renderHtml(perfectResult(), { ...STUDENT, earlier: starterResult() });
    expect(html).toContain('<section class="progress"');
    expect(html).toContain('<a href="#check-backward.W1">');
  });

  test("on a terminal no more than five, so that what comes next stays in sight", () => {
    const options = { ...STUDENT, earlier: starterResult(), color: false, columns: 100 };
    const text = renderTerminal(perfectResult(), options);
    expect(text).toMatch(/Better\n( {4}✓ [^✓…]*){5} {4}… and \d+ more\n/);
  });

  test("say nothing without an earlier result, and say why one cannot be compared", () => {
    expect(markdown(perfectResult())).not.toContain("Since the last time");
    const other = markdown(perfectResult(), { ...starterResult(), seed: 7 });
    expect(other).toContain("cannot be compared with this one: it had another seed.");
    expect(other).not.toContain("**Better**");
    expect(markdown(perfectResult(), perfectResult())).toContain("No check earns more or less");
    const korean: ReportOptions = { language: "ko", audience: "student", texts: fixtureTexts.ko };
    expect(markdown(perfectResult(), starterResult(), korean)).toContain("0점에서 100점이 되었어요(+100)");
  });

  test("tell a student of a hidden check its verdict only, also of the earlier one", () => {
    for (const text of [
      markdown(perfectResult(), hiddenOpenResult()),
      renderHtml(perfectResult(), { ...STUDENT, earlier: hiddenOpenResult() }),
    ]) {
      expect(text).toMatch(/unseen networks.*not passed → passed/);
      expect(text).not.toContain("secret");
    }
  });
});
