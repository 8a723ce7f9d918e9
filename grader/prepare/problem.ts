import { sentence } from "../locale/sentence.js";
import type { SubmissionProblem } from "../result/result.js";

/** A place in a submission; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number | null;
  readonly column?: number | null;
}

const LONGEST_QUOTE = 120;

/** A problem of a submission, `prepare.<key>` in the texts. */
export function problem(
  key: string,
  values: Readonly<Record<string, string | number>> = {},
  place?: Place,
): SubmissionProblem {
  const finding = { code: `prepare.${key}`, values: { ...values } };
  return {
    finding,
    message: sentence(finding),
    file: place === undefined ? null : printable(place.file),
    line: place?.line ?? null,
    column: place?.column ?? null,
  };
}

/** A student's text fit for one line of any output. */
export function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
  return plain.length <= LONGEST_QUOTE ? plain : `${plain.slice(0, LONGEST_QUOTE - 1)}…`;
}
