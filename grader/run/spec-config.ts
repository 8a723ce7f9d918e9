import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import type { Manifest } from "../assignment/manifest.js";
import { packageRoot } from "../package/root.js";
import { handoutOrder } from "./handout-order.js";

/**
 * How vitest runs an assignment's spec files; the same for a student, a batch and CI.
 *
 * @param workers how many spec files may run at the same time, each in a process of its own
 */
export function specConfig(manifest: Manifest, workers: number): NonNullable<ViteUserConfig["test"]> {
  return {
    // The compiled specs: what is published is what judges.
    dir: join(packageRoot(), "dist", "specs", manifest.id),
    include: ["*.spec.js"],
    exclude: [],
    // Starts the first host while the specs are read.
    setupFiles: [join(packageRoot(), "dist", "specs", "kit", "first-host.js")],
    // A host dies with the process that started it, and a worker keeps the next host warm.
    pool: "forks",
    isolate: false,
    fileParallelism: workers > 1,
    maxWorkers: workers,
    sequence: { sequencer: handoutOrder(manifest, workers) },
    // An audit may ask a submission nothing of a part.
    passWithNoTests: true,
    server: { deps: { external: [/\/dist\/(specs|grader|reference|chunks)\//] } },
  };
}
