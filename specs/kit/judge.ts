import { takeBegun } from "./begun-ahead.js";
import { calledNames } from "./called-names.js";
import type { CheckBody } from "./context.js";
import { diagnose } from "./diagnosis.js";
import { CheckFailure } from "./failure.js";
import { Judging } from "./judging.js";
import type { OpenSubmission } from "./open-submission.js";
import type { RunPlan } from "./plan.js";
import { recordFindings, type DeclaredCheck, type RecordedOutcome } from "./recorded.js";
import { withSecondChance } from "./second-chance.js";

/**
 * Judges one submission by one check. Every fault of the submission becomes data. What may be the machine's fault is
 * tried twice.
 *
 * @throws whatever else goes wrong: a fault of ours.
 */
export function judge(
  plan: RunPlan,
  open: OpenSubmission,
  declared: DeclaredCheck,
  body: CheckBody,
): Promise<RecordedOutcome> {
  return withSecondChance(open, () => judgeOnce(plan, open, declared, body));
}

async function judgeOnce(
  plan: RunPlan,
  open: OpenSubmission,
  declared: DeclaredCheck,
  body: CheckBody,
): Promise<RecordedOutcome> {
  const { hosted, elsewhere } = open;
  const started = performance.now();
  let context = new Judging(plan, declared);
  let failure: CheckFailure | null = null;
  try {
    await hosted.load(context.seed);
    context = takeBegun(plan, declared) ?? context;
    context.meet(open);
    await context.begin(body);
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    failure = error;
  } finally {
    // Nobody is shown what it printed while its mistake was looked at more closely.
    elsewhere.takeOutput();
  }
  const durationMs = performance.now() - started;
  const recorded = recordFindings(failure?.outcome ?? "passed", [...(failure?.findings ?? [])], durationMs);
  return {
    ...recorded,
    details: {
      ...recorded.details,
      notes: context.notes,
      worst: failure?.worst ?? null,
      pictures: [...(failure?.pictures ?? []), ...context.pictures],
      stack: [...(failure?.stackLines ?? [])],
      output: hosted.takeOutput(),
    },
    diagnosis: failure?.outcome === "failed" ? await diagnose(plan, declared.id, context.evidence) : null,
    ...(plan.known === undefined ? {} : { called: calledNames(context.scripts) }),
  };
}
