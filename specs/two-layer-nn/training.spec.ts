import { trainStep, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  addFinding,
  checksOf,
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
} from "../kit/index.js";
import { amountOf, expectAmount, isAbout } from "./amounts.js";
import { askFlatRun, askFullBatches, judgeFlatRun, judgeFullBatches } from "./every-epoch.js";
import { expectMoved } from "./fingerprints.js";
import { askLargeSets, judgeLargeSets } from "./large-sets.js";
import { learnBlobs, learnDigits } from "./learning.js";
import { askMeasures, expectMeasuredAnew, HISTORY, judgeMeasures, rightMeasures } from "./measuring.js";
import {
  construct,
  inputLabel,
  nextLabels,
  outputLabel,
  paramLabel,
  PARAM_NAMES,
  randomProblem,
  readParams,
  wantParams,
} from "./network.js";
import type { Problem, Sizes } from "./network.js";
import { expectShuffled } from "./shuffling.js";
import { steepTwins } from "./terrain.js";
import { askTaggedRun, callTrain, judgeTaggedRun } from "./train-run.js";

const check = checksOf("training");

const SIZES: Sizes = { N: 10, D: 4, H: 5, C: 3 };
const VALID: Sizes = { ...SIZES, N: 6 };

/** Training and validation data for one network. */
interface TrainingData {
  readonly training: Problem;
  readonly validation: Problem;
  readonly net: Handle;
  readonly result: Handle;
}

function askTraining(context: CheckContext, script: Script, epochs: number): TrainingData {
  const training = randomProblem(context.random, SIZES);
  // The same inputs with other labels: the better the training set is learnt, the higher the validation loss rises, so
  // whoever keeps the best weights instead of the last is seen.
  const first = Array.from({ length: VALID.N }, (_, n) => n);
  const validation = {
    ...training,
    sizes: VALID,
    X: training.X.takeRows(first),
    Y: nextLabels(training.Y.takeRows(first)),
  };
  const net = construct(script, SIZES, training.params);
  const data = { X: training.X, Y: training.Y, XVal: validation.X, YVal: validation.Y };
  const result = callTrain(script, net, data, { lr: 0.5, epochs, batchSize: 4 });
  return { training, validation, net, result };
}

/** Nothing where the parameters are no longer those that training started from. */
function expectTrained(answers: Answers, wanted: ReturnType<typeof wantParams>, start: Problem): void {
  const now = readParams(answers, wanted, SIZES);
  if (PARAM_NAMES.every((name) => now[name].minus(start.params[name]).maxAbs() < 1e-9)) {
    fail("two-layer-nn.untrained");
  }
}

check("history", { points: 2, kind: "shape" }, async (context) => {
  const epochs = 4;
  const script = context.script();
  const { training, net, result } = askTraining(context, script, epochs);
  const params = wantParams(script, net, "params");
  // Trained once more: what the second training returns is its own history.
  const { X, Y } = training;
  const data = { X, Y, XVal: X, YVal: Y };
  const again = callTrain(script, net, data, { lr: 0.5, epochs: epochs - 1, batchSize: 4 });
  const runs = [
    { result, size: epochs },
    { result: again, size: epochs - 1 },
  ];
  const history = runs.flatMap(({ result: of, size }) => {
    return HISTORY.map((key) => ({ key, size, wanted: script.want(of, key) }));
  });
  const flat = askFlatRun(context, script);
  const answers = await context.run(script);
  for (const { key, size, wanted } of history) {
    answers.tensor(wanted, { what: key, axes: [{ letter: "epochs", name: "epoch", size }] });
  }
  expectTrained(answers, params, training);
  judgeFlatRun(answers, flat);
});

