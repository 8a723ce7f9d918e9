// What a worker that waits for its run does while somebody edits: it starts the first host, reads the spec files, and
// begins with their checks, as far as they can go without a submission.
import { beginAhead } from "./begun-ahead.js";
import { boundChecks } from "./declared-part.js";
import { readyHost, type HostPlan } from "./host-supply.js";
import type { QuestionPlan } from "./judging.js";
import type { RunPlan } from "./plan.js";
import { readParts } from "./read-parts.js";

/** What of the plan of the next run is known. */
export type PlanAhead = HostPlan & QuestionPlan & Pick<RunPlan, "parts">;

const told = process.env["GRADECHECK_AHEAD"];
if (told !== undefined) {
  const plan = JSON.parse(told) as PlanAhead;
  readyHost(plan);
  // vitest reads the spec files themselves when it runs them.
  const parts = await readParts(plan, "ahead");
  void beginAhead(
    plan,
    parts.flatMap((part) => boundChecks(part, plan.assignment)),
  );
}
