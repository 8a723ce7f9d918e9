import { fail, numberText } from "../kit/index.js";

/** How far an amount read off the weights may be from what it stands for. */
const CLOSE_AMOUNT = 0.05;

/** Whether an amount read off the weights is the expected one. */
export function isAbout(amount: number, expected: number): boolean {
  return Math.abs(amount - expected) <= CLOSE_AMOUNT * Math.abs(expected) + 1e-6;
}

/** How much an example counted, with whichever labels. */
export function amountOf(byLabel: readonly number[]): number {
  return byLabel.reduce((sum, amount) => sum + amount, 0);
}

/**
 * Nothing where the example counted for as much as expected.
 *
 * @throws CheckFailure that says by how much it did not.
 */
export function expectAmount(example: number, got: number, expected: number): void {
  if (isAbout(got, expected)) return;
  if (got === 0) fail("two-layer-nn.example-unused", { example });
  const times = got / expected;
  fail("two-layer-nn.example-amount", { example, times: numberText(times) });
}
