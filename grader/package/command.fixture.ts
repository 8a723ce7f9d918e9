import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { packageRoot } from "./root.js";

/** What a process left behind. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command: in English and without colours unless said otherwise. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a command, with nothing of the test runner's in it. */
export function plainEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, LANG: "C.UTF-8", NO_COLOR: "1", ...more };
}

/** Runs a program to its end. */
export function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { cwd = packageRoot(), env = {} } = options;
    const child = spawn(file, args, { cwd, env: plainEnvironment(env), stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

/** `gradecheck ...args`, as built, of this package or of a copy. */
export function gradecheck(
  args: readonly string[],
  options?: CommandOptions,
  root: string = packageRoot(),
): Promise<Ended> {
  return run(process.execPath, [join(root, "dist", "grader", "cli", "main.js"), ...args], options);
}

/** A new folder with these files. */
export function scratchFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "gradecheck-test-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A new folder with these files, gone when the test ends. */
export function temporaryFolder(files?: Readonly<Record<string, string>>): string {
  const folder = scratchFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything of the package that runs. */
const RUNNING = ["package.json", "dist", "assignments", "reference", "grader/locale", "reports"];

/** A copy of the package that may be spoilt, gone when the test ends. */
export function packageCopy(): string {
  const copy = temporaryFolder();
  for (const path of RUNNING) cpSync(join(packageRoot(), path), join(copy, path), { recursive: true });
  symlinkSync(join(packageRoot(), "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** A submission of an assignment's corpus. */
export function corpusFolder(kind: "correct" | "partial", id: string, assignment = "two-layer-nn"): string {
  return join(packageRoot(), "assignments", assignment, "corpus", kind, id);
}
