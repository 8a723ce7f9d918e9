import { posix } from "node:path";

/** The kinds of files that code may be in, with how the bundler reads each, most likely first. */
export const MODULE_TYPES = {
  ".ts": "ts",
  ".tsx": "tsx",
  ".mts": "ts",
  ".cts": "ts",
  ".js": "js",
  ".jsx": "jsx",
  ".mjs": "js",
  ".cjs": "js",
  ".json": "json",
} as const;

const EXTENSIONS = Object.keys(MODULE_TYPES);

/** What TypeScript means by the name of a file that it has yet to compile. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Whether a path has the extension of a file that code may be in. */
export function isModule(path: string): path is `${string}${keyof typeof MODULE_TYPES}` {
  return EXTENSIONS.includes(posix.extname(path));
}

/** The path that a relative import means, without regard to what is there; it may lead outside, to `../…`. */
export function joinImport(importer: string, specifier: string): string {
  return posix.join(posix.dirname(importer), specifier);
}

/**
 * The file that a path inside the submission means: the TypeScript file behind a `.js`, the file itself, the file
 * with an extension, or the `index` of a folder. `undefined` where there is none.
 */
export function resolveFile(path: string, exists: (path: string) => boolean): string | undefined {
  const clean = path.replace(/\/+$/, "");
  const extension = posix.extname(clean);
  const stem = clean.slice(0, clean.length - extension.length);
  const candidates = [
    ...(SOURCES_OF[extension] ?? []).map((source) => stem + source),
    ...(isModule(clean) ? [clean] : []),
    ...EXTENSIONS.map((added) => clean + added),
    ...EXTENSIONS.map((added) => posix.join(clean, `index${added}`)),
  ];
  return candidates.find((candidate) => exists(candidate));
}
