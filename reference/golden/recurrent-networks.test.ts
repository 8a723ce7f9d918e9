// The tolerances are promises about the goldens: correct work of any style is ten times closer than they ask, and
// structural bugs are a hundred times farther away. If a new seed breaks one, take another seed.
import { describe, expect, test } from "vitest";
import { TOLERANCE } from "../gradients/tolerance.js";
import { RECURRENT_MODELS, RECURRENT_NAMES, type RecurrentInputs } from "../models/recurrent-model.js";
import { globalNorm } from "../nn/clip-gradients.js";
import type { GoldenTensor } from "./format.js";
import { goldenPath, loadGolden } from "./generate.js";
import { maxDifference } from "./oracle.js";
import { clipCases, recurrentCases } from "./recurrent-networks.js";
import { plain, runStyle } from "./recurrent-styles.fixture.js";
import { type Change, correct, wrong } from "./recurrent-ways.fixture.js";
import { exact, type Node } from "./tape.fixture.js";
import { store } from "./tensors.js";

const file = loadGolden(goldenPath("recurrent-networks"));

function tensorsOf(
  outputs: Pick<ReturnType<typeof runStyle>, "states" | "gradients">,
): Record<string, GoldenTensor> {
  return { ...store(outputs.states), ...store(outputs.gradients) };
}

describe.each(RECURRENT_NAMES)("the goldens of the %s", (name) => {
  const cases = recurrentCases(file, name);
  const typical = cases.filter(({ id }) => ["typical", "long", "many-features"].includes(id));
  const miss = (inputs: RecurrentInputs, change: Change, expected: Record<string, GoldenTensor>): number =>
    maxDifference(tensorsOf(runStyle(name, { ...plain(name), ...change(plain(name)) }, inputs)), expected);

  test.each(
    Object.entries({
      "plain loops": () => ({}),
      "sums from the other end": () => ({ order: (terms: Node[]) => terms.toReversed() }),
      ...correct[name],
    }),
  )("are met with a tenth of the tolerance by %s", (_, change) => {
    for (const { inputs, expected } of cases) {
      expect(miss(inputs, change, tensorsOf(expected))).toBeLessThan(TOLERANCE.pass / 10);
    }
  });

  test("are met with a tenth of its tolerance in float32", () => {
    const single: Change = () => ({ arithmetic: { ...exact, round: Math.fround } });
    for (const { inputs, expected } of cases) {
      expect(miss(inputs, single, tensorsOf(expected))).toBeLessThan(TOLERANCE.float32 / 10);
    }
  });

  test.each(Object.entries(wrong[name]))("tell %s, by a hundred times the tolerance", (_, change) => {
    expect(typical).toHaveLength(3);
    for (const { inputs, expected } of typical) {
      expect(miss(inputs, change, tensorsOf(expected))).toBeGreaterThan(100 * TOLERANCE.pass);
    }
  });

  test("have pairwise different sizes, states and biases that are not zero, and gradients that are not small", () => {
    for (const { inputs, expected } of typical) {
      const sizes = [...inputs.X.shape, inputs.dh.columns];
      expect(new Set(sizes).size).toBe(4);
      const entries = [...Object.values(inputs.params), ...Object.values(inputs.starts)].flatMap(
        ({ data }) => [...data],
      );
      expect(entries.every((value) => value !== 0)).toBe(true);
      for (const gradient of Object.values(expected.gradients))
        expect(gradient.maxAbs()).toBeGreaterThan(0.01);
    }
  });

  test("at the last step alone are another gradient, which reaches the first input", () => {
    for (const { inputs, expected } of typical) {
      expect(maxDifference(store(expected.last), store(expected.gradients))).toBeGreaterThan(
        100 * TOLERANCE.pass,
      );
      expect(expected.last["X"]!.data[0]).not.toBe(0);
      expect(Object.keys(expected.last)).toEqual(Object.keys(RECURRENT_MODELS[name].run(inputs).gradients));
    }
  });
});

test("the goldens of clipping are on either side of maxNorm, and none is near it", () => {
  const shares = clipCases(file).map(({ grads, maxNorm }) => maxNorm / globalNorm(grads));
  expect(shares.filter((share) => share < 0.9)).toHaveLength(3);
  expect(shares.filter((share) => share > 1.1)).toHaveLength(1);
});
