// All parts of an assignment in one file, which is how graders run them: a submission at a time. Students' repositories
// run the same spec files one by one.
import { inject } from "vitest";
import { lateSubmissions } from "./late-submissions.js";
import { readParts } from "./read-parts.js";
import { registerAll } from "./register.js";

const frame = inject("gradecheck");
const file = inject("gradecheckSubmissions");
const parts = await readParts(frame);
const plan = file === undefined ? frame : { ...frame, submissions: await lateSubmissions(file) };
registerAll(plan, parts);
