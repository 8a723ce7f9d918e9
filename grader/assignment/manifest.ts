import type { Language } from "../locale/language.js";

/** A part of an assignment and the points that its checks add up to. */
export interface ManifestPart {
  id: string;
  points: number;
}

/** What becomes of work that comes after the deadline. */
export interface LatePolicy {
  /** Minutes after a student's deadline that cost nothing. */
  graceMinutes: number;
  /** Per cent of the score that each begun day after the grace takes. */
  percentPerDay: number;
  /** The least share of the score that lateness leaves, in per cent. */
  floorPercent: number;
  /** The last day on which late work is taken at all, 1 for the first after the grace; no end where left out. */
  lastDay?: number;
}

/** `assignment.json`: what the grader must know of an assignment; the words are in its `texts/`. */
export interface Manifest {
  id: string;
  version: string;
  /** In English; `title` in the texts. */
  title: string;
  /** Where a submission's `package.json` names no `main`. */
  entry: string;
  /** The names that a submission exports. */
  exports: string[];
  parts: ManifestPart[];
  limits: {
    /** CPU time for loading the submission's module, in milliseconds. */
    loadCpuMs: number;
    /** CPU time for one script of calls, in milliseconds; a check may ask for more. */
    scriptCpuMs: number;
    /** Wall-clock cap as a multiple of the CPU time, so that a loaded machine fails nobody. */
    wallFactor: number;
    /** Memory of the host, in mebibytes. */
    memoryMiB: number;
    /** The most a submission may weigh, in bytes, and the most files it may have. */
    folderBytes: number;
    folderFiles: number;
  };
  /** Where left out, nothing is taken after the deadline, not even by a minute. */
  late?: LatePolicy;
  /** Modules that a submission may import besides its own files. */
  allowedImports: string[];
  /** The languages of the handout. */
  languages: Language[];
}
