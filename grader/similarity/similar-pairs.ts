import { InfrastructureError } from "../host/infrastructure-error.js";
import type { Sandbox } from "../host/sandbox/sandbox.js";
import type { SimilarPair } from "../result/gradebook.js";
import type { Finding } from "../result/result.js";
import { alikeAmong } from "./alike.js";
import { type Fingerprint, fingerprintsOf } from "./fingerprints.js";
import { leftOut } from "./left-out.js";
import { longestRun } from "./longest-run.js";
import { codeIn } from "./submission-code.js";
import type { TokenizerFault } from "./tokenizer-process.js";
import type { TokenAnswer } from "./tokenizer/message.js";
import { tokensOf } from "./tokens-of.js";

/**
 * A pair less alike than this is not told of. Of the corpora's correct solutions, which are independent, the two most
 * alike have 0.17 (two-layer network), 0.13 (attention) and 0.11 (recurrent); half of the pairs have less than 0.06.
 * The least that any copy of them has: with other names and comments 1.00, another layout 0.99, no types 0.91, spread
 * over three files 0.89, methods and functions in reverse order 0.83, names, comments, layout and order at once 0.83; a
 * line added before every third 0.68; every `for` as a `while` 0.50. Students who all write plain loops are more alike than our corpora, whose styles
 * differ on purpose, so this is more than twice what those have.
 */
const THRESHOLD = 0.4;
const MOST_PAIRS = 100;

/** The code that somebody handed in. */
export interface ComparedSubmission {
  readonly id: string;
  /** Text by path; null for files that are no text. What is not code by its name is ignored. */
  readonly files: ReadonlyMap<string, string | null>;
}

/** How submissions are compared. */
export interface SimilarityOptions {
  readonly sandbox: Sandbox;
  /** The least similarity of a pair, from 0 to 1; {@link THRESHOLD} if absent. */
  readonly threshold?: number;
  /** The most pairs; {@link MOST_PAIRS} if absent. */
  readonly mostPairs?: number;
}

/** What came of comparing a class. */
export interface Similarity {
  /** Most alike first; `left` is the one that comes first in the class. */
  readonly pairs: SimilarPair[];
  /** Submissions that were not compared, or not all of whose code was, in the order of the class. */
  readonly leftOut: { id: string; finding: Finding }[];
}

/**
 * Finds pairs of submissions that are more alike than chance explains. It is a hint for a person, never a verdict.
 *
 * The similarity is the share of the shorter one's fingerprints, without those of the starter, that the other has as
 * well. All files of a submission are one text, so that spreading a copy over files hides nothing.
 *
 * The comparing is that of Dolos, in parts. `@dodona/dolos-lib` would compile the grammars of its parsers from C on
 * every machine: two minutes and 455 MB, with a compiler. So tokens come from rolldown's parser, which is here already,
 * and are made as Dolos makes them; hashing and winnowing are `@dodona/dolos-core`. Its index and its pairs are not used:
 * a starter that is added first is not ignored, a pair subtracts the left one's share of the starter from both, and a
 * line repeated ten thousand times by two students would take the grader's memory, for occurrences are multiplied.
 *
 * The code is hostile, so it is parsed in disposable processes in the sandbox; what comes back is numbers.
 *
 * @param template the files of the assignment's starter, which all have in common
 * @throws InfrastructureError when the sandbox or the tokenizer fails for a reason of ours, or the starter is not code.
 */
export async function similarPairs(
  submissions: readonly ComparedSubmission[],
  template: ReadonlyMap<string, string | null>,
  options: SimilarityOptions,
): Promise<Similarity> {
  const { sandbox, threshold = THRESHOLD, mostPairs = MOST_PAIRS } = options;
  const codes = submissions.map(({ files }) => codeIn(files));
  const starter = codeIn(template);
  const asked = [starter, ...codes].map(({ files }) => files);
  const [ofStarter, ...answers] = await tokensOf(asked, sandbox);
  const ignored = new Set(hashesOf(starterPrints(ofStarter)));

  const prints = answers.map(printsOf);
  const own = prints.map((all) => new Set(hashesOf(all).filter((hash) => !ignored.has(hash))));
  const pairs = alikeAmong(own, threshold)
    .slice(0, mostPairs)
    .map(({ left, right, similarity }) => ({
      left: submissions[left]!.id,
      right: submissions[right]!.id,
      similarity,
      longestFragment: longestRun(prints[left]!, prints[right]!, ignored),
    }));

  const findings = submissions.flatMap(({ id }, index) => {
    const finding = leftOut(codes[index]!, answers[index]!);
    return finding === undefined ? [] : [{ id, finding }];
  });
  return { pairs, leftOut: findings };
}

/** What all have in common; the starter is ours, so that it cannot be read is our fault. */
function starterPrints(answer: TokenAnswer | TokenizerFault | undefined): Fingerprint[] {
  if (typeof answer === "object" && !answer.tooLong && answer.unread.length === 0) return printsOf(answer);
  throw new InfrastructureError("SIMILARITY_FAILED", "the starter cannot be parsed");
}

function printsOf(answer: TokenAnswer | TokenizerFault): Fingerprint[] {
  if (typeof answer === "string") return [];
  const { kinds, tokens } = answer;
  return fingerprintsOf(tokens.map((token) => kinds[token]!));
}

function hashesOf(prints: readonly Fingerprint[]): number[] {
  return prints.map(({ hash }) => hash);
}
