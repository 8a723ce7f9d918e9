import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answersOf, applying, hostWith, sandboxesHere } from "../host/host.fixture.js";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import { sentence } from "../locale/sentence.js";
import { prepare } from "./prepare.js";
import { folderWith, POLICY, preparing, problemsOf } from "./prepare.fixture.js";

/** The number that a submission's function `f` gives. */
async function numberOf(files: Readonly<Record<string, string>>): Promise<number> {
  const prepared = await preparing(files);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
  const { host } = await hostWith(prepared.code);
  const answer = (await answersOf(host, applying("f")))[1];
  if (answer?.status !== "value" || answer.value.kind !== "number") throw new Error(JSON.stringify(answer));
  return answer.value.number;
}

describe("a submission becomes one module", () => {
  test.each<[string, Record<string, string>]>([
    ["a TypeScript file", { "src/index.ts": "export const f = (): number => 42;" }],
    [
      "a file in two parts, `.ts` left out",
      { "src/index.ts": "export { f } from './a';", "src/a.ts": "export const f = () => 42;" },
    ],
    [
      "`.js` for a `.ts`",
      { "src/index.ts": "export { f } from './a.js';", "src/a.ts": "export const f = () => 42;" },
    ],
    [
      "`.ts` for a `.ts`",
      { "src/index.ts": "export { f } from './a.ts';", "src/a.ts": "export const f = () => 42;" },
    ],
    [
      "the `.ts` where a stale `.js` lies beside it",
      {
        "src/index.ts": "export { f } from './a.js';",
        "src/a.ts": "export const f = () => 42;",
        "src/a.js": "export const f = () => 0;",
      },
    ],
    [
      "a folder's index",
      { "src/index.ts": "export { f } from './a';", "src/a/index.ts": "export const f = () => 42;" },
    ],
    [
      "a folder above",
      { "src/index.ts": "export { f } from '..';", "index.ts": "export const f = () => 42;" },
    ],
    ["`.mts`", { "src/index.ts": "export { f } from './a.mjs';", "src/a.mts": "export const f = () => 42;" }],
    [
      "JSON",
      { "src/index.ts": "import d from './d.json'; export const f = () => d.x;", "src/d.json": '{"x":42}' },
    ],
    [
      "an import in a circle",
      {
        "src/index.ts": "import { g } from './a'; export const f = () => g(); export const x = 42;",
        "src/a.ts": "import { x } from './index'; export const g = () => x;",
      },
    ],
    [
      "an import() of its own",
      {
        "src/index.ts": "const a = await import('./a'); export const f = () => a.x;",
        "src/a.ts": "export const x = 42;",
      },
    ],
    [
      "a main without an extension",
      { "package.json": '{"main":"lib/net"}', "lib/net.ts": "export const f = () => 42;" },
    ],
    [
      "a main that is to be compiled",
      { "package.json": '{"main":"./lib/net.js"}', "lib/net.ts": "export const f = () => 42;" },
    ],
    ["JavaScript", { "package.json": '{"main":"net.js"}', "net.js": "export const f = () => 42;" }],
    [
      "CommonJS",
      {
        "package.json": '{"main":"net.cjs"}',
        "net.cjs": "const a = require('./a.cjs'); module.exports = { f: () => a.x };",
        "a.cjs": "exports.x = 42;",
      },
    ],
    ["an enum", { "src/index.ts": "enum E { A = 40, B } export const f = () => E.B + 1;" }],
    [
      "a parameter property",
      {
        "src/index.ts": "class A { constructor(readonly x: number) {} } export const f = () => new A(42).x;",
      },
    ],
    ["a namespace", { "src/index.ts": "namespace N { export const x = 42; } export const f = () => N.x;" }],
    [
      "a decorator",
      {
        "src/index.ts":
          "function d(t: any, k: string, p: any) { p.value = () => 42; } class A { @d m() { return 0; } } export const f = () => new A().m();",
      },
    ],
    [
      "a field that is defined, not assigned",
      {
        "src/index.ts":
          "class A { set x(v: number) { throw v; } } class B extends A { x = 42; } export const f = () => new B().x;",
      },
    ],
    ["a byte order mark", { "src/index.ts": "\uFEFFexport const f = () => 42;" }],
    [
      "types of a forbidden library, which are free",
      {
        "src/index.ts":
          "import type { T } from 'lib'; import { U } from 'lib2'; export const f = (x?: T | U) => 42;",
      },
    ],
    [
      "a tsconfig.json that means harm",
      {
        "tsconfig.json": '{"compilerOptions":{"paths":{"./a":["./b"]},"baseUrl":"/etc"}}',
        "src/index.ts": "export { f } from './a';",
        "src/a.ts": "export const f = () => 42;",
        "src/b.ts": "export const f = () => 0;",
      },
    ],
    [
      "a re-exported type, whose import is only a warning",
      {
        "src/index.ts": "export { T } from './a'; export const f = () => 42;",
        "src/a.ts": "export interface T {}",
      },
    ],
  ])("%s", async (_what, files) => {
    expect(await numberOf(files)).toBe(42);
  });

  test("whose hash depends on the code alone", async () => {
    const files = { "src/index.ts": "export const f = () => 42;" };
    const [first, second, other] = await Promise.all([
      preparing(files),
      preparing({ ...files, "README.md": "hello" }),
      preparing({ "src/index.ts": "export const f = () => 43;" }),
    ]);
    expect(first).toMatchObject({
      ok: true,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      files: ["src/index.ts"],
    });
    expect(second).toMatchObject({
      ok: true,
      hash: first.ok && first.hash,
      files: ["README.md", "src/index.ts"],
    });
    expect(other.ok && first.ok && other.hash !== first.hash).toBe(true);
  });

  test("without node_modules, .git and dist, however large or linked", async () => {
    const folder = folderWith({
      "src/index.ts": "export const f = 1;",
      "node_modules/a/index.js": "x".repeat(200_000),
    });
    symlinkSync("/etc", join(folder, "dist"));
    expect(await prepare(folder, POLICY, SANDBOXES.none)).toMatchObject({
      ok: true,
      files: ["src/index.ts"],
    });
  });
});

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

test("an allowed module of Node may be imported, with and without `node:`", async () => {
  const files = {
    "src/index.ts":
      "import assert from 'assert'; import { performance } from 'node:perf_hooks'; export const f = () => (assert(performance), 42);",
  };
  const prepared = await preparing(files, { allowedImports: ["node:assert", "perf_hooks"] });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.problems));
  const { host } = await hostWith(prepared.code);
  expect((await answersOf(host, applying("f")))[1]).toMatchObject({ value: { number: 42 } });
});

test("brackets without end are the submission's problem", async () => {
  const prepared = await preparing({ "src/index.ts": "[".repeat(90_000) });
  expect(prepared.ok).toBe(false);
  expect(prepared.problems).toHaveLength(1);
  expect(prepared.problems[0]?.message.length).toBeLessThan(400);
});

test.skipIf(!sandboxesHere().includes(SANDBOXES.bubblewrap))(
  "in bubblewrap, the same comes out",
  async () => {
    const folder = folderWith({
      "src/index.ts": "export { f } from './a.js';",
      "src/a.ts": "export const f = (): number => 42;",
    });
    expect(await prepare(folder, POLICY, SANDBOXES.bubblewrap)).toStrictEqual(
      await prepare(folder, POLICY, SANDBOXES.none),
    );
  },
);