check("metrics", { points: 3, kind: "golden" }, async (context) => {
  const script = context.script();
  const runs = [1, 3].map((epochs) => {
    const { training, validation, net, result } = askTraining(context, script, epochs);
    const history = HISTORY.map((key) => script.want(result, key));
    const params = wantParams(script, net, "params");
    const sets = { training, validation };
    return { epochs, sets, history, params, own: askMeasures(script, net, sets) };
  });
  const sets = {
    training: randomProblem(context.random, SIZES),
    validation: randomProblem(context.random, VALID),
  };
  const fullBatches = askFullBatches(script, sets, 0.5);
  const largeSets = askLargeSets(context, script);
  const answers = await context.run(script);

  for (const { epochs, sets: measured, history, params, own } of runs) {
    const axes = [{ letter: "epochs", name: "epoch", size: epochs }];
    const entries = history.map((wanted, i) => answers.tensor(wanted, { what: HISTORY[i] ?? "", axes }));
    expectTrained(answers, params, measured.training);
    const right = rightMeasures(readParams(answers, params, SIZES), measured);
    judgeMeasures(context, answers, { history: entries, epoch: epochs - 1 }, own, right);
    expectMeasuredAnew(entries);
  }
  judgeFullBatches(context, answers, fullBatches);
  judgeLargeSets(context, answers, largeSets);
});

check("examples", { points: 2, kind: "property" }, async (context) => {
  // In one epoch what batches share shows, over many an epoch that is left out or a rate that is not kept.
  // Among many examples those show that only a small set is spared from losing.
  const asked = [
    { N: 8, epochs: 1, batchSize: 4 },
    { N: 8, epochs: 60, batchSize: 4 },
    { N: 50, epochs: 3, batchSize: 10 },
  ];
  const script = context.script();
  const runs = asked.map(({ N, epochs, batchSize }) => {
    return { epochs, batchSize, run: askTaggedRun(context, script, N, epochs, batchSize) };
  });
  const answers = await context.run(script);
  for (const { epochs, batchSize, run } of runs) {
    judgeTaggedRun(answers, run, ({ readings, share }) => {
      readings.forEach(({ byLabel }, example) => {
        expectAmount(example, amountOf(byLabel), epochs * share(batchSize));
      });
    });
  }
});

check("pairs", { points: 2, kind: "property" }, async (context) => {
  const script = context.script();
  const run = askTaggedRun(context, script, 8, 4, 4);
  const answers = await context.run(script);
  judgeTaggedRun(answers, run, ({ readings }) => {
    readings.forEach(({ byLabel, unexplained }, example) => {
      const label = run.set.labels[example] ?? 0;
      const amount = amountOf(byLabel);
      if (amount === 0) return;
      if (byLabel[label] !== amount) fail("two-layer-nn.wrong-pair", { example, label });
      if (unexplained > 0.02) fail("two-layer-nn.unexplained", { example, label });
    });
  });
});

check("last-batch", { points: 2, kind: "property" }, async (context) => {
  const script = context.script();
  const short = askTaggedRun(context, script, 9, 1, 4);
  const large = askTaggedRun(context, script, 5, 1, 20);
  // In several epochs, for one order may be right by chance.
  const epochs = 4;
  const again = [5, 20].map((earlier) => ({
    earlier,
    run: askTaggedRun(context, script, 8, epochs, 4, earlier),
  }));
  const answers = await context.run(script);
  judgeTaggedRun(answers, short, ({ readings, share }) => {
    const amounts = readings.map(({ byLabel }) => amountOf(byLabel)).toSorted((a, b) => a - b);
    const expected = [...Array<number>(8).fill(share(4)), share(1)].toSorted((a, b) => a - b);
    const unused = amounts.filter((amount) => amount === 0).length;
    if (unused > 0) fail("two-layer-nn.last-batch-dropped", { count: unused, N: 9, batchSize: 4 });
    if (!amounts.every((amount, i) => isAbout(amount, expected[i] ?? 0))) {
      fail("two-layer-nn.last-batch-average", { amounts: amounts.map(numberText).join(", ") });
    }
  });
  judgeTaggedRun(answers, large, ({ readings, share }) => {
    readings.forEach(({ byLabel }, example) => expectAmount(example, amountOf(byLabel), share(5)));
  });
  for (const { earlier, run } of again) {
    judgeTaggedRun(answers, run, ({ readings, share }) => {
      addFinding({ code: "two-layer-nn.trained-before", values: { earlier, N: 8 } }, () => {
        readings.forEach(({ byLabel }, example) => {
          expectAmount(example, amountOf(byLabel), epochs * share(4));
        });
      });
    });
  }
});

