import type { Result } from "../result/index.js";
import { type Job, Workforce } from "../workers/workforce.js";
import type { PlanFrame } from "../../specs/kit/plan.js";

/** A submission that could not be graded, not even alone: a fault of ours or the machine's, never the student's. */
export class GradingFault extends Error {
  override readonly name = "GradingFault";
  readonly code = "GRADING_FAULT";
}

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (fault: GradingFault) => void;
}

/** Takes submissions to be graded and gives each its result, while workers grade many of them together. */
export class GradingDesk {
  readonly #waiting = new Map<string, Waiting>();
  readonly #workforce: Workforce;

  constructor(plan: PlanFrame, workers: number, onCheck: () => void) {
    this.#workforce = new Workforce(plan, workers, {
      onCheck,
      onResult: (result) => this.#settle(result.submission.id)?.resolve(result),
      onFault: (id, message) => this.#settle(id)?.reject(new GradingFault(message)),
    });
  }

  /**
   * The result of one submission, whose id must be its alone.
   *
   * @throws GradingFault when it cannot be graded; never when the desk was stopped: then it says nothing any more.
   */
  grade(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(job.submission.id, { resolve, reject });
      this.#workforce.add(job);
    });
  }

  /** No more submissions will come; the workers need not wait for more before they begin. */
  close(): Promise<void> {
    return this.#workforce.finish();
  }

  /** Ends all work at once. */
  stop(): void {
    this.#workforce.stop();
  }

  #settle(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
