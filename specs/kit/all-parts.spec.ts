// All parts of an assignment in one file, which is how graders run them: a submission at a time. Students' repositories
// run the same spec files one by one.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";
import { packageRoot } from "../../grader/package/root.js";
import { gatherParts } from "./checks-of.js";
import { lateSubmissions } from "./late-submissions.js";

const frame = inject("gradecheck");
const file = inject("gradecheckSubmissions");
const { assignment, parts } = frame;
const folder = join(packageRoot(), "dist", "specs", assignment);
const registerAll = gatherParts();
for (const part of parts) {
  await import(/* @vite-ignore */ pathToFileURL(join(folder, `${part}.spec.js`)).href);
}
registerAll(file === undefined ? frame : { ...frame, submissions: await lateSubmissions(file) });
