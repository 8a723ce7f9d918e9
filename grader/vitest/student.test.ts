import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "../result/index.js";
import { nodeFolder } from "./node-version.fixture.js";
import { processesBelow, StudentRepository } from "./student.fixture.js";

const repository = new StudentRepository();
const { entry } = repository;

/** The number of the line with this text. */
function lineOf(text: string): number {
  return (
    readFileSync(entry, "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}

/** A process may take a while to start or to end. */
const PATIENCE = { timeout: 60_000 };

/** The workers of vitest below a process that were started ahead: they have read the kit before anything else. */
function aheadBelow(pid: number): number[] {
  return processesBelow(pid, "workers/forks.js", "--import\0");
}

beforeAll(() => repository.install(), 300_000);
afterAll(() => repository.remove());

test("the untouched starter is not written yet, calmly, and fails", async () => {
  const { status, stdout, stderr } = await repository.test();
  expect(stdout).toMatch(
    /^ ○ Initialization · not written yet\n ○ Forward pass · not written yet\n ○ Loss · /m,
  );
  expect(stdout).not.toMatch(/[✗×✓]|FAIL|failed|passed/);
  expect(stdout).toContain("Next: Initialization");
  // The score table is the last that is said.
  expect(stdout).toMatch(/Total +\S+ +0 \/ 100[^]*Seed 1 · Sandbox [a-z]+\n\s*$/);
  expect(stderr).toBe("");
  expect(status).toBe(1);
});

test.each([
  ["cannot be parsed", "class {", /This cannot be parsed: .* \(src\/index\.ts:\d+:\d+\)/],
  [
    "throws while it is loaded",
    "(undefined as unknown as { size: number }).size;",
    /Your code threw while it was loaded\. TypeError: [^()]*\(reading\s+'size'\)\s+\(src\/index\.ts:\d+:\d+\)/,
  ],
])("code that %s is told once, before anything else, and no check is to blame", async (...row) => {
  const [, line, problem] = row;
  repository.solve("plain-loops");
  writeFileSync(entry, `${readFileSync(entry, "utf8")}\n${line}`);
  const { status, stdout, stderr } = await repository.test();
  const notRun = ["Initialization", "Forward pass", "Loss"].map((part) => ` ○ ${part} · not run\n`);
  expect(stdout).toContain(`\n${notRun.join("")}`);
  expect(stdout).toMatch(new RegExp(String.raw`Before anything else\n +${problem.source}`));
  expect(stdout).toContain("No check could run, for your code cannot be loaded yet.");
  expect(stdout.match(new RegExp(problem.source, "g"))).toHaveLength(1);
  expect(stdout).not.toMatch(/[✗×✓]|FAIL|Next:|Nothing is written/);
  expect(stderr).toBe("");
  expect(status).toBe(1);
});

test("a correct submission gets 100 of 100 points", async () => {
  repository.solve("plain-loops");
  const { status, stdout } = await repository.test();
  expect(stdout).toMatch(/Total +\S+ +100 \/ 100/);
  expect(stdout).toMatch(/^ ✓ Initialization · (\d+) of \1 checks$/m);
  expect(status).toBe(0);
});

test("what is wrong is told of the first open part only, the others by name", async () => {
  repository.solve("plain-loops");
  repository.insert("backward", "throw new RangeError('too deep');");
  repository.insert("evaluate", 'throw new TypeError("no marks");');
  const { status, stdout, stderr } = await repository.test("-t", "loss\\.|backward\\.|evaluation\\.");
  expect(stdout).toMatch(
    /^ ✓ Loss · .*\n ✗ Backward pass · 0 of (\d+) checks\n( {5}✗ backward\..*\n)+ ✗ Evaluation · 0/m,
  );
  expect(stderr).toContain("threw: TwoLayerNN.backward threw RangeError: too deep");
  expect(stderr).not.toContain("no marks");
  expect(stdout).toContain("Next: Backward pass");
  expect(status).toBe(1);
});

test.each(["multi-head-attention", "recurrent-networks"])(
  "%s is calm at first, and 100 points in the end",
  async (id) => {
    const other = new StudentRepository(id);
    try {
      await other.start("--lang", "ko");
      other.borrow(repository);
      const begun = await other.test();
      expect(begun.stdout).toMatch(/(^ ○ .* · 아직 작성하지 않았어요\n)+/m);
      expect(begun.stdout).toMatch(/합계 +\S+ +0 \/ 100/);
      expect(begun.stderr).toBe("");
      expect(begun.status).toBe(1);
      other.solve("plain-loops");
      const solved = await other.testWith({ GRADECHECK_LANG: "en" });
      expect(solved.stdout).toMatch(/Total +\S+ +100 \/ 100/);
      expect(solved.status).toBe(0);
    } finally {
      other.remove();
    }
  },
);

const VERSIONS = ["22", "24"];
const ASSIGNMENTS = ["two-layer-nn", "multi-head-attention", "recurrent-networks"];

test.for(VERSIONS.flatMap((version) => ASSIGNMENTS.map((id) => [version, id] as const)))(
  "on Node %s a correct submission of %s gets 100 of 100 points",
  async ([version, id], { skip }) => {
    const found = await nodeFolder(version);
    if ("reason" in found) {
      console.warn(`!!! NOT TESTED ON NODE ${version}: ${found.reason}`);
      return skip(found.reason);
    }
    const one = new StudentRepository(id);
    try {
      await one.start();
      one.borrow(repository);
      one.solve("plain-loops");
      const written = join(one.folder, "..", "result.json");
      const env = { PATH: `${found.folder}:${process.env["PATH"]}`, GRADECHECK_RESULT: written };
      const { status, stdout } = await one.testWith(env);
      expect(stdout).toMatch(/Total +\S+ +100 \/ 100/);
      const { versions } = JSON.parse(readFileSync(written, "utf8")) as Result;
      expect(versions.node.split(".")[0]).toBe(version);
      expect(status).toBe(0);
    } finally {
      one.remove();
    }
  },
);

test("--reporter=json leaves stdout to the machine that reads it", async () => {
  repository.solve("plain-loops");
  repository.insert("evaluate", 'throw new TypeError("no marks");');
  const { status, stdout, stderr } = await repository.test("--silent", "--reporter=json", "-t", "evaluation");
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
    numFailedTests: number;
    success: boolean;
  };
  expect(report).toMatchObject({ numFailedTests: 3, success: false });
  expect(stderr).toMatch(/✗ Evaluation +\S+ +0 \/ 6$/m);
  expect(status).toBe(1);
});

test("-t runs only the checks of that name", async () => {
  const { status, stdout } = await repository.test("-t", "backward");
  expect(stdout).toMatch(/^ ✓ Backward pass · (\d+) of \1 checks$/m);
  expect(stdout).not.toContain("Forward pass");
  expect(stdout).toMatch(/^ +✓ Backward pass +\S+ +(\d+) \/ \1$/m);
  expect(status).toBe(0);
});

test("what is printed stands beside its check, unless that is hidden, and an error leads to its line", async () => {
  repository.solve("plain-loops");
  repository.insert("computeLoss", 'console.log("a loss of", Y.length);');
  repository.insert("evaluate", 'throw new TypeError("no marks");');
  const { status, stdout, stderr } = await repository.test("-t", "loss\\.|evaluation");
  expect(stdout).toMatch(/^stdout \| .* > loss\.golden The loss has the right value\na loss of 5\n/m);
  expect(stdout).not.toMatch(/^stdout \| .*loss\.unseen/m);
  expect(stderr).toContain("threw: TwoLayerNN.evaluate threw TypeError: no marks");
  expect(stderr).toContain(`TwoLayerNN.evaluate src/index.ts:${lineOf("no marks")}:`);
  expect(stderr).not.toContain("gradecheck/dist/grader");
  expect(status).toBe(1);
});

test("watch mode judges anew what was changed", async () => {
  repository.solve("plain-loops");
  repository.insert("evaluate", 'throw new TypeError("no marks");');
  const watching = repository.watch("-t", "evaluation");
  try {
    expect(await watching.until("for file changes...")).toMatch(/✗ Evaluation +\S+ +0 \/ 6$/m);
    writeFileSync(entry, readFileSync(entry, "utf8").replace('throw new TypeError("no marks");', ""));
    const again = await watching.until("for file changes...");
    expect(again).toContain("RERUN");
    expect(again).toMatch(/✓ Evaluation +\S+ +6 \/ 6$/m);
    writeFileSync(entry, `// What nothing runs.\n${readFileSync(entry, "utf8")}`);
    expect(await watching.until("the points stay as they are.")).not.toContain("RERUN");
    // As from a copy or another branch: the folder is taken away and put back.
    repository.solve("plain-loops");
    await watching.until("the points stay as they are.");
    repository.insert("evaluate", 'throw new TypeError("no marks");');
    expect(await watching.until("for file changes...")).toMatch(/✗ Evaluation +\S+ +0 \/ 6$/m);
  } finally {
    await watching.stop();
  }
});

test("in watch mode what a change does not concern is not run again", async () => {
  repository.solve("plain-loops");
  const watching = repository.watch();
  try {
    expect(await watching.until("for file changes...")).not.toContain("not run again");
    repository.insert("evaluate", 'console.log("counting"); throw new TypeError("no marks");');
    const wrong = await watching.until("for file changes...");
    expect(wrong).toMatch(/✗ Evaluation +\S+ +0 \/ 6$/m);
    // What the change concerns is told before what it does not.
    expect(wrong.indexOf("Evaluation ·")).toBeGreaterThan(0);
    expect(wrong.indexOf("Evaluation ·")).toBeLessThan(wrong.indexOf("Initialization ·"));
    expect(wrong).toMatch(/^ +31 checks do not use what you changed and were not run again\./m);
    expect(wrong).toMatch(/✓ Backward pass +\S+ +(\d+) \/ \1$/m);
    repository.solve("plain-loops");
    const right = await watching.until("for file changes...");
    expect(right).toMatch(/Total +\S+ +100 \/ 100/);
    expect(right).toMatch(/^ +31 checks do not use what you changed and were not run again\./m);
  } finally {
    await watching.stop();
  }
});

test.runIf(process.platform === "linux")(
  "in watch mode the next worker waits already, is taken, and goes when vitest goes",
  async () => {
    repository.solve("plain-loops");
    const watching = repository.watch("-t", "evaluation");
    let left: number[] = [];
    try {
      await watching.until("for file changes...");
      await expect.poll(() => aheadBelow(watching.pid), PATIENCE).toHaveLength(1);
      const [first = 0] = aheadBelow(watching.pid);
      repository.insert("evaluate", 'throw new TypeError("no marks");');
      await watching.until("for file changes...");
      // It has done its work by then, and is followed by the next. What it starts looks like itself for a moment.
      await expect.poll(() => existsSync(`/proc/${first}`), PATIENCE).toBe(false);
      const others = (): number[] => aheadBelow(watching.pid).filter((pid) => pid !== first);
      await expect.poll(others, PATIENCE).toHaveLength(1);
      left = others();
    } finally {
      await watching.stop();
    }
    await expect.poll(() => left.filter((pid) => existsSync(`/proc/${pid}`)), PATIENCE).toEqual([]);
  },
);

test("a wrong setting is one sentence", async () => {
  const path = join(repository.folder, "package.json");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('"two-layer-nn"\n', '"three-layer-nn"\n'));
  try {
    const { status, stdout, stderr } = await repository.test();
    expect(stdout + stderr).toContain("there is no assignment three-layer-nn; there are");
    expect(status).toBe(1);
  } finally {
    writeFileSync(path, text);
  }
});
