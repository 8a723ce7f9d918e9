const TICKS = 10;
const LONGEST_TICK_MS = 1000;

/**
 * Says once that so much time has passed in which this process could run. Where somebody stopped it with Ctrl-Z, or a
 * virtual machine with all in it, the pause counts for one tick at most: nobody has been waiting meanwhile.
 */
export class AwakeTimer {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    ms: number,
    private readonly onPassed: () => void,
  ) {
    this.wait(ms, Math.min(LONGEST_TICK_MS, ms / TICKS));
  }

  cancel(): void {
    clearTimeout(this.timer);
  }

  private wait(remainingMs: number, tickMs: number): void {
    this.timer = setTimeout(
      () => {
        if (remainingMs > tickMs) this.wait(remainingMs - tickMs, tickMs);
        else this.onPassed();
      },
      Math.min(remainingMs, tickMs),
    );
  }
}
