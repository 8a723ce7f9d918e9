import { describe, expect, test } from "vitest";
import { sentence } from "../../grader/locale/sentence.js";
import type { Answers } from "./answers.js";
import type { Label } from "./axis.js";
import { codesOf, judging } from "./judging.fixture.js";
import type { Wanted } from "./script.js";

const Y: Label = {
  what: "y",
  axes: [
    { letter: "N", name: "example", size: 2 },
    { letter: "C", name: "class", size: 3 },
  ],
};

type Read = (answers: Answers, wanted: Wanted) => unknown;
const asTensor: Read = (answers, wanted) => answers.tensor(wanted, Y);
const asNumber: Read = (answers, wanted) => answers.number(wanted, "loss");

/** What becomes of a submission whose `f` returns an expression. */
function returning(expression: string, read: Read, name = "f"): ReturnType<typeof judging> {
  return judging(`export function ${name}() { return ${expression}; }`, async (context) => {
    const script = context.script();
    const wanted = script.want(script.apply("f"));
    read(await context.run(script), wanted);
  });
}

describe("a tensor is asked for", () => {
  test.each([
    ["[[1, 2, 3], [4, 5, 6]]", []],
    ["[new Float64Array([1, 2, 3]), new Float32Array([4, 5, 6])]", []],
    ["undefined", ["check.nothing-returned"]],
    ["null", ["check.nothing-returned"]],
    ["[[1, 2, 3], [4, 5]]", ["check.ragged"]],
    ["[[1, 2, 3], 4]", ["check.ragged"]],
    ["[['1', '2', '3'], ['4', '5', '6']]", ["check.not-numbers"]],
    ["[[1, 2, 3], [4, undefined, 6]]", ["check.not-numbers"]],
    ["[[1, 2, 3], [4, 5n, 6]]", ["check.not-numbers"]],
    ["[Promise.resolve([1, 2, 3])]", ["check.not-numbers"]],
    ["[[1, 2, 3], [4, NaN, 6]]", ["check.not-finite"]],
    ["[[1, 2, 3], [4, -Infinity, 6]]", ["check.not-finite"]],
    ["[[1, 2], [3, 4]]", ["check.shape"]],
    ["[1, 2, 3, 4, 5, 6]", ["check.shape"]],
    ["[]", ["check.shape"]],
    ["[[[1, 2, 3], [4, 5, 6]]]", ["check.shape"]],
    ["[[1, 4], [2, 5], [3, 6]]", ["check.shape", "check.transposed"]],
    ["Promise.resolve([[1, 2, 3], [4, 5, 6]])", ["check.promise"]],
    ["(async () => { throw new Error('late'); })()", ["check.promise"]],
    ["new Array(1e9)", ["check.too-large"]],
    ["7", ["check.wrong-kind"]],
    ["'abcdef'", ["check.wrong-kind"]],
    ["({ y: [1] })", ["check.wrong-kind"]],
    ["(() => [[1]])", ["check.wrong-kind"]],
    ["true", ["check.wrong-kind"]],
  ])("%s", async (expression, codes) => {
    const recorded = await returning(expression, asTensor);
    expect(codesOf(recorded)).toEqual(codes);
    expect(recorded.outcome).toBe(codes.length === 0 ? "passed" : "failed");
    for (const language of ["en", "ko"] as const) {
      for (const finding of recorded.details.findings)
        expect(sentence(finding, language)).not.toMatch(/\{\{|undefined\}/);
    }
  });

  test("the finding tells the place, the count and both shapes", async () => {
    const valuesOf = async (expression: string): Promise<unknown> =>
      (await returning(expression, asTensor)).details.findings[0]?.values;
    expect(await valuesOf("[[1, 2, 3], [NaN, 5, Infinity]]")).toEqual({
      what: "y",
      where: "y[1][0]",
      got: "NaN",
      count: 2,
      total: 6,
    });
    expect(await valuesOf("[['a', 2, 3], [4, 5, 6]]")).toEqual({ what: "y", where: "[0][0]", got: '"a"' });
    expect(await valuesOf("[[1], [2]]")).toEqual({ what: "y", expected: "(N, C) = (2, 3)", got: "(2, 1)" });
  });

  test("anyTensor takes what is not finite", async () => {
    const anyTensor: Read = (answers, wanted) => expect(answers.anyTensor(wanted, Y).at(1, 1)).toBeNaN();
    expect(codesOf(await returning("[[1, 2, 3], [4, NaN, 6]]", anyTensor))).toEqual([]);
  });
});

describe("a number is asked for", () => {
  test.each([
    ["0.5", []],
    ["undefined", ["check.nothing-returned"]],
    ["NaN", ["check.not-finite-number"]],
    ["Infinity", ["check.not-finite-number"]],
    ["'0.5'", ["check.wrong-kind"]],
    ["[0.5]", ["check.wrong-kind"]],
    ["Promise.resolve(0.5)", ["check.promise"]],
    ["1n", ["check.wrong-kind"]],
    ["new Array(1e9)", ["check.too-large"]],
  ])("%s", async (expression, codes) => {
    expect(codesOf(await returning(expression, asNumber))).toEqual(codes);
  });
});

describe("what never came", () => {
  /** The outcome and finding of a submission, asked for `new Net().go()`. */
  async function going(code: string): Promise<unknown[]> {
    const { outcome, details } = await judging(code, async (context) => {
      const script = context.script();
      const wanted = script.want(script.call(script.construct("Net"), "go"), "y");
      asTensor(await context.run(script), wanted);
    });
    return [outcome, details.findings[0]?.code, details.findings[0]?.values];
  }

  test("a missing export, with the names that there are", async () => {
    const [outcome, code, values] = await going("export class Net2 {} export const one = 1;");
    expect([outcome, code]).toEqual(["not-implemented", "check.missing-export"]);
    expect(values).toEqual({ name: "Net", exports: "Net2, one" });
    expect(await going("class Net {}")).toEqual(["not-implemented", "check.no-exports", { name: "Net" }]);
    const kind = { what: "Net", expected: "class", got: "number" };
    expect(await going("export const Net = 3;")).toEqual(["not-implemented", "check.wrong-kind", kind]);
  });

  test("a missing method, with what is there", async () => {
    const method = (got: string): unknown => [
      "not-implemented",
      "check.missing-method",
      { call: "Net.go", got },
    ];
    expect(await going("export class Net {}")).toEqual(method("undefined"));
    expect(await going("export class Net { go = 3; }")).toEqual(method("number"));
  });

  test("a method or constructor that threw, with its message", async () => {
    const thrown = { name: "RangeError", message: "too far" };
    expect(await going("export class Net { go() { throw new RangeError('too far'); } }")).toEqual([
      "threw",
      "check.threw",
      { call: "Net.go", ...thrown },
    ]);
    expect(await going("export class Net { constructor() { throw new RangeError('too far'); } }")).toEqual([
      "threw",
      "check.threw",
      { call: "Net", ...thrown },
    ]);
  });

  test.each(["not implemented", "forward is not implemented yet", "NOT_IMPLEMENTED", "NotImplemented"])(
    "a stub that throws %s",
    async (message) => {
      const code = `export class Net { go() { throw new Error(${JSON.stringify(message)}); } }`;
      expect(await going(code)).toEqual(["not-implemented", "check.not-implemented", { call: "Net.go" }]);
    },
  );

  test.each([
    ["{ Y: [[1]], cache: 2 }", "check.missing-key", { call: "Net.go", key: "y", got: "{ Y, cache }" }],
    ["[[1]]", "check.missing-key", { call: "Net.go", key: "y", got: "array" }],
    ["0.5", "check.missing-key", { call: "Net.go", key: "y", got: "number" }],
    ["undefined", "check.gives-nothing", { call: "Net.go", key: "y", got: "undefined" }],
    ["null", "check.gives-nothing", { call: "Net.go", key: "y", got: "null" }],
    ["Promise.resolve({ y: [[1]] })", "check.gives-promise", { call: "Net.go" }],
    ["{ y: undefined }", "check.nothing-returned", { what: "y", call: "Net.go.y" }],
    ["{ get y() { return undefined; } }", "check.nothing-returned", { what: "y", call: "Net.go.y" }],
  ])("of a result: %s", async (result, code, values) => {
    const told = await going(`export class Net { go() { const result = (${result}); return result; } }`);
    expect(told).toEqual(["failed", code, values]);
  });

  test("of a part of a result", async () => {
    const code = "export function f() { return { query: { bias: [1] } }; }";
    const recorded = await judging(code, async (context) => {
      const script = context.script();
      const wanted = script.want(script.apply("f").at("query"), "weight");
      asTensor(await context.run(script), wanted);
    });
    expect(recorded.details.findings).toEqual([
      { code: "check.missing-key", values: { call: "f.query", key: "weight", got: "{ bias }" } },
    ]);
  });

  test("code that throws when it is loaded, or never ends, or ends the process", async () => {
    expect(await going("throw new TypeError('at once');")).toEqual([
      "threw",
      "check.load-failed",
      { name: "TypeError", message: "at once" },
    ]);
    expect(await going("export class Net { go() { for (;;); } }")).toMatchObject([
      "timeout",
      "host.timeout-cpu-call",
      { name: "go" },
    ]);
    expect(await going("export class Net { go() { process.exit(0); } }")).toMatchObject([
      "crashed",
      expect.stringMatching(/^host\./),
      {},
    ]);
  });

  test("expectDone names the first step that failed, wanted or not", async () => {
    const recorded = await judging("export function f() { throw new Error('first'); }", async (context) => {
      const script = context.script();
      script.apply("f");
      script.apply("g");
      (await context.run(script)).expectDone();
    });
    expect(codesOf(recorded)).toEqual(["check.threw"]);
  });
});
