import { stripVTControlCharacters } from "node:util";
import { breakColumns } from "../../../reports/text/display-width.js";
import { textBar } from "../../../reports/text/text-bar.js";
import type { Gradebook } from "../../result/index.js";
import type { BatchProgress, BatchStart, BatchView, DoneStudent } from "./batch-view.js";
import { LogView } from "./log-view.js";
import { sayBatch } from "./say.js";

const BAR = 20;
const MOST_NAMES = 6;
const REDRAW_MS = 100;
/** Before that, a rate would jump about. */
const FIRST_RATE_MS = 2_000;

/** A bar that stays at the bottom of a terminal; students who need a look get a line above it. */
export class LiveView implements BatchView {
  readonly #log = new LogView();
  readonly #startedMs = performance.now();
  readonly #working = new Set<string>();
  #progress: BatchProgress = { done: 0, total: 0 };
  #failed = 0;
  #drawnMs = 0;
  #shown = false;

  start(batch: BatchStart): void {
    this.#progress = { done: 0, total: batch.total };
    this.#log.start(batch);
    this.#draw();
  }

  begin(id: string): void {
    this.#working.add(id);
    this.#drawSometimes();
  }

  check(): void {
    this.#drawSometimes();
  }

  student(student: DoneStudent, progress: BatchProgress): void {
    this.#working.delete(student.entry.id);
    this.#progress = progress;
    if (student.entry.state !== "graded") {
      this.#failed++;
      this.close();
      this.#log.student(student);
    }
    this.#drawSometimes();
  }

  stopped(progress: BatchProgress): void {
    this.close();
    this.#log.stopped(progress);
  }

  end(gradebook: Gradebook, paths: { gradebook: string; report: string }, summary: string): void {
    this.close();
    this.#log.end(gradebook, paths, summary);
  }

  close(): void {
    if (this.#shown) process.stderr.write("\r\u001b[2K");
    this.#shown = false;
  }

  #drawSometimes(): void {
    if (performance.now() - this.#drawnMs >= REDRAW_MS) this.#draw();
  }

  #draw(): void {
    this.#drawnMs = performance.now();
    const elapsedMs = this.#drawnMs - this.#startedMs;
    const { done, total } = this.#progress;
    const rate = (1000 * done) / elapsedMs;
    const known = done > 0 && elapsedMs > FIRST_RATE_MS;
    const left = known ? timeLeft((total - done) / rate) : sayBatch("left-unknown");
    const bar = textBar(total === 0 ? 100 : (100 * done) / total, BAR);
    const values = { bar, done, total, rate: known ? rate.toFixed(1) : "?", left };
    const names = [...this.#working].slice(0, MOST_NAMES).join(" ");
    const parts = [
      sayBatch("live", values),
      ...(this.#failed === 0 ? [] : [sayBatch("live-failures", { count: this.#failed })]),
      ...(names === "" ? [] : [sayBatch("live-names", { names })]),
    ];
    const line = stripVTControlCharacters(parts.join("  "));
    const [clipped = ""] = breakColumns(line, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\u001b[2K${clipped}`);
    this.#shown = true;
  }
}

/** @param seconds that are left */
function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return sayBatch("left-seconds", { seconds: whole });
  return sayBatch("left-minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}
