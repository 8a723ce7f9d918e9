import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { InfrastructureError } from "../infrastructure-error.js";
import { findProgram } from "./find-program.js";

/** A file or folder of the machine and where a sandbox shows it. */
export interface Binding {
  readonly from: string;
  readonly to: string;
}

/** Where Debian's own Node keeps a part of its built-in modules. */
const DEBIAN_BUILTINS = "/usr/share/nodejs";

/** What it takes to run this Node: the program, its libraries and their loader, and where the libraries lie. */
export interface NodeFiles {
  readonly bindings: readonly Binding[];
  readonly libraryFolders: readonly string[];
}

let known: NodeFiles | undefined;

/**
 * The files of the Node that runs this, as `ldd` finds them, each at the place where its loader looks.
 *
 * @throws InfrastructureError when `ldd` is missing or fails.
 */
export function nodeFiles(): NodeFiles {
  known ??= findNodeFiles();
  return known;
}

function findNodeFiles(): NodeFiles {
  const ldd = findProgram("ldd");
  const listing =
    ldd === undefined ? undefined : spawnSync(ldd, [process.execPath], { encoding: "utf8", env: {} });
  if (listing?.status !== 0) {
    const why = ldd === undefined ? "there is no ldd" : (listing?.stderr.trim() ?? "");
    throw new InfrastructureError("SANDBOX_UNAVAILABLE", `cannot list the libraries of Node: ${why}`);
  }
  const libraries = librariesIn(listing.stdout);
  const bindings = [process.execPath, ...libraries].map((path) => ({ from: path, to: path }));
  const shared = libraries.some((path) => path.includes("/libnode.so"));
  if (shared && existsSync(DEBIAN_BUILTINS)) bindings.push({ from: DEBIAN_BUILTINS, to: DEBIAN_BUILTINS });
  return { bindings, libraryFolders: [...new Set(libraries.map((path) => dirname(path)))] };
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
