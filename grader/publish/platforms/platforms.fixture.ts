import { readTexts } from "../../assignment/texts.js";
import type { Language } from "../../locale/language.js";
import { OUTCOMES, type CheckResult, type Result } from "../../result/index.js";
import { exampleResult } from "../../result/result.example.js";
import type { PlatformOptions } from "./platform-options.js";

/** What must be in nothing that a student may see. */
export const SECRET = "secret-of-a-hidden-check";

/** What a student's program may print into messages: commands to a runner, markup, colours, what XML cannot hold. */
export const HOSTILE =
  '::error::\u001b[31m<b a="1">&]]>\u0000\uFFFE\uD800\n ::add-mask::x\r\n##[set-env name=A]';

const [EXAMPLE] = exampleResult().checks;

function check(id: string, changes: Partial<CheckResult>): CheckResult {
  if (EXAMPLE === undefined) throw new Error("the example has a check");
  const [part = ""] = id.split(".");
  return { ...EXAMPLE, id, part, points: 2, earned: 0, diagnosis: null, ...changes };
}

/** A result of two parts: every outcome once, with hostile messages, and two hidden checks full of secrets. */
export function everyOutcome(): Result {
  const findings = [{ code: "check.threw", values: { call: "forward", name: "Error", message: HOSTILE } }];
  const secrets = EXAMPLE && {
    ...EXAMPLE.details,
    findings: [{ code: "check.threw", values: { call: SECRET, name: SECRET, message: SECRET } }],
    stack: [{ file: SECRET, line: 1, column: 1, function: SECRET }],
    output: SECRET,
    reproduce: SECRET,
  };
  const hidden = {
    visibility: "hidden" as const,
    message: SECRET,
    durationMs: 987_654,
    ...(secrets && { details: secrets }),
  };
  const diagnosis = { mistake: SECRET, hint: SECRET };
  const judged = OUTCOMES.filter((outcome) => outcome !== "infrastructure-error");
  const checks = [
    ...judged.map((outcome) =>
      check(`forward.${outcome}`, {
        outcome,
        earned: outcome === "passed" ? 2 : outcome === "failed" ? 0.5 : 0,
        ...(EXAMPLE && { details: { ...EXAMPLE.details, findings: outcome === "passed" ? [] : findings } }),
      }),
    ),
    check("backward.seen", { ...hidden, outcome: "passed", earned: 2 }),
    check("backward.unseen", { ...hidden, outcome: "timeout", diagnosis }),
  ];
  return {
    ...exampleResult(),
    submission: { ...exampleResult().submission, problems: [] },
    score: 4.5,
    maxScore: 24,
    parts: [
      { id: "forward", score: 2.5, maxScore: 20 },
      { id: "backward", score: 2, maxScore: 4 },
    ],
    checks,
  };
}

/** The result with one check that could not be judged. */
export function withFault(result: Result): Result {
  const [first, ...rest] = result.checks;
  if (first === undefined) throw new Error("there is a check");
  const findings = [{ code: "check.infrastructure", values: { message: "no space left" } }];
  const details = { ...first.details, findings };
  return { ...result, checks: [{ ...first, outcome: "infrastructure-error", earned: 0, details }, ...rest] };
}

/** A submission that could not be run. */
export function unbuildable(): Result {
  const result = everyOutcome();
  const checks = result.checks.map((one) => ({ ...one, outcome: "skipped" as const, earned: 0 }));
  return { ...result, submission: exampleResult().submission, checks, score: 0 };
}

/** The options of the assignment of the example. */
export function optionsIn(language: Language): PlatformOptions {
  return { language, texts: readTexts("two-layer-nn", language) };
}
