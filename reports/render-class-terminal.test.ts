import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { classGradebook, classTexts } from "./fixtures/class.js";
import { hostileGradebook } from "./fixtures/hostile-class.js";
import { invisibleIn } from "./fixtures/invisible.js";
import { type ClassTerminalOptions, renderClassTerminal } from "./render-class-terminal.js";
import { displayWidth } from "./text/display-width.js";

const PLAIN: ClassTerminalOptions = { language: "en", texts: classTexts("en"), color: false };
const KOREAN: ClassTerminalOptions = { ...PLAIN, language: "ko", texts: classTexts("ko") };

const BOOK = classGradebook();

const LATE = BOOK.entries.filter(({ handedIn }) => (handedIn?.lateMinutes ?? 0) > 0).length;

test("the class in numbers, how the scores are spread, what to talk about first, and who needs a look", () => {
  const text = renderClassTerminal(BOOK, PLAIN);
  expect(text).toContain(`  students 60 · graded 56 · not collected 3 · not graded 1 · late ${LATE}\n`);
  expect(text).toMatch(/^ {2}median [\d.]+ · mean [\d.]+ · lowest to highest [\d.]+–[\d.]+$/m);
  expect(text).toMatch(/^ +90–100 {2}█{40} \d+$/m);
  const told = text.slice(text.indexOf("What to talk about first"), text.indexOf("Needs a look"));
  const counts = [...told.matchAll(/^ {2,3}(\d+) {2}\S/gm)].map((match) => Number(match[1]));
  expect(counts).toHaveLength(5);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(told).toContain("      last-batch-dropped: training.examples, training.last-batch\n");
  const gone = BOOK.entries.find(({ state }) => state === "not-collected");
  expect(text).toContain(
    `  3 could not be collected\n    ${gone?.name} (${gone?.id}): There is no repository`,
  );
  const stale = BOOK.entries.filter(({ adjustments }) => adjustments.some((each) => each.stale));
  expect(text).toContain(`  ${stale.length} have an outdated adjustment`);
});

test("the bars are as long as the bins are full, and all scores are in them", () => {
  const bars = [
    ...renderClassTerminal(classGradebook(), PLAIN).matchAll(/^ +[\d.]+–[\d.]+ {2}(█*) ?(\d+)$/gm),
  ];
  const counts = bars.map((match) => Number(match[2]));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(56);
  for (const [index, match] of bars.entries()) {
    const count = counts[index] ?? 0;
    expect(match[1]?.length).toBe(Math.ceil((count / Math.max(...counts)) * 40));
  }
});

test("is told in Korean", () => {
  const text = renderClassTerminal(classGradebook(), KOREAN);
  expect(text).toContain(`학생 60 · 채점됨 56 · 수집 실패 3 · 채점 실패 1 · 지각 제출 ${LATE}`);
  expect(text).toContain("강의에서 먼저 다룰 것");
  expect(text).not.toMatch(/students|Needs a look|median/);
});

test("of many only the first are named, and the others counted", () => {
  const book = classGradebook({ students: 30 });
  for (const entry of book.entries) {
    Object.assign(entry, { state: "not-collected", score: null, checks: [], findings: [], adjustments: [] });
  }
  const text = renderClassTerminal(book, PLAIN);
  expect(text.match(/^ {4}.* \(2026\d+\)$/gm)).toHaveLength(5);
  expect(text).toContain("  30 could not be collected\n");
  expect(text).toContain("\n    25 more\n");
});

test("a class that nobody could grade has no scores to show", () => {
  const book = classGradebook({ students: 12 });
  for (const entry of book.entries) Object.assign(entry, { state: "not-graded", score: null, checks: [] });
  const text = renderClassTerminal(book, PLAIN);
  expect(text).not.toMatch(/█|median|What to talk about/);
  expect(text).toContain("12 could not be graded");
});

describe("width and colours", () => {
  test.each([40, 60, 80, 200])("no line is wider than %i columns, in Korean or English", (columns) => {
    for (const options of [PLAIN, KOREAN]) {
      for (const book of [classGradebook(), classGradebook({ students: 200 }), hostileGradebook()]) {
        const lines = renderClassTerminal(book, { ...options, columns }).split("\n");
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      }
    }
  });

  test("colours are there only where they are asked for", () => {
    const plain = renderClassTerminal(classGradebook(), PLAIN);
    const coloured = renderClassTerminal(classGradebook(), { ...PLAIN, color: true });
    expect(plain).not.toContain("\u001b");
    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toBe(plain.replaceAll("`", ""));
  });

  test("no text of a gradebook sends anything to the terminal but letters", () => {
    const text = renderClassTerminal(hostileGradebook(), PLAIN);
    expect(text).toContain("⟨U+001B⟩[31mred");
    expect(invisibleIn(text)).toEqual([]);
  });
});
