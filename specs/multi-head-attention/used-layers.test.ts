import { expect, test } from "vitest";
import { edited, lostOf, resultOf, type Edit } from "./edited.fixture.js";

const MODULE_HEADS: readonly Edit[] = [
  [
    "export class CustomMultiHeadAttention {",
    "let lastHeads = 0;\n\nexport class CustomMultiHeadAttention {",
  ],
  ["this.numHeads = numHeads;", "this.numHeads = numHeads;\n    lastHeads = numHeads;"],
  [
    "const [N, T, S, P] = [x.length, x[0].length, this.numHeads, this.headDim];",
    "const [N, T, S, P] = [x.length, x[0].length, lastHeads, Math.floor(this.allHeadsDim / lastHeads)];",
  ],
];

const CHANGES_INPUTS: readonly Edit[] = [
  [
    "const merged = this.mergeHeads(heads);",
    "const merged = this.mergeHeads(heads);\n" +
      "    x = x.map((rows) => rows.map((row) => row.map((value, e) => (row[e] = value + 1) - 1)));\n" +
      "    mask?.forEach((row) => row.reverse());",
  ],
];

const KEEPS_VALUES: readonly Edit[] = [
  ["  params: Params;\n", "  params: Params;\n  private kept?: Linear;\n"],
  ["linear(x, valueProj)", "linear(x, (this.kept ??= valueProj))"],
];

test.each([
  ["goes by the sizes of another layer", MODULE_HEADS],
  ["changes what it is given", CHANGES_INPUTS],
  ["keeps its first values", KEEPS_VALUES],
])("a forward that %s costs nothing of backward", async (_, edits) => {
  const folder = edited(...edits);
  expect(lostOf(await resultOf(folder, "forward"), "forward")).not.toEqual([]);
  expect(lostOf(await resultOf(folder, "backward"), "backward")).toEqual([]);
});

test("a backward that throws where the last forward was smaller is told so", async () => {
  const result = await resultOf(
    edited(
      ["  params: Params;\n", "  params: Params;\n  private tokens = 0;\n"],
      ["const Q = this.splitHeads", "this.tokens = x[0].length;\n    const Q = this.splitHeads"],
      [
        "const out = linearBackward(dOutput, merged, outProj);",
        'if (dOutput[0].length !== this.tokens) throw new Error("sizes");\n' +
          "    const out = linearBackward(dOutput, merged, outProj);",
      ],
    ),
    "backward",
  );
  expect(lostOf(result, "backward")).toEqual(["cache"]);
  const check = result.checks.find(({ id }) => id === "backward.cache");
  expect(check?.details.findings).toContainEqual({
    code: "multi-head-attention.sizes-of-cache",
    values: { N: 7, T: 5 },
  });
});
