import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complexStep } from "../gradients/complex.js";
import { numericGradientOf } from "../gradients/numeric-gradient.js";
import { compare } from "../gradients/tolerance.js";
import { sequenceOf } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";
import { complexLoss } from "./recurrent-complex.fixture.js";
import { drawProblem, gradientNames, lossOf, replaced, stepsOf, tensorsOf } from "./recurrent.fixture.js";
import { RECURRENT_MODELS, type RecurrentInputs, type Tensors } from "./recurrent-model.js";

const models = Object.values(RECURRENT_MODELS);
const places = models.flatMap((model) => gradientNames(model).map((name) => ({ model, name })));

const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const sizes = fc.tuple(upTo(3), upTo(5), upTo(3), upTo(4));

function close(got: Tensor, expected: Tensor, pass = 1e-13): boolean {
  const tolerance = { pass, float32: 10 * pass };
  return compare(got, expected, { tolerance, scale: 1e-2 }).tier === "pass";
}

/** The names of the tensors that are not close. */
function apart(got: Tensors, expected: Tensors): string[] {
  return Object.entries(expected).flatMap(([name, tensor]) => (close(got[name]!, tensor) ? [] : [name]));
}

/** The steps of every sequence `(N, T, K)` that `choose` takes. */
function partOf(sequence: Tensor, choose: (steps: Tensor[]) => Tensor[]): Tensor {
  return sequenceOf(choose(stepsOf(sequence)));
}

/** The rows of a matrix, or the sequences of a batch, in the order of `rows`. */
function examples(tensor: Tensor, rows: readonly number[]): Tensor {
  const [N = 0, ...rest] = tensor.shape;
  const taken = tensor.reshape([N, tensor.data.length / N]).takeRows(rows);
  return taken.reshape([rows.length, ...rest]);
}

const mapTensors = (tensors: Tensors, change: (tensor: Tensor, name: string) => Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]));

