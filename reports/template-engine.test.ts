import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../grader/locale/language.js";
import { packageRoot } from "../grader/package/root.js";
import { compileTemplate } from "./template-engine.js";

function files(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function keys(value: unknown, path = ""): string[] {
  if (typeof value === "string") return [path];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    keys(inner, path === "" ? name : `${path}.${name}`),
  );
}

function textsOf(file: string, language: string): unknown {
  const path = join(packageRoot(), "grader", "locale", language, `${file}.json`);
  return JSON.parse(readFileSync(path, "utf8"));
}

test("a name that the view does not have is an error, not a gap", () => {
  const template = compileTemplate<object>({
    name: "report.md",
    partials: ["markdown"],
    sentences: "report",
    escapes: { md: String, code: String, cell: String, codeCell: String, fence: String },
    escapeSentence: String,
  });
  expect(() => template({ language: "en" })).toThrow(/not defined/);
});

function isPlural(key: string): boolean {
  return key.endsWith("_one");
}

/** The names in double braces of every sentence, by its key. */
function placeholders(texts: unknown): Record<string, string[]> {
  const visit = (value: unknown, path: string): [string, string[]][] =>
    typeof value === "string"
      ? [[path, [...new Set(value.match(/\{\{\w+\}\}/g) ?? [])].toSorted()]]
      : Object.entries(value as object).flatMap(([name, inner]) => visit(inner, `${path}.${name}`));
  return Object.fromEntries(visit(texts, "").filter(([key]) => !isPlural(key)));
}

/** What a sentence is said of, such as an outcome, is part of its key where the sources say `outcome.${…}`. */
const DYNAMIC = /^(outcome|sandbox|late|relied-on|grading\.by|progress\.other|state|number|relied)\./;

describe.each(["report", "class"])("the sentences of %s.json", (file) => {
  test("exist in every language", () => {
    const [first = [], ...others] = LANGUAGES.map((language) =>
      keys(textsOf(file, language)).filter((key) => !isPlural(key)),
    );
    for (const other of others) expect(other.toSorted()).toEqual(first.toSorted());
  });

  test("name the same values in every language", () => {
    const [first, ...others] = LANGUAGES.map((language) => placeholders(textsOf(file, language)));
    for (const other of others) expect(other).toEqual(first);
  });

  test("are all said somewhere", () => {
    const sources = files("reports")
      .filter((path) => /\.(ts|hbs)$/.test(path) && !path.endsWith(".test.ts"))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const isSaid = (key: string): boolean => {
      const last = key.split(".").at(-1) ?? "";
      return (
        sources.includes(`"${key}"`) || sources.includes(`${file}.${key}`) || sources.includes(`"${last}"`)
      );
    };
    const unsaid = keys(textsOf(file, "en")).filter(
      (key) => !isPlural(key) && !DYNAMIC.test(key) && !isSaid(key),
    );
    expect(unsaid).toEqual([]);
  });
});
