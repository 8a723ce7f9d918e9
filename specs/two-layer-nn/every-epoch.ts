import { trainStep, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import { compare } from "../../reference/gradients/tolerance.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  fail,
  numberText,
  orElse,
  unlessFailed,
  type Answers,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import {
  askMeasures,
  expectMeasuredAnew,
  HISTORY,
  judgeMeasures,
  rightMeasures,
  type MeasuredSets,
} from "./measuring.js";
import { construct, PARAM_NAMES, paramLabel, readParams, wantParams, type Problem } from "./network.js";
import { flatProblem } from "./terrain.js";
import { callTrain } from "./train-run.js";

// With all examples in one batch, an epoch is one step, so what every epoch should end with is known.

const EPOCHS = 4;

/** A run with all examples in one batch, and a network that takes the same number of steps by itself. */
interface FullBatchRun {
  readonly sets: MeasuredSets;
  readonly lr: number;
  readonly history: readonly Wanted[];
  readonly trained: ReturnType<typeof wantParams>;
  readonly stepped: ReturnType<typeof wantParams>;
  /** After each step, what the stepping network makes of the sets. */
  readonly measures: readonly (readonly Wanted[])[];
}

/** Asks `train` for some epochs of one batch, and `trainStep` for as many steps. */
export function askFullBatches(script: Script, sets: MeasuredSets, lr: number): FullBatchRun {
  const { sizes, params, X, Y } = sets.training;
  const net = construct(script, sizes, params);
  const data = { X, Y, XVal: sets.validation.X, YVal: sets.validation.Y };
  const result = callTrain(script, net, data, { lr, epochs: EPOCHS, batchSize: sizes.N });
  const history = HISTORY.map((key) => script.want(result, key));
  const stepping = construct(script, sizes, params);
  const measures = Array.from({ length: EPOCHS }, () => {
    script.call(stepping, "trainStep", X, Y, lr);
    return askMeasures(script, stepping, sets);
  });
  return {
    sets,
    lr,
    history,
    trained: wantParams(script, net, "params"),
    stepped: wantParams(script, stepping, "params"),
    measures,
  };
}

/** The parameters after each of the right steps. */
function rightSteps({ X, Y, ...problem }: Problem, lr: number): TwoLayerParams[] {
  let { params } = problem;
  return Array.from({ length: EPOCHS }, () => {
    params = trainStep(params, X, Y, lr).params;
    return params;
  });
}

function sameParams(a: TwoLayerParams, b: TwoLayerParams): boolean {
  return PARAM_NAMES.every((name) => compare(a[name], b[name], { slack: 1e-9 }).tier !== "fail");
}

/**
 * Nothing where the history is right at every epoch; nothing either where the weights are neither those of right steps
 * nor those of the submission's own, for then nobody knows what they were in between, and other checks tell of it.
 *
 * @throws CheckFailure that names the first number that is not what that epoch ended with.
 */
export function judgeFullBatches(context: CheckContext, answers: Answers, run: FullBatchRun): void {
  const axes = [{ letter: "epochs", name: "epoch", size: EPOCHS }];
  const history = run.history.map((wanted, i) => answers.tensor(wanted, { what: HISTORY[i] ?? "", axes }));
  const { sizes } = run.sets.training;
  const trained = readParams(answers, run.trained, sizes);
  const right = rightSteps(run.sets.training, run.lr);
  const stepped = unlessFailed(() => readParams(answers, run.stepped, sizes));
  const asStepped = stepped !== null && sameParams(trained, stepped);
  const asRight = sameParams(trained, right[EPOCHS - 1] as TwoLayerParams);
  if (!asStepped && !asRight) return;
  expectMeasuredAnew(history);
  right.forEach((params, epoch) => {
    const own = asStepped ? (run.measures[epoch] as readonly Wanted[]) : null;
    judgeMeasures(context, answers, { history, epoch }, own, rightMeasures(params, run.sets));
  });
}

/** A run on a problem that is all but learnt already. */
interface FlatRun {
  readonly problem: Problem;
  readonly history: Wanted;
  readonly b2: Wanted;
  readonly ownSteps: Wanted;
}

/** Asks for a run where nothing is left to learn, so that whoever stops when little changes is seen. */
export function askFlatRun(context: CheckContext, script: Script): FlatRun {
  const problem = flatProblem(context.random.fork("flat"));
  const { sizes, params, X, Y } = problem;
  const net = construct(script, sizes, params);
  const data = { X, Y, XVal: X, YVal: Y };
  const result = callTrain(script, net, data, { lr: 1, epochs: EPOCHS, batchSize: sizes.N });
  const history = script.want(result, "trainLoss");
  const b2 = script.want(net, "params", "b2");
  const stepping = construct(script, sizes, params);
  for (let step = 0; step < EPOCHS; step++) script.call(stepping, "trainStep", X, Y, 1);
  return { problem, history, b2, ownSteps: script.want(stepping, "params", "b2") };
}

/**
 * Nothing where b2 moved as far as all epochs together move it, by right steps or by the submission's own. Where it moved
 * farther, or the other way, that is for other checks to tell.
 *
 * @throws CheckFailure that says how many epochs were run, by what they did.
 */
export function judgeFlatRun(answers: Answers, { problem, history, b2, ownSteps }: FlatRun): void {
  // Whatever it holds: a training that threw left epochs out for another reason.
  answers.value(history);
  const label = paramLabel("b2", problem.sizes);
  const [moved = 0] = answers.tensor(b2, label).data;
  const expectEpochs = (steps: Tensor): void => {
    const [far = 0] = steps.data;
    // Biases that no step moves tell nothing.
    if (far === 0) return;
    const epochs = (EPOCHS * moved) / far;
    // A tenth of them is more than float32 loses in numbers so close to 1.
    if (epochs >= 0 && epochs < 0.9 * EPOCHS) {
      fail("two-layer-nn.epochs-left-out", { epochs: EPOCHS, got: numberText(epochs) });
    }
  };
  orElse(
    () => expectEpochs(answers.tensor(ownSteps, label)),
    () => expectEpochs((rightSteps(problem, 1)[EPOCHS - 1] as TwoLayerParams).b2),
  );
}
