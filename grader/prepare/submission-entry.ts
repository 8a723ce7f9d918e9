import { validatorOf } from "../../validation/validator.js";
import type { SubmissionProblem } from "../result/result.js";
import { positionAt } from "./bundler/position-at.js";
import { isModule, joinImport, resolveFile } from "./bundler/resolve-file.js";
import type { PreparePolicy } from "./policy.js";
import { printable, problem } from "./problem.js";
import type { SubmissionFiles } from "./submission-folder.js";

const MANIFEST = "package.json";
const MOST_SHOWN = 8;

/** What is read of a submission's `package.json`. */
interface SubmissionManifest {
  readonly main?: string;
}

const SCHEMA = {
  $id: "gradecheck/submission-package@1",
  description: "What gradecheck reads of a submission's package.json; everything else in it is ignored.",
  type: "object",
  properties: {
    main: {
      description: "The entry, relative to package.json.",
      type: "string",
      minLength: 1,
      maxLength: 500,
    },
  },
} as const;

const isManifest = validatorOf<SubmissionManifest>(SCHEMA, "first");

/** Where a submission starts, with a warning where that is not where it says; or why there is no such place. */
export type Entry =
  | { readonly ok: true; readonly entry: string; readonly warnings: readonly SubmissionProblem[] }
  | { readonly ok: false; readonly problem: SubmissionProblem };

/** Finds the entry: what `main` in `package.json` names, else the assignment's default. */
export function findEntry(files: SubmissionFiles, policy: PreparePolicy): Entry {
  const manifest = readManifest(files.get(MANIFEST));
  if (!manifest.ok) return manifest;
  const exists = (path: string): boolean => files.has(path);
  const fallback = resolveFile(policy.entry, exists);
  const { main } = manifest;
  if (main === undefined) {
    return fallback === undefined
      ? missing([policy.entry], files)
      : { ok: true, entry: fallback, warnings: [] };
  }
  const path = joinImport(MANIFEST, main);
  if (path.startsWith("..") || main.startsWith("/")) {
    return { ok: false, problem: problem("entry-outside", { main: printable(main) }, { file: MANIFEST }) };
  }
  const named = resolveFile(path, exists);
  if (named !== undefined) return { ok: true, entry: named, warnings: [] };
  if (fallback === undefined) return missing([path, policy.entry], files);
  // `npm init` writes a main that nobody has made; the submission is still plain to see.
  const values = { main: printable(main), entry: fallback };
  return { ok: true, entry: fallback, warnings: [problem("main-missing", values, { file: MANIFEST })] };
}

function missing(looked: readonly string[], files: SubmissionFiles): Entry {
  const modules = [...files.keys()].filter((path) => isModule(path) && !path.endsWith(".json"));
  const wanted = [...new Set(looked)].map(printable).join(", ");
  if (modules.length === 0) return { ok: false, problem: problem("no-entry-empty", { wanted }) };
  const found = printable(modules.slice(0, MOST_SHOWN).join(", "));
  return { ok: false, problem: problem("no-entry", { wanted, found }) };
}

type Manifest =
  | { readonly ok: true; readonly main: string | undefined }
  | { readonly ok: false; readonly problem: SubmissionProblem };

function readManifest(text: string | null | undefined): Manifest {
  if (text === undefined || text === null) return { ok: true, main: undefined };
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    // V8 tells the place of some mistakes only.
    const offset = /position (\d+)/.exec((cause as Error).message)?.[1];
    const position = offset === undefined ? {} : positionAt(text, Number(offset));
    return {
      ok: false,
      problem: problem("manifest-json", {}, { file: MANIFEST, ...position }),
    };
  }
  if (isManifest(manifest)) return { ok: true, main: manifest.main };
  return { ok: false, problem: problem("manifest-main", {}, { file: MANIFEST }) };
}
