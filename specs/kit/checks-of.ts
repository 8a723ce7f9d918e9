import { describe, inject, test } from "vitest";
import { readTexts } from "../../grader/assignment/texts.js";
import { logText } from "../../grader/locale/log-text.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { CheckKind, Visibility } from "../../grader/result/index.js";
import { NotPassed } from "./not-passed.js";
import type { CheckBody } from "./context.js";
import { HostedSubmission } from "./hosted-submission.js";
import { judge } from "./judge.js";
import { openSubmission } from "./open-submission.js";
import type { PlannedSubmission, RunPlan } from "./plan.js";
import { recordFindings, type DeclaredCheck, type RecordedOutcome } from "./recorded.js";

/** How a check counts. */
export interface CheckOptions {
  readonly points: number;
  readonly kind: CheckKind;
  /** `hidden` tells a student the name and the verdict only; `public` where left out. */
  readonly visibility?: Visibility;
}

/** Declares a check: its name within the part, how it counts, and its body. */
export type DeclareCheck = (name: string, options: CheckOptions, body: CheckBody) => void;

// A host's own deadlines end a check long before; this only keeps vitest's default of 5 s away.
const TEST_TIMEOUT_MS = 3_600_000;

function skippedFor(submission: PlannedSubmission): RecordedOutcome {
  const [problem] = submission.ready ? [] : submission.problems;
  const reason = problem === undefined ? "" : sentence(problem.finding);
  return recordFindings("skipped", [{ code: "check.not-loaded", values: { reason } }]);
}

/** A check with its body, before it meets a submission. */
interface BoundCheck {
  readonly declared: DeclaredCheck;
  readonly body: CheckBody;
}

function registerChecks(plan: RunPlan, submission: PlannedSubmission, checks: readonly BoundCheck[]): void {
  for (const { declared, body } of checks) {
    const meta = { gradecheck: { submission: submission.id, declared } };
    test(`${declared.id} ${declared.title}`, { meta, timeout: TEST_TIMEOUT_MS }, async ({ task }) => {
      const recorded = submission.ready
        ? await judge(
            plan,
            await openSubmission(plan, submission),
            new HostedSubmission(plan, submission),
            declared,
            body,
          )
        : skippedFor(submission);
      task.meta.gradecheck = { submission: submission.id, declared, recorded };
      // What is printed inside a hidden check would tell its inputs.
      const { output } = recorded.details;
      if (output !== "" && declared.visibility === "public") console.log(logText(output.replace(/\n$/, "")));
      if (recorded.outcome !== "passed") throw new NotPassed(declared, recorded, submission.folder);
    });
  }
}

/**
 * The function that declares the checks of one part, for every submission of the run: all checks of one submission,
 * then all of the next, so that only one host is open at a time. A check is an ordinary vitest test named
 * `<part>.<name>` with its title; its outcome travels in the test's `meta`.
 *
 * @example
 * const check = checksOf("forward");
 * check("golden", { points: 6, kind: "golden" }, async (context) => { ... });
 */
export function checksOf(part: string): DeclareCheck {
  const plan: RunPlan = inject("gradecheck");
  const texts = readTexts(plan.assignment, "en");
  const checks: BoundCheck[] = [];
  for (const submission of plan.submissions) {
    // vitest calls this when the file has been read, so the checks are there by then.
    describe(plan.submissions.length > 1 ? submission.id : part, () => {
      const asked = checks.filter(({ declared }) => submission.checks?.includes(declared.id) ?? true);
      registerChecks(plan, submission, asked);
    });
  }
  return (name, { points, kind, visibility = "public" }, body) => {
    const id = `${part}.${name}`;
    const title = texts.checks[id]?.title;
    if (title === undefined) throw new Error(`the texts of ${plan.assignment} have no title for ${id}`);
    checks.push({ declared: { id, part, title, points, kind, visibility }, body });
  };
}
