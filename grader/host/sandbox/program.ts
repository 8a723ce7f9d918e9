import type { Binding } from "./node-files.js";

/** A program of Node that is to run apart from the grader, with its channel at descriptor 3. */
export interface Program {
  readonly nodeOptions: readonly string[];
  /** Its main file on this machine. */
  readonly file: string;
  /** Its main file as a sandbox shows it; `bindings` must put it there. */
  readonly fileInside: string;
  /** What a sandbox shows beside Node itself. */
  readonly bindings: readonly Binding[];
  readonly environment: Readonly<Record<string, string>>;
}
