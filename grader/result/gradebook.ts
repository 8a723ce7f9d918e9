import type { CheckKind, Outcome, SandboxLevel, Visibility } from "./outcome.js";
import type { Finding, PartScore } from "./result.js";

/** The name and version of the format; a reader refuses any other. */
export const GRADEBOOK_SCHEMA = "gradecheck/gradebook@1";

/** What became of a student's submission as a whole. */
export const ENTRY_STATES = ["graded", "not-collected", "not-graded"] as const;

/**
 * One of {@link ENTRY_STATES}: `not-collected` is a repository or folder that could not be had, `not-graded` a fault of
 * ours or the machine's. Neither is a zero.
 */
export type EntryState = (typeof ENTRY_STATES)[number];

/** What a time of handing in was taken from. */
export const TIME_SOURCES = ["push-log", "committer-date", "none"] as const;

/**
 * One of {@link TIME_SOURCES}: the push log of the server (only where the repository lies on this machine) is hard to
 * forge, a committer date is easy to, and a folder has none.
 */
export type TimeSource = (typeof TIME_SOURCES)[number];

/** What was handed in, and when. */
export interface HandIn {
  /** The branch or other ref; null for a folder. */
  ref: string | null;
  /** The commit's hash; null for a folder. */
  commit: string | null;
  /** ISO 8601, UTC; null where no time is known. */
  at: string | null;
  reliedOn: TimeSource;
  /** Minutes after the student's own deadline (extension and grace counted in), rounded up; 0 where in time. */
  lateMinutes: number;
  /** Per cent of the score that the late policy takes; 0 where in time. */
  latePercent: number;
}

/** A mark that a person gave or took, on top of the checks. */
export interface Adjustment {
  /** A check's or a part's id. */
  target: string;
  /** To be added; negative to take. */
  points: number;
  reason: string;
  /** The checks that it is about have ended otherwise since it was made. */
  stale: boolean;
}

/** What the gradebook keeps of one check of one student. */
export interface GradedCheck {
  id: string;
  earned: number;
  outcome: Outcome;
  /** The known mistake that the answer equals, a key of the assignment's hints; null where there is none. */
  mistake: string | null;
  /** Milliseconds. */
  durationMs: number;
}

/** Where a student's files lie, relative to the gradebook; null where there are none. */
export interface EntryFiles {
  /** The folder that may be handed to the student: hidden checks by name and verdict only. */
  student: string | null;
  /** The folder for teachers, with everything. */
  teacher: string | null;
}

/** One student of a batch. */
export interface GradebookEntry {
  id: string;
  name: string;
  email: string;
  /** Empty where the roster has no sections. */
  section: string;
  /** The repository or folder as the roster names it. */
  source: string;
  state: EntryState;
  /** Why there is no result, and whatever else a teacher should know; as data. */
  findings: Finding[];
  /** What was graded; null where nothing was. */
  handedIn: HandIn | null;
  /** SHA-256 of the bundle in hexadecimal; null where there is none. */
  bundleHash: string | null;
  /** What the checks earned; null unless graded. */
  checksScore: number | null;
  adjustments: Adjustment[];
  /** What lateness took, in points, at least 0. */
  penalty: number;
  /** What counts: checks, adjustments and penalty, never below 0; null unless graded. */
  score: number | null;
  /** What the checks of each part earned, in the order of the handout; empty unless graded. */
  parts: PartScore[];
  /** In the order of the handout; empty unless graded. */
  checks: GradedCheck[];
  files: EntryFiles;
}

/** Two submissions that are more alike than chance explains; for a person to look at, never a verdict. */
export interface SimilarPair {
  /** The ids of two entries. */
  left: string;
  right: string;
  /** From 0 to 1. */
  similarity: number;
  /** The longest run of tokens that both have. */
  longestFragment: number;
}

/** A check as the assignment declares it. */
export interface GradebookCheck {
  id: string;
  part: string;
  title: string;
  kind: CheckKind;
  visibility: Visibility;
  points: number;
}

/** All results of one batch: `gradebook.json`. It is a teacher's file. */
export interface Gradebook {
  schema: typeof GRADEBOOK_SCHEMA;
  assignment: { id: string; version: string };
  seed: number;
  /** The seed of hidden checks; null where it is the same. */
  hiddenSeed: number | null;
  sandbox: SandboxLevel;
  /** ISO 8601, UTC; null where there is none. */
  deadline: string | null;
  maxScore: number;
  parts: { id: string; maxScore: number }[];
  /** In the order of the handout. */
  checks: GradebookCheck[];
  /** In the order of the roster. */
  entries: GradebookEntry[];
  /** The pairs most alike, most alike first; null where nobody looked. */
  similarity: SimilarPair[] | null;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Milliseconds. */
  durationMs: number;
  versions: { gradecheck: string; node: string; vitest: string };
}
