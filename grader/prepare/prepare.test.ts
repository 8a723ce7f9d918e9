import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answersOf, applying, hostWith, sandboxesHere } from "../host/host.fixture.js";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import { prepare } from "./prepare.js";
import { folderWith, POLICY, preparing } from "./prepare.fixture.js";

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
