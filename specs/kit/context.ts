import type { Finding, Picture } from "../../grader/result/index.js";
import type { Random } from "../../reference/random/random.js";
import type { Answers } from "./answers.js";
import type { Script } from "./script.js";

/** What the body of a check is given. */
export interface CheckContext {
  /** Random numbers that only the run's seed and the check's id decide. */
  readonly random: Random;
  /**
   * The names that the submission exports.
   *
   * @throws Error before the first `run`: a body may begin before there is a submission.
   */
  readonly exports: readonly string[];
  /** An empty script. */
  script(): Script;
  /**
   * Sends a script to the submission and waits for its answers. All calls of a script share one deadline, until one
   * has passed it: from then on each call has its own.
   *
   * @param cpuMs CPU time for that, in milliseconds; the manifest's where left out.
   * @throws CheckFailure when the submission does not survive it.
   */
  run(script: Script, cpuMs?: number): Promise<Answers>;
  /**
   * As `run`, for a script that earlier answers went into, such as the steps of an optimizer: what one submission alone is
   * asked is no evidence for a diagnosis, which compares the answers to what everybody is asked.
   */
  runOn(script: Script, cpuMs?: number): Promise<Answers>;
  /** As `run`, in a host of its own that the judged one never hears of: for looking closer after a verdict. */
  runElsewhere(script: Script, cpuMs?: number): Promise<Answers>;
  /** Something worth knowing that costs nothing. */
  note(finding: Finding): void;
  /** A picture for the report, shown whether the check passes or not. */
  picture(picture: Picture): void;
}

/** The body of a check: returns where the submission does as it should, throws a CheckFailure where it does not. */
export type CheckBody = (context: CheckContext) => Promise<void>;
