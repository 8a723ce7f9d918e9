import { expect, test } from "vitest";
import { temporaryFolder } from "../../grader/package/command.fixture.js";
import type { Result } from "../../grader/result/index.js";
import { edited, lostOf, resultOf, type Edit } from "./edited.fixture.js";

const notesOf = ({ checks }: Result): Set<string> =>
  new Set(checks.flatMap(({ details }) => details.notes.map(({ code }) => code)));

const ATTENTION_SCALE = "const scale = 1 / Math.sqrt(P);\n  const weights";
const noScale: Edit = [ATTENTION_SCALE, "const scale = 1;\n  const weights"];
const interleaved: Edit = [
  "heads[n][s][t][p] = x[n][t][s * P + p];",
  "heads[n][s][t][p] = x[n][t][p * S + s];",
];

test.each([
  ["an attention without the scale", noScale],
  ["heads that are dealt out by turns", interleaved],
])("%s is paid for where it is, not by forward", async (_, edit) => {
  const result = await resultOf(edited(edit), "forward");
  // What only right heads obey is still lost.
  expect(["", "heads"]).toContain(lostOf(result, "forward").join());
  expect(notesOf(result)).toContain("multi-head-attention.own-functions");
});

test.each([
  ["an attention without the scale", noScale],
  ["heads that are dealt out by turns", interleaved],
])("%s costs nothing of a backward that is right by it", async (_, edit) => {
  const result = await resultOf(edited(edit), "backward");
  expect(lostOf(result, "backward")).toEqual([]);
  expect(notesOf(result)).toContain("multi-head-attention.own-parts");
});

test("a backward that is right for a forward of its own keeps its points", async () => {
  const doubled: Edit = [
    "const output = linear(merged, outProj);",
    "const output = linear(merged, outProj).map((rows) => rows.map((row) => row.map((value) => 2 * value)));",
  ];
  const gradient: Edit = [
    "const out = linearBackward(dOutput, merged, outProj);",
    "const twice = dOutput.map((rows) => rows.map((row) => row.map((value) => 2 * value)));\n" +
      "    const out = linearBackward(twice, merged, outProj);",
  ];
  const right = await resultOf(edited(doubled, gradient), "backward");
  expect(lostOf(right, "backward")).toEqual([]);
  expect(notesOf(right)).toContain("check.own-gradient.forward");
  // And one that is right for neither loses them.
  const wrong: Edit = [gradient[0], gradient[1].replace("2 * value", "3 * value")];
  const lost = lostOf(await resultOf(edited(doubled, wrong), "backward"), "backward");
  expect(lost).toEqual(expect.arrayContaining(["outProj", "valueProj", "queryProj", "keyProj", "x"]));
});

test("a backward that is right under a mask read the other way round keeps its points", async () => {
  const inverted: Edit = ["!mask[i][j]) {", "mask[i][j]) {"];
  // A seed at which a mask hides one of three keys: read the other way round, it leaves the softmax nothing to choose.
  const result = await resultOf(edited(inverted), "backward", 1);
  expect(lostOf(result, "backward")).toEqual([]);
});

test("a forward that is blind under a mask, and zero gradients with it, earns nothing there", async () => {
  const blind: Edit = [
    "const output = linear(merged, outProj);",
    "const output = mask === undefined ? linear(merged, outProj) : x;",
  ];
  const marked: Edit = [
    "cache: { x, Q, K, V, weights, merged } };",
    "cache: { x, Q, K, V, weights, merged, mask } as Cache };",
  ];
  const zeros: Edit = [
    "return {\n      x: dx,",
    `const zero = ({ weight, bias }: Linear): Linear => ({
      weight: weight.map((row) => row.map(() => 0)),
      bias: bias.map(() => 0),
    });
    if ("mask" in cache && cache.mask !== undefined) {
      const [queryProj, keyProj, valueProj] = [query, key, value].map(({ dLinear }) => zero(dLinear));
      return { x: dOutput, queryProj, keyProj, valueProj, outProj: zero(out.dLinear) };
    }
    return {
      x: dx,`,
  ];
  const lost = lostOf(await resultOf(edited(blind, marked, zeros), "backward"), "backward");
  expect(lost).toContain("mask");
  expect(lost).not.toContain("x");
});

