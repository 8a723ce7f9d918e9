/** What the grader asks of the bundler's process: one JSON text, then the end of the stream. */
export interface BundleRequest {
  /** A path of `files`. */
  readonly entry: string;
  /** Path inside the submission, with `/`, and text. The bundler reads nothing else. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** Imports that are left to the host's Node, such as `node:assert`. */
  readonly allowedImports: readonly string[];
}

/** Something wrong with the submission, at a place in it; `code` and `values` as in the texts of `prepare`. */
export interface BundleProblem {
  readonly code:
    | "syntax"
    | "forbidden-import"
    | "bare-import"
    | "outside-import"
    | "unresolved-import"
    | "missing-export"
    | "not-bundled";
  readonly values: Readonly<Record<string, string>>;
  readonly file: string | null;
  /** Both from 1. */
  readonly line: number | null;
  readonly column: number | null;
}

/** What the bundler's process answers: {@link READY}, then one JSON text of this, then {@link END}. */
export type BundleReply =
  | {
      readonly ok: true;
      readonly code: string;
      /** The same as the body of a function, which is instantiated faster; null where it cannot be one. */
      readonly body: string | null;
      readonly map: string;
      readonly problems: readonly BundleProblem[];
    }
  | { readonly ok: false; readonly problems: readonly BundleProblem[] };

/** Written once the bundler is loaded, before it looks at the submission: whatever fails later is not our fault. */
export const READY = "ready\n";

/** Written after the answer: no JSON text has it inside. */
export const END = "\n";
