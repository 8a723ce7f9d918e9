import pLimit, { type LimitFunction } from "p-limit";
import type { Manifest } from "../assignment/manifest.js";
import type { Candidate } from "../collect/index.js";
import { InfrastructureError, type SandboxKind } from "../host/index.js";
import type { BundleMemory } from "../prepare/bundle-memory.js";
import { isFaulty, type Result } from "../result/index.js";
import { prepareSubmission, type PreparedSubmission } from "../run/run-plan.js";
import type { GradingDesk } from "./grading-desk.js";
import { ownedBy, type ResultMemory } from "./result-memory.js";

/** What grading candidates needs. */
export interface CandidateGraderRequest {
  readonly manifest: Manifest;
  readonly sandbox: SandboxKind;
  readonly desk: GradingDesk;
  readonly workers: number;
  /** What is remembered of bundles and results. */
  readonly memory: { readonly bundles: BundleMemory; readonly results: ResultMemory };
}

/** Whose candidate it is. */
export interface Owner {
  readonly id: string;
  readonly source: string;
}

/** A candidate on its way: it is in the workers' queue, or needs none. */
export interface Underway {
  readonly remembered: boolean;
  readonly result: Promise<Result>;
}

/** Grades candidates, by remembering the result of the very same work where that can be. */
export class CandidateGrader {
  readonly #request: CandidateGraderRequest;
  readonly #preparing: LimitFunction;
  /** By what decides them; the same work, handed in twice at a time, is graded once. */
  readonly #underway = new Map<string, Promise<Result>>();
  #count = 0;

  constructor(request: CandidateGraderRequest) {
    this.#request = request;
    this.#preparing = pLimit(request.workers);
  }

  /**
   * Prepares a candidate and hands it to the workers.
   *
   * @throws InfrastructureError when preparing fails twice; the result rejects with GradingFault when grading does.
   */
  async begin(owner: Owner, candidate: Candidate): Promise<Underway> {
    const { results } = this.#request.memory;
    const id = String(this.#count++);
    const prepared = await this.#preparing(() => this.#prepared(id, candidate));
    const { commit } = candidate.handIn;
    const named = { ...owner, ...(commit === null ? {} : { commit }) };
    const work = results.keyOf(prepared.planned);
    const known = results.recall(work, named);
    if (known !== undefined) return { remembered: true, result: Promise.resolve(known) };
    const grading = this.#underway.get(work) ?? this.#grade(work, candidate.folder ?? "", prepared);
    const result = grading.then((one) => ownedBy(one, named));
    // It is awaited later; until then a fault must not end the process.
    result.catch(() => undefined);
    return { remembered: false, result };
  }

  #grade(work: string, folder: string, prepared: PreparedSubmission): Promise<Result> {
    const { desk, memory } = this.#request;
    const submission = { id: prepared.planned.id, folder };
    const grading = desk.grade({ submission, ...prepared }).then((result) => {
      if (!isFaulty(result)) memory.results.keep(work, result);
      return result;
    });
    // What is graded is remembered on disk: a class's results would fill the memory.
    const forget = (): void => void this.#underway.delete(work);
    grading.then(forget, forget);
    this.#underway.set(work, grading);
    return grading;
  }

  async #prepared(key: string, { folder, problems }: Candidate): Promise<PreparedSubmission> {
    if (folder === null) {
      return { planned: { id: key, folder: "", ready: false, problems }, hash: null };
    }
    const { manifest, sandbox, memory } = this.#request;
    const prepare = (): Promise<PreparedSubmission> =>
      prepareSubmission(manifest, { id: key, folder }, sandbox, memory.bundles);
    try {
      return await prepare();
    } catch (fault) {
      if (!(fault instanceof InfrastructureError)) throw fault;
      return prepare();
    }
  }
}
