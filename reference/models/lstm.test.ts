import { describe, expect, test } from "vitest";
import { Random } from "../random/random.js";
import { stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";
import { backward, forward, initialize, type LstmParams, PARAM_NAMES, step } from "./lstm.js";
import { drawParams, stepsOf } from "./recurrent.fixture.js";

const random = new Random("lstm");
const params = drawParams(random, PARAM_NAMES, 2, 3) as LstmParams;
const X = random.normalTensor([2, 4, 2]);
const [h0, c0] = [random.normalTensor([2, 3]), random.normalTensor([2, 3])];

/** The parameters with some gates held open (40) or shut (-40). */
function held(gates: Partial<Record<"i" | "f" | "o", number>>): LstmParams {
  const changed = Object.entries(gates).flatMap(([gate, size]) => [
    [`W${gate}`, Tensor.zeros([2, 3])],
    [`U${gate}`, Tensor.zeros([3, 3])],
    [`b${gate}`, Tensor.vector([size, size, size])],
  ]);
  return { ...params, ...(Object.fromEntries(changed) as Partial<LstmParams>) };
}

test("one unit steps as it does on paper", () => {
  const [i, f, g, o] = [0.1, -0.2, 0.3, -0.4].map((bias) => bias + 2 * 3 - 1 * 4) as [
    number,
    number,
    number,
    number,
  ];
  const W = Tensor.fromRows([[2]]);
  const U = Tensor.fromRows([[-1]]);
  const b = [0.1, -0.2, 0.3, -0.4].map((bias) => Tensor.vector([bias])) as [Tensor, Tensor, Tensor, Tensor];
  // prettier-ignore
  const tiny: LstmParams = {
    Wi: W, Ui: U, bi: b[0],
    Wf: W, Uf: U, bf: b[1],
    Wg: W, Ug: U, bg: b[2],
    Wo: W, Uo: U, bo: b[3],
  };
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const next = step(tiny, Tensor.fromRows([[3]]), Tensor.fromRows([[4]]), Tensor.fromRows([[5]]));
  const c = sigmoid(f) * 5 + sigmoid(i) * Math.tanh(g);
  expect(next.c.at(0, 0)).toBeCloseTo(c, 14);
  expect(next.h.at(0, 0)).toBeCloseTo(sigmoid(o) * Math.tanh(c), 14);
});

test("a sequence is its steps, of both states", () => {
  const { h, c } = forward(params, X, h0, c0);
  const first = step(params, stepAt(X, 0), h0, c0);
  expect({ h: stepAt(h, 0), c: stepAt(c, 0) }).toEqual(first);
  expect({ h: stepAt(h, 1), c: stepAt(c, 1) }).toEqual(step(params, stepAt(X, 1), first.h, first.c));
});

test("each starting state may be given without the other", () => {
  const zeros = Tensor.zeros([2, 3]);
  expect(forward(params, X, h0).c).toEqual(forward(params, X, h0, zeros).c);
  expect(forward(params, X, undefined, c0).h).toEqual(forward(params, X, zeros, c0).h);
});

describe("with gates held", () => {
  test("forget open and input shut, the cell keeps, and its gradient comes back whole", () => {
    const keeping = held({ f: 40, i: -40, o: 0.3 });
    const cache = forward(keeping, X, h0, c0);
    for (const c of stepsOf(cache.c)) expect(c.minus(c0).maxAbs()).toBeLessThan(1e-14);
    const dh = random.normalTensor([2, 4, 3]);
    const expected = stepsOf(dh)
      .map((d, t) => d.times(cache.steps[t]!.o).times(c0.map((c) => 1 - Math.tanh(c) ** 2)))
      .reduce((sum, d) => sum.plus(d));
    expect(backward(keeping, dh, cache).c0.minus(expected).maxAbs()).toBeLessThan(1e-13);
  });

  test("forget and input open, the cell counts", () => {
    const { c, steps } = forward(held({ f: 40, i: 40 }), X, h0, c0);
    const sum = steps.reduce((total, { g }) => total.plus(g), c0);
    expect(stepAt(c, 3).minus(sum).maxAbs()).toBeLessThan(1e-14);
  });

  test("output shut, nothing is seen of the cell", () => {
    const { h, c } = forward(held({ o: -800 }), X, h0, c0);
    expect(h.maxAbs()).toBe(0);
    expect(c.maxAbs()).toBeGreaterThan(0.1);
  });
});

test("fresh parameters have their names, shapes, and zero biases, and no two gates are alike", () => {
  const fresh = initialize(new Random(1), 2, 3);
  expect(Object.keys(fresh)).toEqual([...PARAM_NAMES]);
  const shapes: Record<string, number[]> = { W: [2, 3], U: [3, 3], b: [3] };
  for (const name of PARAM_NAMES) {
    expect(fresh[name].shape).toEqual(shapes[name.charAt(0)]);
    expect(fresh[name].maxAbs() > 0).toBe(!name.startsWith("b"));
  }
  expect(fresh.Wi).not.toEqual(fresh.Wf);
});
