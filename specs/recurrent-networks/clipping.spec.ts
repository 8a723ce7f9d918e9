import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Tensors } from "../../reference/models/recurrent-model.js";
import { clipGradients, globalNorm } from "../../reference/nn/clip-gradients.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import {
  checksOf,
  expectClose,
  expectSame,
  expectUntouched,
  fail,
  type Answers,
  type CheckContext,
  type Given,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { named, RNN } from "./cell.js";
import { tensorLabel } from "./labels.js";

const check = checksOf("clipping");

const SIZES: RecurrentSizes = { N: 1, T: 1, D: 3, H: 4 };

/** The largest guard that may stand beside the norm in a denominator. */
const GUARD = 1e-6;

/** Each of some gradients, by name. */
type Clipped = ReadonlyMap<string, Wanted>;

function askClipped(script: Script, grads: Tensors, maxNorm: number, given: Given = { ...grads }): Clipped {
  const result: Handle = script.apply("clipGradients", given, maxNorm);
  return new Map(Object.keys(grads).map((name) => [name, script.want(result, name)]));
}

function readClipped(answers: Answers, clipped: Clipped): Map<string, Tensor> {
  return new Map(
    [...clipped].map(([name, wanted]) => [name, answers.tensor(wanted, tensorLabel(name, SIZES))]),
  );
}

function drawGradient({ random }: CheckContext, name: string): Tensor {
  return random.normalTensor(tensorLabel(name, SIZES).axes.map(({ size }) => size));
}

/** Gradients with the names and shapes of a plain recurrent network's. */
function drawGradients(context: CheckContext): Tensors {
  return Object.fromEntries(RNN.paramNames.map((name) => [name, drawGradient(context, name)]));
}

/** Judges clipped gradients by the reference. */
function judgeClipped(
  context: CheckContext,
  answers: Answers,
  clipped: Clipped,
  grads: Tensors,
  maxNorm: number,
): void {
  const expected = clipGradients(grads, maxNorm);
  // maxNorm/(norm + guard) is smaller than maxNorm/norm by the factor 1 − guard/norm.
  const norm = globalNorm(grads);
  const share = norm === 0 ? 0 : GUARD / norm;
  for (const [name, got] of readClipped(answers, clipped)) {
    const right = named(expected, name);
    const slack = right.map((value) => share * Math.abs(value));
    expectClose(context, got, right, tensorLabel(name, SIZES), { slack });
  }
}

/** Gradients with this global norm. */
function withNorm(grads: Tensors, norm: number): Tensors {
  const factor = norm / globalNorm(grads);
  return Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, gradient.scale(factor)]));
}

check("above", { points: 3, kind: "golden" }, async (context) => {
  const [Wh, bh] = [drawGradient(context, "Wh"), drawGradient(context, "bh")];
  // One array each, so that it does not matter here which norm is the global one.
  const cases = [
    { grads: withNorm({ Wh }, 7), maxNorm: 2.5 },
    { grads: withNorm({ bh }, 3), maxNorm: 0.5 },
    // Below 1 the square of a norm is on the other side of it.
    { grads: withNorm({ bh }, 0.5), maxNorm: 0.2 },
    { grads: withNorm({ Wh }, 0.05), maxNorm: 0.02 },
    { grads: withNorm({ bh }, 400), maxNorm: 390 },
  ];
  const script = context.script();
  const asked = cases.map(({ grads, maxNorm }) => askClipped(script, grads, maxNorm));
  const answers = await context.run(script);
  cases.forEach(({ grads, maxNorm }, i) => {
    judgeClipped(context, answers, asked[i] as Clipped, grads, maxNorm);
  });
});

check("below", { points: 2, kind: "golden" }, async (context) => {
  const grads = withNorm(drawGradients(context), 2);
  const threeFour = { bh: Tensor.of([SIZES.H], [3, 0, -4, 0]) };
  const zero = { Wh: Tensor.zeros([SIZES.D, SIZES.H]), bh: Tensor.zeros([SIZES.H]) };
  const cases = [
    { grads, maxNorm: 5 },
    { grads, maxNorm: 2.01 },
    { grads: threeFour, maxNorm: 5 },
    { grads: zero, maxNorm: 1 },
  ];
  const script = context.script();
  const asked = cases.map((one) => askClipped(script, one.grads, one.maxNorm));
  const clipped = askClipped(script, grads, 0.5);
  const answers = await context.run(script);
  cases.forEach((one, i) => judgeClipped(context, answers, asked[i] as Clipped, one.grads, one.maxNorm));
  // Whoever returns what was given never clips.
  for (const [name, got] of readClipped(answers, clipped)) {
    const given = named(grads, name);
    if (got.minus(given).maxAbs() < 1e-9) fail("recurrent-networks.never-clips", { what: name });
  }
});

check("global", { points: 2, kind: "golden" }, async (context) => {
  const each = (norms: Readonly<Record<string, number>>): Tensors => {
    const drawn = Object.entries(norms).map(([name, norm]) =>
      withNorm({ [name]: drawGradient(context, name) }, norm),
    );
    return Object.assign({}, ...drawn) as Tensors;
  };
  const cases = [
    // No array exceeds maxNorm alone, and all of them together do. All names count, not those of one network only.
    { grads: each({ Wn: 2, Uh: 2.5, cn: 1.5 }), maxNorm: 3 },
    // Two arrays are far below it, and shrink as much as the third.
    { grads: each({ Wh: 0.1, Uh: 0.2, bh: 6 }), maxNorm: 2 },
    { grads: each({ Wh: 9, Uh: 1, bh: 0.5 }), maxNorm: 4 },
  ];
  const script = context.script();
  const asked = cases.map(({ grads, maxNorm }) => askClipped(script, grads, maxNorm));
  const answers = await context.run(script);
  cases.forEach(({ grads, maxNorm }, i) => {
    judgeClipped(context, answers, asked[i] as Clipped, grads, maxNorm);
  });
});

check("pure", { points: 1, kind: "property" }, async (context) => {
  const names = ["Wh", "bh"];
  const grads = withNorm(Object.fromEntries(names.map((name) => [name, drawGradient(context, name)])), 6);
  const script = context.script();
  const held = script.hold({ ...grads });
  const clipped = askClipped(script, grads, 2, held);
  const again = askClipped(script, grads, 2, held);
  const kept = askClipped(script, grads, 9, held);
  const after = names.map((name) => script.want(held, name));
  const answers = await context.run(script);
  names.forEach((name, i) => {
    const label = tensorLabel(name, SIZES);
    expectUntouched(answers, after[i] as Wanted, named(grads, name), label, "clipGradients");
  });
  const [first, second] = [readClipped(answers, clipped), readClipped(answers, again)];
  for (const name of names) {
    expectSame(second.get(name) as Tensor, first.get(name) as Tensor, tensorLabel(name, SIZES), "twice");
  }
  judgeClipped(context, answers, clipped, grads, 2);
  for (const name of names) answers.value(kept.get(name) as Wanted);
});
