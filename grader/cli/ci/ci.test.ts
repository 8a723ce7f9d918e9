import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { assignmentFolder } from "../../assignment/texts.js";
import { corpusFolder, gradecheck, temporaryFolder } from "../../package/command.fixture.js";
import { readResult } from "../../result/index.js";
import { filesOf } from "../files.fixture.js";
import { commandsIn, pullRequest, step } from "./pull-request.fixture.js";

// Several whole gradings a test, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });

const HOSTILE =
  "::error::mine\\n##[error]mine\\n::set-output name=score::100\\n::add-mask::0\\r::stop-commands::x\\n::x::";

const starter = filesOf(join(assignmentFolder("two-layer-nn"), "starter"));

const correct = filesOf(corpusFolder("correct", "plain-loops"));

/** A submission whose every method prints commands and throws them, each at a line of its own. */
function hostile(text: string): string {
  const methods = [
    "initializeParameters",
    "forward",
    "computeLoss",
    "backward",
    "trainStep",
    "evaluate",
    "train",
  ];
  const bodies = methods.map((name) => `${name}() {\n console.log(${text});\n throw new Error(${text}); }`);
  return `export class TwoLayerNN {\n params = {};\n${bodies.join("\n")}\n}\n`;
}

function ofKind(commands: readonly string[], kind: string): string[] {
  return commands.filter((command) => command.startsWith(`::${kind} `));
}

