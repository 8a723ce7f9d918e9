import { format } from "prettier";
import { transformSync } from "rolldown/utils";
import { beforeAll, describe, expect, test } from "vitest";
import { assignmentIds } from "../assignment/read-assignment.js";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import { correctOf, type Files, starterOf, type Submission } from "./code.fixture.js";
import {
  commented,
  padded,
  renamed,
  reordered,
  split,
  withoutCompound,
  withoutFor,
} from "./disguise.fixture.js";
import { similarPairs, type Similarity } from "./similar-pairs.js";

const sandbox = SANDBOXES.none;
/** Disguising costs more than comparing, so only every fourth solution is copied. */
const COPIED = 4;

type Disguise = (files: Files) => Files | Promise<Files>;

const each =
  (change: (text: string) => string | Promise<string>): Disguise =>
  async (files) => {
    const changed = [...files].map(async ([path, text]) => [path, await change(text)] as const);
    return new Map(await Promise.all(changed));
  };

const reformatted = (text: string): Promise<string> =>
  format(text, { parser: "typescript", printWidth: 40, useTabs: true, semi: false, singleQuote: true });

const manyAtOnce = async (text: string): Promise<string> =>
  commented(await reformatted(reordered(renamed(text))));

const withoutTypes: Disguise = (files) => {
  const codeAs = (path: string, text: string): string => transformSync(path, text, { target: "esnext" }).code;
  return new Map([...files].map(([path, text]) => [path.replace(/ts$/, "js"), codeAs(path, text)]));
};

const spread: Disguise = (files) => new Map([...files].flatMap(([path, text]) => [...split(path, text)]));

/** What people do to a copy, and the least similarity with the original that it leaves. */
const DISGUISES: readonly [name: string, disguise: Disguise, least: number][] = [
  ["nothing changed", (files) => files, 1],
  ["other names", each(renamed), 0.99],
  ["another layout", each(reformatted), 0.98],
  ["other comments", each(commented), 0.99],
  ["no types", withoutTypes, 0.85],
  ["methods and functions in another order", each(reordered), 0.8],
  ["its code spread over three files", spread, 0.8],
  ["other names, order, layout and comments", each(manyAtOnce), 0.8],
  ["a line more before every sixth", each((text) => padded(text, 6)), 0.7],
  ["a line more before every third", each((text) => padded(text, 3)), 0.6],
  ["no compound assignments", each(withoutCompound), 0.75],
  ["no for loops", each(withoutFor), 0.5],
];

describe.each(assignmentIds())("%s", (assignment) => {
  let originals: Submission[];
  let copied: Submission[];
  let similarity: Similarity;

  beforeAll(async () => {
    originals = await correctOf(assignment);
    copied = originals.filter((_, index) => index % COPIED === 0);
    const copies = copied.flatMap(({ id, files }) =>
      DISGUISES.map(async ([name, disguise]) => ({ id: `${id} with ${name}`, files: await disguise(files) })),
    );
    const submissions = [...originals, ...(await Promise.all(copies))];
    const options = { sandbox, threshold: 0.1, mostPairs: 10_000 };
    similarity = await similarPairs(submissions, await starterOf(assignment), options);
  });

  const similarityOf = (left: string, right: string): number =>
    similarity.pairs.find((pair) => pair.left === left && pair.right === right)?.similarity ?? 0;

  test("all of it was compared", () => {
    expect(similarity.leftOut).toEqual([]);
  });

  test("independent solutions are far from alike, disguised or not", () => {
    const original = (id: string): string => id.split(" with ")[0] ?? "";
    const independent = similarity.pairs.filter(({ left, right }) => original(left) !== original(right));
    expect(independent.length).toBeGreaterThan(10);
    expect(independent[0]?.similarity).toBeLessThan(0.2);
  });

  test.each(DISGUISES)("a copy with %s is alike", (name, _, least) => {
    const found = copied.map(({ id }) => similarityOf(id, `${id} with ${name}`));
    expect(Math.min(...found)).toBeGreaterThanOrEqual(least);
  });
});
