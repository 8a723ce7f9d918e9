// Builds dist/: the compiled TypeScript, and the host runtime as one CommonJS file, which starts fastest.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });

const tsc = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", root], {
  stdio: "inherit",
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

const runtime = `${root}dist/grader/host/runtime/main.js`;
if (existsSync(runtime)) {
  const bundle = await rolldown({ input: runtime, platform: "node", tsconfig: false });
  await bundle.write({ file: `${root}dist/host.cjs`, format: "cjs" });
  await bundle.close();
}
