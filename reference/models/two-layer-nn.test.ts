import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Complex, complexStep } from "../gradients/complex.js";
import { numericGradientOf } from "../gradients/numeric-gradient.js";
import { compare } from "../gradients/tolerance.js";
import { oneHot } from "../nn/one-hot.js";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import {
  accuracy,
  backward,
  forward,
  initialize,
  loss,
  trainStep,
  type TwoLayerParams,
} from "./two-layer-nn.js";

const names = ["W1", "b1", "W2", "b2"] as const;

interface Network {
  params: TwoLayerParams;
  X: Tensor;
  Y: Tensor;
}

/** A network with non-zero biases and a batch for it. */
function draw(seed: number | string, [N, D, H, C]: readonly [number, number, number, number]): Network {
  const random = new Random(seed);
  return {
    params: {
      W1: random.normalTensor([D, H]),
      b1: random.normalTensor([H]),
      W2: random.normalTensor([H, C]),
      b2: random.normalTensor([C]),
    },
    X: random.normalTensor([N, D]),
    Y: oneHot(
      Array.from({ length: N }, () => random.integer(0, C - 1)),
      C,
    ),
  };
}

const grads = ({ params, X, Y }: Network): TwoLayerParams => backward(params, X, Y, forward(params, X));
const lossOf = (params: TwoLayerParams, { X, Y }: Network): number => loss(Y, forward(params, X).y);

/** The same loss, written down anew in complex numbers, with entry `offset` of `name` replaced by `x`. */
function complexLoss(
  { params, X, Y }: Network,
  name: keyof TwoLayerParams,
  offset: number,
  x: Complex,
): Complex {
  const [D, H, C] = [X.columns, params.b1.columns, params.b2.columns];
  const entry = (of: keyof TwoLayerParams, at: number): Complex =>
    of === name && at === offset ? x : new Complex(params[of].data[at]!);
  const one = new Complex(1);
  let total = new Complex(0);
  for (let n = 0; n < X.rows; n++) {
    const hidden = Array.from({ length: H }, (_, h) => {
      let z = entry("b1", h);
      for (let d = 0; d < D; d++) z = z.plus(entry("W1", d * H + h).times(new Complex(X.at(n, d))));
      return one.over(one.plus(new Complex(0).minus(z).exp()));
    });
    const powers = Array.from({ length: C }, (_, c) =>
      hidden.reduce((z, unit, h) => z.plus(unit.times(entry("W2", h * C + c))), entry("b2", c)).exp(),
    );
    const sum = powers.reduce((a, b) => a.plus(b));
    const p = powers[Y.toRows()[n]!.indexOf(1)]!.over(sum);
    total = total.minus(p.log());
  }
  return total.over(new Complex(X.rows));
}

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 2, max: 4 }),
);

