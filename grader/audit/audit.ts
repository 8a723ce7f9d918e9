import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { materialize, readCorpus, type Corpus } from "../assignment/corpus.js";
import type { Manifest } from "../assignment/manifest.js";
import { readAssignment } from "../assignment/read-assignment.js";
import type { SandboxKind } from "../host/index.js";
import type { Result } from "../result/index.js";
import { makePlan } from "../run/run-plan.js";
import { ScratchFolder } from "../storage/scratch-folder.js";
import { gradeWithSeeds, SEEDS_AT_ONCE } from "./grade-with-seeds.js";
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
  readonly seeds: readonly number[];
  readonly sandbox: SandboxKind;
  /** A part of the names of the submissions to audit; all where left out. */
  readonly only?: string;
  /** One kind of submissions; all where left out. */
  readonly kind?: AuditRow["kind"];
  /** Asks mutants only the checks that they must lose: all that many seeds in a row have to show. */
  readonly declaredOnly?: boolean;
  /** Told how many checks are done. */
  readonly onCheck?: (done: number) => void;
}

interface Declared {
  readonly id: string;
  readonly folder: string;
  readonly kind: AuditRow["kind"];
  /** The checks that decide, where not all do. */
  readonly checks?: readonly string[];
  readonly misses: (result: Result) => string[];
}

function declaredSubmissions(manifest: Manifest, corpus: Corpus, scratch: string): Declared[] {
  const mutants = corpus.mutants.map((mutant): Declared => {
    const folder = join(scratch, mutant.id);
    mkdirSync(folder);
    materialize(manifest.id, mutant, folder);
    const misses = (result: Result): string[] => missesOfMutant(result, mutant);
    return { id: mutant.id, folder, kind: "mutant", checks: mutant.loses, misses };
  });
  return [
    ...corpus.correct.map((one): Declared => {
      return { ...one, kind: "correct", misses: (result) => missesOfCorrect(result, manifest) };
    }),
    ...mutants,
    ...corpus.partial.map(({ expected, ...one }): Declared => {
      return { ...one, kind: "partial", misses: (result) => missesOfPartial(result, expected) };
    }),
  ];
}

/**
 * Grades the corpus of an assignment, once for each seed: correct submissions must get full marks, mutants must lose
 * what they are declared to lose and get their hint, unfinished and broken ones must end as declared.
 *
 * @returns for each seed in turn, a row per submission; nothing where no submission is asked for.
 * @throws AssignmentError when the corpus is broken; InfrastructureError when grading itself fails.
 */
export async function* audit(request: AuditRequest): AsyncGenerator<{ seed: number; rows: AuditRow[] }> {
  const { assignment, seeds, sandbox, only = "", onCheck } = request;
  const manifest = readAssignment(assignment);
  const scratch = new ScratchFolder("audit");
  try {
    const declared = declaredSubmissions(manifest, readCorpus(assignment), scratch.path).filter(
      ({ id, kind }) => id.includes(only) && kind === (request.kind ?? kind),
    );
    if (declared.length === 0) return;
    // The seed has no part in preparing.
    const prepared = await makePlan({ manifest, submissions: declared, seed: 0, sandbox });
    const submissions = prepared.plan.submissions.map((submission, i) => {
      const checks = declared[i]?.checks;
      return request.declaredOnly === true && checks !== undefined ? { ...submission, checks } : submission;
    });
    const plan = { ...prepared, plan: { ...prepared.plan, submissions } };
    for (let i = 0; i < seeds.length; i += SEEDS_AT_ONCE) {
      const some = seeds.slice(i, i + SEEDS_AT_ONCE);
      const resultOf = await gradeWithSeeds(plan, some, onCheck);
      for (const seed of some) {
        const rows = declared.map(({ kind, id, misses }) => {
          const result = resultOf(id, seed);
          return { kind, id, result, misses: misses(result) };
        });
        yield { seed, rows };
      }
    }
  } finally {
    scratch.remove();
  }
}
