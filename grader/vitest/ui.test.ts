import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import {
  BROWSER_TIMEOUT_MS,
  emptyPage,
  isBrowserMissing,
  launchBrowser,
  WHY_SKIPPED,
} from "../../reports/fixtures/browser.js";
import { StudentRepository, type Watching } from "./student.fixture.js";

const CHECKS = 44;
/** Those of the evaluation itself, and those of the training, which evaluates. */
const USE_EVALUATE = 13;
const PATIENCE = { timeout: BROWSER_TIMEOUT_MS };

const repository = new StudentRepository();
let watching: Watching;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (isBrowserMissing) return;
  await repository.start();
  repository.link();
  watching = repository.watch("--ui", "--open=false");
  const said = stripVTControlCharacters(await watching.until("/__vitest__/"));
  browser = await launchBrowser();
  ({ page } = await emptyPage(browser, { width: 1280 }));
  await page.goto(/http:\S+$/.exec(said)?.[0] ?? said);
}, 2 * BROWSER_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await watching?.stop();
  repository.remove();
});

/** How many checks the dashboard shows as passed, failed and skipped. */
async function shown(): Promise<number[]> {
  const texts = await Promise.all(
    ["pass", "fail", "skipped"].map((name) => page.getByTestId(`${name}-entry`).allInnerTexts()),
  );
  // Nothing is skipped where there is no such entry.
  return texts.map(([text = "0"]) => Number.parseInt(text, 10));
}

test.skipIf(isBrowserMissing)(
  `vitest's UI shows every check, judges what is saved, and runs again what is clicked${WHY_SKIPPED}`,
  async () => {
    await expect.poll(shown, PATIENCE).toEqual([0, 0, CHECKS]);
    repository.solve("plain-loops");
    await expect.poll(shown, PATIENCE).toEqual([CHECKS, 0, 0]);

    const entry = join(repository.folder, "src", "index.ts");
    const wrong = (line: string): string => `${line}\nthrow new TypeError("no marks");`;
    writeFileSync(entry, readFileSync(entry, "utf8").replace(/^ {2}evaluate\(.*\{$/m, wrong));
    await expect.poll(shown, PATIENCE).toEqual([CHECKS - USE_EVALUATE, USE_EVALUATE, 0]);
    await page.getByText("evaluation.golden").click();
    await expect.poll(() => page.getByTestId("report").innerText(), PATIENCE).toContain("no marks");

    await watching.until("no marks");
    await page.getByTestId("btn-run-all").click();
    expect(await watching.until("no marks")).toContain("Evaluation");
  },
  4 * BROWSER_TIMEOUT_MS,
);
