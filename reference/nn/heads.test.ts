import { expect, test } from "vitest";
import { Random } from "../random/random.js";
import { matmulEach, transposeEach } from "../tensor/each-matrix.js";
import { Tensor } from "../tensor/tensor.js";
import { mergeHeads, splitHeads } from "./heads.js";
import { causalMask, drawMask } from "./masks.js";

test("head s holds the features from s·P on, of every token", () => {
  const [N, T, S, P] = [2, 3, 4, 5];
  const x = new Random(1).normalTensor([N, T, S * P]);
  const heads = splitHeads(x, S);
  expect(heads.shape).toEqual([N, S, T, P]);
  for (const [n, s, t, p] of [[0, 0, 0, 0], [0, 1, 2, 3], [1, 3, 2, 4], [1, 0, 1, 2]] as const) {
    expect(heads.at(n, s, t, p)).toBe(x.at(n, t, s * P + p));
  } // prettier-ignore
  expect(mergeHeads(heads)).toEqual(x);
  expect(splitHeads(mergeHeads(heads), S)).toEqual(heads);
});

test("heads that do not divide the features, and other ranks, are refused", () => {
  expect(() => splitHeads(Tensor.zeros([2, 3, 7]), 2)).toThrow(RangeError);
  expect(() => splitHeads(Tensor.zeros([3, 8]), 2)).toThrow(/rank 3/);
  expect(() => mergeHeads(Tensor.zeros([3, 8, 2]))).toThrow(/rank 4/);
});

test("stacks of matrices are multiplied and transposed one by one", () => {
  const random = new Random(2);
  const [a, b] = [random.normalTensor([2, 3, 4, 5]), random.normalTensor([2, 3, 5, 2])];
  const matrix = (tensor: Tensor, i: number): Tensor => {
    const [rows = 0, columns = 0] = tensor.shape.slice(2);
    const size = rows * columns;
    return Tensor.of([rows, columns], tensor.data.slice(i * size, (i + 1) * size));
  };
  const [product, flipped] = [matmulEach(a, b), transposeEach(a)];
  expect([product.shape, flipped.shape]).toEqual([[2, 3, 4, 2], [2, 3, 5, 4]]); // prettier-ignore
  for (let i = 0; i < 6; i++) {
    expect(matrix(product, i)).toEqual(matrix(a, i).matmul(matrix(b, i)));
    expect(matrix(flipped, i)).toEqual(matrix(a, i).transpose());
  }
  expect(() => matmulEach(a, random.normalTensor([3, 2, 5, 2]))).toThrow(/do not fit/);
  expect(() => transposeEach(Tensor.vector([1]))).toThrow(/no matrix/);
});

test("masks admit a key to every query; a drawn one forbids others too", () => {
  expect(causalMask(3)).toEqual([[true, false, false], [true, true, false], [true, true, true]]); // prettier-ignore
  const random = new Random(3);
  for (let Tk = 1; Tk < 7; Tk++) {
    const mask = drawMask(random, 5, Tk);
    expect(mask.some((row, q) => row[q] === false)).toBe(Tk > 1);
    for (const row of mask) {
      const admitted = row.filter(Boolean).length;
      expect([row.length, admitted >= Math.min(2, Tk - 1), admitted >= 1]).toEqual([Tk, true, true]);
      expect(admitted < Tk || Tk === 1).toBe(true);
    }
  }
});
