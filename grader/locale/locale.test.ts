import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../package/root.js";
import { isLanguage, LANGUAGES, languageOfLocale } from "./language.js";
import { sentence } from "./sentence.js";
import { termText } from "./term-text.js";
import { textsOf } from "./texts-of.fixture.js";

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

describe("terms", () => {
  test("are written in a language, with their index; other words stay as they are", () => {
    expect(termText("example 1, class 0", "ko")).toBe("예제 1, 클래스 0");
    expect(termText("previous hidden 2", "ko")).toBe("이전 은닉 유닛 2");
    expect(termText("LSTM, submission", "ko")).toBe("LSTM, 제출한 값");
    expect(termText("LSTM, submission", "en")).toBe("LSTM, yours");
    for (const stranger of ["", "LSTM", "no such term", "constructor", "term", "a, , b 1", "$t(term.key)"]) {
      expect(termText(stranger, "ko")).toBe(stranger);
    }
  });

  test("name the axes of a finding", () => {
    const finding = { code: "check.differs", values: { where: "y[1][0]", axes: "example 1, class 0" } };
    expect(sentence(finding)).toContain("y[1][0] (example 1, class 0) should be");
    expect(sentence(finding, "ko")).toContain("y[1][0] (예제 1, 클래스 0)");
    expect(sentence({ ...finding, values: { where: "loss", axes: "" } })).toContain("loss should be");
  });

  test("exist for every axis that a spec names", () => {
    const root = join(packageRoot(), "specs");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
      /(?<!\.test)\.ts$/.test(file),
    );
    const names = files.flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const places = /(?:letter: "[^"]*", name: |axis\("[^"]*", |[xy]Axis: |\{ name: )"([^"]+)"/g;
      return [...text.matchAll(places)].flatMap((match) => (match[1] ?? "").split(", "));
    });
    expect(new Set(names).size).toBeGreaterThan(8);
    const silent = [...new Set(names)].filter((name) => /^[a-z]/.test(name) && termText(name, "ko") === name);
    expect(silent).toEqual([]);
  });
});
