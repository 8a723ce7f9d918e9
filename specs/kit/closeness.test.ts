import { describe, expect, test } from "vitest";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Label } from "./axis.js";
import { constantRatio, expectClose } from "./closeness.js";
import { codesOf, judging } from "./judging.fixture.js";
import type { RecordedOutcome } from "./recorded.js";

const LABEL: Label = {
  what: "dW1",
  axes: [
    { letter: "D", name: "input", size: 2 },
    { letter: "H", name: "hidden", size: 3 },
  ],
};
const EXPECTED = Tensor.fromRows([
  [1, -2, 0.5],
  [0.25, 3, -4],
]);
const close = (got: Tensor, factors?: Record<string, number>): Promise<RecordedOutcome> =>
  judging("", async (context) => {
    expectClose(context, got, EXPECTED, LABEL, factors === undefined ? {} : { factors });
  });

describe("the tiers", () => {
  test("float64 work passes without a word", async () => {
    const recorded = await close(EXPECTED.map((value) => value * (1 + 1e-12)));
    expect(recorded).toMatchObject({ outcome: "passed", details: { notes: [], findings: [] } });
  });

  test("float32 work passes with a note, told once", async () => {
    const got = EXPECTED.map((value, at) => value + (at === 1 ? 1e-5 : 0));
    const recorded = await judging("", async (context) => {
      expectClose(context, got, EXPECTED, LABEL);
      expectClose(context, got, EXPECTED, LABEL);
    });
    expect(recorded.outcome).toBe("passed");
    expect(recorded.details.notes).toEqual([{ code: "check.float32", values: { what: "dW1" } }]);
  });

  test("anything farther fails, with the worst entry and a picture", async () => {
    const recorded = await close(EXPECTED.map((value, at) => value + (at === 3 ? 0.5 : at === 0 ? 0.1 : 0)));
    expect(codesOf(recorded)).toEqual(["check.differs"]);
    expect(recorded.details.findings[0]?.values).toMatchObject({
      where: "dW1[1][0]",
      axes: "input 1, hidden 0",
      count: 2,
      total: 6,
    });
    expect(recorded.details.worst).toMatchObject({
      axes: [
        { name: "input", index: 1 },
        { name: "hidden", index: 0 },
      ],
      expected: 0.25,
      got: 0.75,
      miss: 0.5,
    });
    expect(recorded.details.pictures).toMatchObject([{ kind: "heatmap", rows: 2, columns: 3 }]);
  });
});

describe("a constant ratio", () => {
  test.each([
    [3, { N: 3 }, " (= N)"],
    [1 / 3, { N: 3 }, " (= 1/N)"],
    [-1, { N: 3 }, ""],
    [7, undefined, ""],
  ])("%d of %j", async (ratio, factors, meaning) => {
    const recorded = await close(EXPECTED.scale(ratio), factors);
    expect(codesOf(recorded)).toEqual(["check.differs", "check.ratio"]);
    expect(recorded.details.findings[1]?.values).toMatchObject({ what: "dW1", meaning });
  });

  test("is found only where every entry has it", () => {
    expect(constantRatio(EXPECTED.scale(2), EXPECTED)).toBeCloseTo(2, 12);
    expect(
      constantRatio(
        EXPECTED.scale(2).map((value, at) => value + (at === 2 ? 1e-3 : 0)),
        EXPECTED,
      ),
    ).toBeNull();
    expect(constantRatio(Tensor.zeros([2, 3]), EXPECTED)).toBeNull();
    expect(constantRatio(EXPECTED, Tensor.zeros([2, 3]))).toBeNull();
    expect(constantRatio(Tensor.of([1], [2]), Tensor.of([1], [1]))).toBeNull();
  });
});
