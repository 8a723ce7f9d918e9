import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Gradebook } from "../grader/result/gradebook.js";
import {
  BROWSER_TIMEOUT_MS,
  isBrowserMissing,
  launchBrowser,
  type Look,
  type Opened,
  openedPage,
  WHY_SKIPPED,
} from "./fixtures/browser.js";
import { classGradebook, classTexts } from "./fixtures/class.js";
import { renderClassReport } from "./render-class.js";

const ENGLISH = { language: "en", texts: classTexts("en") } as const;

const CLASS = renderClassReport(classGradebook(), ENGLISH);

/** The texts of one column of the table of students, or of another, from top to bottom, of the rows that are shown. */
async function columnOf(page: Page, column: number, table = "section.students"): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll("${table} tbody tr")]
    .filter((row) => !row.hidden)
    .map((row) => row.cells[${column}].dataset.value ?? row.cells[${column}].textContent.trim())`);
}

async function shownIds(page: Page): Promise<string[]> {
  return columnOf(page, 1);
}

const heading = (column: number, table = "section.students"): string =>
  `${table} thead th:nth-child(${column + 1}) button`;

function idsOf(gradebook: Gradebook, isMeant: (entry: Gradebook["entries"][number]) => boolean): string[] {
  return gradebook.entries.filter(isMeant).map(({ id }) => id);
}

describe.skipIf(isBrowserMissing)(
  `in a browser${WHY_SKIPPED}`,
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await launchBrowser();
    }, BROWSER_TIMEOUT_MS);

    afterAll(async () => {
      await browser?.close();
    });

    async function opened(html: string, look: Look = {}): Promise<Opened> {
      const page = await openedPage(browser, html, look);
      onTestFinished(() => page.page.context().close());
      return page;
    }

    describe("sorting", () => {
      test("by each column: up, down, and back to the order of the roster", async () => {
        const { page } = await opened(CLASS);
        const roster = await shownIds(page);
        const kinds = await page.evaluate<string[]>(
          "[...document.querySelectorAll('section.students thead th')].map((th) => th.dataset.sort)",
        );
        expect(kinds.length).toBeGreaterThan(14);
        const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
        for (const [column, kind] of kinds.entries()) {
          const compare = (a: string, b: string): number =>
            kind === "number" ? Number(a) - Number(b) : collator.compare(a, b);
          const values = await columnOf(page, column);
          const some = values.filter((value) => value !== "");
          const none = values.filter((value) => value === "");
          await page.click(heading(column));
          expect(await columnOf(page, column)).toEqual([...some.toSorted(compare), ...none]);
          await page.click(heading(column));
          expect(await columnOf(page, column)).toEqual([...some.toSorted((a, b) => compare(b, a)), ...none]);
          await page.click(heading(column));
          expect(await shownIds(page)).toEqual(roster);
        }
      });

      test("says which column it is, and takes nobody away", async () => {
        const { page } = await opened(CLASS);
        const orders = (): Promise<string[]> =>
          page.evaluate(
            "[...document.querySelectorAll('section.students th[aria-sort]')].map((th) => th.getAttribute('aria-sort')).filter((order) => order !== 'none')",
          );
        const roster = await shownIds(page);
        await page.click(heading(3));
        expect(await orders()).toEqual(["ascending"]);
        await page.click(heading(0));
        expect(await orders()).toEqual(["ascending"]);
        expect((await shownIds(page)).toSorted()).toEqual(roster.toSorted());
      });

      test("of the checks, by their pass rate", async () => {
        const { page } = await opened(CLASS);
        const table = "section.items";
        await page.click(heading(3, table));
        const rates = (await columnOf(page, 3, table)).map(Number);
        expect(rates).toEqual(rates.toSorted((a, b) => a - b));
        expect(new Set(rates).size).toBeGreaterThan(10);
      });

      test("with the keyboard alone, and the focus is seen", async () => {
        const { page } = await opened(CLASS);
        await page.focus(heading(3));
        await page.keyboard.press("Enter");
        const outline = "getComputedStyle(document.activeElement).outlineStyle";
        expect(await page.evaluate(outline)).toBe("solid");
        const scores = (await columnOf(page, 3)).filter((score) => score !== "").map(Number);
        expect(scores).toEqual(scores.toSorted((a, b) => a - b));
        expect((await columnOf(page, 3)).slice(-4)).toEqual(["", "", "", ""]);
      });
    });

    describe("filtering", () => {
      const book = classGradebook();

      test("by state, section, diagnosis and score, each and together", async () => {
        const { page } = await opened(CLASS);
        await page.selectOption("#filter-state", "not-collected");
        expect(await shownIds(page)).toEqual(idsOf(book, ({ state }) => state === "not-collected"));
        await page.selectOption("#filter-state", "");
        await page.selectOption("#filter-section", "B");
        expect(await shownIds(page)).toEqual(idsOf(book, ({ section }) => section === "B"));
        await page.selectOption("#filter-mistake", "some");
        const isDiagnosed = (entry: Gradebook["entries"][number]): boolean =>
          entry.checks.some(({ mistake }) => mistake !== null);
        expect(await shownIds(page)).toEqual(
          idsOf(book, (entry) => entry.section === "B" && isDiagnosed(entry)),
        );
        await page.fill("#filter-below", "70");
        const expected = idsOf(
          book,
          (entry) => entry.section === "B" && isDiagnosed(entry) && entry.score !== null && entry.score < 70,
        );
        expect(expected.length).toBeGreaterThan(1);
        expect(await shownIds(page)).toEqual(expected);
        expect(await page.textContent("#shown")).toBe(`${expected.length} of 60 students`);
        await page.click("#filter-clear");
        expect(await shownIds(page)).toHaveLength(60);
        await page.selectOption("#filter-mistake", "none");
        expect(await shownIds(page)).toEqual(
          idsOf(book, (entry) => entry.state === "graded" && !isDiagnosed(entry)),
        );
      });

      test("by one mistake, from the list of mistakes", async () => {
        const { page } = await opened(CLASS);
        await page.evaluate("document.querySelector('#mistake-0 details').open = true");
        const mistake = (await page.textContent("#mistake-0 .mistake-id")) ?? "";
        await page.click("#mistake-0 .show");
        const expected = idsOf(book, ({ checks }) => checks.some((check) => check.mistake === mistake));
        expect(await shownIds(page)).toEqual(expected);
        expect(await page.textContent("#mistake-0 .count")).toBe(`${expected.length} students`);
        expect(await page.evaluate("document.activeElement.id")).toBe("filter-mistake");
      });

      test("a filter outlasts sorting", async () => {
        const { page } = await opened(CLASS);
        await page.selectOption("#filter-section", "A");
        await page.click(heading(3));
        expect(await columnOf(page, 2)).toEqual(Array<string>(20).fill("A"));
      });
    });

    describe("searching", () => {
      test.each([
        ["a Korean name, half typed", "하느", "하늘"],
        ["an initial consonant", "하ㄴ", "하늘"],
        ["a name without its accents", "garcia", "García"],
        ["two words in any order", "NGUYEN minh", "Minh Anh Nguyen"],
      ])("by %s", async (_, words, name) => {
        const { page } = await opened(CLASS);
        await page.fill("#filter-search", words);
        const found = await shownIds(page);
        const expected = idsOf(classGradebook(), (entry) => entry.name.includes(name));
        expect(expected.length).toBeGreaterThan(0);
        expect(found).toEqual(expect.arrayContaining(expected));
        expect(found.length).toBeLessThan(20);
      });

      test.each(["20261007", "S20261007@EXAMPLE", "  s20261007  "])(
        "by an ID or an e-mail: %s",
        async (words) => {
          const { page } = await opened(CLASS);
          await page.fill("#filter-search", words);
          expect(await shownIds(page)).toEqual(["20261007"]);
        },
      );

      test("begins with the slash key, and says where nobody fits", async () => {
        const { page } = await opened(CLASS);
        expect(await page.isVisible("#nobody")).toBe(false);
        await page.keyboard.press("/");
        await page.keyboard.type("nobody/of this name");
        expect(await page.inputValue("#filter-search")).toBe("nobody/of this name");
        expect(await shownIds(page)).toEqual([]);
        expect(await page.isVisible("#nobody")).toBe(true);
        expect(await page.textContent("#shown")).toBe("0 of 60 students");
      });
    });

    test("a class of 500 is sorted and filtered while one waits", async () => {
      const { page } = await opened(renderClassReport(classGradebook({ students: 500 }), ENGLISH));
      const ms = await page.evaluate<number>(`(() => {
        const started = performance.now();
        document.querySelector("${heading(3)}").click();
        document.querySelector("#filter-search").value = "김";
        document.querySelector("#filter-search").dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - started;
      })()`);
      // A tenth of a second on an idle machine.
      expect(ms).toBeLessThan(5000);
      expect((await shownIds(page)).length).toBeGreaterThan(10);
    });
  },
  BROWSER_TIMEOUT_MS,
);
