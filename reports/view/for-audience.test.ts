import { expect, test } from "vitest";
import { fixtureCheck } from "../fixtures/build-result.js";
import { everyOutcomeResult, hiddenOpenResult, resultWith } from "../fixtures/results.js";
import { forAudience } from "./for-audience.js";

function isPublic(check: { visibility: string }): boolean {
  return check.visibility === "public";
}

test("a teacher sees everything", () => {
  expect(forAudience(hiddenOpenResult(), "teacher")).toEqual(hiddenOpenResult());
});

test("a student sees of a hidden check its name, points and verdict", () => {
  const student = forAudience(hiddenOpenResult(), "student");
  const hidden = student.checks.filter((check) => check.visibility === "hidden");
  expect(hidden).toHaveLength(1);
  expect(JSON.stringify(student)).not.toContain("secret");
  expect(hidden[0]).toMatchObject({ title: fixtureCheck("forward.unseen", 6).title, points: 6, earned: 0 });
});

test("how a hidden check failed is not told, only that it did", () => {
  const outcomes = [
    "threw",
    "timeout",
    "out-of-memory",
    "crashed",
    "protocol-error",
    "output-limit",
  ] as const;
  for (const outcome of outcomes) {
    const student = forAudience(resultWith({ "forward.unseen": { outcome } }), "student");
    expect(student.checks.find((check) => check.visibility === "hidden")?.outcome).toBe("failed");
  }
  for (const outcome of ["passed", "not-implemented", "skipped", "infrastructure-error"] as const) {
    const student = forAudience(resultWith({ "forward.unseen": { outcome } }), "student");
    expect(student.checks.find((check) => check.visibility === "hidden")?.outcome).toBe(outcome);
  }
});

test("public checks stay as they are", () => {
  const result = everyOutcomeResult();
  expect(forAudience(result, "student").checks.filter(isPublic)).toEqual(result.checks.filter(isPublic));
});
