import { expect, test } from "vitest";
import { lateText } from "./late-text.js";

test("minutes matter only where there are few of them", () => {
  expect([1, 59, 60, 61, 1439, 1440, 2941].map((minutes) => lateText(minutes, "en"))).toEqual([
    "1 min",
    "59 min",
    "1 h 0 min",
    "1 h 1 min",
    "23 h 59 min",
    "1 d 0 h",
    "2 d 1 h",
  ]);
  expect(lateText(1500, "ko")).toBe("1일 1시간");
});
