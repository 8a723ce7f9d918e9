import type { Candidate, Collected, RosterEntry } from "../collect/index.js";
import { InfrastructureError } from "../host/index.js";
import { finalScore } from "../publish/adjustments/final-score.js";
import type { Finding, GradebookEntry, Result } from "../result/index.js";
import type { BatchFolder } from "./batch-folder.js";
import type { CandidateGrader, Owner, Underway } from "./candidate-grader.js";
import { blankEntry, gradedEntry } from "./gradebook-entry.js";
import { GradingFault } from "./grading-desk.js";

/** One student, graded or not. */
export interface GradedStudent {
  readonly entry: GradebookEntry;
  /** The result that counts; null where there is none. */
  readonly result: Result | null;
  /** The folder of the work that counts; null where there is none. */
  readonly work: string | null;
  /** Nothing was run: the very same work had been graded before. */
  readonly remembered: boolean;
}

/** What grading a student needs. */
export interface StudentGraderRequest {
  readonly folder: BatchFolder;
  readonly collect: (student: RosterEntry) => Promise<Collected>;
  readonly candidates: CandidateGrader;
}

/**
 * Collects and grades one student's work. Of two candidates, one in time and one late, the one that is worth more counts.
 *
 * @param onQueued told once, when the workers have all of it in their queue or nothing of it is for them
 * @throws InfrastructureError when collecting fails for a reason of the machine; the reason of the abort when that ends it.
 */
export async function gradeStudent(
  student: RosterEntry,
  { folder, collect, candidates }: StudentGraderRequest,
  onQueued: () => void,
): Promise<GradedStudent> {
  const collected = await collect(student);
  if (collected.state === "not-collected") {
    onQueued();
    return nothing(student, "not-collected", collected.findings);
  }
  try {
    const owner = { id: student.id, source: student.source };
    const underway = await beginAll(collected.candidates, owner, candidates).finally(onQueued);
    const graded: { candidate: Candidate; result: Result; remembered: boolean }[] = [];
    for (const { candidate, result, remembered } of underway) {
      graded.push({ candidate, result: await result, remembered });
    }
    const worth = ({ candidate, result }: (typeof graded)[number]): number => {
      const { latePercent } = candidate.handIn;
      return finalScore({ checksScore: result.score, adjustments: [], latePercent }).score;
    };
    // The first is the one in time: it counts where lateness gains nothing.
    const best = graded.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    const { handIn, folder: work } = best.candidate;
    const entry = gradedEntry(student, handIn, best.result, collected.findings, folder);
    return { entry, result: best.result, work, remembered: graded.every((one) => one.remembered) };
  } catch (fault) {
    if (!(fault instanceof InfrastructureError || fault instanceof GradingFault)) throw fault;
    const finding = { code: "batch.fault", values: { text: fault.message } };
    return nothing(student, "not-graded", [finding, ...collected.findings]);
  }
}

/** Hands all candidates to the workers, one after the other. */
async function beginAll(
  all: readonly Candidate[],
  owner: Owner,
  candidates: CandidateGrader,
): Promise<(Underway & { candidate: Candidate })[]> {
  const underway = [];
  for (const candidate of all) underway.push({ candidate, ...(await candidates.begin(owner, candidate)) });
  return underway;
}

function nothing(
  student: RosterEntry,
  state: GradebookEntry["state"],
  findings: readonly Finding[],
): GradedStudent {
  return { entry: blankEntry(student, state, findings), result: null, work: null, remembered: false };
}
