import { describe, expect, test } from "vitest";
import type { ReportOptions } from "../report-options.js";
import {
  everyOutcomeResult,
  notLoadedResult,
  thrownAtLoadResult,
  perfectResult,
  resultWith,
  starterResult,
} from "../fixtures/results.js";
import { fixtureTexts } from "../fixtures/texts.js";
import { percentOf } from "./part-view.js";
import { reportView } from "./report-view.js";

const STUDENT: ReportOptions = { language: "en", audience: "student", texts: fixtureTexts.en };
const LIMITS = { output: 1000, other: 1000 };

describe("what to do next", () => {
  test("is the first unfinished part in the order of the handout", () => {
    expect(reportView(starterResult(), STUDENT, LIMITS).next?.id).toBe("initialization");
    const later = resultWith({
      "training.blobs": { outcome: "failed" },
      "backward.W2": { outcome: "not-implemented" },
    });
    const view = reportView(later, STUDENT, LIMITS);
    expect(view.next?.id).toBe("backward");
    expect(view.next?.open.map((check) => check.id)).toEqual(["backward.W2"]);
    expect(view.next?.openPoints).toBe("12");
    expect(view.later.map((part) => part.id)).toEqual(["training"]);
  });

  test("is what keeps the code from being loaded, where it cannot be", () => {
    const view = reportView(notLoadedResult(), STUDENT, LIMITS);
    expect(view.problems).toEqual([
      { text: "This cannot be parsed: Unexpected token, at `clas A {`.", place: "src/index.ts:3:1" },
    ]);
    expect(view.next).toBeNull();
    expect(view.later).toEqual([]);
    expect(view.parts.map(({ tone }) => tone)).toEqual(view.parts.map(() => "waiting"));
  });

  test("is what the code threw while it was loaded, once", () => {
    const view = reportView(thrownAtLoadResult(), STUDENT, LIMITS);
    expect(view.problems).toEqual([
      {
        text: "Your code threw while it was loaded. TypeError: first is not a function",
        place: "src/index.ts:3:7",
      },
    ]);
    expect(view.verdict).toHaveLength(1);
    expect(view.next).toBeNull();
    expect(view.later).toEqual([]);
    expect(view.parts.map(({ tone }) => tone)).toEqual(view.parts.map(() => "waiting"));
  });

  test("is a part as always where some checks could load the code", () => {
    const thrown = thrownAtLoadResult();
    const checks = thrown.checks.map((check, i) => (i === 0 ? perfectResult().checks[0]! : check));
    const view = reportView({ ...thrown, checks }, STUDENT, LIMITS);
    expect(view.problems).toEqual([]);
    expect(view.next?.id).toBe("initialization");
  });

  test("is nothing where only a hidden check or a fault of ours is left", () => {
    const changes = {
      "forward.unseen": { outcome: "failed" },
      "training.digits": { outcome: "infrastructure-error" },
    } as const;
    const view = reportView(resultWith(changes), STUDENT, LIMITS);
    expect(view.next).toBeNull();
    expect(view.complete).toBe(false);
    expect(reportView(perfectResult(), STUDENT, LIMITS).complete).toBe(true);
  });
});

test("a hint is told in the reader's language, and in English where there is none", () => {
  const korean = reportView(
    everyOutcomeResult(),
    { ...STUDENT, language: "ko", texts: fixtureTexts.ko },
    LIMITS,
  );
  const hint = korean.parts.flatMap((part) => part.checks).find((check) => check.hint !== "")?.hint;
  expect(hint).toBe(fixtureTexts.ko.hints["relu-hidden"]);
  const bare = { ...fixtureTexts.ko, hints: {}, checks: {}, parts: {} };
  const fallback = reportView(everyOutcomeResult(), { ...STUDENT, texts: bare }, LIMITS);
  const check = fallback.parts[1]?.checks[0];
  expect(check).toMatchObject({
    hint: "ReLU in the hidden layer.",
    title: "The probabilities are right",
    expected: "",
  });
  expect(fallback.parts[1]?.title).toBe("forward");
});

test("a teacher sees which mistake it was and how long it took; a student does not", () => {
  const teacher = reportView(everyOutcomeResult(), { ...STUDENT, audience: "teacher" }, LIMITS).parts[1]
    ?.checks[0];
  const student = reportView(everyOutcomeResult(), STUDENT, LIMITS).parts[1]?.checks[0];
  expect(teacher).toMatchObject({ mistake: "relu-hidden", duration: "12.35" });
  expect(student).toMatchObject({ mistake: "", duration: "" });
});

test("a finding without a sentence is an error of ours", () => {
  const findings = [{ code: "no.such", values: {} }];
  const result = resultWith({ "forward.golden": { outcome: "failed", details: { findings } } });
  expect(() => reportView(result, STUDENT, LIMITS)).toThrow(/no\.such/);
});

test("a bar is full only where nothing is missing, and empty only where there is nothing", () => {
  expect([
    percentOf(0, 10),
    percentOf(0.01, 10),
    percentOf(5, 10),
    percentOf(9.99, 10),
    percentOf(10, 10),
  ]).toEqual([0, 1, 50, 99, 100]);
  expect(percentOf(0, 0)).toBe(100);
});
