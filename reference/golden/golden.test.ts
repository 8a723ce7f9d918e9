import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkGolden, compareGoldens } from "./check.js";
import { formatGolden, type GoldenFile } from "./format.js";
import { generateGolden, goldenAssignments, goldenPath, loadGolden, recipeOf } from "./generate.js";
import { GoldenError } from "./golden-error.js";
import { readOraclePrint } from "./oracle.js";
import { parseGolden, parseOraclePrint } from "./parse.js";
import { sourceHash } from "./source-hash.js";
import { restore } from "./tensors.js";

/** Inputs that are no parameters of a model. */
const DATA = new Set([
  "X",
  "Y",
  "lr",
  "x",
  "dOutput",
  "numHeads",
  "Q",
  "K",
  "V",
  "mask",
  "h0",
  "c0",
  "dh",
  "maxNorm",
]);

describe.each(goldenAssignments)("the goldens of %s", (assignment) => {
  test("are what is generated now, and agree with the oracle to 1e-12", () => {
    expect(checkGolden(assignment)).toEqual({ ok: true, problems: [] });
    expect(loadGolden(goldenPath(assignment)).oracle.maxDifference).toBeLessThanOrEqual(1e-12);
  });

  test("are generated as a text that reads back the same", () => {
    const { path, text } = generateGolden(assignment);
    expect(path).toBe(goldenPath(assignment));
    expect(formatGolden(parseGolden(text, path))).toBe(text);
  });

  test("have up to 200 parameters each", () => {
    for (const { inputs } of loadGolden(goldenPath(assignment)).cases) {
      const parameters = Object.entries(inputs).filter(([name]) => !DATA.has(name));
      expect(parameters.reduce((sum, [, { data }]) => sum + data.length, 0)).toBeLessThanOrEqual(200);
    }
  });
});

/** Moves one entry of the second case. */
const move = (by: number) => (file: GoldenFile) => {
  file.cases[1]!.outputs["y"]!.data[2]! += by;
};

describe("the drift check", () => {
  const path = goldenPath("two-layer-nn");
  const stored = loadGolden(path);
  /** What the check says when `edit` has been done to the stored file. */
  const problems = (edit: (file: GoldenFile) => void): readonly string[] => {
    const edited = loadGolden(path);
    edit(edited);
    const verdict = compareGoldens(edited, stored);
    expect(verdict.ok).toBe(verdict.problems.length === 0);
    return verdict.problems;
  };

  test("forgives what another rounding of exp may do, and nothing more", () => {
    expect(problems(() => undefined)).toEqual([]);
    expect(problems(move(1e-14))).toEqual([]);
    expect(problems(move(1e-9))).toEqual([
      expect.stringMatching(/case many-features: y has moved by 1\.6e-9/),
    ]);
    expect(problems(move(Number.NaN))).toHaveLength(1);
  });

  test.each<[string, (file: GoldenFile) => void, RegExp]>([
    ["an input", (file) => (file.cases[0]!.inputs["X"]!.data[0]! += 0.1), /case typical: X has moved/],
    [
      "a shape",
      (file) => file.cases[0]!.outputs["y"]!.shape.push(1),
      /case typical: y has moved by Infinity/,
    ],
    ["a missing tensor", (file) => delete file.cases[0]!.outputs["y"], /case typical: y is new/],
    ["a tensor too many", (file) => (file.cases[0]!.outputs["z"] = { shape: [], data: [1] }), /z is gone/],
    ["a missing case", (file) => file.cases.pop(), /the cases are others/],
    ["a description", (file) => (file.cases[0]!.description = "x"), /case typical: another description/],
    ["the seed", (file) => (file.seed = "x"), /^seed: stored "x", now "two-layer-nn goldens"/],
    ["the sources", (file) => (file.reference.sha256 = "0".repeat(64)), /^reference: stored .*000/],
    ["the generator", (file) => (file.generator.version = "0"), /^generator/],
    ["the oracle's version", (file) => (file.oracle.version = "0"), /^oracle/],
    ["the oracle's agreement", (file) => (file.oracle.maxDifference = 1e-9), /PyTorch .* differ by 1\.0e-9/],
  ])("finds %s", (_, edit, problem) => {
    expect(problems(edit)).toEqual([expect.stringMatching(problem)]);
  });
});

describe("bad input", () => {
  const text = readFileSync(goldenPath("two-layer-nn"), "utf8");

  test.each([
    ["no JSON", "{", /JSON/],
    ["another format", text.replace("golden@1", "golden@9"), /format/],
    ["an unknown field", text.replace('"seed"', '"sead"'), /seed/],
    [
      "a tensor with the wrong number of numbers",
      text.replace("[4, 6]", "[4, 7]"),
      /W1 has 24 numbers, not 28/,
    ],
    ["a number that is none", text.replace('"data": [', '"data": ["NaN", '), /number/],
  ])("%s is refused with its path and the problem", (_, broken, problem) => {
    expect(() => parseGolden(broken, "some.json")).toThrow(GoldenError);
    expect(() => parseGolden(broken, "some.json")).toThrow(/^some\.json/);
    expect(() => parseGolden(broken, "some.json")).toThrow(problem);
  });

  test("an oracle that printed something else, or for other cases, is refused", () => {
    expect(() => parseOraclePrint('{"cases": []}', "oracle.py")).toThrow(/oracle\.py.*version/);
    const print = readOraclePrint(recipeOf("two-layer-nn"));
    expect(() => generateGolden("two-layer-nn", { ...print, cases: print.cases.slice(1) })).toThrow(
      /run it again/,
    );
  });

  test("an assignment without goldens, and a tensor that is not there", () => {
    expect(() => generateGolden("none")).toThrow(GoldenError);
    expect(() => restore({}, "W1")).toThrow(/W1/);
  });
});

describe("the hash of the sources", () => {
  test("covers what is imported: another entry has another hash, and no file has none", () => {
    const hashes = ["golden/two-layer-nn", "models/two-layer-nn", "nn/softmax"].map((name) =>
      sourceHash(`reference/${name}.ts`),
    );
    expect(new Set(hashes).size).toBe(3);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash ?? ""))).toBe(true);
    expect(sourceHash("reference/none.ts")).toBeUndefined();
  });
});
