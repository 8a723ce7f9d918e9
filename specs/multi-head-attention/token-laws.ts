import { Tensor } from "../../reference/tensor/tensor.js";
import { expectClose, expectSame, type Answers, type CheckContext, type Script } from "../kit/index.js";
import { wantAttention, type AttentionQuestion } from "./attention.js";
import { tokensLabel, weightsLabel } from "./labels.js";
import { callProblem, type Problem } from "./layer.js";
import { take } from "./take.js";

/** A layer's answer to a batch, and to parts and other orders of it. */
export interface TokenLawQuestion {
  readonly problem: Problem;
  readonly tokens: readonly number[];
  readonly examples: readonly number[];
  readonly plain: AttentionQuestion;
  readonly tokensReordered: AttentionQuestion;
  readonly examplesReordered: AttentionQuestion;
  readonly oneExample: AttentionQuestion;
  readonly oneToken: AttentionQuestion;
  readonly equalTokens: AttentionQuestion;
}

/** Asks for a batch, for the batch in other orders, for parts of it, and for tokens that are all the same. */
export function askTokenLaws(script: Script, problem: Problem): TokenLawQuestion {
  const { x, sizes } = problem;
  const ask = (given: Tensor): AttentionQuestion =>
    wantAttention(script, callProblem(script, { ...problem, x: given }));
  const turned = (size: number): number[] => Array.from({ length: size }, (_, i) => (i + 1) % size);
  const [tokens, examples] = [turned(sizes.T), turned(sizes.N)];
  return {
    problem,
    tokens,
    examples,
    plain: ask(x),
    tokensReordered: ask(take(x, 1, tokens)),
    examplesReordered: ask(take(x, 0, examples)),
    oneExample: ask(take(x, 0, [1])),
    oneToken: ask(take(x, 1, [0])),
    equalTokens: ask(
      take(
        x,
        1,
        tokens.map(() => 0),
      ),
    ),
  };
}

/**
 * Nothing where tokens are told apart by their features only, and examples do not see each other.
 *
 * @throws CheckFailure that names the law that does not hold.
 */
export function judgeTokenLaws(context: CheckContext, answers: Answers, asked: TokenLawQuestion): void {
  const { problem, tokens, examples } = asked;
  const { sizes } = problem;
  const read = ({ output }: AttentionQuestion, { N = sizes.N, T = sizes.T } = {}): Tensor =>
    answers.tensor(output, tokensLabel("output", { ...sizes, N, T }));
  const label = tokensLabel("output", sizes);
  const plain = read(asked.plain);
  expectSame(read(asked.examplesReordered), take(plain, 0, examples), label, "reordered");
  const single = tokensLabel("output", { ...sizes, N: 1 });
  expectSame(read(asked.oneExample, { N: 1 }), take(plain, 0, [1]), single, "alone");
  expectSame(
    read(asked.tokensReordered),
    take(plain, 1, tokens),
    label,
    "multi-head-attention.tokens-reordered",
  );

  const alone = read(asked.oneToken, { T: 1 });
  const same = tokens.map(() => 0);
  expectSame(read(asked.equalTokens), take(alone, 1, same), label, "multi-head-attention.tokens-equal");
  const weightLabel = weightsLabel({ ...sizes, T: 1 });
  const weights = answers.tensor(asked.oneToken.weights, weightLabel);
  expectClose(
    context,
    weights,
    Tensor.zeros(weights.shape).map(() => 1),
    weightLabel,
  );
}
