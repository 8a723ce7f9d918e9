import { describe, expect, test } from "vitest";
import { Random } from "../random/random.js";
import { stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";
import { backward, forward, type GruParams, initialize, PARAM_NAMES, step } from "./gru.js";
import { drawParams, stepsOf } from "./recurrent.fixture.js";
import * as rnn from "./rnn.js";

const random = new Random("gru");
const params = drawParams(random, PARAM_NAMES, 2, 3) as GruParams;
const X = random.normalTensor([2, 4, 2]);
const h0 = random.normalTensor([2, 3]);

/** The parameters with some gates held at 1 (800) or 0 (-800). */
function held(gates: Partial<Record<"r" | "z", number>>): GruParams {
  const changed = Object.entries(gates).flatMap(([gate, size]) => [
    [`W${gate}`, Tensor.zeros([2, 3])],
    [`U${gate}`, Tensor.zeros([3, 3])],
    [`b${gate}`, Tensor.vector([size, size, size])],
  ]);
  return { ...params, ...(Object.fromEntries(changed) as Partial<GruParams>) };
}

test("one unit steps as it does on paper", () => {
  const one = (value: number): Tensor => Tensor.fromRows([[value]]);
  const b = (value: number): Tensor => Tensor.vector([value]);
  // prettier-ignore
  const tiny: GruParams = {
    Wr: one(0.5), Ur: one(-0.5), br: b(0.1),
    Wz: one(0.2), Uz: one(0.1), bz: b(-1),
    Wn: one(0.3), Un: one(-0.4), bn: b(0.2), cn: b(0.6),
  };
  const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
  const r = sigmoid(0.5 * 3 - 0.5 * 4 + 0.1);
  const z = sigmoid(0.2 * 3 + 0.1 * 4 - 1);
  const n = Math.tanh(0.3 * 3 + 0.2 + r * (-0.4 * 4 + 0.6));
  expect(step(tiny, one(3), one(4)).at(0, 0)).toBeCloseTo((1 - z) * n + z * 4, 14);
});

test("a sequence is its steps", () => {
  const { h } = forward(params, X, h0);
  const first = step(params, stepAt(X, 0), h0);
  expect(stepAt(h, 0)).toEqual(first);
  expect(stepAt(h, 1)).toEqual(step(params, stepAt(X, 1), first));
});

describe("with gates held", () => {
  test("update at 1, the state is kept, and its gradient comes back whole", () => {
    const cache = forward(held({ z: 800 }), X, h0);
    for (const h of stepsOf(cache.h)) expect(h).toEqual(h0);
    const dh = random.normalTensor([2, 4, 3]);
    const total = stepsOf(dh).reduce((sum, d) => sum.plus(d));
    expect(
      backward(held({ z: 800 }), dh, cache)
        .h0.minus(total)
        .maxAbs(),
    ).toBeLessThan(1e-14);
  });

  test("update at 0 and reset at 1, it is a plain recurrent network with both biases", () => {
    const gru = held({ z: -800, r: 800 });
    const plain = { Wh: params.Wn, Uh: params.Un, bh: params.bn.plus(params.cn) };
    const [cache, other] = [forward(gru, X, h0), rnn.forward(plain, X, h0)];
    expect(cache.h.minus(other.h).maxAbs()).toBeLessThan(1e-15);
    const dh = random.normalTensor([2, 4, 3]);
    const [d, dOther] = [backward(gru, dh, cache), rnn.backward(plain, dh, other)];
    expect(d.Un.minus(dOther.Uh).maxAbs()).toBeLessThan(1e-13);
    expect(d.X.minus(dOther.X).maxAbs()).toBeLessThan(1e-13);
    expect(d.cn).toEqual(d.bn);
  });

  test("reset at 0, the candidate forgets the state, cn included", () => {
    const cache = forward(held({ r: -800 }), X, h0);
    const n = stepAt(X, 0).matmul(params.Wn).addRow(params.bn).map(Math.tanh);
    expect(cache.steps[0]!.n.minus(n).maxAbs()).toBeLessThan(1e-15);
    const d = backward(held({ r: -800 }), random.normalTensor([2, 4, 3]), cache);
    expect([d.cn.maxAbs(), d.Un.maxAbs()]).toEqual([0, 0]);
  });
});

test("fresh parameters have their names, shapes, and zero biases", () => {
  const fresh = initialize(new Random(1), 2, 3);
  expect(Object.keys(fresh)).toEqual([...PARAM_NAMES]);
  const shapes: Record<string, number[]> = { W: [2, 3], U: [3, 3], b: [3], c: [3] };
  for (const name of PARAM_NAMES) {
    expect(fresh[name].shape).toEqual(shapes[name.charAt(0)]);
    expect(fresh[name].maxAbs() > 0).toBe(/^[WU]/.test(name));
  }
});
