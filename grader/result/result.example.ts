import { RESULT_SCHEMA, type Result } from "./result.js";

/** A small result in which every kind of value appears once: what the tests of this folder start from. */
export function exampleResult(): Result {
  return {
    schema: RESULT_SCHEMA,
    assignment: { id: "two-layer-nn", version: "1.0.0" },
    submission: {
      id: "ada",
      source: "submissions/ada",
      commit: "4f0c2a1",
      bundleHash: "ab".repeat(32),
      problems: [
        {
          finding: { code: "prepare.syntax", values: { reason: "expected `}`" } },
          message: "The file does not parse.",
          file: "src/index.ts",
          line: 3,
          column: null,
        },
      ],
    },
    seed: 42,
    sandbox: "sandboxed",
    score: 3.5,
    maxScore: 10,
    parts: [{ id: "forward", score: 3.5, maxScore: 10 }],
    checks: [
      {
        id: "forward.golden",
        part: "forward",
        title: "The probabilities are right",
        kind: "golden",
        visibility: "public",
        points: 10,
        earned: 3.5,
        outcome: "failed",
        message: "y is off.",
        details: {
          findings: [{ code: "check.values", values: { what: "y", count: 3 } }],
          notes: [],
          worst: {
            what: "y",
            axes: [{ name: "example", index: 1 }],
            expected: 0.25,
            got: "NaN",
            miss: "Infinity",
            allowed: 1e-9,
          },
          pictures: [
            {
              kind: "heatmap",
              what: "y",
              slice: [{ name: "head", index: 1 }],
              scale: { value: 1, error: "Infinity" },
              rowAxis: "example",
              columnAxis: "class",
              rows: 1,
              columns: 2,
              got: ["NaN", 0.5],
              expected: [0.25, 0.75],
              error: ["NaN", 0.25],
            },
            {
              kind: "scatter",
              what: "W1",
              xAxis: "numeric",
              yAxis: "analytic",
              points: [{ label: "W1[0, 0]", x: 1, y: "-Infinity" }],
            },
            {
              kind: "lines",
              what: "loss",
              slice: [{ name: "hidden", index: 0 }],
              first: 0,
              yScale: "log",
              xAxis: "epoch",
              yAxis: "loss",
              series: [{ name: "yours", values: [1, 0.5] }],
            },
          ],
          stack: [{ file: "src/index.ts", line: 12, column: 5, function: "forward" }],
          output: "hello\n",
          reproduce: "npx gradecheck grade . --seed 42",
        },
        diagnosis: { mistake: "relu-hidden", hint: "The hidden layer looks like a ReLU." },
        durationMs: 1.5,
      },
    ],
    startedAt: "2025-03-04T05:06:07.089Z",
    durationMs: 812,
    versions: { gradecheck: "0.1.0", node: "20.19.0", vitest: "4.1.0" },
  };
}