describe("the gradient", () => {
  test.each(names)("of %s is the complex-step derivative to 1e-13", (name) => {
    fc.assert(
      fc.property(fc.integer(), sizes, (seed, size) => {
        const network = draw(seed, size);
        const expected = network.params[name].map((x, offset) =>
          complexStep((z) => complexLoss(network, name, offset, z), x),
        );
        const tolerance = { pass: 1e-13, float32: 1e-12 };
        // with one hidden unit far out, terms of size 1 can cancel
        const comparison = compare(grads(network)[name], expected, { tolerance, scale: 1e-2 });
        expect(comparison).toMatchObject({ tier: "pass" });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test.each(names)("of %s is Richardson's numeric gradient to 1e-9", (name) => {
    for (let seed = 0; seed < 20; seed++) {
      const network = draw(seed, [4, 3, 5, 2]);
      const numeric = numericGradientOf(
        (point) => lossOf({ ...network.params, [name]: point }, network),
        network.params[name],
      );
      expect(numeric).toMatchObject({ inconclusive: false, kinks: [] });
      const tolerance = { pass: 1e-9, float32: 1e-8 };
      expect(compare(grads(network)[name], numeric.gradient, { tolerance })).toMatchObject({ tier: "pass" });
    }
  });

  test("of a duplicated batch is the same, the loss being a mean", () => {
    const network = draw(5, [3, 2, 4, 3]);
    const twice = [0, 1, 2, 0, 1, 2];
    const doubled = { ...network, X: network.X.takeRows(twice), Y: network.Y.takeRows(twice) };
    for (const name of names) {
      expect(compare(grads(doubled)[name], grads(network)[name])).toMatchObject({ tier: "pass" });
    }
  });

  test("of b2 adds up to 0 over the classes", () => {
    expect(grads(draw(6, [5, 2, 3, 4])).b2.sum()).toBeCloseTo(0, 14);
  });
});

describe("forward", () => {
  test("gives the hand-computed probabilities of a tiny network", () => {
    const params = {
      W1: Tensor.fromRows([[1], [-1]]),
      b1: Tensor.vector([0]),
      W2: Tensor.fromRows([[2, 0]]),
      b2: Tensor.vector([0, 1]),
    };
    const { z1, hidden, z2, y } = forward(params, Tensor.fromRows([[3, 3]]));
    expect(z1.toRows()).toEqual([[0]]);
    expect(hidden.toRows()).toEqual([[0.5]]);
    expect(z2.toRows()).toEqual([[1, 1]]);
    expect(y.toRows()).toEqual([[0.5, 0.5]]);
  });

  test.each([1000, -1000])("is finite and right for pre-activations and logits of ±%d", (size) => {
    const params = {
      W1: Tensor.fromRows([[size, -size]]),
      b1: Tensor.zeros([2]),
      W2: Tensor.fromRows([
        [1000, 999, 0],
        [-1000, -1000, -1001],
      ]),
      b2: Tensor.zeros([3]),
    };
    const { hidden, y } = forward(params, Tensor.fromRows([[1], [-1]]));
    expect(hidden.toRows()).toEqual(size > 0 ? [[1, 0], [0, 1]] : [[0, 1], [1, 0]]); // prettier-ignore
    const [high, low] = size > 0 ? y.toRows() : y.toRows().toReversed();
    const e = Math.exp(-1);
    expect(high).toEqual([1 / (1 + e), e / (1 + e), 0]);
    expect(low).toEqual([1 / (2 + e), 1 / (2 + e), e / (2 + e)]);
    const Y = oneHot([0, 1], 3);
    const gradient = backward(
      params,
      Tensor.fromRows([[1], [-1]]),
      Y,
      forward(params, Tensor.fromRows([[1], [-1]])),
    );
    for (const name of names) expect(gradient[name].data.every(Number.isFinite)).toBe(true);
    expect(gradient.W1.maxAbs()).toBe(0);
  });
});

test("a step goes down the gradient, leaves the old parameters alone and tells the loss before it", () => {
  const network = draw(9, [4, 3, 5, 2]);
  const before = JSON.stringify(network.params);
  const step = trainStep(network.params, network.X, network.Y, 0.3);
  expect(step.loss).toBe(lossOf(network.params, network));
  expect(lossOf(step.params, network)).toBeLessThan(step.loss);
  for (const name of names) {
    const moved = network.params[name].minus(step.params[name]);
    expect(compare(moved, grads(network)[name].scale(0.3))).toMatchObject({ tier: "pass" });
  }
  expect(JSON.stringify(network.params)).toBe(before);
});

test("accuracy counts rows whose largest entries agree, unrounded, even below one half", () => {
  const yHat = Tensor.fromRows([
    [0.4, 0.35, 0.25],
    [0.2, 0.3, 0.5],
    [0.1, 0.2, 0.7],
  ]);
  expect(accuracy(oneHot([0, 1, 2], 3), yHat)).toBe(200 / 3);
});

test("fresh parameters have the shapes of the layers and zero biases", () => {
  const { W1, b1, W2, b2 } = initialize(new Random(1), 3, 5, 2);
  expect([W1.shape, b1.shape, W2.shape, b2.shape]).toEqual([[3, 5], [5], [5, 2], [2]]);
  expect([b1.maxAbs(), b2.maxAbs()]).toEqual([0, 0]);
  expect(W1.maxAbs()).toBeGreaterThan(0);
});
