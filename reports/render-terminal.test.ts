import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { hostileGrading, lateGrading } from "./fixtures/gradings.js";
import { hostileResult, hugeResult } from "./fixtures/hostile.js";
import { trajectory } from "./fixtures/pictures.js";
import { invisibleIn } from "./fixtures/invisible.js";
import {
  everyOutcomeResult,
  hiddenOpenResult,
  perfectResult,
  resultWith,
  starterResult,
} from "./fixtures/results.js";
import { fixtureTexts } from "./fixtures/texts.js";
import { renderTerminal, type TerminalOptions } from "./render-terminal.js";
import { displayWidth } from "./text/display-width.js";

const PLAIN: TerminalOptions = { language: "en", audience: "student", texts: fixtureTexts.en, color: false };
const KOREAN: TerminalOptions = { ...PLAIN, language: "ko", texts: fixtureTexts.ko };

const RED = "\u001b[31m";

test("the table, and nothing to do where nothing is missing", () => {
  expect(renderTerminal(perfectResult(), PLAIN)).toBe(`
  A two-layer neural network from scratch

  ✓ Initialization  ████████████████████    6 / 6
  ✓ Forward pass    ████████████████████   20 / 20
  ✓ Backward pass   ████████████████████   44 / 44
  ✓ Training        ████████████████████   30 / 30
    Total           ████████████████████  100 / 100

  Full marks: everything is right. All 12 public checks passed. The one hidden
  check passed, too.

  Seed 42 · Sandbox sandboxed

`);
});

describe("graded in a batch", () => {
  test("the table sums up what the checks earned, and then it is told how the score came about", () => {
    expect(renderTerminal(perfectResult(), { ...PLAIN, grading: lateGrading() })).toContain(`
    Total           ████████████████████  100 / 100

  How the score came about
  Handed in: 2026-03-02 10:00 UTC
  According to: the committer's date, which its author can set
  Commit: ${"4f".repeat(20)} (main)
  Late by: 19 h 1 min
    100  What the checks earned
   +1.5  The probabilities are right: A typo in the handout
     −2  Training: The seed was fixed
  −9.95  Handed in 19 h 1 min late, 10 % off
  89.55  What counts

  Everything is right. All 12 public checks passed.`);
  });

  test.each([40, 80])("is no wider than %i columns", (columns) => {
    for (const grading of [lateGrading(), hostileGrading()]) {
      const lines = renderTerminal(perfectResult(), { ...KOREAN, columns, grading }).split("\n");
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
    }
  });

  test("is told in Korean", () => {
    const text = renderTerminal(perfectResult(), { ...KOREAN, grading: lateGrading() });
    expect(text).toContain("−9.95  19시간 1분 늦게 제출, 10 % 감점\n");
  });
});

describe("what to do next", () => {
  const later = resultWith({
    "initialization.shapes": {},
    "forward.golden": everyOutcomeResult().checks.find((check) => check.id === "forward.golden") ?? {},
    "backward.W1": { outcome: "failed" },
  });

  test("is the first unfinished part, in full; the others are one line", () => {
    const text = renderTerminal(later, PLAIN);
    expect(text).toContain(`  Next: Forward pass
  1 check to go, worth 7.5 points.

  ✗ The probabilities are right
    not right yet · 2.5 / 10 · forward.golden
    What was expected: \`y = softmax(sigmoid(X·W1 + b1)·W2 + b2)\`, of shape
    \`(N, C)\`.
`);
    expect(text).toContain("Looks like: Your numbers equal what you get with ReLU");
    expect(text).toContain("    printed:\n    │ hidden [ 0, 0.5, 1.2 ]\n    │ logits [ 0.1, 0.2, 0.7 ]\n");
    expect(text).toContain("    again: npx gradecheck grade . --seed 42 --check forward.golden");
    expect(text).toContain("  Then: Backward pass (1 check, 14 points)\n");
    expect(text.indexOf("Next:")).toBeLessThan(text.indexOf("Then:"));
  });

  test("names the worst entry where no sentence does", () => {
    const worst = {
      what: "y",
      axes: [{ name: "example", index: 3 }],
      expected: 1,
      got: 2,
      miss: 1,
      allowed: 1e-9,
    };
    const text = renderTerminal(
      resultWith({ "forward.golden": { outcome: "failed", details: { worst } } }),
      PLAIN,
    );
    expect(text).toContain("    y at example 3: expected 1, yours 2; off by 1, allowed 1e-9\n");
  });

  test("tells where in the student's own file it happened", () => {
    const threw = everyOutcomeResult().checks.find((check) => check.outcome === "threw") ?? {};
    const text = renderTerminal(resultWith({ "forward.extremes": threw }), PLAIN);
    expect(text).toContain("    at src/network.ts:41:12 TwoLayerNN.forward\n");
  });
});

describe("colours", () => {
  test("are there only where they are asked for", () => {
    const plain = renderTerminal(everyOutcomeResult(), PLAIN);
    const coloured = renderTerminal(everyOutcomeResult(), { ...PLAIN, color: true });
    expect(plain).not.toContain("\u001b");
    expect(coloured).toContain(RED);
    expect(stripVTControlCharacters(coloured)).toBe(plain.replaceAll("`", ""));
  });

  test("what is not written yet is calm, not red", () => {
    expect(renderTerminal(starterResult(), { ...PLAIN, color: true })).not.toContain(RED);
  });
});

describe("width", () => {
  test.each([40, 60, 80, 200])("no line is wider than %i columns, in Korean or English", (columns) => {
    for (const options of [PLAIN, KOREAN]) {
      for (const result of [everyOutcomeResult(), starterResult(), hostileResult(), hugeResult()]) {
        const lines = renderTerminal(result, { ...options, columns }).split("\n");
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      }
    }
  });

  test("the columns of the table stand under each other in Korean", () => {
    const rows = renderTerminal(starterResult(), KOREAN)
      .split("\n")
      .filter((line) => line.includes("░"));
    expect(new Set(rows.map((row) => displayWidth(row.slice(0, row.indexOf("░"))))).size).toBe(1);
    expect(rows).toHaveLength(5);
  });
});

test("a student's texts send nothing to the terminal but letters", () => {
  const text = renderTerminal(hostileResult(), { ...PLAIN, audience: "teacher", grading: hostileGrading() });
  expect(text).toContain("⟨U+001B⟩[31mred");
  expect(invisibleIn(text)).toEqual([]);
});

test("problems with the whole submission come before everything else", () => {
  const text = renderTerminal(hostileResult(), PLAIN);
  expect(text.indexOf("Before anything else")).toBeLessThan(text.indexOf("Initialization"));
});

test("a hidden check is told by its verdict only", () => {
  const text = renderTerminal(hiddenOpenResult(), PLAIN);
  expect(text).toContain("The one hidden check did not pass");
  expect(text).not.toContain("secret");
});

test("a huge result stays something to read", () => {
  expect(renderTerminal(hugeResult(), PLAIN).split("\n").length).toBeLessThan(400);
});

test("curves are told as bars, in the reader's language", () => {
  const curves = resultWith({
    "backward.W1": { outcome: "failed", details: { pictures: [trajectory()] } },
  });
  expect(renderTerminal(curves, PLAIN)).toContain(`    h[1][t][3] (example 1, hidden 3): value by step:
      ▄██▅▂▁▂▄▄ yours: 9 values, from 0 to`);
  expect(renderTerminal(curves, KOREAN)).toContain("h[1][t][3] (예제 1, 은닉 유닛 3): 시점별 값:");
});
