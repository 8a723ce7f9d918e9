import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../package/root.js";
import { isLanguage, LANGUAGES, languageOfLocale, type Language } from "./language.js";
import { sentence } from "./sentence.js";

/** All texts of a language, by their code. */
function textsOf(language: Language): Map<string, string> {
  const folder = join(packageRoot(), "grader", "locale", language);
  const flatten = (value: unknown, code: string): [string, string][] =>
    typeof value === "string"
      ? [[code, value]]
      : Object.entries(value as object).flatMap(([key, item]) => flatten(item, `${code}.${key}`));
  return new Map(
    readdirSync(folder).flatMap((file) =>
      flatten(JSON.parse(readFileSync(join(folder, file), "utf8")), file.replace(".json", "")),
    ),
  );
}

const placeholders = (text: string | undefined): string[] =>
  [...new Set(text?.match(/\{\{\s*[\w-]+/g)?.map((match) => match.replace(/\W/g, "")))].toSorted();

// English has a plural form of its own.
const singular = (code: string): string => code.replace(/_(one|other)$/, "");

describe("the languages", () => {
  const [english, korean] = [textsOf("en"), textsOf("ko")];

  test("have the same texts", () => {
    const codes = (texts: Map<string, string>): string[] =>
      [...new Set([...texts.keys()].map(singular))].toSorted();
    expect(codes(korean)).toEqual(codes(english));
  });

  test("fill in the same values", () => {
    for (const [code, text] of korean) {
      const original = english.get(code) ?? english.get(`${singular(code)}_other`);
      expect([code, placeholders(text)]).toEqual([code, placeholders(original)]);
    }
  });
});

test("every finding that a spec or the kit can make has a text in every language", () => {
  const root = join(packageRoot(), "specs");
  const assignments = readdirSync(join(packageRoot(), "assignments"));
  const owners = ["check", ...assignments].join("|");
  const code = new RegExp(`"((?:${owners})\\.[a-z0-9.-]+)"`, "g");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const codes = files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [...text.matchAll(code)]
      .map((match) => match[1] ?? "")
      .filter((found) => /fail\(|code:|expectSame\(/.test(text) && !/\.(json|ts)$/.test(found));
  });
  const sameness =
    readFileSync(join(root, "kit", "sameness.ts"), "utf8").match(/type Sameness =([^;]*);/)?.[1] ?? "";
  const unlike = [...sameness.matchAll(/"([\w-]+)"/g)].map((match) => `check.unlike.${match[1]}`);
  expect(unlike.length).toBeGreaterThan(5);
  expect(codes.length).toBeGreaterThan(40);
  const silent = [...new Set([...codes, ...unlike])].filter((found) =>
    LANGUAGES.some((language) => !textsOf(language).has(found)),
  );
  expect(silent).toEqual([]);
});

test("a sentence fills in its values, falls back to no key, and throws for a code without a text", () => {
  const finding = { code: "check.not-implemented", values: { call: "TwoLayerNN.forward" } };
  expect(sentence(finding)).toBe("TwoLayerNN.forward is not written yet.");
  expect(sentence(finding, "ko")).toMatch(/^TwoLayerNN\.forward.*[가-힣]/);
  expect(sentence({ code: "check.not-implemented", values: { call: "<b>&amp;" } })).toContain("<b>&amp;");
  expect(() => sentence({ code: "check.nonsense", values: {} })).toThrow("check.nonsense");
});

test("the language of a locale", () => {
  const locales = ["ko_KR.UTF-8", "ko", "en_US", "fr_FR", "", undefined, "C.UTF-8"];
  expect(locales.map(languageOfLocale)).toEqual(["ko", "ko", "en", "en", "en", "en", "en"]);
  expect(["ko", "KO", "xx"].map(isLanguage)).toEqual([true, false, false]);
});
