import { expect, test } from "vitest";
import { stretches } from "./inline-code.js";

test("what stands between backticks is code", () => {
  expect(stretches("`y` is (N, C), `W1` too")).toEqual([
    { text: "y", code: true },
    { text: " is (N, C), ", code: false },
    { text: "W1", code: true },
    { text: " too", code: false },
  ]);
});

test("a backtick without a partner is prose", () => {
  expect(stretches("a ` b")).toEqual([{ text: "a ` b", code: false }]);
  expect(stretches("a `b\nc` d")).toEqual([{ text: "a `b\nc` d", code: false }]);
  expect(stretches("")).toEqual([]);
});
