import { forward } from "../../reference/models/two-layer-nn.js";
import type { Random } from "../../reference/random/random.js";
import type { Answers, CheckContext, Script, Wanted } from "../kit/index.js";
import { askMeasures, HISTORY, judgeMeasures, rightMeasures, type MeasuredSets } from "./measuring.js";
import { construct, randomProblem, readParams, wantParams, type Problem } from "./network.js";
import { easiestFirst } from "./terrain.js";
import { callTrain } from "./train-run.js";

/** Five steps so short that what is easy or hard before them is so after them. */
const OPTIONS = { lr: 0.02, epochs: 1, batchSize: 50 };

/** As many examples as a training set has, the easiest first. */
function sorted(problem: Problem): Problem {
  const order = easiestFirst(problem.Y, forward(problem.params, problem.X).y);
  return { ...problem, X: problem.X.takeRows(order), Y: problem.Y.takeRows(order) };
}

/**
 * 250 training and 130 validation examples. In both the examples with the largest loss come last, so that neither a part
 * of a set nor the mean over parts that are not equally long has the loss of the whole.
 */
export function largeSets(random: Random): MeasuredSets {
  const sizes = { N: 250, D: 3, H: 3, C: 3 };
  const training = sorted(randomProblem(random, sizes));
  const validation = randomProblem(random, { ...sizes, N: 130 });
  return { training, validation: sorted({ ...validation, params: training.params }) };
}

/** An epoch on large sets, and what the submission itself makes of them after it. */
interface LargeRun {
  readonly sets: MeasuredSets;
  readonly history: readonly Wanted[];
  readonly params: ReturnType<typeof wantParams>;
  readonly own: readonly Wanted[];
}

/** Asks for an epoch of training on {@link largeSets}. */
export function askLargeSets(context: CheckContext, script: Script): LargeRun {
  const sets = largeSets(context.random.fork("large sets"));
  const { training, validation } = sets;
  const net = construct(script, training.sizes, training.params);
  const data = { X: training.X, Y: training.Y, XVal: validation.X, YVal: validation.Y };
  const result = callTrain(script, net, data, OPTIONS);
  const history = HISTORY.map((key) => script.want(result, key));
  return { sets, history, params: wantParams(script, net, "params"), own: askMeasures(script, net, sets) };
}

/**
 * Nothing where all of both sets was measured.
 *
 * @throws CheckFailure at the first number that is not what the whole set gives.
 */
export function judgeLargeSets(context: CheckContext, answers: Answers, run: LargeRun): void {
  const axes = [{ letter: "epochs", name: "epoch", size: OPTIONS.epochs }];
  const history = run.history.map((wanted, i) => answers.tensor(wanted, { what: HISTORY[i] ?? "", axes }));
  const params = readParams(answers, run.params, run.sets.training.sizes);
  judgeMeasures(context, answers, { history, epoch: 0 }, run.own, rightMeasures(params, run.sets));
}
