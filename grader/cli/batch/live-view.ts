import { stripVTControlCharacters } from "node:util";
import { breakColumns } from "../../../reports/text/display-width.js";
import { textBar } from "../../../reports/text/text-bar.js";
import type { Gradebook, GradebookEntry } from "../../result/index.js";
import type { BatchStart, BatchView } from "./batch-view.js";
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
  #total = 0;
  #done = 0;
  #failed = 0;
  #drawnMs = 0;
  #shown = false;

  start(batch: BatchStart): void {
    this.#total = batch.total;
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

  student(entry: GradebookEntry, maxScore: number, remembered: boolean): void {
    this.#working.delete(entry.id);
    this.#done++;
    if (entry.state !== "graded") {
      this.#failed++;
      this.close();
      this.#log.student(entry, maxScore, remembered);
    }
    this.#drawSometimes();
  }

  stopped(done: number, total: number): void {
    this.close();
    this.#log.stopped(done, total);
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
    const rate = (1000 * this.#done) / elapsedMs;
    const known = this.#done > 0 && elapsedMs > FIRST_RATE_MS;
    const left = known ? timeLeft((this.#total - this.#done) / rate) : sayBatch("left-unknown");
    const bar = textBar(this.#total === 0 ? 100 : (100 * this.#done) / this.#total, BAR);
    const values = { bar, done: this.#done, total: this.#total, rate: known ? rate.toFixed(1) : "?", left };
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
