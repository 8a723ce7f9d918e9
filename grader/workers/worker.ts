// A process that grades one chunk of submissions with one vitest run, tells each result as soon as it is known, and ends.
import { readAssignment } from "../assignment/read-assignment.js";
import { gradePlan } from "../run/grade.js";
import type { Chunk, WorkerWord } from "./message.js";

function say(word: WorkerWord): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) throw new Error("a worker is started by a grader");
    process.send(word, () => resolve());
  });
}

async function grade({ plan, submissions, hashes }: Chunk): Promise<void> {
  const prepared = Promise.resolve({ plan, hashes: new Map(hashes) });
  await gradePlan(readAssignment(plan.assignment), submissions, prepared, {
    onCheck: () => void say({ type: "check" }),
    onResult: (result) => void say({ type: "result", result }),
  });
}

process.on("disconnect", () => process.exit());
process.once("message", (chunk: Chunk) => {
  grade(chunk)
    .then(() => say({ type: "done" }))
    .catch((error: unknown) =>
      say({ type: "fault", message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.exit());
});
