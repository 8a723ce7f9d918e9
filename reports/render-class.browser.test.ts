import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../grader/package/command.fixture.js";
import {
  axeFindings,
  BROWSER_TIMEOUT_MS,
  emptyPage,
  isBrowserMissing,
  launchBrowser,
  type Look,
  type Opened,
  openedPage,
  unfoldAll,
  WHY_SKIPPED,
} from "./fixtures/browser.js";
import { classGradebook, classTexts } from "./fixtures/class.js";
import { hostileGradebook } from "./fixtures/hostile-class.js";
import { everyOutcomeResult } from "./fixtures/results.js";
import { fixtureTexts } from "./fixtures/texts.js";
import { renderClassReport } from "./render-class.js";
import { renderHtml } from "./render-html.js";

const ENGLISH = { language: "en", texts: classTexts("en") } as const;
const KOREAN = { language: "ko", texts: classTexts("ko") } as const;

const CLASS = renderClassReport(classGradebook(), ENGLISH);
const PAGES: [name: string, html: string][] = [
  ["a class", renderClassReport(classGradebook({ students: 14 }), ENGLISH)],
  ["a class in Korean", renderClassReport(classGradebook({ students: 14 }), KOREAN)],
  ["hostile", renderClassReport(hostileGradebook(), ENGLISH)],
];

/** A4 landscape within its margins, in CSS pixels. */
const PRINTED_WIDTH = ((297 - 24) / 25.4) * 96;

async function shownIds(page: Page): Promise<string[]> {
  return page.evaluate(
    "[...document.querySelectorAll('#student-rows tr')].map((row) => row.cells[1].dataset.value)",
  );
}

/** The button that sorts by score. */
const BY_SCORE = "section.students thead th:nth-child(4) button";

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

    describe.each(["light", "dark"] as const)("in %s mode", (scheme) => {
      test.each(PAGES)("%s: no violation of WCAG AA, nothing on the console, no request", async (_, html) => {
        const { page, events } = await opened(html, { scheme });
        await unfoldAll(page);
        await page.click(BY_SCORE);
        const { violations, passes } = await axeFindings(page);
        expect(violations).toEqual([]);
        expect(passes).toContain("color-contrast");
        expect(events).toEqual([]);
      });
    });

    test.each(PAGES)(
      "%s: a phone of 375 pixels does not scroll sideways, but its tables do",
      async (_, html) => {
        const { page } = await opened(html, { width: 375 });
        await unfoldAll(page);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(375);
        const outside = await page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > 376 && element.closest(".scroll, svg") === null)
        .map((element) => element.outerHTML.slice(0, 200))`);
        expect(outside).toEqual([]);
        const box = "document.querySelector('section.students .scroll')";
        expect(await page.evaluate(`${box}.scrollWidth > ${box}.clientWidth`)).toBe(true);
      },
    );

    test("the page knows no script but its own", async () => {
      const { page, events } = await opened(
        CLASS.replace("</main>", "<script>window.hacked = 1</script></main>"),
      );
      expect(await page.evaluate("typeof window.hacked")).toBe("undefined");
      expect(events.join()).toContain("Content Security Policy");
      // And its own do run.
      expect(await page.isVisible("#filters")).toBe(true);
    });

    test("hostile texts do nothing, even where no policy forbids it", async () => {
      const { page, events } = await opened(renderClassReport(hostileGradebook(), ENGLISH), {
        bypassCSP: true,
      });
      await unfoldAll(page);
      await page.waitForTimeout(200);
      expect(await page.evaluate("typeof window.hacked")).toBe("undefined");
      expect(
        await page.evaluate("document.querySelectorAll('script, img, iframe, object, embed, form').length"),
      ).toBe(2);
      const addresses = await page.evaluate<string[]>(
        "[...document.links].map((link) => link.getAttribute('href')).filter((href) => !href.startsWith('#'))",
      );
      expect(addresses.length).toBeGreaterThan(10);
      expect(addresses.filter((address) => /^[a-z][\w+.-]*:|^\/|\.\./i.test(address))).toEqual([]);
      expect(events).toEqual([]);
    });

    test("without scripts it is the whole table in the order of the roster, and offers nothing that does nothing", async () => {
      const { page } = await opened(CLASS, { scripts: false });
      expect(await shownIds(page)).toEqual(classGradebook().entries.map(({ id }) => id));
      expect(await page.isVisible("#filters")).toBe(false);
      expect(await page.locator("button:visible").count()).toBe(0);
    });

    test("from the file system, its links lead to the reports, whatever the folders are called", async () => {
      const book = classGradebook({ students: 12 });
      const names = [
        "teacher/plain",
        "teacher/김하늘",
        "teacher/100% #1?x&y",
        "teacher/a:b;c",
        'teacher/d\'s "e"',
      ];
      for (const [index, entry] of book.entries.entries()) {
        entry.files = { student: null, teacher: names[index] ?? null };
      }
      const folder = temporaryFolder();
      const write = (path: string, text: string): void => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      };
      write("index.html", renderClassReport(book, ENGLISH));
      for (const [index, name] of names.entries()) {
        const result = everyOutcomeResult();
        result.submission.id = `student ${index}`;
        const texts = fixtureTexts.en;
        write(`${name}/report.html`, renderHtml(result, { language: "en", audience: "teacher", texts }));
      }
      const { page, events } = await emptyPage(browser);
      onTestFinished(() => page.context().close());
      for (const index of names.keys()) {
        await page.goto(pathToFileURL(join(folder, "index.html")).href);
        await page.click(`#student-rows tr:nth-child(${index + 1}) th a`);
        await page.waitForSelector(".by");
        expect(await page.textContent(".by")).toContain(`student ${index} `);
      }
      expect(events.filter((event) => !event.startsWith("request: file:"))).toEqual([]);
    });

    test("printed, the tables are whole and fit the page, and what only clicks is gone", async () => {
      const { page } = await opened(CLASS, { width: Math.floor(PRINTED_WIDTH) });
      await page.emulateMedia({ media: "print" });
      const widths = await page.evaluate<number[]>(
        "[...document.querySelectorAll('table')].map((table) => table.getBoundingClientRect().right)",
      );
      expect(Math.max(...widths)).toBeLessThanOrEqual(PRINTED_WIDTH);
      const last = "document.querySelector('#student-rows tr:last-child').getBoundingClientRect()";
      const box = "document.querySelector('section.students .scroll').getBoundingClientRect()";
      expect(await page.evaluate(`${last}.bottom <= ${box}.bottom + 1`)).toBe(true);
      for (const gone of ["#filters", ".jump", ".skip"]) expect(await page.isVisible(gone)).toBe(false);
    });
  },
  BROWSER_TIMEOUT_MS,
);
