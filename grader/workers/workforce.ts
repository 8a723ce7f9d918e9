import { isFaulty, type Result } from "../result/index.js";
import type { PreparedPlan, SubmissionFolder } from "../run/run-plan.js";
import type { PlannedSubmission } from "../../specs/kit/plan.js";
import type { Chunk } from "./message.js";
import { WorkerProcess } from "./worker-process.js";

/** While more may come, a worker waits for so many: starting one costs as much as grading a submission or two. */
const SMALLEST_CHUNK = 16;
/** A worker remembers what known mistakes answered, which makes every next wrong submission cheaper, and takes memory. */
const LARGEST_CHUNK = 100;

/** A prepared submission that is to be graded. */
export interface Job {
  readonly submission: SubmissionFolder;
  readonly planned: PlannedSubmission;
  readonly hash: string | null;
}

/** Who is told how the work goes on. */
export interface WorkforceListeners {
  /** A check of some submission is done. */
  readonly onCheck?: () => void;
  /** One submission's result, as soon as it is known, in any order. */
  readonly onResult: (result: Result) => void;
  /** A submission that could not be graded, not even alone: a fault of ours or the machine's. */
  readonly onFault: (id: string, message: string) => void;
}

/**
 * Some workers that grade whatever submissions they are given, a chunk at a time each. A submission whose worker dies is
 * tried again, alone; so is one with a check that could not be judged.
 */
export class Workforce {
  readonly #plan: Omit<PreparedPlan["plan"], "submissions">;
  readonly #jobs: number;
  readonly #listeners: WorkforceListeners;
  readonly #largestChunk: number;
  readonly #queue: Job[] = [];
  /** Those that get a worker of their own, which is their last chance. */
  readonly #alone: Job[] = [];
  readonly #working = new Set<WorkerProcess>();
  #closed = false;
  #stopped = false;
  #finish: (() => void) | undefined;

  /**
   * @param plan of every submission that will be added
   * @param jobs how many workers may work at the same time
   * @param largestChunk how many submissions one worker may grade before it ends
   */
  constructor(
    plan: Omit<PreparedPlan["plan"], "submissions">,
    jobs: number,
    listeners: WorkforceListeners,
    largestChunk: number = LARGEST_CHUNK,
  ) {
    this.#plan = plan;
    this.#jobs = jobs;
    this.#listeners = listeners;
    this.#largestChunk = largestChunk;
  }

  /** Gives it more submissions, which it grades some time later. */
  add(...jobs: readonly Job[]): void {
    this.#queue.push(...jobs);
    this.#dispatch();
  }

  /** Resolves when all that was added is graded or told as a fault. Nothing may be added any more. */
  async finish(): Promise<void> {
    this.#closed = true;
    await new Promise<void>((resolve) => {
      this.#finish = resolve;
      this.#dispatch();
    });
  }

  /** Ends all work at once; what is not graded by now is not told of. */
  stop(): void {
    this.#stopped = true;
    this.#queue.length = 0;
    this.#alone.length = 0;
    for (const worker of this.#working) worker.kill();
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#working.size < this.#jobs) {
      const chunk = this.#nextChunk();
      if (chunk.length === 0) break;
      this.#work(chunk, false);
    }
    while (this.#working.size < this.#jobs) {
      const job = this.#alone.shift();
      if (job === undefined) break;
      this.#work([job], true);
    }
    if ((this.#closed || this.#stopped) && this.#working.size === 0) this.#finish?.();
  }

  /**
   * What is there, in equal shares; of much only half a share, for nobody knows who will be slow, and in the end no worker
   * should be left alone with a long chunk.
   */
  #nextChunk(): Job[] {
    const { length } = this.#queue;
    if (!this.#closed && length < SMALLEST_CHUNK) return [];
    const half = Math.ceil(length / (2 * this.#jobs));
    const isMuch = this.#jobs > 1 && half >= SMALLEST_CHUNK;
    const share = isMuch ? half : Math.ceil(length / (this.#jobs - this.#working.size));
    return this.#queue.splice(0, Math.min(this.#largestChunk, share));
  }

  #work(jobs: readonly Job[], lastChance: boolean): void {
    const waiting = new Map(jobs.map((job) => [job.submission.id, job]));
    const chunk: Chunk = {
      plan: { ...this.#plan, submissions: jobs.map(({ planned }) => planned) },
      submissions: jobs.map(({ submission }) => submission),
      hashes: jobs.map(({ submission, hash }) => [submission.id, hash]),
    };
    const worker = new WorkerProcess(chunk, {
      onCheck: () => this.#listeners.onCheck?.(),
      onResult: (result) => {
        const job = waiting.get(result.submission.id);
        if (job === undefined || this.#stopped) return;
        waiting.delete(result.submission.id);
        if (isFaulty(result) && !lastChance) this.#alone.push(job);
        else this.#listeners.onResult(result);
      },
    });
    this.#working.add(worker);
    void this.#see(worker, waiting, lastChance);
  }

  async #see(worker: WorkerProcess, waiting: ReadonlyMap<string, Job>, lastChance: boolean): Promise<void> {
    const fault = await worker.ended;
    this.#working.delete(worker);
    if (!this.#stopped) this.#takeBack([...waiting.values()], fault, lastChance);
    this.#dispatch();
  }

  /** The first of those that are left was in the worker's hands when it ended; the others were only near it. */
  #takeBack([first, ...others]: Job[], fault: string, lastChance: boolean): void {
    if (first === undefined) return;
    this.#queue.unshift(...others);
    if (lastChance) this.#listeners.onFault(first.submission.id, fault);
    else this.#alone.push(first);
  }
}
