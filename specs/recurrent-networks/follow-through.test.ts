import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { corpusFolder, gradecheck, temporaryFolder } from "../../grader/package/command.fixture.js";
import type { Result } from "../../grader/result/index.js";

type Edit = readonly [find: string, replace: string];

/** What the checks whose ids contain `only` say of a correct submission after some replacements in one of its files. */
async function gradeEdited(only: string, file: string, ...edits: readonly Edit[]): Promise<Result> {
  const folder = temporaryFolder();
  cpSync(corpusFolder("correct", "plain-loops", "recurrent-networks"), folder, { recursive: true });
  const path = join(folder, "src", file);
  let text = readFileSync(path, "utf8");
  for (const [find, replace] of edits) {
    expect(text).toContain(find);
    text = text.replace(find, replace);
  }
  writeFileSync(path, text);
  return grade(folder, only);
}

async function grade(folder: string, only: string): Promise<Result> {
  const options = ["--assignment", "recurrent-networks", "--json", "--only", only, "--seed", "11"];
  const { status, stdout, stderr } = await gradecheck(["grade", folder, ...options]);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

/** The ids of the checks that were asked and did not pass. */
function lost({ checks }: Result): string[] {
  return checks.filter(({ outcome }) => outcome !== "passed" && outcome !== "skipped").map(({ id }) => id);
}

const codesOf = ({ checks }: Result, id: string): string[] =>
  checks
    .filter((check) => check.id === id)
    .flatMap(({ details }) => [...details.notes, ...details.findings].map(({ code }) => code));

const OTHER_STEP: Edit = ["Math.tanh(z)", "1.5 * Math.tanh(z)"];
const ITS_SLOPE: Edit = ["(1 - h[n][t][j] * h[n][t][j])", "(1.5 - (h[n][t][j] * h[n][t][j]) / 1.5)"];

test("a wrong step costs what judges its values; a sequence and gradients that are right for it keep theirs", async () => {
  const result = await gradeEdited("rnn.", "rnn.ts", OTHER_STEP, ITS_SLOPE);
  expect(lost(result)).toEqual(["rnn.step"]);
  expect(codesOf(result, "rnn.forward")).toContain("recurrent-networks.own-steps");
  expect(codesOf(result, "rnn.recurrent-weights")).toContain("check.own-gradient.forward");
});

test("gradients that are wrong for the own forward as well lose their points, and are told so", async () => {
  const result = await gradeEdited("rnn.", "rnn.ts", OTHER_STEP);
  const gradients = ["input-weights", "recurrent-weights", "biases", "inputs", "initial-state", "last-step"];
  expect(lost(result)).toEqual(["rnn.step", ...gradients.map((name) => `rnn.${name}`), "rnn.unseen"]);
  expect(codesOf(result, "rnn.biases")).toContain("recurrent-networks.not-own-gradient");
});

test("a highway that the own forward closes costs nothing where backward is right for it", async () => {
  const result = await gradeEdited(
    "learning.highway",
    "lstm.ts",
    ["const g = Math.tanh(zg);", "const g = sigmoid(zg);"],
    ["dg * (1 - g * g)", "dg * g * (1 - g)"],
  );
  expect(lost(result)).toEqual([]);
});

test("a state that is left from the last call costs the check of the state", async () => {
  const result = await gradeEdited(
    "rnn.",
    "rnn.ts",
    ["params: RnnParams;", "params: RnnParams;\n  last?: number[][];"],
    ["const start = h0 ?? matrix(N, H);", "const start = h0 ?? this.last ?? matrix(N, H);"],
    [
      "return { h, cache: { X, h0: start, h } };",
      "this.last = state;\n    return { h, cache: { X, h0: start, h } };",
    ],
  );
  expect(lost(result)).toEqual(["rnn.state"]);
  expect(codesOf(result, "rnn.state")).toContain("recurrent-networks.left-out");
});

test("an RNN alone earns everything that is asked of an RNN", async () => {
  const folder = temporaryFolder();
  cpSync(corpusFolder("correct", "plain-loops", "recurrent-networks"), folder, { recursive: true });
  writeFileSync(join(folder, "src", "index.ts"), 'export { RNN } from "./rnn";\n');
  const result = await grade(folder, ".");
  const earned = result.checks.filter((check) => check.earned > 0).map(({ id }) => id);
  const ofRnn = result.checks.map(({ id }) => id).filter((id) => id.startsWith("rnn."));
  expect(earned).toEqual([...ofRnn, "learning.memory-rnn", "learning.vanishing"]);
  const outcomes = new Set(result.checks.filter((check) => check.earned === 0).map(({ outcome }) => outcome));
  expect(outcomes).toEqual(new Set(["not-implemented"]));
});

test.each([
  [
    "repeats h0",
    "const next = h;",
    "return { X: zero(dh, this.D), h0: dh.map((rows) => rows[0].map(() => 0)), ...none };",
  ],
  [
    "knows no parameter",
    "const next = h.map((row, n) => row.map((value, j) => Math.tanh(x[n][j % x[n].length] + value)));",
    "return { X: zero(dh, this.D), h0: dh.map((rows) => rows[0].map(() => 0)), ...none };",
  ],
])("a network that %s earns nothing but its parameters", async (_, step, backward) => {
  const folder = temporaryFolder({
    "src/index.ts": `
      const array = (...sizes) => sizes.length === 0 ? 0 : Array.from({ length: sizes[0] }, () => array(...sizes.slice(1)));
      const zero = (dh, D) => dh.map((rows) => rows.map(() => array(D)));
      export class RNN {
        constructor(D, H) {
          Object.assign(this, { D, H });
          this.params = { Wh: array(D, H).map((row) => row.map((_, j) => j)), Uh: array(H, H), bh: array(H) };
        }
        step(x, h) { ${step} return next; }
        forward(X, h0) {
          let h = h0 ?? array(X.length, this.H);
          const all = X[0].map((_, t) => (h = this.step(X.map((rows) => rows[t]), h)));
          return { h: X.map((_, n) => all.map((state) => [...state[n]])), cache: {} };
        }
        backward(dh) {
          const none = { Wh: array(this.D, this.H), Uh: array(this.H, this.H), bh: array(this.H) };
          ${backward}
        }
      }`,
  });
  const result = await grade(folder, "rnn");
  const earned = result.checks.filter((check) => check.earned > 0).map(({ id }) => id);
  expect(earned).toEqual(["rnn.params"]);
});
