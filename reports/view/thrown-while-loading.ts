import type {
  CheckDetails,
  CheckResult,
  Finding,
  Result,
  SubmissionProblem,
} from "../../grader/result/result.js";

/** What a check found that never ran, for the code threw while it was loaded; `undefined` for every other. */
export function loadFailure({ details }: { details: Pick<CheckDetails, "findings"> }): Finding | undefined {
  return details.findings.find(({ code }) => code === "check.load-failed");
}

/**
 * What the code threw, where every public check came to nothing over it; null where one got further. Of hidden ones a
 * student's result does not say why.
 */
function thrownIn(checks: readonly CheckResult[]): SubmissionProblem | null {
  const told = checks.filter(({ visibility }) => visibility === "public");
  const [first] = told;
  const finding = first === undefined ? undefined : loadFailure(first);
  const values = JSON.stringify(finding?.values);
  const isAll =
    told.every((check) => JSON.stringify(loadFailure(check)?.values) === values) &&
    checks.every(({ outcome }) => outcome !== "passed");
  if (first === undefined || finding === undefined || !isAll) return null;
  const { file = null, line = null, column = null } = first.details.stack[0] ?? {};
  return { finding, message: first.message, file, line, column };
}

/**
 * The same result, told as that of code that cannot be parsed: where every check came to nothing over what the code threw
 * while it was loaded, none of them has run, and what was thrown is the submission's one problem.
 */
export function thrownWhileLoading(result: Result): Result {
  const thrown = thrownIn(result.checks);
  if (thrown === null) return result;
  const { submission } = result;
  const checks = result.checks.map((check): CheckResult => {
    return {
      ...check,
      outcome: "skipped",
      message: "",
      details: { ...check.details, findings: [], stack: [] },
    };
  });
  return { ...result, checks, submission: { ...submission, problems: [...submission.problems, thrown] } };
}
