// What a worker that waits for its run does while somebody edits: it starts the first host, and reads what every spec file
// and those of its assignment are made of.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../grader/package/root.js";
import { readyHost, type HostPlan } from "./host-supply.js";
import type { RunPlan } from "./plan.js";

export * from "./index.js";

/** What of the plan of the next run is known. */
type PlanAhead = HostPlan & Pick<RunPlan, "assignment">;

/** The modules of an assignment that its spec files are made of: spec files themselves are for vitest to read. */
function modulesOf(assignment: string): string[] {
  const folder = join(packageRoot(), "dist", "specs", assignment);
  const names = readdirSync(folder).filter((name) => /^[a-z-]+\.js$/.test(name));
  return names.map((name) => pathToFileURL(join(folder, name)).href);
}

const told = process.env["GRADECHECK_AHEAD"];
if (told !== undefined) {
  const plan = JSON.parse(told) as PlanAhead;
  readyHost(plan);
  for (const module of modulesOf(plan.assignment)) await import(module);
}
