import { posix } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Plugin, rolldown } from "rolldown";
import { functionBody } from "./function-body.js";
import { ImportPolicy } from "./import-policy.js";
import type { BundleProblem, BundleReply, BundleRequest } from "./message.js";
import { isModule, MODULE_TYPES } from "./resolve-file.js";

/** Where the bundler believes the submission to lie; there is no such folder. */
const ROOT = "/submission/";

/** An error of rolldown as far as it is looked at. */
interface BuildError {
  readonly code?: string;
  readonly message?: string;
  readonly id?: string;
  readonly loc?: { readonly line: number; readonly column: number; readonly file?: string };
}

/** Turns a submission into one module with its source map, or says what is wrong with it. */
export async function bundle(request: BundleRequest): Promise<BundleReply> {
  const first = await attempt(request, false);
  const missing = first.problems.filter(({ code }) => code === "missing-export");
  if (first.ok || missing.length === 0 || missing.length < first.problems.length) return first;
  // An import of something that a file does not export costs what uses it, not everything: it is `undefined`.
  const second = await attempt(request, true);
  return second.ok ? { ...second, problems: [...missing, ...second.problems] } : second;
}

async function attempt(request: BundleRequest, shimMissingExports: boolean): Promise<BundleReply> {
  const policy = new ImportPolicy(request);
  try {
    const build = await rolldown({
      input: ROOT + request.entry,
      cwd: "/",
      platform: "neutral",
      // A submission's own settings must not change what is graded.
      tsconfig: false,
      treeshake: false,
      shimMissingExports,
      onLog: () => undefined,
      transform: { decorator: { legacy: true } },
      plugins: [fence(request, policy)],
    });
    const { output } = await build.generate({ format: "esm", sourcemap: true, codeSplitting: false });
    await build.close();
    const [{ code, map }] = output;
    if (policy.problems.length > 0) return { ok: false, problems: policy.problems };
    return {
      ok: true,
      code,
      body: functionBody(code),
      map: JSON.stringify({ ...map, sources: map?.sources.map(insidePath) }),
      problems: [],
    };
  } catch (cause) {
    const errors = (cause as { errors?: readonly BuildError[] }).errors ?? [cause as BuildError];
    return { ok: false, problems: [...policy.problems, ...errors.map(describe)] };
  }
}

/** Answers every question of the bundler from the request, so that it never turns to the file system. */
function fence(request: BundleRequest, policy: ImportPolicy): Plugin {
  const files = new Map(request.files);
  return {
    name: "fence",
    resolveId(specifier, importer) {
      if (importer === undefined) return specifier;
      if (!importer.startsWith(ROOT)) return null;
      const resolved = policy.resolve(specifier, importer.slice(ROOT.length));
      return "file" in resolved ? ROOT + resolved.file : { id: resolved.external, external: true };
    },
    load(id) {
      const path = id.slice(ROOT.length);
      const code = id.startsWith(ROOT) ? files.get(path) : undefined;
      if (code === undefined || !isModule(path)) return null;
      return { code, moduleType: MODULE_TYPES[posix.extname(path) as keyof typeof MODULE_TYPES] };
    },
  };
}

function describe(error: BuildError): BundleProblem {
  const file = error.loc?.file ?? error.id;
  const place = {
    file: file?.startsWith(ROOT) === true ? file.slice(ROOT.length) : null,
    line: error.loc?.line ?? null,
    column: error.loc === undefined ? null : error.loc.column + 1,
  };
  const text = firstLine(error.message ?? "");
  const missing = /^"(.*)" is not exported by "(.*)"\.?$/.exec(text);
  if (missing !== null) {
    return { code: "missing-export", values: { name: missing[1]!, from: insidePath(missing[2]!) }, ...place };
  }
  return { code: error.code === "PARSE_ERROR" ? "syntax" : "not-bundled", values: { text }, ...place };
}

/** `[PARSE_ERROR] Unexpected token` without the code and its colours; the drawing below it is left out. */
function firstLine(message: string): string {
  return stripVTControlCharacters(message.split("\n")[0] ?? "").replace(/^\[[A-Z_]+\] /, "");
}

/** A path as the bundler writes it, such as `../submission/src/a.ts`, as one inside the submission. */
function insidePath(path: string): string {
  return path.replace(/^(?:\.\.\/)*\/?submission\//, "");
}
