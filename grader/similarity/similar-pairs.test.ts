import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { readGradebook } from "../result/read-gradebook.js";
import { exampleGradebook } from "../result/gradebook.example.js";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import { correctOf, type Files, starterOf, type Submission } from "./code.fixture.js";
import { renamed, reordered } from "./disguise.fixture.js";
import { similarPairs } from "./similar-pairs.js";

const ASSIGNMENT = "two-layer-nn";
const sandbox = SANDBOXES.none;

let starter: Files;
let solutions: Submission[];

beforeAll(async () => {
  starter = await starterOf(ASSIGNMENT);
  solutions = await correctOf(ASSIGNMENT);
});

const changed = (files: Files, change: (text: string) => string): Files =>
  new Map([...files].map(([path, text]) => [path, change(text)]));

/** The ids of the pairs. */
async function pairsOf(
  submissions: readonly Submission[],
  template: Files = starter,
): Promise<(readonly [string, string])[]> {
  const { pairs } = await similarPairs(submissions, template, { sandbox });
  return pairs.map(({ left, right }) => [left, right]);
}

describe("in a class", () => {
  test("the pair with a copy is told of, and nothing else", async () => {
    const [first, , , victim] = solutions;
    const copy = { id: "copy", files: changed(victim!.files, (text) => reordered(renamed(text))) };
    expect(await pairsOf([first!, copy, ...solutions.slice(1)])).toEqual([["copy", victim!.id]]);
  });

  test("no pair is told of where nobody copied", async () => {
    expect(await pairsOf(solutions)).toEqual([]);
  });

  test("a copy among much other code is found", async () => {
    const [victim, ...others] = solutions.slice(0, 4);
    const padding = others.flatMap(({ id, files }) =>
      [...files].map(([path, text]) => [`${id}/${path}`, text] as const),
    );
    const copy = { id: "copy", files: new Map([...padding, ...victim!.files]) };
    expect(await pairsOf([victim!, copy])).toEqual([[victim!.id, "copy"]]);
  });

  test("a copy of a part is found", async () => {
    const victim = solutions.find(({ id }) => id === "layers")!;
    const files = new Map([...victim.files].filter(([path]) => path === "src/layers.ts"));
    expect(files.size).toBe(1);
    expect(await pairsOf([victim, { id: "part", files }])).toEqual([[victim.id, "part"]]);
  });

  test("what all got from the starter makes nobody alike", async () => {
    const untouched = ["a", "b"].map((id) => ({ id, files: starter }));
    expect(await pairsOf(untouched)).toEqual([]);
    expect(await pairsOf(untouched, new Map())).toEqual([["a", "b"]]);
  });

  test("a few lines of one's own make nobody alike, for there are not many ways to write them", async () => {
    const lines = "export const relu = (x) => x.map((row) => row.map((v) => (v > 0 ? v : 0)));";
    const files = new Map([...starter, ["src/relu.ts", lines.repeat(4)]]);
    expect(await pairsOf(["a", "b"].map((id) => ({ id, files })))).toEqual([]);
  });

  test("the pairs most alike come first, then those that share most, then the first in the class", async () => {
    const [long, short] = ["plain-loops", "frozen"].map((name) => solutions.find(({ id }) => id === name)!);
    const submissions = [
      { id: "reordered", files: changed(long!.files, reordered) },
      { id: "short", files: short!.files },
      { id: "long", files: long!.files },
      { id: "short again", files: short!.files },
      { id: "long again", files: long!.files },
    ];
    const expected = [
      ["long", "long again"],
      ["short", "short again"],
      ["reordered", "long"],
      ["reordered", "long again"],
    ];
    expect(await pairsOf(submissions)).toEqual(expected);
    const { pairs } = await similarPairs(submissions, starter, { sandbox, mostPairs: 2 });
    expect(pairs.map(({ left, right }) => [left, right])).toEqual(expected.slice(0, 2));
  });
});

test("who else is in the class, and in which order, changes no pair", async () => {
  const copy = { id: "copy", files: changed(solutions[0]!.files, (text) => reordered(renamed(text))) };
  const everybody = [...solutions, copy];
  const options = { sandbox, threshold: 0.05, mostPairs: 1000 };
  const alike = async (submissions: readonly Submission[]): Promise<Map<string, number>> => {
    const { pairs } = await similarPairs(submissions, starter, options);
    return new Map(
      pairs.map(({ left, right, similarity }) => [[left, right].toSorted().join(" & "), similarity]),
    );
  };
  const all = await alike(everybody);
  expect(all.size).toBeGreaterThan(10);
  const some = fc.shuffledSubarray(everybody, { minLength: 2 });
  await fc.assert(
    fc.asyncProperty(some, async (submissions) => {
      const ids = new Set(submissions.map(({ id }) => id));
      const expected = [...all].filter(([pair]) => pair.split(" & ").every((id) => ids.has(id)));
      expect(await alike(submissions)).toEqual(new Map(expected));
    }),
    { seed: 4, numRuns: 5 },
  );
});

test("the pairs fit into a gradebook", async () => {
  const submissions = ["ada", "kim"].map((id) => ({ id, files: solutions[0]!.files }));
  const { pairs } = await similarPairs(submissions, starter, { sandbox });
  expect(pairs).toEqual([
    { left: "ada", right: "kim", similarity: 1, longestFragment: expect.any(Number) as number },
  ]);
  expect(pairs[0]!.longestFragment).toBeGreaterThan(1000);
  expect(readGradebook({ ...exampleGradebook(), similarity: pairs }).ok).toBe(true);
});
