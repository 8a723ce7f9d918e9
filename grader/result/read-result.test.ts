import { describe, expect, test } from "vitest";
import type { JsonSchema } from "./json-schema.js";
import { readResult } from "./read-result.js";
import { exampleResult } from "./result.example.js";
import { resultSchema } from "./result.schema.js";

/** Every object within a JSON value, with its path. */
function objects(value: unknown, path = ""): { path: string; object: Record<string, unknown> }[] {
  if (typeof value !== "object" || value === null) return [];
  const within = Object.entries(value).flatMap(([key, item]) => objects(item, `${path}/${key}`));
  return Array.isArray(value) ? within : [{ path, object: value as Record<string, unknown> }, ...within];
}

/** Everything wrong with the example after a change to it. */
function problemsAfter(change: (json: ReturnType<typeof exampleResult>) => void): unknown {
  const json = exampleResult();
  change(json);
  const read = readResult(json);
  return read.ok ? [] : read.problems;
}

test("a result is read as it is", () => {
  expect(readResult(exampleResult())).toEqual({ ok: true, result: exampleResult() });
});

test("what is no object is a problem of the whole file", () => {
  for (const json of [null, 1, "x", [], undefined]) {
    const read = readResult(json);
    expect(read.ok).toBe(false);
    expect(read.ok || read.problems[0]).toMatchObject({ path: "" });
  }
});

describe("every field of every object", () => {
  const OPEN = /\/values$/;
  const OPTIONAL = ["commit", "slice", "scale", "first", "yScale"];
  const paths = objects(exampleResult()).map(({ path }) => path);

  test.each(paths.filter((path) => !OPEN.test(path)))(
    "is required, unless it is optional, and known in %s",
    (path) => {
      const whole = exampleResult();
      const found = objects(whole).find((each) => each.path === path);
      for (const [name, value] of Object.entries(found?.object ?? {})) {
        delete found?.object[name];
        const read = readResult(whole);
        const missing = read.ok ? [] : read.problems.filter((each) => each.path === `${path}/${name}`);
        expect(missing.length, `without ${path}/${name}`).toBe(OPTIONAL.includes(name) ? 0 : 1);
        Object.assign(found?.object ?? {}, { [name]: value });
      }
      Object.assign(found?.object ?? {}, { bogus: 1 });
      const read = readResult(whole);
      expect(read).toEqual({
        ok: false,
        problems: [{ path: `${path}/bogus`, expected: "no such field", got: "1" }],
      });
    },
  );
});

test("all problems are told at once, each with its place", () => {
  const problems = problemsAfter((json) => {
    Object.assign(json, { schema: "gradecheck/result@2", seed: 1.5, startedAt: "yesterday" });
    Object.assign(json.checks[0]!, { outcome: "fine", earned: -1 });
    Object.assign(json.checks[0]!.details.worst!, { got: "many" });
    Object.assign(json.checks[0]!.details.pictures[0]!, { kind: "pie" });
  });
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "expected": ""gradecheck/result@1"",
        "got": ""gradecheck/result@2"",
        "path": "/schema",
      },
      {
        "expected": "integer (The seed of all inputs; the same seed gives the same checks.)",
        "got": "1.5",
        "path": "/seed",
      },
      {
        "expected": ">= 0 (The points earned.)",
        "got": "-1",
        "path": "/checks/0/earned",
      },
      {
        "expected": "one of passed, failed, threw, timeout, out-of-memory, crashed, protocol-error, output-limit, not-implemented, skipped, infrastructure-error",
        "got": ""fine"",
        "path": "/checks/0/outcome",
      },
      {
        "expected": "The submission's value. A number, "NaN", "Infinity" or "-Infinity".",
        "got": ""many"",
        "path": "/checks/0/details/worst/got",
      },
      {
        "expected": "heatmap, scatter or lines",
        "got": ""pie"",
        "path": "/checks/0/details/pictures/0/kind",
      },
      {
        "expected": "When grading started: ISO 8601, UTC.",
        "got": ""yesterday"",
        "path": "/startedAt",
      },
    ]
  `);
});

test("a number that JSON cannot carry must be spelled out", () => {
  const problems = problemsAfter((json) => Object.assign(json, { score: Number.NaN }));
  expect(problems).toMatchObject([{ path: "/score", got: "NaN" }]);
});

test("a long value is shown in part", () => {
  const problems = problemsAfter((json) => Object.assign(json, { seed: "9".repeat(1000) })) as {
    got: string;
  }[];
  expect(problems[0]?.got.length).toBeLessThan(100);
});

test("every schema within the schema says what it describes", () => {
  const silent: string[] = [];
  const visit = (schema: JsonSchema, path: string): void => {
    if (typeof schema.description !== "string" || schema.description === "") silent.push(path);
    for (const [name, inner] of Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>)) {
      visit(inner, `${path}/${name}`);
    }
    for (const [index, inner] of ((schema["oneOf"] ?? []) as JsonSchema[]).entries()) {
      visit(inner, `${path}/${index}`);
    }
    if (schema["items"] !== undefined) visit(schema["items"] as JsonSchema, `${path}[]`);
  };
  visit(resultSchema, "");
  expect(silent).toEqual([]);
});
