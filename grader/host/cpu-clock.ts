import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** `USER_HZ`, which Linux has fixed for what it tells programs. */
const MS_PER_TICK = 10;
const STAT_BYTES = 1024;

/** Reads how long a process has computed. Where there is no `/proc`, it reads 0 and only wall time limits. */
export class CpuClock {
  private readonly buffer = Buffer.allocUnsafe(STAT_BYTES);
  private readonly descriptor: number | undefined;
  private last = 0;

  constructor(readonly pid: number) {
    this.descriptor = openStat(pid);
  }

  /** Milliseconds of user and system time so far, all threads, in steps of 10. */
  read(): number {
    if (this.descriptor === undefined) return 0;
    try {
      const length = readSync(this.descriptor, this.buffer, 0, STAT_BYTES, 0);
      this.last = ticks(this.buffer.toString("latin1", 0, length)) * MS_PER_TICK;
    } catch {
      // The process has ended; what it had used stays true.
    }
    return this.last;
  }

  /** The same, with the processes that it started and that still run. */
  readTree(): number {
    let total = this.read();
    if (this.descriptor === undefined) return total;
    for (const pid of descendants(this.pid)) {
      total += ticks(readText(`/proc/${pid}/stat`)) * MS_PER_TICK;
    }
    return total;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
  }
}

/** The processes below a process, nearest first; none where the kernel does not say. */
export function descendants(pid: number): number[] {
  const found: number[] = [];
  const queue = [pid];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const children = readText(`/proc/${next}/task/${next}/children`).split(" ").filter(Boolean).map(Number);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

function openStat(pid: number): number | undefined {
  try {
    return openSync(`/proc/${pid}/stat`, "r");
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** `utime` and `stime` of proc_pid_stat(5). The name before them may hold anything, so they are counted after it. */
function ticks(stat: string): number {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(afterName[11] ?? 0) + Number(afterName[12] ?? 0);
}
