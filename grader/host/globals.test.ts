import { describe, expect, test } from "vitest";
import { applying, BUDGET, hostWith } from "./host.fixture.js";

async function untouchedAfter(code: string): Promise<boolean> {
  const { host, loaded } = await hostWith(code);
  const run = await host.run("m", applying("f"), BUDGET);
  if (!loaded.ok || !run.ok) throw new Error("the host did not survive");
  return run.untouched;
}

describe("a host says that its globals are untouched", () => {
  test.each([
    ["that computes", "let n = 0; export const f = () => ++n + Math.random();"],
    ["that prints and reads the clock", "export const f = () => { console.log(new Date()); return 1; };"],
    ["that throws", "export const f = () => { throw new Error('no'); };"],
    [
      "that uses what Node makes when it is first wanted",
      "export const f = () => structuredClone([1]).length;",
    ],
  ])("after a module %s", async (_, code) => {
    expect(await untouchedAfter(code)).toBe(true);
  });
});

describe("a host says that its globals were changed", () => {
  test.each([
    ["a global variable", "export const f = () => { globalThis.calls = 1; };"],
    ["a method added to arrays", "export const f = () => { Array.prototype.sum = function () {}; };"],
    ["a method replaced", "export const f = () => { Array.prototype.map = Array.prototype.filter; };"],
    ["a method taken away", "export const f = () => { delete Math.tanh; };"],
    ["a source of randomness of its own", "export const f = () => { Math.random = () => 0.5; };"],
    [
      "typed arrays' common prototype",
      "export const f = () => { Float64Array.prototype.__proto__.sum = 1; };",
    ],
    ["a silenced console", "export const f = () => { console.log = () => {}; };"],
    [
      "an accessor",
      "export const f = () => { Object.defineProperty(globalThis, 'Map', { get: () => 1 }); };",
    ],
  ])("after %s", async (_, code) => {
    expect(await untouchedAfter(code)).toBe(false);
  });

  test("already when the module was loaded", async () => {
    const { loaded } = await hostWith("globalThis.cache = {}; export const f = 1;");
    expect(loaded).toMatchObject({ loaded: true, untouched: false });
  });

  test("also where loading failed", async () => {
    const { loaded } = await hostWith("globalThis.cache = {}; throw new Error('no');");
    expect(loaded).toMatchObject({ loaded: false, untouched: false });
  });
});
