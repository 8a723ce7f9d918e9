import { expect, test } from "vitest";
import { invisibleIn } from "../fixtures/invisible.js";
import { hostileResult, hugeResult } from "../fixtures/hostile.js";
import { perfectResult } from "../fixtures/results.js";
import { readableResult } from "./readable-result.js";

const LIMITS = { output: 300, other: 100 };

test("a result of ordinary texts stays the same", () => {
  expect(readableResult(perfectResult(), "en", LIMITS)).toEqual(perfectResult());
});

test("nothing invisible is left anywhere in it", () => {
  const readable = JSON.stringify(readableResult(hostileResult(), "en", { output: 9999, other: 9999 }));
  expect(readable).toContain("⟨U+001B⟩[31mred");
  expect(readable).not.toMatch(/\\u00[01]/);
  expect(invisibleIn(readable)).toEqual([]);
});

test("texts are cut to their limits, and the cut says how much is gone", () => {
  const check = readableResult(hugeResult(), "en", LIMITS).checks.find((each) => each.outcome === "failed");
  expect(check?.details.output).toMatch(/^한글 .* … \[\d+ characters left out\] … .*<b> $/);
  expect(check?.details.output.length).toBeLessThan(360);
  expect(check?.details.stack[0]?.function.length).toBeLessThan(160);
  const korean = readableResult(hugeResult(), "ko", LIMITS).checks.find((each) => each.outcome === "failed");
  expect(korean?.details.output).toMatch(/\d+자 생략/);
});
