import { expect, test } from "vitest";
import { Random } from "../random/random.js";
import { drawAttention, drawAttentionSizes, drawExtremeAttention } from "./attention-inputs.js";
import { forward } from "./multi-head-attention.js";
import { drawMultiHead, drawMultiHeadSizes } from "./multi-head-inputs.js";
import { scaledDotProductAttention } from "./scaled-dot-product-attention.js";

const seeds = Array.from({ length: 100 }, (_, seed) => seed);

test("sizes differ from each other, with several heads and three tokens or more", () => {
  for (const seed of seeds) {
    const { N, S, Tq, Tk, P, Pv } = drawAttentionSizes(new Random(seed));
    expect(new Set([N, S, Tq, Tk, P, Pv]).size).toBe(6);
    expect([S >= 2, Tq >= 3, Tk >= 3]).toEqual([true, true, true]);
    for (const uneven of [false, true]) {
      const sizes = drawMultiHeadSizes(new Random(seed), uneven);
      const dimensions = [sizes.N, sizes.T, sizes.E, sizes.S, Math.floor(sizes.E / sizes.S)];
      expect(new Set(dimensions).size).toBe(5);
      expect(sizes.E % sizes.S > 0).toBe(uneven);
      expect([sizes.N >= 2, sizes.T >= 3, sizes.S >= 2]).toEqual([true, true, true]);
    }
  }
});

test("weights are spread over the keys, neither all alike nor all on one", () => {
  for (const seed of seeds.slice(0, 20)) {
    const random = new Random(seed);
    const { Q, K, V } = drawAttention(random, drawAttentionSizes(random));
    const layer = drawMultiHead(random, drawMultiHeadSizes(random, false));
    const inner = forward(layer.params, layer.numHeads, layer.x).weights;
    for (const weights of [scaledDotProductAttention(Q, K, V).weights, inner]) {
      expect(weights.maxAbs()).toBeGreaterThan(1.5 / weights.columns);
      const shared = weights.data.filter((weight) => weight > 0.02 && weight < 0.9).length;
      expect(shared / weights.data.length).toBeGreaterThan(0.6);
    }
  }
});

test("extreme queries and keys are exact in float32, and so are their scaled scores", () => {
  for (const seed of seeds.slice(0, 20)) {
    const { Q, K } = drawExtremeAttention(new Random(seed), { N: 1, S: 2, Tq: 3, Tk: 4, Pv: 2 });
    const isSingle = (value: number): boolean => Math.fround(value) === value;
    expect([...Q.data, ...K.data].every(isSingle)).toBe(true);
    for (let q = 0; q < 3; q++) {
      const score = [0, 1, 2, 3].reduce((sum, p) => sum + Q.at(0, 1, q, p) * K.at(0, 1, 2, p), 0) / 2;
      expect([isSingle(score), Math.abs(Math.abs(score) - 1000) < 20]).toEqual([true, true]);
    }
  }
});
