import { describe, expect, test } from "vitest";
import { hostileGrading, lateGrading } from "./fixtures/gradings.js";
import { hostileResult, hugeResult } from "./fixtures/hostile.js";
import { invisibleIn } from "./fixtures/invisible.js";
import { everyOutcomeResult, hiddenOpenResult, perfectResult, starterResult } from "./fixtures/results.js";
import { fixtureTexts } from "./fixtures/texts.js";
import { renderHtml } from "./render-html.js";
import type { ReportOptions } from "./report-options.js";

const STUDENT: ReportOptions = { language: "en", audience: "student", texts: fixtureTexts.en };
const TEACHER: ReportOptions = { ...STUDENT, audience: "teacher" };

/** The markup of one check. */
function checkOf(html: string, id: string): string {
  const start = html.indexOf(`id="check-${id}"`);
  const ends = [html.indexOf('id="check-', start + 1), html.indexOf("</section>", start)].filter(
    (end) => end > 0,
  );
  return html.slice(html.lastIndexOf("<", start), Math.min(...ends));
}

function isOpen(check: string): boolean {
  return /^<details[^>]* open>/.test(check);
}

test("the page stands alone: no scripts, no requests, and a policy that allows none", () => {
  const html = renderHtml(everyOutcomeResult(), STUDENT);
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=/);
  const addresses = html.match(/\b(?:src|href)="[^"]*"/g) ?? [];
  expect(addresses.every((address) => address.startsWith('href="#'))).toBe(true);
  expect(html).toContain("default-src 'none'");
});

