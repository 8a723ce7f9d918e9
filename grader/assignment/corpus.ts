import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTCOMES, type Outcome } from "../result/index.js";
import { AssignmentError, readerOf } from "./edge.js";
import { assignmentFolder } from "./texts.js";

/** A replacement in one file; `find` occurs there exactly once. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

/** A correct submission with one bug. */
export interface Mutant {
  id: string;
  /** What is wrong with it, in a sentence. */
  bug: string;
  /** The correct submission that it is an edit of. */
  base: string;
  edits: Edit[];
  /** The checks that it must lose. */
  loses: string[];
  /** The key of the hint that its student must see. */
  hint: string;
  /** Whether it breaks the contract's core formula, so that it may lose most points. */
  core: boolean;
}

/** How an unfinished or broken submission must end. */
export interface PartialExpectation {
  score: { min: number; max: number };
  /** By the id of the check. */
  outcomes: Record<string, Outcome>;
  /** The finding that says why it could not be run, where it could not. */
  problem?: string;
}

/** A submission that is a folder of the corpus. */
export interface CorpusFolder {
  id: string;
  folder: string;
}

/** All submissions whose fate is known. */
export interface Corpus {
  correct: CorpusFolder[];
  mutants: Mutant[];
  partial: (CorpusFolder & { expected: PartialExpectation })[];
}

const text = (description: string): object => ({ type: "string", minLength: 1, description });

const readMutant = readerOf<Omit<Mutant, "id">>({
  $id: "gradecheck/mutant@1",
  description: "A correct submission with one bug.",
  type: "object",
  additionalProperties: false,
  required: ["bug", "base", "edits", "loses", "hint", "core"],
  properties: {
    bug: text("What is wrong with it, in a sentence."),
    base: text("The correct submission that it is an edit of."),
    edits: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["file", "find", "replace"],
        properties: {
          file: text("The file, from the submission's folder."),
          find: text("Text that occurs in it exactly once."),
          replace: { type: "string", description: "What stands there instead." },
        },
      },
    },
    loses: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: text("The id of a check that it must lose."),
    },
    hint: text("The key of the hint that its student must see."),
    core: { type: "boolean", description: "Whether it breaks the contract's core formula." },
  },
});

const readExpectation = readerOf<PartialExpectation>({
  $id: "gradecheck/partial@1",
  description: "How an unfinished or broken submission must end.",
  type: "object",
  additionalProperties: false,
  required: ["score", "outcomes"],
  properties: {
    score: {
      type: "object",
      additionalProperties: false,
      required: ["min", "max"],
      properties: { min: { type: "number" }, max: { type: "number" } },
    },
    outcomes: { type: "object", additionalProperties: { enum: [...OUTCOMES] } },
    problem: text("The code of the finding that says why it could not be run."),
  },
});

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

/**
 * The corpus of an assignment; empty where the installation has none.
 *
 * @throws AssignmentError when one of its files is broken.
 */
export function readCorpus(assignment: string): Corpus {
  const root = join(assignmentFolder(assignment), "corpus");
  const within = (kind: string): CorpusFolder[] =>
    entries(join(root, kind)).map((id) => ({ id, folder: join(root, kind, id) }));
  return {
    correct: within("correct"),
    mutants: within("mutants").map(({ id, folder }) => ({
      id: id.replace(/\.json$/, ""),
      ...readMutant(folder),
    })),
    partial: within("partial").map((entry) => ({
      ...entry,
      expected: readExpectation(join(entry.folder, "expected.json")),
    })),
  };
}

/**
 * Writes a mutant out as a submission: its base with its edits.
 *
 * @param into a folder that is there
 * @throws AssignmentError when an edit does not fit exactly once.
 */
export function materialize(assignment: string, mutant: Mutant, into: string): void {
  const base = join(assignmentFolder(assignment), "corpus", "correct", mutant.base);
  cpSync(base, into, { recursive: true });
  for (const { file, find, replace } of mutant.edits) {
    const path = join(into, file);
    const pieces = readFileSync(path, "utf8").split(find);
    if (pieces.length !== 2) {
      throw new AssignmentError(mutant.id, [
        `${JSON.stringify(find)} occurs ${pieces.length - 1} times in ${file}`,
      ]);
    }
    writeFileSync(path, pieces.join(replace));
  }
}
