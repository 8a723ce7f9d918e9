import { describe, expect, test } from "vitest";
import type { ComparisonOptions } from "../../reference/gradients/tolerance.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Label } from "./axis.js";
import { CheckFailure } from "./failure.js";
import { codesOf, judging } from "./judging.fixture.js";
import { orElse } from "./or-else.js";
import { expectRight, expectSame, expectUntouched } from "./sameness.js";

const X: Label = {
  what: "X",
  axes: [
    { letter: "N", name: "example", size: 1 },
    { letter: "D", name: "input", size: 2 },
  ],
};
const VALUE = Tensor.fromRows([[1, 2]]);

describe("expectSame", () => {
  test("lets float32 dust pass and nothing more", () => {
    const moved = (by: number): Tensor => Tensor.fromRows([[1, 2 + by]]);
    expectSame(moved(1e-6), VALUE, X, "twice");
    expect(() => expectSame(moved(1e-4), VALUE, X, "twice")).toThrow(CheckFailure);
    expect(() => expectSame(moved(Number.NaN), VALUE, X, "twice")).toThrow("check.unlike.twice");
  });
});

describe("expectUntouched", () => {
  /** What is found where `f` is given `X`. */
  async function touching(body: string): Promise<string[]> {
    const recorded = await judging(`export function f(X) { ${body} }`, async (context) => {
      const script = context.script();
      const held = script.hold(VALUE);
      script.apply("f", held);
      const after = script.want(held);
      expectUntouched(await context.run(script), after, VALUE, X, "f");
    });
    return codesOf(recorded);
  }

  test.each([
    ["return X[0][0] + 1;", []],
    ["X[0][1] += 1e-15;", ["check.mutated"]],
    ["X[0].push(1);", ["check.mutated-shape"]],
    ["X.length = 0;", ["check.mutated-shape"]],
    ["X[0][0] = '1';", ["check.mutated-shape"]],
    ["Object.freeze(X);", []],
  ])("%s", async (body, codes) => {
    expect(await touching(body)).toEqual(codes);
  });
});

test("expectRight points to the check that judges the values", async () => {
  const right = (got: Tensor, options?: ComparisonOptions): ReturnType<typeof judging> =>
    judging("", async (context) => expectRight(context, got, VALUE, X, options));
  expect(codesOf(await right(VALUE.scale(1 + 1e-9)))).toEqual([]);
  expect(codesOf(await right(VALUE.scale(1.1)))).toEqual(["check.only-with-right-values"]);
  expect((await right(VALUE.scale(1 + 1e-5))).details.notes).toMatchObject([{ code: "check.float32" }]);
  const strict = { tolerance: { pass: 1e-6, float32: 1e-6 } };
  expect(codesOf(await right(VALUE.scale(1 + 1e-5), strict))).toEqual(["check.only-with-right-values"]);
});

test("orElse takes either way, tells of the second, and lets faults of ours through", () => {
  const failing = (code: string) => (): void => {
    throw new CheckFailure({ findings: [{ code, values: {} }] });
  };
  const fine = (): void => undefined;
  orElse(fine, failing("b"));
  orElse(failing("a"), fine);
  expect(() => orElse(failing("a"), failing("b"))).toThrow("b");
  const ours = (): void => {
    throw new TypeError("ours");
  };
  expect(() => orElse(ours, fine)).toThrow("ours");
});
