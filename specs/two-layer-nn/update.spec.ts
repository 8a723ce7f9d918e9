import { forward, loss, trainStep, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import { epsilonAllowance } from "../../reference/gradients/tolerance.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import {
  addFinding,
  checksOf,
  expectClose,
  expectSame,
  expectUntouched,
  fail,
  numberText,
  orElse,
  type Answers,
  type CheckContext,
  type Handle,
  type Label,
  type Script,
  type Wanted,
} from "../kit/index.js";
import {
  construct,
  inputLabel,
  outputLabel,
  paramLabel,
  PARAM_NAMES,
  randomProblem,
  readParams,
  wantParams,
} from "./network.js";
import type { ParamName, Problem, Sizes } from "./network.js";
import { flatProblem, steepProblem } from "./terrain.js";

const check = checksOf("update");

const SIZES: Sizes = { N: 5, D: 4, H: 6, C: 3 };
const LOSS: Label = { what: "loss", axes: [] };

/** One step from a problem's parameters, and the gradient that the submission itself gives there. */
interface StepQuestion {
  readonly problem: Problem;
  readonly lr: number;
  readonly gradient: Record<ParamName, Wanted>;
  readonly before: Record<ParamName, Wanted>;
  readonly returned: Wanted;
  readonly after: Record<ParamName, Wanted>;
}

function askStep(script: Script, problem: Problem, lr: number): StepQuestion {
  const { sizes, params, X, Y } = problem;
  const net = construct(script, sizes, params);
  const result = script.call(net, "forward", X);
  const gradient = wantParams(script, script.call(net, "backward", X, Y, result.at("ffDict")));
  const stepping = construct(script, sizes, params);
  const before = wantParams(script, stepping, "params");
  const returned = script.want(script.call(stepping, "trainStep", X, Y, lr));
  return { problem, lr, gradient, before, returned, after: wantParams(script, stepping, "params") };
}

/**
 * Nothing where the step is what the submission's own gradient asks for, or a right one.
 *
 * @param mustMove whether the gradient of every parameter is other than 0, for any forward that may be somebody's
 * @param slack what is allowed on top, absolutely
 */
function judgeStep(
  context: CheckContext,
  answers: Answers,
  asked: StepQuestion,
  { mustMove, slack }: { readonly mustMove: boolean; readonly slack: number },
): void {
  const { sizes, params, X, Y } = asked.problem;
  // Whatever it returns: a step that threw is no step.
  answers.value(asked.returned);
  const expected = trainStep(params, X, Y, asked.lr).params;
  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, sizes);
    const got = answers.tensor(asked.after[name], label);
    const start = answers.tensor(asked.before[name], label);
    if (mustMove && got.minus(start).maxAbs() === 0) fail("two-layer-nn.no-step", { what: name });
    orElse(
      () => {
        const own = answers.tensor(asked.gradient[name], paramLabel(name, sizes, "d"));
        if (mustMove && own.maxAbs() === 0) fail("two-layer-nn.zero-gradient", { what: `d${name}` });
        expectClose(context, got, start.minus(own.scale(asked.lr)), label, { slack });
      },
      () => expectClose(context, got, expected[name], label, { slack }),
    );
  }
}

check("step", { points: 4, kind: "gradient" }, async (context) => {
  const script = context.script();
  const ordinary = askStep(script, randomProblem(context.random, SIZES), 0.3);
  // Where steps are long, whoever clips gradients is seen; where they are short, whoever lets weights decay.
  const steep = askStep(script, steepProblem(context.random, SIZES), 0.3);
  const flat = askStep(script, flatProblem(context.random), 1000);
  const answers = await context.run(script);
  judgeStep(context, answers, ordinary, { mustMove: true, slack: 0 });
  judgeStep(context, answers, steep, { mustMove: false, slack: 0 });
  // In float32 the probabilities, which are close to 1 there, are off by 1e-7, and lr makes much of it.
  judgeStep(context, answers, flat, { mustMove: false, slack: 1e-6 * flat.lr });
});

/** The rate of the step before the one whose loss is asked for. */
const EARLIER_RATE = 0.5;

/**
 * Two problems that differ so much that an average of the losses of two steps, on the first and then on the second, is
 * the loss of neither.
 */
function unlikeProblems(random: Random): [Problem, Problem] {
  for (;;) {
    const [first, second] = [randomProblem(random, SIZES), randomProblem(random, SIZES)];
    const { params, X, Y } = first;
    const step = trainStep(params, X, Y, EARLIER_RATE);
    const next = loss(second.Y, forward(step.params, second.X).y);
    if (Math.abs(next - step.loss) > 0.2) return [first, second];
  }
}

