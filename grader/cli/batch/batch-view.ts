import type { Finding, Gradebook, GradebookEntry } from "../../result/index.js";

/** What a batch is about to do. */
export interface BatchStart {
  readonly assignment: string;
  readonly total: number;
  readonly jobs: number;
  readonly kind: string;
  readonly level: string;
  readonly seed: number;
  readonly notes: readonly Finding[];
}

/** How far a batch has come. */
export interface BatchProgress {
  readonly done: number;
  readonly total: number;
}

/** One student who is done. */
export interface DoneStudent {
  readonly entry: GradebookEntry;
  readonly maxScore: number;
  /** Nothing was run: the very same work had been graded before. */
  readonly remembered: boolean;
}

/** Shows how a batch goes on. */
export interface BatchView {
  start(batch: BatchStart): void;
  begin(id: string): void;
  check(): void;
  student(student: DoneStudent, progress: BatchProgress): void;
  stopped(progress: BatchProgress): void;
  /** @param summary of the gradebook, for people */
  end(gradebook: Gradebook, paths: { gradebook: string; report: string }, summary: string): void;
  /** Takes away what is shown only while it goes on. */
  close(): void;
}
