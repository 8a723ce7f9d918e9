import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  corpusFolder,
  gradecheck,
  packageCopy,
  temporaryFolder,
  type Ended,
} from "../package/command.fixture.js";
import { readResult, type Result } from "../result/index.js";

const CORRECT = corpusFolder("correct", "plain-loops");
const STARTER = corpusFolder("partial", "starter");

function resultOf({ stdout }: Pick<Ended, "stdout">): Result {
  const read = readResult(JSON.parse(stdout));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.result;
}

/** The result without what a clock decides. */
function timeless(result: Result): string {
  return JSON.stringify(result, (key, value: unknown) =>
    /^(startedAt|durationMs)$/.test(key) ? null : value,
  );
}

const grade = (...args: string[]): Promise<Ended> => gradecheck(["grade", ...args]);

describe("a correct submission", () => {
  test("has full marks, a valid result alone on stdout, and exit code 0", async () => {
    const ended = await grade(CORRECT, "--json");
    expect(ended.status).toBe(0);
    const result = resultOf(ended);
    expect(ended.stdout.trimEnd().split("\n").at(-1)).toBe("}");
    expect(ended.stderr).toMatch(/^sandbox: \w+ \(\w+\)\n$/m);
    expect(result).toMatchObject({
      score: 100,
      maxScore: 100,
      seed: 1,
      submission: { id: "plain-loops", problems: [] },
    });
    expect(result.submission.bundleHash).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(result.checks.map((check) => check.outcome))).toEqual(new Set(["passed"]));
  });

  test("gets the same result from the same seed, and the seed that was asked for", async () => {
    const args = [CORRECT, "--json", "--sandbox", "none", "--seed", "7", "--only", "forward."];
    const [first, second] = [resultOf(await grade(...args)), resultOf(await grade(...args))];
    expect(timeless(first)).toBe(timeless(second));
    expect(first).toMatchObject({ seed: 7, sandbox: "unsandboxed" });
    expect(first.checks[0]?.details.reproduce).toContain("--seed 7");
  });
});

test.each(["none", "permission"])("nothing is left in the temporary folder, sandbox %s", async (sandbox) => {
  const TMPDIR = temporaryFolder();
  const args = ["grade", CORRECT, "--sandbox", sandbox, "--only", "forward."];
  expect(await gradecheck(args, { env: { TMPDIR } })).toMatchObject({ status: 0 });
  expect(readdirSync(TMPDIR)).toEqual([]);
});

test("a wrong submission is given other numbers by another seed, and the same by the same", async () => {
  const folder = temporaryFolder({
    "src/index.ts": `export class TwoLayerNN {
      params = {};
      forward(X: number[][]) { console.log(X[0]); }
    }`,
  });
  const ask = async (seed: string): Promise<string> => {
    const args = [
      folder,
      "--assignment",
      "two-layer-nn",
      "--json",
      "--only",
      "forward.batch",
      "--seed",
      seed,
    ];
    return timeless(resultOf(await grade(...args)));
  };
  const [first, again, other] = [await ask("3"), await ask("3"), await ask("4")];
  expect(again).toBe(first);
  const printed = (text: string): string | undefined =>
    (JSON.parse(text) as Result).checks.find((check) => check.id === "forward.batch")?.details.output;
  expect(printed(first)).toMatch(/\d\.\d/);
  expect(printed(first)).not.toBe(printed(other));
});

describe("--min-score and --only", () => {
  test("--min-score exits with 1 below and 0 at that many points", async () => {
    const short = await grade(CORRECT, "--only", "loss.golden", "--min-score", "4.5", "--json");
    expect(resultOf(short).score).toBe(4);
    expect(short.status).toBe(1);
    expect((await grade(CORRECT, "--only", "loss.golden", "--min-score", "4")).status).toBe(0);
  });

  test("--only runs the checks whose name contains it, whatever characters are in it", async () => {
    const { checks } = resultOf(await grade(CORRECT, "--only", "loss.golden", "--json"));
    expect(checks.filter((check) => check.outcome !== "skipped").map((check) => check.id)).toEqual([
      "loss.golden",
    ]);
    expect(checks.length).toBeGreaterThan(1);
    for (const only of ["loss(", "zebra"]) {
      const { status, stdout, stderr } = await grade(CORRECT, "--only", only, "--json");
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toContain(`no check has "${only}" in its name`);
    }
  });
});

