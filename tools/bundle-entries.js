// Bundles what processes start with, over the compiled files of the same names: a hundred small modules take longer to
// find and read than to run.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const STARTS = [
  "grader/cli/main",
  "grader/vitest/plugin",
  "grader/workers/worker",
  "specs/kit/index",
  "specs/kit/first-host",
  "specs/kit/ahead",
  "specs/kit/standing-judge",
  "specs/kit/all-parts.spec",
];
const CHUNKS = "chunks";
/** Whatever is neither relative nor absolute is a package. */
const PACKAGES = /^[^./]/;

function specsOf(dist, assignment) {
  const names = readdirSync(join(dist, "specs", assignment)).filter((name) => name.endsWith(".spec.js"));
  return names.map((name) => `specs/${assignment}/${name.slice(0, -".js".length)}`);
}

/** Afterwards the entries of all processes share their modules through dist/chunks. */
export async function bundleEntries(dist, assignments) {
  const entries = [...STARTS, ...assignments.flatMap((id) => specsOf(dist, id))];
  const build = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, join(dist, `${entry}.js`)])),
    external: PACKAGES,
    platform: "node",
    tsconfig: false,
    preserveEntrySignatures: "strict",
    logLevel: "warn",
  });
  const { output } = await build.write({
    dir: dist,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: `${CHUNKS}/[name]-[hash].js`,
  });
  await build.close();
  const written = new Set(output.map(({ fileName }) => fileName));
  for (const name of readdirSync(join(dist, CHUNKS))) {
    if (!written.has(`${CHUNKS}/${name}`)) rmSync(join(dist, CHUNKS, name));
  }
}
