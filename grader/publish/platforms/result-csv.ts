import { sealedResult } from "../../result/sealed-result.js";
import type { Result } from "../../result/index.js";
import { csvText } from "../csv/csv-text.js";
import { checkLines, checkTitle, isFault } from "./check-lines.js";
import type { PlatformOptions } from "./platform-options.js";

const HEADER = ["id", "part", "title", "kind", "visibility", "outcome", "earned", "points", "message"];

/**
 * A result as CSV with a row for each check. Hidden checks have no message; a check that could not be judged has no points
 * earned. It begins with a byte order mark, so that Excel shows Korean, and no cell of it is a formula.
 */
export function resultCsv(given: Result, options: PlatformOptions): string {
  const rows = sealedResult(given).checks.map((check) => [
    check.id,
    check.part,
    checkTitle(check, options),
    check.kind,
    check.visibility,
    check.outcome,
    isFault(check) ? null : check.earned,
    check.points,
    checkLines(check, options).join(" "),
  ]);
  return csvText([HEADER, ...rows], { bom: true });
}
