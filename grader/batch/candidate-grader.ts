import pLimit, { type LimitFunction } from "p-limit";
import type { Manifest } from "../assignment/manifest.js";
import type { Candidate } from "../collect/index.js";
import { InfrastructureError, type SandboxKind } from "../host/index.js";
import type { BundleMemory } from "../prepare/bundle-memory.js";
import type { Result } from "../result/index.js";
import { prepareSubmission, type PreparedSubmission } from "../run/run-plan.js";
import { GradingDesk } from "./grading-desk.js";
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
    const { desk, memory } = this.#request;
    const key = String(this.#count++);
    const prepared = await this.#preparing(() => this.#prepared(key, candidate));
    const { commit } = candidate.handIn;
    const named = { ...owner, ...(commit === null ? {} : { commit }) };
    const known = memory.results.recall(prepared.planned, named);
    if (known !== undefined) return { remembered: true, result: Promise.resolve(known) };
    const folder = candidate.folder ?? "";
    const grading = desk.grade({ submission: { id: key, folder }, ...prepared }).then((result) => {
      if (result.checks.every((check) => check.outcome !== "infrastructure-error")) {
        memory.results.keep(prepared.planned, result);
      }
      return ownedBy(result, named);
    });
    // It is awaited later; until then a fault must not end the process.
    grading.catch(() => undefined);
    return { remembered: false, result: grading };
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
