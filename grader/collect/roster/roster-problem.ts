import { terminalLanguage } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import type { Finding } from "../../result/result.js";
import { ProblemsError } from "../../submission/problems-error.js";

/** One thing that is wrong with a roster. */
export interface RosterProblem {
  /** Counted from 1, the header included; null where it is about the whole file. */
  readonly line: number | null;
  readonly column: string | null;
  readonly finding: Finding;
}

/** A problem, `collect.roster.<key>` in the texts; of the whole file where no line is given. */
export function problemOf(
  key: string,
  values: Finding["values"] = {},
  line: number | null = null,
  column: string | null = null,
): RosterProblem {
  return { line, column, finding: { code: `collect.roster.${key}`, values } };
}

/** A roster that cannot be used; `message` tells all its problems, for people. */
export class RosterError extends ProblemsError {
  constructor(
    path: string,
    readonly found: readonly RosterProblem[],
  ) {
    super(say("unusable", { path, count: found.length }), found.map(problemText));
  }
}

function say(key: string, values: Finding["values"]): string {
  return sentence({ code: `collect.roster.${key}`, values }, terminalLanguage());
}

function problemText({ line, column, finding }: RosterProblem): string {
  const text = sentence(finding, terminalLanguage());
  if (line === null) return text;
  const place = column === null ? say("line", { line }) : say("field", { line, column });
  return `${place}: ${text}`;
}