describe("on a pull request", () => {
  test("a correct submission passes: summary, outputs, artifact and Classroom's result agree", async () => {
    const run = await pullRequest(starter, correct);
    const out = join(temporaryFolder(), "out");
    appendFileSync(run.env["GITHUB_STEP_SUMMARY"] ?? "", "earlier words\n");
    const ended = await step(
      run,
      "--classroom",
      "--min-score",
      "100",
      "--out",
      out,
      "--junit",
      join(out, "j.xml"),
    );
    expect(ended.status).toBe(0);
    expect(ended.summary).toMatch(/^earlier words\n\nPull request /);
    expect(ended.summary).toContain(`at ${run.head.slice(0, 10)}, merged into main`);
    expect(ended.summary).toContain(": 100 / 100\n");
    expect(ended.summary).toContain(`Commit: \`${run.merge}\``);
    expect(ended.outputs).toMatchObject({ score: "100", "max-score": "100", percent: "100", passed: "true" });
    expect(commandsIn(ended.stdout)).toEqual([]);
    const classroom = JSON.parse(Buffer.from(ended.outputs["result"] ?? "", "base64").toString("utf8")) as {
      tests: { score: number }[];
    };
    expect(classroom.tests.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(100, 6);
    const read = readResult(JSON.parse(readFileSync(join(out, "result.json"), "utf8")));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const hidden = read.result.checks.filter(({ visibility }) => visibility === "hidden");
    expect(hidden.length).toBeGreaterThan(0);
    for (const { details, durationMs } of hidden)
      expect({ ...details, durationMs }).toMatchObject({ output: "", durationMs: 0 });
    expect(readFileSync(join(out, "j.xml"), "utf8")).toContain("<testsuites");
  });

  test("the starter is graded calmly, and --min-score fails the step", async () => {
    const run = await pullRequest({ "README.md": "Empty\n" }, starter);
    const ended = await step(run, "--min-score", "50", "--since", "nothing.json");
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("there is no earlier result to compare with at nothing.json");
    expect(ended.outputs).toMatchObject({ score: "0", passed: "false" });
    const commands = commandsIn(ended.stdout);
    expect(ofKind(commands, "error")).toEqual([]);
    expect(ofKind(commands, "notice").length + ofKind(commands, "warning").length).toBeGreaterThan(0);
  });

  test("nothing that hostile code prints or throws is a command, and warnings stand at its own lines", async () => {
    const run = await pullRequest(starter, { "src/index.ts": hostile(`"${HOSTILE}"`) });
    const ended = await step(run);
    expect(ended.status).toBe(0);
    const commands = commandsIn(ended.stdout);
    expect(
      commands.every((command) =>
        /^::(error|warning|notice) (file=src\/index\.ts,line=\d+,col=\d+,)?title=[^:,]*::[^\r\n]*$/.test(
          command,
        ),
      ),
    ).toBe(true);
    expect(ofKind(commands, "warning").join("\n")).toMatch(/file=src\/index\.ts,line=\d+/);
    expect(commandsIn(ended.stderr)).toEqual([]);
    expect(ended.outputs).toMatchObject({ score: "0", passed: "false" });
    // It was printed, behind the fence.
    expect(ended.stdout).toContain("set-output");
  });

  test("a monstrous submission has a summary below 1 MiB and at most ten annotations of a kind", async () => {
    const text = `"${HOSTILE}<b>&%".repeat(500)`;
    const run = await pullRequest(starter, { "src/index.ts": hostile(text) });
    const path = run.env["GITHUB_STEP_SUMMARY"] ?? "";
    writeFileSync(path, "x".repeat(900_000));
    const ended = await step(run, "--classroom");
    expect(Buffer.byteLength(ended.summary)).toBeLessThan(1024 * 1024);
    expect(ended.summary).toContain("Pull request");
    expect((ended.outputs["result"] ?? "").length).toBeLessThan(128 * 1024);
    const commands = commandsIn(ended.stdout);
    for (const kind of ["error", "warning", "notice"])
      expect(ofKind(commands, kind).length).toBeLessThanOrEqual(10);
    for (const command of commands) expect(command.length).toBeLessThan(20_000);
  });

  test("a summary that has no room for a report is left as it is", async () => {
    const run = await pullRequest(starter, { "src/index.ts": "export const nothing = 0;\n" });
    writeFileSync(run.env["GITHUB_STEP_SUMMARY"] ?? "", "x".repeat(1024 * 1024 - 10));
    const full = await step(run);
    expect(full.status).toBe(0);
    expect(full.summary).toHaveLength(1024 * 1024 - 10);
    expect(full.stderr).toContain("the summary of this step has no more room");
  });

  test("what keeps it from running is an error at its line; a hostile package.json is wrong usage without commands", async () => {
    const broken = await pullRequest(starter, {
      "src/index.ts": "export class TwoLayerNN {\n  forward( {\n}\n",
    });
    const ended = await step(broken);
    const [error] = ofKind(commandsIn(ended.stdout), "error");
    expect(error).toMatch(/^::error file=src\/index\.ts,line=\d+,col=\d+,title=/);
    const run = await pullRequest(starter, { "package.json": "{\n::error::mine\n##[error]mine\n}" });
    const refused = await step(run);
    expect(refused.status).toBe(2);
    expect(commandsIn(refused.stderr)).toEqual([]);
    expect(commandsIn(refused.stdout)).toEqual([]);
    expect(refused.summary).toBe("");
  });
});

test("tells what got better since the run before, and grades on where that cannot be read", async () => {
  const out = join(temporaryFolder(), "out");
  const since = ["--out", out, "--since", join(out, "result.json")];
  await step(await pullRequest({ "README.md": "Empty\n" }, starter), ...since);
  const run = await pullRequest(starter, correct);
  const later = await step(run, ...since);
  expect(later.summary).toContain("From 0 to 100 points (+100)");
  expect(later.stdout).toContain("Since the last time");
  writeFileSync(join(out, "result.json"), '"##[error]mine"');
  const ended = await step(run, ...since);
  expect(ended.status).toBe(0);
  expect(ended.stderr).toContain("nothing is compared, for the earlier result is no use");
  expect(commandsIn(ended.stderr)).toEqual([]);
});

test("outside GitHub it prints the report and no commands", async () => {
  const ended = await gradecheck(["ci", corpusFolder("partial", "half-done"), "--min-score", "90"]);
  expect(ended.status).toBe(1);
  expect(ended.stdout).toContain("Next: ");
  expect(ended.stdout).not.toContain("::");
});
