import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Gradebook } from "../grader/result/gradebook.js";
import { exampleGradebook } from "../grader/result/gradebook.example.js";
import { readGradebook } from "../grader/result/read-gradebook.js";
import type { ClassReportOptions } from "./class/class-options.js";
import { classGradebook, classTexts } from "./fixtures/class.js";
import { hostileGradebook } from "./fixtures/hostile-class.js";
import { invisibleIn } from "./fixtures/invisible.js";
import { renderClassReport } from "./render-class.js";

const ENGLISH: ClassReportOptions = { language: "en", texts: classTexts("en") };
const KOREAN: ClassReportOptions = { language: "ko", texts: classTexts("ko") };

/** The page without its scripts and its style sheet. */
function shownOf(html: string): string {
  return html.replaceAll(/<(script|style)[^]*?<\/\1>/g, "");
}

/** One row of the table of students. */
function rowOf(html: string, id: string): string {
  const rows = html.slice(html.indexOf('id="student-rows"')).split("<tr ");
  return rows.find((row) => row.includes(`>${id}<`)) ?? "";
}

function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

/** The gradebook of the example, which any locale file can tell of. */
function smallGradebook(change: Partial<Gradebook> = {}): Gradebook {
  const book = { ...exampleGradebook(), ...change };
  return { ...book, entries: book.entries.map((entry) => ({ ...entry, findings: [] })) };
}

test("the made-up class is a gradebook", () => {
  expect(readGradebook(JSON.parse(JSON.stringify(classGradebook())))).toMatchObject({ ok: true });
});

