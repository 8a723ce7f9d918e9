import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { AwakeTimer } from "../../host/awake-timer.js";
import type { CollectBounds } from "./bounds.js";
import { RepositoryFault, tooLarge } from "./repository-fault.js";

/**
 * Watches over the work for one repository. Its signal ends that work when the time is up, whatever still trickles in,
 * when the folder outgrows its bounds, or when the caller wants the end.
 */
export class Guard {
  private readonly controller = new AbortController();
  private readonly timer: AwakeTimer;
  private look: NodeJS.Timeout | undefined;
  private isClosed = false;

  /**
   * @param folder what counts on disk
   * @param abort the caller's wish to stop
   */
  constructor(
    private readonly folder: string,
    private readonly bounds: CollectBounds,
    private readonly abort?: AbortSignal,
  ) {
    const seconds = Math.round(bounds.wallMs / 1000);
    this.timer = new AwakeTimer(bounds.wallMs, () => this.stop(new RepositoryFault("timeout", { seconds })));
    abort?.addEventListener("abort", this.onAbort);
    if (abort?.aborted === true) this.onAbort();
    this.lookLater();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** To be called when the work is over. */
  close(): void {
    this.isClosed = true;
    this.timer.cancel();
    clearTimeout(this.look);
    this.abort?.removeEventListener("abort", this.onAbort);
  }

  /**
   * Looks at the disk at once.
   *
   * @throws the signal's reason when the folder is too large by now.
   */
  async check(): Promise<void> {
    if ((await folderSize(this.folder)) > this.bounds.diskBytes) {
      this.stop(tooLarge(this.bounds.diskBytes));
    }
    this.signal.throwIfAborted();
  }

  private readonly onAbort = (): void => this.stop(this.abort?.reason);

  private stop(reason: unknown): void {
    this.controller.abort(reason);
  }

  private lookLater(): void {
    if (this.isClosed) return;
    this.look = setTimeout(() => {
      this.check().then(
        () => this.lookLater(),
        // Whoever is at work learns it from the signal.
        () => undefined,
      );
    }, this.bounds.lookMs);
  }
}

/** The bytes of all files in a folder; what vanishes meanwhile counts for nothing. */
async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return folderSize(path);
    return (await lstat(path).catch(() => undefined))?.size ?? 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
