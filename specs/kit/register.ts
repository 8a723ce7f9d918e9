import { describe, inject, test } from "vitest";
import { readTexts } from "../../grader/assignment/texts.js";
import { logText } from "../../grader/locale/log-text.js";
import { NotPassed, shownFindings } from "./not-passed.js";
import { boundChecks, type BoundCheck, type DeclaredPart } from "./declared-part.js";
import { judgedElsewhere } from "./judged-elsewhere.js";
import { outcomeOf } from "./outcome-of.js";
import { seedOf, type PlannedSubmission, type RunPlan } from "./plan.js";
import type { DeclaredCheck, RecordedOutcome } from "./recorded.js";

// A host's own deadlines end a check long before; this only keeps vitest's default of 5 s away.
const TEST_TIMEOUT_MS = 3_600_000;

/** What vitest calls a check: its id, which `-t` goes by, and its title in the language of the run. */
export function shownName({ id, title }: DeclaredCheck, { assignment, language = "en" }: RunPlan): string {
  return `${id} ${readTexts(assignment, language).checks[id]?.title ?? title}`;
}

/** What comes of a check: of an earlier run, judged by a standing judge, or judged here. */
async function recordedOf(
  plan: RunPlan,
  submission: PlannedSubmission,
  check: BoundCheck,
): Promise<RecordedOutcome> {
  const known = plan.known?.[check.declared.id];
  return known ?? (await judgedElsewhere(check.declared.id)) ?? outcomeOf(plan, submission, check);
}

function registerChecks(frame: RunPlan, submission: PlannedSubmission, checks: readonly BoundCheck[]): void {
  const plan: RunPlan = { ...frame, seed: seedOf(frame, submission) };
  const asked = checks.filter(({ declared }) => submission.checks?.includes(declared.id) ?? true);
  for (const check of asked) {
    const { declared } = check;
    const meta = { gradecheck: { submission: submission.id, declared } };
    const isAsked = plan.only === undefined || `${declared.id} ${declared.title}`.includes(plan.only);
    const run = isAsked ? test : test.skip;
    run(shownName(declared, plan), { meta, timeout: TEST_TIMEOUT_MS }, async ({ task, skip }) => {
      const recorded = await recordedOf(plan, submission, check);
      task.meta.gradecheck = { submission: submission.id, declared, recorded };
      // What is printed inside a hidden check would tell its inputs.
      const { output } = recorded.details;
      if (output !== "" && declared.visibility === "public") console.log(logText(output.replace(/\n$/, "")));
      // Work that is not begun is no failure to shout about; that it earns nothing the score says.
      if (recorded.outcome === "not-implemented") skip(shownFindings(declared, recorded, plan).join(" "));
      if (recorded.outcome !== "passed") throw new NotPassed(declared, recorded, plan, submission.folder);
    });
  }
}

/** Registers the checks of a part with vitest where a spec file is run by itself, as in a student's repository. */
export function registerAlone(part: DeclaredPart): void {
  const plan = inject("gradecheck");
  for (const submission of plan.submissions) {
    // vitest calls this when the file has been read, so the checks are there by then.
    describe(part.id, () => {
      registerChecks(plan, submission, boundChecks(part, plan.assignment));
    });
  }
}

/**
 * Registers all parts with vitest, a submission at a time: so each needs one host, and is judged whole before the next
 * one's turn comes.
 */
export function registerAll(plan: RunPlan, parts: readonly DeclaredPart[]): void {
  const checks = parts.flatMap((part) => boundChecks(part, plan.assignment));
  for (const submission of plan.submissions) {
    describe(submission.id, () => {
      registerChecks(plan, submission, checks);
    });
  }
}
