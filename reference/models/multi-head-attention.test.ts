import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Complex, complexStep } from "../gradients/complex.js";
import { numericGradientOf } from "../gradients/numeric-gradient.js";
import { compare } from "../gradients/tolerance.js";
import type { Linear } from "../nn/linear.js";
import type { Mask } from "../nn/masked-softmax.js";
import { causalMask } from "../nn/masks.js";
import { Random } from "../random/random.js";
import type { Tensor } from "../tensor/tensor.js";
import {
  type AttentionGradients,
  type AttentionParams,
  backward,
  forward,
  initialize,
  PROJECTIONS,
} from "./multi-head-attention.js";

/** A layer with non-zero biases, tokens and the gradient that arrives. */
interface Problem {
  params: AttentionParams;
  S: number;
  x: Tensor;
  mask: Mask | undefined;
  dOutput: Tensor;
}

function draw(
  seed: number | string,
  [N, T, E, S]: readonly [number, number, number, number],
  masked: boolean,
): Problem {
  // prettier-ignore
  const random = new Random(seed);
  const inner = Math.floor(E / S) * S;
  const layer = (outputs: number, inputs: number): Linear => ({
    weight: random.normalTensor([outputs, inputs], 1 / Math.sqrt(inputs)),
    bias: random.normalTensor([outputs]),
  });
  return {
    params: {
      queryProj: layer(inner, E),
      keyProj: layer(inner, E),
      valueProj: layer(inner, E),
      outProj: layer(E, inner),
    },
    S,
    x: random.normalTensor([N, T, E]),
    mask: masked ? causalMask(T) : undefined,
    dOutput: random.normalTensor([N, T, E]),
  };
}

const gradients = ({ params, S, x, mask, dOutput }: Problem): AttentionGradients =>
  backward(params, dOutput, forward(params, S, x, mask));
const lossOf = ({ params, S, x, mask, dOutput }: Problem): number =>
  forward(params, S, x, mask).output.times(dOutput).sum();

/** What can be differentiated: the tokens, and the weight and bias of each layer. */
interface Place {
  name: string;
  of: (gradients: AttentionGradients) => Tensor;
  replace: (problem: Problem, tensor: Tensor) => Problem;
}

const places: readonly Place[] = [
  { name: "x", of: ({ x }) => x, replace: (problem, x) => ({ ...problem, x }) },
  ...PROJECTIONS.flatMap((projection) =>
    (["weight", "bias"] as const).map((kind): Place => ({
      name: `${projection}.${kind}`,
      of: (gradients) => gradients[projection][kind],
      replace: (problem, tensor) => ({
        ...problem,
        params: { ...problem.params, [projection]: { ...problem.params[projection], [kind]: tensor } },
      }),
    })),
  ),
];

const at = (problem: Problem, place: Place): Tensor => place.of({ ...problem.params, x: problem.x });

/** The same sum, written down anew in complex numbers, entry by entry, with one entry replaced by `z`. */
function complexLoss(problem: Problem, place: Place, offset: number, z: Complex): Complex {
  const { S, x, mask, dOutput } = problem;
  const [N = 0, T = 0, E = 0] = x.shape;
  const P = Math.floor(E / S);
  const complex =
    (name: string, tensor: Tensor) =>
    (at: number): Complex =>
      name === place.name && at === offset ? z : new Complex(tensor.data[at]!);
  const sum = (length: number, term: (i: number) => Complex, start = new Complex(0)): Complex =>
    Array.from({ length }, (_, i) => term(i)).reduce((a, b) => a.plus(b), start);
  const token = complex("x", x);
  const project = (projection: (typeof PROJECTIONS)[number]) => {
    const weight = complex(`${projection}.weight`, problem.params[projection].weight);
    const bias = complex(`${projection}.bias`, problem.params[projection].bias);
    return (from: (i: number) => Complex, inputs: number, output: number): Complex =>
      sum(inputs, (i) => weight(output * inputs + i).times(from(i)), bias(output));
  };
  const projected = (projection: (typeof PROJECTIONS)[number], n: number): Complex[][] =>
    Array.from({ length: T }, (_, t) =>
      Array.from({ length: S * P }, (_, j) => project(projection)((e) => token((n * T + t) * E + e), E, j)),
    );
  return sum(N, (n) => {
    const [Q, K, V] = [projected("queryProj", n), projected("keyProj", n), projected("valueProj", n)];
    return sum(T, (q) => {
      const merged = Array.from({ length: S * P }, (_, j) => {
        const first = j - (j % P);
        const open = Array.from({ length: T }, (_, k) => k).filter((k) => mask?.[q]?.[k] !== false);
        const powers = open.map((k) =>
          sum(P, (p) => Q[q]![first + p]!.times(K[k]![first + p]!))
            .over(new Complex(Math.sqrt(P)))
            .exp(),
        );
        const total = sum(powers.length, (i) => powers[i]!);
        return sum(powers.length, (i) => powers[i]!.over(total).times(V[open[i]!]![j]!));
      });
      return sum(E, (e) =>
        project("outProj")((j) => merged[j]!, S * P, e).times(new Complex(dOutput.at(n, q, e))),
      );
    });
  });
}

// also heads that do not divide the model dimension, one head, one feature per head, one token
const sizes = fc
  .tuple(
    fc.integer({ min: 1, max: 2 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 5 }),
    fc.nat(),
  )
  .map(([N, T, E, head]) => [N, T, E, 1 + (head % E)] as const);

describe.each([false, true])("the gradient, causal mask: %s,", (masked) => {
  test.each(places)("of $name is the complex-step derivative to 1e-13", (place) => {
    fc.assert(
      fc.property(fc.integer(), sizes, (seed, size) => {
        const problem = draw(seed, size, masked);
        const expected = at(problem, place).map((value, offset) =>
          complexStep((z) => complexLoss(problem, place, offset, z), value),
        );
        // the gradient of a key bias is 0, being the sum of terms that cancel
        const options = { tolerance: { pass: 1e-13, float32: 1e-12 }, scale: 1 };
        expect(compare(place.of(gradients(problem)), expected, options)).toMatchObject({ tier: "pass" });
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  test.each(places)("of $name is Richardson's numeric gradient to 1e-9", (place) => {
    for (let seed = 0; seed < 5; seed++) {
      const problem = draw(seed, [2, 3, 5, 2], masked);
      const numeric = numericGradientOf((point) => lossOf(place.replace(problem, point)), at(problem, place));
      // softmax cancels a key bias, and the slope of rounding errors jumps wherever it likes
      const trusted = !numeric.inconclusive && numeric.kinks.length === 0;
      expect(trusted || place.name === "keyProj.bias").toBe(true);
      const options = { tolerance: { pass: 1e-9, float32: 1e-8 }, scale: 1 };
      expect(compare(place.of(gradients(problem)), numeric.gradient, options)).toMatchObject({
        tier: "pass",
      });
    }
  });
});

test("fresh parameters have the shapes of the layers, also where the heads do not divide E", () => {
  const { queryProj, keyProj, valueProj, outProj } = initialize(new Random(1), 3, 8);
  for (const { weight, bias } of [queryProj, keyProj, valueProj]) {
    expect([weight.shape, bias.shape]).toEqual([[6, 8], [6]]);
    expect([weight.maxAbs() > 0, bias.maxAbs()]).toEqual([true, 0]);
  }
  expect([outProj.weight.shape, outProj.bias.shape]).toEqual([[8, 6], [8]]);
  expect(queryProj.weight.data).not.toEqual(keyProj.weight.data);
});
