import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakColumns, displayWidth, padColumns, wrapColumns } from "./display-width.js";

test.each([
  ["abc", 3],
  ["한글", 4],
  ["순전파 (forward)", 16],
  ["é", 1],
  ["e\u0301", 1],
  ["👩‍💻", 2],
  ["✓ █░ σ·Σ", 8],
  ["ﾊﾝ", 2],
  ["", 0],
])("%s takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("padding counts columns, not letters", () => {
  expect(padColumns("한", 4)).toBe("한  ");
  expect(padColumns("abcdef", 4)).toBe("abcdef");
});

describe("wrapping", () => {
  test("breaks at spaces and keeps line feeds", () => {
    expect(wrapColumns("one two three\nfour", 8)).toEqual(["one two", "three", "four"]);
    expect(wrapColumns("은닉층 출력", 6)).toEqual(["은닉층", "출력"]);
  });

  test("keeps code together where it can", () => {
    expect(wrapColumns("of shape `(N, C)`.", 14)).toEqual(["of shape", "`(N, C)`."]);
    expect(wrapColumns("`a b c d`", 4)).toEqual(["`a b", " c d", "`"]);
  });

  test("of what was printed keeps every space", () => {
    expect(breakColumns("  한글 a", 5)).toEqual(["  한", "글 a"]);
    expect(breakColumns("", 5)).toEqual([""]);
  });

  test("breaks a word that is wider than a line", () => {
    expect(wrapColumns("aaaaaaa", 3)).toEqual(["aaa", "aaa", "a"]);
  });

  test("law: no line is too wide and no letter is lost", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "한", " ", "é", "글", "b"), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (written, columns) => {
        const lines = wrapColumns(written, columns);
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(written.replaceAll(" ", ""));
      }),
      { seed: 4 },
    );
  });
});
