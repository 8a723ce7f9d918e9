import type { Gradebook, GradebookEntry } from "../../result/index.js";
import type { BatchStart, BatchView } from "./batch-view.js";

/** An event a line, as JSON on stdout, for machines. */
export class JsonView implements BatchView {
  #done = 0;
  #total = 0;

  start(batch: BatchStart): void {
    this.#total = batch.total;
    print({ event: "start", ...batch });
  }

  begin(id: string): void {
    print({ event: "begin", id });
  }

  check(): void {
    // Thousands of them would tell nothing.
  }

  student(entry: GradebookEntry, maxScore: number, remembered: boolean): void {
    const { id, state, score, findings, files } = entry;
    const progress = { done: ++this.#done, total: this.#total };
    print({ event: "student", id, state, score, maxScore, remembered, findings, files, ...progress });
  }

  stopped(done: number, total: number): void {
    print({ event: "stopped", done, total });
  }

  end({ entries, durationMs }: Gradebook, paths: { gradebook: string; report: string }): void {
    const count = (state: GradebookEntry["state"]): number =>
      entries.filter((entry) => entry.state === state).length;
    const counts = {
      graded: count("graded"),
      notCollected: count("not-collected"),
      notGraded: count("not-graded"),
    };
    print({ event: "end", ...counts, durationMs, ...paths });
  }

  close(): void {
    // Nothing to take away.
  }
}

function print(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
