import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../grader/result/result.js";
import {
  axeFindings,
  BROWSER_TIMEOUT_MS as TIMEOUT_MS,
  isBrowserMissing,
  launchBrowser,
  type Look,
  type Opened,
  openedPage,
  unfoldAll,
  WHY_SKIPPED,
} from "./fixtures/browser.js";
import { hostileGrading, lateGrading } from "./fixtures/gradings.js";
import { hostileResult, hugeResult } from "./fixtures/hostile.js";
import { everyOutcomeResult, hiddenOpenResult, perfectResult, starterResult } from "./fixtures/results.js";
import { fixtureTexts } from "./fixtures/texts.js";
import { renderHtml } from "./render-html.js";
import type { ReportOptions } from "./report-options.js";

const STUDENT: ReportOptions = { language: "en", audience: "student", texts: fixtureTexts.en };
const TEACHER: ReportOptions = { ...STUDENT, audience: "teacher" };
const KOREAN: ReportOptions = { ...STUDENT, language: "ko", texts: fixtureTexts.ko };

const PAGES: [name: string, result: () => Result, options: ReportOptions][] = [
  ["every outcome", everyOutcomeResult, STUDENT],
  ["every outcome in Korean", everyOutcomeResult, KOREAN],
  ["every outcome for a teacher", everyOutcomeResult, TEACHER],
  ["perfect", perfectResult, STUDENT],
  ["starter", starterResult, KOREAN],
  ["hidden open", hiddenOpenResult, STUDENT],
  ["graded in a batch", perfectResult, { ...TEACHER, grading: lateGrading() }],
  ["hostile", hostileResult, { ...TEACHER, grading: hostileGrading() }],
];

describe.skipIf(isBrowserMissing)(`in a browser${WHY_SKIPPED}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
  });

  const opened = (html: string, look: Look = {}): Promise<Opened> => openedPage(browser, html, look);

  describe.each(["light", "dark"] as const)("in %s mode", (scheme) => {
    test.each(PAGES)(
      "%s: no violation of WCAG AA, nothing on the console, no request",
      async (_, result, options) => {
        const { page, events } = await opened(renderHtml(result(), options), { scheme });
        await unfoldAll(page);
        const { violations, passes } = await axeFindings(page);
        expect(violations).toEqual([]);
        expect(passes).toContain("color-contrast");
        expect(events).toEqual([]);
        await page.context().close();
      },
      TIMEOUT_MS,
    );
  });

  test.each([...PAGES, ["huge", hugeResult, STUDENT] as const])(
    "%s: a phone of 375 pixels does not scroll sideways",
    async (_, result, options) => {
      const { page } = await opened(renderHtml(result(), options), { width: 375 });
      await unfoldAll(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(375);
      // Nor is anything cut off at the edge by a parent that hides it.
      const outside = await page.evaluate<string[]>(`[...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > 376 && element.closest(".command, svg") === null)
        .map((element) => element.outerHTML.slice(0, 200))`);
      expect(outside).toEqual([]);
      await page.context().close();
    },
    TIMEOUT_MS,
  );

  test(
    "hostile texts do nothing, even where no policy forbids it",
    async () => {
      const { page, events } = await opened(renderHtml(hostileResult(), TEACHER), { bypassCSP: true });
      await page.waitForTimeout(200);
      expect(await page.evaluate("typeof window.hacked")).toBe("undefined");
      expect(
        await page.evaluate("document.querySelectorAll('script, img, iframe, object, embed, form').length"),
      ).toBe(0);
      expect(events).toEqual([]);
      const harmless = await opened(
        `${renderHtml(perfectResult(), STUDENT)}<script>window.hacked = 1</script>`,
        { bypassCSP: true },
      );
      expect(await harmless.page.evaluate("window.hacked")).toBe(1);
      await page.context().close();
      await harmless.page.context().close();
    },
    TIMEOUT_MS,
  );

  test(
    "printed, what failed is unfolded even where the reader had folded it",
    async () => {
      const { page } = await opened(renderHtml(everyOutcomeResult(), STUDENT));
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = false");
      const visible = (id: string): Promise<unknown> =>
        page.evaluate(
          `getComputedStyle(document.getElementById("check-${id}"), "::details-content").contentVisibility`,
        );
      expect(await visible("forward.golden")).toBe("hidden");
      await page.emulateMedia({ media: "print" });
      expect(await visible("forward.golden")).toBe("visible");
      expect(await visible("backward.W2")).toBe("hidden");
      await page.context().close();
    },
    TIMEOUT_MS,
  );

  test(
    "dark mode reaches into the pictures",
    async () => {
      const html = renderHtml(everyOutcomeResult(), STUDENT);
      const fill = "getComputedStyle(document.querySelector('svg .positive')).fill";
      const light = await opened(html, { scheme: "light" });
      const dark = await opened(html, { scheme: "dark" });
      expect(await light.page.evaluate(fill)).not.toBe(await dark.page.evaluate(fill));
      await light.page.context().close();
      await dark.page.context().close();
    },
    TIMEOUT_MS,
  );

  test(
    "everything can be reached with the keyboard, the first being the way past the parts",
    async () => {
      const { page } = await opened(renderHtml(everyOutcomeResult(), STUDENT));
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the checks");
      expect(
        await page.evaluate("document.activeElement.getBoundingClientRect().top"),
      ).toBeGreaterThanOrEqual(0);
      await page.context().close();
    },
    TIMEOUT_MS,
  );
});
