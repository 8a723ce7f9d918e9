import { createHash } from "node:crypto";
import type { Sandbox } from "../host/sandbox/sandbox.js";
import type { SubmissionProblem } from "../result/result.js";
import type { BundleProblem } from "./bundler/message.js";
import type { BundleMemory } from "./bundle-memory.js";
import { bundled } from "./bundler-supply.js";
import type { PreparePolicy } from "./policy.js";
import { printable, problem } from "./problem.js";
import { findEntry } from "./submission-entry.js";
import { readSubmissionFolder, type SubmissionFiles } from "./submission-folder.js";

/** A submission as one module that a host can load, or everything that is wrong with it. */
export type Prepared =
  | {
      readonly ok: true;
      /** One ES module. */
      readonly code: string;
      /** The same as the body of a function that returns its exports; null where it cannot be one. */
      readonly body: string | null;
      /** Its source map, version 3, as JSON; the sources are paths in the submission. */
      readonly map: string;
      /** SHA-256 of `code` in hexadecimal. */
      readonly hash: string;
      /** The paths of all files that were handed in, sorted. */
      readonly files: readonly string[];
      /** What its author should know though it stops nothing. */
      readonly problems: readonly SubmissionProblem[];
    }
  | { readonly ok: false; readonly problems: readonly SubmissionProblem[] };

const WARNINGS = new Set(["prepare.lookalike"]);

/**
 * Turns a submission's folder into one module. The folder is validated and read here, and bundled from memory in a
 * disposable process in the sandbox. Nothing of it is executed, and none of its settings is obeyed but `main`.
 *
 * @param memory of earlier bundles, which spares the process where the very same files come again
 * @throws InfrastructureError when the sandbox or the bundler fails for a reason of ours.
 */
export async function prepare(
  folder: string,
  policy: PreparePolicy,
  sandbox: Sandbox,
  memory?: BundleMemory,
): Promise<Prepared> {
  const { files, problems } = await readSubmissionFolder(folder, policy);
  if (problems.some(({ finding }) => !WARNINGS.has(finding.code))) return { ok: false, problems };
  const found = findEntry(files, policy);
  if (!found.ok) return { ok: false, problems: [found.problem, ...problems] };
  const modules = [...files].filter((file): file is [string, string] => file[1] !== null);
  const request = { entry: found.entry, files: modules, allowedImports: policy.allowedImports };
  const reply = memory?.recall(request) ?? (await bundled(sandbox, request));
  if (typeof reply !== "string") memory?.keep(request, reply);
  if (typeof reply === "string") return { ok: false, problems: [problem(reply)] };
  const told = reply.problems.map((each) => fromBundler(each, files));
  if (!reply.ok) return { ok: false, problems: told };
  const { code, body, map } = reply;
  const hash = createHash("sha256").update(code).digest("hex");
  const paths = [...files.keys()].toSorted();
  return {
    ok: true,
    code,
    body,
    map,
    hash,
    files: paths,
    problems: [...found.warnings, ...problems, ...told],
  };
}

function fromBundler(
  { code, values, file, line, column }: BundleProblem,
  files: SubmissionFiles,
): SubmissionProblem {
  const printed = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, printable(value)]));
  if (file === null) return problem(code, printed);
  const quote = line === null ? "" : printable((files.get(file)?.split("\n")[line - 1] ?? "").trim());
  const key = keyFor(code, values, quote);
  return problem(key, { ...printed, quote }, { file, line, column });
}

/** A sentence with nothing at its end, where there is nothing to show. */
function keyFor(code: BundleProblem["code"], values: BundleProblem["values"], quote: string): string {
  if (code === "syntax" && quote === "") return "syntax-alone";
  return code === "unresolved-import" && values["nearby"] === "" ? "unresolved-import-alone" : code;
}
