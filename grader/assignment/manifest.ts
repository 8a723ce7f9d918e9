import type { Language } from "../locale/language.js";

/** A part of an assignment and the points that its checks add up to. */
export interface ManifestPart {
  id: string;
  points: number;
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
  /** Modules that a submission may import besides its own files. */
  allowedImports: string[];
  /** The languages of the handout. */
  languages: Language[];
}
