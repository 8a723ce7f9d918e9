import { InfrastructureError } from "../../grader/host/index.js";
import type { HostedSubmission } from "./hosted-submission.js";
import type { RecordedOutcome } from "./recorded.js";

/** What a machine can bring about that is busy, asleep or short of memory, as well as a submission. */
const DOUBTFUL = /^host\.(timeout-wall|killed)-/;

/** For each submission, the doubtful faults that it has shown twice. */
const confirmed = new WeakMap<HostedSubmission, Set<string>>();

/**
 * Judges once more, in a fresh host, where the first time may say more about the machine than about the submission: where
 * something of ours failed, where time passed without computing, where the host was killed by somebody else. The second
 * time counts. A fault that comes twice is the submission's, and is not doubted again at the next check.
 *
 * @param judge judges from the start; asked twice at most.
 * @throws whatever the last judging throws.
 */
export async function withSecondChance(
  hosted: HostedSubmission,
  judge: () => Promise<RecordedOutcome>,
): Promise<RecordedOutcome> {
  let first: RecordedOutcome;
  try {
    first = await judge();
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    return judgeAfresh(hosted, judge);
  }
  const doubt = doubtIn(first);
  const known = confirmed.get(hosted) ?? new Set();
  if (doubt === null || known.has(doubt)) return first;
  const second = await judgeAfresh(hosted, judge);
  if (doubtIn(second) === doubt) confirmed.set(hosted, known.add(doubt));
  return second;
}

async function judgeAfresh(
  hosted: HostedSubmission,
  judge: () => Promise<RecordedOutcome>,
): Promise<RecordedOutcome> {
  await hosted.stop();
  hosted.takeOutput();
  return judge();
}

/** The doubtful fault that ended a check, with what was being called; null where there is none. */
function doubtIn({ details }: RecordedOutcome): string | null {
  const finding = details.findings.find(({ code }) => DOUBTFUL.test(code));
  return finding === undefined ? null : `${finding.code} ${finding.values["name"] ?? ""}`;
}
