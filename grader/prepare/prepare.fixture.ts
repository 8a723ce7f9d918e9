import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import type { PreparePolicy } from "./policy.js";
import { prepare, type Prepared } from "./prepare.js";

/** What the tests' assignment allows. */
export const POLICY: PreparePolicy = {
  entry: "src/index.ts",
  allowedImports: [],
  folderBytes: 100_000,
  folderFiles: 50,
};

/** A folder with these files, gone when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "gradecheck-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** What becomes of a submission of these files. */
export function preparing(
  files: Readonly<Record<string, string | Buffer>>,
  policy: Partial<PreparePolicy> = {},
): Promise<Prepared> {
  return prepare(folderWith(files), { ...POLICY, ...policy }, SANDBOXES.none);
}

/** The problems as `code file:line:column`. */
export function problemsOf(prepared: Prepared): string[] {
  return prepared.problems.map(({ finding, file, line, column }) => {
    const place = [file, line, column].filter((part) => part !== null).join(":");
    return `${finding.code.replace("prepare.", "")} ${place}`.trim();
  });
}
