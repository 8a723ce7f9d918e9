import { describe, expect, test } from "vitest";
import { answersOf, applying, BUDGET, hostWith, valueOf } from "./host.fixture.js";
import { startHost } from "./start-host.js";
import { SANDBOXES } from "./sandbox/sandbox.js";
import type { Reference, Step } from "./wire/message.js";

const at = (register: number, ...path: string[]): Reference => ({ register, path });
const give = (register: number, ...path: string[]): Step => ({ op: "give", from: at(register, ...path) });
const construct: Step = { op: "construct", name: "A", args: [] };

function call(
  register: number,
  method: string,
  ...args: Extract<Step, { op: "call" }>["args"][number][]
): Step {
  return { op: "call", on: at(register), method, args };
}

const CLASS = `export class A {
  n = 1;
  #secret = 5;
  method = () => this.n;
  get twice() { return 2 * this.n; }
  get broken() { throw new TypeError("no such thing"); }
  set locked(value) { throw new RangeError("locked"); }
  secret() { return this.#secret; }
  fail() { throw new Error("failed"); }
  same(a, b) { return a === b; }
  grow(rows) { rows[0].push(9); return rows.length; }
}`;

function seed(value: number): Step {
  return { op: "seed", seed: value };
}

describe("a script", () => {
  test("constructs, calls, sets and reads, accessors and private fields included", async () => {
    const { host } = await hostWith(CLASS);
    const answers = await answersOf(host, [
      construct,
      { op: "set", on: at(0), key: "n", value: 21 },
      give(0, "twice"),
      call(0, "secret"),
      give(3),
      call(0, "method"),
      give(5),
      give(0, "nothing", "of", "the", "sort"),
    ]);
    expect(answers).toStrictEqual([
      { status: "done" },
      { status: "done" },
      { status: "value", value: { kind: "number", number: 42 } },
      { status: "done" },
      { status: "value", value: { kind: "number", number: 5 } },
      { status: "done" },
      { status: "value", value: { kind: "number", number: 21 } },
      { status: "value", value: { kind: "absent", after: 0, owner: "thing", text: "{ n, method }" } },
    ]);
  });

  test("goes on after a failed step, and says which step a skipped one waited for", async () => {
    const { host } = await hostWith(CLASS);
    const answers = await answersOf(host, [
      construct,
      call(0, "fail"),
      give(1),
      call(0, "same", { reference: at(2) }, { list: [{ object: { deep: { reference: at(1) } } }] }),
      call(0, "secret"),
      { op: "hold", value: { reference: at(3) } },
    ]);
    expect(answers).toMatchObject([
      { status: "done" },
      { status: "threw", error: { name: "Error", message: "failed" } },
      { status: "skipped", because: 1 },
      { status: "skipped", because: 1 },
      { status: "done" },
      { status: "skipped", because: 1 },
    ]);
  });

  test("says what is missing, and what is there instead", async () => {
    const { host } = await hostWith(`${CLASS}\nexport const nothing = null; export const list = [];`);
    const answers = await answersOf(host, [
      { op: "construct", name: "B", args: [] },
      { op: "apply", name: "nothing", args: [] },
      { op: "apply", name: "list", args: [] },
      construct,
      call(3, "n"),
      call(3, "later"),
    ]);
    expect(answers).toStrictEqual([
      { status: "missing", name: "B", text: "undefined" },
      { status: "missing", name: "nothing", text: "null" },
      { status: "missing", name: "list", text: "array" },
      { status: "done" },
      { status: "missing", name: "n", text: "number" },
      { status: "missing", name: "later", text: "undefined" },
    ]);
  });

  test("a setter that throws takes the object with it", async () => {
    const { host } = await hostWith(CLASS);
    const answers = await answersOf(host, [
      construct,
      { op: "set", on: at(0), key: "locked", value: 1 },
      call(0, "secret"),
    ]);
    expect(answers).toMatchObject([
      { status: "done" },
      { status: "threw", error: { name: "RangeError" } },
      { status: "skipped", because: 1 },
    ]);
  });

  test("a getter that throws is the student's error at that step, and nothing waits for it", async () => {
    const { host } = await hostWith(CLASS);
    const answers = await answersOf(host, [construct, give(0, "broken"), call(0, "secret")]);
    expect(answers).toMatchObject([
      { status: "done" },
      { status: "threw", error: { name: "TypeError" } },
      { status: "done" },
    ]);
  });

  test("holds an argument, so that what was done to it can be seen", async () => {
    const { host } = await hostWith(CLASS);
    const tensor = { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) };
    const answers = await answersOf(host, [
      construct,
      { op: "hold", value: tensor },
      call(0, "same", { reference: at(1) }, { reference: at(1) }),
      give(2),
      call(0, "grow", { reference: at(1) }),
      give(1),
      { op: "hold", value: tensor },
      give(6),
    ]);
    expect(answers[3]).toStrictEqual({ status: "value", value: { kind: "boolean", boolean: true } });
    expect(answers[5]).toMatchObject({ status: "value", value: { kind: "list", length: 2 } });
    expect(answers[7]).toMatchObject({ status: "value", value: { kind: "tensor", tensor } });
  });

  test("seeds Math.random, which is repeatable and not constant", async () => {
    const { host } = await hostWith(
      "export const f = () => Array.from({ length: 100 }, () => Math.random());",
    );
    const f: Step = { op: "apply", name: "f", args: [] };
    const answers = await answersOf(host, [
      f,
      give(0),
      seed(7),
      f,
      give(3),
      seed(7),
      f,
      give(6),
      seed(8),
      f,
      give(9),
    ]);
    const drawn = [1, 4, 7, 10].map((index) => {
      const answer = answers[index];
      if (answer?.status !== "value" || answer.value.kind !== "tensor") throw new Error("no numbers");
      return [...answer.value.tensor.data];
    });
    expect(drawn[1]).toStrictEqual(drawn[2]);
    expect(drawn[3]).not.toStrictEqual(drawn[2]);
    for (const numbers of drawn) {
      expect(new Set(numbers).size).toBe(100);
      expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    }
  });
});

