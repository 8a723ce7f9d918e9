import type { CheckResult, Result, SubmissionProblem } from "../../grader/result/result.js";

const THREW = "check.load-failed";

/** What a check found that never ran, for the code threw while it was loaded. */
function loadFailure({ details }: CheckResult): CheckResult["details"]["findings"][number] | undefined {
  return details.findings.find(({ code }) => code === THREW);
}

/**
 * What the code threw while it was loaded, at the place in its author's file, where every check came to nothing over it;
 * null where one got further. Of hidden checks a student's result does not say why they failed.
 */
export function thrownWhileLoading({ checks }: Result): SubmissionProblem | null {
  const told = checks.filter(({ visibility }) => visibility === "public");
  const [first] = told;
  const finding = first === undefined ? undefined : loadFailure(first);
  const isSame = (check: CheckResult): boolean => {
    return JSON.stringify(loadFailure(check)?.values) === JSON.stringify(finding?.values);
  };
  const isAll = told.every(isSame) && checks.every(({ outcome }) => outcome !== "passed");
  if (first === undefined || finding === undefined || !isAll) return null;
  const [place] = first.details.stack;
  const { file = null, line = null, column = null } = place ?? {};
  return { finding, message: first.message, file, line, column };
}

/** Whether what was handed in could not even be loaded; its problems, or what it threw, then say why. */
export function isNotLoaded(result: Result): boolean {
  const { checks, submission } = result;
  const isUntried = checks.length > 0 && checks.every(({ outcome }) => outcome === "skipped");
  return (isUntried && submission.problems.length > 0) || thrownWhileLoading(result) !== null;
}
