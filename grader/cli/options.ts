import { InvalidArgumentError, Option } from "commander";
import { SANDBOX_KINDS, type SandboxRequest } from "../host/index.js";
import { LANGUAGES, terminalLanguage } from "../locale/language.js";
import { say } from "./terminal.js";

/** The seed of a run where none is given: the same for every student, so that a pass stays a pass. */
export const DEFAULT_SEED = 1;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError(say("whole-number"));
  return value;
}

function points(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError(say("points"));
  return value;
}

/** `--seed S` */
export function seedOption(): Option {
  return new Option("--seed <S>", say("option-seed")).argParser(wholeNumber).default(DEFAULT_SEED);
}

/** `--hidden-seed S` */
export function hiddenSeedOption(): Option {
  return new Option("--hidden-seed <S>", say("option-hidden-seed")).argParser(wholeNumber);
}

/** `--sandbox KIND` */
export function sandboxOption(): Option {
  const kinds: SandboxRequest[] = ["auto", ...SANDBOX_KINDS];
  return new Option("--sandbox <kind>", say("option-sandbox")).choices(kinds).default("auto");
}

/** `--lang LANGUAGE` */
export function languageOption(): Option {
  return new Option("--lang <language>", say("option-lang")).choices(LANGUAGES).default(terminalLanguage());
}

/** `--min-score P` */
export function leastScoreOption(): Option {
  return new Option("--min-score <P>", say("option-min-score")).argParser(points);
}

/** `--since FILE` */
export function sinceOption(): Option {
  return new Option("--since <FILE>", say("option-since"));
}

/** The kinds of reports that there are. */
export const REPORT_KINDS = ["html", "md"] as const;

/** One of {@link REPORT_KINDS}. */
export type ReportKind = (typeof REPORT_KINDS)[number];

function reportKinds(text: string): ReportKind[] {
  return text.split(",").map((part) => {
    const kind = REPORT_KINDS.find((known) => known === part.trim());
    if (kind === undefined)
      throw new InvalidArgumentError(say("report-kinds", { kinds: REPORT_KINDS.join(", ") }));
    return kind;
  });
}

/** `--report html,md` */
export function reportOption(): Option {
  return new Option("--report <kinds>", say("option-report")).argParser(reportKinds);
}