describe("what a module exports", () => {
  test.each<[string, string, Step]>([
    ["a named class", "export class A {}", construct],
    ["a default class of the name", "export default class A {}", construct],
    ["a default class without a name", "export default class {}", construct],
    ["a default class of another name, alone", "export default class Net {}", construct],
    ["a default object that has it", "class A {} export default { A };", construct],
    ["a class of the old kind", "export function A() { this.x = 1; }", construct],
    ["a default function, alone", "export default (x) => x;", { op: "apply", name: "f", args: [1] }],
  ])("%s is found", async (_what, code, step) => {
    const { host } = await hostWith(code);
    expect(await answersOf(host, [step])).toStrictEqual([{ status: "done" }]);
  });

  test("a default class is not taken for another of several", async () => {
    const { host } = await hostWith("export default class Net {} export class B {}");
    expect(await answersOf(host, [construct])).toMatchObject([{ status: "missing", name: "A" }]);
  });

  test("is listed with its kind", async () => {
    const { loaded } = await hostWith(
      "export class A {} export const f = () => 1; export const n = null; export default 3;",
    );
    expect(loaded).toMatchObject({
      ok: true,
      loaded: true,
      exports: [
        { name: "A", kind: "class" },
        { name: "default", kind: "number" },
        { name: "f", kind: "function" },
        { name: "n", kind: "null" },
      ],
    });
  });

  test("several modules live in one host, with nothing in common but it", async () => {
    const { host } = await hostWith("export const f = () => 1;");
    await host.load("other", "export const f = () => 2;", 1, BUDGET);
    const [mine, others] = [
      await host.run("m", applying("f"), BUDGET),
      await host.run("other", applying("f"), BUDGET),
    ];
    expect(mine).toMatchObject({ answers: [{}, { value: { number: 1 } }] });
    expect(others).toMatchObject({ answers: [{}, { value: { number: 2 } }] });
  });

  test("an error at the top level is the student's", async () => {
    const { loaded, host } = await hostWith("console.log('so far'); throw new TypeError('oh no');");
    expect(loaded).toMatchObject({
      ok: true,
      loaded: false,
      error: { name: "TypeError", message: "oh no" },
      output: "so far\n",
    });
    await expect(host.load("again", "export const f = 1;", 1, BUDGET)).resolves.toMatchObject({
      loaded: true,
    });
  });
});

describe("output", () => {
  test("belongs to the script that printed it", async () => {
    const source = `export function f(x) { console.log("got", x); console.error("and"); process.stdout.write("more\\n"); }`;
    const { host } = await hostWith(source);
    expect(await host.run("m", applying("f", 1), BUDGET)).toMatchObject({ output: "got 1\nand\nmore\n" });
    expect(await host.run("m", applying("f", 2), BUDGET)).toMatchObject({ output: "got 2\nand\nmore\n" });
    expect(await host.run("m", [], BUDGET)).toMatchObject({ output: "" });
  });

  test("keeps head and tail of a flood", async () => {
    const { host } = await hostWith(
      "export function f() { for (let i = 0; i < 100000; i++) console.log(i); }",
    );
    const run = await host.run("m", applying("f"), BUDGET);
    if (!run.ok) throw new Error(run.fault.outcome);
    expect(run.output.length).toBeLessThanOrEqual(65_536);
    expect(run.output.startsWith("0\n1\n2\n")).toBe(true);
    expect(run.output.endsWith("99998\n99999\n")).toBe(true);
    expect(run.output).toMatch(/\n\[\.\.\. \d+ characters \.\.\.\]\n/);
  });

  test("tells of a rejected promise and of a throw in a later turn, and the host lives on", async () => {
    const source = `export function f() { Promise.reject(new Error("lost")); setImmediate(() => { throw new TypeError("late"); }); return 1; }`;
    const { host } = await hostWith(source);
    const run = await host.run("m", applying("f"), BUDGET);
    expect(run).toMatchObject({ ok: true, answers: [{ status: "done" }, { status: "value" }] });
    const again = await host.run("m", applying("f"), BUDGET);
    expect(again.ok && run.ok && run.output + again.output).toMatch(/Error: lost\n[^]*TypeError: late\n/);
  });
});

test("an argument arrives as plain nested arrays of its own", async () => {
  const source = `export function f(x, u, o) {
    return Array.isArray(x) && x[0] !== x[1] && Object.is(x[0][0], -0) && Number.isNaN(x[1][1]) &&
      arguments.length === 3 && u === undefined && Object.getPrototypeOf(o) === Object.prototype &&
      Object.hasOwn(o, "__proto__") && o.a[0] === "text";
  }`;
  const x = { shape: [2, 2], data: Float64Array.of(-0, 1, Infinity, NaN) };
  const o = {
    object: Object.fromEntries([
      ["__proto__", 1],
      ["a", { list: ["text", null] }],
    ] as const),
  };
  expect(await valueOf(source, x, undefined, o)).toStrictEqual({ kind: "boolean", boolean: true });
});

test("a host is started empty, and handed over later", async () => {
  const host = await startHost({ sandbox: SANDBOXES.none });
  expect(await host.load("m", "export const f = () => 1", 1, BUDGET)).toMatchObject({ loaded: true });
  await host.stop();
});
