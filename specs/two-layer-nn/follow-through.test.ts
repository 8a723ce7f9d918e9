import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { corpusFolder, gradecheck, temporaryFolder } from "../../grader/package/command.fixture.js";
import type { Result } from "../../grader/result/index.js";

/** What the checks of the weights' gradients say of a submission. */
async function backwardOf(folder: string): Promise<Result> {
  const args = [
    "grade",
    folder,
    "--assignment",
    "two-layer-nn",
    "--json",
    "--only",
    "backward.W",
    "--seed",
    "11",
  ];
  const { status, stdout, stderr } = await gradecheck(args);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

/** A correct submission after some replacements. */
function edited(...edits: readonly [find: string, replace: string][]): string {
  const folder = temporaryFolder();
  cpSync(corpusFolder("correct", "plain-loops"), folder, { recursive: true });
  const path = join(folder, "src", "index.ts");
  let text = readFileSync(path, "utf8");
  for (const [find, replace] of edits) {
    expect(text).toContain(find);
    text = text.replace(find, replace);
  }
  writeFileSync(path, text);
  return folder;
}

/** A submission with these bodies of forward, backward and computeLoss. */
function written(forward: string, backward: string, loss: string): string {
  return temporaryFolder({
    "src/index.ts": `
      const zeros = (rows, columns) => Array.from({ length: rows }, () => Array(columns).fill(0));
      export class TwoLayerNN {
        constructor(D, H, C) { Object.assign(this, { D, H, C }); this.params = {}; }
        forward(X) { ${forward} }
        backward(X, Y, ffDict) { ${backward} }
        computeLoss(Y, yHat) { ${loss} }
      }`,
  });
}

const ZERO_GRADIENTS = `return {
  W1: zeros(this.D, this.H), b1: Array(this.H).fill(0), W2: zeros(this.H, this.C), b2: Array(this.C).fill(0),
};`;

const LOSS = "return -Y.reduce((sum, row, n) => sum + Math.log(yHat[n][row.indexOf(1)]), 0) / Y.length;";

/** What the two weight matrices' gradients earned. */
const earnedOf = ({ checks }: Result): number[] =>
  ["backward.W2", "backward.W1"].map((id) => checks.find((check) => check.id === id)?.earned ?? Number.NaN);

const codesOf = ({ checks }: Result): Set<string> =>
  new Set(checks.flatMap(({ details }) => [...details.notes, ...details.findings].map(({ code }) => code)));

test("a backward that is right for another loss keeps its points, and is told why", async () => {
  // Twice the cross-entropy, and its gradient.
  const folder = edited(
    ["total / N", "(2 * total) / N"],
    ["(y[n][c] - Y[n][c]) / N", "(2 * (y[n][c] - Y[n][c])) / N"],
  );
  const result = await backwardOf(folder);
  expect(earnedOf(result)).toEqual([4, 5]);
  expect(codesOf(result)).toContain("check.own-gradient.loss");
});

test("a backward that is wrong for its own loss loses them, and is told so", async () => {
  const result = await backwardOf(edited(["(y[n][c] - Y[n][c]) / N", "(2 * (y[n][c] - Y[n][c])) / N"]));
  expect(earnedOf(result)).toEqual([0, 0]);
  expect(codesOf(result)).toContain("check.not-own-gradient");
});

test.each([
  ["a constant forward", "return { y: X.map(() => Array(this.C).fill(1 / this.C)), ffDict: {} };", LOSS],
  [
    "a forward that is blind to the parameters",
    `const score = (row, c) => Math.exp(Math.sin(c + row.reduce((a, b) => a + b, 0)));
     const y = X.map((row) => Array.from({ length: this.C }, (_, c) => score(row, c)));
     return { y: y.map((row) => row.map((each) => each / row.reduce((a, b) => a + b, 0))), ffDict: {} };`,
    LOSS,
  ],
  ["a constant loss", "return { y: X.map(() => Array(this.C).fill(1 / this.C)), ffDict: {} };", "return 1;"],
])("%s with zero gradients, which are its own, earns nothing", async (_, forward, loss) => {
  const result = await backwardOf(written(forward, ZERO_GRADIENTS, loss));
  expect(earnedOf(result)).toEqual([0, 0]);
});
