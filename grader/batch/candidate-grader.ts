import pLimit, { type LimitFunction } from "p-limit";
import type { Manifest } from "../assignment/manifest.js";
import type { Candidate } from "../collect/index.js";
import { InfrastructureError, type SandboxKind } from "../host/index.js";
import type { BundleMemory } from "../prepare/bundle-memory.js";
import type { Result } from "../result/index.js";
import { prepareSubmission, type PreparedSubmission } from "../run/run-plan.js";
import { isFaulty } from "./gradebook-entry.js";
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
  /** By what decides them; the same work, handed in twice, is graded once. */
  readonly #results = new Map<string, Promise<Result>>();
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
    const { memory } = this.#request;
    const key = String(this.#count++);
    const prepared = await this.#preparing(() => this.#prepared(key, candidate));
    const { commit } = candidate.handIn;
    const named = { ...owner, ...(commit === null ? {} : { commit }) };
    const known = memory.results.recall(prepared.planned, named);
    if (known !== undefined) return { remembered: true, result: Promise.resolve(known) };
    const work = memory.results.keyOf(prepared.planned);
    const grading = this.#results.get(work) ?? this.#grade(key, candidate.folder ?? "", prepared);
    this.#results.set(work, grading);
    const result = grading.then((one) => ownedBy(one, named));
    // It is awaited later; until then a fault must not end the process.
    result.catch(() => undefined);
    return { remembered: false, result };
  }

  async #grade(id: string, folder: string, prepared: PreparedSubmission): Promise<Result> {
    const { desk, memory } = this.#request;
    const result = await desk.grade({ submission: { id, folder }, ...prepared });
    if (!isFaulty(result)) memory.results.keep(prepared.planned, result);
    return result;
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
