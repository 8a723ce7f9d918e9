import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { InfrastructureError } from "../infrastructure-error.js";
import { findProgram } from "./find-program.js";

/** A file or folder of the machine and where a sandbox shows it. */
export interface Binding {
  readonly from: string;
  readonly to: string;
}

/** Where Debian's own Node keeps a part of its built-in modules. */
const DEBIAN_BUILTINS = "/usr/share/nodejs";

const known = new Map<string, readonly string[]>();

/** Where a sandbox shows Node. */
export const NODE_INSIDE = "/usr/bin/node";
const STRAY_LIBRARIES = "/usr/lib/stray";

/**
 * The files that running this Node takes: the program, its libraries and their loader. What lies in somebody's home
 * is shown elsewhere, so that a sandbox does not tell whose.
 *
 * @throws InfrastructureError when `ldd` is missing or fails.
 */
export function nodeFiles(): Binding[] {
  const libraries = librariesOf(process.execPath);
  const bindings = [{ from: process.execPath, to: NODE_INSIDE }, ...libraries.map(libraryBinding)];
  const shared = libraries.some((path) => path.includes("/libnode.so"));
  if (shared && existsSync(DEBIAN_BUILTINS)) bindings.push({ from: DEBIAN_BUILTINS, to: DEBIAN_BUILTINS });
  return bindings;
}

/** A library where the loader finds it: at its own place if that is the system's, else by `LD_LIBRARY_PATH`. */
export function libraryBinding(path: string): Binding {
  return { from: path, to: /^\/(usr|lib\w*)\//.test(path) ? path : join(STRAY_LIBRARIES, basename(path)) };
}

/**
 * The shared libraries that a trusted program or add-on needs. The loader of glibc lists them in the program's stead,
 * five times as fast as `ldd`, a shell script; where there is another loader, `ldd` does.
 *
 * @throws InfrastructureError when `ldd` is missing or fails.
 */
export function librariesOf(file: string): readonly string[] {
  const before = known.get(file);
  if (before !== undefined) return before;
  const listed = librariesIn(listingOfLoader(file));
  const libraries = listed.length > 0 ? listed : librariesIn(listingOfLdd(file));
  known.set(file, libraries);
  return libraries;
}

/** Of an add-on also its own path, which does no harm: it is shown in the sandbox anyway. Empty where it fails. */
function listingOfLoader(file: string): string {
  const preload = file === process.execPath ? {} : { LD_PRELOAD: file };
  // A loader that does not know the variable runs Node, which then has nothing to do.
  const env = { LD_TRACE_LOADED_OBJECTS: "1", ...preload };
  const listing = spawnSync(process.execPath, ["-e", ""], { encoding: "utf8", env });
  return listing.status === 0 ? listing.stdout : "";
}

function listingOfLdd(file: string): string {
  const ldd = findProgram("ldd");
  const listing = ldd === undefined ? undefined : spawnSync(ldd, [file], { encoding: "utf8", env: {} });
  if (listing?.status === 0) return listing.stdout;
  const why = ldd === undefined ? "there is no ldd" : (listing?.stderr.trim() ?? "");
  throw new InfrastructureError("SANDBOX_UNAVAILABLE", `cannot list the libraries of ${file}: ${why}`);
}

/** The paths in lines such as `libm.so.6 => /lib/libm.so.6 (0x…)` and `/lib64/ld-linux-x86-64.so.2 (0x…)`. */
export function librariesIn(listing: string): string[] {
  const paths: string[] = [];
  for (const line of listing.split("\n")) {
    const path = /^\s*(?:\S+ => )?(\/\S+) \(0x/.exec(line)?.[1];
    if (path !== undefined && !paths.includes(path)) paths.push(path);
  }
  return paths;
}
