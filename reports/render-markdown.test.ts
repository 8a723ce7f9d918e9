import { describe, expect, test } from "vitest";
import { hostileGrading, lateGrading } from "./fixtures/gradings.js";
import { hostileResult, hugeResult } from "./fixtures/hostile.js";
import { invisibleIn } from "./fixtures/invisible.js";
import { everyOutcomeResult, hiddenOpenResult, perfectResult, starterResult } from "./fixtures/results.js";
import { fixtureTexts } from "./fixtures/texts.js";
import { renderMarkdown } from "./render-markdown.js";
import type { ReportOptions } from "./report-options.js";

const STUDENT: ReportOptions = { language: "en", audience: "student", texts: fixtureTexts.en };

/** The comment without its code, where no markup is read. */
function proseOf(markdown: string): string {
  return markdown
    .replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "")
    .replaceAll(/(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

test("a perfect submission is a table and a sentence", () => {
  const markdown = renderMarkdown(perfectResult(), STUDENT);
  expect(markdown).toMatch(/^## A two-layer neural network from scratch: 100 \/ 100\n\nFull marks/);
  expect(markdown).toContain("| Backward pass | ██████████ | 44 / 44 |");
  expect(markdown).not.toContain("###");
  expect(markdown).toContain("Seed: `42`");
});

test("what failed is told in full, in the order of the handout", () => {
  const markdown = renderMarkdown(everyOutcomeResult(), STUDENT);
  for (const part of [
    "### Forward pass 2.5 / 20",
    "#### ✗ The probabilities are right: not right yet, 2.5 / 10",
    "What was expected: `y = softmax(sigmoid(X·W1 + b1)·W2 + b2)`, of shape `(N, C)`.",
    "| `y` example 1, class 0 | 0.2689 | 0.5 | 0.2311 | 1e-9 |",
    "> **This looks like a known mistake.** Your numbers equal",
    "```text\nhidden [ 0, 0.5, 1.2 ]\n",
    "- `src/network.ts:41:12` TwoLayerNN.forward",
    "Run this check again: `npx gradecheck grade . --seed 42 --check forward.golden`",
    "- ○ The history has one number for each epoch: not written yet, 0 / 6",
    "#### ! It learns real handwritten digits: not judged, our fault, 0 / 10",
  ]) {
    expect(markdown).toContain(part);
  }
  expect(markdown.indexOf("### Forward")).toBeLessThan(markdown.indexOf("### Backward"));
});

test("a student learns of a hidden check its name and verdict only; a teacher all", () => {
  const student = renderMarkdown(hiddenOpenResult(), STUDENT);
  expect(student).toContain("The probabilities are right on unseen networks: not passed (hidden), 0 / 6");
  expect(student).not.toContain("secret");
  const teacher = renderMarkdown(hiddenOpenResult(), { ...STUDENT, audience: "teacher" });
  for (const part of ["finding", "tensor", "hint", "output", ".ts", "mistake", "command", "note"]) {
    expect(teacher).toContain(`secret${part === ".ts" ? part : (/mistake/.test(part) ? "-" : " ") + part}`);
  }
});

test("graded in a batch, it tells how the score came about", () => {
  const markdown = renderMarkdown(perfectResult(), { ...STUDENT, grading: lateGrading() });
  expect(markdown).toMatch(/^## A two-layer neural network from scratch: 89\.55 \/ 100\n/);
  expect(markdown).toContain(`### How the score came about

Handed in: 2026-03-02 10:00 UTC · According to: the committer's date, which its author can set · Commit: \`${"4f".repeat(20)} (main)\` · Late by: 19 h 1 min

|  | Points |
|:--|--:|
| What the checks earned | 100 |
| The probabilities are right: A typo in the handout | +1.5 |
| Training: The seed was fixed | −2 |
| Handed in 19 h 1 min late, 10 % off | −9.95 |
| **What counts** | **89.55 / 100** |

---
`);
});

test("curves are told as bars, in the reader's language", () => {
  const result = everyOutcomeResult();
  const markdown = renderMarkdown(result, STUDENT);
  expect(markdown).toContain("dX: gradient norm by step:");
  expect(markdown).toMatch(/- `×{5}[▁-█]+` RNN, yours: 20 values, from 0 to 1\./);
  const korean = renderMarkdown(result, { ...STUDENT, language: "ko", texts: fixtureTexts.ko });
  expect(korean).toContain("RNN, 제출한 값: 값 20개, 0에서 1까지.");
});

test("is told in Korean", () => {
  const markdown = renderMarkdown(starterResult(), { ...STUDENT, language: "ko", texts: fixtureTexts.ko });
  expect(markdown).toContain("| 순전파 | ░░░░░░░░░░ | 0 / 20 |");
  expect(markdown).toContain("- ○ 확률이 맞습니다: 아직 작성 전, 0 / 10");
});

describe("hostile texts", () => {
  const markdown = renderMarkdown(hostileResult(), {
    ...STUDENT,
    audience: "teacher",
    grading: hostileGrading(),
  });

  test("become neither HTML nor mentions nor links nor tables", () => {
    const prose = proseOf(markdown);
    expect(prose).toContain("window.hacked");
    expect(prose.replaceAll(/\\./g, "")).not.toMatch(/<|@[a-z]|:\/\/|\]\(/);
    const rows = prose.split("\n").filter((line) => line.startsWith("|"));
    for (const row of rows) expect([3, 4, 6]).toContain(row.replaceAll(/\\./g, "").split("|").length - 1);
  });

  test("stay within their line or their fence", () => {
    const headings = markdown.split("\n").filter((line) => line.startsWith("# "));
    const inFence = markdown.match(/^(`{5,})text\n[\s\S]*?\n\1$/gm) ?? [];
    expect(inFence).toHaveLength(1);
    expect(headings.every((heading) => inFence[0]?.includes(heading))).toBe(true);
  });

  test("leave nothing invisible but the spaces that keep names from being mentions", () => {
    expect(invisibleIn(markdown)).toEqual([]);
  });
});

test("stays well below 60 kB, and says what it left out", () => {
  for (const audience of ["student", "teacher"] as const) {
    const markdown = renderMarkdown(hugeResult(), { ...STUDENT, audience });
    expect(Buffer.byteLength(markdown)).toBeLessThan(55_000);
    expect(markdown).toMatch(/\*\*This report is cut: \d checks? (are|is) left out here/);
  }
});
