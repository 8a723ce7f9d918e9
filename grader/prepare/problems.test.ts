import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import { sentence } from "../locale/sentence.js";
import { prepare } from "./prepare.js";
import { folderWith, POLICY, preparing, problemsOf } from "./prepare.fixture.js";

describe("what is wrong with a submission is said with its place", () => {
  test.each<[string, Record<string, string | Buffer>, string[]]>([
    ["nothing in it", {}, ["no-entry-empty"]],
    ["another entry", { "src/main.ts": "" }, ["no-entry"]],
    [
      "broken package.json",
      { "package.json": '{\n  "a": 1\n  "main": "x"}', "src/index.ts": "" },
      ["manifest-json package.json:3:3"],
    ],
    [
      "package.json with a number for main",
      { "package.json": '{"main":1}', "src/index.ts": "" },
      ["manifest-main package.json"],
    ],
    [
      "package.json that is a list",
      { "package.json": "[]", "src/index.ts": "" },
      ["manifest-main package.json"],
    ],
    [
      "a main outside",
      { "package.json": '{"main":"../x.ts"}', "src/index.ts": "" },
      ["entry-outside package.json"],
    ],
    [
      "an absolute main",
      { "package.json": '{"main":"/etc/passwd"}', "src/index.ts": "" },
      ["entry-outside package.json"],
    ],
    ["a syntax error", { "src/index.ts": "export const a = 1;\nconst = 2;\n" }, ["syntax src/index.ts:2:7"]],
    [
      "a syntax error in another file",
      { "src/index.ts": "import './a';", "src/a.ts": "\n\n  let x: = 3;" },
      ["syntax src/a.ts:3:10"],
    ],
    [
      "a forbidden library",
      { "src/index.ts": "// a\nimport * as tf from '@tensorflow/tfjs';\nexport const a = tf;" },
      ["forbidden-import src/index.ts:2:21"],
    ],
    [
      "a forbidden module of Node",
      { "src/index.ts": "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;" },
      ["forbidden-import src/index.ts:1:30"],
    ],
    [
      "a forbidden import()",
      { "src/index.ts": "export const a = () => import('fs');" },
      ["forbidden-import src/index.ts:1:31"],
    ],
    [
      "a forbidden require",
      { "package.json": '{"main":"a.cjs"}', "a.cjs": "\nconst fs = require('fs');" },
      ["forbidden-import a.cjs:2:20"],
    ],
    [
      "a forbidden re-export",
      { "src/index.ts": "export * from 'fs';" },
      ["forbidden-import src/index.ts:1:15"],
    ],
    [
      "a URL",
      { "src/index.ts": "import 'https://example.org/a.js';" },
      ["forbidden-import src/index.ts:1:8"],
    ],
    [
      "code as data",
      { "src/index.ts": "import 'data:text/javascript,1';" },
      ["forbidden-import src/index.ts:1:8"],
    ],
    [
      "an absolute import",
      { "src/index.ts": "import '/etc/passwd';" },
      ["forbidden-import src/index.ts:1:8"],
    ],
    [
      "a forgotten ./",
      { "src/index.ts": "import { a } from 'a';\nexport { a };", "src/a.ts": "export const a = 1;" },
      ["bare-import src/index.ts:1:19"],
    ],
    [
      "an import from outside",
      { "src/index.ts": "import '../../../etc/passwd.json';" },
      ["outside-import src/index.ts:1:8"],
    ],
    [
      "an import of nothing",
      { "src/index.ts": "import { a } from './lairs';\nexport { a };", "src/layers.ts": "" },
      ["unresolved-import src/index.ts:1:19"],
    ],
    [
      "two at once",
      { "src/index.ts": "import 'fs';\nimport './a';", "src/a.ts": "import 'os';" },
      ["forbidden-import src/index.ts:1:8", "forbidden-import src/a.ts:1:8"],
    ],
    ["text that is none", { "src/index.ts": Buffer.from([0xff, 0xfe, 0x61, 0]) }, ["encoding src/index.ts"]],
    ["a strange name", { "src/index.ts": "", "a\nb.ts": "" }, ["name a�b.ts"]],
    ["too much", { "src/index.ts": "x".repeat(200_000) }, ["too-large"]],
    [
      "too many",
      Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.txt`, ""])),
      ["too-many-files"],
    ],
    ["too deep", { [`${"a/".repeat(20)}x.ts`]: "" }, [`too-deep ${"a/".repeat(16)}a`]],
  ])("%s", async (_what, files, problems) => {
    const prepared = await preparing(files);
    expect(prepared.ok).toBe(false);
    expect(problemsOf(prepared)).toStrictEqual(problems);
    for (const { finding, message } of prepared.problems) {
      expect(sentence(finding, "ko")).not.toBe(message);
      expect(message + sentence(finding, "ko")).not.toMatch(
        /\{\{|undefined \(|\/submission|node_modules|gradecheck-/,
      );
    }
  });

  test("a missing folder, and a file for one", async () => {
    const folder = folderWith({ file: "" });
    expect(problemsOf(await prepare(join(folder, "none"), POLICY, SANDBOXES.none))).toStrictEqual([
      "missing-folder",
    ]);
    expect(problemsOf(await prepare(join(folder, "file"), POLICY, SANDBOXES.none))).toStrictEqual([
      "not-a-folder",
    ]);
    expect(problemsOf(await prepare(join(folder, "file", "x"), POLICY, SANDBOXES.none))).toStrictEqual([
      "missing-folder",
    ]);
  });

  test("a link, wherever it leads", async () => {
    const folder = folderWith({ "src/index.ts": "export * from './passwd.js';" });
    symlinkSync("/etc/passwd", join(folder, "src/passwd.js"));
    symlinkSync("index.ts", join(folder, "src/same.ts"));
    const prepared = await prepare(folder, POLICY, SANDBOXES.none);
    expect(problemsOf(prepared)).toStrictEqual(["symlink src/passwd.js", "symlink src/same.ts"]);
  });

  test("the values name what helps", async () => {
    const noEntry = await preparing({ "src/main.ts": "", "README.md": "" });
    expect(noEntry.problems[0]?.message).toBe(
      'The entry is missing: looked for src/index.ts, found src/main.ts. Rename your file, or name it as "main" in package.json.',
    );
    const unresolved = await preparing({ "src/index.ts": "import './lairs';", "src/layers.ts": "" });
    expect(unresolved.problems[0]?.finding.values).toMatchObject({
      specifier: "./lairs",
      nearby: "src/index.ts, src/layers.ts",
    });
    const syntax = await preparing({ "src/index.ts": "\n  const = 2;" });
    expect(syntax.problems[0]?.finding.values).toMatchObject({ quote: "const = 2;" });
    const atTheEnd = await preparing({ "src/index.ts": "class A {\n" });
    expect(atTheEnd.problems[0]?.message).toMatch(/^This cannot be parsed: [^,]*\.$/);
  });
});

describe("what its author should know stops nothing", () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      "a main that is not there",
      { "package.json": '{"main":"index.js"}', "src/index.ts": "" },
      ["main-missing package.json"],
    ],
    ["names alike", { "src/index.ts": "", "src/A.ts": "", "src/a.ts": "" }, ["lookalike src/a.ts"]],
    [
      "an import of what is not exported",
      { "src/index.ts": "import { g } from './a';\nexport const f = () => g;", "src/a.ts": "" },
      ["missing-export src/index.ts:1:10"],
    ],
  ])("%s", async (_what, files, problems) => {
    const prepared = await preparing(files);
    expect(prepared.ok).toBe(true);
    expect(problemsOf(prepared)).toStrictEqual(problems);
  });
});

test("brackets without end are the submission's problem", async () => {
  const prepared = await preparing({ "src/index.ts": "[".repeat(90_000) });
  expect(prepared.ok).toBe(false);
  expect(prepared.problems).toHaveLength(1);
  expect(prepared.problems[0]?.message.length).toBeLessThan(400);
});
