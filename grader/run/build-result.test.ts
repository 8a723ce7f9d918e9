import { describe, expect, test } from "vitest";
import type { RecordedOutcome } from "../../specs/kit/recorded.js";
import { readAssignment } from "../assignment/read-assignment.js";
import { OUTCOMES, readResult, type CheckResult, type Result } from "../result/index.js";
import { buildResult, type ResultFrame } from "./build-result.js";
import type { CollectedCheck } from "./collect-outcomes.js";

const manifest = readAssignment("two-layer-nn");
const FRAME: ResultFrame = {
  manifest,
  prepared: {
    plan: {
      assignment: manifest.id,
      parts: [],
      seed: 5,
      sandbox: "none",
      inspect: false,
      limits: { loadCpuMs: 1, scriptCpuMs: 1, wallFactor: 1, memoryMiB: 1 },
      submissions: [{ id: "ada", folder: "/ada", ready: true, code: "", body: null, map: "" }],
    },
    hashes: new Map([["ada", "ab".repeat(32)]]),
  },
  submission: { id: "ada", source: "/ada" },
  level: "unsandboxed",
  startedAt: new Date(0),
  durationMs: 12.3,
};

/** A check of a submission as vitest left it. */
function collected(
  id: string,
  more: Partial<CollectedCheck> = {},
  recorded?: RecordedOutcome,
): CollectedCheck {
  const [part = ""] = id.split(".");
  const declared = { id, part, title: id, points: 2, kind: "golden", visibility: "public" } as const;
  const meta = { submission: "ada", declared, ...(recorded === undefined ? {} : { recorded }) };
  return { meta, ran: true, errors: [], ...more };
}

function recordedAs(outcome: RecordedOutcome["outcome"]): RecordedOutcome {
  const findings = outcome === "passed" ? [] : [{ code: "check.not-implemented", values: { call: "f" } }];
  const details = { findings, notes: [], worst: null, pictures: [], stack: [], output: "" };
  return { outcome, details, diagnosis: null, durationMs: 1.23456 };
}

/** The result, as a reader of its JSON has it. */
function built(checks: readonly CollectedCheck[], frame = FRAME): Result {
  const read = readResult(JSON.parse(JSON.stringify(buildResult(frame, checks))));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.result;
}

function only(checks: readonly CollectedCheck[]): CheckResult {
  const [check] = built(checks).checks;
  if (check === undefined) throw new Error("one check gave none");
  return check;
}

test("a result is valid, and only a passed check earns its points", () => {
  for (const outcome of OUTCOMES) {
    const check = only([collected("loss.golden", {}, recordedAs(outcome))]);
    expect([outcome, check.outcome, check.earned]).toEqual([outcome, outcome, outcome === "passed" ? 2 : 0]);
    expect(check.message).toBe(outcome === "passed" ? "" : "f is not written yet.");
    expect(check.durationMs).toBe(1.2);
    expect(check.details.reproduce).toBe("npx gradecheck grade . --seed 5 --only loss.golden");
  }
});

test("the checks stand in the order of the handout, those of others left out", () => {
  const other = collected("loss.other", {}, recordedAs("passed"));
  const result = built([
    ...["training.a", "loss.b", "forward.c", "loss.a"].map((id) => collected(id, {}, recordedAs("passed"))),
    { ...other, meta: { ...other.meta, submission: "bob" } },
  ]);
  expect(result.checks.map(({ id }) => id)).toEqual(["forward.c", "loss.b", "loss.a", "training.a"]);
  expect(result.parts.map(({ id }) => id)).toEqual(manifest.parts.map(({ id }) => id));
  expect(result).toMatchObject({ score: 8, maxScore: 8, seed: 5, sandbox: "unsandboxed", durationMs: 12 });
});

describe("a check without an outcome", () => {
  test("is skipped where a filter left it out", () => {
    expect(only([collected("loss.a", { ran: false })])).toMatchObject({
      outcome: "skipped",
      message: "Left out of this run.",
    });
  });

  test("is a fault of ours where it ran, told in one line", () => {
    const check = only([collected("loss.a", { errors: ["TypeError: oh\n    at ours.js:1:1"] })]);
    expect(check).toMatchObject({ outcome: "infrastructure-error", earned: 0 });
    expect(check.message).toContain("TypeError: oh");
    expect(check.message).not.toContain("ours.js");
  });
});

test("a submission that could not be prepared has no hash, and says why", () => {
  const problem = {
    finding: { code: "prepare.encoding", values: {} },
    message: "This file is not UTF-8 text.",
    file: "src/index.ts",
    line: null,
    column: null,
  };
  const submissions = [{ id: "ada", folder: "/ada", ready: false, problems: [problem] }] as const;
  const prepared = { plan: { ...FRAME.prepared.plan, submissions }, hashes: new Map([["ada", null]]) };
  const { submission } = built([], { ...FRAME, prepared });
  expect(submission).toMatchObject({ bundleHash: null, problems: [problem] });
});
