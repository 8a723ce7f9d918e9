import { describe, expect, test } from "vitest";
import { readMistakes } from "../../grader/assignment/mistakes.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { mistakesCost } from "./asked-mistake.js";
import type { CheckBody } from "./context.js";
import { MOST_SCRIPTS } from "./diagnosis.js";
import { fail } from "./failure.js";
import { judging } from "./judging.fixture.js";

const known = readMistakes("two-layer-nn");
if (known === null) throw new Error("the known mistakes are built by npm run build");
const { mistakes } = known;
const correct = { body: known.correct[0]?.body ?? "" };

const X = Tensor.fromRows([
  [0.5, -1, 2],
  [1.5, 0.25, -0.75],
  [-0.5, 1.25, 0.75],
]);
const Y = Tensor.fromRows([
  [0, 1],
  [1, 0],
  [0, 1],
]);

/** Asks for all that a forward and a backward give, and is content with nothing. */
const neverContent: CheckBody = async (context) => {
  const script = context.script();
  const net = script.construct("TwoLayerNN", 3, 4, 2);
  const params = {
    W1: context.random.normalTensor([3, 4]),
    b1: context.random.normalTensor([4]),
    W2: context.random.normalTensor([4, 2]),
    b2: context.random.normalTensor([2]),
  };
  script.set(net, "params", params);
  const result = script.call(net, "forward", X);
  script.want(result, "y");
  const gradient = script.call(net, "backward", X, Y, result.at("ffDict"));
  for (const name of ["W1", "b1", "W2", "b2"]) script.want(gradient, name);
  await context.run(script);
  fail("check.wrong-kind", { what: "y", expected: "", got: "" });
};

const asked = mistakes.filter(({ loses }) => loses.includes("backward.W1"));

describe("equal answers are named", () => {
  test("there are mistakes to tell apart", () => {
    expect(new Set(asked.map(({ hint }) => hint)).size).toBeGreaterThan(3);
  });

  test.each(asked.map((mistake) => [mistake.id, mistake] as const))("%s", async (_, mistake) => {
    const { diagnosis } = await judging(mistake, neverContent, { id: "backward.W1" });
    // One that no such question tells from correct work is not named.
    expect([null, mistake.hint]).toContain(diagnosis?.mistake ?? null);
    expect(diagnosis?.hint).not.toBe("");
  });

  test("most of them", async () => {
    let named = 0;
    for (const mistake of asked) {
      const { diagnosis } = await judging(mistake, neverContent, { id: "backward.W1" });
      if (diagnosis !== null) named++;
    }
    expect(named).toBeGreaterThan(asked.length / 2);
  });
});

test.each(["run", "runOn"] as const)("what is asked by %s counts as it should", async (way) => {
  const [mistake] = asked;
  if (mistake === undefined) throw new Error("no mistake to ask");
  // Something that the mistake answers otherwise: evidence against it, unless earlier answers went into it.
  const askedMore: CheckBody = async (context) => {
    const script = context.script();
    script.want(script.construct("TwoLayerNN", 3, 4, 2), "params", "W1");
    script.want(script.apply("more"));
    await context[way](script);
    await neverContent(context);
  };
  const code = { body: mistake.body.replace("__proto__: null,", "__proto__: null, more: () => 1,") };
  const { diagnosis } = await judging(code, askedMore, { id: "backward.W1" });
  expect(diagnosis?.mistake ?? null).toBe(way === "run" ? null : mistake.hint);
});

describe("nothing is named", () => {
  test("where the answers are those of correct work, whatever the check says", async () => {
    for (const seed of [1, 2, 3]) {
      const recorded = await judging(correct, neverContent, { id: "backward.W1", seed });
      expect(recorded).toMatchObject({ outcome: "failed", diagnosis: null });
    }
  });

  test("where the mistake is another one", async () => {
    const code = `export class TwoLayerNN {
      forward(X) { return { y: X.map(() => [0.3, 0.7]), ffDict: {} }; }
      backward() { return { W1: [[1]], b1: [1], W2: [[1]], b2: [1] }; }
    }`;
    const recorded = await judging(code, neverContent, { id: "backward.W1" });
    expect(recorded).toMatchObject({ outcome: "failed", diagnosis: null });
  });

  test("where no mistake loses the check, or the check is passed", async () => {
    const [mistake] = asked;
    if (mistake === undefined) throw new Error("no mistake to ask");
    expect((await judging(mistake, neverContent, { id: "kit.test" })).diagnosis).toBeNull();
    const content: CheckBody = async (context) => {
      await neverContent(context).catch(() => undefined);
    };
    expect(await judging(mistake, content, { id: "backward.W1" })).toMatchObject({
      outcome: "passed",
      diagnosis: null,
    });
  });
});

describe("no more is asked than tells", () => {
  /** Scripts that every network answers alike, and at last one that tells mistakes apart. */
  const late =
    (alike: number): CheckBody =>
    async (context) => {
      for (let i = 0; i < alike; i++) {
        const script = context.script();
        script.want(script.construct("TwoLayerNN", 3, 4, 2), "numHiddens");
        await context.run(script);
      }
      await neverContent(context);
    };
  /** Scripts that tell at once. */
  const early: CheckBody = async (context) => {
    await neverContent(context).catch(() => undefined);
    await late(30)(context);
  };
  const wrong = `export class TwoLayerNN {
    constructor(D, H) { this.numHiddens = H; }
    forward(X) { return { y: X.map(() => [0.3, 0.7]), ffDict: {} }; }
    backward() { return { W1: [[1]], b1: [1], W2: [[1]], b2: [1] }; }
  }`;
  const candidates = asked.length + known.correct.length;

  /** How many scripts the mistakes were asked meanwhile. */
  async function runsOf(code: string, body: CheckBody, seed: number): Promise<number> {
    const before = mistakesCost().runs;
    await judging(code, body, { id: "backward.W1", seed });
    return mistakesCost().runs - before;
  }

  test("a mistake is asked until it answers otherwise, and never twice", async () => {
    expect(await runsOf(wrong, early, 51)).toBe(candidates);
    expect(await runsOf(wrong, early, 51)).toBe(0);
  });

  test("what it answered before counts when it is asked further", async () => {
    const few = late(1);
    const first = await runsOf(wrong, few, 52);
    expect(first).toBe(2 * candidates);
    const [mistake] = asked;
    const { diagnosis } = await judging({ body: mistake?.body ?? "" }, few, { id: "backward.W1", seed: 52 });
    expect(diagnosis?.mistake).toBe(mistake?.hint);
    expect(await runsOf(wrong, few, 52)).toBe(0);
  });

  test("there is an end to it", async () => {
    expect(candidates * 31).toBeGreaterThan(MOST_SCRIPTS);
    expect(await runsOf(wrong, late(30), 53)).toBe(MOST_SCRIPTS);
    expect(await runsOf(wrong, late(30), 53)).toBe(0);
  });
});
