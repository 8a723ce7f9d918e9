import { describe, inject, test } from "vitest";
import { readTexts } from "../../grader/assignment/texts.js";
import { logText } from "../../grader/locale/log-text.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { CheckKind, Visibility } from "../../grader/result/index.js";
import { NotPassed, shownFindings } from "./not-passed.js";
import type { CheckBody } from "./context.js";
import { judge } from "./judge.js";
import { openSubmission } from "./open-submission.js";
import { seedOf, type PlannedSubmission, type RunPlan } from "./plan.js";
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

/** A part that a spec file declared, with its checks so far. */
interface DeclaredPart {
  readonly id: string;
  readonly checks: BoundCheck[];
}

/** What vitest calls a check: its id, which `-t` goes by, and its title in the language of the run. */
function shownName({ id, title }: DeclaredCheck, { assignment, language = "en" }: RunPlan): string {
  return `${id} ${readTexts(assignment, language).checks[id]?.title ?? title}`;
}

async function outcomeOf(
  plan: RunPlan,
  submission: PlannedSubmission,
  declared: DeclaredCheck,
  body: CheckBody,
): Promise<RecordedOutcome> {
  if (!submission.ready) return skippedFor(submission);
  return judge(plan, await openSubmission(plan, submission), declared, body);
}

function registerPart(frame: RunPlan, submission: PlannedSubmission, part: DeclaredPart): void {
  const plan: RunPlan = { ...frame, seed: seedOf(frame, submission) };
  const asked = part.checks.filter(({ declared }) => submission.checks?.includes(declared.id) ?? true);
  for (const { declared, body } of asked) {
    const meta = { gradecheck: { submission: submission.id, declared } };
    const isAsked = plan.only === undefined || `${declared.id} ${declared.title}`.includes(plan.only);
    const run = isAsked ? test : test.skip;
    run(shownName(declared, plan), { meta, timeout: TEST_TIMEOUT_MS }, async ({ task, skip }) => {
      const recorded = plan.known?.[declared.id] ?? (await outcomeOf(plan, submission, declared, body));
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

/** What to do with a part that a spec file declares. */
let declare: (plan: RunPlan, part: DeclaredPart) => void = registerAlone;

/** Registers a part where a spec file is run by itself, as in a student's repository. */
function registerAlone(plan: RunPlan, part: DeclaredPart): void {
  for (const submission of plan.submissions) {
    // vitest calls this when the file has been read, so the checks are there by then.
    describe(part.id, () => {
      registerPart(plan, submission, part);
    });
  }
}

/** Registers all parts of one submission. */
function registerWhole(plan: RunPlan, submission: PlannedSubmission, parts: readonly DeclaredPart[]): void {
  describe(submission.id, () => {
    for (const part of parts) registerPart(plan, submission, part);
  });
}

/**
 * From now on spec files only declare their parts. The function that is returned registers all of them, a submission at
 * a time: so each needs one host, and is judged whole before the next one's turn comes.
 */
export function gatherParts(): (plan: RunPlan) => void {
  const parts: DeclaredPart[] = [];
  declare = (_, part) => void parts.push(part);
  return (plan) => {
    declare = registerAlone;
    for (const submission of plan.submissions) registerWhole(plan, submission, parts);
  };
}

/**
 * The function that declares the checks of one part. A check is an ordinary vitest test named `<part>.<name>` with its
 * title; its outcome travels in the test's `meta`.
 *
 * @example
 * const check = checksOf("forward");
 * check("golden", { points: 6, kind: "golden" }, async (context) => { ... });
 */
export function checksOf(id: string): DeclareCheck {
  const plan: RunPlan = inject("gradecheck");
  const texts = readTexts(plan.assignment, "en");
  const part: DeclaredPart = { id, checks: [] };
  declare(plan, part);
  return (name, { points, kind, visibility = "public" }, body) => {
    const check = `${id}.${name}`;
    const title = texts.checks[check]?.title;
    if (title === undefined) throw new Error(`the texts of ${plan.assignment} have no title for ${check}`);
    part.checks.push({ declared: { id: check, part: id, title, points, kind, visibility }, body });
  };
}
