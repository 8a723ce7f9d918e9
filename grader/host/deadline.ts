import { AwakeTimer } from "./awake-timer.js";
import type { Budget } from "./budget.js";
import type { CpuClock } from "./cpu-clock.js";

const SHORTEST_POLL_MS = 10;
const LONGEST_POLL_MS = 200;

/** Which limit was passed. */
export type Passed = "cpu" | "wall";

/** Watches one call, and says once when it has used up its budget. */
export class Deadline {
  private poll: NodeJS.Timeout | undefined;
  private readonly wall: AwakeTimer;

  constructor(
    private readonly clock: CpuClock,
    private readonly budget: Budget,
    private readonly startMs: number,
    private readonly onPassed: (passed: Passed) => void,
  ) {
    this.wall = new AwakeTimer(budget.wallMs, () => this.pass("wall"));
    this.schedule(budget.cpuMs);
  }

  cancel(): void {
    this.wall.cancel();
    clearTimeout(this.poll);
  }

  private schedule(remainingMs: number): void {
    const delay = Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, remainingMs / 2));
    this.poll = setTimeout(() => this.check(), delay);
  }

  private check(): void {
    const remainingMs = this.budget.cpuMs - (this.clock.readTree() - this.startMs);
    if (remainingMs <= 0) this.pass("cpu");
    else this.schedule(remainingMs);
  }

  private pass(passed: Passed): void {
    this.cancel();
    this.onPassed(passed);
  }
}