check("loss", { points: 2, kind: "golden" }, async (context) => {
  const [{ params, X, Y }, other] = unlikeProblems(context.random);
  const script = context.script();
  const askStepLoss = (net: Handle, inputs: Tensor, labels: Tensor): { own: Wanted; got: Wanted } => {
    const y = script.call(net, "forward", inputs).at("y");
    const own = script.want(script.call(net, "computeLoss", labels, y));
    return { own, got: script.want(script.call(net, "trainStep", inputs, labels, EARLIER_RATE)) };
  };
  const net = construct(script, SIZES, params);
  const first = askStepLoss(net, X, Y);
  const second = askStepLoss(construct(script, SIZES, other.params), other.X, other.Y);
  // Once more on a network that has taken a step: a loss is none of an earlier one.
  const between = wantParams(script, net, "params");
  const again = askStepLoss(net, other.X, other.Y);
  const answers = await context.run(script);
  const read = (wanted: Wanted): number => answers.number(wanted, "loss");
  const scalar = (value: number): Tensor => Tensor.of([], [value]);
  if (read(first.got) === read(second.got)) fail("check.indifferent", { what: "loss", to: "params, X, Y" });
  const rightLoss = (given: TwoLayerParams, inputs: Tensor, labels: Tensor): [number, number] => {
    const { y } = forward(given, inputs);
    return [loss(labels, y), epsilonAllowance(labels, y)];
  };
  const judgeLoss = (asked: { own: Wanted; got: Wanted }, right: () => [number, number]): void => {
    const got = scalar(read(asked.got));
    orElse(
      () => expectClose(context, got, scalar(read(asked.own)), LOSS),
      () => {
        const [expected, slack] = right();
        expectClose(context, got, scalar(expected), LOSS, { slack });
      },
    );
  };
  judgeLoss(first, () => rightLoss(params, X, Y));
  judgeLoss(second, () => rightLoss(other.params, other.X, other.Y));
  addFinding({ code: "two-layer-nn.second-step", values: {} }, () => {
    judgeLoss(again, () => rightLoss(readParams(answers, between, SIZES), other.X, other.Y));
  });
});

check("rate", { points: 2, kind: "property" }, async (context) => {
  const { params, X, Y } = randomProblem(context.random, SIZES);
  const script = context.script();
  const before = wantParams(script, construct(script, SIZES, params), "params");
  const ask = (lr: number): Record<ParamName, Wanted> => {
    const net = construct(script, SIZES, params);
    const step = script.call(net, "trainStep", X, Y, lr);
    // Wanting its value makes a trainStep that throws known.
    script.want(step);
    return wantParams(script, net, "params");
  };
  const [none, small, large] = [ask(0), ask(0.25), ask(0.75)];
  const answers = await context.run(script);
  answers.expectDone();
  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, SIZES);
    const read = (wanted: Record<ParamName, Wanted>): Tensor => answers.tensor(wanted[name], label);
    const start = read(before);
    const moved = read(small).minus(start);
    if (moved.maxAbs() === 0) fail("two-layer-nn.no-step", { what: name });
    expectSame(read(none), start, label, "zero-rate");
    // What is left of the parameters' own rounding in a difference of them, in float32.
    const rounding = 1e-6 * start.maxAbs();
    expectSame(read(large).minus(start), moved.scale(3), label, "proportional", rounding);
  }
});

/** Three networks after one, two and three steps, and what one more step makes of the first two. */
check("descent", { points: 2, kind: "training" }, async (context) => {
  const { params, X, Y } = randomProblem(context.random, SIZES);
  // Each step with a rate of its own: whoever keeps that of the first is seen.
  const rates = [0.2, 0.5, 0.1] as const;
  const script = context.script();
  const [heldX, heldY] = [script.hold(X), script.hold(Y)];
  const after = (steps: readonly number[], from?: Handle): Handle => {
    const net = construct(script, SIZES, params);
    if (from !== undefined) script.set(net, "params", from);
    for (const lr of steps) script.want(script.call(net, "trainStep", heldX, heldY, lr));
    return net;
  };
  const nets = [after(rates.slice(0, 1)), after(rates.slice(0, 2)), after(rates)] as const;
  const walked = nets.map((net) => wantParams(script, net, "params"));
  const onwards = [after([rates[1]], nets[0].at("params")), after([rates[2]], nets[1].at("params"))];
  const restarted = onwards.map((net) => wantParams(script, net, "params"));
  const wanderer = after(Array<number>(25).fill(0.2));
  const far = wantParams(script, wanderer, "params");
  const own = (net: Handle): Wanted =>
    script.want(script.call(net, "computeLoss", Y, script.call(net, "forward", X).at("y")));
  const [ownStart, ownEnd] = [own(construct(script, SIZES, params)), own(wanderer)];
  const [afterX, afterY] = [script.want(heldX), script.want(heldY)];
  const answers: Answers = await context.run(script);

  answers.expectDone();
  expectUntouched(answers, afterX, X, inputLabel(SIZES), "TwoLayerNN.trainStep");
  expectUntouched(answers, afterY, Y, outputLabel(SIZES, "Y"), "TwoLayerNN.trainStep");
  const expectStepByStep = (name: ParamName): void => {
    const label = paramLabel(name, SIZES);
    restarted.forEach((wanted, i) => {
      const walkedOn = answers.tensor((walked[i + 1] as Record<ParamName, Wanted>)[name], label);
      expectSame(walkedOn, answers.tensor(wanted[name], label), label, "step-by-step");
    });
  };
  addFinding({ code: "two-layer-nn.step-rates", values: { rates: rates.join(", ") } }, () => {
    for (const name of PARAM_NAMES) expectStepByStep(name);
  });
  const expectDescent = (start: number, end: number): void => {
    if (!(end < start)) fail("two-layer-nn.no-descent", { start: numberText(start), end: numberText(end) });
  };
  const lossAt = (at: TwoLayerParams): number => loss(Y, forward(at, X).y);
  orElse(
    () => expectDescent(answers.number(ownStart, "loss"), answers.number(ownEnd, "loss")),
    () => expectDescent(lossAt(params), lossAt(readParams(answers, far, SIZES))),
  );
});
