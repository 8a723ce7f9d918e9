import { terminalLanguage } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import type { Gradebook } from "../../result/index.js";
import { tell } from "../terminal.js";
import type { BatchProgress, BatchStart, BatchView, DoneStudent } from "./batch-view.js";
import { sayBatch } from "./say.js";
import { studentLine } from "./student-line.js";

/** Plain lines, one for each student, as they suit a log. */
export class LogView implements BatchView {
  start({ total, notes, ...batch }: BatchStart): void {
    tell(sayBatch("start", { ...batch, count: total }));
    for (const note of notes) tell(sayBatch("note", { text: sentence(note, terminalLanguage()) }));
  }

  begin(): void {
    // A line when it is done is enough.
  }

  check(): void {
    // As above.
  }

  student(student: DoneStudent): void {
    tell(studentLine(student));
  }

  stopped(progress: BatchProgress): void {
    tell(sayBatch("stopped", { ...progress }));
  }

  end(_: Gradebook, paths: { gradebook: string; report: string }, summary: string): void {
    process.stdout.write(summary);
    tell(sayBatch("wrote", paths));
  }

  close(): void {
    // Nothing to take away.
  }
}
