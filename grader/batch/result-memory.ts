import { packageVersion } from "../package/root.js";
import { readResult, resultText, type Result } from "../result/index.js";
import { type ContentStore, hashOf } from "../storage/content-store.js";
import type { PlanFrame, PlannedSubmission } from "../../specs/kit/plan.js";
import { judgeFingerprint } from "./judge-fingerprint.js";

/** Whose work a remembered result is to be about. */
type Owner = Pick<Result["submission"], "id" | "source" | "commit">;

const NOBODY: Owner = { id: "", source: "" };

/**
 * Remembers results by what they were made from: the bundle with its source map, the assignment, the seeds, the sandbox
 * and everything that judges.
 */
export class ResultMemory {
  readonly #store: ContentStore;
  readonly #frame: string;

  constructor(store: ContentStore, version: string, plan: PlanFrame) {
    this.#store = store;
    const judges = judgeFingerprint(plan.assignment);
    this.#frame = hashOf(packageVersion(), process.versions.node, version, plan, judges);
  }

  /** The result kept under a key, told as this owner's; undefined where there is none or it cannot be read. */
  recall(key: string, owner: Owner): Result | undefined {
    const text = this.#store.recall(key);
    if (text === undefined) return undefined;
    try {
      const read = readResult(JSON.parse(text));
      return read.ok ? ownedBy(read.result, owner) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws Error of the file system when it cannot be kept. */
  keep(key: string, result: Result): void {
    this.#store.keep(key, resultText(ownedBy(result, NOBODY)));
  }

  /** What decides the result of a submission, as one hash: equal for equal work. */
  keyOf(planned: PlannedSubmission): string {
    return hashOf(this.#frame, ...(planned.ready ? [planned.code, planned.map] : [planned.problems]));
  }
}

/** A result that says whose work it is. */
export function ownedBy(result: Result, { id, source, commit }: Owner): Result {
  const { bundleHash, problems } = result.submission;
  const submission = { id, source, ...(commit === undefined ? {} : { commit }), bundleHash, problems };
  return { ...result, submission };
}
