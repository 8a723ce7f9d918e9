import { expect, test } from "vitest";
import { Tensor } from "../../reference/tensor/tensor.js";
import { judging } from "./judging.fixture.js";
import { Script } from "./script.js";

test("a script is one step per call, and refers to results by their step", () => {
  const script = new Script();
  const net = script.construct("Net", 2, { deep: [1, null, undefined, "a", true] });
  const result = script.call(net, "forward", Tensor.fromRows([[1, 2]]));
  script.set(net, "params", result.at("params", "W1"));
  const wanted = script.want(result, "y");
  expect(wanted.step).toBe(3);
  expect(script.steps).toEqual([
    {
      op: "construct",
      name: "Net",
      args: [2, { object: { deep: { list: [1, null, undefined, "a", true] } } }],
    },
    {
      op: "call",
      on: { register: 0, path: [] },
      method: "forward",
      args: [expect.objectContaining({ shape: [1, 2], data: Float64Array.of(1, 2) })],
    },
    {
      op: "set",
      on: { register: 0, path: [] },
      key: "params",
      value: { reference: { register: 1, path: ["params", "W1"] } },
    },
    { op: "give", from: { register: 1, path: ["y"] } },
  ]);
  expect(script.labels).toEqual(["Net", "Net.forward", "Net.params", "Net.forward.y"]);
});

test("what is held is built once: a change of it is seen later", async () => {
  const code = "export function grow(rows) { rows[0][0] += 1; return rows; }";
  const { outcome } = await judging(code, async (context) => {
    const script = context.script();
    const rows = script.hold(Tensor.fromRows([[1]]));
    const before = script.want(rows);
    const grown = script.want(script.apply("grow", rows));
    const after = script.want(rows);
    const answers = await context.run(script);
    const label = {
      what: "rows",
      axes: [
        { letter: "N", name: "row", size: 1 },
        { letter: "M", name: "column", size: 1 },
      ],
    };
    expect([before, grown, after].map((each) => answers.tensor(each, label).at(0, 0))).toEqual([1, 2, 2]);
  });
  expect(outcome).toBe("passed");
});

test("a seed decides what Math.random gives", async () => {
  const { outcome } = await judging("export const draw = () => Math.random();", async (context) => {
    const script = context.script();
    const draws = [5, 6, 5].map((seed) => {
      script.seed(seed);
      return script.want(script.apply("draw"));
    });
    const answers = await context.run(script);
    const [first, other, again] = draws.map((wanted) => answers.number(wanted, "draw"));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
  expect(outcome).toBe("passed");
});
