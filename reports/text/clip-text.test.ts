import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clipText } from "./clip-text.js";

test("a short text stays whole, a long one keeps its ends", () => {
  expect(clipText("abc", 3)).toEqual({ head: "abc", left: 0, tail: "" });
  expect(clipText("abcdefgh", 4)).toEqual({ head: "ab", left: 4, tail: "gh" });
});

test("no character is cut in two", () => {
  expect(clipText("a😀bcd😀e", 4)).toEqual({ head: "a", left: 7, tail: "e" });
});

test("law: nothing is lost unsaid, and never more stays than may", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.integer({ min: 0, max: 100 }),
      (text, most) => {
        const { head, left, tail } = clipText(text, most);
        expect(head.length + left + tail.length).toBe(text.length);
        expect(head.length + tail.length).toBeLessThanOrEqual(most);
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
      },
    ),
    { seed: 2 },
  );
});
