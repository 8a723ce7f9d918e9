import { describe, expect, test } from "vitest";
import { assignmentIds, readAssignment } from "../../assignment/read-assignment.js";
import { readCorpus } from "../../assignment/corpus.js";
import { answersOf, applying, BUDGET, hostWith } from "../../host/host.fixture.js";
import type { Code } from "../../host/host.js";
import { SANDBOXES } from "../../host/sandbox/sandbox.js";
import { policyOf } from "../../run/run-plan.js";
import { prepare } from "../prepare.js";
import { functionBody } from "./function-body.js";

const END = "export { f };";

/** The function that the module is, which must be one. */
function bodyOf(code: string): { body: string } {
  const body = functionBody(code);
  if (body === null) throw new Error("it stays a module");
  return { body };
}

describe("stays a module", () => {
  test.each([
    ["what waits at its top level", "await 1; const f = 1;"],
    ["what would call `await` in a script", "const f = await (1);"],
    ["what waits in a loop at its top level", "for await (const f of []); var f;"],
    ["what waits for a computed name", "class f { [await 'x']() {} }"],
    ["what waits in a class's parents", "class f extends (await Object) {}"],
    ["an import", "import f from 'node:util';"],
    ["an import while it runs", "const f = () => import('node:util');"],
    ["what asks for import.meta", "const f = () => import.meta.url;"],
    ["a name that only functions have", "const f = () => typeof arguments;"],
    ["what a script takes for a comment", "let x = 1, y = 2; const f = x<!--y;"],
    ["what a script takes for the end of a comment", "let x = 1; const f = () => { x\n--> 0 };"],
  ])("%s", (_, code) => {
    expect(functionBody(`${code}\n${END}`)).toBeNull();
  });

  test.each([
    ["no exports", "const f = 1;"],
    ["another kind of export", "export default 1;"],
    ["an export of something else's", "export { f } from 'node:util';"],
    ["a second list", "const f = 1; export { f as g }; export { f };"],
    ["more after the list", "export { f }; var f;"],
    ["nothing", ""],
    ["what cannot be read", "const f = ; export { f };"],
  ])("%s", (_, code) => {
    expect(functionBody(code)).toBeNull();
  });
});

describe("is a function that does the same", () => {
  /** Both forms of a module, each under its own name in one host. */
  async function both(code: string): Promise<(name: string) => Promise<unknown[]>> {
    const { host } = await hostWith("");
    for (const [module, form] of [["module", code] as const, ["function", bodyOf(code)] as const]) {
      expect(await host.load(module, form, 7, BUDGET)).toMatchObject({ loaded: true });
    }
    return async (name) => {
      const answers = [];
      for (const module of ["module", "function"]) {
        answers.push(await host.run(module, applying(name), BUDGET));
      }
      return answers.map((answer) => ({ ...answer, cpuMs: 0 }));
    };
  }

  test.each([
    ["waits inside of functions", "const f = () => String(async () => await 1);"],
    ["uses a function's arguments", "function f() { return arguments.length; }"],
    ["is strict", "const f = () => { try { undeclared = 1; } catch (e) { return e.name; } };"],
    ["has no `this`", "const top = typeof this; const f = () => top;"],
    ["changes what it exports", "let f = () => { f = () => 2; return 1; };"],
    ["draws random numbers", "const drawn = Math.random(); const f = () => drawn;"],
    ["is in Korean", "const 값 = '가나다 😀'; const f = () => 값;"],
    [
      "has a class with all that classes have",
      "class A { static #n = 1; static { A.#n++; } static n() { return A.#n; } } const f = A.n;",
    ],
  ])("that %s", async (_, code) => {
    const askedBoth = await both(`${code}\n${END}`);
    for (let time = 0; time < 2; time++) {
      const [asModule, asFunction] = await askedBoth("f");
      expect(asModule).toMatchObject({ answers: [{ status: "done" }, { status: "value" }] });
      expect(asFunction).toStrictEqual(asModule);
    }
  });

  test("throws at the same line and column", async () => {
    const askedBoth = await both(`/* 가😀 */ const f = () => { throw new Error("no"); };\n${END}`);
    const stacks = (await askedBoth("f")).map((answer) => {
      return JSON.stringify(answer).replaceAll(/(module|function)\.mjs/g, "m.mjs");
    });
    expect(stacks[0]).toContain("m.mjs:1:35");
    expect(stacks[1]).toBe(stacks[0]);
  });

  test("exports the same names of the same kinds, in the same order", async () => {
    const code = `const b = 1; class B {} let none; export { b as z, B as default, b as "a b", none, b as __proto__ };`;
    const asModule = await hostWith(code);
    const asFunction = await hostWith(bodyOf(code));
    expect(asModule.loaded).toMatchObject({ loaded: true, exports: [{ name: "__proto__" }, {}, {}, {}, {}] });
    expect({ ...asFunction.loaded, cpuMs: 0 }).toStrictEqual({ ...asModule.loaded, cpuMs: 0 });
  });

  test("that throws while it is loaded", async () => {
    const code = `const g = () => {\n  throw new TypeError("not yet");\n};\ng();\nconst f = 1;\n${END}`;
    const [asModule, asFunction] = [await hostWith(code), await hostWith(bodyOf(code))];
    expect(asModule.loaded).toMatchObject({ loaded: false, error: { name: "TypeError" } });
    const frames = ({ loaded }: typeof asModule): string[] =>
      JSON.stringify(loaded).match(/m\.mjs:\d+:\d+/g) ?? [];
    expect(frames(asModule)).toStrictEqual(["m.mjs:2:9", "m.mjs:4:1"]);
    expect(frames(asFunction)).toStrictEqual(frames(asModule));
  });

  test("every time it is loaded from the start, and what it remembered is forgotten", async () => {
    const code = `let calls = 0; const seen = []; class A { static made = 0; }
      const f = () => [++calls, seen.push(1), ++A.made];\n${END}`;
    const form: Code = bodyOf(code);
    const { host } = await hostWith(form);
    for (let time = 0; time < 3; time++) {
      const module = `again-${time}`;
      await host.load(module, form, 1, BUDGET);
      for (const count of [1, 2]) {
        const answer = await host.run(module, applying("f"), BUDGET);
        const data = Float64Array.of(count, count, count);
        expect(answer).toMatchObject({ answers: [{}, { value: { tensor: { data } } }] });
      }
    }
    const [, first] = await answersOf(host, applying("f"));
    expect(first).toMatchObject({ value: { tensor: { data: Float64Array.of(1, 1, 1) } } });
  });
});

describe.each(assignmentIds())("%s", (id) => {
  test.each(readCorpus(id).correct)("$id is a function", async ({ folder }) => {
    const prepared = await prepare(folder, policyOf(readAssignment(id)), SANDBOXES.none);
    expect(prepared).toMatchObject({ ok: true, body: expect.stringContaining("return {") as string });
  });
});