describe("the gradient", () => {
  test.each(places)("of $name is the complex-step derivative to 1e-13, $model.name", ({ model, name }) => {
    fc.assert(
      fc.property(fc.integer(), sizes, (seed, size) => {
        const problem = drawProblem(model, seed, size);
        const expected = tensorsOf(problem)[name]!.map((x, offset) =>
          complexStep((z) => complexLoss(model, problem, name, offset, z), x),
        );
        expect(close(model.run(problem).gradients[name]!, expected)).toBe(true);
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  test.each(places)("of $name is Richardson's numeric gradient to 1e-9, $model.name", ({ model, name }) => {
    for (let seed = 0; seed < 5; seed++) {
      const problem = drawProblem(model, seed, [2, 4, 3, 5]);
      const numeric = numericGradientOf(
        (point) => lossOf(model, replaced(problem, name, point)),
        tensorsOf(problem)[name]!,
      );
      expect(numeric).toMatchObject({ inconclusive: false, kinks: [] });
      expect(close(model.run(problem).gradients[name]!, numeric.gradient, 1e-9)).toBe(true);
    }
  });
});

describe.each(models)("$name", (model) => {
  const draw = (seed: number): RecurrentInputs => drawProblem(model, seed, [3, 5, 2, 4]);

  test("begins at zeros where nothing else is given", () => {
    const problem = draw(1);
    const zeros = mapTensors(problem.starts, (start) => Tensor.zeros(start.shape));
    const without = { ...problem, starts: {} };
    expect(model.run(without).states).toEqual(model.run({ ...problem, starts: zeros }).states);
    expect(model.run(without).gradients).toEqual(model.run({ ...problem, starts: zeros }).gradients);
    expect(model.run(without).states).not.toEqual(model.run(problem).states);
  });

  test("gives the same in two pieces, the state carried over", () => {
    const problem = draw(2);
    const first = model.run({ ...problem, X: partOf(problem.X, (steps) => steps.slice(0, 2)) }).states;
    const last = Object.entries(first).map(([state, steps]) => [`${state}0`, stepsOf(steps).at(-1)!]);
    const rest = partOf(problem.X, (steps) => steps.slice(2));
    const second = model.run({ ...problem, X: rest, starts: Object.fromEntries(last) as Tensors }).states;
    const whole = model.run(problem).states;
    for (const state of model.states) {
      expect(sequenceOf([...stepsOf(first[state]!), ...stepsOf(second[state]!)])).toEqual(whole[state]);
    }
  });

  test("does not look ahead, and does mind the order of its inputs", () => {
    const problem = draw(3);
    const later = partOf(problem.X, (steps) => steps.map((x, t) => (t < 3 ? x : x.scale(-2))));
    const [h, other] = [model.run(problem).states, model.run({ ...problem, X: later }).states].map((states) =>
      stepsOf(states["h"]!),
    );
    expect(other!.slice(0, 3)).toEqual(h!.slice(0, 3));
    expect(other![3]).not.toEqual(h![3]);
    const swapped = partOf(problem.X, ([a, b, ...rest]) => [b!, a!, ...rest]);
    const after = stepsOf(model.run({ ...problem, X: swapped }).states["h"]!).at(-1)!;
    expect(after.minus(h!.at(-1)!).maxAbs()).toBeGreaterThan(1e-4);
  });

  test("keeps the examples of a batch apart, forward and backward", () => {
    const problem = draw(4);
    const rows = [2, 0];
    const { params, X, starts, dh } = problem;
    const picked = {
      params,
      X: examples(X, rows),
      starts: mapTensors(starts, (start) => examples(start, rows)),
      dh: examples(dh, rows),
    };
    const expected = mapTensors(model.run(problem).states, (states) => examples(states, rows));
    expect(apart(model.run(picked).states, expected)).toEqual([]);
    for (const name of ["X", ...Object.keys(starts)]) {
      const expectedGradient = examples(model.run(problem).gradients[name]!, rows);
      expect(close(model.run(picked).gradients[name]!, expectedGradient)).toBe(true);
    }
  });

  test("does not mind the order of its hidden units", () => {
    const problem = draw(5);
    const order = [2, 0, 3, 1];
    const columns = (tensor: Tensor): Tensor =>
      tensor.map((_, offset) => tensor.data[offset - (offset % 4) + order[offset % 4]!]!);
    const permuted: RecurrentInputs = {
      params: mapTensors(problem.params, (tensor, name) =>
        name.startsWith("U") ? columns(tensor.takeRows(order)) : columns(tensor),
      ),
      X: problem.X,
      starts: mapTensors(problem.starts, columns),
      dh: columns(problem.dh),
    };
    expect(apart(model.run(permuted).states, mapTensors(model.run(problem).states, columns))).toEqual([]);
    expect(close(model.run(permuted).gradients["X"]!, model.run(problem).gradients["X"]!)).toBe(true);
  });

  test("adds up the gradients of the steps, and carries that of the last one back to the first input", () => {
    const problem = draw(6);
    const alone = (t: number): RecurrentInputs => ({
      ...problem,
      dh: partOf(problem.dh, (steps) => steps.map((d, s) => (s === t ? d : d.scale(0)))),
    });
    const each = [0, 1, 2, 3, 4].map((t) => model.run(alone(t)).gradients);
    const sums = mapTensors(each[0]!, (first, name) =>
      each.slice(1).reduce((sum, gradients) => sum.plus(gradients[name]!), first),
    );
    expect(apart(sums, model.run(problem).gradients)).toEqual([]);
    const last = stepsOf(each[4]!["X"]!);
    for (const dx of last) expect(dx.maxAbs()).toBeGreaterThan(1e-4);
    const early = stepsOf(each[1]!["X"]!);
    expect(early.map((dx) => dx.maxAbs() > 0)).toEqual([true, true, false, false, false]);
  });

  test("never has a state of size above 1, unless it begins there", () => {
    const problem = drawProblem(model, 7, [4, 30, 3, 5]);
    const { h } = model.run({ ...problem, X: problem.X.scale(50) }).states;
    expect(h!.maxAbs()).toBeLessThanOrEqual(Math.max(1, problem.starts["h0"]!.maxAbs()));
  });

  test.each([1000, -1000])("is finite for pre-activations of %d, and flat there", (size) => {
    const problem = draw(8);
    const params = mapTensors(problem.params, (tensor, name) =>
      name.startsWith("b") ? tensor.map(() => size) : tensor,
    );
    const saturated = { ...problem, params };
    for (const tensor of Object.values(model.run(saturated).states)) {
      expect(tensor.data.every(Number.isFinite)).toBe(true);
    }
    const gradients = model.run(saturated).gradients;
    for (const tensor of Object.values(gradients)) expect(tensor.data.every(Number.isFinite)).toBe(true);
    for (const name of model.paramNames) expect(gradients[name]!.maxAbs()).toBe(0);
  });

  test("leaves what it is given alone", () => {
    const problem = draw(9);
    const before = JSON.stringify(problem);
    const first = JSON.stringify(model.run(problem).gradients);
    expect(JSON.stringify(model.run(problem).gradients)).toBe(first);
    expect(JSON.stringify(problem)).toBe(before);
  });
});
