import { version as vitestVersion } from "vitest/node";
import pLimit from "p-limit";
import type { Manifest } from "../assignment/manifest.js";
import { pointsOf } from "../assignment/points-of.js";
import { readTexts } from "../assignment/texts.js";
import {
  collect,
  type CollectOptions,
  instantText,
  type Roster,
  type RosterEntry,
} from "../collect/index.js";
import { type SandboxKind, SANDBOXES } from "../host/index.js";
import { packageVersion } from "../package/root.js";
import { BundleMemory } from "../prepare/bundle-memory.js";
import { GRADEBOOK_SCHEMA, type Gradebook, type GradebookEntry, type Result } from "../result/index.js";
import { begin, type Beginning, msSince } from "../run/beginning.js";
import { planFrame } from "../run/run-plan.js";
import { ContentStore } from "../storage/content-store.js";
import type { BatchFolder } from "./batch-folder.js";
import { CandidateGrader } from "./candidate-grader.js";
import { blankEntry } from "./gradebook-entry.js";
import { GradingDesk } from "./grading-desk.js";
import { ResultMemory } from "./result-memory.js";
import { type GradedStudent, gradeStudent } from "./student-grader.js";

/** Enough students at a time that all workers are busy, few enough that memory does not grow with the class. */
const STUDENTS_PER_WORKER = 64;
/** Starting programs stops everything else for a while, and servers do not like to be asked by a hundred at once. */
const COLLECTED_AT_ONCE = 8;

/** What a batch is to do. */
export interface BatchRequest {
  readonly manifest: Manifest;
  readonly roster: Roster;
  /** The ids of the only students to grade; all where left out. */
  readonly students?: ReadonlySet<string>;
  readonly folder: BatchFolder;
  readonly seed: number;
  readonly hiddenSeed?: number;
  readonly sandbox: SandboxKind;
  readonly workers: number;
  /** Everything is to be graded anew, whatever is remembered. */
  readonly fresh: boolean;
  readonly collecting: Omit<CollectOptions, "cache" | "into" | "limits" | "late" | "abort">;
  /** The gradebook of the last time, whose entries stay for students that are left out now. */
  readonly earlier: Gradebook | null;
  readonly abort: AbortSignal;
}

/** Who is told how a batch goes on. */
export interface BatchListeners {
  readonly onBegin: (student: RosterEntry) => void;
  readonly onCheck: () => void;
  /** A student is done: marks by hand are to be added, and reports written. What it returns goes into the gradebook. */
  readonly onStudent: (student: GradedStudent) => GradebookEntry;
}

/**
 * Grades a class. Whatever becomes of one submission or repository is a row of the gradebook, never the end of the run;
 * whatever was graded before and has not changed is remembered, so that a run that was ended goes on where it was.
 *
 * @throws InfrastructureError when the machine is at fault; the reason of the abort when that ended it.
 */
export async function runBatch(request: BatchRequest, listeners: BatchListeners): Promise<Gradebook> {
  const beginning = begin();
  const { roster, students, abort } = request;
  const asked = roster.entries.filter(({ id }) => students?.has(id) ?? true);
  const desk = new GradingDesk(planFrame(request), request.workers, listeners.onCheck);
  const grading = studentGrader(request, desk);
  let queued = 0;
  const sample: { result: Result | null } = { result: null };
  const gradeOne = async (student: RosterEntry): Promise<[string, GradebookEntry]> => {
    abort.throwIfAborted();
    listeners.onBegin(student);
    const onQueued = (): void => {
      queued++;
      if (queued === asked.length) void desk.close();
    };
    const graded = await gradeStudent(student, grading, onQueued);
    sample.result ??= graded.result;
    return [student.id, listeners.onStudent(graded)];
  };
  const limit = pLimit(STUDENTS_PER_WORKER * request.workers);
  try {
    const entries = new Map(await Promise.race([limit.map(asked, gradeOne), aborted(abort)]));
    return gradebookOf(request, beginning, entries, sample.result);
  } finally {
    limit.clearQueue();
    desk.stop();
  }
}

function studentGrader(request: BatchRequest, desk: GradingDesk): Parameters<typeof gradeStudent>[1] {
  const { manifest, folder, sandbox, workers, fresh, collecting, abort } = request;
  const memory = {
    bundles: new BundleMemory(new ContentStore(folder.bundles, fresh)),
    results: new ResultMemory(new ContentStore(folder.results, fresh), manifest.version, planFrame(request)),
  };
  const candidates = new CandidateGrader({ manifest, sandbox, desk, workers, memory });
  const options: CollectOptions = {
    ...collecting,
    cache: folder.repositories,
    into: folder.submissions,
    limits: manifest.limits,
    ...(manifest.late === undefined ? {} : { late: manifest.late }),
    abort,
  };
  const limit = pLimit(COLLECTED_AT_ONCE);
  return { folder, candidates, collect: (student) => limit(() => collect(student, options)) };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function gradebookOf(
  request: BatchRequest,
  beginning: Beginning,
  entries: ReadonlyMap<string, GradebookEntry>,
  sample: Result | null,
): Gradebook {
  const { manifest, roster, collecting, earlier } = request;
  const kept = new Map(earlier?.entries.map((entry) => [entry.id, entry]));
  const leftOut = [{ code: "batch.left-out", values: {} }];
  const texts = readTexts(manifest.id, "en");
  const checks = sample?.checks ?? [];
  return {
    schema: GRADEBOOK_SCHEMA,
    assignment: { id: manifest.id, version: manifest.version },
    seed: request.seed,
    hiddenSeed: request.hiddenSeed ?? null,
    sandbox: SANDBOXES[request.sandbox].level,
    deadline: collecting.deadlineMs === undefined ? null : instantText(collecting.deadlineMs),
    maxScore: pointsOf(manifest),
    parts: manifest.parts.map(({ id, points }) => ({ id, maxScore: points })),
    checks:
      checks.length === 0 && earlier !== null
        ? earlier.checks
        : checks.map(({ id, part, kind, visibility, points, title }) => {
            return { id, part, title: texts.checks[id]?.title ?? title, kind, visibility, points };
          }),
    entries: roster.entries.map(
      (student) =>
        entries.get(student.id) ?? kept.get(student.id) ?? blankEntry(student, "not-graded", leftOut),
    ),
    similarity: null,
    startedAt: beginning.at.toISOString(),
    durationMs: Math.round(msSince(beginning)),
    versions: { gradecheck: packageVersion(), node: process.versions.node, vitest: vitestVersion },
  };
}
