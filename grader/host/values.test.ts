import { describe, expect, test } from "vitest";
import { answersOf, applying, hostWith, valueOf } from "./host.fixture.js";
import type { Value } from "./wire/message.js";

/** The value of an expression in a host. */
function valueOfExpression(expression: string): Promise<Value> {
  return valueOf(`export function f() { return ${expression}; }`);
}

function tensor(shape: number[], data: number[], float32: boolean = false): Value {
  return { kind: "tensor", tensor: { shape, data: Float64Array.from(data) }, float32 };
}

const third = 1 / 3;
const rounded = Math.fround(third);

describe("what a value looks like from outside", () => {
  test.each<[string, Value]>([
    ["[1, -0, NaN, Infinity]", tensor([4], [1, -0, NaN, Infinity])],
    ["[[1, 2, 3], [4, 5, 6]]", tensor([2, 3], [1, 2, 3, 4, 5, 6])],
    ["[[[[7]]]]", tensor([1, 1, 1, 1], [7])],
    ["[]", tensor([0], [])],
    ["[[], []]", tensor([2, 0], [])],
    ["[Float64Array.of(1, 2), [3, 4]]", tensor([2, 2], [1, 2, 3, 4])],
    ["Int8Array.of(1, -2)", tensor([2], [1, -2])],
    ["[Float32Array.of(1 / 3)]", tensor([1, 1], [rounded], true)],
    ["[1 / 3, 1, 2, 3].map(Math.fround)", tensor([4], [rounded, 1, 2, 3], true)],
    ["[1 / 3, 1, 2].map(Math.fround)", tensor([3], [rounded, 1, 2])],
    ["[1 / 3, 1, 2, 3]", tensor([4], [third, 1, 2, 3])],
    ["[1, 2, 3, 4]", tensor([4], [1, 2, 3, 4])],
    ["-0", { kind: "number", number: -0 }],
    ["NaN", { kind: "number", number: NaN }],
    ["'text'", { kind: "string", text: "text" }],
    ["'x'.repeat(3000)", { kind: "string", text: `${"x".repeat(2047)}…` }],
    ["true", { kind: "boolean", boolean: true }],
    ["undefined", { kind: "undefined" }],
    ["null", { kind: "null" }],
    ["12n", { kind: "bigint", text: "12" }],
    ["2n ** 1000000n", { kind: "bigint", text: "…" }],
    ["Symbol('s')", { kind: "symbol", text: "Symbol(s)" }],
    ["class Foo {}", { kind: "function", text: "class Foo" }],
    ["function foo() {}", { kind: "function", text: "function foo" }],
    ["Promise.resolve(1)", { kind: "promise", text: "Promise" }],
    ["({ then() {} })", { kind: "promise", text: "Object" }],
    ["new Array(1e9)", { kind: "too-large", text: "1000000000" }],
    ["Array.from({ length: 3000 }, () => new Float64Array(3000))", { kind: "too-large", text: "3000×3000" }],
    [
      "Array.from({ length: 300 }, (_, i) => [i, 'x']).reduce((o, [k, v]) => ({ ...o, [k]: v }), {})",
      { kind: "too-large", text: "300" },
    ],
    ["new Date(0)", { kind: "object", className: "Date", entries: new Map() }],
    ["Object.create(null)", { kind: "object", className: "", entries: new Map() }],
  ])("%s", async (expression, value) => {
    expect(await valueOfExpression(expression)).toStrictEqual(value);
  });

  test("a ragged or mixed array is a list, of which 64 items are shown", async () => {
    expect(await valueOfExpression("[[1, 2], [3]]")).toStrictEqual({
      kind: "list",
      length: 2,
      items: [tensor([2], [1, 2]), tensor([1], [3])],
    });
    expect(await valueOfExpression("[1, '2']")).toMatchObject({ kind: "list", length: 2 });
    expect(await valueOfExpression("[[1], 2]")).toMatchObject({ kind: "list", length: 2 });
    expect(await valueOfExpression("[2, [1]]")).toMatchObject({ kind: "list", length: 2 });
    expect(await valueOfExpression("[1, , 3]")).toMatchObject({
      kind: "list",
      items: [{}, { kind: "undefined" }, {}],
    });
    const long = await valueOfExpression("new Array(1000).fill('x')");
    expect(long).toMatchObject({ kind: "list", length: 1000 });
    expect(long.kind === "list" && long.items.length).toBe(64);
  });

  test("an object shows its own enumerable properties, whatever they are called", async () => {
    const value = await valueOfExpression(
      "new (class Net { W = [[1]]; #hidden = 1; get y() { return 2 } ['__proto__'] = 3; asymmetricMatch = () => true })()",
    );
    expect(value).toStrictEqual({
      kind: "object",
      className: "Net",
      entries: new Map<string, Value>([
        ["W", tensor([1, 1], [1])],
        ["__proto__", { kind: "number", number: 3 }],
        ["asymmetricMatch", { kind: "function", text: "function asymmetricMatch" }],
      ]),
    });
  });

  test("circles and towers end", async () => {
    let value: Value = await valueOf("export function f() { const o = {}; o.o = o; return o; }");
    for (let depth = 0; depth < 16; depth++)
      value = (value.kind === "object" ? value.entries.get("o") : undefined)!;
    expect(value).toStrictEqual({ kind: "too-deep", text: "16" });
    const wide = "let a = ['x']; for (let i = 0; i < 10; i++) a = new Array(64).fill(a); return a;";
    expect(await valueOf(`export function f() { ${wide} }`)).toMatchObject({ kind: "list" });
  });
});

