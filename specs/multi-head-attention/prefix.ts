import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectSame, fail, type Answers, type Script, type Wanted } from "../kit/index.js";
import { tokensLabel } from "./labels.js";
import { callProblem, randomProblem, type Problem } from "./layer.js";
import { take } from "./take.js";

/** The output under a causal mask, and that of a batch whose tokens are the same only at first. */
export interface PrefixQuestion {
  readonly problem: Problem;
  /** How many tokens are the same. */
  readonly kept: number;
  readonly output: Wanted;
  readonly changed: Wanted;
}

/** Tokens `(N, T, E)` of which those from `kept` on are another's. */
function spliced(x: Tensor, other: Tensor, kept: number): Tensor {
  const [, T = 1, E = 1] = x.shape;
  return x.map((value, offset) => (Math.floor(offset / E) % T < kept ? value : (other.data[offset] ?? 0)));
}

/** Asks for a problem with a causal mask, and for the same with other tokens at the end. */
export function askPrefix(script: Script, problem: Problem, random: Random): PrefixQuestion {
  const kept = problem.sizes.T - 2;
  const other = randomProblem(random.fork("other tokens"), problem.sizes);
  const ask = (x: Tensor): Wanted => script.want(callProblem(script, { ...problem, x }), "output");
  return { problem, kept, output: ask(problem.x), changed: ask(spliced(problem.x, other.x, kept)) };
}

/**
 * Nothing where the first outputs are the same and the others are not.
 *
 * @throws CheckFailure otherwise: the mask lets tokens see what comes after them, or nothing gets through at all.
 */
export function judgePrefix(answers: Answers, { problem, kept, output, changed }: PrefixQuestion): void {
  const { sizes } = problem;
  const label = tokensLabel("output", sizes);
  const [before, after] = [answers.tensor(output, label), answers.tensor(changed, label)];
  const steps = Array.from({ length: sizes.T }, (_, t) => t);
  const first = (tensor: Tensor): Tensor => take(tensor, 1, steps.slice(0, kept));
  const last = (tensor: Tensor): Tensor => take(tensor, 1, steps.slice(kept));
  if (last(before).minus(last(after)).maxAbs() < 1e-9) fail("check.indifferent", { what: "output", to: "x" });
  const prefix = tokensLabel("output", { ...sizes, T: kept });
  expectSame(first(after), first(before), prefix, "multi-head-attention.future-seen");
}