check("shuffle", { points: 2, kind: "property" }, async (context) => {
  const epochs = 24;
  const script = context.script();
  const run = askTaggedRun(context, script, 9, epochs, 4);
  // Where all examples of all batches count the same, only a coarse trace of the order is left: with large steps,
  // another order gives other weights.
  const training = randomProblem(context.random, { ...SIZES, N: 9 });
  const coarse = [1, 2, 3, 4].map((seed) => {
    script.seed(seed);
    const net = construct(script, SIZES, training.params);
    const data = { X: training.X, Y: training.Y, XVal: training.X, YVal: training.Y };
    callTrain(script, net, data, { lr: 2, epochs: 1, batchSize: 4 });
    return script.want(net, "params", "W1");
  });
  const answers = await context.run(script);

  judgeTaggedRun(answers, run, ({ readings, share }) => {
    const amounts = readings.map(({ byLabel }) => amountOf(byLabel));
    if (expectShuffled(amounts, { epochs, full: share(4), alone: share(1) })) return;
    const weights = coarse.map((wanted) => answers.tensor(wanted, paramLabel("W1", SIZES)).data.join());
    if (new Set(weights).size === 1) fail("two-layer-nn.not-shuffled");
  });
});

check("validation", { points: 1, kind: "property" }, async (context) => {
  const script = context.script();
  const run = askTaggedRun(context, script, 8, 2, 4);
  const answers = await context.run(script);
  answers.value(run.history);
  const W1 = answers.tensor(run.W1, paramLabel("W1", run.set.sizes));
  const { N, D } = run.set.sizes;
  const rows = Array.from({ length: D }, (_, row) => row);
  expectMoved(W1.takeRows(rows.slice(0, N)));
  if (W1.takeRows(rows.slice(N)).maxAbs() > 1e-9 * run.set.lr) fail("two-layer-nn.validation-learnt");
});

/** One epoch with everything in one batch is one step of gradient descent from where the parameters are. */
check("pure", { points: 1, kind: "property" }, async (context) => {
  // Where steps are long, whoever clips them is seen; where examples look alike, whoever tells them apart by their looks.
  const training = steepTwins(context.random, SIZES);
  const validation = randomProblem(context.random, VALID);
  const lr = 0.3;
  const script = context.script();
  const held = {
    X: script.hold(training.X),
    Y: script.hold(training.Y),
    XVal: script.hold(validation.X),
    YVal: script.hold(validation.Y),
  };
  const net = construct(script, SIZES, training.params);
  const options = { lr, epochs: 1, batchSize: SIZES.N };
  const result = script.call(net, "train", held.X, held.Y, held.XVal, held.YVal, options);
  const history = script.want(result, "trainLoss");
  const trained = wantParams(script, net, "params");
  // Small batches as well: shuffling in place would show.
  script.call(net, "train", held.X, held.Y, held.XVal, held.YVal, { ...options, epochs: 2, batchSize: 3 });
  const after = [script.want(held.X), script.want(held.Y), script.want(held.XVal), script.want(held.YVal)];
  const stepping = construct(script, SIZES, training.params);
  script.call(stepping, "trainStep", training.X, training.Y, lr);
  const stepped = wantParams(script, stepping, "params");
  const answers = await context.run(script);

  answers.value(history);
  const before = [training.X, training.Y, validation.X, validation.Y];
  const labels = [
    inputLabel(SIZES),
    outputLabel(SIZES, "Y"),
    inputLabel(VALID, "XVal"),
    outputLabel(VALID, "YVal"),
  ];
  after.forEach((wanted, i) => {
    expectUntouched(answers, wanted, before[i] as Tensor, labels[i] as Label, "TwoLayerNN.train");
  });
  expectTrained(answers, trained, training);
  const got = readParams(answers, trained, SIZES);
  const right = trainStep(training.params, training.X, training.Y, lr).params;
  const expectOneStep = (expected: TwoLayerParams): void => {
    for (const name of PARAM_NAMES) {
      expectSame(got[name], expected[name], paramLabel(name, SIZES), "full-batch");
    }
  };
  addFinding({ code: "two-layer-nn.twins", values: {} }, () => {
    orElse(
      () => expectOneStep(readParams(answers, stepped, SIZES)),
      () => expectOneStep(right),
    );
  });
});

check("blobs", { points: 1, kind: "training" }, learnBlobs);

check("digits", { points: 2, kind: "training" }, learnDigits);
