import { describe, expect, test } from "vitest";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Axis, Label } from "./axis.js";
import { heatmapsOf } from "./heatmaps.js";

const axis = (letter: string, name: string, size: number): Axis => ({ letter, name, size });

/** Zeros of a shape, with some numbers put in. */
function tensor(shape: readonly number[], entries: Record<number, number> = {}): Tensor {
  return Tensor.zeros(shape).map((_, offset) => entries[offset] ?? 0);
}

/** Attention weights `(N, S, T, T)` of one-hot rows. */
function weightsLabel(N: number, S: number, T: number): Label {
  const axes = [axis("N", "example", N), axis("S", "head", S), axis("T", "query", T), axis("T", "key", T)];
  return { what: "weights", axes };
}

describe("a matrix", () => {
  const label = { what: "dW1", axes: [axis("D", "input", 2), axis("H", "hidden", 3)] };

  test("is one picture with its last axis across, on a scale of its own", () => {
    const expected = Tensor.of([2, 3], [1, -2, 0.5, 0.25, 3, -4]);
    expect(heatmapsOf(expected.scale(2), expected, label)).toEqual([
      {
        kind: "heatmap",
        what: "dW1",
        rowAxis: "input",
        columnAxis: "hidden",
        rows: 2,
        columns: 3,
        got: [2, -4, 1, 0.5, 6, -8],
        expected: [1, -2, 0.5, 0.25, 3, -4],
        error: [1, 2, 0.5, 0.25, 3, 4],
      },
    ]);
  });

  test("of one row is a vector", () => {
    const vector = { what: "b1", axes: [axis("H", "hidden", 2)] };
    const [picture] = heatmapsOf(Tensor.vector([1, 2]), Tensor.vector([1, 3]), vector);
    expect(picture).toMatchObject({ rows: 1, columns: 2, rowAxis: "", columnAxis: "hidden" });
  });
});

test("of hidden states (N, T, H) it is the example that is farthest off", () => {
  const label = { what: "h", axes: [axis("N", "example", 3), axis("T", "step", 2), axis("H", "hidden", 2)] };
  const got = tensor([3, 2, 2], { 1: 0.5, 10: -2 });
  const pictures = heatmapsOf(got, tensor([3, 2, 2]), label);
  expect(pictures).toMatchObject([
    { what: "h[2]", slice: [{ name: "example", index: 2 }], rowAxis: "step", columnAxis: "hidden" },
  ]);
  expect(pictures[0]?.got).toEqual([0, 0, -2, 0]);
  expect(pictures[0]).not.toHaveProperty("scale");
});

describe("attention weights (N, S, T, T)", () => {
  test("are a picture for each head of the worst example, on one scale", () => {
    const expected = tensor([2, 2, 2, 2], { 8: 1, 13: 0.5 });
    const got = tensor([2, 2, 2, 2], { 0: 0.1, 8: 0.25, 13: 0.5 });
    const pictures = heatmapsOf(got, expected, weightsLabel(2, 2, 2));
    expect(pictures.map(({ what }) => what)).toEqual(["weights[1][0]", "weights[1][1]"]);
    for (const picture of pictures) {
      expect(picture).toMatchObject({
        scale: { value: 1, error: 0.75 },
        rowAxis: "query",
        columnAxis: "key",
      });
    }
    expect(pictures[1]?.slice).toEqual([
      { name: "example", index: 1 },
      { name: "head", index: 1 },
    ]);
  });

  test("of many heads are the four worst, in their order", () => {
    const misses = { 0: 0.1, 4: 0.5, 8: Number.NaN, 12: 0.2, 16: 0.4, 20: 0.3 };
    const pictures = heatmapsOf(tensor([1, 6, 2, 2], misses), tensor([1, 6, 2, 2]), weightsLabel(1, 6, 2));
    expect(pictures.map(({ slice }) => slice?.[1]?.index)).toEqual([1, 2, 4, 5]);
    expect(pictures[0]?.scale).toEqual({ value: 0.5, error: 0.5 });
  });
});
