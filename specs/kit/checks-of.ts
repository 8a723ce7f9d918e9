import { afterAll, inject, test } from "vitest";
import { readTexts } from "../../grader/assignment/texts.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { CheckKind, Visibility } from "../../grader/result/index.js";
import { NotPassed } from "./not-passed.js";
import type { CheckBody } from "./context.js";
import { HostedSubmission } from "./hosted-submission.js";
import { judge } from "./judge.js";
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

function skippedFor(submission: Extract<PlannedSubmission, { ready: false }>): RecordedOutcome {
  const [problem] = submission.problems;
  const reason = problem === undefined ? "" : sentence(problem.finding);
  return recordFindings("skipped", [{ code: "check.not-loaded", values: { reason } }]);
}

/**
 * The function that declares the checks of one part, for every submission of the run. A check is an ordinary vitest
 * test named `<part>.<name>` with its title; its outcome travels in the test's `meta`.
 *
 * @example
 * const check = checksOf("forward");
 * check("golden", { points: 6, kind: "golden" }, async (context) => { ... });
 */
export function checksOf(part: string): DeclareCheck {
  const plan: RunPlan = inject("gradecheck");
  const texts = readTexts(plan.assignment, "en");
  const hosted = new Map<string, HostedSubmission>();
  const host = (submission: Extract<PlannedSubmission, { ready: true }>): HostedSubmission => {
    const known = hosted.get(submission.id) ?? new HostedSubmission(plan, submission);
    hosted.set(submission.id, known);
    return known;
  };
  afterAll(async () => {
    await Promise.all([...hosted.values()].map((one) => one.stop()));
  });

  return (name, options, body) => {
    const id = `${part}.${name}`;
    const title = texts.checks[id]?.title;
    if (title === undefined) throw new Error(`the texts of ${plan.assignment} have no title for ${id}`);
    const { points, kind, visibility = "public" } = options;
    const declared: DeclaredCheck = { id, part, title, points, kind, visibility };
    for (const submission of plan.submissions) {
      const meta = { gradecheck: { submission: submission.id, declared } };
      const label = plan.submissions.length > 1 ? `${submission.id}: ${id}` : id;
      test(`${label} ${title}`, { meta, timeout: TEST_TIMEOUT_MS }, async ({ task }) => {
        const recorded = submission.ready
          ? await judge(plan, host(submission), new HostedSubmission(plan, submission), declared, body)
          : skippedFor(submission);
        task.meta.gradecheck = { submission: submission.id, declared, recorded };
        if (recorded.details.output !== "") console.log(recorded.details.output);
        if (recorded.outcome !== "passed") throw new NotPassed(declared, recorded);
      });
    }
  };
}
