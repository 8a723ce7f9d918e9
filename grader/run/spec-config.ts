import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import type { Manifest } from "../assignment/manifest.js";
import { packageRoot } from "../package/root.js";
import { handoutOrder } from "./handout-order.js";

type SpecConfig = NonNullable<ViteUserConfig["test"]>;

/** What is the same for a student, a batch and CI. */
function commonConfig(): SpecConfig {
  return {
    exclude: [],
    // Starts the first host while the specs are read.
    setupFiles: [join(packageRoot(), "dist", "specs", "kit", "first-host.js")],
    // A host dies with the process that started it, and the worker keeps the next host warm.
    pool: "forks",
    isolate: false,
    fileParallelism: false,
    maxWorkers: 1,
    // An audit may ask a submission nothing at all.
    passWithNoTests: true,
    // The compiled specs: what is published is what judges.
    server: { deps: { external: [/\/dist\/(specs|grader|reference|chunks)\//] } },
  };
}

/**
 * How vitest runs an assignment's spec files in a student's repository: each by itself, in the order of the handout.
 *
 * @param turnOf in which turn a part is to be run, the lowest first
 */
export function specConfig(manifest: Manifest, turnOf?: (part: string) => number): SpecConfig {
  return {
    ...commonConfig(),
    dir: join(packageRoot(), "dist", "specs", manifest.id),
    include: ["*.spec.js"],
    sequence: { sequencer: handoutOrder(manifest, turnOf) },
  };
}

/** How vitest runs the same spec files for graders: all of them for one submission, then for the next. */
export function graderConfig(): SpecConfig {
  return {
    ...commonConfig(),
    dir: join(packageRoot(), "dist", "specs", "kit"),
    include: ["all-parts.spec.js"],
  };
}
