import type { Gradebook, GradebookEntry } from "../../result/index.js";
import { printedJson } from "../printed-json.js";
import type { BatchProgress, BatchStart, BatchView, DoneStudent } from "./batch-view.js";

/** An event a line, as JSON on stdout, for machines. */
export class JsonView implements BatchView {
  start(batch: BatchStart): void {
    print({ event: "start", ...batch });
  }

  begin(id: string): void {
    print({ event: "begin", id });
  }

  check(): void {
    // Thousands of them would tell nothing.
  }

  student({ entry, maxScore, remembered }: DoneStudent, progress: BatchProgress): void {
    const { id, state, score, findings, files } = entry;
    print({ event: "student", id, state, score, maxScore, remembered, findings, files, ...progress });
  }

  stopped(progress: BatchProgress): void {
    print({ event: "stopped", ...progress });
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
  process.stdout.write(printedJson(`${JSON.stringify(event)}\n`));
}
