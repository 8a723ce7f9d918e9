import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../random/random.js";
import { indexAt, sameShape, showShape, sizeOf } from "./shape.js";
import { Tensor } from "./tensor.js";

const a = Tensor.fromRows([
  [1, 2, 3],
  [4, 5, 6],
]);
const b = Tensor.fromRows([
  [1, 0],
  [-1, 2],
  [0, 1],
]);

describe("making", () => {
  test("rows, vectors, scalars and zeros have their shapes and numbers", () => {
    expect([a.shape, [...a.data]]).toEqual([[2, 3], [1, 2, 3, 4, 5, 6]]); // prettier-ignore
    expect(Tensor.vector([1, 2]).shape).toEqual([2]);
    expect([Tensor.scalar(7).shape, Tensor.scalar(7).at()]).toEqual([[], 7]);
    expect([...Tensor.zeros([2, 0, 3]).data, ...Tensor.zeros([2]).data]).toEqual([0, 0]);
    expect(Tensor.fromRows([]).shape).toEqual([0, 0]);
  });

  test("the numbers are copied", () => {
    const numbers = new Float64Array([1, 2]);
    const tensors = [Tensor.vector(numbers), Tensor.from({ shape: [2], data: numbers })];
    numbers[0] = 9;
    expect(tensors.map((tensor) => tensor.at(0))).toEqual([1, 1]);
  });

  test.each([
    ["too few numbers", () => Tensor.of([2, 2], [1, 2, 3])],
    ["too many numbers", () => Tensor.of([2], [1, 2, 3])],
    ["a negative dimension", () => Tensor.zeros([-1])],
    ["a broken dimension", () => Tensor.zeros([1.5])],
    ["ragged rows", () => Tensor.fromRows([[1, 2], [3]])],
  ])("%s throw", (_, make) => {
    expect(make).toThrow(RangeError);
  });
});

describe("reading", () => {
  test("an entry is found by its index", () => {
    expect([a.at(0, 0), a.at(1, 0), a.at(1, 2)]).toEqual([1, 4, 6]);
    expect(Tensor.of([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]).at(1, 0, 1)).toBe(5);
  });

  test.each([[[2, 0]], [[0, 3]], [[-1, 0]], [[0]], [[0, 0, 0]], [[0.5, 0]]])("no entry at %j", (index) => {
    expect(() => a.at(...index)).toThrow(RangeError);
  });

  test("rows, columns, sum, largest and argmax", () => {
    expect([a.rows, a.columns, a.sum(), b.maxAbs()]).toEqual([2, 3, 21, 2]);
    expect(Tensor.fromRows([[1, 3, 2], [5, 5, 1], [-2, -3, -1]]).argmaxRows()).toEqual([1, 0, 2]); // prettier-ignore
    expect(Tensor.vector([1, Number.NaN]).maxAbs()).toBeNaN();
    expect(a.toRows()).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
  });
});

describe("arithmetic", () => {
  test("hand-computed results", () => {
    expect(a.matmul(b).toRows()).toEqual([[-1, 7], [-1, 16]]); // prettier-ignore
    expect(a.transpose().toRows()).toEqual([[1, 4], [2, 5], [3, 6]]); // prettier-ignore
    expect(a.addRow(Tensor.vector([10, 20, 30])).toRows()).toEqual([[11, 22, 33], [14, 25, 36]]); // prettier-ignore
    expect([...a.sumRows().data]).toEqual([5, 7, 9]);
    expect(a.takeRows([1, 1, 0]).toRows()).toEqual([[4, 5, 6], [4, 5, 6], [1, 2, 3]]); // prettier-ignore
    expect(a.minus(a.scale(2)).plus(a.times(a)).toRows()).toEqual([[0, 2, 6], [12, 20, 30]]); // prettier-ignore
    expect(a.reshape([3, 2]).toRows()).toEqual([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  });

  test("a product with NaN or infinity is not hidden by a zero", () => {
    const zeros = Tensor.zeros([1, 1]);
    expect(zeros.matmul(Tensor.fromRows([[Number.POSITIVE_INFINITY]])).at(0, 0)).toBeNaN();
  });

  test.each([
    ["matmul", () => a.matmul(a)],
    ["matmul of a vector", () => a.matmul(Tensor.vector([1, 2, 3]))],
    ["plus", () => a.plus(b)],
    ["addRow", () => a.addRow(Tensor.vector([1, 2]))],
    ["takeRows", () => a.takeRows([2])],
    ["transpose of a vector", () => Tensor.vector([1]).transpose()],
    ["reshape", () => a.reshape([4, 2])],
  ])("%s with shapes that do not fit throws", (_, compute) => {
    expect(compute).toThrow(RangeError);
  });

  test("(AB)ᵀ = BᵀAᵀ, and the arguments stay as they were", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(4), fc.nat(4), fc.nat(4), (seed, n, k, m) => {
        const random = new Random(seed);
        const left = random.normalTensor([n + 1, k + 1]);
        const right = random.normalTensor([k + 1, m + 1]);
        const before = [[...left.data], [...right.data]];
        const product = left.matmul(right).transpose();
        const flipped = right.transpose().matmul(left.transpose());
        expect(product.shape).toEqual([m + 1, n + 1]);
        expect(product.minus(flipped).maxAbs()).toBeLessThan(1e-14);
        expect([[...left.data], [...right.data]]).toEqual(before);
      }),
      { numRuns: 50, seed: 2 },
    );
  });
});

describe("shapes", () => {
  test("size, equality and notation", () => {
    expect([sizeOf([]), sizeOf([2, 3]), sizeOf([2, 0])]).toEqual([1, 6, 0]);
    expect([sameShape([2], [2]), sameShape([2], [2, 1]), sameShape([2, 3], [3, 2])]).toEqual([
      true,
      false,
      false,
    ]);
    expect([showShape([]), showShape([5]), showShape([3, 4])]).toEqual(["()", "(5)", "(3, 4)"]);
  });

  test("indexAt is the inverse of the row-major offset", () => {
    const cube = Tensor.of([2, 3, 4], Array.from({ length: 24 }, (_, i) => i)); // prettier-ignore
    cube.data.forEach((value, offset) => expect(cube.at(...indexAt(offset, cube.shape))).toBe(value));
    expect(indexAt(0, [])).toEqual([]);
  });
});
