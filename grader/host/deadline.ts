import { AwakeTimer } from "./awake-timer.js";
import { type Budget, WHOLE_SCRIPT } from "./budget.js";
import type { CpuClock } from "./cpu-clock.js";

const SHORTEST_POLL_MS = 10;
const LONGEST_POLL_MS = 200;

/** Which limit was passed, and how long that is. */
export interface Passed {
  readonly limit: "cpu" | "wall";
  /** Whether a single call passed it; else all calls of a script together. */
  readonly single: boolean;
  readonly ms: number;
}

/**
 * Watches one request, and says once when it has used up its budget. Where the host tells its steps, each call has the
 * budget for itself, so that many slow calls are not taken for one that never ends.
 */
export class Deadline {
  private poll: NodeJS.Timeout | undefined;
  private wall: AwakeTimer;
  private readonly wholeWall: AwakeTimer;
  private callStartMs: number;

  constructor(
    private readonly clock: CpuClock,
    private readonly budget: Budget,
    private readonly startMs: number,
    private readonly onPassed: (passed: Passed) => void,
  ) {
    this.callStartMs = startMs;
    this.wall = this.wallOfOneCall();
    const wholeWallMs = budget.wallMs * WHOLE_SCRIPT.wall;
    this.wholeWall = new AwakeTimer(wholeWallMs, () => this.pass("wall", false, wholeWallMs));
    this.schedule(budget.cpuMs);
  }

  /** The next call has begun. */
  renew(): void {
    this.callStartMs = this.clock.readTree();
    this.wall.cancel();
    this.wall = this.wallOfOneCall();
  }

  cancel(): void {
    this.wall.cancel();
    this.wholeWall.cancel();
    clearTimeout(this.poll);
  }

  private wallOfOneCall(): AwakeTimer {
    const { wallMs } = this.budget;
    return new AwakeTimer(wallMs, () => this.pass("wall", true, wallMs));
  }

  private schedule(remainingMs: number): void {
    const delay = Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, remainingMs / 2));
    this.poll = setTimeout(() => this.check(), delay);
  }

  private check(): void {
    const { cpuMs } = this.budget;
    const now = this.clock.readTree();
    const remainingMs = cpuMs - (now - this.callStartMs);
    const wholeMs = cpuMs * WHOLE_SCRIPT.cpu;
    if (remainingMs <= 0) this.pass("cpu", true, cpuMs);
    else if (now - this.startMs >= wholeMs) this.pass("cpu", false, wholeMs);
    else this.schedule(remainingMs);
  }

  private pass(limit: Passed["limit"], single: boolean, ms: number): void {
    this.cancel();
    this.onPassed({ limit, single, ms });
  }
}
