import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import { take } from "./take.js";

test("what is taken along an axis is what lies there, for every axis", () => {
  const size = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(fc.tuple(size, size, size), fc.nat(2), fc.nat(0xffff), ([a, b, c], axis, seed) => {
      const random = new Random(seed, "take");
      const tensor = random.normalTensor([a, b, c]);
      const last = (tensor.shape[axis] ?? 1) - 1;
      const indices = Array.from({ length: random.integer(1, 5) }, () => random.integer(0, last));
      const taken = take(tensor, axis, indices);
      expect(taken.shape).toEqual(tensor.shape.map((each, i) => (i === axis ? indices.length : each)));
      const place = [0, 1, 2].map((i) => random.integer(0, (taken.shape[i] ?? 1) - 1));
      const from = place.map((index, i) => (i === axis ? (indices[index] ?? -1) : index));
      expect(taken.at(...place)).toBe(tensor.at(...from));
    }),
    { seed: 1 },
  );
});