describe("--out and --report", () => {
  test("write the result and both reports, and only the one that is asked for", async () => {
    const out = join(temporaryFolder(), "deep", "er");
    const { status, stdout, stderr } = await grade(STARTER, "--out", out, "--json", "--only", "loss.golden");
    expect(status).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual(["report.html", "report.md", "result.json"]);
    expect(readFileSync(join(out, "result.json"), "utf8")).toBe(stdout);
    expect(readFileSync(join(out, "report.html"), "utf8")).toMatch(/^<!doctype html>/i);
    expect(stderr).toContain(`wrote ${join(out, "report.html")}`);

    const one = join(temporaryFolder(), "one");
    await grade(STARTER, "--out", one, "--report", "md", "--only", "loss.golden");
    expect(readdirSync(one).toSorted()).toEqual(["report.md", "result.json"]);
  });

  test("without a folder, a report goes to gradecheck-report", async () => {
    const cwd = temporaryFolder();
    await gradecheck(["grade", STARTER, "--report", "md", "--only", "loss.golden"], { cwd });
    expect(existsSync(join(cwd, "gradecheck-report", "report.md"))).toBe(true);
  });
});

describe("exit code 2, with one sentence and nothing on stdout", () => {
  const manifestFile = (content: object | string): Record<string, string> => ({
    "package.json": typeof content === "string" ? content : JSON.stringify(content),
  });
  const inFolder = (files: Record<string, string>, ...more: string[]) => [temporaryFolder(files), ...more];

  test.each([
    ["a missing folder", () => ["/nowhere/at/all"], "there is no folder /nowhere/at/all"],
    ["a file instead of a folder", () => [join(CORRECT, "package.json")], "is not a folder"],
    ["no package.json", () => inFolder({}), "has no package.json that names the assignment"],
    ["a broken package.json", () => inFolder(manifestFile('{"name": ')), "cannot be read"],
    [
      "a package.json of another kind",
      () => inFolder(manifestFile({ gradecheck: 3 })),
      "/gradecheck must be object",
    ],
    ["a package.json without the assignment", () => inFolder(manifestFile({})), "names no assignment"],
    [
      "an unknown assignment",
      () => [CORRECT, "--assignment", "conv"],
      "there is no assignment conv; there are",
    ],
    [
      "an assignment outside",
      () => [CORRECT, "--assignment", "../grader"],
      "there is no assignment ../grader",
    ],
    ["no folder", () => [], "missing required argument 'folder'"],
    ["a bad seed", () => [CORRECT, "--seed", "-1"], "A whole number is needed"],
    ["a seed past what is exact", () => [CORRECT, "--seed", "9007199254740993"], "A whole number is needed"],
    ["a bad least score", () => [CORRECT, "--min-score", "lots"], "A number of points is needed"],
    ["an unknown sandbox", () => [CORRECT, "--sandbox", "jail"], "Allowed choices are auto"],
    ["an unknown report", () => [CORRECT, "--report", "pdf"], "There are html, md"],
    ["an unknown option", () => [CORRECT, "--fast"], "unknown option '--fast'"],
  ])("%s", async (_, args, sentence) => {
    const { status, stdout, stderr } = await grade(...args(), "--json");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("exit code 3", () => {
  test("a place that cannot be written to", async () => {
    const out = join(temporaryFolder({ file: "" }), "file", "below");
    const { status, stderr } = await grade(CORRECT, "--only", "loss.golden", "--out", out);
    expect(status).toBe(3);
    expect(stderr).toContain("a fault of the grader or the machine, not of the submission: ENOTDIR");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("a broken manifest of ours, with all its problems", async () => {
    const copy = packageCopy();
    const path = join(copy, "assignments", "two-layer-nn", "assignment.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...manifest, parts: [], entry: 3 }));
    const { status, stdout, stderr } = await gradecheck(["grade", CORRECT, "--json"], {}, copy);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toContain("/parts must NOT have fewer than 1 items");
    expect(stderr).toContain("/entry must be string, got 3");
  });
});
