import { posix } from "node:path";
import { checkLines, checkTitle, isFault, problemLine } from "../../publish/platforms/check-lines.js";
import type { PlatformOptions } from "../../publish/platforms/platform-options.js";
import type { CheckResult, Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { sayCi } from "./say.js";

/** A place in the repository. */
export interface Place {
  /** From the top of the repository, with `/`. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** Something to be shown at a student's own line, or beside the run where there is no line. */
export interface Annotation {
  readonly kind: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
  readonly place: Place | null;
}

/** What annotations need besides the result. */
export interface AnnotationOptions extends PlatformOptions {
  /** Where the submission is in the repository, with `/`; empty at its top, null where it is outside. */
  readonly folder: string | null;
}

/** GitHub shows so many of a kind for one step, and drops the others without a word. */
const MOST_OF_A_KIND = 10;

function placeAt(
  file: string,
  line: number | null,
  column: number | null,
  { folder }: AnnotationOptions,
): Place | null {
  return folder === null ? null : { file: posix.join(folder, file), line, column };
}

/** Those that say where come first: at a line they show what the summary cannot. */
function problemAnnotations({ submission }: Result, options: AnnotationOptions): Annotation[] {
  const annotations = submission.problems.map((problem): Annotation => {
    const { file, line, column } = problem;
    const place = file === null ? null : placeAt(file, line, column, options);
    return { kind: "error", title: sayCi("problem"), message: problemLine(problem, options), place };
  });
  const rank = ({ place }: Annotation): number => (place === null ? 2 : place.line === null ? 1 : 0);
  return annotations.toSorted((one, other) => rank(one) - rank(other));
}

function checkAnnotation(
  kind: Annotation["kind"],
  check: CheckResult,
  options: AnnotationOptions,
  place: Place | null,
): Annotation {
  return { kind, title: checkTitle(check, options), message: checkLines(check, options).join("\n"), place };
}

/** One for each line that checks ended at: the first of them, for the others most often say the same. */
function stackAnnotations(
  checks: readonly CheckResult[],
  options: AnnotationOptions,
): [string, Annotation][] {
  const annotations = new Map<string, [string, Annotation]>();
  for (const check of checks) {
    const [top] = check.details.stack;
    if (top === undefined) continue;
    const key = `${top.file}:${top.line}`;
    if (annotations.has(key)) continue;
    const place = placeAt(top.file, top.line, top.column, options);
    annotations.set(key, [check.id, checkAnnotation("warning", check, options, place)]);
  }
  return [...annotations.values()];
}

/**
 * What to show at the student's lines: at most ten of each kind, the most useful first. Errors are what keeps the submission
 * from running and what could not be judged, warnings stand where the code threw, and notices tell the first open check of
 * each part that no warning tells. Hidden checks are in none of them.
 */
export function annotationsOf(given: Result, options: AnnotationOptions): Annotation[] {
  const result = sealedResult(given);
  const shown = result.checks.filter((check) => check.visibility === "public");
  const open = shown.filter((check) => check.outcome !== "passed" && !isFault(check));
  const errors = [
    ...problemAnnotations(result, options),
    ...shown.filter(isFault).map((check) => checkAnnotation("error", check, options, null)),
  ];
  const warnings = stackAnnotations(open, options).slice(0, MOST_OF_A_KIND);
  const told = new Set(warnings.map(([id]) => id));
  // Where nothing could run, every part would say so.
  const firsts = result.parts.flatMap(({ id }) => open.find((check) => check.part === id) ?? []);
  const notices = (result.submission.problems.length > 0 ? [] : firsts)
    .filter((check) => !told.has(check.id))
    .map((check) => checkAnnotation("notice", check, options, null));
  return [
    ...errors.slice(0, MOST_OF_A_KIND),
    ...warnings.map(([, annotation]) => annotation),
    ...notices.slice(0, MOST_OF_A_KIND),
  ];
}
