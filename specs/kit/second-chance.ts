import { InfrastructureError } from "../../grader/host/index.js";
import type { HostedSubmission } from "./hosted-submission.js";
import type { OpenSubmission } from "./open-submission.js";
import type { RecordedOutcome } from "./recorded.js";

/** A fault of a host that was not told what it called. */
const NAMELESS = /^host\..*-other$/;

/** What a machine can bring about that is busy, asleep or short of memory, as well as a submission. */
const DOUBTFUL = /^host\.(timeout-wall|killed)-/;

/** For each submission, the doubtful faults that it has shown twice. */
const confirmed = new WeakMap<HostedSubmission, Set<string>>();

/**
 * Judges once more, in a fresh host, where the first time may say more about the machine than about the submission: where
 * something of ours failed, where time passed without computing, where the host was killed by somebody else. The second
 * time counts. A fault that comes twice is the submission's, and is not doubted again at the next check.
 *
 * A host is not told to say what it calls until one has died: then the check is judged anew, so that the fault has a name,
 * and so that many slow calls, each of them within its limit, are no fault.
 *
 * @param judge judges from the start; asked twice at most.
 * @throws whatever the last judging throws.
 */
export async function withSecondChance(
  { hosted, elsewhere }: OpenSubmission,
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
  const isPlain = doubt === null || known.has(doubt.fault);
  if (isPlain && (hosted.telling || !isNameless(first))) return first;
  hosted.tell();
  elsewhere.tell();
  const second = await judgeAfresh(hosted, judge);
  const again = doubtIn(second);
  if (again !== null && again.kind === doubt?.kind) confirmed.set(hosted, known.add(again.fault));
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

/** Whether a host died and nobody knows in which call: from the next time on, its submission's hosts tell. */
function isNameless({ details }: RecordedOutcome): boolean {
  return details.findings.some(({ code }) => NAMELESS.test(code));
}

/** The doubtful fault that ended a check: of what kind, and with what was being called; null where there is none. */
function doubtIn({ details }: RecordedOutcome): { kind: string; fault: string } | null {
  for (const { code, values } of details.findings) {
    const kind = DOUBTFUL.exec(code)?.[1];
    if (kind !== undefined) return { kind, fault: `${code} ${values["name"] ?? ""}` };
  }
  return null;
}
