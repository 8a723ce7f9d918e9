import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { StudentRepository } from "./student.fixture.js";

const repository = new StudentRepository();
const entry = join(repository.folder, "src", "index.ts");

/** Writes a line right after the head of a method. */
function insert(method: string, line: string): void {
  const text = readFileSync(entry, "utf8");
  const changed = text.replace(new RegExp(`^ {2}${method}\\([^\\n]*\\{$`, "m"), `$&\n    ${line}`);
  expect(changed).not.toBe(text);
  writeFileSync(entry, changed);
}

/** The number of the line with this text. */
function lineOf(text: string): number {
  return (
    readFileSync(entry, "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text)) + 1
  );
}

beforeAll(() => repository.install(), 300_000);
afterAll(() => repository.remove());

test("the untouched starter is not written yet, and fails", async () => {
  const { status, stdout, stderr } = await repository.test();
  expect(stderr).toContain("TwoLayerNN is not written yet.");
  expect(stdout).toMatch(/Total +\S+ +0 \/ 100/);
  expect(status).toBe(1);
});

test("a correct submission gets 100 of 100 points", async () => {
  repository.solve("plain-loops");
  const { status, stdout } = await repository.test();
  expect(stdout).toMatch(/Total +\S+ +100 \/ 100/);
  expect(stdout).toMatch(/Tests +(\d+) passed \(\1\)/);
  expect(status).toBe(0);
});

test("-t runs only the checks of that name", async () => {
  const { status, stdout } = await repository.test("-t", "backward");
  expect(stdout).toMatch(/^ ✓ \S*backward\.spec\.js \((\d+) tests\)/m);
  expect(stdout).toMatch(/^ ↓ \S*forward\.spec\.js \((\d+) tests \| \1 skipped\)/m);
  expect(stdout).toMatch(/^ +✓ Backward pass +\S+ +(\d+) \/ \1$/m);
  expect(status).toBe(0);
});

test("what is printed stands beside its check, unless that is hidden, and an error leads to its line", async () => {
  repository.solve("plain-loops");
  insert("computeLoss", 'console.log("a loss of", Y.length);');
  insert("evaluate", 'throw new TypeError("no marks");');
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
  insert("evaluate", 'throw new TypeError("no marks");');
  const watching = repository.watch("-t", "evaluation");
  try {
    expect(await watching.until("for file changes...")).toMatch(/✗ Evaluation +\S+ +0 \/ 6$/m);
    writeFileSync(entry, readFileSync(entry, "utf8").replace('throw new TypeError("no marks");', ""));
    const again = await watching.until("for file changes...");
    expect(again).toContain("RERUN");
    expect(again).toMatch(/✓ Evaluation +\S+ +6 \/ 6$/m);
  } finally {
    await watching.stop();
  }
});

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
