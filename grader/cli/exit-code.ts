import { isFaulty, type Result } from "../result/index.js";

/** What the exit code of every command means. */
export const EXIT = {
  /** It did what was asked. */
  done: 0,
  /** It did, and the answer is no: below the least score, a drifted golden, a miss of the audit. */
  short: 1,
  /** Wrong usage, or input that cannot be read. */
  usage: 2,
  /** Our own fault or the machine's. */
  fault: 3,
  /** Ended by Ctrl-C (128 + SIGINT); what was done is kept. */
  interrupted: 130,
  /** Ended by SIGTERM (128 + SIGTERM); what was done is kept. */
  terminated: 143,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code for a result: what could not be judged is our fault, and comes before any score. */
export function resultExitCode(result: Result, minScore: number | undefined): ExitCode {
  if (isFaulty(result)) return EXIT.fault;
  return minScore !== undefined && result.score < minScore ? EXIT.short : EXIT.done;
}
