import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { materialize, readCorpus, type Corpus } from "../assignment/corpus.js";
import { readAssignment } from "../assignment/read-assignment.js";
import type { SandboxKind } from "../host/index.js";
import type { Result } from "../result/index.js";
import { grade } from "../run/grade.js";
import { missesOfCorrect, missesOfMutant, missesOfPartial } from "./verdict.js";

/** One submission of the corpus, and where it did not end as declared. */
export interface AuditRow {
  readonly kind: "correct" | "mutant" | "partial";
  readonly id: string;
  readonly result: Result;
  /** Empty where all is as declared. */
  readonly misses: readonly string[];
}

/** What to audit, and how. */
export interface AuditRequest {
  readonly assignment: string;
  readonly seed: number;
  readonly sandbox: SandboxKind;
  /** A part of the names of the submissions to audit; all where left out. */
  readonly only?: string;
  /** One kind of submissions; all where left out. */
  readonly kind?: AuditRow["kind"];
  /** Told how many checks are done. */
  readonly onCheck?: (done: number) => void;
}

interface Declared {
  readonly id: string;
  readonly folder: string;
  readonly kind: AuditRow["kind"];
  readonly misses: (result: Result) => string[];
}

function declaredSubmissions(assignment: string, corpus: Corpus, scratch: string): Declared[] {
  const mutants = corpus.mutants.map((mutant): Declared => {
    const folder = join(scratch, mutant.id);
    mkdirSync(folder);
    materialize(assignment, mutant, folder);
    const misses = (result: Result): string[] => missesOfMutant(result, mutant);
    return { id: mutant.id, folder, kind: "mutant", misses };
  });
  return [
    ...corpus.correct.map((one): Declared => ({ ...one, kind: "correct", misses: missesOfCorrect })),
    ...mutants,
    ...corpus.partial.map(({ expected, ...one }): Declared => {
      return { ...one, kind: "partial", misses: (result) => missesOfPartial(result, expected) };
    }),
  ];
}

/**
 * Grades the corpus of an assignment: correct submissions must get full marks, mutants must lose what they are
 * declared to lose and get their hint, unfinished and broken ones must end as declared.
 *
 * @throws AssignmentError when the corpus is broken; InfrastructureError when grading itself fails.
 */
export async function audit(request: AuditRequest): Promise<AuditRow[]> {
  const manifest = readAssignment(request.assignment);
  const scratch = mkdtempSync(join(tmpdir(), "gradecheck-audit-"));
  try {
    const declared = declaredSubmissions(request.assignment, readCorpus(request.assignment), scratch).filter(
      ({ id, kind }) => id.includes(request.only ?? "") && kind === (request.kind ?? kind),
    );
    const { seed, sandbox } = request;
    const results = await grade({
      manifest,
      submissions: declared,
      seed,
      sandbox,
      workers: availableParallelism(),
      ...(request.onCheck === undefined ? {} : { onCheck: request.onCheck }),
    });
    return declared.map(({ kind, id, misses }, i) => {
      const result = results[i] as Result;
      return { kind, id, result, misses: misses(result) };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
