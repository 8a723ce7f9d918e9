import { posix } from "node:path";
import { importPosition } from "./import-position.js";
import type { BundleProblem, BundleRequest } from "./message.js";
import { isModule, joinImport, resolveFile } from "./resolve-file.js";

const NEARBY = 8;

/** Where an import leads: a file of the submission, a module of Node, or nowhere, which has been noted. */
export type Resolved = { readonly file: string } | { readonly external: string };

/** Resolves imports inside the submission and notes those that lead nowhere or out of it. */
export class ImportPolicy {
  /** What was wrong so far, in the order in which it was met; the same import in the same file once. */
  readonly problems: BundleProblem[] = [];
  private readonly files: ReadonlyMap<string, string>;
  private readonly allowed: ReadonlySet<string>;

  constructor(request: BundleRequest) {
    this.files = new Map(request.files);
    this.allowed = new Set(request.allowedImports.map(withoutPrefix));
  }

  resolve(specifier: string, importer: string): Resolved {
    if (!/^\.{1,2}(\/|$)/.test(specifier)) {
      const name = withoutPrefix(specifier);
      if (this.allowed.has(name)) return { external: `node:${name}` };
      return this.refuse(importer, specifier, ...this.whyNotBare(specifier, importer));
    }
    const path = joinImport(importer, specifier);
    if (path === ".." || path.startsWith("../")) return this.refuse(importer, specifier, "outside-import");
    const file = resolveFile(path, (candidate) => this.files.has(candidate));
    if (file !== undefined) return { file };
    return this.refuse(importer, specifier, "unresolved-import", { nearby: this.nearby(path) });
  }

  /** A forgotten `./` is a slip, not a library. */
  private whyNotBare(
    specifier: string,
    importer: string,
  ): ["forbidden-import" | "bare-import", Record<string, string>] {
    const path = joinImport(importer, `./${specifier}`);
    const file = resolveFile(path, (candidate) => this.files.has(candidate));
    return file === undefined ? ["forbidden-import", {}] : ["bare-import", { suggestion: `./${specifier}` }];
  }

  /** The modules in the folder that an import pointed into, else in the whole submission. */
  private nearby(path: string): string {
    const modules = [...this.files.keys()].filter(isModule);
    const beside = modules.filter((module) => posix.dirname(module) === posix.dirname(path));
    const shown = (beside.length > 0 ? beside : modules).slice(0, NEARBY);
    return shown.join(", ");
  }

  private refuse(
    importer: string,
    specifier: string,
    code: BundleProblem["code"],
    values: Readonly<Record<string, string>> = {},
  ): Resolved {
    const position = importPosition(importer, this.files.get(importer) ?? "", specifier);
    const known = this.problems.some(
      (other) => other.file === importer && other.values["specifier"] === specifier,
    );
    if (!known) {
      const place = { file: importer, line: position?.line ?? null, column: position?.column ?? null };
      this.problems.push({ code, values: { specifier, ...values }, ...place });
    }
    return { external: specifier };
  }
}

function withoutPrefix(specifier: string): string {
  return specifier.replace(/^node:/, "");
}
