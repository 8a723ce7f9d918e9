const MIB = 1024 * 1024;

/** What one repository may cost us. */
export interface CollectBounds {
  /** From the first question to the last file, attempts and pauses included, in milliseconds. */
  readonly wallMs: number;
  /** Computing time of one process, in seconds. */
  readonly cpuSeconds: number;
  /** All that is kept of it on disk, in bytes. */
  readonly diskBytes: number;
  /** How often the disk is looked at, in milliseconds. */
  readonly lookMs: number;
  /** The pauses before the second attempt, the third and so on, in milliseconds; as many attempts as these and one. */
  readonly pausesMs: readonly number[];
}

/** Room enough for a repository with its `node_modules` handed in, and not for one with a data set. */
export const USUAL_BOUNDS: CollectBounds = {
  wallMs: 180_000,
  cpuSeconds: 60,
  diskBytes: 256 * MIB,
  lookMs: 200,
  pausesMs: [1_000, 5_000],
};
