const MIB = 1024 * 1024;

/** What a host may use, beside the budgets of its calls. Those marked so hold in a sandbox only. */
export interface HostLimits {
  /** All memory of the process that is not code, in bytes (sandbox). */
  readonly dataBytes: number;
  /** V8's heap, in bytes. */
  readonly heapBytes: number;
  /** The size of `/tmp`, and of any file in it (sandbox). */
  readonly temporaryBytes: number;
  /** Threads and processes (sandbox). */
  readonly processes: number;
  /** Open files (sandbox). */
  readonly files: number;
  /** A backstop in computing time over the whole life, in seconds, should the grader fail to stop it (sandbox). */
  readonly cpuSeconds: number;
}

/** Generous for an assignment's networks, harmless for the machine. */
export const DEFAULT_LIMITS: HostLimits = {
  dataBytes: 512 * MIB,
  heapBytes: 256 * MIB,
  temporaryBytes: 32 * MIB,
  processes: 64,
  files: 128,
  cpuSeconds: 600,
};

// From Node 24 on, V8 maps the room for its machine code writable from the start, so that the kernel counts all of it
// as data though hardly any of it is ever touched (seen as one 510 MiB mapping in /proc/self/maps; Node 22: none).
const CODE_RANGE_COUNTS_FROM = 24;
const CODE_RANGE_BYTES = 512 * MIB;

/** The `RLIMIT_DATA` that leaves a process of this Node the memory of the limits. */
export function dataLimit(limits: HostLimits): number {
  const major = Number(process.versions.node.split(".")[0]);
  return limits.dataBytes + (major >= CODE_RANGE_COUNTS_FROM ? CODE_RANGE_BYTES : 0);
}

/** The option that tells Node how large V8's heap may grow. */
export function heapOption(limits: HostLimits): string[] {
  return [`--max-old-space-size=${Math.floor(limits.heapBytes / MIB)}`];
}
