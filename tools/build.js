// Builds dist/: the compiled TypeScript, and the host runtime as one CommonJS file, which starts fastest.
// Then the known mistakes, bundled from the corpus, and the files that processes start with, bundled too. --clean empties dist/ first.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildMistakes } from "./build-mistakes.js";
import { buildValidators } from "./build-validators.js";
import { bundleEntries } from "./bundle-entries.js";

const root = fileURLToPath(new URL("..", import.meta.url));
if (process.argv.includes("--clean")) rmSync(`${root}dist`, { recursive: true, force: true });

const tsc = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", root], {
  stdio: "inherit",
});

const runtime = `${root}dist/grader/host/runtime/main.js`;
if (existsSync(runtime)) {
  const bundle = await rolldown({ input: runtime, platform: "node", tsconfig: false, logLevel: "warn" });
  // Whole or not at all: another build or a run may be looking.
  const draft = `${root}dist/host.${process.pid}.cjs`;
  await bundle.write({ file: draft, format: "cjs", codeSplitting: false });
  renameSync(draft, `${root}dist/host.cjs`);
  await bundle.close();
}
if (existsSync(`${root}dist/grader/assignment/corpus.js`)) {
  await buildValidators(`${root}dist`);
  const { assignmentIds } = await import(`${root}dist/grader/assignment/read-assignment.js`);
  for (const id of assignmentIds()) await buildMistakes(root, id);
  await bundleEntries(`${root}dist`, assignmentIds());
}
const program = `${root}dist/grader/cli/main.js`;
if (existsSync(program)) chmodSync(program, 0o755);
// What is newer than this is not in the build.
if (tsc.status === 0) writeFileSync(`${root}dist/built`, "");
process.exitCode = tsc.status ?? 1;
