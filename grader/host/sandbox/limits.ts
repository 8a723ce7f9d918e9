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

/** The option that tells Node how large V8's heap may grow. */
export function heapOption(limits: HostLimits): string[] {
  return [`--max-old-space-size=${Math.floor(limits.heapBytes / MIB)}`];
}
