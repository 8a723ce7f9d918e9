import { expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import { CheckFailure } from "../kit/index.js";
import { expectShuffled } from "./shuffling.js";

const [N, EPOCHS] = [9, 24];

/** How much each of 9 examples counts over 24 epochs in batches of 4, of which the last holds one. */
function amountsOf(order: (epoch: number) => readonly number[]): number[] {
  const amounts = Array<number>(N).fill(0);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    order(epoch).forEach((example, place) => {
      amounts[example] = (amounts[example] ?? 0) + (place < 8 ? 1 / 4 : 1);
    });
  }
  return amounts;
}

function failureOf(order: (epoch: number) => readonly number[]): string | null {
  try {
    expectShuffled(amountsOf(order), { epochs: EPOCHS, full: 1 / 4, alone: 1 });
    return null;
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    return error.findings[0]?.code ?? "";
  }
}

const inOrder = Array.from({ length: N }, (_, n) => n);

test("orders that are drawn anew pass for 2000 seeds, and so do those of a sort by random comparisons", () => {
  for (let seed = 0; seed < 2000; seed++) {
    const random = new Random(seed, "orders");
    expect(failureOf(() => random.shuffle([...inOrder]))).toBeNull();
    expect(failureOf(() => inOrder.toSorted(() => random.uniform(-0.5, 0.5)))).toBeNull();
  }
});

test("one order for all epochs does not pass", () => {
  expect(failureOf(() => inOrder)).toBe("two-layer-nn.not-reshuffled");
});

test("an order that is only turned around does not pass", () => {
  const reversed = inOrder.toReversed();
  expect(failureOf((epoch) => (epoch % 3 === 0 ? reversed : inOrder))).toBe("two-layer-nn.hardly-shuffled");
});
