import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, plainEnvironment, run } from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";

/** Makes a student's repository for the two-layer network, as `npm install` would leave it, with this as its source. */
export function repositoryIn(folder: string, source: string): string {
  const starter = join(packageRoot(), "assignments", "two-layer-nn", "starter");
  for (const name of ["package.json", "vitest.config.ts"]) cpSync(join(starter, name), join(folder, name));
  for (const name of ["src", "node_modules"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "src", "index.ts"), source);
  symlinkSync(packageRoot(), join(folder, "node_modules", "gradecheck"));
  symlinkSync(join(packageRoot(), "node_modules", "vitest"), join(folder, "node_modules", "vitest"));
  return folder;
}

/** `npm test` there, without npm. */
export function npmTest(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const vitest = join(packageRoot(), "node_modules", "vitest", "vitest.mjs");
  return run(process.execPath, [vitest, "run"], {
    cwd: folder,
    env: { ...plainEnvironment(), ...env } as Record<string, string>,
  });
}
