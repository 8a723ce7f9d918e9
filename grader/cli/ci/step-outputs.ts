import { classroomOutput, classroomResult } from "../../publish/platforms/classroom.js";
import type { PlatformOptions } from "../../publish/platforms/platform-options.js";
import type { Result } from "../../result/index.js";
import { EXIT, resultExitCode } from "../exit-code.js";

/** What later steps can read of a run. */
export interface OutputOptions extends PlatformOptions {
  /** The least score to pass; full marks where left out. */
  readonly minScore?: number;
  /** Also what GitHub Classroom's reporter reads. */
  readonly classroom: boolean;
}

/** How much of the score, rounded down to hundredths: 100 only where nothing is missing. */
function percent({ score, maxScore }: Result): number {
  return maxScore === 0 ? 100 : Math.floor((10_000 * score) / maxScore) / 100;
}

/** The outputs of a step, as lines for the file that `GITHUB_OUTPUT` names. No value has a line feed in it. */
export function stepOutputs(result: Result, options: OutputOptions): string {
  const { score, maxScore } = result;
  const { minScore = maxScore, classroom } = options;
  const values: Record<string, string | number | boolean> = {
    score,
    "max-score": maxScore,
    percent: percent(result),
    passed: resultExitCode(result, minScore) === EXIT.done,
    ...(classroom ? { result: classroomOutput(classroomResult(result, options)) } : {}),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
