import type { Code } from "../../grader/host/index.js";
import { HostedSubmission } from "./hosted-submission.js";
import type { CheckBody } from "./context.js";
import { judge } from "./judge.js";
import type { RunPlan } from "./plan.js";
import type { DeclaredCheck, RecordedOutcome } from "./recorded.js";

/** The source map of code that was never bundled. */
export const NO_MAP: string = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** How the kit's own tests run submissions. */
export const PLAN: RunPlan = {
  assignment: "two-layer-nn",
  parts: [],
  seed: 1,
  sandbox: "none",
  inspect: false,
  limits: { loadCpuMs: 3000, scriptCpuMs: 2000, wallFactor: 10, memoryMiB: 512 },
  submissions: [],
};

/** How to judge; the rest is as everywhere. */
export interface JudgingOptions {
  /** The id of the check, which decides the mistakes that are looked for. */
  readonly id?: string;
  readonly seed?: number;
  /** A source map of the code. */
  readonly map?: string;
}

/** What becomes of a submission's code, in a real host, when a check's body judges it. */
export async function judging(
  code: Code,
  body: CheckBody,
  { id = "kit.test", seed = 1, map = NO_MAP }: JudgingOptions = {},
): Promise<RecordedOutcome> {
  const plan = { ...PLAN, seed };
  const declared: DeclaredCheck = {
    id,
    part: id.split(".")[0] ?? "",
    title: id,
    points: 1,
    kind: "property",
    visibility: "public",
  };
  const forms = typeof code === "string" ? { code, body: null } : { code: "", body: code.body };
  const submission = { id: "test", folder: "/nowhere", ready: true, map, ...forms } as const;
  const hosted = new HostedSubmission(plan, submission);
  const elsewhere = new HostedSubmission(plan, submission);
  try {
    return await judge(plan, { hosted, elsewhere }, declared, body);
  } finally {
    await Promise.all([hosted.stop(), elsewhere.stop()]);
  }
}

/** The codes of what a check found. */
export function codesOf({ details }: RecordedOutcome): string[] {
  return details.findings.map((finding) => finding.code);
}
