/** How a text is to be read. */
export type CodeLanguage = "js" | "jsx" | "ts" | "tsx";

/** A file of code. */
export interface CodeFile {
  readonly language: CodeLanguage;
  readonly text: string;
}

/** What the grader asks of the tokenizer's process: one JSON text, then the end of the stream. */
export interface TokenRequest {
  /** The files of each submission, in an order that does not depend on who handed them in. */
  readonly submissions: readonly (readonly CodeFile[])[];
}

/**
 * The tokens of one submission. The process writes the line {@link READY}, then one line of JSON for each submission as soon as
 * it is known, so that whatever ends it costs only the submission it was at.
 */
export interface TokenAnswer {
  /** The tokens that occur, each once. */
  readonly kinds: readonly string[];
  /** The tokens of all its files, one after the other, as indices of `kinds`; empty where there are too many. */
  readonly tokens: readonly number[];
  readonly tooLong: boolean;
  /** The indices of the files that are not code that can be parsed. */
  readonly unread: readonly number[];
}

/** The most tokens of a submission: some 4000 lines, ten times what the longest of our own solutions has. */
export const MOST_TOKENS = 100_000;

/** A line, written once the parser is loaded, before it looks at a submission: what fails later is not our fault. */
export const READY = "ready";