test("every link leads somewhere on the page, and every id is there once", () => {
  const html = renderHtml(everyOutcomeResult(), STUDENT);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...html.matchAll(/(?:href="#|aria-(?:labelledby|describedby)=")([^"]+)"/g)].map(
    (match) => match[1],
  );
  expect(targets.length).toBeGreaterThan(10);
  expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
});

describe("what a check tells", () => {
  const html = renderHtml(everyOutcomeResult(), STUDENT);

  test("what was expected, what happened, the worst entry, the hint, the output, the pictures, how to repeat it", () => {
    const check = checkOf(html, "forward.golden");
    for (const part of [
      "<h3>The probabilities are right</h3>",
      "<b>2.5</b> / 10",
      "<code>y &#x3D; softmax(sigmoid(X·W1 + b1)·W2 + b2)</code>, of shape <code>(N, C)</code>.",
      "<code>y</code> example 1, class 0",
      '<dd class="value">0.2689</dd>',
      '<dd class="value">0.5</dd>',
      '<dd class="value">0.2311</dd>',
      '<dd class="value">1e-9</dd>',
      "Your numbers equal what you get with ReLU",
      "hidden [ 0, 0.5, 1.2 ]\nlogits",
      '<svg xmlns="http://www.w3.org/2000/svg" class="chart"',
      "npx gradecheck grade . --seed 42 --check forward.golden",
    ]) {
      expect(check).toContain(part);
    }
    expect(check).not.toContain("relu-hidden");
  });

  test("the stack in the student's own file and line", () => {
    const check = checkOf(html, "forward.extremes");
    expect(check).toContain("<code>src/network.ts:41:12</code>");
    expect(check).toContain("(anonymous function)");
  });

  test("failed ones are open; passed ones and those not begun are folded", () => {
    const open = ["forward.golden", "forward.extremes", "training.shuffle", "training.digits"];
    const folded = ["backward.W2", "training.history", "initialization.shapes"];
    expect(open.every((id) => isOpen(checkOf(html, id)))).toBe(true);
    expect(folded.some((id) => isOpen(checkOf(html, id)))).toBe(false);
  });

  test("two numbers that differ only slightly are shown with the digits that differ", () => {
    const check = checkOf(html, "backward.W1");
    expect(check).toContain('<dd class="value">0.01234568</dd>');
    expect(check).toContain('<dd class="value">0.0123457</dd>');
  });

  test("a note does not cost anything and is there on a passed check", () => {
    expect(checkOf(html, "backward.W2")).toContain('<p class="note">');
  });
});

test("checks come in the order of the handout, under their parts", () => {
  const html = renderHtml(everyOutcomeResult(), STUDENT);
  const ids = [...html.matchAll(/id="check-([^"]+)"/g)].map((match) => match[1]);
  expect(ids).toEqual(
    everyOutcomeResult()
      .checks.toSorted((a, b) => partOrder(a.part) - partOrder(b.part))
      .map((check) => check.id),
  );
});

function partOrder(part: string): number {
  return everyOutcomeResult().parts.findIndex(({ id }) => id === part);
}

describe("a hidden check", () => {
  test("tells a student its name and verdict only, with nothing to unfold", () => {
    const html = renderHtml(hiddenOpenResult(), STUDENT);
    expect(html).not.toContain("secret");
    const check = checkOf(html, "forward.unseen");
    expect(check).toMatch(/^<div class="check failed sealed"/);
    expect(check).toContain("not passed");
    expect(html).toContain("All 12 public checks passed.");
    expect(html).not.toContain("Full marks");
  });

  test("tells a teacher all", () => {
    const html = renderHtml(hiddenOpenResult(), TEACHER);
    for (const part of ["finding", "note", "tensor", "picture", "output", "hint", "command"]) {
      expect(html).toContain(`secret ${part}`);
    }
    expect(html).toContain("secret-mistake");
    expect(html).toContain("secret.ts:1:1");
  });
});

test("problems with the whole submission come first, with their place", () => {
  const given = perfectResult();
  given.submission.problems.push({
    finding: { code: "check.load-failed", values: { name: "SyntaxError", message: "expected `}`" } },
    message: "",
    file: "src/index.ts",
    line: 12,
    column: 3,
  });
  const html = renderHtml(given, STUDENT);
  expect(html).toContain("<code>src/index.ts:12:3</code>");
  expect(html.indexOf("src/index.ts:12:3")).toBeLessThan(html.indexOf('id="parts"'));
});

test("a starter is met calmly: nothing of it is shown as failed", () => {
  const html = renderHtml(starterResult(), STUDENT);
  expect(html).toContain("Nothing is written yet, and that is where everybody starts.");
  expect(html).not.toMatch(/class="(check|outcome) failed/);
});

test("is written in Korean, with the lang to match", () => {
  const html = renderHtml(everyOutcomeResult(), { ...STUDENT, language: "ko", texts: fixtureTexts.ko });
  expect(html).toContain('<html lang="ko">');
  expect(html).toContain("은닉층에 ReLU를 썼을 때의 값과 같습니다.");
  expect(html).toContain("20점 중 2.5점");
  expect(html).not.toMatch(/What was expected|Before anything else|public checks/);
});

describe("graded in a batch", () => {
  const html = renderHtml(perfectResult(), { ...STUDENT, grading: lateGrading() });
  const section = html.slice(html.indexOf('id="grading"'), html.indexOf('id="checks"'));
  const text = section.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

  test("the score is the one that counts, and nobody who was late has full marks", () => {
    expect(html).toContain('<span class="number">89.55</span>');
    expect(html).toContain("Everything is right.");
    expect(html).not.toMatch(/Full marks|class="verdict complete"/);
  });

  test("it is told how it came about: what was handed in, when, by what, and every point added or taken", () => {
    expect(text).toContain("Handed in 2026-03-02 10:00 UTC");
    expect(text).toContain("According to the committer&#x27;s date, which its author can set");
    expect(text).toContain(`Commit ${"4f".repeat(20)} (main)`);
    expect(text).toContain(
      "What the checks earned 100 The probabilities are right A typo in the handout +1.5 Training The seed was fixed −2 Handed in 19 h 1 min late, 10 % off −9.95 What counts 89.55 / 100",
    );
  });

  test("that an adjustment is outdated is for teachers", () => {
    expect(text).not.toContain("ended otherwise since");
    expect(renderHtml(perfectResult(), { ...TEACHER, grading: lateGrading() })).toContain(
      "ended otherwise since",
    );
  });

  test("a report of its own has no such section", () => {
    expect(renderHtml(perfectResult(), STUDENT)).not.toContain('id="grading"');
  });
});

test("hostile texts are texts", () => {
  const html = renderHtml(hostileResult(), { ...TEACHER, grading: hostileGrading() });
  expect(html).not.toMatch(/<script|<img|onload='|onerror="/);
  expect(html).toContain("&lt;script&gt;window.hacked &#x3D; 1&lt;/script&gt;");
  expect(html).toContain("{{say &#x27;x&#x27;}}");
  expect(html).toContain("$t(report.label.next)");
  expect(html).toContain("⟨U+001B⟩[31mred");
  expect(html).toContain("⟨U+202E⟩txt.exe");
  expect(invisibleIn(html.replaceAll("\t", ""))).toEqual([]);
});

test("a huge result gives a page that a browser can open, and says what it left out", () => {
  const html = renderHtml(hugeResult(), STUDENT);
  expect(html.length).toBeLessThan(6_000_000);
  expect(html).toMatch(/\[\d+ characters left out\]/);
});

test("the same result gives the same page", () => {
  expect(renderHtml(everyOutcomeResult(), STUDENT)).toBe(renderHtml(everyOutcomeResult(), STUDENT));
});
