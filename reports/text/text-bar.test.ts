import { expect, test } from "vitest";
import { textBar } from "./text-bar.js";

test("a bar is full only at 100 percent, and empty only at 0", () => {
  expect([0, 1, 50, 99, 100].map((percent) => textBar(percent))).toEqual([
    "░░░░░░░░░░",
    "█░░░░░░░░░",
    "█████░░░░░",
    "█████████░",
    "██████████",
  ]);
});