test("the page stands alone: its policy lets exactly its own scripts run, and nothing be fetched", () => {
  const html = renderClassReport(classGradebook(), ENGLISH);
  const scripts = [...html.matchAll(/<script type="module">([^]*?)<\/script>/g)].map(([, text = ""]) => text);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
  expect(scripts).toHaveLength(2);
  const hashes = scripts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src ${hashes.join(" ")};`);
  expect(html.match(/<script/g)).toHaveLength(2);
  for (const text of scripts) expect(text).not.toMatch(/<\/script|<!--|\r/);
  expect(shownOf(html)).not.toMatch(/<link|<img|<iframe|@import|url\(|\son\w+=|\ssrc=/);
});

test("every link leads to a place on the page or to a report below it, and every id is there once", () => {
  const html = renderClassReport(classGradebook(), ENGLISH);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...html.matchAll(/ (?:href="#|for="|aria-(?:labelledby|describedby)=")([^"]+)"/g)];
  expect(targets.map((match) => match[1]).filter((target) => !ids.includes(target))).toEqual([]);
  const away = [...html.matchAll(/ href="([^#"][^"]*)"/g)].map((match) => match[1] ?? "");
  expect(away.length).toBeGreaterThan(112);
  for (const address of away)
    expect(address).toMatch(/^(teacher|students)\/2026\d+\/report\.html(#check-[\w.-]+)?$/);
});

describe("the header", () => {
  const text = textOf(renderClassReport(classGradebook(), ENGLISH));

  test("tells how many there are of what, and what their scores come to", () => {
    expect(text).toContain("students 60 graded 56 not collected 3 not graded 1");
    expect(text).toMatch(/median [\d.]+ mean [\d.]+ lowest to highest [\d.]+–[\d.]+ of 100 points/);
  });

  test("tells the deadline, what lateness relied on, the time, the seeds and the sandbox", () => {
    expect(text).toContain("Deadline 2026-03-01 14:59 UTC");
    expect(text).toMatch(
      /\d+ by the server&#x27;s push log · \d+ by the committer&#x27;s date, which its author can set/,
    );
    expect(text).toContain("Graded 2026-03-04 05:06 UTC, in 48.1 s");
    expect(text).toContain("Seed 42, for hidden checks 7 Sandbox sandboxed");
  });
});

test("known mistakes come first, the commonest before the others, with their hint, their checks and who made them", () => {
  const html = renderClassReport(classGradebook(), ENGLISH);
  const list = html.slice(html.indexOf('id="mistakes"'), html.indexOf('id="attention"'));
  const counts = [...list.matchAll(/class="count">(\d+) students?</g)].map((match) => Number(match[1]));
  expect(counts.length).toBeGreaterThan(8);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  const first = list.slice(list.indexOf('id="mistake-0"'), list.indexOf('id="mistake-1"'));
  const id = /class="mistake-id">([^<]+)</.exec(first)?.[1] ?? "";
  expect(textOf(first)).toContain(ENGLISH.texts.hints[id]?.slice(0, 30));
  const names =
    first.slice(first.indexOf('class="names"')).match(/href="teacher\/\d+\/report\.html#check-/g) ?? [];
  expect(names).toHaveLength(counts[0] ?? 0);
  expect(html.indexOf('id="mistakes"')).toBeLessThan(html.indexOf('id="items"'));
});

describe("a student without a result", () => {
  const html = renderClassReport(classGradebook(), ENGLISH);

  test.each(["not-collected", "not-graded"] as const)("who is %s has words in place of a score", (state) => {
    const entry = classGradebook().entries.find((each) => each.state === state);
    const row = rowOf(html, entry?.id ?? "");
    expect(textOf(row)).toContain(state.replace("-", " "));
    expect(textOf(row)).not.toMatch(/(^| )0( |$)/);
    expect(row).toContain('data-score=""');
    expect(row).not.toContain("href=");
  });

  test("is told of with the reason, before the table", () => {
    const look = html.slice(html.indexOf('id="attention"'), html.indexOf('id="items"'));
    expect(textOf(look)).toContain("3 could not be collected");
    expect(textOf(look)).toContain(
      "There is no repository at this address: &#x27;/srv/git/20261077.git&#x27; does not exist",
    );
    expect(textOf(look)).toContain("1 could not be graded, our fault or the machine&#x27;s");
  });
});

test("an adjustment has its reason with it, and an outdated one says so, there and above", () => {
  const html = renderClassReport(smallGradebook(), ENGLISH);
  expect(textOf(rowOf(html, "ada"))).toContain("+1.5 forward.golden +1.5 A typo in the handout");
  expect(textOf(rowOf(html, "ada"))).not.toContain("outdated");
  const book = smallGradebook();
  const [ada] = book.entries;
  for (const adjustment of ada?.adjustments ?? []) adjustment.stale = true;
  const stale = renderClassReport(book, ENGLISH);
  expect(textOf(rowOf(stale, "ada"))).toContain("+1.5 outdated");
  expect(textOf(stale)).toContain("1 has an outdated adjustment");
});

test("who was late is told by how much, what that relied on and what it took", () => {
  const row = textOf(rowOf(renderClassReport(smallGradebook(), ENGLISH), "ada"));
  expect(row).toContain("19 h 1 min committer&#x27;s date −0.35");
});

test("a check that could not be judged is somebody to look at", () => {
  const book = smallGradebook();
  for (const check of book.entries[0]?.checks ?? []) check.outcome = "infrastructure-error";
  expect(textOf(renderClassReport(book, ENGLISH))).toContain("1 check could not be judged.");
});

describe("similar submissions", () => {
  test("are called a hint and never a verdict", () => {
    const text = textOf(renderClassReport(smallGradebook(), ENGLISH));
    expect(text).toContain("a hint for a person to compare the two, never a verdict");
    expect(text).toContain("Ada Lovelace ada 김하늘 kim 75 % 40 tokens");
  });

  test("are not mentioned where nobody looked, and said to be none where somebody did", () => {
    expect(renderClassReport(smallGradebook({ similarity: null }), ENGLISH)).not.toContain(
      "Similar submissions",
    );
    expect(renderClassReport(smallGradebook({ similarity: [] }), ENGLISH)).toContain(
      "No two submissions stand out.",
    );
  });
});

test("a page that knows of no reports leads to none", () => {
  const html = renderClassReport(classGradebook(), { ...ENGLISH, hasReports: false });
  expect(html).not.toMatch(/href="[^#]/);
  expect(html).toContain("Ada");
});

test("a class of nobody, and one that nobody could grade, are pages too", () => {
  const nobody = textOf(renderClassReport(smallGradebook({ entries: [], similarity: null }), ENGLISH));
  expect(nobody).toContain("students 0 graded 0");
  expect(nobody).toContain("No answer equals that of a known mistake.");
  const [, kim] = exampleGradebook().entries;
  const alone = renderClassReport(smallGradebook({ entries: kim === undefined ? [] : [kim] }), ENGLISH);
  expect(alone).not.toContain("<svg");
  expect(textOf(alone)).toContain("1 could not be collected");
});

test("is written in Korean, with the lang to match", () => {
  const html = renderClassReport(classGradebook(), KOREAN);
  expect(html).toContain('<html lang="ko">');
  const text = textOf(shownOf(html));
  expect(text).toContain("강의에서 먼저 다룰 것");
  expect(text).toContain("수집 실패");
  expect(text).not.toMatch(/Pass rate|not collected|students|Search|of those graded/);
});

test("hostile texts are texts, and hostile folders are no links but to below the page", () => {
  const html = renderClassReport(hostileGradebook(), { ...ENGLISH, texts: { ...ENGLISH.texts, title: "x" } });
  const shown = shownOf(html);
  expect(shown).not.toMatch(/<script|<img|onload='|onerror="/);
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(shown).toContain("&lt;script&gt;window.hacked &#x3D; 1&lt;/script&gt;");
  expect(shown).toContain("⟨U+001B⟩[31mred");
  expect(shown).toContain("{{say &#x27;x&#x27;}}");
  expect(invisibleIn(shown.replaceAll("\t", ""))).toEqual([]);
  const addresses = [...shown.matchAll(/ href="([^#"][^"]*)"/g)].map((match) => match[1] ?? "");
  expect(addresses.length).toBeGreaterThan(10);
  for (const address of addresses)
    expect(new URL(address, "https://page.example/").origin).toBe("https://page.example");
  expect(addresses.filter((address) => /^[\w+.-]*:|^\/|\.\.\//.test(address))).toEqual([]);
});

test("the same gradebook gives the same page", () => {
  expect(renderClassReport(classGradebook(), ENGLISH)).toBe(renderClassReport(classGradebook(), ENGLISH));
});

test("a class of twice the size costs about twice as much", () => {
  const cost = (students: number): number => {
    const book = classGradebook({ students });
    const started = process.cpuUsage();
    renderClassReport(book, ENGLISH);
    const { user, system } = process.cpuUsage(started);
    return user + system;
  };
  cost(500);
  const least = (students: number): number => Math.min(cost(students), cost(students), cost(students));
  // Squares would be 16 times as much; other work on the machine is no reason to fail.
  expect(least(1000) / least(250)).toBeLessThan(9);
});
