import { expect, test } from "vitest";
import { readResult } from "./read-result.js";
import { exampleResult } from "./result.example.js";
import { resultText } from "./result-text.js";

/** The same value with the keys of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

test("what is written is read again as the same result", () => {
  expect(readResult(JSON.parse(resultText(exampleResult())))).toEqual({ ok: true, result: exampleResult() });
});

test("the bytes do not depend on the order in which objects were built", () => {
  const other = turned(exampleResult()) as ReturnType<typeof exampleResult>;
  expect(Object.keys(other)[0]).toBe("versions");
  expect(resultText(other)).toBe(resultText(exampleResult()));
});

test("the schema's name comes first, a tensor is one line, and the file ends with a newline", () => {
  const text = resultText(exampleResult());
  expect(text.startsWith('{\n  "schema": "gradecheck/result@1",\n  "assignment": {')).toBe(true);
  expect(text).toContain('"got": ["NaN", 0.5],');
  expect(text.endsWith("}\n")).toBe(true);
});

test("a field left undefined is left out", () => {
  const { commit: _, ...submission } = exampleResult().submission;
  const text = resultText({ ...exampleResult(), submission });
  expect(text).not.toContain("commit");
  expect(readResult(JSON.parse(text)).ok).toBe(true);
});

test("a number that JSON would turn into null is an error of ours", () => {
  expect(() => resultText({ ...exampleResult(), score: Number.POSITIVE_INFINITY })).toThrow(/Infinity/);
});

test("a text with quotes, newlines and lone surrogates survives", () => {
  const result = exampleResult();
  result.checks[0]!.details.output = '"\n\u2028\ud800</script>';
  const text = resultText(result);
  expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
  expect(JSON.parse(text)).toEqual(result);
});