describe("what is thrown", () => {
  test.each<[string, object]>([
    ["new TypeError('m')", { name: "TypeError", message: "m" }],
    ["new (class Mine extends Error {})('m')", { name: "Error", message: "m" }],
    ["'text'", { name: "string", message: "text", stack: "" }],
    ["undefined", { name: "undefined", message: "undefined" }],
    ["null", { name: "null", message: "null" }],
    ["Symbol('s')", { name: "symbol", message: "Symbol(s)" }],
    ["{ name: 5, message: {}, stack: 7 }", { name: "Object", message: "[object Object]", stack: "" }],
    [
      "{ get name() { throw 1 }, get message() { throw 1 }, get stack() { throw 1 }, toString() { throw 1 } }",
      { name: "Object", message: "", stack: "" },
    ],
    [
      "new Proxy({}, { get() { throw new Error('trap') }, getPrototypeOf() { throw 1 } })",
      { name: "", message: "" },
    ],
    ["Object.assign(new Error(), { message: 'x'.repeat(1e7) })", { message: `${"x".repeat(2047)}…` }],
  ])("%s", async (expression, error) => {
    const { host } = await hostWith(`export function f() { throw ${expression}; }`);
    expect((await answersOf(host, applying("f")))[0]).toMatchObject({ status: "threw", error });
  });

  test("a stack has the student's frames and none of ours", async () => {
    const { host } = await hostWith(
      "function g() { throw new Error('a\\nb\\n    at x'.repeat(1000)); }\nexport function f() { g(); }",
    );
    const answer = (await answersOf(host, applying("f")))[0];
    const stack = answer?.status === "threw" ? answer.error.stack : "";
    expect(stack).toMatch(/m\.mjs:1:\d+/);
    expect(stack).toMatch(/m\.mjs:2:\d+/);
    expect(stack).not.toContain("host.cjs");
    expect(stack).not.toContain("node:internal");
  });

  test("an endless recursion is an error like others", async () => {
    const { host } = await hostWith("export function f() { return f(); }");
    expect((await answersOf(host, applying("f")))[0]).toMatchObject({
      status: "threw",
      error: { name: "RangeError" },
    });
  });

  test("a trap that throws while a value is looked at is thrown by that step", async () => {
    const { host } = await hostWith(
      "export function f() { return new Proxy([], { get() { throw new TypeError('trap'); } }); }",
    );
    const answers = await answersOf(host, applying("f"));
    expect(answers).toMatchObject([{ status: "done" }, { status: "threw", error: { message: "trap" } }]);
  });

  test("thousands of errors travel in one reply", async () => {
    const { host } = await hostWith("export function f() { throw new Error('x'.repeat(3000)); }");
    const steps = Array.from({ length: 5000 }, () => applying("f")[0]!);
    const answers = await answersOf(host, steps);
    expect(answers.every((answer) => answer.status === "threw" && answer.error.name === "Error")).toBe(true);
  });
});

test("a value is copied when it is given, not when it is sent", async () => {
  const { host } = await hostWith(
    "const a = [1]; export const f = () => a; export const g = () => { a[0] = 2; };",
  );
  const answers = await answersOf(host, [...applying("f"), { op: "apply", name: "g", args: [] }]);
  expect(answers[1]).toMatchObject({ value: tensor([1], [1]) });
});
