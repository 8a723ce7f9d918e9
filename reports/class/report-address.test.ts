import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reportAddress } from "./report-address.js";

test("an address is the folder, encoded, and its report", () => {
  expect(reportAddress("teacher/ada")).toBe("teacher/ada/report.html");
  expect(reportAddress("teacher/김하늘 #1?")).toBe(
    "teacher/%EA%B9%80%ED%95%98%EB%8A%98%20%231%3F/report.html",
  );
  expect(reportAddress("teacher/ada", "forward.golden")).toBe("teacher/ada/report.html#check-forward.golden");
});

test("there is none where there is no folder, or where it is not below the gradebook", () => {
  for (const folder of [
    null,
    "",
    "/etc",
    "//evil.example",
    "a//b",
    "a/",
    "..",
    "a/../..",
    "./a",
    "https://evil",
  ]) {
    expect(reportAddress(folder)).toBe("");
  }
});

test("whatever the folder is called, the address leads below the page and nowhere else", () => {
  const page = new URL("https://page.example/batch/index.html");
  const wild = fc.constantFrom("javascript:", "data:", "\\", "%2e%2e", "//", "?", "#", "\n", "\uD83D", "..");
  const name = fc
    .array(fc.oneof(fc.string({ unit: "binary" }), wild), { maxLength: 4 })
    .map((all) => all.join(""));
  const folder = fc.array(name, { maxLength: 4 }).map((names) => names.join("/"));
  fc.assert(
    fc.property(folder, name, (given, check) => {
      const address = reportAddress(given, check);
      if (address === "") return;
      const url = new URL(address, page);
      expect(url.origin).toBe(page.origin);
      expect(url.pathname).toMatch(/^\/batch\/.+\/report\.html$/);
      expect(url.search).toBe("");
      expect(address).toMatch(/^[\x21-\x7e]+$/);
    }),
    { seed: 21, numRuns: 1000 },
  );
});