test("a bias that has no gradient in the own forward tells nothing about the cache", async () => {
  const result = await resultOf(
    edited(
      ["const K = this.splitHeads(linear(x, keyProj));", "const K = this.splitHeads(linear(x, valueProj));"],
      ["const V = this.splitHeads(linear(x, valueProj));", "const V = this.splitHeads(linear(x, keyProj));"],
      [
        "linearBackward(this.mergeHeads(dK), x, keyProj)",
        "linearBackward(this.mergeHeads(dK), x, valueProj)",
      ],
      [
        "linearBackward(this.mergeHeads(dV), x, valueProj)",
        "linearBackward(this.mergeHeads(dV), x, keyProj)",
      ],
      [
        "keyProj: key.dLinear,\n      valueProj: value.dLinear,",
        "keyProj: value.dLinear,\n      valueProj: key.dLinear,",
      ],
    ),
    "backward",
  );
  expect(lostOf(result, "backward")).toEqual([]);
});

test("of gradients that are wrong together, the one that is wrong for the own forward is named", async () => {
  const noQueryBias: Edit = [
    "const Q = this.splitHeads(linear(x, queryProj));",
    "const Q = this.splitHeads(linear(x, { ...queryProj, bias: queryProj.bias.map(() => 0) }));",
  ];
  const result = await resultOf(edited(noQueryBias), "backward");
  const check = result.checks.find(({ id }) => id === "backward.mask");
  expect(check?.details.findings).toContainEqual({
    code: "multi-head-attention.not-own-gradient",
    values: { what: "backward().queryProj.bias" },
  });
});

/** A submission whose methods have these bodies. */
function written(attention: string, forward: string, gradients: string): string {
  return temporaryFolder({
    "src/index.ts": `
      const fill = (value, ...shape) =>
        shape.length === 0 ? value : Array.from({ length: shape[0] }, () => fill(value, ...shape.slice(1)));
      export function scaledDotProductAttention(Q, K, V) {
        const [N, S, Tq, Tk, Pv] = [Q.length, Q[0].length, Q[0][0].length, K[0][0].length, V[0][0][0].length];
        ${attention}
      }
      export class CustomMultiHeadAttention {
        constructor(S, E) {
          const P = Math.floor(E / S);
          Object.assign(this, { numHeads: S, headDim: P, allHeadsDim: S * P, E });
          const layer = (outputs, inputs) => ({ weight: fill(0, outputs, inputs), bias: fill(0, outputs) });
          const into = () => layer(S * P, E);
          this.params = { queryProj: into(), keyProj: into(), valueProj: into(), outProj: layer(E, S * P) };
        }
        splitHeads(x) { return fill(0, x.length, this.numHeads, x[0].length, this.headDim); }
        mergeHeads(x) { return fill(0, x.length, x[0][0].length, this.allHeadsDim); }
        forward(x) {
          const [N, T, S] = [x.length, x[0].length, this.numHeads];
          ${forward}
        }
        backward(dOutput, cache) {
          const [S, P, E] = [this.numHeads, this.headDim, this.E];
          const layer = (outputs, inputs) => ({ weight: fill(0, outputs, inputs), bias: fill(0, outputs) });
          const into = () => layer(S * P, E);
          ${gradients}
        }
      }`,
  });
}

const UNIFORM = "weights: fill(1 / T, N, S, T, T), cache: {}";
const ZEROS = `return {
  queryProj: into(), keyProj: into(), valueProj: into(), outProj: layer(E, S * P),
  x: dOutput.map((rows) => rows.map((row) => row.map(() => 0))),
};`;

test.each([
  ["constants", "fill(0, N, T, this.E)"],
  ["the tokens", "x"],
  [
    "a sum of the tokens",
    "x.map((rows) => rows.map(() => rows[0].map((_, e) => rows.reduce((sum, row) => sum + row[e], 0))))",
  ],
])(
  "a forward that gives %s, whatever the weights, earns nothing, and zero gradients neither",
  async (_, output) => {
    const attention = "return { output: fill(0, N, S, Tq, Pv), weights: fill(1 / Tk, N, S, Tq, Tk) };";
    const folder = written(attention, `return { output: ${output}, ${UNIFORM} };`, ZEROS);
    const { checks } = await resultOf(folder);
    const earned = checks.filter(({ part, ...check }) => part !== "construction" && check.earned > 0);
    expect(earned.map(({ id }) => id)).toEqual([]);
  },
);
